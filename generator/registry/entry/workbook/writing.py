"""A workbook of a kind of record: a form to fill in, or a record as it stands.

Nothing in it depends on the clock: the same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ...json_data import JsonValue
from ...records.schemas import Schemas
from ..request import EACH_YEAR
from .cells import (
    LEAST_HEIGHT,
    WIDE,
    Cell,
    CellWriter,
    build_validation,
    find_height,
    find_width,
    is_paragraph,
)
from .content import ABOUT, LISTS, ORIGIN, ORIGIN_ID, ORIGIN_KIND, ORIGIN_NUMBER, ORIGIN_YEAR, FormContent
from .explaining import FORM, describe_field, explain, list_explained
from .formats import Formats, Look
from .layout import Entry, FormColumn, FormLayout, FormTable, lay_out

# Blank rows below what is there, and how many rows further what a cell takes is still looked at.
SPARE, SPARE_BELOW_RECORD, CHECKED = 15, 5, 300
SHORT_FORM = 5  # lines; a longer one does not stay in view above a table
NARROW_TABLE = 3  # columns; a wider table stands below a short form only
PAGE_WIDTH = 190  # digits on a page of A4 that can still be read
# Widths of the labels of a form and of its values: by themselves, above a wide table, above a narrow one.
LABEL_WIDTH, VALUE_WIDTH, ABOVE_WIDE, ABOVE_NARROW = 22, 66, 30, 44
ABOUT_WIDTHS = (14, 24, 8, 64, 40, 12)
LONG_HEIGHT = 60  # points, where several lines are to be written
PROMPT = 250  # characters that a spreadsheet program shows beside a cell
# What a protected sheet still lets people do.
FORMATTING = ("format_cells", "format_columns", "format_rows")
ALLOWED = (*FORMATTING, "insert_rows", "delete_rows", "sort", "autofilter")
MARKS = f"带 * 的必填，灰底的不要改，黄底的还没有填。每一项怎样填，选中那一格或者看“{ABOUT}”。"


def write_template(schemas: Schemas, kind: str, content: FormContent, stream: BinaryIO) -> None:
    """Write the workbook of a kind, with what is known of the record filled in."""
    layout = lay_out(schemas, kind, content)
    with Workbook(stream, {"in_memory": True}) as book:
        title = name_record(schemas, kind, content, " ")
        created = dt.datetime.combine(content.day, dt.time())  # without it, the clock's
        book.set_properties({"title": title, "author": content.register, "created": created})
        writer = _Writer(book, schemas, content, title)
        writer.write_sheets(layout)
        writer.write_about(explain(schemas, kind, content), list_explained(schemas, layout, content))
        writer.lists.write(book.add_worksheet(LISTS))
        writer.write_origin(kind)


def name_record(schemas: Schemas, kind: str, content: FormContent, between: str = "-") -> str:
    """What a record is called: whose it is, its year or its day, its kind, its number."""
    title, record = schemas.kinds[kind].title, content.record
    if year := record.get("year"):
        title = f"{year}{EACH_YEAR}{title.removeprefix(EACH_YEAR)}"
    elif content.is_record and "date" in record:
        title = f"{record['date']}{between}{title}"
    whose = content.institution.name or (content.id if kind == "batch" else "")
    number = f"{record['number']}" if "number" in record else ""
    return between.join(filter(None, (whose, title, number)))


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, schemas: Schemas, content: FormContent, title: str) -> None:
        self.book = book
        self.content = content
        self.title = title
        self.cells = CellWriter(schemas, content)
        self.formats = Formats(book)
        self.lists = ChoiceLists(book, LISTS)

    def write_sheets(self, layout: FormLayout) -> None:
        """The form, and the tables: the first below the form where both can be seen, the others apart."""
        is_short = len(layout.form) <= SHORT_FORM
        below = [each for each in layout.tables[:1] if is_short or len(each.columns) <= NARROW_TABLE]
        sheet = self._add_sheet(FORM)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, self.title, self.formats.get(Look.TITLE))
        sheet.set_row(1, 18)
        sheet.write_string(1, 0, MARKS, self.formats.get(Look.NOTE))
        widths = find_widths(below[0], is_below=True) if below else [LABEL_WIDTH, VALUE_WIDTH]
        row = self._write_form(sheet, layout.form, widths[1])
        if below:
            if any(each.section for each in layout.form):  # among so many lines its headings say too little
                self._write_section(sheet, row, below[0].title)
            self._write_table(sheet, below[0], row + 1, widths, is_short)
        else:
            for x, width in enumerate(widths):
                sheet.set_column(x, x, width, self.formats.get(Look.FREE))
            sheet.freeze_panes(2, 0)
        self._protect(
            sheet, any(each.is_locked for each in layout.form) or any(each.locked for each in below)
        )
        for table in layout.tables[len(below) :]:
            sheet = self._add_sheet(table.title)
            self._write_table(sheet, table, 0, find_widths(table, is_below=False))
            self._protect(sheet, bool(table.locked))

    def _add_sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.7, 0.6)
        sheet.set_header(f"&L{_escape(self.title)}&C&A&R{_escape(self.content.register)}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def _protect(self, sheet: Worksheet, is_needed: bool) -> None:
        """Lock what is not to be changed, where there is such; without a password."""
        if is_needed:
            sheet.protect("", dict.fromkeys(ALLOWED, True))

    def _write_form(self, sheet: Worksheet, form: Sequence[Entry], width: int) -> int:
        """The form from the third row on; the values have a width. Returns the row below."""
        row, shown = 2, ""
        for entry in form:
            if entry.section and entry.section != shown:
                shown = entry.section
                self._write_section(sheet, row, shown)
                row += 1
            self._write_entry(sheet, row, entry, width)
            row += 1
        return row

    def _write_section(self, sheet: Worksheet, row: int, words: str) -> None:
        sheet.set_row(row, 28)
        sheet.write_string(row, 0, words, self.formats.get(Look.SECTION))

    def _write_entry(self, sheet: Worksheet, row: int, entry: Entry, width: int) -> None:
        column, look = entry.column, Look.FIXED_VALUE if entry.is_locked else Look.VALUE
        sheet.write_string(row, 0, _mark(column), self.formats.get(_find_look(column)))
        cell = self._write_cell(sheet, (row, 1), entry.value, column, look)
        is_long = is_paragraph(column.field.schema) and column.is_required
        least = LONG_HEIGHT if is_long else LEAST_HEIGHT
        sheet.set_row(row, max(least, find_height([(cell, width)])))
        if not entry.is_locked:
            self._guide(sheet, (row, 1, row, 1), column)
            if column.is_required:
                self._mark_missing(sheet, (row, 1, row, 1), f"=ISBLANK($B${row + 1})")

    def _write_table(
        self, sheet: Worksheet, table: FormTable, head: int, widths: Sequence[int], is_frozen: bool = True
    ) -> None:
        """A table with its headings in the row `head`, which stays in view and on every printed page."""
        first, width = head + 1, len(table.columns) - 1
        sheet.set_row(head, 38)
        for x, column in enumerate(table.columns):
            sheet.set_column(x, x, widths[x], self.formats.get(Look.FREE))
            sheet.write_string(head, x, _mark(column), self.formats.get(_find_look(column)))
        last = head + len(table.rows) + (SPARE_BELOW_RECORD if self.content.is_record else SPARE)
        for y in range(first, last + 1):
            self._write_row(sheet, table, (y, y - first), widths)
        for x, column in enumerate(table.columns):
            if not column.is_shown:
                self._guide(sheet, (first, x, last + CHECKED, x), column)
            if column.is_required:
                cell, whole = xl_rowcol_to_cell(first, x, col_abs=True), _name_row(first, width)
                formula = f"=AND(COUNTA({whole})>0,ISBLANK({cell}))"
                self._mark_missing(sheet, (first, x, last, x), formula)
        fixed = 2 if width >= NARROW_TABLE else 0
        if is_frozen:
            sheet.freeze_panes(first, fixed)
        sheet.repeat_rows(head)
        if fixed:
            sheet.repeat_columns(0, fixed - 1)
        sheet.fit_to_pages(math.ceil(sum(widths) / PAGE_WIDTH), 0)

    def _write_row(
        self, sheet: Worksheet, table: FormTable, place: tuple[int, int], widths: Sequence[int]
    ) -> None:
        """A row of a table, or a blank one, as high as it needs; `place` is its row in sheet and table."""
        y, number = place
        row = table.rows[number] if number < len(table.rows) else (None,) * len(table.columns)
        shown = []
        for x, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            is_fixed = (number, x) in table.locked
            look = Look.FIXED if is_fixed else Look.PLAIN
            shown.append((self._write_cell(sheet, (y, x), value, column, look), widths[x]))
        sheet.set_row(y, find_height(shown))

    def _write_cell(
        self, sheet: Worksheet, place: tuple[int, int], value: JsonValue, column: FormColumn, look: Look
    ) -> Cell:
        """Write a value, and return what stands in the cell."""
        (row, x), schema = place, column.field.schema
        look_of_cell, cell = self.formats.get(look, schema), self.cells.write(value, schema)
        if cell is None:
            sheet.write_blank(row, x, None, look_of_cell)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, x, dt.datetime.combine(cell, dt.time()), look_of_cell)
        elif isinstance(cell, str):  # whatever it begins with, it is no formula
            sheet.write_string(row, x, cell, look_of_cell)
        else:
            sheet.write_number(row, x, cell, look_of_cell)
        return cell

    def _guide(self, sheet: Worksheet, area: tuple[int, int, int, int], column: FormColumn) -> None:
        """Say beside the cells of an area what belongs there, offer the choices, refuse the impossible."""
        schema = column.field.schema
        rule = build_validation(schema, xl_rowcol_to_cell(area[0], area[1]))
        if column.choices.words:
            range_ = self.lists.add(column.field.heading, column.choices.words)
            rule = {"validate": "list", "source": f"={range_}", "show_error": not column.choices.is_open}
            rule["error_message"] = f"从下拉的 {len(column.choices.words)} 项中选一项"
        words = describe_field(self.cells.schemas, column.field)
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

    def write_about(self, notes: Sequence[tuple[str, str]], rows: Sequence[tuple[str, ...]]) -> None:
        """The sheet that explains: the notes, and a table of all fields."""
        sheet = self._add_sheet(ABOUT)
        head, text = self.formats.get(Look.OPTIONAL), self.formats.get(Look.TEXT)
        for x, width in enumerate(ABOUT_WIDTHS):
            sheet.set_column(x, x, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, f"{self.title}：怎样填", self.formats.get(Look.TITLE))
        for y, (label, words) in enumerate(notes, 1):
            sheet.write_string(y, 0, label, head)
            sheet.merge_range(y, 1, y, 5, words, text)
            sheet.set_row(y, find_height([(words, sum(ABOUT_WIDTHS[1:]))]))
        first = len(notes) + 2
        for y, row in enumerate(rows, first):
            sheet.set_row(y, find_height(zip(row, ABOUT_WIDTHS, strict=True)))
            for x, words in enumerate(row):
                sheet.write_string(y, x, words, head if y == first else text)
        sheet.repeat_rows(first)

    def write_origin(self, kind: str) -> None:
        """The hidden sheet by which the import knows whose record it is."""
        record = self.content.record
        rows = (
            (ORIGIN_KIND, kind),
            (ORIGIN_ID, self.content.id),
            (ORIGIN_YEAR, str(record.get("year") or "")),
            (ORIGIN_NUMBER, str(record.get("number") or "")),
            ("登记册", self.content.register),
            ("程序版本", self.content.version),
            ("写出日期", str(self.content.day)),
        )
        sheet = self.book.add_worksheet(ORIGIN)
        for y, row in enumerate(each for each in rows if each[1]):
            sheet.write_row(y, 0, row, self.formats.get(Look.TEXT))
        sheet.hide()


def find_widths(table: FormTable, is_below: bool) -> list[int]:
    """How wide the columns of a table are; below the form they give its labels and values room."""
    widths = [find_width(each.field.schema) for each in table.columns]
    if is_below:
        above = ABOVE_NARROW if len(widths) <= NARROW_TABLE else ABOVE_WIDE
        first = [max(each) for each in zip(widths, (LABEL_WIDTH, above), strict=False)]
        widths = [*first, *widths[2:]]
    if len(widths) <= NARROW_TABLE:
        widths = [ABOVE_NARROW if width >= WIDE else width for width in widths]
    return widths


def _mark(column: FormColumn) -> str:
    return f"{column.heading} *" if column.is_required else column.heading


def _find_look(column: FormColumn) -> Look:
    return Look.REQUIRED if column.is_required else Look.OPTIONAL


def _name_row(row: int, last: int) -> str:
    """The cells of a row from the first to the last column, as a formula names them."""
    return f"$A{row + 1}:{xl_rowcol_to_cell(row, last, col_abs=True)}"


def _escape(text: str) -> str:
    """A text in the head of a printed page, where & begins a command."""
    return text.replace("&", "&&")


class ChoiceLists:
    """The lists of one workbook: equal ones once, each under a name by which the cells refer to it."""

    def __init__(self, book: Workbook, sheet: str) -> None:
        self._book = book
        self._sheet = sheet
        self._lists: dict[tuple[str, ...], str] = {}

    def add(self, title: str, words: tuple[str, ...]) -> str:
        """The name of a list; a new one is put under its title."""
        if words not in self._lists:
            column = xl_col_to_name(len(self._lists))
            self._book.define_name(
                f"{self._sheet}{len(self._lists) + 1}",
                f"={self._sheet}!${column}$2:${column}${len(words) + 1}",
            )
            self._lists[words] = title
        return f"{self._sheet}{[*self._lists].index(words) + 1}"

    def write(self, sheet: Worksheet) -> None:
        """Write all lists, a column each."""
        for x, (words, title) in enumerate(self._lists.items()):
            sheet.write_column(0, x, (title, *words))
        sheet.hide()
