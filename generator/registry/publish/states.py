"""Articles, and the values of a status, as templates show them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..display import ISO_DATE, format_day
from ..finding import format_article
from ..lifecycle.status import CONDITIONS, ENDED, FILING, State


@lru_cache(256)
def cite_article(number: str) -> dict[str, str] | None:
    """An article as label and anchor on the regulation's page."""
    if not number:
        return None
    return {"label": format_article(number), "anchor": f"article-{number.split('(')[0]}"}


def show_state(state: State) -> dict[str, Any]:
    """A state of the status for a template."""
    value = (FILING | CONDITIONS)[state.code]
    return {
        "code": state.code,
        "label": state.label,
        "since": format_day(state.since) if state.since else "",
        "until": format_day(state.until) if state.until else "",
        "reason": ISO_DATE.sub(lambda day: format_day(day[0]), state.reason),
        "meaning": value.meaning,
        "article": cite_article(state.article),
        "basis": value.basis,
        "source": state.source,
        "tone": choose_tone(state.code),
    }


def choose_tone(code: str) -> str:
    """How a value of status looks; words always say it too."""
    if code == "listed":
        return "good"
    return (
        "past"
        if code in ENDED or code == "not-passed"
        else "open"
        if code in ("passed", "applying")
        else "note"
    )
