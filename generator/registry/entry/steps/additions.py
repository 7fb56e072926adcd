"""What comes to a record that stands, put into its text: lines are added, none of the others is touched."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ...finding import Parts, build_pointer
from ...json_data import JsonValue
from ...records import fast_yaml
from ...records.schemas import Schemas
from ...records.strict_yaml import Positions, parse
from ...records.values import write_literal
from ..round_trip import read_document, write_document

KEY = re.compile(r"([a-z_]+) *:(?: |$)")
DASH = re.compile(r"(?P<indent> *)-(?: |$)")


class Addition(NamedTuple):
    """A value that comes to a record: at the end of the list `parts`, or as the property `parts`."""

    parts: Parts
    value: JsonValue
    at_end: bool


class LongerText(NamedTuple):
    """A record's new bytes, and where what came stands in it: as a JSON Pointer, and the line, from 1."""

    raw: bytes
    pointer: str
    line: int


class UnreadableTextError(Exception):
    """The text of a record is not such that anything could be added to it."""


class Insertion(NamedTuple):
    """Lines that come behind a line (from 0); `emptied` takes its place where it had an empty list in it."""

    last: int
    added: list[str]
    emptied: str | None = None

    def apply(self, text: str) -> str:
        """The text with the lines in it, ended as the line before them is."""
        lines = [each for each in re.split("(?<=\n)", text) if each]
        before = lines[self.last]
        # A last line without an end has none to copy: then that of the other lines.
        end = "\r\n" if before.endswith("\r\n") or (not before.endswith("\n") and "\r\n" in text) else "\n"
        before = before if self.emptied is None else self.emptied
        lines[self.last] = before.rstrip("\r\n") + end
        lines[self.last + 1 : self.last + 1] = [f"{each}{end}" for each in self.added]
        return "".join(lines)


def add_to_text(schemas: Schemas, kind: str, raw: bytes, addition: Addition) -> LongerText:
    """A record's bytes with an addition in them; comments, quotes and line ends stay as they are.

    What is written in another way than a block of lines is written anew as a whole.
    """
    text = raw.decode("utf-8")
    before, _ = fast_yaml.read(raw)
    if not isinstance(before, dict):
        raise UnreadableTextError
    wanted, pointer = put_in(before, addition)
    lines = [each.removesuffix("\r") for each in text.split("\n")]
    if insertion := _find_insertion(schemas, kind, lines, _Places(raw, lines), addition):
        longer = insertion.apply(text)
        # Read again: lines in a text are put in by their looks, and only what they mean counts.
        if fast_yaml.read(longer.encode())[0] == wanted:
            return LongerText(longer.encode(), pointer, insertion.last + 2)
    longer = _write_anew("\n".join(lines), addition)
    if fast_yaml.read(longer.encode())[0] != wanted:
        raise UnreadableTextError
    # The writer ends every line with a line feed alone.
    ends = "\r\n" if "\r\n" in text else "\n"
    return LongerText(longer.replace("\n", ends).encode(), pointer, 1)


class _Places:
    """Where keys stand in a text: line and indent, both from 0. The outer ones are found at a glance."""

    def __init__(self, raw: bytes, lines: Sequence[str]) -> None:
        self.raw = raw
        self.outer = {match[1]: i for i, each in enumerate(lines) if (match := KEY.match(each))}

    # Only where it is asked for: the reader that tells places is the slow one, and most steps go into
    # a list whose key is found at a glance.
    @cached_property
    def marks(self) -> dict[str, Positions]:
        return parse(self.raw).marks

    def find(self, parts: Parts) -> tuple[int, int] | None:
        """Where the key at a path stands; None where there is none."""
        if len(parts) == 1:
            row = self.outer.get(str(parts[0]))
            return None if row is None else (row, 0)
        place = self.marks.get(build_pointer(*parts))
        return place and (place.key[0] - 1, place.key[1] - 1)


def put_in(data: JsonValue, addition: Addition) -> tuple[JsonValue, str]:
    """A copy of a record's data with an addition in it, and the JSON Pointer of what came."""
    whole = copy.deepcopy(data)
    return whole, build_pointer(*_put(whole, addition))


def _put(document: Any, addition: Addition) -> Parts:
    """Put an addition into plain data, or into a document that knows its comments; returns where it is."""
    *above, name = addition.parts
    for part in above:
        document = document[part]
    if not addition.at_end:
        document[name] = addition.value
        return addition.parts
    rows = document.setdefault(name, [])
    rows.append(addition.value)
    return (*addition.parts, len(rows) - 1)


def _write_anew(text: str, addition: Addition) -> str:
    document = read_document(text)
    _put(document, addition)
    written: str = write_document(document)
    return written


def _find_insertion(
    schemas: Schemas, kind: str, lines: list[str], places: _Places, addition: Addition
) -> Insertion | None:
    """Where the lines of an addition come into a text; None where there is no such place."""
    place = places.find(addition.parts)
    if place is None:
        return _find_place_of_property(schemas, kind, lines, places, addition)
    if not addition.at_end:
        return None
    row, indent = place
    last = _find_end(lines, row, indent)
    item = next((match for each in lines[row + 1 : last + 1] if (match := DASH.match(each))), None)
    if item:
        return Insertion(last, [f"{item['indent']}{each}" for each in write_item(addition.value)])
    emptied = re.sub(r": *\[ *\]", ":", lines[row])
    if emptied == lines[row]:
        return None
    added = [f"{' ' * (indent + 2)}{each}" for each in write_item(addition.value)]
    return Insertion(row, added, emptied)


def _find_place_of_property(
    schemas: Schemas, kind: str, lines: list[str], places: _Places, addition: Addition
) -> Insertion | None:
    """Find the place of a property that is absent: that of the schema, as `registry fix` would have it."""
    *above, name = addition.parts
    order = [each for each, _ in schemas.get_properties(schemas.resolve_path(kind, above)[-1])]
    earlier = (places.find((*above, each)) for each in order[: order.index(str(name))])
    there = [each for each in earlier if each]
    if not there:
        return None
    row, indent = max(there)
    value = [addition.value] if addition.at_end else addition.value
    added = [f"{' ' * indent}{each}" for each in write_property(str(name), value)]
    return Insertion(_find_end(lines, row, indent), added)


def _find_end(lines: Sequence[str], row: int, indent: int) -> int:
    """The last line of the value whose key stands in a line, indented so; comments deep in it are its own."""
    last = row
    for number in range(row + 1, len(lines)):
        line = lines[number]
        depth = len(line) - len(line.lstrip(" "))
        if not line.strip() or (depth <= indent and line.lstrip().startswith("#")):
            continue
        if depth < indent or (depth == indent and not DASH.match(line)):
            break
        last = number
    return last


def write_item(value: Any) -> Iterator[str]:
    """The lines of a list's item, its dash first."""
    below = [*_write_below(value)] if isinstance(value, dict) else [write_literal(value)]
    for i, line in enumerate(below):
        yield f"{'  ' if i else '- '}{line}"


def write_property(name: str, value: Any) -> Iterator[str]:
    """The lines of a property: its key first."""
    if isinstance(value, dict | list) and value:
        yield f"{name}:"
        yield from (f"  {each}" for each in _write_below(value))
    else:
        yield f"{name}: {'[]' if value == [] else write_literal(value)}"


def _write_below(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from write_item(item)
    else:
        for name, item in value.items():
            yield from write_property(name, item)
