"""Plans as texts that spreadsheet programs take: HTML, CSV and what was pasted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from tests.entry.ugly.content import HEADINGS, NAME, list_written_rows


def _make_cells(tag: str, row: Sequence[object]) -> str:
    return "<tr>" + "".join(f"<{tag}>{each}</{tag}>" for each in row) + "</tr>"


def write_html(path: Path) -> None:
    """HTML tables in GBK that a system gave out under the name .xls, the head over two rows."""
    head = "<tr><th colspan=12>2027年度培训计划&nbsp;(机构：" + NAME + ")</th></tr>"
    first, second = [], []
    for number, heading in enumerate(HEADINGS):
        if number == 6:
            first.append("<th colspan='2'>规模</th>")
        if number in (6, 7):
            second.append(f"<th>{heading}</th>")
        else:
            first.append(f"<th rowspan=2>{heading}</th>")
    rows = "".join(_make_cells("td", row) for row in list_written_rows())
    notes = "<table><tr><td>联系人<td>演示甲<tr><td>电话<td>0515-00000061</table>"
    text = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>'
        f"<table border=1>{head}<tr>{''.join(first)}</tr><tr>{''.join(second)}</tr>{rows}</table>"
        f"{notes}</body></html>"
    )
    path.write_bytes(text.encode("gb18030"))


def _write_separated(path: Path, delimiter: str, encoding: str) -> None:
    text = io.StringIO(newline="")
    rows: list[Sequence[str]] = [(f"{NAME}2027年度培训计划",), HEADINGS, *list_written_rows()]
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_semicolons(path: Path) -> None:
    """CSV with semicolons, in GB18030."""
    _write_separated(path, ";", "gb18030")


def write_pasted(path: Path) -> None:
    """What Excel calls Unicode text: tabs, UTF-16."""
    _write_separated(path, "\t", "utf-16")


def write_wide_commas(path: Path) -> None:
    """Lines typed by hand, with Chinese commas, under UTF-8 with a mark."""
    lines = ["，".join((row[1], row[6], row[7], row[8].replace("、", "和"))) for row in list_written_rows()]
    path.write_text("\n".join(("课程名称，计划人数，学时，培训时间", *lines)), "utf-8-sig")
