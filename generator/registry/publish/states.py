"""How pages show the values of a status: their rows, tones and days in words; and an article's anchor."""

from __future__ import annotations

import re

from ..display import ISO_DATE, format_day
from ..lifecycle.conditions import CONDITIONS
from ..lifecycle.state import StateCode, StatusValue
from ..lifecycle.status import ENDED, FILING

# A command sets digits off from the words beside them; in words a day needs no blanks.
DAY_IN_TEXT = re.compile(f" ?({ISO_DATE.pattern}) ?")
TONES: dict[StateCode, str] = {
    "listed": "good",
    "passed": "open",
    "applying": "open",
    **dict.fromkeys((*ENDED, "not-passed"), "past"),
}


def build_article_anchor(number: str) -> str:
    """Where an article stands on the regulation's page."""
    return f"article-{number.split('(')[0]}"


def find_state_value(code: StateCode) -> StatusValue:
    """The row of a code in the table of filing values or of conditions."""
    return (FILING | CONDITIONS)[code]


def format_days_in(text: str) -> str:
    """A text with its days in words."""
    return DAY_IN_TEXT.sub(lambda day: format_day(day[1]), text)


def choose_tone(code: StateCode) -> str:
    """The tone of a value of status, which is a class of the style sheet; words always say the same."""
    return TONES.get(code, "note")
