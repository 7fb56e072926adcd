"""Findings as SARIF 2.1.0 (OASIS), for tools that show the results of static analysis."""

from __future__ import annotations

from urllib.parse import quote

from ..finding import Finding, Severity, build_mend_address
from ..json_data import JsonObject, JsonValue
from ..personal import mask_personal
from ..rules.rule import Rule
from ..rules.table import RULES
from .check_report import CheckReport, compute_fingerprint, describe_unjudged
from .json_report import format_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
ORDER = {code: i for i, code in enumerate(RULES)}


def write_sarif(report: CheckReport) -> str:
    """One run with all rules; ends with a line feed. With a base, each result is called new or unchanged.

    A notification names the files of faulty form, of which no rule could be asked.
    """
    caused = "new" if report.before is not None else ""
    results = [_describe_result(each, caused) for each in report.findings]
    results += [_describe_result(each, "unchanged") for each in report.before or ()]
    run = {
        "tool": {
            "driver": {"name": "registry", "rules": [_describe_rule(report, each) for each in RULES.values()]}
        },
        # Our columns count characters; unless told so, a viewer counts UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "language": "zh-CN",
        "invocations": [_describe_invocation(report)],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return format_json(log) + "\n"


def _describe_rule(report: CheckReport, rule: Rule) -> JsonObject:
    data: JsonObject = {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.statement + rule.detail},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    return data | ({"helpUri": report.site + build_mend_address(rule.code)} if report.site else {})


def _describe_invocation(report: CheckReport) -> JsonObject:
    """That the check ran, and what it could not look at."""
    invocation: JsonObject = {"executionSuccessful": True}
    if report.unjudged:
        places: list[JsonValue] = [
            {"physicalLocation": {"artifactLocation": _locate(path)}} for path in report.unjudged
        ]
        message = {"text": describe_unjudged(report.unjudged)}
        invocation["toolExecutionNotifications"] = [
            {"level": "note", "message": message, "locations": places}
        ]
    return invocation


def _locate(path: str) -> JsonObject:
    return {"uri": quote(mask_personal(path)), "uriBaseId": "%SRCROOT%"}


def _describe_result(finding: Finding, state: str) -> JsonObject:
    """A finding as a result; `state` says whether it is new since the base, "" where there is none."""
    text = finding.message + (f"\n改法：{finding.advice}" if finding.advice else "")
    place: JsonObject = {
        "artifactLocation": _locate(finding.path),
        # A finding of a whole file has neither, and SARIF counts from 1.
        "region": {"startLine": max(finding.line, 1), "startColumn": max(finding.column, 1)},
    }
    data: JsonObject = {
        "ruleId": finding.rule,
        "ruleIndex": ORDER[finding.rule],
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"finding/v1": compute_fingerprint(finding)},
        "properties": {"article": finding.article, "pointer": finding.pointer},
    }
    return data | ({"baselineState": state} if state else {})
