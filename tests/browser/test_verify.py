"""Verification as a reader uses it, held against what the generator itself says of the same days."""

import datetime as dt
import json
import random
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
import zxingcpp
from playwright.sync_api import Page, Route, expect

from registry.lifecycle.credit import NOT_SHOWN, OUTSIDE, SHOWN, TO_COME, TitledCourse, list_planned
from registry.model.dossier import Dossier
from registry.publish.assemble.site import Site
from registry.publish.search.verification import build_verify_file
from tests.browser.serving import turn_to
from tests.conftest import CITY, DAY, TEMPLATES, examined
from tests.lifecycle.answering import answer as answered
from tests.lifecycle.building import UNTIL

YES, AMBER, LATER, NO = (each.word for each in (SHOWN, OUTSIDE, TO_COME, NOT_SHOWN))
NONE = ""  # no answer yet: something is asked back
REEDS = "演示芦荡农业技术推广学校"


def answer(page: Page, base: str, **query: str) -> str:
    page.goto(f"{base}verify/?{urlencode(query)}")
    page.locator("#answer p").first.wait_for()
    return page.locator("#answer").inner_text()


def reply(page: Page, base: str, **query: str) -> str:
    """The answer where no more than its words matter: the page that is there may give it."""
    page.evaluate("document.querySelector('#answer')?.replaceChildren()")
    turn_to(page, f"{base}verify/?{urlencode(query)}", "verify")
    page.locator("#answer p").first.wait_for()
    return page.locator("#answer").inner_text()


def word(page: Page) -> str:
    answer_word = page.locator(".answer__word")
    return answer_word.inner_text() if answer_word.count() else NONE


def run(institution: str, course: str, *days: str) -> dict[str, str]:
    return {"institution": institution, "course": course} | dict(zip(("from", "to"), days, strict=False))


GREENHOUSE, RICE, DRONE = "设施蔬菜病虫害综合防治", "稻麦绿色高产栽培技术", "植保无人机作业与维护"
UNPASSED = "全科医生慢病管理适宜技术推广班"
LISTED = f"{REEDS}：{{}}在公布的名单中，没有暂停开班；课程“{{}}”在通过的计划中，"
OUTSIDE_RUNS = "但登记的班次不包括所填的日期。"


