"""Article 20: orders to rectify within a limit, their outcome, and the bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.calendar import next_day
from ...lifecycle.status import BarSpan, bars, due_date, in_force, listed_on, status
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Bar,
    FilingEnded,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Succession,
)
from ...model.register import Register
from ..places import places_on_lists
from ..rule import Fault, fault, rule


@rule("20", "整改期限")
def order_leaves_time(order: RectificationOrder) -> Iterator[Fault]:
    """整改期限晚于责令整改之日。"""
    if order.due <= order.date:
        message = f"整改期限 {order.due} 应晚于责令之日 {order.date}"
        yield fault(order, "/due", message, "核对决定书上的期限")


@rule("20", "责令机关")
def order_by_authority(order: RectificationOrder, register: Register) -> Iterator[Fault]:
    """责令整改由人社部门或业务主管部门作出。行业协会不能责令整改。"""
    authority = register.tables.authorities.get(order.authority)
    if authority and authority.kind == "行业协会":
        message = f"责令机关是{authority.name}，行业协会不能责令整改，应为人社部门或业务主管部门"
        yield fault(order, "/authority", message, "核对作出决定的机关")


@rule("20", "延期的条件")
def extension_in_time(dossier: Dossier) -> Iterator[Fault]:
    """延长整改期限由责令机关在原期限届满之前作出，新的期限更晚。期限的最后一天仍可延期。"""
    acts = in_force(dossier.acts, dt.date.max)
    for extension in acts:
        if not isinstance(extension, RectificationExtension):
            continue
        order = dossier.act(extension.order, RectificationOrder)
        if order is None:
            continue
        yield from _by_ordering_authority(dossier, extension, order, "延期")
        due = due_date(order, acts[: acts.index(extension)])
        if extension.date > due:
            message = f"延期于 {extension.date} 作出，期限已于 {due} 届满"
            yield fault(extension, "/date", message, "期限届满后不能延期；应作出整改结果认定")
        elif extension.due <= due:
            message = f"新的期限 {extension.due} 应晚于原期限 {due}"
            yield fault(extension, "/due", message, "核对新的期限")


def _by_ordering_authority(
    dossier: Dossier,
    act: RectificationExtension | RectificationOutcome,
    order: RectificationOrder,
    what: str,
) -> Iterator[Fault]:
    if act.authority != order.authority:
        name = dossier.tables.name_of
        message = f"{what}机关是{name(act.authority)}，责令机关是{name(order.authority)}；应由责令机关{what}"
        yield fault(act, "/authority", message, f"由责令机关{what}后填写 {order.authority}")


@rule("20", "认定机关和时间")
def outcome_follows_order(dossier: Dossier) -> Iterator[Fault]:
    """整改结果由责令机关认定，在责令之后；认定未达到的，在期限届满之后。"""
    for outcome in dossier.acts_of(RectificationOutcome):
        order = dossier.act(outcome.order, RectificationOrder)
        if order is None:
            continue
        yield from _by_ordering_authority(dossier, outcome, order, "认定")
        due = due_date(order, in_force(dossier.acts, outcome.date))
        if outcome.date == order.date:
            message = f"认定日期 {outcome.date} 应晚于责令日期 {order.date}"
            yield fault(outcome, "/date", message, "核对两个日期")
        elif outcome.result == "未达到" and order.date < outcome.date <= due:
            message = f"未达到的认定于 {outcome.date} 作出，整改期限至 {due}（含）才届满"
            yield fault(outcome, "/date", message, "期限届满的次日起才能认定未达到")


@rule("20", "限制以认定为据")
def bar_rests_on_failed_outcome(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备以“未达到”的认定为据。"""
    for bar in dossier.acts_of(Bar):
        outcome = dossier.act(bar.outcome, RectificationOutcome)
        if outcome and outcome.result != "未达到":
            message = f"所依据的认定结果是“{outcome.result}”，应为“未达到”"
            yield fault(bar, "/outcome", message, "核对所依据的认定")


