"""Article 29 and lists from before: carried over as published, and what is filled in of those on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ...json_data import JsonValue
from ...lifecycle.filing import MOVED_BY_ACT
from ...lifecycle.force import select_in_force
from ...lifecycle.older_lists import find_other_dossier, has_only_lists, is_carried_over
from ...lifecycle.present import list_lagging
from ...model.batches import get_listed, get_publication_day, get_publication_days, map_identified
from ...model.difference import Difference
from ...model.dossier import Dossier
from ...model.kinds import (
    Act,
    Batch,
    Change,
    Correction,
    Decision,
    Dissolution,
    FilingEnded,
    Succession,
    Suspension,
    SuspensionLifted,
    Transfer,
    Withdrawal,
)
from ...model.register import Register
from ...records.loader import Document
from ...records.messages import LACKS, describe_place
from ...records.schemas import Schemas
from ...records.values import set_off
from ..rule import Fault, fault, rule

UNKNOWN: tuple[JsonValue, ...] = (None, [])
# What is no fact of the institution itself, and may be written anew.
FREE = ("remarks",)
# What may have become of an institution on an older list before the regulation; all else rests on it.
BEFORE_REGULATION = (
    Change,
    Correction,
    Decision,
    Dissolution,
    FilingEnded,
    Succession,
    Suspension,
    SuspensionLifted,
    Transfer,
    Withdrawal,
)


@rule("29", "施行之前没有记录")
def nothing_before_in_force(record: Act | Batch, register: Register) -> Iterator[Fault]:
    """事项和批次不早于办法施行之日。

    照原样录入的旧名单可以更早，名单中的机构那时的变更、终止、退出、注销等也可以更早；
    申请、评审、责令整改等由办法规定的事项，在施行之后才有。
    """
    begun = register.tables.begun
    if isinstance(record, Batch):
        # Only an older list has no window, and it may be from before.
        place, day = "/window/from", record.window.from_ if record.window else begun
    else:
        place, day = "/date", record.date
    if day < begun and not _is_of_an_older_list(record, register):
        message = f"日期 {day} 早于办法施行之日 {begun}"
        yield fault(record, place, message, "核对日期；施行之前的事项不按本办法登记")


def _is_of_an_older_list(record: Act | Batch, register: Register) -> bool:
    """Whether a record may tell of the time before the first regulation; so too where no dossier says."""
    if isinstance(record, Batch):
        return bool(record.carried_over)
    dossier = register.find_dossier(record.path)
    return isinstance(record, BEFORE_REGULATION) and (dossier is None or is_carried_over(dossier))


@rule("8(4)", "旧名单在先", "warning", basis="convention")
def older_list_before_the_others(batch: Batch, register: Register) -> Iterator[Fault]:
    """照原样录入的旧名单，在登记册有申请、评审记录的第一份名单之前公布；以后的名单应有这些记录。"""
    own = get_publication_days(each for each in register.batches.values() if not each.carried_over)
    published = get_publication_day(batch) if batch.carried_over else None
    if published and own and published >= min(own):
        message = f"名单 {published} 公布，登记册自 {min(own)} 的名单起已有申请和评审的记录"
        mend = "补录申请、推荐和评审，删去 carried_over；确实只剩名单的可以保留"
        yield fault(batch, "/carried_over", message, mend)


@rule("", "机构现况齐全", basis="form")
def institution_is_complete(dossier: Dossier, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """机构现况的必填项目与申请相同。只有照原样录入的旧名单中、还没有申请过的机构，可以只有编号、名称和监督地区。"""
    document = register.documents.get(dossier.institution.path)
    if document is None or has_only_lists(dossier):
        return
    properties, data = schemas.resolve_properties("institution"), document.data
    # What a change has emptied is reported there.
    emptied = {*list_lagging(dossier)} if dossier.stated else set()
    names = [name for name in schemas.list_filed() if name not in data and name not in emptied]
    missing = [f"“{properties[name]['title']}”（{name}）" for name in names]
    if missing:
        message = f"“机构”{LACKS}{'、'.join(missing)}"
        mend = "照申请表和登记证书补上；旧名单中只有名称的，在那份名单的批次中填写 carried_over"
        yield fault(dossier.institution, "", message, mend)


@rule("", "完整记载的第一年", basis="form")
def complete_from_after_the_list(dossier: Dossier) -> Iterator[Fault]:
    """“完整记载的第一年”只用于照原样录入的旧名单中的机构，不早于名单公布之年。"""
    year = dossier.institution.complete_from
    if year is None:
        return
    place = "/complete_from"
    if not is_carried_over(dossier):
        message = "机构不在照原样录入的名单中，待办自列入之年列出，不填完整记载的第一年"
        yield fault(dossier.institution, place, message, "删去 complete_from，或核对批次")
        return
    published = (get_publication_day(batch) for batch in dossier.batches if batch.carried_over)
    first = min(day.year for day in published if day)
    if year < first:
        message = f"完整记载的第一年是 {year}，名单 {first} 年才公布"
        yield fault(dossier.institution, place, message, "核对年份")


@rule("", "查明的机构", basis="form")
def identified_rightly(batch: Batch) -> Iterator[Fault]:
    """查明只用于照原样录入的旧名单：写名单中的机构，日期不早于名单公布，所指的不是又另有档案的名称。

    所指的是名单中的编号自己的，表示前面的查明有误；前面没有查明的，不这样写。
    """
    listed, identified = get_listed(batch), map_identified(batch)
    published = get_publication_day(batch)
    for i, entry in enumerate(batch.identified):
        place = f"/identified/{i}"
        if not batch.carried_over:
            message = "这份名单不是照原样录入的旧名单，名单中的机构都有自己的申请和档案"
            yield fault(batch, place, message, "删去 identified；一个机构有两份档案的，见“信用代码不重复”")
            return  # of each further one the same would be said
        if entry.listed not in listed:
            yield fault(batch, f"{place}/listed", f"{entry.listed} 不在名单中", "填写名单中的机构编号")
        if entry.institution == entry.listed and not any(
            before.listed == entry.listed for before in batch.identified[:i]
        ):
            message = f"{entry.listed} 查明的是它自己，前面也没有写过它的查明，这一条没有作用"
            yield fault(batch, f"{place}/institution", message, "填写查明的那份档案的编号，或删去这一条")
        if entry.institution in identified:
            message = f"{entry.institution} 自己也查明是 {identified[entry.institution]}"
            yield fault(batch, f"{place}/institution", message, "填写最后查明的那份档案的编号")
        if published and entry.date < published:
            message = f"查明日期 {entry.date} 早于名单公布之日 {published}"
            yield fault(batch, f"{place}/date", message, "日期填查明之日")


@rule("", "查明以后只用一份档案", basis="form")
def identified_dossier_stays_empty(dossier: Dossier) -> Iterator[Fault]:
    """已查明就是另一份档案的，名单中的编号下只有机构情况，其他记录都在那份档案中。"""
    other = find_other_dossier(dossier)
    records = [*dossier.acts, *dossier.plans, *dossier.summaries, *dossier.assessments, *dossier.waivers]
    if other and records:
        names = "、".join(each.path.rpartition("/")[2] for each in records[:3])
        message = f"{dossier.id} 已查明就是 {other}，档案中另有 {len(records)} 份记录（{names}）"
        mend = (
            f"以后的记录录入 {other} 的档案；查明以前已有记录的，批次中不写 identified，"
            f"改在 {other} 的档案中录入承继（registry new {other} succession），两份档案都保留"
        )
        yield fault(records[0], "", message, mend)


@rule("", "已知的不随意改动", scope="change", basis="form")
def known_facts_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """照原样录入的旧名单中的机构，未载明的可以补填；已经写明的，随变更、调整监督关系、更正或者申请改动。

    补填未载明的不是变更。完整记载的第一年可以改早，不改晚。
    """
    for old, now in difference.pair_kept():
        dossier = difference.head.find_dossier(now.path) if now.kind == "institution" else None
        # The institution.yml of others is held against their acts. An institution that never applied has no
        # act that states these properties: the file alone holds them, so it is held against what it was.
        if dossier is None or not has_only_lists(dossier):
            continue
        for name, value in old.data.items():
            if name in FREE or value in UNKNOWN or now.data.get(name) == value:
                continue
            if _is_filled_in(dossier, name, value, now.data.get(name)) or _is_explained(dossier, name):
                continue
            yield _make_fault(schemas, now, name, value)


def _make_fault(schemas: Schemas, now: Document, name: str, value: JsonValue) -> Fault:
    current = now.data.get(name)
    became = f"改成了{set_off(current)}" if current is not None else "被删去了"
    message = f"{describe_place(schemas, 'institution', (name,))}原来写的是{set_off(value)}，{became}"
    act = "调整监督关系（transfer）" if name in (*MOVED_BY_ACT, "no_system_reason") else "变更（change）"
    mend = (
        f"改回原来的内容；情况有变化的录入{act}，录错的添一份更正（correction），其中 file 写 institution.yml"
    )
    if name == "complete_from":
        mend = "改回原来的年份；完整记载的年份只能改早"
    return Fault(now.path, f"/{name}" if name in now.data else "", message, mend)


def _is_filled_in(dossier: Dossier, name: str, old: Any, new: Any) -> bool:
    """Whether what was unknown is known now: an area as long as it was the city's own, an earlier year.

    Why there is no system goes once there is one.
    """
    if name == "area":
        return bool(old == dossier.tables.find_regulation(dt.date.max).city_area)
    if name == "no_system_reason":
        return new is None
    return name == "complete_from" and new is not None and new < old


def _is_explained(dossier: Dossier, name: str) -> bool:
    """Whether an act tells of another value of a property."""
    for act in select_in_force(dossier.acts, dt.date.max):
        match act:
            case Change() if any(each.field == name for each in act.changes):
                return True
            case Transfer() if name in (*MOVED_BY_ACT, "no_system_reason"):
                return True
    return False
