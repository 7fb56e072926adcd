"""`registry status`: show an institution on a day, by the records of now or of a commit."""

from __future__ import annotations

import argparse

from ..changes.base import examine_at
from ..entry.named import find_id
from ..git_command import GitError
from ..history.commits import Commit, read_commit
from ..history.git import find_commit_at
from ..history.state import UNSHALLOW, is_shallow
from ..report import status_report
from ..report.json_report import format_json
from ..rules.checking import Examined
from ..rules.engine import CheckOptions
from .arguments import Subcommands, parse_day_or_revision
from .common import CannotRun, add_common_options, describe_unknown, examine_register, open_console
from .progress import show_progress

OTHERWISE = "写机构编号，或者名称中的几个字；一个地区的待办：registry duties --area 地区"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    status = commands.add_parser(
        "status", help="查看一个机构", description="一个机构在某一天的状态、限制和待办事项"
    )
    status.add_argument("id", metavar="ID", help="机构编号或名称")
    add_common_options(status)
    status.add_argument(
        "--known-at",
        type=parse_day_or_revision,
        metavar="DATE|REV",
        help="按当时已录入的记录（某一天结束时，或某个版本）",
    )


def run(arguments: argparse.Namespace) -> int:
    """Tell the status of one institution."""
    if arguments.known_at:
        examined, version = _examine_known_at(arguments)
    else:
        examined, version = examine_register(arguments), None
    dossiers, day = examined.register.dossiers, arguments.on
    id_ = find_id(arguments.id, examined.register, day, OTHERWISE)
    if id_ not in dossiers:
        raise CannotRun(describe_unknown("机构", id_, dossiers, examined))
    dossier = dossiers[id_]
    if arguments.format == "json":
        print(format_json(status_report.build_data(dossier, day, version)))
    else:
        status_report.print_status(open_console(), dossier, day, version)
    return 0


def _examine_known_at(arguments: argparse.Namespace) -> tuple[Examined, Commit]:
    """The register as a version has it, and that version. Raises CannotRun."""
    root, options = arguments.root, CheckOptions(progress=show_progress)
    try:
        commit = find_commit_at(root, arguments.known_at, arguments.latest)
        return examine_at(root, commit, arguments.on, options), read_commit(root, commit)
    except GitError as error:
        # A shallow clone has few commits: the one that is asked for may be among those that it lacks.
        more = f"；{UNSHALLOW}" if is_shallow(root) else ""
        raise CannotRun(f"--known-at：{error}{more}") from error
