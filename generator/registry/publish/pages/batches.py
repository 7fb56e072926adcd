"""The batches and their published lists."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ...display import ChangedValue, Facts, format_day
from ...json_data import get_object
from ...lifecycle.status import find_term_end
from ...model.kinds import Announcement, Batch
from ..card import ListRow
from ..register_view import RegisterView, Stub
from ..rows import BatchRow, build_batch_row


class BatchesData(NamedTuple):
    """The page of all batches, the latest first."""

    batches: list[BatchRow]


class BatchData(NamedTuple):
    """The page of a batch; of its list the rows have the names on the day of publication.

    `term` is the last day of the term that the list has, if it has one.
    """

    batch: Batch
    announced: Announcement | None
    term: dt.date | None
    facts: Facts
    authority: str
    rows: list[tuple[ListRow, str, str]]
    stubs: list[Stub]
    held: bool
    corrections: list[ChangedValue]
    path: str
    recorded: str


def show_batches(view: RegisterView) -> BatchesData:
    """All batches, the latest first."""
    batches = reversed(list(view.register.batches.values()))
    return BatchesData([build_batch_row(view, each) for each in batches])


def show_batch(view: RegisterView, batch: Batch) -> BatchData:
    """One batch with its published list, names as on the day of publication."""
    schema = view.schemas.kinds["batch"].schema
    data = view.record(batch.path)
    list_facts = view.presenter.list_facts
    facts = list_facts(schema, data, frozenset({"id", "title", "announcement", "corrections"}))
    _, announced = build_batch_row(view, batch)
    listed = announced.listed if announced else ()
    if announced:
        below = dict(view.schemas.get_properties(schema))["announcement"]
        facts += list_facts(below, get_object(data, "announcement"), frozenset({"listed"}))
    cards = [view.by_id[id_] for id_ in listed if id_ in view.by_id]
    return BatchData(
        batch=batch,
        announced=announced,
        term=find_term_end(view.register.tables, announced) if announced else None,
        facts=facts,
        authority=view.register.tables.get_name(announced.authority) if announced else "",
        rows=[(card.row, *card.then[batch.id]) for card in cards],
        stubs=[view.stubs[id_] for id_ in listed if id_ in view.stubs],
        held=batch.path in view.held,
        corrections=[
            view.presenter.describe_correction("batch", each.pointer, each.old, each.new)._replace(
                date=format_day(each.date), reason=each.reason
            )
            for each in batch.corrections
            if each.date <= view.day
        ],
        path=batch.path,
        recorded=view.recording.describe_recording(batch) if announced else "",
    )
