"""What the public is told of an institution: no notice whose publication is over, nor what rests on it."""

from __future__ import annotations

import datetime as dt

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Act
from .acts import TABLE, find_moment
from .bars import BarSpan, compute_bars
from .duties import Duty, derive_duties
from .force import find_out_of_force
from .status import Status, derive_status
from .subjects import list_subjects


@dossier_cache
def list_expired(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The acts whose publication has ended by `day`, by file name, and those that name or correct one.

    These would tell what it said.
    """
    return frozenset(act.stem for act in _list_expired(dossier.acts, day))


@dossier_cache
def get_public_status(dossier: Dossier, day: dt.date) -> Status:
    """The status on a day without the conditions that rest on an act whose publication has ended.

    A bar in force is shown to its last day: the end of a publication ends a text, not what follows from it.
    """
    status, hidden = derive_status(dossier, day), list_withheld(dossier, day)
    shown = (each for each in status.conditions if each.code == "barred" or each.source not in hidden)
    return status._replace(conditions=tuple(shown))


@dossier_cache
def list_public_duties(dossier: Dossier, day: dt.date) -> tuple[Duty, ...]:
    """The duties on a day without those that rest on an act whose publication has ended."""
    hidden = list_withheld(dossier, day)
    return tuple(each for each in derive_duties(dossier, day) if each.source not in hidden)


def list_public_bars(dossier: Dossier, day: dt.date) -> list[BarSpan]:
    """The bars by a day without those that are over and rest on an act whose publication has ended."""
    hidden = list_withheld(dossier, day)
    return [
        bar
        for bar in compute_bars(dossier, day)
        if day <= bar.end or hidden.isdisjoint(each.path for each in (bar.outcome, bar.record) if each)
    ]


def may_be_offered(dossier: Dossier, kind: type[Act], day: dt.date) -> bool:
    """Whether the public may be told that an act of a kind is lawful now.

    One that may only name what is no longer public is not offered: it would tell what that said.
    """
    return bool({*TABLE[kind].among(find_moment(dossier, day))} - list_expired(dossier, day))


@dossier_cache
def list_withheld(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The files of the acts whose publication has ended by `day`."""
    return frozenset(act.path for act in _list_expired(dossier.acts, day))


def list_told_no_more(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The files of the acts whose text is published no more: its time is over, or they were withdrawn."""
    withdrawn = find_out_of_force(dossier.acts, day)
    return list_withheld(dossier, day) | {act.path for act in dossier.acts if act.stem in withdrawn}


def _list_expired(acts: tuple[Act, ...], day: dt.date) -> list[Act]:
    """The acts whose publication has ended by `day`, and those that say something of one."""
    ended = {act.stem for act in acts if (until := getattr(act, "notice_until", None)) and until < day}
    # Until nothing more is added: what names an ended act may be named itself.
    while more := {act.stem for act in acts if act.stem not in ended and list_subjects(act) & ended}:
        ended |= more
    return [act for act in acts if act.stem in ended]
