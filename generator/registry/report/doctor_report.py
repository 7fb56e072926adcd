"""The open points of a register as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from ..json_data import JsonObject
from ..setup.doctor import Examination
from ..setup.open_point import OpenPoint
from .markdown import escape_markdown

Found = Sequence[tuple[Examination, OpenPoint]]
NOTHING = "没有要办的：设置、记录和仓库都可以上线。"
HEADINGS = {True: "上线以前必须办好", False: "最好办好"}


def build_data(found: Found) -> JsonObject:
    """The points as plain data, for JSON."""
    return {
        "counts": {"must": _count(found, must=True), "should": _count(found, must=False)},
        "points": [
            {"code": each.code, "title": each.title, "must": each.must, **point._asdict()}
            for each, point in found
        ],
    }


def print_points(console: Console, found: Found) -> None:
    """Write the points: what was found, what it costs, how it is mended."""
    if not found:
        console.print(NOTHING)
        return
    number = 0
    for must, group in groupby(found, key=lambda each: each[0].must):
        console.print(Text(HEADINGS[must], style="bold underline"), soft_wrap=True)
        for each, point in group:
            number += 1
            style = "bold red" if must else "bold yellow"
            lead = Text(f"{number:3}  {each.title}", style=style)
            console.print(lead + Text(f"  {point.found}"), soft_wrap=True)
            console.print(Text("     影响：", style="dim") + Text(point.cost), soft_wrap=True)
            console.print(Text("     改法：", style="dim") + Text(point.mend), soft_wrap=True)
        console.print()
    console.print(_summarise(found), soft_wrap=True)


def write_markdown(found: Found) -> str:
    """The points; ends with a line feed."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Found) -> Iterator[str]:
    yield from ("## 上线以前的检查", "", _summarise(found) if found else NOTHING, "")
    for must, group in groupby(found, key=lambda each: each[0].must):
        yield from (f"### {HEADINGS[must]}", "")
        for each, point in group:
            yield f"- **{escape_markdown(each.title)}**：{escape_markdown(point.found)}"
            yield f"  - 影响：{escape_markdown(point.cost)}"
            yield f"  - 改法：{escape_markdown(point.mend)}"
        yield ""


def _summarise(found: Found) -> str:
    must, should = _count(found, must=True), _count(found, must=False)
    return f"必须办好的 {must} 项，最好办好的 {should} 项。"


def _count(found: Found, *, must: bool) -> int:
    return sum(each.must == must for each, _ in found)
