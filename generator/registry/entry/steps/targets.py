"""Which record a step comes to: of an institution by kind, year or day; or a batch, a calendar, a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...finding import Parts
from ...json_data import Fields, JsonValue
from ...lifecycle.filing import find_name
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.loader import Document
from ...records.record_path import RECORDS, RecordPath, get_stem
from ...records.schemas import Schemas
from ..named import ask_batch, find_authority, find_dossier, find_id
from ..request import UnknownNameError
from .later import ROW, LaterPlace
from .words import StepWords

ENDING = ".yml"
RECORD = "record"  # beside what was typed for the fields: the path of the file that is meant
Row = tuple[Parts, Fields]  # where a row of a list stands in its record, and what it holds


class Target(NamedTuple):
    """The record that is meant: its path, kind and data, what it and its kind are called, and whose it is."""

    path: str
    kind: str
    data: Fields
    label: str
    title: str
    id: str = ""
    name: str = ""
    dossier: Dossier | None = None


def find_target(register: Register, words: StepWords, chosen: str, today: dt.date) -> Target:
    """The record that the words mean; `chosen` is the path of one of several. Raises UnknownNameError."""
    chosen = chosen or (_find_path(words.id) if words.id.endswith(ENDING) else "")
    if chosen:
        return _find_file(register, words, chosen, today)
    if not words.kind.path.startswith("institutions/"):
        stem = find_authority(words.id, register, today) if words.kind.name == "authority" else words.id
        path = f"{RECORDS}/{words.kind.path.replace('{id}', stem).replace('{year}', stem)}"
        return _find_file(register, words, path, today)
    dossier = find_dossier(find_id(words.id, register, today), register)
    candidates = [*_list_candidates(register, dossier, words)]
    if not candidates:
        raise UnknownNameError(_describe_absent(register, dossier, words))
    if len(candidates) > 1:
        listed = "、".join(get_stem(each.path) for each in candidates)
        how = "写明年度" if "year" in candidates[0].names else "写明文件名中的日期，或写整个文件的路径"
        raise UnknownNameError(f"{dossier.id} 的{words.kind.title}有 {len(candidates)} 份：{listed}；{how}")
    return make_target(candidates[0], words, dossier, today)


def _find_path(word: str) -> str:
    # As it was typed or completed: from the root, from elsewhere, or with the slashes of Windows.
    return f"{RECORDS}/{word.replace(chr(92), '/').rpartition(f'{RECORDS}/')[2]}"


def _find_file(register: Register, words: StepWords, path: str, today: dt.date) -> Target:
    if path in register.invalid:
        raise UnknownNameError(f"{path} 还没有填好，或者有错误；registry check 没有错误了再添")
    document = register.filed.get(path)
    if document is None or document.kind != words.kind.name:
        meant = ask_batch(get_stem(path), register) if words.kind.name == "batch" else ""
        raise UnknownNameError(f"没有{words.kind.title} {path}{meant and f'，{meant}'}")
    dossier = register.find_dossier(path)
    if id_ := RecordPath.parse(path).id:
        dossier = find_dossier(id_, register)
    return make_target(document, words, dossier, today)


def make_target(document: Document, words: StepWords, dossier: Dossier | None, today: dt.date) -> Target:
    """A document as a target."""
    names = document.names
    year = f"{names['year']} " if "year" in names else ""
    number = f"第 {names['number']} 次" if "number" in names else ""
    label = f"{year}{words.kind.title}{number}"
    target = Target(document.path, document.kind, document.data, label, words.kind.title)
    if dossier is None:
        return target._replace(label=f"{label} {get_stem(document.path)} ")
    label = f"{dossier.id} 的 {label}" if year else f"{dossier.id} 的{label}"
    return target._replace(label=label, id=dossier.id, name=find_name(dossier, today), dossier=dossier)


def _list_candidates(register: Register, dossier: Dossier, words: StepWords) -> Iterator[Document]:
    wanted = {"year": words.year, "number": words.number, "date": words.day or None}
    for document in register.read_folder(dossier.folder).filed.values():
        if document.kind == words.kind.name and all(
            item is None or document.names.get(name) == str(item) for name, item in wanted.items()
        ):
            yield document


def _describe_absent(register: Register, dossier: Dossier, words: StepWords) -> str:
    """Say that there is no such record, which there are, and how to make one."""
    documents = register.read_folder(dossier.folder).filed.values()
    there = [get_stem(each.path) for each in documents if each.kind == words.kind.name]
    year = f" {words.year} 年的" if words.year else ""
    listed = f"；有的是 {'、'.join(there)}" if there else ""
    option = f" --year {words.year}" if words.year else ""
    advice = f"；先录入：registry new {dossier.id} {words.kind.name}{option}"
    return f"{dossier.id} 没有{year}{words.kind.title}{listed}{advice}"


def find_rows(
    schemas: Schemas, target: Target, place: LaterPlace, given: Mapping[str, str]
) -> tuple[Parts, dict[str, str]]:
    """The path of a place in this record, and what was typed besides which of its rows is meant.

    Of a place in no list it is the same. Raises UnknownNameError where none or several rows are meant.
    """
    if ROW not in place.parts:
        return place.parts, dict(given)
    name = place.parts[-1]
    parts = [0 if each == ROW else each for each in place.parts[:-1]]
    properties = schemas.get_properties(schemas.resolve_path(target.kind, parts)[-1])
    others = {each: below["title"] for each, below in properties if each != name}
    fields = {each: each for each in others} | {title: each for each, title in others.items()}
    # What may be meant for the value itself tells of no row.
    own = {place.titles[-1], "document"} | ({"date"} if place.schema.get("format") == "date" else set())
    values = {key: text for key, text in given.items() if key in fields and key not in own}
    rows = [
        (at, row)
        for at, row in walk_rows(target.data, place.parts[:-1])
        if all(str(row.get(fields[key])) == text for key, text in values.items())
    ]
    still_open = [each for each in rows if name not in each[1]]
    if len(rows) > 1 and len(still_open) == 1:
        # Where several fit, only the one that lacks it can be meant.
        rows = still_open
    if len(rows) != 1:
        titles = "、".join(key for key in fields if not key.isascii())
        how = f"用 --set 写明是哪一项，可以写的有：{titles}"
        raise UnknownNameError(f"{target.label}中{_count_rows(rows, still_open, place.title)}；{how}")
    return (*rows[0][0], name), {key: text for key, text in given.items() if key not in values}


def _count_rows(rows: list[Row], still_open: list[Row], title: str) -> str:
    """How many rows there are to which something may come, in words."""
    if not rows:
        return f"没有这样的一项可以添“{title}”"
    listed = "、".join(f"第 {int(parts[-1]) + 1} 项" for parts, _ in still_open)
    which = f"（{listed}）" if listed else ""
    return f"这样的有 {len(rows)} 项，没有填“{title}”的有 {len(still_open)} 项{which}"


def walk_rows(value: JsonValue, parts: tuple[str, ...], above: Parts = ()) -> Iterator[Row]:
    """Each group that a path with rows leads to, with its own path."""
    if isinstance(value, dict) and not parts:
        yield above, value
    elif isinstance(value, list) and parts[:1] == (ROW,):
        for i, row in enumerate(value):
            yield from walk_rows(row, parts[1:], (*above, i))
    elif isinstance(value, dict) and parts[0] in value:
        yield from walk_rows(value[parts[0]], parts[1:], (*above, parts[0]))
