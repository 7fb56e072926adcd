"""Files are written whole, and several of them all or none."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from registry.whole_file import create_file, replace_file, replace_files


def test_several_files_are_written_with_their_folders(tmp_path: Path) -> None:
    there, new = tmp_path / "a.yml", tmp_path / "plans" / "b.yml"
    there.write_bytes(b"old")
    replace_files({there: b"1", new: b"2"})
    assert (there.read_bytes(), new.read_bytes()) == (b"1", b"2")
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.yml", "b.yml", "plans"]


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    there, new, file = tmp_path / "a.yml", tmp_path / "b.yml", tmp_path / "file"
    there.write_bytes(b"old")
    file.write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        replace_files({there: b"1", new: b"2", file / "c.yml": b"3"})
    assert there.read_bytes() == b"old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yml", "file"]


def test_a_full_disk_leaves_nothing_and_is_told_of_the_file(tmp_path: Path) -> None:
    file, before = tmp_path / "a.yml", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        for write in (create_file, replace_file, lambda file, content: replace_files({file: content})):
            with pytest.raises(OSError, match=r"a\.yml"):
                write(file, b"1" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [*tmp_path.iterdir()] == []


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(folder, b"1")
    assert [*tmp_path.iterdir()] == [folder]


def test_where_it_is_interrupted_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, other, new = (tmp_path / f"{name}.yml" for name in "abc")
    for file in (there, other):
        file.write_bytes(b"old")
    rename = Path.replace

    def interrupt(path: Path, target: Path) -> Path:
        if target == other and path.read_bytes() == b"2":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", interrupt)
    for write in (replace_files, lambda contents: replace_file(other, contents[other])):
        with pytest.raises(KeyboardInterrupt):
            write({there: b"1", other: b"2", new: b"3"})
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
            "a.yml": b"old",
            "b.yml": b"old",
        }
