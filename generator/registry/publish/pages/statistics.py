"""What the register adds up to, counted from the rows of the open data: so anyone can count again."""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ...display import format_day, format_number
from ...json_data import NUMBERS
from ...lifecycle.duties import get_year_end
from ...model.batches import get_listed, get_publication_days, is_published
from ...model.kinds import Batch
from ...model.measures import sum_longest
from ..open_data.columns import JOINED, Cell, Row
from ..open_data.documents import Documents
from .charts import Chart, ChartNumbers, Series, SheetRow, build_bars
from .procedures import Procedures

K = TypeVar("K")

UNKNOWN = "未写明"
# A chart shows the largest so many; the table below it has them all.
MAX_CHARTED = 10


class Sums(NamedTuple):
    """What a group comes to: institutions, courses of passed plans, and what summaries say was held.

    Hours count each course once (see model/measures.py), `class_hours` each class; persons are 人次.
    """

    institutions: int = 0
    courses: int = 0
    planned_hours: float = 0.0  # with a point: a tally that was stored has it, and would else be another
    planned_persons: int = 0
    runs: int = 0
    held_hours: float = 0.0
    class_hours: float = 0.0
    held_persons: int = 0

    def __add__(self, other: Sums) -> Sums:  # type: ignore[override]
        return Sums._make(map(operator.add, self, other))

    def list_numbers(self) -> tuple[float | None, ...]:
        """All of them; None for what only summaries tell, where there is none."""
        held = self[4:]
        return (*self[:4], *(held if self.runs else [None] * len(held)))


# What the sums are called, in their order; institutions are called otherwise of years than of the day.
SUMS_TITLES = (
    "计划课程",
    "计划课程课时",
    "计划人数",
    "举办期数",
    "举办课程课时",
    "办班课时",
    "举办人次",
)
AT_ONCE = 256  # sums of one key that wait until they are added up
# The groups of a tally, with the column of institutions that has their labels.
GROUPS = {"field": "fields", "mode": "modes"}
YEARS = "year"
NOW = 0  # the year of what is so on the day
# Later than any day, so that a register without a list has no years at all.
NEVER = dt.MAXYEAR
# Sums by group, year and label.
Tally = dict[tuple[str, int, str], Sums]


def make_tally(rows: Mapping[str, list[Row]], years: Mapping[int, str]) -> Tally:
    """What an institution adds to the statistics, from its rows in the open data.

    `years` are those at whose end it was listed, each with the name of its area then.
    """
    (institution,) = rows["institutions"]
    areas = {row["year"]: row["area_name"] for row in (*rows["courses"], *rows["runs"])}
    tally: Tally = {}
    if institution["status"] == "listed":
        for group, column in GROUPS.items():
            for label in filter(None, str(institution.get(column) or "").split(JOINED)):
                _add_sums(tally, (group, NOW, label), Sums(institutions=1))
    for (year, field, mode), sums in _sum_courses(rows).items():
        for group, named in ((YEARS, year), ("area", areas[year]), ("field", field), ("mode", mode)):
            _add_sums(tally, (group, year, str(named or UNKNOWN)), sums)
    for year, area in years.items():
        _add_sums(tally, (YEARS, year, str(year)), Sums(institutions=1))
        _add_sums(tally, ("area", year, area), Sums(institutions=1))
    return tally


def _sum_courses(rows: Mapping[str, list[Row]]) -> dict[tuple[int, Cell, Cell], Sums]:
    """What was planned and held, by year, field and mode: there are far fewer of them than courses."""
    planned = {(row["year"], row["id"]): row for row in rows["courses"]}
    passed = [(row, row) for row in planned.values() if row.get("passed_on")]
    # A class may be held without being planned: then it has no field and no mode, and counts as UNKNOWN.
    held = [(planned.get((row["year"], row["course"]), {}), row) for row in rows["runs"]]
    sums_by_cell: dict[tuple[int, Cell, Cell], Sums] = {}
    for key, group in _group_rows(passed).items():
        hours, persons = _add_up(group, "hours"), int(_add_up(group, "persons"))
        _add_sums(sums_by_cell, key, Sums(0, len(group), hours, persons))
    for key, group in _group_rows(held).items():
        hours, persons = _add_up(group, "hours"), int(_add_up(group, "persons"))
        longest = sum_longest((row["course"], _get_number(row, "hours")) for row in group)
        _add_sums(sums_by_cell, key, Sums(0, 0, 0.0, 0, len(group), longest, hours, persons))
    return sums_by_cell


def _group_rows(rows: Iterable[tuple[Row, Row]]) -> dict[tuple[int, Cell, Cell], list[Row]]:
    """Rows, each given behind its course, by year and by field and mode of the course."""
    rows_by_cell: defaultdict[tuple[Cell, Cell, Cell], list[Row]] = defaultdict(list)
    for course, row in rows:
        rows_by_cell[row["year"], course.get("field"), course.get("mode")].append(row)
    return {(int(str(year)), field, mode): group for (year, field, mode), group in rows_by_cell.items()}


