"""Verification as a reader uses it, held against what the generator itself says of the same days."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.lifecycle.plans import courses
from registry.lifecycle.status import not_teaching
from registry.rules.checking import examine
from tests.conftest import CITY, DAY

YES, NO = "登记显示", "登记未显示"


def answer(page: Page, base: str, **query: str) -> str:
    page.goto(f"{base}verify/?{urlencode(query)}")
    page.locator("#answer p").first.wait_for()
    return page.locator("#answer").inner_text()


def word(page: Page) -> str:
    return page.locator(".answer__word").inner_text()


@pytest.mark.parametrize(
    ("query", "right", "told"),
    [
        (
            {
                "institution": "demo-004",
                "from": "2026-05-10",
                "to": "2026-05-12",
                "course": "稻麦绿色高产栽培技术",
            },
            YES,
            "学习情况可以由这家机构记入",
        ),
        ({"institution": "demo-004", "from": "2019-06-10"}, NO, "2019年6月10日：已列入"),
        (
            {"institution": "demo-004", "from": "2019-07-07"},
            NO,
            "机构每天都在公布的名单中，没有暂停开班；未见",
        ),
        ({"institution": "demo-004", "from": "2019-07-08"}, YES, "没有填课程。那时通过的计划中有下列课程"),
        ({"institution": "demo-004", "from": "2019-06-09"}, NO, "2019年6月9日：通过待公布"),
        ({"institution": "demo-004", "from": "2000-01-01"}, NO, "无申请记录"),
        ({"institution": "demo-025", "from": "2025-12-31"}, YES, "已列入"),
        ({"institution": "demo-025", "from": "2026-03-19", "to": "2026-03-20"}, NO, "2026年3月20日：已终止"),
        (
            {"institution": "demo-017", "from": "2023-05-09", "to": "2023-05-10"},
            NO,
            "2023年5月10日：暂停开班",
        ),
        (
            {"institution": "demo-004", "from": "2026-05-10", "course": "没有这门课程"},
            NO,
            "2026 年度计划和通过的调整中未见名称为“没有这门课程”的课程",
        ),
        (
            {
                "institution": "demo-004",
                "from": "2020-06-29",
                "to": "2020-06-30",
                "course": "植保无人机作业与维护",
            },
            NO,
            "课程自2020年6月30日起不在通过的计划中",
        ),
        (
            {"institution": "demo-004", "from": "2020-06-29", "course": "植保无人机作业与维护"},
            YES,
            "2020年1月15日通过",
        ),
        (
            {"institution": "demo-004", "from": "2020-01-14", "course": "植保无人机作业与维护"},
            NO,
            "课程自2020年1月15日起才在通过的计划中",
        ),
        ({"institution": "demo-004", "from": "2026-11-24"}, NO, "登记册截至2026年11月23日"),
        ({"institution": "demo-004", "course": "植保无人机作业与维护"}, YES, "2020年1月15日至2020年6月29日"),
        ({"institution": "demo-004", "course": "没有这门课程"}, NO, "历年的计划和通过的调整中未见"),
    ],
)
def test_the_answer_and_its_reason(
    page: Page, base: str, query: dict[str, str], right: str, told: str
) -> None:
    text = answer(page, base, **query)
    assert word(page) == right
    assert told in text
    assert "查验不是法律决定" in text


@pytest.mark.parametrize("who", ["演示芦荡农业技术推广学校", "12320924000000246E", "demo-004", "芦荡"])
def test_an_institution_is_meant_by_name_code_or_a_part_that_only_it_has(
    page: Page, base: str, who: str
) -> None:
    answer(page, base, institution=who, **{"from": "2026-05-10"})
    assert word(page) == YES
    assert page.get_by_label("机构（名称").input_value() == "演示芦荡农业技术推广学校"


def test_a_former_name_means_the_institution_and_is_told(page: Page, base: str) -> None:
    text = answer(page, base, institution="样例云帆教育培训学校", **{"from": "2021-06-30"})
    assert word(page) == YES
    assert "曾用名：样例云帆教育培训学校（至2021年7月1日）" in text


def test_reasons_link_articles_and_name_the_record(page: Page, base: str) -> None:
    answer(page, base, institution="demo-017", **{"from": "2023-05-10"})
    reason = page.locator("#answer li").first
    expect(reason).to_contain_text("acts/2023-05-10-suspension.yml")
    assert reason.get_by_role("link").get_attribute("href") == f"{base}regulation/#article-4"
    page.get_by_role("link", name="第二十四条").first.click()
    expect(page.locator("#article-24")).to_be_visible()


def test_several_institutions_or_courses_are_offered_to_choose_from(page: Page, base: str) -> None:
    text = answer(page, base, institution="海", **{"from": "2026-05-10"})
    assert "是哪一个" in text
    assert page.locator(".answer__word").count() == 0
    page.locator("#answer li a").first.click()
    expect(page.locator(".answer__word")).to_be_visible()
    text = answer(page, base, institution="demo-004", course="农", **{"from": "2020-03-02"})
    assert "是哪一门" in text
    page.locator("#answer li a").first.click()
    expect(page.locator(".answer__word")).to_have_text(YES)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"institution": "没有这样的机构"}, "登记册的公开部分没有“没有这样的机构”"),
        ({"institution": "demo-004", "from": "2026-05-12", "to": "2026-05-10"}, "早于开班日期"),
        ({"institution": "demo-004", "from": "2026-5-1"}, "日期要写成"),
        ({"institution": "demo-004"}, "填办班的日期"),
    ],
)
def test_what_cannot_be_answered_says_why(page: Page, base: str, query: dict[str, str], told: str) -> None:
    assert told in answer(page, base, **query)
    assert page.locator(".answer__word").count() == 0


def test_the_form_leads_to_an_address_that_gives_the_same_answer(page: Page, base: str) -> None:
    page.goto(base + "verify/")
    page.get_by_label("机构（名称").fill("芦荡")
    expect(page.locator("#verifier-courses option").first).to_be_attached()
    page.get_by_label("开班日期").fill("2026-05-10")
    page.get_by_label("课程（名称").fill("稻麦绿色高产栽培技术")
    page.get_by_label("课程（名称").press("Enter")
    expect(page.locator(".answer__word")).to_have_text(YES)
    text = page.locator("#answer").inner_text()
    assert "to=" not in page.url
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".answer__word")).to_have_text(YES)
    assert other.locator("#answer").inner_text() == text


def test_printed_there_is_the_answer_its_day_and_its_address(page: Page, base: str) -> None:
    answer(page, base, institution="demo-004", **{"from": "2026-05-10"})
    page.emulate_media(media="print")
    expect(page.locator(".md-banner")).to_be_visible()
    for hidden in ("#verifier", ".md-header", "#answer-tools", ".md-footer"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".answer__address")).to_contain_text("verify/?institution=demo-004&from=2026-05-10")
    expect(page.locator(".answer__stamp")).to_contain_text("2026年11月23日")
    expect(page.locator("#meaning")).to_be_visible()


def test_without_script_the_page_says_where_to_look(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(base + "verify/?institution=demo-004&from=2026-05-10")
    expect(page.locator("#verifier")).to_be_hidden()
    page.locator("noscript").get_by_role("link", name="机构名册").click()
    expect(page).to_have_url(re.compile("/institutions/$"))
    context.close()


def test_where_the_data_cannot_be_had_the_page_says_so(page: Page, base: str) -> None:
    page.route("**/verify/*.json", lambda route: route.abort())
    page.goto(base + "verify/?institution=demo-004&from=2026-05-10")
    expect(page.locator("#answer")).to_contain_text("没有取到")


def test_the_answers_for_courses_that_were_held_agree_with_the_generator(page: Page, base: str) -> None:
    register = examine(CITY, DAY).register
    held = [
        (dossier, summary.year, run)
        for dossier in register.public_on(DAY)
        for summary in dossier.summaries
        for run in summary.all_runs
    ]
    assert len(held) > 500
    wrong = []
    for dossier, year, run in held[::40]:
        days = [run.from_ + dt.timedelta(days=i) for i in range((run.to - run.from_).days + 1)]
        rows = [courses(dossier, year, day).get(run.course) for day in days]
        right = not_teaching(dossier, run.from_, run.to) is None and all(row and row.since for row in rows)
        title = next(
            row.course.title for row in courses(dossier, year).values() if row.course.id == run.course
        )
        answer(
            page,
            base,
            institution=dossier.id,
            course=title,
            **{"from": run.from_.isoformat(), "to": run.to.isoformat()},
        )
        if word(page) != (YES if right else NO):
            wrong.append((dossier.id, year, run.course))
    assert wrong == []
