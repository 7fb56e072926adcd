"""Bring the working tree to another commit with its drafts, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..display import format_path
from ..git_command import GitError, find_index, run_git
from ..personal import clean
from ..records.record_path import RECORDS
from .aside import put_aside
from .clone import Clone
from .drafts import DraftFile
from .trees import list_changed, merge_trees, put_back, write_tree


class Clash(NamedTuple):
    """A file that both sides have changed: who did that on the other, when, with which words."""

    path: str
    author: str
    day: str
    words: str


class Carrying(NamedTuple):
    """What the working tree would become: the commit under it, its tree with the drafts, or what clashes.

    The drafts are what `before` has otherwise than `base`; `rewritten` are those that `target` changed too.
    """

    base: str
    target: str
    before: str
    after: str
    clashes: Sequence[Clash]
    rewritten: Sequence[str]


def plan_carrying(clone: Clone, target: str, base: str, give_up: Sequence[str] = ()) -> Carrying:
    """What becomes of the working tree where `target` takes the place of `base`. Raises GitError.

    What the working tree has otherwise than `base` stays its own, but for the files to `give_up`. Nothing is
    changed by this.
    """
    before = write_tree(clone.root, clone.head)
    own = put_back(clone.root, before, base, give_up) if give_up else before
    merged, names = merge_trees(clone.root, base, target, own)
    clashes = [find_clash(clone, path, base, target) for path in names]
    both = list_changed(clone.root, base, before) & list_changed(clone.root, base, target)
    return Carrying(base, target, before, merged, clashes, sorted(both))


def carry(clone: Clone, planned: Carrying, branch: str, day: str) -> str:
    """Do what was planned, and stand on `branch`, which is `target` from now on. Raises GitError.

    Files that are merged with what came, or given up, are put aside first as they were: under the name that
    is returned, which is mostly empty.
    """
    root, aside = clone.root, ""
    if planned.rewritten:
        own = [
            DraftFile(path, "changed" if (root / path).is_file() else "deleted") for path in planned.rewritten
        ]
        aside = put_aside(root, own, day, planned.base)
    with _keep_index(root):
        # The index is made to hold the drafts, so that Git may exchange one state for the other: it refuses
        # before it touches anything where a file of somebody's own stands in the way.
        run_git(root, "add", "--all", "--", RECORDS)
        run_git(root, "read-tree", "-m", "-u", planned.before, planned.after)
    stand_on(clone, branch, planned.target)
    return aside


def stand_on(clone: Clone, branch: str, commit: str) -> None:
    """Make `branch` this commit and stand on it; files stay as they are, none of records/ is staged."""
    # The branch first: whenever this is killed, HEAD names a branch that is there.
    run_git(clone.root, "update-ref", "-m", "registry", f"refs/heads/{branch}", commit)
    run_git(clone.root, "symbolic-ref", "-m", "registry", "HEAD", f"refs/heads/{branch}")
    run_git(clone.root, "reset", "--quiet", "--", RECORDS, fine=1)


def find_clash(clone: Clone, path: str, base: str, target: str) -> Clash:
    """What the other side, which has gone from `base` to `target`, did to a file last."""
    arguments = ("log", "-1", "--no-merges", "--format=%an%x00%as%x00%s", f"{base}..{target}", "--", path)
    output = run_git(clone.root, *arguments).decode("utf-8", "replace").strip().split("\0")
    return Clash(path, *output) if len(output) == 3 else Clash(path, "", "", "")


def describe_clashes(clashes: Iterable[Clash]) -> str:
    """Clashes in words, a line each: the file, and what the other side did."""
    lines = []
    for clash in clashes:
        did = f"{clean(clash.author)} {clash.day}“{clean(clash.words)}”" if clash.author else "那边改过"
        lines.append(f"  {format_path(clash.path)}：{did}")
    return "\n".join(lines)


@contextmanager
def _keep_index(root: Path) -> Iterator[None]:
    """What is staged is as it was where something within fails."""
    index = find_index(root)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        if index.is_file():
            shutil.copy2(index, copy)
        try:
            yield
        except GitError:
            if copy.is_file():
                shutil.copy2(copy, index)
            raise
