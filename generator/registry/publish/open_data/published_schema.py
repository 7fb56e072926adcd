"""The schema of the published JSON: an envelope of its own around the public part of the records' schemas."""

from __future__ import annotations

import json
from pathlib import Path

from ...lifecycle.representatives import REPRESENTATIVE
from ...records.schemas import Schema, Schemas
from .publication import VERSION

ENVELOPE = Path(__file__).with_name("envelope.json")
# What a published schema says of a value; conditions between properties are the registry's own matter, and
# the public part of a list may be shorter.
KEYWORDS = (
    *("title", "description", "type", "format", "pattern", "enum", "multipleOf", "additionalProperties"),
    *("minimum", "maximum", "minLength", "maxLength"),
)

# An institution that was never listed is not named, nor a legal representative of long ago.
WITHHELD = "defs.json#/$defs/institution"
LEAVING = frozenset({REPRESENTATIVE, "before", "after"})


def build_published_schema(schemas: Schemas) -> Schema:
    """One self-contained JSON Schema (2020-12); each document says in `kind` which of its $defs it is."""
    envelope: Schema = json.loads(ENVELOPE.read_bytes())
    definitions = {**envelope["$defs"], **_list_definitions(schemas)}
    definitions["act"]["allOf"] = [
        {
            "if": {"properties": {"act": {"const": kind.name}}},
            "then": {
                "properties": {"record": {"anyOf": [_build_reference(f"{kind.name}.json"), {"type": "null"}]}}
            },
        }
        for kind in schemas.kinds.values()
        if kind.is_act
    ]
    return {**envelope, "version": VERSION, "$defs": definitions}


def _list_definitions(schemas: Schemas) -> dict[str, Schema]:
    """The public part of every shared definition and every kind."""
    shared = schemas.documents["defs.json"]["$defs"]
    return {
        **{f"value-{name}": _select_public(schema) for name, schema in shared.items()},
        **{f"record-{kind.name}": _select_public(kind.schema) for kind in schemas.kinds.values()},
    }


def _build_reference(target: str) -> Schema:
    """A reference between record schemas ("defs.json#/$defs/date", "institution.json") in the one schema."""
    file, _, pointer = target.partition("#/$defs/")
    return {"$ref": f"#/$defs/value-{pointer}" if pointer else f"#/$defs/record-{file.removesuffix('.json')}"}


def _select_public(schema: Schema) -> Schema:
    shown: Schema = {name: schema[name] for name in KEYWORDS if name in schema}
    if "$ref" in schema:
        shown |= _build_reference(schema["$ref"])
    if "properties" in schema:
        public = {name: below for name, below in schema["properties"].items() if below.get("x-public")}
        shown["properties"] = {name: _select_public(below) for name, below in public.items()}
        withheld = LEAVING | {name for name, below in public.items() if below.get("$ref") == WITHHELD}
        shown["required"] = [name for name in schema.get("required", []) if name in {*public} - withheld]
    if "items" in schema:
        shown["items"] = _select_public(schema["items"])
    if "anyOf" in schema:
        shown["anyOf"] = [_select_public(each) for each in schema["anyOf"]]
    examples = [each for each in schema.get("examples", []) if not _has_parts(each)]
    return {**shown, "examples": examples} if examples else shown


def _has_parts(value: object) -> bool:
    """Whether an example holds an object, whose properties may not all be public."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_parts, value)))
