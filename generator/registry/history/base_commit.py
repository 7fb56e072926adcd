"""Where a change begins: one answer for findings, meaning, program and schemas alike.

A workflow asks before anything is installed, with a program of the target branch, not with the proposal's:

    PYTHONPATH=program/generator python3 -P -m registry.history.base_commit --root head [TARGET]
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from ..git_command import GitError, find_commit, run_git
from ..refusal import Refusal, describe_os_error

MERGE_REF = re.compile(r"refs/pull/[0-9]+/merge", re.ASCII)
MAX_EVENT = 32 * 1024 * 1024  # bytes
# What names the branch that a proposal goes into: GitHub, Gitea and Forgejo; GitLab.
TARGETS = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")


def find_base_commit(
    root: Path, target: str = "", head: str = "HEAD", forge: Mapping[str, str] = os.environ
) -> str:
    """The commit where the change that ends at `head` begins. Raises GitError.

    That is where its history and that of `target` parted. Without a target the forge's workflow tells: a
    merge that GitHub made to be judged begins at its first parent (the branch may have moved on since), a
    group of a merge queue at the queue's base, any other proposal where it left the branch it goes into.
    """
    if target:
        return find_merge_base(root, target, head)
    # Only for what the workflow has checked out itself: whoever asks for another head on the same runner
    # would else be given the event's base.
    if forge.get("GITHUB_SHA") == resolve_commit(root, head):
        if begun := read_queue_base(forge):
            return find_merge_base(root, begun, head)
        if MERGE_REF.fullmatch(forge.get("GITHUB_REF", "")) and (
            begun := _find_first_parent(root, head, forge)
        ):
            return begun
    # Where the forge made no merge to be judged, the branch is compared as it stands.
    branch = next((forge[name] for name in TARGETS if forge.get(name)), "")
    if not branch:
        raise GitError("不知道改动要合并到哪个分支；写明它，如 origin/main")
    return find_merge_base(root, f"origin/{branch}", head)


def find_merge_base(root: Path, revision: str, head: str = "HEAD") -> str:
    """The commit where the history of `revision` and of `head` parted. Raises GitError.

    Where either was merged into the other more than once there are several: the newest on the main line of
    `revision` counts, as what it has since may be the other's doing.
    """
    for name in (revision, head):
        resolve_commit(root, name)
    # Exit code 1: there is none.
    bases = run_git(root, "merge-base", "--all", revision, head, fine=1).decode().split()
    if not bases:
        raise GitError(f"{revision} 与当前版本没有共同的历史；浅克隆请先取回完整历史：git fetch --unshallow")
    if len(bases) > 1:
        # A criss-cross merge has several best bases, and Git lists them in no promised order.
        line = run_git(root, "rev-list", "--first-parent", revision).decode().split()
        return next((each for each in line if each in bases), bases[0])
    return bases[0]


def resolve_commit(root: Path, revision: str) -> str:
    """The commit of a revision. Raises GitError."""
    commit = "" if revision.startswith("-") else find_commit(root, revision)  # lest it be an option
    if not commit:
        raise GitError(f"Git 中没有 {revision} 这个版本")
    return commit


def read_queue_base(forge: Mapping[str, str]) -> str:
    """The base of the merge queue's group that the workflow is run for; empty for another event."""
    if forge.get("GITHUB_EVENT_NAME") != "merge_group":
        return ""
    file = Path(forge.get("GITHUB_EVENT_PATH", ""))
    try:
        with file.open("rb") as event:
            base = json.loads(event.read(MAX_EVENT))["merge_group"]["base_sha"]
    except OSError as error:
        raise GitError(f"读不出合并队列的事件：{describe_os_error(error)}") from error
    except (ValueError, KeyError, TypeError):
        base = None
    if not isinstance(base, str) or not base:
        raise GitError(f"合并队列的事件 {file} 中没有 merge_group.base_sha")
    return base


def _find_first_parent(root: Path, head: str, forge: Mapping[str, str]) -> str:
    """The first parent of a merge into the branch that the proposal goes into; empty where it is another's.

    A proposal may end with a merge of its own; then the first parent is the proposal itself.
    """
    parents = run_git(root, "rev-parse", f"{head}^@").decode().split()
    if len(parents) != 2:
        return ""
    branch = f"origin/{forge.get('GITHUB_BASE_REF', '')}"
    try:
        # An author may have merged main into the proposal; then the first parent is their own last commit,
        # and taking it for the base would hide all that they did before.
        on_branch = find_merge_base(root, branch, parents[0]) == parents[0]
    except GitError:  # the branch was not fetched
        return parents[0]
    return parents[0] if on_branch else ""


def main(arguments: list[str]) -> int:
    """Print the commit; 2 where there is none."""
    root = Path()
    try:
        if arguments[:1] == ["--root"]:
            if len(arguments) < 2:
                raise Refusal("--root 之后写登记册所在的文件夹")
            root, arguments = Path(arguments[1]), arguments[2:]
        print(find_base_commit(root, arguments[0] if arguments else ""))
    except Refusal as error:
        print(f"registry：{error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
