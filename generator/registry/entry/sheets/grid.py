"""A spreadsheet file as it is read: sheets of cells, without what they look like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# What a cell can hold. A number is a float or an int, as it was saved; a date has no time where that was
# midnight; an empty cell is None; what the program that saved it could not work out is a text (`#REF!`).
CellValue = str | int | float | bool | dt.date | dt.time | dt.timedelta | None


FAULTS_SHEET = "需要补正"  # the sheet that a marked copy has in front; it is not read back


class CellPlace(NamedTuple):
    """Where a cell is: the sheet's name, its row and column, both from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell as formulas name it: C7."""
        return f"{name_column(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        """As a spreadsheet program shows it: `计划!C7`."""
        return f"{self.sheet}!{self.cell}"


class MergedCells(NamedTuple):
    """Cells that are merged into one, whose value is the first one's. All from 0, the last ones inclusive."""

    row: int
    column: int
    last_row: int
    last_column: int


class Sheet(NamedTuple):
    """A sheet: rows of equal length from A1 on, without the empty ones at the end."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[MergedCells, ...] = ()
    hidden: bool = False
    unsaved: frozenset[tuple[int, int]] = frozenset()  # row and column of formulas without a saved value


class Workbook(NamedTuple):
    """A file of sheets (a CSV file has one), and what its reader has to tell of it in Chinese.

    `is_extract` says that the file holds more, which is another institution's.
    """

    path: Path
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()
    is_extract: bool = False


class CellFault(NamedTuple):
    """What is wrong in a cell, or in the whole file where it has no place; in Chinese, and how to mend it."""

    place: CellPlace | None
    message: str
    hint: str


def name_column(column: int) -> str:
    """The letters of a column, counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def sort_faults(faults: Iterable[CellFault], workbook: Workbook) -> tuple[CellFault, ...]:
    """What concerns the whole file first, then sheet by sheet, row by row."""
    sheets = {each.name: number for number, each in enumerate(workbook.sheets)}

    def order(fault: CellFault) -> tuple[int, int, int]:
        place = fault.place
        return (sheets.get(place.sheet, len(sheets)), place.row, place.column) if place else (-1, 0, 0)

    return tuple(sorted(faults, key=order))
