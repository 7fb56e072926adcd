"""The table of rules: every rule of every module, in the order of the regulation."""

from __future__ import annotations

import re
from importlib import import_module

from .articles import form
from .rule import Rule, collect_rules

# In this order, since rules of one article, and those of form, are listed as their modules are.
MODULES = (
    "references",
    "resemblance",
    "dates",
    "decisions",
    "documents",
    "calendars",
    "notices",
    "privacy",
    "legal_person",
    "legal_acts",
    "procedure",
    "lists",
    "older_lists",
    "conditions",
    "courses",
    "widening",
    "fees",
    "plans",
    "runs",
    "execution",
    "supervision",
    "transfers",
    "rectification",
    "competence",
    "changes",
    "append_only",
    "recording",
    "past",
    "repairs",
    "validity",
    "regulation_words",
)


def parse_article(rule: Rule) -> list[int]:
    """Sort key: "8(2)" is [8, 2], a rule of form comes before all articles."""
    return [int(number) for number in re.findall("[0-9]+", rule.article)]


def _collect_all() -> list[Rule]:
    modules = (import_module(f".articles.{name}", __package__) for name in MODULES)
    return sorted((rule for each in modules for rule in collect_rules(each)), key=parse_article)


CHECKED: tuple[Rule, ...] = tuple(_collect_all())
RULES: dict[str, Rule] = {rule.code: rule for rule in (*form.RULES, *CHECKED)}
