"""`registry duties`: list what waits and is due, or write it as issues of the forge or drafts of mails."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..lifecycle.calendar import subtract_day
from ..model.register import Register
from ..settings import get_address, get_title, read_forge_setting, read_site_config
from ..whole_file import replace_files
from .arguments import Subcommands, parse_day
from .common import CannotRun, add_common_options, examine_register, explain_os_errors
from .volume import is_quiet, tell

if TYPE_CHECKING:
    from ..report.due_mail import DueMail


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    due = commands.add_parser(
        "duties", help="列出待办", description="各地区的待办事项：等待办理的、已过期的、快到期的"
    )
    due.add_argument("--area", metavar="AREA", help="只列一个地区")
    due.add_argument(
        "--issues",
        action="store_true",
        help="写成代码托管网站上的议题，每个地区一个；令牌在环境变量 FORGE_TOKEN 中",
    )
    due.add_argument(
        "--mail",
        type=Path,
        metavar="DIR",
        help="给每个机关和机构写一份邮件草稿（.eml 和同样内容的 .txt），放进这个文件夹；不发送。"
        "只写今天到了提醒日期的（办法参数的提醒天数，如期满前 90、30、7 天，和期满的次日；"
        "等待办理的，开始等的当天和等了同样天数时）",
    )
    due.add_argument("--all", action="store_true", help="邮件写给有待办的全部机关和机构")
    due.add_argument(
        "--since",
        type=parse_day,
        metavar="DATE",
        help="邮件写给这一天以后到了提醒日期的（默认昨天；漏了几天没有运行的，写上次运行的日期）",
    )
    add_common_options(due, ())


def find_lawful_register(arguments: argparse.Namespace) -> Register:
    """The register; what has errors as it last had none, and a message says so."""
    from ..publish.assemble.last_lawful import NothingLawfulError, find_last_lawful

    examined = examine_register(arguments)
    try:
        lawful = find_last_lawful(arguments.root, examined, arguments.on)
    except NothingLawfulError as error:
        raise CannotRun("登记册的表有错误，没有列出待办；先运行 registry check 改正") from error
    if missing := [each.path for each in lawful.held if not each.commit]:
        tell(f"有错误，又没有无误的版本，不在待办之列：{'、'.join(missing)}")
    if former := [each.path for each in lawful.held if each.commit]:
        tell(f"有错误，按上一次无误的版本列出待办：{'、'.join(former)}")
    return lawful.examined.register


def run(arguments: argparse.Namespace) -> int:
    """Tell what is due, by area, or write it as the forge's issues, or as mails."""
    from ..entry.named import find_area
    from ..forge.issues import write_issues
    from ..forge.trackers import connect_tracker
    from ..report.due_report import build_issues
    from ..report.due_text import DueSource, write_area

    kind = read_forge_setting(arguments.root, "kind") or "github"
    # The token and the folder first: to read the register takes longest, and would be for nothing.
    tracker = connect_tracker(kind) if arguments.issues else None
    _check_folder(arguments)
    register, day = find_lawful_register(arguments), arguments.on
    if arguments.area:
        arguments.area = find_area(arguments.area, register, day)
    if arguments.mail:
        _write_mails(arguments, register)
    if arguments.mail and not tracker:
        return 0
    site = get_address(read_site_config(arguments.root))
    areas = [each for each in register.tables.areas if arguments.area in (None, each)]
    if tracker:
        issues = (each for each in build_issues(register, day, site) if each.area in areas)
        done = write_issues(issues, tracker)
        print(f"新开 {done.created} 个议题，更新 {done.updated} 个，关闭 {done.closed} 个")
        return 0
    source = DueSource(register.tables, day, site)
    lines = [line for area in areas for line in write_area(source, register, area)]
    print("\n".join(lines or ["没有待办事项"]))
    return 0


def _check_folder(arguments: argparse.Namespace) -> None:
    """Refuse a folder that has something in it: a draft of another day would be sent with those of today."""
    folder = arguments.mail
    if folder is None:
        if arguments.all or arguments.since:
            raise CannotRun("--all 和 --since 说邮件写给谁，和 --mail 文件夹 一起写")
        return
    with explain_os_errors("--mail"):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CannotRun(f"--mail 写一个空的或者还没有的文件夹，{folder} 不是")


def _write_mails(arguments: argparse.Namespace, register: Register) -> None:
    """Write the mails to those who have news of what is due, or to all; and say which."""
    from ..lifecycle.owners import has_news, list_owner_dues
    from ..publish.open_data.publication import Publication
    from ..report.due_mail import MailSource, build_mail, describe_mails

    day, config = arguments.on, read_site_config(arguments.root)
    publication = Publication(day, "", get_title(config), get_address(config))
    source = MailSource(register.tables, publication, register.list_public_ids(day))
    areas = [arguments.area] if arguments.area else [*register.tables.areas]
    # Run every night, the command tells each day of notice once.
    since = arguments.since or subtract_day(day)
    mails = [
        build_mail(source, owner)
        for owner in list_owner_dues(register, areas, day)
        if arguments.all or has_news(owner.dues, since, day)
    ]
    if mails:
        _write_drafts(arguments.mail, mails)
    print("\n".join([f"{each.name}.eml" for each in mails] if is_quiet() else describe_mails(mails)))


def _write_drafts(folder: Path, mails: Sequence[DueMail]) -> None:
    """Write all of them, or none."""
    from ..report.due_mail import write_draft, write_plain

    contents = {folder / f"{each.name}.eml": write_draft(each) for each in mails}
    contents |= {folder / f"{each.name}.txt": write_plain(each) for each in mails}
    with explain_os_errors():
        folder.mkdir(parents=True, exist_ok=True)
        replace_files(contents)
