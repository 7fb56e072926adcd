"""How much is told does not grow with how far ahead the day lies."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lifecycle.duties import MAX_SINGLE, derive_duties, get_year_end, list_listed_years
from registry.lifecycle.status import is_listed
from registry.model.batches import get_publication_days
from registry.model.dossier import Dossier
from registry.rules.checking import examine
from registry.rules.engine import CheckOptions
from tests.conftest import CITY
from tests.lifecycle.building import act, applied, batch, dossier, plan, step
from tests.lifecycle.strategies import dossiers

PASSED = (applied("2019-03-08"), act("recommendation", "2019-04-08"), act("review", "2019-05-17"))
LISTED = (*PASSED, batch("2019-06-10"))


def labels(subject: Dossier, year: int) -> list[str]:
    return [each.label for each in derive_duties(subject, dt.date(year, 12, 31)) if each.code == "summary"]


def test_the_check_of_a_far_day_finds_no_more_than_that_of_another() -> None:
    far, near = (
        len(examine(CITY, dt.date(year, 12, 31), CheckOptions(frozenset({"clock"}))).findings)
        for year in (2999, 2060)
    )
    assert 0 < far == near


def test_years_of_silence_are_told_together_and_the_others_apart() -> None:
    lines = labels(dossier(*LISTED), 2999)
    assert lines[0] == "报送 2019 年度总结"
    assert lines[MAX_SINGLE] == f"报送 {2019 + MAX_SINGLE} 年度总结"
    assert lines[MAX_SINGLE + 1] == f"报送 {2020 + MAX_SINGLE} 至 2997 年逐年的年度总结，其中最早一份"
    assert lines[MAX_SINGLE + 2 :] == ["报送 2998 年度总结", "报送 2999 年度总结"]


@pytest.mark.parametrize("year", [2019, 2025, 2019 + MAX_SINGLE + 2])
def test_a_few_years_are_each_told_by_itself(year: int) -> None:
    assert labels(dossier(*LISTED), year) == [f"报送 {each} 年度总结" for each in range(2019, year + 1)]


def test_silence_begins_after_the_last_that_is_recorded() -> None:
    lines = labels(dossier(*LISTED, plan(2030, step("报送", "2029-12-01"))), 2999)
    assert f"报送 {2030 + MAX_SINGLE} 年度总结" in lines
    assert f"报送 {2031 + MAX_SINGLE} 至 2997 年逐年的年度总结，其中最早一份" in lines


def test_the_duty_of_many_years_is_overdue_and_due_with_the_first() -> None:
    [duty] = [
        each
        for each in derive_duties(dossier(*LISTED), dt.date(2999, 12, 31))
        if each.code == "plan" and "逐年" in each.label
    ]
    assert (duty.overdue, duty.due) == (True, dt.date(2020 + MAX_SINGLE, 12, 31))
    assert f"{2021 + MAX_SINGLE} 至 2998 年" in duty.label


def test_assessments_of_years_of_silence_are_one_duty() -> None:
    lines = [
        each.label
        for each in derive_duties(dossier(*LISTED), dt.date(2999, 12, 31))
        if each.code == "assessment"
    ]
    assert len(lines) == MAX_SINGLE + 2
    assert any("逐年" in each for each in lines)


@given(dossiers(), st.integers(2018, 2040))
def test_the_years_listed_are_those_at_whose_end_it_stands_listed(subject: Dossier, year: int) -> None:
    day = dt.date(year, 7, 1)
    ends = [min(get_year_end(each), day) for each in range(1, year + 1)]
    published = get_publication_days(subject.batches)
    ends = [each for each in ends if published and each.year >= min(published).year]
    assert [*list_listed_years(subject, day)] == [each.year for each in ends if is_listed(subject, each)]
