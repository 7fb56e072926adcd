"""The workflows: pinned, modest, and what they run of ours run here as it stands, on a real base and head."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.corpus import make
from registry.memo import FINDINGS
from registry.publish.output_mark import MARK
from registry.settings import read_settings
from tests.conftest import CITY, DAY, EMPTY, REPOSITORY, SECOND, configure, registry
from tests.files import write_file
from tests.repository import commit, find_revision, git

# How a repository that holds program and register is checked on another forge.
GUIDE, HEADING = "docs/publishing.md", "## 程序和登记册在同一个仓库里"
WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
ONE = "records/institutions/linzhou/yx-d2"
PHONE, NEW_PHONE = "0999-00000114", "0999-00000199"
CHANGE = f"""date: 2026-11-10
changes:
  - field: phone
    before: "{PHONE}"
    after: "{NEW_PHONE}"
reason: 更换办公电话。
reported_on: 2026-11-16
authority: ymz-rsj
office: 人才开发处
"""
# What the first job runs, of a program of the target branch, before anything is installed.
ASKED_FIRST = [
    f"generator/registry/{each}.py"
    for each in ("__init__", "refusal", "shell", "git_command", "history/__init__", "history/base_commit")
]
# What a workflow could take away before the review, which would then tell it of the proposal.
UNTOUCHED = (".ci/run", ".gitattributes", ".github/dependabot.yml", "Makefile", "README.md")
WEEKLY = "每周一次从头生成，逐个字节比较"
ORGANISATION = "extra: {forge: {organisation: demo}}\n"


def load(name: str) -> dict[Any, Any]:
    text = (REPOSITORY / ".github/workflows" / name).read_text("utf-8")
    workflow: dict[Any, Any] = yaml.safe_load(text)
    return workflow


def steps(name: str, job: str) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = load(name)["jobs"][job]["steps"]
    return every


def list_scripts(name: str, job: str) -> dict[str, str]:
    """The scripts of a job that run the program, by the name of their step."""
    return {each["name"]: each["run"] for each in steps(name, job) if "bin/registry" in each.get("run", "")}


def run(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script as the runner does."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    around = {
        "PATH": f"{folder / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(command, cwd=folder, env=around | env, capture_output=True, text=True, check=False)


def program(folder: Path, day: dt.date = DAY) -> None:
    """A program as `make .venv/site.stamp` leaves it in `folder`: our own, which is told the day."""
    place = folder / ".venv/bin/registry"
    place.parent.mkdir(parents=True)
    command = f'{sys.executable} -m registry "$@" --on {day}'
    place.write_text(f"#!/bin/sh\nPYTHONPATH={os.environ['PYTHONPATH']} exec {command}\n")
    place.chmod(0o755)


# -- form --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)
def test_actions_are_pinned_and_permissions_are_least(workflow: Path) -> None:
    definition = load(workflow.name)
    assert definition["permissions"] == {}
    for job in definition["jobs"].values():
        assert job["permissions"].get("contents") in (None, "read") or releases(job)
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            assert "uses" not in step or re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def releases(job: dict[str, Any]) -> bool:
    """Whether a job makes a release, after which no step comes, in an environment that somebody guards."""
    return job.get("environment") == "release" and job["steps"][-1]["run"].startswith("gh release create ")


def test_the_check_needs_no_secret_and_no_right_to_write() -> None:
    workflow = load("check.yml")
    assert set(workflow[True]) == {"pull_request", "merge_group"}  # `on` is true to YAML 1.1
    assert {tuple(job["permissions"].items()) for job in workflow["jobs"].values()} == {
        (("contents", "read"),)
    }
    assert "secrets." not in (REPOSITORY / ".github/workflows/check.yml").read_text("utf-8")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)
def test_scripts_hold_no_expressions(workflow: Path) -> None:
    for job in load(workflow.name)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


def test_nothing_that_a_proposal_may_have_kept_is_believed() -> None:
    """What is known of files from before lies in the register's folder, so a proposal could bring its own.

    It is not looked at; what the main branch has kept, or the same run, lies beside what is proposed.
    """
    texts = [each.read_text("utf-8") for each in (*WORKFLOWS, REPOSITORY / GUIDE)]
    texts[-1] = texts[-1].partition(HEADING)[2]
    commands = [line for text in texts for line in re.findall(r"bin/registry (\w+ [^\n]*)", text)]
    assert len(commands) > 6
    for each in commands:
        assert re.search(r"--no-cache|--cache memo ", each), each


def cached(workflow: Path) -> dict[str, dict[str, str]]:
    """What a workflow has the forge's cache do, by the action, with its paths and keys."""
    actions = {}
    for job in load(workflow.name)["jobs"].values():
        for step in job["steps"]:
            action, _, _ = str(step.get("uses", "")).partition("@")
            if action.startswith("actions/cache"):
                assert action not in actions
                actions[action] = step["with"]
    return actions


