"""What is published where some records have errors: their last lawful version on the main line.

One faulty dossier must not stop everybody's site: it is published as it was when it last had no error. A
table or a batch likewise, also where only the dossiers show its fault: they had none until it changed. What
never was lawful, or has no history, is left out until it is mended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ...finding import Finding
from ...git_command import GitError
from ...history.versions import age_of, changed_since, commits_of, files_at
from ...model.build import DOSSIER
from ...records.files import RECORDS, folder_of
from ...rules.checking import Examined, examine
from ...workers import HERE, Workers

# Two records, each lawful alone, that cannot both stand: the one recorded later is held back.
COLLISIONS = frozenset({"credit-codes-unique", "ids-unique"})


class HeldBack(NamedTuple):
    """Records that are not published as they are: a dossier's folder, or the file of a table or a batch.

    `commit` has the version that is published instead; it is empty where none is lawful.
    """

    path: str
    commit: str

    @property
    def institution(self) -> str:
        """The id of the institution whose dossier it is; empty beside the dossiers."""
        return self.path.rpartition("/")[2] if DOSSIER.fullmatch(self.path) else ""


class Publishable(NamedTuple):
    """A register that may be published, and what of it is held back, by path."""

    examined: Examined
    held: list[HeldBack]


class NothingLawfulError(Exception):
    """What all dossiers rest on has no lawful version."""


def last_lawful(root: Path, examined: Examined, day: dt.date, workers: Workers = HERE) -> Publishable:
    """The register with the last lawful version of whatever has an error. Raises NothingLawfulError."""
    return Publishable(examined, []) if examined.lawful else _Search(root, examined, day, workers).found()


class _Search:
    """Steps back through the versions of faulty records until none is left."""

    def __init__(self, root: Path, examined: Examined, day: dt.date, workers: Workers) -> None:
        self.root = root
        self.examined = examined
        self.day = day
        self.workers = workers
        self.untried: dict[str, Iterator[str]] = {}
        self.replaced: dict[str, bytes | None] = {}
        self.without: set[str] = set()
        self.held: dict[str, str] = {}
        self.tables_tried = False

    def found(self) -> Publishable:
        """The register without errors, but for those of the records that are left out."""
        now = self.examined
        while units := self.faulty(now):
            if better := self.with_former_tables(units):
                now = better
                continue
            beside = {each for each in units if not DOSSIER.fullmatch(each)}  # dossiers rest on them
            for unit in sorted(beside or units):
                self.step_back(unit)
            now = self.examine(self.replaced)
        if not now.register.tables.complete:
            raise NothingLawfulError
        return Publishable(now, [HeldBack(*each) for each in sorted(self.held.items())])

    def examine(self, replaced: Mapping[str, bytes | None]) -> Examined:
        """The register with some files replaced, without what is left out."""
        return examine(
            self.root,
            self.day,
            workers=self.workers,
            like=self.examined,
            replaced=replaced,
            without=frozenset(self.without),
        )

    def with_former_tables(self, units: set[str]) -> Examined | None:
        """The register with former versions of tables and batches, where that mends some of what is faulty.

        They are as they were when that had last changed. None where it mends nothing, which is not tried
        again: then the faulty records themselves are at fault.
        """
        if self.tables_tried:
            return None
        self.tables_tried = True
        commit, former = self.former_tables(units)
        if not former:
            return None
        mended = self.examine(self.replaced | former)
        rest = self.faulty(mended)
        if not rest < units:
            return None
        for path in [*former] if len(former) > 1 else ():  # those without which no more is faulty need not go
            fewer = {each: former[each] for each in former if each != path}
            without = self.examine(self.replaced | fewer)
            if self.faulty(without) == rest:
                former, mended = fewer, without
        self.replaced |= former
        self.held |= dict.fromkeys(former, commit)
        return mended

    def former_tables(self, units: set[str]) -> tuple[str, dict[str, bytes | None]]:
        """The tables and batches that are other now than at the commit that they come with.

        That is the oldest of those at which each of the faulty records last changed.
        """
        try:
            changed = {each[0] for unit in units if (each := commits_of(self.root, unit))}
            line = commits_of(self.root, RECORDS)
            commit = max(changed, key=line.index, default="")
            paths = changed_since(self.root, commit, RECORDS, f"{RECORDS}/institutions") if commit else []
            former: dict[str, bytes | None] = {}
            for path in paths:
                former |= files_at(self.root, commit, path)
        except GitError:
            return "", {}
        return commit, {path: content for path, content in former.items() if path not in self.held}

    def faulty(self, now: Examined) -> set[str]:
        """The paths of what has errors and is not left out."""
        units = {self.unit(now, each) for each in now.findings if each.severity == "error"}
        return units - {path for path, commit in self.held.items() if not commit}

    def unit(self, now: Examined, finding: Finding) -> str:
        """What is held back for a finding: the dossier's folder, or the file."""
        folder = folder_of(finding.path)
        if not DOSSIER.fullmatch(folder):
            return finding.path
        if finding.rule not in COLLISIONS:
            return folder
        register = now.register
        same = [each for each in register.folders if each.rpartition("/")[2] == folder.rpartition("/")[2]]
        for ids in register.by_credit_code.values():
            if folder.rpartition("/")[2] in ids:
                same += [register.folder_by_id[each] for each in ids]
        return max(sorted({folder, *same}), key=self.age)

    def age(self, path: str) -> int:
        """When a path was recorded, as a number that grows."""
        try:
            return age_of(self.root, path)
        except GitError:
            return 0

    def step_back(self, unit: str) -> None:
        """Take the next older version of a unit that is other than the present one, else leave it out."""
        now = self.present(unit)
        for commit in self.versions(unit):
            files = files_at(self.root, commit, unit)
            if files and files != now:
                self.replaced |= dict.fromkeys(now)
                self.replaced |= files
                self.held[unit] = commit
                return
        self.held[unit] = ""
        id_ = unit.rpartition("/")[2]
        shared = [each for each in self.examined.register.folders if each.rpartition("/")[2] == id_]
        if DOSSIER.fullmatch(unit) and len(shared) < 2:
            self.without.add(unit)
        else:
            self.replaced |= dict.fromkeys(now)

    def present(self, unit: str) -> dict[str, bytes]:
        """The files of a unit as they now stand."""
        files = self.examined.loaded.files.replacing(self.replaced)
        return {
            path: files.read(path)
            for path, what in files.entries.items()
            if what == "file" and (path == unit or path.startswith(f"{unit}/"))
        }

    def versions(self, unit: str) -> Iterator[str]:
        """The commits not yet tried that have another version of a unit, the newest first."""
        if unit not in self.untried:
            try:
                self.untried[unit] = iter(commits_of(self.root, unit))
            except GitError:
                self.untried[unit] = iter(())
        return self.untried[unit]
