"""What people type, in the form in which programs have it: full width, other dashes, other marks in a day."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

WIDE = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
# A day as people write it; its month and day may lack a digit.
DAY = re.compile("([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
OPTION = re.compile("[-—–－]{1,2}(?=[a-zA-Zａ-ｚＡ-Ｚ])")


def narrow_digits(text: str) -> str:
    """A text with its digits, and what stands between those of a day, in half width."""
    return text.translate(WIDE)


def read_day(text: str) -> str:
    """A day as records have it; what is none stays as it is."""
    match = DAY.fullmatch(narrow_digits(text.strip()))
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as records have it."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def mend_arguments(arguments: Sequence[str]) -> list[str]:
    """Arguments with their options as a Chinese keyboard writes them: ——year＝２０２７ is --year=2027."""
    return [_mend_option(each) if OPTION.match(each) else each for each in arguments]


def _mend_option(text: str) -> str:
    name, equals, value = text.replace("＝", "=", 1).partition("=")
    dashes = OPTION.match(name)
    assert dashes
    bare = unicodedata.normalize("NFKC", name[dashes.end() :])
    return f"{'--' if len(bare) > 1 else '-'}{bare}{equals}{value}"
