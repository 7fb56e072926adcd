"""The home page: the state of the register at a glance."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.status import FILING
from ...model.batches import is_published
from ...model.kinds import Area, Regulation
from ..register_view import RegisterView
from ..rows import BatchRow, build_batch_row
from .lists import build_status_address
from .news import NewsRow
from .regulation import describe_end


class HomeData(NamedTuple):
    """The home page; areas and states with how many institutions there are of each, `total` in all.

    A state comes with the address of its list. `end` is when the regulation ends, in words.
    """

    listed: int
    total: int
    states: list[tuple[str, int, str]]
    areas: list[tuple[Area, int]]
    latest: list[BatchRow]
    news: list[NewsRow]
    day: str
    regulation: Regulation
    end: str
    plans: int
    courses: int


def show_home(view: RegisterView, news: list[NewsRow]) -> HomeData:
    """The state of the register at a glance, with the latest news."""
    listed = [row for row in view.rows if row.status.code == "listed"]
    by_area = Counter(row.area_id for row in listed)
    published = [batch for batch in view.register.batches.values() if is_published(batch, view.day)]
    areas = view.register.tables.areas.values()
    return HomeData(
        listed=len(listed),
        total=len(view.rows),
        states=_count_states(view),
        areas=[(area, by_area[area.id]) for area in areas if by_area[area.id]],
        latest=[build_batch_row(view, batch) for batch in reversed(published[-3:])],
        news=news,
        day=format_day(view.day),
        regulation=view.register.tables.find_regulation(view.day),
        end=describe_end(view.register.tables, view.day),
        plans=sum(card.plans for card in view.cards),
        courses=sum(card.courses for card in view.cards),
    )


def _count_states(view: RegisterView) -> list[tuple[str, int, str]]:
    """The filing values that institutions have: label, how many, the address of the list of them."""
    counts = Counter(row.status.code for row in view.rows)
    return [
        (value.label, counts[code], build_status_address(code))
        for code, value in FILING.items()
        if counts[code]
    ]
