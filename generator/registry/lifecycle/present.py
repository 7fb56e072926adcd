"""What an institution is now: what its acts say, whether institution.yml says the same or lags behind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

import msgspec

from ..json_data import Fields, JsonValue
from ..json_pointer import replace_value
from ..model.dossier import Dossier
from ..model.kinds import Act, Application, Change, ChangeField, Institution, Transfer
from ..records.record_path import RecordPath
from .act_order import order_lawfully
from .fold import (
    FOLDED,
    drop_fractions,
    find_first_filing,
    fold_filing,
    make_plain,
    replace_institution,
    replace_properties,
    state_all,
    state_properties,
    state_value,
)

NAMES = [each.encode_name for each in msgspec.structs.fields(Institution)]  # in the order of the schema
MOVED = {"area": "/to_area", "system": "/to_system", "no_system_reason": "/no_system_reason"}


class Origin(NamedTuple):
    """Where an act says what a property of the institution is."""

    act: Act
    pointer: str


def arrange_dossier(dossier: Dossier) -> Dossier:
    """The dossier with its acts in a lawful order, and the institution as they say that it is."""
    return fold_institution(order_lawfully(dossier))


def fold_institution(dossier: Dossier) -> Dossier:
    """The dossier with the institution as its acts say; the same dossier where institution.yml says so."""
    now, stated = fold_filing(dossier), dossier.stated
    if stated and now in (None, state_properties(stated)):
        return dossier
    # Nothing is in force where a decision has withdrawn the only application: then it is as it applied.
    applied = state_properties(dossier.institution)
    try:
        return _set_institution(dossier, now or applied)
    except msgspec.ValidationError:
        # A change to what an institution cannot be, which rule change-fits-field tells.
        return dossier if stated else _set_institution(dossier, applied)


def _set_institution(dossier: Dossier, now: Fields) -> Dossier:
    """The dossier with these properties of its institution. Raises msgspec.ValidationError."""
    data = replace_properties(state_all(dossier.stated) if dossier.stated else {}, now)
    if data["system"] is None and "no_system_reason" not in data:
        del data["system"]  # not known of an institution on an older list, and not that there is none
    institution = replace_institution(dossier.institution, data)
    fold = {name: drop_fractions(data[name]) for name in NAMES if name in data}
    return replace(dossier, institution=institution, fold=fold)


def list_earlier(dossier: Dossier) -> list[Fields]:
    """The properties of the institution after each of its acts, and after each list, in order."""
    states = [find_first_filing(dossier)]
    for i, act in enumerate(dossier.acts):
        before = replace(dossier, acts=dossier.acts[: i + 1])
        # On its day, and after all lists: what was applied for while listed counts from the list on.
        states += fold_filing(before, act.date), fold_filing(before)
    return [each for each in states if each]


def find_unexplained(dossier: Dossier) -> list[str]:
    """The properties for which institution.yml states what no act says now, or said before.

    What an act has said before only lags behind: the file is written anew, and nobody need be asked.
    """
    if dossier.stated is None or dossier.fold is None:
        return []
    stated, states = state_properties(dossier.stated), list_earlier(dossier)
    written = [*states, *_list_uncorrected(dossier)]
    return [name for name in FOLDED if all(stated[name] != each.get(name, ...) for each in written)]


def _list_uncorrected(dossier: Dossier) -> Iterator[Fields]:
    """What acts said before corrections, by property: the file may not follow these yet."""
    acts = {each.path: make_plain(each) for each in dossier.acts}
    for correction in reversed(dossier.corrections):
        act = acts.get(correction.target)
        if act is None or correction.problem:
            continue
        replace_value(act, correction.pointer, correction.old)
        yield {name: state_value(name, value) for name, value in act.get("filing", {}).items()}
        yield from ({row["field"]: state_value(row["field"], row["after"])} for row in act.get("changes", ()))
        yield {name: act[place[1:]] for name, place in MOVED.items() if place[1:] in act}


def list_lagging(dossier: Dossier) -> list[str]:
    """The properties for which institution.yml does not state what the acts do; all where it is absent."""
    if dossier.fold is None:
        return []
    if dossier.stated is None:
        return [*dossier.fold]
    now, stated = state_properties(dossier.institution), state_properties(dossier.stated)
    return [name for name in FOLDED if stated[name] != now[name]]


def list_to_write(dossier: Dossier, required: Collection[str]) -> list[str]:
    """The properties that are to be written into institution.yml anew; none where it has an unexplained edit.

    What a correction has set right in the file stays as it was filed: the correction names the old value. A
    `required` one that a change has emptied stays too.
    """
    place, now = RecordPath.parse_folder(dossier.folder), dossier.institution
    # In another area's folder, or under another id, it would stand in the wrong place.
    if (place.area, place.id) != (now.area, now.id) or find_unexplained(dossier):
        return []
    own = (each for each in dossier.corrections if each.target == dossier.institution.path)
    corrected = {each.pointer.split("/")[1] for each in own}
    written = state_properties(now)
    emptied = {name for name in {*required} & {*ChangeField} if written[name] is None}
    return [each for each in list_lagging(dossier) if each not in corrected | emptied]


def find_origin(dossier: Dossier, name: str) -> Origin | None:
    """Where it is said what a property is now: in the last act that set it. None where no act does."""
    now = state_properties(dossier.institution)[name]
    places = (each for act in dossier.acts for each in _list_places(act, name))
    # By what it says: an application by a listed institution counts only from its list on.
    return next((origin for origin, value in reversed([*places]) if value == now), None)


def _list_places(act: Act, name: str) -> Iterator[tuple[Origin, JsonValue]]:
    """Where an act sets a property, and to what."""
    match act:
        case Application():
            yield Origin(act, f"/filing/{name}"), state_properties(act.filing)[name]
        case Change():
            for i, edit in enumerate(act.changes):
                if edit.field == name:
                    yield Origin(act, f"/changes/{i}/after"), state_value(name, edit.after)
        case Transfer() if name in MOVED:
            yield Origin(act, MOVED[name]), make_plain(act).get(MOVED[name][1:])
