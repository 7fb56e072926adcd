"""The memo: what is stored is found again by all that it follows from, and whatever befalls its file."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

from registry.memo import BATCH, Memo, SmallValues, _seal, compute_digest, list_installed
from tests.conftest import EMPTY, REPOSITORY, configure, registry

KEY, OTHER = b"key", b"other key"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "memo.sqlite"


def stored(file: Path) -> Memo:
    """A memo whose file has one value, written by a run before."""
    memo = Memo(file)
    memo.put("part", "demo-001", KEY, b"value")
    memo.save()
    return Memo(file)


def value(memo: Memo, key: bytes = KEY) -> bytes | None:
    return memo.get("part", "demo-001", key)


def test_a_value_is_found_by_its_kind_name_and_key_alone(file: Path) -> None:
    memo = stored(file)
    assert value(memo) == b"value"
    assert value(memo, OTHER) is None
    assert memo.get("page", "demo-001", KEY) is None
    assert memo.get("part", "demo-002", KEY) is None


def test_what_waits_is_found_before_it_is_written(file: Path) -> None:
    memo = Memo(file)
    memo.put("part", "demo-001", KEY, b"value")
    assert value(memo) == b"value"
    assert value(Memo(file)) is None


def test_many_values_are_those_that_are_found_one_by_one(file: Path) -> None:
    memo, names = Memo(file), [f"demo-{i:03}" for i in range(BATCH + 88)]
    for name in names[::2]:
        memo.put("part", name, KEY, name.encode())
    memo.save()
    memo.put("part", names[1], KEY, b"waits")
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE memo SET value = x'00' WHERE name = 'demo-002'")
    pairs = [(name, OTHER if name == names[4] else KEY) for name in names]
    values = dict(memo.get_many("part", iter(pairs)))
    assert values == {name: memo.get("part", name, key) for name, key in pairs}
    assert [*values] == names
    assert [values[name] for name in names[:7]] == [
        b"demo-000",
        b"waits",
        None,
        None,
        None,
        None,
        b"demo-006",
    ]


def test_much_is_written_at_once(file: Path) -> None:
    memo = Memo(file)
    memo.put("part", "demo-001", KEY, bytes(1 << 24))
    assert value(Memo(file)) == bytes(1 << 24)


def test_of_a_name_the_last_value_is_kept(file: Path) -> None:
    for each in "abc":
        memo = Memo(file)
        memo.put("part", "demo-001", each.encode(), each.encode())
        memo.save()
    assert [each for each in "abc" if value(Memo(file), each.encode())] == ["c"]


def test_a_value_that_is_stored_again_is_the_last(file: Path) -> None:
    for each in "abab":
        memo = Memo(file)
        memo.put("part", "demo-001", each.encode(), each.encode())
        memo.save()
    assert value(Memo(file), b"b") == b"b"


def test_git_ignores_the_folder_but_none_of_others(file: Path, tmp_path: Path) -> None:
    stored(file)
    assert (file.parent / ".gitignore").read_text() == "*\n"
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/one.txt").touch()
    stored(tmp_path / "papers/memo.sqlite")
    assert not (tmp_path / "papers/.gitignore").exists()


# -- many small values -------------------------------------------------------------------------------------


def small(file: Path) -> SmallValues[list[int]]:
    """The small values of a kind, as a run finds them."""
    return SmallValues(Memo(file), "numbers", dict[str, tuple[bytes, list[int]]])


def test_small_values_are_found_by_name_and_key(file: Path) -> None:
    values = small(file)
    values.put("demo-001", KEY, [])
    values.put("demo-002", KEY, [1, 2])
    assert values.get("demo-001", KEY) == []
    assert small(file).get("demo-001", KEY) is None
    values.save()
    again = small(file)
    assert (again.get("demo-001", KEY), again.get("demo-002", KEY)) == ([], [1, 2])
    assert again.get("demo-001", OTHER) is again.get("demo-003", KEY) is None


def test_small_values_of_names_that_are_not_in_use_go_with_the_next_that_comes(file: Path) -> None:
    first = small(file)
    for name in "abc":
        first.put(name, KEY, [1])
    first.save()
    second = small(file)
    second.get("a", KEY)
    second.save()  # nothing new: what others may want stays
    assert small(file).get("b", KEY) == [1]
    second.put("b", OTHER, [2])
    second.save()
    third = small(file)
    assert [third.get(*each) for each in (("a", KEY), ("b", OTHER), ("c", KEY))] == [[1], [2], None]


def test_of_a_small_value_the_one_before_stays_as_that_of_the_base(file: Path) -> None:
    keys = [KEY, OTHER, b"third key"]
    for number, key in enumerate(keys):
        values = small(file)
        values.put("a", key, [number])
        values.save()
    again = small(file)
    assert [again.get("a", key) for key in keys] == [None, [1], [2]]


def test_of_two_small_values_the_one_that_was_asked_for_last_stays_with_the_next(file: Path) -> None:
    values = small(file)
    for number, key in enumerate((KEY, OTHER)):
        values.put("a", key, [number])
    assert values.get("a", KEY) == [0]
    values.put("a", b"third key", [2])
    values.save()
    assert [small(file).get("a", key) for key in (KEY, OTHER, b"third key")] == [[0], None, [2]]


# -- what befalls a file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["value", "key", "name", "seal"])
def test_a_damaged_row_counts_for_nothing_and_is_replaced(file: Path, column: str) -> None:
    stored(file)
    other = {"value": b"valuf", "key": compute_digest(b"x"), "name": "demo-002", "seal": 1}[column]
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute(f"UPDATE memo SET {column} = ?", (other,))
    memo = Memo(file)
    assert value(memo) is None
    assert memo.get("part", "demo-002", KEY) is None
    assert value(stored(file)) == b"value"


def overwrite(file: Path) -> None:
    file.write_bytes(b"not of ours" * 1000)


def leave_journal(file: Path) -> None:
    """As one who was killed while writing; the file itself is damaged besides."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA cache_spill = 1")
        database.execute("DELETE FROM memo")
        journal = file.with_name(f"{file.name}-journal").read_bytes()
    file.with_name(f"{file.name}-journal").write_bytes(journal)
    overwrite(file)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def scramble(file: Path) -> None:
    """All pages but the first, which tells how many there are."""
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(each ^ 0x55 for each in whole[4096:]))


