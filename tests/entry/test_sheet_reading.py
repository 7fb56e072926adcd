"""Spreadsheets as they arrive are read by content, with what was saved in them; what is none is told."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from xlsxwriter import Workbook as NewBook

from registry.entry.sheets.grid import FAULTS_SHEET, MergedCells, Workbook
from registry.entry.sheets.reading import UnreadableSheet, read_workbook
from tests.entry.ugly.compound import write_excel_5
from tests.entry.ugly.content import TITLES
from tests.entry.ugly.files import MADE, OLD, list_ugly
from tests.entry.ugly.refused import list_refused

PLANS = ("merged-head", "text-numbers", "epoch-1904", "hidden", "macros", "unsaved-formulas", "empty-rows")
SEPARATED = ("semicolons", "pasted", "wide-commas")


@pytest.fixture(scope="module")
def ugly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    folder = tmp_path_factory.mktemp("ugly")
    return {name: read_workbook(path) for name, path in list_ugly(folder).items()}


def find_titles(book: Workbook) -> list[object]:
    """The texts of the column in which the courses' titles stand, from the first of them on."""
    rows = book.sheets[0].rows
    column = next(row.index(TITLES[0]) for row in rows if TITLES[0] in row)
    return [row[column] for row in rows if row[column] in TITLES]


@pytest.mark.parametrize("name", [*PLANS, *SEPARATED, "html", "xls", "ods"])
def test_every_course_is_read(ugly: dict[str, Workbook], name: str) -> None:
    assert find_titles(ugly[name]) == list(TITLES)


def test_all_rows_of_a_sheet_are_of_one_length(ugly: dict[str, Workbook]) -> None:
    assert all(len({len(row) for row in sheet.rows}) <= 1 for book in ugly.values() for sheet in book.sheets)
    assert len(ugly) == len(MADE) + len(OLD) > 16


@pytest.mark.parametrize(
    ("old", "new"), [("xls", "merged-head"), ("xls-summary", "summary"), ("ods", "hidden")]
)
def test_old_formats_give_the_same_grid(ugly: dict[str, Workbook], old: str, new: str) -> None:
    assert ugly[old].sheets == ugly[new].sheets
    assert ugly[old].remarks == ugly[new].remarks


def test_et_is_known_as_xls(ugly: dict[str, Workbook]) -> None:
    assert ugly["et"].path.suffix == ".et"
    assert ugly["et"].sheets == ugly["application"].sheets


def test_values_are_as_they_were_saved(ugly: dict[str, Workbook]) -> None:
    assert ugly["epoch-1904"].sheets[0].rows[2][8] == dt.date(2027, 3, 1)
    assert ugly["epoch-1904"].sheets[0].rows[0][3] == 2027
    assert ugly["text-numbers"].sheets[0].rows[5][2:4] == ("１８", "60人")
    assert ugly["hidden"].sheets[0].rows[5][9] == (dt.date(2027, 3, 5) - dt.date(1899, 12, 30)).days
    assert ugly["summary"].sheets[0].rows[2][1:4] == (dt.date(2026, 3, 5), dt.date(2026, 3, 7), "37人次")
    assert ugly["application"].sheets[0].rows[3][1] == "□机关　□事业单位　□企业　☑社会服务机构"


def test_merged_cells_are_told(ugly: dict[str, Workbook]) -> None:
    assert MergedCells(2, 2, 2, 4) in ugly["merged-head"].sheets[0].merged
    assert MergedCells(1, 6, 1, 7) in ugly["html"].sheets[0].merged
    assert MergedCells(1, 0, 2, 0) in ugly["html"].sheets[0].merged
    assert ugly["html"].sheets[0].rows[2][6:8] == ("计划人数", "学时")


def test_formulas_without_a_value_are_told_and_errors_are_texts(ugly: dict[str, Workbook]) -> None:
    sheet = ugly["unsaved-formulas"].sheets[0]
    assert sheet.unsaved == {(row, 7) for row in range(3, 20, 3)}
    assert [sheet.rows[row][7] for row in (2, 3, 20)] == [16, None, "#DIV/0!"]


def test_what_is_hidden_is_read_and_told(ugly: dict[str, Workbook]) -> None:
    assert [sheet.hidden for sheet in ugly["hidden"].sheets] == [False, True]
    assert ugly["hidden"].remarks == (
        "工作表“报送稿”的第 9 行是隐藏的，也读了",
        "工作表“报送稿”的 D—E 列是隐藏的，也读了",
    )


def test_what_is_struck_through_is_read_and_told(ugly: dict[str, Workbook]) -> None:
    remark = "工作表“计划”的第 7 行有划去的字（删除线），也读了；不办的请机构删去"
    assert [name for name, book in ugly.items() if remark in book.remarks] == ["macros"]


