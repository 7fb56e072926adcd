"""The home page: the state of the register at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...display import format_day
from ...lifecycle.status import FILING
from ...model.batches import is_published
from ..rows import build_batch_row
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows(
    "/", facts=frozenset({"area", "status", "plans"}), kinds=frozenset({"areas", "systems", "batch"})
)


def show_home(view: RegisterView) -> dict[str, Any]:
    """The state of the register at a glance."""
    listed = [row for row in view.rows if row.status["code"] == "listed"]
    by_area = Counter(row.area_id for row in listed)
    published = [batch for batch in view.register.batches.values() if is_published(batch, view.day)]
    return {
        "listed": len(listed),
        "states": _counted(([row.status] for row in view.rows), FILING),
        "areas": [
            {"id": area.id, "name": area.name, "count": by_area[area.id]}
            for area in view.register.tables.areas.values()
            if by_area[area.id]
        ],
        "latest": [build_batch_row(view, batch) for batch in reversed(published[-5:])],
        "day": format_day(view.day),
        "plans": sum(card.plans for card in view.cards),
        "courses": sum(card.courses for card in view.cards),
    }


def _counted(states: Iterable[list[dict[str, Any]]], table: dict[str, Any]) -> list[dict[str, Any]]:
    """How many institutions have each value of a table, without the values that none has."""
    found = Counter(state["code"] for each in states for state in each)
    return [{"label": value.label, "count": found[code]} for code, value in table.items() if found[code]]
