"""The plans, amendments, summaries and assessments that may be recorded next; of acts see acts.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import StepAction
from ..records.file_names import list_file_paths
from ..records.messages import explain_property
from ..records.record_path import RECORDS, RecordPath
from ..records.schemas import Kind, Schemas
from .acts import find_moment
from .duties import is_full_year, list_listed_years


class YearlyRecord(NamedTuple):
    """When a record of a year may be made.

    `lawful` tells whether one of a year may be made on a day, `recorded` whether there is one; `years` are
    those that are looked at first; `needs` says in words what is required.
    """

    lawful: Callable[[Dossier, int, dt.date], bool]
    recorded: Callable[[Dossier, int], bool]
    years: Callable[[Dossier, dt.date], Iterable[int]]
    needs: str


def _is_fixed(dossier: Dossier, year: int, day: dt.date) -> bool:
    """Whether a side has passed a plan, from when on it is not rewritten."""
    plan = dossier.get_plan(year)
    return bool(plan and any(each.action == StepAction.PASSED and each.date <= day for each in plan.steps))


YEARLY = {
    "plan": YearlyRecord(
        lawful=lambda dossier, _, day: find_moment(dossier, day).listed,
        recorded=lambda dossier, year: bool(dossier.get_plan(year)),
        years=lambda _, day: (day.year, day.year + 1),
        needs="计划由名单中的机构报送，一年一份",
    ),
    "amendment": YearlyRecord(
        lawful=_is_fixed,
        recorded=lambda *_: False,
        years=lambda _, day: (day.year, day.year + 1),
        needs="调整针对通过了的计划，没有一方通过的直接改计划",
    ),
    "summary": YearlyRecord(
        lawful=lambda dossier, year, day: bool(dossier.get_plan(year)) and year <= day.year,
        recorded=lambda dossier, year: bool(dossier.get_summary(year)),
        years=lambda _, day: (day.year - 1, day.year),
        needs="有了当年的计划才有总结，不早于当年，一年一份",
    ),
    "assessment": YearlyRecord(
        lawful=lambda dossier, year, _: is_full_year(dossier, year),
        recorded=lambda dossier, year: any(each.year == year for each in dossier.assessments),
        years=lambda dossier, day: (each for each in list_listed_years(dossier, day) if each < day.year),
        needs="考核针对全年在名单中、还没有考核的年度",
    ),
}


def find_next_year(
    kind: str, dossier: Dossier, schemas: Schemas, day: dt.date, asked: int | None = None
) -> int | None:
    """The year of which a record of a kind of YEARLY may be made next; None where there is none.

    With `asked` that year, if it is lawful, be there a record of it or not.
    """
    entry = YEARLY[kind]
    for year in [asked] if asked else entry.years(dossier, day):
        wanted = entry.lawful(dossier, year, day) and (bool(asked) or not entry.recorded(dossier, year))
        if wanted and _may_be_year(schemas, kind, year):
            return year
    return None


@lru_cache(1024)
def _may_be_year(schemas: Schemas, kind: str, year: int) -> bool:
    """Whether the schema of a kind takes a year: asked of the same few years for each dossier."""
    return not explain_property(schemas, kind, "year", year, "")


def list_recorded_years(kind: str, dossier: Dossier, day: dt.date) -> list[int]:
    """The years of which a record of a kind of YEARLY would be made next, had they none."""
    entry = YEARLY[kind]
    years = entry.years(dossier, day)
    return [year for year in years if entry.lawful(dossier, year, day) and entry.recorded(dossier, year)]


def find_next_amendment(dossier: Dossier, year: int) -> int:
    """The number of a year's next amendment."""
    return max((each.number for each in dossier.get_amendments(year)), default=0) + 1


def list_next_yearly(dossier: Dossier, schemas: Schemas, day: dt.date) -> Iterator[tuple[Kind, str]]:
    """The yearly records that may be made next, each with its path from the register's root."""
    for name in YEARLY:
        year = find_next_year(name, dossier, schemas, day)
        if year is not None:
            number = find_next_amendment(dossier, year) if name == "amendment" else 0
            kind, values = schemas.kinds[name], parse_path_values(dossier, day, year=year, number=number)
            yield kind, f"{RECORDS}/{next(list_file_paths(kind.path, values))}"


def parse_path_values(dossier: Dossier, day: dt.date, **others: object) -> dict[str, str]:
    """What stands in the path of a record: area, id, date, and what its kind has besides (year, rule …)."""
    names = {"area": RecordPath.parse_folder(dossier.folder).area, "id": dossier.id, "date": str(day)}
    return names | {name: str(each) for name, each in others.items()}
