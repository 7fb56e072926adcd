"""The two pages of verification, of one class and of many: what they say besides institutions' files."""

from __future__ import annotations

from typing import NamedTuple

from ...display import format_day
from ...lifecycle.credit import ANSWERS, Answer
from ..register_view import RegisterView


class VerificationData(NamedTuple):
    """The verification page: its day, the articles it rests on, what it answers, and whom it leaves out."""

    iso: str
    day: str
    articles: list[str]
    answers: tuple[Answer, ...]
    left_out: list[str]


class BulkVerificationData(NamedTuple):
    """The page on which many rows are verified at once: its day, what it answers, and whom it leaves out."""

    iso: str
    day: str
    answers: tuple[Answer, ...]
    left_out: list[str]


def show_verification(view: RegisterView) -> VerificationData:
    """What the verification page says that no institution's file does."""
    articles = [view.presenter.cite_basis(basis) for basis in ("24", "17")]
    return VerificationData(view.day.isoformat(), format_day(view.day), articles, ANSWERS, [*view.stubs])


def show_bulk_verification(view: RegisterView) -> BulkVerificationData:
    """What the page of many verifications says that no institution's file does."""
    return BulkVerificationData(view.day.isoformat(), format_day(view.day), ANSWERS, [*view.stubs])
