"""What is known is not asked again: a check reads and types only what a change can affect."""

from __future__ import annotations

import datetime as dt
import shutil
import weakref
from pathlib import Path

import pytest

from benchmarks.corpus import make
from registry.changes.base import compute_difference, find_change_faults, read_base, split_by_base
from registry.changes.meaning import describe_changes
from registry.cli.main import pause_collector
from registry.lifecycle.acts import list_moments
from registry.lifecycle.as_of import view_as_of
from registry.lifecycle.publication_period import get_public_status, list_public_duties
from registry.lifecycle.transfers import list_left_behind
from registry.lifecycle.undone import find_undone
from registry.memo import FINDINGS
from registry.model import register as model
from registry.model.build import build_register
from registry.model.dossier import Dossier
from registry.model.kinds import Record
from registry.model.lazy import MAX_RECENT
from registry.model.typed import convert_document
from registry.records.files import Files
from registry.records.loader import Document, load
from registry.records.record_path import find_folder
from registry.records.schemas import Schemas
from registry.rules.cases import DAY
from registry.rules.checking import examine
from registry.rules.engine import CheckOptions
from registry.settings import find_schemas_folder
from tests.repository import git, make_committed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register in a repository, committed, checked once."""
    folder = make_committed(tmp_path / "register", 12)
    examine(folder, DAY, CheckOptions(cache=tmp_path / "cache"))
    return folder


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The dossiers whose files are read and typed, as they are."""
    paths: dict[str, set[str]] = {"read": set(), "typed": set()}
    read = Files.read

    def noted_read(self: Files, path: str) -> bytes:
        paths["read"].add(find_folder(path).rpartition("/")[2])
        return read(self, path)

    def noted_typed(document: Document) -> Record:
        paths["typed"].add(find_folder(document.path).rpartition("/")[2])
        return convert_document(document)

    monkeypatch.setattr(Files, "read", noted_read)
    monkeypatch.setattr(model, "convert_document", noted_typed)
    return paths


def dossiers(asked: dict[str, set[str]]) -> list[set[str]]:
    return [{each for each in paths if each.startswith("demo-")} for paths in asked.values()]


def remark(root: Path) -> None:
    (file,) = root.glob("records/institutions/*/demo-000003/plans/2023.yml")
    file.write_bytes(file.read_bytes() + "remarks: 补充说明。\n".encode())


def test_of_a_register_that_is_known_no_file_is_read(root: Path, asked: dict[str, set[str]]) -> None:
    examined = examine(root, DAY, CheckOptions(cache=root.parent / "cache"))
    assert asked["read"] == set()
    assert dossiers(asked) == [set(), set()]
    assert len(examined.register.dossiers) == 12


def test_a_change_reads_and_types_its_dossier_alone(root: Path, asked: dict[str, set[str]]) -> None:
    remark(root)
    head = examine(root, DAY, CheckOptions(cache=root.parent / "cache"))
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]
    base = read_base(root, "main", DAY, like=head)
    difference = compute_difference(base, head)
    assert split_by_base(base, head, difference.moved).caused == []
    assert find_change_faults(root, base, head, difference, DAY) == []
    sections = describe_changes(difference, head.schemas, DAY, base.touched)
    assert ["demo-000003" in each.title for each in sections] == [True]
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]


def test_a_dossier_is_read_when_it_is_asked_for(root: Path, asked: dict[str, set[str]]) -> None:
    register = examine(root, DAY, CheckOptions(cache=root.parent / "cache")).register
    assert register.dossiers["demo-000005"].institution.id == "demo-000005"
    assert dossiers(asked)[1] == {"demo-000005"}
    assert register.dossiers["demo-000005"] is register.dossiers["demo-000005"]
    assert "demo-000099" not in register.dossiers
    with pytest.raises(KeyError):
        register.dossiers["demo-000099"]


def test_in_a_fresh_clone_the_findings_are_enough(root: Path, asked: dict[str, set[str]]) -> None:
    """So it is on a forge, where proposals get only these of the main branch."""
    clone, cache = root.parent / "clone", root.parent / "known"
    git(root.parent, "clone", "-q", str(root), str(clone))
    cache.mkdir()
    shutil.copy(root.parent / "cache" / FINDINGS, cache)
    remark(clone)
    head = examine(clone, DAY, CheckOptions(cache=cache))
    base = read_base(clone, "main", DAY, like=head)
    assert split_by_base(base, head, {}).caused == []
    assert dossiers(asked) == [{"demo-000003"}, {"demo-000003"}]


def test_what_is_derived_from_dossiers_keeps_none_of_them(tmp_path: Path) -> None:
    """The collector is paused, as commands do: only what nothing refers to any more is freed."""
    make(tmp_path, 150)
    schemas = Schemas.read(find_schemas_folder(tmp_path))
    register = build_register(load(tmp_path, schemas))
    derived: list[weakref.ref[Dossier]] = []
    with pause_collector():
        for dossier in register.dossiers.values():
            then = view_as_of(dossier, dt.date(2021, 6, 1))
            for each in (dossier, then):
                assert get_public_status(each, DAY).filing.code
                assert list_public_duties(each, DAY) is not None
                assert find_undone(each, DAY) is not None
                assert list_moments(each)
                list_left_behind(each)
            assert view_as_of(then, DAY) is then
            derived += weakref.ref(dossier), weakref.ref(then)
        del dossier, then, each
        alive = sum(each() is not None for each in derived)
    assert alive <= 2 * 2 * MAX_RECENT
