"""Recommendations before a review, and the side from which each comes (Article 8(2))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ..model.dossier import Dossier
from ..model.kinds import Opinion, Recommendation, Review, ReviewResult, Withdrawal
from .filing import find_place
from .force import select_in_force
from .offices import list_in_roles

HRSS_SIDE = "人社部门"
FIELD = "{}系统主管部门或行业协会（学会）"


def list_recommendations(dossier: Dossier, last: Review | Recommendation) -> list[Recommendation]:
    """The recommendations before a review in its batch, or in the batch of a recommendation up to its day.

    An office that says no later has taken its own back. What came to a result takes its own with it.
    """
    recommendations: list[Recommendation] = []
    for act in select_in_force(dossier.acts, last.date):
        match act:
            case Review() if act.path == last.path:
                break
            case (
                Review(batch=last.batch, result=ReviewResult.PASSED | ReviewResult.NOT_PASSED)
                | Withdrawal(batch=None)
                | Withdrawal(batch=last.batch)
            ):
                recommendations = []
            case Recommendation(batch=last.batch, opinion=Opinion.RECOMMENDED):
                recommendations.append(act)
            case Recommendation(batch=last.batch):
                # An office that says no later has taken back what it said before.
                recommendations = [each for each in recommendations if each.authority != act.authority]
    return recommendations


def comes_from_hrss_side(dossier: Dossier, recommendation: Recommendation) -> bool:
    """Whether it is one of the HRSS side, or of the city bureau."""
    return recommendation.authority in list_in_roles(dossier, ("hrss",), recommendation.date)


def comes_from_field(dossier: Dossier, recommendation: Recommendation) -> bool:
    """Whether it is one of the competent department, or of an association of the field."""
    field = list_in_roles(dossier, ("department", "association"), recommendation.date)
    return recommendation.authority in field


def name_field_side(dossier: Dossier, day: dt.date) -> str:
    """What the other side than the HRSS side is called; empty where the institution has no system."""
    _, system = find_place(dossier, day)
    return FIELD.format(dossier.tables.name_system(system)) if system else ""


def list_lacking_sides(
    dossier: Dossier, recommendations: Iterable[Recommendation], day: dt.date
) -> list[str]:
    """The sides of which there is no recommendation among these, by what they are called."""
    given = [*recommendations]
    lacking = [] if any(comes_from_hrss_side(dossier, each) for each in given) else [HRSS_SIDE]
    field = name_field_side(dossier, day)
    if field and not any(comes_from_field(dossier, each) for each in given):
        lacking.append(field)
    return lacking
