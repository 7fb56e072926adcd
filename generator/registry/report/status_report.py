"""A dossier on a day, as text and as JSON: status, bars and duties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rich.console import Console
from rich.text import Text

from ..finding import article_label
from ..lifecycle.duties import duties, duty_words
from ..lifecycle.filing import name_on
from ..lifecycle.status import State, bars, status
from ..model.dossier import Dossier
from ..personal import masked


def as_data(dossier: Dossier, day: dt.date) -> dict[str, Any]:
    """The status as plain data, for JSON."""
    found = status(dossier, day)
    return {
        "id": dossier.id,
        "name": masked(name_on(dossier, day)),
        "day": day,
        "filing": _told(found.filing)._asdict(),
        "conditions": [_told(each)._asdict() for each in found.conditions],
        "bars": [
            {"start": each.start, "end": each.end, "source": masked(each.outcome.path)}
            for each in bars(dossier, day)
        ],
        "duties": [each._asdict() for each in duties(dossier, day)],
    }


def print_status(console: Console, dossier: Dossier, day: dt.date) -> None:
    """Write the status of a dossier at the end of a day."""
    found = status(dossier, day)
    name = masked(name_on(dossier, day))
    console.print(Text(f"{name}（{dossier.id}）", style="bold") + Text(f"  {day} 的情况"))
    _print_state(console, found.filing, "green" if found.listed else "yellow")
    for state in found.conditions:
        _print_state(console, state, "yellow")
    past = [each for each in bars(dossier, day) if each.end < day]
    for span in past:
        console.print(f"  曾不得再次报备：{span.start} 至 {span.end}（已期满）", soft_wrap=True)
    owed = duties(dossier, day)
    if not owed:
        console.print("没有待办事项。")
        return
    console.print("待办事项：")
    for duty in owed:
        console.print(Text(f"  {duty_words(dossier, duty)}"), soft_wrap=True)


def _told(state: State) -> State:
    """A state as it may be told: what its reason quotes has nothing personal in it."""
    return state._replace(reason=masked(state.reason))


def _print_state(console: Console, state: State, colour: str) -> None:
    since = f"自 {state.since} 起" if state.since else ""
    article = f"（{article_label(state.article)}）" if state.article else ""
    console.print(
        Text(f"  {state.label}", style=f"bold {colour}") + Text(f"  {since}{article}"), soft_wrap=True
    )
    source = f"  {state.source}" if state.source else ""
    console.print(Text(f"    {_told(state).reason}") + Text(source, style="dim"), soft_wrap=True)
