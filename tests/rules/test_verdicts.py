"""Kept verdicts: what is found is the same as without them, and no rule is run again without need."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from benchmarks.corpus import make
from registry.changes.base import read_base
from registry.finding import Finding
from registry.memo import FINDINGS
from registry.model.register import Register
from registry.records import strict_yaml
from registry.rules import engine
from registry.rules.cases import DAY, list_cases
from registry.rules.checking import examine
from registry.rules.engine import CheckOptions
from registry.rules.verdicts import Fingerprints
from registry.workers import Workers
from tests.repository import make_committed
from tests.rules.cases import EVERY_SCOPE, write_case

FOLDERS = 12
SUCCESSION = """\
predecessor: {predecessor}
manner: 合并
authority: city-hrss
text: 按照合并决定承继原机构的权利义务。
"""
BARRED = {
    "2023-02-01-rectification-order": "authority: city-hrss\nground: 未完成教学培训计划\nfacts: 没有举办。\n"
    "requirements:\n  - 补办课程。\ndue: 2023-03-01\n",
    "2023-03-10-rectification-outcome": 'order: "2023-02-01-rectification-order"\nauthority: city-hrss\n'
    "result: 未达到\ntext: 到期仍未补办。\n",
    "2023-03-12-bar": 'outcome: "2023-03-10-rectification-outcome"\nauthority: city-hrss\ntext: 三年为限。\n',
}
WAIVER = """\
rule: plan-hours
reason: 承担专项任务。
authority: city-hrss
document:
  number: 演示人社〔2019〕30号
  date: 2019-12-20
from: 2019-01-01
until: 2030-12-31
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(tmp_path / "register", FOLDERS, 3)
    return tmp_path / "register"


CALENDAR = """\
year: 2023
documents:
  - number: 演示办发明电〔2022〕16号
    date: 2022-12-08
days_off:
  - name: 元旦
    from: 2022-12-31
    to: 2023-01-02
working_days: []
"""


