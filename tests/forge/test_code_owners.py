"""Who must approve what, as each forge reads it."""

from __future__ import annotations

import fnmatch
import re
import shutil
from pathlib import Path

import pytest

from registry.forge.code_owners import (
    PLACES,
    build_code_owners,
    find_owners,
    list_city_acts,
    list_owned_files,
)
from registry.lifecycle.acts import TABLE
from registry.model.kinds import ACTS
from registry.model.register import Register
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND, examined, registry

FORGE = "site_name: 演示\nextra: {forge: {organisation: demo}}\n"


PLACE = PLACES["github"]
DOSSIER = "records/institutions/tinghu/demo-001"
COUNTY, CITY_TEAM = "@demo/tinghu-hrss", "@demo/city-hrss"


def owners(text: str, path: str) -> list[str]:
    """The owners of a file, by the subset of globs that we write: the last that fits decides."""
    last: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            pattern, *teams = line.split()
            folder = pattern.endswith("/") and f"/{path}".startswith(pattern)
            parts = pattern.split("/"), f"/{path}".split("/")
            same = len(parts[0]) == len(parts[1]) and all(map(fnmatch.fnmatchcase, parts[1], parts[0]))
            if pattern == "*" or folder or same:
                last = teams
    return last


def askers(text: str, path: str) -> list[str]:
    """Who is asked for a review of a file by Gitea: by every line whose expression fits the whole path.

    As PullRequestCodeOwnersReview (services/issue/pull.go) and ParseCodeOwnersLine (models/issues) do.
    """
    owners_listed: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            pattern, *teams = line.split()
            assert "\\" not in pattern
            if bool(re.fullmatch(pattern.removeprefix("!"), path)) != pattern.startswith("!"):
                owners_listed += teams
    return list(dict.fromkeys(owners_listed))


@pytest.fixture(scope="module")
def register() -> Register:
    return examined(CITY).register


@pytest.mark.parametrize(
    ("path", "teams", "asked"),
    [
        (f"{DOSSIER}/institution.yml", [COUNTY, CITY_TEAM], [COUNTY]),
        (f"{DOSSIER}/acts/2026-11-01-inspection.yml", [COUNTY, CITY_TEAM], [COUNTY]),
        (f"{DOSSIER}/acts/2026-11-01-rectification-order-02.yml", [COUNTY, CITY_TEAM], [COUNTY]),
        (f"{DOSSIER}/plans/2026.yml", [COUNTY, CITY_TEAM], [COUNTY]),
        (f"{DOSSIER}/acts/2026-11-01-bar.yml", [CITY_TEAM], [COUNTY, CITY_TEAM]),
        (f"{DOSSIER}/waivers/plan-hours.yml", [CITY_TEAM], [COUNTY, CITY_TEAM]),
        (f"{DOSSIER}/acts/2026-11-01-suspension-lifted-02.yml", [CITY_TEAM], [COUNTY, CITY_TEAM]),
        ("records/institutions/shiji/demo-007/institution.yml", [CITY_TEAM], [CITY_TEAM]),
        ("records/regulations/ycrsf-2018-223.yml", [CITY_TEAM], [CITY_TEAM]),
        ("records/authorities/tinghu-hrss.yml", [CITY_TEAM], [CITY_TEAM]),
        ("records/batches/2026-1.yml", [CITY_TEAM], [CITY_TEAM]),
        ("records/repairs/2026-11-30-01.yml", [CITY_TEAM], [CITY_TEAM]),
        ("generator/registry/cli/main.py", [CITY_TEAM], [CITY_TEAM]),
        (".gitlab-ci.yml", [CITY_TEAM], [CITY_TEAM]),
    ],
)
def test_owners(register: Register, path: str, teams: list[str], asked: list[str]) -> None:
    assert [f"@demo/{each}" for each in find_owners(list_owned_files(register), path)] == teams
    for dialect in ("github", "gitlab"):
        assert owners(build_code_owners(register, "demo", dialect), path) == teams
    assert askers(build_code_owners(register, "demo", "gitea"), path) == asked


def test_what_the_city_alone_may_do_the_city_alone_approves(register: Register) -> None:
    """By the legal table, kind by kind; no name of a kind is taken for another's."""
    globs, expressions = (build_code_owners(register, "demo", each) for each in ("github", "gitea"))
    assert {"bar", "review", "filing-ended"} < {*list_city_acts()} < {*ACTS}
    for kind, act in ACTS.items():
        for number in ("", "-02"):
            path = f"{DOSSIER}/acts/2026-11-01-{kind}{number}.yml"
            city = TABLE[act].by == ("city",)
            assert (COUNTY not in owners(globs, path)) == city, path
            assert (CITY_TEAM in askers(expressions, path)) == city, path


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
    result = registry("codeowners", "--root", root)
    assert (result.returncode, "不是 registry codeowners 写的" in result.stderr) == (2, True)
    assert (root / PLACE).read_text("utf-8") == "* @somebody\n"


def test_the_file_is_written_and_compared(root: Path) -> None:
    assert registry("codeowners", "--root", root, "--check").returncode == 1
    assert registry("codeowners", "--root", root).returncode == 0
    assert registry("codeowners", "--root", root, "--check").returncode == 0
    assert "@demo/linzhou-rsj" in (root / PLACE).read_text("utf-8")
    areas = root / "records/areas.yml"
    areas.write_text(areas.read_text("utf-8").replace("hrss: yanze-rsj", "hrss: linzhou-rsj"), "utf-8")
    result = registry("codeowners", "--root", root, "--check")
    assert (result.returncode, result.stdout) == (
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
    result = registry("codeowners", "--root", root)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"registry：{said}")


@pytest.mark.parametrize("text", ["site_name: 演示\n", "extra: {forge: 甲}\n"])
def test_without_an_organisation_it_is_said(root: Path, text: str) -> None:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    result = registry("codeowners", "--root", root)
    assert (result.returncode, "organisation" in result.stderr, "Traceback" in result.stderr) == (
        2,
        True,
        False,
    )
    assert not (root / PLACE).exists()


def test_the_dialect_follows_the_forge_that_is_set(root: Path, tmp_path: Path) -> None:
    for kind, place in (("forgejo", ".gitea/CODEOWNERS"), ("gitlab", ".gitlab/CODEOWNERS"), ("gitee", PLACE)):
        settings = f"site_name: 演示\nextra: {{forge: {{organisation: demo, kind: {kind}}}}}\n"
        (root / "mkdocs.yml").write_text(settings, "utf-8")
        assert registry("codeowners", "--root", root).stdout == f"已写出 {root / place}\n"
    out = tmp_path / "docs/CODEOWNERS"
    assert registry("codeowners", "--root", root, "--dialect", "gitea", "--out", out).returncode == 0
    assert out.read_bytes() == (root / ".gitea/CODEOWNERS").read_bytes()


def test_a_file_that_the_forge_reads_first_is_told(root: Path) -> None:
    """Gitea and GitLab look into the root and docs/ first, and stop at the first that is there."""
    (root / "mkdocs.yml").write_text(FORGE.replace("demo}", "demo, kind: gitea}"), "utf-8")
    assert registry("codeowners", "--root", root).returncode == 0
    (root / "docs").mkdir()
    (root / "docs/CODEOWNERS").write_text(".* @somebody\n", "utf-8")
    result = registry("codeowners", "--root", root, "--check")
    message = "代码托管网站先读 docs/CODEOWNERS，.gitea/CODEOWNERS 不起作用；删去 docs/CODEOWNERS\n"
    assert (result.returncode, result.stdout) == (1, message)
