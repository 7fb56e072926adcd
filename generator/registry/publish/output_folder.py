"""Putting a site in its folder: what is there as it should be is left alone, all else goes in at the end.

A build writes into a folder beside. Where it is known what the last build has put in place, only files that
are other are written at all, and then moved over those in place, one by one; each is whole at any time.
Otherwise the new folder takes the place of the old one by renaming. A file that every build writes, the
stamp, tells whether the last build there was ours and came to its end: it is moved first. A mark names all
files that are ours; nothing is put in place where there are others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..memo import PARTS, Memo, digest_of
from .output_mark import MARK, files_of, mark, others, others_of_before, refuse_others


class Placed(NamedTuple):
    """A file in place: what tells its content apart, its size in bytes, and when it was written (ns)."""

    content: bytes
    size: int
    written: int


_decoder = msgspec.msgpack.Decoder(dict[str, Placed])


class Place:
    """The folder of a site, while another version of it is made in the folder `aside`."""

    def __init__(self, folder: Path, aside: Path, stamp: str, cache: Path | None = None) -> None:
        self.folder = folder
        self.aside = aside
        self.stamp = stamp
        self.memo = Memo(cache / PARTS) if cache else None
        packed = self.memo.get("placed", str(folder), b"") if self.memo else None
        self.before = _decoder.decode(packed) if packed else {}
        if stamp not in self.before or not self._there(stamp, self.before[stamp].content):
            self.before = {}
        self.kept: dict[str, Placed] = {}
        self.told: dict[str, bytes] = {}
        self.made: set[str] = set()  # folders

    def has(self, paths: list[str], content: bytes) -> bool:
        """Whether files that come from one thing are in place as this thing makes them; then they stay."""
        found = {path: self._there(path, _of(content, path)) for path in paths}
        there = {path: placed for path, placed in found.items() if placed}
        if len(there) < len(found):
            return False
        self.kept |= there
        return True

    def write(self, path: str, content: bytes, source: bytes = b"") -> None:
        """Write a file; `source` tells of what it is made, where that is shorter than the content."""
        told = _of(source, path) if source else digest_of(content)
        placed = self._there(path, told)
        if placed:
            self.kept[path] = placed
            return
        self.new(path).write_bytes(content)
        self.told[path] = told

    def new(self, path: str) -> Path:
        """Where to write a file bit by bit."""
        folder = path.rpartition("/")[0]
        if folder not in self.made:
            (self.aside / folder).mkdir(parents=True, exist_ok=True)
            self.made.add(folder)
        return self.aside / path

    def wrote(self, path: str, source: bytes) -> None:
        """Note of what a file is made that was written so."""
        self.told[path] = _of(source, path)

    def file(self, path: str) -> Path:
        """Where a file of the site is meanwhile: in place, or beside."""
        return (self.folder if path in self.kept else self.aside) / path

    def finish(self) -> None:
        """Put all in place. Raises OSError, and Refusal where there is something else."""
        refuse_others(self.folder, others(self.folder, self.stamp))
        made = {*files_of(self.aside), *self.kept}
        refuse_others(self.folder, others_of_before(self.folder, made))
        if not self.before:
            self._swap()
        else:
            self._move()
        if self.memo:
            self.memo.put("placed", str(self.folder), b"", msgspec.msgpack.encode(self.kept))
            self.memo.save()

    def _there(self, path: str, content: bytes) -> Placed | None:
        """A file that is in place and as it was placed, with this content."""
        placed = self.before.get(path)
        if placed is None or placed.content != content:
            return None
        return placed if self._seen(path, content) == placed else None

    def _seen(self, path: str, content: bytes) -> Placed | None:
        try:
            seen = os.lstat(f"{self.folder}/{path}")
        except OSError:
            return None
        return Placed(content, seen.st_size, seen.st_mtime_ns)

    def _swap(self) -> None:
        """Put the new folder in the place of the old one, so that no reader meets half of it."""
        (self.aside / MARK).write_bytes(mark(files_of(self.aside)))
        before = self.aside.with_name("before")
        if self.folder.exists():
            self.folder.rename(before)
        try:
            self.aside.rename(self.folder)
        except OSError:
            if before.exists():
                before.rename(self.folder)
            raise
        shutil.rmtree(before, ignore_errors=True)
        if self.memo:
            self._note(files_of(self.folder))

    def _move(self) -> None:
        """Move what is new over what is there, then take away what is no more."""
        new = sorted(files_of(self.aside), key=lambda path: (path != self.stamp, path))
        self._mark({*self.before, *new})
        for path in new:
            file, target = self.aside / path, self.folder / path
            told = self.told[path] = self._told(path, file)
            if placed := self._there(path, told):  # others have written it as it was
                self.kept[path] = placed
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
        self._note(path for path in new if path not in self.kept)
        for path in self.before.keys() - self.kept.keys():
            file = self.folder / path
            file.unlink(missing_ok=True)
            while file.parent != self.folder and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        self._mark(self.kept)

    def _mark(self, paths: Iterable[str]) -> None:
        """Name the files that are ours, where others are named."""
        told, file = mark(paths), self.folder / MARK
        if not file.is_file() or file.read_bytes() != told:
            (self.aside / MARK).write_bytes(told)
            (self.aside / MARK).replace(file)

    def _told(self, path: str, file: Path) -> bytes:
        """What tells a new file apart, whoever has written it."""
        return self.told.get(path) or digest_of(file.read_bytes())

    def _note(self, paths: Iterator[str]) -> None:
        """Note what is in place now."""
        for path in paths:
            told = self._told(path, self.folder / path)
            if seen := self._seen(path, told):
                self.kept[path] = seen


def _of(source: bytes, path: str) -> bytes:
    """What tells a file apart that is made of something together with others."""
    return digest_of(source, path.encode())


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """A new folder beside another, which goes at the end, come what may. Raises OSError."""
    place = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-", dir=folder.parent))
    try:
        yield place
    finally:
        _remove(place)


def _remove(folder: Path) -> None:
    """Take a folder away with all that is in it, also where only one more file can be opened at a time."""
    shutil.rmtree(folder, ignore_errors=True)
    for place, folders, names in os.walk(folder, topdown=False):
        for name in names:
            Path(place, name).unlink(missing_ok=True)
        for name in folders:
            Path(place, name).rmdir()
    if folder.exists():
        folder.rmdir()
