"""A site put in place: what is as it should be stays untouched, and the folder is as if made anew."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from benchmarks.corpus import make
from registry.publish.assemble.build import build
from registry.publish.output_folder import Place
from registry.rules.checking import examine
from registry.workers import HERE, processes
from tests.conftest import DAY

STAMP = "stamp.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


def place(folder: Path, files: dict[str, str], others: dict[str, str] | None = None) -> set[str]:
    """Place files, some written by others meanwhile; the paths of those that were written."""
    aside = folder.with_name("aside") / "site"
    aside.mkdir(parents=True)
    placing = Place(folder, aside, STAMP, folder.with_name("cache"))
    for path, text in (others or {}).items():
        (aside / path).write_text(text)
    before = {path: (folder / path).stat().st_ino for path in held(folder)}
    for path, text in files.items():
        placing.write(path, text.encode())
    placing.finish()
    shutil.rmtree(aside.parent)
    return {path for path in held(folder) if (folder / path).stat().st_ino != before.get(path)}


def held(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


FILES = {STAMP: "1", "a/index.html": "甲", "b/c/index.html": "乙", "d.css": "丙"}


def test_a_file_that_is_as_it_was_is_left_alone(folder: Path) -> None:
    assert place(folder, FILES) == {*FILES}
    assert place(folder, FILES) == set()
    other = {**FILES, "a/index.html": "丁"}
    assert place(folder, other) == {"a/index.html"}
    assert held(folder) == other
    assert place(folder, {STAMP: "1"}, {"d.css": "丙"}) == set()  # what others write as it was, too


def test_what_is_no_more_goes_with_its_folders_and_no_other(folder: Path) -> None:
    place(folder, FILES)
    (folder / "CNAME").write_text("example.org")
    place(folder, {STAMP: "1", "a/index.html": "甲"})
    assert held(folder) == {STAMP: "1", "a/index.html": "甲", "CNAME": "example.org"}
    assert not (folder / "b").exists()


@pytest.mark.parametrize("damage", ["edited", "touched", "gone"])
def test_what_somebody_has_changed_is_written_again(folder: Path, damage: str) -> None:
    place(folder, FILES)
    file = folder / "a/index.html"
    match damage:
        case "edited":
            file.write_text("x")
        case "touched":
            os.utime(file, ns=(1, 1))
        case _:
            file.unlink()
    assert place(folder, FILES) == {"a/index.html"}
    assert held(folder) == FILES


def test_where_another_has_built_the_folder_is_made_anew(folder: Path) -> None:
    """The stamp tells: another register's pages would be left over."""
    place(folder, FILES)
    shutil.rmtree(folder)
    (folder / "z").mkdir(parents=True)
    (folder / "z/index.html").write_text("别的")
    (folder / STAMP).write_text("1")
    place(folder, FILES)
    assert held(folder) == FILES


def test_a_damaged_note_counts_for_nothing(folder: Path) -> None:
    place(folder, FILES)
    for file in folder.with_name("cache").rglob("*"):
        if file.is_file():
            file.write_bytes(b"x")
    assert place(folder, FILES) == {*FILES}
    assert held(folder) == FILES


def remark(root: Path) -> None:
    (file,) = root.glob("records/institutions/*/demo-000001/plans/2023.yml")
    file.write_bytes(file.read_bytes() + "remarks: 补充说明。\n".encode())


def fewer(root: Path) -> None:
    """Four institutions, which are as they were, where there were five."""
    shutil.rmtree(root)
    make(root, 4)


def more(root: Path) -> None:
    shutil.rmtree(root)
    make(root, 6)


@pytest.mark.parametrize("workers", [pytest.param(None, marks=pytest.mark.long), 2])
def test_the_site_after_a_change_is_the_one_made_anew(tmp_path: Path, workers: int | None) -> None:
    root, cache = tmp_path / "register", tmp_path / "cache"
    make(root, 5)
    steps: list[tuple[Callable[[Path], None], int, int]] = [
        (lambda _: None, 0, 0),  # what is done, the days that pass, how many of the files may be other
        (remark, 0, 8),
        (fewer, 0, 70),
        (lambda _: None, 1, 20),
        (more, 0, 110),
    ]
    day, out = DAY, tmp_path / "public"
    with processes(workers) if workers else nullcontext(HERE) as hands:
        build(root, examine(root, day, cache=cache), day, out, cache=cache, workers=hands)
        for do, days, most in steps:
            before = {path: (out / path).stat().st_ino for path in raw(out)}
            do(root)
            day += dt.timedelta(days=days)
            build(root, examine(root, day, cache=cache), day, out, cache=cache, workers=hands)
            build(root, examine(root, day), day, tmp_path / "anew")
            assert raw(out) == raw(tmp_path / "anew")
            assert sum((out / path).stat().st_ino != before.get(path) for path in raw(out)) <= most


def raw(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
