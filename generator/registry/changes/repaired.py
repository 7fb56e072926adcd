"""Which errors that stood at a base the repairs of a change have ended, and by which of their rows.

Each is found out by doing it: the base with what the repairs say and nothing else is checked, and again
without one row at a time. A row is needed where an error stands without it that all rows together end.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from ..finding import Finding
from ..lifecycle.present import arrange_dossier
from ..model.build import build_register
from ..model.difference import Difference
from ..model.register import Register
from ..model.repairs import RepairWay, remove_rows
from ..records.loader import Document, LoadedRecords, place_document
from ..records.record_path import find_folder, get_dossier_id
from ..records.schemas import Schemas
from ..rules import engine

# What tells a row of a list by its number, in a pointer and in words.
INDEX = re.compile(r"/[0-9]+(?=/|$)|第 [0-9]+ 项", re.ASCII)
Errors = dict[tuple[str, str, str, str], Finding]


def find_ended_errors(
    difference: Difference, schemas: Schemas, day: dt.date
) -> dict[RepairWay, list[Finding]]:
    """For each row of the repairs the errors that stand without it; none where no error of the base ends."""
    ways = list(difference.ways)
    folders = _list_concerned(difference.base, ways)
    # The dossiers that are not built here exist all the same: no reference to one of them is an error.
    others = difference.base.known_ids["institution"] - {get_dossier_id(each) for each in folders}
    contents = [difference.base.read_folder(name) for name in ("", *folders)]
    filed = [document for each in contents for document in each.filed.values()]
    invalid = [document for each in contents for document in each.invalid.values()]

    def errors(ways: Collection[RepairWay]) -> Errors:
        unread = (each for each in invalid if not any(way.holds(each.path) for way in ways))
        repaired = _list_repaired(difference, filed, ways, schemas)
        register = build_register(
            LoadedRecords.from_documents((*repaired, *unread), schemas), arrange=arrange_dossier
        )
        ids = {**register.known_ids, "institution": register.known_ids["institution"] | others}
        findings = engine.run_rules(replace(register, known_ids=ids), schemas, day)
        return {_make_key(each, ways): each for each in findings if each.severity == "error"}

    return _group_by_way(ways, errors)


def _group_by_way(
    ways: list[RepairWay], errors: Callable[[Collection[RepairWay]], Errors]
) -> dict[RepairWay, list[Finding]]:
    before, after = errors([]), errors(ways)
    if before.keys() <= after.keys():  # all rows together end nothing: none of them is needed
        return {}
    needed = {}
    for way in ways:
        without = errors([each for each in ways if each != way])
        needed[way] = [each for kind, each in without.items() if kind not in after]
    return needed


def _list_concerned(base: Register, ways: Iterable[RepairWay]) -> list[str]:
    """The dossiers that repairs may concern: those named, and those that share id or code or name them."""
    ids = {get_dossier_id(each) for way in ways for each in _list_folders(way)} - {""}
    named = (outline for each, outline in base.folders.items() if get_dossier_id(each) in ids)
    codes = {code for outline in named for code in outline.codes}
    return [
        folder
        for folder, outline in base.folders.items()
        if get_dossier_id(folder) in ids
        or not codes.isdisjoint(outline.codes)
        or not ids.isdisjoint(outline.named.get("institution", ()))
    ]


def _list_folders(way: RepairWay) -> list[str]:
    """The folders of dossiers that a row names."""
    paths = [each for each in (way.source, way.target) if each]
    return [find_folder(each) if each.endswith(".yml") else each for each in paths]


def _list_repaired(
    difference: Difference, filed: Iterable[Document], ways: Collection[RepairWay], schemas: Schemas
) -> Iterator[Document]:
    """The files of the base with what these rows make of them; what is moved is as the head has it."""
    for document in filed:
        way = next((each for each in ways if each.holds(document.path)), None)
        if way is None:
            yield document.replace_data(remove_rows(document, ways))
        elif way.target:
            path = way.find_target(document.path)
            yield difference.head.filed.get(path) or place_document(path, document.packed, schemas)


def _make_key(finding: Finding, ways: Iterable[RepairWay]) -> tuple[str, str, str, str]:
    """What an error has in common with the same one where rows have gone, files moved and ids changed."""
    path, message = finding.path, finding.message
    for way in ways:
        if way.target and (path == way.target or path.startswith(f"{way.target}/")):
            path = way.source + path[len(way.target) :]
        if way.given:
            message = message.replace(way.given, way.former)
    return drop_numbers((finding.rule, path, finding.pointer, message))


def drop_numbers(identity: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """What a finding, as Finding.identify has it, shares with one that differs in numbers of rows only."""
    rule, path, pointer, message = identity
    return rule, path, INDEX.sub("/*", pointer), INDEX.sub("*", message)
