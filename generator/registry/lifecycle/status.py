"""Status: what an institution is on a day. Nobody types it: acts and a day give it, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import (
    Act,
    Application,
    Bar,
    Batch,
    Decision,
    Dissolution,
    FilingEnded,
    Recommendation,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Review,
    Suspension,
    SuspensionLifted,
    Withdrawal,
)
from .calendar import next_day, years_on


class Value(NamedTuple):
    """A value of status: its code, its word on every page, the article it rests on, and what it means."""

    code: str
    label: str
    article: str
    meaning: str


def _table(*values: Value) -> dict[str, Value]:
    return {value.code: value for value in values}


FILING = _table(
    Value("none", "无申请记录", "", "登记册中还没有这个机构的申请。"),
    Value("applying", "申请中", "8(1)", "已提出申请，等待审核推荐。"),
    Value("recommended", "已推荐", "8(2)", "已获推荐，等待专家评审。"),
    Value("under-review", "评审中", "8(3)", "市人社局正在组织评审，或等待补正。"),
    Value("not-passed", "未通过", "8(3)", "未获推荐或评审未通过，可以再次申请。"),
    Value("passed", "通过待公布", "8(4)", "评审已通过，名单尚未公布；公布之日起才算列入。"),
    Value("listed", "已列入", "8(4)", "已在公布的名单中。列入不等于推荐。"),
    Value("expired", "有效期届满", "", "名单规定的有效期已过。"),
    Value("ended", "已终止", "4", "市人社局已作出终止报备的决定。"),
    Value("withdrawn", "已退出", "", "机构自愿撤回申请或退出名单。"),
    Value("dissolved", "已注销", "2", "法人已经注销。"),
)
CONDITIONS = _table(
    Value("rectifying", "限期整改中", "20", "已责令限期整改，期限未到。"),
    Value("rectification-overdue", "整改逾期待认定", "20", "整改期限已过，登记册中还没有认定结果。"),
    Value("suspended", "暂停开班", "4", "市人社局已决定暂停开班。"),
    Value(
        "barred",
        "不得再次报备",
        "20",
        "在规定的年限内不得再次报备，只限制新的报备。"
        "以市人社局的记录为准、自认定之日起算，是登记册的理解，办法没有写明。",
    ),
)
# What the result of a review turns the filing value to, and why.
REVIEW_RESULTS = {
    "通过": ("passed", "专家评审通过，等待公布。"),
    "不通过": ("not-passed", "专家评审未通过。"),
    "补正": ("under-review", "专家评审要求补正材料。"),
}
# Filing values after a listing, and those of a procedure under way.
ENDED = frozenset({"expired", "ended", "withdrawn", "dissolved"})
PENDING = frozenset({"applying", "recommended", "under-review", "passed"})


class State(NamedTuple):
    """One value on a day: since when (inclusive), why, by which article, from which file.

    `until` (inclusive) is given where the end is computed.
    """

    code: str
    label: str
    since: dt.date | None
    reason: str
    article: str
    source: str
    until: dt.date | None = None


class Status(NamedTuple):
    """The filing value and the set of conditions on a day."""

    filing: State
    conditions: tuple[State, ...]

    @property
    def listed(self) -> bool:
        return self.filing.code == "listed"


class BarSpan(NamedTuple):
    """A bar: the act that records it, and the day of the determination from which it counts.

    `start` and `end` are its first and its last day; `inherited` says that it is a predecessor's.
    """

    act: Bar
    determined: dt.date
    start: dt.date
    end: dt.date
    inherited: bool


class Event(NamedTuple):
    """Something that may turn the filing value: on a day, in order, with what it turns to.

    `recalls` says that it ends a procedure under way and no listing.
    """

    date: dt.date
    rank: int
    code: str
    reason: str
    source: str
    recalls: bool = False


def in_force(acts: Iterable[Act], day: dt.date) -> tuple[Act, ...]:
    """The acts of `day` and before, without those that a decision of `day` or before has withdrawn."""
    dated = tuple(act for act in acts if act.date <= day)
    withdrawn = _withdrawn(dated)
    return tuple(act for act in dated if act.stem not in withdrawn) if withdrawn else dated


def _withdrawn(acts: Sequence[Act]) -> set[str | None]:
    """Which of these acts decisions among them have withdrawn."""
    withdrawn: set[str | None] = set()
    for act in reversed(acts):  # a withdrawal that was itself withdrawn later does not count
        if isinstance(act, Decision) and act.effect == "撤销" and act.stem not in withdrawn:
            withdrawn.add(act.target)
    return withdrawn


def status(dossier: Dossier, day: dt.date) -> Status:
    """The status at the end of `day`. Total: any dossier and any day have one."""
    states = (
        filing_state(dossier, day),
        *_rectification(dossier, day),
        *_suspension(dossier, day),
        *_barred(dossier, day),
    )
    filing, *conditions = (each._replace(article=dossier.tables.cite(each.article, day)) for each in states)
    return Status(filing, tuple(conditions))


@lru_cache(1024)
def listed_on(dossier: Dossier, day: dt.date) -> bool:
    """Whether the institution stands listed at the end of `day`."""
    return filing_state(dossier, day).code == "listed"


def not_teaching(dossier: Dossier, first: dt.date, last: dt.date) -> tuple[dt.date, str] | None:
    """The first day in a span on which the institution does not stand listed or is suspended, and its state.

    None where it may teach on every day of the span.
    """
    days = {first, *(day for day in turning_days(dossier) if first < day <= last)} if first <= last else ()
    for day in sorted(days):
        if not listed_on(dossier, day):
            return day, filing_state(dossier, day).label
        if suspended := next(_suspension(dossier, day), None):
            return day, suspended.label
    return None


def _state(table: dict[str, Value], code: str, since: dt.date | None, reason: str, source: str) -> State:
    value = table[code]
    return State(code, value.label, since, reason, value.article, source)


def filing_state(dossier: Dossier, day: dt.date) -> State:
    """The filing value at the end of `day`; its article is a basis, not yet the regulation's own number."""
    current = _state(FILING, "none", None, "登记册中没有这一天及以前的申请。", "")
    decisions = [act for act in dossier.acts_of(Decision) if act.date <= day]
    withdrawn = _withdrawn(decisions)
    for event, act in _events(dossier):
        if event.date > day:
            break
        if act not in withdrawn and _leads_on(current, event):
            current = _state(FILING, event.code, event.date, event.reason, event.source)
    return current


