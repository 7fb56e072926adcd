"""`registry check`: what is found in a register, or what a change has caused."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

from ..changes.base import base_of, change_findings, compare
from ..finding import Finding
from ..git_command import GitError
from ..report.github_report import workflow_commands
from ..report.json_report import as_json
from ..report.markdown_report import as_markdown
from ..report.sarif_report import as_sarif
from ..report.text_report import print_text
from ..report.told import Told
from ..rules.checking import Examined, uncollected
from ..rules.engine import PLAIN
from ..rules.rule import Scope
from ..settings import site_address
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    add_executor_option,
    examine_register,
    open_console,
    shared_cache,
)
from .progress import watched

# What a check can be told in, besides text.
REPORTS: dict[str, Callable[[Told], str]] = {
    "json": as_json,
    "github": lambda told: "".join(f"{each}\n" for each in workflow_commands(told)),
    "markdown": as_markdown,
    "sarif": as_sarif,
}
SCOPES: dict[str, frozenset[Scope]] = {"plain": PLAIN, "clock": frozenset({"clock"})}


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    check = commands.add_parser("check", help="核对登记册", description="核对登记册：格式、引用和办法各条")
    add_common_options(check, ("text", *REPORTS))
    check.add_argument("--summary", type=Path, metavar="FILE", help="另把 Markdown 摘要追加到这个文件")
    check.add_argument("--scope", choices=SCOPES, default="plain", help="clock 只核对到期事项（默认 plain）")
    check.add_argument("--base", metavar="REV", help="与 REV 相比，只有本次改动造成的问题才算")
    check.add_argument("paths", nargs="*", metavar="PATH", help="只报告这些文件或文件夹中的问题")
    add_executor_option(check)
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Report what is found."""
    with shared_cache(arguments) if arguments.base else nullcontext(), uncollected():
        return _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    examined = examine_register(arguments, SCOPES[arguments.scope])
    site = ""
    if arguments.format != "text" or arguments.summary:  # what is read elsewhere has links
        site = site_address(arguments.root)
    told = Told(examined.findings, examined.files, site=site, clock=arguments.scope == "clock")
    if arguments.base:
        told = _compare(arguments, examined, told)
    told = told._replace(findings=_within(arguments.root, told.findings, arguments.paths))
    if arguments.format == "text":
        print_text(open_console(), arguments.root, told)
    else:
        print(REPORTS[arguments.format](told), end="")
    if arguments.summary:
        _append(arguments.summary, as_markdown(told))
    failing = ("error",) if arguments.scope == "plain" else ("error", "warning")
    return int(any(each.severity in failing for each in told.findings))


def _compare(arguments: argparse.Namespace, head: Examined, told: Told) -> Told:
    """The findings parted by the base; in the plain scope with those of the rules that see a change."""
    scopes, on = SCOPES[arguments.scope], arguments.on
    try:
        base = base_of(arguments.root, arguments.base, on, scopes, watched, like=head)
        found = change_findings(arguments.root, base, head, on) if scopes == PLAIN else []
    except GitError as error:
        raise CannotRun(f"--base：{error}") from error
    caused, before = compare(base, head.findings)
    caused = sorted([*caused, *found], key=Finding.order)
    return told._replace(findings=caused, before=before, touched=base.touched)


def _append(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise CannotRun(f"写不了 {file}：{error.strerror}") from error


def _within(root: Path, findings: Iterable[Finding], paths: Sequence[str]) -> list[Finding]:
    """The findings in the files or folders named, as seen from the current folder or from the root."""
    if not paths:
        return list(findings)
    wanted = []
    for path in paths:
        places = [each for each in (Path(path), root / path) if each.is_symlink() or each.exists()]
        if not places:
            raise CannotRun(f"没有 {path} 这个文件或文件夹")
        inside = [_real(each) for each in places if _real(each).is_relative_to(root.resolve())]
        if not inside:
            raise CannotRun(f"{path} 不在登记册 {root.resolve()} 中")
        wanted.append(inside[0].relative_to(root.resolve()).as_posix())
    return [
        each
        for each in findings
        if any(path == "." or each.path == path or each.path.startswith(f"{path}/") for path in wanted)
    ]


def _real(path: Path) -> Path:
    """The path without links in it; a link itself is not followed."""
    return path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
