"""The forge's issues, one an area with what is due there: what is done with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .trackers import OpenIssue, Tracker

NOTHING = "现在没有待办事项；以后再有时另开一个议题。\n"


class Issue(NamedTuple):
    """The issue of an area: its title, by which it is found again, and its body ("" where nothing is due)."""

    area: str
    title: str
    body: str


class IssueCounts(NamedTuple):
    """How many issues were opened, updated and closed."""

    created: int = 0
    updated: int = 0
    closed: int = 0


def write_issues(issues: Iterable[Issue], tracker: Tracker) -> IssueCounts:
    """Bring the forge's issues up to date; one that says the same already is left alone. Raises ForgeError.

    Of two open ones with a title, the older goes on.
    """
    there = {
        issue.title: issue
        # The oldest comes last, and so is the one that stays.
        for issue in sorted(tracker.list_open(), key=_rank, reverse=True)
    }
    created = updated = closed = 0
    for issue in issues:
        old = there.get(issue.title)
        if old is None and issue.body:
            tracker.create(issue.title, issue.body)
            created += 1
        elif old and not issue.body:
            tracker.close(old.number, NOTHING)
            closed += 1
        # But for blanks: a forge may change line ends and what stands behind them.
        elif old and old.body.split() != issue.body.split():
            tracker.update(old.number, issue.body)
            updated += 1
    return IssueCounts(created, updated, closed)


def _rank(issue: OpenIssue) -> tuple[int, str]:
    """Numbers by their value, words by their letters."""
    return len(issue.number), issue.number
