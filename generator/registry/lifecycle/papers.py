"""Which paper belongs to a record, on what each rests, and the word for it; `papers/` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ..model.kinds import PaperKind
from ..model.tables import Tables

# What each paper rests on. A letter rests on what the record does that it is about.
BASES: Mapping[PaperKind, str] = {
    PaperKind.RECTIFICATION_ORDER: "20",
    PaperKind.BAR_END: "20",
    PaperKind.CHANGE_RECEIPT: "27",
    PaperKind.LIST: "8(4)",
    PaperKind.APPLICATION: "8(1)",
    PaperKind.PLAN: "17",
    PaperKind.SUMMARY: "17",
}
# The paper that is written from a record of a kind.
OF_RECORD: Mapping[str, PaperKind] = {
    "application": PaperKind.APPLICATION,
    "plan": PaperKind.PLAN,
    "summary": PaperKind.SUMMARY,
    "rectification-order": PaperKind.RECTIFICATION_ORDER,
    "change": PaperKind.CHANGE_RECEIPT,
    "batch": PaperKind.LIST,
}


def get_word(kind: PaperKind) -> str:
    """The English word for a paper, as the command takes it."""
    return kind.name.lower().replace("_", "-")


def is_provided(tables: Tables, kind: PaperKind, day: dt.date) -> bool:
    """Whether the regulation in force on `day` has what a paper rests on."""
    if not tables.complete:
        return False
    if kind == PaperKind.BAR_END and not tables.find_regulation(day).parameters.bar_years:
        return False
    basis = BASES.get(kind, "")
    return not basis or bool(tables.cite(basis, day))
