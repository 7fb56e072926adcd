"""What is typed for the fields of a record as the values that its schema asks for; and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, NoReturn

from ..json_data import Fields, JsonValue
from ..records.form import list_required
from ..records.scalars import resolve_scalar
from ..records.schemas import NULLABLE, Schema, Schemas
from ..suggest import ask_whether
from ..typed import DAY_IN_TEXT, NotUnderstood, narrow, read_written_day
from .request import UnknownNameError
from .written.dates import SPAN_HINT, read_months, read_span
from .written.values import Context, are_months, is_zero, read_value

SEPARATORS = re.compile("[、，,；;\\s]+")
# Between two texts of one field: in a list both count, anything else twice is a slip. Nobody types it.
AGAIN = "\x1f"
NULL = "null"
# The options of fields that have one of their own; all others are typed as --set TITLE=VALUE.
OWN_OPTIONS = {
    "date": "--on",
    "authority": "--authority",
    "reason": "--reason",
    "document": "--document",
    "listed": "--list",
}
# What stands behind an option where a message says how it is typed.
TYPED = {"document": ' "文号 日期"', "listed": " 名单文件，或者 --set 名单=编号、编号"}
PERIOD = "2026-03-02至2026-03-06"


class FieldQuestion(NamedTuple):
    """A field that has to be said: its key, how it is typed, what it is, and what may be chosen.

    Of one that `is_day` the day of the command is offered.
    """

    key: str
    option: str
    title: str
    description: str
    choices: Mapping[str, str] = {}
    is_day: bool = False


class LackingFields(Exception):
    """Fields that have to be said before anything can come."""

    def __init__(self, questions: list[FieldQuestion]) -> None:
        super().__init__("、".join(each.title for each in questions))
        self.questions = questions


class ValueReader(NamedTuple):
    """Reads what was typed: `given` are the texts by the names or titles of their fields.

    `find` gives the id that a name means, by what the field refers to; `choices` tells what may be chosen.
    """

    schemas: Schemas
    given: Mapping[str, str]
    find: Callable[[str, str], str]
    choices: Mapping[str, Mapping[str, str]]

    def read_group(
        self, schema: Schema, values: Fields, above: str = ""
    ) -> tuple[Fields, list[FieldQuestion]]:
        """The fields of a group, besides those of `values`, in the schema's order; and what is lacking."""
        group: Fields = {}
        lacking: list[FieldQuestion] = []
        for name, below in self.schemas.get_properties(schema):
            title = f"{above}{below['title']}"
            if name in values:
                group[name] = values[name]
                continue
            text = self.find_text(name, title, above)
            if text is not None:
                group[name] = self.read_value(below, text, title)
            elif name in list_required(self.schemas.resolve(schema), group):
                value, more = self.read_required(name, title, below)
                lacking += more
                group |= {} if more else {name: value}
        return group, lacking

    def find_text(self, name: str, title: str, above: str) -> str | None:
        """What was typed for a field; the innermost need their group named before them."""
        keys = (title,) if above else (name, title)
        return next((self.given[each] for each in keys if each in self.given), None)

    def read_required(self, name: str, title: str, schema: Schema) -> tuple[JsonValue, list[FieldQuestion]]:
        """The value of a field that must be there, of a group its parts; or what is to be asked."""
        is_list = schema.get("type") == "array"
        items = self.schemas.resolve_items(schema)
        if "properties" in items and not is_short(items):
            value, lacking = self.read_group(items, {}, f"{title}.")
            return [value] if is_list else value, lacking
        question = self.make_question(title if "." in title else name, title, schema)
        option = "--on" if question.is_day else OWN_OPTIONS.get(name)
        return None, [question._replace(option=option + TYPED.get(name, "")) if option else question]

    def make_question(self, key: str, title: str, schema: Schema) -> FieldQuestion:
        """What is asked of a field, with what may be chosen."""
        items = self.schemas.resolve_items(schema)
        choices = self.choices.get(items.get("x-ref", ""), dict.fromkeys(items.get("enum", ()), ""))
        description = schema.get("description", "")
        is_day = schema.get("format") == "date" and "." not in key
        how = PERIOD if {*schema.get("properties", ())} == {"from", "to"} else "…"
        return FieldQuestion(key, f"--set {title}={how}", title, description, choices, is_day)

    def read_value(self, schema: Schema, text: str, key: str = "") -> JsonValue:
        """A text as the value that a schema asks for; where it does not fit, as it is: a check says why.

        `key` is the field's name with those of the groups around it, as its parts are typed behind it.
        """
        text = text.strip()
        if schema.get("type") == "array":
            return self._read_list(schema, text, key)
        if AGAIN in text:
            raise UnknownNameError(f"“{key or schema.get('title', '')}”写了两次，只能是一个")
        if text == NULL and (schema.get(NULLABLE) or NULL in schema.get("type", ())):
            return None
        if "properties" in schema:
            if not is_short(schema):
                _refuse_whole(schema, key or schema.get("title", ""))
            return read_short(schema, text)
        if "x-ref" in schema:
            return self.find(schema["x-ref"], text)
        english: dict[str, str] = {
            str(word).lower(): value for value, word in schema.get("x-names", {}).items()
        }
        if text.lower() in english:
            return english[text.lower()]
        return self._read_as_cell(schema, text)

    def _read_list(self, schema: Schema, text: str, key: str) -> JsonValue:
        items = self.schemas.resolve(schema["items"])
        # Asked of the list, not of what is typed: nothing would be a list without a row.
        if "properties" in items and not is_short(items):
            _refuse_whole(items, key or items.get("title") or schema.get("title", ""))
        if are_months(items):
            try:
                return list(read_months("、".join(text.split(AGAIN)), None))
            except NotUnderstood:
                pass
        return [self.read_value(items, each, key) for each in SEPARATORS.split(text) if each]

    def _read_as_cell(self, schema: Schema, text: str) -> JsonValue:
        """A text as the cell of a spreadsheet would be read; where that is not certain, as it is."""
        if isinstance(schema.get("type"), list):  # any of several: as a record has it
            value = resolve_scalar(narrow(text))
            return text if value is None or isinstance(value, str) else value
        if is_zero(text, schema):
            return 0
        try:
            return read_value(text, schema, Context(self.schemas)) if text else text
        except NotUnderstood:
            return text


