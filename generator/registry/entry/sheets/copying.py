"""A spreadsheet that came, to be written again as .xlsx: in its own layout, or plainly without it."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ...display import measure_width
from ...packed import pack_parts
from ...whole_file import replace_file
from .bounds import MEGABYTE, check_unpacked
from .grid import CellValue, Sheet, Workbook, name_column
from .markup import Attributes, parse_markup
from .ooxml import REFERENCE, count_column, list_sheet_parts
from .package import open_package, read_parts, store_parts

MAX_LAYOUT = 4 * MEGABYTE  # unpacked: openpyxl takes fifty times as much memory, and seconds
LARGE = MEGABYTE // 4  # a sheet of that size has its empty rows cut
DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)  # openpyxl would take its entities
DAY = dt.datetime(2000, 1, 1)  # of a copy without a day of its own, in place of the clock's
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
# A cell with a formula as openpyxl writes it: without a value.
FORMULA = re.compile(
    rb'(<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?)(?: t="[a-z]+")?(><f[^>]*>[^<]*</f>)<v */?>(?:</v>)?</c>'
)
UNFIT = re.compile(r"[\[\]:*?/\\]")  # what a sheet's name may not have
MAX_CELL = 32_767  # characters of a cell
NARROW, WIDE = 8, 40
LINE = Side("thin", color="FF808080")
THIN = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FORMATS = (
    (dt.datetime, "yyyy-mm-dd hh:mm"),
    (dt.date, "yyyy-mm-dd"),
    (dt.time, "hh:mm"),
    (dt.timedelta, "[h]:mm"),
)
Copy = tuple[openpyxl.Workbook, dict[str, Worksheet]]


def copy_workbook(workbook: Workbook) -> Copy:
    """A workbook of openpyxl, and its sheets by the names that they have in the grid.

    The layout is kept where the file is an .xlsx that openpyxl can open; macros and links to other files
    are dropped.
    """
    book = None if workbook.is_extract else _load_layout(workbook.path)
    sheets: dict[str, Worksheet] = {each.title: each for each in book.worksheets} if book else {}
    if book and all(sheet.name in sheets for sheet in workbook.sheets):
        return book, sheets
    return _write_plainly(workbook)


def _load_layout(path: Path) -> openpyxl.Workbook | None:
    try:
        archive = open_package(path.read_bytes())
        check_unpacked(sum(each.file_size for each in archive.infolist()))
        parts = {each: archive.read(each) for each in archive.namelist()}
        sheets = list_sheet_parts(parts)
        for name in sheets:
            parts[name] = _cut_empty_rows(parts[name])
        if sum(len(parts[name]) for name in sheets) > MAX_LAYOUT or any(map(DOCTYPE.search, parts.values())):
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not know is dropped
            book = openpyxl.load_workbook(store_parts(parts), keep_vba=False, keep_links=False)
        _restore_lists(book, parts)
    except Exception:  # openpyxl raises all sorts on files that Excel and calamine can read
        return None
    return book


def _cut_empty_rows(part: bytes) -> bytes:
    """A large sheet's part without the rows behind the last one that has a value."""
    end = part.find(b"</sheetData>")
    last = max(part.rfind(each, 0, end) for each in (b"</v>", b"</is>", b"</f>", b"<f "))
    start = part.find(b"</row>", last, end)
    if len(part) < LARGE or last < 0 or start < 0:
        return part
    return part[: start + len(b"</row>")] + part[end:]


def _restore_lists(book: openpyxl.Workbook, parts: dict[str, bytes]) -> None:
    """Give the drop-downs back that Excel keeps in its extension: those with a list on another sheet."""
    for sheet, part in zip(book.sheetnames, list_sheet_parts(parts), strict=True):
        reader = _ExtensionReader()
        if b":dataValidation " in parts[part]:
            parse_markup(parts[part], reader.start, reader.end, reader.take_text)
        for formula, places in reader.lists:
            validation = DataValidation(type="list", formula1=formula, allow_blank=True)
            validation.sqref = MultiCellRange(places)
            book[sheet].add_data_validation(validation)


