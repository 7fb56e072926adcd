"""What became of a step, or of a whole batch of them, as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console

from ..entry.steps.batch import Outcome
from ..entry.steps.prepare import PreparedStep
from ..finding import SEVERITY_LABELS, Finding
from ..lifecycle.plans import find_passing_day
from ..model.dossier import Dossier
from .check_report import cite_finding

NEXT = "接着：registry check 核对，registry propose 提交"
TAKE_BACK = "要收回：在提交以前，把刚添的几行从文件中删去"
ACCEPT = "确实如此的，加 --accept-warnings 照实录入"


def print_step(console: Console, outcome: Outcome, dry_run: bool, brief: bool) -> None:
    """Print what became of one step; where it is to be brief, only the path of what was written."""
    for line in _describe_step(outcome, dry_run, brief):
        console.print(line, soft_wrap=True)


def _describe_step(outcome: Outcome, dry_run: bool, brief: bool) -> list[str]:
    step = outcome.step
    if outcome.result == "existing" or step is None:
        return [outcome.message]
    if outcome.result == "refused":
        head = f"没有录入：{step.target.label}的“{step.place.title}”（{step.value}）"
        return [head, *_describe_findings(outcome.findings), *_offer_acceptance(outcome.findings)]
    if brief:
        return [step.target.path]
    written = (
        f"将在 {step.target.path} 第 {step.line} 行添上"
        if dry_run
        else f"已添在 {step.target.path} 第 {step.line} 行"
    )
    last = ["这是试运行，什么也没有写"] if dry_run else [NEXT, TAKE_BACK]
    return [f"{written}：{step.value}", *_describe_findings(outcome.findings), *last]


def _describe_findings(findings: Iterable[Finding]) -> list[str]:
    """Each finding in the words of the check: severity, article, what was found, how it is mended."""
    lines = []
    for each in findings:
        cited = "  ".join(filter(None, (SEVERITY_LABELS[each.severity], each.rule, cite_finding(each))))
        lines += [f"  {cited}", f"    {each.message}"] + ([f"    改法：{each.hint}"] if each.hint else [])
    return lines


def _offer_acceptance(findings: Sequence[Finding]) -> list[str]:
    return [] if any(each.severity == "error" for each in findings) else [ACCEPT]


def print_batch(console: Console, outcomes: Sequence[Outcome], dry_run: bool, brief: bool) -> None:
    """Print what became of each step of a batch, what was not written last, and how many there are of each."""
    if not outcomes:
        console.print("没有要办的：都已经办过，或者还没有收到", soft_wrap=True)
        return
    for line in _describe_batch(outcomes, dry_run, brief):
        console.print(line, soft_wrap=True)


def _describe_batch(outcomes: Sequence[Outcome], dry_run: bool, brief: bool) -> list[str]:
    lines: list[str] = []
    parts = {
        name: [each for each in outcomes if each.result == name]
        for name in ("written", "existing", "held", "refused")
    }
    for each in parts["written"]:
        assert each.step
        lines.append(
            each.step.target.path
            if brief
            else f"{'将录入' if dry_run else '已录入'}  {_name(each)}：{each.step.value}"
        )
        lines += [] if brief else _describe_findings(each.findings)
    lines += [] if brief else [f"已有    {each.message}" for each in parts["existing"]]
    lines += [
        f"没有写  {_name(each)}：可以办，因为有不能办的，按 --together 都没有写" for each in parts["held"]
    ]
    for each in parts["refused"]:
        lines.append(f"没有办  {_name(each)}" + (f"：{each.message}" if each.message else "："))
        lines += _describe_findings(each.findings)
    if brief:
        return lines
    counts = (
        ("将录入" if dry_run else "已录入", "written"),
        ("早已有", "existing"),
        ("可以办而没有写", "held"),
        ("不能办", "refused"),
    )
    lines.append(
        f"一共 {len(outcomes)} 份："
        + "，".join(f"{word} {len(parts[name])} 份" for word, name in counts if parts[name])
    )
    if parts["refused"] and not parts["held"]:
        lines.append("不能办的改好以后再运行一次同样的命令，已经录入的不会重复")
    if dry_run:
        return [*lines, "这是试运行，什么也没有写"]
    return [*lines, NEXT, TAKE_BACK] if parts["written"] else lines


def _name(outcome: Outcome) -> str:
    """What a record is called in a list: id, name, and how it was written where that is neither."""
    if outcome.step is None:
        return outcome.word
    target = outcome.step.target
    return f"{target.label}（{target.name}）" if target.name else target.label
