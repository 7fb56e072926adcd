"""What is due in each area as the body of an issue, in Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..display import format_days_left
from ..finding import format_article
from ..forge.issues import Issue
from ..lifecycle.due import HEADINGS, DueItem, Dues, list_due
from ..lifecycle.endings import get_notice_days
from ..lifecycle.filing import find_name
from ..lifecycle.means import MeansLine, list_ways
from ..model.register import Register
from ..personal import mask_personal
from .markdown import escape_markdown, write_link, write_row, write_table_head

TITLE = "待办："
# What the body of an issue may hold on GitHub, less what is said where it is cut.
MAX_BODY = 60_000
COLUMNS = ("机构", "事项", "由谁", "期限", "依据", "怎样办")


def build_issues(register: Register, day: dt.date, site: str) -> Iterator[Issue]:
    """The issue of each area; `site` is the address of the register's site, empty where it is not known."""
    tables = register.tables
    ahead = max(get_notice_days(tables, day))
    for area in tables.areas.values():
        dues = list_due(register, area.id, day)
        body = _write_body(dues, day, ahead, site) if dues.has_any else ""
        yield Issue(area.id, f"{TITLE}{area.name}", body)


def _write_body(dues: Dues, day: dt.date, ahead: int, site: str) -> str:
    lines = [
        f"截至 {day}，按登记册中的记录推算；每晚更新，请不要在这里手工修改。未见记录不等于没有办理。",
        "",
    ]
    headings = HEADINGS | {"soon": f"{ahead} 天内到期"}
    for part, heading in zip(dues, headings.values(), strict=True):
        if part:
            lines += [
                f"## {heading}（{len(part)}）",
                "",
                *write_table_head(COLUMNS),
                *(_write_item(each, day, site) for each in part),
                "",
            ]
    return cut_lines(lines)


def _write_item(due: DueItem, day: dt.date, site: str) -> str:
    name = f"{find_name(due.dossier, day)}（{due.dossier.id}）" if due.dossier else "登记册"
    left = f"{due.on}，{format_days_left(due.on, day)}" if due.on else "——"
    when = f"{left}（{due.notes}）" if due.notes else left
    cells = (name, due.what, due.by or "——", when, format_article(due.article))
    ways = "；".join(map(_write_way, list_ways(due.means, site, for_staff=True)))
    return write_row([*(escape_markdown(mask_personal(each)) for each in cells), ways])


def _write_way(way: MeansLine) -> str:
    """A command as one copies it, or a link."""
    if way.is_command:
        return f"{way.label} `{way.text}`"
    return write_link(way.label, way.text) if way.text.startswith("http") else f"{way.label} {way.text}"


def cut_lines(lines: Iterable[str]) -> str:
    """The lines as far as an issue takes them, with a word where some are left out."""
    text = "\n".join(lines) + "\n"
    if len(text) <= MAX_BODY:
        return text
    fitting = text[:MAX_BODY].rpartition("\n")[0]
    return f"{fitting}\n\n**以下没有列出。** 在本地运行 `registry duties` 查看全部。\n"
