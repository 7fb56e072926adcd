"""What an institution is now follows from its acts, whatever its file says or whether there is one."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from registry.lifecycle.fold import fold_filing
from registry.lifecycle.present import find_origin, find_unexplained, fold_institution, list_lagging
from registry.model.dossier import Dossier
from registry.model.kinds import Act, ChangeField, FieldChange
from tests.depth import DEPTH
from tests.lifecycle.building import LISTED, act, day, dossier, institution
from tests.lifecycle.strategies import dossiers

some = settings(max_examples=20 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))
FIRST, SECOND, THIRD = (f"0515-0000000{number}" for number in (1, 2, 3))


def change(on: str, before: str | None, after: str, name: str = "phone") -> Act:
    row = FieldChange(field=ChangeField(name), before=before, after=after)
    return act("change", on, changes=(row,))


def lagging(phone: str, *acts: Act) -> Dossier:
    """A dossier whose file states a telephone, after two changes of it."""
    now = msgspec.structs.replace(institution("one"), phone=phone)
    return fold_institution(dossier(*LISTED, *acts, now=now))


TWICE = (change("2020-05-06", FIRST, SECOND), change("2021-05-06", SECOND, THIRD))


@pytest.mark.parametrize("phone", [FIRST, SECOND])
def test_a_value_that_it_had_before_only_lags(phone: str) -> None:
    names = lagging(phone, *TWICE)
    assert (names.institution.phone, list_lagging(names), find_unexplained(names)) == (THIRD, ["phone"], [])


def test_an_act_that_was_recorded_late_makes_no_edit_unexplained() -> None:
    first, mailed = TWICE[0], change("2020-08-03", "office@example.org", "a@b.org", "email")
    now = msgspec.structs.replace(institution("one"), phone=FIRST, email="a@b.org")
    fold = fold_institution(dossier(*LISTED, first, mailed, now=now))
    assert (list_lagging(fold), find_unexplained(fold)) == (["phone"], [])


def test_a_value_that_it_never_had_is_unexplained() -> None:
    names = lagging("0515-00000009", *TWICE)
    assert (names.institution.phone, find_unexplained(names)) == (THIRD, ["phone"])


def test_what_is_right_is_left_as_it_is() -> None:
    subject = dossier(*LISTED, *TWICE, now=msgspec.structs.replace(institution("one"), phone=THIRD))
    assert fold_institution(subject) is subject


def test_where_it_is_said_is_found() -> None:
    names = lagging(FIRST, *TWICE)
    places = [find_origin(names, name) for name in ("phone", "name")]
    assert [(each.act.date, each.pointer) for each in places if each] == [
        (day("2021-05-06"), "/changes/0/after"),
        (day("2019-03-08"), "/filing/name"),
    ]


@some
@given(dossiers())
def test_what_was_written_from_the_acts_follows_them(subject: Dossier) -> None:
    fold = fold_institution(subject)
    again = replace(fold, stated=fold.institution, fold=None)
    assert fold_institution(again) is again
    assert [fold_filing(fold, each.date) for each in fold.acts] == [
        fold_filing(subject, each.date) for each in subject.acts
    ]
