"""What an office still did for an institution after a transfer had given it to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dossier import Dossier, dossier_cache, get_authority
from ..model.kinds import Application, StepAction, Transfer
from .force import list_standing
from .offices import COUNTED_BY

# The acts that count only where an office of the institution's place does them; see Article 5.
OF_THE_PLACE = (Application, *COUNTED_BY)


class OfficeStep(NamedTuple):
    """Something that an office did for an institution: when, who, and the record that tells it.

    `passes` is the year whose plan or amendment it passes, 0 where it passes none.
    """

    date: dt.date
    authority: str
    path: str
    passes: int = 0


@dossier_cache
def list_left_behind(dossier: Dossier) -> tuple[tuple[Transfer, tuple[OfficeStep, ...]], ...]:
    """Each transfer in force, with what offices of before still did until one of the new place did anything.

    A transfer that takes effect earlier than offices knew of, or is recorded with a wrong day, is one cause,
    however much has been done since. Once an office of the new place has acted, the old ones are known to be
    out of role: what they do then is a fault of its own.
    """
    transfers = list_standing(dossier, Transfer)
    every = sorted(_list_handled(dossier)) if transfers else []
    left_behind = []
    for i, transfer in enumerate(transfers):
        until = transfers[i + 1].date if i + 1 < len(transfers) else dt.date.max
        since = [each for each in every if transfer.date <= each.date < until]
        before = _list_offices(dossier, transfer.from_area, transfer.from_system, transfer.date)
        now = _list_offices(dossier, transfer.to_area, transfer.to_system, transfer.date)
        takeover = min((each.date for each in since if each.authority in now - before), default=dt.date.max)
        old = tuple(each for each in since if each.authority in before - now and each.date < takeover)
        if old:
            left_behind.append((transfer, old))
    return tuple(left_behind)


def is_caused_by_transfer(dossier: Dossier, authority: str, date: dt.date, path: str) -> bool:
    """Whether an office that acted out of role is one that a transfer had just left behind."""
    return any(
        (step.date, step.authority, step.path) == (date, authority, path)
        for _, handled in list_left_behind(dossier)
        for step in handled
    )


def is_unpassed_by_transfer(dossier: Dossier, year: int) -> bool:
    """Whether a pass of a year's plan or amendment does not count because of a transfer alone."""
    return any(each.passes == year for _, handled in list_left_behind(dossier) for each in handled)


def _list_handled(dossier: Dossier) -> Iterator[OfficeStep]:
    """What offices did that only those of the institution's place may do."""
    for act in dossier.acts:
        if isinstance(act, OF_THE_PLACE):
            yield OfficeStep(act.date, get_authority(act), act.path)
    for assessment in dossier.assessments:
        yield OfficeStep(assessment.date, assessment.authority, assessment.path)
    for record in dossier.handed_in_records:
        for step in record.steps:
            passes = record.year if step.action == StepAction.PASSED else 0
            yield OfficeStep(step.date, step.authority, record.path, passes)


def _list_offices(dossier: Dossier, area: str, system: str | None, day: dt.date) -> frozenset[str]:
    """The offices of a place but the city bureau, which acts for every place."""
    tables = dossier.tables
    own = (
        tables.list_hrss_side(area, day)
        | tables.list_departments(area, system, day)
        | tables.list_associations(system)
    )
    return own - {tables.find_city_bureau(day)}
