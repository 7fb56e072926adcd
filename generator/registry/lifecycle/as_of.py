"""A dossier as the register shows it on a day: without what had not happened by then, or is not open."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TypeVar

import msgspec

from ..json_data import Fields
from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import (
    Amendment,
    Assessment,
    Institution,
    Plan,
    Record,
    Summary,
)
from .fold import fold_filing, replace_institution, replace_properties, state_all
from .openness import list_hidden

S = TypeVar("S", Plan, Amendment, Summary)
# Rows that come to a record by and by, each with a date.
ROWS = ("steps", "supplements", "corrections")
DATES = ("published_on", "served_on")


def view_as_of(dossier: Dossier, day: dt.date) -> Dossier:
    """The dossier on a day: the institution, acts, plans with their steps and all else as of then.

    Acts that are not open and turn nothing are left out. Where nothing is, it is the same object.
    """
    return _cut_off(dossier, day) or dossier


@dossier_cache
def _cut_off(dossier: Dossier, day: dt.date) -> Dossier | None:
    """The dossier without what lies after a day; None where nothing does."""
    hidden = list_hidden(dossier)
    records: Fields = {
        "acts": tuple(each for each in dossier.acts if each.date <= day and each.stem not in hidden),
        "plans": _select_begun(dossier.plans, day),
        "amendments": _select_begun(dossier.amendments, day),
        "summaries": tuple(_view_summary(each, day) for each in _select_begun(dossier.summaries, day)),
        "assessments": tuple(_view_assessment(each, day) for each in dossier.assessments if each.date <= day),
        "waivers": tuple(each for each in dossier.waivers if each.document.date <= day),
        "repairs": tuple(each for each in dossier.repairs if each.date <= day),
    }
    # None, not the dossier: what a cache in the dossier holds must not hold the dossier (dossier_cache).
    if all(value == getattr(dossier, name) for name, value in records.items()):
        return None
    return replace(dossier, institution=view_institution(dossier, day), **records)


def view_institution(dossier: Dossier, day: dt.date) -> Institution:
    """The institution on a day: what it is now, without what later acts have changed or will change."""
    other = collect_later_changes(dossier, day)
    if not other:
        return dossier.institution
    return replace_institution(dossier.institution, replace_properties(state_all(dossier.institution), other))


@dossier_cache
def collect_later_changes(dossier: Dossier, day: dt.date) -> Fields:
    """The properties of the institution that acts after `day` change, as they were on it, as plain data.

    None stands for what was absent. Before the first application nothing is known but what is now.
    """
    # The usual case, today: nothing lies ahead, and nothing need be folded.
    if all(act.date <= day for act in dossier.acts):
        return {}
    then, now = fold_filing(dossier, day), fold_filing(dossier)
    if then is None or now is None:
        return {}
    # The difference of two folds, laid over the record as it is now: so what no act carries (remarks, for
    # example) stays as it is.
    return {name: then.get(name) for name in {**then, **now} if then.get(name) != now.get(name)}


def cut_to_day(data: Fields, day: dt.date) -> Fields:
    """A record's data without the rows and the day of publication that come after `day`."""
    cut = data
    for name in ROWS:
        rows = data.get(name)
        if isinstance(rows, list):
            # A row without a day, or with a text in its place, is none that could lie ahead: it stays.
            earlier = [
                row for row in rows if not _is_after(row.get("date") if isinstance(row, dict) else None, day)
            ]
            cut = cut if len(earlier) == len(rows) else {**cut, name: earlier}
    for name in DATES:
        if _is_after(data.get(name), day):
            cut = {each: value for each, value in cut.items() if each != name}
    return cut


def _is_after(written: object, day: dt.date) -> bool:
    return isinstance(written, str) and dt.date.fromisoformat(written) > day


def _select_begun(records: tuple[S, ...], day: dt.date) -> tuple[S, ...]:
    """The records of which a step had been taken by the day, with the steps that had."""
    begun = []
    for record in records:
        steps = tuple(step for step in record.steps if step.date <= day)
        if len(steps) == len(record.steps):
            begun.append(record)
        elif steps:
            begun.append(msgspec.structs.replace(record, steps=steps))
    return tuple(begun)


def _view_summary(summary: Summary, day: dt.date) -> Summary:
    supplements = tuple(each for each in summary.supplements if each.date <= day)
    if len(supplements) == len(summary.supplements):
        return summary
    return msgspec.structs.replace(summary, supplements=supplements)


def _view_assessment(assessment: Assessment, day: dt.date) -> Assessment:
    if assessment.published_on and assessment.published_on > day:
        return msgspec.structs.replace(assessment, published_on=None)
    return assessment


def list_records(dossier: Dossier) -> list[Record]:
    """Every record in a dossier's folder, by path."""
    records: tuple[Record, ...] = (
        dossier.institution,
        *dossier.acts,
        *dossier.handed_in_records,
        *dossier.assessments,
        *dossier.waivers,
    )
    return sorted(records, key=lambda record: record.path)
