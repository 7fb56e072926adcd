"""`registry rules`: the table of rules, or one explained."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..report.json_report import format_json
from ..rules.explain import read_latest_regulation
from ..rules.table import RULES
from .arguments import Subcommands
from .common import CannotRun, describe_unknown, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    rules = commands.add_parser("rules", help="查看规则", description="规则表，或说明一条规则")
    rules.add_argument("code", nargs="?", metavar="CODE", help="规则代码")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式（默认 text）")
    rules.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the table of rules, or one rule."""
    from ..report import rules_report

    if arguments.code and arguments.code not in RULES:
        raise CannotRun(describe_unknown("规则", arguments.code, RULES))
    shown = [RULES[arguments.code]] if arguments.code else list(RULES.values())
    regulation = read_latest_regulation(Path())
    if arguments.format == "json":
        print(format_json([rules_report.build_data(each, regulation) for each in shown]))
    elif arguments.code:
        rules_report.print_rule(open_console(), shown[0], regulation)
    else:
        rules_report.print_rules(open_console(), shown, regulation)
    return 0
