"""A record to fill in: a schema and what is known of the record → YAML with guidance and marked blanks.

A blank is a value that the schema refuses (nothing, or an empty text), so that the check reports what has
not been filled in, at its line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..finding import build_pointer as json_pointer
from ..finding import format_article
from ..json_data import Fields, JsonValue
from .schemas import NULLABLE, Kind, Schema, Schemas
from .values import write_literal

HEADER = "# 冒号后或引号中空着的都要填。“可不填”的要填时，删去字段行首的“# ”。填完后，# 开头的说明可以删去。"
OPEN = (
    "# 标“待填”的照办法原文填：删去字段各行行首的“# ”。没有填的，用到它的规则不核对；"
    "办法没有规定、说明中写了可以填 null 的，填 null。"
)
COMMENT = re.compile(" *#")
LISTED = re.compile(r"[\s、，。；“”]|或")  # what stands between the choices that a description lists


class Blank(str):
    """The mark of a value that only its writer knows, as it stands in the form."""


class FormLine(NamedTuple):
    """A line of a form; `blank` is the title of the value that is to be filled in on it."""

    text: str
    blank: str = ""


class RecordForm(NamedTuple):
    """A form's text, and its blanks: title and line (from 1), optional ones left out."""

    text: str
    blanks: list[tuple[str, int]]


@dataclass
class Prefill:
    """What is known of a new record, by JSON Pointer where it is not said otherwise.

    `values` are its own; `notes` further words of guidance, for a list's item above that item; `narrower`
    schemas that say more of a value than the kind's own; `unexplained` the groups without guidance,
    `explained` those that have it though nothing in them is left to fill in.
    """

    values: Fields = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    narrower: dict[str, Schema] = field(default_factory=dict)
    unexplained: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)

    def fill_or_note(self, name: str, choices: Mapping[str, str], sure: bool = True) -> None:
        """Fill in a property where there is one choice, else note what may be written (value → words)."""
        if sure and len(choices) == 1:
            self.values[name] = next(iter(choices))
        elif choices:
            self.notes[f"/{name}"] = describe_choices(choices)


def describe_choices(choices: Mapping[str, str]) -> str:
    """What may be written, each with its words: 可填：shili（示例区）、xuni（虚拟县）。"""
    words = (f"{value}（{said}）" if said else value for value, said in choices.items())
    return f"可填：{'、'.join(words)}。"


def write_blank(schemas: Schemas, schema: Schema) -> JsonValue:
    """An unfilled value of a schema: of a group nothing is known, of a list the fewest items, at least one.

    The rest is a mark.
    """
    schema = schemas.resolve(schema)
    if "properties" in schema:
        return {}
    if schema.get("type") == "array":
        return [write_blank(schemas, schema["items"]) for _ in range(schema.get("minItems", 0) or 1)]
    is_word = schema.get("format") == "date" or "enum" in schema  # which never needs quotes
    may_be_null = "null" in schema["type"] or schema.get(NULLABLE)  # where nothing would be an answer
    is_text = may_be_null or (schema["type"] == "string" and not is_word)
    return Blank('""' if is_text else "")


def write_form(
    schemas: Schemas, kind: Kind, prefill: Prefill, article: str = "", rare: Collection[str] = ()
) -> RecordForm:
    """The form of a kind with what is known filled in; `article` is cited at its head.

    Of the properties that are rarely filled in (x-rare) it shows those in `rare`, and names the others.
    """
    label = f"（{format_article(article)}）" if article else ""
    writer = _Writer(schemas, prefill, rare=rare)
    body = list(writer.write_group(kind.schema, prefill.values, ""))
    head = [f"# {kind.title}{label}：{kind.schema['description']}", HEADER]
    if writer.left_out:
        listed = "、".join(f"{title}（{name}）" for name, title in writer.left_out.items())
        again = f"要填的，删去这份表，registry new 加上 --with {next(iter(writer.left_out))} 再写一次。"
        head.append(f"# 少用的没有列出：{listed}。{again}")
    if writer.has_open:
        head.append(OPEN)
    return _form([*map(FormLine, head), *body])


