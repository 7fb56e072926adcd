"""The table of rules: every rule of every module, in the order of the regulation."""

from __future__ import annotations

import re

from .articles import (
    append_only,
    calendars,
    changes,
    competence,
    conditions,
    courses,
    dates,
    decisions,
    documents,
    execution,
    fees,
    form,
    legal_acts,
    legal_person,
    lists,
    notices,
    older_lists,
    past,
    plans,
    privacy,
    procedure,
    recording,
    rectification,
    references,
    regulation_words,
    repairs,
    resemblance,
    runs,
    supervision,
    transfers,
    validity,
    widening,
)
from .rule import Rule, collect_rules

MODULES = (
    references,
    resemblance,
    dates,
    decisions,
    documents,
    calendars,
    notices,
    privacy,
    legal_person,
    legal_acts,
    procedure,
    lists,
    older_lists,
    conditions,
    courses,
    widening,
    fees,
    plans,
    runs,
    execution,
    supervision,
    transfers,
    rectification,
    competence,
    changes,
    append_only,
    recording,
    past,
    repairs,
    validity,
    regulation_words,
)


def parse_article(rule: Rule) -> list[int]:
    """Sort key: "8(2)" is [8, 2], a rule of form comes before all articles."""
    return [int(number) for number in re.findall("[0-9]+", rule.article)]


CHECKED: tuple[Rule, ...] = tuple(
    sorted((rule for each in MODULES for rule in collect_rules(each)), key=parse_article)
)
RULES: dict[str, Rule] = {rule.code: rule for rule in (*form.RULES, *CHECKED)}
