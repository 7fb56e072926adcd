"""What all kinds of record have in common; the kinds themselves are in kinds.py, made from schemas/."""

from __future__ import annotations

import datetime as dt

import msgspec

from ..records.record_path import get_stem


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A group of fields inside a record. What is absent is absent from its JSON too, as in the file."""


class Record(Part, frozen=True, kw_only=True):
    """The data of one record, as the type that its schema makes.

    Two fields are not in the schema: `path` is its file, from the register's root, and `at` the JSON
    Pointer at which it stands there (empty but for the filing inside an application).
    """

    path: str = ""
    at: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its ending: how other records name an act."""
        return get_stem(self.path)


class Act(Record, frozen=True, kw_only=True):
    """What happened to an institution on `date`, the day it took effect."""

    date: dt.date
