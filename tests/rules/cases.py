"""The cases of the rules, run: what is found in the register of a case."""

from __future__ import annotations

import atexit
import datetime as dt
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

from registry.changes.base import (
    Base,
    compute_difference,
    find_change_faults,
    judge_difference,
    read_base,
    split_by_base,
)
from registry.finding import Finding
from registry.history.git import read_recorded
from registry.rules.cases import BASE, DAY, Case, list_changed
from registry.rules.checking import Examined, examine
from registry.rules.engine import DEFAULT, PLAIN, CheckOptions
from registry.rules.rule import Scope
from registry.rules.table import RULES
from tests.repository import commit, git

Replaced = dict[str, bytes | None]
EVERY_SCOPE: frozenset[Scope] = PLAIN | {"clock"}
BEFORE = "2018-09-12"  # when the states before the last are committed
FIELDS = ("rule", "severity", "path", "line", "column", "pointer", "message", "hint")


def find_in_folder(case: Case, root: Path) -> list[Finding]:
    """Every finding of a case; of a change what it has caused. States are committed in `root`."""
    if RULES[case.rule].scope == "change":
        return find_caused(case, root)
    if not is_committed(case):
        return find_in_memory(case)
    commit_states(case, root)
    return examine(root, case.day, CheckOptions(EVERY_SCOPE, recorded=read_recorded(root, case.day))).findings


def is_committed(case: Case) -> bool:
    """Whether its rule asks what was recorded when, or before."""
    return RULES[case.rule].scope == "change" or "recorded" in RULES[case.rule].wants


def list_scopes(case: Case) -> frozenset[Scope]:
    """The scopes of the rules that a case is held to."""
    return EVERY_SCOPE if RULES[case.rule].scope == "clock" else PLAIN


def find_in_memory(case: Case) -> list[Finding]:
    """Every finding of a case, of whose register only what differs from the base is read."""
    return examine_replaced(list_replaced(case.folder), case.day, CheckOptions(list_scopes(case))).findings


def list_replaced(state: Path) -> Replaced:
    """What a state has in place of the base's files; None for one that it has not."""
    return {f"records/{path}": content for path, content in list_changed(state).items()}


def examine_replaced(replaced: Replaced, day: dt.date, options: CheckOptions = DEFAULT) -> Examined:
    """The register that all cases begin with, but for what is replaced in it."""
    return examine(BASE.parent, day, options, like=examine_base(), replaced=replaced)


def compare_in_memory(case: Case) -> list[Finding] | None:
    """What a change is found to have caused; None where that is not told without Git.

    Git alone knows which file another was moved from, and which dossiers were there once.
    """
    *before, after = map(list_replaced, case.states)
    earlier = before[-1] if before else {}
    sides = [{path: _read(path, side) for path in {*earlier, *after}} for side in (earlier, after)]
    touched = frozenset(path for path, content in sides[0].items() if content != sides[1][path])
    gone, new = (any(side[path] is None for path in touched) for side in reversed(sides))
    head = examine_replaced(after, DAY)
    base = Base("", examine_replaced(earlier, DAY), touched, {})
    difference = compute_difference(base, head)
    if len(before) > 1 or (gone and new) or any(difference.list_new_dossiers()):
        return None
    old = split_by_base(base, head, difference.moved)
    findings = [*old.caused, *judge_difference(difference, head, DAY)]
    return sorted(findings, key=Finding.order)


def _read(path: str, replaced: Replaced) -> bytes | None:
    if path in replaced:
        return replaced[path]
    file = BASE.parent / path
    return file.read_bytes() if file.is_file() else None


@cache
def examine_base() -> Examined:
    """The register that all cases begin with: to write it for each would take half as long as to check it."""
    return examine(BASE.parent, DAY)


def write_case(state: Path, root: Path) -> None:
    """Write the register of a case, or of an earlier state of it, below `root`; what was there goes."""
    shutil.rmtree(root / "records", ignore_errors=True)
    shutil.copytree(BASE, root / "records")
    write_changed(state, root)


def write_changed(state: Path, root: Path) -> None:
    """Write into the base register below `root` what a state changes of it."""
    for path, content in list_changed(state).items():
        file = root / "records" / path
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def commit_states(case: Case, root: Path) -> None:
    """Commit the states of a case one after the other, the last by case.day.

    The states before the last are of the day before; without any the register in _base is the base.
    """
    shutil.copytree(commit_base(), root, dirs_exist_ok=True)
    *before, _ = case.states
    for state in before:
        write_case(state, root)
        commit(root, BEFORE, "--amend" if state == before[0] else "--quiet")
    if before:
        write_case(case.folder, root)
    else:
        write_changed(case.folder, root)
    commit(root, case.day.isoformat())


@cache
def commit_base() -> Path:
    """A repository with the register that all cases begin with, packed: a copy of it is made for many."""
    root = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, root)
    shutil.copytree(BASE, root / "records")
    git(root, "init", "-q", "-b", "main")
    commit(root, BEFORE)
    git(root, "gc", "-q")
    return root


def find_caused(case: Case, root: Path) -> list[Finding]:
    """What a change is found to have caused (see commit_states)."""
    commit_states(case, root)
    head = examine(root, DAY)
    base = read_base(root, "HEAD~1", DAY, like=head)
    difference = compute_difference(base, head)
    old = split_by_base(base, head, difference.moved)
    findings = [*old.caused, *find_change_faults(root, base, head, difference, DAY)]
    return sorted(findings, key=Finding.order)


def write_json(findings: list[Finding]) -> str:
    """Findings as expected.json holds them: of few is it said that they are mendable."""
    rows = [
        {name: getattr(each, name) for name in FIELDS} | ({"mendable": True} if each.mendable else {})
        for each in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
