"""What there is to do as text, for a mail and for a terminal: in parts, with what it takes to do each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..display import format_day, format_days_left
from ..finding import format_article
from ..lifecycle.due import HEADINGS, DueItem, Dues, list_due
from ..lifecycle.filing import find_name
from ..lifecycle.means import list_ways
from ..model.register import Register
from ..model.tables import Tables
from ..personal import mask_personal

NUMBERS = "一二三四五"


class DueSource(NamedTuple):
    """What the text rests on: the register's tables, the day, the site's address (empty where unknown)."""

    tables: Tables
    day: dt.date
    site: str


def write_area(source: DueSource, register: Register, area: str) -> Iterator[str]:
    """What there is to do in an area, for staff, by whom; nothing where there is nothing."""
    dues = list_due(register, area, source.day)
    if not dues.has_any:
        return
    yield f"待办：{source.tables.areas[area].name}（截至{format_day(source.day)}，未见记录不等于没有办理）"
    for line in write_parts(dues):
        if isinstance(line, str):
            yield line
        else:
            yield from write_item(source, line, _label("由谁", line[1].by), for_staff=True)
    yield ""


def write_parts(dues: Dues) -> Iterator[str | tuple[int, DueItem]]:
    """The heading of each part that has anything, its items with their numbers, and empty lines between."""
    parts = [(heading, part) for heading, part in zip(HEADINGS.values(), dues, strict=True) if part]
    for number, (heading, part) in zip(NUMBERS, parts, strict=False):
        yield from ("", f"{number}、{heading}（{len(part)} 项）")
        for place, item in enumerate(part, 1):
            yield ""
            yield place, item


def write_item(source: DueSource, numbered: tuple[int, DueItem], to: str, for_staff: bool) -> Iterator[str]:
    """A thing to do with its days, article and ways; `to` is a line that says who acts or gets it."""
    place, item = numbered
    yield mask_personal(f"{place}. {item.what}{name_subject(item, source.day) if for_staff else ''}")
    left = f"{format_day(item.on)}，{format_days_left(item.on, source.day)}" if item.on else ""
    limit = "目标日期（不是期限）" if item.target else "期限"
    waited = f"{(source.day - item.since).days} 天，自{format_day(item.since)}起" if item.since else ""
    why = _label("依据", format_article(item.article)), _label("说明", item.note)
    lines = (_label("已等", waited), _label(limit, left), to, *why)
    yield from (f"   {mask_personal(line)}" for line in lines if line)
    for way in list_ways(item.means, source.site, for_staff):
        yield f"   {way.label}：{way.text}"


def _label(label: str, text: str) -> str:
    return f"{label}：{text}" if text else ""


def name_subject(item: DueItem, day: dt.date) -> str:
    """Whose it is: the institution's name and id; nothing where it is the register's."""
    return f"（{find_name(item.dossier, day)}，{item.dossier.id}）" if item.dossier else ""


def name_receivers(tables: Tables, item: DueItem) -> str:
    """The offices that get it, each with its telephone, as a line; nothing where none does."""
    offices = tables.authorities
    phones = {each: offices[each].phone if each in offices else None for each in item.to}
    names = "、".join(
        tables.get_name(other) + (f"（{phone}）" if phone else "") for other, phone in phones.items()
    )
    return _label("报送到", names)
