"""The one form in which a record stands in its file.

Fields in the order of the schema, two blanks a level, a line for each item of a list, texts in quotes only
where another reader of YAML would take them for something else, comments above what they belong to, line
feeds. It is the form of `registry new`. What a value holds never changes.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import yaml

from ..records import fast_yaml
from ..records.scalars import is_ambiguous, resolve_scalar
from ..records.schemas import Schema, Schemas
from ..records.values import write_literal

BARE = re.compile("[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
FAR = 1 << 20  # a column in which nothing stands


def lay_out(schemas: Schemas, kind: str, text: str) -> str:
    """A record's text in the canonical form; as it is where a fault of form leaves in doubt what it says."""
    text = text.replace("\r\n", "\n")
    data, faults = fast_yaml.read(text.encode())
    # What is only ambiguous to other readers gets its quotes here; all other faults are the clerk's.
    if not isinstance(data, dict) or any(each.rule != "yaml-ambiguous" for each in faults):
        return text
    try:
        written = _Layout(schemas, text).write(schemas.kinds[kind].schema)
    except _UnusualError:
        return text
    # A last guard: whatever this module overlooks stays as it was written.
    return written if fast_yaml.read(written.encode())[0] == data else text


class _UnusualError(Exception):
    """Something that cannot be written otherwise without changing what it says."""


class _Gap(NamedTuple):
    """A comment on a line of its own, or an empty line: its line and column, from 0, and its text."""

    line: int
    column: int
    text: str


class _Layout:
    """Writes a text anew from its nodes, with the comments that stand between them."""

    def __init__(self, schemas: Schemas, text: str) -> None:
        self.schemas = schemas
        self.text = text
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        if not isinstance(root, yaml.MappingNode):
            raise _UnusualError
        self.root = root
        self.gaps = deque(_list_gaps(text, root))
        self.last = -1  # the last line of the values that have been written

    def write(self, schema: Schema) -> str:
        lines = self.write_mapping(self.root, schema)
        lines += [each.text for each in self.gaps]
        filled = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
        return "\n".join(filled).strip("\n") + "\n"

    def write_mapping(self, node: yaml.MappingNode, schema: Schema) -> list[str]:
        """The fields of a group in the order of its schema; one that it does not know stays where it is."""
        properties = dict(self.schemas.get_properties(schema))
        order = {name: number for number, name in enumerate(properties)}
        ranks: list[int] = []
        for key, _ in node.value:
            # One that the schema does not know has the rank of the one before: a stable sort leaves it there.
            ranks.append(order.get(key.value, ranks[-1] if ranks else -1))
        head: list[str] = []
        fields: list[tuple[int, list[str]]] = []
        for rank, (key, value) in zip(ranks, node.value, strict=True):
            above = self.take_above(key.start_mark.line)
            if not fields and rank > min(ranks):  # it is said of the whole, whichever field comes first now
                head, above = above, []
            self.last = key.start_mark.line
            fields.append((rank, [*above, *self.write_field(key, value, properties.get(key.value, {}))]))
        fields.sort(key=lambda field: field[0])
        below = self.take_trailing(_get_column(node))
        return [*head, *(line for _, lines in fields for line in lines), *below]

    def write_field(self, key: yaml.Node, value: yaml.Node, schema: Schema) -> list[str]:
        is_bare = BARE.fullmatch(key.value) and not is_ambiguous(key.value)
        name = key.value if is_bare else self.text[key.start_mark.index : key.end_mark.index]
        if isinstance(value, yaml.CollectionNode) and value.value:
            return [f"{name}:", *_set_in(self.write_block(value, schema))]
        if isinstance(value, yaml.ScalarNode):
            first, *more = self.write_scalar(value)
            below = self.take_trailing(key.start_mark.column + 1)
            return [f"{name}: {first}" if first else f"{name}:", *_set_in([*more, *below])]
        return [f"{name}: {self.write_empty(value)}"]

    def write_block(self, node: yaml.CollectionNode, schema: Schema) -> list[str]:
        if isinstance(node, yaml.MappingNode):
            return self.write_mapping(node, schema)
        below = self.schemas.resolve(schema).get("items", {})
        lines: list[str] = []
        for item in node.value:
            lines += self.take_above(item.start_mark.line)
            self.last = item.start_mark.line
            if isinstance(item, yaml.CollectionNode) and item.value:
                lines += _add_dash(self.write_block(item, below))
            elif isinstance(item, yaml.ScalarNode):
                first, *more = self.write_scalar(item)
                lines += [f"- {first}" if first else "-", *_set_in(more)]
            else:
                lines.append(f"- {self.write_empty(item)}")
        return [*lines, *self.take_trailing(_get_column(node))]

    def write_empty(self, node: yaml.Node) -> str:
        self.last = node.end_mark.line
        return "[]" if isinstance(node, yaml.SequenceNode) else "{}"

    def write_scalar(self, node: yaml.ScalarNode) -> list[str]:
        """A value as it stands behind its key or dash, and the lines below."""
        written = self.text[node.start_mark.index : node.end_mark.index]
        self.last = node.start_mark.line + written.rstrip("\n ").count("\n")
        if node.style in ("|", ">"):
            return _write_text(written)
        if node.style or "\n" in written:
            return [write_literal(node.value)]
        if written == "~":
            return ["null"]
        value = resolve_scalar(written)
        return [write_literal(value) if isinstance(value, str) and is_ambiguous(value) else written]

    def take_above(self, line: int) -> list[str]:
        """The comments and empty lines above a line that stand in no block before it."""
        above = []
        while self.gaps and self.gaps[0].line < line:
            above.append(self.gaps.popleft().text)
        return above

    def take_trailing(self, column: int) -> list[str]:
        """The comments right below the last line that are set in as far as a column, or further."""
        run = [each for number, each in enumerate(self.gaps) if each.line == self.last + 1 + number]
        inside = 0
        for number, gap in enumerate(run, 1):
            if gap.text and gap.column < column:
                break
            inside = number if gap.text else inside
        self.last += inside
        return [self.gaps.popleft().text for _ in range(inside)]


