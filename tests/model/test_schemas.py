"""The schemas and the model hold the same: names, presence, types and allowed values, at every depth."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from registry.model.kinds import KINDS
from registry.records import messages
from registry.records.schemas import LATER, Schema, Schemas
from registry.settings import HOME

SCHEMAS = Schemas.read(HOME / "schemas")
NOT_OF_THE_SCHEMA = {"path", "at"}
# Values that a schema leaves open within some types; the model takes anything.
OPEN = {
    "FieldChange.before",
    "FieldChange.after",
    "Correction.old",
    "Correction.new",
    "BatchCorrection.old",
    "BatchCorrection.new",
    "TableCorrection.old",
    "TableCorrection.new",
}


def alternatives(schema: Schema) -> tuple[Schema, bool]:
    """What a schema asks for, without references, and whether null will do too."""
    if "anyOf" in schema:
        first, second = schema["anyOf"]
        assert second == {"type": "null"}
        return SCHEMAS.resolve(first), True
    return SCHEMAS.resolve(schema), False


def split(hint: Any) -> tuple[Any, bool]:
    """A type without its None, and whether None will do too."""
    if get_origin(hint) in (typing.Union, types.UnionType):
        some = [each for each in get_args(hint) if each is not type(None)]
        assert len(some) == 1
        return some[0], len(some) < len(get_args(hint))
    return hint, False


def expected(schema: Schema) -> str:
    """The word for what a schema allows."""
    if schema["type"] == "string":
        return "date" if schema.get("format") == "date" else "enum" if "enum" in schema else "string"
    return str(schema["type"])


def found(hint: Any) -> str:
    """The word for what a type holds."""
    if get_origin(hint) is Literal:
        return "enum"
    if get_origin(hint) is tuple:
        return "array"
    names: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date"}
    return "object" if issubclass(hint, msgspec.Struct) else names[hint]


def places(cls: type[msgspec.Struct], schema: Schema) -> Iterator[tuple[str, type[msgspec.Struct], Schema]]:
    """Every group of fields of a kind: the record itself and its parts."""
    yield cls.__name__, cls, schema
    for name, hint in field_types(cls).items():
        if f"{cls.__name__}.{name}" in OPEN or name in NOT_OF_THE_SCHEMA:
            continue
        below, of = split(hint)[0], alternatives(schema["properties"][name])[0]
        if get_origin(below) is tuple:
            below, of = get_args(below)[0], SCHEMAS.resolve(of["items"])
        if isinstance(below, type) and issubclass(below, msgspec.Struct):
            yield from places(below, of)


def field_types(cls: type[msgspec.Struct]) -> dict[str, Any]:
    """The types of a struct's fields, by the name in the file."""
    hints = typing.get_type_hints(cls)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(cls)}


PLACES = [
    (f"{kind}-{name}", cls, schema)
    for kind, struct in KINDS.items()
    for name, cls, schema in places(struct, SCHEMAS.resolve(SCHEMAS.kinds[kind].schema))
]
GROUPS = [pytest.param(cls, schema, id=name) for name, cls, schema in PLACES]


def test_every_schema_has_its_type() -> None:
    assert set(KINDS) == set(SCHEMAS.kinds)


@pytest.mark.parametrize(("cls", "schema"), GROUPS)
def test_same_fields(cls: type[msgspec.Struct], schema: Schema) -> None:
    assert schema["additionalProperties"] is False
    names = {field.encode_name for field in msgspec.structs.fields(cls)} - NOT_OF_THE_SCHEMA
    assert names == set(schema["properties"])


@pytest.mark.parametrize(("cls", "schema"), GROUPS)
def test_same_fields_are_required(cls: type[msgspec.Struct], schema: Schema) -> None:
    fields = msgspec.structs.fields(cls)
    required = {field.encode_name for field in fields if field.required}
    assert required == set(schema["required"])
    for field in fields:
        assert field.required or field.default in (None, "", ()), field.name


@pytest.mark.parametrize(("cls", "schema"), GROUPS)
def test_same_types(cls: type[msgspec.Struct], schema: Schema) -> None:
    required = set(schema["required"])
    for name, hint in field_types(cls).items():
        if name in NOT_OF_THE_SCHEMA or f"{cls.__name__}.{name}" in OPEN:
            continue
        (inner, none), (wanted, null) = split(hint), alternatives(schema["properties"][name])
        assert agree(inner, wanted), f"{cls.__name__}.{name}: {inner} is not {expected(wanted)}"
        absent = name not in required and expected(wanted) != "array"
        assert none == (null or absent), f"{cls.__name__}.{name}: null"


def agree(hint: Any, schema: Schema) -> bool:
    """Whether a type and a schema allow the same. Texts with a list of values may stay plain texts."""
    if get_origin(hint) is Literal:
        return set(get_args(hint)) == set(schema.get("enum", ()))
    if get_origin(hint) is tuple:
        inner, *rest = get_args(hint)
        return rest == [...] and schema["type"] == "array" and agree(inner, SCHEMAS.resolve(schema["items"]))
    wanted = expected(schema)
    return found(hint) == ("string" if wanted == "enum" else wanted)


@pytest.mark.parametrize("name", sorted(OPEN))
def test_open_values_are_open_in_both(name: str) -> None:
    struct, _, field = name.partition(".")
    places = [(cls, schema) for _, cls, schema in PLACES if cls.__name__ == struct]
    assert places
    for cls, schema in places:
        assert field_types(cls)[field] is Any
        assert isinstance(schema["properties"][field]["type"], list)


@pytest.mark.parametrize(("cls", "schema"), GROUPS)
def test_records_are_immutable(cls: type[msgspec.Struct], schema: Schema) -> None:
    assert cls.__struct_config__.frozen
    assert cls.__struct_config__.forbid_unknown_fields
    for hint in field_types(cls).values():
        assert get_origin(split(hint)[0]) not in (list, dict, set), "a field that can be changed in place"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_examples_of_a_schema_are_valid_and_have_the_type(kind: str) -> None:
    schema = SCHEMAS.kinds[kind].schema
    data = {name: each["examples"][0] for name, each in SCHEMAS.properties(schema) if each.get("examples")}
    if kind == "application":
        institution = SCHEMAS.kinds["institution"].schema
        data["filing"] = {name: each["examples"][0] for name, each in SCHEMAS.properties(institution)}
    assert messages.findings(SCHEMAS, kind, data, "x.yml") == []
    assert msgspec.convert(data, KINDS[kind]).path == ""


@pytest.mark.parametrize(("cls", "schema"), GROUPS)
def test_what_may_come_later_can_be_absent_or_grow(cls: type[msgspec.Struct], schema: Schema) -> None:
    for name, below in schema["properties"].items():
        later = SCHEMAS.resolve(below).get("x-later")
        assert later in (None, *LATER), name
        assert later != "fill" or name not in schema["required"], name
        assert later != "append" or SCHEMAS.resolve(below)["type"] == "array", name
