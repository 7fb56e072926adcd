"""What is owed of the institutions and about them, as the public is told, for lists, tables and calendars.

How many days are left is no part of it: that follows from the due day and the day on which one asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.filing import find_place
from ...lifecycle.means import Means, find_means
from ...lifecycle.publication_period import list_public_duties
from ...model.dossier import Dossier
from ..public_view import list_telephones
from .documents import Documents


class OwedDuty(NamedTuple):
    """A duty of or about an institution: its area, the telephone of who must act (or ""), its means."""

    duty: Duty
    area: str
    phone: str
    means: Means = Means()

    @property
    def of_institution(self) -> bool:
        """Whether the institution owes it, and no authority."""
        return self.duty.by == INSTITUTION


def list_owed_duties(documents: Documents, dossier: Dossier) -> Iterator[OwedDuty]:
    """What is owed of an institution or about it on the day, the soonest first."""
    duties = list_public_duties(dossier, documents.day)
    if not duties:
        return
    own = next((number for number, _ in list_telephones(documents.public(dossier.institution.path))), "")
    area, authorities = find_place(dossier, documents.day)[0], dossier.tables.authorities
    for duty in duties:
        phone = own if duty.by == INSTITUTION else ""
        if duty.by in authorities:
            phone = authorities[duty.by].phone or ""
        yield OwedDuty(duty, area, phone, find_means(dossier, duty, documents.day))
