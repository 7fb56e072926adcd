"""`registry new`: write the next lawful record, as a form or, where nothing is lacking, whole."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..terminal import can_ask
from .arguments import Subcommands, parse_day, parse_year
from .asking import add_set_option, ask, parse_assignments
from .common import add_common_options, explain_os_errors, find_cache_folder, open_console
from .unfinished import describe_new_files, examine_finished, refuse_second_form, tell_left_out
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.new_files import NewFile, NewFiles
    from ..entry.request import RecordRequest
    from ..finding import Finding
    from ..records.schemas import Schemas
    from ..rules.checking import Examined


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    new = commands.add_parser(
        "new",
        help="写好一份记录的表，自己填",
        description="写好下一份记录的表，填空以后提出；现在不能录入的不写",
    )
    _add_words(new)
    add_common_options(new, formats=(), day=False)
    new.add_argument("--on", type=parse_day, metavar="DATE", help="事项生效或收到的日期（默认今天）")
    new.add_argument(
        "--year", type=parse_year, metavar="YYYY", help="计划、调整、总结、考核的年度（默认该办的年度）"
    )
    new.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="FIELD",
        help="变更的项目，如 phone 或 办公电话，可多次",
    )
    new.add_argument("--area", default="", metavar="AREA", help="新机构、新机关的地区")
    new.add_argument("--rule", default="", metavar="CODE", help="例外说明针对的规则")
    new.add_argument(
        "--with",
        action="append",
        default=[],
        dest="rare",
        metavar="NAME",
        help="少用的字段也列在表中，如 served_on，可多次",
    )
    add_set_option(new, "填好一个字段，如 --set 变更后=0515-…，可多次；都填好了的写成整份记录")
    new.add_argument("--no-input", action="store_true", help="--set 以后还缺的不问，留在表中填")
    new.add_argument("--dry-run", action="store_true", help="只说会怎样，什么也不写")


def _add_words(new: argparse.ArgumentParser) -> None:
    """Add what is named first: whose record, and which."""
    new.add_argument(
        "id",
        metavar="ID",
        help="机构编号或名称；批次写 年-序号，工作日历写年份；地区、系统、机关、办法写它们的编号",
    )
    new.add_argument(
        "kind",
        metavar="KIND",
        nargs="?",
        default="",
        help="记录种类或它的名称，如 change 或 变更；不写的，列出这家机构现在可以录入的",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the form of the next record, or with what was typed of it the whole record."""
    from ..entry.new_files import write
    from ..entry.request import NotLawful, UnknownNameError
    from ..report import new_report

    (examined, left_out), root = examine_finished(arguments), arguments.root
    if not arguments.kind:
        raise UnknownNameError(_list_choices(arguments, examined))
    _put_in_order(arguments, examined.schemas)
    console = open_console()
    try:
        with explain_os_errors():
            new = _make(arguments, examined)
            # What is whole may come beside an unfinished form; two forms at once nobody can tell apart.
            if any(each.blanks for each in new.files):
                refuse_second_form(examined.schemas, left_out, [each.path for each in new.files])
            tell_left_out(left_out, (each.path for each in new.files))
            findings = _judge(arguments, examined, new)
            if any(each.severity == "error" for each in findings):
                new_report.print_refused(console, new, findings)
                return 1
            written = new.files if arguments.dry_run else write(root, new.files)
    except (NotLawful, UnknownNameError) as error:
        # What stands in the way may be a draft of one's own, which can be put aside.
        raise type(error)(f"{error}{describe_new_files(root, arguments.id)}") from error
    papers = _list_papers(examined, new.files, arguments.on)
    new = new._replace(files=written, papers=papers)
    new_report.print_new(console, new, findings, is_quiet(), arguments.dry_run)
    return 0


def _list_choices(arguments: argparse.Namespace, examined: Examined) -> str:
    """What may be recorded where no kind was named."""
    from ..entry.next_choices import describe_next_records

    register, schemas = examined.register, examined.schemas
    return describe_next_records(arguments.id, register, schemas, arguments.on, arguments.on_option)


def _list_papers(examined: Examined, files: Iterable[NewFile], day: dt.date) -> tuple[str, ...]:
    """The papers that belong to these files."""
    from ..lifecycle.papers import describe_paper_after
    from ..records.strict_yaml import parse

    papers = []
    for file in files:
        if kind := examined.schemas.get_kind_at(file.path):
            # A form that is still blank may come to any result.
            data = parse(file.text.encode()).data if kind.name == "review" else {}
            result = data.get("result") or "" if isinstance(data, dict) else ""
            tables = examined.register.tables
            papers.append(describe_paper_after(tables, file.path, kind.name, day, result=result))
    return tuple(filter(None, papers))


def _make(arguments: argparse.Namespace, examined: Examined) -> NewFiles:
    """The files of the record; at a terminal what `--set` leaves lacking is asked for."""
    from ..entry.field_values import LackingFields
    from ..entry.scaffold import make_files

    def is_taken(path: str) -> bool:
        return os.path.lexists(arguments.root / path)

    request = build_request(arguments)
    # Each answer may ask for more: what a record must have depends on what it says.
    while True:
        try:
            return make_files(request, examined.register, examined.schemas, is_taken)
        except LackingFields as error:
            if len(error.questions) > 1:
                how = "不想现在答的，加 --no-input，写成表再填"
                print(f"还缺 {len(error.questions)} 项；{how}", file=sys.stderr)
            answers = [(each.key, ask(each, str(arguments.on))) for each in error.questions]
            request = request._replace(stated=(*request.stated, *answers))


def _judge(arguments: argparse.Namespace, examined: Examined, new: NewFiles) -> list[Finding]:
    """What is found in the register with a record that is whole; of a form what cannot stand in a field."""
    import msgspec

    from ..entry.set_fields import list_misfits
    from ..finding import list_new
    from ..rules.checking import examine
    from ..rules.engine import CheckOptions
    from ..rules.places import drop_repair

    # A form is checked when it is filled in; what is whole already is judged before it is written.
    if not arguments.stated:
        return []
    if any(each.blanks for each in new.files):
        return [*list_misfits(examined.schemas, new.files)]
    options = CheckOptions(cache=find_cache_folder(arguments))
    replaced = {each.path: each.text.encode() for each in new.files}
    after = examine(arguments.root, arguments.on, options, like=examined, replaced=replaced)
    return [
        msgspec.structs.replace(finding, hint=drop_repair(finding.hint))
        for finding in list_new(after.findings, examined.findings)
        if finding.severity != "info"
    ]


def _put_in_order(arguments: argparse.Namespace, schemas: Schemas) -> None:
    """Let the kind stand before the id too: 计划 ID."""
    from ..entry.request import list_kind_words

    words = list_kind_words(schemas.kinds.values())
    if arguments.id in words and arguments.kind not in words:
        arguments.id, arguments.kind = arguments.kind, arguments.id


def build_request(arguments: argparse.Namespace) -> RecordRequest:
    """The record that the arguments of `new` ask for."""
    from ..entry.request import RecordRequest

    return RecordRequest(
        id=arguments.id,
        kind=arguments.kind,
        day=arguments.on,
        year=arguments.year,
        fields=tuple(arguments.field),
        rule=arguments.rule,
        area=arguments.area,
        rare=tuple(arguments.rare),
        stated=tuple(parse_assignments(arguments.stated)),
        asks=can_ask() and not arguments.no_input,
    )
