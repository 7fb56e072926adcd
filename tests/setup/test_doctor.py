"""`registry doctor` on real set-ups: one that is ready, each thing that may be open, and broken ones."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from registry import __version__
from registry.rules.checking import Examined
from registry.rules.checking import examine as examine_records
from registry.settings import read_site_settings
from registry.setup.doctor import EXAMINATIONS, examine_set_up
from registry.setup.open_point import SetUp
from tests.conftest import CITY, EMPTY, REPOSITORY, configure, registry
from tests.files import change_file
from tests.repository import commit, git

DAY = "2026-09-01"
SITE = """\
site_name: 空山市登记册
site_url: https://register.kongshan.gov.cn/
extra:
  data_licence: false
  demo: false
  forge: {kind: gitea, organisation: kongshan}
  footer: {sponsor: 市人社局, site_code: false, icp: false, police: false, contact: 专业技术人员管理科}
"""
LOCKED = f"training-institutions-registry=={__version__} \\\n    --hash=sha256:{'0' * 64}\n"
SYSTEMS = "systems:\n  - id: health\n    name: 卫生健康\n"
EXAMPLE = ("institutions/dafeng/demo-046", "batches/2026-2.yml")
LEFT_OUT = [f"!/records/{each}" for each in ("authorities/", "systems.yml", "calendar/", "batches/")]
REGULATION = "records/regulations/ks-2022-1.yml"


def examine(root: Path, day: str = DAY) -> tuple[int, list[str]]:
    """The exit code, and the codes of what is open."""
    result = registry(
        "doctor", "--root", root, "--on", day, "--format", "json", "--workers", "1", "--no-cache"
    )
    points = json.loads(result.stdout)["points"] if result.stdout else []
    for each in points:
        assert all(each[name] for name in ("title", "found", "cost", "mend")), each
    return result.returncode, [each["code"] for each in points]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that may go live: the empty one, with nothing made up, a system and a batch."""
    root = tmp_path_factory.mktemp("ready") / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    for file in (root / "records").rglob("*.yml"):
        file.write_text(file.read_text("utf-8").replace("（虚构）", "").replace("虚构", ""), "utf-8")
    (root / "records/systems.yml").write_text(SYSTEMS, "utf-8")
    (root / "records/batches").mkdir()
    shutil.copy(CITY / "records/batches/2026-2.yml", root / "records/batches")
    (root / "mkdocs.yml").write_text(SITE, "utf-8")
    (root / "requirements.txt").write_text(LOCKED, "utf-8")
    (root / ".ci").mkdir()
    (root / ".ci/register").touch()
    assert registry("codeowners", "--root", root, "--on", DAY).returncode == 0
    shutil.rmtree(root / ".cache")
    git(root.parent, "init", "-q", "-b", "main", str(root))
    commit(root, "2026-08-01")
    return root


@pytest.fixture(scope="module")
def examined(ready: Path) -> Examined:
    """Its records, checked."""
    return examine_records(ready, dt.date.fromisoformat(DAY))


