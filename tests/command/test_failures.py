"""Whatever goes wrong ends in one line and exit code 2: 1 means findings and nothing else."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import pytest

from registry.cli import main as front
from registry.cli.main import main
from registry.records import files
from registry.refusal import MAX_PATH, Refusal, describe_os_error
from tests.conftest import EMPTY, configure, registry

COMMAND = [sys.executable, "-m", "registry"]
ENDING = [["check"], ["rules", "--format", "json"], ["--help"]]
WRITING = [
    ["check", "--format", "json"],
    ["check", "--format", "sarif"],
    ["check", "--format", "markdown"],
    ["rules"],
    ["rules", "plan-hours"],
    ["check", "--help"],
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path)
    return tmp_path


def run(
    root: Path,
    *arguments: str,
    prepare: Callable[[], object] | None = None,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> tuple[int, str]:
    """Run the command; its exit code and what it says on standard error."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "", "GIT_CEILING_DIRECTORIES": str(root.parent)}
    result = subprocess.run(
        [*COMMAND, *arguments],
        cwd=root,
        env=environment,
        preexec_fn=prepare,
        stdout=stdout,
        stderr=stderr,
        check=False,
    )
    return result.returncode, (result.stderr or b"").decode()


def run_here(root: Path, *arguments: str) -> tuple[int, str]:
    """The same where nothing is the matter with the process itself."""
    result = registry(*arguments, cwd=root)
    return result.returncode, result.stderr


def is_one_line(done: tuple[int, str], *words: str) -> None:
    code, said = done
    assert (code, said.count("\n"), said.startswith("registry：")) == (2, 1, True), said
    assert [word for word in words if word not in said] == []


