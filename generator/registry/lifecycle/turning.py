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


class PeriodFinder:
    """Finds the days around a day, within its year, on which all that is made of some dossiers is the same.

    `recorded` is what history tells of the register's files.
    """

    def __init__(self, register: Register, recorded: Mapping[str, RecordingHistory], day: dt.date) -> None:
        self.register = register
        self.recorded = recorded
        self.day = day
        # What a calendar names turns a deadline, which is computed below, and nothing else.
        tables = [
            document
            for document in register.shared.filed.values()
            if document.kind in TABLES and document.kind != "calendar"
        ]
        # Once for all dossiers, which share the tables.
        shared = {*_follow(_list_named_dates(tables, recorded)), *self._list_deadlines()}
        # Never beyond the year: duties are counted by year, and what a new one brings no record names.
        self.longest = self._cut(SteadyPeriod(dt.date(day.year, 1, 1), get_year_end(day.year)), shared)

    def find(self, folders: Iterable[str]) -> SteadyPeriod:
        """The steady period of some folders' dossiers; those whom they succeed are looked at as well."""
        return self._cut(self.longest, self._list_turns(folders))

    def _cut(self, period: SteadyPeriod, turns: Iterable[dt.date]) -> SteadyPeriod:
        """What is left of a period around the day where something turns on some days."""
        first, last = period
        for turn in turns:
            if first < turn <= self.day:
                first = turn
            elif self.day < turn <= last:
                last = subtract_day(turn)
        return SteadyPeriod(first, last)

    def _list_deadlines(self) -> Iterator[dt.date]:
        """The days after the deadlines of the year; one may roll into it from the year before."""
        for year in (max(self.day.year - 1, dt.MINYEAR), self.day.year):
            if due := compute_annual_due(self.register.tables, year):
                yield add_day(due)

    def _list_turns(self, folders: Iterable[str]) -> Iterator[dt.date]:
        """Every day of the year on which something of the dossiers may turn; others are among them."""
        register = self.register
        reaches = [register.list_dependencies(folder) for folder in folders]
        below = dict.fromkeys(folder for reach in reaches for folder in reach.folders)
        ids = [get_dossier_id(folder) for folder in below]
        beside = {
            register.batches[id_].path
            for reach in reaches
            for id_ in reach.batches
            if id_ in register.batches
        }
        beside.update(*(register.repairs.get(id_, ()) for id_ in ids))
        shared = register.shared.filed
        documents = [shared[path] for path in beside if path in shared]
        documents += (each for folder in below for each in register.read_folder(folder).filed.values())
        yield from _follow(_list_named_dates(documents, self.recorded))
        for dossier in (register.dossiers[id_] for id_ in ids if id_ in register.dossiers):
            yield from collect_turning_days(dossier)
            yield from list_leaving_days(dossier)
            yield from _list_notice_days(dossier, self.day)
            yield from _list_days_after_targets(dossier)
            yield from _list_days_after_months(dossier, self.day.year)


def _follow(dates: Iterable[dt.date]) -> Iterator[dt.date]:
    """The dates, each with the first day after what holds to its end."""
    # Cheap and complete in place of exact: a date that turns nothing only shortens the period.
    for date in dates:
        yield from (date, add_day(date))


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
    """The days on which notice is given that something ends, of what stands on `day`."""
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
