"""The files of a register, and what Git knows of their contents: never more than is so."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from benchmarks.corpus import make
from registry.git_command import run_git as ask
from registry.memo import Memo
from registry.records.files import UNTRACKED, Files, compute_blob_id, list_files, list_tracked
from registry.records.loader import LoadedRecords, load
from registry.records.schemas import Schemas
from tests.conftest import REPOSITORY
from tests.records.test_loader_memo import list_all
from tests.repository import commit, git, make_committed

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
AREAS, SYSTEMS = "records/areas.yml", "records/systems.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register in a repository, all committed."""
    return make_committed(tmp_path / "登记册", 2)


def add(file: Path, text: str = "# 注\n") -> None:
    file.write_bytes(file.read_bytes() + text.encode())


def test_git_knows_every_file_that_is_as_it_was_committed(root: Path) -> None:
    files = list_files(root, ask_git=True)
    assert files.tracked.ids.keys() >= files.entries.keys()
    assert all(id_ == compute_blob_id(files.read(path)) for path, id_ in files.tracked.ids.items())
    assert (
        compute_blob_id("甲\n".encode()) == ask(root, "hash-object", "--stdin", stdin="甲\n").decode().strip()
    )


def edited(root: Path) -> None:
    add(root / AREAS)


def staged(root: Path) -> None:
    add(root / AREAS)
    git(root, "add", AREAS)


def staged_and_edited_back(root: Path) -> None:
    staged(root)
    (root / AREAS).write_bytes(ask(root, "show", f"HEAD:{AREAS}"))


def said_not_to_change(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", AREAS)
    add(root / AREAS)


def left_out_of_the_checkout(root: Path) -> None:
    git(root, "update-index", "--skip-worktree", AREAS)
    add(root / AREAS)


def as_long_and_as_old(root: Path) -> None:
    file = root / AREAS
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"2", b"3"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def removed(root: Path) -> None:
    (root / AREAS).unlink()


def linked(root: Path) -> None:
    (root / AREAS).unlink()
    (root / AREAS).symlink_to(SYSTEMS)


def new(root: Path) -> None:
    (root / "records/新.yml").write_text("a: 1\n", "utf-8")


def swapped(root: Path) -> None:
    (root / AREAS).rename(root / "records/x")
    (root / SYSTEMS).rename(root / AREAS)
    (root / "records/x").rename(root / SYSTEMS)


def under_a_merge(root: Path) -> None:
    git(root, "switch", "-qc", "one")
    add(root / AREAS, "# 一\n")
    commit(root)
    git(root, "switch", "-q", "main")
    add(root / AREAS, "# 二\n")
    commit(root)
    git(root, "merge", "one", check=False)
    assert ask(root, "ls-files", "-u")


CHANGES = (
    edited,
    staged,
    staged_and_edited_back,
    said_not_to_change,
    left_out_of_the_checkout,
    as_long_and_as_old,
    removed,
    linked,
    new,
    swapped,
    under_a_merge,
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_other_than_git_has_it_is_read(root: Path, change: Callable[[Path], object]) -> None:
    memo = Memo(root.parent / "cache")
    list_all(load(root, SCHEMAS, memo=memo))
    change(root)
    files = list_files(root, ask_git=True)
    regular = [path for path, what in files.entries.items() if what == "file"]
    assert files.list_ids(regular) == [compute_blob_id(files.read(path)) for path in regular]
    assert len(files.tracked.ids) >= len(regular) - 2
    assert list_all(load(root, SCHEMAS, memo=memo)) == list_all(load(root, SCHEMAS))


def test_other_line_ends_are_found_to_hold_the_same(root: Path) -> None:
    """Git takes them for the same, where it is told so; so do we."""
    (root / ".gitattributes").write_text("*.yml text eol=lf\n")
    commit(root)
    memo = Memo(root.parent / "cache")
    before = list_all(load(root, SCHEMAS, memo=memo))
    file = root / AREAS
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert list_all(load(root, SCHEMAS, memo=memo)) == list_all(load(root, SCHEMAS)) == before


def test_outside_git_and_with_ids_of_another_kind_nothing_is_known(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make(other, 1)
    assert list_tracked(other) == UNTRACKED
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256", str(other))
    commit(other)
    assert list_tracked(other).ids == {}
    assert list_all(load(other, SCHEMAS, memo=Memo(tmp_path / "c"))) == list_all(load(other, SCHEMAS))


def test_replaced_files_are_as_if_they_lay_there(root: Path, tmp_path: Path) -> None:
    random, files = Random(7), list_files(root, ask_git=True)
    for _ in range(20):
        paths = random.sample([*files.entries], 3)
        replaced: dict[str, bytes | None] = {
            paths[0]: None,
            paths[1]: files.read(paths[2]),
            random.choice(["records/new.yml", "records/batches/9.yml", "records/.x.yml"]): b"a: 1\n",
        }
        like = load(root, SCHEMAS, memo=Memo(tmp_path / "cache"))
        there = files.replace_files(replaced)
        for path, content in replaced.items():
            (root / path).write_bytes(content) if content is not None else (root / path).unlink()
        here = list_files(root)
        assert list(there.entries.items()) == list(here.entries.items())
        assert ids(there) == ids(here)
        other = LoadedRecords(like.files.replace_files(replaced), SCHEMAS, like.memo, like=like)
        assert list_all(other) == list_all(load(root, SCHEMAS))
        git(root, "clean", "-qfdx", "records")
        git(root, "reset", "-q", "--hard")


def ids(files: Files) -> dict[str, str]:
    return dict(zip(files.entries, files.list_ids([*files.entries]), strict=True))
