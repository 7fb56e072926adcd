"""What is typed for the fields of a new record, put into what is known of it; and what is then lacking."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import partial
from itertools import count, pairwise
from typing import Any, NamedTuple

from ..finding import Finding, Parts, build_pointer
from ..json_data import JsonValue
from ..json_pointer import resolve_pointer
from ..model.dossier import Dossier
from ..model.register import Register
from ..records.form import Blank, Prefill, RecordForm, list_required, write_form, write_record
from ..records.messages import explain_errors, explain_property
from ..records.schemas import Kind, Schema, Schemas
from ..records.strict_yaml import parse
from .field_values import NULL, FieldQuestion, LackingFields, ValueReader, is_short, refuse_keys
from .named import find_named, list_near
from .new_files import NewFile, NewRecord
from .request import OPTIONS, ROWS, UnknownNameError

ROW = "*"  # in the path of a field: any row of the list
BY_OPTION = {"date": "--on", **{name: option for name, (option, _) in OPTIONS.items()}}
CHANGES, AFTER = "changes", "after"
NOT_SET = (*ROWS, "regulation")  # a row of a table; and the city's law, of which each part is explained


class Place(NamedTuple):
    """A field that may be typed: its path, with ROW for any row of a list, its title, its schema."""

    parts: Parts
    title: str
    schema: Schema


def write_new(new: NewRecord, prefill: Prefill, dossier: Dossier | None = None) -> RecordForm:
    """The form of a new record with what was typed in it; one in which nothing is lacking has no guidance.

    Raises UnknownNameError, and LackingFields where somebody can be asked for what is lacking.
    """
    asked, schemas, kind = new.asked, new.schemas, new.kind
    article = new.register.tables.cite(kind.article, asked.day)
    if not asked.stated:
        return write_form(schemas, kind, prefill, article, asked.rare)
    filler = _Filler(schemas, kind, prefill, _make_reader(new.register, schemas, dossier, asked.day))
    stated = [(key.replace("/", "."), text) for key, text in asked.stated]
    refuse_keys([key for key, _ in stated], {*filler.places}, kind.title)
    for key, text in stated:
        filler.put(key, text)
    if asked.asks and (questions := [*filler.list_lacking()]):
        raise LackingFields(questions)
    form = write_form(schemas, kind, prefill, article, asked.rare)
    if form.blanks:
        return form
    whole = Prefill(prefill.values, narrower=prefill.narrower)
    return RecordForm(write_record(schemas, kind, whole), [])


def list_misfits(schemas: Schemas, files: Iterable[NewFile]) -> Iterator[Finding]:
    """What was typed for a form that is still to be filled in, and cannot stand in its field."""
    for file in files:
        placed, data = schemas.find_kind_at(file.path), parse(file.text.encode()).data
        if file.row_of or placed is None or not isinstance(data, dict):
            continue
        kind = placed[0].name
        # What is blank is no fault yet, nor what a group lacks.
        faults = explain_errors(schemas, kind, data, file.path)
        yield from (each for each in faults if _is_plain(resolve_pointer(data, each.pointer)))
        for row in data.get(CHANGES, ()) if kind == "change" else ():
            if _is_plain(row.get(AFTER)):
                yield from explain_property(schemas, "institution", row["field"], row[AFTER], file.path)


def _is_plain(value: JsonValue) -> bool:
    return value not in (None, "") and not isinstance(value, dict | list)


def _make_reader(register: Register, schemas: Schemas, dossier: Dossier | None, day: dt.date) -> ValueReader:
    near, tables = list_near(register, dossier, day), register.tables
    choices = {
        "authority": {each: tables.get_name(each) for each in sorted(near)},
        "system": tables.system_names,
    }
    return ValueReader(schemas, {}, partial(find_named, register=register, day=day, near=near), choices)


def _list_ends(key: str) -> list[str]:
    """The ends of a key: of 申请时的情况.培训地点.地址 also 培训地点.地址 and 地址."""
    parts = key.split(".")
    return [".".join(parts[i:]) for i in range(len(parts))]


def _is_blank(value: object) -> bool:
    if isinstance(value, list) and value:
        return all(isinstance(each, Blank) for each in value)
    return isinstance(value, Blank)


class _Filler:
    """Puts values into a record; a field of a row that is typed once more is that of the next row."""

    def __init__(self, schemas: Schemas, kind: Kind, prefill: Prefill, reader: ValueReader) -> None:
        prefill.values = deepcopy(prefill.values)  # in part those of other records
        self.schemas = schemas
        self.kind = kind
        self.prefill = prefill
        self.reader = reader
        self.places = self._name_places()
        self.typed: set[Parts] = set()

    def put(self, key: str, text: str) -> None:
        """Put what was typed for a field, by one of the keys of `places`, where it belongs.

        Raises UnknownNameError.
        """
        place = self.places[key]
        if place.parts == (CHANGES, ROW, AFTER) and self.prefill.values[CHANGES] == [{}]:
            raise UnknownNameError(f"没有写明变更的是哪一项：加 --field 项目，或者写 --set 项目={text}")
        # An option has decided what is in the file's name, and with it where the file lies.
        if place.parts[0] in re.findall(r"\{(\w+)\}", self.kind.path):
            option = BY_OPTION.get(str(place.parts[0]))
            how = f"，用 {option} 写明" if option else ""
            raise UnknownNameError(f"“{place.title}”在文件名中，不用 --set{how}")
        # Before the schema is chosen: which property a change sets stands in its row.
        parts = self._find_row(place.parts)
        # What a change sets is read as a value of the property that it names.
        schema = self.schemas.resolve(self.prefill.narrower.get(build_pointer(*parts), place.schema))
        if text == NULL and NULL in place.schema.get("type", ()):
            value: JsonValue = None
        else:
            value = self.reader.read_value(schema, text, self._name_whole(place))
        around = self._open(parts)
        # A list that is typed once more goes on; anything else twice is a slip.
        if parts in self.typed and isinstance(value, list):
            value = [*around[parts[-1]], *value]
        elif parts in self.typed:
            raise UnknownNameError(f"“{place.title}”写了两次，只能是一个")
        self.typed.add(parts)
        around[parts[-1]] = value

    def _name_whole(self, place: Place) -> str:
        """The key of a field by its title and those of all groups around it, which its parts need."""
        keys = [key for key, each in self.places.items() if each.parts == place.parts]
        return max(keys, key=lambda key: (key.count("."), sum(not each.isascii() for each in key)))

    def list_lacking(self) -> Iterator[FieldQuestion]:
        """What is still to be said, in the order of the form."""
        keys = {each.parts: key for key, each in self.places.items() if not key.isascii()}
        for parts, schema, number in self._walk_lacking(self.kind.schema, self.prefill.values, ()):
            key = keys.get(parts) or keys.get(tuple(ROW if isinstance(each, int) else each for each in parts))
            if key is not None:
                title = f"{key}（第 {number + 1} 项）" if number else key
                yield self.reader.make_question(key, title, schema)

    def _walk_lacking(
        self, schema: Schema, values: Mapping[str, JsonValue], above: Parts
    ) -> Iterator[tuple[Parts, Schema, int]]:
        """Each field that has to be there and is not: its path, its schema, the row that it is in."""
        number = next((each for each in reversed(above) if isinstance(each, int)), 0)
        for name, below in self.schemas.get_properties(schema):
            here, value = (*above, name), values.get(name)
            below = self.schemas.resolve(self.prefill.narrower.get(build_pointer(*here), below))
            items = self.schemas.resolve_items(below)
            if name not in values and name not in list_required(self.schemas.resolve(schema), values):
                continue
            # A group that is typed as one text is asked for as one.
            if "properties" in items and not is_short(items):
                rows: Any = value if isinstance(value, list) else [value]
                for i, row in enumerate(rows):
                    place = (*here, i) if items is not below else here
                    yield from self._walk_lacking(items, row if isinstance(row, dict) else {}, place)
            elif name not in values or _is_blank(value):
                yield here, below, number

    def _name_places(self) -> dict[str, Place]:
        """The fields by what they may be called: names or titles from the outermost, or the last titles."""
        # In a change the property that it sets is meant, before a field of the act with the same title.
        names = {key: each for keys, each in self._walk_changed() for key in keys}
        every = list(self._walk(self.kind.schema, (), ()))
        names |= {key: each for keys, each in every for key in keys if key not in names}
        # Its title, or the last ones on the way to it, will do where no other field has them.
        ends = [(end, each) for keys, each in every for end in _list_ends(keys[-1])]
        count = Counter(end for end, _ in ends)
        return {end: each for end, each in ends if count[end] == 1} | names

    def _walk(
        self, schema: Schema, parts: Parts, above: tuple[str, ...]
    ) -> Iterator[tuple[list[str], Place]]:
        """The fields of a group and those in them, with the keys of each; `above` are those of the group."""
        for name, below in self.schemas.get_properties(self.schemas.resolve(schema)):
            here, title = (*parts, name), below.get("title", name)
            keys = [f"{each}.{word}" for each in above for word in (name, title)] or [name, title]
            yield keys, Place(here, title, below)
            yield from self._walk_inside(below, here, tuple(keys))

    def _walk_inside(
        self, schema: Schema, parts: Parts, keys: tuple[str, ...]
    ) -> Iterator[tuple[list[str], Place]]:
        """The fields in a property that is a group, or a list of groups; `keys` are those of the property."""
        is_list = schema.get("type") == "array"
        items = self.schemas.resolve_items(schema)
        if "properties" in items:
            yield from self._walk(items, (*parts, ROW) if is_list else parts, keys)

    def _walk_changed(self) -> Iterator[tuple[list[str], Place]]:
        """What a change sets: by the title of the property; where it sets one alone, by 变更后 too."""
        if self.kind.name != "change":
            return
        properties = self.schemas.resolve_properties("institution")
        rows = [each for each in self.prefill.values[CHANGES] if "field" in each]
        side = self.schemas.resolve_path("change", [CHANGES, 0, AFTER])[-1]
        for i, row in enumerate(rows):
            parts, below = (CHANGES, i, AFTER), properties[row["field"]]
            keys = (row["field"], below["title"], *((AFTER, side["title"]) if len(rows) == 1 else ()))
            yield [*keys], Place(parts, below["title"], {**side, "title": below["title"]})
            yield from self._walk_inside(below, parts, keys)

    def _find_row(self, parts: Parts) -> Parts:
        """The path with the first row for which this was not typed yet; of lists in lists the last row."""
        if ROW not in parts:
            return parts
        at = parts.index(ROW)
        head, rest = parts[:at], parts[at + 1 :]
        if head[:1] == (CHANGES,) and len(head) > 1 and not any(each[:at] == head for each in self.typed):
            self._open(head)[head[-1]] = []  # copied from before: what is typed takes its place
        if ROW in rest:
            rows = self._open((*head, 0))
            return self._find_row((*head, max(len(rows) - 1, 0), *rest))
        return next(each for i in count() if (each := (*head, i, *rest)) not in self.typed)

    def _open(self, parts: Parts) -> Any:
        """The group or list in which a path ends, made where it is not there."""
        here: Any = self.prefill.values
        for part, following in pairwise(parts):
            if isinstance(part, int):
                here.extend({} for _ in range(part + 1 - len(here)))
            there = here[part] if isinstance(part, int) else here.get(part)
            if not isinstance(there, list if isinstance(following, int) else dict):
                here[part] = [] if isinstance(following, int) else {}
            here = here[part]
        return here
