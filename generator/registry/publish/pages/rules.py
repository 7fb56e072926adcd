"""The matrix of articles and rules, and the page of each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...finding import article_label
from ...rules.cases import bad_example, cases, good_example
from ...rules.explain import why
from ...rules.rule import SCOPE_LABELS, Rule, severity_words
from ...rules.table import RULES
from ..rows import rule_row, rules_of
from ..shows import Shows

if TYPE_CHECKING:
    from ..card import Waived
    from ..register_view import RegisterView


SHOWS = Shows("/rules/", facts=frozenset({"waivers"}), kinds=frozenset({"regulation"}))


def rules(view: RegisterView) -> dict[str, Any]:
    """The matrix: each article of the regulation with its rules and cases; then the rules of form."""
    regulation = view.register.tables.regulation_on(view.day)
    return {
        "articles": [
            {
                "label": article_label(str(each.number)),
                "anchor": f"article-{each.number}",
                "title": each.title,
                "rules": rules_of(view, each.number),
                "judgement": each.judgement or "",
            }
            for each in regulation.articles
        ],
        "form": [rule_row(rule, "") for rule in RULES.values() if not rule.article],
        "codes": list(RULES),
        "total": len(RULES),
        "cases": len(cases()),
        "waivers": waivers(view),
    }


def waivers(view: RegisterView) -> list[Waived]:
    """The waivers of public institutions, by rule."""
    found = (each for card in view.cards for each in card.waivers)
    return sorted(found, key=lambda each: (each.rule, each.link.href))


def rule(view: RegisterView, rule: Rule) -> dict[str, Any]:
    """One rule with an example of what it finds and one of what it lets pass."""
    cited = view.presenter.cite(rule.article)
    regulation = view.register.tables.regulation_on(view.day)
    return {
        **rule_row(rule, cited),
        "detail": rule.detail,
        "why": why(rule, regulation, cited),
        "scope": SCOPE_LABELS[rule.scope],
        "severity": severity_words(rule),
        "bad": bad_example(rule.code),
        "good": good_example(rule.code),
    }
