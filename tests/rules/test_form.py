"""Faults of form that no text file in a case folder can show."""

from __future__ import annotations

import shutil
from pathlib import Path

from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine


def test_link_is_refused(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "records")
    (tmp_path / "records/batches/2020-1.yml").symlink_to(tmp_path / "records/batches/2019-1.yml")
    [found] = examine(tmp_path, DAY).findings
    assert (found.rule, found.path) == ("file-link", "records/batches/2020-1.yml")


def test_size_is_limited_to_one_mebibyte(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "records")
    file = tmp_path / "records/systems.yml"
    text = file.read_bytes()
    file.write_bytes(text + b"#" * (1024 * 1024 - len(text)))
    assert examine(tmp_path, DAY).findings == []
    file.write_bytes(file.read_bytes() + b"#")
    [found] = examine(tmp_path, DAY).findings
    assert (found.rule, found.severity) == ("yaml-size", "error")