def test_macros_are_told(ugly: dict[str, Workbook]) -> None:
    assert ["宏没有运行" in "".join(ugly[name].remarks) for name in ("macros", "merged-head")] == [
        True,
        False,
    ]


def test_empty_rows_are_cut(ugly: dict[str, Workbook]) -> None:
    assert ugly["empty-rows"].sheets == ugly["epoch-1904"].sheets


def test_a_sheet_a_month(ugly: dict[str, Workbook]) -> None:
    names = [sheet.name for sheet in ugly["months"].sheets]
    assert names == ["填写说明", *(f"{month}月" for month in range(1, 13)), "Sheet3"]
    assert ugly["months"].sheets[-1].rows == ()


def test_what_is_no_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for path, word in list_refused(tmp_path):
        with pytest.raises(UnreadableSheet, match=f"读不出 {path.name}：.*请") as refused:
            read_workbook(path)
        assert word in str(refused.value)


@pytest.mark.parametrize("name", ["~$计划.xlsx", ".~计划.et"])
def test_files_of_an_open_program_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x04abcd" + b" " * 100)
    with pytest.raises(UnreadableSheet, match="临时文件"):
        read_workbook(tmp_path / name)


def test_what_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "没有.xlsx", "没有这个文件"), (tmp_path, "不是文件")):
        with pytest.raises(UnreadableSheet, match=words):
            read_workbook(path)


def test_excel_5_is_read_in_its_code_page(tmp_path: Path) -> None:
    path = tmp_path / "旧.xls"
    path.write_bytes(write_excel_5([["课程", "学时"], ["护理实务", 16.0]]))
    (sheet,) = read_workbook(path).sheets
    assert (sheet.name, sheet.rows) == ("计划", (("课程", "学时"), ("护理实务", 16)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，", "|"])
def test_texts_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = (("课程", "人数", "说明"), ("护理实务", "40", '"甲;乙,丙，丁"'), ("药事", "", "无"))
    path = tmp_path / "表.csv"
    path.write_bytes("\r\n".join(map(delimiter.join, lines)).encode(encoding))
    (sheet,) = read_workbook(path).sheets
    assert sheet.rows == (lines[0], ("护理实务", "40", "甲;乙,丙，丁"), ("药事", None, "无"))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na,1;b\r\n", (("a,1", "b"),)),
        ('编号,名\n="001",甲\n', (("编号", "名"), ("001", "甲"))),
        ('a,b\n1,"二\n行"\n', (("a", "b"), ("1", "二\n行"))),
        ('a,b\n"1,2\n3,4\n', (("a", "b"), ('"1', "2"), ("3", "4"))),
        ("\n\n课程名称\n", ((None,), (None,), ("课程名称",))),
        ("a,b,,,\n,,,,\n" + ",,,,\n" * 30_000, (("a", "b"),)),
    ],
)
def test_habits_of_texts(tmp_path: Path, text: str, rows: object) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, "utf-8")
    assert read_workbook(path).sheets[0].rows == rows


def test_habits_of_pages(tmp_path: Path) -> None:
    page = """<div><TABLE><tr><td rowspan=2>一<br>二<td>甲<table><tr><td>内</table>乙<td>
    <input type=checkbox checked>面授 <input type="checkbox">远程<script>1</script>
    <tr><td colspan=x>丙</TABLE>"""
    path = tmp_path / "页.xls"
    path.write_text(page, "utf-8")
    outer, inner = read_workbook(path).sheets
    assert outer.rows == (("一\n二", "甲乙", "☑面授 □远程"), (None, "丙", None))
    assert (outer.merged, inner.rows, inner.name) == ((MergedCells(0, 0, 1, 0),), (("内",),), "表2")


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    path = tmp_path / "页.xls"
    body = "<html><table><tr><td>课程<td>学时</table></html>"
    path.write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n'
        f"--x\nContent-Type: text/html; charset=utf-8\n\n{body}\n--x--\n",
        "utf-8",
    )
    assert read_workbook(path).sheets[0].rows == (("课程", "学时"),)


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "页.xls").write_text("<html><frameset><frame src='sheet001.htm'></frameset></html>", "utf-8")
    with pytest.raises(UnreadableSheet, match=r"没有表格.*另存为"):
        read_workbook(tmp_path / "页.xls")


def test_the_sheet_of_faults_is_not_read_back(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = NewBook(stream)
    book.add_worksheet(FAULTS_SHEET).write(0, 0, "问题")
    book.add_worksheet("计划").write(0, 0, "课程")
    book.close()
    (tmp_path / "x.xlsx").write_bytes(stream.getvalue())
    read = read_workbook(tmp_path / "x.xlsx")
    assert [sheet.name for sheet in read.sheets] == ["计划"]
    assert "没有读" in read.remarks[0]
