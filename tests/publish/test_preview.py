"""The preview: served at the path that the site will have, and made again when its sources change."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.livereload import LiveReloadServer

from registry.publish.assemble import build
from registry.publish.assemble.build import NotBuilt, serve
from registry.publish.assemble.plugin import BuildContext
from registry.settings import SITE
from tests.conftest import DAY, EMPTY

BANNER = 'role="alert"'
PATIENCE = 60  # seconds, after which a preview that does not come has failed


MKDOCS = f"INHERIT: {SITE / 'defaults.yml'}\nsite_name: {{}}\nsite_url: https://example.org/r/\n"
FAULTY = "records/institutions/demo-area/new-one/institution.yml"


@pytest.fixture
def settled(tmp_path: Path) -> BuildContext:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    shutil.copytree(SITE / "pages", tmp_path / "site/pages")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS.format("甲"), "utf-8")
    return BuildContext(tmp_path, DAY, DAY, preview=True)


def preview_alone(context: BuildContext, _: str) -> None:
    """What `mkdocs serve` does."""
    mkdocs_serve.serve(str(context.root / "mkdocs.yml"), dev_addr="127.0.0.1:0")


@contextlib.contextmanager
def serving(
    settled: BuildContext, run: Callable[[BuildContext, str], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[LiveReloadServer]:
    """The server of a preview, once it takes requests."""
    lines: Queue[LiveReloadServer] = Queue()

    class Server(LiveReloadServer):
        def server_activate(self) -> None:
            super().server_activate()
            lines.put(self)

    for each in (build, mkdocs_serve):
        monkeypatch.setattr(each, "LiveReloadServer", Server)
    thread = threading.Thread(target=run, args=(settled, "127.0.0.1:0"), daemon=True)
    thread.start()
    server = lines.get(timeout=PATIENCE)
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    assert not Path(server.root).exists()


def get(server: LiveReloadServer, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=PATIENCE) as answer:
        text: bytes = answer.read()
        return text.decode()


def edit(server: LiveReloadServer, file: Path, text: str, is_new: Callable[[str], bool]) -> str:
    """The home page when it shows a file that is written, or deleted where its text is empty.

    What the browser is told, it loads; other files may have changed before.
    """
    page = get(server, "/r/")
    assert not is_new(page)
    file.parent.mkdir(parents=True, exist_ok=True)
    if text:
        file.write_text(text, "utf-8")
    else:
        file.unlink()
    while not is_new(page):
        (epoch,) = re.findall(r"livereload\((\d+), \d+\)", page)
        assert int(get(server, f"/livereload/{epoch}/1")) > int(epoch)  # or a minute has passed
        page = get(server, "/r/")
    return page


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(serve, id="registry serve"),
        pytest.param(preview_alone, id="mkdocs serve", marks=pytest.mark.long),
    ],
)
def test_a_preview_follows_what_changes_and_goes_on_while_it_is_faulty(
    settled: BuildContext,
    run: Callable[[BuildContext, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    root = settled.root
    areas, settings = root / "records/areas.yml", root / "mkdocs.yml"
    lawful = areas.read_text("utf-8")
    with serving(settled, run, monkeypatch) as server:
        page = get(server, "/r/")
        assert ("<title>甲</title>" in page, BANNER in page) == (True, False)
        banner, last = (
            "：有错误的档案，网页按它上一次无误的版本显示",
            "按现在的文件生成不出网页，下面是上一次生成的。",
        )
        page = edit(server, root / FAULTY, "id: new-one\nphone: 1\n", lambda page: banner in page)
        assert f"{FAULTY}:2:8 “办公电话”应为文字，现为 1\n    改法：" in page
        page = edit(server, areas, "areas: 无\n", lambda page: last in page)
        assert "登记册有 3 个错误，没有生成网站；运行 registry check 查看全部</p>" in page
        assert page.count("records/areas.yml:1:8 “监督地区”应为列表") == 1
        assert "登记册" in page[page.index("</section>") :]
        edit(server, areas, lawful, lambda page: banner in page)
        broken = "mkdocs.yml 有误：第 2 行不是正确的 YAML"
        edit(server, settings, "site_name: [\n", lambda page: last in page and broken in page)
        page = edit(server, settings, MKDOCS.format("乙"), lambda page: "<title>乙</title>" in page)
        assert banner in page
        edit(server, root / FAULTY, "", lambda page: BANNER not in page)
        for path in ("/r/nowhere/", "/r/%00", "/r/institutions/%00/"):
            with pytest.raises(urllib.error.HTTPError) as caught:
                get(server, path)
            assert (caught.value.code, "没有这个页面" in caught.value.read().decode()) == (404, True)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_an_address_of_another_machine_is_said_before_anything_is_built(settled: BuildContext) -> None:
    with pytest.raises(NotBuilt, match=r"192\.0\.2\.1 不是这台机器的地址"):  # RFC 5737: nobody's
        serve(settled, "192.0.2.1:8000")


def test_a_port_that_is_taken_is_said_before_anything_is_built(settled: BuildContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotBuilt) as caught:
            serve(settled, f"127.0.0.1:{port}")
    assert f"端口 {port} 已经有别的程序在用" in str(caught.value)
    assert str(caught.value).endswith(f"registry serve --address 127.0.0.1:{port + 1}")


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("mkdocs.yml", "site_name: [", "mkdocs.yml 有误：第 1 行不是正确的 YAML"),
        ("mkdocs.yml", "site_name: 1\n", "mkdocs.yml 或页面有误"),
        (
            "site/templates/home.html",
            "{% if %}",
            "模板 {root}/site/templates/home.html 第 1 行有误：写法不对",
        ),
    ],
)
def test_what_stands_against_a_preview_is_said(
    settled: BuildContext, path: str, text: str, words: str
) -> None:
    file = settled.root / path
    if path.endswith(".html"):
        shutil.copytree(SITE / "templates", file.parent)
    file.write_text(text, "utf-8")
    with pytest.raises(NotBuilt, match=re.escape(f"不能预览：{words.format(root=settled.root)}")):
        serve(settled, "127.0.0.1:0")
