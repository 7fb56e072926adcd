"""The one form in which a record stands in its file.

Fields in the order of the schema, two blanks a level, list items a dash each, texts in quotes only where
another reader of YAML would take them for something else, comments above what they belong to, line feeds. The
form is that of `registry new`; what a value holds, it never changes.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

import yaml

from ..records.layout import EventReader
from ..records.mending import mend_text
from ..records.scalars import is_ambiguous, resolve_scalar
from ..records.schemas import Schema, Schemas
from ..records.strict_yaml import parse
from ..records.values import write_literal

BARE = re.compile("[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)


def write_canonical(schemas: Schemas, kind: str, text: str) -> str:
    """A record's text with what is certain mended, in the canonical form where it can be read as a record."""
    return lay_out(schemas, kind, mend_text(schemas, kind, text))


def lay_out(schemas: Schemas, kind: str, text: str) -> str:
    """A record's text in the canonical form; as it is where a fault of form leaves in doubt what it says."""
    text = text.replace("\r\n", "\n")
    before = parse(text.encode())
    if not isinstance(before.data, dict) or any(each.rule != "yaml-ambiguous" for each in before.faults):
        return text
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    written = _Layout(schemas, text, root).write(schemas.kinds[kind].schema)
    # What this module does not know how to write stays as it is: no value may change.
    return written if parse(written.encode()).data == before.data else text


class Line(NamedTuple):
    """A comment, or an empty line: its column and text."""

    column: int
    text: str


class _Layout:
    """Writes a text anew from its nodes, with the comments that stand between them."""

    def __init__(self, schemas: Schemas, text: str, root: yaml.Node) -> None:
        self.schemas = schemas
        self.text = text
        self.root = root
        self.lines = text.split("\n")
        self.taken = 0  # lines that have been written, or passed over

    ...
