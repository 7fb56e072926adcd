"""Who may undo, vary, confirm, extend or correct what another has done.

Only an office that could have made the act for that institution, or who stands above: a reconsideration
organ, a court, and the city bureau for what HRSS offices did.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ..model.dossier import Dossier
from ..model.kinds import (
    Act,
    Amendment,
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
from .offices import ABOVE, HRSS_KINDS, ORGANS, SUPERVISORS, in_roles

# Doubtful is what an office may do that neither made the act nor stands above who did: it is told.
Answer = Literal["lawful", "doubtful", "unlawful"]


def stands_for(tables: Tables, authority: str, other: str) -> bool:
    """Whether an authority is another, or has followed it in its office."""
    return authority == other or authority in tables.successors(other)


def may_undo(dossier: Dossier, act: Act, authority: str, day: dt.date) -> Answer:
    """Whether an authority may withdraw, vary or confirm an act of the dossier on `day`."""
    tables, maker = dossier.tables, getattr(act, "authority", "")
    kind, made_by = tables.kind_of(authority), tables.kind_of(maker)
    if stands_for(tables, authority, maker):
        return "lawful"
    if kind in ABOVE:
        return "unlawful" if made_by == "人民法院" != kind else "lawful"
    if made_by in ORGANS:
        return "unlawful"
    if authority == tables.regulation_on(day).city_authority:
        return "lawful" if made_by in HRSS_KINDS else "doubtful"
    if isinstance(act, Decision):
        return "unlawful"
    return "doubtful" if authority in _makers(dossier, act, day) else "unlawful"


def may_conclude(dossier: Dossier, order: RectificationOrder, authority: str, day: dt.date) -> Answer:
    """Whether an authority may extend the limit of an order, or determine what became of it."""
    tables = dossier.tables
    if stands_for(tables, authority, order.authority):
        return "lawful"
    if authority != tables.regulation_on(day).city_authority:
        return "unlawful"
    return "lawful" if tables.kind_of(order.authority) in HRSS_KINDS else "doubtful"


def may_correct(dossier: Dossier, correction: Correction) -> frozenset[str]:
    """Who may put a slip in a record right: who made the record, and the city bureau.

    A plan or summary is the institution's own; there it is whoever receives it.
    """
    tables, day = dossier.tables, correction.date
    folder, _, name = correction.file.rpartition("/")
    stem = name.removesuffix(".yml")
    if folder == "acts":
        made = {getattr(act, "authority", "") for act in dossier.acts if act.stem == stem}
    elif folder == "assessments":
        made = {each.authority for each in dossier.assessments if each.stem == stem}
    else:
        made = {*in_roles(dossier, SUPERVISORS, day), *_receivers(dossier, stem)}
    following = {after for each in made for after in tables.successors(each)}
    return frozenset(filter(None, {*made, *following, tables.regulation_on(day).city_authority}))


def _receivers(dossier: Dossier, stem: str) -> set[str]:
    """The authorities at which a plan, amendment or summary of this file name has been."""
    records: list[Plan | Amendment | Summary] = [*dossier.plans, *dossier.amendments, *dossier.summaries]
    return {step.authority for each in records if each.stem == stem for step in each.steps}


def _makers(dossier: Dossier, act: Act, day: dt.date) -> frozenset[str]:
    """Who could have made an act for the institution, when it was made or on `day`."""
    if isinstance(act, RectificationExtension | RectificationOutcome):
        order = dossier.act(act.order, RectificationOrder)
        return frozenset({order.authority, *dossier.tables.successors(order.authority)} if order else ())
    roles = TABLE[type(act)].by
    return in_roles(dossier, roles, act.date) | in_roles(dossier, roles, day)
