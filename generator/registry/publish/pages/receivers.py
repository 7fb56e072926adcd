"""Who receives what institutions hand in: the offices of each area and of each system."""

from __future__ import annotations

from typing import NamedTuple

from ...model.kinds import AreaKind, Authority, AuthorityKind
from ...model.tables import is_valid_on
from ..register_view import RegisterView
from .publication import format_authority, sort_authorities


class OfficeRow(NamedTuple):
    """An authority: of which area or system it is, its name, its offices, its telephone; empty: not recorded.

    `areas` are those that it is for where it is not of one, empty where it is the city's.
    """

    of: str
    name: str
    offices: str
    phone: str
    areas: str = ""


class Receivers(NamedTuple):
    """The HRSS side of each area, the departments and the associations of each system."""

    areas: list[OfficeRow]
    departments: list[OfficeRow]
    associations: list[OfficeRow]


def list_receivers(view: RegisterView) -> Receivers:
    """The offices that act on the day, by area and by system."""
    tables, day = view.register.tables, view.day
    areas = []
    for area in sorted(tables.areas.values(), key=lambda item: item.kind != AreaKind.CITY):
        # An office may have handed on its task since the table was written: the holder of the day receives.
        office = tables.authorities.get(tables.find_holder(area.hrss, day))
        if office and is_valid_on(area, day):
            areas.append(build_office_row(view, office, area.name))
    return Receivers(
        areas,
        _list_of_kind(view, AuthorityKind.COMPETENT_DEPARTMENT),
        _list_of_kind(view, AuthorityKind.ASSOCIATION),
    )


def find_bureau(view: RegisterView) -> OfficeRow:
    """The city bureau of the day."""
    tables = view.register.tables
    id_ = tables.find_city_bureau(view.day)
    bureau = tables.authorities.get(id_)
    return build_office_row(view, bureau) if bureau else OfficeRow("", tables.get_name(id_), "", "")


def build_office_row(view: RegisterView, authority: Authority, of: str = "") -> OfficeRow:
    """An authority's public values, as the office of an area or, where none is given, of its system."""
    row = format_authority(view, authority)
    offices, areas = "、".join(authority.offices), "" if of else row.areas
    return OfficeRow(of or row.system, row.name, offices, row.phone, areas)


def _list_of_kind(view: RegisterView, kind: AuthorityKind) -> list[OfficeRow]:
    """The authorities of a kind that are in office, by system."""
    offices = (each for each in sort_authorities(view.register.tables) if each.kind == kind)
    return [build_office_row(view, each) for each in offices if is_valid_on(each, view.day)]
