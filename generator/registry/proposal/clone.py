"""The clone in which a clerk works: where it stands, and what has to be mended before it can be worked in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..git_command import GitError, find_commit, list_names, run_git
from ..history.state import SUBMODULE, UNSHALLOW, describe_sparse, is_shallow, is_submodule
from ..settings import read_forge_setting

# What Git keeps while something is not finished: the file or folder, what it is, how it is given up.
UNFINISHED = (
    ("rebase-merge", "变基（rebase）", "git rebase --abort"),
    ("rebase-apply", "变基（rebase）", "git rebase --abort"),
    ("MERGE_HEAD", "合并（merge）", "git merge --abort"),
    ("CHERRY_PICK_HEAD", "摘取（cherry-pick）", "git cherry-pick --abort"),
    ("REVERT_HEAD", "还原（revert）", "git revert --abort"),
    ("BISECT_LOG", "查找（bisect）", "git bisect reset"),
)
NO_COMMIT = "这个 Git 仓库还没有提交，没有可以改动的登记册；先由维护人员建立、提交并推送"
NO_REMOTE = (
    "这个登记册没有写明代码托管网站上的地址，提案没有地方可去；向维护人员要来地址，运行一次 "
    "git remote add origin 登记册的地址，再运行。草稿都还在"
)
NO_BASE = "{remote} 上没有主线 {main}；主线叫别的名字的，写在 mkdocs.yml 的 extra.forge.branch"


class Clone(NamedTuple):
    """A clone of the register: its root, the branch that it is on ("" for none), HEAD, main line, remote."""

    root: Path
    branch: str
    head: str
    main: str
    remote: str

    @property
    def target(self) -> str:
        """The main line as it was when it was last fetched, as a revision."""
        return f"refs/remotes/{self.remote}/{self.main}"

    @property
    def is_on_main(self) -> bool:
        return self.branch == self.main


def open_clone(root: Path, alone: bool = False) -> Clone:
    """The clone that a register lies in. Raises GitError, also where something in it is not finished.

    `alone`: nothing is asked of history and forge, so it matters not whether they are there.
    """
    head = find_commit(root, "HEAD")
    if not head:
        raise GitError(NO_COMMIT)
    if is_submodule(root) or is_submodule(root, head):
        raise GitError(SUBMODULE)
    _refuse_unfinished(root)
    if words := describe_sparse(root):
        raise GitError(words)
    if not alone and is_shallow(root):
        raise GitError(UNSHALLOW)
    branch = run_git(root, "symbolic-ref", "--quiet", "--short", "HEAD", fine=1).decode().strip()
    main = read_forge_setting(root, "branch") or "main"
    return Clone(root, branch, head, main, "" if alone else _find_remote(root, main))


def find_common(root: Path, first: str, second: str) -> str:
    """The last commit that two have in their history; empty where there is none."""
    return run_git(root, "merge-base", first, second, fine=1).decode().strip()


def is_ancestor(root: Path, first: str, second: str) -> bool:
    """Whether a commit is in the history of another."""
    return bool(first) and find_common(root, first, second) == first


def read_statuses(output: bytes) -> dict[str, str]:
    """The files that Git prints with `--name-status -z`, each with the letter for what has become of it."""
    parts = iter(list_names(output))
    return {path: how for how, path in zip(parts, parts, strict=True)}  # in turn


def run_on_files(
    root: Path, paths: Iterable[str], *arguments: str, env: Mapping[str, str] | None = None, fine: int = 0
) -> bytes:
    """What a Git command prints that is given files, however many, by their names as they are."""
    from_stdin = ("--pathspec-from-file=-", "--pathspec-file-nul")
    literal = {**(env or {}), "GIT_LITERAL_PATHSPECS": "1"}
    return run_git(root, *arguments, *from_stdin, stdin="\0".join(paths), env=literal, fine=fine)


def _refuse_unfinished(root: Path) -> None:
    """Raise GitError where a merge or the like is under way: it would be committed with the drafts."""
    asked = [part for name, _, _ in UNFINISHED for part in ("--git-path", name)]
    places = os.fsdecode(run_git(root, "rev-parse", *asked)).splitlines()
    for place, (_, what, end) in zip(places, UNFINISHED, strict=True):
        if (root / place).exists():
            raise GitError(
                f"上一次{what}没有做完，多半是别的程序或者帮忙的人留下的：请他做完，"
                f"或者放弃它（{end}），再运行。放弃会丢掉其中没有提交的改动，先把改过的记录复制一份"
            )
    if run_git(root, "ls-files", "--unmerged", "-z"):
        raise GitError(
            "有文件处在合并冲突中，没有了结：请造成它的人了结，或者 git checkout HEAD -- 文件，再运行"
        )


def _find_remote(root: Path, main: str) -> str:
    """The name of the forge's repository in this clone. Raises GitError where there is none."""
    said = run_git(root, "config", "--get", f"branch.{main}.remote", fine=1).decode().strip()
    remotes = run_git(root, "remote").decode().split()
    for name in (said, "origin", *remotes):
        if name in remotes:
            return name
    raise GitError(NO_REMOTE)
