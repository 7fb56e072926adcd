"""The table of rules: every rule of every module, in the order of the regulation."""

from __future__ import annotations

from . import changes, conditions, form, legal_person, plans, procedure, rectification, references
from .rule import Rule, rules_of

MODULES = (references, legal_person, procedure, conditions, plans, rectification, changes)
CHECKED: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in rules_of(module))
RULES: dict[str, Rule] = {rule.code: rule for rule in (*form.RULES, *CHECKED)}
