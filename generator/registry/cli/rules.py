"""`registry rules`: list the rules, or those whose title or sentence holds a word, or explain one."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..records.schemas import Schemas
from ..report.json_report import format_json
from ..rules.explain import read_latest_regulation
from ..rules.rule import SCOPE_LABELS, Rule
from ..rules.table import RULES
from ..settings import find_schemas_folder
from .arguments import Subcommands
from .common import CannotRun, describe_unknown, open_console


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    description = (
        "列出全部规则；写了规则代码的，说明这一条；写了别的词的，列出说到它的；"
        "写到期提醒（clock）这样一个核对范围的，列出其中的"
    )
    rules = commands.add_parser("rules", help="查看规则", description=description)
    rules.add_argument("code", nargs="?", metavar="CODE", help="规则代码，或者一个词，如 变更")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="输出格式（默认 text）")


def run(arguments: argparse.Namespace) -> int:
    """Show the table of rules or a part of it, or one rule."""
    from ..report import rules_report

    shown = _select_rules(arguments.code or "")
    # From the register in the current folder, if there is one: a rule is explained with its numbers.
    regulation, schemas = read_latest_regulation(Path()), Schemas.read(find_schemas_folder(Path()))
    if arguments.format == "json":
        accounts = (rules_report.collect_account(each, regulation, schemas) for each in shown)
        rows = list(map(rules_report.build_data, shown, accounts))
        print(format_json(rows))
    elif arguments.code in RULES:
        account = rules_report.collect_account(shown[0], regulation, schemas)
        rules_report.print_rule(open_console(), shown[0], account)
    else:
        rules_report.print_rules(open_console(), shown, regulation)
    return 0


def _select_rules(asked: str) -> list[Rule]:
    """The rule of a code, else those of a scope, or that say a word; all for none. Raises CannotRun."""
    if asked in RULES:
        return [RULES[asked]]
    of_scope = [each for each in RULES.values() if asked in (each.scope, SCOPE_LABELS[each.scope])]
    saying = (each for each in RULES.values() if asked in f"{each.code} {each.title} {each.statement}")
    fitting = of_scope or list(saying)
    if not fitting:
        raise CannotRun(describe_unknown("规则", asked, RULES))
    return fitting
