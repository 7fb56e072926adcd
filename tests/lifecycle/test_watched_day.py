"""A watched day answers as the day does, and tells on which other days it would answer the same."""

from __future__ import annotations

import datetime as dt
import operator
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.lifecycle.calendar import ONE_DAY
from registry.lifecycle.watched_day import WatchedDay

DAY = dt.date(2026, 11, 23)
COMPARISONS = (operator.lt, operator.le, operator.eq, operator.ne, operator.ge, operator.gt)
# Near each other, so that they are often equal or neighbours.
NEAR = st.dates(dt.date(2026, 12, 1), dt.date(2027, 2, 1))
Question = Callable[[dt.date], object]


def _comparison(compare: Callable[[object, object], bool], other: dt.date, turned: bool) -> Question:
    return lambda day: compare(other, day) if turned else compare(day, other)


QUESTIONS = st.one_of(
    st.builds(_comparison, st.sampled_from(COMPARISONS), NEAR, st.booleans()),
    st.just(lambda day: day.year),
    st.builds(lambda other: lambda day: min(day, other) is day, NEAR),
    st.builds(lambda others: lambda day: [each for each in others if each <= day], st.lists(NEAR)),
)


@given(NEAR, st.lists(QUESTIONS, max_size=4))
def test_its_days_are_those_with_the_same_answers(day: dt.date, questions: list[Question]) -> None:
    watched = WatchedDay(day)
    answers = [ask(watched) for ask in questions]
    assert answers == [ask(day) for ask in questions]
    first, last = watched.first, watched.last
    assert first <= day <= last
    every = [NEAR_FIRST + number * ONE_DAY for number in range(130)]
    same = [each for each in every if first <= each <= last]
    assert all([ask(each) for ask in questions] == answers for each in same)
    beyond = {each - ONE_DAY for each in same} | {each + ONE_DAY for each in same}
    assert all([ask(each) for ask in questions] != answers for each in (beyond & {*every}) - {*same})


NEAR_FIRST = dt.date(2026, 10, 25)


@pytest.mark.parametrize(
    "ask",
    [
        str,
        repr,
        format,
        "{:%Y%m%d}".format,
        pickle.dumps,
        lambda day: day.month,
        lambda day: day.day,
        lambda day: day + ONE_DAY,
        lambda day: ONE_DAY + day,
        lambda day: day - ONE_DAY,
        lambda day: DAY - day,
        lambda day: day - DAY,
        lambda day: day.replace(day=1),
        lambda day: day.isoformat(),
        lambda day: day.toordinal(),
        lambda day: day.weekday(),
        lambda day: day.isoweekday(),
        lambda day: day.isocalendar(),
        lambda day: day.strftime("%j"),
        lambda day: day.timetuple(),
        lambda day: day.ctime(),
    ],
)
def test_what_tells_the_day_itself_holds_on_that_day_alone(ask: Question) -> None:
    watched = WatchedDay(DAY)
    assert ask(watched) == ask(DAY)
    assert (watched.first, watched.last) == (DAY, DAY)


def test_every_question_to_a_date_is_watched() -> None:
    about_no_day = {"__getattribute__", "__init_subclass__", "__subclasshook__", "max", "min", "resolution"}
    makers = {"fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "today"}
    own = {name for name in dir(dt.date) if getattr(dt.date, name) is not getattr(object, name, None)}
    assert own - about_no_day - makers <= {*vars(WatchedDay)}


def test_what_is_remembered_by_one_is_not_taken_for_another() -> None:
    one, other = WatchedDay(DAY), WatchedDay(DAY)
    assert {one: "answer"}.get(other) is None
    assert (other.first, other.last) == (dt.date.min, dt.date.max)
    assert {one: "answer"}[one] == "answer"
    assert {DAY: "answer"}[other] == "answer"
    assert (other.first, other.last) == (DAY, DAY)
