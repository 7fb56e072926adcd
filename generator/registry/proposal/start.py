"""Bring the main line in: a clerk begins from what all have, with the drafts that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..git_command import GitError, find_commit, run_git
from ..refusal import Refusal
from ..shell import PROPOSE
from .branches import TAKEN_IN, Proposal, forget, list_own_files, list_proposals, read_proposal, remember
from .carry import Clash, carry, describe_clashes, plan_carrying
from .clone import Clone, find_common, is_ancestor
from .remote import fetch

LOST = (
    "现在停在一个不属于任何分支的版本上，上面有提交；离开以后不容易找回。"
    "先给它一个分支名：git switch -c 分支名，再运行"
)
ELSEWHERE = "主线 {} 在另一个工作区 {} 中；到那里运行，不用它的，请维护人员去掉那个工作区"


class ClashError(Refusal):
    """Two sides have changed the same; nothing is changed, and the message says what to do."""


class Start(NamedTuple):
    """What a start has done, or would do.

    `before` and `after` are the main line's commits; `left` the proposal that the clerk stood on, `others`
    what else was made in this clone; `undone` are commits of the own main line that are drafts now;
    `rewritten` are drafts that the main line has changed too, `aside` the name of their copies.
    """

    before: str
    after: str
    left: Proposal | None
    others: Sequence[Proposal]
    undone: int
    rewritten: Sequence[str]
    aside: str = ""


def start(clone: Clone, day: str, dry: bool = False) -> Start:
    """Stand on the main line as the forge has it, drafts kept. Raises GitError and ClashError."""
    fetch(clone)
    return bring_in(clone, day, dry)


def bring_in(clone: Clone, day: str, dry: bool = False) -> Start:
    """Do what `start` does with the main line as it was fetched before. Raises GitError and ClashError."""
    root, after = clone.root, find_commit(clone.root, clone.target)
    if not clone.branch and not is_ancestor(root, clone.head, after) and not _is_on_a_branch(clone):
        raise GitError(LOST)
    if clone.is_on_main and clone.head == after:
        others = list_proposals(clone)
        _clear_away(clone, [] if dry else others)
        return Start(after, after, None, others, 0, [])
    refuse_elsewhere(clone)
    left = read_proposal(clone, clone.branch) if clone.branch and not clone.is_on_main else None
    before = find_commit(root, f"refs/heads/{clone.main}") or after
    # Commits made on the main line itself become drafts; those of a proposal stay on its branch.
    base = find_departure(clone, before) if clone.is_on_main else clone.head
    planned = plan_carrying(clone, after, base)
    if planned.clashes:
        raise ClashError(_describe_clashes(clone, planned.clashes, left))
    # A merge that Git made of the main line is nobody's change.
    undone = int(run_git(root, "rev-list", "--count", "--no-merges", f"{after}..{before}"))
    others = list_proposals(clone)
    aside = "" if dry else carry(clone, planned, clone.main, day)
    if not dry:
        _clear_away(clone, filter(None, (left, *others)))
    return Start(before, after, left, others, undone, planned.rewritten, aside)


def _clear_away(clone: Clone, proposals: Iterable[Proposal]) -> None:
    """Take the branches of proposals that are taken in away from this clone."""
    for proposal in proposals:
        if proposal.state == TAKEN_IN:
            forget(clone, proposal.branch)


def go_on(clone: Clone, branch: str, day: str, dry: bool = False) -> Proposal:
    """Stand on a proposal, this clone's or one that only the forge has, drafts kept.

    Raises GitError and ClashError.
    """
    fetch(clone)
    root = clone.root
    own, forge = (find_commit(root, f"refs/{each}/{branch}") for each in ("heads", f"remotes/{clone.remote}"))
    # The forge's where it has all of ours: a colleague may have added to the proposal there.
    target = forge if not own or is_ancestor(root, own, forge) else own
    if not target or branch == clone.main:
        branches = "、".join(each.branch for each in list_proposals(clone)) or "没有"
        raise GitError(f"没有提案 {branch}；这里提出过、还没有清去的：{branches}")
    planned = plan_carrying(clone, target, clone.head)
    if planned.clashes:
        raise ClashError(
            f"草稿和提案 {branch} 改了同一处。什么都没有动，草稿都在：\n{describe_clashes(planned.clashes)}\n"
            f"怎样办：先 {PROPOSE}，或者 registry discard {planned.clashes[0].path}"
        )
    if not dry:
        carry(clone, planned, branch, day)
        remember(clone, branch)
    return read_proposal(clone, branch)


def find_departure(clone: Clone, commit: str) -> str:
    """Where a commit left the main line. Raises GitError where the two have no common history."""
    base = find_common(clone.root, clone.target, commit)
    if not base:
        raise GitError(
            f"{clone.main} 与代码托管网站上的主线没有共同的历史：这不是同一个登记册的克隆，请维护人员看"
        )
    return base


def refuse_elsewhere(clone: Clone) -> None:
    """Raise GitError where the main line stands in another working tree of the same repository."""
    if clone.is_on_main:
        return
    # A branch can be checked out in one working tree alone; told before anything is moved.
    listed = run_git(clone.root, "worktree", "list", "--porcelain").decode("utf-8", "replace")
    for part in listed.split("\n\n"):
        if f"branch refs/heads/{clone.main}" in part.splitlines():
            place = part.splitlines()[0].removeprefix("worktree ")
            raise GitError(ELSEWHERE.format(clone.main, place))


def _is_on_a_branch(clone: Clone) -> bool:
    return bool(run_git(clone.root, "for-each-ref", "--contains", clone.head, "refs/heads", "refs/remotes"))


def _describe_clashes(clone: Clone, clashes: Sequence[Clash], left: Proposal | None) -> str:
    """What drafts clash with, and what to do."""
    own = {*list_own_files(clone, left.commit)} if left and left.state != TAKEN_IN else set()
    if left and any(each.path in own for each in clashes):
        return (
            f"草稿 {'、'.join(each.path for each in clashes)} 是接着提案 {left.branch} 改的，"
            f"主线还没有它。什么都没有动。\n先 {PROPOSE}，把它加进那份提案；不要了的，registry discard 文件"
        )
    words = describe_clashes(clashes)
    first = clashes[0].path
    return (
        f"主线和你的草稿改了同一处。什么都没有动，草稿都在：\n{words}\n"
        f"怎样办：registry discard {first} 放下草稿（留有副本），registry start 取来主线，"
        "再照副本补上还要改的；主线上已经是你要的，就不用再改"
    )
