"""Article 20: orders to rectify within a limit, their outcome, and the bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.bars import (
    BarSpan,
    compute_bars,
    compute_predecessor_bars,
    find_varied,
    list_determinations,
    list_predecessors,
    select_running,
)
from ...lifecycle.calendar import add_day
from ...lifecycle.conditions import compute_due_date
from ...lifecycle.force import find_stays, list_effective_decisions, list_standing, select_in_force
from ...lifecycle.offices import SUPERVISORS, list_in_roles
from ...lifecycle.status import derive_status, is_listed
from ...lifecycle.undoing import may_conclude
from ...model.batches import get_publication_day
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Bar,
    Decision,
    DecisionEffect,
    Dissolution,
    FilingEnded,
    OutcomeResult,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Review,
    Succession,
    Withdrawal,
)
from ...model.register import Register
from ..places import list_places
from ..rule import Fault, either, fault, rule

# What is wrong with an extension itself is said by these; that it came late only where they find nothing.
EXTENDED = ("extension-follows-order", "rectification-in-order")


@rule("20", "整改期限")
def order_leaves_time(order: RectificationOrder) -> Iterator[Fault]:
    """整改期限晚于责令整改之日。"""
    if order.due <= order.date:
        message = f"整改期限 {order.due} 应晚于责令之日 {order.date}"
        yield fault(order, "/due", message, "核对决定书上的期限")


@rule("20", "责令机关")
def order_by_authority(dossier: Dossier) -> Iterator[Fault]:
    """责令整改由机构所属地区的人社部门、所属系统的业务主管部门或市人社局作出。"""
    tables = dossier.tables
    for order in dossier.get_acts(RectificationOrder):
        allowed = list_in_roles(dossier, SUPERVISORS, order.date)
        # Only references-exist has something to say of an authority that no table has.
        if order.authority in tables.authorities and order.authority not in allowed:
            wanted = either(tables.get_name(each) for each in allowed)
            message = f"责令机关是{tables.get_name(order.authority)}，应为{wanted}"
            mend = "核对作出决定的机关；监督关系有变化的，先录入调整（transfer）"
            yield fault(order, "/authority", message, mend)


@rule("", "延期机关和新的期限", basis="form")
def extension_follows_order(dossier: Dossier) -> Iterator[Fault]:
    """延长整改期限由责令机关（或市人社局）作出，新的期限更晚。

    办法没有写延期的，这是登记册的要求。
    """
    for extension, order, due in _list_extensions(dossier):
        yield from _find_by_other(dossier, extension, order, "延期")
        if extension.due <= due:
            message = f"新的期限 {extension.due} 应晚于原期限 {due}"
            yield fault(extension, "/due", message, "核对新的期限")


@rule("20", "期满以后的延期", "warning", basis="convention", after=EXTENDED)
def extension_in_time(dossier: Dossier) -> Iterator[Fault]:
    """延长整改期限在原期限届满之前作出；期限的最后一天仍可延期。

    期满以后作出的，照样计算新的期限，予以提醒；办法没有写期满以后能否延期的，这是登记册的理解。
    """
    for extension, _order, due in _list_extensions(dossier):
        if extension.date > due:
            message = f"延期于 {extension.date} 作出，期限已于 {due} 届满；期满以后能否延期，看办法有没有写"
            yield fault(extension, "/date", message, "核对延期的日期；确在期满以后延期的可以保留")


def _list_extensions(
    dossier: Dossier,
) -> Iterator[tuple[RectificationExtension, RectificationOrder, dt.date]]:
    """The extensions in force, each with its order and the last day to rectify that it found."""
    acts = select_in_force(dossier.acts, dt.date.max)
    for place, extension in enumerate(acts):
        if isinstance(extension, RectificationExtension):
            order = dossier.get_act(extension.order, RectificationOrder)
            if order is not None:
                yield extension, order, compute_due_date(order, acts[:place])


def _find_by_other(
    dossier: Dossier,
    act: RectificationExtension | RectificationOutcome,
    order: RectificationOrder,
    what: str,
) -> Iterator[Fault]:
    tables = dossier.tables
    if (
        act.authority in tables.authorities
        and may_conclude(dossier, order, act.authority, act.date) == "unlawful"
    ):
        city = tables.find_city_bureau(act.date)
        fact = f"{what}机关是{tables.get_name(act.authority)}，责令机关是{tables.get_name(order.authority)}"
        message = f"{fact}；应由责令机关或{tables.get_name(city)}{what}"
        yield fault(act, "/authority", message, f"由责令机关{what}后填写 {order.authority}")


@rule("", "认定机关", basis="form")
def outcome_by_ordering_authority(dossier: Dossier) -> Iterator[Fault]:
    """整改结果由责令机关或市人社局认定。

    办法没有写由谁认定的，这是登记册的要求。
    """
    for outcome in dossier.get_acts(RectificationOutcome):
        if order := dossier.get_act(outcome.order, RectificationOrder):
            yield from _find_by_other(dossier, outcome, order, "认定")


@rule("20", "认定的时间")
def outcome_follows_order(dossier: Dossier) -> Iterator[Fault]:
    """整改结果的认定在责令之后；认定未达到的，在期限届满之后。"""
    for outcome in dossier.get_acts(RectificationOutcome):
        order = dossier.get_act(outcome.order, RectificationOrder)
        if order is None:
            continue
        due = compute_due_date(order, select_in_force(dossier.acts, outcome.date))
        # An outcome before its order is reported by named-act-comes-first. That the institution has rectified
        # may be found on any later day, that it has not only once its time is over.
        if outcome.date == order.date:
            message = f"认定日期 {outcome.date} 应晚于责令日期 {order.date}"
            yield fault(outcome, "/date", message, "核对两个日期")
        elif outcome.result == OutcomeResult.NOT_MET and order.date < outcome.date <= due:
            message = f"未达到的认定于 {outcome.date} 作出，整改期限至 {due}（含）才届满"
            yield fault(outcome, "/date", message, "期限届满的次日起才能认定未达到")


@rule("20", "限制以认定为据")
def bar_rests_on_failed_outcome(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的记录以“未达到”的认定为据。"""
    for bar in dossier.get_acts(Bar):
        # By what was in force on its own day: a determination that was varied later does not make it wrong.
        for determination in list_determinations(select_in_force(dossier.acts, bar.date)):
            if determination.outcome.stem == bar.outcome and not determination.failed:
                message = f"所依据的认定结果是“{determination.result}”，应为“未达到”"
                yield fault(bar, "/outcome", message, "核对所依据的认定")


