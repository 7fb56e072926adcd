"""What an institution was called on a day, where it stood, and which of its changes are to be reported.

A change act can carry every property of an institution. Which of them Article 27 asks to be reported is
another matter: those that it names itself (`x-article` in the schema) and those that the regulation's
parameter `change_fields` adds by reading its 等.
"""

from __future__ import annotations

import datetime as dt

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import (
    NAMED_FIELDS,
    Act,
    Application,
    Change,
    ChangeField,
    Decision,
    DecisionEffect,
    DecisionMatter,
    Transfer,
)
from .force import list_standing, select_in_force
from .older_lists import is_carried_over

# The properties of an institution that a transfer sets.
MOVED_BY_ACT = ("area", "system")


def list_reported_fields(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The properties whose change is to be reported by Article 27, as the city reads it on a day.

    It is empty where the city's file does not say yet, or its regulation asks for none.
    """
    asked = dossier.tables.find_regulation(day).parameters.change_fields
    return NAMED_FIELDS.union(asked) if asked else frozenset()


def must_be_reported(dossier: Dossier, change: Change) -> bool:
    """Whether a change act holds what is to be reported by Article 27; others only keep the record true."""
    reported = list_reported_fields(dossier, change.date)
    return any(each.field in reported for each in change.changes)


def find_act_article(dossier: Dossier, act: Act, article: str) -> str:
    """The article that an act of a kind rests on.

    None is named for a change that is not to be reported, nor for a decision on an earlier act or on another
    matter than the article lists.
    """
    match act:
        case Change():
            return article if must_be_reported(dossier, act) else ""
        case Decision():
            listed = act.effect == DecisionEffect.MADE and act.matter != DecisionMatter.OTHER
            return article if listed else ""
        case _:
            return article


def is_reported_by_reading(dossier: Dossier, act: Act) -> bool:
    """Whether a change is to be reported only as the city reads the 等 of Article 27."""
    named = isinstance(act, Change) and any(each.field in NAMED_FIELDS for each in act.changes)
    return isinstance(act, Change) and must_be_reported(dossier, act) and not named


def find_name(dossier: Dossier, day: dt.date) -> str:
    """The institution's name on a day; before the first application, that of now."""
    first = _find_first(dossier)
    name = first[0] if first else ""
    for act in select_in_force(dossier.acts, day):
        if isinstance(act, Application):
            name = act.filing.name
        elif isinstance(act, Change) and name:
            for change in act.changes:
                # A change without an application before it has no name to replace: that of now is shown (see
                # below).
                name = str(change.after) if change.field == ChangeField.NAME else name
    return name or dossier.institution.name


def list_former_names(dossier: Dossier, day: dt.date) -> list[tuple[str, dt.date]]:
    """The names that changes in force on `day` replaced, the latest first, with the day of the change."""
    return _list_former(dossier, ChangeField.NAME, day)


def list_former_codes(dossier: Dossier, day: dt.date) -> list[tuple[str, dt.date]]:
    """The credit codes that conversions in force on `day` replaced, the latest first, with the day."""
    return _list_former(dossier, ChangeField.CREDIT_CODE, day)


def _list_former(dossier: Dossier, field: ChangeField, day: dt.date) -> list[tuple[str, dt.date]]:
    return [
        (str(change.before), act.date)
        for act in reversed(list_standing(dossier, Change, day))
        for change in act.changes
        if change.field == field and change.before is not None
    ]


@dossier_cache
def find_place(dossier: Dossier, day: dt.date) -> tuple[str, str | None]:
    """The supervising area and the system on a day; before the first application, those of now."""
    first = _find_first(dossier)
    place = first[1] if first else None
    for act in select_in_force(dossier.acts, day):
        if isinstance(act, Application):
            place = act.filing.area, act.filing.system
        elif isinstance(act, Transfer) and place:
            place = act.to_area, act.to_system
    return place or (dossier.institution.area, dossier.institution.system)


def _find_first(dossier: Dossier) -> tuple[str, tuple[str, str | None]] | None:
    """Name and place before all acts of an institution on a list that was carried over; None for others."""
    if not is_carried_over(dossier):
        return None
    now = dossier.institution
    name, place = "", None
    for act in select_in_force(dossier.acts, dt.date.max):
        if isinstance(act, Application):
            now = act.filing
            break
        if isinstance(act, Transfer):
            # Only the first transfer tells where it was before all of them.
            place = place or (act.from_area, act.from_system)
        elif isinstance(act, Change):
            renamed = [each for each in act.changes if each.field == ChangeField.NAME and each.before]
            name = name or (str(renamed[0].before) if renamed else "")
    return name or now.name, place or (now.area, now.system)
