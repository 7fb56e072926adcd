"""`registry serve`: the site while records are edited."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from .arguments import Subcommands, parse_address
from .common import examine_register, find_cache_folder


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    serve = commands.add_parser(
        "serve",
        help="预览网站",
        description="预览网站，文件改动后自动更新；有错误时照样能看，错误写在页面上方",
    )
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

    examine_register(
        arguments
    )  # says why there is none; what it finds is remembered for the preview, which tells it
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is made for the preview goes then too
    days, cache = (arguments.on, arguments.latest), find_cache_folder(arguments)
    serve(Context(arguments.root, *days, cache=cache, preview=True), arguments.address)
    return 0