@rule("", "变更认定的写法", basis="form", after=("references-exist", "named-act-comes-first"))
def varied_determination_states_result(dossier: Dossier) -> Iterator[Fault]:
    """变更整改结果认定的决定，写明变更后的结果；认定日期也变的，写明变更后的日期。别的决定不写这两项。"""
    varying = [act for act in dossier.get_acts(Decision) if act.effect == DecisionEffect.VARIED]
    for decision in dossier.get_acts(Decision):
        outcome = dossier.get_act(find_varied(varying, decision), RectificationOutcome)
        if decision.effect == DecisionEffect.VARIED and outcome:
            yield from _find_varied(dossier, decision, outcome)
            continue
        for name in ("result", "determined_on"):
            if getattr(decision, name) is not None:
                message = f"只有变更整改结果认定的决定才写 {name}，这份决定不是"
                yield fault(decision, f"/{name}", message, "删去这一项，或核对性质和针对的决定")


def _find_varied(dossier: Dossier, decision: Decision, outcome: RectificationOutcome) -> Iterator[Fault]:
    """Where a decision that varies a determination does not say to what, or to an impossible day."""
    if decision.result is None:
        message = "变更了整改结果认定，没有写明变更后的结果"
        mend = "填写 result（达到或未达到）；认定日期也变的填写 determined_on"
        yield fault(decision, "/effect", message, mend)
        return
    order = dossier.get_act(outcome.order, RectificationOrder)
    determined = decision.determined_on
    if determined is None or order is None:
        return
    due = compute_due_date(order, select_in_force(dossier.acts, determined))
    failed = decision.result == OutcomeResult.NOT_MET
    if determined > decision.date:
        message = f"变更后的认定日期 {determined} 晚于本决定的日期 {decision.date}"
        yield fault(decision, "/determined_on", message, "核对两个日期")
    elif determined <= (due if failed else order.date):
        fact = f"整改期限至 {due}（含）才届满" if failed else f"责令日期是 {order.date}"
        message = f"变更后的认定日期是 {determined}，{fact}"
        yield fault(decision, "/determined_on", message, "照决定书核对认定日期")