def _leads_on(current: State, event: Event) -> bool:
    """Whether the event turns the value.

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
            return current.code in ("applying", "recommended", "not-passed")
        case "under-review" | "passed" | "not-passed":
            return pending or current.code == "not-passed"
        case "expired":
            return current.code == "listed" and current.source == event.source
        case "ended":
            return current.code == "listed"
        case "withdrawn":
            return pending or (current.code == "listed" and not event.recalls)
        case _:
            return True


@lru_cache(1024)
def _events(dossier: Dossier) -> list[tuple[Event, str]]:
    """What acts and lists have done, in order; on one day acts come first, lists last.

    With each event comes the act with which it is withdrawn; "" where it is none of an act.
    """
    found: list[tuple[Event, str]] = []
    for rank, act in enumerate(dossier.acts):
        found += ((event, act.stem) for event in _events_of(act, rank))
    last = len(dossier.acts)
    for review in dossier.acts_of(Review):
        begun = min((step.date for step in review.steps), default=review.date)
        if begun < review.date:
            found.append((Event(begun, last, "under-review", "专家评审已经开始。", review.path), ""))
    for rank, batch in enumerate(dossier.batches, start=last + 1):
        found += ((event, "") for event in _events_of_listing(dossier, batch, rank))
    return sorted(found, key=lambda each: each[0])


def _events_of(act: Act, rank: int) -> Iterator[Event]:
    match act:
        case Application():
            yield Event(act.date, rank, "applying", f"提出报备申请（{act.batch} 批次）。", act.path)
        case Recommendation(opinion="推荐"):
            yield Event(act.date, rank, "recommended", "经审核推荐。", act.path)
        case Recommendation():
            yield Event(act.date, rank, "not-passed", "审核推荐环节未获推荐。", act.path)
        case Review():
            yield Event(act.date, rank, *REVIEW_RESULTS[act.result], act.path)
        case FilingEnded():
            yield Event(act.date, rank, "ended", "市人社局决定终止报备。", act.path)
        case Withdrawal(batch=None):
            yield Event(act.date, rank, "withdrawn", "机构自愿退出。", act.path)
        case Withdrawal():
            reason = f"机构撤回申请（{act.batch} 批次）。"
            yield Event(act.date, rank, "withdrawn", reason, act.path, recalls=True)
        case Dissolution():
            yield Event(act.date, rank, "dissolved", "登记机关准予注销。", act.path)


def _events_of_listing(dossier: Dossier, batch: Batch, rank: int) -> Iterator[Event]:
    if not batch.announcement:
        return
    on = batch.announcement.published_on
    yield Event(
        on, rank, "listed", f"列入{batch.title}名单（{batch.announcement.document.number}）。", batch.path
    )
    years = dossier.tables.regulation_on(on).parameters.validity_years
    if years:
        end = years_on(on, years)
        yield Event(next_day(end), rank, "expired", f"有效期 {years} 年，至 {end} 届满。", batch.path)


def _rectification(dossier: Dossier, day: dt.date) -> Iterator[State]:
    for order, due in open_orders(dossier, day):
        if day <= due:
            state = _state(
                CONDITIONS, "rectifying", order.date, f"{order.ground}，整改期限至 {due}。", order.path
            )
            yield state._replace(until=due)
        else:
            reason = f"整改期限至 {due}，登记册中未见认定结果。"
            yield _state(CONDITIONS, "rectification-overdue", next_day(due), reason, order.path)


def open_orders(dossier: Dossier, day: dt.date) -> Iterator[tuple[RectificationOrder, dt.date]]:
    """The orders in force on `day` without an outcome, each with its last day to rectify."""
    acts = in_force(dossier.acts, day)
    decided = {act.order for act in acts if isinstance(act, RectificationOutcome)}
    for order in acts:
        if isinstance(order, RectificationOrder) and order.stem not in decided:
            yield order, due_date(order, acts)


def due_date(order: RectificationOrder, acts: Iterable[Act]) -> dt.date:
    """The last day to rectify, with the extensions among `acts` that were made in time and move it later."""
    due = order.due
    for act in acts:
        if isinstance(act, RectificationExtension) and act.order == order.stem and act.date <= due < act.due:
            due = act.due
    return due


def _suspension(dossier: Dossier, day: dt.date) -> Iterator[State]:
    for act in open_suspensions(dossier, day):
        yield _state(CONDITIONS, "suspended", act.date, "市人社局决定暂停开班。", act.path)


def open_suspensions(dossier: Dossier, day: dt.date) -> Iterator[Suspension]:
    """The suspensions in force on `day` that have not been lifted."""
    acts = in_force(dossier.acts, day)
    lifted = {act.suspension for act in acts if isinstance(act, SuspensionLifted)}
    for act in acts:
        if isinstance(act, Suspension) and act.stem not in lifted:
            yield act


def _barred(dossier: Dossier, day: dt.date) -> Iterator[State]:
    for span in bars(dossier, day):
        if span.start <= day <= span.end:
            whose = "承继原机构的限制：" if span.inherited else ""
            reason = f"{whose}{span.determined} 认定未达到整改要求，至 {span.end}（含）不得再次报备。"
            yield _state(CONDITIONS, "barred", span.start, reason, span.act.path)._replace(until=span.end)


def bars(dossier: Dossier, day: dt.date) -> list[BarSpan]:
    """The bars recorded by `day`, past ones too: the institution's own and its predecessors' (Article 20).

    Counting starts with the determination, whose day is not counted; the last barred day is the same date
    years on and is not moved to a working day.
    """
    found = [
        BarSpan(act, determined, determined, end, False)
        for act, determined, end in _recorded_bars(dossier, in_force(dossier.acts, day))
    ]
    for _, since, acts in dossier.predecessors:
        if since <= day:
            for act, determined, end in _recorded_bars(dossier, in_force(acts, day)):
                if end >= since:
                    found.append(BarSpan(act, determined, max(since, determined), end, True))
    return found


def _recorded_bars(dossier: Dossier, acts: tuple[Act, ...]) -> Iterator[tuple[Bar, dt.date, dt.date]]:
    failed = {
        act.stem: act for act in acts if isinstance(act, RectificationOutcome) and act.result == "未达到"
    }
    for act in acts:
        if isinstance(act, Bar) and act.outcome in failed:
            determined = failed[act.outcome].date
            years = dossier.tables.regulation_on(determined).parameters.bar_years
            if years:
                yield act, determined, years_on(determined, years)


def turning_days(dossier: Dossier) -> set[dt.date]:
    """Every day on which the status may turn: those of acts and listings, and those computed from them."""
    every = [*dossier.acts, *(act for each in dossier.predecessors for act in each.acts)]
    days = {act.date for act in every} | {each.since for each in dossier.predecessors}
    for act in every:
        match act:
            case Review():
                days |= {step.date for step in act.steps}
            case RectificationOrder() | RectificationExtension():
                days.add(next_day(act.due))
            case RectificationOutcome():
                years = dossier.tables.regulation_on(act.date).parameters.bar_years
                days.add(next_day(years_on(act.date, years)))
    for rank, batch in enumerate(dossier.batches):
        days |= {event.date for event in _events_of_listing(dossier, batch, rank)}
    return days