def test_only_the_main_branch_stores_what_is_known_and_a_check_finds_it() -> None:
    """A proposal reads the findings of the main branch, and no more; a publication what it stored itself."""
    caches = {each.name: cached(each) for each in WORKFLOWS}
    save, restore = "actions/cache/save", "actions/cache/restore"
    assert {name: {*each} for name, each in caches.items() if each} == {
        "memo.yml": {save},
        "check.yml": {restore},
        "publish.yml": {save, restore},
    }
    for writer, reader, prefix in (
        ("memo.yml", "check.yml", "memo-"),
        ("publish.yml", "publish.yml", "publication-"),
    ):
        saved, restored = caches[writer][save], caches[reader][restore]
        assert saved["path"] == restored["path"]
        assert saved["key"].startswith(prefix)
        assert restored["key"].startswith(prefix)
        assert restored["restore-keys"] == prefix
    assert caches["check.yml"][restore]["path"] == f"memo/{FINDINGS}"
    assert load("memo.yml")[True] == {"push": {"branches": ["main"]}}
    events = load("publish.yml")[True]  # a schedule runs on the main branch
    assert {*events} == {"push", "schedule"}
    assert events["push"] == {"branches": ["main"]}


# -- check -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's folder: `head` with branches, beside it the base's program.

    `change` is a lawful change of records, that also brings what must not be run, or believed, by that
    program; `unlawful` lacks its act; `field` brings a field together with its schema.
    """
    folder = tmp_path_factory.mktemp("runner")
    head = folder / "head"
    head.mkdir()
    shutil.copytree(SECOND / "records", head / "records")
    for name in ("schemas", "site"):
        shutil.copytree(REPOSITORY / name, head / name)
    for each in ASKED_FIRST:
        (head / each).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / each, head / each)
    configure(head, ORGANISATION)
    registry("codeowners", "--root", head)
    for path in UNTOUCHED:
        write_file(head, path, "x\n")
    git(head, "init", "-q", "-b", "main")
    commit(head, "2026-11-01")
    git(head, "update-ref", "refs/remotes/origin/main", "main")
    git(head, "switch", "-q", "-c", "change")
    institution = head / ONE / "institution.yml"
    institution.write_text(institution.read_text("utf-8").replace(PHONE, NEW_PHONE), "utf-8")
    (head / ONE / "acts/2026-11-10-change.yml").write_text(CHANGE, "utf-8")
    (head / "site/templates/institution.html").write_text("{{ 1 // 0 }}", "utf-8")
    with (head / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"hooks: [hook.py]\nx: !!python/object/apply:os.mkdir [{folder}/run]\n")
    (head / "hook.py").write_text("1 / 0\n", "utf-8")
    (head / ASKED_FIRST[-1]).write_text("print('HEAD')\n", "utf-8")
    schema(head, "institution", lambda document: document["required"].append("motto"))
    commit(head, "2026-11-20")
    git(head, "switch", "-q", "-c", "unlawful")
    (head / ONE / "acts/2026-11-10-change.yml").unlink()
    commit(head, "2026-11-21")
    git(head, "switch", "-q", "-c", "field", "main")
    schema(head, "institution", lambda document: document["properties"].update(motto={"type": "string"}))
    with (head / ONE / "institution.yml").open("a", encoding="utf-8") as file:
        file.write("motto: 演示\n")
    commit(head, "2026-11-21")
    program(folder / "program")
    for name in ("site", "schemas"):
        shutil.copytree(REPOSITORY / name, folder / "program" / name)
    configure(folder / "program", ORGANISATION)
    return folder


def schema(root: Path, kind: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the schema of a kind of record."""
    file = root / "schemas" / f"{kind}.json"
    report = json.loads(file.read_text("utf-8"))
    change(report)
    file.write_text(json.dumps(report, ensure_ascii=False), "utf-8")


