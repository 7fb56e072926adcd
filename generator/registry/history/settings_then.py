"""The settings of a register as they were at a commit."""

from __future__ import annotations

import os
from pathlib import Path

from ..git_command import GitError, run_git
from ..json_data import Fields
from ..settings import SETTINGS, SettingsError, check_size, read_file, read_merged


def read_settings_at(root: Path, commit: str) -> Fields:
    """What `read_whole_settings_at` reads; empty where the settings cannot be read. Raises GitError."""
    try:
        return read_whole_settings_at(root, commit)
    except SettingsError:
        return {}


def read_whole_settings_at(root: Path, commit: str) -> Fields:
    """The content of `root`/mkdocs.yml at a commit, with what it inherits. Raises GitError, SettingsError.

    What it inherits from outside of the repository is as it is now: no commit has it.
    """
    top = Path(os.fsdecode(run_git(root, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    here = root.resolve()

    def read(file: Path) -> bytes:
        # By the words of the path, not by the disk: the file may be gone since, or have become a link.
        place = Path(os.path.normpath(here / os.path.relpath(file, root)))
        if not place.is_relative_to(top):
            return read_file(file)
        try:
            return check_size(
                run_git(top, "cat-file", "blob", f"{commit}:{place.relative_to(top).as_posix()}"), file
            )
        except GitError as error:
            raise SettingsError(f"{commit} 中没有 {place.relative_to(top)}") from error

    return read_merged(read, SETTINGS, root)
