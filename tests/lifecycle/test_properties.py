"""What holds for any dossier and any day."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.lifecycle.bars import compute_bars
from registry.lifecycle.calendar import add_years
from registry.lifecycle.conditions import CONDITIONS
from registry.lifecycle.duties import derive_duties, list_listed_years
from registry.lifecycle.effect import derive_effect
from registry.lifecycle.filing import find_name, find_place
from registry.lifecycle.force import select_in_force
from registry.lifecycle.openness import list_closed, list_hidden
from registry.lifecycle.plans import collect_courses, find_passing_day, find_receipt_day
from registry.lifecycle.status import FILING, Status, collect_turning_days, derive_status
from registry.lifecycle.undone import is_burdening
from registry.model.dossier import Dossier
from registry.model.kinds import Decision, RectificationOutcome, Suspension
from tests.depth import DEPTH
from tests.lifecycle.building import dossier
from tests.lifecycle.strategies import DAYS, batches, dossiers, drawn_records, shared_tables

many = settings(max_examples=25 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))
some = settings(max_examples=14 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))


def shape(status: Status) -> tuple[object, ...]:
    """A status without the words that no turn changes, its conditions in an order of their own."""
    parts = ((each.code, each.since, each.until, each.source) for each in status.conditions)
    return (status.filing, tuple(sorted(parts, key=str)))  # as text: a condition may have no end


@many
@given(dossiers(), DAYS)
def test_status_is_total(subject: Dossier, day: dt.date) -> None:
    status = derive_status(subject, day)
    assert status.filing.code in FILING
    assert {each.code for each in status.conditions} <= set(CONDITIONS)
    for state in (status.filing, *status.conditions):
        assert state.label
        assert state.reason
        assert state.since is None or state.since <= day
        assert state.until is None or state.until >= day
        assert (state.since is None) == (state.code == "none")


@some
@given(dossiers(), DAYS)
def test_duties_are_total(subject: Dossier, day: dt.date) -> None:
    duties = derive_duties(subject, day)
    assert [each.due or dt.date.max for each in duties] == sorted(each.due or dt.date.max for each in duties)
    assert all(each.due is not None and each.due < day for each in duties if each.overdue)
    if not derive_status(subject, day).listed:
        assert {each.code for each in duties} <= {
            "rectification",
            "determination",
            "publish-change",
            "publish-decision",
        }


@many
@given(dossiers(), DAYS)
def test_the_rest_is_total(subject: Dossier, day: dt.date) -> None:
    find_name(subject, day)
    find_place(subject, day)
    for plan in subject.plans:
        passing_day, received = (
            find_passing_day(subject, plan.steps, day),
            find_receipt_day(subject, plan.steps),
        )
        assert passing_day is None or passing_day <= day
        assert received is None or received in {each.date for each in plan.steps if each.action == "报送"}
        collect_courses(subject, plan.year, day)


@many
@given(dossiers(), DAYS)
def test_what_is_hidden_turns_nothing(subject: Dossier, day: dt.date) -> None:
    hidden = list_hidden(subject)
    less = replace(subject, acts=tuple(each for each in subject.acts if each.stem not in hidden))
    assert shape(derive_status(subject, day)) == shape(derive_status(less, day))
    assert list_closed(subject).isdisjoint(hidden)


@many
@given(dossiers(), DAYS)
def test_every_burdening_act_has_one_effect(subject: Dossier, day: dt.date) -> None:
    for each in subject.acts:
        effect = derive_effect(subject, each, day)
        assert (effect is not None) == (is_burdening(each) and each.date <= day)
        if isinstance(each, Suspension) and effect and effect.code in ("stayed", "withdrawn", "not-yet"):
            conditions = derive_status(subject, day).conditions
            assert all(state.code == "decided" for state in conditions if state.source == each.path)


@many
@given(dossiers(), DAYS)
def test_status_changes_only_on_turning_days(subject: Dossier, day: dt.date) -> None:
    turns = sorted(collect_turning_days(subject))
    place = bisect_right(turns, day)
    since = turns[place - 1] if place else dt.date.min
    assert shape(derive_status(subject, day)) == shape(derive_status(subject, since))


@many
@given(st.data())
def test_status_does_not_depend_on_the_order_of_records(data: st.DataObject) -> None:
    shared, lists, records = data.draw(shared_tables()), data.draw(batches()), data.draw(drawn_records())
    day = data.draw(DAYS)
    mixed = [*records, *lists]
    random.Random(data.draw(st.integers())).shuffle(mixed)
    first, second = dossier(*records, *lists, shared=shared), dossier(*mixed, shared=shared)
    assert derive_status(first, day) == derive_status(second, day)
    assert derive_duties(first, min(day, dt.date(2040, 1, 1))) == derive_duties(
        second, min(day, dt.date(2040, 1, 1))
    )


@many
@given(dossiers(), DAYS)
def test_no_bar_outlives_its_years(subject: Dossier, day: dt.date) -> None:
    for span in compute_bars(subject, day):
        years = subject.tables.find_regulation(span.start).parameters.bar_years
        assert years
        assert span.start <= span.end == add_years(span.start, years)
    for state in derive_status(subject, day).conditions:
        if state.code == "barred":
            assert state.since is not None
            assert state.until is not None
            assert state.since <= day <= state.until


@many
@given(dossiers(), DAYS)
def test_every_own_bar_rests_on_a_failed_outcome_in_force(subject: Dossier, day: dt.date) -> None:
    acts = select_in_force(subject.acts, day)
    valid = {each.stem for each in acts if isinstance(each, RectificationOutcome)}
    assert {span.outcome.stem for span in compute_bars(subject, day)} <= valid
    varied = any(isinstance(each, Decision) and each.result for each in acts)
    assert varied or all(span.outcome.result == "未达到" for span in compute_bars(subject, day))


@many
@given(dossiers())
def test_nothing_is_known_before_the_first_day(subject: Dossier) -> None:
    first = min(collect_turning_days(subject), default=dt.date.max)
    if first > dt.date.min:
        state = derive_status(subject, first - dt.timedelta(days=1))
        assert (state.filing.code, state.conditions) == ("none", ())


@some
@given(dossiers(), st.integers(1, 2040))
def test_listed_years_are_those_with_a_listing_at_their_end(subject: Dossier, year: int) -> None:
    end = dt.date(year, 12, 31)
    assert (year in list_listed_years(subject, end)) == derive_status(subject, end).listed
