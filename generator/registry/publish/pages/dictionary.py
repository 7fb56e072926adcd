"""The data dictionary: every kind of record with its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import format_number
from ...records.schemas import LATER, Kind, Schema

if TYPE_CHECKING:
    from ..register_view import RegisterView


TYPE_LABELS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是否",
    "array": "列表",
    "object": "一组字段",
}


def show_dictionary(view: RegisterView) -> dict[str, Any]:
    """All kinds of record."""
    return {"kinds": [build_kind_row(view, kind) for kind in view.schemas.kinds.values()]}


def build_kind_row(view: RegisterView, kind: Kind) -> dict[str, Any]:
    """A kind of record in a list."""
    return {
        "name": kind.name,
        "title": kind.title,
        "description": kind.schema["description"],
        "path": f"records/{kind.path}",
        "article": view.format_basis(kind.article),
        "is_act": kind.is_act,
    }


def show_kind(view: RegisterView, kind: Kind) -> dict[str, Any]:
    """One kind of record with all its properties, nested ones after the one that holds them."""
    return {**build_kind_row(view, kind), "rows": list(list_property_rows(view, kind.schema, ""))}


def list_property_rows(view: RegisterView, schema: Schema, prefix: str) -> list[dict[str, Any]]:
    """The properties of an object schema as rows."""
    rows: list[dict[str, Any]] = []
    required = view.schemas.resolve(schema).get("required", [])
    for name, below in view.schemas.get_properties(schema):
        items = view.schemas.resolve(below.get("items", {}))
        rows.append(
            {
                "name": name,
                "path": f"{prefix}{name}",
                "depth": prefix.count("."),
                "title": below["title"],
                "type": describe_type(below, items),
                "required": name in required,
                "public": bool(below.get("x-public")),
                "description": below["description"],
                "later": LATER.get(below.get("x-later", ""), ""),
                "example": _example(below),
            }
        )
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


def _example(schema: Schema) -> str:
    value = schema["examples"][0]
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return ""
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        format_number(value)
        if isinstance(value, int | float)
        else str(value)
        if value is not None
        else "null"
    )
