"""A file of which the form is wrong, read as it can only be meant, so that all else is reported too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from ..json_data import Fields
from .mending import UNCLEAR_INDENT, is_unsure, list_stages
from .schemas import Schemas
from .strict_yaml import Positions, parse
from .text import INVISIBLE, Place, SyntaxFault, decode


class Reading(NamedTuple):
    """What a file holds, the faults of form that show when it is read so, and the place of each value.

    Without data where it is not certain what the file holds. Places are those in the file as it is written.
    """

    data: Fields | None
    faults: list[SyntaxFault]
    marks: Mapping[str, Positions]


NOTHING_READ = Reading(None, [], {})


def read_as_meant(schemas: Schemas, kind: str, raw: bytes) -> Reading:
    """Read a file of a kind with its characters and its layout mended; never raises."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return NOTHING_READ
    # What is mended first may have hidden what is mended next: the faults of all stages are reported.
    bare = text.removeprefix("\ufeff")
    odd = decode(bare.encode())[1]
    if any(each.rule == "yaml-encoding" for each in odd):  # it is no text of a record
        return NOTHING_READ
    characters = _move(text.split("\n"), bare.split("\n"), odd)
    readings = [_read(text, each) for each in list_stages(schemas, kind, text)]
    faults = {fault[:3]: fault for fault in chain(characters, *(each.faults for each in readings))}
    return readings[-1]._replace(faults=list(faults.values()))


def find_marks(schemas: Schemas, kind: str, raw: bytes) -> Mapping[str, Positions]:
    """The place of each value of a file, as far as it can be read; `kind` is empty where it is no record."""
    parsed = parse(raw)
    is_faulty = any(each.severity == "error" for each in parsed.faults)
    return read_as_meant(schemas, kind, raw).marks if kind and is_faulty else parsed.marks


def _read(text: str, meant: str) -> Reading:
    """What a text says that is meant by another."""
    # What no mend is certain of is left out, to read what stands around it.
    readable = INVISIBLE.sub("", meant.replace("\t", " "))
    old, new = text.split("\n"), readable.split("\n")
    if UNCLEAR_INDENT.search(meant) or len(old) != len(new):
        return NOTHING_READ
    parsed = parse(readable.encode())
    is_sure = isinstance(parsed.data, dict) and not is_unsure(meant, parsed)
    faults = [*_move(old, new, parsed.faults)]
    marks = {
        pointer: Positions(_find_written(old, new, mark.key), _find_written(old, new, mark.value))
        for pointer, mark in parsed.marks.items()
    }
    return Reading(parsed.data if is_sure else None, faults, marks)


def _move(old: list[str], new: list[str], faults: Iterable[SyntaxFault]) -> Iterator[SyntaxFault]:
    """Faults of the `new` lines, where they stood in the `old` ones."""
    for fault in faults:
        line, column = _find_written(old, new, (fault.line, fault.column))
        yield fault._replace(line=line, column=column)


def _find_written(old: list[str], new: list[str], place: Place) -> Place:
    """Where what stands at a place of the `new` lines stood in the `old` ones."""
    line, column = place
    if old[line - 1] == new[line - 1]:
        return place
    at = column - 1
    blocks = SequenceMatcher(None, new[line - 1], old[line - 1], autojunk=False).get_matching_blocks()
    # The last block is empty and stands at the end of both.
    block = next(each for each in blocks if at < each.a + each.size or not each.size)
    return line, max(block.b + at - block.a, 0) + 1
