"""`registry step`: add a step to a plan, or whatever else may come later to a record that stands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..plain_file import read_bounded
from ..terminal import can_ask
from .arguments import Subcommands, parse_day
from .asking import add_set_option, ask, parse_assignments
from .common import CannotRun, add_common_options, explain_os_errors, find_cache_folder, open_console
from .unfinished import examine_finished, tell_left_out
from .volume import is_quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..entry.field_values import FieldQuestion
    from ..entry.steps.batch import Outcome
    from ..entry.steps.prepare import PreparedStep, StepRequest
    from ..rules.checking import Examined

ABOUT = (
    "在已有的记录中添一步：计划的受理、通过、退回，名单的公布、公示，送达，文书，总结的补充……"
    "机构（编号或名称）、记录种类、年度和环节不分先后；缺什么就问什么，不合规定的不写"
)
USAGE = "%(prog)s [选项] 机构 种类 [年度[-次]] 环节 --authority 机关 --on 日期"
STANDARD_INPUT = "-"
LISTED = "listed"
SHEETS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".htm", ".html"})


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    step = commands.add_parser(
        "step", help="在已有的记录中添一步：受理、通过、公布……", description=ABOUT, usage=USAGE
    )
    step.takes_words = True
    step.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="哪个机构、哪种记录、哪一年、哪个环节，如 机构编号 计划 2027 通过",
    )
    step.add_argument("--authority", metavar="NAME", help="哪个机关：编号、名称、名称中的几个字，或者地区")
    step.add_argument("--reason", metavar="TEXT", help="退回的理由")
    step.add_argument(
        "--document", metavar="TEXT", help="文书：文号 成文日期，如 “某人社〔2026〕9号 2026-03-05”"
    )
    add_set_option(step, "别的字段，可多次")
    step.add_argument("--all-received", action="store_true", help="这个机关收到、还没有办的全部")
    step.add_argument(
        "--list", type=Path, metavar="FILE", help="成批：名单，一行一个编号或名称，或者表格（- 为标准输入）"
    )
    step.add_argument("--together", action="store_true", help="成批时有一份不能办，就都不写")
    step.add_argument("--accept-warnings", action="store_true", help="有提醒也照实录入")
    step.add_argument("--no-input", action="store_true", help="缺什么不问，说明以后退出")
    step.add_argument("--dry-run", action="store_true", help="只说会怎样，什么也不写")
    step.add_argument(
        "--on",
        type=parse_day,
        dest="date",
        metavar="DATE",
        help="这一步发生的日期，报送以收到的日期为准，如 2026-12-20",
    )
    add_common_options(step, formats=(), day=False)


def run(arguments: argparse.Namespace) -> int:
    """Add what is asked for; 1 where some of it is not lawful."""
    from ..entry.field_values import LackingFields

    examined, left_out = examine_finished(arguments)
    try:
        requests, several = _list_requests(arguments, examined)
        outcomes = _add_steps(arguments, examined, requests, several)
    except LackingFields as error:
        raise CannotRun(_describe_lacking(error.questions)) from error
    tell_left_out(left_out, (each.step.target.path for each in outcomes if each.step))
    return _print(arguments, outcomes, several, _find_paper(arguments, examined, outcomes))


def _list_requests(
    arguments: argparse.Namespace, examined: Examined
) -> tuple[list[tuple[str, StepRequest]], bool]:
    """What is asked for, of each record: how it was named, and the request; and whether it is a batch."""
    from ..entry.steps import batch
    from ..entry.steps.prepare import StepRequest, read_given_day
    from ..entry.steps.words import understand_words

    words = [each for each in arguments.words if each != STANDARD_INPUT]
    # A lone - among the words asks for standard input, as in most commands.
    place = Path(STANDARD_INPUT) if len(words) < len(arguments.words) else arguments.list
    meant = understand_words(examined.schemas, words, bool(place or arguments.all_received))
    request = StepRequest(meant, _list_given(arguments), arguments.on)
    if arguments.all_received:
        day = read_given_day(request.given, arguments.on)
        return batch.list_received(examined.register, request, day), True
    listed = _read_list(place) if place else []
    if meant.id:
        given = {**request.given, **({LISTED: "、".join(listed)} if listed else {})}
        return [(meant.id, request._replace(given=given))], False
    return [(each, request._replace(words=meant._replace(id=each))) for each in listed], True


def _list_given(arguments: argparse.Namespace) -> dict[str, str]:
    """What was typed for the fields, by their names or titles."""
    from ..entry.field_values import join_texts

    options = {name: getattr(arguments, name) for name in ("authority", "date", "reason", "document")}
    given = {name: str(value) for name, value in options.items() if value is not None}
    for title, text in parse_assignments(arguments.stated):
        # A field that is said twice is a list, typed as if it had been said at once.
        given[title] = join_texts(given[title], text) if title in given else text
    return given


def _read_list(place: Path) -> list[str]:
    """The institutions of a list: of a text by lines, of a spreadsheet those below their heading."""
    from ..entry.intake.listed import list_named
    from ..entry.sheets.reading import UnreadableSheet, read_workbook
    from ..entry.steps import batch

    if str(place) == STANDARD_INPUT or place.suffix.lower() not in SHEETS:
        return batch.read_list(_read_place(place))
    try:
        listed = list_named(read_workbook(place))
    except UnreadableSheet as error:
        raise CannotRun(f"--list：{error}") from error
    if not listed:
        raise CannotRun("--list 中没有机构")
    return listed


def _read_place(place: Path) -> bytes:
    if str(place) == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    return read_bounded(place, str(place))


def _add_steps(
    arguments: argparse.Namespace,
    examined: Examined,
    requests: Sequence[tuple[str, StepRequest]],
    several: bool,
) -> list[Outcome]:
    """What becomes of each request; what is to be written is written. Raises LackingFields."""
    from ..entry.steps import batch
    from ..rules.engine import CheckOptions
    from ..whole_file import replace_files

    prepared, outcomes = _prepare(arguments, examined, requests, several)
    check = CheckOptions(cache=find_cache_folder(arguments))
    accept = arguments.accept_warnings
    outcomes += batch.judge_all(arguments.root, examined, prepared, arguments.on, check, accept)
    # Before anything is written: one that is not lawful keeps all others back.
    if arguments.together:
        outcomes = batch.hold_together(outcomes)
    if not arguments.dry_run:
        done = (each.step for each in outcomes if each.step and each.result == "written")
        with explain_os_errors():
            replace_files({arguments.root / each.target.path: each.raw for each in done})
    # As they were asked for, though refused ones were known first.
    order = {word: i for i, (word, _) in enumerate(requests)}
    return sorted(outcomes, key=lambda outcome: order[outcome.word])


def _prepare(
    arguments: argparse.Namespace,
    examined: Examined,
    requests: Sequence[tuple[str, StepRequest]],
    several: bool,
) -> tuple[list[tuple[str, PreparedStep]], list[Outcome]]:
    """The steps that can be prepared; at a terminal what is lacking is asked for. Raises LackingFields."""
    from ..entry.field_values import LackingFields
    from ..entry.steps import batch

    answers: dict[str, str] = {}
    asks = can_ask() and not arguments.no_input
    while True:
        whole = [(word, each._replace(given={**each.given, **answers})) for word, each in requests]
        try:
            return batch.prepare_all(examined, whole, several)
        except LackingFields as error:
            if not asks:
                raise
            for question in error.questions:
                # All records of a batch take the answer: nobody is asked the same thing forty times.
                answers[question.key] = ask(question, str(arguments.on))


def _describe_lacking(questions: Iterable[FieldQuestion]) -> str:
    """What is lacking, how it is typed and what may be chosen."""
    lines = ["还缺这几项，什么也没有写："]
    for question in questions:
        choices = "、".join(
            f"{value}（{name}）" if name else value for value, name in question.choices.items()
        )
        lines.append(f"  {question.title}：写 {question.option}" + (f"；可以是 {choices}" if choices else ""))
    return "\n".join(lines)


def _find_paper(arguments: argparse.Namespace, examined: Examined, outcomes: Sequence[Outcome]) -> str:
    """The paper that belongs to what was written; of several records for any of them."""
    from ..lifecycle.papers import describe_paper_after

    steps = [each.step for each in outcomes if each.step and each.result == "written"]
    if not steps:
        return ""
    target, place = steps[0].target, steps[0].place
    came, tables = place.action or place.parts[0], examined.register.tables
    words = describe_paper_after(tables, target.path, target.kind, arguments.on, came)
    # Said once of many, with a word where each has its own id.
    return words.replace(f" {target.id} ", " 机构编号 ") if len(steps) > 1 else words


def _print(arguments: argparse.Namespace, outcomes: Sequence[Outcome], several: bool, paper: str) -> int:
    """Print what became of each step; returns the exit code."""
    from ..report.step_report import print_batch, print_step

    console = open_console()
    if several:
        print_batch(console, outcomes, paper, arguments.dry_run, is_quiet())
    else:
        print_step(console, outcomes[0], paper, arguments.dry_run, is_quiet())
    return int(any(each.result in ("refused", "held") for each in outcomes))
