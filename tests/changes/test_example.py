"""An example ends once, as a whole, in the documented way; then the register is real for good."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from registry.history.git import list_deleted_institutions, read_recorded
from registry.history.record_log import list_versions
from tests.conftest import CITY, EMPTY, configure, registry
from tests.handbook import read_typed
from tests.repository import commit, git

DAY = "2026-11-26"
LICENCE = "  data_licence:\n    name: CC0-1.0\n    title: CC0 1.0（示例数据，可以任意使用）\n    path: https://example.org/\n"
EXAMPLE = f"extra:\n{LICENCE}  demo: true # 演示\n"
REAL = "extra:\n  data_licence: null\n  demo: false\n"
APPLICATION = ("institutions/dafeng/demo-046", "batches/2026-2.yml")
FEW = (
    "institutions/dafeng/demo-046",
    "institutions/tinghu/demo-053",
    *(f"batches/{each}.yml" for each in ("2026-2", "2027-1")),
)


def check(root: Path, base: str = "main") -> tuple[int, list[str], list[str]]:
    """The exit code of a check against a base, the rules that fail it, and where."""
    result = registry(
        "check", "--root", root, "--on", DAY, "--format", "json", "--base", base, "--workers", "1"
    )
    findings = [] if result.returncode == 2 else json.loads(result.stdout)["findings"]
    errors = [each for each in findings if each["severity"] == "error"]
    return (
        result.returncode,
        [each["rule"] for each in errors],
        [each["message"] for each in errors] or [result.stderr],
    )


def copy_records(root: Path, *paths: str) -> None:
    """Put records of the city, or folders of them, into a register."""
    for each in paths:
        source, target = CITY / "records" / each, root / "records" / each
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def empty(root: Path) -> None:
    for each in ("institutions", "batches", "repairs"):
        shutil.rmtree(root / "records" / each, ignore_errors=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An example of two institutions, on a branch."""
    root = tmp_path / "register"
    copy_records(root, *FEW, "areas.yml", "systems.yml", "authorities", "regulations", "calendar")
    configure(root, EXAMPLE)
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root, "2026-10-01")
    git(root, "switch", "-q", "-c", "change")
    return root


def test_an_example_is_emptied_as_a_whole(root: Path) -> None:
    empty(root)
    configure(root, REAL)
    assert check(root)[:2] == (0, [])
    commit(root)
    output = registry("changes", "main", "--root", root, "--on", DAY, "--format", "json")
    settings, records = json.loads(output.stdout)
    assert settings["items"][-1]["lines"][-1].startswith("extra.demo：true → false")
    assert records["title"] == "登记册清空"
    assert records["items"][0]["lines"][0] == "删去全部 2 家机构、2 个批次，共 6 份文件"


@pytest.mark.parametrize(
    ("left", "extra", "rules"),
    [
        ("institutions", REAL, ["example-ended", "records-stay", "records-stay"]),
        ("batches/2027-1.yml", REAL, ["example-ended", "records-stay", "records-stay", "records-stay"]),
        ("", EXAMPLE, ["example-ended"]),
        ("institutions", EXAMPLE, ["records-stay", "records-stay"]),
        (".", REAL, ["example-ended"]),
        (".", EXAMPLE, []),
    ],
)
def test_what_is_not_the_whole_is_refused(root: Path, left: str, extra: str, rules: list[str]) -> None:
    """The clerk's slips: batches left, one batch left, the flag forgotten, the flag alone."""
    if left != ".":
        aside = root.parent / "kept"
        if left:
            shutil.copytree(root / "records", aside)
        empty(root)
        if left and (aside / left).is_dir():
            shutil.copytree(aside / left, root / "records" / left)
        elif left:
            (root / "records" / left).parent.mkdir(parents=True)
            shutil.copy(aside / left, root / "records" / left)
    configure(root, extra)
    code, findings, _ = check(root)
    assert (code, [each for each in findings if each in rules]) == (int(bool(rules)), rules)


def test_a_real_register_is_never_emptied(root: Path) -> None:
    configure(root, REAL)
    commit(root)
    git(root, "branch", "-f", "main", "change")
    empty(root)
    assert check(root)[:2] == (1, ["records-stay"] * 4)


def test_what_was_real_once_is_no_example(root: Path) -> None:
    """Somebody has gone back on the main line itself, past the check."""
    configure(root, REAL)
    commit(root, "2026-10-02")
    configure(root, EXAMPLE)
    commit(root, "2026-10-03")
    git(root, "branch", "-f", "main", "change")
    empty(root)
    configure(root, REAL)
    code, rules, messages = check(root)
    assert (code, rules) == (1, ["example-ended"])
    assert "已不是演示数据" in messages[0]


