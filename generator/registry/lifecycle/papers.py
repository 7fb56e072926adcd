"""Which paper belongs to a record, on what each rests, and the word for it; `papers/` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ..model.kinds import PaperKind, ReviewResult, StepAction
from ..model.tables import Tables
from ..records.record_path import RecordPath, get_stem
from .next_records import YEARLY

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
# What institutions hand in, of which receipt is given, and what that rests on.
RECEIVED = {"application": "8", "plan": "17", "amendment": "17", "summary": "17", "change": "27"}


def get_word(kind: PaperKind) -> str:
    """The English word for a paper, as the command takes it."""
    return kind.name.lower().replace("_", "-")


def write_command(paper: PaperKind, *words: str) -> str:
    """The command that writes a paper: the words say of what it is; empty ones are left out."""
    return " ".join(("registry paper", get_word(paper), *filter(None, words)))


def is_provided(tables: Tables, kind: PaperKind, day: dt.date) -> bool:
    """Whether the regulation in force on `day` has what a paper rests on."""
    if not tables.complete:
        return False
    if kind == PaperKind.BAR_END and not tables.find_regulation(day).parameters.bar_years:
        return False
    basis = BASES.get(kind, "")
    return not basis or bool(tables.cite(basis, day))


def describe_paper_after(
    tables: Tables, path: str, kind: str, day: dt.date, came: str = "", result: str = ""
) -> str:
    """The paper that belongs to a record just written, with the command for it; empty where there is none.

    `came` is what came to a record that stood: a step, or the name of a property; empty where it is new.
    `result` is that of a review, empty while it is blank. What the law of `day` does not know has no paper.
    """
    if result not in ("", ReviewResult.SUPPLEMENT):
        return ""
    paper = _choose_after(kind, came)
    if paper is None or not is_provided(tables, paper, day):
        return ""
    if paper == PaperKind.RECEIPT and not tables.cite(RECEIVED[kind], day):
        return ""
    stem = get_stem(path)
    of = kind if paper == PaperKind.RECEIPT or came == StepAction.RETURNED else ""
    which = f"--year {stem[:4]}" if kind in YEARLY else "" if kind == "batch" else f"--act {stem}"
    only = "（评审结果是补正的）" if kind == "review" and not result else ""
    return f"{paper}{only} {write_command(paper, of, RecordPath.parse(path).id or stem, which)}"


def _choose_after(kind: str, came: str) -> PaperKind | None:
    if came == StepAction.RETURNED or (kind == "review" and not came):
        return PaperKind.SUPPLEMENT_NOTICE
    if kind == "batch":
        return PaperKind.LIST if came in ("notice", "announcement") else None
    if came not in ("", StepAction.SENT):
        return None
    if kind in RECEIVED and kind != "change":  # of a change there is a receipt of its own kind
        return PaperKind.RECEIPT
    return OF_RECORD.get(kind)
