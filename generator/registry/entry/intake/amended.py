"""An adjustment that says of a course what was planned and what is from now on: 原学时 beside 现学时."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...finding import split_pointer
from ...json_data import Fields, JsonValue
from ...json_pointer import resolve_pointer
from ...records.values import set_off
from ...typed import NotUnderstood, narrow
from ..headings import UNIT
from ..sheets.grid import CellPlace
from ..written.folding import is_nothing
from ..written.values import Context, find_choice, find_named_id, is_zero, read_value
from .draft import Draft
from .matching import ACTION, ACTION_CHOICES
from .sides import AFTER, BEFORE

ADDED, REPLACED = "增加", "修改"
NOTHING_AMENDED = "没有写调整后的内容，或者与计划都一样"
AMENDED_HINT = "改了哪一项，就填那一项调整后的内容；取消的课程，“调整类型”填 取消"
AS_PLANNED = "修改的课程，表中没有写的各项照计划填写"


class Amended(NamedTuple):
    """What a cell says of a field of a course: the field's pointer and title, the value, and as written."""

    pointer: str
    title: str
    value: JsonValue
    text: str
    place: CellPlace


def fill_amended(draft: Draft, planned: Mapping[str, Fields], context: Context) -> None:
    """Make of each row that says what is from now on a whole course, its other fields as planned."""
    for number, row in enumerate(draft.data.get("add", [])):
        here = f"/add/{number}"
        if not any(each.startswith(f"{here}/@{side}.") for each in draft.around for side in (BEFORE, AFTER)):
            continue  # of a table without such columns
        after = _read_stated(draft, here, AFTER, context)
        if _find_action(draft, here, row, after, context) == REPLACED:
            try:
                id_ = row.get("id") or find_named_id(str(row.get("title", "")), "course", context)
            except NotUnderstood:  # which is reported where the rows are sorted
                continue
            _replace(draft, here, after, planned.get(id_, {}), context)
        for said in after:
            draft.put(said.pointer, said.value)
            draft.places[said.pointer] = said.place
            draft.missing.discard(said.pointer)


def _find_action(draft: Draft, here: str, row: Fields, after: Sequence[Amended], context: Context) -> str:
    """What is done with a course; where no cell says it, it follows from what stands beside the course."""
    words = narrow(draft.around[f"{here}/{ACTION}"][0]) if f"{here}/{ACTION}" in draft.around else ""
    if not words:
        is_planned = row.get("title") in context.names.get("course", {}) or "id" in row
        was_planned = is_planned or _read_stated(draft, here, BEFORE, context)
        words = ADDED if not was_planned else REPLACED if after or not is_planned else ""
        place = draft.find_place(here)
        assert place  # of a row that was read
        draft.around[f"{here}/{ACTION}"] = (words, place)
    try:
        return find_choice(words, ACTION_CHOICES) if words else ""
    except NotUnderstood:  # which is reported where the rows are sorted
        return ""


def _replace(draft: Draft, here: str, after: Sequence[Amended], course: Fields, context: Context) -> None:
    """Fill a row with what its course has in the plan; what the sheet says was planned has to be that."""
    row = draft.get(here)
    for name in course:
        if name not in row:
            draft.forgive(f"{here}/{name}")
    row |= {**course, **row}
    for said in _read_stated(draft, here, BEFORE, context):
        there = resolve_pointer(course, said.pointer.removeprefix(here))
        if there != said.value:
            planned = f" {'、'.join(map(str, there))}" if isinstance(there, list) else set_off(there).rstrip()
            note = f"原{said.title}写的是“{said.text}”，计划中是{planned}"
            draft.add_fault("", said.place, note, "照已经通过的计划核对")
    if all(resolve_pointer(course, each.pointer.removeprefix(here)) == each.value for each in after):
        draft.add_fault("", draft.find_place(here), NOTHING_AMENDED, AMENDED_HINT)
    draft.remark(AS_PLANNED)


def _read_stated(draft: Draft, here: str, side: str, context: Context) -> list[Amended]:
    """What the cells of one side say in a row; what cannot be read is a fault of its cell."""
    prefix, stated = f"{here}/@{side}.", []
    for key, (text, place) in draft.around.items():
        if not key.startswith(prefix):
            continue
        pointer = f"{here}/{key.removeprefix(prefix).replace('.', '/')}"
        schema = context.schemas.resolve_path("amendment", split_pointer(pointer))[-1]
        title = UNIT.sub(r"\1", schema["title"])
        if is_nothing(text) and not (text and is_zero(text, schema)):
            continue
        try:
            value = 0 if is_zero(text, schema) else read_value(text, schema, context)
        except NotUnderstood as error:
            draft.add_fault(pointer, place, f"“{title}”：{error.message}", error.hint)
        else:
            stated.append(Amended(pointer, title, value, text, place))
    return stated
