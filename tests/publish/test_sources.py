"""The pages of a site: the program's, and over them a register's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from registry.publish.assemble.frame import (
    BODY,
    COLUMN_TITLE,
    DESCRIPTION,
    FRAME_PATH,
    TITLE,
    Frame,
    RecordPage,
)
from registry.publish.assemble.site import SECTION
from registry.publish.assemble.sources import complete, compose
from registry.publish.assemble.templates import Templates
from registry.settings import SITE, SettingsError, list_template_folders, read_site_settings
from tests.conftest import EMPTY, SECOND, build, registry
from tests.files import read_files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register with nothing but its records and its name."""
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("settings", ["", "docs_dir: papers\n"])
def test_own_pages_go_over_those_of_the_program(root: Path, settings: str) -> None:
    (root / "mkdocs.yml").write_text(f"site_name: 甲\n{settings}", "utf-8")
    compose(root, root / "without")
    assert read_files(root / "without") == read_files(SITE / "pages")
    own = root / (settings.removeprefix("docs_dir: ").strip() or "site/pages")
    (own / "search").mkdir(parents=True)
    (own / "search/index.md").write_text("# 查\n", "utf-8")
    (own / "help.md").write_text("# 帮助\n", "utf-8")
    (own / "lost.md").symlink_to("nowhere")
    compose(root, root / "made")
    changed = {"search/index.md": "# 查\n".encode(), "help.md": "# 帮助\n".encode()}
    assert read_files(root / "made") == read_files(SITE / "pages") | changed


@pytest.mark.parametrize("target", ["/dev/zero", "/proc/self/environ", "../../../mkdocs.yml", "../..", "."])
def test_what_a_link_among_the_pages_leads_to_is_not_published(root: Path, target: str) -> None:
    (root / "site/pages/notes").mkdir(parents=True)
    (root / "site/pages/notes/a.md").symlink_to(target)
    with pytest.raises(SettingsError, match=r"notes/a\.md 是一个链接：它指向的内容会公开"):
        compose(root, root / "made")


def test_a_pipe_among_the_pages_is_said_and_not_waited_for(root: Path) -> None:
    (root / "site/pages").mkdir(parents=True)
    os.mkfifo(root / "site/pages/a.md")
    with pytest.raises(SettingsError, match=r"a\.md 不是普通文件"):
        compose(root, root / "made")


@pytest.mark.parametrize("folder", [".", "..", "''", "[a]", "null", "1"])
def test_a_folder_with_the_whole_register_is_not_published(root: Path, folder: str) -> None:
    (root / "mkdocs.yml").write_text(f"site_name: 甲\ndocs_dir: {folder}\n", "utf-8")
    with pytest.raises(SettingsError, match="docs_dir 应是一个只放网页的文件夹"):
        compose(root, root / "made")
    assert not (root / "made").exists()
    result = registry("build", "--root", root)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "没有生成网站：mkdocs.yml 有误：docs_dir 应是" in result.stderr


def test_settings_go_over_those_of_the_program_and_mean_to_mkdocs_what_they_say(root: Path) -> None:
    """Also where they are Python's, of which nothing is made before MkDocs reads them."""
    (root / "look").mkdir()
    (root / "look/404.html").write_text("甲的 404\n", "utf-8")
    (root / "hook.py").write_text(
        "def on_page_content(html, **_):\n    return html + '<p>钩子</p>'\n", "utf-8"
    )
    (root / "mkdocs.yml").write_text(
        "site_name: 甲\nsite_dir: made\nhooks: [hook.py]\ntheme: {custom_dir: look}\n"
        "markdown_extensions:\n  - attr_list\n  - md_in_html\n  - tables\n"
        "  - toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode }\n"
        "extra: {footer: {contact: 甲局}}\n",
        "utf-8",
    )
    assert registry("build", "--root", root).returncode == 0
    output = root / "made"
    assert (output / "404.html").read_text("utf-8").startswith("甲的 404")
    page = (output / "publication/index.html").read_text("utf-8")
    assert all(each in page for each in ("<p>钩子</p>", "甲局", 'lang="zh-CN"', 'id="阅读说明"'))


def test_a_page_of_ones_own_is_on_the_site(root: Path) -> None:
    (root / "site/pages").mkdir(parents=True)
    (root / "site/pages/help.md").write_text("# 帮助\n\n打电话。\n", "utf-8")
    assert "打电话。" in (build(root, root / "public") / "help/index.html").read_text("utf-8")