def _add_up(rows: Iterable[Row], name: str) -> float:
    return sum([_get_number(row, name) for row in rows])


def _add_sums(tally: dict[K, Sums], key: K, sums: Sums) -> None:
    before = tally.get(key)
    tally[key] = sums if before is None else before + sums


class TallySum:
    """What tallies add up to: those of one key are added up many at a time, in a third of the time."""

    def __init__(self) -> None:
        self._waiting: defaultdict[tuple[str, int, str], list[Sums]] = defaultdict(list)

    def add(self, tally: Tally) -> None:
        """Add a tally."""
        for key, sums in tally.items():
            waiting = self._waiting[key]
            waiting.append(sums)
            if len(waiting) == AT_ONCE:
                waiting[:] = [sum_all(waiting)]

    @property
    def total(self) -> Tally:
        """The sums of all that was added."""
        return {key: sum_all(waiting) for key, waiting in self._waiting.items()}


def sum_all(many: Iterable[Sums]) -> Sums:
    """Several sums as one; of none it is nothing."""
    return Sums._make(map(sum, zip(Sums(), *many, strict=True)))


class SumsTable(NamedTuple):
    """A table of sums by label, and charts of some of its rows."""

    name: str
    title: str
    rows: list[tuple[str, Sums]]
    charts: list[Chart]

    @property
    def total(self) -> Sums:
        """All rows together; of institutions only where each stands in one row."""
        return sum_all(sums for _, sums in self.rows)

    @property
    def sheet(self) -> ChartNumbers:
        """The table as a CSV."""
        rows = [(label, *sums.list_numbers()) for label, sums in self.rows]
        listed = "年末在名单" if self.name in (YEARS, "area") else "现在名单"
        return ChartNumbers(self.name, self.title, (self.title, listed, *SUMS_TITLES), [*rows])


class StatisticsData(NamedTuple):
    """What the page shows: every year; and the latest year with summaries by area, field and mode.

    `paged` are the years that have a page of their own, the latest first.
    """

    day: str
    year: int
    years: SumsTable
    groups: list[SumsTable]
    paged: list[int]
    procedures: Procedures
    each_year: ChartNumbers

    @property
    def sheets(self) -> list[ChartNumbers]:
        """The numbers behind all charts, and those of the pages of all years."""
        sheets = [each.sheet for each in (self.years, *self.groups)]
        sheets += [self.each_year] if self.years.rows else []
        return sheets + [each.sheet for each in self.procedures if each]


class YearData(NamedTuple):
    """The page of a year: its courses by area, field and mode; areas as they were then.

    `beside` are all years that have such a page, the latest first.
    """

    title: str
    year: int
    is_over: bool
    groups: list[SumsTable]
    beside: list[int]