def write_record(schemas: Schemas, kind: Kind, prefill: Prefill) -> str:
    """The text of a record that is whole: `prefill` has its values; what it has not is left out."""
    lines = _Writer(schemas, prefill).write_group(kind.schema, prefill.values, "", explain=False)
    return _form(lines).text


def write_row(schemas: Schemas, kind: Kind, name: str, prefill: Prefill) -> RecordForm:
    """Items of a list of a kind, as they stand in the file; `prefill` has the list with them alone.

    They show what an item must have and what is known of it.
    """
    below = schemas.resolve(kind.properties[name])
    items = schemas.resolve(below["items"])
    shown = {*items["required"], *(each for row in prefill.values[name] for each in row)}
    properties = {each: schema for each, schema in items["properties"].items() if each in shown}
    below = {**below, "items": {**items, "properties": properties}}
    rows, place = prefill.values[name], json_pointer(name)
    lines = _Writer(schemas, prefill).write_items(below, rows, place, explain=True)
    return _form(_indent_lines(lines))


def list_required(schema: Schema, values: Mapping[str, JsonValue]) -> list[str]:
    """What a group must have: always, and besides what its `if` asks of one with these values."""
    case = schema.get("if", {}).get("properties", {})
    applies = all(name in values and values[name] == below.get("const") for name, below in case.items())
    branch = schema.get("then" if case and applies else "else", {})
    return [*schema.get("required", ()), *branch.get("required", ())]


def _form(lines: Iterable[FormLine]) -> RecordForm:
    lines = list(lines)
    blanks = [(line.blank, number) for number, line in enumerate(lines, start=1) if line.blank]
    return RecordForm("".join(f"{line.text}\n" for line in lines), blanks)


