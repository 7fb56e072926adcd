"""What ends on a day, and the days before on which that is shown to who must act.

A list's or filing's term, a suspension and a bar end with an institution's state; a regulation ends for the
whole register. How long before is the regulation's to say, in one parameter for all of them and for what is
due: pages, calendars, issues and mails go by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import Application, Parameters, Review, ReviewResult, Withdrawal
from ..model.tables import Tables, get_start, name_regulation
from .calendar import add_day
from .duties import INSTITUTION
from .force import select_in_force
from .status import Status

# What follows where a decision for a time is over.
AFTER = {
    "suspended": "次日起可以开班",
    "partly-suspended": "次日起所涉部分可以开班",
    "no-enrolment": "次日起可以招生",
    "stayed": "次日起原决定恢复执行",
}


class Ending(NamedTuple):
    """Something that ends: what, who must act (as in Duty), its last day (inclusive), and what then.

    `code` is the state's, or "regulation"; `days` are how many before the last one notice is given; `source`
    is the file from which it follows.
    """

    code: str
    label: str
    by: str
    last: dt.date
    advice: str
    article: str
    source: str
    days: tuple[int, ...]

    def count_notice(self, day: dt.date) -> int | None:
        """The smallest number of `days` within which `day` lies before the last one; None where in none."""
        return min((each for each in self.days if 0 <= (self.last - day).days <= each), default=None)


def list_endings(dossier: Dossier, status: Status, day: dt.date) -> list[Ending]:
    """What of an institution's status on `day` is known to end, the soonest first."""
    return sorted(_list_endings(dossier, status, day), key=lambda ending: (ending.last, ending.code))


def list_announced(dossier: Dossier, status: Status, day: dt.date) -> list[Ending]:
    """The endings in whose days of notice `day` lies."""
    return [each for each in list_endings(dossier, status, day) if each.count_notice(day) is not None]


def _list_endings(dossier: Dossier, status: Status, day: dt.date) -> Iterator[Ending]:
    """What of a status ends on a day that is known."""
    tables, days = dossier.tables, get_notice_days(dossier.tables, day)
    for state in (status.filing, *status.conditions):
        if state.until is None:
            continue
        last, article = state.until, tables.cite("20", day)
        match state.code:
            case "listed":
                advice, article = advise_to_apply(dossier, day), tables.cite("8(1)", day)
                yield Ending("listed", "有效期届满", INSTITUTION, last, advice, article, state.source, days)
            case "barred":
                label, then = "不得再次报备期满", "次日起可以申请"
                yield Ending("barred", label, INSTITUTION, last, then, article, state.source, days)
            case code if code in AFTER:
                label, by = f"{state.label}期满", tables.find_city_bureau(day)
                yield Ending(code, label, by, last, AFTER[code], "", state.source, days)


def advise_to_apply(dossier: Dossier, day: dt.date) -> str:
    """What an institution whose term ends may do: how to apply anew, or what became of its application."""
    pending = find_pending_batch(dossier, day)
    if pending:
        return f"已再次申请（{pending} 批次）；新的名单公布以前届满的，届满次日起不再列入，公布之日起重新列入"
    return (
        "届满次日起不再列入；要继续的，在届满以前的申请时段内再次申请，推荐、评审、公布的步骤与第一次相同，"
        "申请时段由市人社局按批次公布"
    )


def find_pending_batch(dossier: Dossier, day: dt.date) -> str:
    """The batch in which an institution has applied without a result yet; empty where there is none."""
    done = {each.id for each in dossier.batches}
    pending = ""
    for act in select_in_force(dossier.acts, day):
        match act:
            case Application() if act.batch not in done:
                pending = act.batch
            case Withdrawal() if act.batch in (None, pending):
                pending = ""
            case Review() if act.batch == pending and act.result == ReviewResult.NOT_PASSED:
                pending = ""
    return pending


def get_notice_days(tables: Tables, day: dt.date) -> tuple[int, ...]:
    """How many days ahead notice is given of what ends or is due, by the regulation in force on `day`."""
    # There is none in a register that the check refuses.
    return (tables.find_regulation(day).parameters if tables.regulations else Parameters()).notice_days


def find_regulation_ending(tables: Tables, day: dt.date) -> Ending | None:
    """The end of the regulation in force on `day`; None where it has none, or a later one takes over."""
    regulation = tables.find_regulation(day)
    last = regulation.in_force_to
    if last is None or any(
        get_start(regulation) < get_start(other) <= add_day(last) for other in tables.regulations
    ):
        return None
    advice = (
        "延续的改失效日期并写明依据，修订、重新公布的另立一份办法参数；"
        "都没有的，此后的事项没有施行中的办法可以依据"
    )
    return Ending(
        code="regulation",
        label=f"{name_regulation(regulation)} 施行期满",
        by=tables.find_city_bureau(day),
        last=last,
        advice=advice,
        article="",
        source=regulation.path,
        days=get_notice_days(tables, day),
    )