@rule("20", "原报备的效力", "warning", basis="convention")
def bar_states_old_filing(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的机构仍在名单中的，另有终止报备的决定。

    办法没有说限制是否终止原有的报备，所以需要单独的决定；没有终止的，原报备的效力有疑问。
    """
    acts = in_force(dossier.acts, dt.date.max)
    ended = [each.date for each in acts if isinstance(each, FilingEnded)]
    for bar in acts:
        if not isinstance(bar, Bar) or any(date >= bar.date for date in ended):
            continue
        if listed_on(dossier, bar.date):
            message = "机构仍在名单中，没有记录原报备是否继续有效"
            yield fault(bar, "", message, "作出终止报备的，录入 filing-ended；未终止的可以保留")


@rule("20", "未达到而没有限制记录", "info")
def failed_outcome_without_bar(dossier: Dossier) -> Iterator[Fault]:
    """认定未达到整改要求的，有市人社局不得再次报备的记录。

    没有记录，登记册不显示限制。
    """
    named = {bar.outcome for bar in dossier.acts_of(Bar)}
    for outcome in in_force(dossier.acts, dt.date.max):
        if not isinstance(outcome, RectificationOutcome) or outcome.stem in named:
            continue
        if outcome.result == "未达到":
            message = "认定未达到整改要求，未见市人社局不得再次报备的记录"
            yield fault(outcome, "/result", message, "有记录的请录入 bar；没有的不显示限制")


@rule("20", "限制期内不得申请")
def no_application_while_barred(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的期间没有新的申请；最后一天的次日起可以申请。

    期间自未达到整改要求的认定之日起算。承继的限制同样适用。已经以处理决定撤销的申请不再计较。
    """
    for application in in_force(dossier.acts, dt.date.max):
        if not isinstance(application, Application):
            continue
        for span in _bars_at(dossier, application.date):
            message = f"申请日期 {application.date} 在不得再次报备的期间（{span.start} 至 {span.end}）"
            mend = f"{next_day(span.end)} 起方可申请；核对两个日期，已经收下的以处理决定（decision）撤销"
            yield fault(application, "/date", message, mend)


@rule("20", "限制期内不得列入")
def no_listing_while_barred(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的期间公布的名单中没有这家机构。

    公布之后才有限制记录的，随后终止报备。
    """
    for batch, place in places_on_lists(dossier):
        if batch.published_on is None:
            continue
        for span in _bars_at(dossier, batch.published_on):
            if _ended_since(dossier, batch.published_on, span):
                continue
            period = f"{span.start} 至 {span.end}"
            message = f"{dossier.id} 在 {period} 不得再次报备，名单于 {batch.published_on} 公布"
            mend = "公布之前从名单中删去；已经公布的，录入终止报备（filing-ended），或核对公布日期和认定日期"
            yield fault(batch, place, message, mend)


def _ended_since(dossier: Dossier, published: dt.date, span: BarSpan) -> bool:
    """Whether a listing that nobody knew to be barred was ended before the bar was over."""
    ended = [each.date for each in in_force(dossier.acts, dt.date.max) if isinstance(each, FilingEnded)]
    return span.act.date > published and any(published < date <= span.end for date in ended)


def _bars_at(dossier: Dossier, day: dt.date) -> list[BarSpan]:
    """The bars that cover a day, those recorded later and still in force included."""
    return [span for span in bars(dossier, dt.date.max) if span.start <= day <= span.end]


@rule("", "承继不成环", basis="form")
def succession_from_another(dossier: Dossier, register: Register) -> Iterator[Fault]:
    """机构不承继自己，承继关系不绕回自己。"""
    for act in dossier.acts_of(Succession):
        before = register.dossiers.get(act.predecessor)
        circle = before and any(each.id == dossier.id for each in before.predecessors)
        if act.predecessor == dossier.id or circle:
            message = f"{dossier.id} 承继 {act.predecessor}，又被它承继" if circle else "机构承继的是自己"
            yield fault(act, "/predecessor", message, "填写原机构的编号，或核对两家机构的先后")


@rule("20", "到期未见认定", "warning", scope="clock")
def rectification_overdue(dossier: Dossier, day: dt.date) -> Iterator[Fault]:
    """整改期限已过，登记册中还没有认定结果。"""
    for state in status(dossier, day).conditions:
        if state.code == "rectification-overdue":
            order = next(act for act in dossier.acts if act.path == state.source)
            yield fault(
                order, "/due", state.reason.rstrip("。"), "已经认定的请录入；尚未认定的请提醒责令机关"
            )
