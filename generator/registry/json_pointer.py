"""What JSON Pointers (RFC 6901) lead to in plain data."""

from __future__ import annotations

import re
from typing import Any

from .json_data import JsonValue

# A row of a list, without leading zeros and signs.
INDEX = re.compile("0|[1-9][0-9]*", re.ASCII)
ABSENT = (KeyError, IndexError, ValueError, TypeError)  # what find_value raises where nothing stands


def unescape_pointer(pointer: str) -> list[str]:
    """The unescaped parts of a JSON Pointer, as texts."""
    # In this order (RFC 6901): else ~01, which stands for ~1, would become a slash.
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def is_within(pointer: str, outer: str) -> bool:
    """Whether a pointer is that of a value (`outer`) or of a part of it."""
    return pointer == outer or pointer.startswith(f"{outer}/")


def find_value(data: Any, pointer: str) -> Any:
    """What stands at a pointer. Raises one of ABSENT where nothing does."""
    for part in unescape_pointer(pointer):
        data = data[_key(data, part)]
    return data


def resolve_pointer(data: JsonValue, pointer: str) -> JsonValue:
    """What stands at a pointer; None where nothing does."""
    try:
        value: JsonValue = find_value(data, pointer)
    except ABSENT:
        return None
    return value


def replace_value(data: Any, pointer: str, value: JsonValue) -> None:
    """Put another value where a pointer leads, which is there."""
    above, _, _ = pointer.rpartition("/")
    holder = find_value(data, above)
    holder[_key(holder, unescape_pointer(pointer)[-1])] = value


def _key(holder: object, part: str) -> int | str:
    """By what a part of a pointer is looked up in what holds it."""
    if not isinstance(holder, list):
        return part
    if not INDEX.fullmatch(part):
        raise ValueError(part)
    return int(part)
