"""Findings as JSON: one object with the counts and the list."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..finding import Finding
from ..json_data import JsonObject
from ..personal import mask_personal
from .check_report import CheckReport, count_severities

# Other programs read these names: one that stands here stays.
FIELDS = (
    "rule",
    "article",
    "severity",
    "path",
    "line",
    "column",
    "pointer",
    "message",
    "hint",
    "mendable",
    "url",
)


def write_json(report: CheckReport) -> str:
    """The report; ends with a line feed. `article` is null for faults of form; line and column count from 1.

    With a base, `before` lists what the change did not cause; it is in no count. `unjudged` are the files of
    faulty form, of which no rule could be asked.
    """
    data: JsonObject = {
        "files": report.files,
        "counts": {str(name): count for name, count in count_severities(report.findings).items()},
        "findings": _list_rows(report.findings),
        "unjudged": [mask_personal(each) for each in report.unjudged],
    }
    if report.before is not None:
        data["before"] = _list_rows(report.before)
    return format_json(data) + "\n"


def format_json(value: object) -> str:
    """A value as JSON for people to read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def describe_finding(finding: Finding) -> JsonObject:
    """A finding as an object."""
    own = {name: getattr(finding, name) for name in FIELDS}
    return own | {"article": finding.article or None, "path": finding.shown_path}


def _list_rows(findings: Sequence[Finding]) -> list[JsonObject]:
    return [*map(describe_finding, findings)]
