"""Corrections: a slip in a record is mended by a later act that names the place; nothing is rewritten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ..json_data import Fields, JsonValue
from ..json_pointer import ABSENT, find_value, replace_value, resolve_pointer, unescape_pointer
from ..records.loader import Document
from ..records.record_path import find_folder, get_name
from ..records.schemas import Schemas
from ..records.values import set_off
from ..suggest import find_nearest

# What a correction does; of another correction it may set right only the rest, such as a mistyped day.
EFFECT = {"file", "pointer", "old", "new"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class AppliedCorrection(NamedTuple):
    """A correction act's file, the file and pointer it mends, both values.

    `problem` says why it could not be applied, empty where it was; `place` is where the act is at fault.
    """

    path: str
    target: str
    pointer: str
    old: JsonValue
    new: JsonValue
    problem: str = ""
    place: str = ""


def apply_corrections(
    documents: Mapping[str, Document], schemas: Schemas
) -> tuple[dict[str, Document], dict[str, tuple[AppliedCorrection, ...]]]:
    """The documents with every correction applied, in order of date; and what was corrected, by dossier."""
    corrected = dict(documents)
    applied: dict[str, list[AppliedCorrection]] = defaultdict(list)
    acts = [each for each in documents.values() if each.kind == "correction"]
    # By date, then by file: a correction of what another correction has put there finds the value that it
    # names.
    for act in sorted(acts, key=lambda correction: (correction.data["date"], correction.path)):
        folder = find_folder(act.path)
        target = f"{folder}/{act.data['file']}"
        entry = AppliedCorrection(act.path, target, act.data["pointer"], act.data["old"], act.data["new"])
        place, problem, document = _apply(corrected.get(target), entry, schemas)
        if document:
            corrected[target] = document
        applied[folder].append(entry._replace(problem=problem, place=place))
    return corrected, {folder: tuple(entries) for folder, entries in applied.items()}


def _apply(
    document: Document | None, entry: AppliedCorrection, schemas: Schemas
) -> tuple[str, str, Document | None]:
    """The place of the fault, what it is, and the document as it is after the correction."""
    if document is None:
        return "/file", f"找不到要更正的文件 {get_name(entry.target)}", None
    if entry.target == entry.path:
        return "/file", "更正不能更正自己；还没有合并的直接改", None
    # What a correction did stays on record; else a second one could make it undo itself.
    if document.kind == "correction" and unescape_pointer(entry.pointer)[0] in EFFECT:
        return "/pointer", "更正改了什么不能再被更正，应对原来的位置另作一份更正", None
    # Looked for in what earlier corrections have made of the file: they come in order of their dates.
    data = document.data
    try:
        current: JsonValue = find_value(data, entry.pointer)
    except ABSENT:
        meant = _ask_pointer(data, entry.pointer)
        return "/pointer", f"文件中没有 {entry.pointer} 这个位置{meant}", None
    # In Python True == 1: a correction of the number 1 must not fit a yes.
    if current != entry.old or isinstance(current, bool) != isinstance(entry.old, bool):
        quotes = _describe_quotes("old", current, entry.old)
        return "/old", f"该处现为{set_off(current)}，更正中写的原值是{set_off(entry.old)}{quotes}", None
    replace_value(data, entry.pointer, entry.new)
    # The corrected record is what all else sees: it has to be one that could have been filed.
    if not schemas.is_valid(document.kind, data):
        quotes = _describe_quotes("new", entry.old, entry.new)
        return "/new", f"新值是{set_off(entry.new)}，不符合这一项的格式{quotes}", None
    return "", "", document.replace_data(data)


def _ask_pointer(data: Fields, pointer: str) -> str:
    """The question whether a name in a pointer has a slip, behind what is wrong; empty where none is near."""
    parts = pointer.split("/")
    for number in range(1, len(parts)):
        holder = resolve_pointer(data, "/".join(parts[:number]))
        if isinstance(holder, dict) and parts[number] not in holder:
            near = find_nearest(parts[number], holder)
            parts[number] = near
            meant = "/".join(parts)
            return f"，是否想写 {meant}？" if near and resolve_pointer(data, meant) is not None else ""
    return ""


def _describe_quotes(name: str, current: JsonValue, written: JsonValue) -> str:
    """How a value is written where it has quotes in the correction and none in the file, or the other way."""
    numbers = (int, float)  # True is an int to Python, and no number to a record
    if isinstance(written, str) and type(current) in numbers and NUMBER.fullmatch(written):
        return f"；数字不加引号，写成 {name}: {written}"
    if isinstance(current, str) and type(written) in numbers:
        return f'；这一项是文字，加英文双引号，写成 {name}: "{written}"'
    return ""
