"""A part of a register that stands for itself: what rules and pages look at of some dossiers.

It goes to another process, or to another machine, as files and is typed there: objects would be larger and
slower. What is told of its dossiers there is what is told of them in the whole register.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..records.load import RECORDS, Document, Loaded, Names
from ..records.schemas import Kind, Schemas
from .register import TABLES, Register, build


class Excerpt(NamedTuple):
    """Files as they were filed, those that are not valid, the folders that the excerpt is of.

    A file is its path and its data as JSON. `without` are the folders in it that have no dossier.
    """

    files: list[tuple[str, bytes]]
    invalid: list[str]
    folders: tuple[str, ...]
    without: frozenset[str]


def excerpt(register: Register, folders: Iterable[str], beside: Iterable[str] = ()) -> Excerpt:
    """The excerpt of dossiers' folders: with them the tables, the dossiers they succeed, all their batches.

    `beside` are the folders of further dossiers that shall be known there.
    """
    folders = tuple(folders)
    taken = dict.fromkeys((*folders, *beside))
    batches: set[str] = set()
    for folder in list(taken):
        within = register.within(folder)
        batches.update(within.batches)
        for dossier in within.dossiers.values():
            taken[dossier.folder] = None
            batches.update(batch.id for batch in dossier.batches)
    shared = register.contents("")
    paths = {register.batches[id_].path for id_ in batches}
    documents = [each for each in shared.filed.values() if each.kind.name in TABLES or each.path in paths]
    for folder in taken:
        documents += register.contents(folder).filed.values()
    invalid = [path for folder in taken for path in register.contents(folder).invalid]
    return Excerpt(
        [(each.path, each.packed) for each in documents],
        invalid,
        folders,
        frozenset(folder for folder in taken if register.dossier_of(f"{folder}/institution.yml") is None),
    )


def rebuilt(excerpt: Excerpt, schemas: Schemas) -> Register:
    """The register that an excerpt is."""
    places = {path: _place(schemas, path) for path in (*dict(excerpt.files), *excerpt.invalid)}
    documents = {path: Document(path, *places[path], packed) for path, packed in excerpt.files}
    invalid = {path: places[path] for path in excerpt.invalid}
    return build(Loaded(documents, invalid, [], len(places)), schemas, excerpt.without)


def _place(schemas: Schemas, path: str) -> tuple[Kind, Names]:
    """The kind of a record's file and the values in its path."""
    found = schemas.place(path.removeprefix(f"{RECORDS}/"))
    assert found, path
    return found
