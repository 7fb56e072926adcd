"""A record's text with what can only be meant in the place of what is written: the one list of certain mends.

The check calls mendable what is gone when a file is mended here (loader.py), and `registry fix` writes it: so
both mean the same. Lines stay where they are; a comment that cannot stand behind its value goes above it.
"""

from __future__ import annotations

import contextlib
import copy
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from ..finding import build_pointer, split_pointer
from ..json_data import JsonObject, JsonValue
from ..json_pointer import replace_value
from ..typed import ZERO_WIDTH
from .layout import FALSE_BLANKS, INSIDE, EventReader, TextSpan
from .meant import list_meant
from .messages import flatten
from .schemas import Schemas
from .strict_yaml import ParsedFile, parse
from .syntax import COLONS, FULL_WIDTH_COLON
from .text import INVISIBLE, Places, SyntaxFault
from .values import write_literal

# Faults of form of which some can be mended: a file with none of them is not looked at.
SOMETIMES = frozenset(
    {
        *("yaml-encoding", "yaml-tab", "yaml-invisible", "yaml-look-alike", "yaml-blank", "yaml-syntax"),
        *("yaml-ambiguous", "yaml-comment", "schema"),
    }
)
BROKEN = frozenset({"yaml-tab", "yaml-syntax", "yaml-key", "yaml-duplicate", "yaml-folded"})
# With them it is not certain what a file holds, even where the parser comes to its end.
UNSURE = frozenset({"yaml-syntax", "yaml-key", "yaml-documents", "yaml-size", "yaml-depth", "yaml-empty"})
Fits = Callable[[JsonValue], bool]
ROUNDS = 20  # what one mend lets be read may show the next
NO_WIDTH = re.compile(f"{ZERO_WIDTH.pattern}|\xad")  # of no width, and no effect on what stands around
BLANK = f"[ {FALSE_BLANKS}]"
NAME = r"^( *(?:- +)*[A-Za-z_][A-Za-z0-9_-]*)"
TAB_AT_END = re.compile(r"[ \t]*\t[ \t]*$", re.MULTILINE)
TAB_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
TAB_AFTER_SIGN = re.compile(r"^( *(?:- +)*(?:[A-Za-z_][A-Za-z0-9_-]*:|-))[ \t]*\t[ \t]*", re.MULTILINE)
UNCLEAR_INDENT = re.compile(f"^[ -]*[{FALSE_BLANKS}\t]", re.MULTILINE)  # how far it sets in nobody knows
INDENT = re.compile(f"^{BLANK}+")
# A field or an item with what stands before a comment on its line.
BEHIND = re.compile(
    r"^(?P<before> *(?:- +)*(?:[A-Za-z_][A-Za-z0-9_-]*:)?"
    r"(?P<value> *(?:\"[^\"\\]*\"|'[^']*'|[^\s\"'#|>{\[][^#]*?))?)"
    rf"{BLANK}+(?P<comment>#.*)$"
)
# Blanks in a line, each with what is to stand in their place: after a dash, around a colon, at both ends.
BLANKS = (
    (re.compile(rf"^( *(?:- +)*-){BLANK}+"), r"\1 "),
    (re.compile(rf"{NAME}{BLANK}*:{BLANK}+(?=\S)"), r"\1: "),
    (re.compile(rf"{NAME}{BLANK}*:{BLANK}*$"), r"\1:"),
    (re.compile(rf'(?<=[:-] ["\'])[{FALSE_BLANKS}]{BLANK}*'), ""),
    (re.compile(rf"{BLANK}*[{FALSE_BLANKS}]{BLANK}*(?=[\"']?$)"), ""),
    (re.compile(f"{INSIDE.pattern}(?!{BLANK}*#)"), " "),  # else what follows would become a comment
)


class Edit(NamedTuple):
    """A piece of a text, from `start` to `end`, and what is to stand in its place."""

    start: int
    end: int
    text: str


def mend_bytes(schemas: Schemas, kind: str, raw: bytes) -> bytes:
    """A file with all that is certain mended, its lines where they were, without comments that would move.

    The same where it cannot be read as text.
    """
    try:
        return _mend(schemas, kind, raw.decode("utf-8"))[0].encode()
    except UnicodeDecodeError:
        return raw


