"""Findings as a job summary in Markdown: by file, those that the change touches first, old ones folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..finding import SEVERITY_LABELS, Finding
from ..personal import mask_personal
from .check_report import (
    CheckReport,
    count_severities,
    describe_before,
    describe_unjudged,
    format_rule,
    summarise,
)
from .fix_report import write_patch_block
from .markdown import count_fitting, escape_markdown, write_folded, write_link, write_row, write_table_head

SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
HEADINGS = ("行:列", "程度", "问题", "改法", "规则")


def write_markdown(report: CheckReport) -> str:
    """The report; ends with a line feed. What is too much for a job summary is left out, and counted."""
    own, before = list(_write_rows(report, report.findings)), list(_write_rows(report, report.before or ()))
    # What the change has caused stands first: what does not fit is cut from the old.
    number = count_fitting([*own, *before])
    verdict = "有错误，不能合并" if count_severities(report.findings)["error"] else "没有错误"
    heading = "到期事项" if report.clock else f"核对结果：{verdict}"
    lines = [f"## {heading}", "", escape_markdown(summarise(report)), ""]
    if report.unjudged:
        lines += [f"**{escape_markdown(describe_unjudged(report.unjudged))}**", ""]
    if own and report.before is not None:
        lines += ["### 本次改动造成的问题", ""]
    lines += own[:number]
    if old := before[: max(number - len(own), 0)]:
        title = describe_before(len(before))
        lines += ["", *write_folded(title, old)]
    if left := len(own) + len(before) - number:
        lines += ["", f"**另有 {left} 处没有列出，** 在本地运行 `registry check` 查看全部。"]
    return "\n".join([*lines, ""]) + "\n" + write_patch_block(report.mended)


def _write_rows(report: CheckReport, findings: Iterable[Finding]) -> Iterator[str]:
    """A row for each finding; the first of a file comes with the heading and the head of its table."""
    touched_first = sorted(findings, key=lambda finding: finding.path not in report.touched)
    for path, group in groupby(touched_first, lambda finding: finding.path):
        lines = ["", f"#### {escape_markdown(mask_personal(path))}", "", *write_table_head(HEADINGS)]
        for finding in group:
            yield "\n".join([*lines, _write_finding(report, finding)])
            lines = []


def _write_finding(report: CheckReport, finding: Finding) -> str:
    severity = f"{SIGNS[finding.severity]} {SEVERITY_LABELS[finding.severity]}"
    place, texts = f"{finding.line}:{finding.column}", (finding.message, finding.advice)
    rule = write_link(format_rule(finding), report.build_rule_address(finding))
    return write_row((escape_markdown(place), severity, *map(escape_markdown, texts), rule))
