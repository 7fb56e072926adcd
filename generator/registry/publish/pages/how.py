"""How one applies, reports, and objects: from the parameters of the regulation, the tables and the batches.

What the regulation's file leaves open is left out, or said to be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ...display import format_day, format_number
from ...lifecycle.calendar import Deadline, add_working_days, compute_annual_deadline
from ...lifecycle.conditions import describe_bar_start
from ...model.batches import get_publication_day
from ...model.kinds import NAMED_FIELDS, Batch, CallForApplications, ListNotice, Parameters
from ..register_view import RegisterView
from .cited import CitedWords, list_cited_words
from .receivers import OfficeRow, Receivers, find_bureau, list_receivers

# For how many of the last lists the page says how long it took from the window to the publication.
MAX_PAST = 3


class FormFile(NamedTuple):
    """A blank form to download: where it is from the site's root, what it is saved as, title, size."""

    url: str
    name: str
    title: str
    size: str


Forms = Mapping[str, FormFile]  # by the kind of record


class WindowRow(NamedTuple):
    """A batch that takes applications, is going to, or did last: its days and its call."""

    id: str
    title: str
    first: dt.date
    last: dt.date
    is_open: bool
    is_over: bool
    call: CallForApplications | None


class PastRow(NamedTuple):
    """A batch whose list is published: the last day of its window, the day of its list, the days between."""

    id: str
    title: str
    closed: dt.date
    published: dt.date
    days: int


class YearlyDue(NamedTuple):
    """A yearly due date: of which summary and which plan, the day in words, and what is to be noted."""

    year: int
    due: str
    note: str


class Limits(NamedTuple):
    """The numbers that a year must reach, in words; empty where the regulation names none."""

    hours: str
    persons: str
    remote: str
    minutes: str


class HowData(NamedTuple):
    """The index: the windows, the next yearly due dates, who receives."""

    windows: list[WindowRow]
    dues: list[YearlyDue]
    bureau: OfficeRow
    receivers: Receivers


class ApplyData(NamedTuple):
    """How one applies; `bar` says from when a bar counts where that is the register's reading."""

    windows: list[WindowRow]
    lately: list[PastRow]
    limits: Limits
    limit_articles: tuple[str, str]
    conditions: list[CitedWords]
    papers: list[str]
    form: FormFile
    steps: list[tuple[str, list[CitedWords]]]
    parameters: Parameters
    term_article: str
    bar: str
    bar_article: str
    bureau: OfficeRow
    receivers: Receivers


class ReportsData(NamedTuple):
    """How one hands in plans and summaries."""

    dues: list[YearlyDue]
    article: str
    limits: Limits
    limit_articles: tuple[str, str]
    cited: list[CitedWords]
    forms: list[FormFile]
    results: tuple[list[CitedWords], int | None]
    receivers: Receivers


class ChangesData(NamedTuple):
    """How one reports a change: what the article names and what is reported by the register's reading of it.

    `last` is the last day of the target for what changes on the day; `published` is that for making it public
    when it is reported on the day, and whether the calendar of working days is known.
    """

    day: str
    article: str
    named: list[str]
    by_reading: list[str]
    office: str
    target: int | None
    last: str
    public_target: int | None
    published: Deadline | None
    cited: list[CitedWords]
    form: FormFile
    bureau: OfficeRow


class ObjectionsData(NamedTuple):
    """How one objects: the lists that are open to objections, the days for asking for another review."""

    bureau: OfficeRow
    notices: list[tuple[Batch, ListNotice]]
    notice_days: int | None
    notice_article: str
    appeal_days: int | None
    appeal_article: str
    grounds: list[CitedWords]


def show_how(view: RegisterView) -> HowData:
    """What may be done now, and with whom."""
    return HowData(list_windows(view), list_dues(view), find_bureau(view), list_receivers(view))


def show_apply(view: RegisterView, forms: Forms) -> ApplyData:
    """How an institution is listed."""
    cite = view.presenter.cite_basis
    regulation = view.register.tables.find_regulation(view.day)
    return ApplyData(
        windows=list_windows(view),
        lately=list_lately(view),
        limits=build_limits(regulation.parameters),
        limit_articles=(cite("7(4)"), cite("7(5)")),
        conditions=list_cited_words(view, ("2", "7")),
        papers=list_papers(view),
        form=forms["application"],
        steps=list_steps(view),
        parameters=regulation.parameters,
        term_article=cite("8(4)"),
        bar=describe_bar_start(regulation),
        bar_article=cite("20"),
        bureau=find_bureau(view),
        receivers=list_receivers(view),
    )


def show_reports(view: RegisterView, forms: Forms) -> ReportsData:
    """How plans and summaries are handed in."""
    cite = view.presenter.cite_basis
    parameters = view.register.tables.find_regulation(view.day).parameters
    return ReportsData(
        dues=list_dues(view),
        article=cite("17"),
        limits=build_limits(parameters),
        limit_articles=(cite("7(4)"), cite("7(5)")),
        cited=list_cited_words(view, ("17", "6", "18")),
        forms=[forms[each] for each in ("plan", "summary", "amendment")],
        results=(list_cited_words(view, ("18",)), parameters.results_target_days),
        receivers=list_receivers(view),
    )


