"""Burdening acts that a later decision has withdrawn or varied: their text is no longer shown.

What stays is that there was one of that kind, what became of it, when, and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import (
    Act,
    Bar,
    Correction,
    Decision,
    DecisionEffect,
    FilingEnded,
    OutcomeResult,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Suspension,
    SuspensionLifted,
)
from .bars import list_determinations
from .force import select_in_force
from .subjects import list_subjects

BURDENING_EFFECTS = frozenset({DecisionEffect.MADE, DecisionEffect.VARIED})


class UndoneAct(NamedTuple):
    """What became of an act: the decision by which it fell, and whether it was withdrawn or varied.

    What was withdrawn in part still holds in part: its text has changed, as if it were varied.
    """

    by: Decision
    effect: DecisionEffect

    @property
    def word(self) -> str:
        return "部分撤销" if self.by.effect != self.effect else self.effect


def is_burdening(act: Act) -> bool:
    """Whether an act takes something from the institution, or may."""
    match act:
        case RectificationOrder() | Bar() | Suspension() | FilingEnded():
            return True
        case RectificationOutcome():
            return act.result == OutcomeResult.NOT_MET
        case Decision():
            return act.effect in BURDENING_EFFECTS
        case _:
            return False


@dossier_cache
def find_undone(dossier: Dossier, day: dt.date) -> Mapping[str, UndoneAct]:
    """The acts whose text no longer holds by `day`, by file name, each with what became of it.

    With a withdrawn act fall those that would tell what it said and do not hold by themselves; with a varied
    one only the corrections of its text, and the record of a bar that is none any more.
    """
    # Not those in force: it is just the withdrawn ones that are looked for.
    every = [act for act in dossier.acts if act.date <= day]
    standing = select_in_force(every, day)
    decisions = [act for act in standing if isinstance(act, Decision)]
    failed = {each.outcome.stem for each in list_determinations(standing) if each.failed}
    by_stem = {act.stem: act for act in every}
    undone: dict[str, UndoneAct] = {}
    # Withdrawn comes first: an act that was varied and then withdrawn is a withdrawn one.
    for effect in (DecisionEffect.WITHDRAWN, DecisionEffect.VARIED):
        for decision in decisions:
            target = by_stem.get(decision.target or "") if _weigh(decision) == effect else None
            if target and is_burdening(target):
                # The first decision that undid it is the one that is shown: later ones find it undone.
                undone.setdefault(target.stem, UndoneAct(decision, effect))
        _take_along(every, undone, failed)
    return undone


def _weigh(decision: Decision) -> DecisionEffect:
    """What a decision does to the text of the act that it names."""
    in_part = decision.effect == DecisionEffect.WITHDRAWN and decision.part
    return DecisionEffect.VARIED if in_part else decision.effect


def _take_along(acts: Sequence[Act], undone: dict[str, UndoneAct], failed: Collection[str]) -> None:
    """Add the acts that fall with those that are found; `failed` are the outcomes that bar."""
    # Until nothing more falls: a correction of an extension of a withdrawn order is three steps away.
    while more := {
        act.stem: undone[stem]
        for act in acts
        if act.stem not in undone
        for stem in sorted(list_subjects(act) & undone.keys())
        if _falls_with(act, undone[stem], failed)
    }:
        undone |= more


def _falls_with(act: Act, other: UndoneAct, failed: Collection[str]) -> bool:
    """Whether the text of an act falls with that of one that it names."""
    if act is other.by:
        return False
    match act:
        case Correction():
            return True
        case Bar():
            # A bar stands as long as its outcome still says 未达到: it may have been varied and varied back.
            return act.outcome not in failed
        case RectificationExtension() | SuspensionLifted():
            return other.effect == DecisionEffect.WITHDRAWN
        case RectificationOutcome():
            return other.effect == DecisionEffect.WITHDRAWN and act.result == OutcomeResult.MET
        case Decision():
            return DecisionEffect.WITHDRAWN == other.effect != act.effect
        case _:
            return False
