"""Versions of records: what the main line has held of the files that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .record_log import list_path_changes

NO_FILE = ""  # stands for the id of a link, or of another repository


class Version(NamedTuple):
    """What files that belong together hold since a commit: the ids of their contents by path.

    `place` is the number of commits of the main line up to that one that changed anything in records/.
    """

    place: float
    commit: str
    files: dict[str, str]


def list_versions(root: Path, together: Callable[[str], str]) -> dict[str, list[Version]]:
    """All versions that the main line (first parents of HEAD) has had of what lies in records/, newest first.

    `together` gives the name under which a path's versions are grouped. Of what was deleted the last version
    has no files. Raises GitError.
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
