"""The home page: the state of the register at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.state import State, StatusValue
from ...lifecycle.status import FILING
from ...model.batches import is_published
from ...model.kinds import Area, Regulation
from ..register_view import RegisterView
from ..rows import BatchRow, build_batch_row
from .regulation import describe_end


class HomeData(NamedTuple):
    """The home page; areas and states with how many institutions there are of each.

    `end` is when the regulation ends, in words.
    """

    listed: int
    states: list[tuple[str, int]]
    areas: list[tuple[Area, int]]
    latest: list[BatchRow]
    day: str
    regulation: Regulation
    end: str
    plans: int
    courses: int


def show_home(view: RegisterView) -> HomeData:
    """The state of the register at a glance."""
    listed = [row for row in view.rows if row.status.code == "listed"]
    by_area = Counter(row.area_id for row in listed)
    published = [batch for batch in view.register.batches.values() if is_published(batch, view.day)]
    areas = view.register.tables.areas.values()
    return HomeData(
        listed=len(listed),
        states=_counted(([row.status] for row in view.rows), FILING),
        areas=[(area, by_area[area.id]) for area in areas if by_area[area.id]],
        latest=[build_batch_row(view, batch) for batch in reversed(published[-5:])],
        day=format_day(view.day),
        regulation=view.register.tables.find_regulation(view.day),
        end=describe_end(view.register.tables, view.day),
        plans=sum(card.plans for card in view.cards),
        courses=sum(card.courses for card in view.cards),
    )


def _counted(states: Iterable[list[State]], table: dict[str, StatusValue]) -> list[tuple[str, int]]:
    """The words of a table's values with how many institutions have each; none of those that none has."""
    found = Counter(state.code for each in states for state in each)
    return [(value.label, found[code]) for code, value in table.items() if found[code]]
