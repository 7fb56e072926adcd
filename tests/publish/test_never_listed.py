"""An institution that was never listed leaves no trace in public, its id included."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from registry.rules.checking import Examined, examine
from tests.conftest import DAY, SECOND
from tests.publish.test_public_view import pages

ID, NAME, CODE = "yx-z9", "演示无名培训中心", "52320900MA00000T4R"
SUCCESSOR, LISTED = "yx-d2", "yx-a7"
SUCCESSION = """\
date: 2026-06-01
predecessor: {id}
manner: 合并
authority: {authority}
text: {text}
"""
TEXTS = ["原机构并入本机构。", f"{NAME}并入本机构。", f"机构 {ID} 并入本机构。"]


def register(root: Path, predecessor: str, text: str) -> Examined:
    """The second city with an institution that has only applied, and a listed one that succeeds another."""
    shutil.copytree(SECOND / "records", root / "records")
    (old,) = root.glob(f"records/institutions/*/{SUCCESSOR}")
    new = old.with_name(ID)
    for file in (old / "institution.yml", next(old.glob("acts/*-application.yml"))):
        said = re.search(r"(?m)^ *name: *(.*)$", file.read_text("utf-8"))
        assert said
        text_of = file.read_text("utf-8").replace(said[1], NAME).replace(SUCCESSOR, ID)
        text_of = re.sub(r'credit_code: *"?\w{18}"?', f'credit_code: "{CODE}"', text_of)
        place = new / file.relative_to(old)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text_of, "utf-8")
    (authority,) = set(re.findall(r"(?m)^authority: (.*)$", next(old.glob("acts/*-review.yml")).read_text()))
    act = SUCCESSION.format(id=predecessor, authority=authority, text=text)
    (old / "acts/2026-06-01-succession.yml").write_text(act, "utf-8")
    return examine(root, DAY)


@pytest.fixture(params=TEXTS)
def hidden(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    examined = register(tmp_path, ID, request.param)
    assert ID in examined.register.dossiers, [each.message for each in examined.findings]
    assert ID in examined.register.predecessors(SUCCESSOR)
    return pages(examined)


def test_a_successor_names_no_institution_that_was_never_listed(hidden: str) -> None:
    for word in (ID, NAME, CODE):
        found = [hidden[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(re.escape(word), hidden)]
        assert found == []
    assert "2026-06-01-succession" in hidden  # the act itself is told


def test_a_successor_of_a_listed_institution_names_it(tmp_path: Path) -> None:
    found = pages(register(tmp_path, LISTED, TEXTS[0]))
    assert re.search(rf'"predecessor": ?"{LISTED}"', found)
    assert TEXTS[0] in found
