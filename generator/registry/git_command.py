"""A thin wrapper around the git executable."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .refusal import CAUSES, Refusal
from .shell import quote_argument

# Variables of the caller's environment that make Git look at another repository, or read paths differently.
# A hook has some of them.
ASIDE = frozenset(
    {
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"),
        *("GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"),
        *("GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
    }
)

# What goes wrong on this machine, as Git says it in a line that is not the forge's, and what it means.
LOCAL_FAULTS = (
    (
        r"Unable to create '(?P<file>.*\.lock)': File exists",
        "Git 正被别的程序占用：等别的窗口和编辑器里的操作做完，再运行；都做完、关掉了还这样，"
        "是以前中断留下的，删去 {file} 再运行",
    ),
    (
        r"index file (smaller than expected|corrupt)|bad (index|signature 0x)",
        "Git 的索引坏了，多半是断电或者磁盘满了：删去 .git 文件夹中的 index，运行 git reset --quiet"
        "（记录不会变），再运行",
    ),
    (
        r"(unable to unlink (old )?|could not open |open\()['\"](?P<file>[^'\"]+)['\"].*"
        r"(Permission denied|Invalid argument)",
        "{file} 不能读写：没有权限，或者正被别的程序打开（编辑器、表格软件），关掉以后再运行",
    ),
    (r"No space left on device|Out of diskspace", f"{CAUSES[errno.ENOSPC]}，Git 写不下"),
    (r"Read-only file system", f"登记册{CAUSES[errno.EROFS]}，Git 写不了"),
    (
        r"(cannot (open|lock|create)|[Uu]nable to (create|write|append)).*Permission denied",
        f"对登记册的 .git 文件夹{CAUSES[errno.EACCES]}，Git 写不了",
    ),
)

# The files of a repository by which Git goes.
GIT_SETTINGS = (".gitattributes", ".gitignore", ".gitmodules")


class GitError(Refusal):
    """Git could not answer; the message is for the person who asked, `complaint` is what Git said."""

    complaint = ""


class NoGitError(GitError):
    """Git is not installed."""


class NoRepositoryError(GitError):
    """The folder is in no repository."""


class DistrustedError(GitError):
    """Git will not read the folder, which is another user's."""


def run_git(
    root: Path,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    fine: int = 0,
) -> bytes:
    """Run a Git command in `root`, with `stdin` as its input; what it prints.

    Raises GitError where its exit code is neither 0 nor the one that is `fine` too.
    """
    command = [find_program(sys.platform), "-C", str(root), *arguments]
    own = {name: value for name, value in os.environ.items() if name not in ASIDE}
    with tempfile.TemporaryFile() as complaints:  # a single pipe is read much faster than two
        try:
            done = subprocess.run(
                command,
                input=os.fsencode(stdin) if stdin is not None else None,
                stdout=subprocess.PIPE,
                stderr=complaints,
                check=False,
                env={**own, "LC_ALL": "C", **(env or {})},  # its complaints are told apart below
            )
        except FileNotFoundError as error:
            anew = "重新打开命令行窗口" if sys.platform == "win32" else ""  # which then knows the new PATH
            raise NoGitError(f"没有安装 Git（找不到 git 命令）；装好以后{anew}再运行") from error
        if done.returncode not in (0, fine):
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").strip()
            refusal = _describe_complaint(root, said)
            refusal.complaint = said
            raise refusal
    return done.stdout


def find_commit(root: Path, revision: str) -> str:
    """The commit of a revision; empty where there is none."""
    arguments = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return run_git(root, *arguments, fine=1).decode().strip()


def list_names(output: bytes) -> list[str]:
    """The names that Git prints with `-z`."""
    return [each for each in output.decode("utf-8", "surrogateescape").split("\0") if each]


def find_prefix(root: Path) -> str:
    """The folder of the register in its repository: mostly empty, else with a slash at its end."""
    return os.fsdecode(run_git(root, "rev-parse", "--show-prefix")).rstrip("\n")


def find_index(root: Path) -> Path:
    """Where Git keeps the index of a working tree; that of a second one lies elsewhere."""
    return root / os.fsdecode(run_git(root, "rev-parse", "--git-path", "index").rstrip(b"\n"))


@cache
def find_program(platform: str, folders: str | None = None) -> str:
    """How Git is started: by its name; on Windows by its path, which is looked for in PATH (`folders`).

    Windows itself would look into the current folder first, where a proposal could have put a git.exe.
    """
    if platform != "win32":
        return "git"
    places = map(
        Path, filter(None, (os.environ.get("PATH", "") if folders is None else folders).split(os.pathsep))
    )
    files = (place / "git.exe" for place in places if place.is_absolute())
    return next((str(file) for file in files if file.is_file()), "git-is-not-in-PATH")


def _describe_complaint(root: Path, said: str) -> GitError:
    """What Git complains of, in words."""
    place = root.absolute()
    if "dubious ownership" in said:
        return DistrustedError(
            f"Git 不肯读 {place}：这个文件夹属于另一个用户；"
            "核实是自己的登记册以后运行 "
            f"git config --global --add safe.directory {quote_argument(str(place))}"
        )
    if "not a git repository" in said:
        if (place / ".git").exists():
            return NoRepositoryError(f"Git 读不了 {place}/.git：没有权限，或者它不完整")
        return NoRepositoryError(f"{place} 不在 Git 仓库中，没有历史；请在登记册的克隆中运行")
    if "bad revision 'HEAD'" in said:
        return GitError("这个 Git 仓库还没有提交")
    if "in submodule" in said or "beyond a symbolic link" in said:
        return GitError(
            "records/ 是 Git 子模块，或者在链接后面，它的历史不在这个仓库中；请在它自己的仓库中运行"
        )
    return GitError(explain_fault_here(said) or (f"Git 报错：{said}" if said else "Git 没有回答"))


def explain_fault_here(said: str) -> str:
    """What is wrong on this machine, by what Git complains of; empty where that is something else."""
    own = [line for line in said.splitlines() if not line.startswith("remote:")]
    matches = ((re.search(pattern, line), words) for pattern, words in LOCAL_FAULTS for line in own)
    return next((words.format(**match.groupdict()) for match, words in matches if match), "")
