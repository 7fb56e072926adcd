"""The matrix of articles and rules, and the page of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...finding import format_article
from ...rules.cases import find_bad_example, find_good_example, list_cases
from ...rules.explain import explain_rule
from ...rules.rule import SCOPE_LABELS, Rule, describe_severity
from ...rules.table import RULES
from ..rows import build_rule_row, list_rules_of
from ..shows import Shows

if TYPE_CHECKING:
    from ..card import CardWaiver
    from ..register_view import RegisterView


SHOWS = Shows("/rules/", facts=frozenset({"waivers"}), kinds=frozenset({"regulation"}))


def show_rules(view: RegisterView) -> dict[str, Any]:
    """The matrix: each article of the regulation with its rules and cases; then the rules of form."""
    regulation = view.register.tables.find_regulation(view.day)
    return {
        "articles": [
            {
                "label": format_article(str(each.number)),
                "anchor": f"article-{each.number}",
                "title": each.title,
                "rules": list_rules_of(view, each.number),
                "judgement": each.judgement or "",
            }
            for each in regulation.articles
        ],
        "form": [build_rule_row(rule, "") for rule in RULES.values() if not rule.article],
        "codes": list(RULES),
        "total": len(RULES),
        "cases": len(list_cases()),
        "waivers": list_waivers(view),
    }


def list_waivers(view: RegisterView) -> list[CardWaiver]:
    """The waivers of public institutions, by rule."""
    found = (each for card in view.cards for each in card.waivers)
    return sorted(found, key=lambda each: (each.rule, each.link.href))


def show_rule(view: RegisterView, rule: Rule) -> dict[str, Any]:
    """One rule with an example of what it finds and one of what it lets pass."""
    cited = view.presenter.cite_basis(rule.article)
    regulation = view.register.tables.find_regulation(view.day)
    return {
        **build_rule_row(rule, cited),
        "detail": rule.detail,
        "why": explain_rule(rule, regulation, cited),
        "scope": SCOPE_LABELS[rule.scope],
        "severity": describe_severity(rule),
        "bad": find_bad_example(rule.code),
        "good": find_good_example(rule.code),
    }
