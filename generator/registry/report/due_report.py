"""What is due in each area as the body of an issue, in Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..finding import format_article
from ..forge.issues import Issue
from ..lifecycle.due import SOON, AreaDues, DueItem, list_due
from ..lifecycle.filing import find_name
from ..model.register import Register
from ..personal import mask_personal
from .markdown import escape_markdown, write_row, write_table_head

TITLE = "待办："
# What the body of an issue may hold on GitHub, less what is said where it is cut.
MOST = 60_000
HEADINGS = ("机构", "事项", "由谁", "期限", "依据")
PARTS = (
    ("overdue", "期限已过，未见记录"),
    ("soon", f"{SOON} 天内到期"),
    ("undated", "没有规定期限"),
    ("ending", "快要期满"),
)


def build_issues(register: Register, day: dt.date) -> Iterator[Issue]:
    """The issue of each area."""
    for area in register.tables.areas.values():
        dues = list_due(register, area.id, day)
        yield Issue(area.id, f"{TITLE}{area.name}", _body(dues, day) if dues.anything else "")


def _body(dues: AreaDues, day: dt.date) -> str:
    lines = [
        f"截至 {day}，按登记册中的记录推算；每晚更新，请不要在这里手工修改。未见记录不等于没有办理。",
        "",
    ]
    for name, heading in PARTS:
        part: list[DueItem] = getattr(dues, name)
        if part:
            lines += [
                f"## {heading}（{len(part)}）",
                "",
                *write_table_head(HEADINGS),
                *(_row(each, day) for each in part),
                "",
            ]
    return cut_lines(lines)


def _row(due: DueItem, day: dt.date) -> str:
    name = f"{find_name(due.dossier, day)}（{due.dossier.id}）" if due.dossier else "登记册"
    when = f"{due.on}" if due.on else "——"
    when += f"（{due.note}）" if due.note else ""
    cells = (name, due.what, due.by or "——", when, format_article(due.article))
    return write_row(escape_markdown(mask_personal(each)) for each in cells)


def cut_lines(lines: Iterable[str]) -> str:
    """The lines as far as an issue takes them, with a word where some are left out."""
    text = "\n".join(lines) + "\n"
    if len(text) <= MOST:
        return text
    fitting = text[:MOST].rpartition("\n")[0]
    return f"{fitting}\n\n**以下没有列出。** 在本地运行 `registry duties` 查看全部。\n"
