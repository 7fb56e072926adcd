"""A register's own workflows: what a forge's file says, and what `registry forge` does in a repository."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from ruamel.yaml import YAML

from registry.forge.files import DEPLOY, FILES, MARK, SCRIPT, SERVER, list_steps, make_forge_files
from registry.history.base_commit import find_base_commit, resolve_commit
from tests.conftest import DAY, EMPTY, REPOSITORY, registry
from tests.repository import commit, git

LIKE_GITHUB = ("github", "gitea", "forgejo")
YAML_1_2 = YAML(typ="safe", pure=True)  # in which `on` is a word
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def read_workflows(forge: str) -> list[dict[Any, Any]]:
    files = make_forge_files(forge)
    return [yaml.safe_load(text) for path, text in files.items() if path.endswith(".yml")]


@pytest.mark.parametrize("forge", FILES)
def test_every_forge_runs_the_script(forge: str) -> None:
    files = make_forge_files(forge, "trunk")
    assert (DEPLOY in files) == (forge != "github")
    assert all(MARK in text and "MAIN_BRANCH" not in text for text in files.values())
    assert "origin/trunk" in files[SCRIPT]
    workflows = "".join(text for path, text in files.items() if path.endswith(".yml"))
    steps_text = workflows or "".join(list_steps(forge))
    assert {*re.findall(r"sh \.ci/register ([a-z]+)", steps_text)} == {"check", "trial", "publish", "duties"}
    assert list_steps(forge, "trunk")[0].startswith("把主线 trunk 设为受保护的分支")


@pytest.mark.parametrize("forge", LIKE_GITHUB)
def test_rights_are_least_actions_pinned_and_scripts_without_expressions(forge: str) -> None:
    for workflow in read_workflows(forge):
        assert workflow["permissions"] == {}
        assert "pull_request_target" not in workflow[True]  # `on` is true to YAML 1.1
        for job in workflow["jobs"].values():
            assert job["permissions"].get("contents", "read") == "read"
            assert job["timeout-minutes"] <= 30
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
                assert re.fullmatch(
                    r"actions/[a-z/-]+@[0-9a-f]{40}", step.get("uses", f"actions/x@{'0' * 40}")
                )
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}
        if "pull_request" in workflow[True]:
            assert {*map(str, (job["permissions"] for job in workflow["jobs"].values()))} == {
                "{'contents': 'read'}"
            }


@pytest.mark.parametrize("forge", ["gitea", "forgejo"])
def test_a_forge_on_an_intranet_needs_nothing_from_elsewhere(forge: str) -> None:
    for workflow in read_workflows(forge):
        assert all("uses" not in step for job in workflow["jobs"].values() for step in job["steps"])


@pytest.mark.parametrize("forge", LIKE_GITHUB)
def test_a_token_is_given_to_the_step_that_needs_it_alone(forge: str) -> None:
    for workflow in read_workflows(forge):
        for job in workflow["jobs"].values():
            assert "env" not in job
            for step in job["steps"]:
                if "TOKEN" in step.get("env", {}):  # to fetch the repository, by Git alone
                    assert SCRIPT not in step["run"]


def test_the_tools_that_know_the_forges_find_nothing(tmp_path: Path) -> None:
    """GitHub's dialect is what Gitea's files are written in too. This repository's own stand beside them."""
    for forge in ("github", "gitea", "gitlab"):
        for path, text in make_forge_files(forge).items():
            file = tmp_path / forge / path.replace(".gitea/", ".github/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    written_files = [*tmp_path.glob("*/.github/workflows/*.yml")]
    assert len(written_files) == 6
    workflows = [*written_files, *(REPOSITORY / ".github/workflows").glob("*.yml")]
    audit = [f"{Path(sys.executable).parent}/zizmor", "--offline", "--no-progress", *map(str, workflows)]
    result = subprocess.run(audit, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    for file in workflows:
        assert [*vendored("github-workflows").iter_errors(YAML_1_2.load(file))] == [], file
    pipeline = YAML_1_2.load(tmp_path / "gitlab/.gitlab-ci.yml")
    assert [*vendored("gitlab-ci").iter_errors(pipeline)] == []
    assert not vendored("gitlab-ci").is_valid(pipeline | {"stages": "all"})
    assert not vendored("github-workflows").is_valid({"on": "push"})


@cache
def vendored(name: str) -> jsonschema_rs.Draft7Validator:
    """The schema of a forge's files that check-jsonschema holds; its command takes a second to start."""
    package = find_spec("check_jsonschema")
    assert package
    assert package.origin
    place = Path(package.origin).parent / "builtin_schemas/vendor" / f"{name}.json"
    return jsonschema_rs.Draft7Validator(json.loads(place.read_bytes()), validate_formats=False)


@pytest.mark.parametrize("name", ["check", "publish", "duties"])
def test_gitea_s_workflows_fetch_by_git_alone(repository: Path, tmp_path: Path, name: str) -> None:
    """The step as it stands, against a repository as Gitea names its refs."""
    git(repository, "update-ref", "refs/pull/1/head", "proposal")
    workflow = yaml.safe_load(make_forge_files("gitea")[f".gitea/workflows/{name}.yml"])
    fetching = {job["steps"][0]["run"] for job in workflow["jobs"].values()}
    (script,) = fetching
    (tmp_path / "renshe").mkdir()
    (tmp_path / "renshe/register.git").symlink_to(repository / ".git")
    env = {
        **{"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TOKEN": "t", "GITHUB_REF": "refs/pull/1/head"},
        **{"GITHUB_SERVER_URL": f"file://{tmp_path}/", "GITHUB_REPOSITORY": "renshe/register"},
    }
    work = tmp_path / "work"
    work.mkdir()
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    subprocess.run(command, cwd=work, env=env, check=True)
    branch = "proposal" if name == "check" else "main"
    assert resolve_commit(work, "HEAD") == resolve_commit(repository, branch)
    assert find_base_commit(work, forge={"GITHUB_BASE_REF": "main"}) == resolve_commit(repository, "main")


def test_gitea_is_shown_the_job_s_token_as_git_shows_a_password(tmp_path: Path) -> None:
    """As Basic.Verify of Gitea (services/auth/basic.go) takes it; the server here knows no repository."""
    names: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            names.append(self.headers["Authorization"])
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    workflow = yaml.safe_load(make_forge_files("gitea")[".gitea/workflows/publish.yml"])
    script = workflow["jobs"]["site"]["steps"][0]["run"]
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        env = {
            **{"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TOKEN": "t0", "NO_PROXY": "127.0.0.1"},
            **{"GITHUB_SERVER_URL": f"http://127.0.0.1:{server.server_port}", "GITHUB_REPOSITORY": "a/b"},
        }
        result = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        thread.join()
    assert result.returncode != 0
    assert names == ["basic " + base64.b64encode(b"x-access-token:t0").decode()]


def test_the_lock_is_the_one_that_the_program_writes() -> None:
    assert "\nlock=requirements.txt\n" in make_forge_files("gitlab")[SCRIPT]


def test_the_script_takes_no_other_word(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(make_forge_files("gitee")[SCRIPT], "utf-8")
    git(tmp_path, "init", "-q")
    command = ["sh", "script", "chek"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (2, "用法：script check|trial|publish|duties\n")


@pytest.mark.skipif(not NGINX, reason="nginx is not installed")
def test_nginx_takes_the_configuration_of_the_recipe(tmp_path: Path) -> None:
    text = (REPOSITORY / "docs/publishing.md").read_text("utf-8")
    (staff,) = re.findall("```nginx\n(.*?)```", text, re.DOTALL)
    (tmp_path / "server.conf").write_text(f"{make_forge_files('gitlab')[SERVER]}\n{staff}", "utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; include {tmp_path}/server.conf; }}\n"
    )
    command = [NGINX, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not installed")
@pytest.mark.parametrize("host", ["", "deploy@server:"])
def test_a_site_is_handed_over_whole_or_not_at_all(tmp_path: Path, host: str) -> None:
    """The script as it stands; in the place of ssh stands what it does with words, of the clock a word."""
    (tmp_path / "deploy").write_text(make_forge_files("gitea")[DEPLOY], "utf-8")
    site, there, now = tmp_path / "public", tmp_path / "the server's", tmp_path / "bin/date"
    now.parent.mkdir()
    (now.parent / "ssh").write_text('#!/bin/sh\n[ "$1" = -l ] && shift 2\nshift\nexec sh -c "$*"\n')
    (now.parent / "ssh").chmod(0o755)
    (site / "data").mkdir(parents=True)
    (site / "data/same").write_text("same")
    (site / ".registry-files.json").write_text("[]")

    def deploy(time: str, what: Path) -> int:
        now.write_text(f"#!/bin/sh\necho {time}\n")
        now.chmod(0o755)
        command = ["sh", str(tmp_path / "deploy"), str(what), f"{host}{there}"]
        env = {"PATH": f"{now.parent}:{os.environ['PATH']}"}
        return subprocess.run(command, env=env, capture_output=True, check=False).returncode

    for hour in range(1, 6):
        (site / "index.html").write_text(f"{hour}")
        assert deploy(f"20261130T0{hour}0000Z", site) == 0
        assert (there / "current/index.html").read_text() == f"{hour}"
    assert deploy("20261130T060000Z", tmp_path / "nothing") != 0
    assert (there / "current/index.html").read_text() == "5"  # what was not handed over is not shown
    names = [f"20261130T0{hour}0000Z" for hour in (3, 4, 5)]
    assert sorted(each.name for each in there.glob("2*")) == names
    assert len({(there / each / "data/same").stat().st_ino for each in names}) == 1
    assert not (there / "current/.registry-files.json").exists()


# -- what they run -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a main line, and a proposal with a schema, settings and an owners' file of its own."""
    root = tmp_path_factory.mktemp("forge")
    shutil.copytree(EMPTY / "records", root / "records")
    (root / "mkdocs.yml").write_text(
        "site_name: 演示\nextra: {demo: true, forge: {organisation: demo, kind: gitlab}}\n", "utf-8"
    )
    (root / ".gitignore").write_text("/preview/\n/.cache/\n/gl-*.json\n")
    assert registry("codeowners", "--root", root, "--no-cache").returncode == 0
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-11-01")
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(root, "switch", "-q", "-c", "proposal")
    (root / "records/名单.txt").write_text("甲", "utf-8")
    (root / "schemas").mkdir()
    (root / "schemas/areas.json").write_text("{", "utf-8")
    (root / ".gitlab/CODEOWNERS").write_text("* @somebody\n", "utf-8")
    text = (root / "mkdocs.yml").read_text("utf-8").replace("demo: true", "demo: false")
    (root / "mkdocs.yml").write_text(text, "utf-8")
    commit(root, "2026-11-02")
    return root


def check(root: Path, monkeypatch: pytest.MonkeyPatch, **env: str) -> subprocess.CompletedProcess[str]:
    for name in [each for each in os.environ if each.startswith(("GITHUB_", "CI_", "GITLAB_", "GITEA_"))]:
        monkeypatch.delenv(name)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return registry("forge", "check", "--on", DAY.isoformat(), "--workers", "1", cwd=root)


def test_a_proposal_is_judged_by_what_its_base_has(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check(repository, monkeypatch, GITLAB_CI="true", CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert (result.returncode, result.stderr) == (1, "")
    words = (
        "records/名单.txt",
        "审批规则  .gitlab/CODEOWNERS",
        "程序  schemas/areas.json",
        "extra.demo：true → false；合并以后每一页不再标明“演示数据”",
        "CODEOWNERS 与机关、地区不符",
        "预览：preview，双击其中的 index.html 就能看",
    )
    places = [result.stdout.index(each) for each in words]
    assert places == sorted(places)
    (issue,) = json.loads((repository / "gl-code-quality-report.json").read_text("utf-8"))
    assert (issue["location"]["path"], issue["severity"]) == ("records/名单.txt", "critical")
    page = (repository / "preview/index.html").read_text("utf-8")
    assert "演示数据" in page  # by the settings of the base
    assert 'href="search/index.html"' in page  # opens from a disk
    assert [each.name for each in (repository / ".git/worktrees").glob("*")] == []
    assert (repository / "schemas/areas.json").exists()  # nothing of the working tree is touched


def test_github_is_told_by_annotations_and_a_summary(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary"
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_BASE_REF": "main"}
    result = check(repository, monkeypatch, **env)
    assert result.returncode == 1
    assert result.stdout.startswith("::error file=records/名单.txt,line=1,")
    text = summary.read_text("utf-8")
    assert text.index("提案的核对：有错误，不能合并") < text.index("先看这里") < text.index("预览：preview")


@pytest.mark.parametrize("gitea", [{}, {"GITEA_ACTIONS": "true"}])
def test_what_cannot_run_is_told_where_the_forge_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gitea: dict[str, str]
) -> None:
    """A proposal without records/: only the exit code 2 was to be seen."""
    summary = tmp_path / "summary"
    for name, value in {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), **gitea}.items():
        monkeypatch.setenv(name, value)
    result = registry("check", "--root", tmp_path / "50%[x](y)")
    words, *annotation = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    if gitea:
        assert (annotation, summary.exists()) == ([], False)
        return
    assert annotation == ["::error title=没有运行::" + words.removeprefix("registry：").replace("%", "%25")]
    text = summary.read_text("utf-8")
    assert text.startswith("## 没有运行\n\n找不到 ")
    assert "[x]" not in text


def test_the_files_are_written_and_another_s_stay(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra: {forge: {kind: gitlab, branch: trunk}}\n", "utf-8")
    result = registry("forge", "files", "--root", tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("已写出") == 4
    assert "\n1. 把主线 trunk 设为受保护的分支" in result.stdout
    assert registry("forge", "files", "--root", tmp_path).returncode == 0
    (tmp_path / ".gitlab-ci.yml").write_text("mine:\n", "utf-8")
    result = registry("forge", "files", "--root", tmp_path)
    assert (result.returncode, "不是 registry 写的" in result.stderr) == (2, True)
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine:\n"
    result = registry("forge", "files", "--root", tmp_path, "--kind", "bitbucket")
    assert (result.returncode, "gitlab、gitea、forgejo" in result.stderr) == (2, True)
