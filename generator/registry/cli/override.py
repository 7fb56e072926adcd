"""`registry override`: copy a page, a template or a part of the theme for the register to change."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from .arguments import Subcommands
from .common import add_root_option, explain_os_errors, format_place, open_console, refuse_source


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    override = commands.add_parser(
        "override",
        help="改网站的页面和模板",
        description="把程序的页面、模板或主题文件复制到登记册里来改；不写文件的，列出登记册自己的文件",
    )
    override.add_argument(
        "path", metavar="PATH", nargs="?", help="程序中的文件，如 pages/index.md、templates/home.html"
    )
    override.add_argument("--done", action="store_true", help="已经照程序现在的文件改好")
    add_root_option(override)


def run(arguments: argparse.Namespace) -> int:
    """Copy a file of the program, note that one is up to date, or list the register's own."""
    from ..setup.overrides import copy_original, note_original

    root, console = arguments.root, open_console()
    # Below site/ in the program as in a register: so it is printed, and so a shell completes it.
    path = (arguments.path or "").removeprefix("site/")
    refuse_source(root, "页面和模板在 site/ 中直接改")
    with explain_os_errors():
        if not path:
            print_overrides(root, console)
        elif arguments.done:
            note_original(root, path)
            console.print(f"已记下：照程序现在的 {path} 改好了")
        else:
            own, then = copy_original(root, path)
            console.print(f"已复制 {format_place(own)}，可以改了；改坏的话删去它，网站就用程序的")
            if then:
                console.print(f"还要：{then}")
    return 0


def print_overrides(root: Path, console: Console) -> None:
    """Print what of the register goes over the program's files, and which of these have changed since."""
    from ..setup.overrides import list_overrides

    overrides = list_overrides(root)
    for override in overrides:
        if override.has_changed():
            state = f"程序的文件已经改过，照新的改好以后运行 registry override {override.path} --done"
        else:
            state = "程序的文件没有改过" if override.original else "没有记下是照哪一版改的"
        console.print(f"{override.path}：{state}")
    if not overrides:
        console.print("登记册没有盖过程序文件的页面、模板和主题文件")
