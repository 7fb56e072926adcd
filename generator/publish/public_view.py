"""The public view: of a record, only what its schema marks `x-public`.

An allow-list, so nothing leaks by being forgotten.
"""

from __future__ import annotations

from typing import Any

from ..records.load import Document
from ..records.schemas import Schema, Schemas


def public(schemas: Schemas, document: Document) -> dict[str, Any]:
    """The public part of a document, as plain data."""
    found = public_part(schemas, document.kind.schema, document.data)
    assert isinstance(found, dict)
    return found


def public_part(schemas: Schemas, schema: Schema, value: Any) -> Any:
    """The public part of a value that a schema describes."""
    schema = schemas.resolve(schema)
    if isinstance(value, dict) and "properties" in schema:
        properties = schema["properties"]
        return {
            name: public_part(schemas, properties[name], below)
            for name, below in value.items()
            if name in properties and properties[name].get("x-public")
        }
    if isinstance(value, list):
        return [public_part(schemas, schema.get("items", {}), below) for below in value]
    return value
