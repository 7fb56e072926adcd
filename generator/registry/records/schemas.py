"""The kinds of record. Each is a JSON Schema (2020-12) in schemas/; `x-path` says which files hold it.

docs/schemas.md describes the keywords of our own, which begin with `x-`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import jsonschema_rs
import msgspec

from ..json_data import Fields, JsonValue
from ..memo import compute_digest
from ..plain_file import read_plain
from ..refusal import Refusal
from .record_path import RECORDS

Schema = Fields

# What may stand in the place of {name} in an x-path.
PATH_PARTS = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "year": r"[0-9]{4}",
    "number": r"[1-9][0-9]?",
    "nn": r"[0-9]{2}",
}
# As short as possible: in {rule}[-{nn}] the number does not belong to the rule.
SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*?"
BASE = "schema:///"
NULLABLE = "nullable"  # the key by which what a nullable resolves to says that it may be null
# What may still come to a value of a record that stands, by its x-later, in words.
LATER = {"fill": "可以补填一次", "append": "只在末尾追加", "free": "可以修改"}


class Kind:
    """One kind of record: its name, its schema, and the files that hold it."""

    def __init__(self, name: str, schema: Schema) -> None:
        self.name = name
        self.schema = schema
        self.title: str = schema["title"]
        self.article: str = schema.get("x-article", "")
        self.path: str = schema["x-path"]
        self.properties: dict[str, Schema] = schema["properties"]  # the record's own, by name
        self.pattern = re.compile(_write_pattern(self.path))
        # A text in every path of the kind: to look for it first is much quicker than thirty patterns.
        names = "/".join(self.path.split("/")[-2:])
        self.literal = max(re.split(r"\{\w+\}|\[.*\]", names), key=len)

    @property
    def is_act(self) -> bool:
        """Whether records of this kind are acts of a dossier."""
        return "/acts/" in self.path


def _write_pattern(template: str) -> str:
    pattern = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
    pattern = pattern.replace(r"\[", "(?:").replace(r"\]", ")?").replace(r"\-", "-")
    return re.sub(r"\{(\w+)\}", lambda part: f"(?P<{part[1]}>{PATH_PARTS.get(part[1], SLUG)})", pattern)


class UnreadableSchemaError(Refusal):
    """A schema is no JSON, or not what a schema of ours is; the message names its file."""


def _explain_unusable(document: JsonValue) -> str:
    """Why a document cannot be a schema of a register; empty where it can."""
    if not isinstance(document, dict):
        return "应为一个 JSON 对象（花括号）"
    for name, wanted, word in (("x-path", str, "文字"), ("title", str, "文字"), ("properties", dict, "对象")):
        if "x-path" in document and not isinstance(document.get(name), wanted):
            return f"缺少 {name}，或者它不是{word}"
    return ""


def walk_schemas(value: object) -> Iterator[Schema]:
    """Every JSON object in a value, outermost first."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk_schemas(below)


