"""What a change may do to what is recorded: add, and fill in; not rewrite, not delete, not use again.

These rules look at a base and a head. What may still come to a record later is marked in its schema with
`x-later`: "fill" (absent, then written once), "append" (a list that grows at its end), "free" (any time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from ...finding import pointer
from ...model.difference import Difference
from ...model.kinds import ACTS, Act, Amendment, Assessment, Change, Plan, Record, Summary
from ...records.files import folder_of
from ...records.loader import Document
from ...records.messages import label, said
from ...records.schemas import Schema, Schemas
from ..rule import Fault, fault, rule

PLANS = ("plan", "amendment")
SUPERVISION = (*ACTS, "assessment", "summary")
# What the register keeps for ever; waivers end with what they excuse, and tables are kept by references.
KEPT = (*SUPERVISION, *PLANS, "institution", "batch", "regulation")


RESTORE = "恢复：git restore --source=<改动之前的版本> -- {}"


class Alteration(NamedTuple):
    """A value that was recorded and is another now; None where it is absent."""

    parts: tuple[str | int, ...]
    old: Any
    new: Any


def alterations(
    schemas: Schemas, schema: Schema, old: Any, new: Any, frozen: bool, parts: tuple[str | int, ...] = ()
) -> Iterator[Alteration]:
    """What is rewritten between two values of a schema.

    Of a record that is not `frozen` yet only what it already holds in lists that grow must stay.
    """
    schema = schemas.resolve(schema)
    later = schema.get("x-later")
    if old == new or later == "free" or (later and old is None):
        return
    frozen = frozen or later == "append"
    if isinstance(old, dict) and isinstance(new, dict):
        properties = schema.get("properties", {})
        for name in dict.fromkeys((*old, *new)):
            below = properties.get(name, {})
            yield from alterations(schemas, below, old.get(name), new.get(name), frozen, (*parts, name))
    elif isinstance(old, list) and isinstance(new, list) and (len(old) == len(new) or later == "append"):
        for i, item in enumerate(old):
            now = new[i] if i < len(new) else None
            yield from alterations(schemas, schema.get("items", {}), item, now, frozen, (*parts, i))
    elif frozen:
        yield Alteration(parts, old, new)


def settled(document: Document) -> bool:
    """Whether a record stands: a plan once a side has passed it, a summary once received, a list once out."""
    match document.kind.name:
        case "plan" | "amendment":
            return any(step["action"] == "通过" for step in document.data["steps"])
        case "summary":
            return any(step["action"] == "受理" for step in document.data["steps"])
        case "batch":
            return "announcement" in document.data
        case name:
            return name in SUPERVISION


def _rewritten(
    difference: Difference, schemas: Schemas, kinds: Collection[str], mend: str
) -> Iterator[Fault]:
    for old, now in difference.kept():
        if old.kind.name not in kinds or old.kind.name != now.kind.name:
            continue
        for each in alterations(schemas, now.kind.schema, old.data, now.data, settled(old)):
            place = pointer(*each.parts)
            if _corrected(now, place, each):
                continue
            what = label(schemas, now.kind.name, each.parts)
            message = what + _told(each)
            file = "/".join(now.path.split("/")[4:])
            yield Fault(now.path, place, message, mend.format(file=file, pointer=place))


def _corrected(now: Document, place: str, each: Alteration) -> bool:
    """Whether the record itself tells of the alteration as a correction, as a batch may."""
    told = now.data.get("corrections", ())
    return (place, each.old, each.new) in [(row["pointer"], row["old"], row["new"]) for row in told]


def _told(each: Alteration) -> str:
    """What was there and what has become of it, in words that follow the name of the place."""
    if each.old is None:
        return f"原来没有，添上了{said(each.new)}"
    if each.new is None:
        return f"原来录入的是{said(each.old)}，被删去了"
    if isinstance(each.old, list) and isinstance(each.new, list):
        return f"原来录入了 {len(each.old)} 项，改成了 {len(each.new)} 项"
    return f"原来录入的是{said(each.old)}，改成了{said(each.new)}"


@rule("", "已录入的事项不改写", scope="change", basis="form")
def recorded_acts_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已录入的事项、考核和已受理的总结不改写；以后才有的内容（如公布日期）可以补填。

    录错的以更正记录改正，原来的内容和更正都保留，谁在什么时候改了什么就都查得到。
    """
    mend = "改回原来的内容；录错的添一份更正（correction），其中 file 写 {file}，pointer 写 {pointer}"
    yield from _rewritten(difference, schemas, SUPERVISION, mend)


