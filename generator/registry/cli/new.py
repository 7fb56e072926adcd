"""`registry new`: the next lawful record as a form."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..history.state import list_drafts
from ..records.record_path import RECORDS
from ..refusal import describe_os_error
from .arguments import Subcommands, parse_day, parse_year
from .common import CannotRun, add_common_options, examine_register, open_console
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.new_files import NewFile
    from ..entry.request import RecordRequest
    from ..records.schemas import Schemas
    from ..rules.checking import Examined


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    new = commands.add_parser(
        "new",
        help="写好一份记录的表，自己填",
        description="写好下一份记录的表，填空以后提出；现在不能录入的不写",
    )
    new.add_argument(
        "id",
        metavar="ID",
        help="机构编号或名称；批次写 年-序号，工作日历写年份；地区、系统、机关、办法写它们的编号",
    )
    new.add_argument("kind", metavar="KIND", help="记录种类或它的名称，如 change 或 变更")
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
    new.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the form of the next record."""
    from ..entry.new_files import write
    from ..entry.request import NotLawful, UnknownNameError
    from ..entry.scaffold import make_files
    from ..report import new_report

    examined, root = examine_register(arguments), arguments.root
    _put_in_order(arguments, examined.schemas)
    try:
        new = make_files(
            build_request(arguments),
            examined.register,
            examined.schemas,
            lambda path: os.path.lexists(root / path),
        )
        written = write(root, new.files)
    except NotLawful as error:
        print(f"registry：{error}{describe_drafts(root, arguments.id)}", file=sys.stderr)
        return 1
    except UnknownNameError as error:
        raise CannotRun(f"{error}{describe_drafts(root, arguments.id)}") from error
    except OSError as error:
        raise CannotRun(f"没有写成 {describe_os_error(error)}") from error
    papers = _list_papers(examined, new.files, arguments.on)
    new_report.print_new(open_console(), new._replace(files=written, papers=papers), is_quiet())
    return 0


def _list_papers(examined: Examined, files: Iterable[NewFile], day: dt.date) -> tuple[str, ...]:
    """The papers that belong to these files."""
    from ..lifecycle.papers import describe_paper_after

    found = []
    for each in files:
        if kind := examined.schemas.find_kind(each.path.removeprefix(f"{RECORDS}/")):
            found.append(describe_paper_after(examined.register.tables, each.path, kind[0].name, day))
    return tuple(filter(None, found))


def _put_in_order(arguments: argparse.Namespace, schemas: Schemas) -> None:
    """Let the kind stand before the id too: 计划 ID."""
    from ..entry.request import list_kind_words

    words = list_kind_words(schemas.kinds.values())
    if arguments.id in words and arguments.kind not in words:
        arguments.id, arguments.kind = arguments.kind, arguments.id


def describe_drafts(root: Path, id_: str) -> str:
    """The files of an institution that may be deleted, as they are in no commit; mostly nothing."""
    if not re.fullmatch("[a-z0-9-]+", id_, re.ASCII):
        return ""
    drafts = list_drafts(root, f"{RECORDS}/institutions/*/{id_}")
    return (
        f"\n草稿（还没有提出的）：{'、'.join(drafts)}；写错了不要的：registry discard {id_}" if drafts else ""
    )


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
    )
