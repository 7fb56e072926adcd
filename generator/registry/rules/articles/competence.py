"""Who may do what: decisions and what undoes them, corrections, offices that end and are followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ...lifecycle.calendar import add_day, subtract_day
from ...lifecycle.filing import find_place
from ...lifecycle.force import find_stays, list_effective_decisions
from ...lifecycle.offices import ABOVE, HRSS_KINDS, ORGANS, SUPERVISORS, list_in_roles
from ...lifecycle.status import UNSUPERVISED, derive_filing_state
from ...lifecycle.undoing import may_conclude, may_correct, may_undo
from ...model.dossier import Dossier, get_authority
from ...model.kinds import (
    Act,
    Amendment,
    Areas,
    Assessment,
    Authority,
    AuthorityKind,
    Batch,
    Correction,
    Decision,
    DecisionEffect,
    Plan,
    Receipt,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Regulation,
    Repair,
    Step,
    Summary,
    Waiver,
)
from ...model.register import Register
from ...model.tables import is_valid_on
from ...records.record_path import get_dossier_id, parse_act_kind
from ...records.schemas import Schemas
from ..rule import Fault, either, fault, rule

# What a record turns by, as it is called: corrected it says what another act would have to say.
RESULTS = {
    "result": "结果",
    "determined_on": "认定日期",
    "opinion": "推荐意见",
    "effect": "决定的性质",
    "measure": "措施",
    "effective_on": "生效日期",
    "until": "截止日期",
    "action": "报备环节",
}
# What a plan is added up by: once it has passed, an amendment changes it.
PLANNED = {"hours": "课时", "persons": "人数", "new_remote_hours": "新增远程课时"}
# What a panel has looked at.
WIDENING = ("/filing/fields/", "/filing/modes/")
# How many institutions a message names.
MAX_NAMED = 5


@rule("", "处理决定由谁作出", basis="form")
def decision_by_competent_organ(dossier: Dossier) -> Iterator[Fault]:
    """处理决定由管得到机构的人社部门、业务主管部门作出，或由其他行政机关、复议机关、人民法院作出。行业协会不作处理决定。

    办法没有写明由谁追究的，这是登记册的要求。
    """
    tables = dossier.tables
    for decision in dossier.get_acts(Decision):
        kind = tables.get_kind(decision.authority)
        allowed = list_in_roles(dossier, SUPERVISORS, decision.date)
        # A decision on an earlier act is judged by who made that one: see undone-by-competent-organ.
        if (
            decision.effect != DecisionEffect.MADE
            or not kind
            or kind in ORGANS
            or decision.authority in allowed
        ):
            continue
        wanted = either(tables.get_name(each) for each in allowed)
        message = f"决定机关是{tables.get_name(decision.authority)}，应为{wanted}，或其他有权的行政机关、法院"
        yield fault(
            decision, "/authority", message, "核对作出决定的机关；它的机关类别（kind）见 authorities/"
        )


@rule("", "其他机关的决定有文书", basis="form")
def decision_with_document(decision: Decision, register: Register) -> Iterator[Fault]:
    """其他行政机关、复议机关和人民法院的决定，写明所依据的文书。"""
    kind = register.tables.get_kind(decision.authority)
    if kind in ORGANS and decision.document is None:
        name = register.tables.get_name(decision.authority)
        message = f"{name}（{kind}）的决定没有写明文书，应有文号和日期"
        yield fault(decision, "/authority", message, "照决定书、裁判文书填写 document 的 number 和 date")


@rule("", "变更、撤销、维持由谁作出", basis="form", after=("references-exist", "named-act-comes-first"))
def undone_by_competent_organ(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """变更、撤销、维持或停止执行一份事项，由作出它的机关或者它的上级作出；恢复执行，由决定停止执行的机关或者它的上级作出。

    上级是复议机关、人民法院；人社部门所作的，还有市人社局。接续原机关职责的机关视同原机关。
    行业协会只处理自己所作的；县级机关不改变市级机关所作的，别的机关不改变市人社局所作的。
    """
    tables = dossier.tables
    for decision, act in _list_undoing(dossier):
        if decision.authority not in tables.authorities:
            continue
        if may_undo(dossier, act, decision.authority, decision.date) != "unlawful":
            continue
        maker = get_authority(act)
        fact = f"{schemas.kinds[parse_act_kind(act.stem)].title} {act.stem} 由{tables.get_name(maker)}作出"
        message = f"{fact}，{tables.get_name(decision.authority)}不能{decision.effect}"
        mend = f"由{_describe_undoers(dossier, act, decision.date)}{decision.effect}后，照文书填写决定机关"
        yield fault(decision, "/authority", message, mend)


def _list_undoing(dossier: Dossier) -> Iterator[tuple[Decision, Act]]:
    """The decisions on earlier acts, each with its act; one that resumes with the stay that it ends."""
    acts = {act.stem: act for act in dossier.acts}
    for decision in dossier.get_acts(Decision):
        if decision.effect == DecisionEffect.MADE or decision.target not in acts:
            continue
        stay = _find_stay(dossier, decision) if decision.effect == DecisionEffect.RESUMED else None
        yield decision, stay or acts[decision.target]


def _find_stay(dossier: Dossier, resuming: Decision) -> Decision | None:
    """The stay that a decision ends."""
    before = list_effective_decisions(dossier.acts[: dossier.acts.index(resuming)], resuming.date)
    stays = find_stays(before, resuming.date) or find_stays(before, resuming.date, part=True)
    return stays.get(resuming.target)


def _describe_undoers(dossier: Dossier, act: Act, day: dt.date) -> str:
    """Who may undo an act on `day`, in words: the offices of the tables, and those that stand above."""
    if dossier.tables.get_kind(get_authority(act)) == AuthorityKind.COURT:
        return AuthorityKind.COURT
    # The city bureau is named where its right is doubtful, too: that is reported, and not refused.
    city = dossier.tables.find_city_bureau(day)
    offices = [
        office.name
        for office in dossier.tables.authorities.values()
        if office.kind not in ABOVE
        and is_valid_on(office, day)
        and may_undo(dossier, act, office.id, day)
        in ("lawful", "doubtful" if office.id == city else "lawful")
    ]
    above = "复议机关、人民法院"
    return f"{'、'.join(offices)}或者{above}" if offices else above


@rule("5", "替别的机关处理", "warning", basis="convention", after=("undone-by-competent-organ",))
def acts_for_another_office(dossier: Dossier) -> Iterator[Fault]:
    """延期、认定、变更、撤销和维持，由原来作出的机关办理；业务主管部门作出的由市人社局办理的，予以提醒。

    办法没有说市人社局可以改变业务主管部门的决定，也没有说同级机关可以互相改变的，这是登记册的理解。
    """
    name = dossier.tables.get_name
    concluding: list[RectificationExtension | RectificationOutcome] = [
        *dossier.get_acts(RectificationExtension),
        *dossier.get_acts(RectificationOutcome),
    ]
    for act in concluding:
        order = dossier.get_act(act.order, RectificationOrder)
        if order and may_conclude(dossier, order, act.authority, act.date) == "doubtful":
            message = f"{name(order.authority)}责令整改，由{name(act.authority)}办理延期或认定"
            yield fault(act, "/authority", message, "核对机关；确由市人社局办理的可以保留")
    for decision, target in _list_undoing(dossier):
        if may_undo(dossier, target, decision.authority, decision.date) == "doubtful":
            maker = name(get_authority(target))
            message = f"{target.stem} 由{maker}作出，由{name(decision.authority)}{decision.effect}"
            yield fault(decision, "/authority", message, "核对机关；确有依据的可以保留")


@rule("", "更正由谁作出", basis="form")
def correction_by_maker(dossier: Dossier) -> Iterator[Fault]:
    """更正由作出原记录的机关或市人社局作出；计划和总结的更正，由收到它的机关或市人社局作出。

    由谁办理（authority）录错的，只由市人社局更正。其他行政机关、复议机关和人民法院的决定，
    性质、所针对的事项和认定结果只由它自己更正，也不更正为别类机关的决定。
    """
    tables = dossier.tables
    for correction in dossier.get_acts(Correction):
        allowed = may_correct(dossier, correction)
        if correction.authority in tables.authorities and correction.authority not in allowed:
            wanted = either(tables.get_name(each) for each in allowed)
            message = f"更正机关是{tables.get_name(correction.authority)}，应为{wanted}"
            yield fault(correction, "/authority", message, f"由{wanted}更正后填写")


@rule("", "更正不延长例外", basis="form")
def correction_prolongs_no_waiver(correction: Correction) -> Iterator[Fault]:
    """更正不使例外延长：止日不改晚，起日不改早。

    需要继续例外的，另添一份例外说明；当时少录了几天的，也照同一份文书另添一份。
    """
    if not correction.file.startswith("waivers/"):
        return
    old, new = str(correction.old), str(correction.new)
    ends = {"/until": ("止", new > old), "/from": ("起", new < old)}
    end, is_longer = ends.get(correction.pointer, ("", False))
    if is_longer:
        message = f"更正把例外的{end}日由 {old} 改为 {new}，延长了例外"
        yield fault(correction, "/new", message, "删去这份更正，照文书另添一份例外说明（waiver）")


@rule(
    "",
    "更正不改变结果",
    "warning",
    basis="convention",
    after=("correction-applies", "correction-by-maker"),
)
def correction_turns_no_result(correction: Correction) -> Iterator[Fault]:
    """更正只改录入时写错的：评审和认定的结果、推荐意见、通过和退回、决定的性质、措施和起止不靠更正改变，整改期限不靠更正延长，计划的课时和人数不靠更正调整，评审过的领域和教学方式不靠更正增加。

    事情本身变了的，另作决定、延期或者环节，另录一份。与文书核对过、文书上本来就是更正后的内容的，可以保留。这是登记册的理解。
    """
    name = correction.pointer.rpartition("/")[2]
    if correction.file.startswith("waivers/"):
        return  # another rule has it
    if name == "due" and str(correction.new) > str(correction.old):
        message = f"更正把整改期限由 {correction.old} 改为 {correction.new}，延长了期限"
        mend = (
            "对照决定书：写的就是改后的日期的可以保留；"
            "延期的删去这份更正，录入延期（rectification-extension）"
        )
        yield fault(correction, "/new", message, mend)
    elif name in RESULTS:
        message = f"更正把{RESULTS[name]}由“{correction.old}”改为“{correction.new}”"
        mend = (
            "对照文书：写的就是改后的内容的可以保留；后来改变的删去这份更正，"
            "照后来的文书另录（decision 等），计划的环节在末尾追加"
        )
        yield fault(correction, "/new", message, mend)
    elif correction.pointer.startswith(WIDENING):
        message = f"更正把申报的领域或教学方式由“{correction.old}”改为“{correction.new}”"
        mend = (
            "对照申请表：写的就是改后的内容的可以保留；"
            "后来增加、改变的删去这份更正，录入变更（change）或者再次申请，由评审组评审"
        )
        yield fault(correction, "/new", message, mend)
    elif name in PLANNED and correction.file.startswith("plans/"):
        message = f"更正把计划的{PLANNED[name]}由 {correction.old} 改为 {correction.new}"
        mend = (
            "对照报来的计划：写的就是改后的数的可以保留；"
            "要调整课程的删去这份更正，另报计划调整（amendment），通过以后再办"
        )
        yield fault(correction, "/new", message, mend)


@rule("", "机关在履职期内办理", basis="form")
def authority_in_office(
    record: Act | Plan | Amendment | Summary | Assessment | Waiver | Batch | Repair, register: Register
) -> Iterator[Fault]:
    """办理事项、环节、考核、例外、修复和公布名单的机关，在当日履行职责。"""
    for place, id_, day in _list_done(record):
        authority = register.tables.authorities.get(id_)
        if authority is None or is_valid_on(authority, day):
            continue
        early = authority.valid_from and day < authority.valid_from
        term = f"自 {authority.valid_from} 起履行职责" if early else f"履行职责到 {authority.valid_to} 为止"
        holder = register.tables.find_holder(id_, day)
        who = f"当日履行这一职责的是{register.tables.get_name(holder)}（{holder}）；" if holder != id_ else ""
        message = f"{authority.name}{term}，这里的日期是 {day}"
        yield fault(record, place, message, f"{who}核对机关和日期，职责的起止见 authorities/{id_}.yml")


def _list_done(
    record: Act | Plan | Amendment | Summary | Assessment | Waiver | Batch | Repair,
) -> Iterator[tuple[str, str, dt.date]]:
    """Where a record names an authority that did something, and on which day it did."""
    if isinstance(record, Plan | Amendment | Summary):
        steps: Sequence[Step | Receipt] = record.steps
        for i, step in enumerate(steps):
            yield f"/steps/{i}/authority", step.authority, step.date
    elif isinstance(record, Batch):
        if given := record.announcement:
            yield "/announcement/authority", given.authority, given.published_on
            for i, id_ in enumerate(given.jointly_with):
                yield f"/announcement/jointly_with/{i}", id_, given.published_on
    elif isinstance(record, Waiver):  # it has no day of its own but that of its document
        yield "/authority", record.authority, record.document.date
    else:
        yield "/authority", get_authority(record), record.date


@rule("", "地区和全市的人社部门", basis="form")
def hrss_offices_are_such(record: Areas | Regulation, register: Register) -> Iterator[Fault]:
    """地区的人社部门是人社部门或组织人事部，办法的综合管理机关是市人社局。"""
    named = [("/city_authority", record.city_authority)] if isinstance(record, Regulation) else []
    kinds = frozenset({AuthorityKind.CITY_HRSS}) if named else HRSS_KINDS
    if isinstance(record, Areas):
        named = [(f"/areas/{i}/hrss", each.hrss) for i, each in enumerate(record.areas)]
    for place, id_ in named:
        authority = register.tables.authorities.get(id_)
        if authority and authority.kind not in kinds:
            message = f"{authority.name}的类别是{authority.kind}，应为{either(kinds)}"
            yield fault(record, place, message, f"核对机关编号；类别录错的改 authorities/{id_}.yml 的 kind")


@rule("", "接续机关", basis="form")
def office_has_a_fitting_successor(authority: Authority, register: Register) -> Iterator[Fault]:
    """接续的机关与原机关类别相当，不是自己，不绕回自己；写了接续机关的，也写终止日期。"""
    after = register.tables.authorities.get(authority.succeeded_by or "")
    if after is None:
        return
    if authority.valid_to is None:
        message = f"写了由{after.name}接续，没有写职责到哪一天为止"
        yield fault(authority, "/succeeded_by", message, "填写 valid_to；仍在履行职责的删去 succeeded_by")
    if authority.id in (after.id, *register.tables.list_successors(after.id)):
        message = f"{authority.name}由{after.name}接续，又接续了{after.name}"
        yield fault(authority, "/succeeded_by", message, "接续的填后来的机关；核对两个机关的先后")
    elif _get_duty(authority) != _get_duty(after):
        message = f"{authority.name}是{authority.kind}，接续的{after.name}是{after.kind}"
        yield fault(
            authority, "/succeeded_by", message, "填写同类的机关；没有的不填，所管机构另录入 transfer"
        )


def _get_duty(authority: Authority) -> str:
    """What an authority is for: the kinds of HRSS offices are for the same."""
    return "人社部门" if authority.kind in HRSS_KINDS else authority.kind


@rule(
    "5",
    "撤并的机关有接续",
    "warning",
    scope="register",
    basis="convention",
    after=("office-has-a-fitting-successor",),
)
def office_followed_or_institutions_moved(register: Register) -> Iterator[Fault]:
    """机关的职责终止的，写明接续的机关，或者把它所管的机构逐家调整给别的机关。

    接续的机关自次日起履行职责，它再终止的也有接续。这里的机关指市人社局、一个地区的人社部门，
    或一个系统在一个地区唯一的业务主管部门。
    """
    for authority in register.tables.authorities.values():
        if authority.valid_to is None:
            continue
        since = add_day(authority.valid_to)  # on its last day it is still in office
        left = list(_list_left_alone(register, authority, since))
        if not left:
            continue
        names = "、".join(left[:MAX_NAMED]) + ("等" if len(left) > MAX_NAMED else "")
        after = register.tables.authorities.get(authority.succeeded_by or "")
        gap = f"，接续的{after.name}次日不在履行职责" if after else "，没有接续的机关"
        message = (
            f"{authority.name}的职责到 {authority.valid_to} 为止{gap}；"
            f"它所管的机构还有 {len(left)} 家（{names}）"
        )
        mend = f"有机关接续的填写 succeeded_by；没有的，{since} 起逐家录入监督关系的调整（transfer）"
        if authority.kind == AuthorityKind.CITY_HRSS:
            mend = f"有机关接续的填写 succeeded_by；改由别的机关综合管理的，另立自 {since} 起施行的办法"
        if after:
            mend = f"核对{after.name}的起止日期；{since} 起由别的机关接续的，填写那个机关"
        yield fault(authority, "/valid_to", message, mend)


def _list_left_alone(register: Register, authority: Authority, since: dt.date) -> Iterator[str]:
    """The institutions that an authority had in its charge and that from `since` on nobody has."""
    tables, last = register.tables, subtract_day(since)
    areas = {
        id_
        for id_ in tables.areas
        if tables.find_hrss(id_, last) == authority.id
        and not tables.is_in_office(tables.find_hrss(id_, since), since)
    }
    if tables.find_city_bureau(last) == authority.id and not tables.is_in_office(
        tables.find_city_bureau(since), since
    ):
        areas = {*tables.areas}
    # Nobody is in the charge of an association, nor of an HRSS office of which no area is left alone.
    if not areas and authority.kind != AuthorityKind.COMPETENT_DEPARTMENT:
        return
    for folder, outline in register.folders.items():
        # The summary first: to type ten thousand dossiers for an office that ends would take minutes.
        named = outline.named
        if areas.isdisjoint(named.get("area", ())) and authority.system not in named.get("system", ()):
            continue
        dossier = register.dossiers.get(get_dossier_id(folder))
        if dossier is None or derive_filing_state(dossier, dt.date.max).code in UNSUPERVISED:
            continue
        area, system = find_place(dossier, dt.date.max)
        alone = area in areas
        if authority.kind == AuthorityKind.COMPETENT_DEPARTMENT and system == authority.system:
            theirs = tables.list_departments(area, system, since)
            alone = authority.id in theirs and not any(tables.is_in_office(each, since) for each in theirs)
        if alone:
            yield dossier.id
