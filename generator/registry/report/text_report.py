"""Findings as text: grouped by file, with the line and a caret, in colour where a person watches.

A long report has the first finding of each rule in each file, and how many more there are, in the end of
how many files; so has what is for information alone and comes many times in a file. JSON holds them all. A
register may have a hundred thousand findings, so lines are written as they are, not laid out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS, Console
from rich.control import strip_control_codes
from rich.text import Text

from ..finding import SEVERITY_LABELS, Finding
from ..personal import mask_personal, mask_source
from ..records.text import INVISIBLE
from .check_report import (
    CheckReport,
    cite_finding,
    count_severities,
    describe_before,
    describe_counts,
    describe_unjudged,
    suggest_explaining,
    summarise,
)

COLOURS = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
WIDTH = 100
MIN_LONG = 1000  # findings: more than anybody reads one by one
MAX_GROUPS = 2000  # rules in files of which something is reported
MAX_BEFORE = 20  # findings told of those that were there before a change
MAX_WARNINGS = 3  # warnings that are reported beside errors
MAX_ALIKE = 3  # findings of one rule in one file, for information, that are reported one by one
MAX_LINES = 10  # lines that are named of those not reported
Line = Sequence[tuple[str, str]]  # texts, each with its style


def print_text(console: Console, root: Path, report: CheckReport, brief: bool = False) -> None:
    """Write the findings by file in the order given, then a count; with `brief` the findings alone.

    With a base what the change has caused comes first, then what was there before: a line each, as it is
    nobody's task now. The first finding of a rule leads to how it is mended.
    """
    if report.before is not None and report.findings:
        _print_lines(console, [[("本次改动造成的问题", "bold")]])
    _print_lines(console, _write_files(root, report))
    if report.before and not brief:
        _print_lines(console, _write_before(report.before))
    if unjudged := describe_unjudged(report.unjudged):
        _print_lines(console, [[(unjudged, "bold yellow")]])
    if brief:
        return
    if report.findings and not report.site:
        console.print(Text(suggest_explaining(report.findings), style="dim"))
    print_summary(console, report)


def print_hindrances(console: Console, root: Path, report: CheckReport, listing: str) -> None:
    """Write the errors, and what else is found where that is little; of more how much, and what lists it."""
    others = [each for each in report.findings if each.severity != "error"]
    if len(others) <= MAX_WARNINGS:
        return print_text(console, root, report, brief=True)
    errors = [each for each in report.findings if each.severity == "error"]
    print_text(console, root, report._replace(findings=errors), brief=True)
    return console.print(f"{describe_counts(others)}，不妨碍提出；查看：{listing}")


def _write_before(findings: Sequence[Finding]) -> Iterator[Line]:
    """What a change has not caused."""
    yield [(describe_before(len(findings)), "bold")]
    for finding in findings[:MAX_BEFORE]:
        yield [*_write_head(finding), (f"  {finding.message}", "")]
    if len(findings) > MAX_BEFORE:
        yield [
            (
                f"  另有 {len(findings) - MAX_BEFORE} 处；不加 --base 运行 registry check，查看全部和改法",
                "dim",
            )
        ]
    yield []


def _print_lines(console: Console, lines: Iterable[Line]) -> None:
    """Write lines as they are, in colour where the console has colours."""
    # Not by console.print: to lay out a hundred thousand lines takes longer than the check.
    system = COLOR_SYSTEMS.get(console.color_system or "")
    for line in lines:
        # Messages quote records: an escape sequence in one would be obeyed by the terminal.
        line = [(strip_control_codes(text), style) for text, style in line]
        if system is None:
            console.file.write("".join(text for text, _ in line) + "\n")
            continue
        styles = [console.get_style(style) for _, style in line]
        shown = [each.without_color if console.no_color else each for each in styles]
        both = zip(line, shown, strict=True)
        texts = (style.render(text, color_system=system) for (text, _), style in both)
        console.file.write("".join(texts) + "\n")


def _write_files(root: Path, report: CheckReport) -> Iterator[Line]:
    findings, linked = report.findings, set[str]()  # the rules whose page has been named
    long, shown = len(findings) > MIN_LONG, 0
    left: list[int] = []  # how many findings each file has of which nothing is reported
    for path, group in groupby(findings, key=lambda finding: finding.path):
        inside = list(group)
        if shown >= MAX_GROUPS:
            left.append(len(inside))
            continue
        yield [(f"{mask_personal(path)}（{len(inside)} 处）", "bold underline")]
        lines = _read_lines(root / path)
        groups: dict[object, list[Finding]] = defaultdict(list)
        alike = Counter(_get_group(each) for each in inside if each.severity == "info")
        for number, finding in enumerate(inside):
            together = long or alike[_get_group(finding)] > MAX_ALIKE
            groups[_get_group(finding) if together else number].append(finding)
        for first, *others in groups.values():
            yield from _write_finding(first, lines)
            if report.site and first.rule not in linked:
                linked.add(first.rule)
                yield [("    怎样改正：", "green"), (report.build_rule_address(first), "")]
            shown += 1
            if others:
                yield [("    " + _describe_rest(others), "dim")]
        yield []
    if left:
        yield [(f"另有 {sum(left)} 处，涉及 {len(left)} 个文件，没有列出。", "bold")]
    if long:
        yield [("每个文件中同一规则的问题只列出第一处；全部内容：registry check --format json", "bold")]


def _get_group(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.severity


def _describe_rest(findings: Sequence[Finding]) -> str:
    """How many more there are, and where the first of them stand."""
    places = list(dict.fromkeys(each.line for each in findings))
    shown = "、".join(map(str, places[:MAX_LINES]))
    more = "等处" if len(places) > MAX_LINES else ""
    what = "同样的提示" if findings[0].severity == "info" else "不符合这条规则"
    return f"本文件中还有 {len(findings)} 处{what}，在第 {shown} 行{more}"


def _write_head(finding: Finding) -> list[tuple[str, str]]:
    """Where a finding stands, how grave it is and by which rule."""
    return [
        ("  ", ""),
        (finding.location, "cyan"),
        ("  ", ""),
        (SEVERITY_LABELS[finding.severity], COLOURS[finding.severity]),
        (f"  {finding.rule}", "dim"),
    ]


def _write_finding(finding: Finding, lines: list[str]) -> Iterator[Line]:
    head = _write_head(finding)
    cited = cite_finding(finding)
    yield [*head, (f"  {cited}", "")] if cited else head
    yield [(f"    {finding.message}", "")]
    if 0 < finding.line <= len(lines) and finding.rule != "file-place":  # of which no line is at fault
        yield from _write_line(lines[finding.line - 1], finding)
    if finding.advice:
        yield [("    改法：", "green"), (indent_hint(finding.advice), "")]


def indent_hint(hint: str) -> str:
    """A hint with its further lines set in below the first."""
    return hint.replace("\n", "\n      ")


def make_visible(line: str) -> str:
    """A line without what a terminal would not show, or obey."""
    return INVISIBLE.sub("\ufffd", line).replace("\t", " ")


def _write_line(line: str, finding: Finding) -> Iterator[Line]:
    """The faulty line, cut to a window around its column, with a caret below.

    Wide characters count as two; what a terminal would not show, or obey, is shown as a sign.
    """
    line = make_visible(line)
    start = max(0, finding.column - 1 - WIDTH // 2) if cell_len(line) > WIDTH else 0
    before = cell_len(line[start : finding.column - 1])
    yield [(f"{finding.line:>6} │ ", "dim"), (line[start : start + WIDTH], "")]
    yield [(" " * 6 + " │ ", "dim"), (" " * before + "^", COLOURS[finding.severity])]


def _read_lines(file: Path) -> list[str]:
    """The lines of a file as they may be shown: what is personal is masked, also where it spans two lines.

    A link has none, as it may point at what is nobody's business; nor has what is no text.
    """
    if file.is_symlink() or not file.is_file():
        return []
    raw = file.read_bytes()
    if b"\0" in raw:
        return []
    lines = mask_source(_decode(raw)).split("\n")
    return [line.removesuffix("\r") for line in lines]


def _decode(raw: bytes) -> str:
    """The text of a file to be shown: in GBK, as Windows writes it, where its first Chinese is no UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        is_other = raw[: error.start].isascii()
        return raw.decode("gb18030" if is_other else "utf-8", "replace")


def print_summary(console: Console, report: CheckReport) -> None:
    """Write the outcome in one line."""
    counts = count_severities(report.findings)
    style = "bold red" if counts["error"] else "yellow" if counts["warning"] else "green"
    console.print(Text(summarise(report), style=style))
