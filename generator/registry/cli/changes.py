"""`registry changes`: tell what a change means."""

from __future__ import annotations

import argparse

from ..changes.base import compute_difference, examine_at, read_base
from ..history.git import find_commit_at
from ..report.json_report import format_json
from ..rules.engine import CheckOptions
from .arguments import Subcommands
from .common import add_common_options, examine_register, open_console, open_shared_cache
from .progress import show_progress


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    meaning = commands.add_parser(
        "changes", help="说明一次改动", description="一次改动的含义：发生了什么，状态、待办和页面怎样变"
    )
    meaning.add_argument("base", metavar="BASE", help="与哪个版本相比，如 main")
    meaning.add_argument("head", metavar="HEAD", nargs="?", help="看哪个版本（默认工作区中的文件）")
    add_common_options(meaning, ("text", "markdown", "json"))


def run(arguments: argparse.Namespace) -> int:
    """Tell what a change means."""
    with open_shared_cache(arguments):
        return _print_changes(arguments)


def _print_changes(arguments: argparse.Namespace) -> int:
    from ..changes.meaning import describe_changes
    from ..changes.outside import describe_outside
    from ..report import changes_report

    root, day, options = arguments.root, arguments.on, CheckOptions(progress=show_progress)
    if arguments.head:
        commit = find_commit_at(root, arguments.head, arguments.latest)
        head = examine_at(root, commit, day, options)
    else:
        head = examine_register(arguments)
    # The head first: of the base only the folders that differ from it are read and judged again.
    base = read_base(root, arguments.base, day, options, arguments.head, head)
    sections = describe_outside(root, base.commit, arguments.head)
    sections += describe_changes(compute_difference(base, head), head.schemas, day, base.touched)
    if arguments.format == "json":
        print(format_json(sections))
    elif arguments.format == "markdown":
        print(changes_report.write_markdown(sections), end="")
    else:
        changes_report.print_changes(open_console(), sections)
    return 0
