"""The institutions that a sheet lists, wherever its list stands: for what is done to many at once."""

from __future__ import annotations

from collections.abc import Iterator

from ...typed import narrow
from ..sheets.grid import Workbook
from ..written.folding import fold_heading
from .cells import Cells
from .matching import AROUND, INSTITUTION
from .tables import TOTAL

HEADINGS = ("机构编号", *AROUND[INSTITUTION].split("|"), "编号", "名称", "id", "institution", "name")
HEAD_ROWS = 20


def list_named(workbook: Workbook) -> list[str]:
    """The names or ids below a heading for institutions in each sheet, once each; else its first column."""
    sheets = [Cells(each) for each in workbook.sheets if not each.hidden]
    names = [name for cells in sheets for name in _list_column(cells)]
    return list(dict.fromkeys(names))


def _list_column(cells: Cells) -> Iterator[str]:
    row, column = _find_head(cells)
    for number in range(row + 1, cells.height):
        text = cells.get_text(number, column)
        words = [word for _, word in cells.list_row(number)[:2]]
        if text and not text.startswith("#") and not any(TOTAL.fullmatch(narrow(word)) for word in words):
            yield text


def _find_head(cells: Cells) -> tuple[int, int]:
    """Where the heading stands; above the first cell where there is none."""
    headings = [fold_heading(each) for each in HEADINGS]
    for row in range(min(HEAD_ROWS, cells.height)):
        texts = {fold_heading(text): column for column, text in cells.list_row(row)}
        for heading in headings:
            if heading in texts and (len(texts) > 1 or cells.width == 1):
                return row, texts[heading]
    return -1, 0
