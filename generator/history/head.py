"""The commit that a register's folder stands at."""

from __future__ import annotations

import subprocess
from pathlib import Path

SHOWN = 12


def head(root: Path) -> str:
    """The commit of `root`, shortened, noted if records/ holds what is not committed; "" outside Git."""
    commit = _git(root, "rev-parse", f"--short={SHOWN}", "HEAD")
    if not commit:
        return ""
    return f"{commit}（另有未提交的改动）" if _git(root, "status", "--porcelain", "--", "records") else commit


def _git(root: Path, *arguments: str) -> str:
    try:
        found = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()