def _is_date(text: str) -> bool:
    """A date that the calendar has. The validator's own check lets the year 0000 pass."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


class Schemas:
    """All schemas of one folder, compiled when first used."""

    def __init__(self, documents: Mapping[str, Schema]) -> None:
        self.documents = {name: {"$id": BASE + name, **document} for name, document in documents.items()}
        self.kinds = {
            name.removesuffix(".json"): Kind(name.removesuffix(".json"), document)
            for name, document in sorted(self.documents.items())
            if "x-path" in document
        }
        # By id() of a dict, which cannot be a key itself; the dict is held beside, lest another gets its
        # number.
        self._resolved: dict[int, tuple[Schema, Schema]] = {}
        self._properties: dict[int, tuple[Schema, tuple[tuple[str, Schema], ...]]] = {}
        self._of_properties: dict[tuple[str, str], jsonschema_rs.Draft202012Validator] = {}

    def __reduce__(self) -> tuple[type[Schemas], tuple[Mapping[str, Schema]]]:
        """What goes to another process: the documents, which are compiled there."""
        return Schemas, (self.documents,)

    @classmethod
    def read(cls, folder: Path) -> Schemas:
        """Read every `*.json` of a folder. Raises Refusal where one cannot be read or is no schema of ours.

        The same bytes give the same object: to compile them takes longer than to check a small register.
        """
        files = sorted(folder.glob("*.json"))
        return _parse_all(tuple([(file.name, read_plain(file, f"schemas/{file.name}")) for file in files]))

    def find_kind(self, path: str) -> tuple[Kind, dict[str, str]] | None:
        """The kind of the file at `path` (below records/) and the values in its path."""
        for kind in self.kinds.values():
            # The literal part of a pattern first: asked of each of a hundred thousand files, it spares most
            # of the patterns.
            if kind.literal in path and (match := kind.pattern.fullmatch(path)):
                return kind, {name: value for name, value in match.groupdict().items() if value}
        return None

    def find_kind_at(self, path: str) -> tuple[Kind, dict[str, str]] | None:
        """The kind of the file at a path from the register's root, and the values in its path."""
        return self.find_kind(path.removeprefix(f"{RECORDS}/"))

    def get_kind_at(self, path: str) -> Kind | None:
        """The kind alone of the file at a path from the register's root."""
        placed = self.find_kind_at(path)
        return placed[0] if placed else None

    @cached_property
    def digest(self) -> bytes:
        """What tells these schemas from others."""
        return compute_digest(msgspec.json.encode(self.documents, order="sorted"))

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        return jsonschema_rs.Registry([(BASE + name, document) for name, document in self.documents.items()])

    def _build_validator(self, name: str, schema: Schema) -> jsonschema_rs.Draft202012Validator:
        try:
            return jsonschema_rs.Draft202012Validator(
                schema, registry=self._registry, validate_formats=True, formats={"date": _is_date}
            )
        except ValueError as error:
            raise UnreadableSchemaError(
                f"读不出 schemas/{name}.json：{str(error).splitlines()[0]}"
            ) from error

    @cached_property
    def _validators(self) -> dict[str, jsonschema_rs.Draft202012Validator]:
        return {name: self._build_validator(name, kind.schema) for name, kind in self.kinds.items()}

    def is_valid(self, kind: str, data: JsonValue) -> bool:
        """Whether `data` is a valid record of `kind`."""
        return self._validators[kind].is_valid(data)

    def list_errors(self, kind: str, data: JsonValue) -> Iterator[jsonschema_rs.ValidationError]:
        """Why `data` is no valid record of `kind`, every fault; nothing where it is valid."""
        yield from self._validators[kind].iter_errors(data)

    def list_property_errors(
        self, kind: str, name: str, value: JsonValue
    ) -> Iterator[jsonschema_rs.ValidationError]:
        """Why `value` cannot stand in a property of `kind`; nothing where it can, or there is no such one."""
        if name not in self.kinds[kind].properties:
            return
        if (kind, name) not in self._of_properties:
            reference = {"$ref": f"{BASE}{kind}.json#/properties/{name}"}
            self._of_properties[kind, name] = self._build_validator(kind, reference)
        yield from self._of_properties[kind, name].iter_errors(value)

    def list_filed(self) -> list[str]:
        """The properties of an institution that every application states."""
        required: list[str] = self.resolve_path("application", ["filing"])[-1].get("required", [])
        return required

    # -- walking a schema ----------------------------------------------------------------

    def resolve(self, schema: Schema) -> Schema:
        """Follow `$ref` and the non-null branch of a nullable; what is said at the place of use wins.

        Of a nullable the result says so (NULLABLE).
        """
        if "$ref" not in schema and "anyOf" not in schema:
            return schema
        stored = self._resolved.get(id(schema))
        if stored is None:  # the schema is kept beside what it resolves to, so that its id stays its own
            stored = self._resolved[id(schema)] = (schema, self._follow(schema))
        return stored[1]

    def _follow(self, schema: Schema) -> Schema:
        while True:
            if "$ref" in schema:
                below = {k: v for k, v in schema.items() if k != "$ref"}
                target = self.get_target(schema["$ref"])
            elif "anyOf" in schema:
                below = {k: v for k, v in schema.items() if k != "anyOf"}
                target = {**schema["anyOf"][0], NULLABLE: {"type": "null"} in schema["anyOf"]}
            else:
                return schema
            schema = {**target, **below}

    def get_target(self, reference: str) -> Schema:
        """What a `$ref` names."""
        name, _, pointer = reference.partition("#")
        target = self.documents[name]
        for part in filter(None, pointer.split("/")):
            target = target[part]
        return target

    def get_properties(self, schema: Schema) -> Iterable[tuple[str, Schema]]:
        """The properties of an object schema, each resolved."""
        stored = self._properties.get(id(schema))
        if stored is None:
            own = self.resolve(schema).get("properties", {})
            stored = schema, tuple((name, self.resolve(below)) for name, below in own.items())
            self._properties[id(schema)] = stored
        return stored[1]

    def resolve_items(self, schema: Schema) -> Schema:
        """The schema of a list's items, resolved; any other schema as it is."""
        return self.resolve(schema["items"]) if schema.get("type") == "array" else schema

    def resolve_properties(self, kind: str) -> dict[str, Schema]:
        """The properties of a kind, resolved, by name."""
        return dict(self.get_properties(self.kinds[kind].schema))

    def resolve_path(self, kind: str, parts: Iterable[str | int]) -> list[Schema]:
        """The resolved schemas along a path into a record, from the record to the value.

        Shorter where a part is unknown.
        """
        chain = [self.resolve(self.kinds[kind].schema)]
        for part in parts:
            inner = chain[-1].get("properties", {})
            below = chain[-1].get("items") if isinstance(part, int) else inner.get(part)
            if below is None:
                break
            chain.append(self.resolve(below))
        return chain


@lru_cache(maxsize=4)  # a change has two at most: its own and its base's
def _parse_all(contents: tuple[tuple[str, bytes], ...]) -> Schemas:
    """The schemas of some files, by name. Raises UnreadableSchemaError where one is no schema of ours."""
    documents = {}
    for name, content in contents:
        try:
            documents[name] = json.loads(content)
        except json.JSONDecodeError as error:
            place = f"第 {error.lineno} 行第 {error.colno} 列"
            raise UnreadableSchemaError(f"读不出 schemas/{name}：{place}不是正确的 JSON") from error
        except (ValueError, RecursionError) as error:
            cause = "嵌套太深" if isinstance(error, RecursionError) else "不是 UTF-8 编码的 JSON"
            raise UnreadableSchemaError(f"读不出 schemas/{name}：{cause}") from error
        if problem := _explain_unusable(documents[name]):
            raise UnreadableSchemaError(f"读不出 schemas/{name}：{problem}")
    if not any("x-path" in each for each in documents.values()):
        raise UnreadableSchemaError("读不出 schemas/：其中没有记录的格式（*.json）")
    return Schemas(documents)
