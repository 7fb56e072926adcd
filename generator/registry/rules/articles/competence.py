"""Who may do what: decisions and what undoes them, corrections, offices that end and are followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ...lifecycle.calendar import next_day
from ...lifecycle.filing import place_on
from ...lifecycle.offices import HRSS_KINDS, ORGANS, SUPERVISORS, in_roles
from ...lifecycle.status import filing_state
from ...lifecycle.undoing import may_conclude, may_correct, may_undo
from ...model.dossier import Dossier
from ...model.kinds import (
    Act,
    Amendment,
    Assessment,
    Authority,
    Batch,
    Correction,
    Decision,
    Plan,
    Receipt,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Step,
    Summary,
    Waiver,
)
from ...model.register import Register
from ...model.tables import Tables
from ...records.file_names import act_kind
from ...records.schemas import Schemas
from ..rule import Fault, either, fault, rule

# Filing values after which no office is needed that supervises.
OVER = frozenset({"none", "ended", "expired", "withdrawn", "dissolved"})
# How many institutions a message names.
NAMED = 5


@rule("", "处理决定由谁作出", basis="form")
def decision_by_competent_organ(dossier: Dossier) -> Iterator[Fault]:
    """处理决定由管得到机构的人社部门、业务主管部门作出，或由其他行政机关、复议机关、人民法院作出。行业协会不作处理决定。

    第二十一条没有写明由谁追究；这是登记册的要求。
    """
    tables = dossier.tables
    for decision in dossier.acts_of(Decision):
        kind = tables.kind_of(decision.authority)
        allowed = in_roles(dossier, SUPERVISORS, decision.date)
        if decision.effect != "作出" or not kind or kind in ORGANS or decision.authority in allowed:
            continue
        wanted = either(tables.name_of(each) for each in allowed)
        message = f"决定机关是{tables.name_of(decision.authority)}，应为{wanted}，或其他有权的行政机关、法院"
        yield fault(
            decision, "/authority", message, "核对作出决定的机关；它的机关类别见 authorities/ 中的 kind"
        )


@rule("", "其他机关的决定有文书", basis="form")
def decision_with_document(decision: Decision, register: Register) -> Iterator[Fault]:
    """其他行政机关、复议机关和人民法院的决定，写明所依据的文书。"""
    kind = register.tables.kind_of(decision.authority)
    if kind in ORGANS and decision.document is None:
        name = register.tables.name_of(decision.authority)
        message = f"{name}（{kind}）的决定没有写明文书，应有文号和日期"
        yield fault(decision, "/authority", message, "照决定书、裁判文书填写 document 的 number 和 date")


@rule("", "变更、撤销、维持由谁作出", basis="form", after=("references-exist", "named-act-comes-first"))
def undone_by_competent_organ(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """变更、撤销或维持一份事项，由作出它的机关或者它的上级作出。

    上级是复议机关、人民法院；人社部门所作的，还有市人社局。接续原机关职责的机关视同原机关。
    """
    tables = dossier.tables
    for decision, act in _undoing(dossier):
        if decision.authority not in tables.authorities:
            continue
        if may_undo(dossier, act, decision.authority, decision.date) != "unlawful":
            continue
        maker = getattr(act, "authority", "")
        found = f"{schemas.kinds[act_kind(act.stem)].title} {act.stem} 由{tables.name_of(maker)}作出"
        message = f"{found}，{tables.name_of(decision.authority)}不能{decision.effect}"
        mend = f"由{_who_may_undo(tables, maker, decision.date)}{decision.effect}后，照文书填写决定机关"
        yield fault(decision, "/authority", message, mend)


def _undoing(dossier: Dossier) -> Iterator[tuple[Decision, Act]]:
    """The decisions on earlier acts, each with its act."""
    acts = {act.stem: act for act in dossier.acts}
    for decision in dossier.acts_of(Decision):
        if decision.effect != "作出" and decision.target in acts:
            yield decision, acts[decision.target]


def _who_may_undo(tables: Tables, maker: str, day: dt.date) -> str:
    """Who may undo what an authority did, in words."""
    names = [tables.name_of(maker)]
    if tables.kind_of(maker) == "人民法院":
        return "人民法院"
    if tables.kind_of(maker) in HRSS_KINDS:
        names = list(dict.fromkeys([*names, tables.name_of(tables.regulation_on(day).city_authority)]))
    return f"{'、'.join(names)}或者复议机关、人民法院"


@rule("5", "替别的机关处理", "warning", basis="convention", after=("undone-by-competent-organ",))
def acts_for_another_office(dossier: Dossier) -> Iterator[Fault]:
    """延期、认定、变更、撤销和维持，由原来作出的机关办理；业务主管部门作出的由市人社局办理的，予以提醒。

    办法没有说市人社局可以改变业务主管部门的决定，也没有说同级机关可以互相改变；这是登记册的理解。
    """
    name = dossier.tables.name_of
    concluding: list[RectificationExtension | RectificationOutcome] = [
        *dossier.acts_of(RectificationExtension),
        *dossier.acts_of(RectificationOutcome),
    ]
    for act in concluding:
        order = dossier.act(act.order, RectificationOrder)
        if order and may_conclude(dossier, order, act.authority, act.date) == "doubtful":
            message = f"{name(order.authority)}责令整改，由{name(act.authority)}办理延期或认定"
            yield fault(act, "/authority", message, "核对机关；确由市人社局办理的可以保留")
    for decision, target in _undoing(dossier):
        if may_undo(dossier, target, decision.authority, decision.date) == "doubtful":
            maker = name(getattr(target, "authority", ""))
            message = f"{target.stem} 由{maker}作出，由{name(decision.authority)}{decision.effect}"
            yield fault(decision, "/authority", message, "核对机关；确有依据的可以保留")


@rule("", "更正由谁作出", basis="form")
def correction_by_maker(dossier: Dossier) -> Iterator[Fault]:
    """更正由作出原记录的机关或市人社局作出；计划和总结的更正，由收到它的机关或市人社局作出。"""
    tables = dossier.tables
    for correction in dossier.acts_of(Correction):
        allowed = may_correct(dossier, correction)
        if correction.authority in tables.authorities and correction.authority not in allowed:
            wanted = either(tables.name_of(each) for each in allowed)
            message = f"更正机关是{tables.name_of(correction.authority)}，应为{wanted}"
            yield fault(correction, "/authority", message, "由原来的机关或市人社局更正后填写")


@rule("", "机关在职期间办事", basis="form")
def authority_in_office(
    record: Act | Plan | Amendment | Summary | Assessment | Waiver | Batch, register: Register
) -> Iterator[Fault]:
    """办理事项、环节、考核、例外和公布名单的机关，在当日履行职责。"""
    for place, id_, day in _done_by(record):
        authority = register.tables.authorities.get(id_)
        if authority is None or authority.in_office(day):
            continue
        early = authority.valid_from and day < authority.valid_from
        term = f"自 {authority.valid_from} 起履行职责" if early else f"履行职责到 {authority.valid_to} 为止"
        holder = register.tables.holder(id_, day)
        who = f"当日履行这一职责的是 {holder}；" if holder != id_ else ""
        message = f"{authority.name}{term}，这里的日期是 {day}"
        yield fault(record, place, message, f"{who}核对机关和日期，职责的起止见 authorities/{id_}.yml")


def _done_by(
    record: Act | Plan | Amendment | Summary | Assessment | Waiver | Batch,
) -> Iterator[tuple[str, str, dt.date]]:
    """Where a record names an authority that did something, and on which day it did."""
    if isinstance(record, Plan | Amendment | Summary):
        steps: Sequence[Step | Receipt] = record.steps
        for i, step in enumerate(steps):
            yield f"/steps/{i}/authority", step.authority, step.date
    elif isinstance(record, Batch):
        if given := record.announcement:
            yield "/announcement/authority", given.authority, given.published_on
    elif isinstance(record, Waiver):
        yield "/authority", record.authority, record.document.date
    else:
        yield "/authority", getattr(record, "authority", ""), record.date


@rule("", "接续机关", basis="form")
def office_has_a_fitting_successor(authority: Authority, register: Register) -> Iterator[Fault]:
    """接续的机关与原机关类别相当，不是自己，不绕回自己；写了接续机关的，也写终止日期。"""
    after = register.tables.authorities.get(authority.succeeded_by or "")
    if after is None:
        return
    if authority.valid_to is None:
        message = f"写了由{after.name}接续，没有写职责到哪一天为止"
        yield fault(authority, "/succeeded_by", message, "填写 valid_to；仍在履行职责的删去 succeeded_by")
    if authority.id in (after.id, *register.tables.successors(after.id)):
        message = f"{authority.name}由{after.name}接续，又接续了{after.name}"
        yield fault(authority, "/succeeded_by", message, "接续的填后来的机关；核对两个机关的先后")
    elif _duty_of(authority) != _duty_of(after):
        message = f"{authority.name}是{authority.kind}，接续的{after.name}是{after.kind}"
        yield fault(
            authority, "/succeeded_by", message, "填写同类的机关；没有的不填，所管机构另录入 transfer"
        )


def _duty_of(authority: Authority) -> str:
    """What an authority is for: the kinds of HRSS offices are for the same."""
    return "人社部门" if authority.kind in HRSS_KINDS else authority.kind


@rule("5", "撤并的机关有接续", "warning", scope="register", basis="convention")
def office_followed_or_institutions_moved(register: Register) -> Iterator[Fault]:
    """机关的职责终止的，写明接续的机关，或者把它所管的机构逐家调整给别的机关。

    这里的机关指一个地区的人社部门，或一个系统在一个地区唯一的业务主管部门。
    """
    for authority in register.tables.authorities.values():
        if authority.valid_to is None or authority.succeeded_by in register.tables.authorities:
            continue
        left = list(_left_alone(register, authority, next_day(authority.valid_to)))
        if not left:
            continue
        names = "、".join(left[:NAMED]) + ("等" if len(left) > NAMED else "")
        message = (
            f"{authority.name}的职责到 {authority.valid_to} 为止，没有接续的机关；"
            f"它所管的机构还有 {len(left)} 家（{names}）"
        )
        mend = (
            f"有机关接续的填写 succeeded_by；没有的，{next_day(authority.valid_to)} 起"
            "逐家录入监督关系的调整（transfer）"
        )
        yield fault(authority, "/valid_to", message, mend)


def _left_alone(register: Register, authority: Authority, since: dt.date) -> Iterator[str]:
    """The institutions that an authority had in its charge and that from `since` on nobody has."""
    tables = register.tables
    areas = {each.id for each in tables.areas.values() if each.hrss == authority.id}
    if not areas and authority.kind != "业务主管部门":
        return
    for folder, outline in register.folders.items():
        named = outline.named
        if areas.isdisjoint(named.get("area", ())) and authority.system not in named.get("system", ()):
            continue
        dossier = register.dossiers.get(folder.rpartition("/")[2])
        if dossier is None or filing_state(dossier, dt.date.max).code in OVER:
            continue
        area, system = place_on(dossier, dt.date.max)
        alone = area in areas
        if authority.kind == "业务主管部门" and system == authority.system:
            theirs = tables.departments(area, system, since)
            alone = authority.id in theirs and not any(
                tables.authorities[each].in_office(since) for each in theirs
            )
        if alone:
            yield dossier.id
