"""What search filters by, and the pages that list institutions: all, or those of an area, field or status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ...display import format_day
from ...lifecycle.conditions import CONDITIONS
from ...lifecycle.status import FILING
from ...model.batches import is_published
from ...model.kinds import Area
from ..card import ListRow
from ..folding import build_address_part
from ..register_view import RegisterView
from ..rows import sort_listed_first

# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 50
# A list by field or status with more rows than this is a page for each area.
LIST_ROWS = 1000
# What is said where institutions are listed by a condition: it is no list of penalties.
OF_CONDITIONS = (
    "附加情况是办理中的事项，或者有期限的限制，结束以后不再显示。"
    "列在这里不是对机构的评价，情况和依据以机构页面为准。"
)


class ChoiceValue(NamedTuple):
    """A value of a filter, the page that lists the institutions that have it (or none), and these."""

    value: str
    label: str
    url: str
    rows: list[ListRow]


class Choice(NamedTuple):
    """A filter: its name in addresses, its label, its values, and what is said of the lists by it."""

    name: str
    label: str
    values: list[ChoiceValue]
    note: str = ""


class SearchData(NamedTuple):
    """The search page: its filters, and those by which it leads to plain lists."""

    choices: list[Choice]
    listed_by: list[Choice]


class ListData(NamedTuple):
    """A plain page that lists institutions; of a long list `parts` are the pages of its areas."""

    kind: str
    label: str
    url: str
    rows: list[ListRow]
    note: str = ""
    area: str = ""
    parts: tuple[ListData, ...] = ()


class Lists:
    """The filters of a register on a day, and the lists that they lead to."""

    def __init__(self, view: RegisterView) -> None:
        self.view = view

    def build_search(self) -> SearchData:
        """What the search page filters by."""
        return SearchData(self.choices, self.listed_by)

    @cached_property
    def choices(self) -> list[Choice]:
        """What the list of institutions is filtered by: area, system, status and so on."""
        fields = self.list_fields()
        slugs = dict(zip(fields, make_distinct([build_address_part(each) for each in fields]), strict=True))
        modes = list(dict.fromkeys(each for row in self.view.rows for each in row.modes))
        batches = [
            batch for batch in self.view.register.batches.values() if is_published(batch, self.view.day)
        ]
        return [
            self.build_choice(
                "area",
                "监督地区",
                [(a.id, a.name, f"area-{a.id}") for a in self.view.register.tables.areas.values()],
                lambda row: [row.area_id],
            ),
            self.build_choice(
                "field",
                "领域",
                [(field, field, f"field-{slugs[field]}") for field in sorted(fields)],
                lambda row: row.fields,
            ),
            self.build_choice(
                "mode", "教学方式", [(each, each, "") for each in modes], lambda row: row.modes
            ),
            self.build_choice(
                "status",
                "状态",
                # Also those that nobody has today: an address must not come and go.
                [(code, value.label, f"status-{code}") for code, value in (FILING | CONDITIONS).items()],
                lambda row: [each.code for each in row.states],
            ),
            self.build_choice(
                "batch", "批次", [(b.id, b.title, "") for b in reversed(batches)], lambda row: row.batches
            ),
        ]

    def build_choice(
        self,
        name: str,
        label: str,
        values: list[tuple[str, str, str]],
        has: Callable[[ListRow], Iterable[str]],
    ) -> Choice:
        """A filter with its values and the institutions that have each.

        A value comes with its label and the last part of its list's address, empty where there is no list.
        """
        held = [(row, set(has(row))) for row in self.view.rows]
        choices = []
        for value, text, address in values:
            rows = [row for row, its in held if value in its]
            url = f"search/{address}/" if address else ""
            choices.append(ChoiceValue(value, text, url, rows))
        return Choice(name, label, choices)

    def list_fields(self) -> list[str]:
        """The fields of all institutions, now or when they applied, the oldest first.

        So of two that sound alike the older keeps its address.
        """
        filed = sorted(each for card in self.view.cards for each in card.filed)
        now = sorted({each for row in self.view.rows for each in row.fields})
        return list(dict.fromkeys([*(name for _, name in filed), *now]))

    @cached_property
    def listed_by(self) -> list[Choice]:
        """The filters that lead to lists; what holds beside the filing value is a matter of its own there."""
        choices = []
        for choice in self.choices:
            filing = [value for value in choice.values if value.url and value.value not in CONDITIONS]
            beside = [value for value in choice.values if value.url and value.value in CONDITIONS]
            choices += [choice._replace(values=filing)] if filing else []
            choices += [Choice("condition", "附加情况", beside, OF_CONDITIONS)] if beside else []
        return choices

    @cached_property
    def lists(self) -> list[ListData]:
        """The plain pages that list the institutions of an area, a field or a status, be there none now."""
        return list(self._list_lists())

    def _list_lists(self) -> Iterator[ListData]:
        for choice in self.listed_by:
            for value in choice.values:
                rows = sort_listed_first(value.rows)
                whole = ListData(choice.label, value.label, value.url, rows, choice.note)
                if choice.name == "area" or len(rows) <= LIST_ROWS:
                    yield whole
                else:
                    yield from self.split_by_area(whole)

    def split_by_area(self, whole: ListData) -> Iterator[ListData]:
        """A long list as a page that leads to one for each area."""
        parts = []
        for area in self.view.register.tables.areas.values():
            rows = [row for row in whole.rows if row.area_id == area.id]
            if rows:
                url = f"{whole.url.removesuffix('/')}-{area.id}/"
                label = f"{whole.label}（{area.name}）"
                parts.append(whole._replace(label=label, url=url, rows=rows, area=area.name))
        yield whole._replace(parts=tuple(parts))
        yield from parts


def build_status_address(code: str) -> str:
    """The address of the list of the institutions that have a status, from the site's root."""
    return f"search/status-{code}/"


def make_distinct(names: list[str]) -> list[str]:
    """Names in order, of equal ones the later with a number: a, a → a, a-2."""
    times: Counter[str] = Counter()
    distinct = []
    for name in names:
        times[name] += 1
        distinct.append(name if times[name] == 1 else f"{name}-{times[name]}")
    return distinct


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
