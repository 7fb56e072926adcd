"""Articles 4 and 8(1) to (3): application, recommendation, review; what is the city bureau's alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.offices import does_count, list_in_roles
from ...lifecycle.recommendations import (
    comes_from_field,
    comes_from_hrss_side,
    list_recommendations,
    name_field_side,
)
from ...model.batches import get_organs
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Bar,
    Batch,
    Dissolution,
    FilingEnded,
    PublicNotice,
    Recommendation,
    Record,
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
from ...model.tables import Tables
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
    if before or register.tables.find_city_bureau(on) in organs:
        return
    yield from _find_not_by_city(batch, "/announcement/authority", organs[0], on, "公布", register.tables)


def _find_not_by_city(
    record: Record, pointer: str, authority: str, on: dt.date, what: str, tables: Tables
) -> Iterator[Fault]:
    """That an authority did what the city bureau alone may do; of one that is not there, nothing."""
    city = tables.find_city_bureau(on)
    if authority in tables.authorities and authority != city:
        message = f"{what}机关是{tables.get_name(authority)}，应为{tables.get_name(city)}"
        yield fault(record, pointer, message, f"由市人社局{what}后填写 {city}")


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
    yield from _find_not_by_city(act, "/authority", act.authority, on, "办理", register.tables)


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
    for review, recommendations in _list_reviewed(dossier):
        # One by an office out of its role does not count, which acts-by-supervisors tells.
        days = [each.date for each in recommendations if does_count(dossier, each)]
        if days and min(days) > _find_begin(review):
            message = f"评审于 {_find_begin(review)} 开始，{min(days)} 才有推荐；应先推荐后评审"
            yield fault(review, "/steps", message, "核对推荐和评审各环节的日期", on_key=True)


SIDES = ("procedure-in-order", "recommended-before-review")


@rule("8(2)", "人社部门推荐", "warning", basis="convention", after=SIDES)
def recommended_by_hrss_side(dossier: Dossier) -> Iterator[Fault]:
    """专家评审开始之前，已有机构所属地区人社部门（或市人社局）的推荐。

    办法把几方并列，没有说缺了哪一方怎样；登记册缺哪一方提醒哪一方。
    """
    # The text joins the sides and ranks none: an error is only that there is none (procedure-in-order).
    for review, recommendations in _list_reviewed(dossier):
        sides = list_in_roles(dossier, ("hrss",), review.date)
        days = [each.date for each in recommendations if comes_from_hrss_side(dossier, each)]
        if not any(date <= _find_begin(review) for date in days):
            names = either(dossier.tables.get_name(each) for each in sides)
            message = f"评审开始（{_find_begin(review)}）之前没有人社部门的推荐，通常有{names}的推荐"
            yield fault(review, "/batch", message, "有推荐的请录入（recommendation）；没有的请核实")


@rule("8(2)", "主管部门或协会推荐", "warning", basis="convention", after=SIDES)
def recommended_by_department(dossier: Dossier) -> Iterator[Fault]:
    """有主管系统的机构，评审之前已有业务主管部门或行业协会（学会）的推荐。

    办法把几方并列，没有说缺了哪一方怎样；登记册缺哪一方提醒哪一方。
    没有主管系统的机构不适用。
    """
    for review, recommendations in _list_reviewed(dossier):
        side = name_field_side(dossier, review.date)
        days = [each.date for each in recommendations if comes_from_field(dossier, each)]
        if side and not any(date <= _find_begin(review) for date in days):
            message = f"评审开始（{_find_begin(review)}）之前没有{side}的推荐"
            yield fault(review, "/batch", message, "有推荐的请录入（recommendation）；没有的请核实")


def _find_begin(review: Review) -> dt.date:
    """The day on which a review began: that of its first step, as its own is that of its result."""
    return min(step.date for step in review.steps)


def _list_reviewed(dossier: Dossier) -> Iterator[tuple[Review, list[Recommendation]]]:
    """The reviews with their recommendations; none where one names an authority that there is not."""
    for review in dossier.get_acts(Review):
        recommendations = list_recommendations(dossier, review)
        if all(each.authority in dossier.tables.authorities for each in recommendations):
            yield review, recommendations


@rule("8(3)", "评审由市人社局组织")
def review_by_city_bureau(review: Review, register: Register) -> Iterator[Fault]:
    """专家评审由市人社局组织。"""
    yield from _find_not_by_city(review, "/authority", review.authority, review.date, "组织", register.tables)


@rule("8(3)", "评审四个环节")
def review_covers_four_steps(review: Review) -> Iterator[Fault]:
    """通过的评审完成了审核、论证、考察、评估四个环节，先后和方式不限。"""
    done = {step.step for step in review.steps}
    missing = [step for step in ReviewStage if step not in done]
    # One that failed, or asked for more, may have ended with any step.
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


@rule("8(3)", "评审组人数", "warning", basis="convention", reads=("panel_convention",))
def panel_size(batch: Batch, register: Register) -> Iterator[Fault]:
    """公布名单的批次写明评审组人数，不低于办法参数中的惯例。办法没有规定人数的，这只是惯例。

    征集的时候还不知道的不填，名单公布以后补上；照原样录入的旧名单不要求。
    """
    if batch.window is None:
        return
    if batch.panel_size is None:
        if batch.announcement and not batch.carried_over:
            message = "名单已经公布，没有写明评审组人数"
            step = f"registry step {batch.id} 批次 评审组人数 --set 评审组人数=几人"
            yield fault(batch, "", message, f"补上 panel_size，只填人数：{step}")
        return
    # By the regulation in force at the application: the review may come after a new one.
    wanted = register.tables.find_regulation(batch.window.to).parameters.panel_convention
    if wanted and batch.panel_size < wanted:
        message = f"评审组 {batch.panel_size} 人，惯例不少于 {wanted} 人"
        yield fault(batch, "/panel_size", message, "核对人数；确实如此的可以保留")
