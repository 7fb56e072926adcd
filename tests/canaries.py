"""Texts that must not come to the public, planted wherever the schemas do not say that a text is public.

What is planted follows from the schemas, so that a property which is added tomorrow has a canary too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from registry.entry.steps.additions import Addition, add_to_text
from registry.finding import Parts
from registry.json_data import JsonValue
from registry.records.fast_yaml import read
from registry.records.record_path import RECORDS, RecordPath
from registry.records.schemas import Schema, Schemas

WORD = "金丝雀"
# Of the second city: an institution that has only applied, a plan that has not passed, and an act that is not
# open, of which there is no trace.
UNLISTED, WAITING = "yx-h4", "institutions/ymz-city/yx-a7/plans/2027.yml"
NOT_OPEN = "institutions/ymz-city/yx-a7/acts/2026-06-10-inspection.yml"
HIDDEN_ACT, HIDDEN_COURSE = f"{WORD}不公开的检查", f"{WORD}没有通过的课程"
INSPECTION = f"""\
date: 2026-06-10
authority: ymz-rsj
form: 现场检查
heads:
  - head: 管理制度执行
    text: {HIDDEN_ACT}。
    finding: 符合
conclusion: {HIDDEN_ACT}。
open: false
not_open_ground: 涉及他人的隐私。
"""


def plant_canaries(root: Path, schemas: Schemas) -> dict[str, list[str]]:
    """Plant canaries in the records of the second city below `root`; where each stands, by its text."""
    records, number = root / "records", count(1000)
    planted: dict[str, list[str]] = {}
    (records / NOT_OPEN).write_text(INSPECTION, "utf-8")
    plan = records / WAITING
    plan.write_text(
        re.sub(r"(?m)^(    title: ).*$", rf"\1{HIDDEN_COURSE}", plan.read_text("utf-8"), count=1), "utf-8"
    )
    for file in sorted(records.rglob("*.yml")):
        path, raw = file.relative_to(records).as_posix(), file.read_bytes()
        kind, _ = schemas.find_kind(path) or (None, None)
        assert kind, path
        for parts, below in [*walk_hidden(schemas, kind.schema, read(raw)[0])]:
            # Of one institution the same place says the same: its file is what its acts say.
            whose = RecordPath.parse(f"{RECORDS}/{path}").id, parts[-3:]
            digest = hashlib.sha256(repr(whose).encode()).hexdigest()
            if text := choose_text(below, (f"{WORD}{next(number)}", digest)):
                raw = add_to_text(schemas, kind.name, raw, Addition(parts, text, at_end=False)).raw
                planted.setdefault(text, []).append(f"{kind.name}/{write_place(parts)}")
        file.write_bytes(raw)
    return planted


def walk_hidden(
    schemas: Schemas, schema: Schema, value: JsonValue, at: Parts = ()
) -> Iterator[tuple[Parts, Schema]]:
    """Where in a record something may stand that is not public and is not there."""
    schema = schemas.resolve(schema)
    if isinstance(value, list) and "items" in schema:
        for each in value[:1]:  # in all rows it is shown, or not, by the same schema
            yield from walk_hidden(schemas, schema["items"], each, (*at, 0))
    elif isinstance(value, dict):
        for name, below in schema.get("properties", {}).items():
            if name in value:
                yield from walk_hidden(schemas, below, value[name], (*at, name))
            elif not below.get("x-public"):
                yield (*at, name), schemas.resolve(below)


def choose_text(schema: Schema, words: tuple[str, ...]) -> str:
    """The first of some texts that a schema takes; empty where it takes none."""
    if schema.get("format") == "email":
        return f"{words[1][:12]}@example.org"
    if schema.get("type") != "string" or {"enum", "format"} & {*schema}:
        return ""
    return next((each for each in words if re.search(schema.get("pattern", ""), each)), "")


def list_hidden(schemas: Schemas, schema: Schema, at: Parts = ()) -> Iterator[str]:
    """The places in records of a schema that are not public."""
    schema = schemas.resolve(schema)
    if "items" in schema:
        yield from list_hidden(schemas, schema["items"], (*at, 0))
    for name, below in schema.get("properties", {}).items():
        if below.get("x-public"):
            yield from list_hidden(schemas, below, (*at, name))
        else:
            yield write_place((*at, name))


def write_place(parts: Parts) -> str:
    """A place in records of a kind: courses/*/remarks."""
    return "/".join("*" if isinstance(each, int) else each for each in parts)
