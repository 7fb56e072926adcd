"""Files are written whole, and several of them all or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.whole_file import replace_file, replace_files


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


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(folder, b"1")
    assert [*tmp_path.iterdir()] == [folder]
