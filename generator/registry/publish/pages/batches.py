"""The batches and their published lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import day_text
from ...model.batches import is_published
from ...model.kinds import Batch
from ..rows import batch_row
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


# The page of a batch; of all batches only the list is beside it, which shows nothing of institutions.
SHOWS = Shows(
    "/batches/{id}/", facts=frozenset({"area", "status", "name", "credit_code"}), kinds=frozenset({"batch"})
)


def batches(view: RegisterView) -> dict[str, Any]:
    """All batches, the latest first."""
    return {"batches": [batch_row(view, each) for each in reversed(list(view.register.batches.values()))]}


def batch(view: RegisterView, batch: Batch) -> dict[str, Any]:
    """One batch with its published list, names as on the day of publication."""
    kind = view.schemas.kinds["batch"]
    data = view.record(batch.path)
    announced = data.get("announcement")
    facts = view.presenter.facts(kind.schema, data, frozenset({"id", "title", "announcement", "corrections"}))
    listed: tuple[str, ...] = ()
    if announced and batch.announcement and is_published(batch, view.day):
        listed = batch.announcement.listed
        schema = dict(view.schemas.properties(kind.schema))["announcement"]
        facts += view.presenter.facts(schema, announced, frozenset({"listed"}))
    return {
        **batch_row(view, batch),
        "facts": facts,
        "authority": view.register.tables.name_of(batch.announcement.authority)
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
                **view.presenter.corrected("batch", each.pointer, each.old, each.new),
                "date": day_text(each.date),
                "reason": each.reason,
            }
            for each in batch.corrections
            if each.date <= view.day
        ],
        "path": batch.path,
        "recorded": view.recording.words(batch) if listed else "",
    }
