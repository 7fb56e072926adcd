"""The runs that a summary tells of, in itself and in its supplements."""

from __future__ import annotations

import datetime as dt

from .kinds import Run, Summary


def list_reports(summary: Summary) -> list[tuple[dt.date, tuple[Run, ...]]]:
    """The runs in the parts in which they were reported, each with the day up to which it reports."""
    later = [(supplement.date, supplement.runs) for supplement in summary.supplements]
    return [(summary.as_of, summary.runs), *later]


def list_runs(summary: Summary) -> list[Run]:
    """The runs with those of every supplement."""
    return [run for _, runs in list_reports(summary) for run in runs]
