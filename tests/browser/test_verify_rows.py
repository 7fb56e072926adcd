"""Many verifications at once, as an office that reviews titles makes them: pasted, answered, saved."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.lifecycle.credit import NOT_SHOWN, OUTSIDE, SHOWN, TO_COME
from tests.browser.test_verify import GREENHOUSE, REEDS, RICE

PERSON, DOCUMENT = "演示学员", "000000190001010000"
UNCLEAR = "不能查验"
HEADINGS = ("序号", "姓名", "证件", "培训机构", "课程名称", "开班日期", "结束日期")
# Institution, course, first and last day; the answer, and words of its reason.
ROWS = [
    (
        REEDS,
        f"{GREENHOUSE}（第一期）",
        "2025.3.5",
        "3.7",
        SHOWN.word,
        "登记的班次（2025年3月5日至7日，19 课时）",
    ),
    ("12320924 000000 246e", GREENHOUSE, "2025年3月20日", "", OUTSIDE.word, "登记的班次：2025年6月9日至11日"),
    ("demo-004", RICE, "2026/12/10", "2026/12/12", TO_COME.word, "尚未到来"),
    (
        "demo-004",
        "植保无人机作业与维护",
        "2020-01-14",
        "",
        NOT_SHOWN.word,
        "课程自2020年1月15日起才在通过的",
    ),
    ("demo-021", "没有这门课", "2026.9.10", "", NOT_SHOWN.word, "自2026年9月7日起暂停开班"),
    ("海", "护理", "2025.3.5", "", UNCLEAR, "有 6 个机构与“海”相符：演示"),
    (
        "青松护里",
        "护理",
        "2025.3.5",
        "",
        UNCLEAR,
        "没有名称为“青松护里”的机构，相近的有：演示青松护理",
    ),
    ("没有这样的学校名", "护理", "2025.3.5", "", UNCLEAR, "登记册的公开部分没有“没有这样的学校名”"),
    ("demo-004", "农", "2020.3.2", "", UNCLEAR, "有几门课程的名称含有“农”："),
    ("demo-004", RICE, "2026年10月", "", UNCLEAR, "日期“2026年10月”不能识别"),
    ("demo-004", "", "2026.10.10", "", UNCLEAR, "没有课程名称"),
]


def paste(page: Page, base: str, rows: list[tuple[str, ...]]) -> None:
    page.goto(f"{base}verify/batch/")
    page.get_by_label("每行一次学习").fill("\n".join("\t".join(row) for row in rows))
    page.get_by_role("button", name="查验", exact=True).click()
    page.locator("#bulk-table tbody tr").first.wait_for()


def test_every_row_has_its_answer_and_nothing_of_it_is_sent(page: Page, base: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {request.url} {request.post_data}"))
    rows = [(str(i), PERSON, DOCUMENT, *row[:4]) for i, row in enumerate(ROWS, 1)]
    paste(page, base, [HEADINGS, *rows])
    shown = page.locator("#bulk-table tbody tr")
    expect(shown).to_have_count(len(ROWS))
    for i, (*_, word, reason) in enumerate(ROWS):
        assert shown.nth(i).locator("td").nth(4).inner_text() == word, ROWS[i]
        assert reason in shown.nth(i).inner_text(), ROWS[i]
    counts = page.locator("#bulk-count")
    expect(counts).to_be_focused()
    expect(counts).to_contain_text("共 11 行。")
    words = [" ".join(each.split()) for each in counts.locator("li").all_inner_texts()]
    numbers = ((SHOWN.word, 1), (OUTSIDE.word, 1), (TO_COME.word, 1), (NOT_SHOWN.word, 2), (UNCLEAR, 6))
    assert words == [f"{word} {number} 行" for word, number in numbers]
    assert shown.first.locator(".answer__mark--good").count() == 1
    page.get_by_label("不列“登记显示”的行").check()
    expect(shown).to_have_count(len(ROWS) - 1)
    expect(page.locator("#bulk-table .answer__mark--good")).to_have_count(0)
    page.get_by_label("不列“登记显示”的行").uncheck()
    expect(shown).to_have_count(len(ROWS))
    assert page.url == f"{base}verify/batch/"
    files = [each for each in requests if "/verify/demo-" in each]
    assert sorted(files) == [f"GET {base}verify/demo-{id_}.json None" for id_ in ("004", "021")]
    assert [each for each in requests if not each.startswith("GET ")] == []
    assert PERSON not in page.locator("#bulk-table").inner_text()
    shown.nth(5).get_by_role("link", name="单独查验").click()
    expect(page.locator("#answer")).to_contain_text("有 6 个机构与“海”相符，是哪一个？")


def test_the_answers_are_saved_as_a_file_for_spreadsheets(reader: Page, base: str) -> None:
    paste(reader, base, [("=1+1学校", "护理", "2025.3.5"), (REEDS, GREENHOUSE, "2025.3.5-7")])
    with reader.expect_download() as saved:
        reader.get_by_role("button", name="下载结果（CSV）").click()
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    heads, unclear, good = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert heads[:6] == ["行号", "结果", "说明", "机构", "统一社会信用代码", "课程"]
    assert dict(zip(heads, unclear, strict=True))["所填机构"] == "'=1+1学校"
    assert good[:2] == ["2", SHOWN.word]
    assert good[3:8] == [REEDS, "12320924000000246E", GREENHOUSE, "2025-03-05", "2025-03-07"]
    reader.goto(good[-1])
    expect(reader.locator(".answer__word")).to_have_text(SHOWN.word)


@pytest.mark.long
def test_two_hundred_rows_are_answered_fifty_on_a_page(reader: Page, base: str) -> None:
    paste(reader, base, [(REEDS, GREENHOUSE, "2025.3.5")] * 203)
    expect(reader.locator("#bulk-count")).to_contain_text(
        "共 200 行。只查了前 200 行，还有 3 行，请另行粘贴。"
    )
    rows = reader.locator("#bulk-table tbody tr:visible")
    expect(rows).to_have_count(50)
    reader.get_by_role("link", name="末页").click()
    expect(rows.first.locator("td").first).to_have_text("151")
    reader.emulate_media(media="print")
    expect(rows).to_have_count(200)
    reader.emulate_media(media="screen")


def test_what_cannot_be_had_is_said(page: Page, base: str, site: Path) -> None:
    """No rows, no data, and an institution that is left out while its records are checked."""
    html = (site / "verify/batch/index.html").read_text("utf-8")
    html = html.replace('data-left-out=""', 'data-left-out="demo-999"')
    page.route("**/verify/batch/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/verify/demo-*.json", lambda route: route.abort())
    page.goto(f"{base}verify/batch/")
    field = page.get_by_label("每行一次学习")
    field.fill(" \n \t ")
    page.get_by_role("button", name="查验", exact=True).click()
    expect(page.locator("#bulk-count")).to_have_text("请先粘贴要查验的行。")
    expect(field).to_be_focused()
    field.fill(f"demo-999\t{GREENHOUSE}\t2025.3.5")
    page.get_by_role("button", name="查验", exact=True).click()
    expect(page.locator("#bulk-table")).to_contain_text("机构“demo-999”的记录正在核对")
    field.fill(f"{REEDS}\t{GREENHOUSE}\t2025.3.5")
    page.get_by_role("button", name="查验", exact=True).click()
    expect(page.locator("#bulk-count")).to_contain_text("没有取到")
