"""Old faults apart: which findings a change has caused, and which were there before it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..examine import Progress, examine
from ..finding import Finding
from ..rules.rule import Scope
from .git import export, merge_base, renames


class Compared(NamedTuple):
    """The findings that are not in the base, and those that are."""

    caused: list[Finding]
    before: list[Finding]


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
    with tempfile.TemporaryDirectory() as folder:
        export(root, base, Path(folder))
        old = examine(Path(folder), day, scopes, progress).findings
    moved = renames(root, base)
    known = {(each.rule, moved.get(each.path, each.path), each.pointer, each.message) for each in old}
    compared = Compared([], [])
    for each in findings:
        was = (each.rule, each.path, each.pointer, each.message) in known
        (compared.before if was else compared.caused).append(each)
    return compared
