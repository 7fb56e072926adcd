"""`registry check`: tell what is found in a register, or what a change has caused."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

from ..changes.base import find_coming
from ..finding import Finding
from ..git_command import GitError
from ..history.state import HISTORY_ONLY, find_hindrances
from ..records.record_path import find_folder, get_dossier_id
from ..report.check_report import CheckReport
from ..report.github_report import write_commands
from ..report.gitlab_report import write_code_quality
from ..report.json_report import write_json
from ..report.markdown_report import write_markdown
from ..report.sarif_report import write_sarif
from ..report.text_report import print_hindrances, print_text
from ..rules.engine import PLAIN
from ..rules.rule import Scope
from ..rules.site_settings import check_settings
from ..settings import SETTINGS, SettingsError, read_settings, read_site_address, read_site_config
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    add_executor_option,
    examine_register,
    explain_os_errors,
    open_console,
    open_shared_cache,
)
from .named_paths import find_wanted, is_wanted
from .volume import is_quiet, tell

# The formats of a report, besides text.
REPORTS: dict[str, Callable[[CheckReport], str]] = {
    "json": write_json,
    "github": lambda report: "".join(f"{each}\n" for each in write_commands(report)),
    "gitlab": write_code_quality,
    "markdown": write_markdown,
    "sarif": write_sarif,
}
SCOPES: dict[str, frozenset[Scope]] = {"plain": PLAIN, "clock": frozenset({"clock"})}


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    check = commands.add_parser(
        "check", help="核对，一处一处指出问题", description="核对登记册：格式、引用和办法各条"
    )
    add_common_options(check, ("text", *REPORTS))
    check.add_argument("--summary", type=Path, metavar="FILE", help="另把 Markdown 摘要追加到这个文件")
    check.add_argument(
        "--scope", choices=SCOPES, default="plain", help="clock 只核对到期事项（默认 plain，到期事项以外的）"
    )
    check.add_argument(
        "--base", metavar="REV", help="与这个版本（如 origin/main）相比，只有改动造成的问题才算"
    )
    check.add_argument("paths", nargs="*", metavar="PATH", help="只报告这些文件或文件夹中的问题")
    add_executor_option(check)
    check.set_defaults(hindrances_only=False)  # True is for `registry propose` alone


def run(arguments: argparse.Namespace) -> int:
    """Report what is found."""
    with open_shared_cache(arguments) if arguments.base else nullcontext():
        return _check(arguments)


def _check(arguments: argparse.Namespace) -> int:
    examined = examine_register(arguments, SCOPES[arguments.scope])
    clock = arguments.scope == "clock"
    for hindrance in [] if arguments.base else find_hindrances(arguments.root):
        # Whoever reads the records says what is sparse.
        if hindrance.kind != "sparse" and (clock or hindrance.kind not in HISTORY_ONLY):
            tell(hindrance.words)
    # No settings at all are no fault; a link that leads nowhere is, and would not `exist`.
    if os.path.lexists(arguments.root / SETTINGS):
        try:
            read_settings(arguments.root)
        except SettingsError as error:
            tell(str(error))
    # mkdocs.yml is no record: what is wrong in it is not among the findings of the register.
    own = [] if clock else check_settings(read_site_config(arguments.root), arguments.root)
    findings = sorted([*own, *examined.findings], key=Finding.order)
    report = CheckReport.from_examined(examined)._replace(findings=findings, clock=clock)
    if arguments.base:
        from .comparing import compare_with_base

        try:
            comparison = compare_with_base(arguments, examined, report, SCOPES[arguments.scope])
        except GitError as error:
            raise CannotRun(f"--base：{error}") from error
        coming = [] if clock else find_coming(comparison.base, examined, comparison.difference, arguments.on)
        findings = sorted([*comparison.report.findings, *coming], key=Finding.order)
        report = comparison.report._replace(findings=findings)
    else:
        report = report._replace(site=read_site_address(arguments.root))
    # Last of all: paths limit what is reported, not what is judged, for a fault may lie in another file.
    wanted = find_wanted(arguments.root, arguments.paths)
    unjudged = [each for each in report.unjudged if _concerns(wanted, each)]
    report = report._replace(findings=_select_within(wanted, report.findings), unjudged=unjudged)
    if report.before is not None:
        report = report._replace(before=_select_within(wanted, report.before))
    _print(arguments, report)
    # What is overdue is a warning by its rules, and the very thing that the clock is asked for.
    failing = ("error",) if arguments.scope == "plain" else ("error", "warning")
    return int(any(each.severity in failing for each in report.findings))


def _print(arguments: argparse.Namespace, report: CheckReport) -> None:
    """Print a report in the format that is asked for, and write its summary."""
    if arguments.hindrances_only:
        listing = f"registry check --base {arguments.base.removeprefix('refs/remotes/')}"
        print_hindrances(open_console(), arguments.root, report, listing)
    elif arguments.format == "text":
        print_text(open_console(), arguments.root, report, is_quiet())
    else:
        print(REPORTS[arguments.format](report), end="")
    if arguments.summary:
        with explain_os_errors("摘要写不了"), arguments.summary.open("a", encoding="utf-8") as summary:
            summary.write(write_markdown(report))


def _select_within(wanted: Sequence[str], findings: Iterable[Finding]) -> list[Finding]:
    """The findings in what is wanted."""
    return [finding for finding in findings if is_wanted(wanted, finding.path)]


def _concerns(wanted: Sequence[str], path: str) -> bool:
    """Whether what a file says bears on what is wanted: it is in it, or of the same dossier, or a table."""
    folder = find_folder(path)
    is_table = not get_dossier_id(folder)
    return is_table or is_wanted(wanted, path) or any(is_wanted([folder], each) for each in wanted)
