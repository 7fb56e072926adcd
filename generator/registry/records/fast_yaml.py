"""The quick way to read a record that is written plainly, as nearly all are.

One line, one field: block mappings and lists with one space after a colon or dash, single-line texts, plain
or in double quotes without escapes. Whatever else a file holds (comments, empty lines, `|`, `[]`, a text that
readers may take for something else, any fault) goes to strict_yaml, so both give the same data.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ..json_data import Fields, JsonValue
from .layout import AT_AN_END, INSIDE, describe_quotes
from .scalars import is_ambiguous, resolve_scalar
from .strict_yaml import MAX_DEPTH, MAX_VALUES, parse
from .text import SyntaxFault, decode

# No indicator at the beginning, no comment, and no colon that could end a key.
PLAIN = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`][^:#\r\n]*(?::[^\s:#][^:#\r\n]*)*(?<! )"""
VALUE = rf'"[^"\\\r\n]*"|{PLAIN}'
LINE = re.compile(rf"^( *)(- )?(?:([a-z_][a-z0-9_]{{0,63}}):(?: ({VALUE}))?|({VALUE}))$", re.MULTILINE)

MAX_LINES = MAX_VALUES // 2 - 1  # a line holds two values at most, and the whole is one


class _UnusualError(Exception):
    """This is for the strict reader."""


def read(raw: bytes) -> tuple[JsonValue, list[SyntaxFault]]:
    """The data of a file and its faults, as `strict_yaml.parse` gives them; never raises."""
    text, faults = decode(raw)
    if not faults:
        data = read_plain(text)
        if data is not None:
            return data, []
    parsed = parse(raw)
    return parsed.data, parsed.faults


def read_plain(text: str) -> Fields | None:
    """The data of a text that is written plainly; None for any other."""
    # Beyond the limit the strict reader says so; this one would read on.
    if text.count("\n") > MAX_LINES:
        return None
    lines = LINE.findall(text)
    # A line that the pattern does not know is simply not among those found: then the numbers differ.
    if not lines or len(lines) != text.count("\n") or not text.endswith("\n"):
        return None
    try:
        return _build_data(lines)
    except _UnusualError:
        return None


def _build_data(lines: list[tuple[str, str, str, str, str]]) -> Fields:
    """The data of lines, each as indent, dash, key, its value, or the value of an item without a key.

    `blocks` are the mappings and lists that are open, `columns` where their lines begin. `empty` is the key
    without a value in the last of them, whose block is to come.
    """
    data: Fields = {}
    blocks: list[Any] = [data]
    columns = [0]
    empty = ""
    for indent, dash, key, value, item in lines:
        column = len(indent)
        if empty:
            _open_block(blocks, columns, empty, column, [] if dash else {})
            empty = ""
        # A line further to the left ends the blocks to its right.
        while column < columns[-1]:
            columns.pop()
            blocks.pop()
        here = blocks[-1]
        # A column that no block has, or a key among items: YAML may take it, this reader does not.
        if column != columns[-1] or (type(here) is list) != bool(dash):
            raise _UnusualError
        if dash:
            if item:
                here.append(_read_scalar(item))
                continue
            here.append({})
            here = here[-1]
            blocks.append(here)
            # The fields of an item stand below its first one, two columns right of the dash.
            columns.append(column + 2)
        # A key that is there twice is a fault, and faults are the strict reader's to word.
        if not key or key in here:
            raise _UnusualError
        here[key] = _read_scalar(value) if value else None
        empty = "" if value else key
    if empty:
        raise _UnusualError
    return data


def _open_block(blocks: list[Any], columns: list[int], key: str, column: int, block: object) -> None:
    """Begin the block of a key, in a column to the right of the key's own."""
    if column <= columns[-1] or len(blocks) >= MAX_DEPTH:
        raise _UnusualError
    blocks[-1][key] = block
    blocks.append(block)
    columns.append(column)


@lru_cache(1 << 16)
def _read_scalar(written: str) -> str | int | float | bool | None:
    """The value of a text as it is written."""
    if AT_AN_END.search(written.strip('"')) or INSIDE.search(written) or describe_quotes(written):
        raise _UnusualError
    if written.startswith('"'):
        return written[1:-1]
    value = resolve_scalar(written)
    if isinstance(value, str) and is_ambiguous(value):
        raise _UnusualError
    return value
