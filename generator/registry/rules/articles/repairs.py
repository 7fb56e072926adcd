"""Repairs: the lawful way out of an error that has reached the main line, and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from ...model.difference import Difference
from ...model.kinds import Batch, Repair
from ...model.outline import has_institution
from ...model.register import Register
from ...model.repairs import RepairWay, find_rows, keeps_its_dossier
from ...model.tables import get_start
from ...records.record_path import RECORDS, get_dossier_id
from ..places import suggest_repair
from ..rule import Fault, fault, rule


@rule("", "修复由市人社局作出", basis="form")
def repaired_by_city_bureau(repair: Repair, register: Register) -> Iterator[Fault]:
    """修复只由市人社局作出。"""
    tables = register.tables
    city = tables.find_city_bureau(repair.date)
    if repair.authority in tables.authorities and repair.authority != city:
        message = f"修复机关是{tables.get_name(repair.authority)}，应为{tables.get_name(city)}"
        yield fault(repair, "/authority", message, f"由市人社局作出后填写 {city}")


@rule("", "修复照样做了", scope="change", basis="form")
def repair_is_carried_out(difference: Difference) -> Iterator[Fault]:
    """修复写明的原处在改动之前都有，改动之后都已经移到新处或者作废，在同一次提案中做完。"""
    for way in difference.ways:
        wanted = _explain_not_done(difference, way)
        if wanted:
            message, mend = wanted
            yield Fault(way.repair, f"{way.pointer}/from", message, mend)


def _explain_not_done(difference: Difference, way: RepairWay) -> tuple[str, str] | None:
    """What of a row has not been done, and how to mend it."""
    # In this order: whether there was such a thing, whether it has gone, whether it has come, and whether
    # something lay there before. What fails one of these is not asked the next.
    shown = way.source.removeprefix(f"{RECORDS}/")
    base, head = ({*each.filed, *each.invalid} for each in (difference.base, difference.head))
    held = sorted(path for path in base if path == way.source or way.holds(path))
    if not held:
        return f"改动之前没有 {shown}", "核对路径，从 records/ 之下写起"
    if way.place:
        return _explain_row_not_done(difference, way)
    if left := [path for path in held if path in head]:
        done = f"把 {way.source} 移到 {way.target}" if way.target else f"删去 {way.source}"
        return f"{left[0].removeprefix(f'{RECORDS}/')} 还在原处", f"照写明的做完：{done}"
    if way.target and (lacking := [to for path in held if (to := way.find_target(path)) not in head]):
        return f"新处没有 {lacking[0].removeprefix(f'{RECORDS}/')}", f"照写明的做完，文件移到 {way.target}"
    if taken := [to for path in held if way.target and (to := way.find_target(path)) in base]:
        there = taken[0].removeprefix(f"{RECORDS}/")
        return f"新处原来已有 {there}", "换一个没有用过的文件名或编号，或者作废一份"
    return None


def _explain_row_not_done(difference: Difference, way: RepairWay) -> tuple[str, str] | None:
    """What has not been done where a row in a record is to be taken out."""
    shown = way.source.removeprefix(f"{RECORDS}/")
    old = difference.base.filed.get(way.source)
    rows = find_rows(old.data, way.place) if old else []
    if way.target or not rows:
        mend = "# 后面写列表中一项的位置，从 0 数；新处填“作废”"
        return f"改动之前 {shown} 中没有 {way.place} 这一项", mend
    now = difference.head.filed.get(difference.moved.get(way.source, way.source))
    if now and find_rows(now.data, way.place) == rows:
        return f"{shown} 中的 {way.place} 还在原处", "照写明的做完：从文件中删去这一项"
    return None


@rule("", "修复了结一个错误", scope="change", basis="form", after=("repair-is-carried-out",))
def repair_ends_an_error(difference: Difference) -> Iterator[Fault]:
    """修复的每一项都是了结改动之前已有的一个错误所必需的，或者给从未列入名单的机构换一个没有用过的编号。

    没有错误的记录不能这样移动、删除：是笔误的用更正，不再有效的用处理决定。列入过名单的机构，档案不作废；
    同一家机构列入了两次的，可以作废一份。
    """
    if not difference.ways:  # else all dossiers are gone through
        return
    # All rows together: each of two dossiers alone might be taken out, but not both.
    leaving = [way.source for way in difference.ways if way.is_folder and (way.given or not way.target)]
    staying = {
        get_dossier_id(folder)
        for folder, outline in difference.base.folders.items()
        if folder not in leaving and has_institution(folder, outline)
    }
    for way in difference.ways:
        if way.source in leaving and not way.target and _is_the_only(difference, way, leaving):
            message = f"机构 {way.former} 列入过名单，档案不作废"
            mend = "恢复这份档案；两份档案代码相同的，作废没有列入过名单的一份"
            yield Fault(way.repair, f"{way.pointer}/from", message, mend)
        elif way.given and way.former not in staying and _was_listed(difference, way.former):
            message = f"机构 {way.former} 列入过名单，编号一经公布不再改变"
            yield Fault(way.repair, f"{way.pointer}/to", message, "恢复原来的编号")
        elif way.given and way.given in difference.base.known_ids["institution"]:
            message = f"编号 {way.given} 改动之前已经用于另一份档案"
            yield Fault(way.repair, f"{way.pointer}/to", message, "换一个没有用过的编号")
        # A new id for who was never listed needs no error: nobody has seen the old one.
        elif not way.given and not difference.ended.get(way):
            message = "改动之前没有要靠这一项才能了结的错误"
            mend = (
                "删去这一项，恢复原来的文件；是笔误的添更正（correction），不再有效的添处理决定（decision）"
            )
            yield Fault(way.repair, way.pointer, message, mend)


def _is_the_only(difference: Difference, way: RepairWay, leaving: Collection[str]) -> bool:
    """Whether the dossier that a row takes out is the only one of an institution on a published list."""
    base = difference.base
    return way.source in base.folders and keeps_its_dossier(base, way.source, leaving)


def _was_listed(difference: Difference, id_: str) -> bool:
    """Whether an institution is on a list, published or prepared, before or after the change."""
    sides = (difference.base, difference.head)
    return any(each.listing.get(id_) for each in sides)


@rule("", "放弃的编号不再用", scope="change", basis="form", after=("repair-is-carried-out",))
def repaired_ids_stay_free(difference: Difference) -> Iterator[Fault]:
    """修复中换下或者作废的编号，不在同一次提案中给别的机构。"""
    if not difference.ways:  # else all dossiers are gone through
        return
    ids = difference.head.known_ids["institution"]
    own = {
        get_dossier_id(folder)
        for folder in difference.base.folders
        if not any(way.is_folder and way.source == folder for way in difference.ways)
    }
    for way in difference.ways:
        if way.is_folder and (way.given or not way.target) and way.former in ids - own:
            message = f"编号 {way.former} 由这份修复放弃，又给了另一份档案"
            yield Fault(way.repair, f"{way.pointer}/from", message, "另一份档案换一个没有用过的编号")


@rule("", "批次不重复", basis="form", scope="register")
def batches_unique(register: Register) -> Iterator[Fault]:
    """一轮报备考核只有一份批次，名称不重复。"""
    earlier: dict[str, Batch] = {}
    for batch in register.batches.values():
        first = earlier.setdefault(batch.title, batch)
        if first is not batch:
            message = f"批次名称“{batch.title}”已用于 {first.id}"
            mend = f"是另一轮的改名称；同一轮录入了两份、没有合并的删去一份；{suggest_repair(batch.id)}"
            yield fault(batch, "/title", message, mend)


@rule("", "办法的施行日不重复", basis="form", scope="register")
def regulations_begin_apart(register: Register) -> Iterator[Fault]:
    """两份办法参数不自同一天起施行，否则不知道按哪一份。"""
    for before, regulation in pairwise(register.tables.regulations):
        if get_start(regulation) == get_start(before):
            begins = f"自 {regulation.in_force_from} 起施行" if regulation.in_force_from else "没有填施行日期"
            message = f"{begins}的已有 {before.id}"
            mend = f"核对施行日期；同一部录了两份的，没有合并的删去一份；{suggest_repair(regulation.path)}"
            yield fault(regulation, "/in_force_from" if regulation.in_force_from else "", message, mend)
