"""Institutions on lists that were carried over as published: what is asked of them, and from which year."""

from __future__ import annotations

import datetime as dt

from ..model.batches import get_publication_day, map_identified
from ..model.dossier import Dossier
from ..model.kinds import Application, Batch


def is_carried_over(dossier: Dossier) -> bool:
    """Whether a list that names the institution was carried over: of it only a name need be known."""
    return any(batch.carried_over for batch in dossier.batches)


def has_only_lists(dossier: Dossier) -> bool:
    """Whether all that is known of the institution is what carried-over lists say, as it never applied."""
    return is_carried_over(dossier) and not dossier.get_acts(Application)


def find_first_owed_year(dossier: Dossier) -> int:
    """The first year for which yearly reports and assessments are asked.

    It is that of the first list but for lists carried over; of these the dossier says from which year on the
    register is complete. Where it says nothing, none is asked.
    """
    years = [
        published.year
        for batch in dossier.batches
        if not batch.carried_over and (published := get_publication_day(batch))
    ]
    if dossier.institution.complete_from and is_carried_over(dossier):
        years.append(dossier.institution.complete_from)
    return min(years, default=dt.MAXYEAR)


def find_identity(dossier: Dossier, batch: Batch) -> str | None:
    """The id of the dossier that the institution was found to be which a list names; None where of none."""
    return map_identified(batch).get(dossier.id)


def find_other_dossier(dossier: Dossier) -> str | None:
    """The id of the dossier that tells of the institution instead of this one; None where none does."""
    return next((other for batch in dossier.batches if (other := find_identity(dossier, batch))), None)


def precedes_regulation(dossier: Dossier, batch: Batch) -> bool:
    """Whether a carried-over list was published before the first regulation was in force."""
    published = get_publication_day(batch)
    return bool(batch.carried_over and published and published < dossier.tables.begun)
