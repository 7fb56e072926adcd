"""What an edit of a table makes of the past is told at the table, whatever else is found of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.changes.base import compute_difference, find_change_faults, read_base
from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine
from tests.repository import commit, git

HEALTH = "authorities/yangqu-health.yml"
AREAS = "areas.yml"
REGULATION = "regulations/demo-2018.yml"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("past") / "登记册"
    shutil.copytree(BASE, root / "records")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    commit(root, "2021-05-01")
    return root


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        (HEALTH, "system: health", "system: other", "/system"),
        (HEALTH, "areas:\n  - yangqu\n", "areas:\n  - xuxian\n", "/areas"),
        (AREAS, "hrss: yangqu-hrss", "hrss: xuxian-hrss", "/areas/1/hrss"),
        (
            AREAS,
            "hrss: yangqu-hrss\n    valid_from: null\n    valid_to: null",
            "hrss: yangqu-hrss\n    valid_from: null\n    valid_to: 2018-12-31",
            "/areas/1/valid_to",
        ),
        (REGULATION, "city_authority: city-hrss", "city_authority: yangqu-hrss", "/city_authority"),
        (HEALTH, "name: 样例区卫生健康委（演示）", "name: 样例区卫生健康局（演示）", ""),
        (HEALTH, "areas:\n  - yangqu\n", "areas:\n  - yangqu\n  - xuxian\n", ""),
        (AREAS, "hrss: xuxian-hrss", "hrss: city-hrss", ""),
        (
            AREAS,
            "gb2260: null\n    statistical: null\n    hrss: x",
            'gb2260: "320921"\n    statistical: null\n    hrss: x',
            "",
        ),
    ],
)
def test_tables_keep_the_past(repository: Path, path: str, old: str, new: str, place: str) -> None:
    file = repository / "records" / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    base, head = read_base(repository, "main", DAY), examine(repository, DAY)
    faults = find_change_faults(repository, base, head, compute_difference(base, head), DAY)
    findings = [each for each in faults if each.rule == "tables-keep-the-past"]
    file.write_text(text, "utf-8")
    assert [each.pointer for each in findings] == ([place] if place else [])
