"""What the register holds of persons, how long it is shown, and whom to ask."""

from __future__ import annotations

from typing import NamedTuple

from ..register_view import RegisterView
from .publication import format_authority


class PrivacyData(NamedTuple):
    """The page on persons and openness: who answers for the register, and its telephone ("": not recorded).

    `years` are those for which a name stays; None: for ever.
    """

    bureau: str
    phone: str
    years: int | None


def show_privacy(view: RegisterView) -> PrivacyData:
    """Who answers for the register, and how long it names representatives."""
    tables = view.register.tables
    id_ = tables.city_bureau(view.day)
    bureau = tables.authorities.get(id_)
    return PrivacyData(
        bureau=tables.get_name(id_),
        phone=format_authority(view, bureau).phone if bureau else "",
        years=tables.find_regulation(view.day).parameters.representative_years,
    )
