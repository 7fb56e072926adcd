"""What a start, a proposal and a discarding have done, as text: what, what next, and how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..display import format_path, join_first, limit_lines
from ..proposal.arrivals import describe_arrivals
from ..proposal.aside import ASIDE
from ..proposal.branches import CLOSED, TAKEN_IN, Proposal, Rival
from ..proposal.clone import Clone
from ..proposal.drafts import DraftFile
from ..proposal.propose import Pushed, WithdrawnProposal
from ..proposal.start import Start
from ..records.schemas import Schemas
from ..shell import PROPOSE, quote_argument
from .after import NEXT, TAKE_BACK

MAX_SHOWN = 20
WORDS = {"new": "新添", "changed": "改动", "deleted": "删去"}
STATES = {TAKEN_IN: "已经合并", CLOSED: "没有合并，分支在代码托管网站上已经删去（多半是关闭了）"}


def write_start(
    clone: Clone, started: Start, schemas: Schemas, drafts: Sequence[DraftFile], dry: bool
) -> list[str]:
    """What a start has done, a line each."""
    lines = list(_tell_left(started.left))
    came = describe_arrivals(clone, schemas, started.before, started.after) if started.before else []
    if started.undone:
        lines.append(
            f"{clone.main} 上有 {started.undone} 次改动没有经过提案，内容{'会变' if dry else '已变'}回草稿"
            f"（原来的版本 {started.before[:12]}）"
        )
    lines += (
        [f"主线有新的内容{'，会取来' if dry else ''}：", *_indent(came)] if came else ["主线没有新的内容"]
    )
    if came:
        lines.append(f"  含义见 registry changes {started.before[:12]} {started.after[:12]}")
    # In a dry run nothing was put aside, and so no copy can be named.
    if started.rewritten and not dry:
        lines.append(
            f"{_join(started.rewritten)} 主线也改过，已合到一起，请看一遍；"
            f"你原来的副本在 {ASIDE}/{started.aside}"
        )
    for other in started.others:
        lines.append(f"提案 {other.branch}：{_tell_state(other)}")
    lines += _tell_remaining(drafts)
    if dry:
        return [*lines, "以上是会怎样；没有动文件"]
    return [*lines, "现在在主线上", f"{NEXT}registry import、new 或 step 办一件事，办完 {PROPOSE}"]


def _tell_left(left: Proposal | None) -> Iterator[str]:
    """What has become of the proposal that the clerk stood on."""
    if left:
        yield f"刚才在提案 {left.branch} 上：{_tell_state(left)}"
        if left.state != TAKEN_IN:
            yield f"  接着改它：registry start {quote_argument(left.branch)}"


def _tell_state(proposal: Proposal) -> str:
    if proposal.state in STATES:
        return STATES[proposal.state]
    return "还没有合并" if proposal.pushed == proposal.commit else "还没有合并，有改动没有送到代码托管网站"


def _tell_remaining(drafts: Sequence[DraftFile]) -> list[str]:
    return [f"草稿 {len(drafts)} 份，都还在：", *_indent(list_drafts(drafts))] if drafts else []


def list_drafts(drafts: Iterable[DraftFile]) -> list[str]:
    """Drafts, a line each."""
    return limit_lines([f"{WORDS[each.how]}  {format_path(each.path)}" for each in drafts], MAX_SHOWN, "份")


def write_standing(proposal: Proposal, drafts: Sequence[DraftFile], dry: bool) -> list[str]:
    """Say that a clerk goes on with a proposal, and what is open in it."""
    lines = [f"{'会回' if dry else '现在'}在提案 {proposal.branch} 上：{_tell_state(proposal)}"]
    lines += _tell_remaining(drafts)
    return [*lines, f"{NEXT}改好以后 {PROPOSE}，加进这份提案；回到主线写 registry start"]


def write_proposal(
    pushed: Pushed, drafts: Sequence[DraftFile], notes: Sequence[str], address: str, opened: bool
) -> list[str]:
    """What has been proposed, what is to be known of it, and what is to be done on the forge."""
    lines = [f"已加进提案 {pushed.branch}：" if pushed.added else f"已提出，提案的分支是 {pushed.branch}："]
    lines += [*_indent(list_drafts(drafts)), *notes]
    if address:
        where = "在打开的网页上" if opened else "打开这个网址"
        what = "查看合并请求，没有的发起一个" if pushed.added else "发起合并请求"
        lines.append(f"{NEXT}{where}{what}  {address}")
    else:
        lines.append(f"{NEXT}在代码托管网站上，为分支 {pushed.branch} 发起合并请求（已经有的不用再发起）")
    return [
        *lines,
        f"还要改的，改好再运行 {PROPOSE}，加进同一份提案；另办一件事，先运行 registry start",
        f"{TAKE_BACK}registry discard --proposal（合并以前）",
    ]


def write_others(paths: Sequence[str], ignored: Sequence[str]) -> list[str]:
    """What is not proposed although it is there; mostly nothing."""
    lines = []
    if paths:
        lines.append(f"没有提出的其他文件（提案只含 records/；程序和设置请维护人员另提）：{_join(paths)}")
    if ignored:
        lines.append(f"被 .gitignore 排除、没有提出的：{_join(ignored)}")
    return lines


def write_rivals(rivals: Iterable[Rival]) -> list[str]:
    """That other proposals hold the same new files, and what to do; mostly nothing."""
    return [
        f"{describe_rival(rival)}。那一份不要了的，在代码托管网站上关闭；"
        f"要接着改那一份的：registry discard --proposal 以后 registry start {quote_argument(rival.branch)}"
        for rival in rivals
    ]


def describe_rival(rival: Rival) -> str:
    """Say that another proposal holds the same new files, whose it is, and that one of both is too many."""
    whose = f"提案 {rival.branch}（{rival.who}，{rival.day}）"
    return f"注意：{whose}也有 {_join(rival.paths)}，还没有合并，两份只能合并一份"


def write_discarded(drafts: Sequence[DraftFile], name: str) -> list[str]:
    """What was put aside, where it is and how it is taken back."""
    return [
        f"放下了 {len(drafts)} 份草稿，副本在 {ASIDE}/{name}：",
        *_indent(list_drafts(drafts)),
        f"{TAKE_BACK}registry discard --restore {name}",
    ]


def write_restored(drafts: Sequence[DraftFile]) -> list[str]:
    """What was taken back of what had been put aside, and what is next."""
    return [
        f"取回了 {len(drafts)} 份草稿：",
        *_indent(list_drafts(drafts)),
        f"{NEXT}改好以后 {PROPOSE}",
        f"{TAKE_BACK}registry discard",
    ]


def write_withdrawn(withdrawn: WithdrawnProposal, drafts: Sequence[DraftFile]) -> list[str]:
    """What has become of a proposal that was taken back."""
    back = "内容变回了草稿" if drafts else "没有留下草稿"
    lines = [
        f"提案 {withdrawn.proposal.branch} 已撤回，{back}，现在在主线上{'：' if drafts else ''}",
        *_indent(list_drafts(drafts)),
    ]
    if merged := [each for each in withdrawn.rewritten if each not in withdrawn.given_up]:
        lines.append(f"主线也改过 {_join(merged)}，已合到一起，请看一遍")
    if withdrawn.given_up:
        lines.append(f"{_join(withdrawn.given_up)} 与主线改了同一处，用主线的")
    if withdrawn.aside:
        lines.append(f"原来的副本在 {ASIDE}/{withdrawn.aside}")
    if withdrawn.proposal.pushed:
        lines.append("合并请求随分支关闭；没有自动关闭的，在代码托管网站上关闭")
    return [*lines, f"{NEXT}改好再 {PROPOSE}；不要了的 registry discard"]


def _join(paths: Sequence[str]) -> str:
    return join_first([*map(format_path, paths)], MAX_SHOWN, "个文件")


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"  {each}" for each in lines]
