"""A new record and its files: where they go, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..model.register import Register
from ..records.file_names import list_file_paths
from ..records.record_path import RECORDS
from ..records.schemas import Kind, Schemas
from ..records.strict_yaml import parse
from ..whole_file import create_file, replace_file
from .request import NotLawful, RecordRequest, UnknownNameError

NO_LIST = "表中的 {name} 不是一行一项、各以短横开头的列表，添不上；先改写成这样，或者先改正错误"


class NewRecord(NamedTuple):
    """A record that is to be made: what is asked for, its kind, and the register that it comes to.

    `is_taken` tells whether there is a file at a path.
    """

    asked: RecordRequest
    kind: Kind
    register: Register
    schemas: Schemas
    is_taken: Callable[[str], bool]

    def find_path(self, **names: str) -> str:
        """The first free path for it with these values in it. Raises NotLawful where none is free."""
        return find_free_path(self.kind, names, self.is_taken)


class NewFile(NamedTuple):
    """A file to be made: its path from the register's root, its text, its blanks (title and line).

    With `row_of` the file is there, and the text is a row for the end of that list in it.
    """

    path: str
    text: str
    blanks: list[tuple[str, int]]
    row_of: str = ""


class NewFiles(NamedTuple):
    """The files of a new record, what else is to be done, and the papers that belong to it."""

    files: list[NewFile]
    then: list[str]
    papers: tuple[str, ...] = ()


def find_free_path(kind: Kind, names: Mapping[str, str], is_taken: Callable[[str], bool]) -> str:
    """The first path of a kind with these values in it that is not taken. Raises NotLawful."""
    for path in list_file_paths(kind.path, names):
        if not is_taken(f"{RECORDS}/{path}"):
            return f"{RECORDS}/{path}"
    raise NotLawful(describe_existing(kind, names))


def describe_existing(kind: Kind, names: Mapping[str, str]) -> str:
    """Say that there is a record of the kind already, and what to do instead."""
    if "[" in kind.path:
        return f"这样的{kind.title}已经有 99 份，不能再添"
    path = f"{RECORDS}/{kind.path.format(**names)}"
    later = [each["title"] for each in kind.properties.values() if each.get("x-later") in ("append", "fill")]
    more = f"；之后发生的用 registry step 添进其中的“{'”“'.join(later)}”" if later else ""
    amended = "，通过后要改的另作计划调整（amendment）" if kind.name == "plan" else ""
    return f"已有{kind.title} {path}{more}{amended}"


def write(root: Path, files: Iterable[NewFile]) -> list[NewFile]:
    """Write all files or none, and return them as they then are; one that is there is never overwritten.

    A row is added to its table, which is there. Raises OSError, and UnknownNameError where the table
    takes no row.
    """
    written: list[Path] = []
    new_files: list[NewFile] = []
    try:
        for new in files:
            path = root / new.path
            if new.row_of:
                new_files.append(_write_row(path, new))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            create_file(path, new.text.encode())
            written.append(path)
            new_files.append(new)
    except BaseException:  # an interruption too
        for path in written:
            # Rows need no taking back: a row comes alone, with no file behind it that could fail.
            path.unlink(missing_ok=True)
        raise
    return new_files


def _write_row(path: Path, new: NewFile) -> NewFile:
    """Add a row to the list of a table, whose file is exchanged for another in one step."""
    text, line = insert_row(path.read_text("utf-8"), new.row_of, new.text)
    replace_file(path, text.encode())
    return new._replace(text=text, blanks=[(title, line + number) for title, number in new.blanks])


def insert_row(text: str, name: str, row: str) -> tuple[str, int]:
    """A table's text with a row at the end of the list `name`, and how many lines stand before the row.

    What follows the list, comments included, stays behind it. Raises UnknownNameError where there is no
    such list, an item a line, to which a row could be added.
    """
    lines = text.splitlines(keepends=True)
    start = next((i for i, line in enumerate(lines) if re.match(rf"{name}:", line)), None)
    if start is None:
        raise UnknownNameError(NO_LIST.format(name=name))
    # An empty list in brackets takes no item below it.
    lines[start] = re.sub(r": *\[\]", ":", lines[start].rstrip("\n")) + "\n"
    last = start
    for i, line in enumerate(lines[start + 1 :], start + 1):
        if re.match("[A-Za-z_]", line):
            break
        if re.match(" |- ", line) and line.strip():
            last = i
    lines[last] = lines[last].rstrip("\n") + "\n"
    # The items of a list may stand at the margin, too.
    own = re.sub("^  ", "", row, flags=re.MULTILINE) if any(each.startswith("- ") for each in lines) else row
    longer = "".join((*lines[: last + 1], own, *lines[last + 1 :]))
    if not _has_row_more(text, longer, name):
        raise UnknownNameError(NO_LIST.format(name=name))
    return longer, last + 1


def _has_row_more(before: str, after: str, name: str) -> bool:
    """Whether a table holds in its list `name` one row more than before, behind the same others."""
    old, new = (parse(each.encode()).data for each in (before, after))
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return False
    rows, more = old.get(name) or [], new.get(name)
    return isinstance(rows, list) and isinstance(more, list) and more[:-1] == rows and len(more) > len(rows)
