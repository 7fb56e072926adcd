"""One step, prepared: the record that is meant, what comes to it, its text with that; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from ...finding import Parts
from ...json_data import Fields, JsonValue
from ...lifecycle.filing import find_name
from ...model.kinds import ReceiptAction, StepAction
from ...model.register import Register
from ...records.schemas import Schemas
from ...records.values import format_value, set_off
from ...rules.checking import Examined
from ...typed import NotUnderstood, read_written_day
from ..field_values import LackingFields, ValueReader, is_short, join_texts, list_keys, refuse_keys
from ..listing import BATCH, list_passed
from ..named import find_named, list_near
from ..request import NotLawful
from .additions import Addition, UnreadableTextError, add_to_text
from .later import LaterPlace
from .targets import RECORD, Target, find_rows, find_target
from .words import StepWords

CORRECT = "录错了的添一份更正：registry new {} correction"


class StepRequest(NamedTuple):
    """What is asked for: the words, what was typed for the fields (by name or title), and today."""

    words: StepWords
    given: Mapping[str, str]
    today: dt.date


class PreparedStep(NamedTuple):
    """A record's file with what comes to it: its bytes, and where that stands in it (line from 1).

    `value` is what came, in words.
    """

    target: Target
    place: LaterPlace
    raw: bytes
    line: int
    value: str


class AlreadyRecorded(Exception):
    """What is asked for is in the record; the message says where, and that nothing is done."""


def prepare_step(examined: Examined, request: StepRequest) -> PreparedStep:
    """The file with what is asked for in it.

    Raises UnknownNameError, NotLawful, AlreadyRecorded or LackingFields; what the rules say of it is asked
    of all steps together (judging.py).
    """
    register, schemas, words = examined.register, examined.schemas, request.words
    target = find_target(register, words, request.given.get(RECORD, ""), request.today)
    place, given = words.place, {name: text for name, text in request.given.items() if name != RECORD}
    parts, given = find_rows(schemas, target, place, given)
    given = _name_fields(schemas, place, given)
    # The day comes first: names of offices and institutions are looked up as they were on it.
    day = read_given_day(given, request.today)
    reader = _make_reader(register, schemas, target, given, day)
    if place.action:
        additions = _add_step(reader, target, place, day if "date" in given else None)
    elif place.at_end:
        additions = [Addition(parts, _read_value(reader, place), at_end=True)]
    else:
        additions = _fill(reader, target, place, parts)
    return _write(examined, target, place, additions)


def _name_fields(schemas: Schemas, place: LaterPlace, given: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by the names of the fields where it was by their titles.

    Raises UnknownNameError where something is no field of what comes. The day is that of a value which is a
    day, or has one.
    """
    fields = dict(schemas.get_properties(place.schema))
    # What is typed as one text, a document's number and day, goes by the name of the whole.
    own = () if fields and not is_short(place.schema) else (place.parts[-1], place.titles[-1])
    keys = {*list_keys(schemas, place.schema), *own}
    if any(each.get("format") == "date" for each in (place.schema, *fields.values())):
        keys.add("date")
    refuse_keys(given, keys, f"“{place.title}”")
    names = {below["title"]: name for name, below in fields.items()}
    named: dict[str, str] = {}
    for key, text in given.items():
        name = names.get(key, key)
        named[name] = join_texts(named[name], text) if name in named else text
    return named


def read_given_day(given: Mapping[str, str], today: dt.date) -> dt.date:
    """The day that was typed, if it is one; else today."""
    try:
        return read_written_day(given.get("date", ""))
    except NotUnderstood:
        return today


def _make_reader(
    register: Register, schemas: Schemas, target: Target, given: Mapping[str, str], day: dt.date
) -> ValueReader:
    near = list_near(register, target.dossier, day)
    # First those that have the record before them: to whom it was sent, or who has acted on it.
    concerned = {each.get("authority") for each in target.data.get("steps", ())}
    ordered = sorted(near, key=lambda item: (item not in concerned, item))
    names = {each: register.tables.get_name(each) for each in ordered}
    # Only whoever has passed may be announced: these are offered for a list, and no others.
    passed = list_passed(register, target.data["id"], day) if target.kind == BATCH else ()
    institutions = {each: find_name(register.dossiers[each], day) for each in passed}
    choices = {"authority": names, "institution": institutions}
    return ValueReader(schemas, given, partial(find_named, register=register, day=day, near=near), choices)


def _read_value(reader: ValueReader, place: LaterPlace, values: Fields | None = None) -> JsonValue:
    """The value that comes. Raises LackingFields."""
    schema, given = place.schema, dict(reader.given)
    if "properties" not in schema or _is_typed_as_one(reader, place):
        text = _find_own_text(reader, place)
        if text is None:
            _, lacking = reader.read_required(place.parts[-1], place.titles[-1], schema)
            raise LackingFields(lacking)
        return reader.read_value(schema, text)
    if "date" in given and "date" not in schema["properties"]:
        # `--on` is the one option for the day, whatever the schema of what comes calls it.
        dated = [n for n, each in reader.schemas.get_properties(schema) if each.get("format") == "date"]
        given |= {dated[0]: given.pop("date")} if dated else {}
    value, lacking = reader._replace(given=given).read_group(schema, values or {})
    if lacking:
        raise LackingFields(lacking)
    return value


