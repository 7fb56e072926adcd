"""Findings as JSON: one object with the counts and the list."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..finding import Finding
from ..json_data import JsonObject
from .told import CheckReport, count_severities

FIELDS = ("rule", "article", "severity", "path", "line", "column", "pointer", "message", "hint", "url")


def write_json(told: CheckReport) -> str:
    """The report; ends with a line feed. `article` is null for faults of form; line and column count from 1.

    With a base, `before` lists what the change did not cause; it is in no count.
    """
    report: JsonObject = {
        "files": told.files,
        "counts": {str(name): count for name, count in count_severities(told.findings).items()},
        "findings": _rows(told.findings),
    }
    if told.before is not None:
        report["before"] = _rows(told.before)
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def _rows(findings: Sequence[Finding]) -> list[JsonObject]:
    return [
        {name: getattr(each, name) for name in FIELDS}
        | {"article": each.article or None, "path": each.shown_path}
        for each in findings
    ]
