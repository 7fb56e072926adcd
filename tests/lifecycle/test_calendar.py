"""Years on, deadlines that roll, working days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from registry.lifecycle.calendar import (
    Deadline,
    add_day,
    add_working_days,
    add_years,
    compute_annual_deadline,
    roll_to_working_day,
    subtract_day,
)
from registry.model.kinds import Calendar, DaysOff
from registry.model.tables import Tables
from registry.model.working_days import WorkingDays, find_differences
from tests.lifecycle.building import NUMBERS, day, regulation, tables


def year_of_days(year: int, *off: tuple[str, str], works: tuple[str, ...] = ()) -> Calendar:
    return Calendar(
        path=f"records/calendar/{year}.yml",
        year=year,
        documents=(NUMBERS,),
        days_off=tuple(DaysOff(name="假日", from_=day(first), to=day(last)) for first, last in off),
        working_days=tuple(map(day, works)),
    )


@pytest.mark.parametrize(
    ("begun", "years", "end"),
    [
        ("2023-03-15", 3, "2026-03-15"),
        ("2024-02-29", 3, "2027-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2023-03-15", 0, "2023-03-15"),
        ("9997-03-15", 3, "9999-12-31"),
        ("9996-02-29", 3, "9999-02-28"),
    ],
)
def test_years_on(begun: str, years: int, end: str) -> None:
    assert add_years(day(begun), years) == day(end)


@pytest.mark.parametrize(
    ("year", "deadline", "is_certain"),
    [
        (2018, "2019-01-02", True),
        (2019, "2019-12-31", True),
        (2020, "2020-12-31", True),
        (2021, "2021-12-31", True),
        (2022, "2023-01-03", True),
        (2023, "2024-01-02", True),
        (2024, "2024-12-31", True),
        (2025, "2025-12-31", True),
        (2026, "2026-12-31", True),
        (2027, "2027-12-31", False),
        (2033, "2033-12-31", False),
        (9999, "9999-12-31", False),
    ],
)
def test_annual_deadline(year: int, deadline: str, is_certain: bool) -> None:
    assert compute_annual_deadline(tables(), year) == Deadline(day(deadline), is_certain)


def test_deadline_of_a_regulation_that_does_not_roll() -> None:
    assert compute_annual_deadline(tables(regulation(deadline_rolls=False)), 2022) == Deadline(
        day("2022-12-31")
    )


def test_there_is_no_deadline_where_the_file_does_not_say_yet_what_it_is_or_whether_it_rolls() -> None:
    for law in (regulation(annual_deadline=None), regulation(deadline_rolls=None)):
        assert compute_annual_deadline(tables(law), 2022) is None


def test_the_deadline_is_that_of_the_regulation_on_the_last_day_of_the_year() -> None:
    follows = regulation("2020-12-31", annual_deadline="11-30", deadline_rolls=False)
    deadlines = [compute_annual_deadline(tables(regulation(), follows), year) for year in (2019, 2020)]
    assert deadlines == [Deadline(day("2019-12-31")), Deadline(day("2020-11-30"))]


@pytest.mark.parametrize(("year", "deadline"), [(2023, "2023-02-28"), (2024, "2024-02-29")])
def test_deadline_on_29_february(year: int, deadline: str) -> None:
    leap = tables(regulation(annual_deadline="02-29", deadline_rolls=False))
    assert compute_annual_deadline(leap, year) == Deadline(day(deadline))


def test_roll_into_an_unknown_year_keeps_the_plain_date() -> None:
    assert WorkingDays().is_working_day(day("2026-12-31")) is True
    assert roll_to_working_day(tables().working_days, day("2027-01-02")) == Deadline(
        day("2027-01-02"), is_certain=False
    )


@pytest.mark.parametrize(
    ("since", "count", "end", "is_certain"),
    [
        ("2019-05-10", 20, "2019-06-10", True),  # 7 June is the Dragon Boat Festival
        ("2019-05-09", 20, "2019-06-06", True),
        ("2020-01-23", 1, "2020-02-03", True),
        ("2019-06-10", 0, "2019-06-10", True),
        ("2027-01-01", 1, "2027-01-04", False),  # Monday to Friday stand in
        ("2026-12-31", 1, "2027-01-01", False),
        ("9999-12-30", 5, "9999-12-31", False),
    ],
)
def test_working_days_on(since: str, count: int, end: str, is_certain: bool) -> None:
    assert add_working_days(tables(), day(since), count) == Deadline(day(end), is_certain)


def test_weekend_that_is_worked_counts() -> None:
    assert WorkingDays().is_working_day(day("2020-01-19")) is True  # a Sunday, worked for the Spring Festival
    assert add_working_days(tables(), day("2020-01-17"), 1).day == day("2020-01-19")


def test_days_stop_at_both_ends_of_the_calendar() -> None:
    assert add_day(dt.date.max) == dt.date.max
    assert subtract_day(dt.date.min) == dt.date.min
    assert add_day(day("2020-02-28")) == day("2020-02-29")
    assert subtract_day(day("2020-03-01")) == day("2020-02-29")


def with_calendars(*calendars: Calendar) -> Tables:
    return replace(tables(), calendars=calendars)


def test_a_calendar_of_the_register_makes_its_year_known() -> None:
    days = with_calendars(year_of_days(2028, ("2028-01-01", "2028-01-04"), works=("2028-01-08",)))
    assert roll_to_working_day(days.working_days, day("2028-01-01")) == Deadline(day("2028-01-05"))
    assert add_working_days(days, day("2028-01-05"), 3) == Deadline(day("2028-01-08"))  # a Saturday
    assert add_working_days(days, day("2028-12-29"), 1) == Deadline(day("2029-01-01"), is_certain=False)
    assert not days.working_days.knows(2029)


def test_the_notice_of_the_next_year_arranges_the_last_days_of_december() -> None:
    """As that of 2019 did: 31 December 2018 was a day off, and the Saturday before was worked."""
    alone = year_of_days(2027, ("2027-10-01", "2027-10-07"))
    later = year_of_days(2028, ("2027-12-31", "2028-01-02"), works=("2027-12-26",))
    assert compute_annual_deadline(with_calendars(alone), 2027) == Deadline(day("2027-12-31"))
    both = with_calendars(alone, later)
    assert compute_annual_deadline(both, 2027) == Deadline(day("2028-01-03"))
    assert both.working_days.is_working_day(day("2027-12-26")) is True
    assert with_calendars(later).working_days.is_working_day(day("2027-11-29")) is None


def test_where_a_record_and_the_library_differ_the_record_wins() -> None:
    shorter = year_of_days(2023, ("2023-01-01", "2023-01-01"))
    assert compute_annual_deadline(tables(), 2022) == Deadline(day("2023-01-03"))
    assert compute_annual_deadline(with_calendars(shorter), 2022) == Deadline(day("2023-01-02"))
    assert day("2023-01-02") in find_differences(shorter)
    assert find_differences(year_of_days(2028)) == []


def test_days_beyond_what_a_notice_may_arrange_do_not_count() -> None:
    odd = year_of_days(2028, ("2020-01-01", "9999-12-31"), works=("2029-01-06",))
    days = with_calendars(odd).working_days
    assert days.is_working_day(day("2028-12-29")) is False
    assert days.is_working_day(day("2029-01-06")) is None
    assert days.is_working_day(day("2026-11-30")) is True
