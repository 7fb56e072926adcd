"""The news: what became public, by the day on which the register came to know of it."""

from __future__ import annotations

import datetime as dt

import pytest

from registry.lifecycle.state import State
from registry.model.presenter import Presenter
from registry.publish.card import ListRow
from registry.publish.open_data.documents import Documents
from registry.publish.open_data.news import LIST, TURN, News, NewsItem, describe_turn
from registry.publish.open_data.publication import Publication
from registry.publish.pages.news import NewsPages, NewsRow
from registry.publish.public_view import PublicRecords
from registry.records.recorded import RecordingHistory
from registry.rules.checking import Examined
from tests.conftest import CITY, DAY, examined

FOLDER = "records/institutions/tinghu/demo-001"


@pytest.fixture(scope="module")
def city() -> Examined:
    return examined(CITY)


def make_news(city: Examined, day: dt.date = DAY, **histories: RecordingHistory) -> News:
    presenter = Presenter(city.schemas, city.register, day)
    records = PublicRecords(city.schemas, city.register)
    recorded = {f"{FOLDER}/{name.replace('_', '/')}.yml": each for name, each in histories.items()}
    return News(Documents(presenter, records, Publication(day, "")), recorded)


def find(city: Examined, news: News, title: str) -> NewsItem:
    dossier = city.register.dossiers["demo-001"]
    return next(each for each in news.list_entries(dossier) if each.title == title)


def test_a_plan_is_news_on_the_later_of_its_two_passes(city: Examined) -> None:
    item = find(city, make_news(city), "2025年度计划通过")
    steps = city.register.dossiers["demo-001"].get_plan(2025).steps  # type: ignore[union-attr]
    assert item.happened == max(each.date for each in steps if each.action == "通过")
    assert (item.page, item.kind) == ("institutions/demo-001/#y2025", "年度计划")


def test_a_pass_that_was_recorded_later_is_news_on_that_day(city: Examined) -> None:
    passing_day = find(city, make_news(city), "2025年度计划通过").happened
    later = passing_day + dt.timedelta(days=40)
    history = RecordingHistory(passing_day, later, "", later=((passing_day.isoformat(), (later,)),))
    item = find(city, make_news(city, plans_2025=history), "2025年度计划通过")
    assert (item.day, item.happened) == (later, passing_day)


def test_a_change_says_what_of_the_institution_it_changed(city: Examined) -> None:
    news = make_news(city)
    titles = {each.name: each.title for each in news.list_entries(city.register.dossiers["demo-017"])}
    assert titles["institutions/demo-017/2025-11-03-change"] == "变更：办公地址、培训地点"


def test_what_came_with_the_first_records_keeps_the_day_on_which_it_happened(city: Examined) -> None:
    passing_day = find(city, make_news(city), "2025年度计划通过").happened
    history = RecordingHistory(DAY, DAY, "", began=True)
    assert find(city, make_news(city, plans_2025=history), "2025年度计划通过").day == passing_day


def test_what_turned_by_a_date_is_news_and_what_an_act_turned_is_told_once(city: Examined) -> None:
    news = make_news(city)
    turns = [
        (dossier, each)
        for dossier in city.register.dossiers.values()
        for each in news.list_entries(dossier)
        if each.kind == TURN
    ]
    assert turns
    for dossier, turn in turns:
        assert turn.happened not in {act.date for act in dossier.acts}


def test_of_what_is_shown_no_more_the_register_tells_nothing(city: Examined) -> None:
    """The institution's own feed keeps a line for it, as its page does."""
    news = make_news(city)
    over = [
        (dossier, each)
        for dossier in city.register.dossiers.values()
        for each in news.list_entries(dossier)
        if each.over
    ]
    assert over
    for dossier, each in over:
        assert each.text == "公开期已满，不再展示内容。"
        assert each not in news.list_latest(dossier)


def test_of_what_was_withdrawn_a_neutral_line_is_left(city: Examined) -> None:
    news = make_news(city)
    entries = [each for d in city.register.dossiers.values() for each in news.list_latest(d)]
    withdrawn = [each for each in entries if "原文不再展示" in each.text]
    assert withdrawn
    assert all("（" not in each.title for each in withdrawn)


