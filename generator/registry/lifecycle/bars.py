"""The bar of Article 20: it follows from the determination 未达到 in force, and from nothing else.

A decision that withdraws the determination ends the bar; one that varies it states the result, and the day
where that changes. The city bureau's own record of a bar tells of it and turns nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..model.dossier import Dossier, Predecessor
from ..model.kinds import Act, Bar, Decision, DecisionEffect, OutcomeResult, RectificationOutcome, Succession
from .calendar import add_years
from .force import select_in_force


class Determination(NamedTuple):
    """What became of an order, as acts in force have it: the result, and the day from which it counts.

    `varied_by` is the decision that says so where the outcome itself says otherwise.
    """

    outcome: RectificationOutcome
    result: str
    date: dt.date
    varied_by: Decision | None = None

    @property
    def failed(self) -> bool:
        return self.result == OutcomeResult.NOT_MET


class BarSpan(NamedTuple):
    """A bar: the outcome from which it follows, its first and its last day.

    `start` is the day of the determination; `record` is the city bureau's record of it, where there is one.
    """

    outcome: RectificationOutcome
    start: dt.date
    end: dt.date
    record: Bar | None = None


def list_determinations(acts: Sequence[Act]) -> list[Determination]:
    """What became of orders, by acts that are in force."""
    varying = [act for act in acts if isinstance(act, Decision) and act.effect == DecisionEffect.VARIED]
    latest = {find_varied(varying, act): act for act in varying if act.result}
    outcomes = [act for act in acts if isinstance(act, RectificationOutcome)]
    return [_vary(act, latest.get(act.stem)) for act in outcomes]


def find_varied(varying: Sequence[Decision], decision: Decision) -> str:
    """The act that a decision varies, directly or by varying another of the decisions that vary."""
    targets = {each.stem: each.target or "" for each in varying}
    stem = decision.target or ""
    # As many steps as there are decisions: a circle of them ends, too.
    for _ in targets:
        stem = targets.get(stem, stem)
    return stem


def _vary(outcome: RectificationOutcome, decision: Decision | None) -> Determination:
    if decision is None or decision.result is None:
        return Determination(outcome, outcome.result, outcome.date)
    return Determination(outcome, decision.result, decision.determined_on or outcome.date, decision)


def compute_bars(dossier: Dossier, day: dt.date) -> list[BarSpan]:
    """The institution's own bars by what was determined by `day`, past ones too (Article 20)."""
    if not dossier.get_acts(RectificationOutcome):
        return []  # as most dossiers have it
    return list(_list_spans(dossier, select_in_force(dossier.acts, day)))


def _list_spans(dossier: Dossier, acts: Sequence[Act]) -> Iterator[BarSpan]:
    """The bars that follow from acts in force.

    Counting starts with the determination, whose day is not counted; the last barred day is the same date
    years on and is not moved to a working day.
    """
    records = {act.outcome: act for act in acts if isinstance(act, Bar)}
    for determination in list_determinations(acts):
        years = dossier.tables.find_regulation(determination.date).parameters.bar_years
        if determination.failed and years:
            outcome, start = determination.outcome, determination.date
            yield BarSpan(outcome, start, add_years(start, years), records.get(outcome.stem))


def select_running(spans: Sequence[BarSpan], day: dt.date) -> list[BarSpan]:
    """The bars that run on a day; their first and last days count."""
    return [span for span in spans if span.start <= day <= span.end]


def compute_predecessor_bars(dossier: Dossier, day: dt.date) -> list[tuple[str, BarSpan]]:
    """The bars that run on `day` of those whom the institution has succeeded by then, with their ids.

    They do not bar the successor: the text is silent, and the city bureau decides. A succession that was
    withdrawn brings none.
    """
    # The dossier's own list was made with all successions; which of them hold on the day is asked here.
    acts = {each.id: each.acts for each in dossier.predecessors}
    reached: dict[str, Sequence[Act]] = {}
    waiting = [select_in_force(dossier.acts, dt.date.max)]
    while waiting:
        for act in waiting.pop():
            if isinstance(act, Succession) and act.date <= day and act.predecessor in acts.keys() - reached:
                reached[act.predecessor] = select_in_force(acts[act.predecessor], dt.date.max)
                waiting.append(tuple(reached[act.predecessor]))
    return [
        (id_, span)
        for id_, own in reached.items()
        for span in select_running(list(_list_spans(dossier, own)), day)
    ]


def list_predecessors(dossier: Dossier, day: dt.date) -> Iterator[Predecessor]:
    """The institutions that one follows by what is in force on `day`, directly or through others.

    A succession that a decision has withdrawn leads no further. `since` is then that of the shortest wait.
    """
    by_id = {each.id: each for each in dossier.predecessors}
    waiting = [(act.date, act.predecessor) for act in _list_successions(dossier.acts, day)]
    while waiting:
        since, id_ = min(waiting)
        waiting.remove((since, id_))
        if id_ in by_id:
            predecessor = by_id.pop(id_)
            yield predecessor._replace(since=since)
            further = _list_successions(predecessor.acts, day)
            waiting += [(max(since, act.date), act.predecessor) for act in further]


def _list_successions(acts: Iterable[Act], day: dt.date) -> Iterator[Succession]:
    return (act for act in select_in_force(acts, day) if isinstance(act, Succession))