# -- the output --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", ENDING, ids=" ".join)
def test_a_full_output_is_said(root: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        is_one_line(run(root, *arguments, stdout=full.fileno()), "满")


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_full_output_is_said_whatever_is_written(
    root: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same but for the end of a process."""
    monkeypatch.chdir(root)
    # What was not written is tried again when the file is closed.
    with contextlib.suppress(OSError), Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code = main(arguments)
    is_one_line((code, capsys.readouterr().err), "满")


@pytest.mark.parametrize("arguments", [["check"], ["rules"], ["--help"]], ids=" ".join)
def test_an_output_that_is_closed_is_said(root: Path, arguments: list[str]) -> None:
    is_one_line(run(root, *arguments, prepare=lambda: os.close(1)), "标准输出", "关闭")


def test_a_build_into_a_full_output_is_said_and_the_site_is_whole(root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        code, message = run(root, "build", "--workers", "1", stdout=full.fileno())
    is_one_line((code, message.splitlines(keepends=True)[-1]), "满")
    assert (root / "public/index.html").is_file()


def test_what_is_wrong_with_arguments_is_2_even_where_it_cannot_be_said(root: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        assert run(root, "check", "--bogus", stderr=full.fileno())[0] == 2


def test_closed_standard_error_and_input_harm_nobody(root: Path) -> None:
    def close() -> None:
        os.close(0)
        os.close(2)

    assert run(root, "check", "--workers", "2", prepare=close) == (0, "")


# -- what the system gives ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [6, 8])
def test_too_few_descriptors_are_said(root: Path, number: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))

    is_one_line(run(root, "check", "--workers", "2", "--no-cache", prepare=limit), "ulimit -n", "--workers 1")


def test_too_little_memory_is_said(root: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (45_000 * 1024,) * 2)

    is_one_line(run(root, "check", "--workers", "1", prepare=limit))


def test_an_unreadable_file_is_named(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    """Root may read all, so the system's answer is put in the place of a file's content."""

    def refuse(path: str) -> FileIO:
        if path.endswith("/areas.yml"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return FileIO(path)

    monkeypatch.setattr(files, "FileIO", refuse)
    assert main(["check", "--root", str(root), "--no-cache", "--workers", "1"]) == 2
    message = capsys.readouterr().err  # type: ignore[attr-defined]
    assert message == f"registry：不能继续：{root}/records/areas.yml：没有权限\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--root", "a" * 5000],
        ["check", "b" * 5000],
        ["check", "/".join(["c" * 200] * 30)],
        ["build", "--out", "d" * 5000],
        ["build", "--out", "/".join(["e" * 200] * 30)],
        ["check", "--summary", "f" * 5000],
        ["check", "--cache", "g" * 5000, "--base", "main"],
        ["changes", "main", "--root", "i" * 5000],
        ["new", "xy-c1", "application", "--area", "yangqu", "--root", "j" * 5000],
    ],
    ids=lambda each: " ".join(each)[:20],
)
def test_a_path_beyond_the_length_of_the_system_is_said(root: Path, arguments: list[str]) -> None:
    result = run_here(root, *arguments, "--on", "2026-11-23")
    is_one_line(result)
    assert len(result[1]) < 1000


def test_records_too_deep_for_the_system_are_said(root: Path) -> None:
    place = os.open(root / "records", os.O_RDONLY)
    for _ in range(25):
        os.mkdir("x" * 200, dir_fd=place)
        below = os.open("x" * 200, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)
    is_one_line(run(root, "check"), "路径太长")
    subprocess.run(["rm", "-rf", "records"], cwd=root, check=True)


# -- the settings ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "codeowners", "serve"])
@pytest.mark.parametrize("kind", ["device", "link", "pipe", "large", "inherits a device", "inherits itself"])
def test_settings_that_are_no_plain_file_are_said(root: Path, command: str, kind: str) -> None:
    file = root / "mkdocs.yml"
    match kind:
        case "device":
            file.unlink()
            file.symlink_to("/dev/zero")
        case "link":
            file.rename(root / "other.yml")
            file.symlink_to("other.yml")
        case "pipe":
            file.unlink()
            os.mkfifo(file)
        case "large":
            file.write_text("# " + "x" * 200_000, "utf-8")
        case "inherits a device":
            file.write_text("INHERIT: /dev/zero\n", "utf-8")
        case _:
            file.write_text("INHERIT: mkdocs.yml\n", "utf-8")
    is_one_line(run_here(root, command))


@pytest.mark.parametrize(("kind", "words"), [("device", "是一个链接"), ("large", "过大")])
def test_a_check_reads_no_settings_without_bounds_and_says_so(root: Path, kind: str, words: str) -> None:
    file = root / "mkdocs.yml"
    file.unlink()
    if kind == "device":
        file.symlink_to("/dev/zero")
    else:
        file.write_text("a: 1\n" * 100_000, "utf-8")
    code, message = run_here(root, "check", "--format", "json")
    assert (code, message.count("\n"), words in message) == (0, 1, True)


def test_owners_that_are_no_text_are_not_those_of_the_register(root: Path) -> None:
    configure(root, "extra: {forge: {organisation: demo}}\n")
    (root / ".github").mkdir()
    (root / ".github/CODEOWNERS").write_bytes(b"\xff\xfe")
    result = registry("codeowners", "--check", "--root", root, "--no-cache")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith(".github/CODEOWNERS 与机关、地区不符")


# -- the program -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refusal("没有这样东西"), "没有这样东西"),
        (KeyboardInterrupt(), "已中断"),
        (MemoryError(), "内存不够"),
        (OSError(errno.ENOSPC, "No space left on device"), "不能继续：磁盘或输出的去处已经满了"),
        (OSError(errno.ENOSPC, "No space left", "/tmp/x"), "不能继续：/tmp/x：磁盘或输出的去处已经满了"),
        (
            UnicodeEncodeError("utf-8", f"{'x' * 90}\n甲\udcff市", 92, 93, "surrogates not allowed"),
            f"文字，不能继续：{'x' * 38} 甲\\udcff\n",
        ),
        (ValueError("two\nlines"), "程序出错：ValueError: two lines（main.py:"),
        (RecursionError("too deep"), "程序出错：RecursionError: too deep"),
        (ImportError("x.so: failed to map segment from shared object"), "内存不够"),
        (ImportError("no such module"), "程序出错：ImportError: no such module"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_whatever_is_raised_becomes_one_line(
    error: BaseException, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(front, "_run", fail)
    code = main([])
    is_one_line((code, capsys.readouterr().err), said)


def test_the_whole_way_to_a_fault_of_the_program_is_shown_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(front, "_run", lambda _: 1 // 0)
    monkeypatch.setenv("REGISTRY_TRACEBACK", "1")
    assert main([]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_error_of_the_system_is_told_without_what_it_does_not_name() -> None:
    assert describe_os_error(OSError(errno.ENOSPC, "No space left on device")) == "磁盘或输出的去处已经满了"
    assert (
        describe_os_error(OSError(errno.EACCES, "Permission denied", "a" * 500))
        == f"{'a' * MAX_PATH}……：没有权限"
    )
    assert describe_os_error(OSError(9999, "Odd", b"\xff")) == "\\xff：Odd"


def test_of_a_folder_that_could_not_be_copied_the_first_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    for name in "ab":
        (tmp_path / "from" / name).touch()

    def refuse(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))

    with pytest.raises(shutil.Error) as caught:
        shutil.copytree(tmp_path / "from", tmp_path / "to", copy_function=refuse)
    names = {f"{tmp_path}/to/{name}：磁盘或输出的去处已经满了" for name in "ab"}
    assert describe_os_error(caught.value) in names
    assert describe_os_error(shutil.Error("`x` and `x` are the same")) == "`x` and `x` are the same"


def test_without_docstrings_no_rule_is_told(root: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-OO", "-m", "registry", "rules"], cwd=root, capture_output=True, check=False
    )
    is_one_line((result.returncode, result.stderr.decode()), "PYTHONOPTIMIZE")


@pytest.mark.parametrize(("ended", "code"), [(0, 0), (2, 2), ("words", 2), (None, 2)])
def test_whatever_ends_a_command_early_is_an_exit_code(
    ended: int | str | None, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise SystemExit(ended)

    monkeypatch.setattr(front, "_run", fail)
    assert main([]) == code


def test_after_a_command_circles_are_searched_for_as_before(root: Path) -> None:
    assert gc.isenabled()
    assert main(["check", "--root", str(root)]) == 0
    assert gc.isenabled()