def show_changes(view: RegisterView, forms: Forms) -> ChangesData:
    """How a change is reported."""
    tables, day = view.register.tables, view.day
    parameters = tables.find_regulation(day).parameters
    properties = view.schemas.kinds["institution"].properties
    titles = {each: properties[each]["title"] for each in parameters.change_fields}
    cited = list_cited_words(view, ("27",))
    # Where its file tells of no reading of it, the article itself names them all.
    own = NAMED_FIELDS if cited and cited[0].reading else {*titles}
    target, public = parameters.change_target_days, parameters.publication_target_days
    return ChangesData(
        day=format_day(day),
        article=view.presenter.cite_basis("27"),
        named=[title for name, title in titles.items() if name in own],
        by_reading=[title for name, title in titles.items() if name not in own],
        office=parameters.change_receiver_office or "",
        target=target,
        last=format_day(day + dt.timedelta(target)) if target else "",
        public_target=public,
        published=add_working_days(tables, day, public) if public else None,
        cited=cited,
        form=forms["change"],
        bureau=find_bureau(view),
    )


def show_objections(view: RegisterView) -> ObjectionsData:
    """With whom one objects, and to what."""
    cite = view.presenter.cite_basis
    parameters = view.register.tables.find_regulation(view.day).parameters
    batches = view.register.batches.values()
    notices = [(each, each.notice) for each in batches if each.notice and each.notice.period.to >= view.day]
    return ObjectionsData(
        bureau=find_bureau(view),
        notices=notices,
        notice_days=parameters.public_notice_days,
        notice_article=cite("8(4)"),
        appeal_days=parameters.appeal_days,
        appeal_article=cite("19"),
        grounds=list_cited_words(view, ("20", "21")),
    )


def list_windows(view: RegisterView) -> list[WindowRow]:
    """The batches that take applications on the day or later, the soonest first; without any the last."""
    rows = []
    for batch in view.register.batches.values():
        if batch.window:
            first, last = batch.window.from_, batch.window.to
            is_open, is_over = first <= view.day <= last, last < view.day
            rows.append(WindowRow(batch.id, batch.title, first, last, is_open, is_over, batch.call))
    rows.sort(key=lambda row: row.first)
    return [each for each in rows if not each.is_over] or rows[-1:]


def list_lately(view: RegisterView) -> list[PastRow]:
    """The last batches with a list, and how long it took from the end of the window; the latest first."""
    lately = []
    for batch in view.register.batches.values():
        published = get_publication_day(batch)
        if batch.window and published and published <= view.day:
            closed = batch.window.to
            lately.append(PastRow(batch.id, batch.title, closed, published, (published - closed).days))
    return sorted(lately, key=lambda item: item.published, reverse=True)[:MAX_PAST]


def list_dues(view: RegisterView) -> list[YearlyDue]:
    """The yearly due dates of this year and the next, and that of the last as long as it is not over."""
    tables, dues = view.register.tables, []
    for year in (view.day.year - 1, view.day.year, view.day.year + 1):
        deadline = compute_annual_deadline(tables, year)
        if deadline and deadline.day >= view.day:
            plain = tables.find_regulation(dt.date(year, 12, 31)).parameters.annual_deadline
            dues.append(YearlyDue(year, format_day(deadline.day), _note_due(deadline, plain or "")))
    return dues


def _note_due(deadline: Deadline, plain: str) -> str:
    """What is to be noted of a due date beside the plain date of the regulation ("12-31")."""
    if not deadline.is_certain:
        return "这一年的工作日历还没有，遇休息日的可能顺延"
    if f"{deadline.day:%m-%d}" == plain:
        return ""
    month, day = plain.split("-")
    return f"{int(month)}月{int(day)}日不是工作日，顺延"


def build_limits(parameters: Parameters) -> Limits:
    """The numbers that a year must reach, in words."""
    numbers = (
        parameters.min_hours,
        parameters.min_persons,
        parameters.min_new_remote_hours,
        parameters.hour_minutes,
    )
    return Limits(*("" if each is None else format_number(each) for each in numbers))


def list_papers(view: RegisterView) -> list[str]:
    """What an application tells of the institution: the titles of what it must have."""
    properties = ("filing", "declared")
    filing, declared = (view.schemas.resolve_path("application", [each])[-1] for each in properties)
    papers = [
        below["title"]
        for name, below in view.schemas.get_properties(filing)
        if name in filing["required"] and name != "id"
    ]
    return [*papers, declared["title"]]


def list_steps(view: RegisterView) -> list[tuple[str, list[CitedWords]]]:
    """The steps to the list; those that one article tells of together stand together."""
    steps: list[tuple[str, list[CitedWords]]] = []
    for title, basis in (("申请", "8(1)"), ("推荐", "8(2)"), ("评审", "8(3)"), ("公布", "8(4)")):
        cited = list_cited_words(view, (basis,))
        if steps and steps[-1][1] == cited:
            steps[-1] = (f"{steps[-1][0]}、{title}", cited)
        else:
            steps.append((title, cited))
    return steps
