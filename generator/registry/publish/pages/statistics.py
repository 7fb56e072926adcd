"""What the register adds up to, counted from the rows of the open data: so anyone can count again."""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ...display import format_day, format_number
from ...lifecycle.duties import get_year_end
from ...model.batches import get_listed, get_publication_days, is_published
from ...model.kinds import Batch
from ...model.measures import sum_longest
from ..open_data.columns import JOINED, Cell, Row
from ..open_data.documents import Documents

K = TypeVar("K")

UNKNOWN = "未写明"
# A chart shows the largest so many; the table below it has them all.
CHARTED = 10
# Charts are drawn for a narrow screen, WIDTH units across, with a line for each label and for each bar; on a
# wide screen they stand side by side. ROOM is for the number after the longest bar.
WIDTH, LINE, GAP, ROOM = 340, 19, 9, 110


class Sums(NamedTuple):
    """What a group comes to: institutions, courses of passed plans, and what summaries say was held.

    Hours count each course once (see model/measures.py), `class_hours` each class; persons are 人次.
    """

    institutions: int = 0
    courses: int = 0
    planned_hours: float = 0
    planned_persons: int = 0
    runs: int = 0
    held_hours: float = 0
    class_hours: float = 0
    held_persons: int = 0

    def __add__(self, other: Sums) -> Sums:  # type: ignore[override]
        return Sums._make(map(operator.add, self, other))


# The groups of a tally, with the column of institutions that has their labels.
GROUPS = {"field": "fields", "mode": "modes"}
YEARS = "year"
NOW = 0  # the year of what is so on the day
NEVER = dt.MAXYEAR
# Sums by group, year and label.
Tally = dict[tuple[str, int, str], Sums]


def make_tally(rows: Mapping[str, list[Row]], years: Mapping[int, str]) -> Tally:
    """What an institution adds to the statistics, from its rows in the open data.

    `years` are those at whose end it was listed, each with the name of its area then.
    """
    (institution,) = rows["institutions"]
    areas = {row["year"]: row["area_name"] for row in (*rows["courses"], *rows["runs"])}
    found: Tally = {}
    if institution["status"] == "listed":
        for group, column in GROUPS.items():
            for label in filter(None, str(institution.get(column) or "").split(JOINED)):
                _count(found, (group, NOW, label), Sums(institutions=1))
    for (year, field, mode), sums in _courses(rows).items():
        for group, named in ((YEARS, year), ("area", areas[year]), ("field", field), ("mode", mode)):
            _count(found, (group, year, str(named or UNKNOWN)), sums)
    for year, area in years.items():
        _count(found, (YEARS, year, str(year)), Sums(institutions=1))
        _count(found, ("area", year, area), Sums(institutions=1))
    return found


def _courses(rows: Mapping[str, list[Row]]) -> dict[tuple[int, Cell, Cell], Sums]:
    """What was planned and held, by year, field and mode: there are far fewer of them than courses."""
    planned = {(row["year"], row["id"]): row for row in rows["courses"]}
    passed = [(row["year"], row, row) for row in planned.values() if row.get("passed_on")]
    held = [(row["year"], planned.get((row["year"], row["course"]), {}), row) for row in rows["runs"]]
    found: dict[tuple[int, Cell, Cell], Sums] = {}
    for key, group in _grouped(passed).items():
        hours, persons = _add_up(group, "hours"), int(_add_up(group, "persons"))
        _count(found, key, Sums(0, len(group), hours, persons))
    for key, group in _grouped(held).items():
        hours, persons = _add_up(group, "hours"), int(_add_up(group, "persons"))
        longest = sum_longest((row["course"], _number(row, "hours")) for row in group)
        _count(found, key, Sums(0, 0, 0, 0, len(group), longest, hours, persons))
    return found


def _grouped(rows: Iterable[tuple[Cell, Row, Row]]) -> dict[tuple[int, Cell, Cell], list[Row]]:
    """Rows by year and by field and mode of their course."""
    found: defaultdict[tuple[int, Cell, Cell], list[Row]] = defaultdict(list)
    for year, course, row in rows:
        found[int(str(year)), course.get("field"), course.get("mode")].append(row)
    return found


def _add_up(rows: Iterable[Row], name: str) -> float:
    return sum(_number(row, name) for row in rows)


def _count(found: dict[K, Sums], key: K, sums: Sums) -> None:
    found[key] = found[key] + sums if key in found else sums


def add_tally(total: Tally, part: Tally) -> None:
    """Add a tally to another."""
    for key, sums in part.items():
        _count(total, key, sums)


class Bar(NamedTuple):
    """A bar of a chart: what it is of, where it begins, how long it is, what is said beside it."""

    series: str
    top: int
    width: float
    text: str


class ChartRow(NamedTuple):
    """A label of a chart and its bars."""

    label: str
    top: int
    bars: list[Bar]


class Chart(NamedTuple):
    """The geometry of a bar chart."""

    name: str
    title: str
    width: int
    height: int
    line: int
    rows: list[ChartRow]