class Statistics:
    """Tells what the tallies of all institutions of one publication add up to."""

    def __init__(self, documents: Documents, total: Tally) -> None:
        self.day = documents.day
        self.years = list_statistics_years(documents.register.batches.values(), self.day)
        areas = documents.register.tables.areas.values()
        self.areas = [name for area in areas for name in (*(f.name for f in area.former_names), area.name)]
        self.total = total

    def show_section(self, procedures: Procedures) -> StatisticsData:
        """What the page shows."""
        years = {year for (_, year, _), sums in self.total.items() if sums.runs}
        # In a year that is not over, the first summaries have come and most have not.
        whole = {year for year in years if get_year_end(year) < self.day}
        year = max(whole or years, default=NOW)
        shown = self.list_groups(year, of_now=True) if year else []
        paged, each_year = [*reversed(self.years)], self.build_sheet_of_years()
        return StatisticsData(
            format_day(self.day), year, self.list_years(), shown, paged, procedures, each_year
        )

    def show_year(self, year: int) -> YearData:
        """The page of a year."""
        is_over, groups = get_year_end(year) < self.day, self.list_groups(year, of_now=False)
        return YearData(f"{year}年统计", year, is_over, groups, [*reversed(self.years)])

    def list_groups(self, year: int, of_now: bool) -> list[SumsTable]:
        """A year's tables that have rows; `of_now` as in `group_sums`."""
        groups = [
            self.group_sums("area", "监督地区", year, of_now, self.areas),
            self.group_sums("field", "领域", year, of_now),
            self.group_sums("mode", "教学方式", year, of_now),
        ]
        return [group for group in groups if group.rows]

    def build_sheet_of_years(self) -> ChartNumbers:
        """The tables of the pages of all years in one; by field and mode no institutions are counted."""
        rows: list[SheetRow] = []
        for year in self.years:
            whole = "全年" if get_year_end(year) < self.day else "至今"
            for group in self.list_groups(year, of_now=False):
                for label, sums in group.rows:
                    listed, *rest = sums.list_numbers()
                    rows.append(
                        (year, whole, group.title, label, listed if group.name == "area" else None, *rest)
                    )
        headings = ("年度", "全年或至今", "分组", "名称", "年末或现在在名单", *SUMS_TITLES)
        return ChartNumbers("years", "各年的地区、领域和教学方式", headings, rows)

    def list_years(self) -> SumsTable:
        """Every year since the first list, with how many institutions were listed at its end."""
        years, running = [], ""
        for year in self.years:
            label = f"{year}年"
            if get_year_end(year) >= self.day:
                label = running = f"{year}年（至今）"
            years.append((label, self.total.get((YEARS, year, str(year)), Sums())))
        return build_group("year", "年度", years, years, running)

    def group_sums(
        self, name: str, title: str, year: int, of_now: bool, order: Sequence[str] = ()
    ) -> SumsTable:
        """A year's sums by label; where `of_now`, by field and mode with the institutions now listed."""
        sums: dict[str, Sums] = {}
        for (of, when, label), own_sums in self.total.items():
            if of == name and (when == year or (of_now and when == NOW)):
                sums[label] = sums.get(label, Sums()) + own_sums
        largest = sorted(sums.items(), key=lambda pair: (-pair[1].planned_hours, pair[0]))
        if order:
            # A sort keeps what is equal in order: names that no table has come last, the largest first.
            rows = sorted(largest, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
            return build_group(name, title, rows, rows)
        return build_group(name, title, largest, largest[:MAX_CHARTED])


def list_statistics_years(batches: Iterable[Batch], day: dt.date) -> range:
    """The years since the first list that is published on `day`."""
    lists = [each for each in batches if get_listed(each) and is_published(each, day)]
    first = min((each.year for each in get_publication_days(lists)), default=NEVER)
    return range(first, day.year + 1)


def _get_number(row: Row, name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, NUMBERS) else 0


def build_group(
    name: str, title: str, rows: list[tuple[str, Sums]], charted: list[tuple[str, Sums]], running: str = ""
) -> SumsTable:
    """A table of sums, and charts of some of its rows; `running` is the label of a year that is not over.

    Hours as planned and as held are one measure; planned persons and 人次 are two, and never stand together.
    """
    return SumsTable(name, title, rows, [*draw_courses(name, rows, charted, running)])


def draw_courses(
    name: str, rows: list[tuple[str, Sums]], charted: list[tuple[str, Sums]], running: str
) -> Iterator[Chart]:
    """The charts of a group: of the years also institutions and planned persons."""
    is_year = name == YEARS
    if is_year:
        yield draw_sums(name, "年末在名单的机构", "institutions", charted, "个")
        # Years before the first plan would be bars without length.
        charted = charted[next((i for i, (_, sums) in enumerate(charted) if sums.courses or sums.runs), 0) :]
    both = [Series("planned", "计划"), Series("held", "举办", none="未见举办")]
    yield Chart(
        f"{name}-hours",
        "课程课时：计划和举办",
        describe_hours(rows, is_year, running),
        build_bars(
            both,
            [
                (label, (sums.planned_hours, sums.held_hours if sums.runs else None))
                for label, sums in charted
            ],
        ),
    )
    if is_year:
        yield draw_sums(name, "计划人数", "planned_persons", charted, "人")
    yield draw_sums(name, "举办人次", "held_persons", charted, "人次")


def draw_sums(name: str, title: str, column: str, rows: list[tuple[str, Sums]], unit: str) -> Chart:
    """A chart of one number of each row; what only summaries tell is not there where there is none."""
    by_summary = column == "held_persons"
    values = [
        (label, None if by_summary and not sums.runs else float(getattr(sums, column)))
        for label, sums in rows
    ]
    about = describe_values([(label, value) for label, value in values if value], unit, name == YEARS)
    bars = build_bars([Series("held", unit=unit)], [(label, [value]) for label, value in values])
    return Chart(f"{name}-{column.replace('_', '-')}", title, about, bars)


def describe_values(values: list[tuple[str, float]], unit: str, is_year: bool) -> str:
    """What a chart of one number shows: of years the last, and which is the largest."""
    if not values:
        return "没有可以展示的数字。"
    label, most = max(values, key=lambda value: value[1])
    last_label, last = values[-1]
    sentences = [f"{last_label}为 {format_number(last)} {unit}"] if is_year else []
    if not is_year or most > last:
        sentences.append(f"最多的是{label}，{format_number(most)} {unit}")
    return "；".join(sentences) + "。"


def describe_hours(rows: list[tuple[str, Sums]], is_year: bool, running: str) -> str:
    """What a chart of hours shows: of the latest whole year with summaries, or of all rows together."""
    with_runs = [(label, sums) for label, sums in rows if sums.runs]
    if not with_runs:
        return "还没有年度总结写明举办的课时。"
    whole = [each for each in with_runs if each[0] != running]
    label, sums = (whole or with_runs)[-1] if is_year else ("合计", sum_all(each for _, each in rows))
    planned, held = sums.planned_hours, sums.held_hours
    has_share = planned and label != running
    share = f"，是计划的 {format_number(round(held / planned * 100))}%" if has_share else ""
    return f"{label}计划 {format_number(planned)} 课时，举办 {format_number(held)} 课时{share}。"
