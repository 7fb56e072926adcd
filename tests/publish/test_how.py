"""How one applies, reports, changes and objects: by the regulation, tables and batches of the register."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from registry.publish.assemble.site import Site
from registry.publish.pages import how
from registry.publish.pages.cited import list_cited_words
from registry.publish.pages.receivers import list_receivers
from registry.rules.checking import Examined, examine
from tests.conftest import CITY, DAY, EMPTY, SECOND, TEMPLATES, examined

PAGES = ("how", "apply", "reports", "changes", "objections")


@pytest.fixture(scope="module")
def registers() -> dict[Path, Examined]:
    return {root: examined(root) for root in (CITY, SECOND, EMPTY)}


@pytest.fixture(scope="module")
def pages(registers: dict[Path, Examined]) -> dict[Path, dict[str, str]]:
    """The sections of each register on DAY."""
    sites = {root: Site(each, DAY, TEMPLATES) for root, each in registers.items()}
    return {
        root: {name: each.render_section(name, "../../") for name in PAGES} for root, each in sites.items()
    }


def words(page: str) -> str:
    """What a page says, without marks."""
    return re.sub(r"<[^>]+>|\s", "", page)


def test_numbers_dates_receivers_and_articles_are_the_citys_own(pages: dict[Path, dict[str, str]]) -> None:
    ours, theirs = ({name: words(page) for name, page in pages[root].items()} for root in (CITY, SECOND))
    for text in ("不少于100课时（每课时45分钟）、不少于100人（第七条（四））", "自认定起3年内"):
        assert text in ours["apply"]
    for text in ("不少于72课时（每课时50分钟）、不少于60人（第三条（四））", "自认定起2年内", "有效期3年"):
        assert text in theirs["apply"]
    assert "公布以前公示不少于7天（第五条）" in theirs["apply"]
    assert "公示不少于" not in ours["apply"]
    assert "2026年的总结、2027年的计划：最迟2026年12月31日" in ours["reports"]
    assert "2026年的总结、2027年的计划：最迟2026年11月30日" in theirs["reports"]
    assert "市人社局（演示）专业技术人员管理处，电话0515-00000098（第二十七条）" in ours["changes"]
    assert "人才开发处，电话0999-00000001（第十一条）" in theirs["changes"]
    assert "15天内可以申请复核（第九条）" in theirs["objections"]
    assert "复核的期限办法没有规定" in ours["objections"]
    assert not [text for text in theirs.values() if "第二十七条" in text or "100课时" in text]


def test_what_is_the_registers_reading_is_said_to_be_so(pages: dict[Path, dict[str, str]]) -> None:
    """The second city's article names the platform and the days itself."""
    ours, theirs = (words(pages[root]["changes"]) for root in (CITY, SECOND))
    assert "远程平台、主管系统（登记册的理解" in ours
    assert "登记册以30天以内为提示目标" in ours
    assert "办公电话、远程平台（第十一条）" in theirs
    assert "20天以内（第十一条）" in theirs
    assert "是登记册的理解，办法没有写明起算日" in words(pages[CITY]["apply"])
    assert "起算日" not in words(pages[SECOND]["apply"])


def test_a_regulation_of_few_words_is_told_in_few(pages: dict[Path, dict[str, str]]) -> None:
    """The empty register's file cites nothing for changes and has no targets."""
    page = words(pages[EMPTY]["changes"])
    assert "专业技术人员管理科" in page
    assert "目标" not in page
    assert "办法怎样说（" not in page
    assert "还没有写明申请时段的批次" in words(pages[EMPTY]["apply"])
    assert "说不出以往用了多久" in words(pages[EMPTY]["apply"])


def test_every_link_to_an_article_leads_to_one(
    pages: dict[Path, dict[str, str]], registers: dict[Path, Examined]
) -> None:
    for root, texts in pages.items():
        articles = registers[root].register.tables.find_regulation(DAY).articles
        anchors = {f"article-{each.number}" for each in articles}
        cited = {each for page in texts.values() for each in re.findall(r"regulation/#(article-\d+)", page)}
        assert cited
        assert cited <= anchors


@pytest.mark.parametrize(
    ("day", "words_told"),
    [
        ("2027-01-03", "：2027年1月4日至2027年1月29日（含）"),
        ("2027-01-04", "2027年1月29日（含），正在接受申请"),
        ("2027-01-29", "2027年1月29日（含），正在接受申请"),
        ("2027-01-30", "2027年1月29日（含），已经截止"),
    ],
)
def test_a_window_is_open_from_its_first_to_its_last_day(
    registers: dict[Path, Examined], day: str, words_told: str
) -> None:
    page = Site(registers[CITY], dt.date.fromisoformat(day), TEMPLATES).render_section("how", "../")
    assert words_told in words(page).partition("近期的日期")[2]


