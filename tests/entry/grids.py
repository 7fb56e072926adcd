"""Workbooks for the tests of the intake, written as one would type them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from registry.entry.sheets.grid import CellValue, MergedCells, Sheet, Workbook

Merged = Sequence[tuple[int, int, int, int]]


def write_sheet(text: str, name: str = "Sheet1", merged: Merged = ()) -> Sheet:
    """A sheet whose rows are lines, with a bar between cells; every value is a text."""
    return fill_sheet(
        [[each.strip() or None for each in line.split("|")] for line in text.split("\n")], name, merged
    )


def fill_sheet(
    rows: Sequence[Sequence[CellValue]],
    name: str = "Sheet1",
    merged: Merged = (),
) -> Sheet:
    """A sheet of rows that are made equally long."""
    width = max(map(len, rows))
    padded = tuple((*row, *[None] * (width - len(row))) for row in rows)
    return Sheet(name, padded, tuple(MergedCells(*each) for each in merged))


def make_book(*sheets: Sheet, name: str = "表.xlsx") -> Workbook:
    """A workbook of sheets, in no file."""
    return Workbook(Path(name), sheets)
