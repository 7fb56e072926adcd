"""Drafts: what of records/ is in no commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from ..git_command import list_names, run_git
from ..records.record_path import RECORDS
from .clone import read_statuses, run_on_files

CURRENT = "HEAD"
How = Literal["new", "changed", "deleted"]


class DraftFile(NamedTuple):
    """A file of records/ that differs from the last commit: its path from the root, and how."""

    path: str
    how: How


def read_drafts(root: Path) -> list[DraftFile]:
    """The drafts of the register at `root`, by path. Raises GitError."""
    inside = ("--", RECORDS)
    new = list_names(run_git(root, "ls-files", "--others", "--exclude-standard", "-z", *inside))
    listed = run_git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", CURRENT, *inside)
    words: dict[str, How] = {"A": "new", "D": "deleted"}
    changes = {path: words.get(how, "changed") for path, how in read_statuses(listed).items()}
    # What was only taken out of the index is there, and is no deletion.
    changes |= {path: "changed" if path in changes else "new" for path in new}
    return [DraftFile(path, changes[path]) for path in sorted(changes)]


def list_other_changes(root: Path) -> list[str]:
    """The files outside of records/ that are in no commit as they are, from the repository's top."""
    listed = run_git(
        root, "status", "--porcelain", "--no-renames", "-z", "--", ":(top)", f":(exclude){RECORDS}"
    )
    return [each[3:] for each in list_names(listed)]


def list_ignored(root: Path) -> list[str]:
    """The files of records/ that Git is told to pass over."""
    arguments = ("--others", "--ignored", "--exclude-standard", "-z", "--", RECORDS)
    return list_names(run_git(root, "ls-files", *arguments))


def discard(root: Path, drafts: Sequence[DraftFile]) -> None:
    """Make files again what the last commit has; those that it has not go. Raises GitError."""
    new = [each.path for each in drafts if each.how == "new"]
    committed = [each.path for each in drafts if each.how != "new"]
    if new:
        # -r: a new file may have the name of a folder that was committed, whose files come back below.
        run_on_files(root, new, "rm", "-r", "--cached", "--quiet", "--ignore-unmatch")
    for file in (root / path for path in new):
        file.unlink(missing_ok=True)
        _remove_empty(file.parent, root / RECORDS)
    if committed:
        run_on_files(root, committed, "checkout", "--quiet", CURRENT)


def _remove_empty(folder: Path, top: Path) -> None:
    """Take away a folder with nothing in it, and those above, up to `top`."""
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
