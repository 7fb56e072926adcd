"""What holds for any dossier and any day."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.lifecycle.calendar import years_on
from registry.lifecycle.duties import duties, listed_years
from registry.lifecycle.filing import name_on, place_on
from registry.lifecycle.plans import courses, passed_on, received_on
from registry.lifecycle.status import CONDITIONS, FILING, Status, bars, in_force, status, turning_days
from registry.model.dossier import Dossier
from registry.model.kinds import Decision, RectificationOutcome
from tests.lifecycle.building import dossier
from tests.lifecycle.strategies import DAYS, batches, dossiers, drawn_records, shared_tables

many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def shape(found: Status) -> tuple[object, ...]:
    """A status without the words that no turn changes."""
    return (
        found.filing,
        tuple(sorted((each.code, each.since, each.until, each.source) for each in found.conditions)),
    )


@many
@given(dossiers(), DAYS)
def test_status_is_total(subject: Dossier, day: dt.date) -> None:
    found = status(subject, day)
    assert found.filing.code in FILING
    assert {each.code for each in found.conditions} <= set(CONDITIONS)
    for state in (found.filing, *found.conditions):
        assert state.label
        assert state.reason
        assert state.since is None or state.since <= day
        assert state.until is None or state.until >= day
        assert (state.since is None) == (state.code == "none")


@some
@given(dossiers(), DAYS)
def test_duties_are_total(subject: Dossier, day: dt.date) -> None:
    found = duties(subject, day)
    assert [each.due or dt.date.max for each in found] == sorted(each.due or dt.date.max for each in found)
    assert all(each.due is not None and each.due < day for each in found if each.overdue)
    if not status(subject, day).listed:
        assert {each.code for each in found} <= {"rectification", "determination", "publish-change"}


@many
@given(dossiers(), DAYS)
def test_the_rest_is_total(subject: Dossier, day: dt.date) -> None:
    name_on(subject, day)
    place_on(subject, day)
    for plan in subject.plans:
        passed, received = passed_on(subject, plan.steps, day), received_on(subject, plan.steps)
        assert passed is None or passed <= day
        assert received is None or received in {each.date for each in plan.steps if each.action == "报送"}
        courses(subject, plan.year, day)


@many
@given(dossiers(), DAYS)
def test_status_changes_only_on_turning_days(subject: Dossier, day: dt.date) -> None:
    turns = sorted(turning_days(subject))
    place = bisect_right(turns, day)
    since = turns[place - 1] if place else dt.date.min
    assert shape(status(subject, day)) == shape(status(subject, since))


@many
@given(st.data())
def test_status_does_not_depend_on_the_order_of_records(data: st.DataObject) -> None:
    shared, lists, records = data.draw(shared_tables()), data.draw(batches()), data.draw(drawn_records())
    day = data.draw(DAYS)
    mixed = [*records, *lists]
    random.Random(data.draw(st.integers())).shuffle(mixed)
    first, second = dossier(*records, *lists, shared=shared), dossier(*mixed, shared=shared)
    assert status(first, day) == status(second, day)
    assert duties(first, min(day, dt.date(2040, 1, 1))) == duties(second, min(day, dt.date(2040, 1, 1)))


@many
@given(dossiers(), DAYS)
def test_no_bar_outlives_its_years(subject: Dossier, day: dt.date) -> None:
    for span in bars(subject, day):
        years = subject.tables.regulation_on(span.start).parameters.bar_years
        assert years > 0
        assert span.start <= span.end == years_on(span.start, years)
    for state in status(subject, day).conditions:
        if state.code == "barred":
            assert state.since is not None
            assert state.until is not None
            assert state.since <= day <= state.until


@many
@given(dossiers(), DAYS)
def test_every_own_bar_rests_on_a_failed_outcome_in_force(subject: Dossier, day: dt.date) -> None:
    acts = in_force(subject.acts, day)
    valid = {each.stem for each in acts if isinstance(each, RectificationOutcome)}
    assert {span.outcome.stem for span in bars(subject, day)} <= valid
    varied = any(isinstance(each, Decision) and each.result for each in acts)
    assert varied or all(span.outcome.result == "未达到" for span in bars(subject, day))


@many
@given(dossiers())
def test_nothing_is_known_before_the_first_day(subject: Dossier) -> None:
    first = min(turning_days(subject), default=dt.date.max)
    if first > dt.date.min:
        found = status(subject, first - dt.timedelta(days=1))
        assert (found.filing.code, found.conditions) == ("none", ())


@some
@given(dossiers(), st.integers(1, 2040))
def test_listed_years_are_those_with_a_listing_at_their_end(subject: Dossier, year: int) -> None:
    end = dt.date(year, 12, 31)
    assert (year in listed_years(subject, end)) == status(subject, end).listed
