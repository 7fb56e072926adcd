"""What the public's forms are given of a listed institution: its public values, plans that have passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...entry.web_forms.dossier_data import DossierData, NextRecord, list_courses, list_next, list_next_kinds
from ...json_data import get_text
from ...lifecycle.as_of import view_as_of
from ...lifecycle.filing import find_place
from ...lifecycle.plans import find_passing_day
from ...lifecycle.publication_period import list_expired, may_be_offered
from ...model.dossier import Dossier
from ...model.kinds import ACTS
from ...model.register import Register
from ...records.record_path import RecordPath
from ..public_view import PublicRecords, cut_public


def build_public_data(
    register: Register, records: PublicRecords, dossier: Dossier, day: dt.date
) -> DossierData:
    """What the public's forms are given of an institution that was listed.

    There are no texts, and nothing is added to a record that stands: that needs its whole text. Only
    those records count from which the next ones follow: the plans of this year and those beside it.
    """
    present, current = records.read(dossier.institution.path), view_as_of(dossier, day)
    handed = current.plans_and_amendments
    recent = [each for each in handed if each.year >= day.year - 1]
    # Nothing is taken over from others: as long as nobody has passed it, a plan may still be rewritten.
    plans = [each.path for each in recent if find_passing_day(dossier, each.steps, day)]
    return DossierData(
        id=dossier.id,
        name=get_text(present, "name"),
        area=find_place(dossier, day)[0],
        folder=dossier.folder,
        present=present,
        texts={},
        files=[RecordPath.parse(path).below for path in plans],
        courses=list_courses(records.read(path) for path in plans),
        next=[*_list_public_next(register, records, dossier, day)],
        additions=[],
    )


def _list_public_next(
    register: Register, records: PublicRecords, dossier: Dossier, day: dt.date
) -> Iterator[NextRecord]:
    """What is lawful now, with the public values that are known of it."""
    hidden = list_expired(dossier, day)
    kinds = [
        kind
        for kind in list_next_kinds(records.schemas)
        if (act := ACTS.get(kind.name)) is None or may_be_offered(dossier, act, day)
    ]
    for next_record in list_next(register, records.schemas, dossier, day, kinds):
        if not next_record.lawful:
            continue
        values = cut_public(records.schemas, next_record.kind, next_record.values)
        yield next_record._replace(
            values={
                name: value
                for name, value in values.items()
                if not (isinstance(value, str) and value in hidden)
            }
        )
