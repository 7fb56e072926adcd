"""Real Git repositories for the tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from benchmarks.corpus import make


def commit(root: Path, day: str = "", *options: str) -> None:
    """Commit all that is below `root`, at noon of a day in Beijing, or now where the day does not matter."""
    git(root, "add", "--all")
    git(root, "commit", "-q", "--allow-empty", "-m", "录入", *options, day=day)


def make_committed(folder: Path, dossiers: int, faults: int = 0) -> Path:
    """A register of so many dossiers in a new folder, in a repository of its own, all committed."""
    make(folder, dossiers, faults)
    git(folder.parent, "init", "-q", "-b", "main", str(folder))
    commit(folder)
    return folder


def git(root: Path, *arguments: str, day: str = "", check: bool = True) -> None:
    """Run Git in `root`; it must succeed where nothing else is said (`check`)."""
    settings = ["-c", "user.name=演示", "-c", "user.email=office@example.org", "-c", "commit.gpgsign=false"]
    settings += ["-c", "maintenance.auto=false"]  # else each commit starts another process that finds no work
    dates = {"GIT_COMMITTER_DATE": f"{day}T12:00:00+08:00", "GIT_AUTHOR_DATE": f"{day}T12:00:00+08:00"}
    env = {**os.environ, **(dates if day else {})}
    subprocess.run(["git", "-C", str(root), *settings, *arguments], check=check, capture_output=True, env=env)


def find_revision(root: Path, name: str) -> str:
    """The commit that a name means in `root`."""
    result = subprocess.run(["git", "-C", root, "rev-parse", name], capture_output=True, check=True)
    return result.stdout.decode().strip()