class SumsTable(NamedTuple):
    """A table of sums by label, and charts of some of its rows."""

    name: str
    title: str
    rows: list[tuple[str, Sums]]
    charts: list[Chart]


class StatisticsData(NamedTuple):
    """What the page shows: every year; and the latest year with summaries by area, field and mode.

    `paged` are the years that have a page of their own, the latest first.
    """

    day: str
    year: int
    years: SumsTable
    groups: list[SumsTable]
    paged: list[int]


class YearData(NamedTuple):
    """The page of a year: its courses by area, field and mode; areas as they were then."""

    title: str
    year: int
    is_over: bool
    groups: list[SumsTable]


class Statistics:
    """Tells what the tallies of all institutions of one publication add up to."""

    def __init__(self, documents: Documents, total: Tally) -> None:
        self.day = documents.day
        self.batches = documents.register.batches.values()
        areas = documents.register.tables.areas.values()
        self.areas = [name for area in areas for name in (*(f.name for f in area.former_names), area.name)]
        self.total = total

    def show_section(self) -> StatisticsData:
        """What the page shows."""
        year = max((year for (_, year, _), sums in self.total.items() if sums.runs), default=NOW)
        groups = [
            self.group_sums("area", "监督地区", year, self.areas),
            self.group_sums("field", "领域", year),
            self.group_sums("mode", "教学方式", year),
        ]
        paged = list(reversed(list_statistics_years(self.batches, self.day)))
        shown = [group for group in groups if group.rows and year]
        return StatisticsData(format_day(self.day), year, self.list_years(), shown, paged)

    def show_year(self, year: int) -> YearData:
        """The page of a year."""
        groups = [
            self.group_sums("area", "监督地区", year, self.areas),
            self.group_sums("field", "领域", year, of_now=False),
            self.group_sums("mode", "教学方式", year, of_now=False),
        ]
        return YearData(
            f"{year}年统计", year, get_year_end(year) < self.day, [group for group in groups if group.rows]
        )

    def list_years(self) -> SumsTable:
        """Every year since the first list, with how many institutions were listed at its end."""
        found = []
        for year in list_statistics_years(self.batches, self.day):
            label = f"{year}年" if get_year_end(year) < self.day else f"{year}年（至今）"
            found.append((label, self.total.get((YEARS, year, str(year)), Sums())))
        return build_group("year", "年度", found, found)

    def group_sums(
        self, name: str, title: str, year: int, order: Sequence[str] = (), of_now: bool = True
    ) -> SumsTable:
        """A year's sums by label; by field and mode with the institutions now listed, unless told not to."""
        sums: dict[str, Sums] = {}
        for (of, when, label), found in self.total.items():
            if of == name and (when == year or (of_now and when == NOW)):
                sums[label] = sums.get(label, Sums()) + found
        largest = sorted(sums.items(), key=lambda each: (-each[1].planned_hours, each[0]))
        if order:
            rows = sorted(largest, key=lambda each: order.index(each[0]) if each[0] in order else len(order))
            return build_group(name, title, rows, rows)
        return build_group(name, title, largest, largest[:CHARTED])


def list_statistics_years(batches: Iterable[Batch], day: dt.date) -> range:
    """The years since the first list that is published on `day`."""
    lists = [each for each in batches if get_listed(each) and is_published(each, day)]
    first = min((each.year for each in get_publication_days(lists)), default=NEVER)
    return range(first, day.year + 1)


def _number(row: Row, name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else 0


def build_group(
    name: str, title: str, rows: list[tuple[str, Sums]], charted: list[tuple[str, Sums]]
) -> SumsTable:
    """A table of sums, and charts of some of its rows: hours and persons, planned and held."""
    charts = [
        build_chart(f"{name}-hours", "课程课时", charted, lambda sums: (sums.planned_hours, sums.held_hours)),
        build_chart(
            f"{name}-persons", "人次", charted, lambda sums: (sums.planned_persons, sums.held_persons)
        ),
    ]
    return SumsTable(name, title, rows, charts)


def build_chart(
    name: str, title: str, rows: list[tuple[str, Sums]], select: Callable[[Sums], tuple[float, float]]
) -> Chart:
    """A bar chart: of each row a label, a bar of what was planned, one of what was held."""
    longest = max((max(select(sums)) for _, sums in rows), default=0) or 1
    found = []
    for number, (label, sums) in enumerate(rows):
        top = number * (3 * LINE + GAP)
        planned, held = select(sums)
        texts = (
            f"计划 {format_number(planned)}",
            f"举办 {format_number(held)}" if sums.runs else "未见举办的记录",
        )
        bars = [
            Bar(series, top + line * LINE, round(value / longest * (WIDTH - ROOM), 1), text)
            for line, series, value, text in zip(
                (1, 2), ("planned", "held"), (planned, held), texts, strict=True
            )
        ]
        found.append(ChartRow(label, top, bars))
    return Chart(name, title, WIDTH, len(rows) * (3 * LINE + GAP), LINE, found)