def propose(folder: Path, branch: str) -> dict[str, subprocess.CompletedProcess[str]]:
    """What the scripts of the job did with a branch; after the first fault come those that always run."""
    git(folder / "head", "switch", "-q", branch)
    shutil.rmtree(folder / "preview", ignore_errors=True)
    env = {"BASE": base_of(folder), "GITHUB_STEP_SUMMARY": str(folder / f"{branch}.md")}
    runs: dict[str, subprocess.CompletedProcess[str]] = {}
    for each in steps("check.yml", "records"):
        if "run" in each and not each["run"].startswith("make") and (not failed(runs) or "if" in each):
            runs[each["name"]] = run(each["run"], folder, **env)
    git(folder / "head", "reset", "-q", "--hard")
    git(folder / "head", "clean", "-fdq")
    return runs


def failed(done: dict[str, subprocess.CompletedProcess[str]]) -> bool:
    return any(each.returncode for each in done.values())


def base_of(folder: Path, **env: str) -> str:
    """The base that the first job finds for what is checked out in `head`."""
    shutil.rmtree(folder / "target", ignore_errors=True)
    git(folder / "head", "worktree", "prune")
    (step,) = (each for each in steps("check.yml", "base") if "run" in each)
    output = folder / "output"
    output.write_text("")
    around = {"GITHUB_BASE_REF": "main", "TRUSTED": find_revision(folder / "head", "main")}
    result = run(step["run"], folder, GITHUB_OUTPUT=str(output), **(around | env))
    assert result.returncode == 0, result.stderr
    return output.read_text().removeprefix("commit=").rstrip("\n")


def test_where_a_change_begins_is_found_for_both_jobs_by_a_program_of_the_target_branch() -> None:
    jobs = load("check.yml")["jobs"]
    assert jobs["base"]["outputs"] == {"commit": "${{ steps.base.outputs.commit }}"}
    for name in ("records", "tests"):
        assert (jobs[name]["needs"], jobs[name]["env"]) == (
            "base",
            {"BASE": "${{ needs.base.outputs.commit }}"},
        )
    (program,) = (each for each in jobs["records"]["steps"] if each.get("with", {}).get("path") == "program")
    assert program["with"]["ref"] == "${{ env.BASE }}"


def test_others_work_that_was_merged_meanwhile_is_not_the_proposals(proposal: Path) -> None:
    """The event's base lags behind: the merge that is checked was made on a newer main."""
    head = proposal / "head"
    stale = find_revision(head, "main")
    git(head, "switch", "-q", "-c", "newer", "main")
    other = head / "records/institutions/linzhou/yx-d2/acts/2026-11-12-inspection.yml"
    other.write_text("date: 2026-11-12\n", "utf-8")  # with faults, that are another's
    commit(head, "2026-11-22")
    git(head, "update-ref", "refs/remotes/origin/main", "newer")
    git(head, "merge", "-q", "--no-ff", "--no-edit", "change", day="2026-11-23")
    merged = find_revision(head, "HEAD")
    event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_SHA": merged}
    try:
        base = base_of(proposal, TRUSTED=stale, **event)
        assert base == find_revision(head, "HEAD^1") != stale
        output = registry(
            "check", "--root", head, "--base", base, "--on", DAY.isoformat(), "--format", "json"
        )
        paths = {
            each["path"] for each in json.loads(output.stdout)["findings"] if each["severity"] == "error"
        }
        assert other.relative_to(head).as_posix() not in paths
        meaning = registry("changes", base, "--root", head, "--on", DAY.isoformat()).stdout
        assert "平时考核" not in meaning
    finally:
        git(head, "update-ref", "refs/remotes/origin/main", "main")
        git(head, "switch", "-q", "change")
        git(head, "branch", "-q", "-D", "newer")


def test_a_lawful_proposal_passes_every_step_and_runs_nothing_of_its_own(proposal: Path) -> None:
    runs = propose(proposal, "change")
    for name, each in runs.items():
        assert each.returncode == 0, f"{name}: {each.stdout}{each.stderr}"
    assert {*list_scripts("check.yml", "records")} < {*runs}
    summary = (proposal / "change.md").read_text("utf-8")
    assert (
        summary.index("提案的核对：记录没有发现问题，记录以外的改动要人看")
        < summary.index("这次改动的含义")
        < summary.index(PHONE)
    )
    first = summary.index("先看这里：这次改动不只改了记录")
    assert first < summary.index("mkdocs.yml", first) < summary.index("这次改动的含义")
    assert not [path for path in UNTOUCHED if path in summary]
    assert NEW_PHONE in (proposal / "preview/review.html").read_text("utf-8")
    page = (proposal / "preview/institutions/yx-d2/index.html").read_text("utf-8")
    assert NEW_PHONE in page
    assert "2026年11月20日录入" in page
    assert not (proposal / "run").exists()