@pytest.fixture
def own(root: Path) -> Path:
    """A register with template, page and a part of the theme of its own, as MkDocs by itself can read it."""
    for name, text in {
        "templates/stub.html": "<p>本市的说明</p>\n",
        "pages/search/index.md": "# 本市的查找\n",
        "theme/404.html": "本市的 404\n",
    }.items():
        (root / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "site" / name).write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: 甲\ndocs_dir: site/pages\nsite_dir: public\nplugins: [registry]\n"
        "theme: {name: registry, custom_dir: site/theme}\n",
        "utf-8",
    )
    return root


def test_mkdocs_by_itself_builds_the_same_site(own: Path) -> None:
    """Of a register whose file inherits nothing: what it lacks comes from the program."""
    assert registry("build", "--root", own, "--out", own / "ours").returncode == 0
    before = read_files(own / "site")
    config = load_config(str(own / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(config)
    assert read_files(own / "public") == read_files(own / "ours")
    assert read_files(own / "site") == before
    assert config.docs_dir == str(own / "site/pages")  # which a preview watches; the composed pages are gone
    assert (own / "public/404.html").read_text("utf-8") == "本市的 404"
    assert "本市的查找" in (own / "public/search/index.html").read_text("utf-8")


def test_what_mkdocs_is_told_to_do_it_does(own: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its options stand over what the register's file lacks."""
    (own / "mkdocs.yml").write_text("site_name: 甲\ndocs_dir: site/pages\nplugins: [registry]\n", "utf-8")
    out, pages = (tmp_path_factory.mktemp(name) for name in ("out", "pages"))
    options = {"site_dir": str(out), "site_url": "http://127.0.0.1:8000/"}
    config = load_config(str(own / "mkdocs.yml"), **options)
    complete(config, own, pages)
    assert {name: config[name] for name in options} == options
    assert (config.theme.name, config.docs_dir, config.site_name) == ("registry", str(pages), "甲")


def test_own_templates_go_over_those_of_the_program_one_by_one(own: Path) -> None:
    ours, whole = (Templates.read(*list_template_folders(each)) for each in (own, EMPTY))
    assert ours.sources == {**whole.sources, "stub.html": "<p>本市的说明</p>\n"}


@pytest.mark.parametrize("file", ["templates/institution.html", "theme/assets/notes.txt"])
def test_a_link_in_the_place_of_a_template_or_a_part_of_the_theme_is_refused(own: Path, file: str) -> None:
    (own / "site" / file).parent.mkdir(exist_ok=True)
    (own / "site" / file).symlink_to(own / "mkdocs.yml")
    result = registry("build", "--on", "2026-11-23", cwd=own)
    assert (result.returncode, f"{file} 是一个链接：它指向的内容会公开" in result.stderr) == (2, True)
    assert not (own / "public").exists()


def test_zensical_makes_the_frame_of_the_same_folder(tmp_path: Path, second_site: Path) -> None:
    """It runs no plugins: the theme is the installed one, and the marks are there to be filled."""
    compose(SECOND, tmp_path / "pages")
    settings = {**read_site_settings(SECOND), "docs_dir": "pages", "plugins": []}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    output = (tmp_path / "public" / FRAME_PATH / "index.html").read_text("utf-8")
    frame = Frame(output)
    assert {*frame.marks} >= {f"<p>{BODY}</p>", TITLE, DESCRIPTION, COLUMN_TITLE, FRAME_PATH}
    assert frame.columns["batches/"] == "名单与公告"
    assert frame.columns["rules/"] == "关于"
    page = frame.stamp(RecordPage("institutions/a/", "甲", "乙", "<b>丙</b>")).decode()
    assert not re.search("|".join((BODY, TITLE, DESCRIPTION, FRAME_PATH)), page)
    ours = (second_site / "institutions/yx-d2/index.html").read_text("utf-8")
    for each in (
        r'<html lang="zh-CN"',
        r'<form class="header-search".*?</form>\s*</div>',
        r'<a href="[^"]*" class="md-tabs__link"',
        r"<strong>演示数据</strong>",
        r'<div class="md-copyright">.*? · 列入不等于推荐',
        r'<link rel="stylesheet" href="\.\./\.\./assets/register\.css">',
    ):
        assert len(re.findall(each, output, re.DOTALL)) == len(re.findall(each, ours, re.DOTALL)) > 0, each
    filled, output_pages = (
        {
            each.parent.relative_to(tmp_path / folder)
            for each in (tmp_path / folder).rglob(name)
            if SECTION.search(each.read_text("utf-8"))
        }
        for folder, name in (("pages", "index.md"), ("public", "index.html"))
    )
    assert filled == output_pages
    assert len(filled) > 20
