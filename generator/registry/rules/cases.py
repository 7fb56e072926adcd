"""The cases of the rules, which the tests run and the rules' pages show; see examples/README.md."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml

from ..json_data import Fields
from ..memo import compute_digest
from ..records.files import walk_folder

CASES = Path(__file__).parent / "examples"
BASE = CASES / "_base" / "records"
DAY = dt.date(2021, 6, 1)
REMOVED = "删除".encode()
AROUND = 4


class Case(NamedTuple):
    """One case folder."""

    folder: Path

    @property
    def rule(self) -> str:
        return self.folder.parent.name

    @property
    def name(self) -> str:
        return f"{self.rule}/{self.folder.name}"

    @property
    def is_bad(self) -> bool:
        return self.folder.name.startswith("bad-")

    @property
    def expected(self) -> Path:
        return self.folder / "expected.json"

    @property
    def states(self) -> list[Path]:
        """The folders of the states that the register goes through: the case's own is the last."""
        former = [self.folder / "earlier", self.folder / "before"]
        return [*filter(Path.is_dir, former), self.folder]

    @property
    def day(self) -> dt.date:
        file = self.folder / "day.txt"
        return dt.date.fromisoformat(file.read_text("utf-8").strip()) if file.is_file() else DAY


class ExampleLine(NamedTuple):
    """A line of an example; `marked` where it is what the example is about."""

    number: int
    text: str
    marked: bool


class Example(NamedTuple):
    """What a case shows: its file, the lines around the place, and what is said of it ("" of a good one)."""

    case: str
    path: str
    lines: list[ExampleLine]
    message: str = ""
    hint: str = ""


@cache
def list_cases(rule: str = "") -> tuple[Case, ...]:
    """Every case, or those of one rule, in order of rule and name."""
    if rule:
        return tuple(map(Case, _list_folders(CASES / rule)))
    # A folder that begins with _ holds what cases share.
    rules = (each.name for each in _list_folders(CASES) if not each.name.startswith("_"))
    return tuple(chain.from_iterable(map(list_cases, rules)))


@cache
def digest_cases() -> bytes:
    """Return a digest of all files of the cases."""
    # In a checkout they change while the program does not.
    paths = walk_folder(CASES)
    return compute_digest(os.fsencode("\n".join(paths)), *((CASES / path).read_bytes() for path in paths))


def _list_folders(place: Path) -> list[Path]:
    """The folders in a place, in order; none where it is not there."""
    return sorted(filter(Path.is_dir, place.iterdir())) if place.is_dir() else []


def list_changed(state: Path) -> dict[str, bytes | None]:
    """The files, below records/, in which a state differs from `_base`; None for one that it removes."""
    overlay, edits = state / "records", state / "edits.yml"
    there = walk_folder(overlay) if overlay.is_dir() else {}
    files: dict[str, bytes | None] = {_encode_path(path): (overlay / path).read_bytes() for path in there}
    if edits.is_file():
        for path, edit in yaml.load(edits.read_bytes(), Loader=yaml.CSafeLoader).items():
            files[path] = _edit(edits, path, edit).encode()
    return {
        path: None if content and content.strip() == REMOVED else content for path, content in files.items()
    }


def _encode_path(path: str) -> str:
    """A path as it is written, whatever encoding the machine takes names to be in."""
    return os.fsencode(path).decode("utf-8")


def _edit(edits: Path, path: str, edit: Fields) -> str:
    """The text of a base file with the replacements of `edits`; each old text must occur exactly once."""
    text: str = (BASE / edit.get("from", path)).read_text("utf-8")
    for replacement in edit.get("replace", ()):
        old, new = replacement["old"], replacement["new"]
        if text.count(old) != 1:
            raise ValueError(f"{edits}: {old!r} occurs {text.count(old)} times in {path}")
        text = text.replace(old, new)
    return text


@cache
def list_case_findings(rule: str) -> list[Fields]:
    """What the rule finds in its bad cases, as expected.json has it."""
    cases = (json.loads(each.expected.read_text("utf-8")) for each in list_cases(rule) if each.is_bad)
    return [each for findings in cases for each in findings if each["rule"] == rule]


@cache
def find_bad_example(rule: str) -> Example | None:
    """The first case that the rule finds fault with, at the place of the fault."""
    for case in list_cases(rule):
        for finding in json.loads(case.expected.read_text("utf-8")) if case.is_bad else ():
            if finding["rule"] == rule:
                path = finding["path"].removeprefix("records/")
                content = _read_content(case, path)
                lines = _list_lines(content, finding["line"], _list_replaced(path, content))
                return Example(case.name, finding["path"], lines, finding["message"], finding["hint"])
    return None


@cache
def find_good_example(rule: str) -> Example | None:
    """The first case that the rule lets pass, where it first differs from the base."""
    for case in list_cases(rule):
        if not case.is_bad:
            for path, content in list_changed(case.folder).items():
                if content is not None:
                    lines = _list_lines(content, _find_first_difference(path, content))
                    return Example(case.name, f"records/{path}", lines)
    return None


def _read_content(case: Case, path: str) -> bytes:
    """A file of a case's register; empty where it has none of that name."""
    content = list_changed(case.folder).get(path)
    return _read_base(path) if content is None else content


def _read_base(path: str) -> bytes:
    file = BASE / path
    return file.read_bytes() if file.is_file() else b""


def _find_first_difference(path: str, content: bytes) -> int:
    """The first line (from 1) that the base's file has otherwise; 1 where the base has no such file."""
    old = _read_base(path).splitlines()
    other = (i for i, line in enumerate(content.splitlines(), 1) if line not in old[i - 1 : i])
    return next(other, 1) if old else 1


def _list_replaced(path: str, content: bytes) -> list[int]:
    """The lines (from 1) that replace one of the base's file each; none where any was added or taken out."""
    new, old = content.splitlines(), _read_base(path).splitlines()
    return [i for i, line in enumerate(new, 1) if line != old[i - 1]] if len(new) == len(old) else []


def _list_lines(content: bytes, line: int, replaced: Sequence[int] = ()) -> list[ExampleLine]:
    """The lines around one, which is marked.

    Where they hold none of those `replaced`, which make the fault, these stand with them: of a sum that is
    too low one sees a number.
    """
    text = content.decode("utf-8", "replace").splitlines()
    shown = set(range(line - AROUND, line + AROUND + 1))
    if shown.isdisjoint(replaced):
        shown.update(replaced[:AROUND])
    return [ExampleLine(i, each, i == line) for i, each in enumerate(text, 1) if i in shown]
