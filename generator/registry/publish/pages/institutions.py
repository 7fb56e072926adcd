"""The list of institutions, by area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import format_day
from ..rows import sort_listed_first
from ..shows import LIST_FACTS, Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows("/institutions/", facts=LIST_FACTS, kinds=frozenset({"areas", "systems"}))
# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 300


def show_institutions(view: RegisterView) -> dict[str, Any]:
    """The register's list, by area: listed first, then by name; of a large one the areas only."""
    areas = []
    for area in view.register.tables.areas.values():
        rows = [row for row in view.rows if row.area_id == area.id]
        if rows:
            areas.append({"id": area.id, "name": area.name, "rows": sort_listed_first(rows)})
    long = len(view.rows) > ON_ONE_PAGE
    return {"areas": areas, "total": len(view.rows), "day": format_day(view.day), "long": long}
