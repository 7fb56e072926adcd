"""A copy with its faults marked keeps what came, shows each fault at its cell and lists all in front."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from registry.entry.sheets.grid import FAULTS_SHEET, CellFault, CellPlace, MergedCells, Sheet, Workbook
from registry.entry.sheets.marking import AUTHOR, FILL, write_marked_copy
from registry.entry.sheets.reading import read_workbook
from tests.entry.ugly.files import make_ugly

PLAN = "2027年计划"
FAULTS = (
    CellFault(CellPlace(PLAN, 6, 7), "课时为 18.3，最小单位是 0.5", "改为 18 或 18.5"),
    CellFault(CellPlace(PLAN, 5, 2), "科目类别不在公需、专业之中（第八条）", "改为“公需”或“专业”"),
    CellFault(CellPlace(PLAN, 5, 2), "科目类别与上一年不同", ""),
    CellFault(CellPlace(PLAN, 1, 3), "填报单位不在名单中", "写机构全称"),
    CellFault(None, "没有写年度", "在表头写明年度"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marked")


@pytest.fixture(scope="module")
def copy(folder: Path) -> Any:
    """The plan with a merged head, marked, as openpyxl reads it."""
    book = read_workbook(make_ugly("merged-head", folder))
    write_marked_copy(book, FAULTS, folder / "补正.xlsx")
    return openpyxl.load_workbook(folder / "补正.xlsx")


def mark(book: Workbook, place: CellPlace | None, out: Path, message: str = "有误") -> Any:
    write_marked_copy(book, [CellFault(place, message, "改正")], out)
    return openpyxl.load_workbook(out)


def test_the_list_in_front_tells_every_fault(copy: Any) -> None:
    rows = [[cell.value for cell in row] for row in copy.worksheets[0].iter_rows(min_row=4)]
    assert copy.sheetnames == [FAULTS_SHEET, PLAN]
    assert rows == [
        ["序号", "工作表", "单元格", "填的是", "问题", "改法"],
        [1, None, "整份文件", None, "没有写年度", "在表头写明年度"],
        [
            2,
            PLAN,
            "A2",
            "填报单位（盖章）：演示黄海湿地文化旅游人才培训中心",
            "填报单位不在名单中",
            "写机构全称",
        ],
        [3, PLAN, "C6", "专业", "科目类别不在公需、专业之中（第八条）", "改为“公需”或“专业”"],
        [4, PLAN, "C6", "专业", "科目类别与上一年不同", None],
        [5, PLAN, "H7", "18", "课时为 18.3，最小单位是 0.5", "改为 18 或 18.5"],
    ]
    assert [copy.worksheets[0].cell(row, 3).hyperlink for row in (5,)] == [None]
    assert copy.worksheets[0]["C7"].hyperlink.location == f"'{PLAN}'!C6"


def test_only_the_list_is_selected(copy: Any) -> None:
    assert [each.sheet_view.tabSelected for each in copy.worksheets] == [True, False]


def test_cells_at_fault_are_coloured_framed_and_commented(copy: Any) -> None:
    sheet = copy[PLAN]
    assert sheet["C6"].comment.text.split("\n") == [
        "1．科目类别不在公需、专业之中（第八条）",
        "改法：改为“公需”或“专业”",
        "2．科目类别与上一年不同",
    ]
    assert sheet["H7"].comment.text == "课时为 18.3，最小单位是 0.5\n改法：改为 18 或 18.5"
    assert sheet["H7"].comment.author == AUTHOR
    assert sheet["H7"].fill.fgColor.rgb == FILL.fgColor.rgb
    assert {sheet["H7"].border.left.style, sheet["H7"].border.top.style} == {"thick"}
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == [
        "A2",
        "C6",
        "H7",
    ]


def test_a_merged_area_is_marked_as_one_cell(copy: Any) -> None:
    sheet = copy[PLAN]
    sides = [
        (sheet.cell(2, column).border.left.style, sheet.cell(2, column).border.right.style)
        for column in (1, 6)
    ]
    assert sheet["A2"].comment.text.startswith("填报单位不在名单中")
    assert [sides[0][0], sides[1][1]] == ["thick", "thick"]


def test_the_layout_and_the_values_are_kept(copy: Any, folder: Path) -> None:
    sheet = copy[PLAN]
    source = read_workbook(folder / "2027年度计划表.xlsx")
    assert read_workbook(folder / "补正.xlsx").sheets == source.sheets
    assert sheet["G23"].value == "=SUM(G5:G22)"
    assert sheet.column_dimensions["B"].width > 25
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["C5:C22"]


def test_the_same_faults_give_the_same_bytes(folder: Path, tmp_path: Path, copy: Any) -> None:
    for name in ("merged-head", "semicolons"):
        book = read_workbook(make_ugly(name, tmp_path))
        write_marked_copy(book, FAULTS, tmp_path / "一.xlsx")
        write_marked_copy(book, FAULTS, tmp_path / "二.xlsx")
        assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()


def test_a_copy_that_is_marked_again_has_the_new_marks_alone(folder: Path, tmp_path: Path, copy: Any) -> None:
    again = mark(read_workbook(folder / "补正.xlsx"), CellPlace(PLAN, 8, 3), tmp_path / "再.xlsx")
    assert again.sheetnames == [FAULTS_SHEET, PLAN]
    assert [cell.coordinate for row in again[PLAN].iter_rows() for cell in row if cell.comment] == ["D9"]
    assert [again[PLAN][each].fill.fill_type for each in ("A2", "C6", "D9")] == [None, None, "solid"]


def test_a_comment_of_the_institution_is_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "课程"  # type: ignore[index]
    book.active["A1"].comment = openpyxl.comments.Comment("请核", "演示甲")  # type: ignore[index]
    book.save(tmp_path / "x.xlsx")
    workbook = mark(read_workbook(tmp_path / "x.xlsx"), CellPlace("Sheet", 0, 0), tmp_path / "y.xlsx")
    assert workbook["Sheet"]["A1"].comment.text == "有误\n改法：改正\n——原有批注——\n请核"


@pytest.mark.parametrize(
    "name", ["xls", "ods", "html", "semicolons", "months", "unsaved-formulas", "epoch-1904"]
)
def test_other_formats_become_the_same_grid(tmp_path: Path, name: str) -> None:
    book = read_workbook(make_ugly(name, tmp_path))
    mark(book, CellPlace(book.sheets[0].name, 1, 1), tmp_path / "补正.xlsx")
    again = read_workbook(tmp_path / "补正.xlsx")
    assert [(sheet.name, sheet.rows, sheet.merged) for sheet in again.sheets] == [
        (sheet.name, sheet.rows, sheet.merged) for sheet in book.sheets
    ]


def test_macros_are_not_in_the_copy(tmp_path: Path) -> None:
    mark(read_workbook(make_ugly("macros", tmp_path)), None, tmp_path / "补正.xlsx")
    with zipfile.ZipFile(tmp_path / "补正.xlsx") as archive:
        assert not [name for name in archive.namelist() if "vba" in name]
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_what_is_hidden_and_at_fault_is_shown(tmp_path: Path) -> None:
    book = read_workbook(make_ugly("hidden", tmp_path))
    faults = [
        CellFault(CellPlace("报送稿", 8, 4), "有误", ""),
        CellFault(CellPlace("旧稿", 1, 1), "有误", ""),
    ]
    write_marked_copy(book, faults, tmp_path / "补正.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "补正.xlsx")
    assert workbook["旧稿"].sheet_state == "visible"
    assert not workbook["报送稿"].row_dimensions[9].hidden
    assert not any(each.hidden for each in workbook["报送稿"].column_dimensions.values())


def test_drop_downs_from_another_sheet_are_kept(tmp_path: Path) -> None:
    """Excel saves them in an extension that openpyxl drops."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("计划").write(0, 0, "科目")
        book.add_worksheet("选项").write_column(0, 0, ["公需", "专业"])
    space = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    extension = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {space}><x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>选项!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>A2:A9</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</worksheet>", extension.encode())
            new.writestr(name, content)
    workbook = mark(read_workbook(tmp_path / "x.xlsx"), CellPlace("计划", 1, 0), tmp_path / "y.xlsx")
    (validation,) = workbook["计划"].data_validations.dataValidation
    assert (validation.formula1, str(validation.sqref), validation.type) == (
        "选项!$A$1:$A$2",
        "A2:A9",
        "list",
    )


