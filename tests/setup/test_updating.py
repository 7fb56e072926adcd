"""A register whose program is installed goes to a next version, which has one more field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from registry.model.generate import generate
from registry.setup.lock import LOCK, WHEELHOUSE
from registry.setup.version import FOR_REGISTERS
from tests.conftest import DAY, SECOND
from tests.installed import install, pack, run, unpack
from tests.repository import commit, git
from tests.setup.test_journey import begin, go_on

ONE = "records/institutions/linzhou/yx-d2/institution.yml"
FAX = {"title": "传真", "description": "单位传真。", "type": "string", "examples": ["0000-00000002"]}
MKDOCS = "docs_dir: site/pages\nsite_dir: public\nplugins: [registry]\n"


def make_next(wheel: Path, folder: Path) -> Path:
    """A next version: institutions have a fax number, and the home page is another."""
    unpacked = folder / "unpacked"
    unpack(wheel, unpacked)
    package = unpacked / "registry"
    file = package / "schemas/institution.json"
    schema = json.loads(file.read_text("utf-8"))
    schema["properties"]["fax"] = {**FAX, "x-public": True, "x-change": "change"}
    file.write_text(json.dumps(schema, ensure_ascii=False), "utf-8")
    for path, text in generate(package / "schemas", package / "model/kinds.py").items():
        path.write_text(text, "utf-8")
    with (package / "site/templates/home.html").open("a", encoding="utf-8") as template:
        template.write("<p>新的首页</p>\n")
    log = package / "CHANGELOG.md"
    news = f"## 9.1.0 - 2027-01-01\n\n{FOR_REGISTERS}\n\n- 机构可以写传真。\n\n## "
    log.write_text(log.read_text("utf-8").replace("## ", news, 1), "utf-8")
    return pack(unpacked, "9.1.0", folder)


@pytest.mark.long
def test_a_register_takes_the_next_version_without_a_conflict(installed: Path, tmp_path: Path) -> None:
    root = tmp_path / "register"
    shutil.copytree(SECOND, root)
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text("utf-8") + MKDOCS, "utf-8")
    (root / "site/pages").mkdir(parents=True)
    (root / "site/pages/.gitkeep").touch()
    (root / ".gitignore").write_text("/public/\n/.cache/\n", "utf-8")
    (wheel,) = installed.glob("*.whl")
    now, on = installed / "venv/bin/registry", ("--on", DAY.isoformat(), "--workers", "1")
    for words in (["update", str(wheel)], ["override", "templates/home.html"], ["editor"]):
        result = run(now, *words, cwd=root)
        assert (result.returncode, result.stderr) == (0, ""), result.stdout
    git(root, "init", "-q")
    commit(root)

    result = run(now, "update", make_next(wheel, tmp_path), cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    for said in (
        "9.1.0 - 2027-01-01 的改变：\n  机构可以写传真。\n",
        "新增：“机构”的“传真”（fax），可以不填\n",
        "用它核对，没有多发现问题\n",
        "  templates/home.html：安装新版本以后照新的改好",
        "还要：安装以后更新编辑器用的表式 registry editor\n",
    ):
        assert said in result.stdout
    changed = run("git", "status", "--porcelain", cwd=root).stdout.splitlines()
    assert {each[3:].partition("/")[0] for each in changed} == {LOCK, WHEELHOUSE}
    commit(root)

    (wheel_kept,) = (root / WHEELHOUSE).glob("*.whl")
    install(wheel_kept, tmp_path / "next")
    command = tmp_path / "next/bin/registry"
    schema = root / ".vscode/registry/institution.json"
    assert "fax" not in schema.read_text("utf-8")
    assert run(command, "editor", cwd=root).returncode == 0
    assert "fax" in schema.read_text("utf-8")
    assert "templates/home.html：程序的文件已经改过" in run(command, "override", cwd=root).stdout
    with (root / ONE).open("a", encoding="utf-8") as record:
        record.write('fax: "0999-00000002"\n')
    assert run(now, "check", ONE, *on, cwd=root).returncode == 1
    checked = run(command, "check", "--base", "HEAD~", *on, cwd=root)
    assert "fax" in checked.stdout  # an act must say it: the field is known
    git(root, "checkout", "-q", "records")
    for arguments in (("check", "--base", "HEAD~"), ("build",)):
        result = run(command, *arguments, *on, cwd=root)
        assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert "新的首页" not in (root / "public/index.html").read_text("utf-8")
    assert run("git", "status", "--porcelain", "records", cwd=root).stdout == ""


@pytest.mark.long
def test_a_register_from_init_to_a_passed_plan_takes_it_too(installed: Path, tmp_path: Path) -> None:
    """Made from nothing by the commands alone: no conflict, nothing below records/ changes, all is shown."""
    clerk = begin(tmp_path / "register")
    go_on(clerk)
    root, on = clerk.root, ("--on", "2026-06-21", "--workers", "1")
    (wheel,) = installed.glob("*.whl")
    assert run(installed / "venv/bin/registry", "update", wheel, cwd=root).returncode == 0
    git(root, "init", "-q")
    commit(root)
    git(root, "checkout", "-q", "-b", "update")
    result = run(installed / "venv/bin/registry", "update", make_next(wheel, tmp_path), cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert "用它核对，没有多发现问题\n" in result.stdout
    commit(root)
    assert run("git", "diff", "--name-only", "HEAD~", "--", "records", cwd=root).stdout == ""
    git(root, "checkout", "-q", "-")
    git(root, "merge", "-q", "--no-edit", "update")
    (wheel_kept,) = (root / WHEELHOUSE).glob("*.whl")
    install(wheel_kept, tmp_path / "next")
    for arguments in (("check", "--base", "HEAD~"), ("build",)):
        result = run(tmp_path / "next/bin/registry", *arguments, *on, cwd=root)
        assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert "已列入" in (root / "public/institutions/first/index.html").read_text("utf-8")
    assert "新的首页" in (root / "public/index.html").read_text("utf-8")
