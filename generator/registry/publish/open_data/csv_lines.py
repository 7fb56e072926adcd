"""The rows of a table as CSV, to the byte, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

from .columns import STAMP, Cell, DataTable, Row, TableColumn
from .publication import Publication

# A cell that begins with one of these is a formula to a spreadsheet, or hides one: an apostrophe is put
# before it, and before an apostrophe, so that taking one off gives the text again.
FORMULA = "=+-@\t\r\n＝＋－＠'"
# The byte order mark by which Excel knows that a file is no GBK.
BOM = "\ufeff"
BOOLEANS: dict[Cell, Cell] = {True: "true", False: "false"}
# Where the stamp goes: a character that no record holds.
STAMP_MARK = "\x1f"


def write_csv_head(table: DataTable) -> bytes:
    """The first line of a table as CSV, after the byte order mark."""
    return (BOM + write_rows([[column.name for column in table.columns]])).encode()


def write_csv_lines(table: DataTable, rows: Sequence[Row]) -> bytes:
    """Rows of a table as CSV (RFC 4180) in UTF-8; `add_stamp` puts in the stamp."""
    if not rows:
        return b""
    # Column by column: what its cells need is asked once for each, not for every cell. Of a plan most columns
    # are empty.
    filled = set().union(*rows)
    cells = [
        format_csv_cells(column, rows) if column.name in filled else repeat(None, len(rows))
        for column in table.columns
        if column not in STAMP
    ]
    return write_rows(zip(*cells, repeat(STAMP_MARK, len(rows)), strict=True)).encode()


def format_csv_cells(column: TableColumn, rows: Sequence[Row]) -> Iterable[Cell]:
    """The cells of a column as CSV is to write them."""
    name = column.name
    cells = [row.get(name) for row in rows]
    if column.type == "boolean":
        return map(BOOLEANS.get, cells)
    # Nearly all are texts as they are, and much the same again and again: each is looked at once.
    if column.type == "string" and not all(map(is_plain_text, texts := {*cells})):
        shown = {cell: cell if is_plain_text(cell) else mask_formula(str(cell)) for cell in texts}
        return map(shown.__getitem__, cells)
    return cells


def is_plain_text(cell: Cell) -> bool:
    """Whether a cell is nothing, or a text that CSV has as it is."""
    return cell is None or (type(cell) is str and cell[:1] not in FORMULA)


def mask_formula(text: str) -> str:
    """A text; with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text and text[0] in FORMULA else text


def read_csv_rows(table: DataTable, lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a table from the lines of its CSV, its first line first; an empty cell is None."""
    read = {column.name: READ.get(column.type, _read_text) for column in table.columns}
    for row in csv.DictReader(lines):
        yield {name: read[name](cell) if cell else None for name, cell in row.items()}


def _read_text(cell: str) -> str:
    """A text without the apostrophe that keeps it from being a formula."""
    return cell.removeprefix("'")


def _read_number(cell: str) -> int | float:
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)


# How a cell of a type is read; others are texts.
READ: dict[str, Callable[[str], Cell]] = {
    "integer": int,
    "number": _read_number,
    "boolean": "true".__eq__,
    "date": str,
}


def add_stamp(lines: bytes, publication: Publication) -> bytes:
    """Lines with the stamp, as rows are sent around without their file."""
    return lines.replace(STAMP_MARK.encode(), ",".join(publication.stamp.values()).encode())


def write_rows(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV (RFC 4180), whose cells are as they are to stand there."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
