"""What is due in the whole city: lists by area and by how it stands, the table, and calendars of many."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from icalendar import Calendar

from registry.lifecycle.duties import INSTITUTION, Duty
from registry.lifecycle.means import build_means
from registry.publish.assemble.site import Site
from registry.publish.open_data.calendars import MAX_EVENTS, MAX_NAMED
from registry.publish.open_data.duties import OwedDuty
from registry.publish.pages.due import MAX_FIRST, DuePages, describe_days, find_state, list_states
from tests.conftest import CITY, DAY, SECOND, TEMPLATES, examined

LATER = dt.date(2027, 2, 23)  # when in the second city much is past due


@pytest.fixture(scope="module")
def city() -> Site:
    return Site(examined(CITY), DAY, TEMPLATES)


def owe(days: int | None, by: str = INSTITUTION, area: str = "tinghu", **more: Any) -> OwedDuty:
    """A duty that is due so many days after DAY."""
    due = None if days is None else DAY + dt.timedelta(days)
    duty = Duty("plan", "报送计划", by, (), due, "17", "a", overdue=days is not None and days < 0)
    return OwedDuty(duty._replace(**more), area, "0515-00000001")


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (-400, "past", "已过 400 天"),
        (-1, "past", "已过 1 天"),
        (0, "7", "今天到期"),
        (7, "7", "还有 7 天"),
        (8, "30", "还有 8 天"),
        (30, "30", "还有 30 天"),
        (31, "90", "还有 31 天"),
        (90, "90", "还有 90 天"),
        (91, "later", "还有 91 天"),
        (None, "undated", ""),
    ],
)
def test_a_duty_stands_by_the_days_that_are_left(days: int | None, state: str, words: str) -> None:
    assert (find_state(owe(days), DAY, (7, 30, 90)), describe_days(owe(days), DAY)) == (state, words)


def test_the_days_by_which_duties_stand_are_those_of_the_register() -> None:
    assert [*list_states([10]).items()][1:3] == [("10", "10 天内"), ("later", "10 天以后")]
    assert [*list_states([7, 30, 90]).values()][1:5] == ["7 天内", "8 至 30 天", "31 至 90 天", "90 天以后"]
    assert [find_state(owe(days), DAY, (15, 60)) for days in (15, 16, 60, 61)] == ["15", "60", "60", "later"]


def test_what_an_authority_has_to_do_stands_apart_and_so_do_targets(city: Site) -> None:
    target = owe(-3, by="city-hrss", code="publish-decision", target=True)
    awaited = owe(None, by="city-hrss", code="determination", since=DAY)
    assert {find_state(each, DAY, (7, 30, 90)) for each in (target, awaited)} == {"office"}
    assert describe_days(awaited, DAY) == "整改期限已满 1 天"
    row = city.view.rows[0]
    pages = DuePages(
        [(each, row) for each in (target, owe(None), awaited, owe(5))], city.register.tables, DAY
    )
    page = pages.show_page("due/area-tinghu/")
    assert [(part.label, part.before, len(part.rows)) for part in page.parts] == [
        ("机构办理，有期限", 0, 1),
        ("机关办理", 1, 1),
        ("机构办理，未规定期限", 2, 1),
        ("机关办理，目标日期（不是期限）", 3, 1),
    ]
    assert pages.show_page("due/state-past/").total == 0


def test_a_long_list_says_how_many_there_are_and_shows_the_soonest(city: Site) -> None:
    row = city.view.rows[0]
    owed = [(owe(700 - i), row) for i in range(650)]
    page = DuePages(owed, city.register.tables, DAY).show_page("due/area-tinghu/")
    assert (page.total, page.shown) == (650, 600)
    assert page.parts[0].rows[0].days == "还有 51 天"
    body = TEMPLATES.get_template("duepage.html").render(base="../../", **page._asdict())
    assert "共 650 项，这里列最先到期的 600 项" in body
    assert body.count('class="late"') == 550


def test_what_many_owe_alike_is_said_once_and_a_full_page_stays_light(city: Site) -> None:
    rows = city.view.rows
    to = ("tinghu-hrss", "tinghu-health")
    summary = {"code": "summary", "label": "报送总结"}
    owed = [(owe(-3 if i % 3 else 5, to=to, **(summary if i % 2 else {})), rows[i % 9]) for i in range(600)]
    page = DuePages(owed, city.register.tables, DAY).show_page("due/area-tinghu/")
    assert [(part.first.label, part.by, part.state) for part in page.parts] == [
        ("报送计划", INSTITUTION, None),
        ("报送总结", INSTITUTION, None),
    ]
    body = TEMPLATES.get_template("duepage.html").render(base="../../", **page._asdict())
    assert [body.count(f'rowgroup" colspan="4">{each}') for each in ("报送计划", "报送总结")] == [1, 1]
    assert body.count('data-state="past"') == 400
    assert len(re.sub(r"\n +", "\n", body).encode()) < 250_000


def test_each_number_leads_to_as_many_rows() -> None:
    site = Site(examined(SECOND), LATER, TEMPLATES)
    text = site.render_section("due", "../")
    links = re.findall(r'href="\.\./(due/[^"?]+)(?:\?state=(\w+))?">(\d+)</a>', text)
    assert len(links) > 3
    for url, state, count in links:
        rows = [row for part in site.due.show_page(url).parts for row in part.rows]
        assert sum(state in ("", row.state) for row in rows) == int(count) > 0
    for page in (each for each in site.due.pages if each.startswith("due/area-")):
        overview = site.due.show_page(page).overview
        (place,) = (each for each in site.overview.places if each.url == overview)
        assert site.overview.show_page(place).due == page
    assert [*site.due.states][1:5] == ["15", "60", "120", "later"]  # of the city's own days of notice
    assert set(site.due.states) >= {state for _, state, _ in links if state}
    assert 'href="tel:0999-00000103"' in text
    assert "已过 85 天" in text
    assert '<a href="../how/files/plan.xlsx">空白表格</a>' in text


def test_the_table_says_what_the_pages_say(city: Site) -> None:
    rows = [row for each in city.public for row in city.data.tables.build_rows(each)["duties"]]
    assert len(rows) == len(city.due.owed)
    assert {(row["institution"], row["label"]) for row in rows} == {
        (institution.id, each.duty.label) for each, institution in city.due.owed
    }
    keys = [(row["institution"], row["duty"], row["label"], row["source"]) for row in rows]
    assert len(keys) == len({*keys})
    awaited = next(row for row in rows if row["duty"] == "determination")
    assert (awaited["due"], awaited["since"], awaited["overdue"]) == (None, "2026-10-31", False)
    assert awaited["phone"]


def read(content: bytes) -> list[Any]:
    calendar: Any = Calendar.from_ical(content)
    assert calendar.to_ical() == content
    assert calendar["refresh-interval"].dt == dt.timedelta(days=1)
    return list(calendar.events)


def test_a_calendar_of_many_has_one_event_for_all_who_owe_the_same_by_the_same_day(city: Site) -> None:
    means = build_means("plan", "demo-001", year=2027)
    owed = [(f"机构{i:02}", owe(38)._replace(means=means)) for i in range(12)]
    owed += [("机构12", owe(38, area="yandu")), ("机构13", owe(39)), ("机构14", owe(None)), ("旧", owe(-400))]
    files = dict(city.data.calendars.build_due_calendars(owed))
    together, alone = read(files["due.ics"])
    assert together["summary"] == "报送计划（13 个机构）"
    assert together["description"].startswith("13 个机构：机构00、机构01、")
    assert together["description"].count("机构") == MAX_NAMED + 1
    assert together["description"].endswith(
        "；在网页上填写 登记册网站的 forms/plan/；空白表格 登记册网站的 how/files/plan.xlsx"
    )
    assert alone["summary"] == "报送计划（机构13）"
    assert [-each["trigger"].dt.days for each in together.walk("VALARM")] == [90, 30, 7]
    (area,) = read(files["due/area-yandu.ics"])
    assert area["summary"] == "报送计划（机构12）"
    assert area["uid"] != together["uid"]
    assert files.keys() == {"due.ics", *(f"due/area-{each}.ics" for each in city.register.tables.areas)}


def test_a_calendar_of_many_never_has_thousands_of_events(city: Site) -> None:
    owed = [("甲", owe(i - 300, label=f"公开{i}")) for i in range(MAX_EVENTS + 400)]
    events = read(dict(city.data.calendars.build_due_calendars(owed))["due.ics"])
    assert len(events) == MAX_EVENTS
    assert min(each.start for each in events) == DAY


def test_the_calendars_of_a_register_tell_all_that_has_a_day(city: Site) -> None:
    owed = [(row.name, each) for each, row in city.collected.owed]
    events = read(dict(city.data.calendars.build_due_calendars(owed))["due.ics"])
    dated = {(each.duty.label, each.duty.due, each.duty.by) for _, each in owed if each.duty.due}
    assert len(events) == len(dated)
    assert {(event.start) for event in events} == {due for _, due, _ in dated}


@pytest.mark.parametrize("more", [0, 1])
def test_the_first_page_says_when_it_does_not_list_all_that_is_past(city: Site, more: int) -> None:
    owed = [(owe(-1), city.view.rows[0])] * (MAX_FIRST + more)
    pages = DuePages(owed, city.register.tables, DAY)
    text = city.render("due", "../", pages.show_index())
    assert (f"这里列最先到期的 {MAX_FIRST} 项，更多的见" in text) == bool(more)
    assert text.count('<td class="lead">') == MAX_FIRST