@rule(
    "20",
    "原报备的效力",
    "warning",
    basis="convention",
    reads=("bar_years",),
    after=("outcome-follows-order",),
)
def bar_states_old_filing(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的机构仍在名单中的，另有终止报备的决定。

    办法没有说限制是否终止原有的报备，所以需要单独的决定；没有终止的，原报备的效力有疑问。
    """
    ended = [act.date for act in list_standing(dossier, FilingEnded)]
    for span in compute_bars(dossier, dt.date.max):
        # At both ends: of who was listed only in between, or left by whatever act, there is no doubt.
        listed = is_listed(dossier, span.start) and is_listed(dossier, span.end)
        if listed and not any(date >= span.start for date in ended):
            message = "认定未达到整改要求，机构仍在名单中，没有记录原报备是否继续有效"
            mend = "作出终止报备的，录入 filing-ended；未终止的可以保留"
            yield fault(span.outcome, "/result", message, mend)


@rule("20", "未达到而没有限制记录", "info", basis="convention", reads=("bar_record_expected", "bar_years"))
def failed_outcome_without_bar(dossier: Dossier) -> Iterator[Fault]:
    """要求另作记录的，认定未达到整改要求之后，有市人社局不得再次报备的记录。

    是否要求由办法参数“不得再次报备另作记录”规定。限制随认定而来，没有记录也一样显示。
    """
    for span in compute_bars(dossier, dt.date.max):
        expected = dossier.tables.find_regulation(span.start).parameters.bar_record_expected
        if expected and span.record is None:
            message = "认定未达到整改要求，未见市人社局不得再次报备的记录"
            mend = f"有记录的请录入 bar；没有的，{span.start} 起的限制照样显示"
            yield fault(span.outcome, "/result", message, mend)


@rule("20", "只撤销了限制的记录或责令", "warning", basis="convention", reads=("bar_years",))
def bar_outlives_its_record(dossier: Dossier) -> Iterator[Fault]:
    """只撤销不得再次报备的记录或责令整改，不撤销认定的，限制不因此结束。

    限制随认定而来，这是登记册的理解；要结束限制的，撤销或变更认定。
    """
    spans = compute_bars(dossier, dt.date.max)
    records = {bar.stem: bar.outcome for bar in dossier.get_acts(Bar)}
    for decision in list_standing(dossier, Decision):
        if decision.effect != DecisionEffect.WITHDRAWN:
            continue
        for span in spans:
            outcome, target = span.outcome, decision.target
            # Where no record is in force any more, it is the one of this outcome that was withdrawn.
            of_record = span.record is None and records.get(target or "") == outcome.stem
            if of_record or outcome.order == target:
                what = "记录" if of_record else "责令"
                message = f"撤销的只是{what}，认定 {outcome.stem} 仍然有效，限制至 {span.end}（含）"
                mend = f"认定也撤销的，另录入针对 {outcome.stem} 的决定；认定仍然有效的可以保留"
                yield fault(decision, "/target", message, mend)


@rule("20", "限制已随认定结束", "warning", basis="convention")
def record_outlives_its_bar(dossier: Dossier) -> Iterator[Fault]:
    """认定变更为达到的，限制随之结束，不得再次报备的记录原文不再公布；记录没有撤销的，请核对。

    限制随认定而来，这是登记册的理解。
    """
    acts = select_in_force(dossier.acts, dt.date.max)
    records = {act.outcome: act for act in acts if isinstance(act, Bar)}
    for determination in list_determinations(acts):
        bar, varied = records.get(determination.outcome.stem), determination.varied_by
        if varied and not determination.failed and bar and bar.date <= varied.date:
            message = f"认定变更为达到，限制随之结束；限制的记录 {bar.stem} 没有撤销，原文不再公布"
            mend = f"记录也撤销的，另录入针对 {bar.stem} 的决定（decision）；没有另作决定的可以保留"
            yield fault(varied, "/result", message, mend)


@rule("20", "限制期内不得申请", reads=("bar_years",))
def no_application_while_barred(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的期间没有新的申请；最后一天的次日起可以申请。

    期间自未达到整改要求的认定之日起算（办法没有写明起算日的，是登记册的理解），有没有另作记录都一样。已经以处理决定撤销的申请不再计较。
    """
    for application in list_standing(dossier, Application):
        for span in _list_bars_at(dossier, application.date):
            message = f"申请日期 {application.date} 在不得再次报备的期间（{span.start} 至 {span.end}）"
            mend = f"{add_day(span.end)} 起方可申请；核对两个日期，已经收下的以处理决定（decision）撤销"
            yield fault(application, "/date", message, mend)


@rule("20", "限制期内不得评审", reads=("bar_years",))
def no_review_while_barred(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的期间没有评审。已经申请的撤回申请，或以处理决定撤销。"""
    for review in list_standing(dossier, Review):
        for span in _list_bars_at(dossier, review.date):
            message = f"评审日期 {review.date} 在不得再次报备的期间（{span.start} 至 {span.end}）"
            mend = "核对两个日期；已经评审的以处理决定（decision）撤销，申请由机构撤回"
            yield fault(review, "/date", message, mend)


@rule("20", "限制期内不得列入", reads=("bar_years",))
def no_listing_while_barred(dossier: Dossier) -> Iterator[Fault]:
    """不得再次报备的期间公布的名单中没有这家机构。

    已经公布的，在限制期内终止报备；机构自己退出或者注销了的，不再另作终止。
    """
    ended = [act.date for kind in (FilingEnded, Dissolution) for act in list_standing(dossier, kind)]
    ended += [act.date for act in list_standing(dossier, Withdrawal) if act.batch is None]
    for batch, place in list_places(dossier):
        published = get_publication_day(batch)
        for span in _list_bars_at(dossier, published) if published else ():
            # A published list is not rewritten: ended within the bar, the listing is as it should be.
            if any(published < date <= span.end for date in ended if published):
                continue
            period = f"{span.start} 至 {span.end}"
            message = f"{dossier.id} 在 {period} 不得再次报备，名单于 {published} 公布"
            mend = "公布之前从名单中删去；已经公布的，录入终止报备（filing-ended），或核对公布日期和认定日期"
            yield fault(batch, place, message, mend)


def _list_bars_at(dossier: Dossier, day: dt.date) -> list[BarSpan]:
    """The bars that cover a day, those determined later and still in force included.

    Not one whose determination was stayed on that day: it held nobody back then, though it runs again now.
    """
    running = select_running(compute_bars(dossier, dt.date.max), day)
    if not running:
        return []
    stays = find_stays(list_effective_decisions((act for act in dossier.acts if act.date <= day), day), day)
    return [span for span in running if span.outcome.stem not in stays]


@rule("20", "原机构在限制期内", "info", basis="convention", reads=("bar_years",))
def successor_applies_while_predecessor_barred(dossier: Dossier) -> Iterator[Fault]:
    """承继的原机构在不得再次报备期间的，本机构的申请予以提示，由市人社局决定。

    限制是否及于承继的机构，登记册不作判断，也不显示为本机构的限制。
    """
    for application in list_standing(dossier, Application):
        for id_, span in compute_predecessor_bars(dossier, application.date):
            message = (
                f"所承继的 {id_} 自 {span.start} 至 {span.end} 不得再次报备；"
                "限制是否及于承继的机构，办法没有写明的，由市人社局决定"
            )
            yield fault(application, "/date", message, "请市人社局决定是否受理；已有决定的，如实保留即可")


@rule("", "承继不成环", basis="form")
def succession_from_another(dossier: Dossier, register: Register) -> Iterator[Fault]:
    """机构不承继自己，承继关系不绕回自己。已经以处理决定撤销的不再计较。"""
    for act in list_standing(dossier, Succession):
        before = register.dossiers.get(act.predecessor)
        circle = before and any(each.id == dossier.id for each in list_predecessors(before, dt.date.max))
        if act.predecessor == dossier.id or circle:
            message = f"{dossier.id} 承继 {act.predecessor}，又被它承继" if circle else "机构承继的是自己"
            yield fault(act, "/predecessor", message, "填写原机构的编号，或核对两家机构的先后")


@rule("20", "到期未见认定", "warning", scope="clock", basis="convention")
def rectification_overdue(dossier: Dossier, day: dt.date) -> Iterator[Fault]:
    """整改期限已满，登记册中还没有认定结果。

    办法没有写由谁、在几天之内认定的，这是登记册的提醒。
    """
    for state in derive_status(dossier, day).conditions:
        if state.code == "rectification-overdue":
            order = next(act for act in dossier.acts if act.path == state.source)
            yield fault(
                order,
                "/due",
                state.reason.rstrip("。"),
                "已经认定的请录入（rectification-outcome）；尚未认定的请提醒责令机关",
            )