@pytest.mark.parametrize(
    ("query", "right", "words"),
    [
        pytest.param(
            run("demo-004", GREENHOUSE, "2025-03-05", "2025-03-07"),
            YES,
            f"{LISTED.format('2025年3月5日至7日每天都', GREENHOUSE)}"
            "登记的班次（2025年3月5日至7日，19 课时）包括这些天。登记册显示，学习情况可以由这家机构记入。",
            id="all days of a class",
        ),
        pytest.param(run("demo-004", GREENHOUSE, "2025-03-06"), YES, "包括这一天。", id="one day of a class"),
        pytest.param(
            run("demo-004", GREENHOUSE, "2025-03-05", "2025-03-08"),
            AMBER,
            LISTED.format("2025年3月5日至8日每天都", GREENHOUSE) + OUTSIDE_RUNS,
            id="a day more than the class",
        ),
        pytest.param(
            run("demo-004", GREENHOUSE, "2025-03-20"),
            AMBER,
            "登记的班次：2025年6月9日至11日，20 课时。",
            id="in a planned month of which the summary tells",
        ),
        pytest.param(
            run("demo-004", RICE, "2026-10-10", "2026-10-12"),
            YES,
            "计划的开课月份（10月）包括这些天，总结尚未涉及",
            id="in a planned month and no summary yet",
        ),
        pytest.param(
            run("demo-004", RICE, "2026-10-31", "2026-11-01"),
            AMBER,
            "但登记的班次和计划的开课月份都不包括所填的日期。",
            id="a day beyond the planned month",
        ),
        pytest.param(run("demo-004", RICE, "2026-05-10"), AMBER, "计划的开课月份是10月", id="another month"),
        pytest.param(
            run("demo-004", RICE, "2026-12-10"),
            LATER,
            f"{REEDS}：2026年12月10日尚未到来。截至2026年11月23日，机构在公布的名单中，没有暂停开班；"
            f"课程“{RICE}”在已通过的计划中，所填日期不在计划的开课月份内。",
            id="to come",
        ),
        pytest.param(
            run("demo-004", RICE, "2026-11-23", "2026-11-24"), LATER, "尚未结束", id="partly to come"
        ),
        pytest.param(
            run("demo-001", UNPASSED, "2027-03-01"),
            LATER,
            "2027 年度：登记册中未见计划的通过记录",
            id="a plan that has not passed",
        ),
        pytest.param(
            run("demo-004", RICE, "2027-03-01"), LATER, "2027 年度计划和通过的调整中未见", id="no plan yet"
        ),
        pytest.param(
            run("demo-025", "没有这门课程", "2026-12-01"),
            LATER,
            "登记册的状态是“已终止”",
            id="to come, ended",
        ),
        pytest.param(
            {"institution": "demo-004", "from": "2019-06-10"}, NO, "2019年6月10日：已列入", id="no plan"
        ),
        pytest.param(
            {"institution": "demo-004", "from": "2019-07-07"},
            NO,
            f"{REEDS}：2019年7月7日在公布的名单中，没有暂停开班；未见通过的计划。",
            id="the day before the plan passed",
        ),
        pytest.param(
            {"institution": "demo-004", "from": "2019-07-08"}, NONE, "选一门接着查", id="no course is no yes"
        ),
        pytest.param(
            {"institution": "demo-004", "from": "2019-06-09"},
            NO,
            f"{REEDS}：2019年6月9日不在公布的名单中，登记册的状态是“通过待公布”。",
            id="the day before the list",
        ),
        pytest.param({"institution": "demo-004", "from": "2000-01-01"}, NO, "无申请记录", id="long before"),
        pytest.param(
            {"institution": "demo-025", "from": "2026-03-19", "to": "2026-03-20"},
            NO,
            "不是每天都在公布的名单中，其中2026年3月20日登记册的状态是“已终止”",
            id="ended on the second day",
        ),
        pytest.param(
            {"institution": "demo-021", "from": "2026-09-10"},
            NO,
            "演示智造工业互联网培训中心：2026年9月10日在公布的名单中，但自2026年9月7日起暂停开班",
            id="suspended",
        ),
        pytest.param(
            {"institution": "demo-017", "from": "2023-05-09", "to": "2023-05-10"},
            NO,
            "2023年5月9日至10日在公布的名单中，但其中2023年5月10日暂停开班",
            id="suspended on the second day",
        ),
        pytest.param(
            run("demo-004", "没有这门课程", "2026-05-10"),
            NO,
            "2026 年度计划和通过的调整中未见名称为“没有这门课程”的课程",
            id="no such course",
        ),
        pytest.param(
            run("demo-004", DRONE, "2020-06-29", "2020-06-30"),
            NO,
            "课程自2020年6月30日起不在通过的计划中",
            id="dropped on the second day",
        ),
        pytest.param(
            run("demo-004", DRONE, "2020-01-14"),
            NO,
            "课程自2020年1月15日起才在通过的计划中",
            id="before the plan passed",
        ),
        pytest.param(run("demo-004", DRONE, "2020-06-29"), AMBER, "其中没有这门课程的班次", id="never held"),
        pytest.param(
            {"institution": "demo-004", "course": GREENHOUSE}, NONE, "登记的班次有下列各期", id="no days"
        ),
        pytest.param(
            {"institution": "demo-004", "course": "没有这门课程"},
            NO,
            f"{REEDS}：历年的计划和通过的调整中未见",
            id="no days and no such course",
        ),
    ],
)
def test_the_answer_and_its_reason(
    reader: Page, base: str, query: dict[str, str], right: str, words: str
) -> None:
    text = reply(reader, base, **query)
    assert word(reader) == right
    assert words in text
    assert ("查验不是法律决定" in text) == bool(right)