def replace_table(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE memo (other TEXT)")


@pytest.mark.parametrize("damage", [overwrite, cut, empty, scramble, replace_table, leave_journal])
def test_a_damaged_file_counts_as_empty_and_is_made_anew(file: Path, damage: Callable[[Path], None]) -> None:
    memo = stored(file)
    for number in range(50):
        memo.put("part", f"demo-{number}", KEY, bytes(1000))
    memo.save()
    damage(file)
    memo = Memo(file)
    assert value(memo) is None
    memo.put("part", "demo-001", OTHER, b"new")
    memo.save()
    assert value(memo, OTHER) == b"new"
    stored(file)  # by the next run at the latest it can be used again
    assert value(stored(file)) == b"value"


def test_a_file_that_is_damaged_meanwhile_counts_as_empty(file: Path) -> None:
    memo = stored(file)
    overwrite(file)
    assert value(memo, OTHER) is None
    memo.put("part", "demo-001", OTHER, b"new")
    memo.save()
    assert value(memo, OTHER) == b"new"
    assert value(stored(file)) == b"value"


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield


def test_a_file_that_another_process_holds_counts_as_empty_and_is_left(file: Path) -> None:
    memo = stored(file)
    with locked(file):
        late = Memo(file)
        for each in (memo, late):
            assert value(each) is None
            each.put("part", "demo-001", OTHER, b"new")
            each.save()
            assert value(each, OTHER) == b"new"
    assert value(Memo(file)) == b"value"


def block(file: Path) -> None:
    """A folder in the place of the file."""
    file.unlink()
    file.mkdir()


def forbid(file: Path) -> None:
    file.chmod(0o400)
    file.parent.chmod(0o500)


@pytest.mark.parametrize("hindrance", [block, forbid])
def test_where_nothing_can_be_written_a_run_still_finds_what_it_has_stored(
    file: Path, hindrance: Callable[[Path], None]
) -> None:
    stored(file)
    hindrance(file)
    memo = Memo(file)
    memo.put("part", "demo-001", OTHER, b"new")
    memo.save()
    assert value(memo, OTHER) == b"new"
    file.parent.chmod(0o700)


def test_what_finds_no_room_is_found_in_this_run(file: Path) -> None:
    memo = stored(file)
    (pages,) = memo._database.execute("PRAGMA page_count").fetchone()
    memo._database.execute(f"PRAGMA max_page_count = {pages}")  # as on a full disk
    memo.put("part", "demo-001", OTHER, os.urandom(1 << 20))
    memo.save()
    assert len(value(memo, OTHER) or b"") == 1 << 20
    assert value(Memo(file)) == b"value"


def test_a_file_in_the_place_of_the_folder_stays(file: Path) -> None:
    file.parent.write_text("mine")
    assert value(stored(file)) is None
    assert file.parent.read_text() == "mine"


@pytest.mark.parametrize("name", ["findings.sqlite", "parts.sqlite"])
def test_a_command_says_nothing_of_a_damaged_memo(tmp_path: Path, name: str) -> None:
    tmp_path = tmp_path / "cache"
    first = registry("check", "--cache", tmp_path, "--workers", "1")
    (tmp_path / name).write_bytes(b"x" * 5000)
    again = registry("check", "--cache", tmp_path, "--workers", "1")
    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, "")
    with contextlib.closing(sqlite3.connect(tmp_path / name)) as database:
        assert database.execute("SELECT count(*) FROM memo").fetchone() > (0,)


