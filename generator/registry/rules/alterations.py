"""What a change does to what stands, as several rules look at it: what is rewritten, and how it is told.

What may still come to a record later is marked in its schema with `x-later`: "fill" (absent, then written
once), "append" (a list that grows at its end), "free" (any time).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Parts, split_pointer
from ..json_data import Fields, JsonValue
from ..json_pointer import resolve_pointer
from ..model.difference import Alteration
from ..model.kinds import Record
from ..model.open_points import may_be_open
from ..records.messages import describe_place
from ..records.schemas import Schema, Schemas
from ..records.values import set_off
from .rule import Fault, fault

RESTORE = "恢复：还没有提出的 registry discard {}，已经提出的 git restore --source=origin/main -- {}"


def find_alterations(
    schemas: Schemas,
    schema: Schema,
    old: JsonValue,
    new: JsonValue,
    frozen: bool,
    parts: Parts = (),
) -> Iterator[Alteration]:
    """What is rewritten between two values of a schema.

    Of a record that is not `frozen` yet only what it already holds in lists that grow must stay. What was
    still open may be filled in.
    """
    schema = schemas.resolve(schema)
    later = schema.get("x-later")
    # What may come later is absent until it comes: from nothing to something is no rewriting.
    if old == new or later == "free" or (later and old is None):
        return
    frozen = frozen or later == "append"
    if isinstance(old, dict) and isinstance(new, dict):
        properties = schema.get("properties", {})
        for name in dict.fromkeys((*old, *new)):
            below = properties.get(name, {})
            if name not in old and may_be_open(below):
                continue
            yield from find_alterations(schemas, below, old.get(name), new.get(name), frozen, (*parts, name))
    # Rows have only their numbers: where one has gone, or come between, the list as a whole is another.
    elif isinstance(old, list) and isinstance(new, list) and (len(old) == len(new) or later == "append"):
        for i, item in enumerate(old):
            now = new[i] if i < len(new) else None
            yield from find_alterations(schemas, schema.get("items", {}), item, now, frozen, (*parts, i))
    elif frozen:
        yield Alteration(parts, old, new)


def describe_alteration(alteration: Alteration) -> str:
    """What was there and what has become of it, in words that follow the name of the place."""
    old, new = alteration.old, alteration.new
    if old is None:
        return "原来没有" + ("，是添上的" if isinstance(new, dict | list) else f"，添上了{set_off(new)}")
    if new is None:
        return "被删去了" if isinstance(old, dict | list) else f"原来录入的是{set_off(old)}，被删去了"
    if isinstance(old, list) and isinstance(new, list):
        return f"原来录入了 {len(old)} 项，改成了 {len(new)} 项"
    return f"原来录入的是{set_off(old)}，改成了{set_off(new)}"


def explain_restoring(old: str, new: str) -> str:
    """How to bring back what was at a path, and take away what it has become elsewhere."""
    taken = f"，再删去 {new}" if new else ""
    both = f"{old} {new}".strip()
    return RESTORE.format(both, old + taken)


def find_contradicted_corrections(
    record: Record, row: Fields, place: str, kind: str, schemas: Schemas
) -> Iterator[Fault]:
    """Corrections that a row of a record tells of itself, where it holds another value than the last one's.

    `place` is the pointer to the row, empty where it is the record itself.
    """
    # The last of each place alone: an earlier one was corrected again.
    latest = {each["pointer"]: (i, each["new"]) for i, each in enumerate(row.get("corrections", ()))}
    for at, (i, new) in latest.items():
        value = resolve_pointer(row, at)
        if value != new:
            what = describe_place(schemas, kind, split_pointer(place + at))
            message = f"{what}（{at}）现在写的是{set_off(value)}，更正的新值是{set_off(new)}"
            mend = "把原处改成新值，或核对 pointer 和 new"
            yield fault(record, f"{place}/corrections/{i}/new", message, mend)
