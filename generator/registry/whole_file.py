"""Files written whole: who reads one finds what was there or what is there now, never a part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def replace_file(file: Path, content: bytes) -> None:
    """Write a file, in the place of one that may be there. Raises OSError."""
    beside = _find_beside(file)
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files with their folders, all or none. Raises OSError."""
    former = {file: file.read_bytes() if file.exists() else None for file in contents}
    try:
        for file, content in contents.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            _find_beside(file).write_bytes(content)
        for file in contents:
            _find_beside(file).replace(file)
    except OSError:
        for file, before in former.items():
            _find_beside(file).unlink(missing_ok=True)
            if before is None:
                file.unlink(missing_ok=True)
            elif file.read_bytes() != before:
                replace_file(file, before)
        raise


def _find_beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")
