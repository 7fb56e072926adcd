"""The files of a new record: where they go, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..records.file_names import list_file_paths
from ..records.record_path import RECORDS
from ..records.schemas import Kind
from .request import NotLawful


class NewFile(NamedTuple):
    """A file to be made: its path from the register's root, its text, its blanks (title and line)."""

    path: str
    text: str
    blanks: list[tuple[str, int]]


class NewFiles(NamedTuple):
    """The files of a new record, and what else is to be done."""

    files: list[NewFile]
    then: list[str]


def find_free_path(kind: Kind, names: Mapping[str, str], taken: Callable[[str], bool]) -> str:
    """The first path of a kind with these values in it that is not taken. Raises NotLawful."""
    for path in list_file_paths(kind.path, names):
        if not taken(f"{RECORDS}/{path}"):
            return f"{RECORDS}/{path}"
    raise NotLawful(describe_existing(kind, names))


def describe_existing(kind: Kind, names: Mapping[str, str]) -> str:
    """That there is a record of the kind already, and what is done instead."""
    if "[" in kind.path:
        return f"这样的{kind.title}已经有 99 份，不能再添"
    path = f"{RECORDS}/{kind.path.format(**names)}"
    later = [each["title"] for each in kind.properties.values() if each.get("x-later") in ("append", "fill")]
    more = f"；之后发生的写进其中的“{'”“'.join(later)}”" if later else ""
    amended = "，通过后要改的另作计划调整（amendment）" if kind.name == "plan" else ""
    return f"已有{kind.title} {path}{more}{amended}"


def write(root: Path, files: Iterable[NewFile]) -> None:
    """Write all files or none; one that is there is never overwritten. Raises OSError."""
    written: list[Path] = []
    try:
        for new in files:
            path = root / new.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(new.text)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
