"""What is known is not asked again: a check reads and types only what a change can affect."""

from __future__ import annotations

import datetime as dt
import shutil
import weakref
from pathlib import Path

import pytest

from benchmarks.corpus import make
from registry.changes.base import base_of, change_findings, compare, difference
from registry.changes.meaning import changes
from registry.lifecycle.acts import moments
from registry.lifecycle.as_of import as_of
from registry.lifecycle.publication_period import told_duties, told_status
from registry.lifecycle.transfers import left_behind
from registry.lifecycle.undone import undone
from registry.memo import FINDINGS
from registry.model import register as model
from registry.model.build import build
from registry.model.dossier import Dossier
from registry.model.kinds import Record
from registry.model.lazy import RECENT
from registry.model.typed import typed
from registry.records.files import Files, folder_of
from registry.records.loader import Document, load
from registry.records.schemas import Schemas
from registry.rules.cases import DAY
from registry.rules.checking import examine, uncollected
from registry.settings import schemas_folder
from tests.repository import committed, git


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register in a repository, committed, checked once."""
    folder = committed(tmp_path / "register", 12)
    examine(folder, DAY, cache=tmp_path / "cache")
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The dossiers whose files are read and typed, as they are."""
    found: dict[str, set[str]] = {"read": set(), "typed": set()}
    read = Files.read

    def noted_read(self: Files, path: str) -> bytes:
        found["read"].add(folder_of(path).rpartition("/")[2])
        return read(self, path)

    def noted_typed(document: Document) -> Record:
        found["typed"].add(folder_of(document.path).rpartition("/")[2])
        return typed(document)

    monkeypatch.setattr(Files, "read", noted_read)
    monkeypatch.setattr(model, "typed", noted_typed)
    return found


def dossiers(asked: dict[str, set[str]]) -> list[set[str]]:
    return [{each for each in found if each.startswith("demo-")} for found in asked.values()]


def remark(root: Path) -> None:
    (file,) = root.glob("records/institutions/*/demo-000003/plans/2023.yml")
    file.write_bytes(file.read_bytes() + "remarks: 补充说明。\n".encode())


def test_of_a_register_that_is_known_no_file_is_read(root: Path, asked: dict[str, set[str]]) -> None:
    found = examine(root, DAY, cache=root.parent / "cache")
    assert asked["read"] == set()
    assert dossiers(asked) == [set(), set()]
    assert len(found.register.dossiers) == 12


def test_a_change_reads_and_types_its_dossier_alone(root: Path, asked: dict[str, set[str]]) -> None:
    remark(root)
    head = examine(root, DAY, cache=root.parent / "cache")
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]
    base = base_of(root, "main", DAY, like=head)
    assert compare(base, head).caused == change_findings(root, base, head, DAY) == []
    told = changes(difference(base, head), head.schemas, DAY, base.touched)
    assert ["demo-000003" in each.title for each in told] == [True]
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]


def test_a_dossier_is_read_when_it_is_asked_for(root: Path, asked: dict[str, set[str]]) -> None:
    register = examine(root, DAY, cache=root.parent / "cache").register
    assert register.dossiers["demo-000005"].institution.id == "demo-000005"
    assert dossiers(asked)[1] == {"demo-000005"}
    assert register.dossiers["demo-000005"] is register.dossiers["demo-000005"]
    assert "demo-000099" not in register.dossiers
    with pytest.raises(KeyError):
        register.dossiers["demo-000099"]


def test_in_a_fresh_clone_the_findings_are_enough(root: Path, asked: dict[str, set[str]]) -> None:
    """So it is on a forge, where proposals get only these of the main branch."""
    clone, known = root.parent / "clone", root.parent / "known"
    git(root.parent, "clone", "-q", str(root), str(clone))
    known.mkdir()
    shutil.copy(root.parent / "cache" / FINDINGS, known)
    remark(clone)
    head = examine(clone, DAY, cache=known)
    base = base_of(clone, "main", DAY, like=head)
    assert compare(base, head).caused == []
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]


def test_what_is_derived_from_dossiers_keeps_none_of_them(tmp_path: Path) -> None:
    """The collector is paused, as commands do: only what nothing refers to any more is freed."""
    make(tmp_path, 150)
    schemas = Schemas.read(schemas_folder(tmp_path))
    register = build(load(tmp_path, schemas), schemas)
    derived: list[weakref.ref[Dossier]] = []
    with uncollected():
        for dossier in register.dossiers.values():
            then = as_of(dossier, dt.date(2021, 6, 1))
            for each in (dossier, then):
                assert told_status(each, DAY).filing.code
                assert told_duties(each, DAY) is not None
                assert undone(each, DAY) is not None
                assert moments(each)
                left_behind(each)
            assert as_of(then, DAY) is then
            derived += weakref.ref(dossier), weakref.ref(then)
        del dossier, then, each
        alive = sum(each() is not None for each in derived)
    assert alive <= 2 * 2 * RECENT
