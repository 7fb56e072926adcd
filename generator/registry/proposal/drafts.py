"""Drafts: what of records/ is in no commit. Put aside they can be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from ..git_command import run_git
from ..memo import CACHE
from ..records.record_path import RECORDS
from ..refusal import Refusal
from .clone import list_names

ASIDE = f"{CACHE}/discarded"
DELETED = "deleted.txt"  # beside the copies: the paths of what was deleted
CURRENT = "HEAD"
How = Literal["new", "changed", "deleted"]


class Draft(NamedTuple):
    """A file of records/ that is other than the last commit has it: its path from the root, and how."""

    path: str
    how: How


def read_drafts(root: Path) -> list[Draft]:
    """The drafts of the register at `root`, by path. Raises GitError."""
    inside = ("--", RECORDS)
    new = list_names(run_git(root, "ls-files", "--others", "--exclude-standard", "-z", *inside))
    listed = run_git(root, "diff", "--name-status", "--no-renames", "--relative", "-z", CURRENT, *inside)
    parts = iter(list_names(listed))
    words: dict[str, How] = {"A": "new", "D": "deleted"}
    found: dict[str, How] = {path: words.get(how, "changed") for how, path in zip(parts, parts, strict=True)}
    # What was only taken out of the index is there, and is no deletion.
    found |= {path: "changed" if path in found else "new" for path in new}
    return [Draft(path, found[path]) for path in sorted(found)]


def list_other_changes(root: Path) -> list[str]:
    """The files outside of records/ that are in no commit as they are, from the repository's top."""
    listed = run_git(
        root, "status", "--porcelain", "--no-renames", "-z", "--", ":(top)", f":(exclude){RECORDS}"
    )
    return [each[3:] for each in list_names(listed)]


def list_ignored(root: Path) -> list[str]:
    """The files of records/ that Git is told to pass over."""
    arguments = ("--others", "--ignored", "--exclude-standard", "-z", "--", RECORDS)
    return list_names(run_git(root, "ls-files", *arguments))


def put_aside(root: Path, drafts: Sequence[Draft], day: str) -> Path:
    """Copy drafts into a new folder below the register's cache, from where they can be taken back."""
    folder = _make_folder(root, day)
    for path in (each.path for each in drafts if each.how != "deleted"):
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, copy, follow_symlinks=False)
    deleted = [f"{each.path}\n" for each in drafts if each.how == "deleted"]
    (folder / DELETED).write_text("".join(deleted), "utf-8", newline="\n")
    return folder


def discard(root: Path, drafts: Sequence[Draft]) -> None:
    """Make files again what the last commit has; those that it has not go. Raises GitError."""
    own = "".join(f"{each.path}\0" for each in drafts if each.how == "new")
    known = "".join(f"{each.path}\0" for each in drafts if each.how != "new")
    from_stdin = ("--pathspec-from-file=-", "--pathspec-file-nul")
    literal = {"GIT_LITERAL_PATHSPECS": "1"}
    if own:
        run_git(root, "rm", "--cached", "--quiet", "--ignore-unmatch", *from_stdin, stdin=own, env=literal)
    if known:
        run_git(root, "checkout", "--quiet", CURRENT, *from_stdin, stdin=known, env=literal)
    for each in (root / draft.path for draft in drafts if draft.how == "new"):
        each.unlink(missing_ok=True)
        _remove_empty(each.parent, root / RECORDS)


def list_put_aside(root: Path) -> list[str]:
    """The names of what was put aside, the last one last."""
    folder = root / ASIDE
    names = [each.name for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
    return sorted(names, key=lambda name: (name[:10], int(name[11:] or 0) if name[11:].isdigit() else 0))


def take_back(root: Path, name: str, drafts: Collection[Draft]) -> list[Draft]:
    """Bring what was put aside under `name` back. Raises Refusal where other drafts are in its place."""
    folder = root / ASIDE / name
    copies = sorted(each for each in folder.rglob("*") if each.is_file() and each.parent != folder)
    paths = [each.relative_to(folder).as_posix() for each in copies]
    deleted = (folder / DELETED).read_text("utf-8").splitlines()
    taken = {each.path for each in drafts}.intersection([*paths, *deleted])
    if taken:
        raise Refusal(
            f"{'、'.join(sorted(taken))} 现在另有草稿，取回会盖掉它；先放下它们（registry discard 文件）"
        )
    for copy, path in zip(copies, paths, strict=True):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(copy, root / path, follow_symlinks=False)
    for path in deleted:
        (root / path).unlink(missing_ok=True)
    shutil.rmtree(folder)
    return [each for each in read_drafts(root) if each.path in {*paths, *deleted}]


def _make_folder(root: Path, day: str) -> Path:
    """A new folder of this day, beside a file by which Git passes over all of them."""
    cache = root / CACHE
    if not cache.exists():
        cache.mkdir(parents=True)
        (cache / ".gitignore").write_text("*\n", "utf-8", newline="\n")
    number = 1
    while (root / ASIDE / f"{day}-{number}").exists():
        number += 1
    folder = root / ASIDE / f"{day}-{number}"
    folder.mkdir(parents=True)
    return folder


def _remove_empty(folder: Path, top: Path) -> None:
    """Take away a folder with nothing in it, and those above, up to `top`."""
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
