"""What the check says of a record that came as a sheet, each finding at the cell that it is about."""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy

from ...finding import Finding, format_article, list_new, split_pointer
from ...json_data import Fields
from ...records.form import Prefill, write_record
from ...records.messages import LACKS, describe_place, explain_errors
from ...records.schemas import Schemas
from ...rules.articles.dates import dates_agree
from ...rules.checking import Examined, examine
from ...rules.engine import judge_coming_dates
from ...rules.places import drop_repair
from ..sheets.grid import CellFault
from .draft import Draft, describe_example
from .recognise import get_headings

FIELD = re.compile(" ?(?<![a-z_-])([a-z]+(?:_[a-z]+)*)(?![a-z_-])")
FORM_NOTE = "（form_note）"
NAME = re.compile(r"（[a-z_]+）|（?[a-z]+(?:_[a-z]+)+）?")
COURSE_ID = re.compile("(课程|活动) [ca][0-9]+ ?(?:的)?")
ROW = re.compile("/[a-z_]+/[0-9]+")
PLAIN = (
    ("（[a-z_-]+）", ""),
    ("（[a-z_]+，", "（"),
    (" ?[a-z_]+（([^（）]*)）", r"\1"),
)


def judge_draft(
    draft: Draft, path: str, examined: Examined, replaced: dict[str, bytes | None], day: dt.date
) -> tuple[list[CellFault], list[CellFault], Examined | None]:
    """The errors and the warnings that a record would cause in the register, and that register with it.

    Where values are missing their examples stand in for them, so that the rest is judged at once; what is
    found of rows and groups with such an example, or of the whole record, is then left unsaid.
    """
    schemas = examined.schemas
    data = fill_gaps(draft, schemas)
    wrong = explain_errors(schemas, draft.kind, data, path)
    if wrong:  # of a value that could not be read enough is said
        unsaid = [each for each in wrong if each.pointer not in draft.missing]
        return place_findings(draft, unsaid, schemas, path), [], None
    text = write_draft(draft, schemas, data)
    after = examine(
        examined.loaded.files.root, day, like=examined, replaced={**replaced, path: text.encode()}
    )
    new = list_new(after.findings, examined.findings)
    # What the check tells of a change alone: where dates do not agree that is said already.
    if not any(each.rule == dates_agree.code for each in new):
        new += judge_coming_dates(after.register, schemas, day, [path])
    if draft.missing:
        new = [each for each in new if each.path == path and _is_sure(each, draft)]
    errors, warnings = (
        place_findings(draft, [each for each in new if each.severity == severity], schemas, path)
        for severity in ("error", "warning")
    )
    return errors, warnings, after


def write_draft(draft: Draft, schemas: Schemas, data: Fields | None = None) -> str:
    """The text of a record, in the form that a new one has, without guidance."""
    kind = schemas.kinds[draft.kind]
    prefill = Prefill(data or draft.data)
    if draft.kind == "change":
        properties = schemas.resolve_properties("institution")
        for number, row in enumerate(prefill.values.get("changes", [])):
            for side in ("before", "after"):
                prefill.narrower[f"/changes/{number}/{side}"] = properties[row["field"]]
    return write_record(schemas, kind, prefill)


def fill_gaps(draft: Draft, schemas: Schemas) -> Fields:
    """The record's data with an example in the place of each value that is missing."""
    if not draft.missing:
        return draft.data
    copy = Draft(draft.kind)
    copy.data = deepcopy(draft.data)
    for pointer in sorted(filter(None, draft.missing)):
        parts = split_pointer(pointer)
        chain = schemas.resolve_path(draft.kind, parts)
        if len(chain) == len(parts) + 1 and copy.get(pointer) in (None, ""):
            examples = chain[-1].get("examples") or [None]
            copy.put(pointer, deepcopy(examples[0]))
    return copy.data


def _is_sure(finding: Finding, draft: Draft) -> bool:
    """Whether a finding is about one row alone, or one value of a group, of which nothing is missing."""
    missing, parts = draft.missing, finding.pointer.split("/")
    if len(parts) < 3:
        return False
    if not parts[2].isdecimal():
        group = finding.pointer.rpartition("/")[0]
        is_whole = group not in missing and not any(each.rpartition("/")[0] == group for each in missing)
        return is_whole and not isinstance(draft.get(finding.pointer), dict | list | None)
    row = "/".join(parts[:3])
    around = {"/".join(parts[:2]), row}  # of a list that is missing as a whole an example stands there
    return not around & missing and not any(each.startswith(f"{row}/") for each in missing)


def place_findings(draft: Draft, findings: list[Finding], schemas: Schemas, path: str) -> list[CellFault]:
    """Findings of a record that is to be at a path, as faults of the cells that they are about."""
    fields = [each for each in get_headings(schemas, draft.kind).fields if "@" not in each.pointer]
    titles = {each.pointer.rpartition("/")[2]: each.heading for each in fields}
    return [_place(schemas, draft, each, path, titles) for each in findings]


def _describe_lacking(schemas: Schemas, draft: Draft, pointer: str, names: str) -> str:
    """How what is lacking is written, where that is one thing."""
    group = schemas.resolve_path(draft.kind, split_pointer(pointer))[-1]
    lacking = [below for name, below in schemas.get_properties(group) if f"（{name}）" in names]
    if len(lacking) != 1:
        return "补上这些内容"
    rows = schemas.resolve(lacking[0]["items"]) if "items" in lacking[0] else {}
    columns = [below["title"] for name, below in schemas.get_properties(rows) if name in rows["required"]]
    return f"一项一行列出，写明{'、'.join(columns)}" if columns else describe_example(lacking[0])


def _place(schemas: Schemas, draft: Draft, finding: Finding, path: str, titles: dict[str, str]) -> CellFault:
    """A finding as a fault of a cell, with the article that it rests on."""
    message, hint, pointer = finding.message, drop_repair(finding.hint), finding.pointer
    if LACKS in message and FORM_NOTE in message:
        message, pointer = "“服务形式”填了“其他”，没有写是什么形式", f"{pointer}/form"
        hint = "写在“其他形式说明”一列，或者写成 其他（赛前集训）"
    elif LACKS in message:
        head, _, names = message.partition(LACKS)
        message = f"{head}没有写{NAME.sub('', names)}"
        hint = _describe_lacking(schemas, draft, finding.pointer, names)
    if finding.path != path:
        message = f"{message}（{finding.path}）"
    elif not draft.places and finding.rule != "schema" and (row := ROW.match(pointer)):  # of a record's file
        message = f"{describe_place(schemas, draft.kind, split_pointer(row[0]))}：{message}"
    if finding.article:
        message = f"{message}（{format_article(finding.article)}）"
    place = draft.find_place(pointer)
    if place and draft.kind == "plan":  # its courses have no other names yet than where they stand
        message = COURSE_ID.sub(r"\1", message)
    return CellFault(place, message, _name_fields(hint, titles))


def _name_fields(hint: str, titles: dict[str, str]) -> str:
    """A hint for those who fill in a sheet: fields by their headings, not by the names that records have."""
    for pattern, replacement in PLAIN:
        hint = re.sub(pattern, replacement, hint)
    return FIELD.sub(lambda match: f"“{titles[match[1]]}”" if match[1] in titles else match[0], hint)
