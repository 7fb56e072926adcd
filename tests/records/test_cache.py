"""The cache: it saves work and never changes what is found."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from benchmarks.corpus import make
from registry.records import loader as loading
from registry.records.cache import DIGEST, Cache, Result, keep_out_of_git
from registry.records.loader import Loaded, load
from registry.records.schemas import Schemas
from registry.workers import Workers
from tests.conftest import REPOSITORY

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
RESULTS = [Result("a", {"id": "b"}, b'{"a":1}', []), Result("", {}, None, [])]
ONE, OTHER = b"1" * DIGEST, b"2" * DIGEST


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of some dossiers, some of them with faults."""
    make(tmp_path / "register", 20, 7)
    return tmp_path / "register"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are parsed, as they are."""
    paths: list[str] = []
    checked: Callable[..., Result] = loading.checked

    def noted(path: str, *arguments: Any) -> Result:
        paths.append(path)
        return checked(path, *arguments)

    monkeypatch.setattr(loading, "checked", noted)
    return paths


def told(loaded: Loaded) -> object:
    """All that a register was read as, in order."""
    whole = loaded.whole
    documents = [(path, each.kind.name, each.names, each.packed) for path, each in whole.documents.items()]
    invalid = [(path, kind.name, names) for path, (kind, names) in whole.invalid.items()]
    return documents, invalid, whole.findings, list(loaded.files.entries)


def entries(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file() and each.name != ".gitignore")


def test_what_is_known_is_not_parsed_again(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    cold = load(root, SCHEMAS, cache=tmp_path / "cache")
    found = told(cold)
    assert len(parsed) == len(cold.files.entries)
    parsed.clear()
    assert told(load(root, SCHEMAS, cache=tmp_path / "cache")) == found == told(load(root, SCHEMAS))
    assert len(parsed) == len(cold.files.entries)  # by the one without a cache alone


def test_only_the_changed_dossier_is_parsed_again(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    told(load(root, SCHEMAS, cache=tmp_path / "cache"))
    parsed.clear()
    file = root / "records/institutions/tinghu/demo-000002/institution.yml"
    file.write_bytes(file.read_bytes().replace("示例".encode(), "演示".encode()))
    changed = load(root, SCHEMAS, cache=tmp_path / "cache").whole
    assert {each.rpartition("/demo-000002/")[0] for each in parsed} == {"records/institutions/tinghu"}
    assert changed.documents[file.relative_to(root).as_posix()].data["name"].startswith("演示")


def test_a_register_elsewhere_has_the_same_entries(root: Path, tmp_path: Path, parsed: list[str]) -> None:
    """So a base that is written to another folder is read from the cache of the head."""
    told(load(root, SCHEMAS, cache=tmp_path / "cache"))
    parsed.clear()
    shutil.copytree(root, tmp_path / "elsewhere")
    told(load(tmp_path / "elsewhere", SCHEMAS, cache=tmp_path / "cache"))
    assert parsed == []


def test_other_schemas_are_another_matter(root: Path, tmp_path: Path) -> None:
    told(load(root, SCHEMAS, cache=tmp_path / "cache"))
    documents = {name: json.loads(json.dumps(each)) for name, each in SCHEMAS.documents.items()}
    documents["plan.json"]["required"].append("remarks")
    strict = Schemas(documents)
    found = load(root, strict, cache=tmp_path / "cache")
    assert told(found) == told(load(root, strict))
    assert len(found.whole.invalid) >= 100


def test_the_cache_does_not_grow_with_changes(root: Path, tmp_path: Path) -> None:
    told(load(root, SCHEMAS, cache=tmp_path / "cache"))
    before = entries(tmp_path / "cache")
    (root / "records/institutions/tinghu/demo-000002/acts/2020-01-01-change.yml").write_text("date: 1\n")
    told(load(root, SCHEMAS, cache=tmp_path / "cache"))
    assert entries(tmp_path / "cache") == before


def test_verdicts_stay_the_same_over_random_changes(root: Path, tmp_path: Path) -> None:
    """Files are edited, damaged, swapped, removed and added; with the cache as without it."""
    random = Random(5)
    for _ in range(25):
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
        assert told(load(root, SCHEMAS, cache=tmp_path / "cache")) == told(load(root, SCHEMAS))


@pytest.mark.parametrize(
    "damaged",
    [
        lambda entry: b"",
        lambda entry: entry[: 2 * DIGEST],
        lambda entry: entry[:-1],
        lambda entry: entry + b"x",
        lambda entry: entry[:-3] + bytes([entry[-3] ^ 1]) + entry[-2:],
        lambda entry: bytes([entry[0] ^ 1]) + entry[1:],
        lambda entry: b"not of ours",
    ],
)
def test_a_damaged_entry_counts_for_nothing_and_is_replaced(
    tmp_path: Path, damaged: Callable[[bytes], bytes]
) -> None:
    cache = Cache(tmp_path, SCHEMAS)
    cache.put("group", ONE, RESULTS)
    assert cache.get("group", ONE) == RESULTS
    (entry,) = entries(tmp_path)
    entry.write_bytes(damaged(entry.read_bytes()))
    assert cache.get("group", ONE) is None
    cache.put("group", ONE, RESULTS)
    assert cache.get("group", ONE) == RESULTS


def test_an_entry_that_holds_something_else_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path, SCHEMAS)
    with monkeypatch.context() as patched:
        patched.setattr(msgspec.msgpack, "encode", lambda _: b"\x01")
        cache.put("group", ONE, RESULTS)
    assert len(entries(tmp_path)) == 1
    assert cache.get("group", ONE) is None


def test_other_contents_are_not_known(tmp_path: Path) -> None:
    cache = Cache(tmp_path, SCHEMAS)
    cache.put("group", ONE, RESULTS)
    assert cache.get("group", OTHER) is None
    assert cache.get("other", ONE) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_passed_over(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    assert told(load(root, SCHEMAS, cache=tmp_path / "cache")) == told(load(root, SCHEMAS))


def test_a_file_in_the_place_of_the_folder_is_passed_over(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    keep_out_of_git(tmp_path / "cache")
    assert told(load(root, SCHEMAS, cache=tmp_path / "cache")) == told(load(root, SCHEMAS))
    assert (tmp_path / "cache").read_text() == "mine"


def test_git_need_not_know(tmp_path: Path) -> None:
    keep_out_of_git(tmp_path / "cache")
    assert (tmp_path / "cache" / ".gitignore").read_text() == "*\n"


def test_workers_find_the_same_and_may_share_a_cache(root: Path, tmp_path: Path) -> None:
    alone = told(load(root, SCHEMAS))
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawned) as executor:
        for _ in range(2):
            assert told(load(root, SCHEMAS, cache=tmp_path / "cache", workers=Workers(executor, 2))) == alone
    assert told(load(root, SCHEMAS, cache=tmp_path / "cache")) == alone
    assert all(len(each.name) == 30 for each in entries(tmp_path / "cache"))  # nothing half-written is left


def test_git_is_told_to_ignore_no_folder_of_others(tmp_path: Path) -> None:
    (tmp_path / "paper.txt").touch()
    keep_out_of_git(tmp_path)
    assert not (tmp_path / ".gitignore").exists()