class _Writer:
    """Writes values in the block style of YAML, two spaces a level."""

    def __init__(self, schemas: Schemas, prefill: Prefill, rare: Collection[str] = ()) -> None:
        self.schemas = schemas
        self.prefill = prefill
        self.rare = rare
        self.left_out: dict[str, str] = {}  # rare properties by name, with their titles
        self.has_open = False  # whether something of the city's law is left to be filled in

    def write_group(
        self, schema: Schema, values: Mapping[str, JsonValue], place: str, explain: bool = True
    ) -> Iterator[FormLine]:
        """The properties of a group in the schema's order.

        A required one that is not known is blank; an optional one is commented out, where it is explained.
        """
        required = list_required(self.schemas.resolve(schema), values)
        for name, below in self.schemas.get_properties(schema):
            here = place + json_pointer(name)
            if here in self.prefill.narrower:
                said = {word: below[word] for word in ("title", "description")}
                below = {**self.schemas.resolve(self.prefill.narrower[here]), **said}
            is_optional = name not in values and name not in required
            if is_optional and not explain:
                continue
            if is_optional and "x-rare" in below:
                if name not in self.rare:
                    self.left_out[name] = below["title"]
                    continue
                is_optional = False
            value = values[name] if name in values else write_blank(self.schemas, below)
            if explain:
                yield FormLine(self._describe_property(below, here, value, is_optional))
            open_ = explain and here not in self.prefill.unexplained and not self.is_whole(below, value)
            within = open_ or here.startswith(tuple(self.prefill.explained))
            lines = self.write_value(f"{name}:", below, value, here, within)
            yield from (FormLine(f"# {each.text}") for each in lines) if is_optional else lines

    def write_value(
        self, head: str, schema: Schema, value: Any, place: str, explain: bool
    ) -> Iterator[FormLine]:
        """A value after its key and colon."""
        if isinstance(value, Blank):
            yield FormLine(f"{head} {value}".rstrip(), schema.get("title", ""))
        elif isinstance(value, dict):
            yield FormLine(head)
            title = schema.get("title", "")
            for line in _indent_lines(self.write_group(schema, value, place, explain)):
                # By itself such a name says nothing: 申报时间的起.
                yield _name_blank(line, title if len(line.blank) == 1 else "")
        elif isinstance(value, list) and value:
            yield FormLine(head)
            yield from _indent_lines(self.write_items(schema, value, place, explain))
        else:
            yield FormLine(f"{head} {'[]' if value == [] else write_literal(value)}")

    def write_items(
        self, schema: Schema, items: Sequence[JsonValue], place: str, explain: bool
    ) -> Iterator[FormLine]:
        """The items of a list; only the first is explained."""
        below = self.schemas.resolve(schema["items"])
        for i, item in enumerate(items):
            here = f"{place}/{i}"
            if here in self.prefill.notes:
                yield FormLine(f"# {self.prefill.notes[here]}")
            if isinstance(item, dict):
                lines = self.write_group(below, item, here, explain and i == 0)
                owner = self.name_row(below, item) if len(items) > 1 else ""
                yield from _add_dash(_name_blank(line, owner) for line in lines)
            else:
                title = schema.get("title") or below.get("title", "")
                yield from self.write_value("-", {**below, "title": title}, item, here, explain)

    def name_row(self, schema: Schema, item: Mapping[str, JsonValue]) -> str:
        """What is known of a row, in words: a field of the institution by its title."""
        below = dict(self.schemas.get_properties(schema))
        fields = self.schemas.resolve_properties("institution")
        for name, value in item.items():
            if isinstance(value, str) and not isinstance(value, Blank):
                return str(fields[value]["title"]) if "x-fields" in below.get(name, {}) else value
        return ""

    def is_whole(self, schema: Schema, value: JsonValue) -> bool:
        """Whether nothing is left to fill in; of a group of which nothing is known, something is."""
        schema = self.schemas.resolve(schema)
        if isinstance(value, dict):
            below = schema.get("properties", {})
            has_all = bool(value) and value.keys() >= set(schema.get("required", ()))
            return has_all and all(self.is_whole(below.get(name, {}), each) for name, each in value.items())
        if isinstance(value, list):
            return all(self.is_whole(schema.get("items", {}), each) for each in value)
        return not isinstance(value, Blank)

    def _describe_property(self, schema: Schema, place: str, value: JsonValue, is_optional: bool) -> str:
        """What a property is, in one line: title, description, what may be written."""
        description, note = schema.get("description", ""), self.prefill.notes.get(place, "")
        if "x-fields" in schema and not isinstance(value, Blank):
            description = ""  # all that might have been chosen
        example = ""
        if isinstance(value, list) and all(isinstance(each, Blank) for each in value) and not note:
            example = _format_example(self.schemas.resolve(schema["items"]), description)
        elif isinstance(value, Blank) and not note:
            example = _format_example(schema, description)
        optional = "（可不填）" if is_optional else ""
        if is_optional and "x-open" in schema:
            optional, self.has_open = "（待填）", True
        return f"# {schema.get('title', '')}{optional}：{description}{note or example}"


def _format_example(schema: Schema, described: str) -> str:
    """What may be written for a scalar that is described so, or how; nothing for a number."""
    choices = ["true", "false"] if schema["type"] == "boolean" else schema.get("enum", ())
    if not {*choices} <= {*LISTED.split(described)}:
        return f"可填：{'、'.join(choices)}。"
    is_number = schema["type"] in ("integer", "number", "boolean")
    return "" if choices or is_number else f"例：{schema['examples'][0]}"


def _name_blank(line: FormLine, owner: str) -> FormLine:
    """A line of a row or a group, its blank called after what is known of that: 审核的完成日期."""
    return line._replace(blank=f"{owner}的{line.blank}") if owner and line.blank else line


def _indent_lines(lines: Iterator[FormLine]) -> Iterator[FormLine]:
    return (line._replace(text=f"  {line.text}") for line in lines)


def _add_dash(lines: Iterator[FormLine]) -> Iterator[FormLine]:
    """A group as an item of a list: a dash before its first field, comments above it as they are."""
    begun = False
    for line in lines:
        is_first = not begun and not COMMENT.match(line.text)
        begun = begun or is_first
        indent = "- " if is_first else "  " if begun else ""
        yield line._replace(text=indent + line.text)
