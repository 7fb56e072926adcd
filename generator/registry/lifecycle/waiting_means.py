"""What it takes to make the next step of what waits; means.py tells it of what is due and of what ends.

Nothing here says whether a step is lawful: the command and the form do.
"""

from __future__ import annotations

from ..model.kinds import PaperKind, StepAction
from .means import Means, build_means, build_query
from .papers import write_command
from .waiting import Waiting

# The step of a plan, an amendment or a summary that is waited for, and that of a batch.
STEPS = {"receive": StepAction.RECEIVED, "pass": StepAction.PASSED}
BATCH_STEPS = {"notice": "名单的公示", "objections": "收到异议", "list": "公布"}
# The act that is waited for, by its kind.
ACTS = {"recommend": "recommendation", "review": "review", "supplement": "review", "bar": "bar"}


def find_waiting_means(id_: str, waiting: Waiting) -> Means:
    """What it takes to do the one thing that something waits for, of an institution or a batch by its id."""
    return _find_means(id_, waiting)._replace(is_internal=True)


def _find_means(id_: str, waiting: Waiting) -> Means:
    if waiting.code in STEPS:
        return _find_step(id_, waiting, STEPS[waiting.code])
    if waiting.code in BATCH_STEPS:
        return _find_batch_step(id_, waiting, BATCH_STEPS[waiting.code])
    if waiting.code == "resubmit":
        return _find_resubmission(id_, waiting)
    # An application that lacks something comes anew, and is reviewed again.
    notice = write_command(PaperKind.SUPPLEMENT_NOTICE, "application", id_)
    paper = notice if waiting.code == "supplement" else ""
    return build_means(ACTS[waiting.code], id_, paper=paper)


def _find_step(id_: str, waiting: Waiting, step: StepAction) -> Means:
    number = f"-{waiting.number}" if waiting.number else ""
    paper = ""
    if step == StepAction.RECEIVED:
        paper = write_command(PaperKind.RECEIPT, waiting.kind, id_, f"--year {waiting.year}")
    return Means(
        kind=waiting.kind,
        command=f"registry step {id_} {waiting.kind} {waiting.year}{number} {step} --authority {waiting.by}",
        query=build_query(id_, waiting.source, str(step), waiting.by),
        paper=paper,
    )


def _find_resubmission(id_: str, waiting: Waiting) -> Means:
    """What was returned is mended by the institution, in its own spreadsheet, and handed in again."""
    of_year = f"--year {waiting.year}"
    return Means(
        kind=waiting.kind,
        command="registry import 表格文件.xlsx",
        query=build_query(id_, waiting.source),
        template=f"registry export {waiting.kind} {id_} {of_year}",
        paper=write_command(PaperKind.SUPPLEMENT_NOTICE, waiting.kind, id_, of_year),
    )


def _find_batch_step(id_: str, waiting: Waiting, step: str) -> Means:
    paper = "" if waiting.code == "objections" else write_command(PaperKind.LIST, id_)
    query = build_query(id_, waiting.source, step)
    return Means("batch", f"registry step {id_} 批次 {step}", query, paper=paper)