def mend_text(schemas: Schemas, kind: str, text: str) -> str:
    """A record's text with all that is certain mended, and line feeds at the ends of its lines."""
    mended, comments = _mend(schemas, kind, text)
    lines = mended.split("\n")
    for number, comment in sorted(comments.items(), reverse=True):
        lines.insert(number, f"{' ' * (len(lines[number]) - len(lines[number].lstrip(' ')))}{comment}")
    return "\n".join(lines)


def _mend(schemas: Schemas, kind: str, text: str) -> tuple[str, dict[int, str]]:
    """A text mended, and the comments cut off its lines, by the number of the line, from 0."""
    *_, mended = list_stages(schemas, kind, text)
    bare, comments = _cut_comments(schemas, kind, mended)
    return _mend_values(schemas, kind, bare), comments


def list_stages(schemas: Schemas, kind: str, text: str) -> Iterator[str]:
    """A record's text with its characters mended, then with what of its layout each round can mend.

    The last has all of both; values are as they were.
    """

    def fits(data: JsonValue) -> bool:
        errors = flatten(schemas.list_errors(kind, data))
        return not any(each.kind.name == "additionalProperties" for each in errors)

    text = _mend_characters(text.removeprefix("\ufeff"), fits)
    yield text
    for _ in range(ROUNDS):
        before, text = text, _mend_layout(text, fits)
        if text == before:
            break
        yield text


def replace_values(text: str, values: Mapping[str, JsonValue]) -> str:
    """A text with other scalars, by pointer, in it; what is not written on one line stays."""
    return _apply(text, _list_edits(text, parse(text.encode()), values)) if values else text


def _list_edits(text: str, parsed: ParsedFile, values: Mapping[str, JsonValue]) -> Iterator[Edit]:
    for pointer, span in _find_scalars(text, parsed, values).items():
        if span.style in ("|", ">") or "\n" in text[span.start : span.end]:
            continue
        value = values[pointer]
        literal = write_literal(value)  # type: ignore[arg-type]
        if isinstance(value, str) and literal == value and re.search(r"[,\[\]{}]", value):
            literal = json.dumps(value, ensure_ascii=False)  # it may stand in brackets
        yield Edit(span.start, span.end, literal)


