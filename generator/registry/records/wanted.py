"""What may be written in a place, by its schema, in the words of who writes a record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .schemas import NULLABLE, Schema, Schemas
from .values import write_literal

CHOICES = "可以写的有："
YES_OR_NO = "是的写 true，否的写 false"
NOTHING = "没有的填 null"
# What is said of a number, by whether its schema has a least and a greatest one; of a text by its length, by
# the keyword that it breaks, or where it is not there. The web forms say the same.
NUMBERS = {
    "minimum maximum": "写 {minimum} 至 {maximum} 的{kind}",
    "minimum": "写不小于 {minimum} 的{kind}",
    "maximum": "写不大于 {maximum} 的{kind}",
    "": "写一个{kind}",
}
KINDS = {"integer": "整数", "number": "数字"}
LENGTHS = {"minLength": "至少写 {} 个字", "maxLength": "缩短到 {} 个字以内"}
FREE_TEXT = "用文字写明"


def describe_wanted(schemas: Schemas, schema: Schema, is_item: bool = False) -> str:
    """What may be written: choices, a range, the schema's own words, and an example where they have none.

    `is_item` says that the place is one of a list.
    """
    types = schema.get("type", "")
    type_, *others = [types] if isinstance(types, str) else types
    if "enum" in schema:
        return list_choices(schema["enum"])
    if type_ == "array":
        return describe_list(schemas, schema)
    if type_ == "object":
        return describe_group(schemas, schema, is_item)
    hint = str(schema.get("x-hint", ""))
    kind = YES_OR_NO if type_ == "boolean" else _describe_kind(schema, type_)
    nothing = NOTHING if "null" in others or schema.get(NULLABLE) else ""
    # A hint is given its example unless it has one, or the value may be of several kinds.
    is_told = type_ == "boolean" or re.search("如|[0-9]", hint) or (hint and not isinstance(types, str))
    return "；".join(filter(None, (kind, hint, nothing, "" if is_told else cite_example(schema))))


def _describe_kind(schema: Schema, type_: str) -> str:
    """Between which numbers one lies; of a text of which no hint is given, that it is one."""
    if type_ not in KINDS:
        return FREE_TEXT if type_ == "string" and "x-hint" not in schema else ""
    limits = " ".join(each for each in ("minimum", "maximum") if each in schema)
    return NUMBERS[limits].format_map({**schema, "kind": KINDS[type_]})


def cite_example(schema: Schema) -> str:
    """The first example of a value, or where there is none what it is."""
    examples = [each for each in schema.get("examples", []) if isinstance(each, str | int | float)]
    described = str(schema.get("description", "")).rstrip("。")
    return f"例：{write_literal(examples[0])}" if examples else described


def list_choices(choices: Iterable[str]) -> str:
    """What may be chosen, as a message lists it."""
    return CHOICES + "、".join(choices)


def describe_group(schemas: Schemas, schema: Schema, is_item: bool) -> str:
    """The lines in which a group of fields is written: by the schema's example, else by its fields."""
    example = next(iter(schema.get("examples", ())), None)
    hint = f"{schema['x-hint']}；" if "x-hint" in schema else ""
    if not isinstance(example, dict) or any(isinstance(each, dict | list) for each in example.values()):
        return f"{hint}分行写，每行一个字段，缩进两格；{_name_fields(schemas, schema)}"
    written = "\n".join(f"  {name}: {write_literal(value)}" for name, value in example.items())
    return f"{hint}分行写，每行一个字段，缩进两格，如\n" + (f"- {written[2:]}" if is_item else written)


def _name_fields(schemas: Schemas, schema: Schema) -> str:
    """The fields that a group must have, or where it need have none those that it may have."""
    properties = dict(schemas.get_properties(schema))
    required = [each for each in schema.get("required", ()) if each in properties]
    named = "、".join(f"{each}（{properties[each]['title']}）" for each in required or properties)
    return f"{'要写' if required else '可以写'} {named}"


def describe_list(schemas: Schemas, schema: Schema) -> str:
    """The lines in which a list is written: by the schema's example, else by the fields of an item."""
    items = schemas.resolve_items(schema)
    how = "每项另起一行，以短横和空格开头"
    if "properties" in items:
        return f"{how}；每项{_name_fields(schemas, items)}"
    example = next((each for each in schema.get("examples", ()) if isinstance(each, list)), [])
    if not example:
        return how
    return f"{how}，如\n" + "\n".join(f"  - {write_literal(item)}" for item in example)
