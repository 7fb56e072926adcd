"""What is published where some records have errors: their last lawful version on the main line.

One faulty dossier must not stop everybody's site. What is held back together is a unit: all files of an
institution's id, in whatever area's folder they lie, or one file beside the dossiers. A faulty unit takes its
next older version until it has no error. Before it does,

- what is named and is not there comes back, where the main line has had it;
- what it rests on and that changed later takes its older versions, where that mends something.

What never was lawful, or has no history, is left out until it is mended.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ...finding import Finding, split_pointer
from ...git_command import GitError
from ...history.git import read_blobs
from ...history.record_log import NO_FILE, Version, list_versions
from ...json_pointer import resolve_pointer
from ...model.build import DOSSIER
from ...records.record_path import AREAS, RECORDS, SYSTEMS, find_folder, get_dossier_id
from ...rules.articles.references import credit_codes_unique, ids_unique, tables_present
from ...rules.checking import Examined, examine
from ...rules.engine import CheckOptions
from ...workers import HERE, Workers

# The unit in which a record is that is named, by the kind of reference.
UNITS = {
    "institution": "{}",
    "authority": f"{RECORDS}/authorities/{{}}.yml",
    "batch": f"{RECORDS}/batches/{{}}.yml",
    "area": AREAS,
    "system": SYSTEMS,
}
REGULATIONS = f"{RECORDS}/regulations"
# Two records, each lawful alone, that cannot both stand.
COLLISIONS = frozenset({credit_codes_unique.code, ids_unique.code})

Place = tuple[str, str, str]  # of an error: its rule, path and pointer
Faults = Mapping[str, list[Finding]]  # the errors by the unit that is held back for them


class HeldBack(NamedTuple):
    """Records that are not published as they are: a dossier's folder, or the file of a table or a batch.

    `commit` has the version that is published instead; it is empty where none is lawful.
    """

    path: str
    commit: str

    @property
    def institution(self) -> str:
        """The id of the institution whose dossier it is; empty beside the dossiers."""
        return get_dossier_id(self.path) if DOSSIER.fullmatch(self.path) else ""


class Publishable(NamedTuple):
    """A register that may be published, and what of it is held back, by path."""

    examined: Examined
    held: list[HeldBack]


class NothingLawfulError(Exception):
    """What all dossiers rest on has no lawful version."""


def find_last_lawful(root: Path, examined: Examined, day: dt.date, workers: Workers = HERE) -> Publishable:
    """The register with the last lawful version of whatever has an error. Raises NothingLawfulError."""
    return Publishable(examined, []) if examined.lawful else _Search(root, examined, day, workers).run()


class _Units:
    """The units of a register: what they hold now, and what the main line has had of them, newest first."""

    def __init__(self, root: Path, examined: Examined) -> None:
        self.root = root
        self.register = examined.register
        self.files = examined.loaded.files
        self.home_folders = self.register.home_folders
        self.paths: dict[str, list[str]] = defaultdict(list)
        for path in self.files.entries:
            self.paths[self.find_unit(path)].append(path)
        try:
            self.history = list_versions(root, self.find_unit)
        except GitError:
            self.history = {}
        self.contents: dict[str, bytes] = {NO_FILE: b""}
        self.get_current = cache(self._read_current)

    def find_unit(self, path: str) -> str:
        """The unit of a path; two dossiers of one id are two units, by their folders."""
        parts = path.split("/")
        if len(parts) < 4 or parts[:2] != [RECORDS, "institutions"]:
            return path
        return parts[3] if len(self.home_folders.get(parts[3], ())) < 2 else "/".join(parts[:4])

    def find_named(self, kind: str, name: str) -> str:
        """The unit in which what a reference names is, or was; empty where that is no unit by itself."""
        home = self.register.folder_by_id.get(name, "") if kind == "institution" else ""
        return self.find_unit(f"{home}/") if home else UNITS.get(kind, "").format(name)

    def _read_current(self, unit: str) -> Version:
        """What a unit holds now; with no commit where the main line has not come to that."""
        paths, entries = self.paths.get(unit, ()), self.files.entries
        files = [path for path in paths if entries[path] == "file"]
        ids = dict.fromkeys(paths, NO_FILE) | dict(zip(files, self.files.list_ids(files), strict=True))
        newest = next(iter(self.history.get(unit, ())), None)
        return newest if newest and newest.files == ids else Version(math.inf, "", ids)

    def list_older(self, unit: str, than: Version, since: float = 0) -> Iterator[Version]:
        """The versions of a unit before one, the newest first; not those with links or without files.

        None where that one came before a place.
        """
        for version in self.history.get(unit, ()) if than.place >= since else ():
            usable = version.files and NO_FILE not in version.files.values() and version.files != than.files
            if usable and version.place < than.place and self._can_read(version):
                yield version

    def find_last(self, path: str) -> set[str]:
        """The unit at a path, and the last that were there below it."""
        below = {each: its[0].place for each, its in self.history.items() if each.startswith(f"{path}/")}
        latest = max(below.values(), default=0)
        return {path, *(each for each, place in below.items() if place == latest)}

    def _can_read(self, version: Version) -> bool:
        ids = [each for each in version.files.values() if each not in self.contents]
        try:
            # Once for all versions of a unit: stepping back asks for the same files again and again.
            self.contents.update(zip(ids, read_blobs(self.root, ids), strict=True))
        except GitError:
            return False
        return True

    def find_arrival(self, unit: str, now: Version, text: str) -> float:
        """When a text came into the records of a unit: the place of that version."""
        place = now.place
        for version in self.history.get(unit, ()):
            if version.place <= now.place and self._can_read(version):
                # In whichever file: a dossier may have no institution.yml, only its acts.
                if not any(text.encode() in self.contents[id_] for id_ in version.files.values()):
                    break
                place = version.place
        return place


class _Search:
    """Steps back through the versions of faulty records until none is left.

    `chosen` are the versions of units that are other than they now stand, `left_out` those that are left out.
    """

    def __init__(self, root: Path, examined: Examined, day: dt.date, workers: Workers) -> None:
        self.root = root
        self.examined = examined
        self.day = day
        self.workers = workers
        self.units = _Units(root, examined)
        self.chosen: dict[str, Version] = {}
        self.left_out: set[str] = set()
        self.tried: set[tuple[str, str]] = set()

    def run(self) -> Publishable:
        """The register without errors, but for those of the records that are left out."""
        now = self.examined
        # Each round takes something further back, or leaves it out: so it ends.
        while faults := self.list_faults(now):
            lost = self.find_lost(now, faults)
            # A dossier may be faulty by what others changed after it: then that is to be taken back, not the
            # dossier.
            if not lost and (better := self.undo_later_changes(now, faults)):
                now = better
                continue
            # Tables and lists first: with them mended, most of the dossiers' faults are gone as well.
            beside = {each for each in faults if "/" in each}  # dossiers rest on them
            self.step_back(lost or beside or faults)
            now = self.examine()
        if not now.register.tables.complete:
            raise NothingLawfulError
        there = {each for each in {*self.chosen, *self.left_out} if self.get_version(each).files}
        return Publishable(now, sorted(map(self.describe_held, there)))

    def describe_held(self, unit: str) -> HeldBack:
        """A unit as messages name it."""
        version = self.get_version(unit)
        folders = ["/".join(each.split("/")[:4]) for each in version.files if "/" not in unit]
        return HeldBack(min(folders, default=unit), "" if unit in self.left_out else version.commit)

    def get_version(self, unit: str) -> Version:
        """What a unit holds with the versions chosen so far."""
        return self.chosen.get(unit) or self.units.get_current(unit)

    def examine(self) -> Examined:
        """The register with the versions chosen so far, without what is left out.

        A dossier that is left out is still there to what names it.
        """
        replaced: dict[str, bytes | None] = {}
        without: set[str] = set()
        for unit, version in self.chosen.items():
            replaced |= dict.fromkeys(self.units.paths.get(unit, ()))
            replaced |= {path: self.units.contents[id_] for path, id_ in version.files.items()}
        for unit in self.left_out:
            if "/" in unit:
                replaced |= dict.fromkeys(self.units.paths.get(unit, ()))
            else:
                without.update(map(find_folder, self.get_version(unit).files))
        return examine(
            self.root,
            self.day,
            CheckOptions(workers=self.workers),
            like=self.examined,
            replaced=replaced,
            without=frozenset(without),
        )

    def list_faults(self, now: Examined) -> Faults:
        """The errors by what is held back for them, without those of what is left out."""
        errors: dict[str, list[Finding]] = defaultdict(list)
        for finding in now.findings:
            if finding.severity == "error" and (unit := self.find_blamed(now, finding)) not in self.left_out:
                errors[unit].append(finding)
        return errors

    def find_blamed(self, now: Examined, finding: Finding) -> str:
        """The unit of an error; of those that give one id or credit code twice that to which it came last."""
        unit, register = self.units.find_unit(finding.path), now.register
        outline = register.folders.get(find_folder(finding.path))
        if finding.rule not in COLLISIONS or not outline:
            return unit
        text, ids = "id", [unit.rpartition("/")[2]]
        if finding.rule == credit_codes_unique.code:
            shared = (code for code in outline.codes if len(register.by_credit_code[code]) > 1)
            text = min(shared, default=min(outline.codes))
            ids = register.by_credit_code[text]
        same = {self.units.find_unit(each) for id_ in ids for each in self.units.home_folders.get(id_, [id_])}
        # Where two cannot both stand, the one that stood first is published: whoever came later did the harm.
        came = {
            other: self.units.find_arrival(other, self.get_version(other), text)
            for other in sorted(same, reverse=True)
        }
        return max(came, key=lambda item: came[item])

    def step_back(self, units: Iterable[str]) -> None:
        """Take the next older version of each of some units; leave out those that have none."""
        for unit in units:
            older = next(self.units.list_older(unit, self.get_version(unit)), None)
            if older:
                self.chosen[unit] = older
                continue
            self.left_out.add(unit)
            if unit in self.units.paths:
                self.chosen.pop(unit, None)

    def find_lost(self, now: Examined, faults: Faults) -> set[str]:
        """What is named and is not there, though the main line has had it."""
        units: set[str] = set()
        for finding in chain.from_iterable(faults.values()):
            gone = self.find_named_at(now, finding)
            units |= self.units.find_last(finding.path) if finding.rule == tables_present.code else {gone}
        there_once = (units & self.units.history.keys()) - self.left_out
        return {each for each in there_once if not self.get_version(each).files}

    def undo_later_changes(self, now: Examined, faults: Faults) -> Examined | None:
        """The register with older versions of what faulty records rest on, where it changed no earlier.

        Each is the newest with which the errors are gone for which it is suspected; what mends nothing stays
        as it is. None where nothing is mended, or something else becomes faulty.
        """
        # To return to where nothing was mended: an attempt must leave no trace.
        before, suspects = dict(self.chosen), self.find_suspects(now, faults)
        since = {each: min(self.get_version(unit).place for unit, _ in its) for each, its in suspects.items()}
        waiting, better = {*suspects}, None
        while waiting:
            older = {
                item: next(self.units.list_older(item, self.get_version(item), since[item]), None)
                for item in waiting
            }
            self.chosen |= {each: version for each, version in older.items() if version}
            for unit in (each for each, version in older.items() if not version):
                self.chosen.pop(unit, None)
                self.chosen |= {unit: before[unit]} if unit in before else {}
            better = self.examine()
            left = {
                (unit, _place(error)) for unit, errors in self.list_faults(better).items() for error in errors
            }
            waiting = {
                item for item, version in older.items() if version and not left.isdisjoint(suspects[item])
            }
        if better and self.chosen != before and self.list_faults(better).keys() <= faults.keys():
            return better
        self.chosen = before
        return None

    def find_suspects(self, now: Examined, faults: Faults) -> dict[str, set[tuple[str, Place]]]:
        """What faulty records rest on and what changed no earlier, with the errors of these records.

        What was tried for a record is not tried again.
        """
        errors_by_unit: dict[str, set[tuple[str, Place]]] = defaultdict(set)
        for unit, errors in faults.items():
            pairs = {(other, _place(each)) for each in errors for other in self.list_grounds(now, each)}
            for other, place in pairs:
                later = self.get_version(other).place >= self.get_version(unit).place
                if later and other != unit and other not in self.left_out and (unit, other) not in self.tried:
                    errors_by_unit[other].add((unit, place))
        self.tried |= {(unit, other) for other, its in errors_by_unit.items() for unit, _ in its}
        return errors_by_unit

    def list_grounds(self, now: Examined, finding: Finding) -> Iterator[str]:
        """The unit that a faulty value names; where it names none, what its dossier rests on but offices."""
        register, path = now.register, finding.path
        if path in register.invalid or path in now.loaded.misplaced or finding.rule in COLLISIONS:
            return
        if named := self.find_named_at(now, finding):
            yield named
        elif outline := register.folders.get(find_folder(path)):
            for kind in ("batch", "institution"):
                yield from (self.units.find_named(kind, each) for each in outline.named.get(kind, ()))
            yield from (each for each in self.units.paths if each.startswith(REGULATIONS))

    def find_named_at(self, now: Examined, finding: Finding) -> str:
        """The unit that is named where an error is; empty where nothing is named."""
        document = now.register.documents.get(finding.path)
        if document is None:
            return ""
        value = resolve_pointer(document.data, finding.pointer)
        parts = split_pointer(finding.pointer)
        kind = now.schemas.resolve_path(document.kind, parts)[-1].get("x-ref", "")
        return self.units.find_named(kind, value) if isinstance(value, str) else ""


def _place(finding: Finding) -> Place:
    return finding.rule, finding.path, finding.pointer
