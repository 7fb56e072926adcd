"""What the rules say of steps before they are written: the register is judged with them in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ...finding import Finding, list_new
from ...model.difference import Difference
from ...model.register import Register
from ...records.locating import locate
from ...records.record_path import find_folder
from ...rules import engine
from ...rules.checking import Examined, examine
from ...rules.engine import CheckOptions
from ...rules.places import drop_repair
from ...rules.rule import Scope
from .prepare import PreparedStep
from .standing import describe_standing

CLOCK: frozenset[Scope] = frozenset({"clock"})


class Verdict(NamedTuple):
    """What a step would cause: what forbids it, what is doubtful in its file, what is to be known besides.

    `standing` says how things then stand with the record.
    """

    errors: list[Finding]
    doubts: list[Finding]
    others: list[Finding]
    standing: str = ""


def judge_steps(
    root: Path, examined: Examined, steps: Sequence[PreparedStep], today: dt.date, options: CheckOptions
) -> Mapping[str, Verdict]:
    """The verdict on each step, by its file; all are looked at together, the register is read once."""
    replaced = {each.target.path: each.raw for each in steps}
    head = examine(root, today, options, like=examined, replaced=replaced)
    standings, findings = {}, []
    for step in steps:  # all of one folder together: a register holds few of them at a time
        standings[step.target.path] = _describe(head.register, step.target.path)
        findings += _judge_change(examined, head, step, today)
    caused = list_new((*head.findings, *locate(head.loaded, findings)), examined.findings)
    by_folder: dict[str, list[Finding]] = defaultdict(list)
    folders = {find_folder(path) for path in replaced if find_folder(path) in examined.register.folders}
    for finding in caused:
        folder = find_folder(finding.path)
        by_folder[folder if folder in folders else finding.path].append(finding)
    # What is found in a file that is nobody's may come from any of them.
    anywhere = [each for place in by_folder.keys() - folders - replaced.keys() for each in by_folder[place]]
    return {
        path: _sort_findings(step, standings[path], [*_find_own(by_folder, path), *anywhere])
        for step in steps
        for path in (step.target.path,)
    }


def _describe(register: Register, path: str) -> str:
    dossier = register.find_dossier(path)
    return describe_standing(dossier, register.by_path[path]) if dossier else ""


def _judge_change(before: Examined, after: Examined, step: PreparedStep, today: dt.date) -> list[Finding]:
    """What is found in a step's file that asks for the day, or for the change; both are new with it.

    A step at the end of its list is what a change may bring; for all else the rules of a change are asked.
    """
    path = step.target.path
    findings = _judge_day(after, path, today)
    if findings:
        # Asked of the record before only here: without findings there is nothing to subtract.
        findings = list_new(findings, _judge_day(before, path, today))
    if not step.place.action:
        difference = Difference(before.register, after.register, frozenset({path}))
        findings += engine.run_change_rules(difference, after.schemas, today)
    return findings


def _find_own(by_folder: Mapping[str, list[Finding]], path: str) -> list[Finding]:
    return [*by_folder.get(find_folder(path), ()), *by_folder.get(path, ())]


def _sort_findings(step: PreparedStep, standing: str, findings: Iterable[Finding]) -> Verdict:
    verdict = Verdict([], [], [], standing)
    for finding in findings:
        if finding.severity == "error":
            # Nothing is written yet, so there is no double to be repaired.
            verdict.errors.append(msgspec.structs.replace(finding, hint=drop_repair(finding.hint)))
        elif finding.severity == "warning" and finding.path == step.target.path:
            verdict.doubts.append(finding)  # wherever in the file: the step has caused it
        else:
            verdict.others.append(finding)
    return verdict


def _judge_day(examined: Examined, path: str, today: dt.date) -> list[Finding]:
    """What the rules find in a file that ask for the day."""
    register, folder = examined.register, find_folder(path)
    if folder in register.folders:
        (findings,) = engine.judge_folders(register, examined.schemas, today, CLOCK, [folder])
    else:
        findings = engine.judge_shared(register, examined.schemas, today, CheckOptions(CLOCK))
    return [each for each in findings if each.path == path]
