"""Status: what an institution is on a day. Nobody types it: acts and a day give it, with the reason."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Set
from itertools import groupby
from typing import NamedTuple

from ..finding import format_article
from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import (
    Act,
    Announcement,
    Application,
    Batch,
    Decision,
    Dissolution,
    FilingEnded,
    Opinion,
    Recommendation,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Review,
    ReviewResult,
    Withdrawal,
)
from ..model.tables import Tables
from .calendar import add_day, add_years
from .conditions import CONDITIONS, find_suspended, list_conditions, list_suspended
from .force import find_out_of_force, get_effective_day
from .offices import does_count
from .older_lists import find_identity, precedes_regulation
from .state import BY_DECISION, State, StateCode, StatusValue, make_state, tabulate

FILING = tabulate(
    StatusValue("none", "无申请记录", "", "登记册中还没有这个机构的申请。"),
    StatusValue("applying", "申请中", "8(1)", "已提出申请，等待审核推荐。"),
    StatusValue("recommended", "已推荐", "8(2)", "已获推荐，等待专家评审。"),
    StatusValue("under-review", "评审中", "8(3)", "市人社局正在组织评审，或等待补正。"),
    StatusValue("not-passed", "未通过", "8", "未获推荐或评审未通过。再次申请的，登记册照收。"),
    StatusValue("passed", "通过待公布", "8(4)", "评审已通过，名单尚未公布。登记册自公布之日算列入。"),
    StatusValue("listed", "已列入", "8(4)", "已在公布的名单中。列入不等于推荐。"),
    StatusValue("expired", "有效期届满", "", "名单或者办法规定的有效期已过。"),
    StatusValue("ended", "已终止", "", "市人社局已作出终止报备的决定。", BY_DECISION),
    StatusValue("withdrawn", "已退出", "", "机构自愿撤回申请或退出名单。", "机构的书面申请"),
    StatusValue("dissolved", "已注销", "", "法人已经注销。", "登记机关的注销登记"),
    StatusValue("identified", "另有档案", "", "旧名单中的名称，已查明就是登记册中的另一份档案，见那份档案。"),
)
# What the result of a review turns the filing value to, and why.
REVIEW_RESULTS: dict[ReviewResult, tuple[StateCode, str]] = {
    ReviewResult.PASSED: ("passed", "专家评审通过，等待公布。"),
    ReviewResult.NOT_PASSED: ("not-passed", "专家评审未通过。"),
    ReviewResult.SUPPLEMENT: ("under-review", "专家评审要求补正材料。"),
}
# Filing values after a listing, those of whom no office supervises, and those of a procedure under way.
ENDED: frozenset[StateCode] = frozenset({"expired", "ended", "withdrawn", "dissolved"})
UNSUPERVISED: frozenset[StateCode] = ENDED | {"none"}
PENDING: frozenset[StateCode] = frozenset({"applying", "recommended", "under-review", "passed"})


class Status(NamedTuple):
    """The filing value and the set of conditions on a day."""

    filing: State
    conditions: tuple[State, ...]

    @property
    def listed(self) -> bool:
        return self.filing.code == "listed"


class Event(NamedTuple):
    """Something that may turn the filing value: on a day, in order, with what it turns to.

    `recalls` says that it ends a procedure under way and no listing, `older` that no regulation was in force;
    `until` is the last day of a listing that has a term; `act` is the act with which it is withdrawn, empty
    where it is none of an act.
    """

    date: dt.date
    rank: int
    code: StateCode
    reason: str
    source: str
    recalls: bool = False
    until: dt.date | None = None
    older: bool = False
    act: str = ""


def describe_basis(state: State) -> str:
    """What a value of status rests on: its article, else a decision or paper in words; empty for neither."""
    basis = (FILING | CONDITIONS)[state.code].basis
    return format_article(state.article) or (f"依据{basis}" if basis else "")


@dossier_cache
def derive_status(dossier: Dossier, day: dt.date) -> Status:
    """The status at the end of `day`. Total: any dossier and any day have one."""
    states = (derive_filing_state(dossier, day), *list_conditions(dossier, day))
    filing, *conditions = (each._replace(article=dossier.tables.cite(each.article, day)) for each in states)
    return Status(filing, tuple(conditions))


@dossier_cache
def is_listed(dossier: Dossier, day: dt.date) -> bool:
    """Whether the institution stands listed at the end of `day`."""
    return derive_filing_state(dossier, day).code == "listed"


def find_interruption(dossier: Dossier, first: dt.date, last: dt.date) -> tuple[dt.date, str] | None:
    """The first day in a span on which the institution does not stand listed or is suspended, and its state.

    None where it may teach on every day of the span; what part is suspended no program can tell.
    """
    # Nothing turns between two turning days: a year is looked through in a dozen steps, not in 365.
    days = {first, *(day for day in collect_turning_days(dossier) if first < day)}
    for day in sorted(day for day in days if day <= last):
        if not is_listed(dossier, day):
            return day, derive_filing_state(dossier, day).label
        suspended = find_suspended(list_suspended(dossier, day))
        if suspended and suspended.code == "suspended":
            return day, suspended.label
    return None


@dossier_cache
def derive_filing_state(dossier: Dossier, day: dt.date) -> State:
    """The filing value at the end of `day`; its article is a basis, not yet the regulation's own number."""
    # Acts fall only with decisions of this day or before: what was withdrawn later still counted then.
    out = find_out_of_force(dossier.acts, day)
    # Between two events nothing turns: of the many days that are asked for most have the same answer.
    return _apply_first(dossier, bisect_right(_list_event_days(dossier), day), frozenset(out))


