"""The commit that a site says it was made of, and whether something in records/ is not committed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from registry.history.git import describe_head
from registry.records.files import list_files
from tests.repository import commit, git, make_committed

NOTED = "（另有未提交的改动）"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_committed(tmp_path_factory.mktemp("head") / "register", 1)


def plan(root: Path) -> Path:
    return next(root.glob("records/institutions/*/*/plans/2023.yml"))


def edited(root: Path) -> None:
    plan(root).write_bytes(plan(root).read_bytes() + "remarks: 补充说明。\n".encode())


def staged(root: Path) -> None:
    edited(root)
    git(root, "add", "--all")


def staged_and_undone(root: Path) -> None:
    before = plan(root).read_bytes()
    staged(root)
    plan(root).write_bytes(before)


def deleted(root: Path) -> None:
    plan(root).unlink()


def added(root: Path) -> None:
    (root / "records/more.txt").write_text("")


def ignored(root: Path) -> None:
    (root / ".gitignore").write_text("*.bak\n")
    commit(root)
    (root / "records/more.bak").write_text("")


def beside(root: Path) -> None:
    (root / "mkdocs.yml").write_text("")


def held_back(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", str(plan(root)))
    edited(root)


@pytest.mark.parametrize(
    ("do", "dirty"),
    [
        (lambda _: None, False),
        (edited, True),
        (staged, True),
        (staged_and_undone, True),
        (deleted, True),
        (added, True),
        (ignored, False),
        (beside, False),
        (held_back, False),  # Git is told not to look
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_the_commit_is_noted_if_records_hold_what_is_not_committed(
    register: Path, tmp_path: Path, do: Callable[[Path], None], dirty: bool
) -> None:
    root = tmp_path / "register"
    git(tmp_path, "clone", "-q", str(register), str(root))
    do(root)
    for ask_git in (True, False):
        commit = describe_head(root, list_files(root, ask_git))
        assert len(commit.removesuffix(NOTED)) == 12
        assert commit.endswith(NOTED) == dirty


def test_outside_git_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    assert describe_head(tmp_path, list_files(tmp_path)) == ""
