"""The batches and their published lists."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ...display import ChangedValue, Fact, Facts, Text, format_day
from ...json_data import get_object
from ...lifecycle.status import find_term_end
from ...model.batches import get_listed, get_organs, map_identified
from ...model.kinds import Announcement, Batch, Identification
from ..card import ListRow
from ..register_view import RegisterView, Stub
from ..rows import BatchRow, build_batch_row
from ..unstated import UNSTATED

# What a list of the regulation's own states, and an older one may not.
STATED_OF_OWN = ("window", "panel_size")
# What of a batch the page shows elsewhere than in the table of facts.
SHOWN_APART = frozenset({"id", "title", "announcement", "identified", "corrections"})


class BatchesData(NamedTuple):
    """The page of all batches, the latest first."""

    batches: list[BatchRow]


class BatchData(NamedTuple):
    """The page of a batch; of its list the rows have the names on the day of publication.

    `term` is the last day of the term that the list has, if it has one. `groups` are the titles of groups by
    the id of the first in each, `identified` the other dossiers of those on an older list, by id;
    `identifications` tell how that was found out, with the names of both.
    """

    batch: Batch
    announced: Announcement | None
    term: dt.date | None
    facts: Facts
    authority: str
    groups: dict[str, str]
    identified: dict[str, Text]
    identifications: list[tuple[Identification, Text, Text]]
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
    data = view.public(batch.path)
    list_facts = view.presenter.list_facts
    facts = [*list_facts(schema, data, SHOWN_APART), *list_unknown(view, batch)]
    _, announced, _ = build_batch_row(view, batch)
    listed = get_listed(batch) if announced else ()
    if announced:
        below = view.schemas.resolve_path("batch", ["announcement"])[-1]
        facts += list_facts(below, get_object(data, "announcement"), frozenset({"listed", "groups"}))
    cards = [view.by_id[id_] for id_ in listed if id_ in view.by_id]
    return BatchData(
        batch=batch,
        announced=announced,
        term=find_term_end(view.register.tables, announced) if announced else None,
        facts=facts,
        authority="、".join(map(view.register.tables.get_name, get_organs(batch))) if announced else "",
        groups={each.listed[0]: each.title for each in announced.groups} if announced else {},
        identified={id_: name_institution(view, other) for id_, other in map_identified(batch).items()},
        identifications=[
            (item, name_institution(view, item.listed), name_institution(view, item.institution))
            for item in batch.identified
            if item.date <= view.day
        ],
        rows=[(card.row, *card.then[batch.id]) for card in cards],
        stubs=[view.stubs[id_] for id_ in listed if id_ in view.stubs],
        held=batch.path in view.held,
        corrections=[
            view.presenter.describe_correction(
                "batch", correction.pointer, correction.old, correction.new
            )._replace(date=format_day(correction.date), reason=correction.reason)
            for correction in batch.corrections
            if correction.date <= view.day
        ],
        path=batch.path,
        recorded=view.recording.describe_recording(batch) if announced else "",
    )


def list_unknown(view: RegisterView, batch: Batch) -> Facts:
    """What a list that was carried over does not state of its batch, as one fact."""
    kind = view.schemas.kinds["batch"]
    asked = STATED_OF_OWN if batch.carried_over else ()
    titles = [kind.properties[name]["title"] for name in asked if name not in view.public(batch.path)]
    return [Fact("unstated", UNSTATED, Text("、".join(titles)))] if titles else []


def name_institution(view: RegisterView, id_: str) -> Text:
    """What an institution is called, with its page."""
    return view.presenter.reference("institution", id_)
