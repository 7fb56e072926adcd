"""The cases of the rules: a lawful register with a few differences each, see tests/cases/README.md."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.examine import PLAIN, examine
from generator.finding import Finding
from generator.rules.rule import Scope
from generator.rules.table import RULES

CASES = Path(__file__).parent.parent / "cases"
BASE = CASES / "_base" / "records"
DAY = dt.date(2021, 6, 1)
EVERY_SCOPE: frozenset[Scope] = PLAIN | {"clock"}
REMOVED = "删除"
FIELDS = ("rule", "severity", "path", "line", "column", "pointer", "message", "hint")


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
    def day(self) -> dt.date:
        file = self.folder / "day.txt"
        return dt.date.fromisoformat(file.read_text("utf-8").strip()) if file.is_file() else DAY

    @property
    def scopes(self) -> frozenset[Scope]:
        return EVERY_SCOPE if RULES[self.rule].scope == "clock" else PLAIN


def cases() -> list[Case]:
    """Every case, in order of rule and name."""
    return [Case(folder) for folder in sorted(CASES.glob("[!_]*/*/")) if folder.is_dir()]


def write(case: Case, root: Path) -> None:
    """Write the register of a case below `root`."""
    shutil.copytree(BASE, root / "records")
    overlay = case.folder / "records"
    for file in sorted(overlay.rglob("*")):
        if file.is_file():
            _put(root / "records" / file.relative_to(overlay), file.read_bytes())
    edits = case.folder / "edits.yml"
    if edits.is_file():
        for path, edit in yaml.safe_load(edits.read_text("utf-8")).items():
            _put(root / "records" / path, edited(path, edit).encode())


def _put(file: Path, content: bytes) -> None:
    if content.strip() == REMOVED.encode():
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def edited(path: str, edit: dict[str, Any]) -> str:
    """The text of a base file with its replacements; each old text must occur exactly once."""
    text: str = (BASE / edit.get("from", path)).read_text("utf-8")
    for each in edit.get("replace", ()):
        if text.count(each["old"]) != 1:
            raise ValueError(f"{path}: {each['old']!r} occurs {text.count(each['old'])} times")
        text = text.replace(each["old"], each["new"])
    return text


def findings(case: Case, root: Path) -> list[Finding]:
    """Every finding of a case, whose register is written below `root`."""
    write(case, root)
    return examine(root, case.day, case.scopes).findings


def as_json(found: list[Finding]) -> str:
    """Findings as expected.json holds them."""
    rows = [{name: getattr(each, name) for name in FIELDS} for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
