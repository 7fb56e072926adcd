"""What became public, entry by entry: lists, acts, passed plans, reports, what turned by a date.

An entry says what, of whom, on which day it happened and on which the register came to know of it. It is made
anew from today's public view: what was withdrawn shrinks to a neutral line, and what may be shown no more is
gone from the news of the whole register.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ...display import format_day
from ...json_data import JsonObject, get_objects, get_text
from ...lifecycle.as_of import view_as_of
from ...lifecycle.calendar import subtract_day
from ...lifecycle.plans import collect_courses, find_passing_day, find_receipt_day
from ...lifecycle.publication_period import get_public_status, list_told_no_more
from ...lifecycle.recording import find_recording_day, list_events
from ...lifecycle.state import State
from ...lifecycle.status import collect_turning_days
from ...model.batches import get_listed, get_publication_days, is_published
from ...model.dossier import Dossier, dossier_cache, get_kind_name
from ...model.kinds import Batch, Record, Review
from ...records.recorded import RecordingHistory
from ..public_view import find_main_text
from .documents import NOTICE_ENDED, Documents, PublishedAct
from .tables import describe_outcome

# How many entries the register's feed has, and of one institution its news: they do not grow with the years.
MAX_LATEST = 100
# Where the page of an institution has what is of no year.
ANCHORS = {"assessment": "assessments", "waiver": "waivers"}
# What an entry is of that is no act.
LIST, TURN = "公布名单", "状态变化"


class NewsItem(NamedTuple):
    """An entry: `name` tells it from all others of the register, for good; `page` is its address.

    `day` is that on which it was recorded or, where that is not known or came before, on which it happened.
    `kind` is what it is of, in words, `code` the same in one word for good (a schema's name); `over` says
    that its text may be shown no more.
    """

    day: dt.date
    happened: dt.date
    name: str
    kind: str
    title: str
    text: str
    page: str
    code: str
    over: bool = False

    def order(self) -> tuple[dt.date, dt.date, str]:
        """Sort key: the later is the greater."""
        return self.day, self.happened, self.name

    def format_dated(self) -> str:
        """The title; with the day on which it happened, where it was recorded later."""
        return self.title if self.day == self.happened else f"{self.title}（{format_day(self.happened)}）"


class News:
    """Lists what became public in one register by the day of its documents.

    `recorded` tells of each file when it was recorded, where that is known.
    """

    def __init__(
        self, documents: Documents, recorded: Mapping[str, RecordingHistory] = MappingProxyType({})
    ) -> None:
        self.documents = documents
        self.recorded = recorded
        self.day = documents.day
        self.kinds = documents.schemas.kinds

    def list_lists(self) -> Iterator[NewsItem]:
        """An item for each published list."""
        for batch in self.documents.register.batches.values():
            if item := self.describe_list(batch, f"batches/{batch.id}", f"batches/{batch.id}/"):
                count = f"列入 {len(get_listed(batch))} 个机构。"
                yield item._replace(title=f"{batch.title}：{LIST}", text=count)

    def list_entries(self, dossier: Dossier) -> tuple[NewsItem, ...]:
        """All that became public of one institution, in no order."""
        return _list_entries(dossier, self)

    def describe_entries(self, dossier: Dossier) -> Iterator[NewsItem]:
        """What `list_entries` gives, worked out anew."""
        page = f"institutions/{dossier.id}/"
        for batch in dossier.batches:
            if item := self.describe_list(batch, f"{page}listing-{batch.id}", page):
                yield item
        for act in self.documents.list_acts(dossier):
            yield self.describe_act(act, page)
        yield from self.list_records(dossier)
        yield from self.list_turns(dossier, page)

    def list_latest(self, dossier: Dossier) -> list[NewsItem]:
        """What the news of the register tell of an institution, the latest first, at most MAX_LATEST."""
        entries = self.list_entries(view_as_of(dossier, self.day))
        return select_latest(each for each in entries if is_told(each))

    def find_known_day(self, record: Record, happened: dt.date) -> dt.date:
        """The day on which the register came to know of what happened on a day and stands in a record.

        That day itself where none later is known by now, and where the record came with the first ones.
        """
        history = self.recorded.get(record.path)
        if history is None or history.began:
            return happened
        days = [find_recording_day(history, each) for each in list_events(record) if each.day == happened]
        first = min(days, default=history.first)
        return first if happened < first <= self.day else happened

    def describe_list(self, batch: Batch, name: str, page: str) -> NewsItem | None:
        """A published list; None as long as it is not."""
        if not batch.announcement or not is_published(batch, self.day):
            return None
        happened = batch.announcement.published_on
        recorded = self.find_known_day(batch, happened)
        return NewsItem(recorded, happened, name, LIST, "列入名单", batch.title, page, "list")

    def describe_act(self, published: PublishedAct, page: str) -> NewsItem:
        """An act, with its outcome or what it changes; or what stands in the place of its text."""
        act, kind, title = published.act, published.kind.title, published.kind.title
        if outcome := describe_outcome(published.record):
            title = f"{kind}（{outcome}）"
        elif changed := self.name_changed(published.record):
            title = f"{kind}：{changed}"
        return NewsItem(
            day=self.find_known_day(act, act.date),
            happened=act.date,
            name=f"{page}{act.stem}",
            kind=kind,
            title=title,
            text=describe_withheld(published) or find_main_text(published.record),
            page=f"{page}#{act.stem}",
            code=published.kind.name,
            over=published.withheld == NOTICE_ENDED,
        )

    def name_changed(self, act: JsonObject) -> str:
        """What of an institution a change is of, in words; never the values."""
        properties = self.kinds["institution"].properties
        names = [get_text(each, "field") for each in get_objects(act, "changes")]
        return "、".join(str(properties[name]["title"]) for name in names)

    def list_records(self, dossier: Dossier) -> Iterator[NewsItem]:
        """Plans and their amendments that passed, summaries handed in, assessments, written exceptions."""
        day = self.day
        for plan in dossier.plans:
            if passed := find_passing_day(dossier, plan.steps, day):
                courses = f"{len(collect_courses(dossier, plan.year, day))} 门课程。"
                title = f"{plan.year}年度计划通过"
                yield self.describe_record(dossier, plan, passed, title, courses)
        for amendment in dossier.amendments:
            if passed := find_passing_day(dossier, amendment.steps, day):
                title = f"{amendment.year}年度计划第 {amendment.number} 次调整通过"
                yield self.describe_record(dossier, amendment, passed, title)
        for summary in dossier.summaries:
            if sent := find_receipt_day(dossier, (step for step in summary.steps if step.date <= day)):
                yield self.describe_record(dossier, summary, sent, f"报送{summary.year}年度总结")
        for assessment in dossier.assessments:
            if assessment.date <= day:
                title = f"{assessment.year}年度考核"
                yield self.describe_record(dossier, assessment, assessment.date, title)
        for waiver in dossier.waivers:
            if waiver.from_ <= day:
                yield self.describe_record(dossier, waiver, waiver.from_, self.kinds["waiver"].title)

    def describe_record(
        self, dossier: Dossier, record: Record, happened: dt.date, title: str, text: str = ""
    ) -> NewsItem:
        """A record that is no act; plans and summaries lead to their year on the page."""
        kind, page = get_kind_name(record), f"institutions/{dossier.id}/"
        anchor = ANCHORS.get(kind) or f"y{getattr(record, 'year', 0)}"
        name = record.path.removeprefix(f"{dossier.folder}/").removesuffix(".yml")
        recorded = self.find_known_day(record, happened)
        of = self.kinds[kind].title
        return NewsItem(recorded, happened, page + name, of, title, text, f"{page}#{anchor}", kind)

    def list_turns(self, dossier: Dossier, page: str) -> Iterator[NewsItem]:
        """What a status turned to by a date alone, without an act, a step or a list of that day."""
        days = {act.date for act in dossier.acts} | {*get_publication_days(dossier.batches)}
        days |= {step.date for review in dossier.get_acts(Review) for step in review.steps}
        hidden = list_told_no_more(dossier, self.day)
        for day in sorted(collect_turning_days(dossier) - days):
            # They are sorted: all that follow lie ahead as well.
            if day > self.day:
                break
            before, after = (self.list_states(dossier, each, hidden) for each in (subtract_day(day), day))
            if title := describe_turn(before, after):
                yield NewsItem(day, day, f"{page}status-{day}", TURN, title, "", page, "turn")

    def list_states(self, dossier: Dossier, day: dt.date, hidden: frozenset[str]) -> dict[str, State]:
        """The values of status on a day by code, without those that rest on what is no longer shown."""
        status = get_public_status(dossier, day)
        states = (status.filing, *status.conditions)
        return {each.code: each for each in states if each.source not in hidden}


@dossier_cache
def _list_entries(dossier: Dossier, news: News) -> tuple[NewsItem, ...]:
    """The entries in some news: the feed of a dossier and the news of the register ask for them."""
    return tuple(news.describe_entries(dossier))


def select_latest(items: Iterable[NewsItem]) -> list[NewsItem]:
    """The latest of some entries, the latest first."""
    return heapq.nlargest(MAX_LATEST, items, key=NewsItem.order)


def is_told(item: NewsItem) -> bool:
    """Whether the news of the whole register tell of it: lists are shown once for all that they name."""
    return not item.over and item.kind != LIST


def describe_turn(before: Mapping[str, State], after: Mapping[str, State]) -> str:
    """What came and what went between two days, in words; empty where nothing did."""
    gone = "、".join(f"“{each.label}”" for code, each in before.items() if code not in after)
    come = "、".join(f"“{each.label}”" for code, each in after.items() if code not in before)
    if gone and come:
        return f"由{gone}转为{come}"
    return f"{gone}到期" if gone else f"{come}开始" if come else ""


def describe_withheld(act: PublishedAct) -> str:
    """What stands in the place of an act's text that is no longer shown; empty where it may be shown."""
    if act.withheld == NOTICE_ENDED:
        return "公开期已满，不再展示内容。"
    undone = act.undone
    return f"已由{format_day(undone.by.date)}的决定{undone.effect}，原文不再展示。" if undone else ""
