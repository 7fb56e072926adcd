"""Data with its schema → what people read: titles, words for values, links.

A property that is added to a schema and marked public appears on its page by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

import msgspec

from ..display import (
    ISO_DATE,
    WIDE,
    ChangedValue,
    Fact,
    Facts,
    FactValue,
    Grid,
    Group,
    PropertyColumn,
    Text,
    format_day,
    format_number,
    number_items,
)
from ..finding import split_pointer
from ..json_data import JsonObject, JsonValue, get_number, get_objects, get_text, select_objects
from ..records import messages
from ..records.record_path import parse_act_kind
from ..records.schemas import Schema, Schemas
from .dossier import Dossier
from .fees import format_fee, format_fee_part
from .register import Register

# Objects that read best in one line, by the names of their properties.
PERIOD, COUNT = {"from", "to"}, {"count", "unit"}
ONE_LINE = (PERIOD, COUNT)
# A class of a course in a plan.
PLANNED_CLASS = {"class_number", "from", "to"}
# A fee has at least one of these.
FEE = {"amount", "parts"}
# A document: what it always has, and all that it may have.
DOCUMENT, WHOLE_DOCUMENT = {"number", "date"}, {"number", "date", "title", "others"}
NO_NUMBER = "无文号"  # of which the day may be unknown too, on an older list
# A property's name, its title, and what makes its value a text.
Maker = tuple[str, str, Callable[[Any], Text]]


@lru_cache(4096)
def _format_plain(value: str) -> Text:
    return Text(value)


@lru_cache(4096)
def _format_number(value: float) -> Text:
    return Text(format_number(value))


@lru_cache(4096)
def _format_date(value: str) -> Text:
    return Text(format_day(value))


@lru_cache(4096)
def _format_months(value: tuple[int, ...]) -> Text:
    return Text("、".join(f"{each}月" for each in value))


class Presenter:
    """Turns the public data of records into facts, with the names of what they refer to.

    `named` tells what an institution is called on a day.
    """

    def __init__(
        self,
        schemas: Schemas,
        register: Register,
        day: dt.date,
        named: Callable[[Dossier, dt.date], str] = lambda dossier, _: dossier.institution.name,
    ) -> None:
        self.schemas = schemas
        self.register = register
        self.day = day
        self.named = named
        self.public_ids = dict.fromkeys(register.list_public_ids(day))
        # Caches of this presenter alone: what an id is called depends on its register and its day.
        self._makers_by_id: dict[int, tuple[Schema, list[Maker]]] = {}
        self.reference = lru_cache(1024)(self._format_reference)

    @property
    def public(self) -> Iterator[Dossier]:
        """The dossiers that the public may see, by id, each typed as it comes."""
        return self.register.list_public(self.day)

    def cite_basis(self, basis: str) -> str:
        """The article of the regulation in force on the day for a basis."""
        return self.register.tables.cite(basis, self.day)

    def list_facts(self, schema: Schema, data: JsonObject, leave: frozenset[str] = frozenset()) -> Facts:
        """The facts of an object in the order of its schema, short ones first.

        Left out are the properties in `leave` and what is absent or empty.
        """
        facts = []
        for name, below in self.schemas.get_properties(schema):
            value = data.get(name)
            if name not in leave and value is not None and value != []:
                facts.append(self.make_fact(name, below, value))
        return sorted(facts, key=lambda fact: isinstance(fact.value, WIDE))

    def list_columns(self, schema: Schema, rows: Sequence[JsonObject]) -> dict[str, PropertyColumn]:
        """The values of objects of one shape by property, in the order of the schema.

        A property that no object has is left out.
        """
        present = set().union(*rows)
        columns = {}
        for name, title, make in self._list_makers(schema):
            if name in present:
                values = [row.get(name) for row in rows]
                texts: list[Text | None]
                if all(values):  # as mostly: then no bytecode runs for a cell
                    texts = [*map(make, values)]
                else:
                    texts = [None if each is None else make(each) for each in values]
                if any(texts):
                    columns[name] = PropertyColumn(title, texts)
        return columns

    def format_cells(self, schema: Schema, data: JsonObject) -> dict[str, Fact[Text]]:
        """The values of an object by name, each in one piece of text; what is absent is left out."""
        cells = {}
        for name, title, make in self._list_makers(schema):
            value = data.get(name)
            if value is not None:
                cells[name] = Fact(name, title, make(value))
        return cells

    def _list_makers(self, schema: Schema) -> list[Maker]:
        """The properties of an object."""
        if id(schema) not in self._makers_by_id:
            makers: list[Maker] = []
            for name, below in self.schemas.get_properties(schema):
                makers.append((name, below.get("title", name), self._make_maker(below)))
            self._makers_by_id[id(schema)] = (schema, makers)  # held, so that no other schema gets its id
        return self._makers_by_id[id(schema)][1]

    def _make_maker(self, schema: Schema) -> Callable[[Any], Text]:
        """What makes a text of a property's values; much the same values come again and again."""
        if schema.get("type") in ("integer", "number"):
            return _format_number
        if "x-ref" in schema:
            return partial(self.reference, schema["x-ref"])
        if schema.get("type") == "string":
            makers = {"": _format_plain, "date": _format_date}
            return makers.get(schema.get("format", ""), partial(self.format_text, schema))
        if self._is_months(schema):
            return lambda value: _format_months(tuple(value))  # a list cannot be the key of a cache
        if "properties" in schema:
            # Much the same fees come again and again; what is no key of a cache is one as JSON.
            joined = lru_cache(1024)(lambda written: self._join_text(schema, msgspec.json.decode(written)))
            return lambda value: joined(msgspec.json.encode(value))
        return partial(self.format_text, schema)

    def _is_months(self, schema: Schema) -> bool:
        return bool(self.schemas.resolve(schema.get("items", {})).get("maximum") == 12)

    def make_fact(self, name: str, schema: Schema, value: JsonValue) -> Fact[FactValue]:
        """One property and its value."""
        label = schema.get("title", name)
        if isinstance(value, dict):
            return self._make_object(name, label, schema, value)
        if isinstance(value, list):
            items = self.schemas.resolve(schema.get("items", {}))
            if "properties" in items:
                columns = self.list_columns(items, select_objects(value))
                return Fact(name, label, Grid(list(columns.values())))
            return Fact(name, label, [self.format_text(items, each) for each in value])
        return Fact(name, label, self.format_text(schema, value))

    def _make_object(self, name: str, label: str, schema: Schema, value: JsonObject) -> Fact[FactValue]:
        """An object: what is short in one line, objects of one shape as rows of a table, else a group."""
        if (
            set(value) in ONE_LINE
            or _is_document(value)
            or all(isinstance(each, int | float) and not isinstance(each, bool) for each in value.values())
        ):
            return Fact(name, label, self.format_text(schema, value))
        parts = [(below, value[key]) for key, below in self.schemas.get_properties(schema) if key in value]
        rows = select_objects([each for _, each in parts])
        if len(parts) == len(rows) > 1:
            lead = PropertyColumn(label, [Text(below["title"]) for below, _ in parts])
            return Fact(name, label, Grid([lead, *self.list_columns(parts[0][0], rows).values()]))
        return Fact(name, label, Group(self.list_facts(schema, value)))

    def describe_correction(self, kind: str, pointer: str, old: JsonValue, new: JsonValue) -> ChangedValue:
        """What a correction mends in a record of a kind, in words, and both values."""
        parts = split_pointer(pointer)
        schema = self.schemas.resolve_path(kind, parts)[-1]
        before, after = ([self.format_text(schema, value).text] for value in (old, new))
        return ChangedValue(messages.describe_place(self.schemas, kind, parts), before, after)

    def format_text(self, schema: Schema, value: JsonValue) -> Text:
        """A value in one piece of text; what has parts is joined."""
        if isinstance(value, str):
            return self._format_string(schema, value)
        if value is None:
            return Text("")
        if isinstance(value, bool):
            return Text("是" if value else "否")
        if isinstance(value, int | float):
            return Text(format_number(value))
        assert isinstance(value, list | dict)
        return self._join_text(schema, value)

    def _join_text(self, schema: Schema, value: list[JsonValue] | JsonObject) -> Text:
        """What has parts in one piece of text."""
        words = (
            self._list_items(schema, value) if isinstance(value, list) else self._list_parts(schema, value)
        )
        if len(words) == 1:
            return Text(words[0])
        parts = [each for each in words if each]
        if isinstance(value, list) and any("；" in part for part in parts):
            return Text(number_items(parts))
        return Text(("；" if any("，" in part or "：" in part for part in parts) else "、").join(parts))

    def _list_items(self, schema: Schema, values: Sequence[JsonValue]) -> list[str]:
        """What a list says, in pieces."""
        if self._is_months(schema):
            return [f"{each}月" for each in values]
        items = self.schemas.resolve(schema.get("items", {}))
        return [self.format_text(items, each).text for each in values]

    def _list_parts(self, schema: Schema, value: JsonObject) -> list[str]:
        """What an object says, in pieces."""
        names = value.keys()
        # First the small groups that people write in one go; any other is shown property by property.
        if "unit" in names and "amount" in names:
            return [format_fee_part(value)]
        if names >= PLANNED_CLASS:
            days = f"{format_day(get_text(value, 'from'))}至{format_day(get_text(value, 'to'))}"
            place = f"（{value['place']}）" if "place" in names else ""
            return [f"第{value['class_number']}期{days}{place}"]
        if names & FEE:
            return [format_fee(value) + (f"（依据：{value['basis']}）" if "basis" in names else "")]
        if names == PERIOD:
            return [f"{format_day(get_text(value, 'from'))}至{format_day(get_text(value, 'to'))}"]
        if _is_document(value):
            return [_format_document(each) for each in (value, *get_objects(value, "others"))]
        if names == COUNT:
            return [f"{format_number(get_number(value, 'count') or 0)} {value['unit']}"]
        given = {name for name in names if value[name] != []}
        parts = [(below, value[name]) for name, below in self.schemas.get_properties(schema) if name in given]
        pair = [(below, each) for below, each in parts if isinstance(each, str)] if len(parts) == 2 else []
        if len(pair) == 2:
            return ["，".join([self._format_string(below, each).text for below, each in pair])]
        return [self._format_part(below, each) for below, each in parts]

    def _format_part(self, schema: Schema, value: JsonValue) -> str:
        """A property and its value."""
        label = schema.get("title", "")
        if isinstance(value, bool):
            return label if value else f"不{label}"
        return f"{label}：{self.format_text(schema, value).text}"

    def _format_string(self, schema: Schema, value: str) -> Text:
        if "x-ref" in schema:
            return self.reference(schema["x-ref"], value)
        form = schema.get("format")
        if form == "date" and ISO_DATE.fullmatch(value):
            return Text(format_day(value))
        if form == "uri":
            return Text(value, value)
        if form == "email":
            return Text(value, f"mailto:{value}")
        return Text(value)

    def _format_reference(self, kind: str, value: str) -> Text:
        """What a reference is called, and its page where it has one."""
        tables = self.register.tables
        if kind == "authority":
            return Text(tables.get_name(value))
        if kind == "area" and value in tables.areas:
            return Text(tables.areas[value].name)
        if kind == "system":
            return Text(tables.name_system(value))
        if kind == "batch" and value in self.register.batches:
            return Text(self.register.batches[value].title, f"batches/{value}/")
        if kind == "act":
            act = self.schemas.kinds.get(parse_act_kind(value))
            return Text(f"{format_day(value[:10])}“{act.title}”" if act else value)
        # An institution without a page is not shown, not even by name.
        if kind == "institution" and value in self.public_ids:
            return Text(self.named(self.register.dossiers[value], self.day), f"institutions/{value}/")
        return Text(value)


def _is_document(value: JsonObject) -> bool:
    is_document = value.keys() >= DOCUMENT or value.get("number") == NO_NUMBER
    return is_document and value.keys() <= WHOLE_DOCUMENT


def _format_document(value: JsonObject) -> str:
    """A document as it is cited: its title where it is stated, number and day."""
    title = get_text(value, "title")
    named = title if title.startswith("《") or not title else f"《{title}》"
    day = get_text(value, "date")
    return f"{named}{value['number']}" + (f"（{format_day(day)}）" if day else "")
