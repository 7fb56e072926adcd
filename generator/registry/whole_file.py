"""Files written whole: who reads one finds what was there or what is there now, never a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def replace_file(file: Path, content: bytes) -> None:
    """Write a file, in the place of one that may be there. Raises OSError."""
    beside = _find_beside(file)
    try:
        with _name(file):
            beside.write_bytes(content)
        beside.replace(file)
    except BaseException:  # an interruption too
        beside.unlink(missing_ok=True)
        raise


def create_file(file: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileExistsError where it is, and OSError."""
    stream = file.open("xb")
    try:
        with _name(file), stream:
            stream.write(content)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write several files with their folders, all or none. Raises OSError."""
    former = {file: file.read_bytes() if file.exists() else None for file in contents}
    try:
        for file, content in contents.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with _name(file):
                _find_beside(file).write_bytes(content)
        for file in contents:
            _find_beside(file).replace(file)
    except BaseException:
        for file, before in former.items():
            _find_beside(file).unlink(missing_ok=True)
            if before is None:
                file.unlink(missing_ok=True)
            elif file.read_bytes() != before:
                replace_file(file, before)
        raise


@contextmanager
def _name(file: Path) -> Iterator[None]:
    """Give an error that names no file, as of a full disk, the file that was to be written."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(file)
        raise


def _find_beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")
