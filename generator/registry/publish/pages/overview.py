"""The overview for authorities: first what is missing, by area; then what the register shows in all."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.overview import Figure, count_figures
from ..card import NO_SYSTEM, UNKNOWN_SYSTEM, ListRow
from ..register_view import RegisterView
from ..rows import order_name
from .due import build_area_url

# How many institutions of a figure the page of the whole city names.
MAX_NAMES = 200
ALL = "all"


class OverviewEntry(NamedTuple):
    """An area or a system in the overview; `counted` holds the rows of institutions by the figure's code."""

    kind: str
    id: str
    name: str
    counted: dict[str, list[ListRow]]

    @property
    def url(self) -> str:
        """The page of its institutions, from the site's root."""
        return f"overview/{self.kind}-{self.id}/" if self.id else f"overview/{self.kind}/"


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


class MissingFigure(NamedTuple):
    """What is missing in an area: in words, of how many, their address; `late` says that it is past due."""

    label: str
    number: int
    url: str
    late: bool


class AreaCell(NamedTuple):
    """An area with what is missing there; `share` is how many of 100 listed institutions are late."""

    name: str
    url: str
    due: str
    listed: int
    late: int
    share: float
    missing: list[MissingFigure]


class OverviewData(NamedTuple):
    """The overview of all areas and systems.

    `grid` are the areas in rows as they lie to each other, None where none lies, each row of `columns`;
    `bars` are the areas of which that is not known, those first where most is missing.
    """

    day: str
    grid: list[list[AreaCell | None]]
    columns: int
    bars: list[AreaCell]
    kinds: list[OverviewKind]
    groups: list[FigureGroup]


class PlaceFigure(NamedTuple):
    """The institutions that a figure counts: how many, the first by name, and the areas of the others."""

    figure: Figure
    total: int
    rows: list[ListRow]
    areas: list[tuple[str, str, int]]


class PlaceData(NamedTuple):
    """The page of an area, a system or of all, with the institutions of each figure.

    `due` is the address of what is due in the area, empty where the place is no area.
    """

    title: str
    name: str
    figures: list[PlaceFigure]
    due: str


class Overview:
    """The overview of a register on a day."""

    def __init__(self, view: RegisterView) -> None:
        self.view = view

    @cached_property
    def places(self) -> list[OverviewEntry]:
        """The areas and systems, each with the institutions that its figures count, be there none."""
        tables = self.view.register.tables
        names = [("area", area.id, area.name) for area in tables.areas.values()]
        names += [("system", system.id, system.name) for system in tables.systems.values()]
        names.append(("system", NO_SYSTEM, "没有主管系统"))
        if any(card.place[1] == UNKNOWN_SYSTEM for card in self.view.cards):
            names.append(("system", UNKNOWN_SYSTEM, "主管系统未载明"))
        places = [OverviewEntry(*each, defaultdict(list)) for each in (*names, (ALL, "", "全部地区"))]
        # A place without an entry has nothing to show: to read one use `get`, as [] would make it.
        by_key = {(each.kind, each.id): each for each in places}
        for card in self.view.cards:
            for key in (*zip(("area", "system"), card.place, strict=True), (ALL, "")):
                for code in card.figures if key in by_key else ():
                    by_key[key].counted[code].append(card.row)
        return places

    @cached_property
    def figures(self) -> list[Figure]:
        """What the overview counts."""
        return count_figures(self.view.register.tables, self.view.day)

    def show_index(self) -> OverviewData:
        """What the register shows, by area and by system; each number leads to the institutions behind it."""
        groups: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            groups[figure.group].append(figure)
        grid, columns, bars = self.arrange_areas()
        return OverviewData(
            day=format_day(self.view.day),
            grid=grid,
            columns=columns,
            bars=bars,
            kinds=[self.list_places("area", "监督地区"), self.list_places("system", "主管系统")],
            groups=[self.build_group(name, figures) for name, figures in groups.items()],
        )

    def arrange_areas(self) -> tuple[list[list[AreaCell | None]], int, list[AreaCell]]:
        """The areas of the day by where they lie, in how many columns, and those of which that is unknown."""
        cells: dict[tuple[int, ...], AreaCell] = {}
        bars = []
        for place in (each for each in self.places if each.kind == "area"):
            area = self.view.register.tables.areas[place.id]
            ended = area.valid_to is not None and area.valid_to < self.view.day
            if not place.counted and (ended or not area.grid):
                continue
            # Two areas at one place are a slip in the table: the second one is shown below, not lost.
            if area.grid and area.grid not in cells:
                cells[area.grid] = self.build_cell(place)
            else:
                bars.append(self.build_cell(place))
        rows, columns = (max((each[i] for each in cells), default=0) for i in (0, 1))
        grid = [[cells.get((row, column)) for column in range(1, columns + 1)] for row in range(1, rows + 1)]
        bars.sort(key=lambda bar: (-bar.late, -sum(figure.number for figure in bar.missing)))
        return grid, columns, bars

    def build_cell(self, place: OverviewEntry) -> AreaCell:
        """An area with what is missing there, what is past due first."""
        missing: list[MissingFigure] = []
        late: set[str] = set()
        for figure in self.figures:
            rows = place.counted.get(figure.code, [])
            if not rows or not figure.missing:
                continue
            past = figure.due is None or figure.due < self.view.day
            missing.append(MissingFigure(figure.missing, len(rows), f"{place.url}#{figure.code}", past))
            late.update(row.id for row in rows if past)
        listed = len(place.counted.get("listed", []))
        # Who is late need not be on the list now: more may be late than are listed.
        share = min(100.0, round(100 * len(late) / listed, 1)) if listed else 0.0
        missing.sort(key=lambda item: not item.late)
        due = build_area_url(place.id)
        return AreaCell(place.name, place.url, due, listed, len(late), share, missing)

    def list_places(self, kind: str, title: str) -> OverviewKind:
        """The areas, or the systems, with the sums of their figures."""
        places = [each for each in self.places if each.kind == kind and each.counted]
        totals = {
            figure.code: sum(len(place.counted.get(figure.code, ())) for place in places)
            for figure in self.figures
        }
        return OverviewKind(kind, title, places, totals)

    def build_group(self, name: str, figures: list[Figure]) -> FigureGroup:
        """Figures that belong together, with their article and the day on which what they count is due."""
        due = figures[0].due
        words = f"{format_day(due)}{'到期' if self.view.day <= due else '已到期'}" if due else ""
        return FigureGroup(name, figures, self.view.presenter.cite_basis(figures[0].article), words)

    def show_page(self, place: OverviewEntry) -> PlaceData:
        """The institutions of an area, of a system or of all, by figure."""
        groups = []
        for figure in self.figures:
            if rows := sorted(place.counted.get(figure.code, []), key=lambda row: order_name(row.name)):
                # The others stand on the pages of their areas, so only here some may be left out.
                split = place.kind == ALL and len(rows) > MAX_NAMES
                shown, areas = (rows[:MAX_NAMES], self.count_areas(figure)) if split else (rows, [])
                groups.append(PlaceFigure(figure, len(rows), shown, areas))
        due = {"area": build_area_url(place.id), ALL: "due/"}.get(place.kind, "")
        return PlaceData(f"{place.name}：机构和报送情况", place.name, groups, due)

    def count_areas(self, figure: Figure) -> list[tuple[str, str, int]]:
        """The areas in which a figure counts institutions: name, address, how many."""
        areas = (each for each in self.places if each.kind == "area")
        return [
            (area.name, f"{area.url}#{figure.code}", len(area.counted[figure.code]))
            for area in areas
            if area.counted.get(figure.code)
        ]
