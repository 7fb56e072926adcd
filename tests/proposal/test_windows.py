"""The clerk's commands on Windows, as far as another system can tell: the job `windows` runs the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from registry.cli.discard import find_inside
from registry.entry.request import UnknownNameError, check_value
from registry.git_command import find_program
from registry.records.schemas import Schemas
from registry.refusal import describe_cause
from registry.shell import quote_argument
from tests.conftest import DAY, REPOSITORY, registry
from tests.proposal.test_journey import BRANCH, FOLDER, NEW, fill
from tests.proposal.world import World, ask, write
from tests.repository import git

SCRIPT = Path(__file__).with_name("windows.py")


def run_as_on_windows(root: Path, *commands: list[str]) -> str:
    """What commands of one process say, which is all that they say, on a code page that is not theirs."""
    words = [word for command in commands for word in ("--", *command, "--on", DAY.isoformat())]
    result = subprocess.run(
        [sys.executable, SCRIPT, *words],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "cp936", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stderr.decode()) == (0, "")
    return result.stdout.decode()


def test_the_clerks_commands_need_nothing_that_windows_has_not(second_world: World) -> None:
    """Neither modules nor functions, nor links; output is UTF-8 on any code page."""
    desk = second_world.desk
    registry("new", "yx-b3", "change", "--field", "办公电话", "--on", DAY.isoformat(), cwd=desk)
    fill(desk)
    results = run_as_on_windows(
        desk,
        ["new", "yx-d2", "inspection"],
        ["discard", "yx-d2", "--yes"],
        ["export", "--template", "change", "yx-d2", "--out", "表.xlsx"],
        ["fix", "--dry-run", "--workers", "1"],
        ["propose", "换办公电话", "--workers", "1"],
        ["start"],
    )
    assert f"已提出，提案的分支是 {BRANCH}" in results


@pytest.mark.long
def test_processes_that_inherit_nothing_check_the_same(second_world: World) -> None:
    command = ["check", "--no-cache", "--workers"]
    one, two = (run_as_on_windows(second_world.desk, [*command, each]) for each in ("1", "2"))
    assert one.replace("--workers 1", "") == two.replace("--workers 2", "")


@pytest.mark.long
def test_line_ends_of_windows_make_no_other_change(second_world: World) -> None:
    """With core.autocrlf, which Git for Windows sets, files have CRLF in the folder and LF in the commit."""
    desk = second_world.desk
    git(desk, "config", "core.autocrlf", "true")
    git(desk, "rm", "-q", "--cached", "-r", ".")
    git(desk, "reset", "-q", "--hard")
    registry("new", "yx-b3", "change", "--field", "办公电话", "--on", DAY.isoformat(), cwd=desk)
    fill(desk)
    for path in (NEW, f"{FOLDER}/institution.yml"):  # as an editor of Windows saves
        file = desk / path
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    result = registry("propose", "换办公电话", "--on", DAY.isoformat(), cwd=desk)
    assert (result.returncode, result.stderr) == (0, "")
    counted = ask(desk, "show", "--numstat", "--format=", "HEAD", "--", f"{FOLDER}/institution.yml")
    assert counted.split()[:2] == ["1", "1"]
    assert "\r" not in ask(desk, "show", f"HEAD:{NEW}")
    assert ask(desk, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("place", "root", "inside"),
    [
        (r"D:\登记册\records\areas.yml", r"d:\登记册", "records/areas.yml"),
        (r"\\服务器\共享\登记册\records", r"\\服务器\共享\登记册", "records"),
        (r"E:\records", r"D:\登记册", ""),
        (r"D:\登记册", r"D:\登记册", ""),
        (r"D:\登记册二\records", r"D:\登记册", ""),
    ],
)
def test_places_on_drives_and_other_machines(place: str, root: str, inside: str) -> None:
    assert find_inside(PureWindowsPath(place), PureWindowsPath(root)) == inside
    slashed = (PurePosixPath(each.replace("\\", "/").lower()) for each in (place, root))
    assert find_inside(*slashed) == inside.lower()


@pytest.mark.parametrize(
    ("text", "platform", "quoted"),
    [
        ("records/areas.yml", "linux", "records/areas.yml"),
        ("演示 机构", "linux", '"演示 机构"'),
        ("a$b", "linux", "'a$b'"),
        ("", "linux", '""'),
        (r"D:\登记册\a b", "win32", r'"D:\登记册\a b"'),
        ("a&b", "win32", '"a&b"'),
    ],
)
def test_commands_are_printed_as_each_shell_takes_them(text: str, platform: str, quoted: str) -> None:
    assert quote_argument(text, platform) == quoted


def test_git_is_looked_for_in_path_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows would start a git.exe of the current folder, which a proposal may have brought."""
    for folder in ("here", "there"):
        write(tmp_path, f"{folder}/git.exe", "")
    monkeypatch.chdir(tmp_path / "here")
    folders = os.pathsep.join(["", ".", str(tmp_path / "none"), str(tmp_path / "there")])
    assert find_program("win32", folders) == str(tmp_path / "there/git.exe")
    assert not Path(find_program("win32", "")).exists()
    assert find_program("linux") == "git"


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_no_id_is_a_name_that_windows_keeps_for_itself(name: str) -> None:
    with pytest.raises(UnknownNameError, match="Windows 不许文件这样命名"):
        check_value(Schemas.read(REPOSITORY / "schemas"), "institution", "id", name)


def test_a_file_that_is_open_elsewhere_is_told() -> None:
    error = PermissionError(13, "Permission denied")
    error.winerror = 32  # type: ignore[attr-defined]
    assert describe_cause(error).startswith("正被别的程序打开")
