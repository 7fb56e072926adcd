"""Charts of one question each: bars whose length is a share of the longest, with words beside them.

Words stand in the page itself, at its own size; only bars are drawn, in a width that the page gives them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...display import format_number
from ..open_data.csv_lines import BOM, mask_formula, write_rows

# A row of a table of numbers; None is where there is nothing to tell, a day is in words on the page.
SheetRow = tuple[str | float | dt.date | None, ...]


class ChartBar(NamedTuple):
    """A bar: what it is of, how long in hundredths of the longest, and the number with its word."""

    series: str
    share: float
    text: str


class ChartRow(NamedTuple):
    """A label and its bars; `mark` is where a target lies, in hundredths as well."""

    label: str
    bars: list[ChartBar]
    mark: float | None = None


class Chart(NamedTuple):
    """A chart: its question as a title, what it shows in a sentence, its rows."""

    name: str
    title: str
    about: str
    rows: list[ChartRow]


class ChartNumbers(NamedTuple):
    """The numbers behind charts: as a table below them, and as a CSV of this name.

    None is an empty cell of the CSV, so that nobody counts it as a zero.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: list[SheetRow]
    folder: str = "statistics"

    @property
    def url(self) -> str:
        """The address of the CSV from the site's root."""
        return f"{self.folder}/{self.name}.csv"

    def write_csv(self) -> str:
        """The CSV; of which day it is stands in STAMP, so that it changes only with its numbers."""
        return BOM + write_rows([self.headings, *(map(format_cell, row) for row in self.rows)])


class ChartGroup(NamedTuple):
    """Charts that rest on the same numbers, under one heading."""

    charts: list[Chart]
    sheet: ChartNumbers


class Series(NamedTuple):
    """A number of each row: which bar it is, and the word before it and the unit after it.

    `none` stands where the number is None: where there is nothing to tell.
    """

    name: str
    word: str = ""
    unit: str = ""
    none: str = "未见记录"

    def write(self, value: float | None) -> str:
        """What stands beside the bar."""
        if value is None:
            return self.none
        return f"{self.word} {format_number(value)}{f' {self.unit}' if self.unit else ''}".strip()


def format_cell(cell: str | float | dt.date | None) -> str:
    """A cell of a CSV."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return mask_formula(cell) if isinstance(cell, str) else format_number(cell)


def build_bars(
    series: Sequence[Series],
    rows: Iterable[tuple[str, Sequence[float | None]]],
    marks: Sequence[float | None] = (),
) -> list[ChartRow]:
    """Bars of rows: a label with a number for each series. All are of one measure, else no length compares.

    `marks` are the targets of the rows, in the same measure.
    """
    rows = list(rows)
    targets = list(marks) or [None] * len(rows)
    values = [value for _, numbers in rows for value in numbers]
    # Where all are zero, no bar has a length.
    longest = max([each for each in (*values, *targets) if each], default=0) or 1

    def scale(value: float | None) -> float:
        return round((value or 0) / longest * 100, 1)

    return [
        ChartRow(
            label,
            [
                ChartBar(item.name, scale(value), item.write(value))
                for item, value in zip(series, numbers, strict=True)
            ],
            None if target is None else scale(target),
        )
        for (label, numbers), target in zip(rows, targets, strict=True)
    ]
