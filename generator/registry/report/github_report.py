"""Findings as annotations of GitHub Actions (workflow commands).

GitHub shows ten annotations of a level a step and drops the others without a word: so where there are more,
those of one rule in one file become one, and the last says how many more there are and where to read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..finding import SEVERITIES, Finding, Severity
from ..forge.runner import escape_message
from .check_report import CheckReport, describe_unjudged, format_rule

MAX_ANNOTATIONS = 10
COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def write_commands(report: CheckReport) -> Iterator[str]:
    """The commands, a line each, at most MAX_ANNOTATIONS of a level, the files that the change touches first.

    One of them says of which files no rule could be asked.

    Findings that a change did not cause are not annotated; the job summary has them.
    """
    for severity in SEVERITIES:
        findings = [each for each in report.findings if each.severity == severity]
        findings.sort(key=lambda finding: finding.path not in report.touched)
        most = MAX_ANNOTATIONS
        if severity == "info" and report.unjudged:
            most -= 1
            yield f"::notice title=还没有核对的内容::{escape_message(describe_unjudged(report.unjudged))}"
        groups = [[each] for each in findings] if len(findings) <= most else _group_by_rule(findings)
        # The last place is for the line that says how many are left.
        shown = groups if len(groups) <= most else groups[: most - 1]
        for group in shown:
            yield _write_annotation(report, group)
        if rest := groups[len(shown) :]:
            number, files = sum(map(len, rest)), len({each.path for group in rest for each in group})
            message = (
                f"另有 {number} 处，涉及 {files} 个文件：见作业摘要（Summary），或在本地运行 registry check"
            )
            yield f"::{COMMANDS[severity]} title=没有逐一标出的问题::{escape_message(message)}"


def _group_by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings by file and rule, the files in the order given."""
    places = dict.fromkeys(each.path for each in findings)
    order = {path: i for i, path in enumerate(places)}
    ranked = sorted(findings, key=lambda finding: (order[finding.path], finding.rule))
    return [list(group) for _, group in groupby(ranked, key=lambda item: (item.path, item.rule))]


def _write_annotation(report: CheckReport, group: list[Finding]) -> str:
    first, rest = group[0], group[1:]
    lines = [first.message, f"改法：{first.advice}" if first.advice else "", report.build_rule_address(first)]
    if rest:
        lines.append(
            f"本文件中还有 {len(rest)} 处不符合这条规则，在第 {'、'.join(str(e.line) for e in rest)} 行"
        )
    text = escape_message("\n".join(filter(None, lines)))
    place = f"file={_escape_property(first.shown_path)},line={first.line},col={first.column}"
    return f"::{COMMANDS[first.severity]} {place},title={_escape_property(format_rule(first))}::{text}"


def _escape_property(text: str) -> str:
    """A property's value as a workflow command takes it."""
    return escape_message(text).replace(":", "%3A").replace(",", "%2C")
