"""What has become of a record, in words: a new one in a line, an edit as before → after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..display import Grid, Text, format_number, join_items, number_items, shorten_text
from ..finding import Parts, build_pointer, format_article, split_pointer
from ..json_data import Fields, JsonValue
from ..lifecycle.fold import state_value
from ..model.corrections import EFFECT
from ..model.difference import Alteration, Difference
from ..model.dossier import COURSE_LISTS
from ..model.kinds import Application, Change, Correction, Record, Transfer, Waiver
from ..model.measures import sum_longest
from ..model.presenter import Presenter
from ..personal import mask_personal
from ..records.loader import Document
from ..records.record_path import find_folder
from ..records.schemas import Schema, Schemas
from ..rules.table import RULES
from .sections import RecordLine

# What is said of a new record elsewhere: by its name, or by what its act does.
LEAVE = frozenset({"date", "year", "number", "filing"})
IN_MEANING: dict[type[Record], frozenset[str]] = {
    Change: frozenset({"changes"}),
    Transfer: frozenset({"from_area", "to_area", "from_system", "to_system"}),
    Correction: frozenset(EFFECT),
    Waiver: frozenset({"rule"}),
}
# What of a regulation is held against the one before it.
AMENDED = ("parameters", "citations", "articles")
STEP = ("date", "action", "authority")  # what each step says
# The longest a fact of a new record, and a row of a list, is reported.
MAX_FACT, MAX_ROW = 60, 200
NOTHING = "——"


class PropertyMove(NamedTuple):
    """A property of an institution before and after an act."""

    field: str
    before: JsonValue
    after: JsonValue


def find_edits(
    schemas: Schemas, schema: Schema, old: JsonValue, new: JsonValue, parts: Parts = ()
) -> Iterator[Alteration]:
    """Where two values of a schema differ; rows that all have an id are held together by it."""
    if old == new:
        return
    schema = schemas.resolve(schema)
    if isinstance(old, dict) and isinstance(new, dict):
        properties = schema.get("properties", {})
        for name in dict.fromkeys((*old, *new)):
            yield from find_edits(
                schemas, properties.get(name, {}), old.get(name), new.get(name), (*parts, name)
            )
    # By id where rows have one: a course put in above the others would else make all of them edited.
    elif (before := _index_rows(old)) and (after := _index_rows(new)):
        for key in dict.fromkeys((*before, *after)):
            below = schema.get("items", {})
            yield from find_edits(schemas, below, before.get(key), after.get(key), (*parts, key))
        # The same rows in another order: nothing else would tell of it.
        if list(before) != list(after) and set(before) == set(after):
            yield Alteration(parts, old, new)
    else:
        yield Alteration(parts, old, new)


def _index_rows(items: object) -> Fields:
    """Rows by their id; empty where that does not tell each apart."""
    if not isinstance(items, list) or not all(isinstance(each, dict) and "id" in each for each in items):
        return {}
    by_id = {each["id"]: each for each in items}
    return by_id if len(by_id) == len(items) else {}


def find_moved_properties(record: Record | None) -> list[PropertyMove]:
    """What an act does to the properties of its institution."""
    match record:
        case Change():
            rows = [(row.field, row.before, row.after) for row in record.changes]
            return [PropertyMove(name, *(state_value(name, side) for side in sides)) for name, *sides in rows]
        case Transfer():
            both = (
                PropertyMove("area", record.from_area, record.to_area),
                PropertyMove("system", record.from_system, record.to_system),
            )
            return [each for each in both if each.before != each.after]
        case _:
            return []


class RecordWords:
    """Words for documents and values; the old with the names that the base has, the new with the head's."""

    def __init__(self, difference: Difference, then: Presenter, now: Presenter) -> None:
        self.difference = difference
        self.schemas = now.schemas
        self.then = then
        self.now = now

    def describe_new(self, document: Document) -> str:
        """A new record in one line: what it does, then its facts; rows of a table in a word or two each."""
        record = self.difference.head.by_path.get(document.path)
        words = [each.text for each in self.describe_deeds(record)]
        leave = LEAVE | IN_MEANING.get(type(record), frozenset()) if record else LEAVE
        if document.kind == "regulation" and self.find_regulation_before(document):
            leave |= set(AMENDED)
        words += self.describe_facts(document.kind, document.data, leave)
        # Else the institution's file is among the records, and tells the same.
        file = f"{find_folder(document.path)}/institution.yml"
        if isinstance(record, Application) and file not in self.difference.head.filed:
            words += self.describe_facts("institution", document.data["filing"], LEAVE)
        return "；".join(words)

    def describe_deeds(self, record: Record | None) -> Iterator[RecordLine]:
        """What a new record does to others: a property of the institution, a value that it corrects."""
        for i, move in enumerate(find_moved_properties(record)):
            yield RecordLine(self.describe_move(move), f"/changes/{i}")
        if isinstance(record, Correction):
            yield RecordLine(self.describe_correction(record))
        if isinstance(record, Waiver) and record.rule in RULES:
            yield RecordLine(f"规则 {RULES[record.rule].title} {record.rule}")

    def describe_facts(self, kind: str, data: Fields, leave: frozenset[str]) -> Iterator[str]:
        """The facts of a record of a kind, each in a few words, but for those that are left out."""
        for fact in self.now.list_facts(self.schemas.kinds[kind].schema, data, leave):
            schema, value = self.find_schema(kind, (fact.name,)), data[fact.name]
            if isinstance(fact.value, Text):
                # Facts are parted by ；: the parts of one must not look like several.
                text = fact.value.text.replace("；", "，") if isinstance(value, dict) else fact.value.text
                yield f"{fact.label} {_shorten(text, MAX_FACT)}"
            elif isinstance(fact.value, Grid):
                yield f"{fact.label} {self.describe_table(schema, value)}"
            else:
                yield f"{fact.label} {_shorten(self.format_value(self.now, schema, value), MAX_ROW)}"

    def describe_table(self, schema: Schema, value: Any) -> str:
        """A table of a new record: its rows in a word or two each, or only how many there are."""
        rows = value if isinstance(value, list) else list(value.values())
        if rows and "action" in rows[0]:
            return self.format_rows(self.now, schema, rows)
        words, load = f"{len(rows)} 项", describe_load(rows)
        if load and len(rows) > 1:
            words += f"，合计 {load}"
        briefs = "、".join(filter(None, map(_shorten_row, rows)))
        return f"{words}：{_shorten(briefs, MAX_ROW)}" if briefs else words

    def compare_with_former(self, document: Document) -> Iterator[str]:
        """What a new record changes of one before it, a line each: a regulation, and a plan's courses."""
        if document.kind == "regulation":
            yield from self.describe_amendment(document)
        elif document.kind == "amendment":
            yield from self.find_replaced_courses(document)

    def find_replaced_courses(self, amendment: Document) -> Iterator[str]:
        """The courses of a plan that a new amendment words anew."""
        courses: Fields = {}
        for plan in self.find_plans_before(amendment):
            for name in COURSE_LISTS:
                courses |= {row["id"]: row for row in plan.data.get(name, ())}
        schema = self.find_schema("amendment", ("replace", 0))
        for row in amendment.data.get("replace", ()):
            if row["id"] in courses:
                for edit in find_edits(self.schemas, schema, courses[row["id"]], row, ("replace", row["id"])):
                    yield self.describe_edit("amendment", edit, amendment.data)

    def find_plans_before(self, amendment: Document) -> list[Document]:
        """The plan of an amendment's year and the amendments before it, in order."""
        folder, year = f"{find_folder(amendment.path)}/plans", amendment.data["year"]
        paths = [f"{folder}/{year}.yml"]
        paths += [f"{folder}/{year}-amendment-{n}.yml" for n in range(1, amendment.data["number"])]
        return [self.difference.head.filed[path] for path in paths if path in self.difference.head.filed]

    def find_regulation_before(self, regulation: Document) -> Document | None:
        """The regulation that was in force when one begins; None of the first."""
        # Those of the head alone: one that is changed in the same proposal counts as it will be.
        regulations = [each for each in self.difference.head.filed.values() if each.kind == "regulation"]
        earlier = [
            other for other in regulations if other.data["in_force_from"] < regulation.data["in_force_from"]
        ]
        return max(earlier, key=lambda regulation: str(regulation.data["in_force_from"]), default=None)

    def describe_amendment(self, regulation: Document) -> Iterator[str]:
        """How a new regulation differs from the one before it."""
        before = self.find_regulation_before(regulation)
        if before is None:
            return
        lead = f"与此前的{before.data['number']}相比"
        for name in AMENDED:
            old, new = before.data.get(name), regulation.data.get(name)
            if name == "articles":
                texts, now = ({each["number"]: each for each in side or ()} for side in (old, new))
                numbers = (each for each in sorted({*texts, *now}) if texts.get(each) != now.get(each))
                if changed := "、".join(format_article(str(number)) for number in numbers):
                    yield f"{lead}：逐条摘要有改动的是{changed}"
            else:
                schema = self.find_schema("regulation", (name,))
                for edit in find_edits(self.schemas, schema, old, new, (name,)):
                    yield f"{lead}：{self.describe_edit('regulation', edit, regulation.data)}"

    def describe_edits(
        self, old: Document, new: Document, elsewhere: Mapping[str, object]
    ) -> Iterator[tuple[str, str]]:
        """The edits of a record: the pointer of each, and a line; `elsewhere` has what other lines tell."""
        for edit in find_edits(self.schemas, self.schemas.kinds[new.kind].schema, old.data, new.data):
            name = str(edit.parts[0])
            if len(edit.parts) == 1 and name in elsewhere and elsewhere[name] == edit.new:
                continue
            data = old.data if edit.new is None else new.data
            yield build_pointer(*_find_place(data, edit.parts)), self.describe_edit(new.kind, edit, data)

    def describe_edit(self, kind: str, edit: Alteration, data: JsonValue) -> str:
        """An edit in words: what has come, what has gone, or what was there and is there now."""
        schema, place = self.find_schema(kind, edit.parts), self.describe_place(kind, edit.parts, data)
        # A list that has come or gone is reported as rows too: an empty one stands for none.
        before, after = edit.old or [], edit.new or []
        if isinstance(before, list) and isinstance(after, list):
            come = self.format_rows(self.now, schema, [row for row in after if row not in before])
            gone = self.format_rows(self.then, schema, [row for row in before if row not in after])
            words = [f"新增 {come}" if come else "", f"删去 {gone}" if gone else ""]
            return f"{place}：{'；'.join(filter(None, words)) or '先后有变'}"
        old, new = self.format_both(
            schema, *(_drop_place(value, edit.parts) for value in (edit.old, edit.new))
        )
        if edit.old is None:
            return f"新增{place}：{new}"
        return f"删去{place}：{old}" if edit.new is None else f"{place}：{old} → {new}"

    def describe_move(self, move: PropertyMove) -> str:
        """What an act does to a property: 名称：甲 → 乙."""
        schema = self.find_schema("institution", (move.field,))
        before, after = self.format_both(schema, move.before, move.after)
        return f"{schema.get('title', move.field)}：{before} → {after}"

    def describe_correction(self, act: Correction) -> str:
        """What a correction sets right: the file, the place in words, the old and the new value."""
        target = self.difference.head.filed.get(f"{find_folder(act.path)}/{act.file}")
        if target is None:
            return f"{act.file} {act.pointer}"
        parts = split_pointer(act.pointer)
        place = self.describe_place(target.kind, parts, target.data)
        old, new = self.format_both(self.find_schema(target.kind, parts), act.old, act.new)
        return f"{act.file} 的{place}：{_quote_value(old)} → {_quote_value(new)}"

    def describe_place(self, kind: str, parts: Parts, data: JsonValue) -> str:
        """The words for a place in a record: “课程” c01（课程名称）的“计划课时”."""
        words = ""
        for i, part in enumerate(parts):
            if isinstance(data, list):
                data = (
                    data[part]
                    if isinstance(part, int) and part < len(data)
                    else _index_rows(data).get(str(part))
                )
                words += _name_row(data) or (f"第 {part + 1} 项" if isinstance(part, int) else f" {part} ")
            else:
                data = data.get(part) if isinstance(data, dict) else None
                words += (
                    f"{'的' if words else ''}“{self.find_schema(kind, parts[: i + 1]).get('title', part)}”"
                )
        return words or "内容"

    def find_schema(self, kind: str, parts: Parts) -> Schema:
        """The schema of a place; empty where there is none. Rows may be named by their id."""
        schema = self.schemas.resolve(self.schemas.kinds[kind].schema)
        for part in parts:
            schema = self.schemas.resolve(schema.get("properties", {}).get(part) or schema.get("items") or {})
        return schema

    def format_rows(self, presenter: Presenter, schema: Schema, rows: Sequence[JsonValue]) -> str:
        """Rows of a list in one line; a step reads 2026-11-20 通过（市人社局）."""
        items = self.schemas.resolve(schema.get("items", {}))
        texts = [_shorten(self.format_row(presenter, items, row), MAX_ROW) for row in rows]
        return join_items(texts)

    def format_row(self, presenter: Presenter, schema: Schema, row: JsonValue) -> str:
        """A row of a list in one line."""
        if not isinstance(row, dict) or not row.keys() >= {*STEP}:
            return self.format_value(presenter, schema, row)
        rest = {name: each for name, each in row.items() if name not in STEP}
        more = f"（{self.format_value(presenter, schema, rest)}）" if rest else ""
        return (
            f"{row['date']} {row['action']}，{presenter.reference('authority', row['authority']).text}{more}"
        )

    def format_both(self, schema: Schema, before: JsonValue, after: JsonValue) -> tuple[str, str]:
        """A value of the base and one of the head in words."""
        return self.format_value(self.then, schema, before), self.format_value(self.now, schema, after)

    def format_value(self, presenter: Presenter, schema: Schema, value: JsonValue) -> str:
        """A value in words, in one line."""
        if value is None or value == []:
            return NOTHING
        if isinstance(value, list) and len(value) > 1:
            items = self.schemas.resolve(schema.get("items", {}))
            texts = [self.format_value(presenter, items, each) for each in value]
            if any(set("，。；：、") & set(each) for each in texts):
                return number_items(texts)
        return " ".join(presenter.format_text(schema, value).text.split()) or NOTHING


