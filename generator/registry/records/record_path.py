"""A record's path from the register's root, in its parts: no one else cuts paths."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

RECORDS = "records"
# Where the records of institutions lie; all else are tables, which rest on none of them.
INSTITUTIONS = f"{RECORDS}/institutions/"
OF_INSTITUTIONS = (INSTITUTIONS, f"{RECORDS}/batches/", f"{RECORDS}/repairs/")
AREAS, SYSTEMS = f"{RECORDS}/areas.yml", f"{RECORDS}/systems.yml"


class RecordPath(NamedTuple):
    """The parts of the path of a file in a dossier: its area, the institution's id, what is below.

    Of a file that lies in no dossier `area` and `id` are empty and `below` is the whole path.
    """

    area: str
    id: str
    below: str

    @classmethod
    def parse(cls, path: str) -> RecordPath:
        """The parts of a file's path."""
        parts = path.split("/", 4)
        if len(parts) < 5 or parts[:2] != [RECORDS, "institutions"]:
            return cls("", "", path)
        return cls(*parts[2:])

    @classmethod
    def parse_folder(cls, folder: str) -> RecordPath:
        """The parts of the path of a dossier's folder, in which nothing is `below`."""
        return cls.parse(f"{folder}/")


@lru_cache(1 << 16)
def get_dossier_id(folder: str) -> str:
    """The id of the institution whose dossier lies in a folder; empty where none does."""
    # Asked of all dossiers ten times a run: it is remembered, and no RecordPath is made of each.
    parts = folder.split("/", 4) if folder.startswith(INSTITUTIONS) else ()
    return parts[3] if len(parts) > 3 else ""


def get_name(path: str) -> str:
    """The name of the file that a path leads to."""
    return path.rpartition("/")[2]


def get_stem(path: str) -> str:
    """A record's name without its ending: how other records name an act."""
    # Asked of each act many times: it calls no other function.
    return path.rpartition("/")[2].removesuffix(".yml")


def parse_act_kind(stem: str) -> str:
    """The kind of an act by its file's name: <date>-<kind>[-<nn>]."""
    return stem[11:].rstrip("-0123456789")


def find_folder(path: str) -> str:
    """What a file is read with: a dossier (records/institutions/<area>/<id>), or a folder that they share."""
    parts = path.split("/", 4)
    return path[: -len(parts[4]) - 1] if len(parts) > 4 else path.rpartition("/")[0]
