"""Articles 4 and 8: application, recommendation, review, publication; and what only the city bureau may do."""

from __future__ import annotations

from collections.abc import Iterator

from ..lifecycle.calendar import working_days_on
from ..lifecycle.filing import place_on
from ..model.kinds import (
    Application,
    Bar,
    Batch,
    FilingEnded,
    PublicNotice,
    Recommendation,
    Review,
    Suspension,
    SuspensionLifted,
)
from ..model.register import Dossier, Register
from .rule import Fault, fault, rule

REVIEW_STEPS = ("审核", "论证", "考察", "评估")


@rule("4", "名单由市人社局公布")
def published_by_city_bureau(batch: Batch, register: Register) -> Iterator[Fault]:
    """名单只由市人社局公布。"""
    if batch.announcement:
        city = register.tables.regulation_on(batch.announcement.published_on).city_authority
        if batch.announcement.authority != city:
            name = register.tables.name_of(batch.announcement.authority)
            message = f"公布机关是{name}，名单应由{register.tables.name_of(city)}公布"
            yield fault(batch, "/announcement/authority", message, f"填写 {city}")


@rule("4", "限制、终止和暂停由市人社局决定")
def decided_by_city_bureau(
    act: Bar | FilingEnded | Suspension | SuspensionLifted, register: Register
) -> Iterator[Fault]:
    """不得再次报备的记录、终止报备、暂停和恢复开班，由市人社局作出。

    办法没有写明由谁作出；这是登记册的理解：综合管理和公布属市人社局。
    """
    city = register.tables.regulation_on(act.date).city_authority
    if act.authority != city:
        message = f"决定机关是{register.tables.name_of(act.authority)}，应为{register.tables.name_of(city)}"
        yield fault(act, "/authority", message, f"由市人社局作出决定后填写 {city}")


@rule("8(1)", "在申请时段内申请", "warning", basis="convention")
def application_in_window(application: Application, register: Register) -> Iterator[Fault]:
    """申请在所属批次的申请时段内收到。"""
    batch = register.batches.get(application.batch)
    if batch and not batch.window.from_ <= application.date <= batch.window.to:
        window = f"{batch.window.from_} 至 {batch.window.to}"
        message = f"申请于 {application.date} 收到，{batch.title}的申请时段为 {window}"
        yield fault(application, "/date", message, "核对日期或批次")


@rule("8", "先申请后办理")
def application_comes_first(dossier: Dossier) -> Iterator[Fault]:
    """审核推荐、专家评审和公示之前，同一批次已有申请。"""
    applied = {each.batch: each.date for each in dossier.acts_of(Application)}
    for act in dossier.acts:
        if not isinstance(act, Recommendation | Review | PublicNotice):
            continue
        if act.batch not in applied:
            yield fault(act, "/batch", f"档案中没有 {act.batch} 批次的申请", "先录入申请，或核对批次")
        elif act.date < applied[act.batch]:
            message = f"日期 {act.date} 早于申请日期 {applied[act.batch]}"
            yield fault(act, "/date", message, "核对两个日期")


@rule("8(2)", "人社部门推荐")
def recommended_by_hrss_side(dossier: Dossier) -> Iterator[Fault]:
    """专家评审开始之前，已有机构所属地区人社部门（或市人社局）的推荐。"""
    for review in dossier.acts_of(Review):
        area, _ = place_on(dossier, review.date)
        sides = dossier.tables.hrss_side(area, review.date)
        found = [each for each in _recommendations(dossier, review) if each.authority in sides]
        begun = min(step.date for step in review.steps)
        if not found:
            names = "、".join(dossier.tables.name_of(each) for each in sorted(sides))
            yield fault(review, "/batch", f"评审之前没有人社部门的推荐（应为{names}之一）", "先录入审核推荐")
        elif min(each.date for each in found) > begun:
            message = f"评审于 {begun} 开始，早于人社部门推荐的日期 {min(each.date for each in found)}"
            yield fault(review, "/steps", message, "核对推荐和评审各环节的日期", on_key=True)


@rule("8(2)", "主管部门或协会推荐", "warning", basis="convention")
def recommended_by_department(dossier: Dossier) -> Iterator[Fault]:
    """有主管系统的机构，评审之前已有业务主管部门或行业协会（学会）的推荐。

    办法以“和”字连接两方，登记册只作提醒。没有主管系统的机构不适用。
    """
    for review in dossier.acts_of(Review):
        area, system = place_on(dossier, review.date)
        if system is None:
            continue
        departments = dossier.tables.departments(area, system, review.date)
        associations = {
            each.id
            for each in dossier.tables.authorities.values()
            if each.kind == "行业协会" and each.system == system
        }
        if not any(each.authority in departments | associations for each in _recommendations(dossier, review)):
            name = dossier.tables.systems[system].name if system in dossier.tables.systems else system
            message = f"评审之前没有{name}系统主管部门或行业协会（学会）的推荐"
            yield fault(review, "/batch", message, "有推荐的请录入；没有的请核实")


def _recommendations(dossier: Dossier, review: Review) -> list[Recommendation]:
    return [
        each
        for each in dossier.acts_of(Recommendation)
        if each.batch == review.batch and each.opinion == "推荐" and each.date <= review.date
    ]


