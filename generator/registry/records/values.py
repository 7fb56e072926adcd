"""A value as a message shows it, and as it is to be written in a record."""

from __future__ import annotations

import json
import re

from ..json_data import JsonValue
from ..personal import mask_personal
from .scalars import ISO_DATE
from .strict_yaml import parse

# What is made of digits, capitals and dashes is quoted: other programs may take it for a number.
CODE = re.compile("[0-9][0-9A-Z-]*", re.ASCII)


def format_value(value: JsonValue) -> str:
    """A value as it is quoted in a message, shortened."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = mask_personal(value).replace("\n", "⏎")
        return f"“{line}”" if len(line) <= 40 else f"“{line[:38]}……”"
    if isinstance(value, list):
        return "一个列表"
    if isinstance(value, dict):
        return "一组字段"
    return str(value)


def set_off(value: JsonValue) -> str:
    """A value after a Chinese word: a number or an English word stands off by a space."""
    shown = format_value(value)
    return f" {shown}" if shown.isascii() else shown


def write_literal(value: str | int | float | bool | None) -> str:
    """A value as it is to be written in a record."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str) and not _is_plain(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _is_plain(text: str) -> bool:
    """Whether a text means the same without quotes, after a key and in a list, and is no code."""
    if CODE.fullmatch(text) and not ISO_DATE.fullmatch(text):
        return False
    parsed = parse(f"a: {text}\nb:\n  - {text}\n".encode("utf-8", "surrogatepass"))
    return not parsed.faults and parsed.data == {"a": text, "b": [text]}