def test_of_a_proposal_only_what_is_read_stays(proposal: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--branch", "change", str(proposal / "head"), "head")
    (tmp_path / "head/.cache/registry").mkdir(parents=True)
    (tmp_path / "program").symlink_to(proposal / "program")
    prepare = next(
        each["run"] for each in steps("check.yml", "records") if "find head" in each.get("run", "")
    )
    assert run(prepare, tmp_path).returncode == 0
    names = {each.name for each in (tmp_path / "head").iterdir()}
    assert names == {".git", ".github", ".ci", ".gitattributes", "records", "mkdocs.yml", "schemas", "site"}
    for path in ("schemas/institution.json", "site/templates/institution.html"):
        assert (REPOSITORY / path).read_bytes() == (tmp_path / "head" / path).read_bytes()
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path / "head")
    assert read_settings(tmp_path / "head")["theme"] == {"name": "registry"}  # what it inherits is there


def test_an_unlawful_proposal_is_annotated_and_explained(proposal: Path) -> None:
    runs = propose(proposal, "unlawful")
    assert [name for name, each in runs.items() if each.returncode] == ["核对"]
    assert list(runs)[-1] == "提案的核对"
    assert runs["核对"].stdout.startswith(
        f"::error file={ONE}/institution.yml,line=13,col=8,title=现况与变更记录一致 "
    )
    summary = (proposal / "unlawful.md").read_text("utf-8")
    assert summary.index("提案的核对：有错误，不能合并") < summary.index("这次改动的含义")


def test_a_field_is_known_to_the_program_before_a_record_holds_it(proposal: Path) -> None:
    """A proposal that brings both is refused, in words, by the schemas of its base."""
    check = propose(proposal, "field")["核对"]
    assert (check.returncode, check.stderr) == (1, "")
    assert check.stdout.startswith(f"::error file={ONE}/institution.yml,line=")
    assert "motto" in check.stdout


