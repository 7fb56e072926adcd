"""The texts of a record whose schema has a certain keyword, such as the ids that it names (x-ref)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict

import msgspec

from ..finding import Parts
from ..json_data import JsonValue
from ..records.loader import Document
from ..records.schemas import Schema, Schemas


class MarkedText(NamedTuple):
    """A text of a record: the way to it, its schema, and what it says."""

    parts: Parts
    schema: Schema
    text: str


class SchemaTree(NamedTuple):
    """The part of a schema that leads to some values: at this value, in its properties, in its items."""

    leaf: Schema | None
    properties: dict[str, SchemaTree]
    items: SchemaTree | None


class _Reader(NamedTuple):
    """The part of a kind's schema that leads to marked texts, and a decoder of nothing else."""

    tree: SchemaTree
    decoder: msgspec.json.Decoder[JsonValue]


def list_marked_texts(schemas: Schemas, keyword: str, document: Document) -> Iterator[MarkedText]:
    """The texts of a valid document whose schema has `keyword`, in the order of the schema."""
    reader = _make_reader(schemas, keyword, document.kind)
    if reader:
        yield from _walk(reader.tree, reader.decoder.decode(document.packed), ())


def _walk(tree: SchemaTree, value: JsonValue, parts: Parts) -> Iterator[MarkedText]:
    if isinstance(value, dict):
        for name, below in tree.properties.items():
            if name in value:
                yield from _walk(below, value[name], (*parts, name))
    elif isinstance(value, list) and tree.items:
        for i, item in enumerate(value):
            yield from _walk(tree.items, item, (*parts, i))
    elif tree.leaf and isinstance(value, str):
        yield MarkedText(parts, tree.leaf, value)


@lru_cache(maxsize=256)
def _make_reader(schemas: Schemas, keyword: str, kind: str) -> _Reader | None:
    """What reads the marked texts of a kind; None where it has none."""
    tree = _find_tree(schemas, schemas.kinds[kind].schema, keyword)
    return _Reader(tree, msgspec.json.Decoder(_make_type(tree))) if tree else None


def _find_tree(schemas: Schemas, schema: Schema, keyword: str) -> SchemaTree | None:
    """What of a schema leads to values whose schema has a keyword; None where nothing does."""
    schema = schemas.resolve(schema)
    # Cut down once a schema: of the values of a record only those are visited that can bear the keyword.
    below = {name: _find_tree(schemas, each, keyword) for name, each in schema.get("properties", {}).items()}
    properties = {name: each for name, each in below.items() if each}
    items = _find_tree(schemas, schema["items"], keyword) if "items" in schema else None
    leaf = schema if keyword in schema else None
    return SchemaTree(leaf, properties, items) if leaf or properties or items else None


def _make_type(tree: SchemaTree) -> Any:
    """The type of what a tree leads to, by which a decoder passes over all else."""
    # Every rule about marked texts is asked of every record, and most of a record is other text: to decode
    # it whole takes three times as long.
    if tree.leaf:
        return Any
    if tree.items:
        return list[_make_type(tree.items)]  # type: ignore[misc]
    fields = {name: _make_type(each) for name, each in tree.properties.items()}
    return TypedDict("Marked", fields, total=False)  # type: ignore[operator]
