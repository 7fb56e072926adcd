"""`registry duties`: what is due in each area."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..model.register import Register
from ..refusal import describe_os_error
from ..report.markdown import unescape_markdown
from .arguments import Subcommands
from .common import CannotRun, add_common_options, describe_unknown, examine_register
from .volume import is_quiet, tell


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    due = commands.add_parser("duties", help="列出待办", description="各地区的待办事项：已过期的、快到期的")
    due.add_argument("--area", metavar="AREA", help="只列一个地区")
    due.add_argument("--out", type=Path, metavar="DIR", help="写出代码托管网站的议题：create、edit、close")
    due.add_argument(
        "--issues", type=Path, metavar="FILE", help="已有议题的 JSON（number 和 title），与 --out 一起用"
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
    """Tell what is due, by area, or write it for the forge's issues."""
    from ..forge.issues import read_open_issues, write_issues
    from ..report.due_report import build_issues

    register, day = lawful_register(arguments), arguments.on
    areas = register.tables.areas
    if arguments.area and arguments.area not in areas:
        raise CannotRun(describe_unknown("地区", arguments.area, areas))
    issues = [each for each in build_issues(register, day) if arguments.area in (None, each.area)]
    if arguments.out is None:
        for issue in issues:
            if issue.body:
                print(f"# {issue.title}\n\n{unescape_markdown(issue.body)}", end="")
        return 0
    try:
        numbers = read_open_issues(arguments.issues) if arguments.issues else {}
        done = write_issues(issues, numbers, arguments.out)
    except OSError as error:
        raise CannotRun(f"待办没有写出来：{describe_os_error(error)}") from error
    except ValueError as error:
        raise CannotRun(str(error)) from error
    if not is_quiet():
        print(
            f"新开 {done['create']} 个议题，更新 {done['edit']} 个，关闭 {done['close']} 个：{arguments.out}/"
        )
    return 0
