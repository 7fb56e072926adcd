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

Points = Sequence[tuple[Examination, OpenPoint]]
NOTHING = "没有要办的：设置、记录和仓库都可以上线。"
HEADINGS = {True: "上线以前必须办好", False: "最好办好"}


def build_data(points: Points) -> JsonObject:
    """The points as plain data, for JSON."""
    return {
        "counts": {"must": _count(points, must=True), "should": _count(points, must=False)},
        "points": [
            {
                "code": examination.code,
                "title": examination.title,
                "must": examination.must,
                **point._asdict(),
            }
            for examination, point in points
        ],
    }


def print_points(console: Console, points: Points) -> None:
    """Write the points: what was found, what it costs, how it is mended."""
    if not points:
        console.print(NOTHING)
        return
    number = 0
    # No sorting before: the examinations stand in this order, what must be right first.
    for must, group in groupby(points, key=lambda pair: pair[0].must):
        console.print(Text(HEADINGS[must], style="bold underline"))
        for examination, point in group:
            number += 1
            style = "bold red" if must else "bold yellow"
            lead = Text(f"{number:3}  {examination.title}", style=style)
            console.print(lead + Text(f"  {point.found}"))
            console.print(Text("     影响：", style="dim") + Text(point.cost))
            console.print(Text("     改法：", style="dim") + Text(point.mend))
        console.print()
    console.print(_summarise(points))


def write_markdown(points: Points) -> str:
    """The points; ends with a line feed."""
    return "\n".join(_write_lines(points)) + "\n"


def _write_lines(points: Points) -> Iterator[str]:
    yield from ("## 上线以前的检查", "", _summarise(points) if points else NOTHING, "")
    for must, group in groupby(points, key=lambda pair: pair[0].must):
        yield from (f"### {HEADINGS[must]}", "")
        for examination, point in group:
            yield f"- **{escape_markdown(examination.title)}**：{escape_markdown(point.found)}"
            yield f"  - 影响：{escape_markdown(point.cost)}"
            yield f"  - 改法：{escape_markdown(point.mend)}"
        yield ""


def _summarise(points: Points) -> str:
    must, should = _count(points, must=True), _count(points, must=False)
    return f"必须办好的 {must} 项，最好办好的 {should} 项。"


def _count(points: Points, *, must: bool) -> int:
    return sum(each.must == must for each, _ in points)
