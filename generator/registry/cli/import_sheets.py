"""`registry import`: make a record of a spreadsheet that has come, or say what is to be put right in it."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.record_path import RECORDS
from ..refusal import describe_os_error
from ..terminal import can_ask
from .arguments import Subcommands, parse_day, parse_year
from .asking import read_line
from .common import CannotRun, add_common_options, explain_os_errors, open_console
from .unfinished import examine_finished, tell_left_out
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.intake.importing import Importer
    from ..entry.intake.result import Result
    from ..entry.sheets.grid import Workbook
    from ..rules.checking import Examined


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "import",
        help="把机构报来的表格录成记录",
        description="读报来的表格（xlsx、xls、ods、csv）和网上填的文件（yml），写成记录；有问题的一处一处指出，什么也不写",
    )
    command.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="表格、网上填的文件，或者放着它们的文件夹"
    )
    add_common_options(command, formats=())
    command.add_argument("--id", default="", metavar="ID", help="哪家机构：编号或名称（默认照表中写的）")
    command.add_argument(
        "--kind", default="", metavar="KIND", help="哪一种表，如 plan 或 年度计划（默认看标题）"
    )
    command.add_argument("--year", type=parse_year, metavar="YYYY", help="哪一年度（默认照表中写的）")
    command.add_argument(
        "--authority",
        action="append",
        default=[],
        metavar="AUTHORITY",
        help="报送给哪个机关：编号、名称或地区，可多次",
    )
    command.add_argument("--received", type=parse_day, metavar="DATE", help="哪一天收到的")
    command.add_argument("--no-input", action="store_true", help="不提问：缺什么列出来，退出码为 2")
    command.add_argument("--dry-run", action="store_true", help="只看会怎样，什么也不写")
    command.add_argument(
        "--faults", type=Path, metavar="DIR", help="标出问题的表格写在哪里（默认在原表旁边）"
    )
    command.add_argument(
        "--letters", type=Path, metavar="DIR", help="补正通知和收件回执写在哪里（默认在原表旁边）"
    )


def run(arguments: argparse.Namespace) -> int:
    """Import every workbook; the exit code is that of the worst."""
    from ..entry.intake.answers import list_workbooks
    from ..report.import_report import choose_exit_code, print_next, print_result, print_table

    files, skipped = list_workbooks(arguments.files)
    for folder in {arguments.faults, arguments.letters, *(each.parent for each in files)} - {None}:
        _check_outside(folder, arguments.root)
    importer = _open_importer(arguments)
    console, brief = open_console(), is_quiet()
    for path, words in skipped:
        console.print(f"{path.name}：{words}")
    results = []
    # Told file by file: of many, the first results can be read while the others are worked on.
    for file in files:
        for result, written in _import(file, importer, arguments):
            results.append(result)
            print_result(console, result, written, arguments.dry_run, brief)
    tell_left_out(importer.unfinished, (each.path for each in results))
    for line in describe_rivals(arguments.root, results):
        console.print(line)
    if len(results) > 1:
        print_table(console, results)
    if not (arguments.dry_run or brief):
        print_next(console, results)
    # Behind what was said of each place: it tells why nothing was left to be read.
    if not files:
        raise CannotRun("没有可读的表格")
    return choose_exit_code(results)


def _open_importer(arguments: argparse.Namespace) -> Importer:
    from ..entry.intake.envelope import NOT_YET, ImportRequest
    from ..entry.intake.importing import Importer
    from ..entry.intake.questions import Questions

    if arguments.received and arguments.received > arguments.on:
        raise CannotRun(f"--received：{NOT_YET.format(arguments.received, arguments.on)}")
    examined, left_out = examine_finished(arguments)
    kind = _find_kind(arguments.kind, examined)
    authorities = tuple(_find_authority(each, examined, arguments.on) for each in arguments.authority)
    request = ImportRequest(arguments.id, kind, arguments.year, authorities, arguments.received)
    asks = can_ask() and not arguments.no_input
    questions = Questions(read_line if asks else None)
    root, day, is_dry = arguments.root, arguments.on, arguments.dry_run
    return Importer(root, examined, request, questions, day, is_dry, left_out)


def describe_rivals(root: Path, results: Iterable[Result]) -> list[str]:
    """That a colleague has proposed a record too, as far as this clone knows; the forge is not asked.

    Of one that could not be recorded as well: what it is refused for may be mended there.
    """
    from ..entry.intake.result import SAME
    from ..git_command import GitError
    from ..proposal.branches import find_rivals
    from ..proposal.clone import open_clone
    from ..report.proposal_report import describe_rival

    paths = [each.path for each in results if each.path and each.state != SAME]
    try:
        return [describe_rival(each) for each in find_rivals(open_clone(root), paths)] if paths else []
    except GitError:  # no clone, or one in which nothing can be proposed
        return []


def _find_kind(word: str, examined: Examined) -> str:
    """The kind by its name or title. Raises CannotRun."""
    from ..entry.intake.recognise import KINDS
    from ..entry.request import list_kind_words
    from ..suggest import ask_whether

    titles = {each: examined.schemas.kinds[each].title for each in KINDS}
    by_word = list_kind_words(examined.schemas.kinds[each] for each in KINDS)
    if not word or word in by_word:
        return by_word.get(word, "")
    listed = "、".join(f"{name}（{title}）" for name, title in titles.items())
    raise CannotRun(f"没有 {word} 这种表，{ask_whether(word, by_word)}可以写的有：{listed}")


def _find_authority(word: str, examined: Examined, day: dt.date) -> str:
    """An authority by its id, its name or a part of it, or its area; BOTH is all. Raises UnknownNameError."""
    from ..entry.intake.envelope import BOTH
    from ..entry.named import find_authority

    return word if word == BOTH else find_authority(word, examined.register, day)


def _check_outside(folder: Path, root: Path) -> None:
    if folder.resolve().is_relative_to((root / RECORDS).resolve()):
        raise CannotRun(f"{folder} 在 {RECORDS}/ 里面：那里只放记录，报来的表格、信件放在别处")


def _import(file: Path, importer: Importer, arguments: argparse.Namespace) -> list[tuple[Result, list[Path]]]:
    """One workbook: what has come of each record in it, and the letters that were written."""
    from ..entry.intake.record_file import is_record_file
    from ..entry.intake.result import UNREAD, Result
    from ..entry.sheets.reading import UnreadableSheet, read_workbook

    try:
        with explain_os_errors():
            is_record = is_record_file(file)
            parts = importer.import_record(file) if is_record else importer.import_file(read_workbook(file))
    except UnreadableSheet as error:
        return [(Result(file, UNREAD, said=str(error)), [])]
    if arguments.dry_run:
        return [(result, []) for _, result in parts]
    return [_answer(workbook, result, len(parts) > 1, importer, arguments) for workbook, result in parts]


def _answer(
    workbook: Workbook, result: Result, is_part: bool, importer: Importer, arguments: argparse.Namespace
) -> tuple[Result, list[Path]]:
    """A result with its letters, or with the reason why they are not there."""
    from ..entry.intake.answers import write_answers
    from ..report.import_report import name_part

    folders = (arguments.faults or result.file.parent, arguments.letters or result.file.parent)
    try:
        return result, write_answers(
            result, workbook, importer, folders, name_part(result) if is_part else ""
        )
    except OSError as error:
        mend = "打开着的先关上，或用 --letters、--faults 写到别处"
        words = f"信件或标出问题的表格没有写成：{describe_os_error(error)}；{mend}"
        return result._replace(remarks=(*result.remarks, words)), []
