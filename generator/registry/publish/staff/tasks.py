"""What waits and what is due, row by row, each with the one thing to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...display import format_days_left
from ...finding import format_article
from ...lifecycle.due import (
    CALENDAR,
    DueItem,
    list_batch_items,
    list_register_items,
    make_duty_item,
    make_ending_item,
    make_waiting_item,
)
from ...lifecycle.duties import DUTIES, INSTITUTION, derive_duties
from ...lifecycle.endings import get_notice_days, list_announced
from ...lifecycle.filing import find_name, find_place
from ...lifecycle.means import Means
from ...lifecycle.status import derive_status
from ...lifecycle.waiting import WAITS, list_waiting
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.record_path import get_stem
from ..pages.due import find_due_state, list_states

# What it is about, in a word, by code.
ENDING = "ending"
WAITED_FOR = {str(code): word for code, word in WAITS.items()}
WHATS: Mapping[str, str] = {**WAITED_FOR, **DUTIES, ENDING: "期满", CALENDAR: "工作日历"}
REGISTER = "登记册"


def list_task_states(days: Sequence[int]) -> dict[str, str]:
    """How a row may stand, by code: what waits for an office first, then what is due, by the days left.

    `days` are those of notice, the fewest first.
    """
    due = list_states(days)
    dated = {code: label for code, label in due.items() if code not in ("office", "undated")}
    return {"waiting": "等机关办理", **dated, "returned": "等机构办理", "undated": due["undated"]}


class TaskRow(NamedTuple):
    """Something to do: about whom, what, by whom, how it stands, and how it is done.

    `id` and `name` are an institution's or a batch's; of the register itself the id is empty. `code` says
    what it is (see WHATS), `by` is the id of who acts. `due` and `since` are days, empty where there is none;
    `target` says that the due day is a target and no limit.
    """

    id: str
    name: str
    page: str
    area: str
    code: str = ""
    label: str = ""
    by: str = ""
    who: str = ""
    state: str = "undated"
    due: str = ""
    since: str = ""
    target: bool = False
    article: str = ""
    note: str = ""
    means: Means = Means()

    def order(self) -> tuple[str, str, str, str]:
        """Sort key among those that stand alike: the soonest, or what has waited longest."""
        # Days are compared as ISO texts; what has none comes behind every day.
        return self.due or "9999", self.label, self.since, self.id


class TaskMaker:
    """Makes the rows of one register on one day."""

    def __init__(self, register: Register, day: dt.date) -> None:
        self.register = register
        self.day = day
        self.tables = register.tables
        self.notice = tuple(sorted(get_notice_days(self.tables, day)))
        self.states = [*list_task_states(self.notice)]
        self.city_area = self.tables.find_regulation(day).city_area

    def order(self, row: TaskRow) -> tuple[int, tuple[str, str, str, str]]:
        """Sort key: how a row stands, then its own."""
        return self.states.index(row.state), row.order()

    def list_tasks(self, rows: Iterable[TaskRow], passed: Mapping[str, Sequence[dt.date]]) -> list[TaskRow]:
        """All rows: those of institutions, of batches, and of the register itself.

        `passed` are the days on which institutions have passed the review for a list not yet published, by
        batch.
        """
        return sorted((*rows, *self._list_batches(passed), *self._list_of_register()), key=self.order)

    def list_of_dossier(self, dossier: Dossier) -> list[TaskRow]:
        """The rows of one institution, by how they stand."""
        status = derive_status(dossier, self.day)
        base = TaskRow(
            id=dossier.id,
            name=find_name(dossier, self.day),
            page=f"institutions/{dossier.id}/",
            area=find_place(dossier, self.day)[0],
        )
        waiting, duties = list_waiting(dossier, self.day), derive_duties(dossier, self.day)
        items = [make_waiting_item(self.tables, dossier, each, self.day) for each in waiting]
        items += [make_duty_item(dossier, each, self.day) for each in duties]
        rows = [self._show_due(base, item) for item in items]
        for ending in list_announced(dossier, status, self.day):
            rows.append(
                self._show_due(base, make_ending_item(self.tables, dossier, ending, self.day), ENDING)
            )
        return sorted(rows, key=self.order)

    def _show_due(self, base: TaskRow, item: DueItem, code: str = "") -> TaskRow:
        """Something that waits or is due; `code` is what it is about, where many are shown alike."""
        return base._replace(
            code=code or item.code,
            label=item.what,
            by=item.owner,
            who=item.by,
            state=self._find_state(item),
            since=item.since.isoformat() if item.since else "",
            due=item.on.isoformat() if item.on else "",
            target=item.target,
            article=format_article(item.article),
            note=item.notes,
            means=item.means,
        )

    def _find_state(self, item: DueItem) -> str:
        of_institution = item.owner == INSTITUTION
        if item.code in WAITS:
            return "returned" if of_institution else "waiting"
        if item.on:
            return find_due_state(item.on, self.day, self.notice)
        # What an office has to do without a day waits for it.
        return "undated" if of_institution else "waiting"

    def _list_batches(self, passed: Mapping[str, Sequence[dt.date]]) -> Iterator[TaskRow]:
        """What lists of batches wait for."""
        for item in list_batch_items(self.register, passed, self.day):
            batch = self.register.batches[get_stem(item.source)]
            base = TaskRow(id=batch.id, name=batch.title, page="", area=self.city_area)
            yield self._show_due(base, item)

    def _list_of_register(self) -> Iterator[TaskRow]:
        """What the register itself needs of the city bureau."""
        base = TaskRow(id="", name=REGISTER, page="", area=self.city_area)
        for item in list_register_items(self.tables, self.day):
            yield self._show_due(base, item, "" if item.code == CALENDAR else ENDING)


def describe_days(row: TaskRow, day: dt.date) -> str:
    """How many days are left, over, or waited, in words, as of a day."""
    if row.due:
        return format_days_left(dt.date.fromisoformat(row.due), day)
    return f"已等 {(day - dt.date.fromisoformat(row.since)).days} 天" if row.since else ""
