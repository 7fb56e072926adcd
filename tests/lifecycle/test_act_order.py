"""Acts of one day are taken in whichever lawful order they allow; numbers order those of one kind."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from registry.lifecycle.act_order import order_lawfully
from registry.lifecycle.fold import fold_filing
from registry.lifecycle.status import derive_status
from registry.model.kinds import Act, ChangeField, FieldChange
from tests.lifecycle.building import act, applied, batch, day, dossier

APPLIED, RECOMMENDED = applied("2019-03-08"), act("recommendation", "2019-04-08")
PASSED = act("review", "2019-05-17")
LIST = batch("2019-06-10")
LISTED = (APPLIED, RECOMMENDED, PASSED, LIST)
D = "2021-05-06"
SUSPENDED = act("suspension", "2021-03-01")
ORDER = act("rectification-order", "2021-01-04", due=day("2021-03-15"))
FAILED = act("rectification-outcome", "2021-03-16", order=ORDER.stem, result="未达到")


def changed(before: str, after: str, number: int = 0) -> Act:
    change = FieldChange(field=ChangeField.PHONE, before=before, after=after)
    return act("change", D, number, changes=(change,))


ONE, TWO, THREE = "0515-00000001", "0515-00000002", "0515-00000003"


@pytest.mark.parametrize(
    ("before", "acts"),
    [
        (
            (*LISTED, SUSPENDED),
            [act("suspension-lifted", D, suspension=SUSPENDED.stem), act("suspension", D)],
        ),
        (
            (*LISTED, ORDER, FAILED),
            [
                act("decision", D, effect="撤销", target=FAILED.stem),
                act("rectification-outcome", D, order=ORDER.stem, result="达到"),
            ],
        ),
        ((APPLIED,), [act("withdrawal", D, batch="2019-1"), applied(D)]),
        ((APPLIED, RECOMMENDED), [act("review", D, result="不通过"), applied(D)]),
        (LISTED, [changed(ONE, TWO), applied(D, phone=TWO), act("filing-ended", D)]),
        (LISTED, [act("inspection", D), act("rectification-order", D, due=day("2021-08-01"))]),
        (LISTED, [act("inspection", D), act("filing-ended", D)]),
        (LISTED, [act("suspension", D), act("withdrawal", D, batch=None)]),
        (LISTED, [changed(ONE, TWO), changed(TWO, THREE, 2), act("dissolution", D)]),
    ],
)
def test_the_order_that_is_lawful_is_found(before: tuple[Act, ...], acts: list[Act]) -> None:
    for some in permutations(acts):
        ordered = order_lawfully(dossier(*before, *some))
        assert list(ordered.acts[-len(acts) :]) == acts


@pytest.mark.parametrize(
    "acts",
    [
        [act("suspension-lifted", D, suspension="2020-01-01-suspension"), act("inspection", D)],
        [act("suspension", D), act("suspension", D, 2), act("inspection", D)],
    ],
)
def test_what_is_lawful_in_no_order_stays_as_it_is(acts: list[Act]) -> None:
    subject = dossier(*LISTED, *acts)
    assert order_lawfully(subject) is subject


def test_many_acts_of_one_day_end() -> None:
    lifted = [act("suspension-lifted", D, n, suspension="2020-01-01-suspension") for n in range(40)]
    inspected = [act("inspection", D, n) for n in range(40)]
    subject = dossier(*LISTED, *lifted, *inspected)
    assert order_lawfully(subject) is subject


def test_numbers_order_acts_of_one_kind() -> None:
    phones = [f"0515-000000{n:02}" for n in range(1, 13)]
    changes = [changed(phones[n - 1], phones[n], n if n > 1 else 0) for n in range(1, 12)]
    subject = dossier(*LISTED, *reversed(changes))
    assert [each for each in subject.acts if each.date == day(D)] == changes
    filing = fold_filing(subject)
    assert filing
    assert filing["phone"] == phones[-1]


def test_a_suspension_of_the_day_on_which_one_was_lifted_is_in_force() -> None:
    lifted, again = act("suspension-lifted", D, suspension=SUSPENDED.stem), act("suspension", D)
    state = derive_status(order_lawfully(dossier(*LISTED, SUSPENDED, again, lifted)), day(D))
    assert [(each.code, each.source) for each in state.conditions] == [("suspended", again.path)]


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (act("filing-ended", "2019-06-10"), "ended"),
        (act("withdrawal", "2019-06-10", batch=None), "withdrawn"),
        (act("dissolution", "2019-06-10"), "dissolved"),
        (act("inspection", "2019-06-10"), "listed"),
    ],
)
def test_what_ends_a_listing_on_the_day_of_the_list_follows_it(last: Act, code: str) -> None:
    assert derive_status(dossier(*LISTED, last), dt.date(2019, 6, 10)).filing.code == code
