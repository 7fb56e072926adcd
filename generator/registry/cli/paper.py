"""`registry paper`: write a paper in official layout, from a record or blank."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .arguments import Subcommands, parse_year
from .common import add_common_options
from .output_file import add_writing_options, build_source, choose_path, write_file
from .unfinished import examine_finished
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.workbook.gathering import Source
    from ..papers.paper import Paper
    from ..papers.requests import PaperRequest

ENDING = ".docx"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    paper = commands.add_parser(
        "paper",
        help="写出文书",
        description="照记录写出公文版式的文书（docx），可以接着改；记录中没有的留空〔　〕，逐项列出",
    )
    paper.add_argument(
        "words",
        nargs="+",
        metavar="KIND|ID",
        help="文书（如 rectification-order 或 责令限期整改通知书）和机构编号或名称，名单写批次；"
        "回执和补正通知再写是哪一种记录的，如 计划",
    )
    paper.takes_words = True
    add_common_options(paper, formats=())
    paper.add_argument("--year", type=parse_year, metavar="YYYY", help="哪一年的记录（默认最近的）")
    paper.add_argument(
        "--act", default="", metavar="NAME", help="哪一份事项，写文件名或它开头的日期，如 2026-05-20"
    )
    paper.add_argument("--authority", default="", metavar="AUTHORITY", help="收件回执由哪个机关出")
    paper.add_argument("--blank", action="store_true", help="写一份空白的；不写机构就全部留空")
    add_writing_options(paper, "机构和文书", "只说要写什么、哪些留空，不写")


def run(arguments: argparse.Namespace) -> int:
    """Write the paper that is asked for."""
    from ..papers.document import write_document
    from ..papers.requests import draft_paper
    from ..report.paper_report import describe_paper

    examined, _ = examine_finished(arguments)
    source = build_source(arguments, examined)
    asked = _read_request(arguments, source)
    paper = draft_paper(source, asked)
    path = choose_path(arguments.out, _name_paper(paper, asked), ENDING)
    content = write_document(paper, arguments.on)
    write_file(path, content, arguments.force, arguments.dry_run)
    lines = [str(path)] if is_quiet() else describe_paper(paper, path, arguments.dry_run)
    print("\n".join(lines))
    return 0


def _read_request(arguments: argparse.Namespace, source: Source) -> PaperRequest:
    from ..entry.named import find_authority
    from ..papers.requests import PaperRequest, read_words

    kind, of, id_ = read_words(arguments.words, source.schemas)
    who = arguments.authority
    authority = find_authority(who, source.register, source.day) if who else ""
    return PaperRequest(kind, id_, of, arguments.year, arguments.act, authority, arguments.blank)


def _name_paper(paper: Paper, asked: PaperRequest) -> str:
    """What the file is called: whose it is, and the paper."""
    from ..papers.paper import BLANK

    blank = "（空白）" if asked.is_blank else ""
    return f"{paper.about}{paper.title.replace(BLANK, '')}{blank}"