@pytest.mark.parametrize(("path", "runs"), [("records/README.md", False), ("schemas/plan.json", True)])
def test_a_change_of_the_program_runs_its_tests(tmp_path: Path, path: str, runs: bool) -> None:
    for name in ("records", "schemas"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("甲", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "2026-11-01")
    (tmp_path / path).write_text("乙", "utf-8")
    git(tmp_path, "switch", "-q", "-c", "change")
    commit(tmp_path, "2026-11-02")
    script = next(each["run"] for each in steps("check.yml", "tests") if each.get("id") == "changed")
    output = tmp_path.parent / f"{tmp_path.name}.output"
    output.touch()
    result = run(script, tmp_path, BASE="main", GITHUB_OUTPUT=str(output))
    assert (result.returncode, output.read_text()) == (0, "program=true\n" if runs else "")


def test_a_proposal_is_tested_in_parallel_on_every_python_that_is_allowed() -> None:
    jobs = load("check.yml")["jobs"]
    ways = jobs["tests"]["strategy"]["matrix"]["include"]
    targets = re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {each["target"] for each in ways} == {"lint", "test-fast", "test-browser"} & {*targets}
    lowest = re.search(r'requires-python = ">=3\.(\d+)"', (REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert lowest
    fast = {each["python"] for each in ways if each["target"] == "test-fast" and each["city"] == "own"}
    assert fast == {f"3.{minor}" for minor in range(int(lowest[1]), 15)}
    assert {each["city"] for each in ways} == {"own", "second"}
    assert (jobs["program"]["needs"], jobs["program"]["if"]) == (["tests", "windows"], "always()")
    (gate,) = jobs["program"]["steps"]
    for result, code in (("success", 0), ("failure", 1), ("skipped", 1), ("cancelled", 1)):
        assert run(gate["run"], REPOSITORY, RESULT=result, WINDOWS="success").returncode == code
        assert run(gate["run"], REPOSITORY, RESULT="success", WINDOWS=result).returncode == code


def test_the_clerks_commands_are_tried_where_clerks_sit() -> None:
    job = load("check.yml")["jobs"]["windows"]
    assert job["runs-on"] == "windows-latest"
    tried = " ".join(each.get("run", "") for each in job["steps"])
    assert "make" not in tried
    assert all((REPOSITORY / each).exists() for each in re.findall(r"(?:tests|requirements)/[\w/.]+", tried))


# -- publish and duties ------------------------------------------------------------------------------------


def files_of_runner(folder: Path) -> dict[str, str]:
    """Where the runner takes outputs and summaries, and its folder for what need not stay."""
    files = {"GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_OUTPUT": "output"}
    return {name: str(folder / file) for name, file in files.items()} | {"RUNNER_TEMP": str(folder)}


def test_errors_are_told_after_the_publication_and_a_check_that_cannot_run_before(tmp_path: Path) -> None:
    root = tmp_path / "work"
    shutil.copytree(EMPTY / "records", root / "records")
    program(root)
    (root / "records" / "名单.txt").write_text("甲", "utf-8")
    check = list_scripts("publish.yml", "build")["核对"]
    assert run(check, root, **files_of_runner(tmp_path)).returncode == 0
    assert (tmp_path / "output").read_text() == "code=1\n"
    (last,) = steps("publish.yml", "errors")
    assert load("publish.yml")["jobs"]["errors"]["needs"] == ["build", "deploy"]
    assert [run(last["run"], root, ERRORS=each).returncode for each in ("0", "1")] == [0, 1]
    shutil.rmtree(root / "records")
    assert run(check, root, **files_of_runner(tmp_path)).returncode != 0


def test_what_is_published_is_checked_first(tmp_path: Path) -> None:
    root = tmp_path / "work"
    shutil.copytree(SECOND / "records", root / "records")
    for name in ("schemas", "site"):
        shutil.copytree(REPOSITORY / name, root / name)
    configure(root)
    program(root, DAY + dt.timedelta(days=30))  # when something is due
    scripts = list_scripts("publish.yml", "build")
    assert list(scripts) == ["核对", "核对到期事项", "生成网站", WEEKLY]
    results = {name: run(script, root, **files_of_runner(tmp_path)) for name, script in scripts.items()}
    assert [each.returncode for each in results.values()] == [0, 0, 0, 0], results
    assert (root / "memo/compared").exists()
    assert (tmp_path / "output").read_text() == "code=0\n"
    assert results["核对到期事项"].stdout.startswith("::warning file=records/")
    assert re.findall("(?m)^## .*$", (tmp_path / "summary.md").read_text("utf-8")) == [
        "## 核对结果：没有错误",
        "## 到期事项",
    ]
    sums = next(each for each in steps("publish.yml", "build") if "SHA256SUMS" in each.get("run", ""))
    assert run(sums["run"], root).returncode == 0
    sum_lines = (root / "public/SHA256SUMS").read_text("utf-8").splitlines()
    files = [each.relative_to(root / "public") for each in (root / "public").rglob("*") if each.is_file()]
    assert [each[66:] for each in sum_lines] == sorted(
        f"./{each}" for each in files if each.name not in ("SHA256SUMS", MARK)
    )
    assert run("cd public && sha256sum --check --quiet SHA256SUMS", root).returncode == 0


def run_again(root: Path, night: Path) -> None:
    """Leave of what was made what the forge's cache keeps, packed and unpacked as it does."""
    night.mkdir()
    options = ("--posix", "-P", "-C", str(root))
    paths = cached(REPOSITORY / ".github/workflows/publish.yml")["actions/cache/save"]["path"].split()
    subprocess.run(["tar", *options, "-cf", night / "cache.tar", *paths], check=True)
    for path in paths:
        shutil.rmtree(root / path)
    subprocess.run(["tar", "-xf", night / "cache.tar", "-P", "-C", str(root)], check=True)


@pytest.mark.long
def test_a_night_goes_on_from_the_last_and_is_compared_once_a_week(tmp_path: Path) -> None:
    root = tmp_path / "work"
    make(root, 1)
    program(root)
    env = files_of_runner(tmp_path)
    check, _, build, compare = list_scripts("publish.yml", "build").values()
    assert [run(each, root, **env).returncode for each in (check, build)] == [0, 0]
    (root / "memo/compared").touch()
    page = root / "public/institutions/demo-000001/index.html"
    whole, changed = page.read_bytes(), page.stat().st_mtime_ns
    page.write_bytes(whole.replace(b"<main", b"<mein", 1))  # a fault that no later night would notice
    os.utime(page, ns=(changed, changed))

    run_again(root, tmp_path / "night")
    assert [run(each, root, **env).returncode for each in (check, build)] == [0, 0]
    assert page.stat().st_mtime_ns == changed
    assert page.read_bytes() != whole  # so it was not made again
    assert run(compare, root, **env).returncode == 0
    assert not (tmp_path / "anew").exists()
    week_ago = int((root / "memo/compared").stat().st_mtime) - 7 * 24 * 3600 - 1
    os.utime(root / "memo/compared", (week_ago, week_ago))
    stopped = run(compare, root, **env)
    assert stopped.returncode == 1
    assert "public/institutions/demo-000001/index.html" in stopped.stdout
    assert "::error title=停止发布::" in stopped.stdout
    assert (root / "memo/compared").stat().st_mtime == week_ago  # so the next night is compared as well


def test_what_is_stored_is_the_site_alone_and_nothing_stored_is_false() -> None:
    names = [each.get("name") for each in steps("publish.yml", "build")]
    order = ["取上一次发布的网站和已知的结果", "核对", "生成网站", WEEKLY, "保存网站和已知的结果", "校验和"]
    assert [each for each in names if each in order] == order


def test_duties_are_written_by_the_program_which_alone_is_given_the_token(tmp_path: Path) -> None:
    """What it does with it is tested against a server, in test_issues.py."""
    every = steps("duties.yml", "issues")
    scripts = {each["name"]: each["run"] for each in every if "FORGE_TOKEN" in each.get("env", {})}
    assert list(scripts) == ["新开、更新、关闭"]
    program(tmp_path)
    result = run(scripts["新开、更新、关闭"], tmp_path)
    assert (result.returncode, result.stderr) == (2, "registry：没有设置环境变量 FORGE_TOKEN（令牌）\n")


def test_code_owners_are_those_of_the_authorities() -> None:
    result = registry("codeowners", "--root", CITY, "--check")
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize(("branch", "code"), [("change", 0), ("unlawful", 1)])
@pytest.mark.long
def test_another_forge_needs_the_lines_of_the_handbook(
    proposal: Path, tmp_path: Path, branch: str, code: int
) -> None:
    """The snippet as it stands, in a clone; `make` is stood in for by the environment that is there."""
    text = (REPOSITORY / GUIDE).read_text("utf-8").partition(HEADING)[2]
    script = text.split("```")[1]
    assert len(script.strip().splitlines()) <= 10
    work = tmp_path / "work"
    git(tmp_path, "clone", "-q", "--branch", branch, str(proposal / "head"), str(work))
    program(tmp_path / "made")
    make = tmp_path / "bin/make"  # beside the clone, in which it would be a change of its own
    make.parent.mkdir()
    make.write_text(f'#!/bin/sh\ncp -R {tmp_path / "made"}/.venv "$2/"\n')
    make.chmod(0o755)
    result = run(script, work, PATH=f"{make.parent}:/usr/local/bin:/usr/bin:/bin")
    assert result.returncode == code, result.stdout + result.stderr
    if code:
        assert "## ❌ 提案的核对：有错误，不能合并；记录以外的改动也要人看\n" in result.stdout
        return
    verdict = "## ⚠️ 提案的核对：记录没有发现问题，记录以外的改动要人看\n"
    assert result.stdout.index(verdict) < result.stdout.index("这次改动的含义")
    assert NEW_PHONE in (work / "public/institutions/yx-d2/index.html").read_text("utf-8")
    assert not (proposal / "run").exists()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)
def test_only_findings_are_let_pass(workflow: Path) -> None:
    """1 means findings; that the command cannot run (2) ends the job."""
    for job in load(workflow.name)["jobs"].values():
        for step in job["steps"]:
            assert "continue-on-error" not in step
            assert set(re.findall(r"\|\| (.*)", step.get("run", ""))) <= {
                "test $? -eq 1",
                "code=$?",  # which a later step tells by
                'echo "program=true" >>"$GITHUB_OUTPUT"',
            }


def test_the_publication_learns_its_address_before_it_is_made() -> None:
    every = steps("publish.yml", "build")
    names = [each.get("id") or each.get("name") for each in every]
    assert names.index("pages") < names.index("生成网站")
    assert every[names.index("生成网站")]["env"] == {"SITE_URL": "${{ steps.pages.outputs.base_url }}"}
