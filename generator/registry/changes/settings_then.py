"""The settings of a register as they were at a commit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..git_command import GitError, git
from ..settings import SETTINGS, SettingsError, bounded, merged, read_file


def settings_at(root: Path, commit: str) -> dict[str, Any]:
    """The content of `root`/mkdocs.yml at a commit, with what it inherits; empty where it cannot be read.

    What it inherits from outside of the repository is as it is now: no commit has it. Raises GitError.
    """
    top = Path(os.fsdecode(git(root, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    here = root.resolve()

    def read(file: Path) -> bytes:
        place = Path(os.path.normpath(here / os.path.relpath(file, root)))
        if not place.is_relative_to(top):
            return read_file(file)
        try:
            return bounded(
                git(top, "cat-file", "blob", f"{commit}:{place.relative_to(top).as_posix()}"), file
            )
        except GitError as error:
            raise SettingsError(f"{commit} 中没有 {place}") from error

    try:
        return merged(read, SETTINGS, root)
    except SettingsError:
        return {}
