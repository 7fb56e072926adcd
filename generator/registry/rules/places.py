"""Where in a record things stand that several rules look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import Batch, Run, Summary


class Placed(NamedTuple):
    """A run, its place in the summary, and the day up to which that part of the summary tells."""

    place: str
    run: Run
    known: dt.date


def runs_of(summary: Summary) -> Iterator[Placed]:
    """Every run of a summary, those of its supplements too."""
    for i, run in enumerate(summary.runs):
        yield Placed(f"/runs/{i}", run, summary.as_of)
    for i, supplement in enumerate(summary.supplements):
        for j, run in enumerate(supplement.runs):
            yield Placed(f"/supplements/{i}/runs/{j}", run, supplement.date)


def places_on_lists(dossier: Dossier) -> Iterator[tuple[Batch, str]]:
    """The batches that list an institution, each with its place there."""
    for batch in dossier.batches:
        for i, id_ in enumerate(batch.listed):
            if id_ == dossier.id:
                yield batch, f"/announcement/listed/{i}"
