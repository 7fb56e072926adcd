"""Who may undo, vary, confirm, extend or correct what another has done.

Only an office that could have made the act for that institution and does not stand below who made it, or who
stands above: a reconsideration organ, a court, and the city bureau for what HRSS offices did. An association
undoes only what is its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ..model.dossier import Dossier, get_authority
from ..model.kinds import (
    Act,
    Amendment,
    AuthorityKind,
    Correction,
    Decision,
    Plan,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Summary,
)
from ..model.tables import Tables
from .acts import TABLE
from .offices import ABOVE, HRSS_KINDS, ORGANS, SUPERVISORS, list_in_roles

# Doubtful: by an office that neither made the act nor stands above the one that did; a warning says so.
Lawfulness = Literal["lawful", "doubtful", "unlawful"]
# What a decision does. Only the organ itself corrects that where the city bureau cannot undo its decisions.
EFFECT = frozenset({"/effect", "/target", "/result", "/determined_on"})


def is_successor_of(tables: Tables, authority: str, other: str) -> bool:
    """Whether two authorities are the same, or the first has succeeded the other in its office."""
    return authority == other or authority in tables.list_successors(other)


def may_undo(dossier: Dossier, act: Act, authority: str, day: dt.date) -> Lawfulness:
    """Whether an authority may withdraw, vary or confirm an act of the dossier on `day`."""
    tables, maker = dossier.tables, get_authority(act)
    kind, made_by = tables.get_kind(authority), tables.get_kind(maker)
    # An office in another's place acts as that one itself.
    if is_successor_of(tables, authority, maker):
        return "lawful"
    # What a court has decided, no other organ undoes.
    if kind in ABOVE:
        return "unlawful" if made_by == AuthorityKind.COURT != kind else "lawful"
    if made_by in ORGANS or kind == AuthorityKind.ASSOCIATION:
        return "unlawful"
    if authority == tables.find_city_bureau(day):
        return "lawful" if made_by in HRSS_KINDS else "doubtful"
    if isinstance(act, Decision) or _stands_below(tables, authority, maker, day):
        return "unlawful"
    return "doubtful" if authority in _list_possible_makers(dossier, act, day) else "unlawful"


def may_conclude(dossier: Dossier, order: RectificationOrder, authority: str, day: dt.date) -> Lawfulness:
    """Whether an authority may extend the limit of an order, or determine what became of it."""
    tables = dossier.tables
    if is_successor_of(tables, authority, order.authority):
        return "lawful"
    if authority != tables.find_city_bureau(day):
        return "unlawful"
    return "lawful" if tables.get_kind(order.authority) in HRSS_KINDS else "doubtful"


def may_correct(dossier: Dossier, correction: Correction) -> frozenset[str]:
    """Who may put a slip in a record right: who made the record, and the city bureau.

    A plan or summary is the institution's own; there it is whoever receives it. Who did something is
    corrected by the city bureau alone: nobody makes another's record its own.
    """
    tables, city = dossier.tables, frozenset({dossier.tables.find_city_bureau(correction.date)})
    names_who = correction.pointer.rpartition("/")[2] == "authority"
    makers = {str(correction.old)} if names_who else _list_makers(dossier, correction)
    # Whoever has taken over an office has taken over its records as well.
    own = frozenset(
        filter(None, {*makers, *(after for each in makers for after in tables.list_successors(each))})
    )
    # What a court or another organ has decided the city bureau corrects only where nothing of it turns.
    if any(tables.get_kind(each) in ORGANS for each in makers):
        taken = names_who and tables.get_kind(str(correction.new)) not in ORGANS
        return own if taken or correction.pointer in EFFECT else own | city
    return city if names_who else own | city


def _list_makers(dossier: Dossier, correction: Correction) -> set[str]:
    """Who made the record that a correction is about: of plans and summaries, who receives them."""
    makers: set[str] = set()
    for record in (*dossier.acts, *dossier.assessments, *dossier.waivers, *dossier.handed_in_records):
        if record.path != f"{dossier.folder}/{correction.file}":
            continue
        if isinstance(record, Plan | Amendment | Summary):
            for day in (correction.date, *(step.date for step in record.steps)):
                makers |= list_in_roles(dossier, SUPERVISORS, day)
        else:
            makers.add(get_authority(record))
    return makers


def _stands_below(tables: Tables, authority: str, maker: str, day: dt.date) -> bool:
    """Whether an authority stands below another: all below the city bureau, a county's below the city's."""
    if tables.get_kind(maker) == AuthorityKind.CITY_HRSS:
        return True
    return _serves_city(tables, maker, day) and not _serves_city(tables, authority, day)


def _serves_city(tables: Tables, authority: str, day: dt.date) -> bool:
    """Whether an authority is a department of the whole city: one without areas, or with the city's own."""
    record = tables.authorities.get(authority)
    if record is None or record.kind != AuthorityKind.COMPETENT_DEPARTMENT:
        return False
    return not record.areas or tables.find_regulation(day).city_area in record.areas


def _list_possible_makers(dossier: Dossier, act: Act, day: dt.date) -> frozenset[str]:
    """Who could have made an act for the institution, when it was made or on `day`."""
    if isinstance(act, RectificationExtension | RectificationOutcome):
        order = dossier.get_act(act.order, RectificationOrder)
        return frozenset({order.authority, *dossier.tables.list_successors(order.authority)} if order else ())
    roles = TABLE[type(act)].by
    return list_in_roles(dossier, roles, act.date) | list_in_roles(dossier, roles, day)
