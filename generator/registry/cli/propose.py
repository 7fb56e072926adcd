"""`registry propose`: check the drafts and push them, on a branch of their own, as a proposal."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..changes.base import compute_difference, read_base
from ..display import limit_lines
from ..rules.engine import CheckOptions
from ..settings import read_site_config
from . import check, fix
from .arguments import Subcommands
from .common import CannotRun, add_common_options, examine_register, open_console, open_shared_cache
from .volume import is_quiet, tell

if TYPE_CHECKING:
    from ..proposal.clone import Clone
    from ..proposal.drafts import DraftFile

MAX_LINES = 40  # lines of what a change means
ASIDE = "，或者先放下有错误的（registry discard 文件，以后 --restore 取回），提出别的"


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    propose = commands.add_parser(
        "propose",
        help="把草稿作为提案提出",
        description="核对以后，把 records/ 中的草稿作为一份提案送到代码托管网站，打开发起合并请求的网页；"
        "有错误的不提出。在提案上再运行一次，加进同一份提案",
    )
    propose.add_argument("words", nargs="+", metavar="说明", help="一句话：办了什么、依据哪份文书")
    add_common_options(propose, formats=())
    propose.add_argument("--name", default="", metavar="姓名", help="提出的人的姓名或工号，写一次就记住")
    propose.add_argument("--email", default="", metavar="邮箱", help="单位的公用邮箱，写一次就记住")
    propose.add_argument("--no-browser", action="store_true", help="不打开网页，只写网址")
    propose.add_argument("--dry-run", action="store_true", help="只核对，说会提出哪些文件，不提出")


def run(arguments: argparse.Namespace) -> int:
    """Check the drafts and propose them."""
    with open_shared_cache(arguments):
        return _propose(arguments)


def _propose(arguments: argparse.Namespace) -> int:
    from ..proposal.branches import find_rivals
    from ..proposal.clone import open_clone
    from ..proposal.drafts import list_ignored, list_other_changes, read_drafts
    from ..proposal.propose import NOTHING, is_pushed, make_proposal, prepare, set_identity, write_message
    from ..proposal.remote import fetch
    from ..report.proposal_report import write_others, write_proposal, write_rivals

    root, dry = arguments.root, arguments.dry_run
    clone = open_clone(root)
    write_message(arguments.words, [])  # what is no lawful message is reported before anything is done
    if not dry and (identity := set_identity(clone, arguments.name, arguments.email)):
        _tell([f"已经记住：以后在这里提交的是 {identity}"])
    fetch(clone)  # the drafts are checked with what others have brought in meanwhile
    clone, came = prepare(clone, arguments.on.isoformat(), dry)
    _tell(came)
    drafts = read_drafts(root)
    if not drafts and (clone.is_on_main or is_pushed(clone)):
        if came:
            raise CannotRun("草稿和主线现在的内容相同：别人已经录入了，没有要提出的")
        raise CannotRun(NOTHING if clone.is_on_main else f"{NOTHING}。提案的网页：{_find_page(clone)}")
    _fix(arguments, clone)
    drafts = read_drafts(root)  # with what was written of the acts
    if _check(arguments, clone):
        or_aside = ASIDE if len(drafts) > 1 else ""
        _tell([f"有错误，没有提出；改好以后再运行{or_aside}。草稿都在：共 {len(drafts)} 份"])
        return 1
    others = write_others(list_other_changes(root), list_ignored(root))
    if dry:
        _tell([*_describe_drafts(drafts), *others, "以上是会提出的；没有提出"])
        return 0
    # Two proposals may change one file and be merged; a file that both add only one of them can bring.
    notes = [*write_rivals(find_rivals(clone, [each.path for each in drafts if each.how == "new"])), *others]
    message = write_message(arguments.words, _describe_meaning(arguments, clone))
    pushed = make_proposal(clone, message, drafts, arguments.on)
    address = _find_address(clone, pushed.branch)
    opened = bool(address) and not arguments.no_browser and _open_page(address)
    said = "\n".join(write_proposal(pushed, drafts, notes, address, opened))
    print(address if is_quiet() else said)
    return 0


def _fix(arguments: argparse.Namespace, clone: Clone) -> None:
    """Mend the form of what the drafts touch, as `registry fix` does; what it cannot mend the check tells."""
    from ..report.fix_report import print_mended

    # Among the arguments of this command, those that the parser of `registry fix` would have set.
    asked = argparse.Namespace(**vars(arguments), base=clone.target, all=False, paths=[])
    paths = fix.list_paths(asked)
    mended = [each for each in fix.mend_examined(asked, examine_register(asked), paths) if each.is_changed]
    if not mended:
        return
    if not arguments.dry_run:
        fix.write_mended(asked, mended)
    if not is_quiet():
        done = "会先改好" if arguments.dry_run else "先改好了"
        print(f"提出以前{done} {len(mended)} 个文件（registry fix）：")
        print_mended(open_console(), mended)


def _check(arguments: argparse.Namespace, clone: Clone) -> int:
    """Check as `registry check --base` does; the exit code."""
    asked = argparse.Namespace(**vars(arguments))
    # What the parser of `registry check` would have set.
    asked.base, asked.scope, asked.format = clone.target, "plain", "text"
    asked.summary, asked.paths, asked.executor, asked.hindrances_only = None, [], None, True
    return check.run(asked)


def _describe_meaning(arguments: argparse.Namespace, clone: Clone) -> list[str]:
    """What the change means, a line each, as it stands in the message of the commit."""
    from ..changes.meaning import describe_changes

    # Once more: the check gave back no more than its code. What it read is in the shared cache.
    head = examine_register(arguments)
    base = read_base(arguments.root, clone.target, arguments.on, CheckOptions(), like=head)
    sections = describe_changes(compute_difference(base, head), head.schemas, arguments.on, base.touched)
    lines = []
    for section in sections:
        lines.append(section.title)
        lines += [f"- {item.heading}：{line}" for item in section.items for line in item.lines]
    return limit_lines(lines, MAX_LINES, "行")


def _describe_drafts(drafts: Sequence[DraftFile]) -> list[str]:
    from ..report.proposal_report import list_drafts

    return [f"草稿 {len(drafts)} 份：", *(f"  {each}" for each in list_drafts(drafts))]


def _find_address(clone: Clone, branch: str) -> str:
    """Where the forge makes a request of this branch; empty where that is not known."""
    from ..forge.links import build_proposal_link
    from ..proposal.remote import find_web_address, read_address

    extra = read_site_config(clone.root).get("extra")
    try:
        web = find_web_address(read_address(clone))
        return build_proposal_link(extra if isinstance(extra, dict) else {}, web, branch)
    except ValueError as error:
        tell(f"mkdocs.yml：{error}")
        return ""


def _find_page(clone: Clone) -> str:
    return _find_address(clone, clone.branch) or f"在代码托管网站上找分支 {clone.branch} 的合并请求"


def _open_page(address: str) -> bool:
    """Open a page where a person looks at a screen; whether it could be."""
    watched = sys.stdout.isatty() and sys.stderr.isatty()
    # Elsewhere it would be a browser within the terminal.
    screen = (
        sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not (watched and screen):
        return False
    import webbrowser

    return webbrowser.open(address)


def _tell(lines: Sequence[str]) -> None:
    if lines and not is_quiet():
        print("\n".join(lines))