@rule("17", "通过的计划不改写", scope="change")
def passed_plans_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """通过了的计划和调整不改写；环节只在末尾追加，已有的环节不改。

    有一方通过之后，课程就定下来了；要改的另报计划调整，通过之后施行。
    """
    mend = (
        "改回原来的内容；要改计划的另报调整（amendment），"
        "录错的添一份更正（correction），其中 file 写 {file}，pointer 写 {pointer}"
    )
    yield from _rewritten(difference, schemas, PLANS, mend)


@rule("8(4)", "公布的名单不改写", scope="change")
def published_lists_stay(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已经公布的名单不改写。名单之后的变化，以变更、终止等事项记录。

    公布的文件、日期等当时就录错的，把原处改正，同时在批次的更正（corrections）中写明原值、新值和原因；
    列入哪些机构不能这样改。
    """
    mend = (
        "改回公布时的内容；公布以后的变化在机构的档案里添事项；文件、日期等当时就录错的，"
        "在本文件的 corrections 中写明更正，如 pointer: /announcement/document/number"
    )
    yield from _rewritten(difference, schemas, ("batch",), mend)


@rule("", "记录不删除", scope="change", basis="form")
def records_stay(difference: Difference) -> Iterator[Fault]:
    """已录入的机构、事项、计划、总结、考核、批次和办法参数不删除。

    文件可以改名、移动；删去的请恢复。录错的以更正记录改正，不再有效的以处理决定撤销。
    """
    gone = [each for each in difference.gone() if each.kind.name in KEPT]
    folders = {folder_of(each.path): 0 for each in gone if each.kind.name == "institution"}
    for document in gone:
        folder = folder_of(document.path)
        if folder in folders:
            folders[folder] += 1
        else:
            message = f"删去了一份{document.kind.title}记录"
            yield Fault(document.path, "", message, RESTORE.format(document.path))
    for folder, files in folders.items():
        message = f"删去了整份档案，连同 {files} 份记录"
        yield Fault(f"{folder}/institution.yml", "", message, RESTORE.format(folder))


@rule("", "编号和代码不再用", scope="change", basis="form")
def ids_not_used_again(difference: Difference) -> Iterator[Fault]:
    """用过的机构编号不再给别的机构；删去的机构再登记，用原来的档案。"""
    codes = {code: id_ for id_, code in difference.former.items()}
    for dossier in difference.new_dossiers():
        if dossier.id in difference.former:
            message = f"编号 {dossier.id} 曾用于另一份档案（代码 {difference.former[dossier.id]}）"
            yield fault(dossier.institution, "/id", message, "换一个没有用过的编号，或恢复原来的档案")
        elif dossier.institution.credit_code in codes:
            message = f"这个代码的机构曾有档案 {codes[dossier.institution.credit_code]}"
            yield fault(dossier.institution, "/credit_code", message, "恢复并使用原来的档案")


@rule("29", "修订办法另立文件", "warning", scope="change", basis="convention")
def regulation_amended_by_new_file(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """办法的参数和施行日期改动的，另立一份文件，旧文件不动。

    改旧文件会改变以前各日的推算。逐条摘要的文字可以修改。
    """
    for old, now in difference.kept():
        if old.kind.name == "regulation":
            for name in ("in_force_from", "parameters", "citations"):
                below = now.kind.properties[name]
                values = old.data.get(name), now.data.get(name)
                for each in alterations(schemas, below, *values, frozen=True, parts=(name,)):
                    what = label(schemas, "regulation", each.parts)
                    message = f"{what}{_told(each)}；以前各日的推算会跟着变"
                    mend = "办法修订的，在 regulations/ 另立一份自修订之日起施行的文件；原来录错的可以保留"
                    yield Fault(now.path, pointer(*each.parts), message, mend)


@rule("", "及时录入", "info", scope="change", basis="form")
def recorded_in_time(difference: Difference) -> Iterator[Fault]:
    """事项在发生或收到之后的目标天数内录入；晚录的如实显示。

    天数由办法的参数规定，没有规定的不核对。录入之日是带来这份记录的提交的日期（北京时间）。
    """
    for record in difference.new_records():
        committed = difference.committed.get(record.path)
        happened = _happened(record)
        if committed is None or happened is None:
            continue
        place, day = happened
        target = difference.head.tables.regulation_on(day).parameters.recording_target_days
        days = (committed - day).days
        if target is not None and days > target:
            message = f"{day} 的记录于 {committed} 录入，相隔 {days} 天，目标为 {target} 天内"
            yield fault(record, place, message, "如实记录即可；网站会同时显示发生和录入的日期")


def _happened(record: Record) -> tuple[str, dt.date] | None:
    """Where a record says when it came to the office, and that day; None of records that come of no event."""
    match record:
        case Change():
            return "/reported_on", record.reported_on
        case Act() | Assessment():
            return "/date", record.date
        case Plan() | Amendment() | Summary():
            last = len(record.steps) - 1
            return f"/steps/{last}/date", record.steps[last].date
    return None
