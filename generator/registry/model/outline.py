"""A summary of each dossier: what the rest of a register needs of it, small enough to hold ten thousand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ..finding import Finding
from ..json_data import JsonValue
from ..records.record_path import RecordPath
from ..records.schemas import Schema, Schemas


class DossierSummary(msgspec.Struct, frozen=True, array_like=True):
    """A dossier's folder: the findings of form in it, its valid and invalid files, what it says of others.

    `credit_code` is that of its institution, empty where it is not known, `former_codes` are those that
    conversions have replaced; `named` the ids that its records name, by kind of reference (but for its own
    acts).
    """

    findings: list[Finding]
    valid: list[str]
    invalid: list[str]
    credit_code: str
    named: dict[str, list[str]]
    former_codes: list[str] = []

    @property
    def is_dossier(self) -> bool:
        """Whether there is a record of a known kind; a folder may be empty, or have a stray file alone."""
        return bool(self.valid or self.invalid)

    @property
    def codes(self) -> frozenset[str]:
        """Every credit code that the institution has or had."""
        return frozenset(filter(None, (self.credit_code, *self.former_codes)))


def has_institution(folder: str, outline: DossierSummary) -> bool:
    """Whether there is an institution in a dossier's folder, valid or not."""
    return is_institution_valid(folder, outline) or f"{folder}/institution.yml" in outline.invalid


def is_institution_valid(folder: str, outline: DossierSummary) -> bool:
    """Whether there is an institution in a dossier's folder that can be read."""
    return bool(outline.credit_code) or f"{folder}/institution.yml" in outline.valid


def map_folders(folders: Mapping[str, DossierSummary]) -> dict[str, str]:
    """The folder of each id; of one that has several the last in which its institution is, if it is in one.

    A file that was put into another area's folder does not stand for the dossier.
    """
    homes: dict[str, str] = {}
    for folder, outline in folders.items():
        id_ = RecordPath.of_folder(folder).id
        # A folder with an institution wins over one that only has a stray act of the same id.
        if id_ not in homes or has_institution(folder, outline):
            homes[id_] = folder
    return homes


class SchemaTree(NamedTuple):
    """The part of a schema that leads to some values: at this value, in its properties, in its items."""

    leaf: Schema | None
    properties: dict[str, SchemaTree]
    items: SchemaTree | None


def find_leaves(schemas: Schemas, schema: Schema, keyword: str) -> SchemaTree | None:
    """What of a schema leads to values whose schema has a keyword; None where nothing does."""
    schema = schemas.resolve(schema)
    # Cut down once a schema: of the values of a record only those are visited that can bear the keyword.
    below = {name: find_leaves(schemas, each, keyword) for name, each in schema.get("properties", {}).items()}
    properties = {name: each for name, each in below.items() if each}
    items = find_leaves(schemas, schema["items"], keyword) if "items" in schema else None
    leaf = schema if keyword in schema else None
    return SchemaTree(leaf, properties, items) if leaf or properties or items else None


Parts = tuple[str | int, ...]


def list_leaves(at: SchemaTree, value: JsonValue, parts: Parts = ()) -> Iterator[tuple[Parts, Schema, str]]:
    """Every text that a tree leads to: the way to it, its schema, the text."""
    if isinstance(value, dict):
        for name, below in at.properties.items():
            if name in value:
                yield from list_leaves(below, value[name], (*parts, name))
    elif isinstance(value, list):
        for i, item in enumerate(value if at.items else ()):
            yield from list_leaves(at.items, item, (*parts, i)) if at.items else ()
    elif at.leaf and isinstance(value, str):
        yield parts, at.leaf, value


@lru_cache(maxsize=8)
def find_all_leaves(schemas: Schemas, keyword: str) -> dict[str, SchemaTree | None]:
    """What of each kind's schema leads to values whose schema has a keyword."""
    return {name: find_leaves(schemas, kind.schema, keyword) for name, kind in schemas.kinds.items()}
