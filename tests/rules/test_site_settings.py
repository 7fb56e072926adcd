"""Data that are no examples any more do not go out under the examples' licence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.rules.site_settings import is_example_licence
from tests.conftest import DAY, EMPTY, configure, registry
from tests.repository import commit, git

EXAMPLE = {"name": "CC0-1.0", "title": "CC0 1.0（示例数据，可以任意使用）"}
OWN = {"name": "CC0-1.0", "title": "CC0 1.0（可以任意使用）"}


@pytest.mark.parametrize(
    ("extra", "wrong"),
    [
        ({"demo": False, "data_licence": EXAMPLE}, True),
        ({"data_licence": EXAMPLE}, True),
        ({"demo": None, "data_licence": EXAMPLE}, True),
        ({"demo": True, "data_licence": EXAMPLE}, False),
        ({"demo": False, "data_licence": OWN}, False),
        ({"demo": False}, False),
        ({"demo": False, "data_licence": None}, False),
        ({"demo": False, "data_licence": {}}, False),
        ({"demo": False, "data_licence": "示例数据"}, False),
        ({"demo": False, "data_licence": {"title": None}}, False),
        (None, False),
        ("甲", False),
    ],
)
def test_the_licence_of_the_examples_is_for_examples(extra: Any, wrong: bool) -> None:
    assert is_example_licence({"extra": extra}) == wrong


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register that has just ceased to be an example, on a branch."""
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    configure(tmp_path, "\nextra:\n  demo: false\n")
    commit(tmp_path)
    return tmp_path


def check(root: Path, *arguments: str) -> tuple[int, list[str], list[str]]:
    result = registry("check", "--root", root, "--on", DAY.isoformat(), "--format", "json", *arguments)
    data = json.loads(result.stdout)
    lists = data["findings"], data.get("before", [])
    return result.returncode, *([each["rule"] for each in findings] for findings in lists)  # type: ignore[return-value]


def test_the_check_tells_it_with_the_change_that_causes_it(root: Path) -> None:
    assert check(root) == (1, ["demo-licence"], [])
    assert check(root, "--base", "main") == (1, ["demo-licence"], [])
    assert check(root, "--base", "HEAD") == (0, [], ["demo-licence"])
    assert check(root, "--scope", "clock")[1] == []
    text = registry("check", "--root", root, "--on", DAY.isoformat()).stdout
    assert "mkdocs.yml:1:1  错误  demo-licence\n    extra.demo 已不是 true" in text


def test_the_file_of_that_licence_goes_too(root: Path) -> None:
    (root / "records/LICENSE").write_text("Creative Commons Legal Code\n\nCC0 1.0 Universal\n", "utf-8")
    configure(root, "extra: {demo: false, data_licence: null}\n")
    assert check(root, "--base", "main") == (1, ["demo-licence"], [])
    commit(root)
    assert check(root, "--base", "HEAD") == (0, [], ["demo-licence"])
    for extra in ("{demo: true}", f"{{demo: false, data_licence: {json.dumps(OWN, ensure_ascii=False)}}}"):
        configure(root, f"extra: {extra}\n")
        assert check(root)[:2] == (0, [])


def test_the_line_is_that_of_the_licence(root: Path) -> None:
    licence = json.dumps(EXAMPLE, ensure_ascii=False)
    (root / "mkdocs.yml").write_text(f"extra:\n  demo: false\n\n  data_licence: {licence}\n", "utf-8")
    text = registry("check", "--root", root, "--on", DAY.isoformat()).stdout
    assert "mkdocs.yml:4:1  错误  demo-licence" in text


def test_an_address_with_a_password_is_told_before_it_goes_out(root: Path) -> None:
    address = "https://clerk:ghp_x@forge.example.org/register"
    links = [{"link": "https://forge.example.org/@clerk"}, {"link": "https://token@forge.example.org/"}]
    extra = {"demo": True, "forge": {"kind": "gitea", "address": address}, "social": links}
    configure(root, f"extra: {json.dumps(extra)}\n")
    assert check(root, "--base", "main") == (1, ["settings-without-secrets"] * 2, [])
    commit(root)
    assert check(root, "--base", "HEAD") == (0, [], ["settings-without-secrets"] * 2)
    text = registry("check", "--root", root, "--on", DAY.isoformat()).stdout
    assert "extra.forge.address 的地址里有用户名、密码或者令牌" in text
    assert "extra.social.1.link 的地址里有用户名、密码或者令牌" in text
    assert "ghp_x" not in text
    settings = "extra:\n  demo: true\n  social:\n    - link: https://forge.example.org/@clerk\n"
    (root / "mkdocs.yml").write_text(f"{settings}    - link: https://token@forge.example.org/\n", "utf-8")
    text = registry("check", "--root", root, "--on", DAY.isoformat()).stdout
    assert "mkdocs.yml:5:1  错误  settings-without-secrets" in text
    assert "token@" not in text


@pytest.mark.parametrize("program", ["registry", "mkdocs"])
def test_no_site_is_built_with_it(root: Path, program: str) -> None:
    command = [sys.executable, "-m", program, "build"]
    if program == "registry":
        result = registry("build", cwd=root)
    else:
        result = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode != 0
    assert "extra.data_licence 还是示例数据的许可" in result.stdout + result.stderr
    assert not (root / "public").exists()


def test_a_licence_that_is_none_is_said(root: Path) -> None:
    configure(root, "extra: {demo: false, data_licence: CC0}\n")
    result = registry("build", "--root", root, "--on", DAY.isoformat())
    assert (result.returncode, "data_licence 应写 name、title 和 path" in result.stderr) == (2, True)


@pytest.mark.parametrize("extra", ["{demo: false, data_licence: null}", "{demo: true}"])
def test_without_it_a_site_is_built(root: Path, extra: str) -> None:
    configure(root, f"extra: {extra}\n")
    assert registry("build", "--root", root, "--on", DAY.isoformat()).returncode == 0
