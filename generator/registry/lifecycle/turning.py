"""The days on which anything made from a dossier may change: its pages, its data, its status.

For what is made from a dossier a day only matters by its year and by whether it lies before or after other
dates: those that the records name, and those computed from them. So nothing changes from one of these days to
the day before the next. A day too many costs time, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import Change
from ..model.register import Register
from ..model.tables import TABLES
from ..records.loader import Document
from ..records.record_path import get_dossier_id
from ..records.recorded import RecordingHistory
from .calendar import add_day, compute_annual_due, subtract_day
from .duties import get_year_end
from .endings import list_endings
from .plans import collect_courses
from .publication import compute_change_deadline, list_publications
from .recording import DATE
from .representatives import list_leaving_days
from .status import collect_turning_days, derive_status


class SteadyPeriod(NamedTuple):
    """A period in which something stays the same: its first and its last day (inclusive)."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


def find_steady_period(
    register: Register, folders: Iterable[str], recorded: Mapping[str, RecordingHistory], day: dt.date
) -> SteadyPeriod:
    """The days around `day`, within its year, on which all that is made of some dossiers is the same.

    `folders` are the dossiers' own; those whom they succeed are looked at as well. `recorded` is what history
    tells of the files.
    """
    # Never beyond the year: duties are counted by year, and what a new one brings no record names.
    new_year = dt.date(day.year, 1, 1)
    first, last = new_year, get_year_end(day.year)
    for turn in _list_turns(register, folders, recorded, day):
        if first < turn <= day:
            first = turn
        elif day < turn <= last:
            last = subtract_day(turn)
    return SteadyPeriod(first, last)


def _list_turns(
    register: Register, folders: Iterable[str], recorded: Mapping[str, RecordingHistory], day: dt.date
) -> Iterator[dt.date]:
    """Every day of the year of `day` on which something may turn; days of other years are among them."""
    reaches = [register.list_dependencies(folder) for folder in folders]
    below = dict.fromkeys(folder for reach in reaches for folder in reach.folders)
    ids = [get_dossier_id(folder) for folder in below]
    beside = {
        register.batches[id_].path for reach in reaches for id_ in reach.batches if id_ in register.batches
    }
    beside.update(*(register.repairs.get(id_, ()) for id_ in ids))
    shared = register.shared.filed
    # What a calendar names turns a deadline, which is computed below, and nothing else.
    documents = [
        document
        for path, document in shared.items()
        if (document.kind in TABLES and document.kind != "calendar") or path in beside
    ]
    documents += (each for folder in below for each in register.read_folder(folder).filed.values())
    for date in _list_named_dates(documents, recorded):
        # Cheap and complete in place of exact: a date that turns nothing only shortens the period.
        yield from (date, add_day(date))  # the second is the first day after what holds to its end
    for before in (max(day.year - 1, dt.MINYEAR), day.year):  # a deadline may roll into the next year
        if due := compute_annual_due(register.tables, before):
            yield add_day(due)
    for dossier in (register.dossiers[id_] for id_ in ids if id_ in register.dossiers):
        yield from collect_turning_days(dossier)
        yield from list_leaving_days(dossier)
        yield from _list_notice_days(dossier, day)
        yield from _list_days_after_targets(dossier)
        yield from _list_days_after_months(dossier, day.year)


def _list_named_dates(
    documents: Sequence[Document], recorded: Mapping[str, RecordingHistory]
) -> set[dt.date]:
    """The dates that records name anywhere, and those on which their files were recorded."""
    # From the JSON as it lies there: nothing is typed for it, and no date is forgotten. Many are in several.
    written = {date for document in documents for date in DATE.findall(document.packed)}
    dates = {date for each in written if (date := _read_date(each))}
    histories = (recorded.get(document.path) for document in documents)
    return dates.union(*(history[:2] for history in histories if history))


def _read_date(written: bytes) -> dt.date | None:
    """A date; None for a text that looks like one."""
    try:
        return dt.date.fromisoformat(written.decode())
    except ValueError:
        return None


def _list_notice_days(dossier: Dossier, day: dt.date) -> Iterator[dt.date]:
    """The days on which it is told that something ends, of what stands on `day`."""
    for ending in list_endings(dossier, derive_status(dossier, day), day):
        yield add_day(ending.last)
        for before in ending.days:
            if before < ending.last.toordinal():
                yield ending.last - dt.timedelta(before)


def _list_days_after_targets(dossier: Dossier) -> Iterator[dt.date]:
    """The first days on which the publication of a change (Article 27) or a decision is overdue."""
    for publication in list_publications(dossier, dt.date.max):
        yield add_day(publication.due.day)
    for act in dossier.get_acts(Change):
        if deadline := compute_change_deadline(dossier.tables, act):
            yield add_day(deadline.day)


def _list_days_after_months(dossier: Dossier, year: int) -> Iterator[dt.date]:
    """The first days after the months of a year for which courses are planned."""
    months = {month for row in collect_courses(dossier, year).values() for month in row.course.months}
    for month in months - {12}:
        yield dt.date(year, month + 1, 1)