def test_every_colour_has_its_words_and_no_answer_wears_a_warning(reader: Page, base: str) -> None:
    """Green, amber and grey: the page's own list says each word in the colour that the answer has."""
    for query, tone in (
        (run("demo-004", GREENHOUSE, "2025-03-06"), "good"),
        (run("demo-004", GREENHOUSE, "2025-03-20"), "note"),
        (run("demo-004", RICE, "2026-12-10"), "past"),
        (run("demo-004", DRONE, "2020-01-14"), "past"),
    ):
        reply(reader, base, **query)
        assert reader.locator(f".answer__word--{tone}").count() == 1
        mark = reader.locator("#meaning + ul .answer__mark").filter(has_text=re.compile(f"^{word(reader)}$"))
        expect(mark).to_have_class(f"answer__mark answer__mark--{tone}")


@pytest.mark.parametrize(
    "title",
    [
        f"{GREENHOUSE}（第一期）",
        f"2025年{GREENHOUSE}",
        f"2025年度{GREENHOUSE}第2期",
        f"2025{GREENHOUSE}(1期)",
        f"{GREENHOUSE}（2025年第一期）",
        f"第三期{GREENHOUSE}",
        f" 设施蔬菜 病虫害综合防治 {'第十二班'}",
    ],
)
def test_the_year_and_the_number_of_a_class_are_understood(reader: Page, base: str, title: str) -> None:
    text = reply(reader, base, **run("demo-004", title, "2025-03-05"))
    assert word(reader) == YES
    assert f"课程“{GREENHOUSE}”" in text


@pytest.mark.parametrize("number", ["第九期", "（第二十三期）"])
def test_the_number_of_a_class_is_told_to_be_left_out(reader: Page, base: str, number: str) -> None:
    text = reply(reader, base, **run("demo-004", GREENHOUSE + number, "2025-03-05"))
    assert f"名称中的“{number.strip('（）')}”没有比对" in text
    assert "没有比对" not in reply(reader, base, **run("demo-004", GREENHOUSE, "2025-03-05"))


@pytest.mark.parametrize("year", ["2019年", "2026年", "二〇二四年度"])
def test_another_year_than_that_of_the_plan_is_no_yes(reader: Page, base: str, year: str) -> None:
    text = reply(reader, base, **run("demo-004", f"{year}{GREENHOUSE}", "2025-03-05"))
    assert word(reader) == NO
    assert f"2025 年度计划和通过的调整中未见名称为“{year}{GREENHOUSE}”的课程" in text
    reply(reader, base, **run("demo-004", f"二〇二五年{GREENHOUSE}", "2025-03-05"))
    assert word(reader) == YES


def test_a_course_that_is_not_found_brings_those_that_may_be_meant(reader: Page, base: str) -> None:
    text = answer(reader, base, **run("demo-004", RICE, "2020-03-02"))
    assert "年度计划中有这样的课程，请核对日期" in text or word(reader) == AMBER
    answer(reader, base, **run("demo-004", "没有这门课程", "2025-03-05"))
    assert reader.locator("#answer a[href*='course=']").count() == 6
    reader.get_by_role("link", name=GREENHOUSE).click()  # the one that fits the days comes first
    expect(reader.locator(".answer__word")).to_have_text(YES)


@pytest.mark.parametrize("stray", ["#%", "&x=%E4%B8", "%", "%E4%B8", "&%=%"])
def test_a_stray_percent_sign_in_the_address_changes_nothing(reader: Page, base: str, stray: str) -> None:
    query = urlencode(run("demo-004", GREENHOUSE, "2025-03-05"))
    reader.goto(f"{base}verify/?{query}{stray}")
    expect(reader.locator(".answer__word")).to_have_text(YES)
    expect(reader.locator(".answer__address")).to_contain_text(f"course={GREENHOUSE}")


def test_a_course_without_days_leads_to_its_classes(reader: Page, base: str) -> None:
    answer(reader, base, institution="demo-004", course=GREENHOUSE)
    reader.get_by_role("link", name="2025年3月5日至7日，19 课时").click()
    expect(reader.locator(".answer__word")).to_have_text(YES)


