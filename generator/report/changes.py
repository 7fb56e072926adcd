"""What a change means: per dossier what happened, before → after, status, duties, pages (for a reviewer)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from ..finding import article_label
from ..lifecycle.duties import duties
from ..lifecycle.filing import name_on
from ..lifecycle.plans import passed_on
from ..lifecycle.status import State, status
from ..model.difference import Difference
from ..model.kinds import Change, Correction, Transfer
from ..model.present import Presenter, Text
from ..model.register import Dossier, Register, folder_of
from ..records.load import Document
from ..records.schemas import Schema, Schemas
from .status_report import duty_words

# The kinds on which every dossier rests: a change in one may turn any status.
TABLES = frozenset({"areas", "systems", "authority", "regulation"})
# What is said of a new record elsewhere, or by its file.
LEAVE = frozenset({"date", "year", "number", "remarks", "filing", "changes", "steps"})
NOTHING = "——"
Parts = tuple[str | int, ...]


class Item(msgspec.Struct, frozen=True):
    """What a section tells under one heading, a line each."""

    heading: str
    lines: list[str]


class Section(msgspec.Struct, frozen=True):
    """What has become of one dossier, or of one file beside the dossiers, with the pages that change."""

    title: str
    items: list[Item]
    pages: list[str]


class Edit(NamedTuple):
    """A value before and after, and where it stands; None where there is none."""

    parts: Parts
    old: Any
    new: Any


def changes(difference: Difference, schemas: Schemas, day: dt.date) -> list[Section]:
    """The sections of a change, files beside the dossiers first, then the dossiers by id.

    Status and duties are those on `day`, by the records before and after the change.
    """
    return _Reader(difference, schemas, day).sections()


def edits(schemas: Schemas, schema: Schema, old: Any, new: Any, parts: Parts = ()) -> Iterator[Edit]:
    """Where two values of a schema differ; rows with an id are held together by it."""
    if old == new:
        return
    schema = schemas.resolve(schema)
    if isinstance(old, dict) and isinstance(new, dict):
        properties = schema.get("properties", {})
        for name in dict.fromkeys((*old, *new)):
            yield from edits(schemas, properties.get(name, {}), old.get(name), new.get(name), (*parts, name))
    elif isinstance(old, list) and isinstance(new, list) and _are_rows(old + new):
        below = schema.get("items", {})
        before, after = _rows(old), _rows(new)
        for key in dict.fromkeys((*before, *after)):
            yield from edits(schemas, below, before.get(key), after.get(key), (*parts, key))
    else:
        yield Edit(parts, old, new)


def _are_rows(items: list[Any]) -> bool:
    return all(isinstance(each, dict) for each in items)


def _rows(items: list[Any]) -> dict[str | int, Any]:
    """Rows by their id, or by their number where they have none."""
    return {each.get("id", i): each for i, each in enumerate(items)}


class _Reader:
    """Reads one difference on one day."""

    def __init__(self, difference: Difference, schemas: Schemas, day: dt.date) -> None:
        self.difference = difference
        self.schemas = schemas
        self.day = day
        self.now = Presenter(schemas, difference.head, day)
        self.then = Presenter(schemas, difference.base, day)

    def sections(self) -> list[Section]:
        own: dict[str, list[tuple[Document | None, Document | None]]] = {}
        beside = []
        for old, new in self.pairs():
            path = (new or old).path  # type: ignore[union-attr]
            if path.startswith("records/institutions/"):
                own.setdefault(folder_of(path).rpartition("/")[2], []).append((old, new))
            else:
                beside.append((old, new))
        found = [self.beside(old, new) for old, new in beside]
        ids = {*own, *self.affected(own, beside), *self.broken()}
        return [*found, *filter(None, (self.dossier(id_, own.get(id_, [])) for id_ in sorted(ids)))]

    def pairs(self) -> Iterator[tuple[Document | None, Document | None]]:
        """The documents as they were and as they are, where they differ or have moved; by path."""
        head, base = self.difference.head.filed, self.difference.base.filed
        for path, now in sorted(head.items()):
            old = self.difference.before(path)
            if old is None or old.data != now.data or old.path != now.path:
                yield old, now
        for document in self.difference.gone():
            yield base[document.path], None

    def affected(self, own: Iterable[str], beside: list[tuple[Document | None, Document | None]]) -> set[str]:
        """The dossiers that a change elsewhere may touch: listed, successors; all where a table changed."""
        both = [*self.difference.base.dossiers.values(), *self.difference.head.dossiers.values()]
        documents = [each for pair in beside for each in pair if each]
        if any(each.kind.name in TABLES for each in documents):
            return {each.id for each in both}
        batches = {each.data["id"] for each in documents if each.kind.name == "batch"}
        changed = set(own)
        return {
            each.id
            for each in both
            if batches & {batch.id for batch in each.batches}
            or changed & {predecessor.id for predecessor in each.predecessors}
        }

    def broken(self) -> set[str]:
        """The dossiers that cannot be read at one side only."""
        base, head = self.difference.base, self.difference.head
        known = base.known["institution"] & head.known["institution"]
        return {id_ for id_ in known if (id_ in base.dossiers) != (id_ in head.dossiers)}

    # -- beside the dossiers -----------------------------------------------------------------------------

    def beside(self, old: Document | None, new: Document | None) -> Section:
        document = new or old
        assert document
        name = document.data.get("title") or document.data.get("name") or ""
        title = f"{document.kind.title} {name}".rstrip()
        pages = [f"/batches/{document.data['id']}/", "/batches/"] if document.kind.name == "batch" else []
        if document.kind.name == "regulation":
            pages = ["/regulation/", "/rules/"]
        return Section(f"{title}（{document.path}）", [Item("内容", self.told(old, new))], pages)

    def told(self, old: Document | None, new: Document | None) -> list[str]:
        """What has become of a document, a line each."""
        if new is None:
            return ["删去了这份记录"]
        if old is None:
            return [self.summary(new)]
        names = old.path.rpartition("/")[2], new.path.rpartition("/")[2]
        moved = [f"文件名由 {names[0]} 改为 {names[1]}"] if names[0] != names[1] else []
        found = edits(self.schemas, new.kind.schema, old.data, new.data)
        return moved + [self.edit(new.kind.name, each) for each in found]

    def edit(self, kind: str, each: Edit) -> str:
        """An edit in words: what has come, what has gone, or what was there and is there now."""
        schema, place = self.schema(kind, each.parts), self.place(kind, each.parts)
        if isinstance(each.old, list) and isinstance(each.new, list):
            come = [value for value in each.new if value not in each.old]
            gone = [value for value in each.old if value not in each.new]
            old, new = self.text(self.then, schema, gone), self.text(self.now, schema, come)
            told = [f"新增 {new}" if come else "", f"删去 {old}" if gone else ""]
            return f"{place}：{'；'.join(filter(None, told)) or '先后有变'}"
        old, new = self.text(self.then, schema, each.old), self.text(self.now, schema, each.new)
        if each.old is None:
            return f"新增{place}：{new}"
        return f"删去{place}：{old}" if each.new is None else f"{place}：{old} → {new}"

    def place(self, kind: str, parts: Parts) -> str:
        """The words for a place: “课程” c01 的“计划课时”; the record as a whole is “内容”."""
        words = []
        for i, part in enumerate(parts):
            schema = self.schema(kind, parts[: i + 1])
            above = self.schema(kind, parts[:i])
            if isinstance(part, int):
                words.append(f"第 {part + 1} 项")
            else:
                words.append(f" {part} " if "items" in above else f"“{schema.get('title', part)}”")
        return "的".join(words).replace("的 ", " ").replace("的第", "第") or "“内容”"

    def schema(self, kind: str, parts: Parts) -> Schema:
        """The schema of a place; rows that are named by their id are items of their list."""
        schema = self.schemas.resolve(self.schemas.kinds[kind].schema)
        for part in parts:
            below = schema.get("properties", {}).get(part) or schema.get("items") or {}
            schema = self.schemas.resolve(below)
        return schema

    @staticmethod
    def text(presenter: Presenter, schema: Schema, value: Any) -> str:
        """A value in words, in one line."""
        if value is None or value == []:
            return NOTHING
        if not schema:
            schema = {}
        return " ".join(presenter.text(schema, value).text.split()) or NOTHING

    def summary(self, new: Document) -> str:
        """A new record in one line: its facts, short ones only."""
        facts = self.now.facts(new.kind.schema, new.data, LEAVE)
        words = [f"{fact.label} {fact.value.text}" for fact in facts if isinstance(fact.value, Text)]
        words += [f"{fact.label} {len(fact.value)} 项" for fact in facts if fact.form == "list"]
        words += [f"{fact.label} {len(fact.value.rows)} 项" for fact in facts if fact.form == "table"]
        return "新增：" + "；".join(" ".join(each.split()) for each in words)

    # -- a dossier ---------------------------------------------------------------------------------------

    def dossier(self, id_: str, pairs: list[tuple[Document | None, Document | None]]) -> Section | None:
        """The section of a dossier; None where nothing has become of it."""
        base, head = self.difference.base, self.difference.head
        old, new = base.dossiers.get(id_), head.dossiers.get(id_)
        moved = [f"档案由 {old.folder} 移到 {new.folder}"] if old and new and old.folder != new.folder else []
        items = [
            Item("记录", moved + [line for pair in pairs for line in self.record(*pair)]),
            Item("计划", [] if id_ in self.broken() else self.plans(old, new)),
            Item("状态", self.states(id_, old, new)),
            Item("待办", [] if id_ in self.broken() else self.duties(old, new)),
        ]
        items = [each for each in items if each.lines]
        if not items:
            return None
        place = f"{self.area(new or old)}，{id_}" if (new or old) else id_
        title = f"{name_on(new or old, self.day)}（{place}）" if (new or old) else id_  # type: ignore[arg-type]
        return Section(title, items, self.pages(id_, base, head, bool(self.states(id_, old, new))))

    def area(self, dossier: Dossier | None) -> str:
        return self.now.reference("area", dossier.institution.area).text if dossier else ""

    def pages(self, id_: str, base: Register, head: Register, turned: bool) -> list[str]:
        """The pages that change; an institution that was never listed has none."""
        public = {each.id for register in (base, head) for each in register.public_on(self.day)}
        if id_ not in public:
            return []
        return [f"/institutions/{id_}/", *(["/", "/institutions/"] if turned else [])]

    def record(self, old: Document | None, new: Document | None) -> list[str]:
        """What has become of a record of a dossier, each line led by what it is."""
        document = new or old
        assert document
        name = document.data.get("date") or document.data.get("year") or ""
        article = self.difference.head.tables.cite(document.kind.article, self.day)
        cited = f"（{article_label(article)}）" if article and document.kind.name != "institution" else ""
        lead = f"{name} {document.kind.title}".strip() + cited
        return [f"{lead}：{line}" for line in self.lines(old, new)]

    def lines(self, old: Document | None, new: Document | None) -> list[str]:
        if old is None and new is not None:
            record = self.difference.head.by_path.get(new.path)
            if isinstance(record, Change):
                return [self.change(each.field, each.before, each.after) for each in record.changes]
            if isinstance(record, Correction):
                return [self.correction(record, folder_of(new.path))]
            if isinstance(record, Transfer):
                return [self.summary(new)]
            steps = [self.text(self.now, self.step(new), each) for each in new.data.get("steps", ())]
            return [self.summary(new), *(f"环节：{each}" for each in steps if new.kind.name != "review")]
        return self.told(old, new)

    def step(self, document: Document) -> Schema:
        return self.schemas.resolve(dict(self.schemas.properties(document.kind.schema))["steps"]["items"])

    def change(self, field: str, before: Any, after: Any) -> str:
        schema = dict(self.schemas.properties(self.schemas.kinds["institution"].schema))[field]
        old, new = self.text(self.then, schema, before), self.text(self.now, schema, after)
        return f"{schema['title']}：{old} → {new}"

    def correction(self, act: Correction, folder: str) -> str:
        target = self.difference.head.filed.get(f"{folder}/{act.file}")
        parts = tuple(int(part) if part.isdecimal() else part for part in act.pointer.split("/")[1:])
        place = self.place(target.kind.name, parts) if target else act.pointer
        schema = self.schema(target.kind.name, parts) if target else {}
        old, new = self.text(self.then, schema, act.old), self.text(self.now, schema, act.new)
        return f"更正 {act.file} 的{place}：{old} → {new}（{' '.join(act.reason.split())}）"

    def plans(self, old: Dossier | None, new: Dossier | None) -> list[str]:
        """The plans that have passed, or have passed no more."""
        before, after = (_passed(each, self.day) if each else {} for each in (old, new))
        return [
            f"{what}：{before.get(what) or '未通过'} → {after.get(what) or '未通过'}"
            for what in dict.fromkeys((*before, *after))
            if before.get(what) != after.get(what)
        ]

    def states(self, id_: str, old: Dossier | None, new: Dossier | None) -> list[str]:
        """The filing value before and after, and the conditions that have come and gone."""
        if old is None or new is None:
            sides = (old, self.difference.base), (new, self.difference.head)
            was, is_ = (self.filing(id_, dossier, register) for dossier, register in sides)
            return [f"{was} → {is_}"] if was != is_ else []
        then, now = status(old, self.day), status(new, self.day)
        before, after = ([_state_words(each) for each in found.conditions] for found in (then, now))
        turned = _state_words(then.filing) != _state_words(now.filing)
        lines = [f"{_state_words(then.filing)} → {_state_words(now.filing)}"] if turned else []
        lines += [f"新增：{each}" for each in after if each not in before]
        return lines + [f"不再有：{each}" for each in before if each not in after]

    def filing(self, id_: str, dossier: Dossier | None, register: Register) -> str:
        if dossier is None:
            there = id_ in register.known["institution"]
            return "档案有错误，读不出，见核对结果" if there else "登记册中没有"
        found = status(dossier, self.day)
        return "；".join(_state_words(each) for each in (found.filing, *found.conditions))

    def duties(self, old: Dossier | None, new: Dossier | None) -> list[str]:
        """The duties that have come and those that are done with."""
        before = [duty_words(old, each) for each in duties(old, self.day)] if old else []
        after = [duty_words(new, each) for each in duties(new, self.day)] if new else []
        come = [f"新增：{each}" for each in after if each not in before]
        return come + [f"了结：{each}" for each in before if each not in after]


def _passed(dossier: Dossier, day: dt.date) -> dict[str, str]:
    """The plans and amendments of a dossier, each with the day on which it had passed by `day`."""
    found = {f"{each.year} 年度计划": passed_on(dossier, each.steps, day) for each in dossier.plans}
    for each in dossier.amendments:
        found[f"{each.year} 年度计划调整 {each.number}"] = passed_on(dossier, each.steps, day)
    return {what: f"{on} 通过" for what, on in found.items() if on}


def _state_words(state: State) -> str:
    since = f"自 {state.since}" if state.since else ""
    until = f"至 {state.until}" if state.until else ""
    words = "，".join(filter(None, (" ".join(filter(None, (since, until))), article_label(state.article))))
    return f"{state.label}（{words}）" if words else state.label