@pytest.fixture
def root(ready: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    return shutil.copytree(ready, tmp_path / "register", symlinks=True)


def test_nothing_is_open_where_all_is_done(ready: Path) -> None:
    assert examine(ready) == (0, [])
    result = registry("doctor", "--root", ready, "--on", DAY)
    assert (result.returncode, result.stdout) == (0, "没有要办的：设置、记录和仓库都可以上线。\n")


def copy_schemas(root: Path) -> None:
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")


def cut_citations(root: Path) -> None:
    text = (root / REGULATION).read_text("utf-8")
    (root / REGULATION).write_text(text.partition("citations:")[0], "utf-8")


SETTINGS: dict[str, tuple[str, str, list[str]]] = {
    "no address": ("site_url:", "site_author:", ["address"]),
    "nobody's address": ("register.kongshan.gov.cn", "register.example.org", ["placeholder-address"]),
    "this machine's address": (
        "https://register.kongshan.gov.cn",
        "http://127.0.0.1:8000",
        ["placeholder-address"],
    ),
    "an address in an intranet": ("https://register.kongshan.gov.cn", "http://10.0.0.8/register", []),
    "contact": (", contact: 专业技术人员管理科", "", ["contact"]),
    "footer": ("icp: false", 'icp: ""', ["footer"]),
    "no licence": ("data_licence: false", "a: b", ["licence"]),
    "demo": ("demo: false", "demo: true", ["example"]),
    "licence of the example": (
        "data_licence: false",
        "data_licence: {name: CC0-1.0, title: CC0（示例数据）}",
        ["example-licence"],
    ),
    "placeholder of teams": ("organisation: kongshan", "organisation: example-organisation", ["owners"]),
    "a forge without owners": ("organisation: kongshan", "organisation: false", []),
    "owners of another forge": ("kind: gitea", "kind: gitlab", ["owners"]),
}
FILES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "another licence beside the records": (
        lambda root: shutil.copy(REPOSITORY / "LICENSE", root / "records/LICENSE"),
        [],
    ),
    "made-up name": (
        lambda root: change_file(root, "records/areas.yml", "西溪县", "演示县"),
        ["example-names"],
    ),
    "owners of another day": (
        lambda root: change_file(root, ".gitea/CODEOWNERS", "@kongshan/xixi-rsj", "@kongshan/dongxi-rsj"),
        ["owners"],
    ),
    "no owners": (lambda root: (root / ".gitea/CODEOWNERS").unlink(), ["owners"]),
    "open parameter": (lambda root: change_file(root, REGULATION, "  bar_years: 1\n", ""), ["law"]),
    "not regulated": (lambda root: change_file(root, REGULATION, "bar_years: 1", "bar_years: null"), []),
    "schemas of its own": (copy_schemas, ["schemas"]),
    "no lock": (lambda root: (root / "requirements.txt").unlink(), ["lock"]),
    "lock of another version": (
        lambda root: change_file(root, "requirements.txt", f"=={__version__} ", "==0.0.1 "),
        ["lock"],
    ),
    "no workflow": (lambda root: shutil.rmtree(root / ".ci"), ["workflows"]),
    "no batch": (lambda root: shutil.rmtree(root / "records/batches"), ["batches"]),
    "no system": (
        lambda root: change_file(root, "records/systems.yml", SYSTEMS, "systems: []\n"),
        ["systems"],
    ),
    "no citations": (cut_citations, ["citations"]),
    "an error": (
        lambda root: change_file(root, "records/batches/2026-2.yml", "title:", "titel:"),
        ["errors"],
    ),
    "an error in the systems": (
        lambda root: change_file(root, "records/systems.yml", "name:", "nmae:"),
        ["errors"],
    ),
    "an error in a table": (
        lambda root: change_file(root, "records/areas.yml", "kind: 县", "kind: 郡"),
        ["errors"],
    ),
    "no repository": (lambda root: shutil.rmtree(root / ".git"), ["git"]),
}


# What tests of their own below break.
BROKEN_BELOW = {"calendar", "settings", "tables"}


def test_whatever_is_examined_is_broken_in_a_test() -> None:
    lists = [codes for *_, codes in SETTINGS.values()] + [codes for _, codes in FILES.values()]
    broken = {code for codes in lists for code in codes}
    assert broken | BROKEN_BELOW == {each.code for each in EXAMINATIONS}


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_open_in_the_settings_is_told(
    ready: Path, examined: Examined, tmp_path: Path, name: str
) -> None:
    old, new, codes = SETTINGS[name]
    (tmp_path / "mkdocs.yml").write_text(SITE, "utf-8")
    change_file(tmp_path, "mkdocs.yml", old, new)
    set_up = SetUp(ready, dt.date.fromisoformat(DAY), read_site_settings(tmp_path), "", examined)
    assert [each.code for each, _ in examine_set_up(set_up)] == codes


@pytest.mark.parametrize("name", FILES)
def test_what_is_open_in_the_files_is_told(root: Path, name: str) -> None:
    spoil, codes = FILES[name]
    spoil(root)
    assert examine(root) == (int(bool(codes)), codes)


@pytest.mark.parametrize(
    ("day", "codes"), [("2026-10-30", []), ("2026-10-31", ["calendar"]), ("2028-01-01", ["calendar"])]
)
def test_a_calendar_is_asked_for_once_its_notice_may_be_there(
    ready: Path, day: str, codes: list[str]
) -> None:
    assert examine(ready, day) == (len(codes), codes)


def test_the_example_as_it_is_given(tmp_path: Path) -> None:
    """Some of the tests' city, with the settings of an example, outside of Git."""
    for each in ("areas.yml", "systems.yml", "authorities", "regulations", *EXAMPLE):
        source, target = CITY / "records" / each, tmp_path / "records" / each
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    configure(tmp_path, "extra: {forge: {organisation: example-organisation}}\n")
    code, points = examine(tmp_path)
    assert (code, points[:5]) == (1, ["git", "example", "example-names", "owners", "lock"])
    text = registry("doctor", "--root", tmp_path, "--on", DAY).stdout
    assert "还是演示数据（extra.demo: true），有 1 家示例机构、1 个批次" in text


