"""Putting a site in its folder: it is made beside, and takes the place of the old one in one step.

Where the memo has what the last build put in place, only changed files are written; the rest are linked
from the old site into the new one. A mark names all files that are ours; nothing is put in
place where there are others. A folder at which a disk is mounted cannot be exchanged: its files are replaced
one by one.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..memo import PARTS, Memo, compute_digest, unpack
from .output_mark import (
    COMING,
    MARK,
    build_mark,
    list_files_in,
    list_foreign_by_shape,
    list_foreign_files,
    refuse_foreign_files,
)
from .switch import switch

IS_MOUNT = (errno.EBUSY, errno.EXDEV)

_log = logging.getLogger(__name__)


class FileState(NamedTuple):
    """A file in place: what tells its content apart, its size in bytes, and when it was written (ns)."""

    content: bytes
    size: int
    written: int


_decoder = msgspec.msgpack.Decoder(dict[str, FileState])
_digests = msgspec.msgpack.Decoder(dict[str, bytes])


class OutputFolder:
    """The folder of a site, while another version of it is made in the folder `aside`."""

    def __init__(self, folder: Path, aside: Path, stamp: str, cache: Path | None = None) -> None:
        self.folder = folder
        # As texts: these begin the names of a hundred thousand files.
        self.place, self.beside = str(folder), str(aside)
        self.aside = aside
        self.stamp = stamp
        self.memo = Memo(cache / PARTS) if cache else None
        # Under no key: the note is of a folder on this disk, and says itself what each file was made from.
        self.name = os.fsencode(folder).decode("utf-8", "backslashreplace")  # the memo takes text alone
        packed = self.memo.get("placed", self.name, b"") if self.memo else None
        self.before = unpack(_decoder, packed) or {}
        self.staying: dict[str, FileState] = {}
        self.digests: dict[str, bytes] = {}
        self.folders: set[str] = set()  # made in `aside` already

    def keep(self, paths: list[str], content: bytes) -> bool:
        """Keep the files made from one source, if all are in place and up to date; whether they are."""
        there: dict[str, FileState] = {}
        for path in paths:
            placed = self._find_placed(path, content)
            # All or none: of a part of which one file is to be made anew all are at hand anyway.
            if placed is None:
                return False
            there[path] = placed
        self.staying |= there
        return True

    def write(self, path: str, content: bytes, source: bytes = b"") -> None:
        """Write a file; `source` is a digest of what it is made from, where that is known."""
        digest = source or compute_digest(content)
        # Left where it is: it is linked into the new site later, which costs no write and keeps its time, so
        # that what copies or serves the site sees only what is other.
        placed = self._find_placed(path, digest)
        if placed:
            self.staying[path] = placed
            return
        self.prepare_file(path).write_bytes(content)
        self.digests[path] = digest

    def write_all(self, name: str, source: bytes, make: Callable[[], Iterable[tuple[str, bytes]]]) -> None:
        """Write the files that are made from one source, unless all that it gave are in place already.

        `name` is what they are called together: of each name the last source is known.
        """
        if self.keep_all(name, source):
            return
        paths = []
        # Each by its content: from another source most of them come out the same, and then they stay.
        for path, content in make():
            self.write(path, content)
            paths.append(path)
        self.note_all(name, source, paths)

    def keep_all(self, name: str, source: bytes) -> bool:
        """Whether all files that a source gave under a name are in place and up to date; then they stay."""
        # The paths come from the memo too: which files there are is known only once they are made.
        packed = self.memo.get("together", name, source) if self.memo else None
        digests = unpack(_digests, packed) or {}
        states = {path: self._find_placed(path, digest) for path, digest in digests.items()}
        there = {path: placed for path, placed in states.items() if placed}
        if not there or len(there) < len(states):
            return False
        self.staying |= there
        return True

    def note_all(self, name: str, source: bytes, paths: Iterable[str]) -> None:
        """Note the files that a source gave, for `keep_all` of the next build: written or staying."""
        if self.memo:
            digests = {
                path: self.staying[path].content if path in self.staying else self.digests[path]
                for path in paths
            }
            self.memo.put("together", name, source, msgspec.msgpack.encode(digests))

    def list_files(self) -> list[str]:
        """Return the paths of the files that were written here or stay."""
        return [*self.staying, *self.digests]

    def prepare_file(self, path: str) -> Path:
        """Return where to write a file bit by bit, in a folder that is there."""
        self._prepare_folder(path)
        return self.aside / path

    def _prepare_folder(self, path: str) -> None:
        """Make the folder of a file beside, unless it was made already."""
        folder = path.rpartition("/")[0]
        if folder not in self.folders:
            (self.aside / folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)

    def note_source(self, path: str, source: bytes) -> None:
        """Note the source of a file that was written through `prepare_file`."""
        self.digests[path] = source

    def find_file(self, path: str) -> Path:
        """Return where a file of the site lies meanwhile: in place, or beside."""
        return (self.folder if path in self.staying else self.aside) / path

    def finish(self) -> None:
        """Put all in place, if anything is new. Raises OSError, and Refusal where there is something else."""
        # MkDocs has written files that nobody here has noted: the folder itself is asked.
        files = {*list_files_in(self.aside), *self.staying}
        self.write(MARK, build_mark(files))
        new = self._note() if self.memo else {}
        if self.memo and not new:  # the mark is new where a file is there no more
            self.memo.save()  # of files that came out the same from another source
            return
        # Asked before the build too, to refuse at once; somebody may have put something there meanwhile.
        refuse_foreign_files(self.folder, list_foreign_files(self.folder, self.stamp))
        refuse_foreign_files(self.folder, list_foreign_by_shape(self.folder, files))
        # Only now, with all refused that was to be refused, is the old site touched.
        self._put(files)
        if self.memo:
            # After the switch: a run killed before it leaves the note of the site that still stands. Killed
            # between the two, it is that of the site before: then only files that were linked pass for up to
            # date, as they are.
            self.memo.put("placed", self.name, b"", msgspec.msgpack.encode(new | self.staying))
            self.memo.save()

    def _find_placed(self, path: str, content: bytes) -> FileState | None:
        """A file that is in place and as it was placed, with this content."""
        placed = self.before.get(path)
        if placed is None or placed.content != content:
            return None
        try:
            # Content is recognised by what it was made from, and by size and time that nobody has changed the
            # file since.
            status = os.lstat(f"{self.place}/{path}")
        except OSError:
            return None
        return placed if (status.st_size, status.st_mtime_ns) == (placed.size, placed.written) else None

    def _note(self) -> dict[str, FileState]:
        """What to remember of the new files, taken before anybody else can touch them.

        Whatever others (MkDocs) have written as it was is kept from the old site instead.
        """
        note: dict[str, FileState] = {}
        for path in [*list_files_in(self.aside), *({MARK} - self.staying.keys())]:
            digest = self.digests.get(path) or compute_digest((self.aside / path).read_bytes())
            if placed := self._find_placed(path, digest):
                self.staying[path] = placed
                (self.aside / path).unlink()
            else:
                note[path] = _note_state(f"{self.beside}/{path}", digest)
        return note

    def _put(self, files: set[str]) -> None:
        """Put a site with these files in place."""
        try:
            # Hard links: a site of 100,000 files is put together without copying a byte.
            for path in self.staying:
                self._prepare_folder(path)
                _link(f"{self.place}/{path}", f"{self.beside}/{path}")
            switch(self.aside, self.folder)
        except OSError as error:
            # EBUSY: the folder is where a disk is mounted. EXDEV: it lies on another disk than the working
            # folder.
            if error.errno not in IS_MOUNT:
                raise
            self._fill(files)

    def _fill(self, files: set[str]) -> None:
        """Move what is new over what is there, then take away what is no more."""
        _log.warning(
            "registry：提醒：%s 是挂载点，不能整个替换，改为逐个更新其中的文件；"
            "更新完以前新旧页面并存，中途停下的再生成一次",
            self.folder,
        )
        before = {*list_files_in(self.folder)}
        self._mark(before | files)  # first: whoever is killed on the way leaves no file without an owner
        for path in list_files_in(self.aside):
            self._copy(path)
        for path in before - files:
            file = self.folder / path
            file.unlink()
            while file.parent != self.folder and not any(file.parent.iterdir()):
                file = file.parent
                file.rmdir()
        self._mark(files)

    def _mark(self, paths: set[str]) -> None:
        """Name the files that are ours."""
        (self.aside / MARK).write_bytes(build_mark(paths))
        self._copy(MARK)

    def _copy(self, path: str) -> None:
        """Put a file of the new site in place, whole, from another disk."""
        shutil.copy2(self.aside / path, self.folder / COMING)
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        # Copied under another name first, then renamed: a reader never meets half a file.
        (self.folder / COMING).replace(self.folder / path)


def _note_state(file: str, content: bytes) -> FileState:
    """What a file is now. Raises OSError."""
    status = os.lstat(file)
    return FileState(content, status.st_size, status.st_mtime_ns)


def _link(file: str, new: str) -> None:
    """Have a file in a second place; a copy with the same times where the disk has no links.

    Raises OSError, as where the second place is on another disk.
    """
    try:
        os.link(file, new, follow_symlinks=False)
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise
        shutil.copy2(file, new, follow_symlinks=False)
