"""Versions of records: which commits of the main line changed a path, and what it held then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..git_command import git
from .git import contents


def commits_of(root: Path, path: str) -> list[str]:
    """The commits of the main line (first parents of HEAD) that changed what lies at `path`, newest first.

    Raises GitError.
    """
    listed = git(root, "log", "--first-parent", "--format=%H", "HEAD", "--", path)
    return listed.decode("ascii", "replace").split()


def changed_since(root: Path, commit: str, path: str, *but: str) -> list[str]:
    """The files at or below `path` that a commit had and that are gone or other now; none below `but`.

    Raises GitError.
    """
    beside = (f":(exclude){each}" for each in but)
    listed = git(
        root, "diff", "--name-only", "-z", "--no-renames", "--diff-filter=MD", commit, "--", path, *beside
    )
    return [each for each in listed.decode("utf-8", "surrogateescape").split("\0") if each]


def files_at(root: Path, commit: str, path: str) -> dict[str, bytes]:
    """The files at or below `path` as they were at a commit, by path from `root`; links are passed over.

    Raises GitError.
    """
    listed = git(root, "ls-tree", "-r", "-z", commit, "--", path).decode("utf-8", "surrogateescape")
    ids = dict(_blobs(listed))
    return dict(zip(ids, contents(root, ids.values()), strict=True))


def _blobs(listed: str) -> Iterator[tuple[str, str]]:
    """The path and the id of each file that Git lists."""
    for line in filter(None, listed.split("\0")):
        head, _, path = line.partition("\t")
        mode, kind, id_ = head.split()
        if kind == "blob" and mode.startswith("100"):
            yield path, id_


def age_of(root: Path, path: str) -> int:
    """How many commits the main line had when it first held `path`, one more than ever where it does not.

    So of two paths the one recorded later has the larger number. Raises GitError.
    """
    commits = commits_of(root, path)
    counted = git(root, "rev-list", "--first-parent", "--count", commits[-1] if commits else "HEAD")
    return int(counted) + (not commits)
