"""What waits and what is due, row by row, each with the one thing to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...display import format_days_left
from ...finding import format_article
from ...lifecycle.due import find_missing_calendars
from ...lifecycle.duties import DUTIES, INSTITUTION, Duty, derive_duties
from ...lifecycle.endings import Ending, find_regulation_ending, get_notice_days, list_announced
from ...lifecycle.filing import find_name, find_place
from ...lifecycle.means import Means, find_calendar_means, find_ending_means, find_means
from ...lifecycle.status import derive_status
from ...lifecycle.waiting import WAITS, Waiting, find_batch_waiting, list_waiting
from ...lifecycle.waiting_means import find_waiting_means
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.schemas import Schemas
from ..pages.due import find_due_state, list_states

# What it is about, in a word, by code.
ENDING, CALENDAR = "ending", "calendar"
WHATS: Mapping[str, str] = {**WAITS, **DUTIES, ENDING: "期满", CALENDAR: "工作日历"}
REGISTER = "登记册"
TARGET = "目标，不是期限"


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

    @property
    def group(self) -> tuple[str, ...]:
        """What rows have in common that stand under one heading."""
        return self.code, self.label, self.article, self.note

    def order(self) -> tuple[str, str, str, str]:
        """Sort key among those that stand alike: the soonest, or what has waited longest."""
        return self.due or "9999", self.label, self.since, self.id


class TaskMaker:
    """Makes the rows of one register on one day."""

    def __init__(self, register: Register, schemas: Schemas, day: dt.date) -> None:
        self.register = register
        self.schemas = schemas
        self.day = day
        self.tables = register.tables
        self.notice = sorted(get_notice_days(self.tables, day))
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
        rows = [
            *(self._show_waiting(base, each) for each in list_waiting(dossier, self.day)),
            *(self._show_duty(base, dossier, each) for each in derive_duties(dossier, self.day)),
            *(self._show_ending(base, dossier, each) for each in list_announced(dossier, status, self.day)),
        ]
        return sorted(rows, key=self.order)

    def _show_waiting(self, base: TaskRow, waiting: Waiting) -> TaskRow:
        due = waiting.due.isoformat() if waiting.due else ""
        return base._replace(
            code=waiting.code,
            label=f"{WAITS[waiting.code]}：{self._name_record(waiting)}",
            by=waiting.by,
            who=self._name(waiting.by),
            state="returned" if waiting.by == INSTITUTION else "waiting",
            due=due,
            since=waiting.since.isoformat(),
            article=format_article(waiting.article),
            means=find_waiting_means(base.id, waiting),
        )

    def _name_record(self, waiting: Waiting) -> str:
        """The record that waits, in words."""
        if waiting.batch:
            return f"{waiting.batch} 批次"
        title = self.schemas.kinds[waiting.kind].title
        number = f"（第 {waiting.number} 次）" if waiting.number else ""
        return f"{waiting.year} {title}{number}" if waiting.year else title

    def _show_duty(self, base: TaskRow, dossier: Dossier, duty: Duty) -> TaskRow:
        notes = (TARGET if duty.target else "", duty.note)
        to = f" → {'、'.join(map(self._name, duty.to))}" if duty.to else ""
        return base._replace(
            code=duty.code,
            label=duty.label,
            by=duty.by,
            who=f"{self._name(duty.by)}{to}",
            state=self._find_state(duty.due) if duty.due else self._find_undated(duty),
            since=duty.since.isoformat() if duty.since else "",
            due=duty.due.isoformat() if duty.due else "",
            target=duty.target,
            article=format_article(duty.article),
            note="；".join(filter(None, notes)),
            means=find_means(dossier, duty, self.day),
        )

    def _show_ending(self, base: TaskRow, dossier: Dossier | None, ending: Ending) -> TaskRow:
        return base._replace(
            code=ENDING,
            label=ending.label,
            by=ending.by,
            who=self._name(ending.by),
            state=self._find_state(ending.last),
            due=ending.last.isoformat(),
            article=format_article(ending.article),
            note=ending.advice,
            means=find_ending_means(self.tables, dossier, ending, self.day),
        )

    def _list_batches(self, passed: Mapping[str, Sequence[dt.date]]) -> Iterator[TaskRow]:
        """What lists of batches wait for."""
        for batch in self.register.batches.values():
            days = passed.get(batch.id, ())
            if waiting := find_batch_waiting(self.tables, batch, days, self.day):
                base = TaskRow(id=batch.id, name=batch.title, page="", area=self.city_area)
                note = f"评审通过、还没有公布的有 {len(days)} 个机构"
                yield self._show_waiting(base, waiting)._replace(note=note)

    def _list_of_register(self) -> Iterator[TaskRow]:
        """What the register itself needs of the city bureau: calendars, and what follows its regulation."""
        by = self.tables.city_bureau(self.day)
        empty = TaskRow(id="", name=REGISTER, page="", area=self.city_area)
        base = empty._replace(by=by, who=self._name(by))
        for year, due in find_missing_calendars(self.tables, self.day):
            yield base._replace(
                code=CALENDAR,
                label=f"录入 {year} 年的工作日历",
                state=self._find_state(due),
                due=due.isoformat(),
                note="国务院办公厅的放假安排公布以后",
                means=find_calendar_means(year),
            )
        ending = find_regulation_ending(self.tables, self.day)
        if ending and ending.count_notice(self.day) is not None:
            yield self._show_ending(base, None, ending)

    def _find_state(self, due: dt.date) -> str:
        return find_due_state(due, self.day, self.notice)

    def _find_undated(self, duty: Duty) -> str:
        """How a duty without a day stands: what an office has to do waits for it."""
        return "undated" if duty.by == INSTITUTION else "waiting"

    def _name(self, by: str) -> str:
        return "机构" if by == INSTITUTION else self.tables.get_name(by)


def describe_days(row: TaskRow, day: dt.date) -> str:
    """How many days are left, over, or waited, in words, as of a day."""
    if row.due:
        return format_days_left(dt.date.fromisoformat(row.due), day)
    return f"已等 {(day - dt.date.fromisoformat(row.since)).days} 天" if row.since else ""