@pytest.mark.parametrize(
    "who", ["演示芦荡农业技术推广学校", "12320924000000246E", "12320924 000000 246e", "demo-004", "芦荡"]
)
def test_an_institution_is_meant_by_name_code_or_a_part_that_only_it_has(
    reader: Page, base: str, who: str
) -> None:
    reply(reader, base, **run(who, RICE, "2026-10-10"))
    assert word(reader) == YES
    assert reader.get_by_label("机构（名称").input_value() == REEDS


def test_a_former_name_means_the_institution_and_is_told(reader: Page, base: str) -> None:
    text = answer(reader, base, institution="样例云帆教育培训学校", **{"from": "2021-06-30"})
    assert "在公布的名单中，没有暂停开班" in text
    assert "曾用名：样例云帆教育培训学校（至2021年7月1日）" in text


def test_a_name_that_one_has_and_another_had_is_asked_about(page: Page, base: str, site: Path) -> None:
    data = json.loads((site / "search/institutions.json").read_bytes())
    names = data["name"].split("\n")
    data["name"] = "\n".join("样例云帆教育培训学校" if each == REEDS else each for each in names)
    page.route("**/search/institutions.json", lambda route: route.fulfill(json=data))
    text = answer(page, base, institution="样例云帆教育培训学校", **{"from": "2021-06-30"})
    assert "有 2 个机构与“样例云帆教育培训学校”相符，是哪一个？" in text
    page.get_by_role("link", name="（曾用名：样例云帆教育培训学校）").click()
    expect(page.locator("#answer")).to_contain_text("曾用名：样例云帆教育培训学校（至2021年7月1日）")