def _shorten_row(row: JsonValue) -> str:
    """A row of a new record in a word or two; empty where that cannot be."""
    match row:
        case {"step": step, "date": date}:
            return f"{step} {date}"
        case {"head": head, "finding": finding}:
            return f"{head} {finding}"
        case {"head": head}:
            return str(head)
        case {"course": course, "from": from_, "to": to}:
            return f"{course} {from_} 至 {to}"
        case {"from": source, "to": target}:  # of a repair
            return f"{source} → {target}"
        case {"id": id_, "title": title} if isinstance(row, dict):
            load = describe_load([row])
            return f"{id_} {title}（{load}）" if load else f"{id_} {title}"
    return ""


def describe_load(rows: Sequence[Fields]) -> str:
    """The hours of rows of courses, or of classes, as Article 7 counts them, and of courses the persons.

    Empty where the rows are of something else.
    """
    if not all("hours" in row for row in rows):
        return ""
    courses = "title" in rows[0]
    hours = sum_longest((row["id" if courses else "course"], row["hours"]) for row in rows)
    load = f"课程课时 {format_number(hours)}" if len(rows) > 1 else f"{format_number(hours)} 课时"
    persons = f"，{sum(row['persons'] for row in rows)} 人{'次' if len(rows) > 1 else ''}"
    return load + persons if courses else load


