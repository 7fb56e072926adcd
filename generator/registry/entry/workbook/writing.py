"""A workbook of a kind of record: a form to fill in, or a record as it stands.

Nothing in it depends on the clock: the same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ...json_data import JsonValue
from ...records.schemas import Schemas
from .cells import PLAIN, CellWriter, build_validation, find_width, is_paragraph
from .explaining import explain, list_explained
from .formats import Formats, Look
from .known import Known
from .layout import Column, Entry, Layout, Table, lay_out
from .lists import ChoiceLists

FORM, ABOUT, LISTS, ORIGIN = "填写", "说明", "选项", "登记册"
# Blank rows below what is there, and how many rows further what a cell takes is still looked at.
SPARE, CHECKED = 15, 300
SHORT_FORM = 6  # lines; below a longer form no table stands
LABEL_WIDTH, VALUE_WIDTH = 26, 64
MERGED = 3  # columns of a table below which the values of the form reach
PROMPT = 250  # characters that a spreadsheet program shows beside a cell
EVERYTHING = {
    name: True
    for name in ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
}


def write_template(schemas: Schemas, kind: str, known: Known, stream: BinaryIO) -> None:
    """Write the workbook of a kind, with what is known of the record filled in."""
    layout = lay_out(schemas, kind, known)
    with Workbook(stream, {"in_memory": True}) as book:
        title = name_record(schemas, kind, known)
        created = dt.datetime.combine(known.day, dt.time())  # without it, the clock's
        book.set_properties({"title": title, "author": known.register, "created": created})
        writer = _Writer(book, schemas, known, title)
        writer.write_sheets(layout)
        writer.write_rows(ABOUT, explain(schemas, kind, known), list_explained(schemas, layout, known))
        writer.lists.write(book.add_worksheet(LISTS))
        writer.write_origin(kind)


def name_record(schemas: Schemas, kind: str, known: Known) -> str:
    """What a record is called: whose it is, and its year and kind."""
    title, year = schemas.kinds[kind].title, known.record.get("year")
    name = known.institution.name or (known.id if kind == "batch" else "")
    dated = f"{year}{title}" if title.startswith("年度") else f"{year}年度{title}"
    return f"{name}{'-' if name else ''}{dated if year else title}"


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, schemas: Schemas, known: Known, title: str) -> None:
        self.book = book
        self.known = known
        self.title = title
        self.cells = CellWriter(schemas, known)
        self.formats = Formats(book)
        self.lists = ChoiceLists(book, LISTS)

    def write_sheets(self, layout: Layout) -> None:
        """The form, and the tables: the first below the form where that is short, the others apart."""
        below = layout.tables[:1] if len(layout.form) <= SHORT_FORM else ()
        sheet = self._add_sheet(FORM)
        last = len(below[0].columns) - 1 if below else 1
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, self.title, self.formats.get(Look.TITLE))
        sheet.set_row(1, 18)
        sheet.write_string(1, 0, self._describe_marks(), self.formats.get(Look.NOTE))
        if not below:
            sheet.set_column(0, 0, LABEL_WIDTH, self.formats.get(Look.FREE))
            sheet.set_column(1, 1, VALUE_WIDTH, self.formats.get(Look.FREE))
        row = self._write_form(sheet, layout.form, min(MERGED, last) if below else 1)
        if below:
            self._write_table(sheet, below[0], row + 1)
        else:
            sheet.freeze_panes(2, 0)
            sheet.print_area(0, 0, row, 1)
        self._protect(sheet, any(each.is_locked for each in layout.form) or any(each.locked for each in below))
        for table in layout.tables[len(below) :]:
            sheet = self._add_sheet(table.title)
            self._write_table(sheet, table, 0)
            self._protect(sheet, bool(table.locked))

    def _describe_marks(self) -> str:
        return f"带 * 的必填，灰底的不要改，黄底的还没有填。每一项怎样填，选中那一格或者看“{ABOUT}”。"

    def _add_sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.7, 0.6)
        sheet.set_header(f"&L{_escape(self.title)}&R{_escape(self.known.register)}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def _protect(self, sheet: Worksheet, is_needed: bool) -> None:
        """Lock what is not to be changed, where there is such; without a password."""
        if is_needed:
            sheet.protect("", EVERYTHING)

    def _write_form(self, sheet: Worksheet, form: Sequence[Entry], last: int) -> int:
        """The form from the third row on; the values reach to the column `last`. Returns the row below."""
        row, section = 2, ""
        for entry in form:
            if entry.section != section:
                section = entry.section
                sheet.set_row(row, 24)
                for column in range(last + 1):
                    sheet.write_string(row, column, "" if column else section, self.formats.get(Look.SECTION))
                row += 1
            self._write_entry(sheet, row, entry, last)
            row += 1
        return row

    def _write_entry(self, sheet: Worksheet, row: int, entry: Entry, last: int) -> None:
        column, schema = entry.column, entry.column.field.schema
        look = Look.FIXED if entry.is_locked else Look.PLAIN
        made = self.formats.get(look, schema)
        sheet.write_string(row, 0, _mark(column), self.formats.get(_look_of_heading(column)))
        if last > 1:
            sheet.merge_range(row, 1, row, last, "", made)
        self._write_cell(sheet, row, 1, entry.value, column, look)
        sheet.set_row(row, 60 if is_paragraph(schema) else 22)
        if not entry.is_locked:
            self._guide(sheet, (row, 1, row, 1), column)
            if column.is_required:
                self._mark_missing(sheet, (row, 1, row, 1), f"=ISBLANK($B${row + 1})")

    def _write_table(self, sheet: Worksheet, table: Table, head: int) -> None:
        """A table with its headings in the row `head`, which stays in view and on every printed page."""
        first, last = head + 1, head + len(table.rows) + (SPARE if not self.known.is_record else 5)
        width = len(table.columns) - 1
        sheet.set_row(head, 36)
        for x, column in enumerate(table.columns):
            least = PLAIN if x == 0 and head else 0
            size = max(least, find_width(column.field.schema), min(2 * len(column.heading) // 2 + 3, PLAIN))
            sheet.set_column(x, x, size, self.formats.get(Look.FREE))
            sheet.write_string(head, x, _mark(column), self.formats.get(_look_of_heading(column)))
        for y in range(first, last + 1):
            row = table.rows[y - first] if y - first < len(table.rows) else (None,) * (width + 1)
            for x, column in enumerate(table.columns):
                look = Look.FIXED if column.is_shown or (y - first, x) in table.locked else Look.PLAIN
                self._write_cell(sheet, y, x, row[x], column, look)
        for x, column in enumerate(table.columns):
            if not column.is_shown:
                self._guide(sheet, (first, x, last + CHECKED, x), column)
            if column.is_required:
                cell, whole = xl_rowcol_to_cell(first, x, col_abs=True), _row_of(first, width)
                formula = f"=AND(COUNTA({whole})>0,ISBLANK({cell}))"
                self._mark_missing(sheet, (first, x, last, x), formula)
        sheet.freeze_panes(first, min(2, width) if width > MERGED else 0)
        sheet.repeat_rows(head)

    def _write_cell(
        self, sheet: Worksheet, row: int, x: int, value: JsonValue, column: Column, look: Look
    ) -> None:
        made, cell = self.formats.get(look, column.field.schema), self.cells.write(value, column.field.schema)
        if cell is None:
            sheet.write_blank(row, x, None, made)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, x, dt.datetime.combine(cell, dt.time()), made)
        elif isinstance(cell, str):  # whatever it begins with, it is no formula
            sheet.write_string(row, x, cell, made)
        else:
            sheet.write_number(row, x, cell, made)

    def _guide(self, sheet: Worksheet, area: tuple[int, int, int, int], column: Column) -> None:
        """Say beside the cells of an area what belongs there, offer the choices, and refuse what cannot be."""
        schema = column.field.schema
        rule = build_validation(schema, xl_rowcol_to_cell(area[0], area[1]))
        if column.choices.words:
            range_ = self.lists.add(column.field.heading, column.choices.words)
            rule = {"validate": "list", "source": f"={range_}", "show_error": not column.choices.is_open}
            rule["error_message"] = f"从下拉的 {len(column.choices.words)} 项中选一项"
        words = schema.get("description", "")
        sheet.data_validation(
            *area,
            {
                "validate": "any",
                **rule,
                "input_title": column.field.heading[:32],
                "input_message": words[:PROMPT],
                "error_title": column.field.heading[:32],
            },
        )

    def _mark_missing(self, sheet: Worksheet, area: tuple[int, int, int, int], formula: str) -> None:
        missing = {"type": "formula", "criteria": formula, "format": self.formats.get(Look.MISSING)}
        sheet.conditional_format(*area, missing)

    def write_rows(
        self, name: str, notes: Sequence[tuple[str, str]], rows: Sequence[tuple[str, ...]]
    ) -> None:
        """The sheet that explains: the notes, and a table of all fields."""
        sheet = self._add_sheet(name)
        head, text = self.formats.get(Look.OPTIONAL), self.formats.get(Look.TEXT)
        for x, width in enumerate((14, 24, 8, 64, 40, 12)):
            sheet.set_column(x, x, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, f"{self.title}：怎样填", self.formats.get(Look.TITLE))
        for y, (label, words) in enumerate(notes, 1):
            sheet.write_string(y, 0, label, head)
            sheet.merge_range(y, 1, y, 5, words, text)
            sheet.set_row(y, 18 * (1 + len(words) // 68))
        first = len(notes) + 2
        for y, row in enumerate(rows, first):
            for x, words in enumerate(row):
                sheet.write_string(y, x, words, head if y == first else text)
        sheet.repeat_rows(first)

    def write_origin(self, kind: str) -> None:
        """The hidden sheet by which the import knows whose record it is."""
        record = self.known.record
        rows: list[tuple[str, str]] = [("种类", kind), ("编号", self.known.id)]
        rows += [(label, str(record.get(name) or "")) for label, name in (("年度", "year"), ("序号", "number"))]
        rows += [("登记册", self.known.register), ("程序版本", self.known.version)]
        rows += [("写出日期", str(self.known.day))]
        sheet = self.book.add_worksheet(ORIGIN)
        for y, row in enumerate((label, value) for label, value in rows if value):
            sheet.write_row(y, 0, row, self.formats.get(Look.TEXT))
        sheet.hide()


def _mark(column: Column) -> str:
    return f"{column.heading} *" if column.is_required else column.heading


def _look_of_heading(column: Column) -> Look:
    return Look.REQUIRED if column.is_required else Look.OPTIONAL


def _row_of(row: int, last: int) -> str:
    """The cells of a row from the first to the last column, as a formula names them."""
    return f"$A{row + 1}:{xl_rowcol_to_cell(row, last, col_abs=True)}"


def _escape(text: str) -> str:
    """A text in the head of a printed page, where & begins a command."""
    return text.replace("&", "&&")
