"""Until when the legal representatives of an institution are named in public.

They are named while they matter: as long as they hold office in an institution that is listed or whose
application is under way, and for a term after that (`representative_years`, none: for ever). This is the
register's reading of the Personal Information Protection Law, Articles 19 and 47: no longer than needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Act, Application, Change, ChangeField, Correction
from .as_of import collect_later_changes
from .calendar import add_day, add_years
from .state import StateCode
from .status import PENDING, collect_turning_days, derive_filing_state

REPRESENTATIVE = ChangeField.LEGAL_REPRESENTATIVE.value
# The filing values under which it matters who represents an institution.
MATTERING: frozenset[StateCode] = PENDING | {"listed"}


class NamedTime(NamedTuple):
    """A time in which the name of a legal representative mattered.

    `until` is the day on which it was over, the last day that there is while it is not.
    """

    name: str
    since: dt.date
    until: dt.date


def list_unnamed(dossier: Dossier, day: dt.date) -> frozenset[str]:
    """The names in the records up to a day of legal representatives who are named no more on it."""
    years = dossier.tables.find_regulation(day).parameters.representative_years
    if years is None:
        return frozenset()
    until: dict[str, dt.date] = {}
    for named in list_named_times(dossier, day):
        until[named.name] = max(named.until, until.get(named.name, dt.date.min))
    return frozenset(name for name, last in until.items() if add_years(last, years) < day)


def list_leaving_days(dossier: Dossier) -> set[dt.date]:
    """The first days on which someone may be named no more, under any of the regulations."""
    several = {each.parameters.representative_years for each in dossier.tables.regulations}
    times = list_named_times(dossier, dt.date.max)
    return {add_day(add_years(each.until, years)) for each in times for years in several if years}


@dossier_cache
def list_named_times(dossier: Dossier, day: dt.date) -> tuple[NamedTime, ...]:
    """When each name mattered, as the records up to a day have it.

    A name that a record tells of nobody in office mattered on the day of the record: that of a withdrawn
    change, say, or one that was misspelt.
    """
    terms = _list_terms(dossier, day)
    named = [
        NamedTime(name, act.date, act.date)
        for act in dossier.acts
        if act.date <= day
        for name in _list_names(dossier, act)
        if not any(each.name == name and each.since <= act.date <= each.until for each in terms)
    ]
    return (*terms, *named)


def _list_terms(dossier: Dossier, day: dt.date) -> list[NamedTime]:
    """The times in office while the filing mattered."""
    days = sorted(each for each in collect_turning_days(dossier) if each <= day)
    terms: list[NamedTime] = []
    now = dossier.institution.legal_representative
    # As most have it: no act need be folded to know who it was.
    is_always = not any(_names_another(act, now) for act in dossier.acts)
    for since, until in zip(days, [*days[1:], dt.date.max], strict=False):
        name = now if is_always else collect_later_changes(dossier, since).get(REPRESENTATIVE, now)
        if name is None or derive_filing_state(dossier, since).code not in MATTERING:
            continue
        if terms and terms[-1].name == name and terms[-1].until == since:
            since = terms.pop().since
        terms.append(NamedTime(name, since, until))
    return terms


def _names_another(act: Act, now: str | None) -> bool:
    """Whether an act tells of another legal representative than the present one."""
    if isinstance(act, Application):
        return act.filing.legal_representative != now
    return isinstance(act, Change) and any(each.field == REPRESENTATIVE for each in act.changes)


def _list_names(dossier: Dossier, act: Act) -> Iterator[str]:
    """The legal representatives whom an act names as such."""
    match act:
        case Application():
            yield from find_names({REPRESENTATIVE: act.filing.legal_representative})
        case Change():
            for edit in act.changes:
                yield from find_names({"field": edit.field, "before": edit.before, "after": edit.after})
        case Correction() if _does_mend_name(dossier, act):
            yield from (each for each in (act.old, act.new) if isinstance(each, str))
        case Correction():
            yield from find_names([act.old, act.new])


def _does_mend_name(dossier: Dossier, act: Correction) -> bool:
    """Whether a correction mends the very name of a legal representative."""
    head, _, last = act.pointer.rpartition("/")
    if last == REPRESENTATIVE:
        return True
    number = head.removeprefix("/changes/")
    if last not in ("before", "after") or not number.isdecimal():
        return False
    mended = dossier.get_act(act.file.removeprefix("acts/").removesuffix(".yml"), Change)
    # The pointer may be wrong, which another rule says: a slice of nothing is empty, an index raises.
    changes = mended.changes[int(number) :] if mended else ()
    return bool(changes) and changes[0].field == REPRESENTATIVE


def find_names(value: object) -> Iterator[str]:
    """The legal representatives whom a part of a record names as such."""
    if isinstance(value, list):
        for part in value:
            yield from find_names(part)
    if isinstance(value, dict):
        named = ("before", "after") if value.get("field") == REPRESENTATIVE else (REPRESENTATIVE,)
        yield from (value[each] for each in named if isinstance(value.get(each), str))
        for part in value.values():
            yield from find_names(part)
