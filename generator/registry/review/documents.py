"""The documents on which a record rests: which it names, and that it names none where it could."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_data import Fields, JsonValue
from ..model.presenter import Presenter
from ..records.loader import Document
from ..records.schemas import Schema, Schemas

# What a document has; its day may be unknown on an older list.
NUMBER, DATE, TITLE = "number", "date", "title"
NONE = "没有写明文书（这一栏空着）：依据什么，凭报送的材料核对"


def list_documents(presenter: Presenter, new: Document, old: Document | None) -> list[str]:
    """The documents that a record names and did not name before; of a new act that it names none."""
    before = [value for _, _, value in _find_documents(presenter.schemas, old)] if old else []
    documents = [each for each in _find_documents(presenter.schemas, new) if each[2] not in before]
    words = [
        f"{label}：{presenter.format_text(schema, value).text}{_note(value, new)}"
        for label, schema, value in documents
    ]
    own = presenter.schemas.resolve(presenter.schemas.kinds[new.kind].schema).get("properties", {})
    lacks = old is None and "document" in own and "document" not in new.data
    return [*words, NONE] if lacks else words


def _note(value: Fields, record: Document) -> str:
    """Note that a document is younger than what rests on it."""
    own, day = value.get(DATE), record.data.get("date")
    return f"；成文在事项日期 {day} 以后，看是不是填错" if own and day and own > day else ""


def _find_documents(schemas: Schemas, document: Document) -> Iterator[tuple[str, Schema, Fields]]:
    """The documents in a record: the title of the property, its schema, and the value."""
    yield from _walk(schemas, "", schemas.kinds[document.kind].schema, document.data)


def _walk(
    schemas: Schemas, label: str, schema: Schema, value: JsonValue
) -> Iterator[tuple[str, Schema, Fields]]:
    schema = schemas.resolve(schema)
    if isinstance(value, list):
        for item in value:
            yield from _walk(schemas, label, schema.get("items", {}), item)
    elif isinstance(value, dict):
        properties = schema.get("properties", {})
        # Known by what it has: a resolved schema no longer says which definition it came from.
        if {NUMBER, DATE, TITLE} <= properties.keys() and NUMBER in value:
            yield label, schema, value
            return
        step = f"{value['date']} {value['action']}的" if {"date", "action"} <= value.keys() else ""
        for name, below in schemas.get_properties(schema):
            if name in value:
                yield from _walk(schemas, f"{step}{below.get('title', name)}", below, value[name])
