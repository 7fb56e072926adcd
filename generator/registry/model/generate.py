"""Write model/kinds.py from schemas/, and in schemas/ the enumerations of an institution's fields.

`make kinds` runs it after a change in schemas/; docs/schemas.md says what each keyword leads to.
"""

from __future__ import annotations

import json
import keyword
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..records.schemas import Schema, walk_schemas
from ..settings import HOME

INSTITUTION = "institution.json"
TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
HEAD = '''"""The kinds of record as immutable types, and the values that they may hold.

Generated from schemas/ by `make kinds`: change the schema, not this file.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from .record import Act as Act
from .record import Part as Part
from .record import Record as Record
'''


class GenerateError(Exception):
    """The schemas lack something that the types need; the message says where."""


class Class(NamedTuple):
    """A class of kinds.py: its base, the base's options, what it says of itself, and its lines."""

    base: str
    options: str
    docstring: str
    body: tuple[str, ...]


def generate(schemas: Path, kinds: Path) -> dict[Path, str]:
    """What the files of a folder of schemas and kinds.py should hold. Raises GenerateError."""
    documents: dict[str, Schema] = {}
    for file in sorted(schemas.glob("*.json")):
        try:
            documents[file.name] = json.loads(file.read_bytes())
        except ValueError as error:
            raise GenerateError(f"{file.name}: {error}") from error
        if not isinstance(documents[file.name], dict):
            raise GenerateError(f"{file.name}: is no JSON object")
    fill_enumerations(documents)
    texts = {schemas / name: f"{dump(document)}\n" for name, document in documents.items()}
    return {**texts, kinds: write_kinds(documents)}


