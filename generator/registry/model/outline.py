"""What the rest of a register asks of a dossier, told so short that ten thousand can be had at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from ..finding import Finding
from ..records.loader import Checked, Document
from ..records.schemas import Schema, Schemas


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """A dossier's folder: the findings of form in it, its valid and invalid files, what it says of others.

    `credit_code` is that of its institution, empty where its file is missing or not valid; `named` the ids
    that its records name, by kind of reference (but for its own acts).
    """

    findings: list[Finding]
    valid: list[str]
    invalid: list[str]
    credit_code: str
    named: dict[str, list[str]]


def has_institution(folder: str, outline: Outline) -> bool:
    """Whether there is an institution in a dossier's folder, valid or not."""
    path = f"{folder}/institution.yml"
    return bool(outline.credit_code) or path in outline.invalid or path in outline.valid


def folder_by_id(folders: Mapping[str, Outline]) -> dict[str, str]:
    """The folder of each id; of one that has several the last in which its institution is, if it is in one.

    A file that was put into another area's folder does not stand for the dossier.
    """
    found: dict[str, str] = {}
    for folder, outline in folders.items():
        id_ = folder.rpartition("/")[2]
        if id_ not in found or has_institution(folder, outline):
            found[id_] = folder
    return found


def outline(schemas: Schemas, folder: str, checked: Checked, documents: dict[str, Document]) -> Outline:
    """The outline of a folder; `documents` are its valid files, corrected."""
    named: dict[str, set[str]] = defaultdict(set)
    code = ""
    for path, document in documents.items():
        data, at = document.data, branches(schemas)[document.kind.name]
        for _, schema, value in referring(at, data) if at else ():
            named[schema["x-ref"]].add(value)
        if path == f"{folder}/institution.yml":
            code = data["credit_code"]
    named.pop("act", None)
    refers_to = {kind: sorted(ids) for kind, ids in sorted(named.items())}
    return Outline(checked.findings, [*documents], [*checked.invalid], code, refers_to)


class Branch(NamedTuple):
    """The part of a schema that leads to references: at this value, in its properties, in its items."""

    leaf: Schema | None
    properties: dict[str, Branch]
    items: Branch | None


def branch(schemas: Schemas, schema: Schema) -> Branch | None:
    """What of a schema leads to references; None where nothing does."""
    schema = schemas.resolve(schema)
    below = {name: branch(schemas, each) for name, each in schema.get("properties", {}).items()}
    properties = {name: each for name, each in below.items() if each}
    items = branch(schemas, schema["items"]) if "items" in schema else None
    leaf = schema if "x-ref" in schema else None
    return Branch(leaf, properties, items) if leaf or properties or items else None


Parts = tuple[str | int, ...]


def referring(at: Branch, value: Any, parts: Parts = ()) -> Iterator[tuple[Parts, Schema, str]]:
    """Every value that names another record: the way to it, its schema, the id."""
    if isinstance(value, dict):
        for name, below in at.properties.items():
            if name in value:
                yield from referring(below, value[name], (*parts, name))
    elif isinstance(value, list):
        for i, each in enumerate(value if at.items else ()):
            yield from referring(at.items, each, (*parts, i)) if at.items else ()
    elif at.leaf and isinstance(value, str):
        yield parts, at.leaf, value


@lru_cache(maxsize=4)
def branches(schemas: Schemas) -> dict[str, Branch | None]:
    """What of each kind's schema leads to references."""
    return {name: branch(schemas, kind.schema) for name, kind in schemas.kinds.items()}
