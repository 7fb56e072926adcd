"""What a change means, as text for a terminal and as Markdown for the summary of a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from ..changes.sections import Item, Section
from ..publish.shows import name_page
from .markdown import escape_markdown, fit_lines

MEANING = "这次改动的含义"
NOTHING = (
    "这次改动没有改变登记册的内容。改了而这里没有的，看是不是还没有存盘、提交或者推送；"
    "已经合并的，第一个版本写合并以前的。"
)
COMPUTED = (
    "由这些记录算出的登记情况单、最近变化、决定和整改、到期和待办、"
    "总览、统计、课程日历、检索、核验和数据文件也随之更新。"
)
CUT = "**以下没有列出。** 在本地运行 `registry changes` 查看全部。"


def print_changes(console: Console, sections: Sequence[Section]) -> None:
    """Print what a change means, a section a dossier."""
    if not sections:
        console.print(NOTHING)
    for section in sections:
        console.print(Text(section.title, style="bold underline"))
        for item in section.items:
            for i, line in enumerate(item.lines):
                lead = f"  {item.heading}  " if i == 0 else " " * 8
                console.print(Text(lead, style="dim") + Text(line))
        if section.pages:
            console.print(Text("  页面  ", style="dim") + Text(name_pages(section.pages)))
        console.print()
    if any(section.pages for section in sections):
        console.print(COMPUTED)


def write_markdown(sections: Sequence[Section]) -> str:
    """The sections; ends with a line feed."""
    return "\n".join(fit_lines(_write_lines(sections), CUT)) + "\n"


def _write_lines(sections: Sequence[Section]) -> Iterator[str]:
    yield from (f"## {MEANING}", "")
    if not sections:
        yield from (NOTHING, "")
    for section in sections:
        yield from (f"### {escape_markdown(section.title)}", "")
        yield from write_items(section.items)
        yield from write_pages(section.pages)
        yield ""
    if any(section.pages for section in sections):
        yield from (COMPUTED, "")


def write_items(items: Sequence[Item]) -> Iterator[str]:
    """What a section tells, as a list in Markdown."""
    for item in items:
        yield f"- **{item.heading}**"
        yield from (f"  - {escape_markdown(line)}" for line in item.lines)


def name_pages(pages: Sequence[str]) -> str:
    """What the pages that change are called."""
    return "、".join(map(name_page, pages))


def write_pages(pages: Sequence[str]) -> Iterator[str]:
    """The pages that change, as an item of a list in Markdown."""
    if pages:
        yield f"- **页面**：{escape_markdown(name_pages(pages))}"