def _get_column(block: yaml.CollectionNode) -> int:
    """The column in which a block stands; one in brackets has none that a comment could stand in."""
    return FAR if block.flow_style else block.start_mark.column


def _list_gaps(text: str, root: yaml.Node) -> Iterable[_Gap]:
    """The comments on lines of their own and the empty lines, but for those that are part of a value."""
    inside: set[int] = set()
    for scalar in _list_scalars(root):
        written = text[scalar.start_mark.index : scalar.end_mark.index].rstrip("\n ")
        first = scalar.start_mark.line
        inside.update(range(first, first + written.count("\n") + 1) if written else ())
    for number, line in enumerate(text.rstrip("\n").split("\n")):
        bare = line.strip(" ")
        if number not in inside and (not bare or bare.startswith("#")):
            yield _Gap(number, len(line) - len(line.lstrip(" ")), bare)


def _list_scalars(node: yaml.Node) -> Iterable[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (*_list_scalars(key), *_list_scalars(value))
    else:
        for item in node.value:
            yield from _list_scalars(item)


def _write_text(written: str) -> list[str]:
    """A text of several lines after | or >, without its indent."""
    header, *lines = written.rstrip("\n ").split("\n")
    # An indent in numbers and blank lines that are kept (|2, |+) belong to the value.
    if re.search("[0-9+]", header) or not lines:
        raise _UnusualError
    width = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" "))
    return [header.rstrip(" "), *(line[width:] for line in lines)]


def _set_in(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _add_dash(lines: list[str]) -> list[str]:
    """A block as an item of a list: a dash before its first field, comments above that as they are."""
    first = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *_set_in(lines[first + 1 :])]
