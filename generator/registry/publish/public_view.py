"""The public view: of a record, only what its schema marks `x-public`.

An allow-list, so nothing leaks by being forgotten.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypedDict

import msgspec

from ..lifecycle.plans import InPlan
from ..model.dossier import Dossier
from ..model.kinds import Correction
from ..model.register import Register
from ..records.loader import Document
from ..records.schemas import Schema, Schemas

# The texts of an act, of which the first there is tells most.
TEXTS = ("text", "conclusion", "facts", "reason")
# Records kept: more than a dossier has.
KEPT = 256


def public(schemas: Schemas, document: Document) -> dict[str, Any]:
    """The public part of a document, as plain data."""
    found: dict[str, Any] = _decoder(schemas, document.kind.name).decode(document.packed)
    if document.kind.name == "change" and "changes" in found:
        changes = (_public_change(schemas, each) for each in found["changes"])
        found["changes"] = [each for each in changes if each]
    return found


class PublicRecords:
    """The public parts of the records of a register, which nobody changes.

    Those last asked for are kept: the pages and files of a dossier ask for the same, one after the other.
    """

    def __init__(self, schemas: Schemas, register: Register) -> None:
        self.schemas = schemas
        self.register = register
        self.of = lru_cache(KEPT)(self._of)

    def _of(self, path: str) -> dict[str, Any]:
        return public(self.schemas, self.register.documents[path])

    def course(self, row: InPlan) -> dict[str, Any]:
        """The public part of a course in a plan."""
        _, name, index = row.pointer.split("/")
        found: dict[str, Any] = self.of(row.path)[name][int(index)]
        return found


@lru_cache(1024)
def _decoder(schemas: Schemas, kind: str) -> msgspec.json.Decoder[Any]:
    """Reads the public part of a kind of record; what is not public is passed over."""
    return msgspec.json.Decoder(_public_type(schemas, schemas.kinds[kind].schema))


@lru_cache(1024)
def _property_type(schemas: Schemas, name: str) -> Any:
    """The public part of a property of institutions, as a type."""
    return _public_type(schemas, schemas.kinds["institution"].properties[name])


def _public_type(schemas: Schemas, schema: Schema) -> Any:
    """The public part of what a schema describes, as a type: an object has its public properties alone."""
    schema = schemas.resolve(schema)
    if "items" in schema:
        return list[_public_type(schemas, schema["items"])] | None  # type: ignore[misc]
    if "properties" not in schema:
        return Any
    shown = {name: below for name, below in schema["properties"].items() if below.get("x-public")}
    types = {name: _public_type(schemas, below) for name, below in shown.items()}
    return TypedDict("Public", types, total=False) | None  # type: ignore[operator]


def _public_change(schemas: Schemas, change: dict[str, Any]) -> dict[str, Any] | None:
    """One changed property; its values are as public as the institution's own property is."""
    name = change.get("field", "")
    if not schemas.kinds["institution"].properties.get(name, {}).get("x-public"):
        return None
    type_ = _property_type(schemas, name)
    return {
        each: value if each == "field" else msgspec.convert(value, type_) for each, value in change.items()
    }


def is_public_value(schemas: Schemas, register: Register, dossier: Dossier, correction: Correction) -> bool:
    """Whether the value that a correction mends may be seen by the public."""
    document = register.documents.get(f"{dossier.folder}/{correction.file}")
    if document is None:
        return False
    parts = [int(part) if part.isdecimal() else part for part in correction.pointer.split("/")[1:]]
    if document.kind.name == "change" and parts[0] == "changes":
        return _is_public_change(schemas, document, parts[1:])
    chain = schemas.at(document.kind.name, parts)[1:]
    named = [schema for part, schema in zip(parts, chain, strict=False) if isinstance(part, str)]
    return len(chain) == len(parts) and all(schema.get("x-public") for schema in named)


def _is_public_change(schemas: Schemas, document: Document, parts: list[str | int]) -> bool:
    """Whether a value inside the changes of a change act is still there in its public part."""
    kept: Any = [_public_change(schemas, each) for each in document.data["changes"]]
    for part in parts:
        try:
            kept = kept[part]
        except (KeyError, IndexError, TypeError):
            return False
    return kept is not None
