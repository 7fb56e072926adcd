"""Articles 4, 8 and 29: application, recommendation, review, publication; what is the city bureau's alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.calendar import add_working_days, subtract_day
from ...lifecycle.filing import find_place
from ...lifecycle.force import select_in_force
from ...lifecycle.offices import ABOVE, does_count
from ...lifecycle.publication import DAYS, LAW
from ...lifecycle.status import derive_status
from ...model.batches import get_listed, get_organs, get_publication_day
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Assessment,
    Bar,
    Batch,
    Change,
    Decision,
    DecisionEffect,
    Dissolution,
    FilingEnded,
    Opinion,
    PublicNotice,
    Recommendation,
    Review,
    ReviewResult,
    ReviewStage,
    Succession,
    Suspension,
    SuspensionLifted,
    Transfer,
    Waiver,
    Withdrawal,
)
from ...model.register import Register
from ..places import list_places
from ..rule import Fault, either, fault, rule


@rule("4", "名单由市人社局公布")
def published_by_city_bureau(batch: Batch, register: Register) -> Iterator[Fault]:
    """名单只由市人社局公布；几个机关联合公布的，市人社局在其中。

    办法施行以前公布、照原样录入的旧名单，不核对由谁公布。
    """
    if batch.announcement is None:
        return
    on, organs = batch.announcement.published_on, get_organs(batch)
    before = batch.carried_over and on < register.tables.begun
    if before or register.tables.city_bureau(on) in organs:
        return
    for message, mend in _not_the_city(register, on, organs[0], "公布"):
        yield fault(batch, "/announcement/authority", message, mend)


def _not_the_city(register: Register, on: dt.date, authority: str, what: str) -> Iterator[tuple[str, str]]:
    """Message and hint where an authority (that exists) is not the city bureau."""
    tables = register.tables
    city = tables.city_bureau(on)
    if authority in tables.authorities and authority != city:
        message = f"{what}机关是{tables.get_name(authority)}，应为{tables.get_name(city)}"
        yield message, f"由市人社局{what}后填写 {city}"


@rule("", "由市人社局办理的事项", basis="form")
def decided_by_city_bureau(
    act: (
        PublicNotice
        | Bar
        | FilingEnded
        | Suspension
        | SuspensionLifted
        | Transfer
        | Succession
        | Withdrawal
        | Dissolution
        | Waiver
    ),
    register: Register,
) -> Iterator[Fault]:
    """公示、不得再次报备的记录、终止报备、暂停和恢复开班、调整监督关系、承继和例外，由市人社局作出。

    机构退出和注销也由市人社局登记。办法没有写明由谁办理的，登记册这样要求：综合管理和公布属市人社局。
    """
    on = act.document.date if isinstance(act, Waiver) else act.date
    for message, mend in _not_the_city(register, on, act.authority, "办理"):
        yield fault(act, "/authority", message, mend)


@rule("8(1)", "在申请时段内申请", "warning", basis="convention")
def application_in_window(application: Application, register: Register) -> Iterator[Fault]:
    """申请在所属批次的申请时段内收到。"""
    batch = register.batches.get(application.batch)
    if batch and batch.window and not batch.window.from_ <= application.date <= batch.window.to:
        window = f"{batch.window.from_} 至 {batch.window.to}"
        message = f"申请于 {application.date} 收到，{batch.title}的申请时段为 {window}"
        yield fault(application, "/date", message, "核对日期或批次")


@rule("8(2)", "先推荐后评审", after=("procedure-in-order",))
def recommended_before_review(dossier: Dossier) -> Iterator[Fault]:
    """专家评审开始之前，已有人社部门、业务主管部门或行业协会（学会）的推荐，至少一份。

    完全没有推荐的，由“申请、推荐、评审的先后”指出。
    """
    for review, recommendations in _reviewed(dossier):
        found = [each.date for each in recommendations if does_count(dossier, each)]
        if found and min(found) > _begun(review):
            message = f"评审于 {_begun(review)} 开始，{min(found)} 才有推荐；应先推荐后评审"
            yield fault(review, "/steps", message, "核对推荐和评审各环节的日期", on_key=True)


SIDES = ("procedure-in-order", "recommended-before-review")


@rule("8(2)", "人社部门推荐", "warning", basis="convention", after=SIDES)
def recommended_by_hrss_side(dossier: Dossier) -> Iterator[Fault]:
    """专家评审开始之前，已有机构所属地区人社部门（或市人社局）的推荐。

    办法把几方并列，没有说缺了哪一方怎样；登记册缺哪一方提醒哪一方。
    """
    for review, recommendations in _reviewed(dossier):
        area, _ = find_place(dossier, review.date)
        sides = dossier.tables.list_hrss_side(area, review.date)
        found = [each.date for each in recommendations if _from_hrss_side(dossier, each)]
        if not any(date <= _begun(review) for date in found):
            names = either(dossier.tables.get_name(each) for each in sides)
            message = f"评审开始（{_begun(review)}）之前没有人社部门的推荐，通常有{names}的推荐"
            yield fault(review, "/batch", message, "有推荐的请录入；没有的请核实")


@rule("8(2)", "主管部门或协会推荐", "warning", basis="convention", after=SIDES)
def recommended_by_department(dossier: Dossier) -> Iterator[Fault]:
    """有主管系统的机构，评审之前已有业务主管部门或行业协会（学会）的推荐。

    办法把几方并列，没有说缺了哪一方怎样；登记册缺哪一方提醒哪一方。
    没有主管系统的机构不适用。
    """
    for review, recommendations in _reviewed(dossier):
        _, system = find_place(dossier, review.date)
        found = [each.date for each in recommendations if _from_field(dossier, each)]
        if system is not None and not any(date <= _begun(review) for date in found):
            name = dossier.tables.systems[system].name if system in dossier.tables.systems else system
            message = f"评审开始（{_begun(review)}）之前没有{name}系统主管部门或行业协会（学会）的推荐"
            yield fault(review, "/batch", message, "有推荐的请录入；没有的请核实")


def _begun(review: Review) -> dt.date:
    return min(step.date for step in review.steps)


def _reviewed(dossier: Dossier) -> Iterator[tuple[Review, list[Recommendation]]]:
    """The reviews with their recommendations; none where one names an authority that there is not."""
    for review in dossier.get_acts(Review):
        found = _recommendations(dossier, review)
        if all(each.authority in dossier.tables.authorities for each in found):
            yield review, found


def _recommendations(dossier: Dossier, review: Review) -> list[Recommendation]:
    """The recommendations before a review in its batch; what came to a result takes its own with it."""
    found: list[Recommendation] = []
    for act in select_in_force(dossier.acts, review.date):
        match act:
            case Review() if act.path == review.path:
                break
            case (
                Review(batch=review.batch, result=ReviewResult.PASSED | ReviewResult.NOT_PASSED)
                | Withdrawal(batch=None)
                | Withdrawal(batch=review.batch)
            ):
                found = []
            case Recommendation(batch=review.batch, opinion=Opinion.RECOMMENDED):
                found.append(act)
    return found


def _from_hrss_side(dossier: Dossier, recommendation: Recommendation) -> bool:
    area, _ = find_place(dossier, recommendation.date)
    return recommendation.authority in dossier.tables.list_hrss_side(area, recommendation.date)


def _from_field(dossier: Dossier, recommendation: Recommendation) -> bool:
    area, system = find_place(dossier, recommendation.date)
    tables = dossier.tables
    field = tables.list_departments(area, system, recommendation.date) | tables.list_associations(system)
    return recommendation.authority in field


@rule("8(3)", "评审由市人社局组织")
def review_by_city_bureau(review: Review, register: Register) -> Iterator[Fault]:
    """专家评审由市人社局组织。"""
    for message, mend in _not_the_city(register, review.date, review.authority, "组织"):
        yield fault(review, "/authority", message, mend)


@rule("8(3)", "评审四个环节")
def review_covers_four_steps(review: Review) -> Iterator[Fault]:
    """通过的评审完成了审核、论证、考察、评估四个环节，先后和方式不限。"""
    done = {step.step for step in review.steps}
    missing = [step for step in ReviewStage if step not in done]
    if review.result == ReviewResult.PASSED and missing:
        message = f"结果为通过，缺少{'、'.join(missing)}环节"
        yield fault(review, "/steps", message, "补上环节和完成日期", on_key=True)


@rule("", "评审环节在结果之前", basis="form")
def review_steps_before_result(review: Review) -> Iterator[Fault]:
    """评审的各个环节不晚于评审结果；同一天的可以。"""
    for i, step in enumerate(review.steps):
        if step.date > review.date:
            message = f"{step.step}日期 {step.date} 晚于评审结果日期 {review.date}"
            yield fault(review, f"/steps/{i}/date", message, "核对两个日期")


@rule("8(3)", "评审组人数", "warning", basis="convention")
def panel_size(batch: Batch, register: Register) -> Iterator[Fault]:
    """公布名单的批次写明评审组人数，不低于办法参数中的惯例。办法没有规定人数的，这只是惯例。

    征集的时候还不知道的不填，名单公布以后补上；照原样录入的旧名单不要求。
    """
    if batch.window is None:
        return
    if batch.panel_size is None:
        if batch.announcement and not batch.carried_over:
            message = "名单已经公布，没有写明评审组人数"
            yield fault(batch, "", message, "补上 panel_size，只填人数")
        return
    wanted = register.tables.find_regulation(batch.window.to).parameters.panel_convention
    if wanted and batch.panel_size < wanted:
        message = f"评审组 {batch.panel_size} 人，惯例不少于 {wanted} 人"
        yield fault(batch, "/panel_size", message, "核对人数；确实如此的可以保留")


@rule("8(4)", "公布的都已通过评审")
def listed_after_passed_review(dossier: Dossier) -> Iterator[Fault]:
    """名单中的机构都在本批次通过了专家评审，不晚于公布之日；通过以后没有撤回申请，也没有注销。

    照原样录入的旧名单不核对评审。
    """
    for batch, place in list_places(dossier):
        if batch.carried_over:
            continue
        published = get_publication_day(batch) or dt.date.max
        passed, gone = _passed_by(dossier, batch.id, published)
        if gone:
            yield fault(batch, place, f"{dossier.id} {gone}", "从名单中删去，或核对日期和批次")
        elif passed is None:
            message = f"{dossier.institution.name}（{dossier.id}）的档案中没有本批次通过评审的记录"
            yield fault(batch, place, message, "先录入评审结果，或核对名单")
        elif passed > published:
            message = f"{dossier.id} 的评审于 {passed} 通过，晚于公布日期 {published}"
            yield fault(batch, place, message, "核对两个日期")


def _passed_by(dossier: Dossier, batch: str, published: dt.date) -> tuple[dt.date | None, str]:
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
        each
        for each in dossier.get_acts(Review)
        if each.batch == batch and each.result == ReviewResult.PASSED
    )
    return passed or next((each.date for each in late if each.date > published), None), gone


@rule("", "先评审后定名单", basis="form", after=("listed-after-passed-review",))
def list_decided_after_review(dossier: Dossier) -> Iterator[Fault]:
    """公布名单的文件不早于名单中各机构通过评审之日成文；当天成文的可以。"""
    for batch, place in list_places(dossier):
        if batch.announcement is None or batch.carried_over:
            continue
        decided, published = batch.announcement.document.date, batch.announcement.published_on
        passed, _ = _passed_by(dossier, batch.id, published)
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
        passed, gone = _passed_by(dossier, id_, published)
        if passed is None or passed >= published or gone or not _may_be_listed(dossier, id_, published):
            continue
        name = f"{dossier.institution.name}（{dossier.id}）"
        message = f"{name}{passed} 通过本批次评审，不在 {published} 公布的名单中"
        mend = "漏列的由市人社局补充公布；有意不列的，核对撤回申请、处理决定等记录是否已经录入"
        yield fault(batch, "/announcement/listed", message, mend, on_key=True)


def _may_be_listed(dossier: Dossier, batch: str, day: dt.date) -> bool:
    """Whether the application in a batch still stands on `day`, and no bar is in the way."""
    applied = any(
        isinstance(act, Application) and act.batch == batch for act in select_in_force(dossier.acts, day)
    )
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
        kept = select_in_force(dossier.acts, subtract_day(published))
        reviews = [each for each in kept if isinstance(each, Review) and each.batch == batch.id]
        before = _recommendations(dossier, reviews[-1]) if reviews else []
        if before and not any(each in kept for each in before):
            last = max(before, key=lambda each: each.date)
            message = f"{dossier.id} 的推荐在名单公布（{published}）之前都已撤销，仍在名单中"
            mend = f"核对撤销推荐（如 {last.stem}）的处理决定；确实仍要列入的，由市人社局说明"
            yield fault(batch, place, message, mend)
        for decision in _taken_back_after(dossier, batch.id, published):
            message = f"名单已于 {published} 公布，{decision.date} 才收回推荐"
            mend = "核对日期；名单公布以后机构不再合格的，由有权的机关另作决定"
            yield fault(decision, "/target", message, mend)


def _taken_back_after(dossier: Dossier, batch: str, day: dt.date) -> Iterator[Decision]:
    """The decisions after `day` that take a recommendation in a batch back; not those from above."""
    for act in select_in_force(dossier.acts, dt.date.max):
        if isinstance(act, Decision) and act.effect == DecisionEffect.WITHDRAWN and act.date > day:
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


@rule("", "及时公布", "info", basis="target")
def publication_in_time(record: Batch | Change | Assessment, register: Register) -> Iterator[Fault]:
    """名单、变更和考核结果在目标工作日内公布。

    办法没有写几天的，见《政府信息公开条例》第二十六条：自信息形成之日起 20 个工作日内；
    城市可以在办法参数中写明别的天数。名单自文件成文、变更自报备、考核自考核之日的次日起计算。
    """
    counted = _counted(record)
    if counted is None:
        return
    place, what, since, published = counted
    target = register.tables.find_regulation(since).parameters.publication_target_days
    if target and published > (last := add_working_days(register.tables, since, target).day):
        law = LAW if target == DAYS else "办法参数"
        message = f"{since} {what}，{published} 公布；目标为 {target} 个工作日内（{law}），即不晚于 {last}"
        yield fault(record, place, message, "如实记录即可")


def _counted(record: Batch | Change | Assessment) -> tuple[str, str, dt.date, dt.date] | None:
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
