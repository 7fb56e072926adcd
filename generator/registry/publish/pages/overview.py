"""The overview for authorities: what the register shows, by area and by system."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.overview import Figure, count_figures
from ..card import NO_SYSTEM, UNKNOWN_SYSTEM, ListRow
from ..register_view import RegisterView


class OverviewEntry(NamedTuple):
    """An area or a system in the overview; `counted` holds the rows of institutions by the figure's code."""

    kind: str
    id: str
    name: str
    counted: dict[str, list[ListRow]]

    @property
    def url(self) -> str:
        """The page of its institutions, from the site's root."""
        return f"overview/{self.kind}-{self.id}/"


class OverviewKind(NamedTuple):
    """The areas, or the systems; `totals` by the figure's code."""

    id: str
    title: str
    places: list[OverviewEntry]
    totals: dict[str, int]


class FigureGroup(NamedTuple):
    """Figures that belong together, their article, and in words when what they count is due."""

    name: str
    figures: list[Figure]
    article: str
    due: str


class OverviewData(NamedTuple):
    """The overview of all areas and systems."""

    day: str
    kinds: list[OverviewKind]
    groups: list[FigureGroup]


class PlaceData(NamedTuple):
    """The page of an area or a system, with the institutions of each figure."""

    title: str
    name: str
    figures: list[tuple[Figure, list[ListRow]]]


class Overview:
    """The overview of a register on a day."""

    def __init__(self, view: RegisterView) -> None:
        self.view = view

    @cached_property
    def places(self) -> list[OverviewEntry]:
        """The areas and systems, each with the institutions that its figures count, be there none."""
        areas = {each.id: each.name for each in self.view.register.tables.areas.values()}
        systems = {each.id: each.name for each in self.view.register.tables.systems.values()}
        found = [OverviewEntry("area", id_, name, defaultdict(list)) for id_, name in areas.items()]
        found += [OverviewEntry("system", id_, name, defaultdict(list)) for id_, name in systems.items()]
        found.append(OverviewEntry("system", NO_SYSTEM, "没有主管系统", defaultdict(list)))
        if any(card.place[1] == UNKNOWN_SYSTEM for card in self.view.cards):
            found.append(OverviewEntry("system", UNKNOWN_SYSTEM, "主管系统未载明", defaultdict(list)))
        by_key = {(each.kind, each.id): each for each in found}
        for card in self.view.cards:
            for key in zip(("area", "system"), card.place, strict=True):
                for code in card.figures if key in by_key else ():
                    by_key[key].counted[code].append(card.row)
        return found

    @cached_property
    def figures(self) -> list[Figure]:
        """What the overview counts."""
        return count_figures(self.view.register.tables, self.view.day)

    def show_index(self) -> OverviewData:
        """What the register shows, by area and by system; each number leads to the institutions behind it."""
        groups: dict[str, list[Figure]] = defaultdict(list)
        for each in self.figures:
            groups[each.group].append(each)
        return OverviewData(
            format_day(self.view.day),
            [self.list_places("area", "地区"), self.list_places("system", "主管系统")],
            [self.build_group(name, found) for name, found in groups.items()],
        )

    def list_places(self, kind: str, title: str) -> OverviewKind:
        """The areas, or the systems, with the sums of their figures."""
        places = [each for each in self.places if each.kind == kind and each.counted]
        totals = {
            each.code: sum(len(place.counted.get(each.code, ())) for place in places) for each in self.figures
        }
        return OverviewKind(kind, title, places, totals)

    def build_group(self, name: str, found: list[Figure]) -> FigureGroup:
        """Figures that belong together, with their article and the day on which what they count is due."""
        due = found[0].due
        words = f"{format_day(due)}{'到期' if self.view.day <= due else '已到期'}" if due else ""
        return FigureGroup(name, found, self.view.presenter.cite_basis(found[0].article), words)

    def show_page(self, place: OverviewEntry) -> PlaceData:
        """The institutions of an area or a system, by figure."""
        found = [
            (each, sorted(place.counted[each.code], key=lambda row: row.name))
            for each in self.figures
            if place.counted.get(each.code)
        ]
        return PlaceData(f"{place.name}：机构和报送情况", place.name, found)
