"""`registry update`: lock the register to another version of the program, and tell what that changes."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from .arguments import Subcommands
from .common import (
    add_common_options,
    examine_register,
    explain_os_errors,
    open_console,
    refuse_source,
)


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    update = commands.add_parser(
        "update",
        help="换程序的版本",
        description="锁定程序的另一个版本，说明它对这份登记册有什么改变；不动 records/",
    )
    update.add_argument(
        "program", metavar="VERSION|FILE", help="版本，如 0.2.0（由 pip 去取）；或者安装文件（.whl）的路径"
    )
    add_common_options(update, ())


def run(arguments: argparse.Namespace) -> int:
    """Tell what a version changes, and lock it."""
    from ..report.update_report import print_effect, print_lock
    from ..setup.editor import has_editor_files
    from ..setup.lock import is_kept, put_lock
    from ..setup.version import describe_effect
    from ..setup.wheel import fetch_wheel

    root = arguments.root
    refuse_source(root, "更新用 Git")
    examined, console = examine_register(arguments), open_console()
    with TemporaryDirectory(prefix="registry-") as name:
        folder = Path(name)
        wheel = fetch_wheel(arguments.program, folder)
        day = arguments.on.isoformat()
        effect = describe_effect(root, wheel, folder / "unpacked", examined.findings, day)
        print_effect(console, effect)
        with explain_os_errors():
            lock = put_lock(root, wheel, keep=is_kept(wheel, folder))
    print_lock(console, lock, workflows=effect.workflows, editor=has_editor_files(root))
    return 0
