"""Acts of one day, in whichever lawful order they allow.

Nobody writes down the hour. So acts of one day are taken in the usual order of their kinds if that is lawful,
else in the first order that is; the numbers of their files order those of one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ..json_data import Fields
from ..model.dossier import Dossier
from ..model.kinds import Act, Change, Transfer
from .acts import TABLE, list_moments_before
from .fold import fold_act, state_value
from .force import select_in_force

MAX_TRIED = 500  # the most acts that are tried for a day


def order_lawfully(dossier: Dossier) -> Dossier:
    """The dossier with its acts in a lawful order; of a day that allows none they stay as they are."""
    ordered: list[Act] = []
    for _, group in groupby(dossier.acts, key=lambda act: act.date):
        day = list(group)
        # Acts of one kind are in the order of their numbers, and nothing is to be searched.
        several = len({type(act) for act in day}) > 1
        ordered += _Day(dossier, ordered).order_acts(day) if several else day
    acts = tuple(ordered)
    return dossier if acts == dossier.acts else replace(dossier, acts=acts)


class _Day:
    """The search for a lawful order of the acts of a day, after those of the days before."""

    def __init__(self, dossier: Dossier, before: Sequence[Act]) -> None:
        self.dossier = dossier
        self.before = tuple(before)
        self.left = MAX_TRIED

    def order_acts(self, acts: list[Act]) -> list[Act]:
        """The acts in the first lawful order; as they are where there is none."""
        queues: dict[type[Act], list[Act]] = {}
        for act in acts:
            queues.setdefault(type(act), []).append(act)
        return self._extend([], list(queues.values()), len(acts)) or acts

    def _extend(self, done: list[Act], queues: list[list[Act]], wanted: int) -> list[Act] | None:
        """An order of the acts that begins with `done` and goes on lawfully; None where there is none."""
        if len(done) == wanted:
            return done
        for i, queue in enumerate(queues):
            if queue and self.left and self._fits(done, queue[0]):
                rest = [*queues[:i], queue[1:], *queues[i + 1 :]]
                if order := self._extend([*done, queue[0]], rest, wanted):
                    return order
        return None

    def _fits(self, done: list[Act], act: Act) -> bool:
        """Whether an act is lawful after those before it."""
        # A day with many acts has more orders than can be tried: then the usual one stays, and the rule
        # tells.
        self.left -= 1
        acts = (*self.before, *done)
        if not TABLE[type(act)].allows(act, list_moments_before(self.dossier, acts, act)):
            return False
        return not isinstance(act, Change | Transfer) or _matches(acts, act)


def _matches(acts: tuple[Act, ...], act: Change | Transfer) -> bool:
    """Whether what an act says was there before is what the acts before it have left."""
    current: Fields | None = None
    for other in select_in_force(acts, act.date):
        current = fold_act(current, other)
    if current is None:
        return True
    if isinstance(act, Transfer):
        return (act.from_area, act.from_system) == (current["area"], current["system"])
    return all(state_value(each.field, each.before) == current.get(each.field) for each in act.changes)
