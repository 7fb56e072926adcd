"""Sheets of the grid from what a reader has found: values in one form, nothing empty at the ends."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from .bounds import check_grid
from .grid import CellValue, MergedCells, Sheet, name_column

EXACT = 2**53  # below it a float that is a whole number is that number
MAX_SPANS = 5  # spans of hidden rows or columns that are named


class SheetLayout(NamedTuple):
    """What of a sheet is no value: merged cells, what is hidden of it, the rows with text struck through."""

    merged: Sequence[MergedCells] = ()
    hidden: bool = False
    rows: Sequence[int] = ()
    columns: Sequence[int] = ()
    struck: Sequence[int] = ()


# As readers of files give it: a day may have a midnight, a whole number a point.
CellData = CellValue | dt.datetime
PLAIN = SheetLayout()


def make_sheet(
    name: str,
    rows: Sequence[Sequence[CellData]],
    layout: SheetLayout = PLAIN,
    unsaved: Iterable[tuple[int, int]] = (),
    texts: Mapping[tuple[int, int], str] | None = None,
) -> Sheet:
    """A sheet of rows from A1 on. `unsaved` are formulas without one, `texts` replace what is in the rows."""
    grid = [[simplify_value(each) for each in row] for row in rows]
    open_places = frozenset(unsaved)
    for (row, column), text in (texts or {}).items():
        _reach(grid, row, column)
        grid[row][column] = text
    for row, column in open_places:
        _reach(grid, row, column)
    height = _count(i for i, row in enumerate(grid) if any(each is not None for each in row))
    width = _count(_count(i for i, each in enumerate(row) if each is not None) - 1 for row in grid)
    height = max(height, _count(row for row, _ in open_places))
    width = max(width, _count(column for _, column in open_places))
    check_grid(height, width)
    even = tuple((*row[:width], *[None] * (width - len(row))) for row in grid[:height])
    return Sheet(name, even, _clip(layout.merged, height, width), layout.hidden, open_places)


def simplify_value(value: CellData) -> CellValue:
    """A value in one form: whole numbers without a point, days without a midnight, no blank texts."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value


def describe_layout(sheet: Sheet, layout: SheetLayout) -> list[str]:
    """What the clerk is told: what of a sheet is hidden or struck through, and was read all the same."""
    # Whether a sheet that is hidden as a whole is read is for whoever takes the workbook to tell.
    if layout.hidden:
        return []
    height, width = len(sheet.rows), len(sheet.rows[0]) if sheet.rows else 0
    notes = []
    if rows := _name_spans((row for row in layout.rows if row < height), lambda row: str(row + 1)):
        notes.append(f"工作表“{sheet.name}”的第 {rows} 行是隐藏的，也读了")
    if columns := _name_spans((column for column in layout.columns if column < width), name_column):
        notes.append(f"工作表“{sheet.name}”的 {columns} 列是隐藏的，也读了")
    if struck := _name_spans((row for row in layout.struck if row < height), lambda row: str(row + 1)):
        notes.append(f"工作表“{sheet.name}”的第 {struck} 行有划去的字（删除线），也读了；不办的请机构删去")
    return notes


def _name_spans(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """The numbers in words: 3、7—9."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    names = [name(a) if a == b else f"{name(a)}—{name(b)}" for a, b in spans[:MAX_SPANS]]
    return "、".join(names) + ("等" if len(spans) > MAX_SPANS else "")


def _count(numbers: Iterable[int]) -> int:
    """One more than the largest number, counted from 0."""
    return max(numbers, default=-1) + 1


def _reach(grid: list[list[CellValue]], row: int, column: int) -> None:
    """Let the grid have a cell at that place."""
    check_grid(row + 1, column + 1)
    while len(grid) <= row:
        grid.append([])
    grid[row].extend([None] * (column + 1 - len(grid[row])))


def _clip(areas: Iterable[MergedCells], height: int, width: int) -> tuple[MergedCells, ...]:
    """The merged areas as far as they lie in the grid, in order."""
    inside = (
        MergedCells(row, column, min(last_row, height - 1), min(last_column, width - 1))
        for row, column, last_row, last_column in areas
        if row < height and column < width
    )
    return tuple(sorted(each for each in inside if each[:2] != each[2:]))
