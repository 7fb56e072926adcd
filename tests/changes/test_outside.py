"""What a change does outside of records/ is told first; what it says of itself is not believed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from registry.changes.outside import MAX_FILES, TITLE, describe_outside
from registry.history.settings_then import read_settings_at
from tests.conftest import DAY, EMPTY, registry
from tests.files import write_file
from tests.repository import commit, git

SITE = "site_name: 演示\nsite_url: https://register.example.org/\nextra:\n  demo: true\n  forge: {edit: ''}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    (root / "mkdocs.yml").write_text(SITE, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root)
    git(root, "switch", "-q", "-c", "change")
    return root


def write(root: Path, path: str, text: str = "x\n") -> None:
    write_file(root, path, text)


def describe(root: Path, head: str | None = None) -> dict[str, list[str]]:
    return {
        item.heading: item.lines for section in describe_outside(root, "main", head) for item in section.items
    }


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (".github/workflows/check.yml", "核对的流程"),
        (".github/CODEOWNERS", "审批规则"),
        (".gitea/CODEOWNERS", "审批规则"),
        ("docs/CODEOWNERS", "审批规则"),
        (".gitlab-ci.yml", "核对的流程"),
        (".gitea/workflows/check.yml", "核对的流程"),
        (".ci/run", "核对的流程"),
        ("Makefile", "核对的流程"),
        ("generator/registry/cli/check.py", "程序"),
        ("schemas/plan.json", "程序"),
        ("requirements/site.txt", "程序"),
        ("requirements.txt", "程序"),
        ("wheelhouse/registry.whl", "程序"),
        ("site/templates/institution.html", "网站的页面"),
        ("site/pages/extra.md", "网站的页面"),
        (".gitattributes", "Git 的设置"),
        ("docs/说明.md", "其他文件"),
    ],
)
def test_each_file_is_told_by_what_it_does(root: Path, path: str, heading: str) -> None:
    write(root, path)
    commit(root)
    assert list(describe(root)) == [heading]
    assert describe(root)[heading][0] == f"{path}（增 1 行）"
    assert describe(root, "change") == describe(root)
    git(root, "rm", "-q", path)
    commit(root)
    assert describe(root) == {}


@pytest.mark.parametrize("path", ["mkdocs.yml", ".github/workflows/check.yml", ".gitattributes"])
def test_what_is_not_yet_committed_is_told_too_where_it_may_touch_the_check(root: Path, path: str) -> None:
    write(root, ".github/workflows/check.yml", "on: push\n")
    write(root, ".gitattributes")
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write(root, path, "a: 1\n")
    assert any(path in lines[0] for lines in describe(root).values())


def test_records_alone_are_nothing_to_tell(root: Path) -> None:
    write(root, "records/README.md")
    commit(root)
    write(root, "records/LICENSE")
    assert describe(root) == {}


def test_settings_are_told_before_and_after(root: Path) -> None:
    text = SITE.replace("demo: true", "demo: false").replace("register.example.org", "evil.example")
    write(root, "mkdocs.yml", f"{text}  footer: {{contact: '{'长' * 80}'}}\n")
    commit(root)
    assert describe(root)["设置的改变"] == [
        "site_url：https://register.example.org/ → https://evil.example/",
        "extra.demo：true → false；合并以后每一页不再标明“演示数据”，录入的都是真实的登记，不能再改回",
        f"extra.footer.contact：（没有） → {'长' * 60}……",
    ]


def test_a_setting_of_the_example_that_says_the_same_as_before_has_no_effect(root: Path) -> None:
    write(root, "mkdocs.yml", SITE.replace("demo: true", "demo: false"))
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write(root, "mkdocs.yml", SITE.replace("demo: true", "x: 1"))
    commit(root)
    assert describe(root)["设置的改变"][0] == "extra.demo：false → （没有）"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "x: [\n",
            "mkdocs.yml 有误：第 2 行不是正确的 YAML（expected the node content, but found '<stream end>'）",
        ),
        (None, "HEAD 中没有 mkdocs.yml"),
        ("/dev/zero", "mkdocs.yml 有误：应是一项一项的设置"),
    ],
)
def test_settings_that_cannot_be_read_any_more_are_told(root: Path, text: str | None, said: str) -> None:
    (root / "mkdocs.yml").unlink()
    if text == "/dev/zero":
        (root / "mkdocs.yml").symlink_to(text)
    elif text:
        write(root, "mkdocs.yml", text)
    commit(root)
    lines = describe(root)
    assert lines["网站的设置"][0].startswith("mkdocs.yml（")
    assert lines["设置的改变"] == [f"合并以后网站生成不了：{said}"]


def test_pages_and_theme_are_told_wherever_the_register_has_them(root: Path) -> None:
    write(root, "mkdocs.yml", f"{SITE}docs_dir: ./seiten\ntheme: {{name: registry, custom_dir: gesicht/}}\n")
    commit(root)
    git(root, "branch", "-q", "-f", "main")
    write(root, "seiten/index.md")
    write(root, "gesicht/main.html")
    write(root, "anderes/main.html")
    commit(root)
    first_lines = {name: lines[0] for name, lines in describe(root).items()}
    assert first_lines == {
        "网站的页面": "gesicht/main.html（增 1 行）、seiten/index.md（增 1 行）",
        "其他文件": "anderes/main.html（增 1 行）",
    }


def test_many_files_are_counted(root: Path) -> None:
    for number in range(MAX_FILES + 5):
        write(root, f"generator/{number:02}.py")
    commit(root)
    assert describe(root)["程序"][0].endswith(f"generator/09.py（增 1 行） 等 {MAX_FILES + 5} 个文件")


def test_it_comes_first_in_every_format_and_is_no_markup(root: Path) -> None:
    write(root, "site/pages/[x](https:evil) @demo.md")
    write(
        root,
        "records/areas.yml",
        (root / "records/areas.yml").read_text("utf-8").replace("name: ", "name: 新"),
    )
    commit(root)
    command = ["changes", "main", "--root", str(root), "--on", DAY.isoformat()]
    text = registry(*command)
    assert text.stdout.startswith(TITLE), text.stdout + text.stderr
    markdown = registry(*command, "--format", "markdown").stdout
    assert markdown.splitlines()[2] == f"### {TITLE}"
    assert "[x]" not in markdown
    assert "@demo" not in markdown
    assert json.loads(registry(*command, "--format", "json").stdout)[0]["title"] == TITLE


def test_of_a_register_below_the_root_of_its_repository_all_else_is_outside(tmp_path: Path) -> None:
    root = tmp_path / "a/b"
    shutil.copytree(EMPTY / "records", root / "records")
    (root / "mkdocs.yml").write_text(SITE, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    for path in ("a/b/mkdocs.yml", "a/b/records/README.md", ".github/workflows/check.yml", "records/x.yml"):
        write(tmp_path, path)
    commit(tmp_path)
    sections = describe(root)
    assert {heading: lines[0] for heading, lines in sections.items() if heading != "设置的改变"} == {
        "核对的流程": ".github/workflows/check.yml（增 1 行）",
        "网站的设置": "a/b/mkdocs.yml（增 1 行，减 5 行）",
        "其他文件": "records/x.yml（增 1 行）",
    }


@pytest.mark.parametrize("format_", ["json", "github", "markdown", "sarif"])
def test_addresses_are_those_of_the_base(root: Path, tmp_path: Path, format_: str) -> None:
    """A proposal could lead the reviewer to a site of its own."""
    write(root, "mkdocs.yml", SITE.replace("register.example.org", "evil.example"))
    write(root, "records/areas.yml", "areas: 无\n")
    commit(root)
    summary = tmp_path / "summary.md"
    command = ["check", "--root", str(root), "--on", DAY.isoformat(), "--format", format_, "--base", "main"]
    result = registry(*command, "--summary", summary)
    output = result.stdout + summary.read_text("utf-8")
    assert (result.returncode, "evil.example" in output) == (1, False)
    assert "https://register.example.org/rules/" in output


def test_settings_of_a_commit_inherit_from_that_commit(root: Path, tmp_path: Path) -> None:
    write(root, "above.yml", "site_url: https://above.example/\n")
    write(tmp_path, "beside.yml", "site_url: https://beside.example/\n")
    for name, address in (("above.yml", "above"), ("../beside.yml", "beside")):
        write(root, "mkdocs.yml", f"INHERIT: {name}\n")
        commit(root)
        git(root, "branch", "-q", "-f", "main")
        write(root, "above.yml", "site_url: https://evil.example/\n")
        assert read_settings_at(root, "main")["site_url"] == f"https://{address}.example/"
    write(root, "mkdocs.yml", "INHERIT: gone.yml\n")
    commit(root)
    assert read_settings_at(root, "HEAD") == {}
