"""The public view: of a record, only what its schema marks `x-public`.

An allow-list, so nothing leaks by being forgotten.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..model.kinds import Correction
from ..model.register import Dossier, Register
from ..records.load import Document
from ..records.schemas import Schema, Schemas

# The public properties of an object (or of the objects in a list) by name; None: the whole value is public.
Mask = dict[str, "Mask"] | None

# Records kept: more than a dossier has.
KEPT = 256


def public(schemas: Schemas, document: Document) -> dict[str, Any]:
    """The public part of a document, as plain data."""
    found: dict[str, Any] = _masked(_mask_of(schemas, document.kind.name), document.data)
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


@lru_cache(1024)
def _mask_of(schemas: Schemas, kind: str, name: str = "") -> Mask:
    """The mask of a kind of record, or of one of its properties."""
    schema = schemas.kinds[kind].schema
    return _mask(schemas, schema["properties"][name] if name else schema)


def _mask(schemas: Schemas, schema: Schema) -> Mask:
    schema = schemas.resolve(schema)
    if "items" in schema:
        return _mask(schemas, schema["items"])
    if "properties" not in schema:
        return None
    return {
        name: _mask(schemas, below) for name, below in schema["properties"].items() if below.get("x-public")
    }


def _masked(mask: Mask, value: Any) -> Any:
    if mask is None:
        return value
    if isinstance(value, dict):
        return {name: _masked(mask[name], below) for name, below in value.items() if name in mask}
    return [_masked(mask, below) for below in value] if isinstance(value, list) else value


def _public_change(schemas: Schemas, change: dict[str, Any]) -> dict[str, Any] | None:
    """One changed property; its values are as public as the institution's own property is."""
    name = change.get("field", "")
    if not schemas.kinds["institution"].properties.get(name, {}).get("x-public"):
        return None
    mask = _mask_of(schemas, "institution", name)
    return {each: value if each == "field" else _masked(mask, value) for each, value in change.items()}


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


def public_part(schemas: Schemas, schema: Schema, value: Any) -> Any:
    """The public part of a value that a schema describes."""
    return _masked(_mask(schemas, schema), value)
