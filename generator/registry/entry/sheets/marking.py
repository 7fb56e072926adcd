"""A copy of a spreadsheet with its faults marked, to send back: cells coloured and commented, all listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ...display import measure_width
from .copying import THIN, clean_text, copy_workbook, describe_value, put_value, save_copy, set_up_page
from .grid import FAULTS_SHEET, CellFault, CellPlace, CellValue, Workbook, name_column, sort_faults

AUTHOR = "登记册"  # of the comments, by which those of an earlier copy are known
FILL = PatternFill("solid", fgColor="FFFFC7CE")
THICK = Side("thick", color="FF9C0006")  # seen in a print without colours too
LINE = 34  # Latin letters of a comment's line
COMMENT_WIDTH, LINE_HEIGHT = 300, 20  # pixels
HEADINGS = (("序号", 6), ("工作表", 14), ("单元格", 9), ("填的是", 22), ("问题", 46), ("改法", 46))
ASK = "请在标了颜色、加了粗框的单元格里改正，改法见批注和下表；改好后连同本页一起发回即可，本页不用填写。"
UNSAVED = "（公式，没有保存结果）"


def write_marked_copy(workbook: Workbook, faults: Sequence[CellFault], out: Path) -> None:
    """Write a copy as .xlsx to `out`: in the layout that came where it can be kept, else plainly.

    Faults without a place are in the list alone. Raises OSError.
    """
    book, sheets = copy_workbook(workbook)
    if FAULTS_SHEET in book.sheetnames:
        book.remove(book[FAULTS_SHEET])
    for sheet in sheets.values():
        _remove_marks(sheet)
    faults = [fault._replace(place=_find_first(workbook, fault.place)) for fault in faults]
    ordered = sort_faults(faults, workbook)
    for place, group in groupby(ordered, key=lambda fault: fault.place):
        if place and place.sheet in sheets:
            _mark_cell(sheets[place.sheet], place, list(group))
    _list_faults(book.create_sheet(FAULTS_SHEET, 0), workbook, ordered, sheets)
    book.active = 0
    for worksheet in book.worksheets:  # several selected ones would be written into at once
        worksheet.sheet_view.tabSelected = worksheet.title == FAULTS_SHEET
    save_copy(book, {sheets[each.name].title: each for each in workbook.sheets}, out)


def _find_first(workbook: Workbook, place: CellPlace | None) -> CellPlace | None:
    """The first cell of the merged area that a place lies in, whose value it shows; else the place itself."""
    for sheet in workbook.sheets:
        for area in sheet.merged if place and sheet.name == place.sheet else ():
            rows, columns = range(area.row, area.last_row + 1), range(area.column, area.last_column + 1)
            if place and place.row in rows and place.column in columns:
                return CellPlace(place.sheet, area.row, area.column)
    return place


def _remove_marks(sheet: Worksheet) -> None:
    """Take the marks of an earlier copy away."""
    marked = [
        (row, column)
        for row, cells in enumerate(sheet.iter_rows(), 1)
        for column, cell in enumerate(cells, 1)
        if cell.comment and cell.comment.author == AUTHOR
    ]
    for row, column in marked:
        sheet.cell(row, column).comment = None
        for cell in _list_cells(sheet, _find_area(sheet, row, column)):
            cell.fill = PatternFill()
            cell.border = THIN


def _mark_cell(sheet: Worksheet, place: CellPlace, faults: Sequence[CellFault]) -> None:
    """Colour, frame and comment a cell, or the merged area that it lies in; show it if hidden."""
    area = _find_area(sheet, place.row + 1, place.column + 1)
    for cell in _list_cells(sheet, area):
        cell.fill = FILL
        cell.border = Border(
            left=THICK if cell.column == area.min_col else None,
            right=THICK if cell.column == area.max_col else None,
            top=THICK if cell.row == area.min_row else None,
            bottom=THICK if cell.row == area.max_row else None,
        )
    first = sheet.cell(area.min_row, area.min_col)
    text = "\n".join(_describe_faults(faults))
    if first.comment:
        text = f"{text}\n——原有批注——\n{first.comment.text}"
    lines = sum(1 + measure_width(line) // LINE for line in text.split("\n"))
    first.comment = Comment(text, AUTHOR, height=LINE_HEIGHT * (lines + 1), width=COMMENT_WIDTH)
    sheet.sheet_state = "visible"
    sheet.row_dimensions[area.min_row].hidden = False
    for dimension in sheet.column_dimensions.values():  # one for several columns side by side
        if dimension.min and dimension.max and dimension.min <= area.min_col <= dimension.max:
            dimension.hidden = False


def _describe_faults(faults: Sequence[CellFault]) -> Iterator[str]:
    for number, fault in enumerate(faults, 1):
        yield clean_text(f"{number}．{fault.message}" if len(faults) > 1 else fault.message)
        if fault.hint:
            yield clean_text(f"改法：{fault.hint}")


def _find_area(sheet: Worksheet, row: int, column: int) -> CellRange:
    """The merged area that a cell lies in, or the cell alone."""
    cell = CellRange(min_row=row, max_row=row, min_col=column, max_col=column)
    return next((each for each in sheet.merged_cells.ranges if each.issuperset(cell)), cell)


def _list_cells(sheet: Worksheet, area: CellRange) -> Iterator[Cell | MergedCell]:
    for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
        yield from row


def _list_faults(
    sheet: Worksheet, workbook: Workbook, faults: Sequence[CellFault], sheets: Mapping[str, Worksheet]
) -> None:
    """Write the sheet in front: every fault with a link to its cell."""
    sheet["A1"] = f"{FAULTS_SHEET}（{len(faults)} 处）"
    _write_font(sheet["A1"], bold=True, size=16)
    put_value(sheet["A2"], f"文件：{workbook.path.name}")
    put_value(sheet["A3"], ASK)
    for row in (1, 2, 3):
        sheet.merge_cells(None, row, 1, row, len(HEADINGS))
    sheet.row_dimensions[3].height = 32
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.column_dimensions[name_column(column)].width = width
        cell = sheet.cell(4, column + 1, heading)
        _write_font(cell, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFD9D9D9")
        cell.border = THIN
    for number, fault in enumerate(faults, 1):
        _list_fault(sheet, number, fault, workbook)
        if fault.place and fault.place.sheet in sheets:
            _link(sheet.cell(number + 4, 3), sheets[fault.place.sheet].title, fault.place)
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    set_up_page(sheet)


def _list_fault(sheet: Worksheet, number: int, fault: CellFault, workbook: Workbook) -> None:
    """Write the row of a fault, as high as its longest cell needs."""
    place = fault.place
    sheet_name, cell_name = (place.sheet, place.cell) if place else ("", "整份文件")
    value = _find_value(workbook, place)
    values: tuple[CellValue, ...] = (number, sheet_name, cell_name, value, fault.message, fault.hint)
    height = 1
    for column, (shown, (_, width)) in enumerate(zip(values, HEADINGS, strict=True), 1):
        cell = sheet.cell(number + 4, column)
        put_value(cell, shown)
        cell.border = THIN
        cell.alignment = Alignment("center" if column == 1 else "left", "top", wrap_text=True)
        lines = sum(1 + measure_width(line) // width for line in str(shown).split("\n"))
        height = max(height, lines)
    sheet.row_dimensions[number + 4].height = min(16 * height + 2, 400)


def _find_value(workbook: Workbook, place: CellPlace | None) -> str:
    """What stands in a cell, as the list tells it."""
    sheet = next((each for each in workbook.sheets if place and each.name == place.sheet), None)
    if not place or not sheet or place.row >= len(sheet.rows) or place.column >= len(sheet.rows[place.row]):
        return ""
    if (place.row, place.column) in sheet.unsaved:
        return UNSAVED
    return describe_value(sheet.rows[place.row][place.column]) or "（空）"


def _link(cell: Cell | MergedCell, title: str, place: CellPlace) -> None:
    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place.cell}")
    _write_font(cell, color="FF0563C1", underline="single")


def _write_font(cell: Cell | MergedCell, **changes: str | float) -> None:
    """Change a cell's font in these points."""
    cell.font = Font(**{"name": cell.font.name, "size": cell.font.size, **changes})