def dump(document: object) -> str:
    """A schema in the one form in which it is kept."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def fill_enumerations(documents: dict[str, Schema]) -> None:
    """List in every enumeration with `x-fields` the institution's fields that it asks for.

    A field that is listed already keeps its place, since the order is published; a new one comes last.
    """
    properties = documents[INSTITUTION]["properties"].items()
    fields = {name: schema for name, schema in properties if "x-change" in schema}
    lists = [schema for schema in walk_schemas(documents) if "x-fields" in schema]
    for name, field in fields.items():
        if not any(field["x-change"] in schema["x-fields"] for schema in lists):
            raise GenerateError(f"{INSTITUTION}/{name}: no x-fields asks for x-change {field['x-change']!r}")
    for schema in lists:
        wanted = [name for name, field in fields.items() if field["x-change"] in schema["x-fields"]]
        # Not sorted anew: CSV columns and forms have them in this order.
        standing = [name for name in schema.get("enum", ()) if name in wanted]
        schema["enum"] = [*standing, *(name for name in wanted if name not in standing)]
        if "description" in schema:
            titles = "、".join(f"{name} {fields[name]['title']}" for name in schema["enum"])
            schema["description"] = f"{schema['description'].partition('：')[0]}：{titles}。"


def write_kinds(documents: dict[str, Schema]) -> str:
    """The text of kinds.py. Raises GenerateError."""
    model = Model(documents)
    fields = documents[INSTITUTION]["properties"].items()
    named = [f'        "{name}",' for name, schema in fields if "x-article" in schema]
    kinds = {Path(name).stem: schema for name, schema in documents.items() if "x-path" in schema}
    acts = [name for name, schema in kinds.items() if "/acts/" in schema["x-path"]]
    orders: dict[int, str] = {}
    for name in acts:
        if "x-order" not in kinds[name]:
            raise GenerateError(f"{name}.json: an act needs x-order, its place among the acts of one day")
        other = orders.setdefault(int(kinds[name]["x-order"]), name)
        if other != name:
            raise GenerateError(f"{name}.json: x-order is that of {other}.json; put one before the other")
    for name, schema in kinds.items():
        model.add_struct(
            join_in_camel_case(name), "Act" if name in acts else "Record", schema, f"{name}.json"
        )
    rows = {name: f'    "{name}": {join_in_camel_case(name)},' for name in kinds}
    tables = [
        "# The order of the acts is the order in which acts of one day are taken to have happened.",
        "ACTS: dict[str, type[Act]] = {",
        *(rows[name] for name in sorted(acts, key=lambda name: int(kinds[name]["x-order"]))),
        "}",
        *("KINDS: dict[str, type[Record]] = {", "    **ACTS,"),
        *(row for name, row in rows.items() if name not in acts),
        "}",
        "KIND_NAMES: dict[type[Record], str] = {cls: name for name, cls in KINDS.items()}",
        *("KIND_TITLES = {", *(f'    "{name}": "{kinds[name]["title"]}",' for name in rows), "}"),
        "# The fields of an institution whose change an article names itself.",
        *("NAMED_FIELDS = frozenset(", "    {", *named, "    }", ")"),
    ]
    return "\n\n".join([HEAD, *model.write_classes(), "\n".join(tables)]) + "\n"


def join_in_camel_case(name: str) -> str:
    """The name of a class: public-notice, title_counts → PublicNotice, TitleCounts."""
    return "".join(word.capitalize() for word in name.replace("-", "_").split("_"))


class Model:
    """The classes of kinds.py by name, collected while the schemas are read."""

    def __init__(self, documents: dict[str, Schema]) -> None:
        self.documents = documents
        # Where two enumerations are one class, only one of them gives the names.
        named = (schema for schema in walk_schemas(documents) if "x-names" in schema)
        self.names = {schema.get("x-type", ""): schema["x-names"] for schema in named}
        self.classes: dict[str, Class] = {}

    def write_classes(self) -> Iterator[str]:
        """The classes as Python: enumerations, then parts, then kinds."""
        bases = ["StrEnum", "Part", "Record", "Act"]
        ordered = sorted(self.classes.items(), key=lambda item: bases.index(item[1].base))
        for name, (base, options, docstring, body) in ordered:
            lines = [f"class {name}({base}{options}):", f'    """{docstring}."""', "", *body]
            yield "\n".join(lines) + "\n"

    def add_struct(self, name: str, base: str, schema: Schema, place: str, title: str = "") -> str:
        """Add the class of an object; returns its name."""
        renamed, body = {}, []
        for field, below in schema["properties"].items():
            hint, default = self.write_hint(below, f"{place}/{field}"), ""
            if field not in schema.get("required", ()):
                hint, default = write_default(hint, below.get("default"))
            attribute = f"{field}_" if keyword.iskeyword(field) else field
            if attribute != field:
                renamed[attribute] = field
            body.append(f"    {attribute}: {hint}{default}")
        options = ", frozen=True, kw_only=True" + (f", rename={json.dumps(renamed)}" if renamed else "")
        return self._add(name, Class(base, options, f"{schema.get('title', title)} ({place})", tuple(body)))

    def write_hint(self, schema: Schema, place: str, title: str = "") -> str:
        """The type of a value as Python; adds the classes that it needs."""
        title = schema.get("title", title)
        if "enum" in schema or "x-names" in schema:
            return self._add_enumeration(schema, place, title)
        if "anyOf" in schema:
            several = [each for each in schema["anyOf"] if each.get("type") != "null"]
            hints = [self.write_hint(each, place, title) for each in several]
            return " | ".join(hints if len(several) == len(schema["anyOf"]) else [*hints, "None"])
        if "$ref" in schema:
            return self._follow(schema["$ref"], place, title)
        if schema.get("type") == "array":
            return f"tuple[{self.write_hint(schema['items'], place, title)}, ...]"
        if schema.get("type") == "object":
            return self.add_struct(name_class(schema, place), "Part", schema, place, title)
        if isinstance(schema.get("type"), list):  # what a field held before and after: of any field's type
            return "Any"
        if schema.get("type") not in TYPES:
            raise GenerateError(f"{place}: Python has no type for {schema.get('type', 'what has none')}")
        return "dt.date" if schema.get("format") == "date" else TYPES[schema["type"]]

    def _follow(self, reference: str, place: str, title: str) -> str:
        """The type of what a `$ref` names: a shared definition, or a whole kind."""
        file, _, name = reference.partition("#/$defs/")
        document = self.documents.get(file, {})
        if not name and "x-path" in document:
            return join_in_camel_case(Path(file).stem)
        if name not in document.get("$defs", {}):
            raise GenerateError(f"{place}: {reference} names nothing")
        return self.write_hint(
            {"x-type": join_in_camel_case(name), **document["$defs"][name]}, f"{file}/{name}", title
        )

    def _add_enumeration(self, schema: Schema, place: str, title: str) -> str:
        """Add the class of the values that have names; returns the field's type, which may take others."""
        name = name_class(schema, place)
        names = self.names.get(name) or {value: value.upper() for value in schema["enum"]}
        values = schema.get("enum", names)
        if {*values} != {*names} or not all(word.isidentifier() for word in names.values()):
            raise GenerateError(f"{place}: x-names must give each value of enum a name that Python allows")
        body = tuple(f"    {names[value]} = {json.dumps(value, ensure_ascii=False)}" for value in values)
        self._add(name, Class("StrEnum", "", f"{title} ({place})", body))
        return name if "enum" in schema else "str"

    def _add(self, name: str, new: Class) -> str:
        old = self.classes.setdefault(name, new)
        # What it says of itself names the place that was read first, and may differ.
        if (old.base, old.options, old.body) != (new.base, new.options, new.body):
            raise GenerateError(f"class {name} differs in {old.docstring} and {new.docstring}")
        return name


def write_default(hint: str, default: object) -> tuple[str, str]:
    """The type of a property that may be absent, and what it is then, as Python."""
    if isinstance(default, list) or hint.endswith(", ...]"):
        # A list that is absent is an empty one, unless its schema says another: no reader has to ask twice.
        return hint, f" = {tuple(default) if isinstance(default, list) else ()!r}"
    may_be_none = default is None and not hint.endswith(" | None")
    return f"{hint} | None" if may_be_none else hint, f" = {default!r}"


def name_class(schema: Schema, place: str) -> str:
    """The name of the class of an object or an enumeration. Raises GenerateError where it has none."""
    if "x-type" not in schema:
        raise GenerateError(f"{place}: needs x-type, the name of its class in kinds.py")
    return str(schema["x-type"])


def main() -> int:
    """Write what has changed, and say so."""
    try:
        files = generate(HOME / "schemas", Path(__file__).with_name("kinds.py"))
    except GenerateError as error:
        print(error, file=sys.stderr)
        return 2
    for file, text in files.items():
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            print(file.relative_to(HOME))
    return 0


if __name__ == "__main__":
    sys.exit(main())
