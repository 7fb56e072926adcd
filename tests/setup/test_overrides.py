"""Files of a register that go over the program's: copied and noted; told where the original has changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from registry.settings import SITE
from registry.setup.overrides import ORIGINALS, list_overrides, list_packaged
from tests.conftest import SECOND, registry


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SECOND, tmp_path / "register")
    return tmp_path / "register"


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = registry("override", *arguments, "--root", root)
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("templates/home.html", "site/templates/home.html"),
        ("pages/search/index.md", "site/pages/search/index.md"),
        ("pages/assets/register.css", "site/pages/assets/register.css"),
        ("theme/404.html", "site/theme/404.html"),
    ],
)
def test_a_copy_is_the_programs_file_and_is_followed(root: Path, path: str, own: str) -> None:
    code, output = run(root, f"site/{path}")  # as it is printed, and as a shell completes it
    assert output.startswith(f"已复制 {root / own}，")
    assert (code, "custom_dir: site/theme" in output) == (0, path.startswith("theme/"))
    assert (root / own).read_bytes() == (SITE / path).read_bytes()
    assert run(root) == (0, f"{path}：程序的文件没有改过\n")
    (root / own).write_text("本市的", "utf-8")
    assert [each.has_changed() for each in list_overrides(root)] == [False]
    assert run(root, path)[0] == 2
    assert (root / own).read_text("utf-8") == "本市的"

    (root / ORIGINALS).write_text(f"{'0' * 64}  {path}\n", "utf-8")  # made from another version's
    assert "程序的文件已经改过" in run(root)[1]
    assert run(root, path, "--done")[0] == 0
    assert run(root) == (0, f"{path}：程序的文件没有改过\n")


def test_each_copy_is_named_as_seen_from_the_folder_one_is_in(root: Path) -> None:
    for path in ("pages/privacy/index.md", "templates/privacy.html", "theme/main.html"):
        output = registry("override", path, cwd=root).stdout
        assert output.startswith(f"已复制 site/{path}，")


def test_settings_say_where_pages_and_theme_lie(root: Path) -> None:
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("docs_dir: papers\ntheme: {custom_dir: look}\n")
    for path, own in {"pages/index.md": "papers/index.md", "theme/main.html": "look/main.html"}.items():
        assert run(root, path)[0] == 0
        assert (root / own).read_bytes() == (SITE / path).read_bytes()


def test_what_is_not_noted_and_what_is_not_there_is_said(root: Path) -> None:
    assert run(root) == (0, "登记册没有盖过程序文件的页面、模板和主题文件\n")
    (root / "site/templates").mkdir(parents=True)
    (root / "site/templates/home.html").write_text("甲", "utf-8")
    (root / "site/templates/ours.html").write_text("乙", "utf-8")
    assert run(root) == (0, "templates/home.html：没有记下是照哪一版改的\n")
    code, output = run(root, "templates/hom.html")
    assert (code, output) == (
        2,
        "registry：程序中没有 templates/hom.html 这个文件，是否想写 templates/home.html？\n",
    )
    paths = "pages/privacy/index.md、templates/privacy.html"
    output = f"registry：程序中没有 privacy 这个文件，名称中有它的：{paths}\n"
    assert run(root, "privacy") == (2, output)
    many = run(root, "handbook")[1]
    assert re.search("名称中有它的：[^、]+(、[^、]+){9} 等 [0-9]+ 个\n$", many)
    assert run(root, "templates/list.html", "--done")[0] == 2
    assert not any(each.startswith(("../", "/")) for each in list_packaged())
    assert run(root, "templates/../theme/404.html")[0] == 2
