"""The data dictionary: every kind of record with its properties."""

from __future__ import annotations

import json
from typing import NamedTuple

from ...display import format_number
from ...records.schemas import LATER, Kind, Schema
from ..register_view import RegisterView
from .web_forms import list_form_kinds

TYPE_LABELS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是否",
    "array": "列表",
    "object": "一组字段",
}


class KindRow(NamedTuple):
    """A kind of record in a list."""

    name: str
    title: str
    description: str
    path: str
    article: str
    is_act: bool


class PropertyRow(NamedTuple):
    """A property in the page of its kind."""

    name: str
    path: str
    depth: int
    title: str
    type: str
    required: bool
    public: bool
    description: str
    later: str
    example: str


class DictionaryData(NamedTuple):
    """The page of all kinds of record."""

    kinds: list[KindRow]


class PropertyGroup(NamedTuple):
    """A property that holds others, and these."""

    row: PropertyRow
    below: list[PropertyRow]


class KindData(NamedTuple):
    """The page of a kind of record: its own properties, and those inside of each that holds others."""

    kind: KindRow
    has_form: bool
    rows: list[PropertyRow]
    groups: list[PropertyGroup]


def show_dictionary(view: RegisterView) -> DictionaryData:
    """All kinds of record."""
    return DictionaryData([build_kind_row(view, kind) for kind in view.schemas.kinds.values()])


def build_kind_row(view: RegisterView, kind: Kind) -> KindRow:
    """A kind of record in a list."""
    description, article = kind.schema["description"], view.format_basis(kind.article)
    return KindRow(kind.name, kind.title, description, f"records/{kind.path}", article, kind.is_act)


def show_kind(view: RegisterView, kind: Kind) -> KindData:
    """One kind of record with all its properties, nested ones apart by the one that holds them."""
    every = list_property_rows(view, kind.schema, "")
    rows = [row for row in every if row.depth == 0]
    groups = [
        PropertyGroup(row, [each for each in every if each.path.startswith(f"{row.name}.")]) for row in rows
    ]
    has_form = kind in list_form_kinds(view.schemas.kinds.values())
    return KindData(build_kind_row(view, kind), has_form, rows, [each for each in groups if each.below])


def list_property_rows(view: RegisterView, schema: Schema, prefix: str) -> list[PropertyRow]:
    """The properties of an object schema as rows."""
    rows = []
    required = view.schemas.resolve(schema).get("required", [])
    for name, below in view.schemas.get_properties(schema):
        items = view.schemas.resolve(below.get("items", {}))
        row = PropertyRow(
            name=name,
            path=f"{prefix}{name}",
            depth=prefix.count("."),
            title=below["title"],
            type=describe_type(below, items),
            required=name in required,
            public=bool(below.get("x-public")),
            description=below["description"],
            later=LATER.get(below.get("x-later", ""), ""),
            example=_format_example(below),
        )
        rows.append(row)
        inner = items if "properties" in items else below
        if "properties" in inner and "x-path" not in below:  # a whole record has a page of its own
            rows += list_property_rows(view, inner, f"{prefix}{name}.")
    return rows


def describe_type(schema: Schema, items: Schema) -> str:
    """What a property may hold, in words."""
    values = schema.get("enum") or items.get("enum")
    if values:
        words = "可填：" + "、".join(str(each) for each in values)
        return f"列表，{words}" if "items" in schema else words
    kinds = schema.get("type", "")
    words = "或".join(TYPE_LABELS.get(each, "空") for each in ([kinds] if isinstance(kinds, str) else kinds))
    return "日期" if schema.get("format") == "date" else words


def _format_example(schema: Schema) -> str:
    """The first example of a property, as one would type it; nothing of one that has parts."""
    value = schema["examples"][0]
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return ""
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return format_number(value) if isinstance(value, int | float) else str(value)