def join_texts(one: str, other: str) -> str:
    """Two texts of one field in one."""
    return f"{one}{AGAIN}{other}"


def is_short(schema: Schema) -> bool:
    """Whether a group is typed as one text: a document by its number and day, a period by its two days."""
    names = schema.get("properties", {}).keys()
    return {"number", "date"} <= names or {*names} == {"from", "to"}


def read_short(schema: Schema, text: str) -> JsonValue:
    """A document (文号 2026-03-05) or a period (2026-03-02 至 2026-03-06) as a group."""
    if "number" not in schema["properties"]:
        return dict(zip(("from", "to"), _read_period(text), strict=True))
    if not (matches := list(DAY_IN_TEXT.finditer(text))):
        return {"number": text}
    # The day of a document stands behind its number, which may hold a year of its own.
    last = matches[-1]
    number, title = text[: last.start()].strip(" ，,、"), text[last.end() :].strip(" ，,、")
    day = _read_day(last[0])
    return {"number": number, "date": day} | ({"title": title.strip("《》")} if title else {})


def _read_day(text: str) -> str:
    """A day as records have it; a text that is no day stays as it is, and a check says why."""
    try:
        return str(read_written_day(text))
    except NotUnderstood:
        return text


def _refuse_whole(schema: Schema, key: str) -> NoReturn:
    parts = "、".join(f"{key}.{below['title']}" for below in schema["properties"].values())
    raise UnknownNameError(f"“{key}”分开写：--set {key}.某项=内容；其中有 {parts}")


def _read_period(text: str) -> tuple[str, str]:
    """The two days of a period; the last one may leave out what the first has said: 3月2日至6日.

    Raises UnknownNameError.
    """
    days = DAY_IN_TEXT.findall(text)
    try:
        first, last = read_span("至".join(days) if len(days) == 2 else text, None)
    except NotUnderstood as error:
        raise UnknownNameError(f"{error}") from error
    if len(days) < 2 and first == last:
        raise UnknownNameError(f"“{text}”看不出从哪天到哪天；{SPAN_HINT}")
    return str(first), str(last)


def list_keys(schemas: Schemas, schema: Schema, above: str = "") -> Iterator[str]:
    """The names by which somebody may type the fields of a value."""
    schema = schemas.resolve(schema)
    for name, below in schemas.get_properties(schema):
        title = f"{above}{below['title']}"
        yield from (title,) if above else (name, title)
        items = schemas.resolve_items(below)
        if "properties" in items:
            yield from list_keys(schemas, items, f"{title}.")


def _is_in_titles(key: str) -> bool:
    return not any(part.isascii() for part in key.split("."))


def refuse_keys(given: Iterable[str], keys: set[str], what: str) -> None:
    """Raise UnknownNameError where something was typed that is no field of what comes; all of it is told."""
    unknown = [key for key in given if key not in keys]
    if not unknown:
        return
    mends = {key: _ask_for_key(key, keys) for key in unknown}
    words = [
        f"没有 {OWN_OPTIONS.get(key, f'--set {key}')} 这一项" + (f"，{mend}" if mend else "")
        for key, mend in mends.items()
    ]
    listed = "、".join(each for each in sorted(keys) if not each.isascii() and "." not in each)
    rest = f"，可以写的有：{listed}" if listed and not all(mends.values()) else ""
    raise UnknownNameError(f"{what}{'；'.join(words).replace('？；', '？')}{rest}")


def _ask_for_key(key: str, keys: set[str]) -> str:
    """Which field was meant; empty where that cannot be told."""
    # A title that several groups have needs its group's before it.
    if ways := [each for each in sorted(keys) if each.endswith(f".{key}") and _is_in_titles(each)]:
        return f"写明是哪一处：{'、'.join(ways)}"
    return ask_whether(key, keys)
