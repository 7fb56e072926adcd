"""Plans as workbooks of Excel with habits."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from tests.entry.ugly.content import HEADINGS, NAME, list_courses, list_plain_rows, list_written_rows

BIRTHDAY = {"created": dt.datetime(2026, 1, 1)}
EPOCH_1900 = dt.date(1899, 12, 30)


def open_book(path: Path, **options: object) -> Any:
    """A new workbook, the same on every day."""
    book = Workbook(str(path), options)
    book.set_properties(BIRTHDAY)
    return book


def write_rows(sheet: Any, rows: Sequence[Sequence[Any]], first: int = 0) -> None:
    """Write the cells of rows that have a value."""
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)


def edit_part(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def write_merged_head(path: Path) -> None:
    """A title, a head of two rows with merged cells, a total and notes beneath."""
    book = open_book(path)
    head = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
    )
    sheet = book.add_worksheet("2027年计划")
    sheet.merge_range(0, 0, 0, 11, "2027年度专业技术人员继续教育培训计划表", head)
    sheet.merge_range(1, 0, 1, 5, f"填报单位（盖章）：{NAME}", head)
    sheet.merge_range(1, 6, 1, 11, "填报日期：2026年11月20日", head)
    groups = {2: ("培训类别", 3), 6: ("培训规模", 2), 8: ("培训安排", 2)}
    for column, heading in enumerate(HEADINGS):
        inside = any(start <= column < start + width for start, (_, width) in groups.items())
        if inside:
            sheet.write(3, column, heading, head)
        else:
            sheet.merge_range(2, column, 3, column, heading, head)
    for start, (title, width) in groups.items():
        sheet.merge_range(2, start, 2, start + width - 1, title, head)
    rows = list_plain_rows()
    write_rows(sheet, rows, 4)
    sheet.merge_range(22, 0, 22, 5, "合  计", head)
    for column in (6, 7):
        letter = "GH"[column - 6]
        sheet.write_formula(22, column, f"=SUM({letter}5:{letter}22)", head, sum(row[column] for row in rows))
    sheet.merge_range(23, 0, 23, 11, "注：1.科目类别填公需、专业；2.本表一式两份，于每年年底前报送。")
    sheet.write(24, 0, "填表人：演示甲　　联系电话：0515-00000061　　审核人：样例三")
    sheet.set_column(1, 1, 30)
    sheet.data_validation(4, 2, 21, 2, {"validate": "list", "source": ["公需", "专业"]})
    book.close()


def write_text_numbers(path: Path) -> None:
    """Everything is text in inline strings: full-width digits, units, 3月上旬; columns in another order."""
    order = (0, 1, 7, 6, 8, 2, 3, 4, 5, 9, 10, 11)
    book = open_book(path, constant_memory=True, strings_to_numbers=False)
    sheet = book.add_worksheet("Sheet1")
    rows = [[f"{NAME}2027年度培训计划"], [], [HEADINGS[each].replace("学时", "课时数") for each in order]]
    rows += [[row[each] for each in order] for row in list_written_rows()]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
    book.close()


def write_1904(path: Path) -> None:
    """A workbook of the epoch 1904, months as dates in a number format without a text (Excel's own 57)."""
    book = open_book(path, date_1904=True)
    month = book.add_format({"num_format": 57})
    sheet = book.add_worksheet("计划")
    write_rows(sheet, [[f"单位名称：{NAME}", None, "年度", 2027], HEADINGS, *list_plain_rows()])
    for number, course in enumerate(list_courses(), 2):
        sheet.write_datetime(number, 8, dt.datetime(2027, course[7][0], 1), month)
    book.close()


def write_hidden(path: Path) -> None:
    """Hidden columns, a hidden row and a hidden sheet; dates as numbers and as 2027.3.5."""
    book = open_book(path)
    sheet = book.add_worksheet("报送稿")
    write_rows(sheet, [[None, *HEADINGS], *([None, *row] for row in list_plain_rows())], 3)
    sheet.write(1, 1, f"{NAME}2027年度计划")
    for number, course in enumerate(list_courses(), 4):
        day = dt.date(2027, course[7][0], 5)
        sheet.write(number, 9, (day - EPOCH_1900).days if number % 2 else f"{day.year}.{day.month}.{day.day}")
    sheet.set_column(3, 4, None, None, {"hidden": True})
    sheet.set_row(8, None, None, {"hidden": True})
    draft = book.add_worksheet("旧稿")
    write_rows(draft, [HEADINGS, ["1", "作废的课程"]])
    draft.hide()
    book.close()


def write_macros(path: Path) -> None:
    """A workbook with macros, and a row whose text is struck through."""
    book = open_book(path.with_suffix(".xlsx"))
    sheet = book.add_worksheet("计划")
    write_rows(sheet, [[f"{NAME}2027年度计划"], HEADINGS, *list_plain_rows()])
    sheet.write(6, 1, list_plain_rows()[4][1], book.add_format({"font_strikeout": True}))
    book.close()
    path.with_suffix(".xlsx").replace(path)
    main = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    binary = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override'
    edit_part(
        path,
        "[Content_Types].xml",
        lambda text: text.replace(plain, main).replace("<Override", binary, 1),
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo("xl/vbaProject.bin"), b"Sub AutoOpen")


def write_unsaved_formulas(path: Path) -> None:
    """Hours by formulas: some with a saved value, some without (as other programs write them)."""
    book = open_book(path)
    sheet = book.add_worksheet("计划")
    write_rows(sheet, [[f"{NAME}2027年度计划"], [*HEADINGS, "天数"], *list_plain_rows()])
    for number, course in enumerate(list_courses(), 2):
        sheet.write(number, 12, course[6] / 8)
        sheet.write_formula(number, 7, f"=M{number + 1}*8", None, course[6] if number % 3 else "")
    sheet.write_formula(20, 7, "=SUM(H3:H20)/0", None, "#DIV/0!")
    book.close()
    edit_part(path, "xl/worksheets/sheet1.xml", lambda text: re.sub("<v></v>", "", text))


def write_months(path: Path) -> None:
    """A sheet a month, with a sheet of explanations before and an empty one behind."""
    book = open_book(path)
    write_rows(
        book.add_worksheet("填写说明"), [["每月一张表，没有培训的月份不填。"], [f"单位：{NAME}　2027年度"]]
    )
    courses = list_courses()
    for month in range(1, 13):
        sheet = book.add_worksheet(f"{month}月")
        rows = [row for row, course in zip(list_plain_rows(), courses, strict=True) if month in course[7]]
        sheet.write(0, 0, f"2027年{month}月培训计划")
        write_rows(sheet, [HEADINGS[:8] + HEADINGS[9:], *(row[:8] + row[9:] for row in rows)], 1)
    book.add_worksheet("Sheet3")
    book.close()


def write_empty_rows(path: Path) -> None:
    """A plan with 100,000 empty but formatted rows beneath."""
    write_1904(path)
    empty = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="L{row}" s="1"/></row>' for row in range(21, 100_021)
    )
    edit_part(
        path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", f"{empty}</sheetData>")
    )
