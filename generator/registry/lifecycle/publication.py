"""By when a change is to be published, and a burdening act to be made public by who made it.

Of burdening acts the regulation says nothing. Twenty working days are those of the Regulations on Open
Government Information (Article 26), seven for penalties those of a notice of 2018 (国办发〔2018〕118号); a
city may state others. From which day on acts are asked for it, the city's parameters say.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..model.dossier import Dossier, dossier_cache, get_authority
from ..model.kinds import (
    Act,
    Bar,
    Change,
    Decision,
    FilingEnded,
    Parameters,
    RectificationOrder,
    RectificationOutcome,
    Suspension,
)
from ..model.tables import Tables
from .calendar import Deadline, add_working_days
from .force import find_withdrawn, list_effective_decisions
from .offices import ABOVE
from .openness import is_closed
from .undone import is_burdening

LAW, PENALTY_LAW = "《政府信息公开条例》第二十六条", "国办发〔2018〕118号"
OWN = "办法参数"  # another number of days is the city's
LEGAL = Parameters()  # what holds where a city states nothing: the law's own days
TITLES: dict[type[Act], str] = {
    RectificationOrder: "责令限期整改",
    RectificationOutcome: "整改结果认定",
    Bar: "不得再次报备的记录",
    Suspension: "暂停决定",
    Decision: "处理决定",
    FilingEnded: "终止报备的决定",
}


class ActPublication(NamedTuple):
    """An act that is to be made public: what it is called, by whom, by when, on what law, and when it was."""

    act: Act
    title: str
    authority: str
    due: Deadline
    basis: str
    published_on: dt.date | None


def compute_change_deadline(tables: Tables, change: Change) -> Deadline | None:
    """The target day by which a reported change is to be published; None where the city has set none."""
    target = tables.find_regulation(change.date).parameters.publication_target_days
    return add_working_days(tables, change.reported_on, target) if target else None


@dossier_cache
def list_publications(dossier: Dossier, day: dt.date) -> tuple[ActPublication, ...]:
    """The burdening acts of `day` and before that are to be made public.

    What is not open is not, nor what a decision has withdrawn; courts and organs of review follow rules of
    their own.
    """
    withdrawn = find_withdrawn(list_effective_decisions(dossier.acts, day))
    publications = []
    for act in dossier.acts:
        if act.date > day or act.stem in withdrawn or is_closed(act) or not is_burdening(act):
            continue
        parameters = dossier.tables.find_regulation(act.date).parameters
        since, authority = parameters.decision_publication_from, get_authority(act)
        if since and act.date >= since and dossier.tables.get_kind(authority) not in ABOVE:
            days, law = _choose_limit(parameters, act)
            due = add_working_days(dossier.tables, act.date, days)
            basis = f"{law}，自作出之日起 {days} 个工作日内"
            published = getattr(act, "published_on", None)
            publications.append(ActPublication(act, TITLES[type(act)], authority, due, basis, published))
    return tuple(publications)


def _choose_limit(parameters: Parameters, act: Act) -> tuple[int, str]:
    """In how many working days an act is to be made public, and on what law."""
    if isinstance(act, Decision) and act.penalty:
        days = parameters.penalty_publication_days
        return days, PENALTY_LAW if days == LEGAL.penalty_publication_days else OWN
    return parameters.decision_publication_days, cite_days(parameters.decision_publication_days)


def cite_days(days: int) -> str:
    """On what ground something is to be public within so many working days: the law's number, or a city's."""
    return LAW if days == LEGAL.decision_publication_days else OWN
