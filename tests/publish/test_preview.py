"""The preview: served at the path that the site will have, and made again when its sources change."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from mkdocs.livereload import LiveReloadServer

from registry.publish.assemble import build
from registry.publish.assemble.build import NotBuilt, serve
from registry.publish.assemble.plugin import Context
from registry.settings import SITE
from tests.conftest import DAY, EMPTY

PATIENCE = 60  # seconds, after which a preview that does not come has failed


@pytest.fixture
def settled(tmp_path: Path) -> Context:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "site/pages").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\nsite_url: https://example.org/r/\n", "utf-8")
    return Context(tmp_path, DAY, DAY, preview=True)


@pytest.fixture
def server(settled: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveReloadServer]:
    """The server of a preview, once it takes requests."""
    found: Queue[LiveReloadServer] = Queue()

    class Server(LiveReloadServer):
        def server_activate(self) -> None:
            super().server_activate()
            found.put(self)

    monkeypatch.setattr(build, "LiveReloadServer", Server)
    thread = threading.Thread(target=serve, args=(settled, "127.0.0.1:0"), daemon=True)
    thread.start()
    server = found.get(timeout=PATIENCE)
    yield server
    server.shutdown()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def get(server: LiveReloadServer, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=PATIENCE) as answer:
        found: bytes = answer.read()
        return found.decode()


def test_what_changes_is_shown(settled: Context, server: LiveReloadServer) -> None:
    page = get(server, "/r/")
    assert "<title>甲</title>" in page
    for path, text in (
        ("mkdocs.yml", "site_name: 乙\nsite_url: https://example.org/r/\nextra: {footer: {contact: 乙局}}\n"),
        ("site/pages/help.md", "# 帮助\n\n新的一页\n"),
    ):
        (epoch,) = re.findall(r"livereload\((\d+), \d+\)", page)
        (settled.root / path).write_text(text, "utf-8")
        get(server, f"/livereload/{epoch}/1")  # answers when the site is made anew
        page = get(server, "/r/")
        assert "乙局" in page
    assert "新的一页" in get(server, "/r/help/")


def test_a_page_that_is_not_there_is_the_sites_own(server: LiveReloadServer) -> None:
    with pytest.raises(urllib.error.HTTPError) as told:
        get(server, "/r/nowhere/")
    assert (told.value.code, "没有这个页面" in told.value.read().decode()) == (404, True)


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("mkdocs.yml", "site_name: [", "mkdocs.yml 有误：第 1 行不是正确的 YAML"),
        ("mkdocs.yml", "site_name: 1\n", "mkdocs.yml 或页面有误"),
        ("site/templates/home.html", "{% if %}", "模板有误，home.html:1："),
    ],
)
def test_what_stands_against_a_preview_is_said(settled: Context, path: str, text: str, words: str) -> None:
    file = settled.root / path
    if path.endswith(".html"):
        shutil.copytree(SITE / "templates", file.parent)
    file.write_text(text, "utf-8")
    with pytest.raises(NotBuilt, match=re.escape(f"不能预览：{words}")):
        serve(settled, "127.0.0.1:0")
