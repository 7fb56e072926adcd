"""Who must approve what: the last line that fits a file decides."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.forge.code_owners import PLACE, build_code_owners
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND, registry

FORGE = "site_name: 演示\nextra: {forge: {organisation: demo}}\n"


def owners(text: str, path: str) -> list[str]:
    """The owners of a file, by the subset of patterns that we write."""
    found: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            pattern, *teams = line.split()
            if pattern == "*" or f"/{path}".startswith(pattern):
                found = teams
    return found


@pytest.mark.parametrize(
    ("path", "teams"),
    [
        ("records/institutions/tinghu/demo-001/institution.yml", ["@demo/tinghu-hrss", "@demo/city-hrss"]),
        ("records/institutions/shiji/demo-007/institution.yml", ["@demo/city-hrss"]),
        ("records/regulations/ycrsf-2018-223.yml", ["@demo/city-hrss"]),
        ("records/authorities/tinghu-hrss.yml", ["@demo/city-hrss"]),
        ("records/batches/2026-1.yml", ["@demo/city-hrss"]),
        ("records/repairs/2026-11-30-01.yml", ["@demo/city-hrss"]),
        ("generator/registry/cli/main.py", ["@demo/city-hrss"]),
    ],
)
def test_owners(path: str, teams: list[str]) -> None:
    assert owners(build_code_owners(examine(CITY, DAY).register, "demo"), path) == teams


def test_who_follows_an_office_stands_beside_it(tmp_path: Path) -> None:
    shutil.copytree(CITY / "records", tmp_path / "records")
    for id_, kind in (("city-hrss", "市人社局"), ("tinghu-hrss", "县级人社部门")):
        old, new = (tmp_path / "records/authorities" / f"{each}.yml" for each in (id_, f"{id_}-2"))
        old.write_text(f"{old.read_text('utf-8')}valid_to: 2027-01-31\nsucceeded_by: {id_}-2\n", "utf-8")
        new.write_text(f"id: {id_}-2\nname: 演示\nkind: {kind}\nvalid_from: 2027-02-01\n", "utf-8")
    text = build_code_owners(examine(tmp_path, DAY).register, "demo")
    city = ["@demo/city-hrss", "@demo/city-hrss-2"]
    assert owners(text, "records/batches/2026-1.yml") == owners(text, "records/areas.yml") == city
    county = ["@demo/tinghu-hrss", "@demo/tinghu-hrss-2"]
    assert owners(text, "records/institutions/tinghu/demo-001/institution.yml") == [*county, *city]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SECOND / "records", tmp_path / "records")
    (tmp_path / "mkdocs.yml").write_text(FORGE, "utf-8")
    return tmp_path


def test_a_file_of_somebody_else_is_not_written_over(root: Path) -> None:
    (root / PLACE).parent.mkdir()
    (root / PLACE).write_text("* @somebody\n", "utf-8")
    done = registry("codeowners", "--root", root)
    assert (done.returncode, "不是 registry codeowners 写的" in done.stderr) == (2, True)
    assert (root / PLACE).read_text("utf-8") == "* @somebody\n"


def test_the_file_is_written_and_compared(root: Path) -> None:
    assert registry("codeowners", "--root", root, "--check").returncode == 1
    assert registry("codeowners", "--root", root).returncode == 0
    assert registry("codeowners", "--root", root, "--check").returncode == 0
    assert "@demo/linzhou-rsj" in (root / PLACE).read_text("utf-8")
    areas = root / "records/areas.yml"
    areas.write_text(areas.read_text("utf-8").replace("hrss: yanze-rsj", "hrss: linzhou-rsj"), "utf-8")
    done = registry("codeowners", "--root", root, "--check")
    assert (done.returncode, done.stdout) == (
        1,
        ".github/CODEOWNERS 与机关、地区不符；运行 registry codeowners 重新生成\n",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extra: [\n", "mkdocs.yml 有误：第 2 行不是正确的 YAML"),
        ("[]\n", "mkdocs.yml 有误：应是一项一项的设置"),
        ("", "mkdocs.yml 有误：应是一项一项的设置"),
        ("a: \u0000\n", "mkdocs.yml 有误：不是正确的 YAML"),
        (None, "读不出 mkdocs.yml：没有这个文件或文件夹"),
    ],
)
def test_settings_that_cannot_be_read_are_said(root: Path, text: str | None, said: str) -> None:
    (root / "mkdocs.yml").unlink() if text is None else (root / "mkdocs.yml").write_text(text, "utf-8")
    done = registry("codeowners", "--root", root)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"registry：{said}")


@pytest.mark.parametrize("text", ["site_name: 演示\n", "extra: {forge: 甲}\n"])
def test_without_an_organisation_it_is_said(root: Path, text: str) -> None:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    done = registry("codeowners", "--root", root)
    assert (done.returncode, "organisation" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert not (root / PLACE).exists()
