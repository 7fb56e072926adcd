"""Findings as a job summary in Markdown: all of them, by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..finding import SEVERITY_LABELS, Finding, article_label
from ..rules.table import RULES
from .markdown import escaped, folded, head, limited, link, row
from .told import Told, counts, summary

SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
HEADINGS = ("位置", "程度", "问题", "改法", "规则")
CUT = "**以下没有列出。** 在本地运行 `registry check` 查看全部。"


def as_markdown(told: Told) -> str:
    """The report; ends with a line feed."""
    return "\n".join(limited(_lines(told), CUT)) + "\n"


def _lines(told: Told) -> Iterator[str]:
    verdict = "不能合并：有错误" if counts(told.findings)["error"] else "可以合并：没有错误"
    yield from (f"## 核对结果：{verdict}", "", escaped(summary(told)), "")
    if told.findings:
        if told.before is not None:
            yield from ("### 本次改动造成的问题", "")
        yield from _table(told, told.findings)
    if told.before:
        title = f"原有的问题（{len(told.before)} 处，不是本次改动造成的，不影响结果）"
        yield from folded(title, _table(told, told.before))


def _table(told: Told, findings: Sequence[Finding]) -> Iterator[str]:
    yield from head(HEADINGS)
    for each in sorted(findings, key=lambda each: each.path not in told.touched):
        place = escaped(f"{each.path}:{each.line}:{each.column}")
        article = f"（{article_label(each.article)}）" if each.article else ""
        rule = link(f"{RULES[each.rule].title}{article}", told.page(each))
        severity = f"{SIGNS[each.severity]} {SEVERITY_LABELS[each.severity]}"
        yield row((place, severity, escaped(each.message), escaped(each.hint), rule))
    yield ""
