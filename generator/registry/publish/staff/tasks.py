"""What waits and what is due, row by row, each with the one thing to do about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...entry.actions import Action, choose_action
from ...finding import format_article
from ...lifecycle.acts import find_moment
from ...lifecycle.due import find_missing_calendars
from ...lifecycle.duties import DUTIES, INSTITUTION, Duty, derive_duties
from ...lifecycle.endings import Ending, find_regulation_ending, list_announced
from ...lifecycle.filing import find_name, find_place
from ...lifecycle.status import derive_status
from ...lifecycle.waiting import WAITS, Waiting, find_batch_waiting, list_waiting
from ...model.dossier import Dossier
from ...model.kinds import Review
from ...model.register import Register
from ...records.schemas import Schemas
from ..pages.due import WITHIN

# How a row stands: what waits for an office first, then what is due, by the days that are left.
STATES = {
    "waiting": "等机关办理",
    "past": "期限已过",
    "7": "7 天内",
    "30": "8 至 30 天",
    "90": "31 至 90 天",
    "later": "90 天以后",
    "returned": "等机构办理",
    "undated": "未规定期限",
}
# What it is about, in a word, by code.
ENDING, CALENDAR = "ending", "calendar"
WHATS: Mapping[str, str] = {**WAITS, **DUTIES, ENDING: "期满", CALENDAR: "工作日历"}
REGISTER = "登记册"
TARGET = "目标，不是期限"


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
    action: Action = Action()

    @property
    def group(self) -> tuple[str, ...]:
        """What rows have in common that stand under one heading."""
        return self.code, self.label, self.article, self.note

    def order(self) -> tuple[int, str, str, str, str]:
        """Sort key: as STATES have them, then the soonest, or what has waited longest."""
        return [*STATES].index(self.state), self.due or "9999", self.label, self.since, self.id


class TaskMaker:
    """Makes the rows of one register on one day."""

    def __init__(self, register: Register, schemas: Schemas, day: dt.date) -> None:
        self.register = register
        self.schemas = schemas
        self.day = day
        self.tables = register.tables
        self.city_area = self.tables.find_regulation(day).city_area

    def list_tasks(self) -> list[TaskRow]:
        """All rows: those of institutions, of batches, and of the register itself."""
        passed: dict[str, list[dt.date]] = defaultdict(list)
        rows: list[TaskRow] = []
        for dossier in self.register.dossiers.values():
            rows += self.list_of_dossier(dossier)
            for batch in find_moment(dossier, self.day).select_batches("passed"):
                reviews = (each for each in dossier.get_acts(Review) if each.batch == batch)
                passed[batch].append(max(each.date for each in reviews))
        rows += self._list_batches(passed)
        rows += self._list_of_register()
        return sorted(rows, key=TaskRow.order)

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
            *(self._show_duty(base, each) for each in derive_duties(dossier, self.day)),
            *(self._show_ending(base, each) for each in list_announced(dossier, status, self.day)),
        ]
        return sorted(rows, key=TaskRow.order)

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
            action=choose_action(base.id, waiting),
        )

    def _name_record(self, waiting: Waiting) -> str:
        """The record that waits, in words."""
        if waiting.batch:
            return f"{waiting.batch} 批次"
        title = self.schemas.kinds[waiting.kind].title
        number = f"（第 {waiting.number} 次）" if waiting.number else ""
        return f"{waiting.year} {title}{number}" if waiting.year else title

    def _show_duty(self, base: TaskRow, duty: Duty) -> TaskRow:
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
            action=choose_action(base.id, duty),
        )

    def _show_ending(self, base: TaskRow, ending: Ending) -> TaskRow:
        return base._replace(
            code=ENDING,
            label=ending.label,
            by=ending.by,
            who=self._name(ending.by),
            state=self._find_state(ending.last),
            due=ending.last.isoformat(),
            article=format_article(ending.article),
            note=ending.advice,
            action=choose_action(base.id, ending),
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
                action=Action(f"registry new {year} calendar", "calendar", {"year": str(year)}),
            )
        ending = find_regulation_ending(self.tables, self.day)
        if ending and ending.count_notice(self.day) is not None:
            yield self._show_ending(base, ending)

    def _find_state(self, due: dt.date) -> str:
        left = (due - self.day).days
        return "past" if left < 0 else next((code for most, code in WITHIN.items() if left <= most), "later")

    def _find_undated(self, duty: Duty) -> str:
        """How a duty without a day stands: what an office has to do waits for it."""
        return "undated" if duty.by == INSTITUTION else "waiting"

    def _name(self, by: str) -> str:
        return "机构" if by == INSTITUTION else self.tables.get_name(by)


def describe_days(row: TaskRow, day: dt.date) -> str:
    """How many days are left, over, or waited, in words, as of a day."""
    if row.due:
        left = (dt.date.fromisoformat(row.due) - day).days
        return "今天到期" if left == 0 else f"还有 {left} 天" if left > 0 else f"已过 {-left} 天"
    return f"已等 {(day - dt.date.fromisoformat(row.since)).days} 天" if row.since else ""
