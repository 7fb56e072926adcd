"""Two cells of one thing: 原电话 and 现电话, or 变更前 and 变更后 below it; of a course 原学时 and 现学时."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...records.schemas import Schemas
from ..headings import UNIT, Field, list_fields, make_text_field
from ..request import list_change_fields
from ..sheets.grid import CellPlace, CellValue
from ..written.folding import is_nothing
from .draft import Draft

SIDES = "/sides"  # the rows of such a table, which are no list of the record
BEFORE, AFTER = "before", "after"
OF_SIDE = re.compile(rf"{SIDES}(?:/\*)?/@(?P<side>{BEFORE}|{AFTER})/(?P<name>[a-z_]+)")
# How each side is written before the name of a property, or behind or below it.
PREFIXES = {
    BEFORE: ["原", "原来", "原来的", "原有", "旧", "变更前", "变更前的", "调整前", "调整前的"],
    AFTER: ["现", "现在", "现在的", "新", "变更后", "变更后的", "变更为", "调整后", "调整后的", "调整为"],
}
SUFFIXES = {
    BEFORE: ["原", "原来", "变更前", "更改前", "调整前"],
    AFTER: ["现", "现在", "变更后", "更改后", "变更为", "调整后", "调整为"],
}
ADDED = "/add"  # the rows of an adjustment, before they are sorted
NOTHING_CHANGED = "没有写变更后的内容，或者与变更前都一样"
CHANGE_HINT = "改了哪一项，就填那一项变更后的内容"


class Side(NamedTuple):
    """What a cell says of a property, before the change or after it."""

    name: str
    side: str
    place: CellPlace
    value: CellValue


def list_side_fields(schemas: Schemas) -> Iterator[Field]:
    """The fields of such tables and forms; a property without a side may stand above both."""
    for name, schema in list_change_fields(schemas).items():
        words = (UNIT.sub(r"\1", schema["title"]), *schema.get("x-headings", ()))
        for side in PREFIXES:
            headings = _list_headings(side, words)
            yield make_text_field(f"{SIDES}/*/@{side}/{name}", SIDES, headings)
            yield make_text_field(f"{SIDES}/@{side}/{name}", "", headings)
        yield make_text_field(f"@{SIDES}/{name}", SIDES, words)


def _list_headings(side: str, words: Sequence[str]) -> list[str]:
    """How each side of what is called by some words is headed."""
    headings = [f"{prefix}{word}" for prefix in PREFIXES[side] for word in words]
    return headings + [f"{word}{suffix}" for suffix in SUFFIXES[side] for word in words]


def list_amended_fields(schemas: Schemas) -> Iterator[Field]:
    """The fields of an adjustment with two cells of each field of a course; its title is the planned one."""
    for field in list_fields(schemas, "amendment"):
        name = field.pointer.removeprefix(f"{ADDED}/*/").replace("/", ".")
        if field.row_list != ADDED or name == "id":
            continue
        for side in PREFIXES:
            headings = _list_headings(side, field.headings)
            if (side, name) == (BEFORE, "title"):
                yield field._replace(headings=tuple(headings))
            else:
                yield make_text_field(f"{ADDED}/*/@{side}.{name}", ADDED, headings)


def read_side(field: Field, place: CellPlace, value: CellValue) -> Side | None:
    """What a cell of such a field says; None of any other field."""
    match = OF_SIDE.fullmatch(field.pointer)
    return Side(match["name"], match["side"], place, value) if match else None


def add_sides(draft: Draft, stated: list[Side], schemas: Schemas) -> None:
    """Add a change for each property of which it is said what it is now; what is not said has not changed."""
    pairs: dict[str, dict[str, Side]] = defaultdict(dict)
    for side in stated:
        if not is_nothing(side.value) or side.side not in pairs[side.name]:
            pairs[side.name][side.side] = side
    titles = {name: schema["title"] for name, schema in list_change_fields(schemas).items()}
    silent = []
    for name, sides in pairs.items():
        after = sides.get(AFTER)
        if after is None or is_nothing(after.value):
            if BEFORE in sides and not is_nothing(sides[BEFORE].value):
                silent.append(titles[name])
            continue
        here = f"/changes/{len(draft.get('/changes') or [])}"
        draft.put(f"{here}/field", titles[name], after.place)
        for side in sides.values():
            draft.places[f"{here}/{side.side}"] = side.place
            draft.put(f"{here}/{side.side}", None if is_nothing(side.value) else side.value)  # type: ignore[arg-type]
    if silent:
        draft.remark(f"没有写变更后的内容，没有录入：{'、'.join(silent)}")
    if stated:
        draft.places.setdefault("/changes", stated[0].place)
    if stated and not draft.get("/changes"):
        draft.add_fault("/changes", stated[0].place, NOTHING_CHANGED, CHANGE_HINT)
