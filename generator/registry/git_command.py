"""Git, asked through its command."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path


class GitError(Exception):
    """Git could not answer; the message is for the person who asked."""


def git(
    root: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    fine: int = 0,
) -> bytes:
    """What a Git command prints, run in `root`, with `stdin` to read.

    Raises GitError where its exit code is neither 0 nor the one that is `fine` too.
    """
    command = ["git", "-C", str(root), *arguments]
    with tempfile.TemporaryFile() as complaints:  # a single pipe is read much faster than two
        try:
            done = subprocess.run(
                command,
                input=os.fsencode(stdin) if stdin is not None else None,
                stdout=subprocess.PIPE,
                stderr=complaints,
                check=False,
                env={**os.environ, **(env or {})},
            )
        except FileNotFoundError as error:
            raise GitError("没有安装 Git") from error
        if done.returncode not in (0, fine):
            complaints.seek(0)
            raise GitError(complaints.read().decode("utf-8", "replace").strip())
    return done.stdout
