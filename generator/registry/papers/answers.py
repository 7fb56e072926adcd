"""The two letters about a record that stands: that it came, and what is to be put right in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..display import format_day
from ..entry.request import EACH_YEAR, UnknownNameError
from ..json_data import Fields
from ..lifecycle.calendar import compute_annual_due
from ..lifecycle.papers import RECEIVED
from ..lifecycle.waiting import list_waiting
from ..model.dossier import HANDED_IN, Dossier
from ..model.kinds import (
    Amendment,
    Plan,
    ReceiptAction,
    Review,
    ReviewResult,
    StepAction,
    Summary,
)
from .drafting import Drafter
from .letters import Letter, Wording, compose_notice, compose_receipt, count_rows, name_article
from .paper import Paper

AGAIN = "补正后的材料"  # what is to be sent
PUT_RIGHT = ("supplement", "resubmit")  # what waits for an institution to put something right
# In the place of what is not known how many there are.
BLANK_POINTS = 3
# What an office numbers itself: 1． 一、（二） ③
OWN_NUMBER = re.compile(r"(\d+[．.、]|[（(]?[一二三四五六七八九十\d]+[)）、]|[①-⑳])\s*")


class Shortfall(NamedTuple):
    """What is to be put right in a record, as an office has said: when, who, what, and how it stands.

    `kind` and `path` are those of the record that says so, an application's of its review; `name` is that
    by which it is asked for.
    """

    day: dt.date
    authority: str
    what: str
    point: str
    state: str
    due: dt.date | None
    article: str
    kind: str
    path: str
    name: str

    def describe_choice(self) -> str:
        """What it is of, with the option by which it is asked for."""
        return f"{self.what}（{'--act' if self.kind == 'application' else '--year'} {self.name}）"


def draft_receipt(drafter: Drafter, dossier: Dossier | None, kind: str, record: Fields) -> Paper:
    """The letter that a record of a kind has come; blank where the record is empty."""
    came = list_received(record)
    who, day = came[0] if came else ("", None)
    article = name_article(drafter.tables, RECEIVED[kind], drafter.day)
    letter = Letter(
        institution=drafter.fill_name(dossier),
        what=_name_record(drafter, kind, record),
        senders=(drafter.fill_authority(who, "收件机关"),),
        day=format_day(drafter.source.day),
        received=drafter.fill_day(day, "收到日期"),
        article=article,
    )
    others = [f"{drafter.tables.get_name(each)}{format_day(date)}" for each, date in came[1:]]
    notes = (f"另有 {'、'.join(others)} 收到，各自出回执：加 --authority 机关",) if others else ()
    return compose_receipt(letter, kind, count_rows(record))._replace(notes=notes)


def list_received(record: Fields) -> list[tuple[str, dt.date]]:
    """Who received a record and when, each authority once, the first one first."""
    steps = [each for each in record.get("steps", []) if each["action"] == StepAction.SENT]
    pairs = [(each["authority"], each["date"]) for each in steps]
    if "steps" not in record and "authority" in record:
        pairs = [(record["authority"], record.get("reported_on", record["date"]))]
    first: dict[str, dt.date] = {}
    for authority, day in pairs:
        # A record that was returned comes anew: the receipt is for the day on which it came first.
        first.setdefault(authority, dt.date.fromisoformat(day))
    return sorted(first.items(), key=lambda item: item[1])


def _name_record(drafter: Drafter, kind: str, record: Fields) -> str:
    title = drafter.schemas.kinds[kind].title.removeprefix(EACH_YEAR)
    if kind not in HANDED_IN:
        return title
    year = record.get("year")
    return f"{drafter.fill(str(year) if year else '', '年度')}{EACH_YEAR}{title}"


def draft_notice(drafter: Drafter, dossier: Dossier | None, shortfall: Shortfall | None) -> Paper:
    """The letter that says what is to be put right in a record; blank without one."""
    due = shortfall.due if shortfall else None
    last = format_day(due) if due else ""
    letter = Letter(
        institution=drafter.fill_name(dossier),
        what=drafter.fill(shortfall.what if shortfall else None, "报送的材料"),
        senders=(drafter.fill_authority(shortfall.authority if shortfall else None, "收件机关"),),
        day=format_day(drafter.source.day),
        due=last if shortfall else drafter.fill(None, "补正期限"),
        is_late=due is not None and due < drafter.source.day,
        article=shortfall.article if shortfall else "",
    )
    point = drafter.fill(shortfall.point if shortfall else None, "要补正的")
    points = divide_points(point) * (1 if shortfall else BLANK_POINTS)
    count = "" if shortfall else drafter.fill(None, "要补正的")
    return compose_notice(letter, points, Wording(shortfall.state if shortfall else "", "。", AGAIN, count))


def divide_points(text: str) -> list[str]:
    """The points of a text whose every line begins with a number of its own, without those; else the text."""
    lines = [each for each in map(str.strip, text.splitlines()) if each]
    if len(lines) > 1 and all(map(OWN_NUMBER.match, lines)):
        return [OWN_NUMBER.sub("", each) for each in lines]
    return [text]


def find_shortfall(drafter: Drafter, dossier: Dossier, kind: str, wanted: str) -> Shortfall:
    """What was last to be put right, in a record of a kind (empty: of any), of a year or an act.

    `wanted` begins the name of the act, or is a year; without it only what still waits is meant. Raises
    UnknownNameError where there is none.
    """
    shortfalls = [
        shortfall
        for shortfall in _list_shortfalls(drafter, dossier)
        if kind in ("", shortfall.kind) and shortfall.name.startswith(wanted)
    ]
    if not shortfalls:
        raise UnknownNameError(
            f"{dossier.id} 没有要补正的：没有评审结果是补正的申请，也没有退回的计划、调整和总结；"
            "空白的加 --blank"
        )
    waiting = {each.source for each in list_waiting(dossier, drafter.day) if each.code in PUT_RIGHT}
    meant = shortfalls if wanted else [each for each in shortfalls if each.path in waiting]
    if not meant:
        # What has been put right, or was reviewed again, is not written of as if nothing had come since.
        named = "、".join(dict.fromkeys(each.describe_choice() for each in shortfalls))
        raise UnknownNameError(f"{dossier.id} 现在没有等着补正的；以前的仍要出通知，写明是哪一份：{named}")
    return max(meant, key=lambda item: item.day)


def _list_shortfalls(drafter: Drafter, dossier: Dossier) -> Iterator[Shortfall]:
    """All that offices have said is to be put right, put right or not."""
    for act in dossier.get_acts(Review):
        if act.result == ReviewResult.SUPPLEMENT:
            state = f"{format_day(act.date)}专家评审的结果是“{act.result}”，"
            what = drafter.schemas.kinds["application"].title
            due = act.supplement_due
            whose = ("application", act.path, act.stem)
            yield Shortfall(act.date, act.authority, what, act.text, state, due, "", *whose)
    article = name_article(drafter.tables, "17", drafter.day)
    records: list[tuple[str, Plan | Summary | Amendment]] = [
        *(("plan", each) for each in dossier.plans),
        *(("summary", each) for each in dossier.summaries),
        *(("amendment", each) for each in dossier.amendments),
    ]
    for kind, record in records:
        what = _name_record(drafter, kind, {"year": record.year})
        # The plan of a year is due at the end of the year before, with that one's summary; amendments never.
        on = {"plan": record.year - 1, "summary": record.year}.get(kind)
        due = compute_annual_due(drafter.tables, on) if on else None
        for step in record.steps:
            if step.action in (StepAction.RETURNED, ReceiptAction.RETURNED):
                state = f"{format_day(step.date)}已经退回，"
                point = step.reason or ""
                whose = (kind, record.path, str(record.year))
                basis = article if due else ""
                yield Shortfall(step.date, step.authority, what, point, state, due, basis, *whose)
