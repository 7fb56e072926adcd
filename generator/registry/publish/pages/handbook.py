"""The handbook: for each reader a chapter, for each task a page, in the order in which they are read.

A task is a row here and a template of its address's name in `site/templates/handbook/`. Nothing in it is of one
city: what the law says is linked to, where the site tells it from the regulation's file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple


class Task(NamedTuple):
    """A page of the handbook: the last part of its address, its title, and what it is for."""

    name: str
    title: str
    about: str


class Reader(NamedTuple):
    """Who reads a chapter: the first part of its addresses, the title, what is in it, its tasks."""

    name: str
    title: str
    about: str
    tasks: tuple[Task, ...]

    @property
    def url(self) -> str:
        """The address of the chapter."""
        return f"handbook/{self.name}/"

    def find_address(self, task: Task) -> str:
        """The address of a task's page."""
        return f"handbook/{self.name}-{task.name}/"


class Turn(NamedTuple):
    """A page to turn to: its address from the site's root, its title."""

    url: str
    title: str


class HandbookData(NamedTuple):
    """The first page: all readers."""

    readers: tuple[Reader, ...]


class ChapterData(NamedTuple):
    """A reader's first page, and the page after it."""

    reader: Reader
    next: Turn | None


class TaskData(NamedTuple):
    """A task's page, and those beside it; `year` is that of the day, for commands to read."""

    reader: Reader
    task: Task
    previous: Turn
    next: Turn | None
    year: int


INSTITUTION = Reader(
    "institution",
    "培训机构",
    "申请、报计划和总结、报变更、补正、整改，看自己的页面。",
    (
        Task("apply", "申请列入名单", "第一次报备，或者有效期到了再次报备。"),
        Task("page", "看自己的机构页面", "登记册怎样写自己，哪里有待办，公开了什么。"),
    ),
)
COUNTY = Reader(
    "county",
    "县区经办",
    "把收到的申请、计划、总结和变更录入登记册，受理、通过，出文书。",
    (
        Task("setup", "第一次：准备电脑", "装好程序，取来登记册；一台电脑只做一次。"),
    ),
)
CITY = Reader(
    "city",
    "市级复核",
    "看一份提案该不该通过，评审、公布名单，作决定。",
    (),
)
ADMINISTRATOR = Reader(
    "administrator",
    "管理员",
    "建登记册、换程序的版本、上线、备份，出了问题怎样恢复。",
    (),
)
READERS = (INSTITUTION, COUNTY, CITY, ADMINISTRATOR)


def show_handbook() -> HandbookData:
    """The first page."""
    return HandbookData(READERS)


def show_chapter(reader: Reader) -> ChapterData:
    """A reader's first page."""
    return ChapterData(reader, next(list_turns(reader), None))


def show_task(reader: Reader, task: Task, day: dt.date) -> TaskData:
    """The page of a task."""
    turns = [Turn(reader.url, reader.title), *list_turns(reader), None]
    at = reader.tasks.index(task) + 1
    before = turns[at - 1] or Turn(reader.url, reader.title)
    return TaskData(reader, task, before, turns[at + 1], day.year)


def list_turns(reader: Reader) -> Iterator[Turn]:
    """The pages of a chapter, in order."""
    return (Turn(reader.find_address(each), each.title) for each in reader.tasks)


def list_addresses() -> Iterator[str]:
    """The addresses of all pages of the handbook but the first."""
    for reader in READERS:
        yield reader.url
        yield from (reader.find_address(each) for each in reader.tasks)
