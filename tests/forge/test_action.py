"""The reusable action: pinned, no text from outside in a shell, and it runs the script of every forge."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import REPOSITORY

ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DOCUMENT = (REPOSITORY / "docs/developing.md").read_text("utf-8").partition("**A register's workflow**")[2]


def test_actions_are_pinned_and_the_script_holds_no_expression() -> None:
    for step in STEPS:
        assert "uses" not in step or re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", step["uses"])
        assert "${{" not in step.get("run", "")
    (checkout,) = (each for each in STEPS if each.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}


def test_it_runs_the_script_for_the_branch_that_is_named(tmp_path: Path) -> None:
    (step,) = (each for each in STEPS if "run" in each)
    script = step["env"]["SCRIPT"].replace("${{ github.action_path }}", str(REPOSITORY))
    env = {"SCRIPT": script, "BRANCH": "release/2027", "COMMAND": "none", "RUNNER_TEMP": str(tmp_path)}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    subprocess.run(["git", "init", "-q", "-b", "release/2027", tmp_path], check=True)
    result = subprocess.run(
        command,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    text = (tmp_path / "register").read_text("utf-8")
    assert result.returncode != 0
    assert "MAIN_BRANCH" not in text
    assert "origin/release/2027" in text
    for name in ("check", "trial", "publish", "duties"):
        assert f"\n{name})\n" in text
        assert name in ACTION["inputs"]["command"]["description"]


def test_a_registers_workflow_is_ten_lines() -> None:
    text = DOCUMENT.split("```")[1].strip()
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()
    assert len(text.splitlines()) == 10
    assert workflow["permissions"] == {"contents": "read"}
    assert {*job["strategy"]["matrix"]["command"]} == {"check", "trial"}
    assert [*job["steps"][0]["with"]] == ["command"]
