"""The matrix of articles and rules, and the page of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...lifecycle.means import HANDED_IN, build_blank_address
from ...rules.cases import Example, find_bad_example, find_good_example, list_cases
from ...rules.explain import RuleParameter, explain_rule, list_parameters
from ...rules.remedy import Remedy, find_remedy
from ...rules.rule import SCOPE_LABELS, Rule, describe_severity, describe_uncited
from ...rules.table import RULES
from ..card import CardWaiver
from ..register_view import RegisterView
from ..rows import ArticleRow, RuleRow, build_rule_row, list_article_rows


class RulesData(NamedTuple):
    """The matrix of articles and rules, the rules that cite no article, and the waivers."""

    articles: list[ArticleRow]
    uncited: list[RuleRow]
    total: int
    cases: int
    waivers: list[CardWaiver]


class RuleData(NamedTuple):
    """The page of a rule; `uncited` stands in the place of its article where none is cited.

    `parameters` are those by which it judges. `files` are the addresses of blank spreadsheets, by kind of
    record.
    """

    rule: RuleRow
    uncited: str
    detail: str
    why: list[str]
    scope: str
    severity: str
    parameters: list[RuleParameter]
    remedy: Remedy
    files: Mapping[str, str]
    bad: Example | None
    good: Example | None


def show_rules(view: RegisterView) -> RulesData:
    """The matrix: each article of the regulation with its rules and cases; then the rules that cite none."""
    cite = view.presenter.cite_basis
    uncited = [build_rule_row(rule, "") for rule in RULES.values() if not cite(rule.article)]
    return RulesData(list_article_rows(view), uncited, len(RULES), len(list_cases()), list_waivers(view))


def list_waivers(view: RegisterView) -> list[CardWaiver]:
    """The waivers of public institutions, by rule."""
    waivers = (each for card in view.cards for each in card.waivers)
    return sorted(waivers, key=lambda item: (item.rule, item.link.href))


def show_rule(view: RegisterView, rule: Rule) -> RuleData:
    """One rule: how what it finds is mended, an example of that, and one of what it lets pass."""
    cited = view.presenter.cite_basis(rule.article)
    regulation = view.register.tables.find_regulation(view.day)
    return RuleData(
        rule=build_rule_row(rule, cited),
        uncited=describe_uncited(rule),
        detail=rule.detail,
        why=explain_rule(rule, regulation, cited),
        scope=SCOPE_LABELS[rule.scope],
        severity=describe_severity(rule),
        parameters=list_parameters(rule, regulation, view.schemas),
        remedy=find_remedy(rule, view.schemas),
        files={name: build_blank_address(name) for name in HANDED_IN},
        bad=find_bad_example(rule.code),
        good=find_good_example(rule.code),
    )
