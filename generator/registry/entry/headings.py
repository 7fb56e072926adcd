"""The fields of a kind of record, and the headings under which people write them in tables and forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..records.schemas import Schema, Schemas

UNIT = re.compile(r"^(.+)（(.+)）$")
# A title as short as 名称 or 起 says what it is only with that of the object around it.
SHORT = 2


class Field(NamedTuple):
    """A value of a record, or a list of plain values that stands in one cell.

    `pointer` has `*` for a row (`/courses/*/title`), `row_list` is the pointer of the innermost list of rows
    or empty. `heading` is what a table of ours writes, the first of `headings`; none has the unit in it.
    """

    pointer: str
    heading: str
    headings: tuple[str, ...]
    schema: Schema
    unit: str
    row_list: str
    is_required: bool
    is_rare: bool


def make_text_field(pointer: str, row_list: str, headings: Sequence[str]) -> Field:
    """A text that tables and forms say beside what the schema of their kind has."""
    return Field(
        pointer=pointer,
        heading=headings[0],
        headings=tuple(headings),
        schema={"type": "string"},
        unit="",
        row_list=row_list,
        is_required=False,
        is_rare=False,
    )


class _Leaf(NamedTuple):
    """A field on the way: the schemas from the objects around it, within its level, to its own."""

    pointer: str
    chain: tuple[Schema, ...]
    row_list: str
    is_required: bool
    is_rare: bool


# A build asks it of each kind for its blank form and its web form, and of the plan for most of the others.
@lru_cache(1 << 8)
def list_fields(schemas: Schemas, kind: str) -> tuple[Field, ...]:
    """The fields of a kind in the order of its schema: those of the record itself and those of its rows.

    Within one level (the record, or one list of rows) a heading means one field.
    """
    leaves = list(
        _walk(schemas, schemas.kinds[kind].schema, _Leaf("", (), "", is_required=True, is_rare=False))
    )
    fields: dict[str, Field] = {}
    for level in dict.fromkeys(each.row_list for each in leaves):
        same = [each for each in leaves if each.row_list == level]
        fields |= {each.pointer: each for each in _name_fields(schemas, same)}
    title = schemas.kinds[kind].title
    return tuple(_rename(fields[each.pointer], each, title) for each in leaves)


def _rename(field: Field, leaf: _Leaf, title: str) -> Field:
    """A field whose heading says little alone: the day of a record, the number of a group with its unit."""
    if field.pointer == "/date":
        heading = f"{title}{field.heading}"
    elif field.pointer.endswith("/count"):
        # Every group has a `count`: the title of the group says what is counted.
        heading, field = leaf.chain[-2]["title"], field._replace(unit="")
    else:
        return field
    return field._replace(heading=heading, headings=tuple(dict.fromkeys((heading, *field.headings))))


def _walk(schemas: Schemas, schema: Schema, place: _Leaf) -> Iterator[_Leaf]:
    """The leaves below an object whose own place is given."""
    required = schema.get("required", ())
    for name, below in schemas.get_properties(schema):
        leaf = _Leaf(
            f"{place.pointer}/{name}",
            (*place.chain, below),
            place.row_list,
            place.is_required and name in required,
            place.is_rare or "x-rare" in below,
        )
        if "properties" in below:
            yield from _walk(schemas, below, leaf)
            continue
        row = schemas.resolve(below.get("items", {}))
        inside = leaf._replace(pointer=f"{leaf.pointer}/*", row_list=leaf.pointer, is_required=True)
        if "properties" in row:
            yield from _walk(schemas, row, inside._replace(chain=()))
        elif row.get("x-ref") == "institution":  # a published list: a row an institution
            yield inside._replace(chain=(row,))
        else:
            yield leaf


def _name_fields(schemas: Schemas, leaves: list[_Leaf]) -> Iterator[Field]:
    """The fields of one level with their headings."""
    chains = [[_list_names(schemas, each) for each in leaf.chain] for leaf in leaves]
    own = Counter(name for chain in chains for name in chain[-1])
    for leaf, chain, depth in zip(leaves, chains, _find_depths(chains), strict=True):
        heading = _join(chain, depth)[0]
        # Below a whole record (the filing of an application) a short word is as clear as in the record.
        is_clear = len(chain) == 1 or "x-path" in leaf.chain[-2]
        title = chain[-1][0]
        alone = [
            name
            for name in chain[-1]
            if len(chain) == 1 or (own[name] == 1 and (name != title or is_clear or len(name) > SHORT))
        ]
        yield Field(
            pointer=leaf.pointer,
            heading=heading,
            headings=tuple(dict.fromkeys((heading, *alone, *_join(chain, max(depth, 2))))),
            schema=leaf.chain[-1],
            unit=_find_unit(leaf.chain),
            row_list=leaf.row_list,
            is_required=leaf.is_required,
            is_rare=leaf.is_rare,
        )


def _find_depths(chains: list[list[tuple[str, ...]]]) -> list[int]:
    """How many titles of each chain, from its end, make a heading that no other of the level has."""
    depths = [min(len(chain), 2 if len(chain[-1][0]) <= SHORT else 1) for chain in chains]
    while True:  # until no two are alike, or those that are have no more titles to add
        headings = [_join(chain, depth)[0] for chain, depth in zip(chains, depths, strict=True)]
        count = Counter(headings)
        deeper = [
            depth + (count[heading] > 1 and depth < len(chain))
            for chain, depth, heading in zip(chains, depths, headings, strict=True)
        ]
        if deeper == depths:
            return depths
        depths = deeper


def _join(chain: list[tuple[str, ...]], depth: int) -> tuple[str, ...]:
    """The names of the last ones of a chain put together, each with each."""
    return tuple("".join(each) for each in product(*chain[-depth:]))


def _list_names(schemas: Schemas, schema: Schema) -> tuple[str, ...]:
    """The title of a value without its unit, and the further headings; of a whole record its kind's."""
    title = schema["title"]
    if "x-path" in schema:
        # Where a kind is used within another, its schema bears the title of that place.
        title = next(each.title for each in schemas.kinds.values() if each.path == schema["x-path"])
    return (UNIT.sub(r"\1", title), *schema.get("x-headings", ()))


def _find_unit(chain: tuple[Schema, ...]) -> str:
    """The unit of a number: as the schema says it, or in brackets behind its title or its object's."""
    if "x-unit" in chain[-1]:
        return str(chain[-1]["x-unit"])
    matches = (UNIT.match(each["title"]) for each in reversed(chain[-2:]))
    return next((each[2] for each in matches if each), "")
