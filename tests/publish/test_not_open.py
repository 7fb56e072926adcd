"""Whatever an act that is not open says, in any field and of any kind, is in no page, download or feed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from registry.records.loader import Document, load
from registry.records.schemas import Kind, Schema, Schemas
from tests.conftest import CITY, SECOND, merge_all
from tests.publish.test_public_view import SCHEMAS, pages_of

CANARY, OPENED = "金丝雀语", "公开的评审意见"
GROUND = "不公开的理由在此。"
# What says where an act belongs, not what it says; the ground is told in any case.
FRAMEWORK = frozenset({"date", "authority", "file", "pointer", "batch", "open", "not_open_ground"})
# Of these kinds there is no trace: they turn no status. They are of a day of their own in both cities.
TURNING_NOTHING = frozenset({"inspection", "bar"})


def plant(schemas: Schemas, schema: Schema, value: Any) -> Any:
    """The value with the canary in the place of every free text, and in those that it might have.

    None where nothing can be made up.
    """
    schema = schemas.resolve(schema)
    if "properties" in schema:
        values = {"date": "2024-03-15", **(value or {})}
        filled = {
            name: plant_in(schemas, below, values.get(name)) for name, below in schema["properties"].items()
        }
        filled = {name: each for name, each in filled.items() if each is not None}
        return filled if {*schema["required"]} <= filled.keys() else value
    if "items" in schema:
        rows = [plant(schemas, schema["items"], each) for each in value or [None]]
        return [each for each in rows if each is not None] or None
    if schema.get("type") == "string" and not {"enum", "format"} & {*schema}:
        return CANARY
    return value


def plant_in(schemas: Schemas, schema: Schema, value: Any) -> Any:
    """So in a property; one that names another record stays as it is."""
    return value if "x-ref" in {*schema, *schemas.resolve(schema)} else plant(schemas, schema, value)


def close(schemas: Schemas, document: Document) -> Document:
    """An act that is marked as not open, with the canary wherever it says something."""
    own = {
        name: below
        for name, below in schemas.kinds[document.kind].properties.items()
        if name not in FRAMEWORK
    }
    filled = {name: plant_in(schemas, below, document.data.get(name)) for name, below in own.items()}
    filled = {name: each for name, each in filled.items() if each is not None}
    return document.replace_data({**document.data, **filled, "open": False, "not_open_ground": GROUND})


def closable(kind: Kind) -> bool:
    return kind.is_act and "open" in kind.properties


@pytest.mark.parametrize("root", [pytest.param(CITY, marks=pytest.mark.long), SECOND], ids=["city", "second"])
def test_no_file_holds_what_a_closed_act_says(root: Path) -> None:
    schemas = Schemas(SCHEMAS)
    documents = merge_all(load(root, schemas)).documents
    closed = {
        path: close(schemas, each) for path, each in documents.items() if closable(schemas.kinds[each.kind])
    }
    assert {each.kind for each in closed.values()} > {"review", "suspension", "change", "withdrawal"}
    assert all(CANARY in each.packed.decode() for each in closed.values() if each.kind != "correction")
    pages = pages_of({**documents, **closed}, schemas)
    assert CANARY not in pages
    assert GROUND in pages
    hidden = [path for path, each in closed.items() if each.kind in TURNING_NOTHING]
    assert hidden
    assert [path for path in hidden if Path(path).stem in pages] == []


def test_so_it_is_for_the_opinion_on_an_application_that_failed() -> None:
    schemas = Schemas(SCHEMAS)
    documents = dict(merge_all(load(SECOND, schemas)).documents)
    *failed, opened = [path for path, each in documents.items() if each.kind == "review"]
    for path in failed:
        closed_review = {"result": "不通过", "text": CANARY}
        documents[path] = documents[path].replace_data({**documents[path].data, **closed_review})
    open_review = {"result": "不通过", "text": OPENED, "open": True}
    documents[opened] = documents[opened].replace_data({**documents[opened].data, **open_review})
    pages = pages_of(documents, schemas)
    assert failed
    assert CANARY not in pages
    assert OPENED in pages
