"""Forms filled in as a clerk would: by the schema's examples, line by line."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from registry.records.schemas import Schema, Schemas
from registry.records.strict_yaml import parse
from registry.records.values import write_literal

FIELD = re.compile(r' *(?:- )?[a-z_]+:(?: .*)?| *-(?: "")?')
AFTER = re.compile("/changes/([0-9]+)/(?:before|after)")


def uncomment(text: str) -> str:
    """A form with every optional field offered."""
    return "".join(f"{_offered(line)}\n" for line in text.splitlines())


def _offered(line: str) -> str:
    bare = line
    while match := re.match("( *)# (.*)", bare):
        bare = match[1] + match[2]
    return bare if FIELD.fullmatch(bare) else line


def count_blanks(text: str) -> dict[str, int]:
    """The blanks of a form: their JSON Pointers and lines (from 0)."""
    parsed = parse(text.encode())
    assert not parsed.faults, parsed.faults
    lines = text.splitlines()
    values = {}
    for pointer, mark in parsed.marks.items():
        line = mark.key[0] - 1
        if _at(parsed.data, pointer) in (None, "") and re.search('(?:[:-]|"")$', lines[line]):
            values[pointer] = line
    return values


def read_form(schemas: Schemas, kind: str, text: str) -> Any:
    """The data of a form with an example in every blank."""
    parsed = parse(fill(schemas, kind, text).encode())
    assert not parsed.faults, parsed.faults
    return parsed.data


def fill(schemas: Schemas, kind: str, text: str, values: Mapping[str, Any] = MappingProxyType({})) -> str:
    """A form with the value of its pointer, or else an example, in every blank."""
    lines = text.splitlines()
    data = parse(text.encode()).data
    for pointer, line in count_blanks(text).items():
        schema = _schema(schemas, kind, pointer, data)
        value = values[pointer] if pointer in values else _example(schema)
        head = lines[line].removesuffix('""').rstrip()
        lines[line] = f"{head} {write_literal(value)}"
    return "".join(f"{line}\n" for line in lines)


def empty_value(data: Any, pointer: str) -> Any:
    """The data of a form in which the blank at a pointer was left as it was."""
    filled = copy.deepcopy(data)
    *above, name = _parts(pointer)
    place = filled
    for part in above:
        place = place[part]
    place[name] = ""
    return filled


def _schema(schemas: Schemas, kind: str, pointer: str, data: Any) -> Schema:
    """The schema of the value at a pointer; before and after a change that of the field."""
    parts = _parts(pointer)
    if (match := AFTER.match(pointer)) and (field := data["changes"][int(match[1])]["field"]):
        return schemas.resolve_path("institution", [field, *parts[3:]])[-1]
    return schemas.resolve_path(kind, parts)[-1]


def _example(schema: Schema) -> Any:
    return next(iter(schema.get("examples") or schema.get("enum", [0])))


def _parts(pointer: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in pointer.split("/")[1:]]


def _at(data: Any, pointer: str) -> Any:
    for part in _parts(pointer):
        data = data[part]
    return data
