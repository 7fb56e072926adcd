"""What has become of a record, in words: a new one in a line, an edit as before → after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..lifecycle.filing import plain
from ..model.difference import Difference
from ..model.kinds import Change, Correction, Record, Transfer
from ..model.present import Grid, Presenter, Text
from ..model.register import folder_of
from ..records.load import Document
from ..records.schemas import Schema, Schemas

# What is said of a new record elsewhere: by its name, or by what its act does.
LEAVE = frozenset({"date", "year", "number", "filing", "steps"})
TOLD: dict[type[Record], frozenset[str]] = {
    Change: frozenset({"changes"}),
    Transfer: frozenset({"from_area", "to_area", "from_system", "to_system"}),
    Correction: frozenset({"file", "pointer", "old", "new"}),
}
# The longest a fact of a new record, and a row of a list, is told.
FACT, ROW = 60, 200
NOTHING = "——"
Parts = tuple[str | int, ...]


class Edit(NamedTuple):
    """A value before and after, and where it stands; None where there is none."""

    parts: Parts
    old: Any
    new: Any


class Move(NamedTuple):
    """A property of an institution before and after an act."""

    field: str
    before: Any
    after: Any


def edits(schemas: Schemas, schema: Schema, old: Any, new: Any, parts: Parts = ()) -> Iterator[Edit]:
    """Where two values of a schema differ; rows that all have an id are held together by it."""
    if old == new:
        return
    schema = schemas.resolve(schema)
    if isinstance(old, dict) and isinstance(new, dict):
        properties = schema.get("properties", {})
        for name in dict.fromkeys((*old, *new)):
            yield from edits(schemas, properties.get(name, {}), old.get(name), new.get(name), (*parts, name))
    elif (before := _rows(old)) and (after := _rows(new)):
        for key in dict.fromkeys((*before, *after)):
            below = schema.get("items", {})
            yield from edits(schemas, below, before.get(key), after.get(key), (*parts, key))
        if list(before) != list(after) and set(before) == set(after):
            yield Edit(parts, old, new)
    else:
        yield Edit(parts, old, new)


def _rows(items: Any) -> dict[str, Any]:
    """Rows by their id; empty where that does not tell each apart."""
    if not isinstance(items, list) or not all(isinstance(each, dict) and "id" in each for each in items):
        return {}
    found = {each["id"]: each for each in items}
    return found if len(found) == len(items) else {}


def moves(record: Record | None) -> list[Move]:
    """What an act does to the properties of its institution."""
    match record:
        case Change():
            return [Move(each.field, plain(each.before), plain(each.after)) for each in record.changes]
        case Transfer():
            both = (
                Move("area", record.from_area, record.to_area),
                Move("system", record.from_system, record.to_system),
            )
            return [each for each in both if each.before != each.after]
        case _:
            return []


class Words:
    """Words for documents and values; the old with the names that the base has, the new with the head's."""

    def __init__(self, difference: Difference, then: Presenter, now: Presenter) -> None:
        self.difference = difference
        self.schemas = now.schemas
        self.then = then
        self.now = now

    def new(self, document: Document) -> str:
        """A new record in one line: what it does, then its facts, tables only by their number of rows."""
        record = self.difference.head.by_path.get(document.path)
        words = [self.move(each) for each in moves(record)]
        if isinstance(record, Correction):
            words.append(self.correction(record))
        leave = LEAVE | TOLD.get(type(record), frozenset()) if record else LEAVE
        for fact in self.now.facts(document.kind.schema, document.data, leave):
            if isinstance(fact.value, Text):
                words.append(f"{fact.label} {_short(fact.value.text, FACT)}")
            elif isinstance(fact.value, Grid):
                words.append(f"{fact.label} {len(fact.value.rows)} 项")
            else:
                schema = self.schema(document.kind.name, (fact.name,))
                told = self.value(self.now, schema, document.data[fact.name]).replace("。、", "；")
                words.append(f"{fact.label} {_short(told, ROW)}")
        steps = [each for each in document.data.get("steps", ()) if "action" in each]
        if steps:
            words.append(f"环节 {self.rows(self.now, self.schema(document.kind.name, ('steps',)), steps)}")
        return "；".join(words)

    def edits(self, old: Document, new: Document, told: Mapping[str, Any]) -> Iterator[str]:
        """The edits of a record, a line each; `told` are properties whose new values are told elsewhere."""
        for each in edits(self.schemas, new.kind.schema, old.data, new.data):
            if len(each.parts) == 1 and each.parts[0] in told and told[str(each.parts[0])] == each.new:
                continue
            yield self.edit(new.kind.name, each, old.data if each.new is None else new.data)

    def edit(self, kind: str, each: Edit, data: Any) -> str:
        """An edit in words: what has come, what has gone, or what was there and is there now."""
        schema, place = self.schema(kind, each.parts), self.place(kind, each.parts, data)
        if isinstance(each.old or [], list) and isinstance(each.new or [], list):
            before, after = each.old or [], each.new or []
            come = self.rows(self.now, schema, [row for row in after if row not in before])
            gone = self.rows(self.then, schema, [row for row in before if row not in after])
            told = [f"新增 {come}" if come else "", f"删去 {gone}" if gone else ""]
            return f"{place}：{'；'.join(filter(None, told)) or '先后有变'}"
        before, after = (_unnamed(value, each.parts) for value in (each.old, each.new))
        old, new = self.value(self.then, schema, before), self.value(self.now, schema, after)
        if each.old is None:
            return f"新增{place}：{new}"
        return f"删去{place}：{old}" if each.new is None else f"{place}：{old} → {new}"

    def move(self, move: Move) -> str:
        """What an act does to a property: 名称：甲 → 乙."""
        schema = self.schema("institution", (move.field,))
        before, after = self.value(self.then, schema, move.before), self.value(self.now, schema, move.after)
        return f"{schema.get('title', move.field)}：{before} → {after}"

    def correction(self, act: Correction) -> str:
        """What a correction sets right: the file, the place in words, the old and the new value."""
        target = self.difference.head.filed.get(f"{folder_of(act.path)}/{act.file}")
        if target is None:
            return f"{act.file} {act.pointer}"
        parts = tuple(int(part) if part.isdecimal() else part for part in act.pointer.split("/")[1:])
        schema, place = (
            self.schema(target.kind.name, parts),
            self.place(target.kind.name, parts, target.data),
        )
        old, new = self.value(self.then, schema, act.old), self.value(self.now, schema, act.new)
        return f"{act.file} 的{place}：{old} → {new}"

    def place(self, kind: str, parts: Parts, data: Any) -> str:
        """The words for a place in a record: “课程” c01（课程名称）的“计划课时”."""
        words = ""
        for i, part in enumerate(parts):
            if isinstance(data, list):
                data = (
                    data[part] if isinstance(part, int) and part < len(data) else _rows(data).get(str(part))
                )
                words += _row_name(data) or (f"第 {part + 1} 项" if isinstance(part, int) else f" {part} ")
            else:
                data = data.get(part) if isinstance(data, dict) else None
                words += f"{'的' if words else ''}“{self.schema(kind, parts[: i + 1]).get('title', part)}”"
        return words or "内容"

    def schema(self, kind: str, parts: Parts) -> Schema:
        """The schema of a place; empty where there is none. Rows may be named by their id."""
        schema = self.schemas.resolve(self.schemas.kinds[kind].schema)
        for part in parts:
            schema = self.schemas.resolve(schema.get("properties", {}).get(part) or schema.get("items") or {})
        return schema

    def rows(self, presenter: Presenter, schema: Schema, rows: list[Any]) -> str:
        """Rows of a list in one line; a step reads 2026-11-20 通过（市人社局）."""
        items = self.schemas.resolve(schema.get("items", {}))
        return "；".join(_short(self.row(presenter, items, row), ROW) for row in rows)

    def row(self, presenter: Presenter, schema: Schema, row: Any) -> str:
        if not isinstance(row, dict) or not {"action", "date", "authority"} <= row.keys():
            return self.value(presenter, schema, row)
        rest = {name: each for name, each in row.items() if name not in ("action", "date", "authority")}
        more = f"（{self.value(presenter, schema, rest)}）" if rest else ""
        return (
            f"{row['date']} {row['action']}，{presenter.reference('authority', row['authority']).text}{more}"
        )

    def value(self, presenter: Presenter, schema: Schema, value: Any) -> str:
        """A value in words, in one line."""
        if value is None or value == []:
            return NOTHING
        return " ".join(presenter.text(schema, value).text.split()) or NOTHING


def _row_name(row: Any) -> str:
    if not isinstance(row, dict) or "id" not in row:
        return ""
    title = row.get("title") or row.get("name") or ""
    return f" {row['id']}（{title}）" if title else f" {row['id']} "


def _unnamed(value: Any, parts: Parts) -> Any:
    """A row without what its place says already."""
    if not isinstance(value, dict) or value.get("id") != parts[-1]:
        return value
    return {name: each for name, each in value.items() if name not in ("id", "title", "name")}


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split()).rstrip("。")
    return text if len(text) <= limit else f"{text[:limit]}……"
