"""Findings as text: grouped by file, with the line and a caret, in colour where a person watches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ..finding import SEVERITY_LABELS, Finding, article_label
from ..records.strict_yaml import INVISIBLE
from .told import Told, counts, summary

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
WIDTH = 100


def print_text(console: Console, root: Path, told: Told) -> None:
    """Write the report: findings by file in the order given, then a count.

    With a base, what the change did not cause comes first, under its own heading.
    """
    if told.before:
        console.print(Text("原有的问题（不是本次改动造成的，不影响结果）", style="bold"))
        _print_files(console, root, told.before)
    if told.before is not None:
        console.print(Text("本次改动造成的问题", style="bold"))
    _print_files(console, root, told.findings)
    print_summary(console, told)


def _print_files(console: Console, root: Path, findings: Sequence[Finding]) -> None:
    for path, group in groupby(findings, key=lambda each: each.path):
        found = list(group)
        console.print(Text(f"{path}（{len(found)} 处）", style="bold underline"), soft_wrap=True)
        lines = _lines(root / path)
        for each in found:
            _print_finding(console, each, lines)
        console.print()


def _print_finding(console: Console, finding: Finding, lines: list[str]) -> None:
    head = Text("  ")
    head.append(f"{finding.path}:{finding.line}:{finding.column}", style="cyan")
    head.append("  ")
    head.append(SEVERITY_LABELS[finding.severity], style=COLOURS[finding.severity])
    head.append(f"  {finding.rule}", style="dim")
    if finding.article:
        head.append(f"  {article_label(finding.article)}")
    console.print(head, soft_wrap=True)
    console.print(Text(f"    {finding.message}"), soft_wrap=True)
    if 0 < finding.line <= len(lines):
        _print_line(console, lines[finding.line - 1], finding)
    if finding.hint:
        console.print(Text("    改法：", style="green") + Text(continued(finding.hint)), soft_wrap=True)


def continued(hint: str) -> str:
    """A hint with its further lines set in below the first."""
    return hint.replace("\n", "\n      ")


def visible(line: str) -> str:
    """A line without what a terminal would not show, or obey."""
    return INVISIBLE.sub("\ufffd", line).replace("\t", " ")


def _print_line(console: Console, line: str, finding: Finding) -> None:
    """The faulty line, cut to a window around its column, with a caret below.

    Wide characters count as two; what a terminal would not show, or obey, is shown as a sign.
    """
    line = visible(line)
    start = max(0, finding.column - 1 - WIDTH // 2) if cell_len(line) > WIDTH else 0
    before = cell_len(line[start : finding.column - 1])
    gutter = Text(f"{finding.line:>6} │ ", style="dim")
    console.print(gutter + Text(line[start : start + WIDTH]), soft_wrap=True)
    caret = Text(" " * before + "^", style=COLOURS[finding.severity])
    console.print(Text(" " * 6 + " │ ", style="dim") + caret, soft_wrap=True)


def _lines(file: Path) -> list[str]:
    """The lines of a file; none of a link, which may point at what is nobody's business."""
    if file.is_symlink() or not file.is_file():
        return []
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    return [line.removesuffix("\r") for line in lines]


def print_summary(console: Console, told: Told) -> None:
    """Write the outcome in one line."""
    found = counts(told.findings)
    style = "bold red" if found["error"] else "yellow" if found["warning"] else "green"
    console.print(Text(summary(told), style=style), soft_wrap=True)
