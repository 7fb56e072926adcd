"""`registry fix`: mend the form of records, or take the last mending back."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..git_command import GitError, NoGitError, NoRepositoryError
from ..history.base_commit import find_base_commit
from ..history.git import list_touched
from ..memo import CACHE
from ..records.files import list_files
from ..report.after import NEXT, TAKE_BACK
from ..rules.checking import Examined
from ..rules.engine import CheckOptions
from ..settings import read_forge_setting
from .arguments import Subcommands
from .common import (
    CannotRun,
    add_common_options,
    examine_register,
    explain_os_errors,
    find_cache_folder,
    open_console,
)
from .named_paths import find_wanted, is_wanted
from .volume import is_quiet

if TYPE_CHECKING:
    from ..entry.mended_files import MendedFile


def add(commands: Subcommands) -> None:
    """Add the command to the command line."""
    about = "把记录改成统一的写法，改正检查说“registry fix 可以改正”的；意思不明确的不改，留给人改"
    fix = commands.add_parser("fix", help="改正记录的写法，检查说它能改的", description=about)
    add_common_options(fix, formats=())
    fix.add_argument("--base", metavar="REV", help="只看与这个版本相比改动了的记录（默认主线）")
    fix.add_argument("--all", action="store_true", help="看全部记录，不只是改动了的")
    fix.add_argument("--dry-run", action="store_true", help="只说明会改什么，不写入")
    fix.add_argument(
        "--patch", type=Path, metavar="FILE", help="不写入，把改动写成补丁文件，可用 git apply 改"
    )
    fix.add_argument("--undo", action="store_true", help="撤回上一次 registry fix 所改的")
    fix.add_argument("paths", nargs="*", metavar="PATH", help="只看这些文件或文件夹中的记录")


def run(arguments: argparse.Namespace) -> int:
    """Mend what can be mended, and tell what is left."""
    if arguments.undo:
        return _undo(arguments)
    paths, examined = list_paths(arguments), examine_register(arguments)
    mended = mend_examined(arguments, examined, paths)
    changed = [each for each in mended if each.is_changed]
    if arguments.patch:
        _write_patch(arguments.patch, mended)
    elif changed and not arguments.dry_run:
        write_mended(arguments, changed)
    return _tell(arguments, mended)


def list_paths(arguments: argparse.Namespace) -> list[str]:
    """The files that are looked at, by path from the root."""
    files = list_files(arguments.root)
    wanted = find_wanted(arguments.root, arguments.paths)
    paths: Iterable[str] = files.entries
    # By default what a change touches alone: the whole register laid out anew would bury the change.
    if not arguments.all:
        try:
            touched = list_touched(arguments.root, find_begin(arguments.root, arguments.base)).paths
            paths = (path for path in paths if path in touched)
        except (NoGitError, NoRepositoryError) as error:
            if not arguments.paths:
                raise CannotRun(f"{error}；不问 Git，写明文件，或用 --all 看全部记录") from error
    return [path for path in paths if is_wanted(wanted, path)]


def find_begin(root: Path, base: str | None) -> str:
    """The commit where a change begins: from `base`, else from the main branch, else the last one."""
    branch = read_forge_setting(root, "branch") or "main"
    # "" leaves it to the forge that runs this; a clone may have the main line as the forge's alone.
    for target in [base] if base else ["", branch, f"origin/{branch}"]:
        try:
            return find_base_commit(root, target)
        except (NoGitError, NoRepositoryError):
            raise
        except GitError as error:
            if base:
                raise CannotRun(f"--base：{error}") from error
    return find_base_commit(root, "HEAD")


def mend_examined(arguments: argparse.Namespace, examined: Examined, paths: list[str]) -> list[MendedFile]:
    """What becomes of files in a register that was checked."""
    from ..entry.mended_register import mend_register

    options = CheckOptions(cache=find_cache_folder(arguments))
    return mend_register(arguments.root, arguments.on, examined, paths, options)


def write_mended(arguments: argparse.Namespace, changed: Sequence[MendedFile]) -> None:
    """Write the files, all or none; what they were is noted first, for --undo. Raises CannotRun."""
    from ..entry.mended_files import note_former, write_all

    texts = {each.path: each.after for each in changed}
    former = {each.path: None if each.is_new else each.before for each in changed}
    with explain_os_errors():
        # Before the first byte: killed in between, --undo still knows what stood there.
        note_former(_find_note_folder(arguments), former, texts)
        write_all(arguments.root, texts)


def _find_note_folder(arguments: argparse.Namespace) -> Path:
    # With --no-cache too: what is not remembered costs time, what is not noted cannot be taken back.
    return find_cache_folder(arguments) or Path(arguments.root, CACHE)


def _write_patch(file: Path, mended: list[MendedFile]) -> None:
    from ..entry.mended_files import write_patch

    with explain_os_errors("补丁写不了"):
        file.write_text(write_patch(mended), "utf-8", newline="\n")


def _tell(arguments: argparse.Namespace, mended: list[MendedFile]) -> int:
    from ..entry.mended_files import write_patch
    from ..report.fix_report import print_left, print_mended

    console = open_console()
    changed = [each for each in mended if each.is_changed]
    left = [finding for each in mended for finding in each.left]
    if changed and not is_quiet():
        only = arguments.dry_run or arguments.patch
        console.print(f"{'可以改正' if only else '已改正'} {len(changed)} 个文件的写法：")
        print_mended(console, changed)
    if arguments.dry_run:
        console.print(write_patch(mended), end="")
    if left:
        print_left(console, left)
    if not is_quiet():
        for words in _list_next(arguments, bool(changed), bool(left)):
            console.print(words)
    return int(bool(left))


def _list_next(arguments: argparse.Namespace, changed: bool, left: bool) -> Iterable[str]:
    """What is next, and how it is taken back."""
    if not changed:
        yield "没有 registry fix 能改正的" if left else "写法都符合，没有要改的"
    elif arguments.patch:
        yield f"没有改动记录，补丁写在 {arguments.patch}"
        yield f"{NEXT}用 git apply {arguments.patch} 改"
    elif arguments.dry_run:
        yield "没有写入"
        yield f"{NEXT}去掉 --dry-run 再运行就改"
    else:
        yield f"{NEXT}registry check"
        yield f"{TAKE_BACK}registry fix --undo"


def _undo(arguments: argparse.Namespace) -> int:
    from ..entry.mended_files import put_back

    with explain_os_errors():
        paths = put_back(arguments.root, _find_note_folder(arguments))
    console = open_console()
    console.print(f"已撤回 {len(paths)} 个文件的改动，内容与改正之前相同：")
    for path in paths:
        console.print(f"  {path}")
    return 0
