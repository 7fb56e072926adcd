"""The plugin: what a command has settled is used by one build, and the clock is read once."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import PluginError

from registry import clock
from registry.publish.assemble.build import NotBuilt, build
from registry.publish.assemble.collected_items import ItemCollector
from registry.publish.assemble.incremental import Parts
from registry.publish.assemble.plugin import BuildContext, RegistryPlugin
from registry.publish.assemble.site import STAMP, Site
from registry.publish.assemble.templates import View
from registry.publish.register_view import Provenance
from registry.records.recorded import RecordingHistory
from tests.conftest import (
    DAY,
    EMPTY,
    FRAME,
    SECOND,
    TEMPLATES,
    build_files,
    configure,
    examined,
    list_parts,
    registry,
)
from tests.files import read_files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    configure(tmp_path)
    return tmp_path


def test_what_is_settled_comes_once_and_before_the_build(root: Path) -> None:
    plugin, context = RegistryPlugin(), BuildContext(root, DAY, DAY)
    config = load_config(str(root / "mkdocs.yml"))
    plugin.use(context)
    with pytest.raises(RuntimeError, match="once"):
        plugin.use(context)
    plugin.on_config(config)
    with pytest.raises(RuntimeError, match="before it begins"):
        plugin.use(context)
    with pytest.raises(PluginError, match="没有框架页"):
        plugin.on_post_build(config=config)


def test_after_a_build_that_failed_another_may_begin(root: Path) -> None:
    areas = root / "records/areas.yml"
    before = areas.read_bytes()
    areas.write_text("areas: 无\n", "utf-8")
    with pytest.raises(NotBuilt, match="见上面的说明"):
        build(BuildContext(root, DAY, DAY))
    areas.write_bytes(before)
    folder, published = build(BuildContext(root, DAY, DAY))
    assert (folder, published.held) == (root / "public", [])


@pytest.mark.parametrize("name", ["by-month", "newz"])
def test_a_page_with_a_mark_of_which_nothing_is_made_is_refused(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It would be published with nothing at its mark."""
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "site/pages/own").mkdir(parents=True)
    (tmp_path / "site/pages/own/index.md").write_text(
        f'# 甲\n\n<div data-register="{name}"></div>\n', "utf-8"
    )
    configure(tmp_path)
    with pytest.raises(NotBuilt, match="见上面的说明"):
        build(BuildContext(tmp_path, DAY, DAY))
    assert f"own/index.md 中的标记 {name} 没有内容，可以写的有：home、" in caplog.text


@pytest.mark.parametrize("given", [[], ["--on", "2026-11-20"]])
def test_a_command_reads_the_clock_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    """It may turn meanwhile: what is checked and what is published is of one day."""
    days = iter([dt.date(2026, 11, 23), dt.date(2026, 11, 24)])
    monkeypatch.setattr(clock, "read_today", lambda: next(days))
    assert registry("build", "--root", root, *given).returncode == 0
    assert next(days) == dt.date(2026, 11, 24)
    day = "2026年11月20日" if given else "2026年11月23日"
    assert json.loads((root / "public" / STAMP).read_text("utf-8"))["day"] == day


def test_where_nothing_is_another_no_page_is_made_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates: list[str] = []
    render = Site.render

    def noted(site: Site, template: str, base: str, data: View) -> str:
        templates.append(template)
        return render(site, template, base, data)

    monkeypatch.setattr(Site, "render", noted)
    context = BuildContext(root, DAY, DAY, cache=root / "cache")
    folder, first = build(context)
    assert len(templates) > 20
    templates.clear()
    files = read_files(folder)
    assert build(context)[1].pages == first.pages
    assert templates == []
    (folder / "statistics/index.html").write_text("别的", "utf-8")
    assert build(context)[1].pages == first.pages
    assert "statistics" in templates
    assert read_files(folder) == files


def test_a_site_follows_from_all_that_mkdocs_gives(root: Path) -> None:
    def digest(name: str = "", value: object = None, script: str = "") -> bytes:
        config = load_config(str(root / "mkdocs.yml"), docs_dir=str(root / "pages"))
        plugin = RegistryPlugin()
        plugin.site, plugin.written, plugin.marked = site, [""], [("index.html", "./", "<main></main>")]
        if hasattr(plugin, name):
            setattr(plugin, name, value)
        elif name:
            config[name] = value
        (root / "pages/assets/module.js").write_text(script, "utf-8")
        return plugin.digest(config, parts)

    (root / "pages/assets").mkdir(parents=True)
    site = Site(examined(EMPTY), DAY, TEMPLATES)
    parts = Parts(site, FRAME, root / "cache")
    held = Site(examined(EMPTY), DAY, TEMPLATES, Provenance(held=frozenset({"records/areas.yml"})))
    areas = {"records/areas.yml": RecordingHistory(DAY, DAY, "0123456789ab")}
    digests = [
        digest(),
        digest("written", ["", "own/"]),
        digest("marked", [("index.html", "./", "<main>甲</main>")]),
        digest("extra", {"moved": {"rules/old/": "不再保留"}}),
        digest("site_name", "另一个名称"),
        digest("site_description", "另一段说明"),
        digest("site_url", "https://example.org/"),
        digest(script='import "./other.js";'),
        digest("site", held),
        digest("site", Site(examined(EMPTY), DAY, TEMPLATES, Provenance(recorded=areas))),
    ]
    assert digest() == digests[0]
    assert len({*digests}) == len(digests)


def test_what_rests_on_all_institutions_is_not_told_before_they_are_made() -> None:
    """Neither with less in it, nor with what others have counted."""
    site = Site(examined(SECOND), DAY, TEMPLATES)
    early = site.collected.total
    with pytest.raises(RuntimeError, match="comes after the files"):
        site.render_section("data", "../")
    assert site.render_section("home", "./")
    with pytest.raises(RuntimeError, match="before anything that is made of cards"):
        site.take([], ItemCollector(DAY).finish())
    assert list_parts(site, FRAME)
    assert site.collected.total == early
    build_files(site.data)
    assert "<svg" in site.render_section("statistics", "../")
    assert "register.xlsx" in site.render_section("data", "../")