@pytest.mark.parametrize(
    ("day", "years"),
    [("2022-12-31", [2022, 2023]), ("2023-01-03", [2022, 2023, 2024]), ("2023-01-04", [2023, 2024])],
)
def test_a_due_date_that_rolls_stands_to_its_end(
    registers: dict[Path, Examined], day: str, years: list[int]
) -> None:
    """31 December 2022 was a Saturday, the next working day was 3 January."""
    site = Site(registers[CITY], dt.date.fromisoformat(day), TEMPLATES)
    dues = how.list_dues(site.view)
    assert [each.year for each in dues] == years
    if 2022 in years:
        assert dues[0][1:] == ("2023年1月3日", "12月31日不是工作日，顺延")


def test_a_year_without_a_calendar_says_that_the_day_may_roll(registers: dict[Path, Examined]) -> None:
    dues = how.list_dues(Site(registers[CITY], DAY, TEMPLATES).view)
    assert [each.note for each in dues] == ["", "这一年的工作日历还没有，遇休息日的可能顺延"]


def test_only_who_is_in_office_receives(registers: dict[Path, Examined]) -> None:
    """The zone of Dipu was dissolved at the end of 2022, and with it its office."""
    then, now = (
        list_receivers(Site(registers[SECOND], day, TEMPLATES).view).areas
        for day in (dt.date(2022, 6, 1), DAY)
    )
    assert [each.of for each in then] != [each.of for each in now]
    assert "荻浦" in "".join(each.of for each in then)
    assert "荻浦" not in "".join(each.name for each in now)
    assert all(each.phone for each in now)


def test_an_item_that_is_not_there_is_told_by_its_article(registers: dict[Path, Examined]) -> None:
    view = Site(registers[SECOND], DAY, TEMPLATES).view
    assert [each.number for each in list_cited_words(view, ("8(1)", "8(2)", "8(4)", "27"))] == [
        "4",
        "5",
        "11",
    ]
    assert list_cited_words(view, ("24",)) == []
    assert [each.number for each in list_cited_words(view, ("7",))[0].items] == [
        f"3({n})" for n in range(1, 6)
    ]


def test_steps_that_one_article_tells_of_stand_together(registers: dict[Path, Examined]) -> None:
    steps = {root: how.list_steps(Site(each, DAY, TEMPLATES).view) for root, each in registers.items()}
    assert {root: [title for title, _ in each] for root, each in steps.items()} == {
        CITY: ["申请", "推荐", "评审", "公布"],
        SECOND: ["申请、推荐、评审", "公布"],
        EMPTY: ["申请、推荐、评审、公布"],
    }


def test_the_blank_forms_open_and_are_the_same_each_time(registers: dict[Path, Examined]) -> None:
    first, again = (Site(registers[SECOND], DAY, TEMPLATES).blank_forms for _ in range(2))
    assert first == again
    assert [*first] == ["application", "plan", "amendment", "summary", "change"]
    files = dict(Site(registers[SECOND], DAY, TEMPLATES).list_form_files())
    for file, content in first.values():
        assert files[file.url] == content
        assert load_workbook(io.BytesIO(content)).sheetnames[0] == "填写"
        assert file.name.endswith("（空白）.xlsx")


def test_a_register_that_has_not_filled_in_its_law_says_so(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (file,) = (tmp_path / "records/regulations").iterdir()
    head = file.read_text("utf-8").partition("in_force_from:")[0]
    file.write_text(f"{head}parameters: {{}}\n", "utf-8")
    site = Site(examine(tmp_path, DAY), DAY, TEMPLATES)
    texts = {name: words(site.render_section(name, "../../")) for name in PAGES}
    assert "办法的条件还没有录入" in texts["apply"]
    assert "办法没有规定年度报送的期限，或者登记册还没有填" in texts["reports"]
    assert "哪些变化要报，登记册的办法参数还没有填" in texts["changes"]
    assert not [text for text in texts.values() if "None" in text or "没有引条文" in text]
    assert [*site.list_drafts()]  # not from the first year that there is


def test_the_text_to_cite_has_day_commit_and_address(registers: dict[Path, Examined]) -> None:
    about = {"title": "某登记册", "address": "https://example.org/r/", "licence": {}}
    page = Site(registers[SECOND], DAY, TEMPLATES, about=about).render_section("cite", "../../")
    for text in (
        "《某登记册》，截至2026年11月23日",
        "[DS/OL]. (2026-11-23). https://example.org/r/.",
        "@misc{register-2026-11-23,",
    ):
        assert text in page
    assert "（本站网址）" in Site(registers[SECOND], DAY, TEMPLATES).render_section("cite", "../../")
