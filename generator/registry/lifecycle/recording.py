"""When what a record tells has come to the office, whether it was recorded late, or has not happened yet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..finding import Parts
from ..json_data import JsonValue
from ..model.kinds import Act, Amendment, Assessment, Batch, Change, Plan, Receipt, Record, Step, Summary
from ..model.tables import Tables
from ..records.loader import Document
from ..records.recorded import RecordingHistory
from ..records.schemas import Schema, Schemas

# What of a record may well lie ahead; all other dates tell of what has happened.
AHEAD = frozenset(
    {"due", "supplement_due", "notice_until", "window", "period", "valid_from", "valid_to", "until"}
    | {"in_force_from", "in_force_to", "effective_on", "days_off", "working_days"}
    | {"classes", "general_teaching", "decision_publication_from"}
)
DATE = re.compile(rb'"([0-9]{4}-[0-9]{2}-[0-9]{2})"')


class DatedEvent(NamedTuple):
    """A day on which something came to the office, where a record tells it, and how often it has before."""

    pointer: str
    day: dt.date
    nth: int = 0


def list_events(record: Record) -> Iterator[DatedEvent]:
    """What of a record is dated: an act, each step, a published list; nothing of what comes of no event."""
    match record:
        # It comes to the office when it is reported, which may be long after its own day.
        case Change():
            yield DatedEvent("/reported_on", record.reported_on)
        case Act() | Assessment():
            yield DatedEvent("/date", record.date)
        case Batch() if record.announcement:
            yield DatedEvent("/announcement/published_on", record.announcement.published_on)
        case Plan() | Amendment() | Summary():
            before: list[dt.date] = []
            steps: Sequence[Step | Receipt] = record.steps
            for i, step in enumerate(steps):
                yield DatedEvent(f"/steps/{i}/date", step.date, before.count(step.date))
                document = getattr(step, "document", None)
                before += [step.date, document.date] if document else [step.date]


def find_recording_day(history: RecordingHistory, event: DatedEvent) -> dt.date:
    """The day on which the register knew of something that happened."""
    return history.find_day(event.day, event.nth)


def find_missed_target(tables: Tables, event: DatedEvent, recorded: dt.date) -> int | None:
    """The target in days that was missed when something was recorded; None where none was."""
    target = tables.find_regulation(event.day).parameters.recording_target_days
    return target if target is not None and (recorded - event.day).days > target else None


def find_coming_dates(schemas: Schemas, document: Document, day: dt.date) -> list[tuple[Parts, str]]:
    """The dates of a record that lie after `day` although they tell of what has happened, and where."""
    today = day.isoformat()
    if not any(each.decode() > today for each in DATE.findall(document.packed)):
        return []
    leave = AHEAD | {"from"} if document.kind == "waiver" else AHEAD
    dates = _list_dates(schemas, schemas.kinds[document.kind].schema, document.data, leave)
    return [(parts, written) for parts, written in dates if written > today]


def _list_dates(
    schemas: Schemas, schema: Schema, value: JsonValue, leave: frozenset[str], parts: Parts = ()
) -> Iterator[tuple[Parts, str]]:
    """The dates in a value of a schema, but for those below the properties in `leave`."""
    schema = schemas.resolve(schema)
    if isinstance(value, dict):
        below = schema.get("properties", {})
        for name, part in value.items():
            if name in below and name not in leave:
                yield from _list_dates(schemas, below[name], part, leave, (*parts, name))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _list_dates(schemas, schema.get("items", {}), part, leave, (*parts, i))
    elif schema.get("format") == "date":
        yield parts, str(value)
