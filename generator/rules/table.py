"""The table of rules: every rule of every module, in the order of the regulation."""

from __future__ import annotations

from . import (
    changes,
    conditions,
    courses,
    execution,
    form,
    legal_person,
    plans,
    privacy,
    procedure,
    rectification,
    references,
    supervision,
)
from .rule import Rule, rules_of

MODULES = (
    references,
    privacy,
    legal_person,
    procedure,
    conditions,
    courses,
    plans,
    execution,
    supervision,
    rectification,
    changes,
)
CHECKED: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in rules_of(module))
RULES: dict[str, Rule] = {rule.code: rule for rule in (*form.RULES, *CHECKED)}
