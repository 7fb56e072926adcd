"""Records in a memo: it saves work and never changes what is found."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.corpus import make
from registry.memo import Memo
from registry.records import loader as loading
from registry.records.loader import Document, LoadedRecords, load
from registry.records.schemas import Schemas
from registry.workers import Workers
from tests.conftest import REPOSITORY, merge_all

SCHEMAS = Schemas.read(REPOSITORY / "schemas")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of some dossiers, some of them with faults."""
    make(tmp_path / "register", 20, 7)
    return tmp_path / "register"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are parsed, as they are."""
    paths: list[str] = []
    checked: Callable[..., Document] = loading.check_bytes

    def noted(path: str, *arguments: Any) -> Document:
        paths.append(path)
        return checked(path, *arguments)

    monkeypatch.setattr(loading, "check_bytes", noted)
    return paths


def list_all(loaded: LoadedRecords) -> object:
    """All that a register was read as, in order."""
    read = merge_all(loaded)
    return [*read.documents.values()], [*read.invalid.values()], read.findings, list(loaded.files.entries)


def rows(file: Path) -> int:
    """How many values a memo's file has."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        count: int = database.execute("SELECT count(*) FROM memo").fetchone()[0]
    return count


def test_what_is_known_is_not_parsed_again(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    cold = load(root, SCHEMAS, memo=Memo(tmp_path / "memo"))
    findings = list_all(cold)
    assert len(parsed) == len(cold.files.entries)
    parsed.clear()
    assert (
        list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
        == findings
        == list_all(load(root, SCHEMAS))
    )
    assert len(parsed) == len(cold.files.entries)  # by the one without a cache alone


def test_only_the_changed_dossier_is_parsed_again(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    parsed.clear()
    file = root / "records/institutions/tinghu/demo-000002/institution.yml"
    file.write_bytes(file.read_bytes().replace("示例".encode(), "演示".encode()))
    changed = merge_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    assert {each.rpartition("/demo-000002/")[0] for each in parsed} == {"records/institutions/tinghu"}
    assert changed.documents[file.relative_to(root).as_posix()].data["name"].startswith("演示")


def test_a_register_elsewhere_has_the_same_entries(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    """So a base that is written to another folder is read from the cache of the head."""
    list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    parsed.clear()
    shutil.copytree(root, tmp_path / "elsewhere")
    list_all(load(tmp_path / "elsewhere", SCHEMAS, memo=Memo(tmp_path / "memo")))
    assert parsed == []


@pytest.mark.long
def test_other_schemas_are_another_matter(root: Path, tmp_path: Path) -> None:
    list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    documents = {name: json.loads(json.dumps(each)) for name, each in SCHEMAS.documents.items()}
    documents["plan.json"]["required"].append("remarks")
    strict = Schemas(documents)
    loaded = load(root, strict, memo=Memo(tmp_path / "memo"))
    assert list_all(loaded) == list_all(load(root, strict))
    assert len(merge_all(loaded).invalid) >= 100


def test_the_memo_does_not_grow_with_changes(root: Path, tmp_path: Path) -> None:
    list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    before = rows(tmp_path / "memo")
    (root / "records/institutions/tinghu/demo-000002/acts/2020-01-01-change.yml").write_text("date: 1\n")
    list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo")))
    assert rows(tmp_path / "memo") == before > 20


def test_verdicts_stay_the_same_over_random_changes(root: Path, tmp_path: Path) -> None:
    """Files are edited, damaged, swapped, removed and added; with the cache as without it."""
    random = Random(5)
    for _ in range(12):
        files = sorted((root / "records").rglob("*.yml"))
        file, other = random.sample(files, 2)
        raw = file.read_bytes()
        match random.randrange(5):
            case 0:
                place = random.randrange(len(raw))
                file.write_bytes(
                    raw[:place] + random.choice([b"", b" ", b"#", b"1", b"\xff"]) + raw[place + 1 :]
                )
            case 1:
                file.unlink()
            case 2:
                file.write_bytes(other.read_bytes())
                other.write_bytes(raw)
            case 3:
                shutil.copyfile(file, file.with_name("2027.yml"))
            case _:
                file.write_bytes(raw.replace(b": 2", b": 1", 1))
        assert list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo"))) == list_all(load(root, SCHEMAS))


def test_workers_find_the_same_and_one_process_writes(root: Path, tmp_path: Path) -> None:
    alone = list_all(load(root, SCHEMAS))
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawned) as executor:
        for _ in range(2):
            memo = Memo(tmp_path / "memo")
            assert list_all(load(root, SCHEMAS, memo=memo, workers=Workers(executor, 2))) == alone
    assert list_all(load(root, SCHEMAS, memo=Memo(tmp_path / "memo"))) == alone
