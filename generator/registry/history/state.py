"""Why Git cannot give all of a register's history, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from ..git_command import DistrustedError, GitError, NoGitError, NoRepositoryError, run_git
from ..records.record_path import RECORDS

Kind = Literal[
    "no Git", "distrusted", "no repository", "no commit", "shallow", "submodule", "untracked", "sparse"
]
# What does not matter to a check that neither compares with a base nor asks for days of recording.
HISTORY_ONLY: frozenset[Kind] = frozenset({"no repository", "no commit"})
# Where Git tells nothing at all.
UNANSWERED: dict[type[GitError], Kind] = {
    NoGitError: "no Git",
    DistrustedError: "distrusted",
    NoRepositoryError: "no repository",
}
UNTRACKED = f"{RECORDS}/ 不在 Git 中：没有提交过，或者被 .gitignore 排除；先运行 git add {RECORDS}/ 并提交"
UNSHALLOW = "这是浅克隆，只有最近的历史；先运行 git fetch --unshallow 取回完整历史"
WHOLE = "git sparse-checkout disable"
SUBMODULE = f"{RECORDS}/ 是另一个 Git 仓库（子模块），它的历史不在这里；把记录直接放进登记册的仓库"


class Hindrance(NamedTuple):
    """Something that hinders, told so that it can be mended."""

    kind: Kind
    words: str


def find_hindrances(root: Path) -> list[Hindrance]:
    """What hinders Git from telling all of the history of the register at `root`; mostly nothing."""
    try:
        run_git(root, "rev-parse", "--git-dir")
    except (NoGitError, DistrustedError, NoRepositoryError) as error:
        return [Hindrance(UNANSWERED[type(error)], str(error))]
    hindrances: list[Hindrance] = []
    if not run_git(root, "rev-parse", "--verify", "--quiet", "HEAD", fine=1):
        hindrances.append(Hindrance("no commit", "这个 Git 仓库还没有提交"))
    elif is_submodule(root):
        hindrances.append(Hindrance("submodule", SUBMODULE))
    elif not run_git(root, "ls-files", "-z", "--", RECORDS):
        hindrances.append(Hindrance("untracked", UNTRACKED))
    if is_shallow(root):
        hindrances.append(Hindrance("shallow", UNSHALLOW))
    if words := describe_sparse(root):
        hindrances.append(Hindrance("sparse", words))
    return hindrances


def describe_sparse(root: Path) -> str:
    """Say that a sparse checkout leaves out records; empty where it does not."""
    absent = count_absent_files(root)
    return f"这是稀疏检出，{RECORDS}/ 有 {absent} 个文件没有取到工作区；先运行 {WHOLE}" if absent else ""


def has_identity(root: Path) -> bool:
    """Whether Git knows under which name it commits."""
    try:
        return bool(run_git(root, "var", "GIT_COMMITTER_IDENT"))
    except GitError:
        return False


def is_shallow(root: Path) -> bool:
    """Whether the repository of `root` holds only the latest part of its history; no where there is none."""
    try:
        return run_git(root, "rev-parse", "--is-shallow-repository").decode().strip() == "true"
    except GitError:
        return False


def is_submodule(root: Path, commit: str | None = None) -> bool:
    """Whether records/ is a repository of its own, in the working tree or at a commit. Raises GitError."""
    if commit is None:
        return (root / RECORDS / ".git").exists()
    return run_git(root, "ls-tree", commit, "--", RECORDS).startswith(b"160000 ")


def count_absent_files(root: Path) -> int:
    """How many files of records/ a sparse checkout leaves out."""
    try:
        if run_git(root, "config", "--type=bool", "core.sparseCheckout", fine=1).strip() != b"true":
            return 0
        listed = run_git(root, "ls-files", "-t", "-z", "--", RECORDS).split(b"\0")
    except GitError:
        return 0
    return sum(each.startswith(b"S ") for each in listed)
