"""A file that a command writes for people: its options, its name, and that it replaces no other unasked."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..records.file_names import DEVICE
from ..refusal import describe_os_error
from ..settings import get_title, read_site_config
from ..whole_file import create_file, replace_file
from .arguments import Command
from .common import CannotRun

if TYPE_CHECKING:
    from ..entry.workbook.gathering import Source
    from ..rules.checking import Examined

# What a file's name cannot have on Windows.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def add_writing_options(command: Command, named_after: str, dry_run: str) -> None:
    """Where the file goes, whether in the place of another; with the words for its name and a dry run."""
    command.add_argument(
        "--out", type=Path, metavar="FILE", help=f"写到哪里（默认当前文件夹，按{named_after}取名）"
    )
    command.add_argument("--force", action="store_true", help="文件已有的也写，原来的不留")
    command.add_argument("--dry-run", action="store_true", help=dry_run)


def build_source(arguments: argparse.Namespace, examined: Examined) -> Source:
    """The register that was checked, as what the file is made from."""
    from ..entry.workbook.gathering import Source

    title = get_title(read_site_config(arguments.root))
    return Source(examined.register, examined.schemas, title, __version__, arguments.on)


def make_name(title: str, ending: str) -> str:
    """The name of a file after what it is, on any system."""
    name = FORBIDDEN.sub("", title).strip(" .")
    # CON, NUL and the like are devices on Windows, whatever stands behind a point.
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
            create_file(path, content)
    except FileExistsError as error:
        words = f"{path} 已经有了，没有改动；换一个名字用 --out，不要原来的加 --force"
        raise CannotRun(words) from error
    except OSError as error:
        open_ = "；在 Office 或 WPS 里打开着的，先关上" if isinstance(error, PermissionError) else ""
        raise CannotRun(f"没有写成：{describe_os_error(error)}{open_}") from error
