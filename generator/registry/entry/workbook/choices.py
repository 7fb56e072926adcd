"""The words that may be chosen in a cell."""

from __future__ import annotations

from typing import NamedTuple

from ...records.schemas import Schemas
from ..headings import Field
from .content import FormContent

YES, NO = "是", "否"


class Choices(NamedTuple):
    """The words to choose from; where they are open, another may be written."""

    words: tuple[str, ...] = ()
    is_open: bool = False


NO_CHOICES = Choices()


def find_choices(schemas: Schemas, field: Field, content: FormContent) -> Choices:
    """What may be chosen in a field: of its enumeration, or of the register's own tables."""
    schema = field.schema
    if "x-fields" in schema:  # a property of the institution, by its title
        return Choices(tuple(list_field_titles(schemas, schema["enum"]).values()))
    if "enum" in schema:
        return Choices(tuple(schema["enum"]))
    if "x-names" in schema:
        return Choices(tuple(schema["x-names"]), is_open=True)
    if schema.get("type") == "boolean":
        return Choices((YES, NO))
    if schema.get("x-ref") in content.names:
        return Choices(tuple(content.names[schema["x-ref"]].values()))
    return NO_CHOICES


def list_field_titles(schemas: Schemas, names: list[str]) -> dict[str, str]:
    """The titles of some properties of an institution, by name."""
    properties = schemas.resolve_properties("institution")
    return {name: properties[name]["title"] for name in names}