class _ExtensionReader:
    """Takes what stands in a sheet's part, and keeps the lists of the extension's drop-downs."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, str]] = []  # the list's formula and the cells
        self._inside = False
        self._texts: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "dataValidation":
            self._inside = attributes.get("type") == "list"
            self._texts = {}
        self._name = name

    def take_text(self, text: str) -> None:
        if self._inside:
            self._texts[self._name] = self._texts.get(self._name, "") + text

    def end(self, name: str) -> None:
        if name == "dataValidation":
            if self._texts.get("f") and self._texts.get("sqref"):
                self.lists.append((self._texts["f"], self._texts["sqref"]))
            self._inside = False
        self._name = ""


def _write_plainly(workbook: Workbook) -> Copy:
    book = openpyxl.Workbook()
    book.properties.created = DAY
    book.remove(book.worksheets[0])
    sheets: dict[str, Worksheet] = {}
    for sheet in workbook.sheets:
        title = UNFIT.sub(" ", clean_text(sheet.name)).strip("' ")[:31] or "表"
        sheets[sheet.name] = book.create_sheet(title)
        _fill_sheet(sheets[sheet.name], sheet)
    return book, sheets


def _fill_sheet(target: Worksheet, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    within = {
        (area.row, column) for area in sheet.merged for column in range(area.column, area.last_column + 1)
    }
    counts = [sum(value is not None for value in values) for values in sheet.rows]
    for row, values in enumerate(sheet.rows):
        is_title = counts[row] == 1 < max(counts)  # it reaches over the columns beside it
        for column, value in enumerate(values):
            cell = target.cell(row + 1, column + 1)
            if not is_title:
                cell.border = THIN
            if value is None:
                continue
            put_value(cell, value)
            if is_title:
                cell.alignment = Alignment(vertical="top")
            elif (row, column) not in within:
                longest = max(map(measure_width, describe_value(value).split("\n")))
                widths[column] = max(widths.get(column, NARROW), longest + 2)
    for column, width in widths.items():
        target.column_dimensions[name_column(column)].width = min(width, WIDE)
    set_up_page(target)
    for area in sheet.merged:
        target.merge_cells(None, area.row + 1, area.column + 1, area.last_row + 1, area.last_column + 1)
    target.sheet_state = "hidden" if sheet.hidden else "visible"


def set_up_page(sheet: Worksheet) -> None:
    """Let a sheet be printed in the width of a page, A4 across."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def put_value(cell: Cell | MergedCell, value: CellValue) -> None:
    """Write a value; a text stays one, whatever it begins with."""
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, str):
        cell.value = clean_text(value)[:MAX_CELL]
        cell.data_type = "s"
        return
    cell.value = value
    cell.number_format = next((form for kind, form in FORMATS if isinstance(value, kind)), "General")


def _save_value(sheet: Sheet, match: re.Match[bytes]) -> bytes:
    """A cell of a formula with the value that the grid has for it."""
    reference = REFERENCE.fullmatch(match[2].decode())
    row, column = (int(reference[2]) - 1, count_column(reference[1])) if reference else (-1, -1)
    value = sheet.rows[row][column] if 0 <= row < len(sheet.rows) and column < len(sheet.rows[row]) else None
    if isinstance(value, str):
        return b'%s t="str"%s<v>%s</v></c>' % (match[1], match[3], escape(clean_text(value)).encode())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return b"%s%s<v>%r</v></c>" % (match[1], match[3], value)
    return match[0]


def describe_value(value: CellValue) -> str:
    """A value as a person would write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def clean_text(text: str) -> str:
    """A text without characters that no workbook may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def save_copy(book: openpyxl.Workbook, values: Mapping[str, Sheet], out: Path) -> None:
    """Write a workbook, the same bytes for the same content whatever the day.

    Formulas keep the values that were saved with them, by the sheets' titles: a preview works none out.
    """
    stream = io.BytesIO()
    book.save(stream)
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(stream) as old:
        titles = dict(zip(list_sheet_parts(read_parts(old)), book.sheetnames, strict=True))
        for name in old.namelist():
            content = old.read(name)
            if sheet := values.get(titles.get(name, "")):
                content = FORMULA.sub(partial(_save_value, sheet), content)
            # openpyxl notes when it saved: by that two copies would differ.
            if name == "docProps/core.xml" and (created := CREATED.search(content)):
                content = MODIFIED.sub(rb"\g<1>" + created[1] + rb"\g<2>", content)
            parts[name] = content
    replace_file(out, pack_parts(parts))
