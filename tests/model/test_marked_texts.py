"""The texts with a keyword: of every record all that its schema marks, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from registry.finding import Parts
from registry.json_data import JsonValue
from registry.model.marked_texts import MarkedText, list_marked_texts
from registry.records.loader import Document
from registry.records.schemas import Schema, Schemas
from tests.conftest import CITY, examined


def walk(
    schemas: Schemas, schema: Schema, value: JsonValue, keyword: str, parts: Parts = ()
) -> Iterator[MarkedText]:
    """What a whole value has, by the schema itself."""
    schema = schemas.resolve(schema)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name, below in value.items():
            yield from walk(schemas, properties.get(name, {}), below, keyword, (*parts, name))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from walk(schemas, schema.get("items", {}), item, keyword, (*parts, i))
    elif isinstance(value, str) and keyword in schema:
        yield MarkedText(parts, schema, value)


@pytest.mark.parametrize("keyword", ["x-ref", "x-number", "format", "enum"])
def test_all_texts_are_listed_that_the_schema_marks(keyword: str) -> None:
    register, schemas = examined(CITY).register, examined(CITY).schemas
    total = 0
    for document in register.documents.values():
        marked = [*list_marked_texts(schemas, keyword, document)]
        schema = schemas.kinds[document.kind].schema
        expected = [*walk(schemas, schema, document.data, keyword)]
        assert sorted(marked, key=repr) == sorted(expected, key=repr), document.path
        total += len(marked)
    assert total > 50


def test_a_value_of_another_type_is_passed_over() -> None:
    schemas = Schemas(
        {"note.json": {"x-path": "notes/{id}.yml", "title": "", "properties": {"to": {"x-ref": "authority"}}}}
    )
    document = Document("records/notes/a.yml", "note", {"id": "a"}, b'{"to": 7, "more": {"to": "b"}}')
    assert [*list_marked_texts(schemas, "x-ref", document)] == []
