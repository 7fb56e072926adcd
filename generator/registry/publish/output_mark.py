"""Which files in an output folder are ours: a mark file there lists those that the last build wrote.

A file that it does not list is somebody else's, and nothing is built over it. A site that was built
before there were marks is known by its stamp; its files are taken for ours where the new site has one like
it: as deep in the same first folder, and of the same kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from ..display import join_first
from ..records.files import walk_folder
from ..refusal import Refusal

MARK = ".registry-files.json"
STAFF_STAMP = "staff.json"  # of which day and commit a staff's site is, and by which it is known
COMING = ".registry-new"  # a file on its way into the folder
NOTE = "registry build 写下的文件；文件夹中有别的内容时不再生成"
T = TypeVar("T")
STAMPED = ("version", "as_of", "commit")  # what a stamp of a site has held from the first
MAX_SHOWN = 5


class _Mark(msgspec.Struct):
    note: str
    files: list[str]


def build_mark(paths: Iterable[str]) -> bytes:
    """The mark of a site with these files."""
    # A file a line: two marks can be compared, and a person who finds one can read it.
    return msgspec.json.format(msgspec.json.encode(_Mark(NOTE, sorted(paths))), indent=0) + b"\n"


def list_files_in(folder: Path) -> list[str]:
    """The paths of all files below a folder but MARK and COMING. Raises OSError."""
    return [path for path in walk_folder(folder, leave="") if path not in (MARK, COMING)]


def list_foreign_files(folder: Path, stamp: str) -> list[str]:
    """What in a folder is not ours, shortened; nothing of a site from before there were marks.

    Raises OSError.
    """
    if not folder.exists():
        return []
    ours = _read_mark(folder)
    if ours is None:
        # What else lies there is asked once the new site is made, by the shape of its files.
        return [] if _has_stamp(folder, stamp) else _shorten(list_files_in(folder), ())
    return _shorten((path for path in list_files_in(folder) if path not in ours), ours)


def list_foreign_by_shape(folder: Path, new: Collection[str]) -> list[str]:
    """What in a site from before there were marks is not ours, as the new one's files tell; shortened."""
    if not folder.exists() or _read_mark(folder) is not None:
        return []
    shapes = {_shape(path) for path in new}
    return _shorten((path for path in list_files_in(folder) if _shape(path) not in shapes), new)


def _shape(path: str) -> tuple[str, int, str]:
    """What files of one kind have in common: the first folder, how deep they lie, and how their names end."""
    first, *below = path.split("/")
    name = path.rpartition("/")[2]
    return first, len(below), name if name == "index.html" else name[name.rfind(".") :]


def describe_foreign_files(folder: Path, foreign: list[str]) -> str:
    """That there is something else in a folder, by name, and what to do."""
    named = join_first(foreign, MAX_SHOWN, "项")
    return f"{folder} 中已有别的内容，不是 registry build 写的：{named}；先移走，或者换一个输出文件夹"


def refuse_foreign_files(folder: Path, foreign: list[str]) -> None:
    """Raises Refusal where something else was found in a folder."""
    if foreign:
        raise Refusal(f"没有生成网站：{describe_foreign_files(folder, foreign)}")


def _read_mark(folder: Path) -> frozenset[str] | None:
    """The files that a folder's mark names; None where there is no mark that can be read."""
    content = _decode(folder / MARK, _Mark)
    return frozenset(content.files) if content else None


def _has_stamp(folder: Path, stamp: str) -> bool:
    """Whether a folder is a site of ours, built before there were marks."""
    return (_decode(folder / stamp, dict) or {}).keys() >= {*STAMPED}


def find_site_above(folder: Path, stamp: str) -> Path | None:
    """The folder, or the nearest above it, that holds a site with this stamp; None where none does."""
    return next((each for each in (folder, *folder.parents) if _has_stamp(each, stamp)), None)


def _decode(file: Path, form: type[T]) -> T | None:
    """What a file of JSON holds; None where there is no such file."""
    # A link would lead to a file of somebody else's, which says nothing of this folder.
    if file.is_symlink() or not file.is_file():
        return None
    try:
        return msgspec.json.decode(file.read_bytes(), type=form)
    except msgspec.MsgspecError:
        return None


def _shorten(paths: Iterable[str], ours: Collection[str]) -> list[str]:
    """Paths, sorted; of a folder in which nothing is ours its name alone, with a slash."""
    if not (paths := list(paths)):
        return []
    # A folder in which there is nothing of ours is listed by its name alone: it may hold thousands of files.
    folders = {path[: i + 1] for path in ours for i, sign in enumerate(path) if sign == "/"}
    shown = set()
    for path in paths:
        ends = (i + 1 for i, sign in enumerate(path) if sign == "/")
        shown.add(next((path[:end] for end in ends if path[:end] not in folders), path))
    return sorted(shown)
