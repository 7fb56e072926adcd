"""A dossier on a day, as text and as JSON: status, bars and duties."""

from __future__ import annotations

import datetime as dt

from rich.console import Console
from rich.text import Text

from ..finding import format_article
from ..history.commits import Commit
from ..json_data import JsonObject
from ..lifecycle.bars import compute_bars
from ..lifecycle.duties import derive_duties, describe_duty, name_owner
from ..lifecycle.endings import list_announced, list_endings
from ..lifecycle.filing import find_name
from ..lifecycle.state import State
from ..lifecycle.status import derive_status, describe_basis
from ..lifecycle.waiting import WAITS, Waiting, list_waiting
from ..lifecycle.waiting_means import find_waiting_means
from ..model.dossier import Dossier
from ..personal import clean, mask_personal


def build_data(dossier: Dossier, day: dt.date, version: Commit | None = None) -> JsonObject:
    """The status as plain data, for JSON; `version` is the one whose records are asked."""
    status = derive_status(dossier, day)
    return {
        "id": dossier.id,
        "name": mask_personal(find_name(dossier, day)),
        "day": day,
        **({"known_at": {"commit": version.commit, "day": version.day}} if version else {}),
        "filing": _mask_reason(status.filing)._asdict(),
        "conditions": [_mask_reason(each)._asdict() for each in status.conditions],
        "bars": [
            {"start": bar.start, "end": bar.end, "source": mask_personal(bar.outcome.path)}
            for bar in compute_bars(dossier, day)
        ],
        "endings": [each._asdict() for each in list_endings(dossier, status, day)],
        "duties": [each._asdict() for each in derive_duties(dossier, day)],
    }


def print_status(console: Console, dossier: Dossier, day: dt.date, version: Commit | None = None) -> None:
    """Write the status of a dossier at the end of a day; `version` is the one whose records are asked."""
    status = derive_status(dossier, day)
    name = mask_personal(find_name(dossier, day))
    console.print(Text(f"{name}（{dossier.id}）", style="bold") + Text(f"  {day} 的情况"))
    if version:
        said = clean(version.subject)
        console.print(Text(f"  按版本 {version.commit[:12]}（{version.day}，{said}）的记录"))
    _print_state(console, status.filing, "green" if status.listed else "yellow")
    for state in status.conditions:
        _print_state(console, state, "yellow")
    # A bar that runs is among the conditions already.
    past = [each for each in compute_bars(dossier, day) if each.end < day]
    for span in past:
        console.print(f"  曾不得再次报备：{span.start} 至 {span.end}（已期满）")
    for ending in list_announced(dossier, status, day):
        console.print(f"  {ending.label}：{ending.last}，{ending.advice}")
    lines = [describe_duty(dossier, each) for each in derive_duties(dossier, day)]
    lines += [_describe_waiting(dossier, each) for each in list_waiting(dossier, day)]
    console.print("待办事项：" if lines else "没有待办事项。")
    for line in lines:
        console.print(Text(f"  {line}"))


def _describe_waiting(dossier: Dossier, waiting: Waiting) -> str:
    """What waits for an office or the institution, since when, and the command for it."""
    who = name_owner(dossier.tables, waiting.by)
    basis = f"（{format_article(waiting.article)}）" if waiting.article else ""
    command = find_waiting_means(dossier.id, waiting).command
    return f"{WAITS[waiting.code]}{basis}：{who}；自 {waiting.since} 起等办理；{command}"


def _mask_reason(state: State) -> State:
    """A state as it may be shown: its reason quotes what people have typed into a record."""
    return state._replace(reason=mask_personal(state.reason))


def _print_state(console: Console, state: State, colour: str) -> None:
    since = f"自 {state.since} 起" if state.since else ""
    basis = f"（{words}）" if (words := describe_basis(state)) else ""
    console.print(Text(f"  {state.label}", style=f"bold {colour}") + Text(f"  {since}{basis}"))
    source = f"  {state.source}" if state.source else ""
    console.print(Text(f"    {_mask_reason(state).reason}{state.note}") + Text(source, style="dim"))
