"""`registry rules`: the table of rules, or one explained."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..records.schemas import Schemas
from ..report.json_report import format_json
from ..rules.explain import read_latest_regulation
from ..rules.table import RULES
from ..settings import find_schemas_folder
from .arguments import Subcommands
from .common import CannotRun, describe_unknown, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    rules = commands.add_parser("rules", help="查看规则", description="列出全部规则；写了规则的，说明这一条")
    rules.add_argument("code", nargs="?", metavar="CODE", help="规则代码")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式（默认 text）")
    rules.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the table of rules, or one rule."""
    from ..report import rules_report
    from ..rules.remedy import find_remedy

    if arguments.code and arguments.code not in RULES:
        raise CannotRun(describe_unknown("规则", arguments.code, RULES))
    shown = [RULES[arguments.code]] if arguments.code else list(RULES.values())
    # Of the register in the current folder, if there is one: a rule is explained with its numbers.
    regulation, schemas = read_latest_regulation(Path()), Schemas.read(find_schemas_folder(Path()))
    if arguments.format == "json":
        rows = [rules_report.build_data(each, regulation, find_remedy(each, schemas)) for each in shown]
        print(format_json(rows))
    elif arguments.code:
        remedy = find_remedy(shown[0], schemas)
        rules_report.print_rule(open_console(), shown[0], regulation, remedy)
    else:
        rules_report.print_rules(open_console(), shown, regulation)
    return 0
