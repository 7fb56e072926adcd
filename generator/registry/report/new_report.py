"""A new record as text: which files were written, what is to be filled in, what to do then."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from ..entry.new_files import NewFile, NewFiles
from ..finding import Finding
from ..records.record_path import RecordPath
from ..shell import PROPOSE, quote_argument
from .after import DRY_RUN, NEXT, PAPER, TAKE_BACK
from .check_report import describe_findings

MAX_SHOWN = 8


def print_new(
    console: Console, new: NewFiles, findings: Iterable[Finding], brief: bool = False, dry_run: bool = False
) -> None:
    """Print what was made, what is doubtful about it and what is left to do; with `brief` only the paths."""
    if brief:
        for file in new.files:
            console.print(file.path)
        return
    for file in new.files:
        blanks = "、".join(f"{title}（第 {line} 行）" for title, line in file.blanks[:MAX_SHOWN])
        more = "等" if len(file.blanks) > MAX_SHOWN else ""
        console.print(_describe_place(file, dry_run))
        left = f"要填 {len(file.blanks)} 处：{blanks}{more}" if file.blanks else "都填好了"
        console.print(f"  {left}")
    for line in describe_findings(findings):
        console.print(line)
    for line in new.then:
        console.print(f"还要：{line}")
    if dry_run:
        console.print(DRY_RUN)
        return
    is_whole = not any(file.blanks for file in new.files)
    for line in new.papers:
        console.print(f"{PAPER}{line}{'' if is_whole else '（填好以后）'}")
    what = PROPOSE if is_whole else f"填好存盘，registry check 看还缺什么；没有错误了，{PROPOSE}"
    console.print(f"{NEXT}{what}")
    # By institution, each once: `discard` takes all drafts of one.
    drafts = {RecordPath.parse(each.path).id or each.path: None for each in new.files if not each.row_of}
    if drafts:
        listed = " ".join(map(quote_argument, drafts))
        console.print(f"{TAKE_BACK}registry discard {listed}")


def print_refused(console: Console, new: NewFiles, findings: Iterable[Finding]) -> None:
    """Print that a whole record was not written, and what forbids it."""
    console.print(f"没有写 {'、'.join(each.path for each in new.files)}：")
    for line in describe_findings(findings):
        console.print(line)


def _describe_place(file: NewFile, dry_run: bool) -> str:
    if file.row_of:
        return f"{'将' if dry_run else '已'}在 {file.path} 末尾添上一项"
    return f"{'将写' if dry_run else '已写好'} {file.path}"
