"""Decisions on institutions and what became of them: orders, determinations, suspensions, and their undoing.

Made anew from today's public view: what may be shown no more is not among them, of what was withdrawn a
neutral line is left, and of what is not open the kind and the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ...display import format_day
from ...json_data import JsonObject, get_text
from ...lifecycle.conditions import list_open_orders
from ...lifecycle.effect import LABELS
from ...lifecycle.force import get_effective_day
from ...lifecycle.openness import list_closed
from ...lifecycle.publication_period import list_public_bars
from ...model.dossier import Dossier
from ...model.kinds import (
    Act,
    Bar,
    Decision,
    FilingEnded,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Suspension,
    SuspensionLifted,
)
from ...model.presenter import Presenter
from .documents import NOT_PUBLIC, NOTICE_ENDED, Documents, PublishedAct
from .news import describe_withheld
from .tables import describe_outcome

DECISIONS = (
    RectificationOrder,
    RectificationExtension,
    RectificationOutcome,
    Bar,
    Suspension,
    SuspensionLifted,
    Decision,
    FilingEnded,
)
# What a decision is today, by the code of its effect; those of orders that are open say more.
STATES: dict[str, str] = {
    **{str(code): label for code, label in LABELS.items()},
    "rectifying": "限期整改中",
    "awaited": "整改期限已满，待认定",
    NOT_PUBLIC: "依法不公开",
}


class DecisionItem(NamedTuple):
    """A decision: its file name, kind, day, outcome in a word, and authority, where they may be shown.

    `kind` is in words, `code` the same in one word for good (a schema's name).
    `state` is a code of STATES, `since` from when it is that; `words` say what follows from it or what became
    of it, `by` is the act that brought that about.
    """

    id: str
    kind: str
    day: dt.date
    outcome: str
    authority: str
    state: str
    code: str
    since: dt.date | None = None
    words: str = ""
    by: str = ""

    def order(self) -> tuple[dt.date, str]:
        """Sort key: the later is the greater."""
        return self.day, self.id


def list_decisions(documents: Documents, dossier: Dossier) -> Iterator[DecisionItem]:
    """The decisions on an institution up to the day that may be shown, in order of date."""
    # Most institutions have none: then their acts are not looked at in full.
    if not any(isinstance(act, DECISIONS) for act in dossier.acts):
        return
    for published in documents.list_acts(dossier):
        if isinstance(published.act, DECISIONS) and published.withheld != NOTICE_ENDED:
            yield describe_decision(documents, dossier, published)


def describe_decision(documents: Documents, dossier: Dossier, published: PublishedAct) -> DecisionItem:
    """A decision with what it is today; without what is no longer shown, or never was."""
    act, day = published.act, documents.day
    item = DecisionItem(act.stem, published.kind.title, act.date, "", "", "in-force", published.kind.name)
    # First what is no longer shown: below, texts of the act are read.
    if published.withheld == NOT_PUBLIC:
        return item._replace(state=NOT_PUBLIC)
    if undone := published.undone:
        words, state = describe_withheld(published), str(published.withheld)
        return item._replace(state=state, since=undone.by.date, words=words, by=undone.by.stem)
    item = item._replace(
        outcome=write_headline(documents.presenter, act, published.record)
        or get_text(published.record, "measure"),
        authority=dossier.tables.get_name(get_text(published.record, "authority")),
    )
    if published.effect:
        item = item._replace(state=published.effect.code, since=published.effect.since)
        if by := published.effect.by:
            closed = by.stem in list_closed(dossier)
            result = "" if closed else write_headline(documents.presenter, by, documents.public(by.path))
            title = documents.presenter.reference("act", by.stem).text
            return item._replace(by=by.stem, words=f"{title}：{result}" if result else title)
    elif not published.in_force:
        state = "not-yet" if get_effective_day(act) > day else "withdrawn"
        return item._replace(state=state)
    return follow_decision(dossier, act, item, day)


def follow_decision(dossier: Dossier, act: Act, item: DecisionItem, day: dt.date) -> DecisionItem:
    """A decision in force with what follows from it on a day: a term to rectify, a bar, its own last day."""
    for order, due in list_open_orders(dossier, day):
        if order is act and item.state == "in-force":
            state = "rectifying" if day <= due else "awaited"
            return item._replace(state=state, since=None, words=f"期限至{format_day(due)}")
    for bar in list_public_bars(dossier, day):
        if bar.outcome is act:
            stated = dossier.tables.find_regulation(bar.start).parameters.bar_start_stated
            reading = "" if stated else "（起算日是登记册的理解）"
            return item._replace(words=f"不得再次报备至{format_day(bar.end)}{reading}")
    until: dt.date | None = getattr(act, "until", None)
    return item._replace(words=f"至{format_day(until)}") if until else item


def write_headline(presenter: Presenter, act: Act, data: JsonObject) -> str:
    """The outcome of an act in a word, of a decision on an earlier act with that act."""
    if not isinstance(act, Decision):
        return describe_outcome(data)
    if act.target:
        varied = f"为“{act.result}”" if act.result else ""
        return f"{act.effect}{presenter.reference('act', act.target).text}{varied}"
    return f"{act.effect}（{act.matter}）"
