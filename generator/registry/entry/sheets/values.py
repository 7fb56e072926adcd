"""Values as calamine reads them, joined with what it does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from .bounds import check_grid
from .building import Layout, describe_layout, make_sheet
from .grid import Area, Sheet


@dataclass
class Scan:
    """What stands in a sheet beside its values: formulas without one, errors, hidden rows and columns."""

    unsaved: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    height: int = 0
    width: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note that a cell has content. Raises UnreadableSheet where the sheet becomes too large by it."""
        if row >= self.height or column >= self.width:
            self.height = max(self.height, row + 1)
            self.width = max(self.width, column + 1)
            check_grid(self.height, self.width)


def read_sheets(stream: BinaryIO, scans: Sequence[Scan]) -> tuple[list[Sheet], list[str]]:
    """The sheets of a workbook that was scanned before, and what the clerk is told of them."""
    sheets: list[Sheet] = []
    told: list[str] = []
    with _open(stream) as book:
        for (number, metadata), scan in zip(enumerate(book.sheets_metadata), scans, strict=True):
            if metadata.typ == SheetTypeEnum.WorkSheet:
                sheet, layout = _convert(book.get_sheet_by_index(number), metadata, scan)
                sheets.append(sheet)
                told += describe_layout(sheet, layout)
    return sheets, told


def _open(stream: Any) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(stream)


def _convert(table: CalamineSheet, metadata: SheetMetadata, scan: Scan) -> tuple[Sheet, Layout]:
    merged = [Area(*first, *last) for first, last in table.merged_cell_ranges or ()]
    hidden = metadata.visible != SheetVisibleEnum.Visible
    layout = Layout(merged, hidden, scan.hidden_rows, scan.hidden_columns)
    rows = table.to_python(skip_empty_area=False)
    return make_sheet(metadata.name, rows, layout, scan.unsaved, scan.errors), layout
