"""What the main line has made of the records, commit by commit, since the register began.

An example may end (rule example-ended): one commit then leaves no record of any institution. What was there
before is nobody's history, and its paths and ids may be used again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from ..git_command import run_git
from ..records.record_path import OF_INSTITUTIONS, RECORDS
from ..settings import SETTINGS, is_example
from .settings_then import read_settings_at

NO_FILE = ""  # stands for the id of a link, or of another repository


class PathChange(NamedTuple):
    """What a commit of the main line makes of a path, which may have been another before.

    The mode and the id of what lies there since; zeros where nothing does.
    """

    commit: str
    mode: str
    id: str
    before: str
    path: str


def list_path_changes(root: Path, renames: str) -> list[PathChange]:
    """What the commits of the main line of HEAD change in records/, the oldest first. Raises GitError.

    `renames` is Git's option that says whether a moved file is one change or two. What institutions had
    before an example has ended is left out.
    """
    history: list[PathChange] = []
    for _, together, is_end in _read_commits(root, "HEAD", renames):
        history += together
        if is_end:
            history = [each for each in history if not each.path.startswith(OF_INSTITUTIONS)]
    return history


def find_example_end(root: Path, head: str) -> str:
    """The last commit of the main line that has ended an example; empty where none did. Raises GitError."""
    ends = [commit for commit, _, is_end in _read_commits(root, head, "--no-renames") if is_end]
    return ends[-1] if ends else ""


def list_setting_commits(root: Path, head: str) -> list[str]:
    """The commits of the main line that changed the settings, the newest first. Raises GitError."""
    arguments = ("--first-parent", "-m", "--format=%x01%H", "--no-patch", head)
    logged = run_git(root, "log", *arguments, "--", SETTINGS).decode("ascii", "replace")
    return re.findall("\x01([0-9a-f]+)", logged)


def _read_commits(root: Path, head: str, renames: str) -> Iterator[tuple[str, list[PathChange], bool]]:
    """The commits that change anything in records/, and whether each takes out all records of an example."""
    held: set[str] = set()
    for commit, group in groupby(_read_log(root, head, renames), key=attrgetter("commit")):
        together = list(group)
        before = bool(held)
        for change in together:
            held.discard(change.before)
            if change.mode.strip("0") and change.path.startswith(OF_INSTITUTIONS):
                held.add(change.path)
        yield commit, together, before and not held and _ceases_to_be_example(root, commit)


def _ceases_to_be_example(root: Path, commit: str) -> bool:
    """Whether the settings said until a commit that the data are an example, and say so no more."""
    before, now = (read_settings_at(root, each) for each in (f"{commit}^", commit))
    return is_example(before) and not is_example(now)


def _read_log(root: Path, head: str, renames: str) -> Iterator[PathChange]:
    # -m with --first-parent: of a merge its difference to the main line, else older versions of Git show
    # nothing of it. \x01 tells the line of a commit from whatever a path may be called.
    arguments = ("--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", renames, "--relative")
    logged = run_git(root, "log", *arguments, "--format=%x01%H", "-z", head, "--", RECORDS)
    parts = iter(logged.decode("utf-8", "surrogateescape").split("\0"))
    commit = ""
    for part in parts:
        if "\x01" in part:  # few have it: one in a commit
            for line in part.splitlines():
                if line.startswith("\x01"):
                    commit = line[1:]
        # The first change of a commit stands behind its header, in one part of those that -z divides.
        entry = part.rpartition("\n")[2]
        if entry.startswith(":"):
            _, mode, _, id_, status = entry[1:].split()
            before = next(parts)
            yield PathChange(commit, mode, id_, before, next(parts) if status[0] in "RC" else before)


class Version(NamedTuple):
    """What files that belong together hold since a commit: the ids of their contents by path.

    `place` is the number of commits of the main line up to that one that changed anything in records/.
    """

    place: float
    commit: str
    files: dict[str, str]


def list_versions(root: Path, together: Callable[[str], str]) -> dict[str, list[Version]]:
    """All versions that the main line (first parents of HEAD) has had of what lies in records/, newest first.

    `together` gives the name under which a path's versions are grouped. The last version of
    what was deleted has no files. Raises GitError.
    """
    by_name: dict[str, list[Version]] = defaultdict(list)
    place, commit = 0, ""
    for change in list_path_changes(root, "--no-renames"):
        # True counts as one: the number of the commit among those that change records.
        place += change.commit != commit
        commit = change.commit
        its = by_name[together(change.path)]
        if not its or its[-1].place < place:
            # A commit tells what it changes; a version has all files of its name.
            its.append(Version(place, commit, {**its[-1].files} if its else {}))
        its[-1].files.pop(change.path, None)
        if change.mode.strip("0"):
            its[-1].files[change.path] = change.id if change.mode.startswith("100") else NO_FILE
    return {name: its[::-1] for name, its in by_name.items()}
