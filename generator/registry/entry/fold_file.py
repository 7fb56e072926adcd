"""Write institution.yml as the acts of its dossier say, into the text that is there."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from ..json_data import JsonValue
from ..lifecycle.present import list_to_write
from ..model.dossier import Dossier
from ..records.scalars import ISO_DATE
from ..records.schemas import Schemas
from ..records.values import write_literal
from .round_trip import read_document, write_document


def write_fold(dossier: Dossier, schemas: Schemas, text: str) -> str | None:
    """The text that institution.yml should have; `text` is what it has now, empty where there is no file.

    None where it says what the acts do, or must not be touched: an edit that no act explains is the clerk's
    to clear up, and of an act that is at fault nothing is written.
    """
    names = list_to_write(dossier, schemas.list_filed())
    if dossier.fold is None or not names or not schemas.is_valid("institution", dossier.fold):
        return None
    document = read_document(text) if text else CommentedMap()
    # Into the text that is there, not anew: its comments are the clerk's.
    order = [*schemas.kinds["institution"].properties]
    for name in names:
        if name in dossier.fold:
            _put(document, name, dossier.fold[name], order)
        else:
            document.pop(name, None)
    return write_document(document)


def _put(document: CommentedMap, name: str, value: JsonValue, order: list[str]) -> None:
    """Set a property; one that is new comes where the schema has it."""
    if name in document:
        document[name] = _merge(document[name], value)
        return
    after = order[order.index(name) + 1 :]
    place = next((i for i, each in enumerate(document) if each in after), len(document))
    document.insert(place, name, _write_value(value))


def _merge(old: Any, new: Any) -> Any:
    """A value in the place of another, with the comments that stand in what the two have in common."""
    if isinstance(old, CommentedMap) and isinstance(new, Mapping):
        for name in [each for each in old if each not in new]:
            del old[name]
        for name, value in new.items():
            old[name] = _merge(old.get(name), value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list) and len(old) == len(new):
        for i, value in enumerate(new):
            old[i] = _merge(old[i], value)
        return old
    # In Python True equals 1; in a record they are two things.
    return old if old == new and isinstance(old, bool) == isinstance(new, bool) else _write_value(new)


def _write_value(value: JsonValue) -> Any:
    """A value as YAML writes it here: texts in quotes where readers may take them for something else."""
    if isinstance(value, Mapping):
        return CommentedMap((name, _write_value(each)) for name, each in value.items())
    if isinstance(value, list):
        return CommentedSeq(map(_write_value, value))
    if not isinstance(value, str):
        return value
    if "\n" in value:
        return LiteralScalarString(value)
    if ISO_DATE.fullmatch(value):
        with contextlib.suppress(ValueError):  # a text that looks like a date
            return dt.date.fromisoformat(value)
    return DoubleQuotedScalarString(value) if write_literal(value).startswith('"') else value
