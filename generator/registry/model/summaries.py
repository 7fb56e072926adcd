"""The runs that a summary tells of, in itself and in its supplements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from .kinds import Run, Summary


class PlacedRun(NamedTuple):
    """A run, its place in the summary, and the day up to which that part of the summary tells."""

    place: str
    run: Run
    reported: dt.date

    @property
    def likely_end(self) -> dt.date:
        """The last day of the run; its first where the last cannot be right, of which run-dates tells."""
        return self.run.to if self.run.from_ <= self.run.to <= self.reported else self.run.from_


def list_placed_runs(summary: Summary) -> Iterator[PlacedRun]:
    """Every run of a summary, those of its supplements too."""
    for i, run in enumerate(summary.runs):
        yield PlacedRun(f"/runs/{i}", run, summary.as_of)
    for i, supplement in enumerate(summary.supplements):
        for j, run in enumerate(supplement.runs):
            yield PlacedRun(f"/supplements/{i}/runs/{j}", run, supplement.date)


def list_runs(summary: Summary) -> list[Run]:
    """The runs with those of every supplement."""
    return [each.run for each in list_placed_runs(summary)]
