"""Which offices stand in which role to an institution, and whether what one of them did counts.

Who may make an act is shown by the legal table (acts.py) in these roles; who may undo it by undoing.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from ..model.dossier import Dossier, dossier_cache, get_authority
from ..model.kinds import Act, Assessment, AuthorityKind, Change, Inspection, Recommendation
from .filing import find_place

Role = Literal["city", "hrss", "department", "association", "organ"]
SUPERVISORS: tuple[Role, ...] = ("hrss", "department")
RECOMMENDERS: tuple[Role, ...] = (*SUPERVISORS, "association")
HRSS_KINDS = frozenset({AuthorityKind.CITY_HRSS, AuthorityKind.COUNTY_HRSS, AuthorityKind.PERSONNEL})
# Those that stand above whoever made a decision, and all that have no part but to decide.
ABOVE = frozenset({AuthorityKind.RECONSIDERATION_ORGAN, AuthorityKind.COURT})
ORGANS = ABOVE | {AuthorityKind.OTHER_ORGAN}
# What counts only where one in these roles did it; all else out of role is an error.
COUNTED_BY: Mapping[type[Act] | type[Assessment], tuple[Role, ...]] = {
    Recommendation: RECOMMENDERS,
    Inspection: SUPERVISORS,
    Assessment: SUPERVISORS,
}


def list_in_roles(dossier: Dossier, roles: Iterable[Role], day: dt.date) -> frozenset[str]:
    """The authorities in these roles for an institution on `day`. The HRSS side has the city bureau in it."""
    return frozenset().union(*(_list_in_role(dossier, role, day) for role in roles))


@dossier_cache
def _list_in_role(dossier: Dossier, role: Role, day: dt.date) -> frozenset[str]:
    """The authorities in a role for an institution on `day`."""
    (area, system), tables = find_place(dossier, day), dossier.tables
    match role:
        case "city":
            return frozenset({tables.find_city_bureau(day)})
        case "hrss":
            return tables.list_hrss_side(area, day)
        case "department":
            return tables.list_departments(area, system, day)
        case "association":
            return tables.list_associations(system)
        case "organ":
            return frozenset(each.id for each in tables.authorities.values() if each.kind in ORGANS)


def does_count(dossier: Dossier, record: Act | Assessment) -> bool:
    """Whether a recommendation, inspection or assessment counts: it is by an authority in its role.

    Of an authority that is not in the table nothing is known, and something else is said.
    """
    roles, authority = COUNTED_BY.get(type(record)), get_authority(record)
    if roles is None or authority not in dossier.tables.authorities:
        return True
    return authority in list_in_roles(dossier, roles, record.date)


def is_reported(dossier: Dossier, change: Change) -> bool:
    """Whether a change has reached the office that receives it (Article 27)."""
    tables, day = dossier.tables, change.date
    office = tables.find_regulation(day).parameters.change_receiver_office
    return change.authority == tables.find_city_bureau(day) and office in (None, change.office)
