"""`check --base` on real repositories: a change answers for what it causes, and for nothing else."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from registry.changes.base import Base, compute_difference, examine_at, read_base, split_by_base
from registry.changes.meaning import describe_changes
from registry.rules.checking import Examined, examine
from registry.rules.engine import CheckOptions
from tests.conftest import DAY, EMPTY, registry
from tests.repository import commit, git, make_committed
from tests.rules.test_verdicts import FOLDERS, change

AREAS = "records/areas.yml"
COUNTY = "records/authorities/{}.yml"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """The empty register in a repository of its own, with one fault that is as old as it."""
    root = tmp_path / "登记册"
    shutil.copytree(EMPTY / "records", root / "records")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    spoil(root, AREAS, "kind: ", "kind: 别的")
    commit(root)
    return root


def spoil(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def check(root: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = registry(
        "check", "--root", root, "--on", DAY.isoformat(), "--format", "json", "--base", "main", *arguments
    )
    assert result.stderr == ""
    return result.returncode, json.loads(result.stdout)


def find_in(report: dict[str, Any], part: str) -> list[tuple[str, str]]:
    return [(each["rule"], each["path"]) for each in report[part]]


def authority(root: Path) -> str:
    """The file of some authority."""
    return next(iter(sorted((root / "records" / "authorities").glob("*.yml")))).relative_to(root).as_posix()


def test_an_old_fault_does_not_fail_a_change(register: Path) -> None:
    (register / "records" / "README.md").write_text("说明\n", encoding="utf-8")
    code, report = check(register)
    assert (code, find_in(report, "findings"), find_in(report, "before")) == (
        0,
        [],
        [("schema", AREAS)],
    )
    assert report["counts"] == {"error": 0, "warning": 0, "info": 0}


def test_without_a_base_the_old_fault_fails(register: Path) -> None:
    result = registry("check", "--root", register, "--on", DAY.isoformat())
    assert result.returncode == 1


@pytest.mark.parametrize("state", ["committed", "modified"])
def test_a_new_fault_fails_and_the_old_one_stands_apart(register: Path, state: str) -> None:
    git(register, "switch", "-q", "-c", "change")
    path = authority(register)
    spoil(register, path, "name: ", "nane: ")
    if state == "committed":
        commit(register)
    code, report = check(register)
    assert code == 1
    assert set(find_in(report, "findings")) == {("schema", path)}
    assert find_in(report, "before") == [("schema", AREAS)]


def test_an_untracked_file_is_part_of_the_change(register: Path) -> None:
    (register / "records" / "别的.txt").write_text("甲", encoding="utf-8")
    code, report = check(register)
    assert (code, find_in(report, "findings")) == (1, [("file-place", "records/别的.txt")])


def test_an_old_link_is_old_and_is_not_followed(register: Path) -> None:
    (register / "records" / "link.yml").symlink_to("/etc/hostname")
    commit(register)
    code, report = check(register)
    assert (code, find_in(report, "findings")) == (0, [])
    assert ("file-link", "records/link.yml") in find_in(report, "before")


def test_lines_above_an_old_fault_do_not_make_it_new(register: Path) -> None:
    spoil(register, AREAS, "areas:", "# 一行说明\n# 又一行\nareas:")
    code, report = check(register)
    assert (code, find_in(report, "before")) == (0, [("schema", AREAS)])


def test_what_main_has_meanwhile_mended_is_still_old_to_the_branch(register: Path) -> None:
    git(register, "switch", "-q", "-c", "change")
    (register / "records" / "README.md").write_text("说明\n", encoding="utf-8")
    commit(register)
    git(register, "switch", "-q", "main")
    spoil(register, AREAS, "kind: 别的", "kind: ")
    commit(register)
    git(register, "switch", "-q", "change")
    code, report = check(register)
    assert (code, find_in(report, "before")) == (0, [("schema", AREAS)])


def test_the_dangling_references_of_a_deleted_authority_are_told_once_of_its_file(register: Path) -> None:
    spoil(register, AREAS, "kind: 别的", "kind: ")
    commit(register)
    path = authority(register)
    (register / path).unlink()
    code, report = check(register)
    assert (code, find_in(report, "findings")) == (1, [("references-exist", path)])


@pytest.mark.parametrize("untracked", [True, False])
def test_an_old_fault_moves_along_with_its_file(register: Path, untracked: bool) -> None:
    path = authority(register)
    spoil(register, path, "name: ", "nane: ")
    commit(register)
    git(register, "switch", "-q", "-c", "change")
    new_folder = COUNTY.format("xin-bianhao")
    (register / path).rename(register / new_folder)
    if not untracked:
        commit(register)
    _, report = check(register)
    assert ("schema", new_folder) in find_in(report, "before")
    assert ("schema", new_folder) not in find_in(report, "findings")


def test_a_register_below_the_root_of_its_repository_is_compared_with_itself(tmp_path: Path) -> None:
    root = tmp_path / "仓库" / "登记册"
    shutil.copytree(EMPTY / "records", root / "records")
    git(tmp_path, "init", "-q", "-b", "main", str(root.parent))
    spoil(root, AREAS, "kind: ", "kind: 别的")
    commit(root.parent)
    code, report = check(root)
    assert (code, find_in(report, "before")) == (0, [("schema", AREAS)])


def test_what_one_has_caused_is_told_before_what_was_there(register: Path) -> None:
    (register / "records" / "别的.txt").write_text("甲", encoding="utf-8")
    result = registry("check", "--root", register, "--on", DAY.isoformat(), "--base", "main")
    new, old = result.stdout.index("本次改动造成的问题"), result.stdout.index("原有的问题（")
    assert new < result.stdout.index("records/别的.txt:1:1") < old < result.stdout.index(f"{AREAS}:")
    assert result.stdout.splitlines()[-1].startswith("1 个错误，")
    brief = registry("check", "--root", register, "--on", DAY.isoformat(), "--base", "main", "--quiet")
    places = [f"{each}:" in brief.stdout for each in (AREAS, "records/别的.txt")]
    assert (brief.returncode, places) == (1, [False, True])


def test_a_base_with_paths_keeps_to_them(register: Path) -> None:
    (register / "records" / "另一份.txt").write_text("甲", encoding="utf-8")
    command = ("check", "--root", register, "--on", DAY.isoformat(), "--base", "main")
    elsewhere, there = registry(*command, "records/authorities"), registry(*command, "records/areas.yml")
    # Nothing was asked of them either: a table that cannot be read is nobody's neighbour.
    unjudged, outcome = elsewhere.stdout.splitlines()
    assert elsewhere.returncode == 0
    assert unjudged.startswith(f"内容和有关的档案还没有核对（格式有错误）：{AREAS}")
    assert outcome.startswith("本次改动没有造成问题；已检查")
    assert (there.returncode, "原有的问题（" in there.stdout, "另一份" in there.stdout) == (0, True, False)


@pytest.mark.parametrize(
    ("revision", "words"), [("nirgends", "没有 nirgends 这个版本"), ("other", "没有共同的历史")]
)
def test_a_base_that_is_none_is_said(register: Path, revision: str, words: str) -> None:
    git(register, "switch", "-q", "--orphan", "other")
    git(register, "commit", "-q", "--allow-empty", "-m", "另起")
    git(register, "switch", "-q", "main")
    result = registry("check", "--root", register, "--base", revision)
    assert (result.returncode, words in result.stderr, "Traceback" in result.stderr) == (2, True, False)


def test_outside_git_a_base_is_refused(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    result = registry("check", "--root", tmp_path, "--base", "main")
    assert (result.returncode, "Traceback" in result.stderr) == (2, False)


def odd(root: Path, random: Random) -> None:
    """Something that people or their tools do to files, and Git or the register passes over."""
    some = random.choice(sorted((root / "records").rglob("*.yml")))
    match random.randrange(7):
        case 0:
            (root / ".gitignore").write_text("*~\n", "utf-8")
            some.with_name(f"{some.name}~").write_bytes(some.read_bytes())
        case 1:
            some.with_name(".draft.yml").write_bytes(some.read_bytes())
        case 2:
            some.rename(some.with_name(f"2{some.name}"))
        case 3:
            some.with_name("旧文件.yml").write_bytes(some.read_bytes())
        case 4:
            some.with_name("旧\x7f文件.yml").write_bytes(some.read_bytes())
        case 5:
            some.unlink()
            some.symlink_to("institution.yml")
        case _:
            shutil.rmtree(some.parent)


def compared(base: Base, head: Examined) -> object:
    """All that a check and the meaning of a change tell of a base and a head."""
    change = compute_difference(base, head)
    sections = describe_changes(change, head.schemas, DAY, base.touched)
    pairs = [(old.path, now.path) for old, now in change.pair_kept()]
    gone = [each.path for each in change.list_gone()]
    return (
        split_by_base(base, head, change.moved),
        sections,
        pairs,
        gone,
        [each.id for each in change.list_new_dossiers()],
    )


def packed(examined: Examined) -> dict[str, bytes]:
    return {path: each.packed for path, each in examined.register.filed.items()}


@pytest.mark.parametrize("rounds", [5, pytest.param(24, marks=pytest.mark.long)])
def test_the_base_is_what_was_committed_whatever_the_working_tree_has(tmp_path: Path, rounds: int) -> None:
    root, random = make_committed(tmp_path / "register", FOLDERS, 3), Random(5)
    for number in range(rounds):
        for _ in range(2):
            (change if random.random() < 0.5 else odd)(root, random)
        head = examine(root, DAY, CheckOptions(cache=tmp_path / "cache" if number % 2 else None))
        base = read_base(root, "main", DAY, like=head)
        alone = examine_at(root, base.commit, DAY)
        assert base.examined.findings == alone.findings
        assert packed(base.examined) == packed(alone)
        assert base.examined.files == alone.files
        assert compared(base, head) == compared(base._replace(examined=alone), head)
        if number % 4 == 3:
            commit(root)
        else:
            git(root, "clean", "-qfdx", "records")
            git(root, "reset", "-q", "--hard")
