"""Trees of files made, compared and merged beside the working tree: nothing of it is changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..git_command import GitError, find_index, find_prefix, list_names, run_git
from ..records.record_path import RECORDS
from .clone import run_on_files

# Who makes the commits by which two states are compared; nobody sees them.
NOBODY = {f"GIT_{who}_{what}": "registry" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def write_tree(root: Path, commit: str) -> str:
    """The tree of a commit with records/ as it is in the working tree. Raises GitError."""
    with make_index() as env:
        own = find_index(root)
        if own.is_file():  # with the times of files, so that not all of them are read
            shutil.copy2(own, env["GIT_INDEX_FILE"])
        run_git(root, "read-tree", "--reset", commit, env=env)
        # Nothing else of the working tree: a proposal is of records alone.
        if (root / RECORDS).is_dir():
            run_git(root, "add", "--all", "--", RECORDS, env=env)
        return run_git(root, "write-tree", env=env).decode().strip()


def merge_trees(root: Path, base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """Two trees or commits merged, as a tree, and the files in which they clash. Raises GitError.

    A Git before 2.38 cannot merge without a working tree: then every file that both have changed clashes.
    """
    # As commits upon one parent: merge-tree looks for the base in their history.
    first, second = (make_commit(root, each, base, "", NOBODY) for each in (ours, theirs))
    try:
        # It exits with 1 where something clashes; the first name is the tree's.
        said = run_git(
            root, "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", first, second, fine=1
        )
    except GitError:
        return _merge_by_names(root, base, first, second)
    tree, *names = list_names(said)
    prefix = find_prefix(root)
    return tree, sorted({name.removeprefix(prefix) for name in names})


def make_commit(root: Path, tree: str, parent: str, message: str, env: dict[str, str] | None = None) -> str:
    """A commit of a tree (or of another commit's) upon a parent, which no branch has yet."""
    asked = ("config", "--type=bool", "--get", "commit.gpgSign")  # which this command of Git's does not heed
    sign = ["-S"] if env is None and run_git(root, *asked, fine=1).strip() == b"true" else []
    output = run_git(root, "commit-tree", *sign, "-p", parent, f"{tree}^{{tree}}", stdin=message, env=env)
    return output.decode().strip()


def list_changed(root: Path, before: str, after: str) -> set[str]:
    """The files below `root` in which two trees or commits differ. Raises GitError."""
    options = ("--name-only", "--no-renames", "--relative", "-z")
    return {*list_names(run_git(root, "diff", *options, before, after))}


def put_back(root: Path, tree: str, base: str, paths: Sequence[str]) -> str:
    """A tree with these files as `base` has them."""
    with make_index() as env:
        run_git(root, "read-tree", tree, env=env)
        run_on_files(root, paths, "reset", "--quiet", base, env=env, fine=1)
        return run_git(root, "write-tree", env=env).decode().strip()


def _merge_by_names(root: Path, base: str, first: str, second: str) -> tuple[str, list[str]]:
    """The same where Git cannot merge: told by the names of files alone."""
    if clashes := sorted(list_changed(root, base, first) & list_changed(root, base, second)):
        return "", clashes
    with make_index() as env:
        # -i: the working tree is not looked at; --aggressive: what one side alone has deleted is deleted.
        run_git(root, "read-tree", "-i", "-m", "--aggressive", base, first, second, env=env)
        return run_git(root, "write-tree", env=env).decode().strip(), []


@contextmanager
def make_index() -> Iterator[dict[str, str]]:
    """An index beside the register's own, in which trees are made: Git's environment for it."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"GIT_INDEX_FILE": str(Path(folder) / "index")}
