"""Which acts are in force on a day: those that no decision in force has withdrawn, or stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from ..model.dossier import Dossier
from ..model.kinds import Act, Decision, DecisionEffect

A = TypeVar("A", bound=Act)


def get_effective_day(act: Act) -> dt.date:
    """The day from which an act has effect: that on which it was made, where it names no later one."""
    later: dt.date | None = getattr(act, "effective_on", None)
    return later or act.date


def select_in_force(acts: Iterable[Act], day: dt.date) -> tuple[Act, ...]:
    """The acts of `day` and before, without those that a decision in force then has withdrawn or stays."""
    dated = tuple(act for act in acts if act.date <= day)
    out = find_out_of_force(dated, day)
    return tuple(act for act in dated if act.stem not in out) if out else dated


def list_standing(dossier: Dossier, kind: type[A], day: dt.date = dt.date.max) -> list[A]:
    """The acts of a kind that are in force on `day`, by default after all acts, in order of date."""
    return [act for act in select_in_force(dossier.acts, day) if isinstance(act, kind)]


def find_out_of_force(acts: Iterable[Act], day: dt.date) -> set[str | None]:
    """Which acts decisions among these have withdrawn by `day`, or stay on it."""
    decisions = list_effective_decisions(acts, day)
    return find_withdrawn(decisions) | find_stays(decisions, day).keys() if decisions else set()


def list_effective_decisions(acts: Iterable[Act], day: dt.date) -> list[Decision]:
    """The decisions among acts that have effect by `day`."""
    return [act for act in acts if isinstance(act, Decision) and get_effective_day(act) <= day]


def find_withdrawn(acts: Sequence[Act]) -> set[str | None]:
    """Which acts decisions among these have withdrawn as a whole."""
    withdrawn: set[str | None] = set()
    # From the last to the first: whether a withdrawal counts is known once all that came after it is.
    for act in reversed(acts):  # a withdrawal that was itself withdrawn later does not count
        if (
            isinstance(act, Decision)
            and act.effect == DecisionEffect.WITHDRAWN
            and not act.part
            and act.stem not in withdrawn
        ):
            withdrawn.add(act.target)
    return withdrawn


def find_stays(
    decisions: Sequence[Decision], day: dt.date, part: bool = False
) -> Mapping[str | None, Decision]:
    """Which acts are stayed on `day` (停止执行), each by which decision; with `part` those in part.

    A stay ends with its last day, with a decision that resumes the act, or when it is itself withdrawn.
    """
    stays: dict[str | None, Decision] = {}
    withdrawn = find_withdrawn(decisions)
    for decision in decisions:
        if decision.stem in withdrawn:
            continue
        effect = decision.effect
        if effect == DecisionEffect.RESUMED:
            stays.pop(decision.target, None)
        # In order of date: a later stay of the same act takes the place of an earlier one, with its own last
        # day.
        elif effect == DecisionEffect.STAYED and bool(decision.part) == part and not is_over(decision, day):
            stays[decision.target] = decision
    return stays


def is_over(act: Act, day: dt.date) -> bool:
    """Whether an act that names its last day has ended by itself before `day`."""
    until: dt.date | None = getattr(act, "until", None)
    return until is not None and until < day
