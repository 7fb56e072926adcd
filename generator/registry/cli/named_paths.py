"""What a command's PATH names: files and folders of the register, as a shell or a message writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .common import CannotRun


def find_wanted(root: Path, paths: Sequence[str]) -> list[str]:
    """The files or folders named, as seen from the current folder or from the root; all where none is."""
    wanted = []
    for path in paths:
        # From the current folder as the shell completes it, or from the root as findings print it.
        places = [each for each in (Path(path), root / path) if each.is_symlink() or each.exists()]
        if not places:
            raise CannotRun(f"没有 {path} 这个文件或文件夹")
        resolved = [_resolve_folders(each) for each in places]
        inside = [each for each in resolved if each.is_relative_to(root.resolve())]
        if not inside:
            raise CannotRun(f"{path} 不在登记册 {root.resolve()} 中")
        wanted.append(inside[0].relative_to(root.resolve()).as_posix())
    return wanted or ["."]


def is_wanted(wanted: Sequence[str], path: str) -> bool:
    """Whether a file is one of what is wanted, or in it."""
    return any(each == "." or path == each or path.startswith(f"{each}/") for each in wanted)


def _resolve_folders(path: Path) -> Path:
    """The path without links in it; a link itself is not followed."""
    return path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
