"""One version of a folder in the place of another, in one step.

The new version is made in a working folder beside, on the same disk, under a lock. A reader meets the old
version or the new one, never a mix of both. Whoever is killed leaves one of them in place; what is left in
the working folder is cleared by the next run.
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..memo import compute_digest
from ..refusal import Refusal

BEFORE = "before"
NO_LOCK = (
    "这个系统（Windows）上还不能生成和预览网站：在 Linux、macOS、WSL 或者容器里运行；"
    "看一份提案的网页，在代码托管网站上下载检查结果里的 preview"
)
LONG = 100  # bytes of a name, to which something is added
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # from Linux' fcntl.h and fs.h

_log = logging.getLogger(__name__)


@contextmanager
def open_folder_beside(folder: Path) -> Iterator[Path]:
    """A working folder beside another one, which nobody else builds into meanwhile.

    It is removed at the end, also after an error. Raises OSError.
    """
    # A name may have 255 bytes, and something is added to it.
    name = (
        folder.name
        if len(os.fsencode(folder.name)) < LONG
        else compute_digest(os.fsencode(folder.name)).hex()
    )
    work = folder.with_name(f".{name}.registry-build")
    with _lock(work.with_name(f"{work.name}.lock"), folder):
        _clear(work, folder)  # what a killed run has left; nobody else is in it, as the lock is ours
        # Nobody but the builder looks into a site that is half made.
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            _clear(work, folder)


def switch(new: Path, folder: Path) -> None:
    """Put a new version, made in the working folder, in the place of a folder. Raises OSError.

    Where the system cannot exchange two folders, it takes two renames. Whoever is killed between them leaves
    no folder; the next run brings the old version back.
    """
    if folder.exists():
        if _exchange(new, folder):
            return
        folder.rename(new.with_name(BEFORE))
    new.rename(folder)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; whether the system and the disk can do that."""
    try:
        # Python has no function for it. An older C library lacks it too, and so do other systems than Linux.
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    # Not 0 also where the disk's file system cannot do it, or the folder is a mount: then the two renames are
    # tried, whose error says which.
    return not renameat2(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE)


@contextmanager
def _lock(file: Path, folder: Path) -> Iterator[None]:
    """Nobody else has this lock meanwhile; whoever comes second says so and waits."""
    try:
        import fcntl
    except ModuleNotFoundError as error:
        raise Refusal(NO_LOCK) from error
    while True:
        with file.open("ab") as lock:
            # Not flock: worker processes would inherit it, and keep it where their parent was killed.
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _log.warning("registry：提醒：另一次生成正在写 %s，等它结束", folder)
                # The message comes before the wait: a build that stands still without a word looks dead.
                fcntl.lockf(lock, fcntl.LOCK_EX)
            # Whoever had it has taken the file away: then another one may be there, locked by a third.
            if os.fstat(lock.fileno()).st_nlink:
                try:
                    yield
                finally:
                    file.unlink()
                return


def _clear(work: Path, folder: Path) -> None:
    """Take the working folder away; a version that has left its place to none goes back there first."""
    if work.is_symlink():
        work.unlink()
    # A run that was killed between its two renames: what it moved away is the only site there is.
    if (work / BEFORE).exists() and not folder.exists():
        (work / BEFORE).rename(folder)
    if work.exists():
        _remove(work)


def _remove(folder: Path) -> None:
    """Take a folder away with all in it."""
    # Not shutil.rmtree: it holds a folder open at each level, and descriptors may be what a run has died of.
    with os.scandir(folder) as entries:
        below = list(entries)
    for entry in below:
        if entry.is_dir(follow_symlinks=False):
            _remove(Path(entry.path))
        else:
            os.unlink(entry.path)  # noqa: PTH108 - a Path of each of a hundred thousand takes as long again
    folder.rmdir()
