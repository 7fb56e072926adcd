"""The files of records/: which there are, how they are read, and what tells their contents apart.

A file's id is the one that Git has for its bytes (a blob's). Git knows the ids of the files that are as they
were committed, so that these need not be read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Literal, NamedTuple

from ..git_command import GitError, run_git
from ..refusal import Refusal
from .record_path import RECORDS

Entry = Literal["file", "link", "other"]

# What stands in place of the folder's own files: path from the root → bytes, None for a file that is gone.
Replaced = Mapping[str, bytes | None]
NOTHING: Replaced = {}
# How `git ls-files -s -v -m` begins the line of a file without assume-unchanged or skip-worktree: "H 100644
# <id> 0\t<path>", with 0 where no merge is under way. A changed or deleted file is listed again: "C …".
LISTED = ("H 100644 ", "H 100755 ")
OTHERWISE = "C "


class TrackedFiles(NamedTuple):
    """What Git knows of the working tree's records/ and schemas/.

    `ids` are those of unchanged files, by path; `others` are the paths of all else that Git has; `excepted`
    says whether Git was told not to look at some of them.
    """

    ids: Mapping[str, str]
    others: frozenset[str]
    excepted: bool

    @property
    def paths(self) -> frozenset[str]:
        """All that Git has."""
        return self.others.union(self.ids)


UNTRACKED = TrackedFiles({}, frozenset(), excepted=False)


class Files(NamedTuple):
    """The files below records/ by path from the root, sorted, and what Git knows of them."""

    root: Path
    entries: Mapping[str, Entry]
    tracked: TrackedFiles = UNTRACKED
    replaced: Replaced = NOTHING

    def read(self, path: str) -> bytes:
        """What the file at a path holds."""
        # None means both: not replaced, and replaced by nothing. The second is in no list of files any more.
        content = self.replaced.get(path)
        if content is not None:
            return content
        # Not a Path: to put it together takes as long as to read the file.
        with FileIO(f"{self.root}/{path}") as file:
            return file.readall()

    def list_ids(self, paths: list[str]) -> list[str]:
        """The ids of what the files at some paths hold."""
        # The id that Git has is believed only of files that are as it has them (list_tracked): their bytes
        # are not read. Git knows nothing of what is replaced.
        replaced, tracked = self.replaced, self.tracked.ids
        if not replaced:
            with suppress(KeyError):  # nearly always Git has all: in a tenth of a microsecond each
                return [*map(tracked.__getitem__, paths)]
        return [
            (path not in replaced and tracked.get(path)) or compute_blob_id(self.read(path)) for path in paths
        ]

    def replace_files(self, replaced: Replaced) -> Files:
        """The files with some replaced, added (a path that is new) or taken out (None)."""
        # Sorted anew only where a path came: the order of ten thousand others holds.
        entries, added = dict(self.entries), False
        for path, content in replaced.items():
            if content is None:
                entries.pop(path, None)
            elif path.startswith(f"{RECORDS}/"):
                added = added or path not in entries
                entries[path] = "file"
        return self._replace(entries=dict(sorted(entries.items())) if added else entries, replaced=replaced)


def list_files(root: Path, ask_git: bool = False) -> Files:
    """The files of `root`/records; with `ask_git`, with what Git knows of them.

    Raises FileNotFoundError where there is no such folder, and Refusal where it is a link.
    """
    folder = root / RECORDS
    if folder.is_symlink():
        raise Refusal(
            f"{folder} 是一个链接：登记册的内容不在这里，Git 只记下它指向哪里；"
            f"删去链接，把记录放进登记册自己的 {RECORDS}/ 文件夹"
        )
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    if not ask_git:
        return Files(root, walk_folder(folder, f"{RECORDS}/"))
    # Both wait for the disk, Git in a process of its own: together they take little longer than one.
    with ThreadPoolExecutor(1) as pool:
        tracked = pool.submit(list_tracked, root)
        return Files(root, walk_folder(folder, f"{RECORDS}/"), tracked.result())


def walk_folder(folder: Path, start: str = "", leave: str = ".git") -> dict[str, Entry]:
    """Everything below `folder` but folders: its path with forward slashes, sorted, and what it is.

    Paths begin with `start`. Links are not followed. Passed over is what is called `leave`, by default what
    Git itself keeps. Raises OSError.
    """
    # os.scandir, not Path.rglob: the kind of an entry comes with its name, and no file is asked for a second
    # time.
    files: list[str] = []
    others: dict[str, Entry] = {}
    stack = [(str(folder), start)]
    while stack:
        place, prefix = stack.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name == leave:
                    continue
                if entry.is_file(follow_symlinks=False):
                    files.append(prefix + entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    stack.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    others[prefix + entry.name] = "link" if entry.is_symlink() else "other"
    paths: dict[str, Entry] = dict.fromkeys(sorted([*files, *others]), "file")
    return paths | others


def compute_blob_id(content: bytes) -> str:
    """The id that Git gives to bytes."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def list_tracked(root: Path) -> TrackedFiles:
    """What Git knows of the working tree; nothing outside Git.

    A repository whose ids are of another kind (SHA-256) tells nothing here.
    """
    try:
        # One call for all: -s has the ids, -v tells files that Git does not look at, -m lists again what is
        # otherwise.
        listed = run_git(root, "ls-files", "-s", "-v", "-m", "-z", "--", RECORDS, "schemas")
    except GitError:
        return UNTRACKED
    entries = os.fsdecode(listed).split("\0")[:-1]
    ids, others = {}, []
    # By position, not by pattern: this is asked of each of a hundred thousand files. A file under a merge has
    # up to three entries (1, 2, 3 in the place of 0), none of which is what it holds.
    for entry in entries:
        if entry[:9] in LISTED and entry[49:52] == " 0\t":
            ids[entry[52:]] = entry[9:49]
        else:
            others.append(entry)
    # A changed file is listed twice, first with the id that was committed: that is not what it holds.
    for entry in others:
        if entry.startswith(OTHERWISE):
            ids.pop(entry.partition("\t")[2], None)
    names = frozenset(entry.partition("\t")[2] for entry in others)
    return TrackedFiles(ids, names, not all(entry.startswith(("H ", OTHERWISE)) for entry in others))