def test_what_a_branch_said_before_it_came_to_the_main_line_does_not_count(root: Path) -> None:
    configure(root, REAL)
    commit(root, "2026-10-02")
    configure(root, EXAMPLE)
    commit(root, "2026-10-03")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "change", "-m", "合并", day="2026-10-04")
    empty(root)
    configure(root, REAL)
    assert check(root)[:2] == (0, [])


def test_a_shallow_clone_cannot_tell(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    empty(tmp_path / "clone")
    configure(tmp_path / "clone", REAL)
    code, _, output = check(tmp_path / "clone", "HEAD")
    assert (code, "extra.demo 是否一直是 true" in output[0], "--unshallow" in output[0]) == (2, True, True)


def test_what_is_real_does_not_become_an_example(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path, REAL)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    configure(tmp_path, EXAMPLE)
    code, rules, messages = check(tmp_path, "HEAD")
    assert (code, rules) == (1, ["example-ended"])
    assert messages[0].startswith("extra.demo 改成了 true，改动之前不是：以后录入的机构会被标成虚构的")
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")  # what was never written is no example
    assert check(tmp_path, "HEAD")[:2] == (0, [])


def test_where_nothing_was_said_before_an_example_may_begin(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    configure(tmp_path, EXAMPLE)
    assert check(tmp_path, "HEAD")[:2] == (0, [])


def test_what_went_live_past_the_check_is_kept_in_its_history(root: Path) -> None:
    """All records gone by accident on the main line, and restored: that is no end of an example."""
    git(root, "rm", "-q", "-r", "records/institutions", "records/batches")
    commit(root, "2026-10-05")
    git(root, "revert", "--no-edit", "HEAD", day="2026-10-06")
    assert str(read_recorded(root)["records/batches/2026-2.yml"].first) == "2026-10-01"


def test_going_live_as_documented(tmp_path: Path) -> None:
    """The commands of the handbook on the example city; then its first application, and the next night."""
    root = tmp_path / "register"
    shutil.copytree(CITY / "records", root / "records")
    configure(root, EXAMPLE)
    (root / ".gitignore").write_text("/public/\n/.cache/\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root, "2026-10-01")
    for line in find_commands():
        run(root, line)
        if line.startswith("git rm"):
            edit_settings(root)
    merge(root, "正式上线", "2026-11-24")
    assert [*(root / "records/institutions").glob("**/*.yml")] == []

    git(root, "switch", "-q", "-c", "first")
    copy_records(root, *APPLICATION)  # an id, a code and a batch that the example had, in the same places
    assert check(root)[:2] == (0, [])
    commit(root, "2026-11-25")
    merge(root, "first", "2026-11-25")
    history = read_recorded(root)[f"records/{APPLICATION[0]}/institution.yml"]
    assert str(history.first) == "2026-11-25"
    assert list_deleted_institutions(root, "HEAD") == {}
    (only,) = list_versions(root, lambda path: path)[f"records/{APPLICATION[1]}"]
    assert only.files

    result = registry("build", "--root", root, "--on", DAY, "--workers", "1")
    assert (result.returncode, result.stderr) == (0, "")
    home = (root / "public/index.html").read_text("utf-8")
    assert "演示数据" not in home
    assert "md-banner" not in home  # nor an empty strip in its place
    assert not (root / "public/institutions/demo-001").exists()
    back = (root / "mkdocs.yml").read_text("utf-8").replace("demo: false", "demo: true")
    (root / "mkdocs.yml").write_text(back, "utf-8")
    assert check(root)[:2] == (1, ["example-ended"])


def find_commands() -> list[str]:
    """The commands of the handbook's page, in order."""
    return read_typed("administrator-live")


def run(root: Path, line: str) -> None:
    """A command of the guide; what needs a server is left out."""
    program, *arguments = shlex.split(line)
    if program == "registry":
        assert registry(*arguments, "--on", DAY, cwd=root).returncode == (1 if arguments == ["doctor"] else 0)
    elif "push" not in arguments:
        assert program == "git"
        git(root, *arguments)


def edit_settings(root: Path) -> None:
    """What the guide says to change in mkdocs.yml."""
    file = root / "mkdocs.yml"
    text = file.read_text("utf-8")
    assert LICENCE in text
    file.write_text(
        text.replace(LICENCE, "  data_licence: null\n").replace("demo: true", "demo: false"), "utf-8"
    )


def merge(root: Path, branch: str, day: str) -> None:
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", branch, "-m", "合并", day=day)
