"""Findings as GitLab's Code Quality report, which a merge request shows beside the lines of the change.

Its form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from ..finding import Finding, Severity
from ..json_data import JsonObject
from .check_report import CheckReport, compute_fingerprint, describe_unjudged, format_rule
from .json_report import format_json

LEVELS: dict[Severity, str] = {"error": "critical", "warning": "minor", "info": "info"}


def write_code_quality(report: CheckReport) -> str:
    """The findings that count, as a list; ends with a line feed. What was there before is left out.

    After them each file of faulty form, of which no rule could be asked: the format has no other place.
    """
    issues = [_build_issue(report, each) for each in report.findings]
    return format_json([*issues, *map(_build_notice, report.unjudged)]) + "\n"


def _build_issue(report: CheckReport, finding: Finding) -> JsonObject:
    advice = f"改法：{finding.advice}" if finding.advice else ""
    words = [finding.message, advice, format_rule(finding), report.build_rule_address(finding)]
    return _write_issue(finding, "；".join(filter(None, words)))


def _build_notice(path: str) -> JsonObject:
    """An issue a file: GitLab holds those of two branches against each other by their fingerprints."""
    message = describe_unjudged([path])
    return _write_issue(Finding(rule="unjudged", severity="info", path=path, message=message), message)


def _write_issue(finding: Finding, description: str) -> JsonObject:
    return {
        "description": description,
        "check_name": finding.rule,
        "fingerprint": compute_fingerprint(finding),
        "severity": LEVELS[finding.severity],
        # Lines count from 1, and a finding of a whole file has none.
        "location": {"path": finding.shown_path, "lines": {"begin": max(finding.line, 1)}},
    }
