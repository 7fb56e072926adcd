"""Files of a folder that tests read, write and change."""

from __future__ import annotations

from pathlib import Path


def read_files(folder: Path) -> dict[str, bytes]:
    """What each file below a folder holds, by its path there."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def write_file(root: Path, path: str, text: str) -> None:
    """Write a file, with the folders above it."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def change_file(root: Path, path: str, old: str, new: str) -> None:
    """Put another text wherever one stands in a file; it must stand there."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")
