"""A file that a command writes for people: how it is named, and that nothing is lost by it."""

from __future__ import annotations

import re
from pathlib import Path

from ..records.file_names import DEVICE
from ..refusal import describe_os_error
from ..whole_file import replace_file
from .common import CannotRun

# What a file's name cannot have on Windows.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def make_name(title: str, ending: str) -> str:
    """The name of a file after what it is, on any system."""
    name = FORBIDDEN.sub("", title).strip(" .")
    return f"_{name}{ending}" if DEVICE.match(name) else f"{name}{ending}"


def choose_path(asked: Path | None, title: str, ending: str) -> Path:
    """The file that is asked for, or one named after what it is. Raises CannotRun at another ending."""
    path = asked or Path(make_name(title, ending))
    if path.suffix.lower() != ending:
        raise CannotRun(f"--out 写一个以 {ending} 结尾的文件名，现为“{path}”")
    return path


def write_file(path: Path, content: bytes, over: bool, dry_run: bool) -> None:
    """Write the file whole; one that is there only where it may be lost. Raises CannotRun.

    In a dry run nothing is written, and the same is refused.
    """
    try:
        if dry_run:
            if path.exists() and not over:
                raise FileExistsError
        elif over:
            replace_file(path, content)
        else:
            with path.open("xb") as file:
                file.write(content)
    except FileExistsError as error:
        words = f"{path} 已经有了，没有改动；换一个名字用 --out，不要原来的加 --force"
        raise CannotRun(words) from error
    except OSError as error:
        open_ = "；在 Office 或 WPS 里打开着的，先关上" if isinstance(error, PermissionError) else ""
        raise CannotRun(f"没有写成 {describe_os_error(error)}{open_}") from error
