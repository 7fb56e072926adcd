"""The same sheet a second time: what the register has of it already, and in what it differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...finding import build_pointer, split_pointer
from ...json_data import Fields, JsonValue
from ...model.register import Register
from ...records.messages import describe_place
from ...records.schemas import Schemas
from ...records.values import format_value
from .draft import Draft
from .matching import ENVELOPE

# What comes to a record after its sheet, or beside it.
NOT_IN_SHEETS = ("steps", "remarks", "as_of", "supplements", "number", "type", "office", "authority", "batch")
MAX_DIFFERENCES = 8
OTHERWISE = {
    "plan": "没有一方通过的、退回了的，再导入一次，问到时答“是”，用这张表代替；"
    "通过以后要改的，请机构报计划调整",
    "summary": "退回了的，再导入一次，问到时答“是”，用这张表代替；之后补报的班写进那份文件的“补充”；"
    "写错的改正或添一份更正（registry new 机构编号 correction）",
}


class Existing(NamedTuple):
    """A record that is there, and in what a sheet differs from it, in words; nothing where it is the same."""

    path: str
    differences: tuple[str, ...]


def find_existing(
    draft: Draft, folder: str, register: Register, schemas: Schemas, year: int | None
) -> Existing | None:
    """The record that a draft repeats, or stands against: of its year, or an act with the same content."""
    documents = {
        path: document.data
        for path, document in register.documents.items()
        if path.startswith(f"{folder}/") and document.kind == draft.kind
    }
    if draft.kind in ("plan", "summary", "assessment"):
        for path, data in documents.items():
            if data["year"] == year:
                return Existing(path, tuple(list_differences(draft, data, schemas)))
        return None
    if draft.missing:  # what is not read may be what is new
        return None
    for path, data in documents.items():
        if data.get("year", year) == year and not list(list_differences(draft, data, schemas)):
            return Existing(path, ())
    return None


def list_differences(draft: Draft, data: Fields, schemas: Schemas) -> Iterator[str]:
    """In what a draft differs from a record, as far as the sheet tells it."""
    stated = {name: value for name, value in draft.data.items() if name not in NOT_IN_SHEETS}
    for pointer, new, old in _compare(stated, {name: data.get(name) for name in stated}, ""):
        is_known = new is None and pointer in ENVELOPE
        if is_known or pointer in draft.missing or (draft.kind == "amendment" and pointer.endswith("/id")):
            continue
        place = describe_place(schemas, draft.kind, split_pointer(pointer))
        yield f"{place}：登记册中是{_show(old)}，表中是{_show(new)}"


def _show(value: JsonValue) -> str:
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return "、".join(map(str, value))
    return "没有" if value is None else format_value(value)


def _compare(new: JsonValue, old: JsonValue, pointer: str) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    if isinstance(new, dict) and isinstance(old, dict):
        for name in dict.fromkeys((*new, *old)):
            yield from _compare(new.get(name), old.get(name), pointer + build_pointer(name))
    elif isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        for number, pair in enumerate(zip(new, old, strict=True)):
            yield from _compare(*pair, f"{pointer}/{number}")
    elif isinstance(new, list) and isinstance(old, list):
        yield pointer, f"{len(new)} 项", f"{len(old)} 项"
    elif new != old:
        yield pointer, new, old