def test_a_list_is_told_once_for_the_register_and_to_each_that_it_names(city: Examined) -> None:
    news = make_news(city)
    dossier = city.register.dossiers["demo-001"]
    assert LIST in {each.kind for each in news.list_entries(dossier)}
    assert LIST not in {each.kind for each in news.list_latest(dossier)}
    assert len({each.name for each in news.list_lists()}) == len(list(news.list_lists()))


def test_of_the_day_before_nothing_is_told_that_comes_after(city: Examined) -> None:
    day = dt.date(2024, 6, 30)
    news = make_news(city, day)
    entries = [each for d in city.register.dossiers.values() for each in news.list_latest(d)]
    assert entries
    assert max(each.happened for each in entries) <= day


STATE = State("barred", "不得再次报备", None, "", "", "")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"barred": STATE}, {}, "“不得再次报备”到期"),
        ({}, {"barred": STATE}, "“不得再次报备”开始"),
        ({"a": STATE._replace(label="甲")}, {"b": STATE._replace(label="乙")}, "由“甲”转为“乙”"),
        ({"barred": STATE}, {"barred": STATE}, ""),
    ],
)
def test_a_turn_is_told_in_words(before: dict[str, State], after: dict[str, State], words: str) -> None:
    assert describe_turn(before, after) == words


def row(day: dt.date, area: str = "") -> NewsRow:
    item = NewsItem(day, day, f"{day}-{area}", "变更", "变更", "", "institutions/a/", "change")
    institution = ListRow("a", "甲", "", area, area, "", (), (), frozenset(), (), STATE, [], None)  # type: ignore[arg-type]
    return NewsRow(item, institution if area else None)


def pages(*rows: NewsRow, begun: dt.date = dt.date(2025, 1, 1)) -> NewsPages:
    return NewsPages(rows, {"east": "东区", "west": "西区"}, dt.date(2026, 11, 23), begun)


def test_thirteen_months_are_told_and_each_has_its_page() -> None:
    first, before = row(dt.date(2025, 11, 1)), row(dt.date(2025, 10, 31))
    news = pages(first, before)
    months = [each.url for each in news.show_index("").months]
    assert (months[0], months[-1], len(months)) == ("news/2026-11/", "news/2025-11/", 13)
    assert news.show_page("news/2025-11/").rows == [first]
    assert news.show_index("").latest == [first]


def test_the_page_of_a_month_that_is_told_no_more_stays_and_says_so() -> None:
    news = pages(begun=dt.date(2024, 3, 5))
    assert news.show_page("news/2024-03/").over
    assert news.show_page("news/2025-10/").over
    assert not news.show_page("news/2025-11/").over
    assert "news/2024-02/" not in news.pages


def test_an_area_has_a_page_of_its_own_without_the_lists() -> None:
    day = dt.date(2026, 11, 3)
    east, west = row(day, "east"), row(day, "west")
    news = pages(east, west, row(day))
    assert news.show_page("news/area-east/").rows == [east]
    assert news.show_page("news/area-east/").areas == []
    assert news.show_page("news/2026-11/").total == 3
    assert news.show_page("news/2026-11/").areas == [("east", "东区", 1), ("west", "西区", 1)]
    assert news.show_page("news/2026-11/").kinds == [("change", "变更", 3)]


@pytest.mark.parametrize(("many", "shown"), [(600, 600), (601, 600)])
def test_a_page_has_the_latest_entries_and_says_how_many_there_are(many: int, shown: int) -> None:
    page = pages(*(row(dt.date(2026, 11, 1 + n % 20), "east") for n in range(many))).show_page(
        "news/2026-11/"
    )
    assert (len(page.rows), page.total) == (shown, many)
    assert page.rows[0].item.day == dt.date(2026, 11, 20)


def test_all_that_is_told_is_a_file_to_count() -> None:
    day = dt.date(2026, 11, 3)
    lines = pages(row(day), row(day, "east"), row(dt.date(2025, 10, 31))).build_sheet().write_csv()
    assert lines.splitlines()[1:] == [
        "2026-11-03,2026-11-03,变更,变更,a,甲,east,institutions/a/",
        "2026-11-03,2026-11-03,变更,变更,,,,institutions/a/",
    ]


def test_a_text_is_no_formula_in_a_file() -> None:
    item = row(dt.date(2026, 11, 3)).item._replace(title="=1+1")
    assert ",'=1+1," in pages(NewsRow(item)).build_sheet().write_csv()
