"""The sums of an institution's year, as planned and as held, beside the numbers of Article 7."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...display import format_number
from ...model.kinds import Parameters, PersonsUnit, SummaryPersons
from ...model.measures import Measure


class TotalRow(NamedTuple):
    """A sum of a year, as planned and as held, beside the regulation's limit; empty where there is none."""

    label: str
    article: str
    limit: str
    planned: str
    held: str


class YearLoad(NamedTuple):
    """What a year comes to: as planned, as held, and the persons that its summary tells.

    None where there is no plan, or no summary.
    """

    planned: Measure | None
    held: Measure | None
    persons: SummaryPersons | None


def list_totals(load: YearLoad, parameters: Parameters, cite: Callable[[str], str]) -> list[TotalRow]:
    """The sums of a year; those that the regulation sets no limit to only where they say more."""
    planned, held, persons = load
    article = cite("7(4)")
    rows = [
        TotalRow(
            "课程课时",
            article,
            _write_limit(parameters.min_hours),
            format_number(planned.course_hours) if planned else "",
            format_number(held.course_hours) if held else "",
        )
    ]
    if _says_more(planned) or _says_more(held):
        words = [_write_class_hours(each) for each in (planned, held)]
        rows.append(TotalRow("办班课时", "", "", *words))
    rows.append(
        TotalRow(
            "人数",
            article,
            _write_limit(parameters.min_persons),
            f"{planned.attendances} {PersonsUnit.ATTENDANCES}" if planned else "",
            f"{persons.count} {persons.unit}" if persons else "",
        )
    )
    return rows


def build_remote_row(load: YearLoad, parameters: Parameters, cite: Callable[[str], str]) -> TotalRow:
    """The new remote hours of a year, of which Article 7(5) asks so many of who teaches remotely."""
    words = [format_number(each.new_remote_hours) if each else "" for each in load[:2]]
    return TotalRow("新增远程课时", cite("7(5)"), _write_limit(parameters.min_new_remote_hours), *words)


def _write_limit(limit: float | None) -> str:
    return "" if limit is None else format_number(limit)


def _says_more(measure: Measure | None) -> bool:
    """Whether it is known that a course is held more than once."""
    return bool(measure and measure.class_hours not in (None, measure.course_hours))


def _write_class_hours(measure: Measure | None) -> str:
    if measure is None:
        return ""
    return "未载明" if measure.class_hours is None else format_number(measure.class_hours)