@rule("8(3)", "评审由市人社局组织")
def review_by_city_bureau(review: Review, register: Register) -> Iterator[Fault]:
    """专家评审由市人社局组织。"""
    city = register.tables.regulation_on(review.date).city_authority
    if review.authority != city:
        message = f"组织机关是{register.tables.name_of(review.authority)}，应为{register.tables.name_of(city)}"
        yield fault(review, "/authority", message, f"填写 {city}")


@rule("8(3)", "评审四个环节")
def review_covers_four_steps(review: Review) -> Iterator[Fault]:
    """通过的评审完成了审核、论证、考察、评估四个环节，各有日期，不晚于结果日期。"""
    done = {step.step for step in review.steps}
    missing = [step for step in REVIEW_STEPS if step not in done]
    if review.result == "通过" and missing:
        message = f"结果为通过，缺少{'、'.join(missing)}环节"
        yield fault(review, "/steps", message, "补上环节和完成日期", on_key=True)
    for i, step in enumerate(review.steps):
        if step.date > review.date:
            message = f"{step.step}日期 {step.date} 晚于评审结果日期 {review.date}"
            yield fault(review, f"/steps/{i}/date", message, "核对两个日期")


@rule("8(3)", "评审组人数", "warning", basis="convention")
def panel_size(batch: Batch, register: Register) -> Iterator[Fault]:
    """评审组人数不低于惯例。办法没有规定人数。"""
    wanted = register.tables.regulation_on(batch.window.to).parameters.panel_convention
    if wanted and batch.panel_size < wanted:
        message = f"评审组 {batch.panel_size} 人，惯例不少于 {wanted} 人"
        yield fault(batch, "/panel_size", message, "核对人数；确实如此的可以保留")


@rule("8(4)", "公布的都已通过评审")
def listed_after_passed_review(batch: Batch, register: Register) -> Iterator[Fault]:
    """名单中的机构都在本批次通过了专家评审，且不晚于公布之日。"""
    if not batch.announcement:
        return
    for i, id_ in enumerate(batch.announcement.listed):
        dossier = register.dossiers.get(id_)
        if dossier is None:
            continue
        passed = [each for each in dossier.acts_of(Review) if each.batch == batch.id and each.result == "通过"]
        place = f"/announcement/listed/{i}"
        if not passed:
            message = f"{dossier.institution.name}（{id_}）的档案中没有本批次通过评审的记录"
            yield fault(batch, place, message, "先录入评审结果，或核对名单")
        elif passed[0].date > batch.announcement.published_on:
            message = f"{id_} 的评审于 {passed[0].date} 通过，晚于公布日期 {batch.announcement.published_on}"
            yield fault(batch, place, message, "核对两个日期")


@rule("8(4)", "公布日期的先后")
def publication_in_order(batch: Batch) -> Iterator[Fault]:
    """公布文件在申请时段开始之后成文，公布不早于成文。"""
    if not batch.announcement:
        return
    decided, published = batch.announcement.document.date, batch.announcement.published_on
    if batch.window.to < batch.window.from_:
        yield fault(batch, "/window/to", f"申请时段止于 {batch.window.to}，早于起始日期", "核对起止日期")
    if decided <= batch.window.from_:
        message = f"公布文件 {decided} 成文，不晚于申请时段的第一天 {batch.window.from_}"
        yield fault(batch, "/announcement/document/date", message, "核对成文日期")
    if published < decided:
        message = f"公布日期 {published} 早于成文日期 {decided}"
        yield fault(batch, "/announcement/published_on", message, "核对两个日期")


@rule("8(4)", "及时公布", "info", basis="target")
def publication_in_time(batch: Batch, register: Register) -> Iterator[Fault]:
    """作出决定后在目标工作日内公布。这是目标，不是办法的规定。"""
    if not batch.announcement:
        return
    decided = batch.announcement.document.date
    target = register.tables.regulation_on(decided).parameters.publication_target_days
    if target and batch.announcement.published_on > (last := working_days_on(decided, target).day):
        message = f"{decided} 决定，{batch.announcement.published_on} 公布，目标为 {target} 个工作日内（{last} 前）"
        yield fault(batch, "/announcement/published_on", message, "如实记录即可")


@rule("8(4)", "公布前公示")
def public_notice_held(batch: Batch, register: Register) -> Iterator[Fault]:
    """办法规定了公示天数的，名单中的机构在公布前公示满规定的天数。没有规定的不核对。"""
    if not batch.announcement:
        return
    published = batch.announcement.published_on
    days = register.tables.regulation_on(published).parameters.public_notice_days
    for i, id_ in enumerate(batch.announcement.listed if days else ()):
        dossier = register.dossiers.get(id_)
        if dossier is None:
            continue
        notices = [each for each in dossier.acts_of(PublicNotice) if each.batch == batch.id]
        held = [
            each
            for each in notices
            if (each.period.to - each.period.from_).days + 1 >= (days or 0) and each.period.to < published
        ]
        if not held:
            message = f"{id_} 在公布前没有满 {days} 天的公示记录"
            yield fault(batch, f"/announcement/listed/{i}", message, "先录入公示，或核对公示的起止日期")
