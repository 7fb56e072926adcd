"""What a value of a form may name: areas, systems, authorities, regulations, batches and institutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ... import __version__
from ...forge.links import MAX_ADDRESS, Forge
from ...json_data import Fields, JsonObject, get_objects
from ...model.register import Register
from ...model.tables import is_valid_on
from ...records.messages import FORMATS, MAX_CHOICES, SAY, SECONDARY, TYPES
from ...records.record_path import RECORDS
from ...records.schemas import Schemas
from ...records.wanted import CHOICES, FREE_TEXT, KINDS, LENGTHS, NUMBERS
from ..next_record import list_waivable
from ..request import ROWS
from .pasting import build_paste_words

# What is wrong is reported in the words of the check.
SAYINGS: Fields = {
    "words": SAY,
    "secondary": sorted(SECONDARY),
    "types": TYPES,
    "formats": FORMATS,
    "choices": CHOICES,
    "most": MAX_CHOICES,
    "numbers": NUMBERS,
    "kinds": KINDS,
    "lengths": LENGTHS,
    "text": FREE_TEXT,
}
Select = Callable[[str], JsonObject]  # what may be shown of the record at a path


class NamedInstitution(NamedTuple):
    """An institution that a form offers: its area by id, as its folder has it, its state in words."""

    id: str
    name: str
    area: str
    state: str


class FormsAbout(NamedTuple):
    """The register of the forms: its title, day and commit, where its records are edited."""

    title: str
    day: dt.date
    commit: str
    forge: Forge | None
    staff: bool = False


def build_tables(
    register: Register,
    schemas: Schemas,
    select: Select,
    about: FormsAbout,
    institutions: Iterable[NamedInstitution],
) -> Fields:
    """What all forms of a site have in common; `select` says what of a record may be shown."""
    regulations = register.tables.regulations
    return {
        "title": about.title,
        "day": about.day.isoformat(),
        "commit": about.commit,
        "version": __version__,
        "staff": about.staff,
        "areas": _list_rows(register, select, "areas"),
        "systems": _list_rows(register, select, "systems"),
        "authorities": _list_authorities(register, select, about.day),
        "regulations": [_pick(select(each.path), ("id", "number", "title")) for each in regulations],
        "batches": [
            _pick(select(batch.path), ("id", "title", "window"))
            for batch in sorted(register.batches.values(), key=lambda batch: batch.id, reverse=True)
        ],
        "rules": [{"id": code, "name": title} for code, title in list_waivable().items()],
        # By them a saved file is known to be of another kind, and a file in a dossier is named.
        "kinds": {each.name: [each.title, [*each.properties], each.path] for each in schemas.kinds.values()},
        "institutions": [each._asdict() for each in institutions],
        # What is one file with rows is changed as a whole.
        "files": {kind: select(path) for kind, path in _find_rows_files(register).items()},
        "paste": build_paste_words(schemas),
        "say": SAYINGS,
        "forge": {**about.forge._asdict(), "longest": MAX_ADDRESS} if about.forge else None,
    }


def _list_authorities(register: Register, select: Select, day: dt.date) -> list[Fields]:
    """The authorities, those in office on the day first."""
    offices = register.tables.authorities.values()
    return [
        _pick(select(office.path), ("id", "name", "kind", "areas", "system"))
        | {"current": is_valid_on(office, day)}
        for office in sorted(offices, key=lambda office: (not is_valid_on(office, day), office.id))
    ]


def _list_rows(register: Register, select: Select, kind: str) -> list[Fields]:
    """The rows of a table that is one file; none where there is no such file."""
    path = _find_rows_files(register).get(kind)
    rows = get_objects(select(path), kind) if path else []
    return [_pick(row, ("id", "name", "valid_from", "valid_to")) for row in rows]


def _find_rows_files(register: Register) -> dict[str, str]:
    """The paths of the tables that are one file each, by kind, where they are there."""
    paths = {kind: f"{RECORDS}/{kind}.yml" for kind in ROWS}
    return {kind: path for kind, path in paths.items() if path in register.documents}


def _pick(row: JsonObject, names: Iterable[str]) -> Fields:
    return {name: row[name] for name in names if row.get(name) is not None}
