"""A site put in place: what is as it should be stays untouched, and the folder is as if made anew."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from benchmarks.corpus import make
from registry.publish.assemble.build import build
from registry.publish.assemble.plugin import BuildContext
from registry.publish.output_folder import OutputFolder
from registry.publish.output_mark import MARK, build_mark
from registry.publish.switch import open_folder_beside
from registry.refusal import Refusal
from registry.workers import HERE, start_processes
from tests.conftest import DAY
from tests.files import read_files

STAMP = "stamp.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


def place(
    folder: Path,
    files: dict[str, str],
    others: dict[str, str] | None = None,
    together: Callable[[OutputFolder], None] = lambda placing: None,
) -> set[str]:
    """Place files, some written by others meanwhile; the paths of those that were written."""
    shutil.rmtree(folder.with_name("aside"), ignore_errors=True)
    aside = folder.with_name("aside") / "site"
    aside.mkdir(parents=True)
    placing = OutputFolder(folder, aside, STAMP, folder.with_name("cache"))
    for path, text in (others or {}).items():
        (aside / path).write_text(text)
    before = {path: (folder / path).stat().st_ino for path in held(folder)}
    for path, text in files.items():
        placing.write(path, text.encode())
    together(placing)
    placing.finish()
    shutil.rmtree(aside.parent)
    return {path for path in held(folder) if (folder / path).stat().st_ino != before.get(path)}


def held(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != MARK)
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


FILES = {STAMP: "1", "a/index.html": "甲", "b/c/index.html": "乙", "d.css": "丙"}


def test_a_file_that_is_as_it_was_is_left_alone(folder: Path) -> None:
    assert place(folder, FILES) == {*FILES}
    assert place(folder, FILES) == set()
    other = {**FILES, "a/index.html": "丁"}
    assert place(folder, other) == {"a/index.html"}
    assert held(folder) == other
    assert place(folder, {STAMP: "1"}, {"d.css": "丙"}) == set()  # what others write as it was, too


def test_a_site_that_is_as_it_was_stays_as_it_is(folder: Path) -> None:
    place(folder, FILES)
    before = {file: file.stat().st_ino for file in (folder, *folder.rglob("*"))}
    place(folder, FILES)
    assert {file: file.stat().st_ino for file in (folder, *folder.rglob("*"))} == before
    place(folder, {STAMP: "1", "d.css": "丙"})
    assert held(folder) == {STAMP: "1", "d.css": "丙"}
    assert folder.stat().st_ino != before[folder]


def test_what_is_no_more_goes_with_its_folders(folder: Path) -> None:
    place(folder, FILES)
    place(folder, {STAMP: "1", "a/index.html": "甲"})
    assert held(folder) == {STAMP: "1", "a/index.html": "甲"}
    assert not (folder / "b").exists()


@pytest.mark.parametrize("is_named", [True, False], ids=["moved in", "made anew"])
@pytest.mark.parametrize(
    ("other", "named"),
    [
        ("CNAME", "CNAME"),
        ("a/note.txt", "a/note.txt"),
        ("photos/2026/one.jpg", "photos/"),
        ("b/own/two.jpg", "b/own/"),
        (".git/config", ".git/"),
        (".well-known/security.txt", ".well-known/"),
    ],
)
def test_nothing_is_put_where_there_is_something_else(
    folder: Path, other: str, named: str, is_named: bool
) -> None:
    place(folder, FILES)
    (folder / other).parent.mkdir(parents=True, exist_ok=True)
    (folder / other).write_text("别人的")
    before = held(folder)
    if not is_named:
        shutil.rmtree(folder.with_name("cache"))
    with pytest.raises(Refusal, match="已有别的内容") as refused:
        place(folder, {STAMP: "2", "a/index.html": "丁"})
    assert f"：{named}；先移走" in str(refused.value)
    assert held(folder) == before


def test_a_link_in_the_folder_is_somebodys(folder: Path, tmp_path: Path) -> None:
    place(folder, FILES)
    (tmp_path / "papers").mkdir()
    (folder / "papers").symlink_to(tmp_path / "papers")
    with pytest.raises(Refusal, match="：papers；先移走"):
        place(folder, FILES | {"d.css": "丁"})


def test_what_the_mark_names_may_go_and_come_back(folder: Path) -> None:
    """The mark is right at any time: also of what the last build but one has made."""
    for files in (FILES, {STAMP: "2"}, {STAMP: "3", "a/index.html": "甲"}, FILES):
        place(folder, files)
        assert held(folder) == files
        assert json.loads((folder / MARK).read_text("utf-8"))["files"] == sorted(files)


@pytest.mark.parametrize("mark", ["", "[]", '{"files": 1}', "\ufeff", None])
def test_a_site_from_before_there_were_marks_is_known_by_its_stamp(folder: Path, mark: str | None) -> None:
    stamp = '{"version": "1.1.0", "as_of": "2026-11-23", "commit": "", "day": "2026年11月23日"}'
    place(folder, FILES | {STAMP: stamp, "b/gone/index.html": "旧"})
    shutil.rmtree(folder.with_name("cache"))
    (folder / MARK).unlink() if mark is None else (folder / MARK).write_text(mark, "utf-8")
    for other in ("CNAME", "a/b/notes.csv", "b/mine.csv"):
        (folder / other).parent.mkdir(exist_ok=True)
        (folder / other).write_text("别人的")
    with pytest.raises(Refusal, match=r"：CNAME、a/b/、b/mine\.csv；先移走"):
        place(folder, FILES)
    for other in ("CNAME", "a/b/notes.csv", "b/mine.csv"):
        (folder / other).unlink()
    place(folder, FILES)
    assert held(folder) == FILES


@pytest.mark.parametrize("stamp", ["1", "{}", '{"version": 1}', "x"])
def test_what_has_no_stamp_of_ours_is_no_site(folder: Path, stamp: str) -> None:
    folder.mkdir()
    (folder / STAMP).write_text(stamp)
    (folder / "index.html").write_text("别人的网站")
    with pytest.raises(Refusal, match=r"：index\.html、stamp\.json；先移走"):
        place(folder, FILES)
    assert held(folder) == {STAMP: stamp, "index.html": "别人的网站"}


def test_many_others_are_counted(folder: Path) -> None:
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.txt").touch()
    with pytest.raises(Refusal, match=r"0.txt、1.txt、2.txt、3.txt、4.txt 等 9 项；"):
        place(folder, FILES)


def test_an_empty_folder_and_empty_folders_in_it_are_taken(folder: Path) -> None:
    (folder / "a/b").mkdir(parents=True)
    place(folder, FILES)
    assert held(folder) == FILES


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


def test_files_of_one_source_are_made_once_and_again_where_one_is_missing(folder: Path) -> None:
    times: list[bytes] = []

    def put(source: bytes, files: dict[str, str]) -> set[str]:
        def make() -> Iterator[tuple[str, bytes]]:
            times.append(source)
            yield from ((path, text.encode()) for path, text in files.items())

        return place(
            folder, {STAMP: "1"}, together=lambda placing: placing.write_all("together", source, make)
        )

    together = {"a/0.json": "甲", "a/1.json": "乙"}
    assert put(b"first", together) == {STAMP, *together}
    assert put(b"first", together) == set()
    assert times == [b"first"]
    (folder / "a/1.json").unlink()
    assert put(b"first", together) == {"a/1.json"}
    other = {"a/0.json": "甲", "a/2.json": "丙"}
    assert put(b"second", other) == {"a/2.json"}  # what comes out the same stays
    assert held(folder) == {STAMP: "1", **other}
    assert put(b"first", together) == {"a/1.json"}
    assert times == [b"first", b"first", b"second", b"first"]


def test_where_another_has_built_the_folder_is_made_anew(folder: Path) -> None:
    """The stamp tells: another register's pages would be left over."""
    place(folder, FILES)
    shutil.rmtree(folder)
    (folder / "z").mkdir(parents=True)
    (folder / "z/index.html").write_text("别的")
    (folder / STAMP).write_text("1")
    (folder / MARK).write_bytes(build_mark(["z/index.html", STAMP]))
    place(folder, FILES)
    assert held(folder) == FILES


