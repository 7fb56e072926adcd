"""What became of a step, or of a whole batch of them, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console

from ..entry.steps.batch import Outcome
from ..shell import PROPOSE
from .after import DRY_RUN, NEXT, PAPER, TAKE_BACK
from .check_report import describe_findings, suggest_explaining

NEXT_LINE = f"{NEXT}{PROPOSE}（提出以前会核对）"
TAKE_BACK_LINE = (
    f"{TAKE_BACK}还没有提出的，registry discard（也放下同一文件中别的改动），或者在文件中删去刚添的几行"
)
ACCEPT = "确实如此的，加 --accept-warnings 照实录入"
AGAIN = "不能办的改好以后再运行一次同样的命令，已经录入的不会重复"
NOTHING = "没有要办的：都已经办过，或者还没有收到"


def print_step(console: Console, outcome: Outcome, paper: str, dry_run: bool, brief: bool) -> None:
    """Print what became of one step, and the paper that belongs to it (or nothing).

    With `brief` only the path of what was written.
    """
    for line in (*_describe_step(outcome, paper, dry_run, brief), *([] if brief else _suggest([outcome]))):
        console.print(line)


def _suggest(outcomes: Sequence[Outcome]) -> list[str]:
    """Where it is said how all that was found is mended, in a line; none where nothing was."""
    findings = [each for outcome in outcomes for each in outcome.findings]
    return [suggest_explaining(findings)] if findings else []


def _describe_step(outcome: Outcome, paper: str, dry_run: bool, brief: bool) -> Iterator[str]:
    step = outcome.step
    if step is None:
        yield outcome.message
    elif outcome.result == "refused":
        yield f"没有录入：{step.target.label}的“{step.place.title}”（{step.value}）"
        yield from describe_findings(outcome.findings)
        # With an error among them --accept-warnings would not help.
        if not any(each.severity == "error" for each in outcome.findings):
            yield ACCEPT
    elif brief:
        yield step.target.path
    else:
        place = f"{step.target.path} 第 {step.line} 行"
        yield f"将添在 {place}：{step.value}" if dry_run else f"已添在 {place}：{step.value}"
        if outcome.message:
            yield f"这份{step.target.title}{outcome.message}"
        yield from describe_findings(outcome.findings)
        yield from _describe_after(paper, dry_run)


def _describe_after(paper: str, dry_run: bool) -> Iterator[str]:
    """What is next, and how it is taken back."""
    if dry_run:
        yield DRY_RUN
        return
    if paper:
        yield f"{PAPER}{paper}"
    yield NEXT_LINE
    yield TAKE_BACK_LINE


def print_batch(
    console: Console, outcomes: Sequence[Outcome], paper: str, dry_run: bool, brief: bool
) -> None:
    """Print what became of each step of a batch, what was not written last, and how many there are of each.

    `paper` is the paper that belongs to each of those written, or nothing.
    With `brief` only the paths of what was written, and what was not.
    """
    if not outcomes:
        console.print(NOTHING)
        return
    # What was not written comes last: the end of a long output is what stays in sight.
    for result in ("written", "existing", "held", "refused"):
        for outcome in (each for each in outcomes if each.result == result):
            for line in _describe_one(outcome, dry_run, brief):
                console.print(line)
    if brief:
        return
    for line in (*_summarise(outcomes, paper, dry_run), *_suggest(outcomes)):
        console.print(line)


def _describe_one(outcome: Outcome, dry_run: bool, brief: bool) -> Iterator[str]:
    step, name = outcome.step, _name_record(outcome)
    if outcome.result == "written" and step:
        head = f"{'将录入' if dry_run else '已录入'}  {name}：{step.value}"
        if brief:
            yield step.target.path
            return
        yield "；".join(filter(None, (head, outcome.message)))
        yield from describe_findings(outcome.findings)
    elif outcome.result == "existing":
        if not brief:
            yield f"早已有  {outcome.message}"
    elif outcome.result == "held":
        yield f"没有写  {name}：可以办；有不能办的，按 --together 都没有写"
    else:
        yield f"不能办  {name}：{outcome.message}"
        yield from describe_findings(outcome.findings)


def _summarise(outcomes: Sequence[Outcome], paper: str, dry_run: bool) -> Iterator[str]:
    """How many there are of each, and what is next."""
    labels = {
        "written": "将录入" if dry_run else "已录入",
        "existing": "早已有",
        "held": "可以办而没有写",
        "refused": "不能办",
    }
    counts = {label: sum(each.result == name for each in outcomes) for name, label in labels.items()}
    listed = "，".join(f"{label} {number} 份" for label, number in counts.items() if number)
    yield f"一共 {len(outcomes)} 份：{listed}"
    results = {each.result for each in outcomes}
    if "refused" in results and "held" not in results:
        yield AGAIN
    if dry_run or "written" in results:
        yield from _describe_after(paper, dry_run)


def _name_record(outcome: Outcome) -> str:
    """What a record is called in a list: whose, which, and the name; of one not found, as it was written."""
    if outcome.step is None:
        return outcome.word
    target = outcome.step.target
    return f"{target.label}（{target.name}）" if target.name else target.label
