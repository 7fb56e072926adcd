"""Plain data as JSON and YAML have it, and what is read from it; a value of another type counts as absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

# Values that nobody changes, so that what holds texts alone is one too. Days are written as texts.
JsonValue: TypeAlias = (
    "bool | int | float | str | dt.date | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)
JsonObject: TypeAlias = dict[str, JsonValue]
# Named once: this is asked of a hundred thousand values.
NUMBERS = int, float
# An object that has passed its schema: the types of its properties are not checked again.
Fields: TypeAlias = dict[str, Any]


def get_text(data: Mapping[str, JsonValue], name: str, absent: str = "") -> str:
    """A property that is a text; `absent` where it is not there, or no text."""
    value = data.get(name)
    return value if isinstance(value, str) else absent


def get_list(data: Mapping[str, JsonValue], name: str) -> list[JsonValue]:
    """A property that is a list; an empty one where it is not there, or no list."""
    value = data.get(name)
    return value if isinstance(value, list) else []


def get_texts(data: Mapping[str, JsonValue], name: str) -> list[str]:
    """The texts in a property that is a list."""
    return [each for each in get_list(data, name) if isinstance(each, str)]


def get_number(data: Mapping[str, JsonValue], name: str) -> float | None:
    """A property that is a number; None where it is not there, or no number."""
    value = data.get(name)
    return value if isinstance(value, NUMBERS) else None


def get_object(data: Mapping[str, JsonValue], name: str) -> JsonObject:
    """A property that is an object; an empty one where it is not there, or no object."""
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def get_objects(data: Mapping[str, JsonValue], name: str) -> list[JsonObject]:
    """The objects in a property that is a list."""
    return select_objects(get_list(data, name))


def select_objects(values: Sequence[JsonValue]) -> list[JsonObject]:
    """The objects in a list."""
    return [each for each in values if isinstance(each, dict)]
