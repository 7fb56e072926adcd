"""The forge's issues, one an area with what is due there: which there are, what is done with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

NOTHING = "现在没有待办事项；以后再有时另开一个议题。\n"


class _Row(msgspec.Struct):
    number: int
    title: str


class Issue(NamedTuple):
    """The issue of an area: its title, by which it is found again, and its body ("" where nothing is due)."""

    area: str
    title: str
    body: str


def write_issues(issues: Iterable[Issue], numbers: Mapping[str, int], folder: Path) -> dict[str, int]:
    """Write what to do with the forge's issues below `folder`; returns how many of each.

    `numbers` are the open issues, title → number. An area without an issue gets `create/<area>.md` and
    `create/<area>.title`, one that has one `edit/<number>.md`; where nothing is due any more,
    `close/<number>.md` holds the last word. The three folders are always there. Raises OSError, and
    ValueError where `folder` holds something: what is left of an earlier day would be done again.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise ValueError(f"{folder} 中已有内容；换一个空的文件夹")
    done = dict.fromkeys(("create", "edit", "close"), 0)
    for name in done:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for issue in issues:
        number = numbers.get(issue.title)
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


def read_open_issues(file: Path) -> dict[str, int]:
    """The open issues that a forge listed (JSON: number and title), title → number; of one title the oldest.

    Raises OSError, and ValueError where it is no such list.
    """
    try:
        rows = msgspec.json.decode(file.read_bytes(), type=list[_Row])
    except msgspec.MsgspecError as error:
        raise ValueError(f"{file} 不是议题的列表：每项应有 number 和 title") from error
    return {row.title: row.number for row in sorted(rows, key=lambda row: -row.number)}
