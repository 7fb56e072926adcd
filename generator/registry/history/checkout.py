"""A register as it was at a revision, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..git_command import find_prefix, run_git


@contextmanager
def check_out(root: Path, revision: str, place: Path) -> Iterator[Path]:
    """The register of `root` at a revision, in the new folder `place`; gone at the end. Raises GitError."""
    inner = find_prefix(root)
    run_git(root, "worktree", "add", "--quiet", "--detach", str(place), revision)
    try:
        yield place / inner
    finally:
        # By force: without it Git keeps a tree in which anything was written.
        run_git(root, "worktree", "remove", "--force", str(place))
