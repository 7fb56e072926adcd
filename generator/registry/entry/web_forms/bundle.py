"""The schema of a kind in one piece, as a form in the browser reads it."""

from __future__ import annotations

from ...json_data import Fields, JsonValue
from ...records.schemas import Kind, Schema, Schemas
from .additions import describe_places
from .pasting import list_paste_fields

# What only the program or an editor of texts reads.
LEFT_OUT = frozenset(
    {"$schema", "$id", "$defs", "x-names", "x-order", "x-path", "x-public", "x-synonyms", "x-type"}
)
# The values of these are no schemas.
PLAIN = frozenset({"const", "default", "enum", "examples", "required"})
INSTITUTION = "institution.json"
# What names no record, and is offered in a form all the same.
REFERENCES = {
    "amendment": {"replace": "planned", "drop": "course"},
    "correction": {"file": "file", "pointer": "place"},
    "waiver": {"rule": "rule"},
}


def bundle_kind(schemas: Schemas, kind: Kind, article: str) -> Fields:
    """A kind of record for its form; `article` is its article in words.

    The properties stand in their order; every `$ref` leads into `$defs`. A kind that names fields of the
    institution has the institution's schema there too: a value is written as it is there.
    """
    defs: dict[str, JsonValue] = {}
    schema = _write(kind.schema, schemas, defs)
    assert isinstance(schema, dict)
    if _names_fields(kind.schema):
        _refer(INSTITUTION, schemas, defs)
    for name, reference in REFERENCES.get(kind.name, {}).items():
        below = schema["properties"][name]
        below.get("items", below)["x-ref"] = reference
    about = {"name": kind.name, "title": kind.title, "description": kind.schema["description"]}
    fields = list_paste_fields(schemas, kind.name)
    return {
        **about,
        "article": article,
        "path": kind.path,
        "schema": {**schema, "$defs": defs},
        "fields": fields,
        "later": describe_places(schemas, kind),
    }


def _names_fields(schema: JsonValue) -> bool:
    """Whether an enumeration in a schema lists the institution's fields."""
    if isinstance(schema, dict):
        return "x-fields" in schema or any(map(_names_fields, schema.values()))
    return isinstance(schema, list) and any(map(_names_fields, schema))


def _write(schema: JsonValue, schemas: Schemas, defs: dict[str, JsonValue]) -> JsonValue:
    """A schema without what a form does not read, with its references into `defs`, which is filled."""
    if isinstance(schema, list):
        return [_write(each, schemas, defs) for each in schema]
    if not isinstance(schema, dict):
        return schema
    written: Schema = {}
    for name, below in schema.items():
        if name == "$ref":
            written[name] = _refer(below, schemas, defs)
        elif name == "properties":
            written[name] = {each: _write(inner, schemas, defs) for each, inner in below.items()}
        elif name == "examples":
            # A group's is for the pages: a form has its parts.
            if plain := [each for each in below if not _has_groups(each)]:
                written[name] = plain
        elif name in PLAIN:
            written[name] = below
        elif name not in LEFT_OUT:
            written[name] = _write(below, schemas, defs)
    return written


def _has_groups(value: JsonValue) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_groups, value)))


def _refer(reference: str, schemas: Schemas, defs: dict[str, JsonValue]) -> str:
    """The reference within the whole for one to another document; its target is put into `defs`."""
    document, _, pointer = reference.partition("#")
    name = pointer.rpartition("/")[2] or f"{document.removesuffix('.json')}-record"
    if name not in defs:
        defs[name] = {}  # where one leads to itself
        defs[name] = _write(schemas.get_target(reference), schemas, defs)
    return f"#/$defs/{name}"
