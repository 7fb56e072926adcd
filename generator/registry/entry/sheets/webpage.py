"""Tables of HTML: systems give them out under the name .xls, and Excel saves them as a page or one file."""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser
from typing import NamedTuple

from .bounds import MAX_COLUMNS, MAX_ROWS, UnreadableSheet, check_cells, check_grid, check_sheets
from .building import SheetLayout, make_sheet
from .grid import MergedCells, Sheet
from .separated import decode_text

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
CHINESE = ("gb2312", "gbk", "gb18030", "x-gbk")
BLANKS = re.compile(r"[ \t\r\n\f]+")
NO_TABLE = "是网页，其中没有表格。请在 Excel 或 WPS 中打开后另存为 .xlsx，再发来"
UNSHOWN = ("script", "style", "title", "template")


class _Cell(NamedTuple):
    row: int
    column: int
    texts: list[str]


class _Table:
    """A table as far as it is read; cells that reach over several places are known by the places taken."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[MergedCells] = []
        self.cell: _Cell | None = None
        self._taken: dict[int, int] = {}  # for each column, the row before which it is taken from above

    def start_row(self) -> None:
        self.end_cell()
        self.rows.append([])
        check_grid(len(self.rows), 1)

    def start_cell(self, width: int, height: int) -> None:
        """Begin a cell that reaches over so many columns and rows, at the next place that is free."""
        self.end_cell()
        if not self.rows:
            self.start_row()
        row, column = len(self.rows) - 1, len(self.rows[-1])
        while self._taken.get(column, 0) > row:
            self.rows[-1].append("")
            column += 1
        check_grid(row + 1, column + width)
        self.rows[-1] += [""] * width
        self._taken.update(dict.fromkeys(range(column, column + width), row + height))
        if width * height > 1:
            self.merged.append(MergedCells(row, column, row + height - 1, column + width - 1))
        self.cell = _Cell(row, column, [])

    def end_cell(self) -> None:
        if self.cell:
            lines = (BLANKS.sub(" ", each).strip(" ") for each in "".join(self.cell.texts).split("\v"))
            self.rows[self.cell.row][self.cell.column] = "\n".join(lines).strip("\n")
            self.cell = None


class _Reader(HTMLParser):
    """Takes a page, and keeps its tables; one inside of another is a table of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._unshown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
            check_sheets(len(self.tables))
        elif tag in UNSHOWN:
            self._unshown += 1
        elif self._open and tag == "tr":
            self._open[-1].start_row()
        elif self._open and tag in ("td", "th"):
            width = _read_span(given.get("colspan"), MAX_COLUMNS + 1)
            self._open[-1].start_cell(width, _read_span(given.get("rowspan"), MAX_ROWS))
        elif tag in ("br", "p", "div"):
            # A line break that is shown; those of the source are blanks.
            self._add("\v")
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            self._add("☑" if "checked" in given else "□")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop().end_cell()
        elif tag in UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        if self._open and self._open[-1].cell and not self._unshown:
            self._open[-1].cell.texts.append(text)

    def close(self) -> None:
        super().close()
        for table in self._open:
            table.end_cell()


def read_webpage(content: bytes, name: str) -> list[Sheet]:
    """The tables of a page that are not empty, each as a sheet."""
    return _make_sheets([_decode_page(content)], name)


def read_saved_page(content: bytes, name: str) -> list[Sheet]:
    """The tables of a page that was saved as one file (MHTML)."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = [each for each in message.walk() if each.get_content_type() == "text/html"]
    return _make_sheets([_decode_page(bytes(each.get_payload(decode=True) or b"")) for each in pages], name)


def _make_sheets(pages: list[str], name: str) -> list[Sheet]:
    """The tables of pages as sheets. Raises UnreadableSheet where there is none."""
    tables: list[_Table] = []
    for page in pages:
        reader = _Reader()
        reader.feed(page)
        reader.close()
        tables += reader.tables
    sheets = [make_sheet("", table.rows, SheetLayout(table.merged)) for table in tables]
    sheets = [sheet for sheet in sheets if sheet.rows]
    check_sheets(len(sheets))
    if not sheets:
        raise UnreadableSheet(NO_TABLE)
    check_cells(sum(len(sheet.rows) * len(sheet.rows[0]) for sheet in sheets))
    if len(sheets) == 1:
        return [sheets[0]._replace(name=name)]
    return [sheet._replace(name=f"表{number}") for number, sheet in enumerate(sheets, 1)]


def _read_span(text: str | None, most: int) -> int:
    """Over how many rows or columns a cell reaches."""
    digits = (text or "").strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def _decode_page(content: bytes) -> str:
    named = CHARSET.search(content[:4096])
    # By the name of an older set: GB 18030 holds them all, and pages have signs that their own lacks.
    if named and named[1].decode().lower() in CHINESE:
        return content.decode("gb18030", "replace")
    return decode_text(content) or content.decode("utf-8", "replace")
