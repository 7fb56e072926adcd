"""The batches and their published lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import format_day
from ...model.batches import is_published
from ...model.kinds import Batch
from ..rows import build_batch_row
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


# The page of a batch; of all batches only the list is beside it, which shows nothing of institutions.
SHOWS = Shows(
    "/batches/{id}/", facts=frozenset({"area", "status", "name", "credit_code"}), kinds=frozenset({"batch"})
)


def show_batches(view: RegisterView) -> dict[str, Any]:
    """All batches, the latest first."""
    return {
        "batches": [build_batch_row(view, each) for each in reversed(list(view.register.batches.values()))]
    }


def show_batch(view: RegisterView, batch: Batch) -> dict[str, Any]:
    """One batch with its published list, names as on the day of publication."""
    kind = view.schemas.kinds["batch"]
    data = view.record(batch.path)
    announced = data.get("announcement")
    facts = view.presenter.list_facts(
        kind.schema, data, frozenset({"id", "title", "announcement", "corrections"})
    )
    listed: tuple[str, ...] = ()
    if announced and batch.announcement and is_published(batch, view.day):
        listed = batch.announcement.listed
        schema = dict(view.schemas.get_properties(kind.schema))["announcement"]
        facts += view.presenter.list_facts(schema, announced, frozenset({"listed"}))
    return {
        **build_batch_row(view, batch),
        "facts": facts,
        "authority": view.register.tables.get_name(batch.announcement.authority)
        if listed and batch.announcement
        else "",
        "rows": [
            (card.row, *card.then[batch.id])
            for card in (view.by_id[id_] for id_ in listed if id_ in view.by_id)
        ],
        "stubs": [view.stubs[id_] for id_ in listed if id_ in view.stubs],
        "held": batch.path in view.held,
        "corrections": [
            {
                **view.presenter.describe_correction("batch", each.pointer, each.old, each.new),
                "date": format_day(each.date),
                "reason": each.reason,
            }
            for each in batch.corrections
            if each.date <= view.day
        ],
        "path": batch.path,
        "recorded": view.recording.describe_recording(batch) if listed else "",
    }
