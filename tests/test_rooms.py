"""The rooms of the program know each other in one direction, and as the README says."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

from tests.conftest import REPOSITORY

ROW = re.compile(r"^\| `registry/([a-z]+)/` \|.*\| ([a-z, ]*) \|$", re.MULTILINE)


def test_imports_go_one_way_as_the_readme_says() -> None:
    said = {
        room: names.split(", ") for room, names in ROW.findall((REPOSITORY / "README.md").read_text("utf-8"))
    }
    rooms = {each.parent.name for each in REPOSITORY.glob("generator/registry/*/__init__.py")}
    assert {*said} | {"records"} == rooms
    known: dict[str, set[str]] = {"records": set()}
    for room in TopologicalSorter(said).static_order():  # raises CycleError
        below = said.get(room, [])
        known[room] = {*below}.union(*(known[each] for each in below))
    for file in REPOSITORY.glob("generator/registry/*/**/*.py"):
        place = file.relative_to(REPOSITORY / "generator" / "registry").parts
        found = re.findall(rf"^ *from \.{{{len(place)}}}([a-z]+)[. ]", file.read_text("utf-8"), re.MULTILINE)
        assert rooms & {*found} <= known[place[0]], file
