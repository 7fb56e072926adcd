"""The lock of a register: the program's version and every package that it needs, each with its hashes."""

from __future__ import annotations

import shutil
from itertools import dropwhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..settings import HOME
from ..whole_file import replace_file
from .wheel import DISTRIBUTION, PINNED, Wheel, find_running_wheel

LOCK = "requirements.txt"
WHEELHOUSE = "wheelhouse"  # in a register: the program's own file, where it came as a file
HEAD = f"""\
# 登记册的程序和它需要的全部软件包，版本和校验和都已锁定。由 registry update 写出，不要手改。
# 安装：python3 -m venv .venv
#       .venv/bin/pip install --require-hashes --only-binary :all: -r {LOCK}
# 没有互联网的，在能上网的机器上（Python 版本、系统相同）先取齐软件包，带进来再安装：
#       pip download --require-hashes --only-binary :all: -r {LOCK} --dest 文件夹
#       .venv/bin/pip install --no-index --find-links 文件夹 --require-hashes -r {LOCK}
"""
NOT_LOCKED = """\
# 程序本身还没有锁定：它从源代码运行，或者找不到它的安装文件。有了安装文件以后运行 registry update 文件.whl
"""


class Lock(NamedTuple):
    """What was locked: the program's version, empty where its file is not found; and the files written."""

    version: str
    paths: tuple[str, ...]


def lock_running(root: Path) -> Lock:
    """Write the lock of the register at `root` for the program that is running. Raises OSError.

    Where that has no file the packages alone are locked, and the lock says so.
    """
    with TemporaryDirectory(prefix="registry-") as name:
        wheel = find_running_wheel(Path(name))
        return put_lock(root, wheel, keep=is_kept(wheel, Path(name)))


def is_kept(wheel: Wheel | None, folder: Path) -> bool:
    """Whether a register keeps the program's file: where it was given, not fetched into `folder`."""
    return wheel is not None and wheel.file.parent != folder


def put_lock(root: Path, wheel: Wheel | None, *, keep: bool) -> Lock:
    """Write the lock for a file of the program, and with `keep` the file itself. Raises OSError.

    What the old lock needs goes last: where the new one cannot be written, the old one still holds.
    """
    paths = [LOCK]
    copy = _keep(root, wheel) if wheel and keep else None
    if copy:
        paths.append(copy.relative_to(root).as_posix())
    replace_file(root / LOCK, build_lock(wheel, has_copy=keep).encode())
    if wheel:
        _remove_kept(root, copy)
    return Lock(wheel.version if wheel else "", tuple(paths))


def build_lock(wheel: Wheel | None, *, has_copy: bool) -> str:
    """The text of a lock; `has_copy` says that the program's file lies in the register."""
    pinned = wheel.pinned if wheel else (HOME / PINNED).read_text("utf-8")
    # Without the head of the program's own lock, which says how that one is made.
    packages = "".join(dropwhile(lambda line: line[0] == "#", pinned.splitlines(keepends=True)))
    if not wheel:
        return f"{HEAD}{NOT_LOCKED}{packages}"
    source = f"--find-links {WHEELHOUSE}\n" if has_copy else ""
    return f"{HEAD}{source}{DISTRIBUTION}=={wheel.version} \\\n    --hash=sha256:{wheel.sha256}\n{packages}"


def _keep(root: Path, wheel: Wheel) -> Path:
    """Put the program's file into the register; where it lies there."""
    folder = root / WHEELHOUSE
    folder.mkdir(exist_ok=True)
    copy = folder / wheel.file.name
    if not (copy.exists() and copy.samefile(wheel.file)):  # it may be locked from where it is kept
        shutil.copyfile(wheel.file, copy)
    return copy


def _remove_kept(root: Path, but: Path | None) -> None:
    """Remove what is kept of the program's other versions; the packages of others stay."""
    for file in (root / WHEELHOUSE).glob(f"{DISTRIBUTION.replace('-', '_')}-*.whl"):
        if file != but:
            file.unlink()
