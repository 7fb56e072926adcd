"""`registry discard`: put drafts aside, or take a proposal back; both can be undone."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..records.record_path import RecordPath, get_stem
from ..suggest import ask_whether
from ..terminal import can_ask
from .arguments import Subcommands
from .common import CannotRun, add_common_options
from .volume import is_quiet

if TYPE_CHECKING:
    from ..proposal.drafts import DraftFile

LAST = "最后一次"
AGREED = frozenset({"y", "yes", "是"})


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    discard = commands.add_parser(
        "discard",
        help="放下草稿，或撤回提案；都可以取回",
        description="放下草稿（还没有提出的改动），文件变回原来的样子；副本留着，可以取回。不写是哪些的，全部放下",
    )
    discard.add_argument(
        "what", nargs="*", metavar="PATH|ID", help="哪些草稿：文件、文件夹，或者机构、批次的编号"
    )
    add_common_options(discard, formats=())
    discard.add_argument("--yes", action="store_true", help="不再询问")
    discard.add_argument(
        "--restore", nargs="?", const=LAST, metavar="NAME", help=f"取回放下的草稿（默认{LAST}放下的）"
    )
    discard.add_argument(
        "--proposal", action="store_true", help="撤回现在的提案（还没有合并的），内容变回草稿"
    )
    discard.add_argument("--dry-run", action="store_true", help="只列出会放下哪些，不动文件")


def run(arguments: argparse.Namespace) -> int:
    """Put drafts aside, take them back, or take a proposal back."""
    if arguments.restore is not None:  # an empty name is no name, and is not to put anything aside
        return _restore(arguments)
    if arguments.proposal:
        return _withdraw(arguments)
    return _discard(arguments)


def _discard(arguments: argparse.Namespace) -> int:
    from ..proposal.aside import put_aside
    from ..proposal.clone import open_clone
    from ..proposal.drafts import discard, read_drafts
    from ..report.proposal_report import list_drafts, write_discarded

    clone = open_clone(arguments.root, alone=True)
    drafts = select_drafts(read_drafts(arguments.root), arguments.what, arguments.root)
    listed = [f"会放下 {len(drafts)} 份草稿：", *(f"  {each}" for each in list_drafts(drafts))]
    if not _is_agreed(arguments, listed):
        return 0
    # The copy first: killed in between, a draft is there twice and never gone.
    name = put_aside(arguments.root, drafts, arguments.on.isoformat(), clone.head)
    discard(arguments.root, drafts)
    print("\n".join(write_discarded(drafts, name)) if not is_quiet() else name)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from ..proposal.aside import list_put_aside, take_back
    from ..proposal.drafts import read_drafts
    from ..report.proposal_report import write_restored

    names = list_put_aside(arguments.root)
    name = arguments.restore if arguments.restore != LAST else next(reversed(names), "")
    if name not in names:
        choice = f"有的是 {'、'.join(names)}" if names else "没有放下过草稿"
        raise CannotRun(f"没有放下过 {name}，{choice}" if name else choice)
    if arguments.dry_run:
        print(f"会取回 {name}；没有动文件")
        return 0
    back = take_back(arguments.root, name, read_drafts(arguments.root))
    if not is_quiet():
        print("\n".join(write_restored(back)))
    return 0


def _withdraw(arguments: argparse.Namespace) -> int:
    from ..proposal.clone import open_clone
    from ..proposal.drafts import read_drafts
    from ..proposal.propose import withdraw
    from ..proposal.remote import fetch
    from ..report.proposal_report import write_withdrawn

    clone = open_clone(arguments.root)
    fetch(clone)
    # A rehearsal: what stands in the way is reported before anybody is asked.
    branch = withdraw(clone, arguments.on.isoformat(), dry=True).proposal.branch
    if not _is_agreed(arguments, [f"会撤回提案 {branch}：删去它在代码托管网站上的分支，内容变回草稿"]):
        return 0
    withdrawn = withdraw(clone, arguments.on.isoformat())
    if not is_quiet():
        print("\n".join(write_withdrawn(withdrawn, read_drafts(arguments.root))))
    return 0


def select_drafts(drafts: Sequence[DraftFile], what: Sequence[str], root: Path) -> list[DraftFile]:
    """The drafts that are named, all where none is. Raises CannotRun where there is none."""
    if not drafts:
        raise CannotRun("没有草稿：records/ 没有改动")
    chosen: list[DraftFile] = []
    for word in what:
        named = [each for each in drafts if _is_named(each.path, word, root)]
        if not named:
            names = {each.path for each in drafts} | {RecordPath.parse(each.path).id for each in drafts}
            raise CannotRun(f"{word} 没有草稿，{ask_whether(word, names, '用 --dry-run 看有哪些')}")
        chosen += named
    # Two words may name the same draft.
    return sorted({*chosen}) if what else [*drafts]


def _is_named(path: str, word: str, root: Path) -> bool:
    """Whether a draft is what a word names: its path, a folder above it, a record's or institution's id."""
    here = Path(os.path.abspath(root))  # noqa: PTH100  a link is not followed
    # As one types it in the current folder, and as messages print it, from the root.
    places = {find_inside(Path(os.path.abspath(each)), here) for each in (word, root / word)} - {""}  # noqa: PTH100
    inside = any(path == place or path.startswith(f"{place}/") for place in places)
    return inside or word in (RecordPath.parse(path).id, get_stem(path))


def find_inside(place: PurePath, root: PurePath) -> str:
    """A place as seen from the root, with slashes on every system; empty where it is outside, or the root."""
    if place == root or not place.is_relative_to(root):
        return ""
    return place.relative_to(root).as_posix()


def _is_agreed(arguments: argparse.Namespace, lines: Sequence[str]) -> bool:
    """Whether to go on: by --yes, or by the answer of who sits there. Raises CannotRun where nobody does."""
    if arguments.yes and not arguments.dry_run:
        return True
    print("\n".join(lines))
    if arguments.dry_run:
        print("没有动文件")
        return False
    if not can_ask():
        raise CannotRun("没有人可以问；确定的加 --yes")
    print("确定吗？输入 y 再按回车：", end="", flush=True)
    if sys.stdin.readline().strip().lower() in AGREED:
        return True
    print("没有动文件")
    return False
