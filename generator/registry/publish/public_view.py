"""The public view: of a record, only what its schema marks `x-public`.

An allow-list, so nothing leaks by being forgotten.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache
from typing import Any, TypedDict

import msgspec

from ..lifecycle.as_of import happened_by, later_changed, with_changed
from ..lifecycle.plans import InPlan
from ..model.dossier import Dossier
from ..model.kinds import Change, Correction
from ..model.register import Register
from ..records.loader import Document
from ..records.schemas import Schema, Schemas

# The texts of an act, of which the first there is tells most.
TEXTS = ("text", "conclusion", "facts", "reason")
# What stands in the place of a text that names an institution which was never listed.
UNNAMED = "原机构没有列入过名单，不予公开。"
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
    """The public parts of the records of a register on a day, which nobody changes.

    The institution is as it was on the day, and what came to a record later is left out; without a day all
    is as it stands.

    Those last asked for are kept: the pages and files of a dossier ask for the same, one after the other.
    """

    def __init__(self, schemas: Schemas, register: Register, day: dt.date | None = None) -> None:
        self.schemas = schemas
        self.register = register
        self.day = day
        self.of = lru_cache(KEPT)(self._of)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The institutions that were ever listed by the day; of others there is no trace."""
        return frozenset(self.register.public_ids(self.day or dt.date.max))

    def _of(self, path: str) -> dict[str, Any]:
        document = self.register.documents[path]
        dossier = self.register.dossier_of(path) if document.kind.name == "institution" else None
        if self.day and dossier and (other := later_changed(dossier, self.day)):
            document = document.holding(with_changed(document.data, other))
        found = public(self.schemas, document)
        if self.day:
            found = happened_by(found, self.day)
        if document.kind.name == "succession" and found.get("predecessor") not in self.listed:
            found = self._without_predecessor(found)
        return found

    def _without_predecessor(self, act: dict[str, Any]) -> dict[str, Any]:
        """A succession without the institution that was succeeded, wherever the act names it."""
        id_ = act.get("predecessor", "")
        known = self.register.dossiers.get(id_)
        names = [id_, *(known_names(known) if known else ())]
        return {
            name: UNNAMED if isinstance(value, str) and any(each in value for each in names) else value
            for name, value in act.items()
            if name != "predecessor"
        }

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


def known_names(dossier: Dossier) -> set[str]:
    """The names that an institution has or had."""
    moved = (each for act in dossier.acts_of(Change) for each in act.changes if each.field == "name")
    former = {str(name) for each in moved for name in (each.before, each.after) if name}
    return {dossier.institution.name, *former}


def is_public_value(schemas: Schemas, register: Register, dossier: Dossier, correction: Correction) -> bool:
    """Whether the value that a correction mends may be seen by the public."""
    document = register.documents.get(f"{dossier.folder}/{correction.file}")
    if document is None:
        return False
    parts = [int(part) if part.isdecimal() else part for part in correction.pointer.split("/")[1:]]
    if document.kind.name == "change" and parts[0] == "changes":
        return _is_public_change(schemas, document, parts[1:])
    if document.kind.name == "succession" and parts == ["predecessor"]:
        return all(register.listing.get(str(each)) for each in (correction.old, correction.new))
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
