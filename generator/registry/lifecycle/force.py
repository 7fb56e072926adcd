"""Which acts are in force on a day: those that no decision in force has withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from ..model.kinds import Act, Decision, DecisionEffect


def select_in_force(acts: Iterable[Act], day: dt.date) -> tuple[Act, ...]:
    """The acts of `day` and before, without those that a decision of `day` or before has withdrawn."""
    dated = tuple(act for act in acts if act.date <= day)
    withdrawn = find_withdrawn(dated)
    return tuple(act for act in dated if act.stem not in withdrawn) if withdrawn else dated


def find_withdrawn(acts: Sequence[Act]) -> set[str | None]:
    """Which acts decisions among these have withdrawn."""
    withdrawn: set[str | None] = set()
    for act in reversed(acts):  # a withdrawal that was itself withdrawn later does not count
        if isinstance(act, Decision) and act.effect == DecisionEffect.WITHDRAWN and act.stem not in withdrawn:
            withdrawn.add(act.target)
    return withdrawn
