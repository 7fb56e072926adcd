"""A site changes whole or not at all: whoever is killed, whoever builds at the same time, whoever reads."""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.corpus import make
from registry.publish.assemble import build as making
from registry.publish.assemble.build import NotBuilt, build
from registry.publish.assemble.plugin import BuildContext
from registry.publish.output_folder import OutputFolder
from registry.publish.switch import open_folder_beside
from tests.conftest import DAY, EMPTY, REPOSITORY, configure
from tests.files import read_files

STAMP = "stamp.json"
Site = dict[str, str]
OLD: Site = {STAMP: "1", "a/index.html": "甲", "b/c/index.html": "乙", "d.css": "丙"}
NEW: Site = {STAMP: "2", "a/index.html": "丁", "d.css": "丙", "e/index.html": "戊"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def renames(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two folders."""
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())


def place(folder: Path, files: Site, cache: str = "cache") -> None:
    with open_folder_beside(folder) as work:
        (work / "site").mkdir()
        site = OutputFolder(folder, work / "site", STAMP, folder.with_name(cache))
        for path, text in files.items():
            site.write(path, text.encode())
        site.finish()


def held(folder: Path) -> Site:
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".registry-"))
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


def start(function: Callable[[], object]) -> int:
    """Run a function in a process of its own, which is cheap as it is a copy of this one."""
    process = os.fork()
    if process:
        return process
    try:
        function()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(3)


def say_to(descriptor: int) -> None:
    """Let what is logged go there, as it goes to standard error without pytest."""
    stream = os.fdopen(descriptor, "w", encoding="utf-8")
    logging.basicConfig(stream=stream, format="%(message)s", force=True)


def end(process: int) -> int:
    """How a process ended: its exit code, or the signal's number below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def at_lines(function: Callable[[], object], do: Callable[[int], object]) -> Callable[[], object]:
    """The function; from where it begins to put all in place, `do` is called before each line of Python."""

    def run() -> None:
        numbers = count()
        finish = OutputFolder.finish

        def trace(_: FrameType, event: str, __: object) -> Any:
            if event == "line":
                do(next(numbers))
            return trace

        def traced(place: OutputFolder) -> None:
            sys.settrace(trace)
            finish(place)

        OutputFolder.finish = traced  # type: ignore[assignment, method-assign]
        function()

    return run


def killed_at(line: int, function: Callable[[], object]) -> Callable[[], object]:
    """The function, killed at so many lines of Python from where it begins to put all in place."""
    return at_lines(function, lambda now: os.kill(os.getpid(), signal.SIGKILL) if now == line else None)


def kill_everywhere(folder: Path, step: int) -> Iterator[int]:
    """Kill builds at each `step`th line until one comes to its end; where each was killed."""
    for line in range(0, 100_000, step):
        shutil.rmtree(folder.parent)
        folder.parent.mkdir()
        place(folder, OLD)
        if end(start(killed_at(line, lambda: place(folder, NEW)))) == 0:
            return
        yield line


@pytest.mark.parametrize("step", [41, pytest.param(3, marks=pytest.mark.long)])
def test_a_kill_at_any_line_leaves_one_whole_version(folder: Path, step: int) -> None:
    versions = []
    for _ in kill_everywhere(folder, step):
        versions.append(held(folder))
        place(folder, NEW)
        assert held(folder) == NEW
        assert {*folder.parent.iterdir()} == {folder, folder.with_name("cache")}  # no remnants
    assert len(versions) > 20
    changes = [before != after for before, after in pairwise(versions)]
    assert (versions[0], versions[-1], sum(changes)) == (OLD, NEW, 1)


@pytest.mark.usefixtures("renames")
def test_a_kill_between_two_renames_is_healed_by_the_next_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(folder, OLD)
    rename = Path.rename

    def rename_and_die(path: Path, target: Path) -> Path:
        renamed = rename(path, target)
        if path == folder:
            os.kill(os.getpid(), signal.SIGKILL)
        return renamed

    # The very line, since the lines before it are more or fewer with each version of Python.
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename_and_die)
        assert end(start(lambda: place(folder, NEW))) == -signal.SIGKILL
    assert not folder.exists()
    with open_folder_beside(folder):
        assert held(folder) == OLD


@pytest.mark.long
@pytest.mark.usefixtures("renames")
def test_a_kill_at_any_line_of_two_renames_is_healed(folder: Path) -> None:
    for _ in kill_everywhere(folder, 9):
        assert not folder.exists() or held(folder) in (OLD, NEW)
        with open_folder_beside(folder):
            assert held(folder) in (OLD, NEW)


def test_a_killed_build_leaves_nothing_but_what_the_next_one_clears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, root = tmp_path / "scratch", tmp_path / "register"
    scratch.mkdir()
    shutil.copytree(EMPTY / "records", root / "records")
    configure(root)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setattr(making, "mkdocs_build", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    assert end(start(lambda: build(BuildContext(root, DAY, DAY)))) == -signal.SIGKILL
    assert {each.name for each in root.glob(".public*")} == {
        ".public.registry-build",
        ".public.registry-build.lock",
    }

    def fail(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(making, "load", fail)
    with pytest.raises(NotBuilt):
        build(BuildContext(root, DAY, DAY))
    assert [*root.glob(".public*"), *scratch.iterdir()] == []


def test_whoever_reads_meets_one_version(folder: Path) -> None:
    """What both have is there at any moment, and nothing old comes after something new."""
    place(folder, OLD)
    for number in range(20):
        before, after = (OLD, NEW) if number % 2 == 0 else (NEW, OLD)
        process = start(lambda after=after: place(folder, after))  # type: ignore[misc]
        lines: list[str] = []
        while not lines or lines[-1] != after["a/index.html"]:
            lines += [(folder / path).read_text() for path in ("a/index.html", STAMP, "a/index.html")]
        assert end(process) == 0
        assert [text for text in lines if text not in {*before.values(), *after.values()}] == []
        first_new = next(i for i, text in enumerate(lines) if text in {after[STAMP], after["a/index.html"]})
        assert {before[STAMP], before["a/index.html"]}.isdisjoint(lines[first_new:])


def test_who_comes_second_says_so_and_waits(folder: Path) -> None:
    place(folder, OLD)
    reader, writer = os.pipe()

    def waiting() -> None:
        say_to(writer)
        place(folder, NEW)

    with os.fdopen(reader, encoding="utf-8") as said:
        with open_folder_beside(folder):
            second = start(waiting)
            os.close(writer)
            assert said.readline() == f"registry：提醒：另一次生成正在写 {folder}，等它结束\n"
            assert held(folder) == OLD
        assert (said.read(), end(second)) == ("", 0)
    assert held(folder) == NEW
    assert {*folder.parent.iterdir()} == {folder, folder.with_name("cache")}


@pytest.mark.parametrize("caches", [("one", "one"), ("one", "two")], ids=["one cache", "two caches"])
def test_of_many_at_once_the_last_is_there_whole_and_is_known(folder: Path, caches: tuple[str, str]) -> None:
    for _ in range(8):
        both = zip((OLD, NEW), caches, strict=True)
        processes = [start(lambda b=b: place(folder, *b)) for b in both]  # type: ignore[misc]
        assert [end(each) for each in processes] == [0, 0]
        assert held(folder) in (OLD, NEW)
        for files, cache in zip((OLD, NEW), caches, strict=True):  # no wrong note is left
            place(folder, files, cache)
            assert held(folder) == files


def test_a_worker_that_outlives_its_parent_does_not_hold_the_lock(folder: Path) -> None:
    """As the processes of a pool do where their parent is killed."""
    reader, writer = os.pipe()

    def parent() -> None:
        with open_folder_beside(folder):
            start(lambda: os.read(reader, 1))
            os.kill(os.getpid(), signal.SIGKILL)

    assert end(start(parent)) == -signal.SIGKILL
    place(folder, NEW)  # or it would wait for ever
    os.write(writer, b"x")
    os.close(writer)
    os.close(reader)
    assert held(folder) == NEW


def test_what_goes_wrong_meanwhile_is_raised_and_the_lock_is_free(folder: Path) -> None:
    place(folder, OLD)

    def fail() -> None:
        with open_folder_beside(folder) as work:
            (work / "site").mkdir()
            raise FileNotFoundError("own")

    with pytest.raises(FileNotFoundError, match="own"):
        fail()
    assert held(folder) == OLD
    assert {*folder.parent.iterdir()} == {folder, folder.with_name("cache")}


def test_a_working_folder_that_leads_elsewhere_harms_nobody(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/one").touch()
    (tmp_path / ".public.registry-build").symlink_to(tmp_path / "papers")
    place(folder, NEW)
    assert (tmp_path / "papers/one").is_file()
    assert held(folder) == NEW


def test_a_long_name_has_a_working_folder_too(tmp_path: Path) -> None:
    folder = tmp_path / ("名" * 85)
    place(folder, OLD)
    place(folder, NEW)
    assert held(folder) == NEW


MOUNTS = """
set -e
disk=$1; shift
mkdir -p "$disk/上 级/tmp" "$disk/out" "$disk/bound/public" "$disk/behind"
mount -t tmpfs none "$disk/out"
mount -t tmpfs none "$disk/上 级/tmp"
mount --bind "$disk/behind" "$disk/bound/public"
exec "$@"
"""
IN_MOUNTS = """
import sys
from pathlib import Path
from tests.publish.test_switch import NEW, OLD, held, place
disk = Path(sys.argv[1])
for name in ("out", "bound/public", "上 级/tmp/public"):
    folder = disk / name
    for files in (OLD, NEW, OLD):
        print(f"-- {name}", file=sys.stderr, flush=True)
        before = folder.stat().st_ino if folder.exists() else 0
        place(folder, files)
        assert held(folder) == files, held(folder)
        assert [each.name for each in folder.glob(".*")] == [".registry-files.json"]
        assert (folder.stat().st_ino == before) == (name != "上 级/tmp/public")
"""


def test_a_folder_that_is_a_mount_is_filled_and_one_below_a_mount_is_exchanged(tmp_path: Path) -> None:
    shell = ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNTS, "sh", str(tmp_path)]
    if subprocess.run([*shell, "true"], capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted here")
    command = [*shell, sys.executable, "-c", IN_MOUNTS, str(tmp_path)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    stacks = {part.split("\n")[0]: part.split("\n")[1:-1] for part in result.stderr.split("-- ")[1:]}
    assert [len(lines) for lines in stacks.values()] == [1, 1, 0]
    assert stacks["out"][0].startswith(f"registry：提醒：{tmp_path}/out 是挂载点，不能整个替换，")


# -- as thorough as time allows ----------------------------------------------------------------------------


def built(root: Path, out: Path, day: dt.date) -> Callable[[], object]:
    cache = root.with_name("cache")
    return lambda: build(BuildContext(root, day, day, cache=cache), out)


def two_versions(tmp_path: Path) -> tuple[Path, list[dt.date], list[dict[str, bytes]]]:
    """A register, two days, and its site on each of them."""
    root, days = tmp_path / "register", [DAY, DAY + dt.timedelta(days=1)]
    make(root, 5)
    versions = []
    for day in days:
        assert end(start(built(root, tmp_path / "apart", day))) == 0
        versions.append(read_files(tmp_path / "apart"))
        shutil.rmtree(tmp_path / "apart")
    assert versions[0] != versions[1]
    return root, days, versions


def lines_of(function: Callable[[], object]) -> int:
    """How many lines of Python it takes to put all in place."""
    reader, writer = os.pipe()
    last = 0

    def note(now: int) -> None:
        nonlocal last
        last = now

    def run() -> None:
        at_lines(function, note)()
        sys.settrace(None)
        os.write(writer, str(last).encode())

    assert end(start(run)) == 0
    os.close(writer)
    with os.fdopen(reader) as pipe:
        return int(pipe.read())


@pytest.mark.long
def test_200_kills_of_whole_builds(tmp_path: Path) -> None:
    root, days, versions = two_versions(tmp_path)
    out, draw = tmp_path / "public", random.Random(15)
    assert end(start(built(root, out, days[0]))) == 0
    lines = lines_of(built(root, out, days[1]))
    counts = [0, 0]
    for _ in range(200):
        there = versions.index(read_files(out))
        line = draw.randrange(lines)
        assert end(start(killed_at(line, built(root, out, days[1 - there])))) in (-signal.SIGKILL, 0)
        now = read_files(out)
        assert now in versions, f"killed at line {line}"
        counts[now != versions[there]] += 1
    print(f"200 kills: {counts[0]} left the old version, {counts[1]} the new one; {lines} lines")
    assert end(start(built(root, out, days[0]))) == 0
    assert read_files(out) == versions[0]
    assert {each.name for each in tmp_path.iterdir()} == {"register", "cache", "public"}


@pytest.mark.long
def test_100_pairs_of_whole_builds(tmp_path: Path) -> None:
    root, days, versions = two_versions(tmp_path)
    out = tmp_path / "public"
    last = [0, 0]
    for _ in range(100):
        days.reverse()  # whoever starts first mostly has the lock first
        processes = [start(built(root, out, day)) for day in days]
        assert [end(each) for each in processes] == [0, 0]
        last[versions.index(read_files(out))] += 1
    print(f"100 pairs: {last} last")
    assert min(last) > 0
    assert end(start(built(root, out, days[0]))) == 0
    assert read_files(out) == versions[0]