def test_texts_stay_texts_and_names_become_lawful(tmp_path: Path) -> None:
    rows = (("=cmd|' /C calc'!A0", "+1", "a\x01b", "x" * 40_000),)
    name = "计划[1]/甲:乙*" + "长" * 40
    book = Workbook(
        tmp_path / "没有.csv", (Sheet(name, rows, (MergedCells(0, 2, 0, 3),)), Sheet("表", ((None, 1.5),)))
    )
    workbook = mark(book, CellPlace(name, 0, 0), tmp_path / "y.xlsx", "=1\x02")
    sheet = workbook.worksheets[1]
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["C1"].value) == (rows[0][0], "s", "ab")
    assert len(sheet.title) == 31
    assert workbook.worksheets[0]["C5"].hyperlink.location == f"'{sheet.title}'!A1"
    assert (workbook.worksheets[0]["E5"].value, workbook.worksheets[0]["E5"].data_type) == ("=1", "s")


def test_a_place_outside_of_the_grid_is_listed(tmp_path: Path) -> None:
    book = read_workbook(make_ugly("change", tmp_path))
    workbook = mark(book, CellPlace("变更", 40, 9), tmp_path / "y.xlsx")
    assert workbook["变更"]["J41"].comment.text == "有误\n改法：改正"
    gone = mark(book, CellPlace("没有的表", 1, 1), tmp_path / "z.xlsx")
    assert [cell.value for cell in gone.worksheets[0][5]][:3] == [1, "没有的表", "B2"]
    assert gone.worksheets[0]["C5"].hyperlink is None


def test_a_hundred_thousand_empty_rows_are_cut(tmp_path: Path) -> None:
    book = read_workbook(make_ugly("empty-rows", tmp_path))
    workbook = mark(book, CellPlace("计划", 2, 2), tmp_path / "y.xlsx")
    assert (workbook["计划"].max_row, workbook["计划"].max_column) == (20, 12)
    assert workbook["计划"]["I3"].number_format != "yyyy-mm-dd"  # as it came
    assert read_workbook(tmp_path / "y.xlsx").sheets == book.sheets


def test_what_openpyxl_cannot_open_is_written_plainly(tmp_path: Path) -> None:
    source = make_ugly("change", tmp_path)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<damaged" if name == "docProps/core.xml" else old.read(name))
    book = read_workbook(tmp_path / "x.xlsx")
    workbook = mark(book, CellPlace("变更", 3, 2), tmp_path / "y.xlsx")
    assert workbook["变更"]["C4"].comment
    assert workbook["变更"]["B7"].number_format == "yyyy-mm-dd"
    assert read_workbook(tmp_path / "y.xlsx").sheets == book.sheets
