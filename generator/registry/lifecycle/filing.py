"""What an institution's filing said on a day: the latest application with the changes since (Article 27)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Application, Change, ChangeField, Institution, Transfer
from .force import select_in_force
from .older_lists import is_carried_over

# The properties of an institution that no act changes, that a transfer sets, and that all acts together give.
FIXED = ("id", "credit_code", "legal_form")
MOVED_BY_ACT = ("area", "system")
FOLDED = (*FIXED, *MOVED_BY_ACT, *(field.value for field in ChangeField))


def state_properties(institution: Institution) -> dict[str, Any]:
    """The folded properties of an institution record, as plain data; what is absent is None."""
    return {name: make_plain(getattr(institution, name)) for name in FOLDED}


def make_plain(value: Any) -> Any:
    """A value from an act or a record in the one form in which two are compared: as its JSON reads."""
    return msgspec.json.decode(msgspec.json.encode(value))


@dossier_cache
def find_first_filing(dossier: Dossier) -> dict[str, Any] | None:
    """What is known of an institution before its acts; None but for one on a list that was carried over.

    It never had to apply: it is as its first act on a property found it, be it an application, else as it is
    now. So what was unknown and is filled in was always so, and is no change (Article 27).
    """
    if not is_carried_over(dossier):
        return None
    found: dict[str, Any] = {}
    latest = dossier.institution
    for act in select_in_force(dossier.acts, dt.date.max):
        if isinstance(act, Change):
            found = {**{each.field: make_plain(each.before) for each in act.changes}, **found}
        elif isinstance(act, Transfer):
            found = {"area": act.from_area, "system": act.from_system, **found}
        elif isinstance(act, Application):
            latest = act.filing
            break
    return {**state_properties(latest), **found}


def fold_filing(dossier: Dossier, day: dt.date | None = None) -> dict[str, Any] | None:
    """The folded properties at the end of `day` (None: after all acts); None before the first application."""
    current = find_first_filing(dossier)
    for act in select_in_force(dossier.acts, day or dt.date.max):
        current = fold_act(current, act)
    return current


def fold_act(current: dict[str, Any] | None, act: object) -> dict[str, Any] | None:
    """The properties after one more act."""
    if isinstance(act, Application):
        return state_properties(act.filing)
    if current is None:
        return None
    if isinstance(act, Change):
        return {**current, **{each.field: make_plain(each.after) for each in act.changes}}
    if isinstance(act, Transfer):
        return {**current, "area": act.to_area, "system": act.to_system}
    return current


def find_name(dossier: Dossier, day: dt.date) -> str:
    """The institution's name on a day; before the first application, that of now."""
    name = str((find_first_filing(dossier) or {}).get("name", ""))
    for act in select_in_force(dossier.acts, day):
        if isinstance(act, Application):
            name = act.filing.name
        elif isinstance(act, Change) and name:
            for change in act.changes:
                name = str(change.after) if change.field == ChangeField.NAME else name
    return name or dossier.institution.name


def list_former_names(dossier: Dossier, day: dt.date) -> list[tuple[str, dt.date]]:
    """The names that changes in force on `day` replaced, the latest first, with the day of the change."""
    return [
        (str(change.before), act.date)
        for act in reversed(select_in_force(dossier.acts, day))
        if isinstance(act, Change)
        for change in act.changes
        if change.field == ChangeField.NAME
    ]


@dossier_cache
def find_place(dossier: Dossier, day: dt.date) -> tuple[str, str | None]:
    """The supervising area and the system on a day; before the first application, those of now."""
    first = find_first_filing(dossier)
    place: tuple[str, str | None] | None = (first["area"], first["system"]) if first else None
    for act in select_in_force(dossier.acts, day):
        if isinstance(act, Application):
            place = act.filing.area, act.filing.system
        elif isinstance(act, Transfer) and place:
            place = act.to_area, act.to_system
    return place or (dossier.institution.area, dossier.institution.system)
