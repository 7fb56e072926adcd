"""What has come of a workbook, as text for the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console

from ..display import join_first
from ..entry.intake.letters import describe_places, group_faults
from ..entry.intake.record_file import is_record_file
from ..entry.intake.result import FAULTY, OPEN, REFUSED, SAME, UNREAD, WRITTEN, Result
from ..entry.sheets.grid import CellFault
from ..personal import mask_personal
from ..shell import PROPOSE
from .after import NEXT, TAKE_BACK

# The exit code of each way in which it can go; the worst counts.
EXIT_CODES = {WRITTEN: 0, SAME: 0, FAULTY: 1, REFUSED: 1, OPEN: 2, UNREAD: 2}
MAX_SHOWN = 10
UNDONE = dict.fromkeys((FAULTY, OPEN, REFUSED), "（登记册没有改动）")
# A record in short, where its institution and its year stand before it.
TITLES = {
    "plan": "计划",
    "summary": "总结",
    "amendment": "计划调整",
    "assessment": "考核",
    "change": "变更",
    "application": "申请",
    "batch": "批次名单",
}
LAST = {
    WRITTEN: (f"{NEXT}{PROPOSE}（写办了什么）", f"{TAKE_BACK}registry discard {{path}}"),
    FAULTY: (f"{NEXT}把标出问题的表格和补正通知发回去；自己能改的，改好表格再导入",),
    OPEN: (f"{NEXT}再运行一次，问到时回答；或者用选项写明",),
}
OF_FORMS = (f"{NEXT}把补正通知发回去，请机构在网上填表中改好",)  # of which there is no marked copy


def choose_exit_code(results: Iterable[Result]) -> int:
    """The exit code of several workbooks: that of the worst."""
    return max((EXIT_CODES[each.state] for each in results), default=2)


def print_result(
    console: Console, result: Result, written: Sequence[Path], dry_run: bool, brief: bool
) -> None:
    """Print how it went with one workbook."""
    would = "（试读，没有写）" if dry_run and result.state == WRITTEN else ""
    console.print(
        f"{result.file.name}：{result.state}{would or UNDONE.get(result.state, '')}{_name_record(result)}"
    )
    if result.said:
        console.print(f"  {result.said}")
    if brief and result.state in (WRITTEN, SAME):
        return
    for line in result.remarks:
        console.print(f"  {line}")
    _print_faults(console, result.faults, "问题")
    _print_faults(console, result.warnings, "提醒")
    for question in result.questions:
        option = f"（{question.option}）" if question.option else ""
        console.print(f"  要回答{option}：{question.describe()}")
    if result.questions and result.faults:
        console.print("  补正通知等这些回答以后再写")
    _print_unknown(console, result)
    for path in written:
        console.print(f"  已写好 {path}")


def _name_record(result: Result) -> str:
    named = " ".join(filter(None, (result.institution, _name_kind(result))))
    return "".join(f"，{each}" for each in (named, result.path) if each)


def name_part(result: Result) -> str:
    """Which record of a file with several it is, for the names of its letters."""
    return f"-{result.institution}{_name_kind(result)}"


def _name_kind(result: Result) -> str:
    """Which record it is, of its institution: 2027年度计划."""
    return (f"{result.year}年度" if result.year else "") + TITLES.get(result.kind, "")


def _print_faults(console: Console, faults: Sequence[CellFault], label: str) -> None:
    """Each fault with its cells; the same one of many cells once."""
    for fault, places in group_faults(faults):
        console.print(f"  {label}  {describe_places(places)}{mask_personal(fault.message)}")
        if fault.hint:
            console.print(f"        改法：{fault.hint}")


def _print_unknown(console: Console, result: Result) -> None:
    """The columns and cells that were not understood: they are in no record."""
    if not result.unknown:
        return
    cells = [f"{each.place}“{mask_personal(each.text[:20])}”" for each in result.unknown]
    console.print(f"  没有看懂、没有录入的：{join_first(cells, MAX_SHOWN, '处')}")


def print_next(console: Console, results: Sequence[Result]) -> None:
    """What is next, and how what was written is taken back."""
    path = results[0].path if len(results) == 1 else ""
    faulty = [each.file for each in results if each.state == FAULTY]
    last = {**LAST, FAULTY: OF_FORMS} if all(map(is_record_file, faulty)) else LAST
    for state, lines in last.items():
        for line in lines if state in [each.state for each in results] else ():
            console.print(line.format(path=path).rstrip())


def print_table(console: Console, results: Sequence[Result]) -> None:
    """How it went with each of several workbooks, in a table at the end."""
    console.print(f"共 {len(results)} 份：")
    for state in EXIT_CODES:
        names = [each.file.name for each in results if each.state == state]
        if names:
            console.print(f"  {state} {len(names)} 份：{'、'.join(names)}")