def test_a_clone_that_holds_half(root: Path, tmp_path: Path) -> None:
    (root / "records/README.md").write_text("说明\n", "utf-8")
    commit(root, "2026-08-02")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    git(tmp_path / "clone", "sparse-checkout", "set", "--no-cone", "/*", *LEFT_OUT)
    for day in (DAY, "2028-01-01"):
        code, points = examine(tmp_path / "clone", day)
        assert (code, points) == (1, ["git", "git"])  # and nothing of what was left out
    text = registry("doctor", "--root", tmp_path / "clone", "--on", DAY).stdout
    assert "改法：git fetch --unshallow" in text
    assert "改法：git sparse-checkout disable" in text


def test_one_that_went_live_by_half(root: Path) -> None:
    change_file(root, "mkdocs.yml", "data_licence: false", "data_licence: {title: CC0 1.0（示例数据）}")
    (root / "records/LICENSE").write_text("Creative Commons Legal Code\n\nCC0 1.0 Universal\n", "utf-8")
    change_file(root, "records/authorities/xixi-rsj.yml", "西溪县", "演示县")
    change_file(root, "mkdocs.yml", "contact: 专业技术人员管理科", "contact: ")
    assert examine(root) == (1, ["example-names", "example-licence", "example-licence", "contact"])


def test_a_city_that_has_just_begun(tmp_path: Path) -> None:
    """Tables as empty files, settings of one line, a repository without a commit."""
    (tmp_path / "records").mkdir()
    (tmp_path / "records/systems.yml").write_text("systems: []\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 登记册\n", "utf-8")
    git(tmp_path, "init", "-q")
    code, points = examine(tmp_path)
    assert (code, points[:5]) == (1, ["git", "tables", "tables", "tables", "errors"])
    assert {"lock", "contact", "footer", "address", "systems", "batches", "licence"} <= {*points}


def test_one_whose_settings_and_git_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "mkdocs.yml").write_text("extra: [\n", "utf-8")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert examine(root) == (1, ["git", "settings"])
    text = registry("doctor", "--root", root, "--on", DAY).stdout
    assert f"git config --global --add safe.directory {root}" in text
    assert "mkdocs.yml 有误：第 2 行" in text


def test_records_in_a_submodule(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "records", tmp_path / "other")
    git(tmp_path, "init", "-q", "-b", "main", "other")
    commit(tmp_path / "other")
    git(root, "rm", "-q", "-r", "records")
    git(
        root,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        f"{tmp_path / 'other'}",
        "records",
    )
    commit(root)
    assert examine(root) == (1, ["git"])


def test_without_records_it_cannot_run(tmp_path: Path) -> None:
    result = registry("doctor", "--root", tmp_path)
    assert (result.returncode, result.stdout) == (2, "")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_first_commit_by_nobody_is_told_how_to_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/areas.yml").write_text("areas: []\n", "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    for name, value in (("GLOBAL", "/dev/null"), ("SYSTEM", "/dev/null"), ("COUNT", "1")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.useConfigOnly")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    for who in ("AUTHOR", "COMMITTER"):
        for what in ("NAME", "EMAIL"):
            monkeypatch.delenv(f"GIT_{who}_{what}", raising=False)
            if is_known:
                monkeypatch.setenv(f"GIT_{who}_{what}", "x@example.org")
    monkeypatch.delenv("EMAIL", raising=False)
    result = registry("doctor", "--root", tmp_path, "--on", DAY)
    assert "这个 Git 仓库还没有提交" in result.stdout
    assert ("git config --global user.name 姓名" in result.stdout) is not is_known


def test_what_must_be_stands_before_what_should_and_is_told_apart(tmp_path: Path, root: Path) -> None:
    musts = [each.must for each in EXAMINATIONS]
    assert musts == sorted(musts, reverse=True)
    change_file(root, "mkdocs.yml", "contact: 专业技术人员管理科", "contact: ")
    change_file(root, "mkdocs.yml", "site_url:", "site_author:")
    text = registry("doctor", "--root", root, "--on", DAY).stdout
    assert (
        text.index("上线以前必须办好")
        < text.index("联系方式")
        < text.index("最好办好")
        < text.index("网站地址")
    )
    assert text.endswith("必须办好的 1 项，最好办好的 1 项。\n")
    markdown = registry("doctor", "--root", root, "--on", DAY, "--format", "markdown").stdout
    assert "- **联系方式**：没有写反映错误的联系方式" in markdown
