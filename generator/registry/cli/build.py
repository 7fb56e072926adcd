"""`registry build`: check, then publish what is lawful."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..history.git import COMMIT_LENGTH
from ..history.main_line import MainLineCommit
from ..history.state import find_hindrances
from ..personal import mask_personal
from ..report.check_report import CheckReport
from ..report.text_report import print_summary, print_text
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    add_executor_option,
    examine_register,
    find_cache_folder,
    format_place,
    open_console,
    open_workers,
)
from .volume import is_quiet, tell

MAX_CORRECTED = 10


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    about = "核对登记册，然后生成网站；有错误的档案按上一次无误的版本发布"
    build = commands.add_parser("build", help="核对并生成网站", description=about)
    add_common_options(build, ())
    build.add_argument("--out", type=Path, metavar="DIR", help="输出文件夹（默认 public）")
    build.add_argument(
        "--portable",
        action="store_true",
        help="生成不用服务器的网站：双击其中的 index.html 就能看，查找和查验都能用",
    )
    build.add_argument(
        "--staff",
        action="store_true",
        help="生成经办人员用的另一个网站（默认 staff-site）：待办和填好的表格；含有不公开的内容",
    )
    add_executor_option(build)


def run(arguments: argparse.Namespace) -> int:
    """Publish the register; what has errors as it last had none. Or make the staff's site of it."""
    if arguments.staff:
        return run_staff(arguments)
    from ..publish.assemble.build import build
    from ..publish.assemble.last_lawful import NothingLawfulError
    from ..publish.assemble.plugin import BuildContext

    hindering = find_hindrances(arguments.root)
    # Files that Git has not brought here would look deleted, and their pages would go.
    if sparse := [each.words for each in hindering if each.kind == "sparse"]:
        raise CannotRun(f"没有生成网站：{sparse[0]}，否则网站缺少这些内容")
    with open_workers(arguments) as workers:  # the same for the check and the site: to start them takes long
        examined = examine_register(arguments, workers=workers)
        root, days, cache = arguments.root, (arguments.on, arguments.latest), find_cache_folder(arguments)
        portable: bool = arguments.portable
        context = BuildContext(root, *days, examined, cache=cache, workers=workers, portable=portable)
        try:
            folder, published = build(context, arguments.out)
        except NothingLawfulError:
            print_text(open_console(), arguments.root, CheckReport.from_examined(examined))
            print("registry：有错误，没有生成网站", file=sys.stderr)
            return 1
    if hindering:
        tell(f"网站没有录入日期或者版本：{'；'.join(each.words for each in hindering)}")
    console, report = open_console(), CheckReport.from_examined(examined)
    if not examined.lawful:
        print_text(console, arguments.root, report, is_quiet())
        console.print(f"有 {len(published.held)} 处没有按现在的记录发布：")
    elif not is_quiet():
        print_summary(console, report)
    for held in published.held:
        instead = f"按版本 {held.commit[:COMMIT_LENGTH]} 发布" if held.commit else "没有无误的版本，暂不发布"
        console.print(f"  {mask_personal(held.path)}：{instead}")
    for line in describe_corrected(published.corrected):
        console.print(line)
    if not is_quiet():
        console.print(f"已生成 {published.pages} 个页面：{format_place(folder)}/")
    return 0


def run_staff(arguments: argparse.Namespace) -> int:
    """Make the staff's site: of what the records say now, with the number of errors in them."""
    from ..publish.staff.build import build_staff

    with open_workers(arguments) as workers:
        examined = examine_register(arguments, workers=workers)
        if not examined.register.tables.complete:
            print_text(open_console(), arguments.root, CheckReport.from_examined(examined))
            print("registry：没有一份能读的办法参数，没有生成经办人员的网站", file=sys.stderr)
            return 1
        cache = find_cache_folder(arguments)
        folder, pages = build_staff(arguments.root, arguments.on, examined, arguments.out, cache, workers)
    if not is_quiet():
        console = open_console()
        print_summary(console, CheckReport.from_examined(examined))
        console.print(f"已生成 {pages} 个页面：{format_place(folder)}/")
        console.print("含有不公开的内容，只给经办人员看，不能放到公开的网站上")
    return 0


def describe_corrected(commits: Sequence[MainLineCommit]) -> Iterator[str]:
    """The commits whose own day cannot be, a line each; of many the last."""
    if commits:
        yield (
            f"主线上有 {len(commits)} 次提交自记的日期不合先后、还没有到或者读不出，"
            "其中记录的录入日期按它前面日期可信的一次提交计，页面上有说明："
        )
    for commit in commits[-MAX_CORRECTED:]:
        day = commit.own_day or "读不出的日期"
        yield f"  {commit.commit[:COMMIT_LENGTH]}  自记 {day}，按 {commit.day or '不详'} 计"
