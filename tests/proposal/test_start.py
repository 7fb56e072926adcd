"""The main line is brought in, and drafts are kept: merged where they can be, else nothing is done."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from registry.git_command import GitError
from registry.proposal.aside import list_put_aside
from registry.proposal.branches import read_proposal
from registry.proposal.clone import open_clone
from registry.proposal.drafts import read_drafts
from registry.proposal.propose import make_proposal
from registry.proposal.start import ClashError, Start, go_on, start
from tests.conftest import DAY
from tests.proposal.world import LINES, PLAN, World, ask, state, write
from tests.repository import commit, git

NEW = "records/institutions/linzhou/yx-b3/acts/2026-11-23-change.yml"


def begin(root: Path, *, dry: bool = False) -> Start:
    return start(open_clone(root), str(DAY), dry)


def propose(root: Path, words: str = "说明") -> str:
    clone = open_clone(root)
    return make_proposal(clone, words, read_drafts(root), DAY).branch


def test_drafts_of_all_kinds_come_along(world: World) -> None:
    world.change_on_main("records/areas.yml", "areas: []\n")
    desk = world.desk
    write(desk, NEW, "new\n")
    write(desk, PLAN, f"{LINES}more: 1\n")
    write(desk, "records/README.md", None)
    git(desk, "add", PLAN)
    before = read_drafts(desk)
    assert [(each.how, each.path) for each in before] == [
        ("deleted", "records/README.md"),
        ("new", NEW),
        ("changed", PLAN),
    ]
    begin(desk)
    assert (desk / "records/areas.yml").is_file()
    assert read_drafts(desk) == before
    assert ask(desk, "rev-parse", "main", "HEAD").split() == [ask(world.forge, "rev-parse", "main")] * 2
    assert list_put_aside(desk) == []


def test_a_draft_is_merged_with_what_came_and_a_copy_is_kept(world: World) -> None:
    world.change_on_main(PLAN, LINES.replace("line: 1\n", "line: one\n"))
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    started = begin(world.desk)
    assert started.rewritten == [PLAN]
    assert (world.desk / PLAN).read_text("utf-8") == f"{LINES}more: 1\n".replace("line: 1\n", "line: one\n")
    assert (world.desk / ".cache/registry/discarded/2026-11-23-1" / PLAN).read_text(
        "utf-8"
    ) == f"{LINES}more: 1\n"


@pytest.mark.parametrize("theirs", [f"{LINES}more: 2\n", None])
def test_a_clash_changes_nothing_and_says_who_did_what(world: World, theirs: str | None) -> None:
    world.change_on_main(PLAN, theirs, "补了一行")
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    before = state(world.desk)
    with pytest.raises(ClashError) as caught:
        begin(world.desk)
    assert state(world.desk) == before
    assert PLAN in str(caught.value)
    assert "演示" in str(caught.value)
    assert "“补了一行”" in str(caught.value)
    assert f"registry discard {PLAN}" in str(caught.value)


def test_the_same_new_file_on_both_sides_clashes_only_where_it_differs(world: World) -> None:
    world.change_on_main(NEW, "new\n")
    write(world.desk, NEW, "other\n")
    with pytest.raises(ClashError):
        begin(world.desk)
    write(world.desk, NEW, "new\n")
    begin(world.desk)
    assert read_drafts(world.desk) == []


def test_a_file_of_ones_own_in_the_way_is_never_overwritten(world: World) -> None:
    world.change_on_main("notes.txt", "theirs\n")
    write(world.desk, "notes.txt", "mine\n")
    write(world.desk, NEW, "new\n")
    git(world.desk, "add", NEW)
    before = state(world.desk)
    with pytest.raises(GitError, match=r"notes\.txt"):
        begin(world.desk)
    assert state(world.desk) == before


@pytest.mark.parametrize("options", [pytest.param((), marks=pytest.mark.long), ("--squash",)])
def test_a_proposal_that_is_taken_in_is_cleared_away(world: World, options: tuple[str, ...]) -> None:
    write(world.desk, NEW, "new\n")
    branch = propose(world.desk)
    world.merge(branch, *options)
    world.change_on_main(NEW, "new\nlater: 1\n")  # what came later does not hide it
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    started = begin(world.desk)
    assert started.left
    assert started.left.state == "taken in"
    assert ask(world.desk, "branch", "--format=%(refname:short)") == "main"
    assert [each.path for each in read_drafts(world.desk)] == [PLAN]


def test_an_open_proposal_is_left_and_gone_on_with(world: World) -> None:
    write(world.desk, NEW, "new\n")
    branch = propose(world.desk)
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    started = begin(world.desk)
    assert started.left
    assert started.left.state == "open"
    assert not (world.desk / NEW).exists()
    assert [each.path for each in read_drafts(world.desk)] == [PLAN]
    assert go_on(open_clone(world.desk), branch, str(DAY)).branch == branch
    assert (world.desk / NEW).read_text("utf-8") == "new\n"
    assert [each.path for each in read_drafts(world.desk)] == [PLAN]


def test_a_draft_that_rests_on_the_proposal_stays_there(world: World) -> None:
    write(world.desk, NEW, "new\n")
    propose(world.desk)
    write(world.desk, NEW, "new\nmore: 1\n")
    before = state(world.desk)
    with pytest.raises(ClashError, match="接着提案 2026-11-23-yx-b3-change 改的"):
        begin(world.desk)
    assert state(world.desk) == before


def test_a_proposal_that_was_closed_is_told(world: World) -> None:
    write(world.desk, NEW, "new\n")
    branch = propose(world.desk)
    git(world.forge, "branch", "-D", branch)
    started = begin(world.desk)
    assert started.left
    assert started.left.state == "closed"
    assert read_proposal(open_clone(world.desk), branch).commit  # nothing of it is lost


def test_commits_on_the_own_main_line_are_drafts_again(world: World) -> None:
    write(world.desk, NEW, "new\n")
    commit(world.desk)
    world.change_on_main("records/areas.yml", "areas: []\n")
    assert begin(world.desk).undone == 1
    assert [each.path for each in read_drafts(world.desk)] == [NEW]
    assert ask(world.desk, "rev-parse", "main") == ask(world.forge, "rev-parse", "main")


def test_a_dry_run_changes_nothing(world: World) -> None:
    world.change_on_main(PLAN, LINES.replace("line: 1\n", "line: one\n"))
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    before = state(world.desk)
    assert begin(world.desk, dry=True).rewritten == [PLAN]
    assert state(world.desk) == before


@pytest.mark.long
@pytest.mark.long
def test_an_old_git_tells_a_clash_by_the_names_of_files(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One before 2.38 knows another `merge-tree`, and answers with its usage."""
    real, old = shutil.which("git"), world.desk.parent / "bin/git"
    write(
        world.desk.parent,
        "bin/git",
        f'#!/bin/sh\ncase "$*" in *merge-tree*) exit 129;; esac\nexec {real} "$@"\n',
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
    world.change_on_main(PLAN, LINES.replace("line: 1\n", "line: one\n"))
    write(world.desk, NEW, "new\n")
    begin(world.desk)
    assert [each.path for each in read_drafts(world.desk)] == [NEW]
    world.change_on_main(PLAN, LINES.replace("line: 2\n", "line: two\n"))
    write(world.desk, PLAN, f"{LINES}more: 1\n")
    with pytest.raises(ClashError):
        begin(world.desk)


# What is told where a clone cannot be worked in: how it comes about, and the words.
def _merge(world: World) -> None:
    git(world.desk, "checkout", "-q", "-b", "other")
    write(world.desk, PLAN, "a: 1\n")
    commit(world.desk)
    git(world.desk, "checkout", "-q", "main")
    write(world.desk, PLAN, "a: 2\n")
    commit(world.desk)
    git(world.desk, "merge", "-q", "other", check=False)


def _rebase(world: World) -> None:
    _merge(world)
    git(world.desk, "merge", "--abort")
    git(world.desk, "rebase", "-q", "other", check=False)


def _shallow(world: World) -> None:
    world.change_on_main("records/areas.yml", "areas: []\n")
    git(world.desk, "fetch", "-q", "--depth", "1", f"file://{world.forge}", "main")


def _loose(world: World) -> None:
    git(world.desk, "checkout", "-q", "--detach")
    commit(world.desk)


def _elsewhere(world: World) -> None:
    git(world.desk, "checkout", "-q", "-b", "other")
    git(world.desk, "worktree", "add", "-q", str(world.desk.parent / "second"), "main")


@pytest.mark.parametrize(
    ("happen", "words"),
    [
        (_merge, "上一次合并（merge）没有做完"),
        pytest.param(_rebase, "上一次变基（rebase）没有做完", marks=pytest.mark.long),
        (_shallow, "这是浅克隆"),
        (_loose, "不属于任何分支的版本"),
        pytest.param(_elsewhere, "主线 main 在另一个工作区", marks=pytest.mark.long),
        (lambda world: git(world.desk, "remote", "remove", "origin"), "没有写明代码托管网站上的地址"),
        (lambda world: git(world.forge, "branch", "-m", "main", "trunk"), "没有主线 main"),
        (lambda world: world.forge.rename(world.forge.with_name("gone")), "没有这个仓库"),
        (lambda world: git(world.desk, "checkout", "-q", "--orphan", "fresh"), "还没有提交"),
    ],
)
def test_what_cannot_be_worked_in_is_told_and_left_alone(world: World, happen, words: str) -> None:  # type: ignore[no-untyped-def]
    happen(world)
    before = ask(world.desk, "status", "--porcelain")
    with pytest.raises(GitError, match=words):
        begin(world.desk)
    assert ask(world.desk, "status", "--porcelain") == before


@pytest.mark.long
def test_from_an_old_version_it_goes_back_to_the_main_line(world: World) -> None:
    world.change_on_main("records/areas.yml", "areas: []\n")
    git(world.desk, "checkout", "-q", "--detach")
    write(world.desk, NEW, "new\n")
    begin(world.desk)
    assert ask(world.desk, "symbolic-ref", "--short", "HEAD") == "main"
    assert [each.path for each in read_drafts(world.desk)] == [NEW]


@pytest.mark.long
@pytest.mark.long
def test_a_register_in_a_folder_of_a_larger_repository(world: World) -> None:
    """Paths are those from the register's root, whatever lies above it."""
    root = world.colleague
    git(root, "mv", "records", "city-records")
    write(root, "city/mkdocs.yml", "extra: {}\n")
    git(root, "mv", "city-records", "city/records")
    commit(root)
    git(root, "push", "-q", "origin", "main")
    begin(world.desk)
    desk = world.desk / "city"
    world.change_on_main(f"city/{PLAN}", f"{LINES}more: 2\n")
    write(desk, PLAN, f"{LINES}more: 1\n")
    with pytest.raises(ClashError, match=f"  {PLAN}：") as caught:
        begin(desk)
    assert "city/" not in str(caught.value)
    write(desk, PLAN, LINES)
    write(desk, NEW, "new\n")
    begin(desk)
    assert propose(desk) == "2026-11-23-yx-b3-change"


def test_nothing_is_begun_or_proposed_from_a_history_that_is_no_longer_the_main_lines(world: World) -> None:
    write(world.desk, NEW, "new\n")
    before = state(world.desk)
    git(world.colleague, "commit", "-q", "--amend", "--allow-empty", "-m", "清除个人信息")
    git(world.colleague, "push", "-q", "--force", "origin", "main")
    for _ in range(2):
        with pytest.raises(GitError, match="主线的历史换过了"):
            begin(world.desk)
        assert state(world.desk) == before
