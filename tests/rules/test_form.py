"""Faults of form that no text file in a case folder can show."""

from __future__ import annotations

import shutil
from pathlib import Path

from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine


def test_link_is_refused(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "records")
    (tmp_path / "records/batches/2020-1.yml").symlink_to(tmp_path / "records/batches/2019-1.yml")
    [finding] = examine(tmp_path, DAY).findings
    assert (finding.rule, finding.path) == ("file-link", "records/batches/2020-1.yml")


def test_size_is_limited_to_one_mebibyte(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "records")
    file = tmp_path / "records/systems.yml"
    text = file.read_bytes()
    file.write_bytes(text + b"#" * (1024 * 1024 - len(text)))
    assert examine(tmp_path, DAY).findings == []
    file.write_bytes(file.read_bytes() + b"#")
    [finding] = examine(tmp_path, DAY).findings
    assert (finding.rule, finding.severity) == ("yaml-size", "error")


def test_rules_are_asked_of_a_record_whose_form_is_certain(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "records")
    file = next((tmp_path / "records").glob("institutions/*/*/plans/*.yml"))
    text = file.read_text("utf-8").replace("new_remote_hours: 0", "new_remote_hours:\t\u200b３", 1)
    file.write_text(f"\ufeff{text}", "utf-8")
    findings = [
        each for each in examine(tmp_path, DAY).findings if each.path == file.relative_to(tmp_path).as_posix()
    ]
    line = text[: text.index("３")].count("\n") + 1
    column = text.splitlines()[line - 1].index("３") + 1
    place = line, column
    assert [each.rule for each in findings] == [
        "yaml-encoding",
        "yaml-tab",
        "yaml-invisible",
        "remote-hours-fit",
        "schema",
    ]
    assert [(each.line, each.column) for each in findings[3:]] == [place, place]
    assert [each.mendable for each in findings] == [True, True, True, False, True]
