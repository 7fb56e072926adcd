"""The list of institutions, by area."""

from __future__ import annotations

from typing import NamedTuple

from ...display import format_day
from ...model.kinds import Area
from ..card import ListRow
from ..register_view import RegisterView
from ..rows import sort_listed_first

# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 50


class InstitutionsData(NamedTuple):
    """The list, by area, of which `listed` are on it now; of a long one the areas are shown alone."""

    areas: list[tuple[Area, list[ListRow]]]
    listed: int
    total: int
    day: str
    long: bool


def show_institutions(view: RegisterView) -> InstitutionsData:
    """The register's list, by area: listed first, then by name."""
    areas = []
    for area in view.register.tables.areas.values():
        rows = [row for row in view.rows if row.area_id == area.id]
        if rows:
            areas.append((area, sort_listed_first(rows)))
    total = len(view.rows)
    listed = sum(row.status.code == "listed" for row in view.rows)
    return InstitutionsData(areas, listed, total, format_day(view.day), total > ON_ONE_PAGE)
