"""Spreadsheets of LibreOffice (ods): each cell says itself of what type it is."""

from __future__ import annotations

import datetime as dt
import re
import zipfile

from .bounds import (
    LOCKED,
    MACROS,
    MAX_COLUMNS,
    MAX_ROWS,
    UnreadableSheet,
    check_cells,
    check_grid,
    check_sheets,
)
from .building import CellData, SheetLayout, describe_layout, make_sheet
from .grid import MergedCells, Sheet
from .markup import Attributes, parse_markup
from .package import read_parts

TIME = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
HIDDEN = ("collapse", "filter")
# Elements in a cell whose text is not the cell's: remarks, drawings.
ASIDE = ("annotation", "frame", "custom-shape", "control", "ruby-text")


def read_opendocument(archive: zipfile.ZipFile) -> tuple[list[Sheet], list[str]]:
    """The sheets, and what the clerk is told."""
    parts = read_parts(archive)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableSheet(LOCKED)
    reader = _Reader()
    parse_markup(parts["content.xml"], reader.start, reader.end, reader.take_text)
    notes = [MACROS] if any(each.startswith("Basic/") for each in archive.namelist()) else []
    sheets = []
    for table in reader.tables:
        layout = SheetLayout(table.merged, table.hidden, table.hidden_rows, table.hidden_columns)
        sheets.append(make_sheet(table.name, table.rows, layout, table.unsaved))
        notes += describe_layout(sheets[-1], layout)
    return sheets, notes


class _Table:
    """A sheet as far as it is read; what is repeated and empty counts, and takes no place."""

    def __init__(self, name: str, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self.rows: list[list[CellData]] = []
        self.merged: list[MergedCells] = []
        self.unsaved: set[tuple[int, int]] = set()
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.columns = 0
        self.row: list[CellData] = []
        self.next_row = self.next_column = self.width = 0
        # The formulas without a value in this row: the column of each, and how often it is repeated.
        self.lacking: list[tuple[int, int]] = []

    def add_columns(self, attributes: Attributes) -> None:
        count = min(_count(attributes, "table:number-columns-repeated"), MAX_COLUMNS)
        if attributes.get("table:visibility") in HIDDEN:
            self.hidden_columns += range(self.columns, self.columns + count)
        self.columns += count

    def add_cell(self, attributes: Attributes, value: CellData) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        is_lacking = value is None and "table:formula" in attributes and "office:value-type" not in attributes
        if value is not None or is_lacking:
            check_grid(1, self.next_column + count)
            self.row += [None] * (self.next_column - len(self.row)) + [value] * count
            self.lacking += [(self.next_column, count)] if is_lacking else []
        self._merge(attributes)
        self.next_column += count

    def _merge(self, attributes: Attributes) -> None:
        height = _count(attributes, "table:number-rows-spanned")
        width = _count(attributes, "table:number-columns-spanned")
        if height * width > 1:
            row, column = self.next_row, self.next_column
            self.merged.append(MergedCells(row, column, row + height - 1, column + width - 1))

    def end_row(self, attributes: Attributes) -> None:
        count = _count(attributes, "table:number-rows-repeated")
        if self.row:
            self.width = max(self.width, len(self.row))
            check_grid(self.next_row + count, self.width)
            self.rows += [[]] * (self.next_row - len(self.rows))
            self.rows += [list(self.row) for _ in range(count)]
            for row in range(self.next_row, self.next_row + count):
                self.unsaved.update((row, at + i) for at, number in self.lacking for i in range(number))
        if attributes.get("table:visibility") in HIDDEN and self.next_row < MAX_ROWS:
            self.hidden_rows += range(self.next_row, min(self.next_row + count, MAX_ROWS))
        self.next_row += count
        self.next_column = 0
        self.row, self.lacking = [], []


class _Reader:
    """Takes what stands in content.xml, and keeps the tables."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0  # of tables in tables
        self._cells = 0  # of the tables that were read
        self._row: Attributes = {}
        self._cell: Attributes | None = None
        self._texts: list[str] = []
        self._aside = 0  # open elements of ASIDE
        self._in_paragraph = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                hidden = attributes.get("table:style-name", "") in self._hidden_styles
                self.tables.append(_Table(attributes.get("table:name", ""), hidden))
                check_sheets(len(self.tables))
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif self._depth == 1:
            self._start_inside(name, attributes)

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        if name == "table-column":
            self.tables[-1].add_columns(attributes)
        elif name == "table-row":
            self._row = attributes
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._texts = attributes, []
        elif name in ASIDE:
            self._aside += 1
        elif name == "p" and not self._aside:
            self._in_paragraph = True
            self._texts += ["\n"] if self._texts else [""]
        elif name in ("tab", "s", "line-break") and self._in_paragraph:
            self._texts.append("\n" if name == "line-break" else " " * min(_count(attributes, "text:c"), 100))

    def take_text(self, text: str) -> None:
        if self._in_paragraph and not self._aside:
            self._texts.append(text)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
            if not self._depth:
                self._cells += len(self.tables[-1].rows) * self.tables[-1].width
                check_cells(self._cells)
        elif self._depth != 1:
            return
        elif name in ASIDE:
            self._aside -= 1
        elif name == "p" and not self._aside:
            self._in_paragraph = False
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            # What a merged cell covers may still hold something, which nobody sees.
            is_covered = name == "covered-table-cell"
            value = None if is_covered else _read_value(self._cell, "".join(self._texts))
            self.tables[-1].add_cell(self._cell, value)
            self._cell = None
        elif name == "table-row":
            self.tables[-1].end_row(self._row)


def _count(attributes: Attributes, name: str) -> int:
    return max(int(attributes.get(name, 1)), 1)


def _read_value(attributes: Attributes, text: str) -> CellData:
    """A cell's value by its type, or its text."""
    kind = attributes.get("office:value-type", "")
    if kind in ("float", "percentage", "currency"):
        return float(attributes["office:value"])
    if kind == "boolean":
        return attributes["office:boolean-value"] == "true"
    if kind == "date":
        return dt.datetime.fromisoformat(attributes["office:date-value"])
    if kind == "time" and (match := TIME.fullmatch(attributes["office:time-value"])):
        hours, minutes, seconds = map(int, match.groups())
        if hours < 24:
            return dt.time(hours, minutes, seconds)
        return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return attributes.get("office:string-value") or text or None
