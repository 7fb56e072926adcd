"""Findings as a job summary in Markdown: by file, those that the change touches first, old ones folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..finding import SEVERITY_LABELS, Finding
from ..personal import masked
from .markdown import escaped, fitting, folded, head, link, row
from .told import Told, counts, rule_label, summary

SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
HEADINGS = ("行:列", "程度", "问题", "改法", "规则")


def as_markdown(told: Told) -> str:
    """The report; ends with a line feed. What is too much for a job summary is left out, and counted."""
    own, before = list(_rows(told, told.findings)), list(_rows(told, told.before or ()))
    kept = fitting([*own, *before])
    lines = [f"## {_verdict(told)}", "", escaped(summary(told)), ""]
    if own and told.before is not None:
        lines += ["### 本次改动造成的问题", ""]
    lines += own[:kept]
    if old := before[: max(kept - len(own), 0)]:
        title = f"原有的问题（{len(before)} 处，不是本次改动造成的，不影响结果）"
        lines += ["", *folded(title, old)]
    if left := len(own) + len(before) - kept:
        lines += ["", f"**另有 {left} 处没有列出，** 在本地运行 `registry check` 查看全部。"]
    return "\n".join([*lines, ""]) + "\n"


def _verdict(told: Told) -> str:
    if told.clock:
        return "到期事项"
    return f"核对结果：{'有错误，不能合并' if counts(told.findings)['error'] else '没有错误'}"


def _rows(told: Told, findings: Iterable[Finding]) -> Iterator[str]:
    """A row for each finding; the first of a file comes with the heading and the head of its table."""
    for path, found in groupby(sorted(findings, key=lambda each: each.path not in told.touched), _path):
        lines = ["", f"#### {escaped(masked(path))}", "", *head(HEADINGS)]
        for each in found:
            yield "\n".join([*lines, _row(told, each)])
            lines = []


def _path(finding: Finding) -> str:
    return finding.path


def _row(told: Told, finding: Finding) -> str:
    severity = f"{SIGNS[finding.severity]} {SEVERITY_LABELS[finding.severity]}"
    place, texts = f"{finding.line}:{finding.column}", (finding.message, finding.hint)
    rule = link(rule_label(finding), told.page(finding))
    return row((escaped(place), severity, *map(escaped, texts), rule))
