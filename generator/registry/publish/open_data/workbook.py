"""The tables as one XLSX workbook with Chinese headings; codes are text, so that none turns into a number."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .columns import DataTable, Row
from .publication import Publication

WIDTHS = {"string": 18, "date": 12, "integer": 9, "number": 9, "boolean": 9}
ABOUT_WIDTHS = (16, 30, 24, 70)
# A longer sheet is slow to open in an office; Excel itself ends at 1,048,576 rows.
MAX_ROWS = 20_000


class SheetRows(NamedTuple):
    """How many rows a table has, and the rows."""

    number: int
    rows: Iterable[Row]


def build_workbook(tables: Sequence[tuple[DataTable, SheetRows]], publication: Publication) -> bytes:
    """A sheet that says what it is, and one for each table; of a long one it says where it is.

    The same input gives the same bytes.
    """
    try:
        return _write_book(tables, publication)
    except FileCreateError as error:  # of a file aside; what the system says is in it
        raise next((each for each in error.args if isinstance(each, OSError)), error) from error


def _write_book(tables: Sequence[tuple[DataTable, SheetRows]], publication: Publication) -> bytes:
    stream = io.BytesIO()
    # Row after row to the disk: a sheet that is held whole takes many times the size of its file.
    with Workbook(stream, {"constant_memory": True}) as book:
        created = dt.datetime.combine(publication.day, dt.time())  # without it, the clock's
        book.set_properties({"title": publication.title, "created": created})
        text, head, day = (
            book.add_format(item)
            for item in ({"num_format": "@"}, {"num_format": "@", "bold": True}, {"num_format": "yyyy-mm-dd"})
        )
        _write_about(book.add_worksheet("说明"), [table for table, _ in tables], publication, (text, head))
        for table, rows in tables:
            _write_sheet(book.add_worksheet(table.title), table, rows, (text, head, day))
    return stream.getvalue()


def _write_about(
    sheet: Worksheet, tables: Sequence[DataTable], publication: Publication, formats: tuple[Format, Format]
) -> None:
    text, head = formats
    licence = publication.licence
    rows: list[tuple[str, ...]] = [
        ("名称", publication.title),
        ("截至日期", publication.day.isoformat()),
        ("版本号", publication.commit),
        ("数据版本", publication.stamp["version"]),
        ("许可", f"{licence['title']} {licence['path']}" if licence else "没有写明"),
        (),
        ("工作表", "列", "数据中的名称", "含义"),
        *(
            (table.title, column.title, column.name, column.description)
            for table in tables
            for column in table.columns
        ),
    ]
    for number, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(number, number, width)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write_string(y, x, value, text if x else head)


def _write_sheet(
    sheet: Worksheet, table: DataTable, rows: SheetRows, formats: tuple[Format, Format, Format]
) -> None:
    text, head, day = formats
    if rows.number > MAX_ROWS:
        words = f"共 {rows.number} 行，{MAX_ROWS} 行以上的表打开很慢，不放在这里；请用 {table.name}.csv。"
        sheet.write_string(0, 0, words, text)
        return
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows.number, len(table.columns) - 1)
    for x, column in enumerate(table.columns):
        sheet.set_column(x, x, WIDTHS[column.type])
        sheet.write_string(0, x, column.title, head)
    for y, row in enumerate(rows.rows, start=1):
        for x, column in enumerate(table.columns):
            value = row.get(column.name)
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                sheet.write_boolean(y, x, value)
            elif isinstance(value, int | float):
                sheet.write_number(y, x, value)
            elif column.type == "date":
                sheet.write_datetime(y, x, dt.datetime.fromisoformat(value), day)
            else:  # whatever it begins with, it is no formula
                sheet.write_string(y, x, value, text)
