"""What the register shows of an institution on a day, as figures that an authority counts.

In neutral words: what the register does not show is 未见报送记录, whatever the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.tables import Tables
from .calendar import compute_annual_due
from .conditions import list_open_orders
from .duties import list_joined_years, list_not_reached, list_owed_years
from .older_lists import find_first_owed_year
from .plans import find_passing_day
from .publication_period import list_withheld
from .status import is_listed

# The figures whose word says by itself what is counted.
ALONE = frozenset({"listed", "rectifying", "overdue"})


class Figure(NamedTuple):
    """Something that is counted: its code, what it belongs to, its word there, and its article as a basis.

    `due` is the last day (inclusive) on which what it counts is handed in in time, where there is one;
    `missing` says in a word what is missing, where it counts that.
    """

    code: str
    group: str
    label: str
    article: str
    due: dt.date | None = None
    missing: str = ""

    @property
    def title(self) -> str:
        """What the figure is called where it stands without its group."""
        return self.label if self.code in ALONE else f"{self.group}{self.label}"


def count_figures(tables: Tables, day: dt.date) -> list[Figure]:
    """What is counted on a day: listings, plans and summaries of two years each, open orders."""
    figures = [Figure("listed", "名单", "现已列入", "8(4)")]
    for year in (day.year, day.year + 1):
        group, due = f"{year}年度计划", compute_annual_due(tables, year - 1)
        figures += [
            Figure(f"plan-{year}-received", group, "已报送", "17", due),
            Figure(f"plan-{year}-passed", group, "已通过", "17", due),
            Figure(f"plan-{year}-unseen", group, "未见报送记录", "17", due, f"未见{group}"),
        ]
    for year in (day.year - 1, day.year):
        group, due = f"{year}年度总结", compute_annual_due(tables, year)
        figures += [
            Figure(f"summary-{year}-received", group, "已报送", "17", due),
            Figure(f"summary-{year}-unseen", group, "未见报送记录", "17", due, f"未见{group}"),
        ]
    return [
        *figures,
        Figure("rectifying", "责令整改", "限期整改中", "20"),
        Figure("overdue", "责令整改", "期限已满，待认定", "20", missing="整改待认定"),
    ]


def list_figures_of(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The codes of the figures in which an institution is counted on a day.

    Plans and summaries count of those that are listed on the day, summaries of the years at whose end, or
    until the day, they were listed; orders count in any case.
    """
    return frozenset((*_list_handed_in(dossier, day), *_list_ordered(dossier, day)))


def _list_handed_in(dossier: Dossier, day: dt.date) -> Iterator[str]:
    """By which figures an institution counts for what it has handed in."""
    if not is_listed(dossier, day):
        return
    yield "listed"
    first, joined = find_first_owed_year(dossier), list_joined_years(dossier)
    for year in (day.year, day.year + 1):
        plan = dossier.get_plan(year)
        is_handed_in = plan is not None and not list_not_reached(dossier, plan.steps, day)
        # The plan of the first year that counts was due before it began: only a newcomer owes one for it.
        if is_handed_in or year > first or year in joined:
            yield f"plan-{year}-received" if is_handed_in else f"plan-{year}-unseen"
        if plan and find_passing_day(dossier, plan.steps, day):
            yield f"plan-{year}-passed"
    years = list_owed_years(dossier, day)
    for year in (day.year - 1, day.year):
        if year in years:
            summary = dossier.get_summary(year)
            is_handed_in = summary is not None and not list_not_reached(dossier, summary.steps, day)
            yield f"summary-{year}-received" if is_handed_in else f"summary-{year}-unseen"


def _list_ordered(dossier: Dossier, day: dt.date) -> Iterator[str]:
    hidden = list_withheld(dossier, day)
    for order, due in list_open_orders(dossier, day):
        if order.path not in hidden:
            yield "rectifying" if day <= due else "overdue"
