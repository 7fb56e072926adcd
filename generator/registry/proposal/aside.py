"""What is put aside: copies of files, and the commit on which they rested, to be taken back."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path

from ..git_command import find_commit, find_prefix, run_git
from ..memo import CACHE, make_ignored_folder
from ..refusal import Refusal
from .clone import run_on_files
from .drafts import DraftFile, read_drafts
from .trees import list_changed, make_index, merge_trees

ASIDE = f"{CACHE}/discarded"
UNFINISHED = ".unfinished"  # what is being put aside, or cleared away: nothing rests on it
# Beside the copies: the paths of what was deleted, and the commit on which all rested.
DELETED, BASE = "deleted.txt", "base.txt"


def put_aside(root: Path, drafts: Sequence[DraftFile], day: str, base: str) -> str:
    """Copy drafts, which rest on a commit, into a new folder below the register's cache; its name."""
    folder, target = _make_folder(root), root / ASIDE / _find_free_name(root, day)
    for path in (each.path for each in drafts if each.how != "deleted"):
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, copy, follow_symlinks=False)
    deleted = [f"{each.path}\n" for each in drafts if each.how == "deleted"]
    (folder / DELETED).write_text("".join(deleted), "utf-8", newline="\n")
    (folder / BASE).write_text(f"{base}\n", "utf-8", newline="\n")
    folder.rename(target)  # it is there whole or not at all, whenever this is killed
    return target.name


def list_put_aside(root: Path) -> list[str]:
    """The names of what was put aside, the last one last."""
    folder = root / ASIDE
    names = {each.name for each in folder.iterdir() if each.is_dir()} if folder.is_dir() else set()
    return sorted(
        names - {UNFINISHED}, key=lambda name: (name[:10], int(name[11:]) if name[11:].isdecimal() else 0)
    )


def take_back(root: Path, name: str, drafts: Collection[DraftFile]) -> list[DraftFile]:
    """Bring what was put aside under `name` back, merged with what has been committed since. Returns it.

    Raises Refusal where other drafts are in its place, or what was committed is otherwise at the same place.
    """
    folder = root / ASIDE / name
    copies = sorted(each for each in folder.rglob("*") if each.is_file() and each.parent != folder)
    paths = [each.relative_to(folder).as_posix() for each in copies]
    deleted = (folder / DELETED).read_text("utf-8").splitlines()
    drawn = {each.path for each in drafts}.intersection([*paths, *deleted])
    # What is as its copy is no other draft: a run that was killed has brought it back, or not put it aside.
    if taken := [each for each in sorted(drawn) if _read(root / each) != _read(folder / each)]:
        raise Refusal(f"{'、'.join(taken)} 现在另有草稿，取回会盖掉它；先放下它们（registry discard 文件）")
    merged = _merge(root, folder, paths, deleted)
    for copy, path in zip(copies, paths, strict=True):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if path in merged:
            (root / path).write_bytes(merged[path])
        else:
            shutil.copy2(copy, root / path, follow_symlinks=False)
    for path in deleted:
        (root / path).unlink(missing_ok=True)
    folder.rename(_clear_unfinished(root))
    _clear_unfinished(root)
    return [each for each in read_drafts(root) if each.path in {*paths, *deleted}]


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _merge(root: Path, folder: Path, paths: Sequence[str], deleted: Sequence[str]) -> dict[str, bytes]:
    """What those files become that were committed otherwise since they were put aside. Raises Refusal."""
    base, head = (folder / BASE).read_text("utf-8").strip(), find_commit(root, "HEAD")
    changed = list_changed(root, base, head).intersection([*paths, *deleted])
    if not changed:
        return {}
    tree, clashes = merge_trees(root, base, head, _write_tree(root, folder, base, paths, deleted))
    if clashes:
        raise Refusal(
            f"{'、'.join(clashes)} 后来在登记册中另有改动，取回会盖掉它。什么都没有动；"
            f"副本在 {folder.relative_to(root).as_posix()}/，照着补上还要改的"
        )
    prefix = find_prefix(root)
    return {
        path: run_git(root, "cat-file", "blob", f"{tree}:{prefix}{path}") for path in changed - {*deleted}
    }


def _write_tree(root: Path, folder: Path, base: str, paths: Sequence[str], deleted: Sequence[str]) -> str:
    """The tree of a commit with these copies in it, and without what was deleted."""
    with make_index() as env:
        run_git(root, "read-tree", base, env=env)
        prefix = find_prefix(root)
        for path in paths:
            id_ = run_git(root, "hash-object", "-w", f"--path={path}", str((folder / path).resolve()))
            # 100644: a plain file, whatever rights the copy has.
            entry = f"100644,{id_.decode().strip()},{prefix}{path}"
            run_git(root, "update-index", "--add", "--cacheinfo", entry, env=env)
        if deleted:
            run_on_files(root, deleted, "rm", "--cached", "--quiet", "--ignore-unmatch", env=env)
        return run_git(root, "write-tree", env=env).decode().strip()


def _make_folder(root: Path) -> Path:
    """A new folder for what is being put aside, beside a file by which Git passes over all of them."""
    make_ignored_folder(root / CACHE)
    folder = _clear_unfinished(root)
    folder.mkdir(parents=True)
    return folder


def _clear_unfinished(root: Path) -> Path:
    """The folder of what is not whole, cleared of what a run that was killed has left in it."""
    folder = root / ASIDE / UNFINISHED
    if folder.exists():
        shutil.rmtree(folder)
    return folder


def _find_free_name(root: Path, day: str) -> str:
    names = (f"{day}-{number}" for number in count(1))
    return next(each for each in names if not (root / ASIDE / each).exists())
