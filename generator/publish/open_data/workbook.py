"""The tables as one XLSX workbook with Chinese headings; codes are text, so that none turns into a number."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .publication import Publication
from .tables import Table

WIDTHS = {"string": 18, "date": 12, "integer": 9, "number": 9, "boolean": 9}
ABOUT_WIDTHS = (16, 30, 24, 70)
# A sheet has no more rows than these, and a writer loses those beyond in silence.
MAX_ROWS = 1_048_576


def workbook_bytes(tables: Sequence[Table], publication: Publication) -> bytes:
    """A sheet that says what it is, and one for each table. The same input gives the same bytes."""
    made = io.BytesIO()
    with Workbook(made, {"constant_memory": True}) as book:
        created = dt.datetime.combine(publication.day, dt.time())  # without it, the clock's
        book.set_properties({"title": publication.title, "created": created})
        text, head, day = (
            book.add_format(each)
            for each in ({"num_format": "@"}, {"num_format": "@", "bold": True}, {"num_format": "yyyy-mm-dd"})
        )
        _about(book.add_worksheet("说明"), tables, publication, (text, head))
        for table in tables:
            _rows(book.add_worksheet(table.title), table, (text, head, day))
    return made.getvalue()


def _about(
    sheet: Worksheet, tables: Sequence[Table], publication: Publication, formats: tuple[Format, Format]
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
            (table.title, each.title, each.name, each.description)
            for table in tables
            for each in table.columns
        ),
    ]
    for number, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(number, number, width)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write_string(y, x, value, text if x else head)


def _rows(sheet: Worksheet, table: Table, formats: tuple[Format, Format, Format]) -> None:
    text, head, day = formats
    if len(table.rows) >= MAX_ROWS:
        sheet.write_string(0, 0, f"超过一张工作表能有的行数，请用 {table.name}.csv。", text)
        return
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for x, column in enumerate(table.columns):
        sheet.set_column(x, x, WIDTHS[column.type])
        sheet.write_string(0, x, column.title, head)
    for y, row in enumerate(table.rows, start=1):
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
