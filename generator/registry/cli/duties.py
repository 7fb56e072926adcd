"""`registry duties`: what is due in each area."""

from __future__ import annotations

import argparse

from ..model.register import Register
from ..report.markdown import unescape_markdown
from ..settings import read_forge_setting
from .arguments import Subcommands
from .common import CannotRun, add_common_options, describe_unknown, examine_register
from .volume import tell


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    due = commands.add_parser("duties", help="列出待办", description="各地区的待办事项：已过期的、快到期的")
    due.add_argument("--area", metavar="AREA", help="只列一个地区")
    due.add_argument(
        "--issues",
        action="store_true",
        help="写成代码托管网站上的议题，每个地区一个；令牌在环境变量 FORGE_TOKEN 中",
    )
    add_common_options(due, ())
    due.set_defaults(run=run)


def lawful_register(arguments: argparse.Namespace) -> Register:
    """The register; what has errors as it last had none, which is told."""
    from ..publish.assemble.last_lawful import NothingLawfulError, find_last_lawful

    examined = examine_register(arguments)
    try:
        lawful = find_last_lawful(arguments.root, examined, arguments.on)
    except NothingLawfulError as error:
        raise CannotRun("登记册的表有错误，没有列出待办；先运行 registry check 改正") from error
    if missing := [each.path for each in lawful.held if not each.commit]:
        tell(f"有错误，又没有无误的版本，不在待办之列：{'、'.join(missing)}")
    if former := [each.path for each in lawful.held if each.commit]:
        tell(f"有错误，按上一次无误的版本列出待办：{'、'.join(former)}")
    return lawful.examined.register


def run(arguments: argparse.Namespace) -> int:
    """Tell what is due, by area, or write it as the forge's issues."""
    from ..forge.issues import write_issues
    from ..forge.trackers import connect_tracker
    from ..report.due_report import build_issues

    kind = read_forge_setting(arguments.root, "kind") or "github"
    tracker = connect_tracker(kind) if arguments.issues else None
    register, day = lawful_register(arguments), arguments.on
    areas = register.tables.areas
    if arguments.area and arguments.area not in areas:
        raise CannotRun(describe_unknown("地区", arguments.area, areas))
    issues = [each for each in build_issues(register, day) if arguments.area in (None, each.area)]
    if tracker:
        done = write_issues(issues, tracker)
        print(f"新开 {done.created} 个议题，更新 {done.updated} 个，关闭 {done.closed} 个")
        return 0
    for issue in issues:
        if issue.body:
            print(f"# {issue.title}\n\n{unescape_markdown(issue.body)}", end="")
    return 0
