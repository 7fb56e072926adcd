"""`registry export`: write a record, or the form of one, as a workbook."""

from __future__ import annotations

import argparse
import io
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..report.after import DELETE_FILE, NEXT, describe_file
from ..shell import quote_argument
from .arguments import Subcommands, parse_year
from .common import CannotRun, add_common_options
from .output_file import add_writing_options, build_source, choose_path, write_file
from .unfinished import examine_finished
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.workbook.content import FormContent
    from ..entry.workbook.gathering import Source
    from ..records.schemas import Kind

ENDING = ".xlsx"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    export = commands.add_parser(
        "export",
        help="写成表格：发给机构填的，或者已有的记录",
        description="把一份记录写成 Excel 表格；加 --template 写的是发给机构填的表，登记册已经知道的都填好",
    )
    export.add_argument(
        "words",
        nargs="+",
        metavar="KIND|ID|PATH",
        help="种类（如 plan 或 计划）和机构编号或名称，先后不论；名单写批次编号；或者一份记录的路径",
    )
    export.takes_words = True
    add_common_options(export, formats=())
    export.add_argument("--template", action="store_true", help="写一份要填的表；不写机构就是空白表")
    export.add_argument("--year", type=parse_year, metavar="YYYY", help="哪一年度的（默认该办的、最近的）")
    export.add_argument(
        "--from", type=parse_year, dest="from_year", metavar="YYYY", help="计划表中先列上这一年的课程"
    )
    add_writing_options(export, "机构和种类", "只说要写什么，不写")


def run(arguments: argparse.Namespace) -> int:
    """Write the workbook that is asked for."""
    from ..entry.workbook.writing import name_record, write_template

    examined, _ = examine_finished(arguments)
    source = build_source(arguments, examined)
    kind, form = _collect(arguments, source)
    content = io.BytesIO()
    write_template(source.schemas, kind.name, form, content)
    title = name_record(source.schemas, kind.name, form)
    path = choose_path(arguments.out, title if form.id else f"{title}（空白表）", ENDING)
    write_file(path, content.getvalue(), arguments.force, arguments.dry_run)
    _tell(path, form, arguments.dry_run)
    return 0


def _collect(arguments: argparse.Namespace, source: Source) -> tuple[Kind, FormContent]:
    """The kind and what is known of the record, or of the form, that the words ask for."""
    from ..entry.request import RecordRequest
    from ..entry.workbook import gathering

    kind, id_, path = _read_words(arguments.words, source, arguments.root)
    if arguments.from_year and not (arguments.template and kind.name == "plan" and id_):
        raise CannotRun("--from 只用于一个机构的计划表：registry export --template plan 机构编号 --from 年")
    if path and arguments.template:
        raise CannotRun("--template 写种类和机构，不写路径：registry export --template plan 机构编号")
    if not arguments.template:
        if not (id_ or path):
            whose = "批次编号" if kind.name == "batch" else "机构编号或名称"
            raise CannotRun(f"写明是哪一份{kind.title}：加上{whose}；要一份空白的表，加上 --template")
        path = path or gathering.find_record(source, kind, id_, arguments.year)
        return kind, gathering.collect_record(source, path)
    if not id_:
        return kind, gathering.collect_blank(source, kind, arguments.year)
    asked = RecordRequest(id_, kind.name, arguments.on, year=arguments.year)
    return kind, gathering.collect_form(source, kind, asked, arguments.from_year)


def _read_words(words: list[str], source: Source, root: Path) -> tuple[Kind, str, str]:
    """The kind, the id and the path that the words name; the id is empty for a blank form."""
    from ..entry.workbook.gathering import find_record_kind, find_sheet_kind
    from ..lifecycle.means import SHEETS

    if len(words) == 1 and words[0].endswith(".yml"):
        path = _find_path(words[0], root)
        if path not in source.register.documents:
            raise CannotRun(f"没有记录 {path}，或者它有错误，先运行 registry check")
        return find_record_kind(source.schemas, path), "", path
    named = [(find_sheet_kind(source.schemas, word), word) for word in words]
    kinds = [kind for kind, _ in named if kind]
    others = [word for kind, word in named if not kind]
    if len(kinds) == 1 and len(others) < 2:
        return kinds[0], "".join(others), ""
    titles = "、".join(f"{each}（{source.schemas.kinds[each].title}）" for each in SHEETS)
    unknown = "" if kinds else f"（{'、'.join(others)} 都不是种类）"
    raise CannotRun(f"写明一个种类和一个机构，先后不论{unknown}；种类有：{titles}")


def _find_path(word: str, root: Path) -> str:
    """A path from the register's root, however it was written; what is no path stays what it is."""
    path = Path(word)
    with suppress(ValueError):  # of a path outside of the register
        path = path.resolve().relative_to(root.resolve())
    return path.as_posix().replace("\\", "/")


def _tell(path: Path, form: FormContent, is_dry: bool) -> None:
    """What was written, what is next, and how to take it back."""
    if is_quiet():
        print(path)
        return
    print(describe_file(path, is_dry))
    if not form.is_record:
        print(f"{NEXT}发给机构填，寄回以后 registry import {quote_argument(str(path))}")
    if not is_dry:
        print(DELETE_FILE)
