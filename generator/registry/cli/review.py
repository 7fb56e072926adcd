"""`registry review`: write the one page on which a reviewer decides about a proposal."""

from __future__ import annotations

import argparse
import copy
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..plain_file import read_bounded
from ..refusal import describe_cause
from ..rules.checking import Examined
from ..rules.site_settings import check_settings
from ..settings import read_site_config
from ..whole_file import replace_file
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    examine_register,
    find_cache_folder,
    open_console,
    open_shared_cache,
)
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.mended_files import MendedFile
    from ..review.approval import ApprovalLine
    from ..review.view import ProposalReview
    from .comparing import Comparison

ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json"}
FORMATS = ("text", "markdown", "html", "json")
MAX_MENDED = 20  # files of which a summary shows how they are mended
NOT_COMMITTED = "另有没有提交的改动，谁改的这里看不出"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    about = (
        "审核的人据以决定的一页：每份记录发生了什么、合不合办法（条款写在旁边）、依据的文书、要由谁批准；"
        "没有错误退出码为 0，有这次改动造成的错误为 1，不能运行为 2"
    )
    review = commands.add_parser("review", help="审核一份提案", description=about)
    review.add_argument("base", metavar="BASE", help="与哪个版本相比，如 main")
    review.add_argument("head", metavar="HEAD", nargs="?", help="看哪个版本（默认工作区中的文件）")
    add_common_options(review, ())
    review.add_argument("--format", choices=FORMATS, help="输出格式（默认 text，有 --out 的按文件名的结尾）")
    review.add_argument("--out", type=Path, metavar="FILE", help="写到这个文件，不写到屏幕上")
    page = "另把存档用的一页（HTML，一个文件）写到这里；核对只做一次"
    review.add_argument("--page", type=Path, metavar="FILE", help=page)
    form = (
        "已有的批准，一行一个：机关编号 姓名 日期，姓名后面可以写 <邮箱>；提交的人自己批准的不算，"
        "姓名或邮箱相同就是同一个人，全角半角、大小写、空格不论"
    )
    review.add_argument("--approvals", type=Path, metavar="FILE", help=form)


def run(arguments: argparse.Namespace) -> int:
    """Tell what a reviewer needs; 1 where the change causes errors."""
    from .comparing import mend_touched

    if arguments.page and arguments.page == arguments.out:
        raise CannotRun(f"--page 和 --out 都写 {arguments.page}，后写的会盖掉先写的；写两个文件名")
    with open_shared_cache(arguments), _stand_at_head(arguments) as standing:
        head = examine_register(standing)
        comparison = _compare(standing, head)
        review = _review(standing, head, comparison)
        is_patched = _find_format(arguments) == "markdown"
        # Only a summary in Markdown shows how files are mended; for the others it is not worked out.
        mended = mend_touched(standing, head, comparison.base.touched, MAX_MENDED if is_patched else 0)
        _tell(arguments, review, mended)
    return int(review.severity == "error")


@contextmanager
def _stand_at_head(arguments: argparse.Namespace) -> Iterator[argparse.Namespace]:
    """The arguments for the head: the register's folder, or the commit that is named, in one of its own."""
    if not arguments.head:
        yield arguments
        return
    from ..history.checkout import check_out
    from ..history.git import find_commit_at

    standing = copy.copy(arguments)
    # The register's own cache: one in the other working tree would go with it.
    standing.cache = find_cache_folder(arguments)
    commit = find_commit_at(arguments.root, arguments.head, arguments.latest)
    # As a commit: in the other working tree HEAD, and what is counted from it, would be another.
    standing.base = find_commit_at(arguments.root, arguments.base, arguments.latest)
    with (
        tempfile.TemporaryDirectory(prefix="registry-") as folder,
        check_out(arguments.root, commit, Path(folder, "head").resolve()) as root,
    ):
        standing.root = root
        yield standing


def _compare(arguments: argparse.Namespace, head: Examined) -> Comparison:
    from ..report.check_report import CheckReport
    from .comparing import compare_with_base

    own = check_settings(read_site_config(arguments.root), arguments.root)
    return compare_with_base(arguments, head, CheckReport([*own], head.files), has_layouts=False)


def _review(arguments: argparse.Namespace, head: Examined, comparison: Comparison) -> ProposalReview:
    """The review of what was found. Raises GitError."""
    from ..changes.outside import describe_outside, list_outside_paths
    from ..history.commits import list_commits, read_commit
    from ..history.git import has_uncommitted
    from ..review.building import ProposalSource, build_review

    root, base, report = arguments.root, comparison.base, comparison.report
    outside = [item for section in describe_outside(root, base.commit) for item in section.items]
    proposal = ProposalSource(
        base=base,
        head=head,
        difference=comparison.difference,
        caused=report.findings,
        before=report.before or [],
        ended=comparison.ended,
        outside=outside,
        outside_paths=[*list_outside_paths(root, base.commit)],
        commits=list_commits(root, base.commit),
        base_commit=read_commit(root, base.commit),
        head_commit=read_commit(root),
        note=NOT_COMMITTED if has_uncommitted(root, head.loaded.files) else "",
        site=report.site,
        approvals=_read_approvals(arguments, base.examined),
    )
    return build_review(proposal, arguments.on)


def _read_approvals(arguments: argparse.Namespace, base: Examined) -> list[ApprovalLine] | None:
    from ..review.approval import read_approvals

    if not arguments.approvals:
        return None
    try:
        text = read_bounded(arguments.approvals, str(arguments.approvals)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRun(f"{arguments.approvals} 不是 UTF-8 编码的文字") from error
    return read_approvals(text, base.register)


def _find_format(arguments: argparse.Namespace) -> str:
    ending = arguments.out.suffix.lower() if arguments.out else ""
    return arguments.format or ENDINGS.get(ending, "text")


def _tell(arguments: argparse.Namespace, review: ProposalReview, mended: Sequence[MendedFile]) -> None:
    """Write the review to the screen, or into the file that is named; and the page beside it."""
    from ..report import review_markdown, review_page, review_report

    if arguments.page:
        _write_file(arguments.page, review_page.write_page(review))
    format_ = _find_format(arguments)
    if format_ == "text" and not arguments.out:
        review_report.print_review(open_console(), review)
        return
    writers = {
        "markdown": lambda: review_markdown.write_markdown(review, mended),
        "html": lambda: review_page.write_page(review),
        "json": lambda: review_report.write_json(review),
        "text": lambda: _write_text(review),
    }
    text = writers[format_]()
    if arguments.out:
        _write_file(arguments.out, text)
        if not is_quiet():
            print(f"已写出 {arguments.out}")
    else:
        print(text, end="")


def _write_file(file: Path, text: str) -> None:
    try:
        replace_file(file, text.encode())
    except OSError as error:
        raise CannotRun(f"写不了 {file}：{describe_cause(error)}") from error


def _write_text(review: ProposalReview) -> str:
    from ..report.review_report import print_review

    file = io.StringIO()
    print_review(open_console(file), review)
    return file.getvalue()