# -- what the version follows from -------------------------------------------------------------------------


@pytest.mark.parametrize("value", [b"\xc1", b"\x05", "text"], ids=repr)
def test_rows_of_another_form_count_for_nothing_though_their_checksum_is_right(
    tmp_path: Path, value: bytes | str
) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path)
    build = ("build", "--on", "2026-11-23")
    first = registry(*build, cwd=tmp_path)
    site = {file: file.read_bytes() for file in (tmp_path / "public").rglob("*") if file.is_file()}
    for file in (tmp_path / ".cache/registry").glob("*.sqlite"):
        with contextlib.closing(sqlite3.connect(file)) as database, database:
            for *address, seal in database.execute("SELECT kind, name, key, seal FROM memo").fetchall():
                if isinstance(value, bytes):
                    seal = _seal((address[0], address[1], address[2]), value)
                database.execute(
                    "UPDATE memo SET value = ?, seal = ? WHERE kind = ? AND name = ? AND key = ?",
                    (value, seal, *address),
                )
    result = registry(*build, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, first.stderr)
    assert site == {file: file.read_bytes() for file in (tmp_path / "public").rglob("*") if file.is_file()}


def installed(folder: Path, name: str, version: str) -> None:
    """Install a distribution, as far as its folder tells."""
    (folder / f"{name}-{version}.dist-info").mkdir(parents=True)


def version(*first: Path) -> str:
    """The version of the program in a process of its own, in which these folders come first."""
    path = os.pathsep.join([*map(str, first), os.environ["PYTHONPATH"], "generator"])
    script = "from registry.memo import digest_program; print(digest_program().hex())"
    result = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": path}, capture_output=True, check=True
    )
    return result.stdout.decode()


def test_another_library_or_module_makes_another_version(tmp_path: Path) -> None:
    """Also one that no list names: from pypinyin follow the initials in the look-up."""
    for name, number in (("other", "99.0"), ("same", "99.0")):
        installed(tmp_path / name, "pypinyin", number)
    one, same = version(tmp_path / "other"), version(tmp_path / "same")
    assert version() != one == same


def test_what_is_installed_is_listed_as_the_standard_library_does() -> None:
    listed = {tuple(each.rpartition(".")[0].lower().split("-")[:2]) for each in list_installed()}
    assert listed == {(re.sub("[-_.]+", "_", each.name).lower(), each.version) for each in distributions()}


@pytest.mark.parametrize("file", ["publish/open_data/envelope.json", "records/unicode/confusables.txt"])
def test_so_does_another_file_of_data(tmp_path: Path, file: str) -> None:
    """A page or a finding follows from it too; in a checkout it changes while no module does."""
    package = tmp_path / "registry"
    shutil.copytree(
        REPOSITORY / "generator/registry", package, ignore=shutil.ignore_patterns("examples", "__pycache__")
    )
    before = version(tmp_path)
    with (package / file).open("a", encoding="utf-8") as data:
        data.write("\n")
    assert version(tmp_path) != before
