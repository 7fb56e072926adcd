"""Where a change begins: on a forge's merge, in its queue, on a desk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from registry.git_command import GitError
from registry.history.base_commit import find_base_commit, main
from tests.conftest import REPOSITORY
from tests.repository import find_revision, git


def add(root: Path, name: str) -> str:
    """A commit that adds a file; its id."""
    (root / name).write_text(name)
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", name)
    return find_revision(root, "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """`main` with two commits; `proposal` of three left it at the first; origin knows both of main."""
    git(tmp_path, "init", "-q", "-b", "main")
    add(tmp_path, "one")
    git(tmp_path, "switch", "-q", "-c", "proposal")
    for name in ("a", "b", "c"):
        add(tmp_path, name)
    git(tmp_path, "switch", "-q", "main")
    add(tmp_path, "two")
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "main")
    git(tmp_path, "switch", "-q", "proposal")
    return tmp_path


def merged(root: Path) -> dict[str, str]:
    """The merge that GitHub makes of main and the proposal, with what it tells the workflow."""
    git(root, "switch", "-q", "--detach", "main")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "proposal")
    return {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_BASE_REF": "main",
        "GITHUB_SHA": find_revision(root, "HEAD"),
    }


def test_a_merge_of_the_forge_begins_at_its_first_parent(root: Path) -> None:
    forge = merged(root)
    assert find_base_commit(root, forge=forge) == find_revision(root, "main")


@pytest.mark.parametrize("fetched", [True, False])
def test_it_does_though_the_branch_has_moved_on_or_was_not_fetched(root: Path, fetched: bool) -> None:
    forge = merged(root)
    begun = find_revision(root, "main")
    git(root, "switch", "-q", "main")
    add(root, "three")
    git(
        root,
        "update-ref",
        *(["refs/remotes/origin/main", "main"] if fetched else ["-d", "refs/remotes/origin/main"]),
    )
    git(root, "switch", "-q", "--detach", forge["GITHUB_SHA"])
    assert find_base_commit(root, forge=forge) == begun


@pytest.mark.parametrize("forge", ["github", "gitea", "gitlab", "desk"])
def test_a_proposal_of_three_commits_that_is_no_merge_begins_where_it_left_the_branch(
    root: Path, forge: str
) -> None:
    """The parent of its last commit would leave two of them unjudged."""
    head = find_revision(root, "HEAD")
    env = {
        "github": {"GITHUB_REF": "refs/pull/12/merge", "GITHUB_BASE_REF": "main", "GITHUB_SHA": head},
        "gitea": {"GITHUB_REF": "refs/pull/12/head", "GITHUB_BASE_REF": "main", "GITHUB_SHA": head},
        "gitlab": {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": head},
        "desk": {},
    }[forge]
    target = "main" if forge == "desk" else ""
    assert find_base_commit(root, target, forge=env) == find_revision(root, "main~1")


def test_a_proposal_that_ends_with_a_merge_of_its_own_begins_at_the_branch(root: Path) -> None:
    """Its first parent is the proposal itself, of which nothing would be judged."""
    git(root, "merge", "-q", "--no-edit", "main")
    forge = {
        "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_BASE_REF": "main",
        "GITHUB_SHA": find_revision(root, "HEAD"),
    }
    assert find_base_commit(root, forge=forge) == find_revision(root, "main")
    assert find_base_commit(root, "main") == find_revision(root, "main")


def queue(root: Path, content: str) -> dict[str, str]:
    event = root.parent / "event.json"
    event.write_text(content)
    return {
        "GITHUB_EVENT_NAME": "merge_group",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": find_revision(root, "HEAD"),
        "GITHUB_REF": "refs/heads/gh-readonly-queue/main/pr-12-abc",
    }


def test_a_group_of_a_merge_queue_begins_at_the_queues_base(root: Path) -> None:
    """It may stand on another group, which is on no branch yet."""
    git(root, "switch", "-q", "--detach", "main")
    begun = add(root, "another group")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "proposal")
    forge = queue(root, json.dumps({"merge_group": {"base_sha": begun}}))
    assert find_base_commit(root, forge=forge) == begun


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"merge_group": null}', '{"merge_group": {}}', "x"])
def test_an_event_that_tells_no_base_is_refused(root: Path, content: str) -> None:
    with pytest.raises(GitError, match="base_sha"):
        find_base_commit(root, forge=queue(root, content))


def test_an_event_that_is_not_there_is_refused(root: Path) -> None:
    forge = queue(root, "{}") | {"GITHUB_EVENT_PATH": "/nowhere/event.json"}
    with pytest.raises(GitError, match="没有这个文件"):
        find_base_commit(root, forge=forge)


def test_the_workflow_of_another_commit_says_nothing_of_this_one(root: Path) -> None:
    forge = merged(root)
    git(root, "switch", "-q", "proposal")
    assert find_base_commit(root, forge=forge) == find_revision(root, "main~1")


def test_a_target_that_is_named_is_taken(root: Path) -> None:
    forge = merged(root)
    assert find_base_commit(root, "main~1", forge=forge) == find_revision(root, "main~1")


@pytest.mark.parametrize(
    ("target", "said"),
    [("", "不知道改动要合并到哪个分支"), ("nirgends", "没有 nirgends 这个版本"), ("-x", "没有 -x 这个版本")],
)
def test_where_nothing_tells_it_is_refused(root: Path, target: str, said: str) -> None:
    with pytest.raises(GitError, match=said):
        find_base_commit(root, target, forge={})


def test_it_runs_alone_before_anything_is_installed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
        "runpy.run_module('registry.history.base_commit', run_name='__main__', alter_sys=True)",
    ]
    place = str(REPOSITORY / "generator")
    result = subprocess.run(
        [*command, place, "--root", root, "main"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{find_revision(root, 'main~1')}\n", "")
    assert main(["--root", str(root), "nirgends"]) == 2
    assert capsys.readouterr().err == "registry：Git 中没有 nirgends 这个版本\n"


def test_of_several_bases_the_newest_on_the_target_counts(root: Path) -> None:
    """Each was merged into the other: what the target had until then is not the proposal's doing."""
    git(root, "switch", "-q", "main")
    until = add(root, "three")
    own = find_revision(root, "proposal")
    git(root, "merge", "-q", "--no-ff", "--no-edit", own)
    git(root, "switch", "-q", "proposal")
    git(root, "merge", "-q", "--no-ff", "--no-edit", until)
    add(root, "d")
    assert find_base_commit(root, "main") == until


def test_what_the_forge_does_not_tell_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"merge_group": {"base_sha": None}}))
    forge = merged(root) | {"GITHUB_EVENT_NAME": "merge_group", "GITHUB_EVENT_PATH": str(event)}
    with pytest.raises(GitError, match="base_sha"):
        find_base_commit(root, forge=forge)
    assert main(["--root"]) == 2
    assert "--root 之后" in capsys.readouterr().err
