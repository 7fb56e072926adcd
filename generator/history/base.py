"""A register as it was at a commit, and old faults apart: which findings a change has caused."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..examine import Examined, examine
from ..finding import Finding
from ..records.load import Progress
from ..rules.engine import PLAIN
from ..rules.rule import Scope
from .git import export, merge_base, renames


class Compared(NamedTuple):
    """The findings that are not in the base, and those that are."""

    caused: list[Finding]
    before: list[Finding]


def examine_at(
    root: Path,
    commit: str,
    day: dt.date,
    scopes: frozenset[Scope] = PLAIN,
    progress: Progress | None = None,
) -> Examined:
    """The register of `root` as it was at a commit, read with the schemas of that commit. Raises GitError."""
    with tempfile.TemporaryDirectory() as folder:
        export(root, commit, Path(folder))
        return examine(Path(folder), day, scopes, progress)


def compare(
    root: Path,
    revision: str,
    findings: Iterable[Finding],
    day: dt.date,
    scopes: frozenset[Scope],
    progress: Progress | None = None,
) -> Compared:
    """Part the findings of the working tree by the merge base of `revision` and HEAD.

    The base is read with its own schemas. A finding was there before if the base has one of the same rule,
    file (renames followed), pointer and message; its line does not matter. Raises GitError.
    """
    base = merge_base(root, revision)
    old = examine_at(root, base, day, scopes, progress).findings
    moved = renames(root, base)
    known = {(each.rule, moved.get(each.path, each.path), each.pointer, each.message) for each in old}
    compared = Compared([], [])
    for each in findings:
        was = (each.rule, each.path, each.pointer, each.message) in known
        (compared.before if was else compared.caused).append(each)
    return compared
