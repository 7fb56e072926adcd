"""The effect of a burdening act on a day: not yet, in force, stayed, in part, over, varied or withdrawn.

Nobody types it: it follows from the act's own days and from the acts that name it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import (
    Act,
    Bar,
    Decision,
    DecisionEffect,
    RectificationOrder,
    RectificationOutcome,
    Suspension,
    SuspensionLifted,
)
from .bars import compute_bars
from .calendar import add_day
from .force import (
    find_stays,
    find_withdrawn,
    get_effective_day,
    is_over,
    list_effective_decisions,
    select_in_force,
)
from .undone import is_burdening

EffectCode = Literal["not-yet", "in-force", "stayed", "partly", "ended", "varied", "withdrawn"]
# What an act's effect is called on pages and in the data.
LABELS: dict[EffectCode, str] = {
    "not-yet": "尚未生效",
    "in-force": "有效",
    "stayed": "停止执行",
    "partly": "部分有效",
    "ended": "已经结束",
    "varied": "已变更",
    "withdrawn": "已撤销",
}


class ActEffect(NamedTuple):
    """The effect of an act: its code, since when, the act that brought it about, and what part that is about.

    `by` is None where the act itself says so.
    """

    code: EffectCode
    since: dt.date
    by: Act | None = None
    part: str = ""

    @property
    def label(self) -> str:
        """What the effect is called; of a part, what was done to it, since the rest holds."""
        if isinstance(self.by, Decision) and self.part:
            return "部分停止执行" if self.by.effect == DecisionEffect.STAYED else "部分撤销"
        return LABELS[self.code]


def derive_effect(dossier: Dossier, act: Act, day: dt.date) -> ActEffect | None:
    """The effect of a burdening act at the end of `day`; None of another act, or of one made later."""
    if act.date > day or not is_burdening(act):
        return None
    decisions = list_effective_decisions(dossier.acts, day)
    # Undone goes before over: an act that was withdrawn has no end of its own to tell of.
    effect = _find_undone(decisions, act, day) or _find_ended(dossier, act, day)
    if effect:
        return effect
    since = get_effective_day(act)
    if since > day:
        return ActEffect("not-yet", since)
    if stay := find_stays(decisions, day).get(act.stem):
        return ActEffect("stayed", get_effective_day(stay), stay)
    return _find_partial(decisions, act, day) or ActEffect("in-force", since)


def _find_undone(decisions: Sequence[Decision], act: Act, day: dt.date) -> ActEffect | None:
    """The effect of an act that a decision has withdrawn or varied; the last such decision counts."""
    # A decision that was itself withdrawn, or is stayed, undoes nothing.
    gone = find_withdrawn(decisions) | find_stays(decisions, day).keys()
    standing = [each for each in decisions if each.target == act.stem and each.stem not in gone]
    # Withdrawn goes before varied, however late the variation came.
    undoings: tuple[tuple[DecisionEffect, EffectCode], ...] = (
        (DecisionEffect.WITHDRAWN, "withdrawn"),
        (DecisionEffect.VARIED, "varied"),
    )
    for effect, code in undoings:
        by = next(
            (each for each in reversed(standing) if each.effect == effect and not _is_partial(each)), None
        )
        if by:
            return ActEffect(code, get_effective_day(by), by)
    return None


def _is_partial(decision: Decision) -> bool:
    return decision.effect == DecisionEffect.WITHDRAWN and bool(decision.part)


def _find_partial(decisions: Sequence[Decision], act: Act, day: dt.date) -> ActEffect | None:
    """The effect of an act of which a part is withdrawn or stayed."""
    withdrawn = find_withdrawn(decisions)
    taken = [each for each in decisions if each.target == act.stem and each.stem not in withdrawn]
    by = next((each for each in reversed(taken) if _is_partial(each)), None)
    by = by or find_stays(decisions, day, part=True).get(act.stem)
    return ActEffect("partly", get_effective_day(by), by, by.part or "") if by else None


def _find_ended(dossier: Dossier, act: Act, day: dt.date) -> ActEffect | None:
    """The effect of an act that is over: by its last day, an act that ends it, or the bar that it records."""
    until: dt.date | None = getattr(act, "until", None)
    if until and is_over(act, day):
        return ActEffect("ended", add_day(until))
    if isinstance(act, Bar):
        ends = [each.end for each in compute_bars(dossier, day) if each.record is act and each.end < day]
        return ActEffect("ended", add_day(ends[0])) if ends else None
    by = next((each for each in select_in_force(dossier.acts, day) if _ends(each, act)), None)
    return ActEffect("ended", by.date, by) if by else None


def _ends(other: Act, act: Act) -> bool:
    """Whether an act ends another: a lifting its suspension, an outcome its order."""
    match other:
        case SuspensionLifted():
            return isinstance(act, Suspension) and other.suspension == act.stem
        case RectificationOutcome():
            return isinstance(act, RectificationOrder) and other.order == act.stem
        case _:
            return False