def test_a_damaged_note_counts_for_nothing(folder: Path) -> None:
    place(folder, FILES)
    for file in folder.with_name("cache").rglob("*"):
        if file.is_file():
            file.write_bytes(b"x")
    assert place(folder, FILES) == {*FILES}
    assert held(folder) == FILES


def test_a_folder_beside_goes_though_few_files_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which holds a descriptor for each level; so it is stood in for by one that gives up."""
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    with open_folder_beside(tmp_path / ("名" * 60)) as place:
        (place / "a/b/c").mkdir(parents=True)
        (place / "a/b/c/d").touch()
    assert list(tmp_path.iterdir()) == []


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


def loosen(root: Path) -> None:
    """Another number in the regulation, which the pages of rules tell too."""
    (file,) = root.glob("records/regulations/*.yml")
    text = file.read_text("utf-8")
    assert text.count("change_target_days: 30\n") == 1
    file.write_text(text.replace("change_target_days: 30\n", "change_target_days: 40\n"), "utf-8")


@pytest.mark.long
@pytest.mark.parametrize("workers", [None, 2])
def test_the_site_after_a_change_is_the_one_made_anew(tmp_path: Path, workers: int | None) -> None:
    root, cache = tmp_path / "register", tmp_path / "cache"
    make(root, 5)
    steps: list[tuple[Callable[[Path], None], int, int]] = [
        (lambda _: None, 0, 0),  # what is done, the days that pass, how many of the files may be other
        (remark, 0, 9),
        (fewer, 0, 120),  # the numbers of courses in the lists of search are others then
        (lambda _: None, 1, 60),
        (more, 0, 150),
        (loosen, 0, 2000),  # of every institution it may tell another thing
    ]
    day, out = DAY, tmp_path / "public"
    with start_processes(workers) if workers else nullcontext(HERE) as hands:
        build(BuildContext(root, day, day, cache=cache, workers=hands), out)
        for do, days, most in steps:
            before = {path: (out / path).stat().st_ino for path in read_files(out)}
            do(root)
            day += dt.timedelta(days=days)
            build(BuildContext(root, day, day, cache=cache, workers=hands), out)
            build(BuildContext(root, day, day), tmp_path / "anew")
            assert read_files(out) == read_files(tmp_path / "anew")
            others = [path for path in read_files(out) if (out / path).stat().st_ino != before.get(path)]
            assert len(others) <= most, others
