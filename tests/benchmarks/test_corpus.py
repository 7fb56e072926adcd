"""The corpus maker: what it makes passes every rule, is the same every time, and holds what was planted."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from benchmarks.corpus import AREAS, FAULTS, main, make
from registry.finding import Finding
from registry.rules.checking import examine
from tests.conftest import build
from tests.files import read_files

DAY = dt.date(2026, 11, 23)
COUNT = 25


def list_findings(root: Path) -> list[Finding]:
    return examine(root, DAY).findings


def test_passes_every_rule(tmp_path: Path) -> None:
    make(tmp_path, COUNT)
    examined = examine(tmp_path, DAY)
    assert examined.findings == []
    assert len(examined.register.dossiers) == COUNT
    assert {each.institution.area for each in examined.register.dossiers.values()} == set(AREAS)


def test_dossier_is_eleven_files(tmp_path: Path) -> None:
    make(tmp_path, COUNT)
    for institution in tmp_path.glob("records/institutions/*/*/institution.yml"):
        assert len(list(institution.parent.rglob("*.yml"))) == 11
        assert len(list(institution.parent.glob("plans/*.yml"))) == 5


def test_same_bytes_twice(tmp_path: Path) -> None:
    assert make(tmp_path / "one", COUNT, 5) == make(tmp_path / "two", COUNT, 5)
    assert read_files(tmp_path / "one") == read_files(tmp_path / "two")


def test_another_seed_gives_other_bytes(tmp_path: Path) -> None:
    make(tmp_path / "one", 1)
    make(tmp_path / "two", 1, seed=1)
    assert read_files(tmp_path / "one") != read_files(tmp_path / "two")


@pytest.mark.parametrize("faults", [1, len(FAULTS), COUNT])
def test_planted_faults_are_all_that_is_found(tmp_path: Path, faults: int) -> None:
    planted = make(tmp_path, COUNT, faults)
    assert len(planted) == faults
    assert [(each.rule, each.path) for each in list_findings(tmp_path)] == planted
    assert all(each.severity == "error" for each in list_findings(tmp_path))


def test_site_is_built(tmp_path: Path) -> None:
    make(tmp_path / "register", 2)
    site = build(tmp_path / "register", tmp_path / "public")
    assert (site / "institutions" / "demo-000002" / "index.html").is_file()


def test_command_refuses_folder_in_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").touch()
    with pytest.raises(SystemExit) as stopped:
        main(["1", os.fspath(tmp_path)])
    assert stopped.value.code == 2
    assert "not empty" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_command_tells_what_it_planted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["3", os.fspath(tmp_path / "new"), "--faults", "1"]) == 0
    (finding,) = list_findings(tmp_path / "new")
    assert capsys.readouterr().out == f"{finding.rule} {finding.path}\n"
