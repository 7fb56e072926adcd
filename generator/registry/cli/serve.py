"""`registry serve`: preview the site while records are edited."""

from __future__ import annotations

import argparse
import gc
import signal

from .arguments import Subcommands, parse_address
from .common import add_root_option, examine_register, find_cache_folder


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    serve = commands.add_parser(
        "serve",
        help="预览网站",
        description="预览网站，文件改动后自动更新；有错误时照样能看，错误写在页面上方",
    )
    add_root_option(serve)
    serve.add_argument(
        "--address", type=parse_address, default="127.0.0.1:8000", help="预览地址（默认 127.0.0.1:8000）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Show the site while records are edited."""
    from ..publish.assemble.build import serve
    from ..publish.assemble.plugin import BuildContext

    # For its complaint where there is no register; what it finds is remembered, and the preview shows it.
    examine_register(arguments)
    gc.enable()  # commands pause the collector: this one makes the site over and over
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is made for the preview goes then too
    days, cache = (arguments.on, arguments.latest), find_cache_folder(arguments)
    serve(BuildContext(arguments.root, *days, cache=cache, preview=True), arguments.address)
    return 0