@pytest.fixture
def threads() -> Iterator[Workers]:
    with ThreadPoolExecutor(2) as executor:
        yield Workers(executor, 2)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders whose rules are run, as they are; "" for what all share."""
    folders: list[str] = []
    run: Callable[..., list[Finding]] = engine._run_rules

    def noted(register: Register, *arguments: Any) -> list[Finding]:
        folder = next(iter(register.folders)) if len(register.folders) == 1 else ""
        folders.append(folder.rpartition("/")[2])
        return run(register, *arguments)

    monkeypatch.setattr(engine, "_run_rules", noted)
    return folders


def folder_of(root: Path, number: int) -> Path:
    (folder,) = root.glob(f"records/institutions/*/demo-{number:06d}")
    return folder


def act(root: Path, number: int, name: str, text: str) -> None:
    """Add an act; its date is in its name."""
    (folder_of(root, number) / f"acts/{name}.yml").write_text(f"date: {name[:10]}\n{text}", "utf-8")


def rerun(root: Path, judged: list[str], cache: Path) -> set[str]:
    judged.clear()
    examine(root, DAY, CheckOptions(cache=cache))
    return {each for each in judged if each}


def test_only_what_a_change_can_affect_is_judged_again(root: Path, tmp_path: Path, judged: list[str]) -> None:
    cache = tmp_path / "cache"
    assert len(rerun(root, judged, cache)) == FOLDERS
    assert rerun(root, judged, cache) == set()

    act(root, 2, "2024-05-06-succession", SUCCESSION.format(predecessor="demo-000001"))
    assert rerun(root, judged, cache) == {"demo-000002"}
    for name, text in BARRED.items():  # a bar follows the successor
        act(root, 1, name, text)
    assert rerun(root, judged, cache) == {"demo-000001", "demo-000002"}

    batch = root / "records/batches/2019-1.yml"
    batch.write_text(batch.read_text("utf-8").replace("panel_size: 5", "panel_size: 6"), "utf-8")
    assert len(rerun(root, judged, cache)) == FOLDERS
    areas = root / "records/areas.yml"
    areas.write_text(areas.read_text("utf-8").replace("name: 亭湖区", "name: 亭湖"), "utf-8")
    assert len(rerun(root, judged, cache)) == FOLDERS
    calendar = root / "records/calendar/2023.yml"
    calendar.parent.mkdir(exist_ok=True)
    calendar.write_text(CALENDAR, "utf-8")
    assert len(rerun(root, judged, cache)) == FOLDERS
    calendar.write_text(CALENDAR.replace("2023-01-02", "2023-01-03"), "utf-8")
    assert len(rerun(root, judged, cache)) == FOLDERS


def test_a_change_that_was_compared_is_compared_again_without_judging(
    tmp_path: Path, judged: list[str]
) -> None:
    root, cache = make_committed(tmp_path / "register", FOLDERS), tmp_path / "cache"
    examine(root, DAY, CheckOptions(cache=cache))
    act(root, 2, "2024-05-06-succession", SUCCESSION.format(predecessor="demo-000001"))
    findings = []
    for expected in ({"demo-000002"}, set()):
        judged.clear()
        head = examine(root, DAY, CheckOptions(cache=cache))
        base = read_base(root, "main", DAY, like=head)
        assert {*judged} - {""} == expected
        findings.append((head.findings, base.examined.findings))
    assert findings[0] == findings[1]


def test_clock_rules_are_always_run(root: Path, tmp_path: Path, judged: list[str]) -> None:
    for _ in range(2):
        judged.clear()
        examine(root, DAY, CheckOptions(EVERY_SCOPE, cache=tmp_path))
        assert len({*judged} - {""}) == FOLDERS


def test_damaged_findings_count_for_nothing(root: Path, tmp_path: Path, judged: list[str]) -> None:
    findings = examine(root, DAY, CheckOptions(cache=tmp_path)).findings
    for kind in ("findings", "outline"):
        with contextlib.closing(sqlite3.connect(tmp_path / FINDINGS)) as database, database:
            assert database.execute("SELECT count(*) FROM memo WHERE kind = ?", (kind,)).fetchone() == (2,)
            database.execute("UPDATE memo SET value = CAST('\u0090' AS BLOB) WHERE kind = ?", (kind,))
        assert len(rerun(root, judged, tmp_path)) == (FOLDERS if kind == "findings" else 0)
    assert examine(root, DAY, CheckOptions(cache=tmp_path)).findings == findings != []


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.long)])
def test_each_rule_finds_the_same_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: Workers, every: int
) -> None:
    """A bad case of each rule, or of every eighth: in one place, sharing a cache that has seen those before.

    Workers, who see an excerpt of the register each, find the same too.
    """
    monkeypatch.setattr(engine, "CHUNK", 1)
    different = 0
    for case in list({case.rule: case for case in list_cases() if case.is_bad}.values())[::every]:
        write_case(case.folder, tmp_path)
        stored = examine(tmp_path, case.day, CheckOptions(cache=tmp_path / "cache")).findings
        assert stored == examine(tmp_path, case.day).findings, case.name
        assert stored == examine(tmp_path, case.day, CheckOptions(workers=threads)).findings, case.name
        different += bool(stored)
    assert different > 50 / every


@pytest.mark.parametrize("rounds", [5, pytest.param(25, marks=pytest.mark.long)])
def test_verdicts_stay_the_same_over_random_changes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: Workers, rounds: int
) -> None:
    monkeypatch.setattr(engine, "CHUNK", 2)
    random = Random(11)
    faces, count = set(), 0
    keys: Fingerprints | None = None
    for _ in range(rounds):
        change(root, random)
        examined = examine(root, DAY, CheckOptions(cache=tmp_path / "cache"))
        keys, alone = Fingerprints(examined.register, keys), Fingerprints(examined.register)
        count += len(keys.computed)
        assert all(keys.get(folder) == alone.get(folder) for folder in examined.register.folders)
        plain = examine(root, DAY)
        assert examined.findings == plain.findings
        assert examine(root, DAY, CheckOptions(workers=threads)).findings == plain.findings
        faces |= {each.rule for each in plain.findings}
    assert len(faces) >= 2 * rounds / 5
    assert count > 2 * rounds


def change(root: Path, random: Random) -> None:
    """Something that people do to a register, whether lawful or not."""
    files = sorted((root / "records").rglob("*.yml"))
    own = [file for file in files if "institutions" in file.parts]
    file, number = random.choice(own), random.randint(1, FOLDERS)
    match random.randrange(9):
        case 0:
            act(
                root,
                number,
                "2024-05-06-succession",
                SUCCESSION.format(predecessor=f"demo-{random.randint(1, FOLDERS):06d}"),
            )
        case 1:
            for name, text in BARRED.items():
                act(root, number, name, text)
        case 2:
            (folder_of(root, number) / "waivers").mkdir(exist_ok=True)
            (folder_of(root, number) / "waivers/plan-hours.yml").write_text(WAIVER, "utf-8")
        case 3:
            file.write_bytes(file.read_bytes().replace(b": 2", b": 1", 1))
        case 4 if file.name != "institution.yml":
            file.unlink()
        case 5:
            batch = root / "records/batches/2019-1.yml"
            old, new = random.choice(
                [("07-15", "03-02"), ("- demo-000003\n", "- demo-000099\n"), ("5\n", "1\n")]
            )
            batch.write_text(batch.read_text("utf-8").replace(old, new), "utf-8")
        case 6:
            areas = root / "records/areas.yml"
            areas.write_text(
                areas.read_text("utf-8").replace("hrss: tinghu-hrss", "hrss: yandu-hrss"), "utf-8"
            )
        case 7:
            random.choice(own).with_name(file.name).write_bytes(file.read_bytes())
        case _:
            raw = file.read_text("utf-8")
            lines = raw.splitlines(keepends=True)
            del lines[random.randrange(len(lines))]
            file.write_text("".join(lines), "utf-8")


def test_where_a_known_finding_lies_is_known_too(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To find its line a file is parsed again; a line more above it is another content, and judged anew."""
    options = CheckOptions(cache=tmp_path / "cache")
    first = examine(root, DAY, options).findings
    assert [each for each in first if each.line > 1]
    with monkeypatch.context() as patch:
        patch.delattr(strict_yaml, "parse")
        assert examine(root, DAY, options).findings == first
    finding = next(each for each in first if each.line > 1)
    file = root / finding.path
    file.write_text(f"# 说明\n{file.read_text('utf-8')}", "utf-8")
    further = msgspec.structs.replace(finding, line=finding.line + 1)
    assert further in examine(root, DAY, options).findings
