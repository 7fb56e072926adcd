"""Mended records as text, file by file in words, and as a patch in a job summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console

from ..entry.mended_files import MendedFile, describe_layout, write_patch
from ..finding import SEVERITY_LABELS, Finding
from ..personal import mask_personal, mask_source
from ..rules.table import RULES
from .check_report import suggest_explaining
from .markdown import escape_markdown, write_folded
from .text_report import indent_hint, make_visible

MAX_MENDS = 20  # mends that are reported of one file
MAX_WIDTH = 60  # characters of a line that is reported
MAX_PATCH = 30_000  # characters of a patch in a job summary


def print_mended(console: Console, changed: Sequence[MendedFile]) -> None:
    """Print what becomes of each file."""
    for mended in changed:
        console.print(mended.path)
        for line in _describe(mended):
            console.print(f"  {line}")


def _describe(mended: MendedFile) -> Iterator[str]:
    """What becomes of a file, a line each."""
    old, new = (mask_source(text).split("\n") for text in (mended.before, mended.mended))
    if mended.words:
        yield mended.words
    new = _join_comments(old, new)
    if len(old) != len(new):  # lines have come, or carriage returns alone were their ends
        old = new
    places: dict[int, str] = {}
    for finding in mended.findings:
        if finding.mendable:
            # A line may be at fault by several rules: the first is enough to say why it changes.
            places.setdefault(finding.line, RULES[finding.rule].title)
    changed = [
        number
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1)
        # Line ends are no content: where they alone change, every line would be reported.
        if one.rstrip("\r") != other
    ]
    lines = sorted({*places, *changed})
    for number in lines[:MAX_MENDS]:
        title = places.get(number, "")
        one, other = (make_visible(text[number - 1]).strip() for text in (old, new))
        words = f"{_cut(one)} → {_cut(other)}" if one != other else _cut(other)
        yield f"第 {number} 行{f'（{title}）' if title else ''}：{words}"
    if len(lines) > MAX_MENDS:
        yield f"另有 {len(lines) - MAX_MENDS} 行"
    if mended.is_laid_out:
        yield f"改成统一的写法：{describe_layout(mended)}"


def _join_comments(old: list[str], new: list[str]) -> list[str]:
    """The new lines, with a comment that was put above its line reported on that line."""
    rest, joined = iter(new), []
    for line in old:
        other = next(rest, "")
        if other.lstrip().startswith("#") and line.strip() and not line.lstrip().startswith("#"):
            other = f"{other.strip()}，另起一行 {next(rest, '').strip()}"
        joined.append(other)
    return [*joined, *rest]


def _cut(text: str) -> str:
    return text if len(text) <= MAX_WIDTH else f"{text[: MAX_WIDTH - 2]}……"


def print_left(console: Console, findings: Sequence[Finding]) -> None:
    """Print what is wrong with the form of files and is for people to mend."""
    console.print(f"还要人来改的 {len(findings)} 处：")
    for finding in findings:
        console.print(f"  {finding.location}  {SEVERITY_LABELS[finding.severity]}  {finding.rule}")
        console.print(f"    {mask_personal(finding.message)}")
        if finding.hint:
            console.print(f"    改法：{indent_hint(mask_personal(finding.hint))}")
    console.print(suggest_explaining(findings))


def write_patch_block(mended: Sequence[MendedFile]) -> str:
    """What `registry fix` would change, folded, for a job summary; empty where that is nothing."""
    changed = [each for each in mended if each.is_changed]
    if not changed:
        return ""
    patch = write_patch(changed)
    # With something masked in it a patch would not apply.
    lines = ["在本地运行 `registry fix`，改好以后再提交；也可以把下面的内容存成文件，用 `git apply` 改。", ""]
    if mask_source(patch) != patch or len(patch) > MAX_PATCH:
        lines = ["在本地运行 `registry fix`，改好以后再提交。改的文件：", ""]
        lines += [f"- {escape_markdown(mask_personal(each.path))}" for each in changed]
    else:
        # Longer than any run of backticks that a record is likely to have, which would end the block.
        fence = "`" * 8
        lines += [f"{fence}diff", *patch.rstrip("\n").split("\n"), fence]
    title = f"registry fix 可以改正 {len(changed)} 个文件的写法"
    return "\n".join(["", *write_folded(title, lines), "", ""])
