"""`registry start`: bring the main line in before a clerk begins, or go on with a proposal."""

from __future__ import annotations

import argparse

from .arguments import Subcommands
from .common import add_common_options
from .volume import is_quiet


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    start = commands.add_parser(
        "start",
        help="取来主线最新的内容，开始办一件事",
        description="取来主线（大家都看得到的登记册）最新的内容，回到主线；草稿带着走，提案合并了没有也告诉",
    )
    start.add_argument(
        "proposal", nargs="?", default="", metavar="提案", help="不回主线，接着改这份提案（分支名）"
    )
    add_common_options(start, formats=())
    start.add_argument("--dry-run", action="store_true", help="只说会怎样，不动文件")


def run(arguments: argparse.Namespace) -> int:
    """Bring the main line in, and tell what came."""
    from ..proposal.clone import open_clone
    from ..proposal.drafts import read_drafts
    from ..proposal.start import go_on, start
    from ..records.schemas import Schemas
    from ..report.proposal_report import write_standing, write_start
    from ..settings import find_schemas_folder

    clone = open_clone(arguments.root)
    day, dry = arguments.on.isoformat(), arguments.dry_run
    if arguments.proposal:
        proposal = go_on(clone, arguments.proposal, day, dry)
        lines = write_standing(proposal, read_drafts(arguments.root), dry)
    else:
        started = start(clone, day, dry)
        schemas = Schemas.read(find_schemas_folder(arguments.root))
        lines = write_start(clone, started, schemas, read_drafts(arguments.root), dry)
    if not is_quiet():
        print("\n".join(lines))
    return 0
