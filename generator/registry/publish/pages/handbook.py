"""The handbook: for each reader a chapter, for each task a page, in the order in which they are read.

A task is a row here and a template of its address's name in `site/templates/handbook/`. Nothing in it is of
one city: what the law says is linked to, where the site tells it from the regulation's file.
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
    "申请、报计划和总结、报变更、补正、整改，看自己的页面。不用装任何东西：填表，发给收件的机关。",
    (
        Task("page", "看自己的机构页面", "登记册怎样写自己，有哪些待办。"),
        Task("apply", "申请列入名单", "第一次报备，或者有效期快到、再次报备。"),
        Task("supplement", "收到补正通知以后", "表格有几处要改，改好整份重新报。"),
        Task("plan", "报年度计划", "明年办哪些课程；通过以后才能开班。"),
        Task("amendment", "报计划调整", "计划通过以后要加、要减、要改课程。"),
        Task("summary", "报年度总结", "这一年办了哪些班，哪些没有办。"),
        Task("change", "报告变更", "名称、法定代表人、地址、电话、师资、教室等有了变化。"),
        Task("rectify", "收到责令限期整改以后", "在期限以前改好、报告、等认定。"),
        Task("public", "哪些公开，写错了怎样更正", "网站上有什么、没有什么，错了找谁改。"),
        Task("verify", "查验一次学习", "证书上的机构、课程和日期，登记册里对不对得上。"),
    ),
)
COUNTY = Reader(
    "county",
    "县区经办",
    "把收到的申请、计划、总结和变更录入登记册，受理、通过，出文书。",
    (
        Task("setup", "第一次：准备电脑", "装好程序，取来登记册；一台电脑只做一次。"),
        Task("browser", "第一次：在浏览器里", "什么也不装，准备账号和收藏夹。"),
        Task("sheets", "早上收到的表格", "导入，发补正通知或者收件回执，提出来请同事看。"),
        Task("steps", "受理、通过和退回", "计划、调整和总结录入以后的每一步，一份或者一批。"),
        Task("institution", "一家新机构申请", "录入申请和推荐，到评审以前。"),
        Task("change", "录入变更", "电话、名称、地址、师资……有变化的都这样办。"),
        Task("forms", "在浏览器里填表", "不用命令，填网页表单，交到代码托管网站。"),
        Task("conflict", "和同事改了同一处", "谁也不丢，照着办就能合到一起。"),
        Task("correction", "录错了，已经合并", "不改原来的文件，添一份更正。"),
        Task("papers", "出文书", "责令整改、补正通知、回执、名单……写成可以接着改的 Word。"),
        Task("due", "有什么到期", "每天看一眼，该提醒的提醒，该办的办。"),
        Task("messages", "看懂核对的结果", "错误、提醒和提示，各是什么意思，怎样改。"),
        Task("commands", "办什么事用什么命令", "一张表：每一种事项怎样录入，另外要做什么。"),
        Task("writing", "填写时注意", "编号、引号、日期、文号怎样写；什么绝不写。"),
    ),
)
CITY = Reader(
    "city",
    "市级复核",
    "看一份提案该不该通过，评审、公布名单，作决定。",
    (
        Task("proposal", "看一份提案", "一页写着办了什么、合不合办法、依据什么、由谁批准。"),
        Task("approve", "批准、问回去、合并", "看完以后怎样决定，怎样留下记录。"),
        Task("batch", "开一批报备考核，公布名单", "从征集到公布，评审、公示都在一个批次里。"),
        Task("decision", "整改、限制和处理决定", "由谁作、怎样录入、送达和公开以后补什么。"),
        Task("correction", "更正、修复和不再公开", "已经合并的错了，各有各的办法。"),
        Task("personal", "记录里写了个人信息", "先停下，再清除；删去文件也还留在历史里。"),
        Task("defend", "一年以后说明当时的决定", "当时知道什么、照哪一条、谁办谁批准，都查得到。"),
        Task("older", "录入以前公布的名单", "只剩名单的，照原样录入。"),
    ),
)
ADMINISTRATOR = Reader(
    "administrator",
    "管理员",
    "建登记册、换程序的版本、上线、备份，出了问题怎样恢复。",
    (
        Task("init", "建一份登记册", "一个小时：各表、办法、网站的设置。"),
        Task("forge", "设好代码托管网站", "谁批准、哪些检查必须通过、流程和每晚的待办。"),
        Task("publish", "发布网站", "公开的网站，给同事看的网站，不用服务器的网站。"),
        Task("live", "从示例到正式上线", "示例一次清空，以后不再回去。"),
        Task("update", "换程序的版本", "单独一份提案，先看有什么改变。"),
        Task("red", "有什么红了", "提案的检查、发布、待办，各看哪里、怎样办。"),
        Task("restore", "备份、恢复和清除", "停电、磁盘满了、要从历史中清除一段文字。"),
        Task("year", "新的一年，修订的办法", "工作日历、办法、机关的变化。"),
    ),
)
ENGINEER = Reader(
    "engineer",
    "For the engineer of another city",
    "What it is, a register of your own in an hour, what is the city's and what the program's.",
    (),
)
READERS = (INSTITUTION, COUNTY, CITY, ADMINISTRATOR, ENGINEER)


def show_handbook() -> HandbookData:
    """The first page: the readers, each with their tasks."""
    return HandbookData(READERS)


def show_chapter(reader: Reader) -> ChapterData:
    """A reader's first page."""
    return ChapterData(reader, next(list_turns(reader), None))


def show_task(reader: Reader, task: Task, day: dt.date) -> TaskData:
    """The page of a task."""
    # The chapter's own page stands first: a task is one place further on than among the tasks.
    turns = [Turn(reader.url, reader.title), *list_turns(reader)]
    previous = reader.tasks.index(task)
    after = turns[previous + 2 :]
    return TaskData(reader, task, turns[previous], after[0] if after else None, day.year)


def list_turns(reader: Reader) -> Iterator[Turn]:
    """The pages of a chapter, in order."""
    return (Turn(reader.find_address(each), each.title) for each in reader.tasks)


def list_addresses() -> Iterator[str]:
    """The addresses of all pages of the handbook but the first."""
    for reader in READERS:
        yield reader.url
        yield from (reader.find_address(each) for each in reader.tasks)


def list_pages(day: dt.date) -> Iterator[tuple[str, str, str, str, ChapterData | TaskData]]:
    """All pages but the first: address, title, description, template and what it shows.

    Each has a template of its own, named as its address.
    """
    for reader in READERS:
        chapter = show_chapter(reader)
        yield reader.url, reader.title, reader.about, reader.url.rstrip("/"), chapter
        for task in reader.tasks:
            url, shown = reader.find_address(task), show_task(reader, task, day)
            yield url, task.title, task.about, url.rstrip("/"), shown