def _find_place(data: JsonValue, parts: Parts) -> Iterator[str | int]:
    """The parts of a place with the numbers of rows that are named by their ids."""
    for part in parts:
        place = part
        if isinstance(data, list):
            numbers = (i for i, row in enumerate(data) if isinstance(row, dict) and row.get("id") == part)
            place = part if isinstance(part, int) else next(numbers, 0)
            data = data[place] if place < len(data) else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
        yield place


def _quote_value(text: str) -> str:
    """A value of a correction, set off where it is a sentence."""
    return f"“{text}”" if text.endswith("。") else text


def _name_row(row: JsonValue) -> str:
    """A row's id with what it is called, set off by blanks; empty where it has no id."""
    if not isinstance(row, dict) or "id" not in row:
        return ""
    title = row.get("title") or row.get("name") or ""
    return f" {row['id']}（{title}）" if title else f" {row['id']} "


def _drop_place(value: JsonValue, parts: Parts) -> JsonValue:
    """A row without what its place says already."""
    if not isinstance(value, dict) or value.get("id") != parts[-1]:
        return value
    return {name: each for name, each in value.items() if name not in ("id", "title", "name")}


def _shorten(text: str, limit: int) -> str:
    """A text in one line of at most `limit` characters, masked before it is cut."""
    return shorten_text(mask_personal(" ".join(text.split())).rstrip("。"), limit)
