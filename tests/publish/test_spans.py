"""What charts show of orders and changes: days alone, and of what may be told no more not even these."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from registry.lifecycle.calendar import add_working_days
from registry.model.dossier import Dossier
from registry.model.kinds import Act, Change, Decision, RectificationOrder, RectificationOutcome
from registry.publish.spans import (
    NOT_OPEN,
    NOT_SHOWN,
    ChangeSpan,
    OrderSpan,
    list_change_spans,
    list_order_spans,
)
from tests.conftest import CITY, DAY, examined

PAST = DAY - dt.timedelta(days=1)


@pytest.fixture
def dossiers() -> Mapping[str, Dossier]:
    return examined(CITY).register.dossiers


@pytest.fixture
def dossier(dossiers: Mapping[str, Dossier]) -> Dossier:
    """One with an order that was met."""
    return dossiers["demo-033"]


def change_acts(dossier: Dossier, kind: type[Act], **values: Any) -> Dossier:
    acts = (msgspec.structs.replace(act, **values) if isinstance(act, kind) else act for act in dossier.acts)
    return replace(dossier, acts=tuple(acts))


def withdraw(dossier: Dossier, decision: Decision) -> Dossier:
    (order,) = dossier.get_acts(RectificationOrder)
    act = msgspec.structs.replace(
        decision, date=PAST, target=order.stem, effect="撤销", part=None, effective_on=None
    )
    return replace(dossier, acts=(*dossier.acts, act))


def test_an_order_has_its_period_and_its_outcome(dossier: Dossier) -> None:
    assert list(list_order_spans(dossier, DAY)) == [
        OrderSpan(
            "2023-10-16-rectification-order",
            dt.date(2023, 10, 16),
            dt.date(2024, 3, 29),
            dt.date(2024, 9, 19),
            "达到",
        )
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda each: change_acts(each, RectificationOrder, notice_until=PAST), None),
        (lambda each: change_acts(each, RectificationOrder, notice_until=DAY), (True, True, "达到")),
        (lambda each: change_acts(each, RectificationOrder, open=False), (False, False, NOT_OPEN)),
        (lambda each: change_acts(each, RectificationOutcome, open=False), (True, True, NOT_OPEN)),
        (lambda each: change_acts(each, RectificationOutcome, notice_until=PAST), (True, True, NOT_SHOWN)),
    ],
    ids=["expired", "last day", "order not open", "outcome not open", "outcome expired"],
)
def test_what_may_not_be_told_is_not_drawn(
    dossier: Dossier, change: Callable[[Dossier], Dossier], expected: tuple[bool, bool, str] | None
) -> None:
    spans = list(list_order_spans(change(dossier), DAY))
    assert [(bool(each.due), bool(each.ended), each.result) for each in spans] == (
        [expected] if expected else []
    )


def test_of_an_order_that_was_withdrawn_only_that_is_told(
    dossiers: Mapping[str, Dossier], dossier: Dossier
) -> None:
    decision = next(act for each in dossiers.values() for act in each.get_acts(Decision))
    (span,) = list_order_spans(withdraw(dossier, decision), DAY)
    assert span == OrderSpan(span.id, dt.date(2023, 10, 16), result="已撤销")


def test_a_change_has_its_days_and_its_target(dossiers: Mapping[str, Dossier]) -> None:
    dossier = dossiers["demo-007"]
    (span,) = list_change_spans(dossier, DAY)
    target = add_working_days(dossier.tables, span.reported, 20).day
    assert span == ChangeSpan(dt.date(2023, 10, 20), dt.date(2023, 11, 3), target)
    assert list(list_change_spans(change_acts(dossier, Change, open=False), DAY)) == []
    before = list(list_change_spans(dossier, span.reported))
    assert [each.published for each in before] == [None]
