"""What has been handed in and waits for somebody's next step, and since when.

Duties (duties.py) are what the regulation asks for by itself; what waits begins with a record that is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..model.batches import is_published
from ..model.dossier import Dossier, get_kind_name
from ..model.kinds import (
    KIND_TITLES,
    Amendment,
    Application,
    Batch,
    Plan,
    Receipt,
    Recommendation,
    Review,
    Step,
    StepAction,
    Summary,
)
from ..model.tables import Tables
from .acts import find_moment
from .duties import INSTITUTION, find_receivers
from .plans import find_passing_day, find_sides
from .status import is_listed

WaitCode = Literal[
    "receive",
    "pass",
    "resubmit",
    "recommend",
    "review",
    "supplement",
    "notice",
    "objections",
    "list",
    "bar",
]
# What is waited for, in a word, by the code of what waits.
WAITS: dict[WaitCode, str] = {
    "receive": "受理",
    "pass": "通过",
    "resubmit": "重新报送",
    "recommend": "审核推荐",
    "review": "专家评审",
    "supplement": "补正",
    "notice": "公示名单",
    "objections": "公示的异议",
    "list": "公布名单",
    "bar": "不得再次报备的记录",
}
# What an authority's last step is followed by, and by whose (None: its own).
FOLLOWING: Mapping[str, tuple[WaitCode, str | None]] = {
    StepAction.SENT: ("receive", None),
    StepAction.RECEIVED: ("pass", None),
    StepAction.RETURNED: ("resubmit", INSTITUTION),
}
# The step that follows a stage of a batch's procedure (see STAGES in acts.py), and the article of it.
BY_STAGE: dict[str, tuple[WaitCode, str]] = {
    "applied": ("recommend", "8(2)"),
    "recommended": ("review", "8(3)"),
    "supplement": ("supplement", "8(3)"),
}


class Waiting(NamedTuple):
    """Something that waits: for what (see WAITS), of which record, by whom, since when.

    `by` is an authority's id or "institution", `to` the authority that then gets it from the institution;
    `kind`, `year` and `number` say which record it is, `batch` of which batch; `source` is its file. `due` is
    the last day (inclusive) where somebody has set one.
    """

    code: WaitCode
    by: str
    since: dt.date
    source: str
    kind: str
    article: str = ""
    year: int | None = None
    number: int | None = None
    batch: str = ""
    due: dt.date | None = None
    to: str = ""

    @property
    def label(self) -> str:
        """What is waited for, of which record, in words."""
        return f"{WAITS[self.code]}：{self._name_record()}"

    def _name_record(self) -> str:
        if self.batch:
            return f"{self.batch} 批次"
        title = KIND_TITLES[self.kind]
        number = f"（第 {self.number} 次）" if self.number else ""
        return f"{self.year} {title}{number}" if self.year else title


def list_waiting(dossier: Dossier, day: dt.date) -> list[Waiting]:
    """What of an institution waits on `day`, the longest first."""
    items = [*_list_reports(dossier, day), *_list_procedures(dossier, day), *_list_bars(dossier, day)]
    return sorted(items, key=lambda item: (item.since, item.code, item.source, item.by))


def _list_reports(dossier: Dossier, day: dt.date) -> Iterator[Waiting]:
    """Plans and amendments that have not passed, and summaries that nobody has received.

    A plan of a year that is over is not waited for any more, nor one of an institution that is not listed:
    nothing of it can be held.
    """
    first = day.year if is_listed(dossier, day) else dt.MAXYEAR
    article = dossier.tables.cite("17", day)
    for record in dossier.handed_in_records:
        if not isinstance(record, Summary) and record.year < first:
            continue
        steps: Sequence[Step | Receipt] = [each for each in record.steps if each.date <= day]
        is_plan = not isinstance(record, Summary)
        if isinstance(record, Plan | Amendment) and find_passing_day(dossier, record.steps, day):
            continue
        for step in _list_last(dossier, steps, day):
            # Nobody passes a summary: it is done when it is received.
            if not is_plan and step.action == StepAction.RECEIVED:
                continue
            code, by = FOLLOWING[step.action]
            yield Waiting(
                code=code,
                by=by or step.authority,
                since=step.date,
                source=record.path,
                kind=get_kind_name(record),
                article=article,
                year=record.year,
                number=record.number if isinstance(record, Amendment) else None,
                to=step.authority if by else "",
            )


def _list_last(dossier: Dossier, steps: Sequence[Step | Receipt], day: dt.date) -> Iterator[Step | Receipt]:
    """The last step at each authority of a side that has not passed it; of a side with several the latest."""
    last = {each.authority: each for each in steps}
    sides = find_sides(dossier, day)
    for side in (sides.hrss, sides.departments):
        own = [each for who, each in last.items() if who in side]
        # One pass is that of its side: what its other offices have still to do holds nothing up.
        if own and not any(each.action == StepAction.PASSED for each in own):
            yield max(own, key=lambda item: item.date)


def _list_procedures(dossier: Dossier, day: dt.date) -> Iterator[Waiting]:
    """Applications under way, by batch; those that have passed wait with their batch (see BatchWaiting)."""
    for batch, stage in find_moment(dossier, day).stages.items():
        if stage not in BY_STAGE:
            continue
        code, basis = BY_STAGE[stage]
        acts = [
            act
            for act in dossier.acts
            if isinstance(act, Application | Recommendation | Review)
            and act.batch == batch
            and act.date <= day
        ]
        by, act = _find_next(dossier, code, day), acts[-1]
        due = act.supplement_due if isinstance(act, Review) else None
        article = dossier.tables.cite(basis, day)
        to = act.authority if by == INSTITUTION else ""
        yield Waiting(code, by, act.date, act.path, get_kind_name(act), article, batch=batch, due=due, to=to)


def _find_next(dossier: Dossier, code: str, day: dt.date) -> str:
    """Who makes the next step of an application: its HRSS side recommends, the city bureau reviews."""
    if code == "supplement":
        return INSTITUTION
    return find_receivers(dossier, day)[0] if code == "recommend" else dossier.tables.find_city_bureau(day)


def _list_bars(dossier: Dossier, day: dt.date) -> Iterator[Waiting]:
    """Determinations of which the city's law wants a record of the bar, and there is none."""
    if not dossier.tables.find_regulation(day).parameters.bar_record_expected:
        return
    acts = {act.stem: act for act in dossier.acts}
    for stem in sorted(find_moment(dossier, day).failed):
        act, article = acts[stem], dossier.tables.cite("20", day)
        by = dossier.tables.find_city_bureau(day)
        yield Waiting("bar", by, act.date, act.path, get_kind_name(act), article)


def find_passed(dossier: Dossier, day: dt.date) -> dict[str, dt.date]:
    """The batches for which an institution has passed and is not listed yet, each with the day."""
    reviews = dossier.get_acts(Review)
    return {
        batch: max(each.date for each in reviews if each.batch == batch and each.date <= day)
        for batch in find_moment(dossier, day).select_batches("passed")
    }


def find_batch_waiting(
    tables: Tables, batch: Batch, passed: Sequence[dt.date], day: dt.date
) -> Waiting | None:
    """What a batch's list waits for on `day`; None where for nothing.

    `passed` are the days on which institutions have passed its review that are on no list yet. First comes a
    public notice, where the city's law asks for one, then what came of it, then the publication.
    """
    if not passed or batch.carried_over or is_published(batch, day):
        return None
    notice, by, article = batch.notice, tables.find_city_bureau(day), tables.cite("8(4)", day)
    code: WaitCode = "list"
    since = notice.period.to if notice else max(passed)
    if notice is None and tables.find_regulation(day).parameters.public_notice_days:
        code = "notice"
    elif notice and notice.period.to >= day:
        return None
    elif notice and notice.objections is None:
        code = "objections"
    return Waiting(code, by, since, batch.path, "batch", article, batch=batch.id)
