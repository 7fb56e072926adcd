"""`registry build`: check, then publish a register without errors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..report.text_report import print_summary, print_text
from ..report.told import Told
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    add_executor_option,
    cache_folder,
    examine_register,
    open_console,
    open_workers,
)


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    build = commands.add_parser("build", help="核对并生成网站", description="核对登记册，没有错误时生成网站")
    add_common_options(build, ())
    build.add_argument("--out", type=Path, help="输出文件夹（默认 public）")
    add_executor_option(build)
    build.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Publish a register without errors."""
    from ..publish.assemble.build import NotBuilt, build

    with open_workers(arguments) as workers:
        examined = examine_register(arguments, workers=workers)
        if not examined.lawful:
            print_text(open_console(), arguments.root, Told(examined.findings, examined.files))
            print("registry：有错误，没有生成网站", file=sys.stderr)
            return 1
        on, cache = arguments.on, cache_folder(arguments)
        try:
            built = build(arguments.root, examined, on, arguments.out, cache=cache, workers=workers)
        except NotBuilt as error:
            raise CannotRun(str(error)) from error
    console = open_console()
    print_summary(console, Told(examined.findings, examined.files))
    console.print(f"已生成 {built.pages} 个页面：{shown_folder(built.folder)}", soft_wrap=True)
    return 0


def shown_folder(folder: Path) -> str:
    """A folder as seen from the current one, where it lies below it."""
    here = Path.cwd()
    return f"{folder.relative_to(here)}/" if folder.is_relative_to(here) else str(folder)
