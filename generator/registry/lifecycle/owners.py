"""What there is to do by owner: of each authority and each institution that has something to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.register import Register
from .due import DueItem, Dues, list_due
from .duties import INSTITUTION
from .filing import find_name


class OwnerDues(NamedTuple):
    """An authority or, with its `dossier`, an institution: how it is reached, and what it has to do.

    `mail` and `phone` are those of the office that the register has, empty where it has none.
    """

    id: str
    name: str
    dossier: Dossier | None
    mail: str
    phone: str
    dues: Dues


def list_owner_dues(register: Register, areas: Iterable[str], day: dt.date) -> list[OwnerDues]:
    """What is due on `day` in some areas by owner: authorities first, each in the order of the register."""
    dues_by_owner: dict[tuple[bool, str], Dues] = {}
    for area in areas:
        dues = list_due(register, area, day)
        for name, part in dues._asdict().items():
            for item in part:
                of_institution = item.owner == INSTITUTION
                id_ = item.dossier.id if of_institution and item.dossier else item.owner
                own = dues_by_owner.setdefault((of_institution, id_), Dues([], [], [], [], []))
                getattr(own, name).append(item)
    return [_describe_owner(register, *key, dues_by_owner[key], day) for key in sorted(dues_by_owner)]


def has_news(dues: Dues, since: dt.date, day: dt.date) -> bool:
    """Whether notice of something in it is given on a day after `since`, up to `day`."""
    return any(since < on <= day for part in dues for each in part for on in each.notices)


def _describe_owner(
    register: Register, of_institution: bool, id_: str, dues: Dues, day: dt.date
) -> OwnerDues:
    dues = Dues(*(sorted(part, key=DueItem.order) for part in dues))
    if of_institution:
        dossier = register.dossiers[id_]
        own = dossier.institution
        return OwnerDues(id_, find_name(dossier, day), dossier, own.email or "", own.phone or "", dues)
    authority = register.tables.authorities.get(id_)
    mail, phone = (authority.email, authority.phone) if authority else (None, None)
    return OwnerDues(id_, register.tables.get_name(id_), None, mail or "", phone or "", dues)
