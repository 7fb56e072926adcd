"""The cases of the rules, run: what is found in the register of a case."""

from __future__ import annotations

import json
from pathlib import Path

from generator.examine import examine
from generator.finding import Finding
from generator.rules.cases import Case, write
from generator.rules.engine import PLAIN
from generator.rules.rule import Scope
from generator.rules.table import RULES

EVERY_SCOPE: frozenset[Scope] = PLAIN | {"clock"}
FIELDS = ("rule", "severity", "path", "line", "column", "pointer", "message", "hint")


def findings(case: Case, root: Path) -> list[Finding]:
    """Every finding of a case, whose register is written below `root`."""
    write(case, root)
    scopes = EVERY_SCOPE if RULES[case.rule].scope == "clock" else PLAIN
    return examine(root, case.day, scopes).findings


def as_json(found: list[Finding]) -> str:
    """Findings as expected.json holds them."""
    rows = [{name: getattr(each, name) for name in FIELDS} for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
