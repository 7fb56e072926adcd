"""Article 8(4): who is on a published list, its shape, the notice before it, and when it was published.

Changes and assessments are published within the same days as a list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...finding import split_pointer
from ...lifecycle.calendar import add_working_days, subtract_day
from ...lifecycle.force import list_standing, select_in_force
from ...lifecycle.offices import ABOVE
from ...lifecycle.publication import cite_days
from ...lifecycle.recommendations import list_recommendations
from ...lifecycle.status import derive_status
from ...model.batches import get_listed, get_publication_day, list_listed
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Assessment,
    Batch,
    Change,
    Decision,
    DecisionEffect,
    Dissolution,
    PublicNotice,
    Recommendation,
    Review,
    ReviewResult,
    Withdrawal,
)
from ...model.register import Register
from ...records.messages import describe_place
from ...records.schemas import Schemas
from ..places import list_places
from ..rule import Fault, fault, rule


@rule("8(4)", "公布的都已通过评审")
def listed_after_passed_review(dossier: Dossier) -> Iterator[Fault]:
    """名单中的机构都在本批次通过了专家评审，不晚于公布之日；通过以后没有撤回申请，也没有注销。

    照原样录入的旧名单不核对评审。
    """
    for batch, place in list_places(dossier):
        if batch.carried_over:
            continue
        published = get_publication_day(batch) or dt.date.max
        passed, gone = _find_passing(dossier, batch.id, published)
        if gone:
            yield fault(batch, place, f"{dossier.id} {gone}", "从名单中删去，或核对日期和批次")
        elif passed is None:
            message = f"{dossier.institution.name}（{dossier.id}）的档案中没有本批次通过评审的记录"
            yield fault(batch, place, message, "先录入专家评审的结果（review），或核对名单")
        elif passed > published:
            message = f"{dossier.id} 的评审于 {passed} 通过，晚于公布日期 {published}"
            yield fault(batch, place, message, "核对两个日期")


def _find_passing(dossier: Dossier, batch: str, published: dt.date) -> tuple[dt.date | None, str]:
    """When the application in a batch passed, by what was in force on the day of the list, and what ended it.

    A pass that came only after the list counts where there was none before. What ended it on the day of the
    list may have come after it.
    """
    passed, gone = None, ""
    for act in select_in_force(dossier.acts, published):
        match act:
            case Review(result=ReviewResult.PASSED) if act.batch == batch:
                passed, gone = act.date, ""
            case Withdrawal() if passed and act.batch == batch:
                gone = f"已于 {act.date} 撤回本批次的申请"
            case Withdrawal(batch=None) if passed and act.date < published:
                gone = f"已于 {act.date} 撤回申请或者退出"
            case Dissolution() if act.date < published:
                gone = f"已于 {act.date} 注销"
    late = (
        review
        for review in dossier.get_acts(Review)
        if review.batch == batch and review.result == ReviewResult.PASSED
    )
    return passed or next((each.date for each in late if each.date > published), None), gone


@rule("", "先评审后定名单", basis="form", after=("listed-after-passed-review",))
def list_decided_after_review(dossier: Dossier) -> Iterator[Fault]:
    """公布名单的文件不早于名单中各机构通过评审之日成文；当天成文的可以。"""
    for batch, place in list_places(dossier):
        if batch.announcement is None or batch.carried_over:
            continue
        decided, published = batch.announcement.document.date, batch.announcement.published_on
        passed, _ = _find_passing(dossier, batch.id, published)
        if passed and decided and decided < passed <= published:
            message = f"名单文件 {decided} 成文，{dossier.id} 的评审 {passed} 才通过；应先通过评审，后定名单"
            yield fault(batch, place, message, "核对文件的成文日期和评审结果的日期")


@rule("8(4)", "通过的都在名单中", "warning")
def passed_are_listed(dossier: Dossier, register: Register) -> Iterator[Fault]:
    """名单公布之前通过本批次评审的机构，都在名单中。公布当天才通过的不计较。

    撤回申请的、已注销的、评审结果已撤销的、公布时不得再次报备的，可以不在名单中。
    """
    for id_ in dict.fromkeys(each.batch for each in dossier.get_acts(Review)):
        batch = register.batches.get(id_)
        if batch is None or batch.announcement is None or dossier.id in get_listed(batch):
            continue
        published = batch.announcement.published_on
        passed, gone = _find_passing(dossier, id_, published)
        # Nobody knows which came first on the day of the list itself.
        if passed is None or passed >= published or gone or not _may_be_listed(dossier, id_, published):
            continue
        name = f"{dossier.institution.name}（{dossier.id}）"
        message = f"{name}{passed} 通过本批次评审，不在 {published} 公布的名单中"
        mend = "漏列的由市人社局补充公布；有意不列的，核对撤回申请、处理决定等记录是否已经录入"
        yield fault(batch, "/announcement/listed", message, mend, on_key=True)


def _may_be_listed(dossier: Dossier, batch: str, day: dt.date) -> bool:
    """Whether the application in a batch still stands on `day`, and no bar is in the way."""
    applied = any(act.batch == batch for act in list_standing(dossier, Application, day))
    return applied and all(each.code != "barred" for each in derive_status(dossier, day).conditions)


@rule("8(2)", "列入时仍有推荐", "warning", basis="convention", after=("listed-after-passed-review",))
def listed_still_recommended(dossier: Dossier) -> Iterator[Fault]:
    """列入名单的机构，在名单公布时仍有没有撤销的推荐；名单公布以后不再收回推荐。

    推荐在名单公布之前可以收回（以处理决定撤销）；收回以后仍然列入的，由市人社局核实。复议机关和人民法院的撤销不在此列。
    """
    for batch, place in list_places(dossier):
        published = get_publication_day(batch)
        if published is None:
            continue
        # As of the evening before: until the list is out a recommendation may be taken back.
        standing = select_in_force(dossier.acts, subtract_day(published))
        reviews = [each for each in standing if isinstance(each, Review) and each.batch == batch.id]
        before = list_recommendations(dossier, reviews[-1]) if reviews else []
        if before and not any(each in standing for each in before):
            last = max(before, key=lambda item: item.date)
            message = f"{dossier.id} 的推荐在名单公布（{published}）之前都已撤销，仍在名单中"
            mend = f"核对撤销推荐（如 {last.stem}）的处理决定；确实仍要列入的，由市人社局说明"
            yield fault(batch, place, message, mend)
        for decision in _list_taken_back(dossier, batch.id, published):
            message = f"名单已于 {published} 公布，{decision.date} 才收回推荐"
            mend = "核对日期；名单公布以后机构不再合格的，由有权的机关另作决定"
            yield fault(decision, "/target", message, mend)


def _list_taken_back(dossier: Dossier, batch: str, day: dt.date) -> Iterator[Decision]:
    """The decisions after `day` that take a recommendation in a batch back; not those from above."""
    for act in list_standing(dossier, Decision):
        if act.effect == DecisionEffect.WITHDRAWN and act.date > day:
            taken = dossier.get_act(act.target or "", Recommendation)
            if taken and taken.batch == batch and dossier.tables.get_kind(act.authority) not in ABOVE:
                yield act


@rule("", "公布日期的先后", basis="form")
def publication_in_order(batch: Batch) -> Iterator[Fault]:
    """申请时段先起后止，公布文件在申请时段开始之后成文，公布不早于成文。

    没有文号的旧名单可以没有成文日期，其他名单写明。
    """
    if batch.window and batch.window.to < batch.window.from_:
        message = f"申请时段止于 {batch.window.to}，早于起始日期 {batch.window.from_}"
        yield fault(batch, "/window/to", message, "核对起止日期")
    if not batch.announcement:
        return
    decided, published = batch.announcement.document.date, batch.announcement.published_on
    if decided is None:
        if not batch.carried_over:
            message = "公布文件没有写明成文日期"
            yield fault(batch, "/announcement/document", message, "补上 date；照原样录入的旧名单可以不写")
        return
    if batch.window and decided <= batch.window.from_:
        message = f"公布文件 {decided} 成文，应晚于申请时段的第一天 {batch.window.from_}"
        yield fault(batch, "/announcement/document/date", message, "核对成文日期")
    if published < decided:
        message = f"公布日期 {published} 早于成文日期 {decided}"
        yield fault(batch, "/announcement/published_on", message, "核对两个日期")


@rule("", "及时公布", "info", basis="target", reads=("publication_target_days",))
def publication_in_time(record: Batch | Change | Assessment, register: Register) -> Iterator[Fault]:
    """名单、变更和考核结果在目标工作日内公布。

    办法没有写几天的，见《政府信息公开条例》第二十六条：自信息形成之日起 20 个工作日内；
    城市可以在办法参数中写明别的天数。名单自文件成文、变更自报备、考核自考核之日的次日起计算。
    """
    counted = _find_counted(record)
    if counted is None:
        return
    place, what, since, published = counted
    target = register.tables.find_regulation(since).parameters.publication_target_days
    if target and published > (last := add_working_days(register.tables, since, target).day):
        limit = f"目标为 {target} 个工作日内（{cite_days(target)}），即不晚于 {last}"
        message = f"{since} {what}，{published} 公布；{limit}"
        yield fault(record, place, message, "如实记录即可")


def _find_counted(record: Batch | Change | Assessment) -> tuple[str, str, dt.date, dt.date] | None:
    """Where the day of publication stands, from what and from which day it is counted, and that day."""
    if isinstance(record, Batch):
        given = record.announcement
        if given is None or given.document.date is None or record.carried_over:
            return None
        return "/announcement/published_on", "成文", given.document.date, given.published_on
    if record.published_on is None:
        return None
    if isinstance(record, Change):
        return "/published_on", "报备", record.reported_on, record.published_on
    return "/published_on", "考核", record.date, record.published_on


@rule("", "名单中的机构只写一次", basis="form")
def listed_once(batch: Batch, schemas: Schemas) -> Iterator[Fault]:
    """一份名单中，一个机构只写一次：写在一个分组中，或者不在分组中。"""
    places: dict[str, str] = {}
    for place, id_ in list_listed(batch):
        if id_ in places:
            first = describe_place(schemas, "batch", split_pointer(places[id_]))
            yield fault(batch, place, f"{id_} 在名单中写了两次，前一次在{first}", "删去重复的一处")
        places.setdefault(id_, place)


@rule("8(4)", "公布前公示", reads=("public_notice_days",))
def public_notice_held(dossier: Dossier) -> Iterator[Fault]:
    """办法规定了公示天数的，名单中的机构在公布前公示满规定的天数。没有规定的不核对。

    对整个名单的公示（记在批次中）和对一家机构的公示都算。照原样录入的旧名单不核对。
    """
    for batch, place in list_places(dossier):
        published = None if batch.carried_over else get_publication_day(batch)
        days = dossier.tables.find_regulation(published).parameters.public_notice_days if published else None
        if not published or not days:
            continue
        notices = [each for each in dossier.get_acts(PublicNotice) if each.batch == batch.id]
        held = [*(each.period for each in notices), *([batch.notice.period] if batch.notice else ())]
        # One that is still running when the list comes out was not held to its end.
        periods = [each for each in held if each.to < published]
        longest = max(((each.to - each.from_).days + 1 for each in periods), default=0)
        if longest < days:
            fact = f"公示 {longest} 天" if longest else "没有公示记录"
            message = f"{dossier.id} 在公布前{fact}，应公示满 {days} 天"
            yield fault(batch, place, message, "先录入公示（public-notice），或核对公示的起止日期")
