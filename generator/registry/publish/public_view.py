"""The public view: of a record, only what its schema marks `x-public`.

An allow-list, so nothing leaks by being forgotten.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypedDict

import msgspec

from ..finding import split_pointer
from ..json_data import JsonObject, JsonValue, get_objects, get_text, get_texts
from ..json_pointer import resolve_pointer
from ..lifecycle.as_of import collect_later_changes, cut_to_day
from ..lifecycle.fold import replace_properties
from ..lifecycle.plans import PlannedCourse
from ..lifecycle.representatives import list_unnamed
from ..model.dossier import COURSE_LISTS, Dossier, dossier_cache
from ..model.kinds import Change, Correction, Repair, ReviewResult, Succession
from ..model.register import Register
from ..model.repairs import collect_repaired_ids
from ..records.loader import Document
from ..records.schemas import Schema, Schemas
from .persons import UnnamedPersons

# The texts of an act, of which the first there is tells most.
TEXTS = ("text", "conclusion", "facts", "reason")
# What stands in the place of a text that names an institution which was never listed.
UNNAMED = "涉及没有列入过名单的机构，不予公开。"
# What stands in the place of the review's opinion on an application that failed, unless it is open.
OPINION = "未通过的评审意见不公开。"
# The properties of an institution by which others know it.
KNOWN_BY = ("name", "credit_code", "address", "phone", "email", "website")
# Records kept: more than a dossier has.
MAX_KEPT = 256


def select_public(schemas: Schemas, document: Document) -> JsonObject:
    """The public part of a document, as plain data."""
    data = _build_decoder(schemas, document.kind).decode(document.packed)
    if document.kind == "change" and "changes" in data:
        changes = (_select_change(schemas, each) for each in get_objects(data, "changes"))
        data["changes"] = [each for each in changes if each]
    return data


def cut_public(schemas: Schemas, kind: str, values: JsonObject) -> JsonObject:
    """The public part of what is known of a record of a kind."""
    return _build_decoder(schemas, kind).decode(msgspec.json.encode(values))


class UnlistedWords(NamedTuple):
    """What names institutions that were never listed: their ids, and other words without blanks and signs."""

    ids: re.Pattern[str]
    others: frozenset[str]

    def occur_in(self, text: str) -> bool:
        """Whether a text names such an institution."""
        plain = _keep_letters(text)
        return bool(self.ids.search(text)) or any(each in plain for each in self.others)


class PublicRecords:
    """The public parts of the records of a register on a day, which nobody changes.

    The institution is as it was on the day, and what came to a record later is left out; without a day all
    is as it stands.

    Those last asked for are kept: the pages and files of a dossier ask for the same, one after the other.
    """

    def __init__(self, schemas: Schemas, register: Register, day: dt.date | None = None) -> None:
        self.schemas = schemas
        self.register = register
        self.day = day
        # Caches of the object, not of the class: they end with the register that they tell of.
        self.read = lru_cache(MAX_KEPT)(self._select)
        self._courses_of = lru_cache(MAX_KEPT)(self._map_courses)
        self._words_of = lru_cache(MAX_KEPT)(self._find_words)
        self._persons_of = lru_cache(MAX_KEPT)(self._find_unnamed)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The institutions that were ever listed by the day; of others there is no trace."""
        return frozenset(self.register.list_public_ids(self.day or dt.date.max))

    def _select(self, path: str) -> JsonObject:
        """The public part of a record as of the day, without names that are no longer shown."""
        document = self.register.documents[path]
        dossier = self.register.find_dossier(path)
        changing = dossier if document.kind == "institution" else None
        # Before the public part is taken: what was so then passes through the same list of public properties.
        if self.day and changing and (other := collect_later_changes(changing, self.day)):
            document = document.replace_data(replace_properties(document.data, other))
        data = select_public(self.schemas, document)
        if self.day:
            data = cut_to_day(data, self.day)
        # A predecessor that was never listed leaves no trace, not even by its id in the records of another.
        if document.kind == "succession" and data.get("predecessor") not in self.listed:
            data = {name: value for name, value in data.items() if name != "predecessor"}
            data |= {"text": UNNAMED} if "text" in data else {}
        if _has_closed_opinion(document):
            data = {**data, "text": OPINION}
        if "general_teaching" in data:
            data = data | {"general_teaching": self._list_designated(data)}
        own, near = self._list_ids_beside(document, dossier)
        if persons := self._persons_of(own):
            data = persons.leave_out(document.kind, data)
        words = self._words_of(near)
        return {name: _mask_words(each, words) for name, each in data.items()} if words else data

    def _list_ids_beside(
        self, document: Document, dossier: Dossier | None
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The institutions whose representatives a record may name, and those that it may name itself."""
        repair = self.register.by_path[document.path] if document.kind == "repair" else None
        if isinstance(repair, Repair):
            return frozenset(collect_repaired_ids(repair)), frozenset(collect_repaired_ids(repair))
        return (
            (frozenset({dossier.id}), collect_related_ids(dossier)) if dossier else (frozenset(), frozenset())
        )

    def _find_unnamed(self, ids: frozenset[str]) -> UnnamedPersons | None:
        """Who of the representatives of some institutions is named no more."""
        dossiers = [self.register.dossiers[id_] for id_ in ids & self.register.dossiers.keys()]
        names = frozenset(name for each in dossiers if self.day for name in list_unnamed(each, self.day))
        institutions = {name for each in dossiers for name in list_names(each)}
        return UnnamedPersons.from_names(names, institutions) if names else None

    def _list_designated(self, regulation: JsonObject) -> list[JsonValue]:
        """Who was designated to teach general subjects, without those that were never listed."""
        rows = get_objects(regulation, "general_teaching")
        return [
            {**row, "institutions": [each for each in get_texts(row, "institutions") if each in self.listed]}
            for row in rows
        ]

    def _find_words(self, ids: frozenset[str]) -> UnlistedWords | None:
        """What names those of some institutions that were never listed, and none that was."""
        if not (never := ids - self.listed):
            return None
        dossiers = self.register.dossiers
        words_by_id = {id_: collect_words(dossiers[id_]) for id_ in ids & dossiers.keys()}
        # What both are called by is no trace of the one: a successor may keep the name, or the code.
        words = {word for id_, each in words_by_id.items() if id_ in never for word in each}
        own = {word for id_, each in words_by_id.items() if id_ not in never for word in each}
        # Ids as whole words: demo-1 must not take demo-10 along.
        written = "|".join(map(re.escape, sorted(never)))
        pattern = re.compile(rf"(?<![A-Za-z0-9-])(?:{written})(?![A-Za-z0-9-])")
        return UnlistedWords(pattern, frozenset(words - own))

    def is_public_value(self, dossier: Dossier, correction: Correction) -> bool:
        """Whether the value that a correction mends may be seen by the public."""
        document = self.register.documents.get(f"{dossier.folder}/{correction.file}")
        if document is None:
            return False
        if _has_closed_opinion(document) and correction.pointer == "/text":
            return False
        words, values = self._words_of(collect_related_ids(dossier)), [correction.old, correction.new]
        if (persons := self._persons_of(frozenset({dossier.id}))) and persons.occur_in(values):
            return False
        # By trying it out: what would be changed before it is shown is no public value.
        if words and _mask_words(values, words) != values:
            return False
        parts = split_pointer(correction.pointer)
        if document.kind == "change" and parts[0] == "changes":
            changes = [_select_change(self.schemas, each) for each in document.data["changes"]]
            return resolve_pointer({"changes": changes}, correction.pointer) is not None
        chain = self.schemas.resolve_path(document.kind, parts)[1:]
        named = [schema for part, schema in zip(parts, chain, strict=False) if isinstance(part, str)]
        # Every property on the way must be public: below a hidden one a public name is hidden as well.
        return len(chain) == len(parts) and all(schema.get("x-public") for schema in named)

    def select_course(self, row: PlannedCourse) -> JsonObject:
        """The public part of a course in a plan."""
        return self._courses_of(row.path)[row.pointer]

    def _map_courses(self, path: str) -> dict[str, JsonObject]:
        """The public parts of the courses in a plan or an amendment, by pointer: for all who ask for one."""
        data = self.read(path)
        return {
            f"/{name}/{i}": course
            for name in COURSE_LISTS
            for i, course in enumerate(get_objects(data, name))
        }

    def collect_titles(self, dossier: Dossier, year: int) -> dict[str, str]:
        """What a year's plan and its amendments call courses and activities, by id; the dropped ones too."""
        # With amendments: a course that came by one has its title there alone.
        records = [each for each in (dossier.get_plan(year), *dossier.get_amendments(year)) if each]
        lists = (*COURSE_LISTS, "activities")
        data = [self.read(each.path) for each in records]
        rows = [row for each in data for name in lists for row in get_objects(each, name)]
        return {get_text(row, "id"): get_text(row, "title") for row in rows if "title" in row}


@lru_cache(1024)
def _build_decoder(schemas: Schemas, kind: str) -> msgspec.json.Decoder[JsonObject]:
    """Reads the public part of a kind of record; what is not public is passed over."""
    return msgspec.json.Decoder(_build_public_type(schemas, schemas.kinds[kind].schema))


@lru_cache(1024)
def _build_property_type(schemas: Schemas, name: str) -> object:
    """The public part of a property of institutions, as a type."""
    return _build_public_type(schemas, schemas.kinds["institution"].properties[name])


def _build_public_type(schemas: Schemas, schema: Schema) -> object:
    """The public part of what a schema describes, as a type: an object has its public properties alone."""
    schema = schemas.resolve(schema)
    if "items" in schema:
        return list[_build_public_type(schemas, schema["items"])] | None  # type: ignore[misc]
    if "properties" not in schema:
        return Any
    shown = {name: below for name, below in schema["properties"].items() if below.get("x-public")}
    # As a type, so that msgspec passes over what is not public while it reads: it never becomes an object
    # that could be shown by mistake.
    types = {name: _build_public_type(schemas, below) for name, below in shown.items()}
    return TypedDict("Public", types, total=False) | None  # type: ignore[operator]


def _select_change(schemas: Schemas, change: JsonObject) -> JsonObject | None:
    """One changed property; its values are as public as the institution's own property is."""
    name = get_text(change, "field")
    if not schemas.kinds["institution"].properties.get(name, {}).get("x-public"):
        return None
    type_ = _build_property_type(schemas, name)
    return {
        item: value if item == "field" else msgspec.convert(value, type_) for item, value in change.items()
    }


def list_telephones(data: JsonObject) -> list[tuple[str, str]]:
    """The telephone numbers in the public data of an institution, each with what it is for, first its own."""
    others = [
        (get_text(phone, "number"), get_text(phone, "note")) for phone in get_objects(data, "other_phones")
    ]
    return [(number, note) for number, note in [(get_text(data, "phone"), ""), *others] if number]


def find_main_text(record: JsonObject) -> str:
    """The first of an act's texts."""
    return next((get_text(record, name) for name in TEXTS if name in record), "")


def list_public_runs(summary: JsonObject) -> list[tuple[JsonObject, str]]:
    """The classes of a summary, each with the day on which it was reported late, or none."""
    runs = [(run, "") for run in get_objects(summary, "runs")]
    for supplement in get_objects(summary, "supplements"):
        runs += [(run, get_text(supplement, "date")) for run in get_objects(supplement, "runs")]
    return runs


def collect_words(dossier: Dossier) -> set[str]:
    """The words by which an institution is known, or was, without blanks and signs."""
    moved = (each for act in dossier.get_acts(Change) for each in act.changes if each.field in KNOWN_BY)
    former = (value for each in moved for value in (each.before, each.after))
    values = (getattr(dossier.institution, name) for name in KNOWN_BY)
    return {word for value in (*values, *former) if value and (word := _keep_letters(str(value)))}


def list_names(dossier: Dossier) -> set[str]:
    """What an institution is called, or was."""
    moved = (each for act in dossier.get_acts(Change) for each in act.changes if each.field == "name")
    return {dossier.institution.name, *(str(name) for each in moved for name in (each.before, each.after))}


@dossier_cache
def collect_related_ids(dossier: Dossier) -> frozenset[str]:
    """The ids of an institution, of its predecessors, and of others that its corrections and repairs name."""
    ids = {dossier.id, *(each.id for each in dossier.predecessors)}
    ids.update(act.predecessor for act in dossier.get_acts(Succession))
    for act in dossier.get_acts(Correction):
        if act.pointer == "/predecessor":
            ids.update((str(act.old), str(act.new)))
    return frozenset(ids.union(*map(collect_repaired_ids, dossier.repairs)))


def _has_closed_opinion(document: Document) -> bool:
    """Whether a record is a review of an application that failed, whose opinion nobody has opened."""
    if document.kind != "review" or document.data["result"] != ReviewResult.NOT_PASSED:
        return False
    return document.data.get("open") is not True


def _keep_letters(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def _mask_words(value: JsonValue, words: UnlistedWords) -> JsonValue:
    """A value with a neutral text in the place of each that names an institution that was never listed."""
    if isinstance(value, str):
        return UNNAMED if words.occur_in(value) else value
    if isinstance(value, dict):
        return {name: _mask_words(each, words) for name, each in value.items()}
    return [_mask_words(each, words) for each in value] if isinstance(value, list) else value
