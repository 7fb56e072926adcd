"""Whether plans and summaries came in time: one word for each year."""

from __future__ import annotations

import pytest

from registry.lifecycle.plans import list_coming_courses
from registry.lifecycle.reports import judge_plan, judge_summary
from tests.lifecycle.building import (
    BOTH,
    COUNTY,
    LISTED,
    act,
    day,
    dossier,
    plan,
    receipt,
    step,
    summary,
)
from tests.lifecycle.strategies import course


@pytest.mark.parametrize(
    ("received", "on", "word"),
    [
        ("2020-12-31", "2021-02-01", "按期"),
        ("2021-01-01", "2021-02-01", "逾期"),
        ("2021-01-01", "2020-12-31", "尚未到期"),  # what came later is not known yet
        ("", "2020-12-31", "尚未到期"),
        ("", "2021-01-01", "未见"),
    ],
)
def test_a_summary_came_in_time_or_not(received: str, on: str, word: str) -> None:
    records = [summary(2020, *(receipt(received, who) for who in BOTH))] if received else []
    assert judge_summary(dossier(*LISTED, *records), 2020, day(on)).label == word


@pytest.mark.parametrize(("received", "word"), [("2019-12-31", "按期"), ("2020-01-06", "逾期"), ("", "未见")])
def test_a_plan_is_due_at_the_end_of_the_year_before(received: str, word: str) -> None:
    records = [plan(2020, *(step("报送", received, who) for who in BOTH))] if received else []
    assert judge_plan(dossier(*LISTED, *records), 2020, day("2020-06-01")).label == word


def test_one_side_is_not_enough() -> None:
    subject = dossier(*LISTED, summary(2020, receipt("2020-12-01", COUNTY)))
    assert judge_summary(subject, 2020, day("2021-06-01")).label == "未见"


def test_the_first_plan_has_no_limit() -> None:
    subject = dossier(*LISTED)
    assert judge_plan(subject, 2019, day("2019-09-01")).label == "尚未到期"
    steps = [step("报送", "2019-11-01", who) for who in BOTH]
    assert judge_plan(dossier(*LISTED, plan(2019, *steps)), 2019, day("2019-12-01")).label in (
        "已报送",
        "按期",
    )


def test_nothing_is_owed_before_the_list_and_after_the_end() -> None:
    subject = dossier(*LISTED, act("withdrawal", "2021-03-01", batch=None))
    assert judge_summary(subject, 2018, day("2022-01-01")).label == "无此义务"
    assert judge_summary(subject, 2021, day("2022-02-01")).label == "无此义务"


def test_coming_courses_are_those_of_this_month_and_later_the_soonest_first() -> None:
    passing = [step(action, "2019-12-01", who) for action in ("报送", "通过") for who in BOTH]
    rows = [course("c01", 3, 9), course("c02", 5), course("c03", 4)]
    subject = dossier(*LISTED, plan(2020, *passing, courses=rows))
    courses = [(month, row.course.id) for _, month, row in list_coming_courses(subject, day("2020-05-31"))]
    assert courses == [(5, "c02"), (9, "c01")]
    assert list_coming_courses(subject, day("2020-10-01")) == []
    assert (
        list_coming_courses(dossier(*LISTED, plan(2020, *passing[:2], courses=rows)), day("2020-05-31")) == []
    )
