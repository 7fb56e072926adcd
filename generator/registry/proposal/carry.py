"""The working tree brought to another commit with its drafts, or left as it is: never half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..git_command import GitError, run_git
from ..personal import mask_personal
from ..records.record_path import RECORDS
from .clone import Clone, list_names
from .drafts import Draft, put_aside

# Who makes the commits by which two states are compared; nobody sees them.
NOBODY = {f"GIT_{who}_{what}": "registry" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Clash(NamedTuple):
    """A file that both sides have changed: who did that on the other, when, with which words."""

    path: str
    author: str
    day: str
    words: str


class Carrying(NamedTuple):
    """What the working tree would become: the commit under it, its tree with the drafts, or what clashes."""

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
    before = write_tree(clone, clone.head)
    own = _put_back(clone.root, before, base, give_up) if give_up else before
    merged, names = merge_trees(clone.root, base, target, own)
    clashes = [find_clash(clone, path, base, target) for path in names]
    both = list_changed(clone.root, base, before) & list_changed(clone.root, base, target)
    return Carrying(target, before, merged, clashes, sorted(both))


def carry(clone: Clone, planned: Carrying, branch: str, day: str) -> None:
    """Do what was planned, and stand on `branch`, which is `target` from now on. Raises GitError.

    Files that are merged with what came, or given up, are put aside first as they were.
    """
    root = clone.root
    if planned.rewritten:
        put_aside(
            root,
            [Draft(each, "changed" if (root / each).is_file() else "deleted") for each in planned.rewritten],
            day,
        )
    with _keep_index(root):
        # The index is made to hold the drafts, so that Git may exchange one state for the other: it refuses
        # before it touches anything where a file of somebody's own stands in the way.
        run_git(root, "add", "--all", "--", RECORDS)
        run_git(root, "read-tree", "-m", "-u", planned.before, planned.after)
    stand_on(clone, branch, planned.target)


def stand_on(clone: Clone, branch: str, commit: str) -> None:
    """Make `branch` this commit and stand on it; files stay as they are, none of records/ is staged."""
    run_git(clone.root, "update-ref", "-m", "registry", f"refs/heads/{branch}", commit)
    run_git(clone.root, "symbolic-ref", "-m", "registry", "HEAD", f"refs/heads/{branch}")
    run_git(clone.root, "reset", "--quiet", "--", RECORDS, fine=1)


def write_tree(clone: Clone, commit: str) -> str:
    """The tree of a commit with records/ as it is in the working tree. Raises GitError."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        own = _find_index(clone.root)
        if own.is_file():  # with the times of files, so that not all of them are read
            shutil.copy2(own, env["GIT_INDEX_FILE"])
        run_git(clone.root, "read-tree", "--reset", commit, env=env)
        if (clone.root / RECORDS).is_dir():
            run_git(clone.root, "add", "--all", "--", RECORDS, env=env)
        return run_git(clone.root, "write-tree", env=env).decode().strip()


def merge_trees(root: Path, base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """Two trees or commits merged, as a tree, and the files in which they clash. Raises GitError.

    A Git before 2.38 cannot merge without a working tree: then every file that both have changed clashes.
    """
    first, second = (make_commit(root, each, base, "", NOBODY) for each in (ours, theirs))
    try:
        # It exits with 1 where something clashes; the first name is the tree's.
        said = run_git(
            root, "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", first, second, fine=1
        )
    except GitError:
        return _merge_by_names(root, base, first, second)
    tree, *names = list_names(said)
    prefix = run_git(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
    return tree, sorted({name.removeprefix(prefix) for name in names})


def make_commit(root: Path, tree: str, parent: str, message: str, env: dict[str, str] | None = None) -> str:
    """A commit of a tree (or of another commit's) upon a parent, which no branch has yet."""
    asked = ("config", "--type=bool", "--get", "commit.gpgSign")  # which this command of Git's does not heed
    sign = ["-S"] if env is None and run_git(root, *asked, fine=1).strip() == b"true" else []
    told = run_git(root, "commit-tree", *sign, "-p", parent, f"{tree}^{{tree}}", stdin=message, env=env)
    return told.decode().strip()


def list_changed(root: Path, before: str, after: str) -> set[str]:
    """The files below `root` in which two trees or commits differ. Raises GitError."""
    options = ("--name-only", "--no-renames", "--relative", "-z")
    return {*list_names(run_git(root, "diff", *options, before, after))}


def find_clash(clone: Clone, path: str, base: str, target: str) -> Clash:
    """What the other side, which has gone from `base` to `target`, did to a file last."""
    arguments = ("log", "-1", "--no-merges", "--format=%an%x00%as%x00%s", f"{base}..{target}", "--", path)
    told = run_git(clone.root, *arguments).decode("utf-8", "replace").strip().split("\0")
    return Clash(path, *told) if len(told) == 3 else Clash(path, "", "", "")


def describe_clashes(clashes: Iterable[Clash]) -> str:
    """Clashes in words, a line each: the file, and what the other side did."""
    lines = []
    for each in clashes:
        did = f"{each.author} {each.day}“{mask_personal(each.words)}”" if each.author else "那边改过"
        lines.append(f"  {each.path}：{did}")
    return "\n".join(lines)


def _put_back(root: Path, tree: str, base: str, paths: Sequence[str]) -> str:
    """A tree with these files as `base` has them."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"GIT_INDEX_FILE": str(Path(folder) / "index"), "GIT_LITERAL_PATHSPECS": "1"}
        run_git(root, "read-tree", tree, env=env)
        from_stdin = ("--pathspec-from-file=-", "--pathspec-file-nul")
        run_git(root, "reset", "--quiet", *from_stdin, base, stdin="\0".join(paths), env=env, fine=1)
        return run_git(root, "write-tree", env=env).decode().strip()


def _merge_by_names(root: Path, base: str, first: str, second: str) -> tuple[str, list[str]]:
    """The same where Git cannot merge: told by the names of files alone."""
    if clashes := sorted(list_changed(root, base, first) & list_changed(root, base, second)):
        return "", clashes
    with tempfile.TemporaryDirectory() as folder:
        env = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        run_git(root, "read-tree", "-i", "-m", "--aggressive", base, first, second, env=env)
        return run_git(root, "write-tree", env=env).decode().strip(), []


def _find_index(root: Path) -> Path:
    return root / os.fsdecode(run_git(root, "rev-parse", "--git-path", "index").rstrip(b"\n"))


@contextmanager
def _keep_index(root: Path) -> Iterator[None]:
    """What is staged is as it was where something within fails."""
    index = _find_index(root)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "index"
        if index.is_file():
            shutil.copy2(index, kept)
        try:
            yield
        except GitError:
            if kept.is_file():
                shutil.copy2(kept, index)
            raise
