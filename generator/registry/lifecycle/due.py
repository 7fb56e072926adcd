"""What is due in an area: overdue, due soon, bars that end; and what is done with the forge's issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..model.dossier import Dossier
from ..model.register import Register
from .duties import INSTITUTION, Duty, duties
from .status import bars

# How many days ahead a due date, and the end of a bar, are told.
SOON = 45
NOTHING = "现在没有待办事项；以后再有时另开一个议题。\n"


class Due(NamedTuple):
    """Something due: the dossier, what, by whom, by when (None: no date is set), the article."""

    dossier: Dossier
    what: str
    by: str
    on: dt.date | None
    article: str
    note: str = ""


class Owed(NamedTuple):
    """What is due in one area: overdue, by a day soon, without a date, and bars that end soon."""

    overdue: list[Due]
    soon: list[Due]
    undated: list[Due]
    ending: list[Due]

    @property
    def anything(self) -> bool:
        return any(self)


class _Row(msgspec.Struct):
    number: int
    title: str


class Issue(NamedTuple):
    """The issue of an area: its title, by which it is found again, and its body ("" where nothing is due)."""

    area: str
    title: str
    body: str


def owed(register: Register, area: str, day: dt.date) -> Owed:
    """What is due in an area on `day`, the soonest first."""
    found = Owed([], [], [], [])
    until = day + dt.timedelta(SOON)
    for dossier in register.dossiers.values():
        if dossier.institution.area != area:
            continue
        for duty in duties(dossier, day):
            due = _due(dossier, duty)
            if duty.overdue:
                found.overdue.append(due)
            elif duty.due is None:
                found.undated.append(due)
            elif duty.due <= until:
                found.soon.append(due)
        for span in bars(dossier, day):
            if day <= span.end <= until:
                cited = dossier.tables.cite("20", day)
                found.ending.append(Due(dossier, "不得再次报备期满", "", span.end, cited, "次日起可以申请"))
    for part in found:
        part.sort(key=lambda due: (due.on or dt.date.max, due.dossier.id, due.what))
    return found


def _due(dossier: Dossier, duty: Duty) -> Due:
    by = "机构" if duty.by == INSTITUTION else dossier.tables.name_of(duty.by)
    to = f" → {'、'.join(dossier.tables.name_of(each) for each in duty.to)}" if duty.to else ""
    note = "；".join(filter(None, ("目标，不是期限" if duty.target else "", duty.note)))
    return Due(dossier, duty.label, by + to, duty.due, duty.article, note)


def write_issues(found: Iterable[Issue], known: Mapping[str, int], folder: Path) -> dict[str, int]:
    """Write what to do with the forge's issues below `folder`; returns how many of each.

    `known` are the open issues, title → number. An area without an issue gets `create/<area>.md` and
    `create/<area>.title`, one that has one `edit/<number>.md`; where nothing is due any more,
    `close/<number>.md` holds the last word. The three folders are always there. Raises OSError, and
    ValueError where `folder` holds something: what is left of an earlier day would be done again.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise ValueError(f"{folder} 中已有内容；换一个空的文件夹")
    done = dict.fromkeys(("create", "edit", "close"), 0)
    for name in done:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for issue in found:
        number = known.get(issue.title)
        if issue.body and number is None:
            _write(folder / "create" / f"{issue.area}.title", f"{issue.title}\n")
            _write(folder / "create" / f"{issue.area}.md", issue.body)
            done["create"] += 1
        elif number is not None:
            name = "edit" if issue.body else "close"
            _write(folder / name / f"{number}.md", issue.body or NOTHING)
            done[name] += 1
    return done


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def open_issues(file: Path) -> dict[str, int]:
    """The open issues that a forge listed (JSON: number and title), title → number; of one title the oldest.

    Raises OSError, and ValueError where it is no such list.
    """
    try:
        rows = msgspec.json.decode(file.read_bytes(), type=list[_Row])
    except msgspec.MsgspecError as error:
        raise ValueError(f"{file} 不是议题的列表：每项应有 number 和 title") from error
    return {row.title: row.number for row in sorted(rows, key=lambda row: -row.number)}
