"""What the register holds of persons, how long it is shown, and whom to ask."""

from __future__ import annotations

from typing import NamedTuple

from ..register_view import RegisterView
from .receivers import find_bureau


class PrivacyData(NamedTuple):
    """The page on persons and openness: who answers for the register, and its telephone ("": not recorded).

    `years` are those for which a name stays; None: for ever.
    """

    bureau: str
    phone: str
    years: int | None


def show_privacy(view: RegisterView) -> PrivacyData:
    """Who answers for the register, and how long it names representatives."""
    bureau = find_bureau(view)
    parameters = view.register.tables.find_regulation(view.day).parameters
    return PrivacyData(bureau.name, bureau.phone, parameters.representative_years)
