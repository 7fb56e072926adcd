"""Values as calamine reads them, joined with what it does not tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from .bounds import DAMAGED, UnreadableSheet, check_cells, check_grid
from .building import SheetLayout, describe_layout, make_sheet
from .grid import MergedCells, Sheet


@dataclass
class Scan:
    """What stands in a sheet beside its values: what calamine does not give.

    Formulas without a value, errors (and what else comes as a text), hidden rows and columns,
    rows that are struck through, the size.
    """

    unsaved: set[tuple[int, int]] = field(default_factory=set)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck_rows: list[int] = field(default_factory=list)
    height: int = 0
    width: int = 0
    last_row: int = 0
    name: str = ""  # where it is not the one that calamine gives

    def reach(self, row: int, column: int) -> None:
        """Note that a cell has content. Raises UnreadableSheet where the sheet becomes too large by it.

        And where it stands above the one before: calamine takes the last row for the lowest.
        """
        if row < self.last_row:
            raise UnreadableSheet(DAMAGED)
        self.last_row = row
        if row >= self.height or column >= self.width:
            self.height = max(self.height, row + 1)
            self.width = max(self.width, column + 1)
            check_grid(self.height, self.width)


def read_sheets(stream: BinaryIO, scans: Sequence[Scan]) -> tuple[list[Sheet], list[str]]:
    """The sheets of a workbook that was scanned before, and what the clerk is told of them."""
    check_cells(sum(scan.height * scan.width for scan in scans))
    with _be_quiet():
        try:
            return _read_sheets(stream, scans)
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # calamine's, on a damaged file; it is no Exception
                raise UnreadableSheet(DAMAGED) from None
            raise


@contextmanager
def _be_quiet() -> Iterator[None]:
    """Keep what calamine itself writes to the terminal, when it panics, from the person who sits there."""
    try:
        terminal = os.dup(2)
    except OSError:  # there is none
        yield
        return
    if sys.stderr:
        sys.stderr.flush()
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _read_sheets(stream: BinaryIO, scans: Sequence[Scan]) -> tuple[list[Sheet], list[str]]:
    sheets: list[Sheet] = []
    notes: list[str] = []
    with CalamineWorkbook.from_filelike(stream) as book:
        for (number, metadata), scan in zip(enumerate(book.sheets_metadata), scans, strict=True):
            if metadata.typ == SheetTypeEnum.WorkSheet:
                sheet, layout = _convert(book.get_sheet_by_index(number), metadata, scan)
                sheets.append(sheet)
                notes += describe_layout(sheet, layout)
    return sheets, notes


def _convert(table: CalamineSheet, metadata: SheetMetadata, scan: Scan) -> tuple[Sheet, SheetLayout]:
    merged = [MergedCells(*first, *last) for first, last in table.merged_cell_ranges or ()]
    hidden = metadata.visible != SheetVisibleEnum.Visible
    layout = SheetLayout(merged, hidden, scan.hidden_rows, scan.hidden_columns, scan.struck_rows)
    rows = table.to_python(skip_empty_area=False)
    return make_sheet(scan.name or metadata.name, rows, layout, scan.unsaved, scan.texts), layout
