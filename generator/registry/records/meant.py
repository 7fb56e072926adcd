"""What can only have been meant by a value that its schema refuses: the same in other signs, or nothing.

Never a guess: a unit that is written along, a month where a day is asked for and a name in other words stay
findings for people.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from ..json_data import JsonValue
from .layout import describe_quotes, is_paired
from .mends import GROUPED, MAX_LENGTH, YES_AND_NO, write_number
from .scalars import resolve_scalar

# Year, month and day in this order, and midnight, which a spreadsheet adds: 2026/3/5, 2026年3月5日, 20260305.
DATE = re.compile(
    r"(?P<year>[12][0-9]{3})(?:(?P<sign>[-/.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
    r"|年(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})日|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))"
    r"(?:[ T]0?0:00(?::00)?(?:\.0+)?Z?)?",
    re.ASCII,
)


def list_meant(value: JsonValue, written: str) -> list[JsonValue]:
    """What may stand for a value, `written` so, by likeness: the first that the schema takes counts."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(written) > MAX_LENGTH:
        return []
    if not isinstance(value, str):  # of 1.50 the value has lost what was written
        return _list_others(value, [written, _write_date(written)])
    inner = value[1:-1] if describe_quotes(value) and is_paired(value) else value
    half = unicodedata.normalize("NFKC", inner).strip()
    number = write_number(half.replace(",", "") if GROUPED.fullmatch(half) else half, whole=False)
    truth = {"true": True, "false": False}.get(YES_AND_NO.get(half.lower(), ""))
    return _list_others(
        value, [value.strip(), inner.strip(), half, _write_date(half), resolve_scalar(number), truth]
    )


def _list_others(value: JsonValue, candidates: Iterable[JsonValue]) -> list[JsonValue]:
    """The candidates that are something, and another thing than the value."""
    return [
        candidate
        for candidate in candidates
        if candidate not in (None, "") and (type(candidate), candidate) != (type(value), value)
    ]


def _write_date(text: str) -> str | None:
    """A date as it is to be written, from how one may write it; nothing where a text is no date."""
    if not (match := DATE.fullmatch(text)):
        return None
    month, day = (next(filter(None, match.group(name, f"{name}2", f"{name}3"))) for name in ("month", "day"))
    try:
        return dt.date(int(match["year"]), int(month), int(day)).isoformat()
    except ValueError:
        return None
