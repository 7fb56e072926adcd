"""`registry serve`: the site while records are edited."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..report.check_report import CheckReport
from ..report.text_report import print_text
from .arguments import Subcommands, parse_address
from .common import examine_register, find_cache_folder, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    serve = commands.add_parser("serve", help="预览网站", description="预览网站，文件改动后自动更新")
    serve.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="登记册所在文件夹（默认当前文件夹）"
    )
    serve.add_argument(
        "--address", type=parse_address, default="127.0.0.1:8000", help="预览地址（默认 127.0.0.1:8000）"
    )
    serve.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the site while records are edited."""
    from ..publish.assemble.build import serve
    from ..publish.assemble.plugin import Context

    examined = examine_register(arguments)
    if not examined.lawful:  # what has errors is shown as it last had none
        print_text(open_console(), arguments.root, CheckReport(examined.findings, examined.files))
    days, cache = (arguments.on, arguments.latest), find_cache_folder(arguments)
    serve(Context(arguments.root, *days, cache=cache, preview=True), arguments.address)
    return 0
