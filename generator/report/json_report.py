"""Findings as JSON: one object with the counts and the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ..finding import SEVERITIES, Finding

FIELDS = ("rule", "article", "severity", "path", "line", "column", "pointer", "message", "hint", "url")


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each severity."""
    return {severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES}


def as_json(findings: Sequence[Finding], files: int, before: Sequence[Finding] | None = None) -> str:
    """The report. `article` is null for faults of form; line and column count from 1.

    With a base, `before` lists what the change did not cause; it is in no count.
    """
    report: dict[str, Any] = {"files": files, "counts": counts(findings), "findings": _rows(findings)}
    if before is not None:
        report["before"] = _rows(before)
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()


def _rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        {name: getattr(each, name) for name in FIELDS} | {"article": each.article or None}
        for each in findings
    ]
