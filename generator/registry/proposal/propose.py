"""Make drafts a proposal: a commit of records/ alone, on a branch of its own, pushed to the forge.

The commit is made beside the working tree and pushed first; only then does the clone stand on it. So whatever
the forge refuses, the drafts are drafts as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from ..git_command import GitError, find_commit, run_git
from ..personal import find_personal
from ..refusal import Refusal
from .aside import ASIDE
from .branches import CLOSED, TAKEN_IN, Proposal, find_free_name, forget, read_proposal, remember
from .carry import carry, describe_clashes, find_clash, plan_carrying, stand_on
from .clone import Clone, is_ancestor, open_clone
from .drafts import DraftFile
from .remote import push
from .start import ClashError, Start, bring_in, find_departure, refuse_elsewhere
from .trees import make_commit, merge_trees, write_tree

MAX_SUBJECT = 72  # characters
NOWHERE = "现在停在一个旧版本上，不在任何分支；先运行 registry start 回到主线，草稿会带过去"
NOTHING = "没有草稿可以提出：records/ 没有改动。改好存盘以后再运行"
PARTED = (
    "提案 {} 的分支在代码托管网站上有别人的改动，你这里也有没有推送的提交，两边分开了。"
    "草稿都还在；请帮忙的人把两边合到一起，或者 registry discard --proposal"
)
IDENTITY = (
    "还不知道提出的人是谁（姓名和邮箱随提案留在历史里，能打开登记册的人都看得到）。"
    "写一次就记住：registry propose 说明 --name 姓名或工号 --email 单位的公用邮箱"
)


class Pushed(NamedTuple):
    """A proposal that the forge has: its branch, and whether it was there before."""

    branch: str
    added: bool


def set_identity(clone: Clone, name: str, email: str) -> str:
    """Note in this clone who commits, as far as that is given; return who it is then, empty if nothing is.

    Raises GitError where nobody is known then.
    """
    for key, value in (("user.name", name), ("user.email", email)):
        if value:
            run_git(clone.root, "config", key, value)
    try:  # without guessing them from the machine
        identity = run_git(clone.root, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    except GitError as error:
        raise GitError(IDENTITY) from error
    return f"{identity.decode().rpartition('>')[0]}>" if name or email else ""


def write_message(words: Sequence[str], meaning: Sequence[str]) -> str:
    """The words of a commit: what the clerk says, then what the change means. Raises Refusal."""
    said = " ".join(" ".join(words).split())
    if not said:
        raise Refusal("写一句说明：办了什么、依据哪份文书，如 registry propose 换办公电话")
    if any(not each.isprintable() for each in said):
        raise Refusal("说明中有看不见的控制字符；重新写一遍")
    if find_personal(said):
        raise Refusal("说明会留在历史里，里面不能有身份证号、手机号等个人信息；换一种写法")
    subject = said if len(said) <= MAX_SUBJECT else f"{said[: MAX_SUBJECT - 1]}…"
    body = [*([said] if subject != said else []), *meaning]
    return "\n".join([subject, *(["", *body] if body else []), ""])


def prepare(clone: Clone, day: str, dry: bool = False) -> tuple[Clone, list[str]]:
    """The clone as the proposal will be made in it: with what the forge has, drafts kept.

    On the main line, or on a proposal that it has taken in, that is a start, and the words say what the
    clerk did not ask for. Raises GitError and ClashError.
    """
    if not clone.branch:
        raise GitError(NOWHERE)
    proposal = None if clone.is_on_main else read_proposal(clone, clone.branch)
    if proposal is None or proposal.state == TAKEN_IN:
        started = bring_in(clone, day, dry)
        stays = dry or (clone.is_on_main and clone.head == started.after)
        return (clone if stays else open_clone(clone.root)), _describe(started)
    words = (
        [f"提案 {proposal.branch} 在代码托管网站上已经没有了，重新推送"] if proposal.state == CLOSED else []
    )
    if not proposal.pushed or is_ancestor(clone.root, proposal.pushed, proposal.commit):
        return clone, words
    _follow(clone, proposal, day, dry)
    # The clone anew: it stands on another commit now.
    return (clone if dry else open_clone(clone.root)), words


def _describe(started: Start) -> list[str]:
    """What a start before a proposal has done that the clerk did not ask for."""
    lines = []
    if started.left:
        lines.append(f"提案 {started.left.branch} 已经合并，这是新的一份")
    if started.before != started.after:
        lines.append("主线有新的内容，已经取来")
    if started.rewritten:
        lines.append(
            f"主线也改过 {'、'.join(started.rewritten)}，已与草稿合到一起，请看一遍；"
            f"原来的副本在 {ASIDE}/{started.aside}"
        )
    return lines


def _follow(clone: Clone, proposal: Proposal, day: str, dry: bool) -> None:
    """Bring what others have added to a proposal. Raises GitError and ClashError."""
    if not is_ancestor(clone.root, proposal.commit, proposal.pushed):
        raise GitError(PARTED.format(proposal.branch))
    planned = plan_carrying(clone, proposal.pushed, clone.head)
    if planned.clashes:
        raise ClashError(
            f"别人在提案 {proposal.branch} 中改了和你的草稿相同的地方。什么都没有动，草稿都在：\n"
            f"{describe_clashes(planned.clashes)}\n"
            f"怎样办：registry discard {planned.clashes[0].path} 放下草稿（留有副本），再运行"
        )
    if not dry:
        carry(clone, planned, proposal.branch, day)


def is_pushed(clone: Clone) -> bool:
    """Whether the forge has all that the branch of a proposal holds."""
    return find_commit(clone.root, f"refs/remotes/{clone.remote}/{clone.branch}") == clone.head


def make_proposal(clone: Clone, message: str, drafts: Sequence[DraftFile], day: dt.date) -> Pushed:
    """Commit records/ and push it. Raises GitError and ClashError; then nothing has changed."""
    root = clone.root
    commit = make_commit(root, write_tree(root, clone.head), clone.head, message) if drafts else clone.head
    if not clone.is_on_main:
        _refuse_clashes(clone, commit)
    branch = find_free_name(clone, [each.path for each in drafts], day) if clone.is_on_main else clone.branch
    pushed = find_commit(root, f"refs/remotes/{clone.remote}/{branch}")
    # Pushed by its commit, before any branch of this clone has it: what is refused leaves nothing.
    push(clone, commit, branch, pushed)
    stand_on(clone, branch, commit)
    if not pushed:
        remember(clone, branch)
    return Pushed(branch, bool(pushed))


def _refuse_clashes(clone: Clone, commit: str) -> None:
    """Raise ClashError where the main line has changed the same as a proposal since it began."""
    base = find_departure(clone, commit)
    _, names = merge_trees(clone.root, base, clone.target, commit)
    if names:
        words = describe_clashes(find_clash(clone, each, base, clone.target) for each in names)
        raise ClashError(
            f"提案 {clone.branch} 与主线改了同一处，合并不了。没有推送，草稿都在：\n{words}\n"
            "怎样办：registry discard --proposal 撤回提案，内容变回草稿，改了同一处的用主线的，"
            "你的留有副本；照副本补上还要改的，再重新提出"
        )


class WithdrawnProposal(NamedTuple):
    """A proposal that was taken back; what the main line has changed too, and what of it in the same place.

    `aside` is the name of their copies as the proposal had them.
    """

    proposal: Proposal
    rewritten: Sequence[str]
    given_up: Sequence[str]
    aside: str = ""


def withdraw(clone: Clone, day: str, dry: bool = False) -> WithdrawnProposal:
    """Take a proposal back: its content is drafts again on the main line. Raises GitError.

    Where the main line has changed the same the main line's stays, and the proposal's is put aside.
    """
    if clone.is_on_main or not clone.branch:
        raise GitError("现在不在提案上；放下草稿写 registry discard，不加 --proposal")
    proposal = read_proposal(clone, clone.branch)
    if proposal.state == TAKEN_IN:
        raise GitError(
            f"提案 {proposal.branch} 已经合并，撤不回；录错了的添一份更正（registry new 机构编号 correction）"
        )
    if proposal.pushed and not is_ancestor(clone.root, proposal.pushed, proposal.commit):
        raise GitError(f"提案 {proposal.branch} 中有别人的改动，不能由这里撤回；在代码托管网站上关闭它")
    refuse_elsewhere(clone)
    target, base = find_commit(clone.root, clone.target), find_departure(clone, clone.head)
    planned = plan_carrying(clone, target, base)
    given_up = [each.path for each in planned.clashes]
    # Once more: only by trying it out is it known what the main line has changed as well.
    if given_up:
        planned = plan_carrying(clone, target, base, given_up)
    if dry:
        return WithdrawnProposal(proposal, planned.rewritten, given_up)
    # On the forge first: where that is refused, all that the branch holds is still here.
    if proposal.pushed:
        push(clone, "", proposal.branch, proposal.pushed)
    aside = carry(clone, planned, clone.main, day)
    forget(clone, proposal.branch)
    return WithdrawnProposal(proposal, planned.rewritten, given_up, aside)