def test_an_id_is_answered_without_a_list_of_names_and_before_what_the_frame_does(
    page: Page, base: str
) -> None:
    """So it is quick on a slow phone; a link of this site has an id."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(base)))
    assert "演示青松护理培训中心" in answer(page, base, institution="demo-001", **{"from": "2024-05-14"})
    assert "verify/demo-001.json" in asked
    assert not [each for each in asked if each.startswith("search/")]
    order = page.locator("script[src]").evaluate_all(
        "all => all.map(({ src, defer, type }) => [src, defer || !!type])"
    )
    (own,) = (i for i, (src, _) in enumerate(order) if src.endswith("/verify.js"))
    (frame,) = (i for i, (src, _) in enumerate(order) if "/bundle." in src)
    assert own < frame
    assert order[frame][1]


def test_an_institution_that_is_left_out_is_being_checked(page: Page, base: str, site: Path) -> None:
    html = (site / "verify/index.html").read_text("utf-8")
    assert 'data-left-out=""' in html
    assert "正在核对" not in answer(page, base, institution="demo-999")
    html = html.replace('data-left-out=""', 'data-left-out="demo-998 demo-999"')
    page.route("**/verify/?*", lambda route: route.fulfill(body=html, content_type="text/html"))
    assert "机构“demo-999”列入过名单，其后的记录正在核对" in answer(page, base, institution="demo-999")
    assert "记录正在核对、暂不显示的机构也查不到。" in answer(page, base, institution="没有这样的机构")


def test_reasons_link_articles_and_name_the_record(reader: Page, base: str) -> None:
    answer(reader, base, institution="demo-017", **{"from": "2023-05-10"})
    reason = reader.locator("#answer li").first
    expect(reason).to_contain_text("依据：该决定")
    expect(reason.get_by_role("link")).to_have_text("查看记录")
    assert "yml" not in reader.locator("#answer").inner_text()
    reason.get_by_role("link").click()
    expect(reader).to_have_url(f"{base}institutions/demo-017/#f-acts-2023-05-10-suspension")
    expect(reader.locator("#f-acts-2023-05-10-suspension")).to_be_visible()
    reader.go_back()
    reader.get_by_role("link", name="第二十四条").first.click()
    expect(reader.locator("#article-24")).to_be_visible()


@pytest.mark.parametrize("typed", ["青松护里", "轻松护理", "青松护理培训学校"])
def test_a_name_that_is_only_nearly_right_is_asked_about_and_not_answered(
    reader: Page, base: str, typed: str
) -> None:
    run = {"from": "2026-11-20", "course": "基层护理人员静脉治疗规范操作培训"}
    reply = answer(reader, base, institution=typed, **run)
    assert reply.startswith(f"没有名称为“{typed}”的机构。您是不是要找")
    assert word(reader) == NONE
    reader.get_by_role("link", name="演示青松护理培训中心").click()
    expect(reader.locator("#answer")).to_contain_text("演示青松护理培训中心：")
    assert word(reader) != NONE


def test_several_institutions_or_courses_are_offered_to_choose_from(reader: Page, base: str) -> None:
    text = answer(reader, base, institution="海", **{"from": "2026-05-10"})
    assert "是哪一个" in text
    assert reader.locator(".answer__word").count() == 0
    reader.locator("#answer li a").first.click()
    expect(reader.locator("#answer")).to_contain_text("2026年5月10日")
    text = answer(reader, base, institution="demo-004", course="农", **{"from": "2020-03-02"})
    assert "是哪一门" in text
    reader.locator("#answer li a").first.click()
    expect(reader.locator(".answer__word")).to_have_text(AMBER)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"institution": "没有这样的机构"}, "登记册的公开部分没有“没有这样的机构”"),
        ({"institution": "%"}, "登记册的公开部分没有“%”"),
        ({"institution": "demo-004", "from": "2026-05-12", "to": "2026-05-10"}, "早于开班日期"),
        ({"institution": "demo-004", "from": "2026-5-1"}, "日期应写成"),
        ({"institution": "demo-004", "from": "2026-02-30"}, "日期应写成"),
        ({"institution": "demo-004"}, "请填写开班日期或课程名称"),
    ],
)
def test_what_cannot_be_answered_says_why(
    reader: Page, base: str, query: dict[str, str], reason: str
) -> None:
    assert reason in reply(reader, base, **query)
    assert reader.locator(".answer__word").count() == 0


def test_the_form_leads_to_an_address_that_gives_the_same_answer(page: Page, base: str) -> None:
    page.goto(base + "verify/")
    page.get_by_label("机构（名称").fill("芦荡")
    expect(page.locator("#verifier-courses option").first).to_be_attached()
    assert page.locator("#verifier").get_by_role("link", name="批量查验").count() == 1
    page.get_by_label("开班日期").fill("2026-10-10")
    page.get_by_label("课程（名称").fill("稻麦绿色高产栽培技术")
    page.get_by_label("课程（名称").press("Enter")
    expect(page.locator(".answer__word")).to_have_text(YES)
    text = page.locator("#answer").inner_text()
    assert "to=" not in page.url
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".answer__word")).to_have_text(YES)
    assert other.locator("#answer").inner_text() == text


def test_printed_the_answer_is_a_document_of_its_own(page: Page, base: str) -> None:
    """On one sheet: whose, which, in a sentence, what it rests on, what it means, of which day, where."""
    answer(page, base, **run("demo-004", GREENHOUSE, "2025-03-05", "2025-03-07"))
    page.emulate_media(media="print")
    expect(page.locator(".md-banner")).to_be_visible()
    for hidden in ("#verifier", ".md-header", "#answer-tools", ".md-footer", "#meaning", "h1 + p"):
        expect(page.locator(hidden).first).to_be_hidden()
    text = page.locator("#answer").inner_text()
    parts = [
        f"{REEDS}\n统一社会信用代码 12320924000000246E\n{YES}\n{REEDS}：2025年3月5日至7日每天都在",
        f"所填课程\n{GREENHOUSE}\n所填日期\n2025年3月5日至7日",
        "机构：登记显示 第二十四条",
        "课程：登记显示 第十七条",
        "登记的班次：2025年3月5日至7日，19 课时。",
        "“登记显示”：所填的每一天",
        "登记册，依据截至2026年11月23日的登记册。查验不是法律决定",
        f"地址：{base}verify/?institution=demo-004&course={GREENHOUSE}&from=2025-03-05&to=2025-03-07",
    ]
    places = [re.sub(r"\s+", "\n", text).find(re.sub(r"\s+", "\n", each)) for each in parts]
    assert places == sorted(places)
    assert -1 not in places
    assert "查看记录" not in text
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_the_code_of_an_answer_leads_to_its_address(reader: Page, base: str) -> None:
    """Whatever the institution was called in the question; what a reader of codes makes of the drawing."""
    answer(reader, base, **run(REEDS, GREENHOUSE, "2025-03-05"))
    picture = reader.locator("#answer svg.qr")
    expect(picture.locator("path")).to_be_attached()  # it is drawn after what is read
    size = int((picture.get_attribute("viewBox") or "").split()[2])
    pixels = [bytearray(b"\xff" * size * 4) for _ in range(size)]
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", picture.locator("path").get_attribute("d") or ""):
        pixels[int(y)][int(x) * 4 : int(x) * 4 + 4] = bytes(4)
    image = b"".join(bytes(row) * 4 for row in pixels)
    [code] = zxingcpp.read_barcodes(memoryview(image).cast("B", (size * 4, size * 4)))
    reader.goto(code.text)
    expect(reader.locator(".answer__word")).to_have_text(YES)
    query = urlencode({"institution": "demo-004", "course": GREENHOUSE, "from": "2025-03-05"})
    assert code.text == f"{base}verify/?{query}"


def test_the_focus_goes_to_the_answer_which_the_title_names(reader: Page, base: str) -> None:
    titles = set()
    for query in (
        run("demo-004", GREENHOUSE, "2025-03-05", "2025-03-07"),
        run("demo-004", GREENHOUSE, "2025-03-20"),
        run("demo-004", RICE, "2026-12-10"),
        {"institution": "demo-004"},
        {"institution": "没有这样的机构"},
    ):
        answer(reader, base, **query)
        expect(reader.locator("#answer")).to_be_focused()
        titles.add(reader.title())
    assert len(titles) == 5
    assert any(
        each.startswith(f"登记显示：{REEDS}，{GREENHOUSE}，2025年3月5日至7日 - ") for each in titles
    ), titles
    reader.goto(f"{base}verify/")
    assert reader.evaluate("document.activeElement === document.body")


def test_the_answer_is_copied_with_its_address_also_without_a_clipboard(page: Page, base: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer(page, base, **run("demo-004", GREENHOUSE, "2025-03-05"))
    page.get_by_role("button", name="复制结论").click()
    expect(page.locator("#copied")).to_have_text("已复制。")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{REEDS}（12320924000000246E）：2025年3月5日在公布的名单中")
    assert "查验结果：登记显示（截至2026年11月23日，不是法律决定）" in text
    assert text.endswith(f"核对地址：{base}verify/?{urlencode(run('demo-004', GREENHOUSE, '2025-03-05'))}")
    for refused, words in (("true", "已复制："), ("false", "请按 Ctrl+C")):
        page.evaluate(
            f"""Object.defineProperty(navigator, "clipboard", {{value: undefined, configurable: true}});
            document.execCommand = () => {refused}"""
        )
        page.get_by_role("button", name="复制结论").click()
        expect(page.locator("#copied")).to_contain_text(words)
        assert page.get_by_label("查验结论").input_value() == text
        assert page.evaluate("getSelection().toString() || document.activeElement.value") == text


def test_nothing_moves_when_the_answer_comes(own_page: Page, base: str) -> None:
    """The page is painted before the data come, and again when they have come."""
    waiting: list[Route] = []
    own_page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const each of list.getEntries()) window.moved += each.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    own_page.route("**/verify/demo-004.json", lambda route: waiting.append(route))
    painted = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"
    for width in (390, 1440):
        own_page.set_viewport_size({"width": width, "height": 844})
        with own_page.expect_request("**/verify/demo-004.json"):
            own_page.goto(f"{base}verify/?{urlencode(run('demo-004', GREENHOUSE, '2025-03-05'))}")
        expect(own_page.locator("#verifier")).to_be_hidden()
        own_page.evaluate(painted)
        waiting.pop().continue_()
        expect(own_page.locator(".answer__word")).to_have_text(YES)
        expect(own_page.locator("#verifier")).to_be_visible()
        own_page.evaluate(painted)
        assert own_page.evaluate("moved") < 0.05


def test_a_course_is_chosen_from_the_list_of_the_institution(reader: Page, base: str) -> None:
    """By keyboard; years and months stand beside the titles. Another institution takes the list back."""
    reader.goto(base + "verify/")
    chooser = reader.get_by_label("或者从这家机构的课程中选择")
    expect(chooser).to_be_disabled()
    reader.get_by_label("机构（名称").fill("青松")
    # The plan of the next year, which has not passed, is not what is on offer.
    expect(chooser.locator("optgroup").last).to_have_attribute("label", "2027年度计划")
    reader.get_by_label("机构（名称").fill("芦荡")
    expect(chooser.locator("optgroup[label='2027年度计划']")).to_have_count(0)
    expect(chooser).to_be_enabled()
    assert chooser.locator("optgroup").first.get_attribute("label") == "2026年度计划"
    group = chooser.locator("optgroup[label='2025年度计划']")
    expect(group.locator("option").filter(has_text=f"{GREENHOUSE}（3月、6月）")).to_have_count(1)
    chooser.focus()
    reader.keyboard.press("ArrowDown")
    first = chooser.locator("optgroup option").first.get_attribute("value") or ""
    expect(reader.get_by_label("课程（名称")).to_have_value(first)
    chooser.select_option(value=GREENHOUSE)
    reader.get_by_label("开班日期").fill("2025-03-05")
    reader.get_by_role("button", name="查验", exact=True).click()
    expect(reader.locator(".answer__word")).to_have_text(YES)
    reader.get_by_label("机构（名称").fill("海")
    expect(chooser).to_be_disabled()


def test_without_script_the_page_says_where_to_look(scriptless: Page, base: str) -> None:
    scriptless.goto(base + "verify/?institution=demo-004&from=2026-05-10")
    expect(scriptless.locator("#verifier")).to_be_hidden()
    scriptless.locator("noscript").get_by_role("link", name="机构名册").click()
    expect(scriptless).to_have_url(re.compile("/institutions/$"))


def test_where_the_data_cannot_be_had_the_page_says_so(page: Page, base: str) -> None:
    page.route("**/verify/*.json", lambda route: route.abort())
    page.goto(base + "verify/?institution=demo-004&from=2026-05-10")
    expect(page.locator("#answer")).to_contain_text("没有取到")


def test_an_answer_by_held_back_records_says_so(page: Page, base: str, site: Path) -> None:
    answers_of = run("demo-004", GREENHOUSE, "2025-03-05")
    words = "其后的记录正在核对，本答复按核对前的记录"
    assert words not in answer(page, base, **answers_of)
    file = json.loads((site / "verify/demo-004.json").read_bytes())
    page.route("**/verify/demo-004.json", lambda route: route.fulfill(json=file | {"held": True}))
    assert words in answer(page, base, **answers_of)
    assert word(page) == YES


def test_a_link_to_a_course_opens_its_year_and_goes_there(reader: Page, base: str) -> None:
    answer(reader, base, **run("demo-004", GREENHOUSE, "2025-03-05"))
    reader.get_by_role("link", name="机构页面上的这门课程（2025年计划）").click()
    expect(reader).to_have_url(f"{base}institutions/demo-004/#y2025-c05")
    expect(reader.locator("#y2025-c05")).to_be_in_viewport()
    expect(reader.locator("#y2025-c05")).to_have_text(GREENHOUSE)
    reader.goto(f"{base}institutions/demo-004/#y2021-c99")  # a course that is not there: its year
    expect(reader.locator("#y2021 > summary")).to_be_in_viewport()
    expect(reader.locator("#y2021")).to_have_attribute("open", "")


def meant(dossier: Dossier, day: dt.date) -> list[tuple[str, list[TitledCourse]]]:
    """The courses of an institution by title, as known on a day."""
    counts: dict[str, list[TitledCourse]] = {}
    for plan in dossier.plans:
        for each in list_planned(dossier, plan.year, day):
            counts.setdefault(each.row.course.title, []).append(each)
    return list(counts.items())


def of_years(courses: list[TitledCourse], first: dt.date, last: dt.date) -> list[TitledCourse]:
    """Those of the years of a period, and those whose days reach into it."""
    years = {first.year, last.year}
    reach = (any(d.first <= last and first <= d.last for d in each.days) for each in courses)
    return [each for each, reaches in zip(courses, reach, strict=True) if each.year in years or reaches]


def test_script_and_generator_give_one_answer(reader: Page, base: str) -> None:
    """Of every class that was held and of periods about it, on the day of the site and on an earlier one."""
    reader.goto(f"{base}verify/")
    city = examined(CITY)
    chance = random.Random(14)
    expected: dict[str, int] = {}
    for day in (DAY, dt.date(2025, 12, 20)):
        view = Site(city, day, TEMPLATES).view
        for dossier in city.register.list_public(day):
            queries, right = [], []
            for title, courses in meant(dossier, day):
                for first, last in periods(courses, chance):
                    rows = of_years(courses, first, last)
                    if rows:
                        queries.append([title, first.isoformat(), last.isoformat()])
                        right.append(answered(dossier, rows, first, last, day).code)
            file = build_verify_file(view, dossier)[1].decode()
            answers = reader.evaluate(ANSWERS, [f"{base}assets/verdict.js", file, queries, day.isoformat()])
            wrong = [
                (*each, *pair)
                for each, *pair in zip(queries, right, answers, strict=True)
                if pair[0] != pair[1]
            ]
            assert wrong == [], dossier.id
            for code in right:
                expected[code] = expected.get(code, 0) + 1
    assert all(expected[each.code] > 100 for each in (SHOWN, OUTSIDE, TO_COME, NOT_SHOWN)), expected


def periods(courses: list[TitledCourse], chance: random.Random) -> list[tuple[dt.date, dt.date]]:
    """The classes of courses, a day less and a day more, and some days of their years."""
    pairs = []
    for each in courses:
        for run in each.held[:2]:
            begun, ended = run.run.from_, run.run.to
            later = ended + dt.timedelta(days=1)
            pairs += [(begun, ended), (ended, ended), (begun, later)]
        for _ in range(3):
            first = dt.date(each.year, 1, 1) + dt.timedelta(days=chance.randrange(365))
            pairs.append((first, first + dt.timedelta(days=chance.randrange(5))))
        pairs.append((dt.date(each.year, 12, 30), dt.date(each.year + 1, 1, 2)))
    return pairs


def test_the_script_takes_the_end_that_a_plan_states_as_the_generator_does(reader: Page, base: str) -> None:
    reader.goto(f"{base}verify/")
    days = {"first": "2020-01-01", "last": "2021-01-08", "months": [3, 12], "until": "2021-01-08"}
    course = {"year": 2020, "title": "甲", "days": [days], "runs": [], "told": ""}
    file = json.dumps({"spans": [{"first": "", "last": "", "shown": True}], "courses": [course]})
    queries = [["甲", *each] for each in UNTIL]
    answers = reader.evaluate(ANSWERS, [f"{base}assets/verdict.js", file, queries, "2021-01-12"])
    assert answers == ["shown"] * 4 + ["outside"] * 3 + ["not-shown"] * 2


# What the script answers of each [title, from, to], as the page asks it.
ANSWERS = """async ([address, text, asked, known]) => {
  const { verdict, within } = await import(address);
  const file = JSON.parse(text);
  return asked.map(([title, from, to]) => {
    const years = [from, to].map((day) => Number(day.slice(0, 4)));
    const found = file.courses
      .filter((each) => each.title === title)
      .filter((each) => years.includes(each.year) || within(each.days, from, to).length);
    return verdict(file, found, from, to, known);
  });
}"""
