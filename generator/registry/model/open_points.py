"""What of a city's law its regulation file leaves open: properties with `x-open` that it does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import build_pointer
from ..json_data import Fields, JsonObject
from ..records.schemas import Schema, Schemas

CITATIONS = "citations"


def may_be_open(schema: Schema) -> bool:
    """Whether a property says the city's law, and so may still be open."""
    return "x-open" in schema


def list_open_points(schemas: Schemas, data: JsonObject) -> dict[str, str]:
    """The titles of what a regulation's data leave open, by JSON Pointer, in the schema's order.

    No rule judges by these. The citations are one point, where none of them has an article yet.
    """
    return dict(_walk(schemas, schemas.kinds["regulation"].schema, data, ""))


def _walk(schemas: Schemas, schema: Schema, data: Fields, place: str) -> Iterator[tuple[str, str]]:
    for name, below in schemas.get_properties(schema):
        here, value = place + build_pointer(name), data.get(name)
        if may_be_open(below) and name not in data:
            yield here, below["title"]
        elif isinstance(value, dict):
            yield from _walk(schemas, below, value, here)
        elif name == CITATIONS and value and all(row.get("article") is None for row in value):
            yield here, below["title"]
