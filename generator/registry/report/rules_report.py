"""The table of rules, and one rule explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from ..display import format_day
from ..finding import SEVERITY_LABELS, build_rule_address, format_article
from ..json_data import JsonObject
from ..model.kinds import Regulation
from ..model.tables import find_cited, get_start, name_regulation
from ..records.schemas import Schemas
from ..rules.cases import Example, find_bad_example, find_good_example
from ..rules.explain import RuleParameter, explain_rule, list_parameters
from ..rules.remedy import Remedy, find_remedy
from ..rules.rule import BASIS_LABELS, SCOPE_LABELS, Rule, describe_severity, describe_uncited
from .text_report import COLOURS, indent_hint, make_visible


class RuleAccount(NamedTuple):
    """What is told of a rule in a register: its article there, how it is mended, by which numbers it judges.

    `regulation` is the latest that the register has.
    """

    regulation: Regulation | None
    article: str
    remedy: Remedy
    parameters: list[RuleParameter]


def collect_account(rule: Rule, regulation: Regulation | None, schemas: Schemas) -> RuleAccount:
    """What is told of a rule with a register's regulation; without one where there is none."""
    article, remedy = find_cited(regulation, rule.article), find_remedy(rule, schemas)
    return RuleAccount(regulation, article, remedy, list_parameters(rule, regulation, schemas))


def build_data(rule: Rule, account: RuleAccount) -> JsonObject:
    """A rule as plain data, for JSON."""
    remedy = account.remedy
    return {
        "rule": rule.code,
        "article": account.article or None,
        "severity": rule.severity,
        "scope": rule.scope,
        "basis": rule.basis,
        "title": rule.title,
        "statement": rule.statement,
        "url": build_rule_address(rule.code),
        "parameters": [
            {"name": read.name, "title": read.title, "value": read.value} for read in account.parameters
        ],
        "remedy": {
            "ways": [each._asdict() for each in remedy.ways],
            "kinds": [each._asdict() for each in remedy.kinds],
            "advice": list(remedy.advice),
        },
    }


def print_rules(console: Console, rules: Iterable[Rule], regulation: Regulation | None) -> None:
    """Write the table: one rule a line, each with its article in `regulation`."""
    rows = list(rules)
    width = max(len(each.code) for each in rows)
    for rule in rows:
        line = Text(rule.code.ljust(width + 2), style="bold")
        line.append(SEVERITY_LABELS[rule.severity], style=COLOURS[rule.severity])
        cited = format_article(find_cited(regulation, rule.article)) or "——"
        line.append(f"  {BASIS_LABELS[rule.basis]}  {cited}  {rule.title}：{rule.statement}")
        console.print(line)


def print_rule(console: Console, rule: Rule, account: RuleAccount) -> None:
    """Write one rule with all that is known of it."""
    console.print(Text(rule.title, style="bold") + Text(f"  {rule.code}", style="dim"))
    console.print(Text(rule.statement))
    if rule.detail:
        console.print(Text(rule.detail))
    facts = {
        "依据": format_article(account.article) or describe_uncited(rule),
        "严重程度": describe_severity(rule),
        "依据类别": BASIS_LABELS[rule.basis],
        "核对范围": SCOPE_LABELS[rule.scope],
        "例外": "可以书面例外（waivers/）" if rule.waivable else "没有例外",
    }
    for name, value in facts.items():
        console.print(Text(f"{name}：", style="dim") + Text(value))
    for reason in explain_rule(rule, account.regulation, account.article):
        console.print(Text("为什么：", style="dim") + Text(reason))
    for parameter in account.parameters:
        words = f"{parameter.title}（{parameter.name}）：{parameter.text}"
        console.print(Text("参数：", style="dim") + Text(words))
    if account.regulation and account.parameters:
        console.print(Text(f"      {describe_source(account.regulation)}"))
    console.print()
    console.print(Text("怎样改正：", style="bold"))
    for line in write_remedy(account.remedy):
        console.print(line)
    for heading, example in (
        ("不符合的例子", find_bad_example(rule.code)),
        ("符合的例子", find_good_example(rule.code)),
    ):
        if example:
            _print_example(console, heading, example)


def describe_source(regulation: Regulation) -> str:
    """Where the parameters stand, and from which day on they are in force."""
    start = get_start(regulation)
    since = f"，自{format_day(start)}起施行" if start != dt.date.min else ""
    file = f"records/regulations/{regulation.id}.yml"
    return f"{file}（{name_regulation(regulation)}{since}）；施行以前的，照那时的办法"


def write_remedy(remedy: Remedy) -> Iterator[Text]:
    """How what a rule finds is mended: the advice of the cases, the ways, the records concerned."""
    if remedy.advice:
        yield Text("  检查会这样说（编号、名称和日期是例子中的）：", style="green")
    for advice in remedy.advice:
        yield Text(f"      {indent_hint(advice)}")
    for way in remedy.ways:
        yield Text(f"  {way.when}：", style="green") + Text(way.what)
        if way.command:
            yield Text(f"      {way.command}")
    if remedy.kinds:
        yield Text("  涉及的记录" + ("，此外还有别的" if remedy.has_more else "") + "：", style="green")
    for kind in remedy.kinds:
        sheet = f"；表格 registry export --template {kind.title}" if kind.has_sheet else ""
        yield Text(f"      {kind.title}：{kind.command or '由程序写；旧名单的可以补填'}{sheet}")


def _print_example(console: Console, heading: str, example: Example) -> None:
    """Write the lines of an example; the one that it is about is marked."""
    console.print()
    console.print(Text(f"{heading}：", style="bold") + Text(example.path))
    for line in example.lines:
        sign, style = (">", "bold") if line.marked else (" ", "dim")
        console.print(Text(f"{sign} {line.number:>4} │ {make_visible(line.text)}", style=style))
    if example.message:
        console.print(Text(f"  {example.message}"))
