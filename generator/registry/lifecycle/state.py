"""What a value of status is, and one of them on a day."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

# The values of filing, and the conditions beside it: a type, so that none is misspelt where one is asked for.
StateCode = Literal[
    "none",
    "applying",
    "recommended",
    "under-review",
    "not-passed",
    "passed",
    "listed",
    "expired",
    "ended",
    "withdrawn",
    "dissolved",
    "identified",
    "rectifying",
    "rectification-overdue",
    "suspended",
    "partly-suspended",
    "no-enrolment",
    "decided",
    "stayed",
    "barred",
]


class StatusValue(NamedTuple):
    """A value of status: its code, its word on every page, the article it rests on, and what it means.

    `basis` says in words what it rests on where that is no article.
    """

    code: StateCode
    label: str
    article: str
    meaning: str
    basis: str = ""


# No article lets anyone end or suspend a filing: what is done all the same is shown as that decision's.
BY_DECISION = "该决定"


def tabulate(*values: StatusValue) -> dict[StateCode, StatusValue]:
    """The values by code."""
    return {value.code: value for value in values}


class State(NamedTuple):
    """One value on a day: since when (inclusive), why, by which article, from which file.

    `until` (inclusive) is given where the end is computed; `note` says what of it is the register's reading.
    """

    code: StateCode
    label: str
    since: dt.date | None
    reason: str
    article: str
    source: str
    until: dt.date | None = None
    note: str = ""


def make_state(
    table: dict[StateCode, StatusValue], code: StateCode, since: dt.date | None, reason: str, source: str
) -> State:
    """A value of a table on a day."""
    value = table[code]
    return State(code, value.label, since, reason, value.article, source)