def _is_typed_as_one(reader: ValueReader, place: LaterPlace) -> bool:
    return place.parts[-1] in reader.given or place.titles[-1] in reader.given


def _find_own_text(reader: ValueReader, place: LaterPlace) -> str | None:
    """What was typed for a value that is no group; of a date that is the day."""
    own = reader.find_text(place.parts[-1], place.titles[-1], "")
    return reader.given.get("date") if own is None and place.schema.get("format") == "date" else own


def _add_step(reader: ValueReader, target: Target, place: LaterPlace, day: dt.date | None) -> list[Addition]:
    """A step at the end of the list. Raises AlreadyRecorded where the authority has taken it already."""
    rows = target.data.get(place.parts[0], [])
    text = reader.find_text("authority", "", "")
    authority = reader.find("authority", text) if text else ""
    number = find_same_step(rows, place.action, authority)
    if number is None:
        return [Addition(place.parts, _read_value(reader, place, {"action": place.action}), at_end=True)]
    there = rows[number]
    office = reader.choices["authority"].get(authority, authority)
    said = f"{target.label}已有“{place.action}”：{office}，{there['date']}"
    if day and str(day) != there["date"]:
        mend = CORRECT.format(target.id)
        raise NotLawful(f"{said}；这次写的日期是 {day}。{mend}")
    # The paper of a step may follow later: it is filled in there, as no step is taken twice.
    document = reader.given.get("document")
    below = dict(reader.schemas.get_properties(place.schema))
    if document and "document" in below and "document" not in there:
        value = reader.read_value(below["document"], document)
        return [Addition((*place.parts, number, "document"), value, at_end=False)]
    raise AlreadyRecorded(f"{said}，没有改动")


def find_same_step(rows: Iterable[Fields], action: str, authority: str) -> int | None:
    """The number of an authority's step that was this one, if nothing has come after it but a receipt."""
    own: list[tuple[int, str]] = [
        (i, row["action"]) for i, row in enumerate(rows) if row["authority"] == authority
    ]
    for i, there in reversed(own):
        if there == action:
            return i
        # A receipt leaves what was sent as it is; after a return it may be sent and received anew.
        if there not in (StepAction.RECEIVED, ReceiptAction.RECEIVED):
            return None
    return None


def _fill(reader: ValueReader, target: Target, place: LaterPlace, parts: Parts) -> list[Addition]:
    """A property that is absent; of a group that is there, what in it is absent and may come.

    Raises AlreadyRecorded, or NotLawful where something else stands there.
    """
    there: Any = target.data
    for part in parts:
        there = there.get(part) if isinstance(there, dict) else there[part]
    if there is None:
        return [Addition(parts, _read_value(reader, place), at_end=False)]
    if isinstance(there, dict) and not _is_typed_as_one(reader, place):
        additions = _fill_parts(reader, target, place, parts, there)
    else:
        text = _find_own_text(reader, place)
        additions = []
        if text is not None and reader.read_value(place.schema, text) != there:
            raise NotLawful(_describe_other(target, place.titles, there, text))
    if not additions:
        shown = f"：{format_value(there)}" if not isinstance(there, dict) else ""
        raise AlreadyRecorded(f"{target.label}已经填写了“{place.title}”{shown}，没有改动")
    return additions


def _fill_parts(
    reader: ValueReader, target: Target, place: LaterPlace, parts: Parts, there: Fields
) -> list[Addition]:
    additions = []
    for name, below in reader.schemas.get_properties(place.schema):
        text = reader.find_text(name, below["title"], "")
        value = None if text is None else reader.read_value(below, text)
        if text is None or there.get(name) == value:
            continue
        if name in there or "x-later" not in below:
            raise NotLawful(_describe_other(target, (*place.titles, below["title"]), there.get(name), text))
        additions.append(Addition((*parts, name), value, at_end=False))
    return additions


def _describe_other(target: Target, titles: Iterable[str], there: JsonValue, text: str) -> str:
    where = "”中的“".join(titles)
    if there is None:
        return f"{target.label}的“{where}”以后不能再添（登记册的要求）"
    shown = "，".join(map(str, there.values())) if isinstance(there, dict) else there
    mend = CORRECT.format(target.id) if target.id else "录错了的写在这份文件的“更正”（corrections）中"
    return f"{target.label}的“{where}”已经写明{set_off(shown)}，不改写成{set_off(text)}。{mend}"


def _write(examined: Examined, target: Target, place: LaterPlace, additions: list[Addition]) -> PreparedStep:
    """The bytes of the file with all additions in it."""
    raw, lines = examined.loaded.files.read(target.path), []
    try:
        for addition in additions:
            raw, _, line = add_to_text(examined.schemas, target.kind, raw, addition)
            lines.append(line)
    except UnreadableTextError as error:
        raise NotLawful(f"{target.path} 的写法添不上；先运行 registry check，照提示改好") from error
    value = "，".join(_describe(examined.register, each.value) for each in additions)
    value = value if place.action else f"{place.title}，{value}"
    return PreparedStep(target, place, raw, lines[0], value)


def _describe(register: Register, value: JsonValue) -> str:
    """A value in a few words: the names of authorities, a document by its number and day."""
    if isinstance(value, dict):
        return "，".join(_describe(register, each) for each in value.values())
    if isinstance(value, list):
        return f"{len(value)} 项" if len(value) > 1 else "".join(_describe(register, each) for each in value)
    return register.tables.get_name(value) if isinstance(value, str) else str(value)
