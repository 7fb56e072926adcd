"""What an institution's filing said on a day: its applications with the changes since, as one state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from ..json_data import Fields
from ..model.batches import get_publication_day
from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Act, Application, Change, ChangeField, Institution, Transfer
from .calendar import subtract_day
from .filing import MOVED_BY_ACT
from .force import select_in_force
from .older_lists import is_carried_over
from .status import is_listed

# The properties of an institution that no act changes, that a transfer sets, and that all acts together give:
# all that may be seen of it.
FIXED = ("id",)
FOLDED = (*FIXED, *MOVED_BY_ACT, *(field.value for field in ChangeField))
# What a record has that is none of its properties.
BESIDE = ("path", "at")
# What is simply not there where it is None. A system that there is none of is shown as such.
OPTIONAL = frozenset(
    field.encode_name
    for field in msgspec.structs.fields(Institution)
    if not field.required and field.encode_name != "system"
)


def state_properties(institution: Institution) -> Fields:
    """The folded properties of an institution record, as plain data; what is absent is None."""
    plain = make_plain(institution)
    return {name: plain.get(name) for name in FOLDED}


def make_plain(value: object) -> Any:
    """A value from an act or a record in the one form in which two are compared: as its JSON reads."""
    return msgspec.json.decode(msgspec.json.encode(value))


def drop_fractions(value: Any) -> Any:
    """A value as a file has it: 95 where the type makes it 95.0."""
    if isinstance(value, dict):
        return {name: drop_fractions(each) for name, each in value.items()}
    if isinstance(value, list):
        return [*map(drop_fractions, value)]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def state_all(institution: Institution) -> Fields:
    """All properties of an institution, as plain data; what is absent is left out."""
    data: Fields = make_plain(institution)
    return {name: value for name, value in data.items() if name not in BESIDE}


def replace_properties(data: Fields, other: Fields) -> Fields:
    """The properties of an institution with those of `other`; None stays only where there must be a value."""
    changed = {**data, **other}
    return {name: value for name, value in changed.items() if value is not None or name not in OPTIONAL}


def replace_institution(institution: Institution, data: Fields) -> Institution:
    """An institution with other properties, at the same place. Raises msgspec.ValidationError."""
    # By way of plain data: properties are named in acts as they are in JSON, not as attributes are.
    return msgspec.structs.replace(
        msgspec.convert(data, Institution), path=institution.path, at=institution.at
    )


def state_value(name: str, value: object) -> Any:
    """A property's value as a change act writes it, in the form in which `state_properties` has it."""
    return None if value == [] and name in OPTIONAL else make_plain(value)


@dossier_cache
def find_first_filing(dossier: Dossier) -> Fields | None:
    """What is known of an institution before its acts; None but for one on a list that was carried over.

    It never had to apply: it is as its first act on a property found it, be it an application, else as it is
    now. So what was unknown and is filled in was always so, and is no change (Article 27).
    """
    if not is_carried_over(dossier):
        return None
    data: Fields = {}
    latest = dossier.institution
    for act in select_in_force(dossier.acts, dt.date.max):
        if isinstance(act, Change):
            before = {str(each.field): state_value(each.field, each.before) for each in act.changes}
            # The first change of a property tells what it was before all changes: so what is found already
            # stays.
            data = {**before, **data}
        elif isinstance(act, Transfer):
            data = {"area": act.from_area, "system": act.from_system, **data}
        elif isinstance(act, Application):
            # From the application on its own statement is what counts, and what was before it is not asked
            # again.
            latest = act.filing
            break
    return {**state_properties(latest), **data}


def fold_filing(dossier: Dossier, day: dt.date | None = None) -> Fields | None:
    """The folded properties at the end of `day` (None: after all acts); None before the first application."""
    last = day or dt.date.max
    return _fold(dossier, select_in_force(dossier.acts, last), last)


def fold_before(dossier: Dossier, act: Act) -> Fields | None:
    """The folded properties when an act came: by the acts before it that were in force then."""
    # By place, not by date: of two acts of one day the second finds what the first has left.
    before = dossier.acts[: dossier.acts.index(act)]
    return _fold(dossier, select_in_force(before, act.date), subtract_day(act.date))


def _fold(dossier: Dossier, acts: Iterable[Act], last: dt.date) -> Fields | None:
    """The properties after some acts and the lists up to a day.

    What a listed institution applies for anew, a further field of training for example, counts from the list
    that names it for that batch; until then, and where there comes none, all stays as it was.
    """
    # What is asked for takes effect with the list that grants it, not with the application.
    lists = [(day, each.id) for each in dossier.batches if (day := get_publication_day(each))]
    waiting: dict[str, Fields] = {}
    first = find_first_filing(dossier)
    current = dict(first) if first else None

    def count_lists(day: dt.date) -> None:
        for published, batch in lists if waiting else ():
            if current is not None and published <= day:
                current.update(waiting.pop(batch, {}))

    for act in acts:
        # Lists up to the day before: on the day itself an act comes first (see status._list_events).
        count_lists(subtract_day(act.date))
        if isinstance(act, Application) and current and is_listed(dossier, subtract_day(act.date)):
            asked = state_properties(act.filing)
            # Only what differs: what has changed meanwhile by other acts must not be set back by an older
            # application.
            waiting[act.batch] = {name: asked[name] for name in FOLDED if asked[name] != current[name]}
        else:
            current = fold_act(current, act)
    count_lists(last)
    return current


def fold_act(current: Fields | None, act: object) -> Fields | None:
    """The properties after one more act."""
    if isinstance(act, Application):
        return state_properties(act.filing)
    if current is None:
        return None
    if isinstance(act, Change):
        return {**current, **{each.field: state_value(each.field, each.after) for each in act.changes}}
    if isinstance(act, Transfer):
        # Why there is no competent system is asked for only where there is none.
        reason = None if act.to_system else act.no_system_reason or current["no_system_reason"]
        moved = {"area": act.to_area, "system": act.to_system, "no_system_reason": reason}
        return {**current, **moved}
    return current
