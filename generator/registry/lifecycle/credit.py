"""What the register shows of a day: an institution listed (Article 24), a course in a passed plan (17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..model.dossier import Dossier
from .calendar import day_before
from .duties import year_end
from .plans import InPlan, courses
from .status import State, status, turning_days


class Span(NamedTuple):
    """Days on which nothing turned: the filing value and the suspension, if there was one.

    `first` and `last` are inclusive; None where the span has no beginning, or goes on.
    """

    first: dt.date | None
    last: dt.date | None
    filing: State
    suspended: State | None

    @property
    def shown(self) -> bool:
        """Whether the register shows the institution as listed and free to teach."""
        return self.filing.code == "listed" and self.suspended is None


class Days(NamedTuple):
    """Days of a year (inclusive) on which a course stood in a passed plan.

    `since` is the pass that it rests on, `path` the plan or amendment that has it.
    """

    first: dt.date
    last: dt.date
    since: dt.date
    path: str


class Planned(NamedTuple):
    """A course of a year under one title, where it is first so called, and its days in a passed plan."""

    row: InPlan
    days: tuple[Days, ...]


def spans(dossier: Dossier, day: dt.date) -> list[Span]:
    """The institution's whole time up to `day`, without a gap."""
    found: list[Span] = []
    for first in (None, *sorted(each for each in turning_days(dossier) if each <= day)):
        then = status(dossier, first or dt.date.min)
        suspended = next((each for each in then.conditions if each.code == "suspended"), None)
        if found and _same(found[-1].filing, then.filing) and _same(found[-1].suspended, suspended):
            continue
        if found and first:
            found[-1] = found[-1]._replace(last=day_before(first))
        found.append(Span(first, None, then.filing, suspended))
    return found


def _same(one: State | None, other: State | None) -> bool:
    """Whether two states are one, though another regulation may number its article otherwise."""
    return one == other or bool(one and other and one._replace(article="") == other._replace(article=""))


def planned(dossier: Dossier, year: int, day: dt.date) -> list[Planned]:
    """The courses of a year's plan and passed amendments as known by `day`, each once for every title it had.

    What never stood in a passed plan has no days. A pass that was undone, or a course that was dropped, ends
    its days.
    """
    rows: dict[tuple[str, str], InPlan] = {}
    found: dict[tuple[str, str], list[Days]] = {}
    for first, last in _periods(dossier, year, day):
        begun, ended = max(first, dt.date(year, 1, 1)), min(last, year_end(year))
        for id_, row in courses(dossier, year, first).items():
            key = id_, row.course.title
            rows.setdefault(key, row)
            days = found.setdefault(key, [])
            if row.since is None or begun > ended:
                continue
            if days and days[-1].last == day_before(begun):
                days[-1] = days[-1]._replace(last=ended)
            else:
                days.append(Days(begun, ended, row.since, row.path))
    return [Planned(rows[key], tuple(days)) for key, days in found.items()]


def _periods(dossier: Dossier, year: int, day: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The first and last days between which nothing passes, or is undone, of a year's plan and amendments.

    The first of all is the day on which the plan came.
    """
    records = [each for each in (dossier.plan(year), *dossier.amendments_of(year)) if each]
    steps = [step for each in records for step in each.steps if step.date <= day]
    turns = {step.date for step in steps if step.action in ("通过", "退回")}
    days = sorted(turns | {min(step.date for step in steps)}) if steps else []
    for first, after in pairwise([*days, None]):
        assert first
        yield first, day_before(after) if after else year_end(year)
