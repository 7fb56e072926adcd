"""Where Git cannot tell of the history, check and build say so: no site without dates in silence."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import DAY, EMPTY, configure, registry
from tests.repository import commit, git

NO_GIT = "没有安装 Git（找不到 git 命令）；装好以后再运行"
SAID = "registry：提醒：网站没有录入日期或者版本："


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register with two commits, in a repository of its own."""
    root = tmp_path / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    configure(root)
    (root / ".gitignore").write_text("/public/\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root, "2026-11-01")
    (root / "records/README.md").write_text("说明\n", "utf-8")
    commit(root, "2026-11-02")
    return root


def run(
    root: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        result = registry(*arguments, "--on", DAY.isoformat(), cwd=root)
    assert "Traceback" not in result.stderr
    return result


def build(root: Path, env: Mapping[str, str] | None = None) -> str:
    result = run(root, "build", "--workers", "1", env=env)
    assert result.returncode == 0, result.stderr
    return result.stderr


def test_with_a_whole_history_nothing_is_said(root: Path) -> None:
    assert build(root) == ""
    assert run(root, "check").stderr == ""
    assert run(root, "check", "--base", "main").stderr == ""


def without_git(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin")}


def test_no_git(root: Path, tmp_path: Path) -> None:
    env = without_git(tmp_path)
    assert build(root, env) == f"{SAID}{NO_GIT}\n"
    assert run(root, "check", env=env).stderr == f"registry：提醒：{NO_GIT}\n"
    based = run(root, "check", "--base", "main", env=env)
    assert (based.returncode, based.stderr) == (
        2,
        f"registry：--base：{NO_GIT}\n",
    )


def test_a_folder_that_git_refuses(root: Path) -> None:
    """Git's own tests pretend so that the folder is another user's."""
    env = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    words = f"Git 不肯读 {root}：这个文件夹属于另一个用户"
    assert build(root, env).startswith(SAID + words)
    assert run(root, "check", env=env).stderr.startswith(f"registry：提醒：{words}")
    for command in (["check", "--base", "HEAD"], ["changes", "HEAD"], ["status", "x", "--known-at", "HEAD"]):
        result = run(root, *command, env=env)
        assert (result.returncode, words in result.stderr, "safe.directory" in result.stderr) == (
            2,
            True,
            True,
        )


def test_no_repository(root: Path) -> None:
    shutil.rmtree(root / ".git")
    words = f"{root} 不在 Git 仓库中，没有历史；请在登记册的克隆中运行"
    assert build(root) == f"{SAID}{words}\n"
    assert run(root, "check").stderr == ""
    assert run(root, "check", "--scope", "clock").stderr == f"registry：提醒：{words}\n"
    based = run(root, "check", "--base", "main")
    assert (based.returncode, "不在 Git 仓库中" in based.stderr) == (2, True)


def test_no_commit(root: Path) -> None:
    shutil.rmtree(root / ".git")
    git(root, "init", "-q")
    assert build(root) == f"{SAID}这个 Git 仓库还没有提交\n"
    words = "registry：提醒：这个 Git 仓库还没有提交\n"
    assert run(root, "check", "--scope", "clock").stderr == words
    assert "还没有提交" in run(root, "status", "x", "--known-at", "2026-11-01").stderr


def test_a_repository_that_git_cannot_read(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").mkdir()
    assert f"Git 读不了 {root}/.git" in build(root)


def test_records_that_git_does_not_know(root: Path) -> None:
    git(root, "rm", "-q", "-r", "--cached", "records")
    assert "records/ 不在 Git 中" in build(root)
    assert "records/ 不在 Git 中" in run(root, "check").stderr


def test_records_that_once_were_a_link(root: Path) -> None:
    shutil.move(root / "records", root / "elsewhere")
    (root / "records").symlink_to("elsewhere")
    commit(root)
    result = run(root, "status", "x", "--known-at", "HEAD")
    assert (result.returncode, "中的 records 不是文件夹" in result.stderr) == (2, True)


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    clone = tmp_path / "clone"
    assert build(clone).startswith(f"{SAID}这是浅克隆，只有最近的历史；先运行 git fetch --unshallow")
    for scope in ("plain", "clock"):
        assert "这是浅克隆" in run(clone, "check", "--scope", scope).stderr
    result = run(clone, "status", "x", "--known-at", "2026-11-01")
    assert (result.returncode, "浅克隆" in result.stderr) == (2, True)
    git(clone, "fetch", "-q", "--unshallow")
    assert build(clone) == ""


def test_a_sparse_checkout(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/records/authorities/")
    words = "这是稀疏检出，records/ 有 2 个文件没有取到工作区；先运行 git sparse-checkout disable"
    result = run(root, "check")
    assert (result.returncode, result.stderr) == (1, f"registry：提醒：{words}\n")
    result = run(root, "build")
    assert (result.returncode, result.stderr) == (
        2,
        f"registry：没有生成网站：{words}，否则网站缺少这些内容\n",
    )
    for command in (
        ["check", "--base", "main"],
        ["check", "--scope", "clock"],
        ["changes", "main"],
        ["duties"],
    ):
        assert words in run(root, *command).stderr
    assert run(root, "changes", "main~1", "main").stderr == ""  # it reads what Git has
    git(root, "sparse-checkout", "disable")
    assert build(root) == ""


def test_a_sparse_checkout_that_leaves_out_no_record_is_as_good_as_a_whole_one(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/other/")
    assert run(root, "check").stderr == ""
    assert build(root) == ""


def test_records_in_a_submodule(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(root / "records", other)
    git(tmp_path, "init", "-q", "-b", "main", str(other))
    commit(other)
    shutil.rmtree(root / "records")
    git(root, "rm", "-q", "-r", "--cached", "records")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "records")
    commit(root)
    words = "records/ 是另一个 Git 仓库（子模块），它的历史不在这里"
    assert run(root, "check").stderr.startswith(f"registry：提醒：{words}")
    assert words in build(root)
    for command in (["check", "--base", "main~1"], ["changes", "main"], ["changes", "main~1", "main"]):
        result = run(root, *command)
        assert (result.returncode, "子模块" in result.stderr, "Pathspec" in result.stderr) == (2, True, False)


@pytest.mark.parametrize("command", [["check"], ["build"], ["check", "--base", "main"], ["changes", "main"]])
def test_records_behind_a_link(root: Path, tmp_path: Path, command: list[str]) -> None:
    """A proposal could put a link in their place that leads to the records of the base."""
    (root / "records").rename(tmp_path / "elsewhere")
    (root / "records").symlink_to(tmp_path / "elsewhere")
    result = run(root, *command)
    assert result.returncode == 2
    assert result.stderr.startswith("registry：records 是一个链接：登记册的内容不在这里")


def test_the_environment_of_another_repository_is_not_believed(root: Path, tmp_path: Path) -> None:
    """A hook of another repository, or a forgotten export, would give the site another's version."""
    git(tmp_path, "init", "-q", "-b", "main", "another")
    commit(tmp_path / "another", "2020-01-01")
    env = {
        "GIT_DIR": str(tmp_path / "another/.git"),
        "GIT_WORK_TREE": str(tmp_path / "another"),
        "GIT_INDEX_FILE": str(tmp_path / "another/.git/index"),
        "GIT_LITERAL_PATHSPECS": "1",
    }
    assert build(root) == ""
    own = (root / "public/publication/stamp.json").read_text("utf-8")
    assert build(root, env) == ""
    assert (root / "public/publication/stamp.json").read_text("utf-8") == own
    assert run(root, "check", "--base", "main~1", env=env).returncode == 0


def test_a_lock_that_somebody_holds_or_has_left_is_named(root: Path) -> None:
    (root / "records/README.md").write_text("其他说明\n", "utf-8")
    lock = root / ".git/index.lock"
    lock.touch()
    said = run(root, "discard", "--yes").stderr
    assert said.startswith("registry：Git 正被别的程序占用：")
    assert said.endswith(f"删去 {lock} 再运行\n")


@pytest.mark.parametrize("content", ["broken", "broken" * 99])
def test_the_index_of_git_that_is_broken_is_made_anew_as_is_said(root: Path, content: str) -> None:
    (root / "records/README.md").write_text("其他说明\n", "utf-8")
    (root / ".git/index").write_text(content, "utf-8")
    said = run(root, "discard", "--yes").stderr
    assert "删去 .git 文件夹中的 index，运行 git reset --quiet（记录不会变），再运行\n" in said
    (root / ".git/index").unlink()
    git(root, "reset", "--quiet")
    assert run(root, "discard", "--yes").returncode == 0


def test_complaints_of_git_are_told_apart_in_any_language(root: Path) -> None:
    env = {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    assert "不肯读" in run(root, "check", env=env).stderr