@dossier_cache
def _apply_first(dossier: Dossier, number: int, withdrawn: Collection[str | None]) -> State:
    """The filing value after the first events, so many, without those of acts that are withdrawn."""
    return _apply_events(_list_events(dossier)[:number], withdrawn)


def _apply_events(events: Iterable[Event], withdrawn: Collection[str | None]) -> State:
    """The filing value after events, without those of acts that are withdrawn.

    Whoever is listed again without a break, for a further field or as a term ends, is listed since the first
    of these lists; the later one stands beside it, and its term is the one that counts.
    """
    # Not the status alone: who is listed anew keeps the day of the first list, but has the new list's term.
    listed, term = None, ""  # as it was last listed, and the list whose term runs
    current = make_state(FILING, "none", None, "登记册中没有这一天及以前的申请。", "")
    for event in events:
        # An act that was withdrawn is passed over, not undone: what came before it goes on.
        if event.act in withdrawn or not _takes_effect(current, event, term):
            continue
        turned = make_state(FILING, event.code, event.date, event.reason, event.source)
        turned = turned._replace(until=event.until)
        # A list from before the regulation rests on none of its articles.
        turned = turned._replace(article="") if event.older else turned
        if event.code == "listed":
            # Listed again on the day after the term's end: `since` of the end is that day, so nothing lies
            # between.
            unbroken = current.code == "listed" or (current.code == "expired" and current.since == event.date)
            listed = _renew_listing(listed, turned) if listed and unbroken else turned
            turned, term = listed, event.source
        current = turned
    return current


def _renew_listing(before: State, again: State) -> State:
    """A listing with a later one beside it, whose term it takes."""
    reason = f"{before.reason.rstrip('。')}；{again.since} 又{again.reason}"
    return before._replace(reason=reason, until=again.until)


def _takes_effect(current: State, event: Event, term: str) -> bool:
    """Whether the event turns the value; `term` is the list whose term runs.

    A pending procedure does not touch a listing, only what was pending or listed can end, and a legal person
    that is dissolved does not come back.
    """
    pending = current.code in PENDING
    match event.code:
        case _ if current.code == "dissolved":
            return False
        case "applying":
            return current.code != "listed"
        case "recommended":
            return current.code in ("applying", "not-passed")
        case "under-review" | "passed" | "not-passed":
            return pending or current.code == "not-passed"
        case "expired":
            return current.code == "listed" and event.source == term
        case "ended":
            return current.code == "listed"
        case "withdrawn":
            return pending or (current.code == "listed" and not event.recalls)
        case _:
            return True


@dossier_cache
def _list_event_days(dossier: Dossier) -> list[dt.date]:
    """The days of the events, in their order."""
    return [event.date for event in _list_events(dossier)]


@dossier_cache
def _list_events(dossier: Dossier) -> list[Event]:
    """What acts and lists have done, in order; on one day acts come first, lists last."""
    events: list[Event] = []
    for rank, act in enumerate(dossier.acts):
        if does_count(dossier, act):
            events += (event._replace(act=act.stem) for event in _list_act_events(act, rank))
    last = len(dossier.acts)
    for review in dossier.get_acts(Review):
        # A review has a day only when it ends; that it has begun its steps tell.
        begun = min((step.date for step in review.steps), default=review.date)
        if begun < review.date:
            events.append(Event(begun, last, "under-review", "专家评审已经开始。", review.path))
    # Lists come last on a day: the review of that morning is what the list of that evening publishes.
    for rank, batch in enumerate(dossier.batches, start=last + 1):
        events += _list_listing_events(dossier, batch, rank)
    return _sort_lists_first(sorted(events))


