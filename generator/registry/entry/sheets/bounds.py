"""How large a spreadsheet may be, and what is raised where one cannot be read.

The bounds are far above what a clerk works with; they keep a file that was made to do harm, or that carries
a million formatted empty rows, from costing more than some seconds and some hundred megabytes.
"""

from __future__ import annotations

from ...refusal import Refusal

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_PARTS = 5_000  # files inside of one
MAX_SHEETS = 100
MAX_ROWS = 20_000
MAX_COLUMNS = 400
MAX_CELLS = 200_000  # of all sheets, empty ones between others included

LOCKED = (
    "有密码，打不开。请对方在 Excel 或 WPS 中用密码打开，在“文件—信息—保护工作簿—用密码进行加密”"
    "（WPS：“文件—文档加密—密码加密”）中清空密码，保存后再发来"
)
MACROS = "文件带有宏；宏没有运行，也不会写进退回的副本"
DAMAGED = (
    "文件已损坏，或没有下载完整。请重新下载；仍打不开的，请对方在 Excel 或 WPS 中打开后另存为 .xlsx，再发来"
)
TOO_LARGE = "{what}。请删去用不到的行、列和图片，只留要报送的表，另存为 .xlsx"


class UnreadableSheet(Refusal):
    """A file cannot be read as a spreadsheet; the message says in Chinese what it is and what to do."""


def check_grid(rows: int, columns: int) -> None:
    """Raise UnreadableSheet where a sheet's content reaches further than it may."""
    if rows > MAX_ROWS:
        what = f"一张工作表写到了第 {rows} 行，最多 {MAX_ROWS} 行"
    elif columns > MAX_COLUMNS:
        what = f"一张工作表写到了第 {columns} 列，最多 {MAX_COLUMNS} 列；也许很靠右的地方误填了一个格"
    else:
        check_cells(rows * columns)
        return
    raise UnreadableSheet(TOO_LARGE.format(what=what))


def check_cells(count: int) -> None:
    """Raise UnreadableSheet where the sheets have more cells than they may."""
    if count > MAX_CELLS:
        what = f"表从第一行到最后一行、从第一列到最后一列共 {count} 格，最多 {MAX_CELLS} 格"
        raise UnreadableSheet(TOO_LARGE.format(what=what))


def check_unpacked(size: int) -> None:
    """Raise UnreadableSheet where the content is larger than it may be once unpacked."""
    if size > MAX_UNPACKED:
        what = f"解开后的内容超过 {MAX_UNPACKED // MEGABYTE} MB"
        raise UnreadableSheet(TOO_LARGE.format(what=what))


def check_sheets(count: int) -> None:
    """Raise UnreadableSheet where there are more sheets than there may be."""
    if count > MAX_SHEETS:
        raise UnreadableSheet(TOO_LARGE.format(what=f"有 {count} 张工作表，最多 {MAX_SHEETS} 张"))
