"""What the rules say of steps before they are written: the register is judged with them in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...finding import Finding
from ...model.difference import Difference
from ...model.register import Register
from ...records.loader import locate
from ...records.record_path import find_folder
from ...rules import engine
from ...rules.checking import Examined, examine
from ...rules.engine import CheckOptions
from ...rules.rule import Scope
from .prepare import PreparedStep

CLOCK: frozenset[Scope] = frozenset({"clock"})


class Verdict(NamedTuple):
    """What a step would cause: what forbids it, what is doubtful about it, and what is to be known besides."""

    errors: list[Finding]
    doubts: list[Finding]
    others: list[Finding]


def judge_steps(
    root: Path, examined: Examined, steps: Sequence[PreparedStep], today: dt.date, options: CheckOptions
) -> Mapping[str, Verdict]:
    """The verdict on each step, by its file; all are looked at together, the register is read once."""
    replaced = {each.target.path: each.raw for each in steps}
    head = examine(root, today, options, like=examined, replaced=replaced)
    caused = _list_caused(examined, head, replaced.keys(), today)
    by_folder: dict[str, list[Finding]] = defaultdict(list)
    folders = {find_folder(path) for path in replaced if find_folder(path) in examined.register.folders}
    for finding in caused:
        folder = find_folder(finding.path)
        by_folder[folder if folder in folders else finding.path].append(finding)
    # What is found in a file that is nobody's may come from any of them.
    anywhere = [each for place in by_folder.keys() - folders - replaced.keys() for each in by_folder[place]]
    return {
        each.target.path: _part(each, [*_find_own(by_folder, each.target.path), *anywhere]) for each in steps
    }


def _find_own(by_folder: Mapping[str, list[Finding]], path: str) -> list[Finding]:
    return [*by_folder.get(find_folder(path), ()), *by_folder.get(path, ())]


def _part(step: PreparedStep, findings: Iterable[Finding]) -> Verdict:
    verdict = Verdict([], [], [])
    for each in findings:
        inside = any(f"{each.pointer}/".startswith(f"{pointer}/") for pointer in step.pointers)
        if each.severity == "error":
            verdict.errors.append(each)
        elif each.severity == "warning" and each.path == step.target.path and inside:
            verdict.doubts.append(each)
        else:
            verdict.others.append(each)
    return verdict


def _list_caused(
    before: Examined, after: Examined, paths: Iterable[str], today: dt.date
) -> Iterator[Finding]:
    """What is found with the steps, and was not without them; also of what a change may do, and of the day."""
    paths = frozenset(paths)
    difference = Difference(before.register, after.register, paths)
    changed = engine.run_change_rules(difference, after.schemas, today)
    coming = [each for each in _judge_day(after, paths, today) if each.path in paths]
    old = {_key(each) for each in (*before.findings, *_judge_day(before, paths, today))}
    for each in (*after.findings, *locate(after.loaded.files, [*changed, *coming])):
        if _key(each) not in old:
            yield each


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.path, finding.pointer, finding.message


def _judge_day(examined: Examined, paths: Iterable[str], today: dt.date) -> Iterator[Finding]:
    """What the rules find that ask for the day, in the folders of some files."""
    register: Register = examined.register
    folders = sorted({find_folder(path) for path in paths} & register.folders.keys())
    for found in engine.judge_folders(register, examined.schemas, today, CLOCK, folders):
        yield from found
    if any(find_folder(path) not in register.folders for path in paths):
        yield from engine.judge_shared(register, examined.schemas, today, CheckOptions(CLOCK))
