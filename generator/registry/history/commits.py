"""The commits of a proposal: when they were made, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

from ..git_command import run_git
from .main_line import convert_to_day

# As the commit has them: .mailmap lies in the working tree, and a proposal could bring its own.
FIELDS = ("%H", "%ct", "%an", "%ae", "%cn", "%ce", "%s", "%(trailers:key=Co-authored-by,valueonly)")
# A setting may have Git check signatures, and say so in between.
LOG = ("log", "-z", "--no-show-signature", f"--format={'%x00'.join(FIELDS)}")
CO_AUTHOR = re.compile(r"(.*?) *<([^<>]*)> *")


class Person(NamedTuple):
    """Who made a commit, as Git was told."""

    name: str
    mail: str


class Commit(NamedTuple):
    """A commit: id, day in Beijing (None: no day that there is), subject, and who had a hand in it."""

    commit: str
    day: dt.date | None
    subject: str
    people: tuple[Person, ...]


def list_commits(root: Path, base: str) -> list[Commit]:
    """The commits that HEAD has and `base` has not, the newest first. Raises GitError."""
    return _read_log(root, f"{base}..HEAD")


def read_commit(root: Path, revision: str = "HEAD") -> Commit:
    """One commit. Raises GitError."""
    return _read_log(root, "-1", revision)[0]


def _read_log(root: Path, *arguments: str) -> list[Commit]:
    parts = run_git(root, *LOG, *arguments, "--").decode("utf-8", "replace").split("\0")
    rows = zip(*(parts[i :: len(FIELDS)] for i in range(len(FIELDS))), strict=False)
    return [_read_commit(*row) for row in rows]


def _read_commit(commit: str, seconds: str, *rest: str) -> Commit:
    author, author_mail, committer, committer_mail, subject, trailers = rest
    helpers = (Person(*each.groups()) for each in map(CO_AUTHOR.fullmatch, trailers.splitlines()) if each)
    people = (Person(author, author_mail), Person(committer, committer_mail), *helpers)
    return Commit(commit, convert_to_day(seconds), subject, tuple(dict.fromkeys(people)))
