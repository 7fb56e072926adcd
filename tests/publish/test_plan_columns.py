"""What real plans and assessments hold stands on the pages and in the data of the second city."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest

from registry.rules.checking import examine
from tests.conftest import DAY, SECOND
from tests.publish.test_never_listed import ID, register
from tests.publish.test_public_view import pages


def words(text: str) -> str:
    """The words of a piece of a page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r'<span class="unbroken">(.*?)</span>', r"\1", text)))


def page(site: Path, id_: str) -> str:
    return (site / f"institutions/{id_}/index.html").read_text("utf-8")


def course(site: Path, id_: str, place: str) -> str:
    """A course of a plan as the page of its institution tells it."""
    _, _, rest = page(site, id_).partition(f'id="{place}"')
    return words(rest.partition("</tr>")[0])


@pytest.mark.parametrize(
    "words_told",
    [
        "期数：1 ",
        "各期日期：第1期2026年9月7日至2026年9月10日（样例林木种苗圃） ",
        "主办单位：云梦泽市林学会（虚构） ",
        "承办单位：云梦泽林业科技培训中心（虚构）、样例林木种苗站 ",
        "协办单位：样例国有林场 ",
        "项目编号：云林训2026-07 ",
        "认定学时：32 ",
        "认定学分：4.5 ",
        "考核方式：实操考核 ",
        "报名电话：0999-00000101 ",
        "收费：每人350元（培训费每人290元，资料费每人60元），每人合计不超过350元（依据：",
    ],
)
def test_the_page_tells_every_column_of_a_plan(second_site: Path, words_told: str) -> None:
    assert words_told in course(second_site, "yx-a7", "y2026-c02")


def test_a_fee_by_mode_is_told_and_is_not_unstated(second_site: Path) -> None:
    cells = course(second_site, "yx-e5", "y2026-c04")
    assert "收费：培训费（面授）每人115元，培训费（远程）每课时不超过4元（依据：2026年1月收费公示）" in cells
    assert "未载明" not in cells


def test_a_class_says_which_of_the_plan_it_was(second_site: Path) -> None:
    _, _, table = page(second_site, "yx-a7").partition("<caption>2026年开班情况</caption>")
    row = next(each for each in table.split("<tr>") if "林木种子检验技术培训班" in each)
    assert "林木种子检验技术培训班 第 1 期" in " ".join(words(row).split())
    assert "未见记录" not in row


def test_the_data_have_the_columns(second_site: Path) -> None:
    text = (second_site / "data/v1/courses.csv").read_text("utf-8-sig")
    rows = {(row["institution"], row["year"], row["id"]): row for row in csv.DictReader(io.StringIO(text))}
    row = rows["yx-a7", "2026", "c02"]
    assert (row["class_count"], row["recognized_hours"], row["recognized_credits"]) == ("1", "32", "4.5")
    assert (row["fee_amount"], row["fee_parts"], row["fee_cap"]) == ("350", "培训费；资料费", "350")
    assert row["organizers"] == "云梦泽林业科技培训中心（虚构）；样例林木种苗站"
    document = json.loads((second_site / "data/v1/institutions/yx-a7.json").read_text("utf-8"))
    [plan] = [each for each in document["plans"] if each["year"] == 2026]
    [planned] = [each for each in plan["record"]["courses"] if each["id"] == "c02"]
    assert planned["classes"][0]["from"] == "2026-09-07"


def test_the_result_of_an_assessment_stands_above_its_heads(second_site: Path) -> None:
    _, _, table = page(second_site, "yx-a7").partition("<caption>历年考核的结果和各项认定</caption>")
    rows = [" ".join(words(row).split()) for row in table.partition("</table>")[0].split("<tr>")[2:]]
    assert rows[:3] == ["等次 优秀", "得分 95.5", "师资队伍建设 符合，19 分"]
    assert rows[-1] == "信息化建设 9.5 分"
    words_of_page = words(page(second_site, "yx-e5"))
    assert "有条件通过" in words_of_page
    assert "《关于开展远程教学专项评估的通知》无文号" in words_of_page


def test_who_may_teach_general_subjects_stands_on_three_pages(second_site: Path) -> None:
    text = (second_site / "regulation/index.html").read_text("utf-8")
    _, _, section = text.partition('id="general-teaching"')
    assert section.count("<tr><td") == 2
    assert 'href="../institutions/yx-c9/"' in section
    for id_, documents in (("yx-a7", 2), ("yx-c9", 1), ("yx-d2", 0)):
        assert page(second_site, id_).count("regulation/#general-teaching") == documents
    head = json.loads((second_site / "data/v1/index.json").read_text("utf-8"))["regulation"]
    assert [each["institutions"] for each in head["general_teaching"]] == [
        ["yx-a7", "yx-e5", "yx-c9"],
        ["yx-a7"],
    ]


def test_who_was_never_listed_is_not_told_as_designated(tmp_path: Path) -> None:
    path = "regulations/xgrsf-2021-9.yml"
    text = (SECOND / "records" / path).read_text("utf-8").replace("      - yx-c9\n", f"      - {ID}\n")
    examined = register(tmp_path, "yx-a7", "原机构并入本机构。")
    (tmp_path / "records" / path).write_text(text, "utf-8")
    examined = examine(tmp_path, DAY)
    lists = examined.register.tables.regulations[0].general_teaching
    assert ID in lists[0].institutions
    assert ID not in pages(examined)