def _sort_lists_first(events: list[Event]) -> list[Event]:
    """The events with an end of the day of a first list after it: there was nothing to end before."""
    days = {event.date for event in events if event.code == "listed"}
    ordered: list[Event] = []
    for date, group in groupby(events, key=lambda event: event.date):
        day = list(group)
        # Whether the institution was listed before that day, with nothing withdrawn: the order must not
        # depend on what a later decision makes of it.
        if date in days and _apply_events(ordered, set()).code != "listed":
            day.sort(key=lambda event: event.code == "ended" or _is_leaving(event))
        ordered += day
    return ordered


def _is_leaving(event: Event) -> bool:
    """Whether an event is a withdrawal from the list."""
    return event.code == "withdrawn" and not event.recalls


def _list_act_events(act: Act, rank: int) -> Iterator[Event]:
    """What an act turns the filing value to; most acts turn nothing."""
    match act:
        case Application():
            yield Event(act.date, rank, "applying", f"提出报备申请（{act.batch} 批次）。", act.path)
        case Recommendation(opinion=Opinion.RECOMMENDED):
            yield Event(act.date, rank, "recommended", "经审核推荐。", act.path)
        case Recommendation():
            yield Event(act.date, rank, "not-passed", "审核推荐环节未获推荐。", act.path)
        case Review():
            yield Event(act.date, rank, *REVIEW_RESULTS[act.result], act.path)
        case FilingEnded():
            yield Event(get_effective_day(act), rank, "ended", "市人社局决定终止报备。", act.path)
        case Withdrawal(batch=None):
            yield Event(act.date, rank, "withdrawn", "机构自愿退出。", act.path)
        case Withdrawal():
            reason = f"机构撤回申请（{act.batch} 批次）。"
            yield Event(act.date, rank, "withdrawn", reason, act.path, recalls=True)
        case Dissolution():
            yield Event(act.date, rank, "dissolved", "登记机关准予注销。", act.path)


def _list_listing_events(dossier: Dossier, batch: Batch, rank: int) -> Iterator[Event]:
    """What a published list turns the filing value of an institution on it to."""
    if not batch.announcement:
        return
    on, older = batch.announcement.published_on, precedes_regulation(dossier, batch)
    called = batch.title if batch.carried_over else f"{batch.title}名单"
    what = f"{called}（{batch.announcement.document.number}）"
    # The name on the paper is another dossier's: this one leads there and turns no further.
    if other := find_identity(dossier, batch):
        reason = f"{what}中的名称，已查明就是 {other}。"
        yield Event(on, rank, "identified", reason, batch.path)
        return
    as_published = "，照原名单录入" if batch.carried_over else ""
    end = find_term_end(dossier.tables, batch.announcement)
    yield Event(on, rank, "listed", f"列入{what}{as_published}。", batch.path, older=older, until=end)
    if end:
        yield Event(add_day(end), rank, "expired", f"有效期至 {end}，已经届满。", batch.path)


def find_term_end(tables: Tables, announced: Announcement) -> dt.date | None:
    """The last day of a list's term: its own, else by the regulation's years; None where it has no end.

    Of a list from before the first regulation only its own term counts.
    """
    published = announced.published_on
    if announced.valid_to or published < tables.begun:
        return announced.valid_to
    years = tables.find_regulation(published).parameters.validity_years
    return add_years(published, years) if years else None


@dossier_cache
def collect_turning_days(dossier: Dossier) -> Set[dt.date]:
    """Every day on which the status may turn: those of acts and listings, and those computed from them."""
    days = {act.date for act in dossier.acts}
    for act in dossier.acts:
        days.add(get_effective_day(act))
        if until := getattr(act, "until", None):
            # `until` is the last day of it, so what turns does so on the next.
            days.add(add_day(until))
        match act:
            case Review():
                # With the first of them a review begins (see _list_events).
                days |= {step.date for step in act.steps}
            case RectificationOrder() | RectificationExtension():
                days.add(add_day(act.due))
            case RectificationOutcome():
                days |= _list_bar_turns(dossier, act.date)
            case Decision(determined_on=dt.date() as determined):
                days |= _list_bar_turns(dossier, determined)
    for rank, batch in enumerate(dossier.batches):
        days |= {event.date for event in _list_listing_events(dossier, batch, rank)}
    return days


def _list_bar_turns(dossier: Dossier, determined: dt.date) -> set[dt.date]:
    """The first day of a bar that counts from a determination of this day, and the first without it."""
    years = dossier.tables.find_regulation(determined).parameters.bar_years
    return {determined, add_day(add_years(determined, years or 0))}
