"""The pages that are not of one institution, before they are rendered: at which address, of what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...rules.table import RULES
from ..pages import batches, dictionary, handbook, rules
from ..pages.courses import CourseCalendar
from ..pages.decisions import DecisionPages
from ..pages.due import DuePages
from ..pages.lists import Lists
from ..pages.news import NewsPages
from ..pages.overview import Overview
from ..pages.statistics import Statistics
from ..register_view import RegisterView
from .templates import View


class PageDraft(NamedTuple):
    """A page before its body is rendered: by a template, from data of which nothing else follows."""

    url: str
    title: str
    description: str
    template: str
    data: View


def list_batches(view: RegisterView) -> Iterator[PageDraft]:
    """A page for each batch, with its list."""
    for batch in view.register.batches.values():
        listed = batches.show_batch(view, batch)
        yield PageDraft(f"batches/{batch.id}/", batch.title, f"{batch.title}的名单。", "batch", listed)


def list_stubs(view: RegisterView) -> Iterator[PageDraft]:
    """A page for each institution of which nothing lawful can be shown now."""
    for stub in view.stubs.values():
        title = stub.name or stub.id
        yield PageDraft(f"institutions/{stub.id}/", title, f"{title}：正在核对。", "stub", stub)


def list_places(overview: Overview) -> Iterator[PageDraft]:
    """A page for each area and system."""
    for entry in overview.places:
        place = overview.show_page(entry)
        about = f"{place.name}的机构：列入、计划、总结和整改的情况。"
        yield PageDraft(entry.url, place.title, about, "place", place)


def list_months(calendar: CourseCalendar) -> Iterator[PageDraft]:
    """A page for each month with courses."""
    for page in calendar.pages:
        month = calendar.show_page(page)
        yield PageDraft(page.url, month.title, f"{month.title}，出自已通过的年度计划。", "month", month)


def list_statistics_years(statistics: Statistics, years: Iterable[int]) -> Iterator[PageDraft]:
    """A page of statistics for each year."""
    for year in years:
        counted = statistics.show_year(year)
        about = f"{counted.title}：按当年的地区、领域和教学方式。"
        yield PageDraft(f"statistics/{year}/", counted.title, about, "statisticsyear", counted)


def list_news(news: NewsPages) -> Iterator[PageDraft]:
    """A page of the news for each month and area."""
    for url in news.pages:
        page = news.show_page(url)
        yield PageDraft(url, page.title, f"登记册中{page.title}。", "newspage", page)


def list_due(due: DuePages) -> Iterator[PageDraft]:
    """A page of what is due for each area and state."""
    for url in due.pages:
        page = due.show_page(url)
        yield PageDraft(url, page.title, f"{page.label}：由谁办理，期限和电话。", "duepage", page)


def list_decision_years(decisions: DecisionPages) -> Iterator[PageDraft]:
    """A page of decisions for each year."""
    for url in decisions.pages:
        page = decisions.show_page(url)
        about = f"{page.title}，各项现在的效力和后来的办理。"
        yield PageDraft(url, page.title, about, "decisionyear", page)


def list_kinds(view: RegisterView) -> Iterator[PageDraft]:
    """A page of the data dictionary for each kind of record."""
    for kind in view.schemas.kinds.values():
        data, url = dictionary.show_kind(view, kind), f"dictionary/{kind.name}/"
        yield PageDraft(url, f"{kind.title}记录", kind.schema["description"], "kind", data)


def list_selections(lists: Lists) -> Iterator[PageDraft]:
    """A page for each list of institutions by what they have in common."""
    for listing in lists.lists:
        title = f"{listing.kind}：{listing.label}"
        about = f"{title}的 {len(listing.rows)} 个机构。"
        yield PageDraft(listing.url, title, about, "list", listing)


def list_rules(view: RegisterView) -> Iterator[PageDraft]:
    """A page for each rule."""
    for rule in RULES.values():
        shown = rules.show_rule(view, rule)
        yield PageDraft(f"rules/{rule.code}/", rule.title, rule.statement, "rule", shown)


def list_handbook(day: dt.date) -> Iterator[PageDraft]:
    """The pages of the handbook but the first."""
    return (PageDraft(*each) for each in handbook.list_pages(day))