def _apply(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits made; of two that overlap the first counts."""
    pieces, last = [], 0
    for edit in sorted(edits):
        if edit.start >= last:
            pieces += [text[last : edit.start], edit.text]
            last = edit.end
    return "".join((*pieces, text[last:]))


def _list_spans(text: str) -> Iterator[TextSpan]:
    """Where the values stand that the parser reads."""
    events = EventReader(text)
    with contextlib.suppress(yaml.YAMLError):
        for _ in events:
            pass
    yield from events.spans


def _find_scalars(text: str, parsed: ParsedFile, pointers: Iterable[str]) -> dict[str, TextSpan]:
    """Where the scalars at pointers stand; what is not there or no scalar is left out."""
    place = Places(text)
    spans = {place(each.start): each for each in _list_spans(text)}
    places = {each: spans.get(parsed.marks[each].value) for each in pointers if each in parsed.marks}
    return {pointer: span for pointer, span in places.items() if span and span.end > span.start}


def _mend_characters(text: str, fits: Fits) -> str:
    """Without what has no width, with line feeds, with blanks in the place of tabs."""
    text = NO_WIDTH.sub("", text)
    if "\n" not in text and text.count("\r") > 1:
        text = text.replace("\r", "\n")
    text = re.sub("\r(?=\n|\\Z)", "", text)
    if "\t" not in text:
        return text
    plain = TAB_AFTER_SIGN.sub(r"\1 ", TAB_AT_END.sub("", text))
    tabs = TAB_INDENT.findall(plain)
    candidates = []
    for width in (2, 4):
        wide = iter([each.expandtabs(width) for each in tabs])
        candidates.append(TAB_INDENT.sub(lambda _, wide=wide: next(wide), plain))  # type: ignore[misc]
    return _choose(text, candidates, fits)


def _choose(text: str, candidates: Iterable[str], fits: Fits) -> str:
    """The first candidate that can be read, where all that can hold the same; else the text as it is.

    `fits` says whether each field stands in a group that has it.
    """
    read = [
        (candidate, parsed.data)
        for candidate in candidates
        if not _is_broken(parsed := parse(candidate.encode())) and fits(parsed.data)
    ]
    return read[0][0] if read and all(data == read[0][1] for _, data in read) else text


def _make_readable(text: str) -> str:
    """A text of the same length in which nothing invisible keeps the rest from being read."""
    # What no mend is certain of becomes a sign without meaning: so nothing is taken for what it stands in.
    return INVISIBLE.sub("\ufffd", text.replace("\t", " "))


def is_unsure(text: str, parsed: ParsedFile) -> bool:
    """Whether it is not certain what a mended text holds, which was read as `parsed`."""
    unread = any(each.rule in UNSURE for each in parsed.faults)
    return parsed.data is None or unread or bool(UNCLEAR_INDENT.search(text))


def _is_broken(parsed: ParsedFile) -> bool:
    """Whether the layout of a file is not read as it was meant."""
    return parsed.data is None or any(each.rule in BROKEN for each in parsed.faults)


def _mend_layout(text: str, fits: Fits) -> str:
    """A text with the faults of form mended that it now shows."""
    lines, starts = text.split("\n"), [0, *(match.end() for match in re.finditer("\n", text))]
    edits: list[Edit] = []
    indented = []  # lines that are set in by what looks like blanks
    for fault in parse(_make_readable(text).encode()).faults:
        number, at = fault.line - 1, fault.column - 1
        indent = INDENT.match(lines[number])
        if fault.rule == "yaml-blank" and indent and at < indent.end() and indent[0].strip(" "):
            indented.append(number)
        elif edit := _mend_line(fault, lines[number]):
            edits.append(Edit(starts[number] + edit.start, starts[number] + edit.end, edit.text))
    return _apply(text, edits) if edits or not indented else _mend_indents(text, lines, indented, fits)


def _mend_line(fault: SyntaxFault, line: str) -> Edit | None:
    """How a fault is mended in its line; nothing where that is not certain."""
    at, whole = fault.column - 1, Edit(0, len(line), "")
    sign = line[at : at + 1]
    if fault.rule == "yaml-blank" and (mended := _mend_blanks(line)) != line:
        return whole._replace(text=mended)
    if fault.rule == "yaml-look-alike" and (meant := unicodedata.normalize("NFKC", sign)) != sign:
        return Edit(at, at + 1, meant)
    if fault.rule == "yaml-syntax" and sign in COLONS and FULL_WIDTH_COLON.match(line):
        rest = line[at + 1 :].strip(f" {FALSE_BLANKS}")
        return whole._replace(text=f"{line[:at]}: {rest}".rstrip(" "))
    if fault.rule == "yaml-syntax" and line and not line.strip(" "):
        return whole
    return None


def _mend_blanks(line: str) -> str:
    """A line with YAML's blanks in the place of others, but for its indent."""
    for pattern, text in BLANKS:
        line = pattern.sub(text, line)
    return line


def _mend_indents(text: str, lines: list[str], indented: Iterable[int], fits: Fits) -> str:
    """A text with lines set in by YAML's blanks; one of full width is as wide as two of them, or as one."""
    candidates = []
    for width in (2, 1):
        other = [*lines]
        for number in indented:
            indent = INDENT.match(lines[number])
            blanks = indent[0] if indent else ""
            wide = "".join(" " * (width if sign == "\u3000" else 1) for sign in blanks)
            other[number] = wide + lines[number][len(blanks) :]
        candidates.append("\n".join(other))
    return _choose(text, candidates, fits)


def _cut_comments(schemas: Schemas, kind: str, text: str) -> tuple[str, dict[int, str]]:
    """A text without the comments behind values that cannot be part of them, and these, by line from 0."""
    lines = text.split("\n")
    matches = {number: match for number, line in enumerate(lines) if (match := BEHIND.match(line))}
    if not matches:
        return text, {}
    bare = [matches[number]["before"] if number in matches else line for number, line in enumerate(lines)]
    parsed = parse(_make_readable("\n".join(bare)).encode())
    if is_unsure(text, parsed):
        return text, {}
    pointers = {mark.key[0] - 1: pointer for pointer, mark in parsed.marks.items()}  # the innermost of a line
    comments = {}
    for number, match in matches.items():
        is_quoted = (match["value"] or "").strip().startswith(('"', "'"))
        if number in pointers and (is_quoted or not _takes_any_text(schemas, kind, pointers[number])):
            lines[number], comments[number] = match["before"], match["comment"].rstrip(" ")
    return "\n".join(lines), comments


def _takes_any_text(schemas: Schemas, kind: str, pointer: str) -> bool:
    """Whether a text with a number sign may stand at a pointer: no number, date, chosen word or group."""
    parts = split_pointer(pointer)
    chain = schemas.resolve_path(kind, parts)
    schema = chain[-1]
    is_word = "enum" in schema or schema.get("format") == "date" or "x-ref" in schema
    return len(chain) <= len(parts) or ("string" in schema.get("type", ()) and not is_word)


def _mend_values(schemas: Schemas, kind: str, text: str) -> str:
    """A text with the values mended that their schema refuses, and quotes where other readers need them."""
    shown = _make_readable(text)
    parsed = parse(shown.encode())
    if is_unsure(text, parsed):
        return text
    return _apply(text, _list_edits(shown, parsed, _find_meant(schemas, kind, shown, parsed)))


def _find_meant(schemas: Schemas, kind: str, text: str, parsed: ParsedFile) -> dict[str, JsonValue]:
    """What is meant by the values of a text that are refused or doubtful, by pointer."""
    refused = _list_refused(schemas, kind, parsed.data)
    # How far a text reaches that a number sign has cut is not certain, and so not what is to stand in quotes.
    cut = {each.line for each in parsed.faults if each.rule == "yaml-comment"}
    whole = [pointer for pointer, mark in parsed.marks.items() if mark.value[0] not in cut]
    scalars = _find_scalars(text, parsed, refused.keys() & whole)
    candidates = {
        pointer: list_meant(refused[pointer], text[span.start : span.end])
        for pointer, span in scalars.items()
    }
    values = _choose_values(schemas, kind, parsed.data, candidates)
    doubtful = {(each.line, each.column) for each in parsed.faults if each.rule == "yaml-ambiguous"}
    unclear = {
        pointer: span
        for pointer, span in _find_scalars(text, parsed, whole).items()
        if doubtful and pointer not in refused and parsed.marks[pointer].value in doubtful
    }
    return values | {pointer: text[span.start : span.end] for pointer, span in unclear.items()}


def _list_refused(schemas: Schemas, kind: str, data: JsonValue) -> dict[str, Any]:
    """The values that their schema refuses, by pointer."""
    errors = flatten(schemas.list_errors(kind, data))
    return {build_pointer(*error.instance_path): error.instance for error in errors}


def _choose_values(
    schemas: Schemas, kind: str, data: JsonValue, candidates: Mapping[str, list[JsonValue]]
) -> dict[str, JsonValue]:
    """The first candidate for each place that the schema takes there; places without one are left out."""
    chosen: dict[str, JsonValue] = {}
    for i in range(max(map(len, candidates.values()), default=0)):
        tried = {
            pointer: candidate[i]
            for pointer, candidate in candidates.items()
            if len(candidate) > i and pointer not in chosen
        }
        refused = _list_refused(schemas, kind, _put_in(data, chosen | tried))
        chosen |= {pointer: value for pointer, value in tried.items() if pointer not in refused}
    return chosen


def _put_in(data: JsonValue, values: Mapping[str, JsonValue]) -> JsonValue:
    """A copy of data with other values at pointers."""
    # In a holder of its own: a value may stand in the place of the whole.
    changed: JsonObject = {"": copy.deepcopy(data)}
    for pointer, value in values.items():
        replace_value(changed, f"/{pointer}", value)
    return changed[""]
