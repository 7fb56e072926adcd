"""What the charts of orders and changes show of an institution: days, and no word of what an act says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..lifecycle.bars import list_determinations
from ..lifecycle.calendar import add_working_days
from ..lifecycle.conditions import compute_due_date
from ..lifecycle.effect import derive_effect
from ..lifecycle.filing import must_be_reported
from ..lifecycle.force import select_in_force
from ..lifecycle.openness import list_closed
from ..lifecycle.publication_period import list_expired
from ..lifecycle.undone import find_undone
from ..model.dossier import Dossier
from ..model.kinds import Change, RectificationOrder

# What is said of an order or its outcome whose content is not shown.
NOT_OPEN, NOT_SHOWN = "依法不公开", "结果不再展示"


class OrderSpan(NamedTuple):
    """An order to rectify: its file name, its day, its last day with extensions, and what came of it.

    Of one that was undone, is stayed or not open there is no last day, and `result` says so. `due` may be
    followed by an outcome of a later or an earlier day, `ended`.
    """

    id: str
    date: dt.date
    due: dt.date | None = None
    ended: dt.date | None = None
    result: str = ""


class ChangeSpan(NamedTuple):
    """A change that is to be reported: when it was, when published, and by when it was to be."""

    reported: dt.date
    published: dt.date | None
    target: dt.date | None


def list_order_spans(dossier: Dossier, day: dt.date) -> Iterator[OrderSpan]:
    """The orders up to a day that may be shown, in order of date; `dossier` is as of that day."""
    orders = dossier.get_acts(RectificationOrder)
    expired = list_expired(dossier, day) if orders else frozenset()
    for order in orders:
        if order.stem not in expired:
            yield describe_order(dossier, order, day)


def describe_order(dossier: Dossier, order: RectificationOrder, day: dt.date) -> OrderSpan:
    """An order with what came of it, as far as that may be shown."""
    span, closed = OrderSpan(order.stem, order.date), list_closed(dossier)
    if order.stem in closed:
        return span._replace(result=NOT_OPEN)
    if undone := find_undone(dossier, day).get(order.stem):
        return span._replace(result=f"已{undone.word}")
    effect = derive_effect(dossier, order, day)
    if effect and effect.code in ("not-yet", "stayed"):
        return span._replace(result=effect.label)
    acts = select_in_force(dossier.acts, day)
    span = span._replace(due=compute_due_date(order, acts))
    # What is not public goes before what is shown no more.
    hidden = dict.fromkeys(list_expired(dossier, day), NOT_SHOWN) | dict.fromkeys(closed, NOT_OPEN)
    for determination in list_determinations(acts):
        if determination.outcome.order == order.stem:
            result = hidden.get(determination.outcome.stem, str(determination.result))
            span = span._replace(ended=determination.date, result=result)
    return span


def list_change_spans(dossier: Dossier, day: dt.date) -> Iterator[ChangeSpan]:
    """The changes reported by a day that are to be published; `dossier` is as of that day."""
    closed = list_closed(dossier)
    for act in select_in_force(dossier.acts, day):
        if not isinstance(act, Change) or act.stem in closed or act.reported_on > day:
            continue
        if must_be_reported(dossier, act):
            days = dossier.tables.find_regulation(act.date).parameters.publication_target_days
            target = add_working_days(dossier.tables, act.reported_on, days).day if days else None
            published = act.published_on if act.published_on and act.published_on <= day else None
            yield ChangeSpan(act.reported_on, published, target)
