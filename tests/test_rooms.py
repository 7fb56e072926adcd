"""The rooms of the program know each other in one direction, and as the README says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "generator" / "registry"
ROW = re.compile(r"^\| `registry/([a-z_/]+)/` \|.*\| ([a-z_/, ]*)\|$", re.MULTILINE)
# Modules beside the rooms know no room, but for these.
BESIDE = {"cluster": {"records"}, "__main__": {"cli"}}


def room_of(module: Path, rooms: set[str]) -> str:
    """The innermost room that a module, given from the package, lies in; empty beside the rooms."""
    folders = (each.as_posix() for each in module.parents)
    return next((each for each in folders if each in rooms), "")


def imported(module: Path) -> Iterator[Path]:
    """The modules of the package that a module imports, as paths from the package without ending."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = module.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in node.names:
                inside = base / name.name
                there = (PACKAGE / inside).is_dir() or (PACKAGE / inside).with_suffix(".py").is_file()
                yield inside / "__init__" if (PACKAGE / inside).is_dir() else inside if there else base


def test_imports_go_one_way_as_the_readme_says() -> None:
    rows = ROW.findall((REPOSITORY / "README.md").read_text("utf-8"))
    said = {room: {name for name in names.strip().split(", ") if name} for room, names in rows}
    known: dict[str, set[str]] = {}
    for room in TopologicalSorter(said).static_order():  # raises CycleError
        known[room] = said[room].union(*(known[each] for each in said[room]))
    modules = [each.relative_to(PACKAGE) for each in PACKAGE.rglob("*.py")]
    with_modules = {each.parent.as_posix() for each in modules}
    assert {*said} | {"."} >= with_modules - {"rules/articles"}
    wrong = []
    for module in modules:
        room = room_of(module, {*said})
        may_know = known[room] | {room, ""} if room else {"", *BESIDE.get(module.stem, ())}
        wrong += [
            f"{module} knows {other}" for other in imported(module) if room_of(other, {*said}) not in may_know
        ]
    assert wrong == []
