"""A preview that goes on while something is faulty: what is wrong stands above every page.

MkDocs' server waits for a build that has failed as if it were under way, and so does the browser. Here each
build has a folder of its own; the server turns to it when it is whole, and else stays with the last one.
"""

from __future__ import annotations

import html
import logging
import os
import re
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from ...finding import Finding
from ...refusal import TRACE, Refusal
from ...settings import read_settings
from .failure import CAUSES, describe_failure
from .sources import find_own_pages

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MAX_SHOWN = 20
HELD_BACK = "有错误的档案，网页按它上一次无误的版本显示，没有无误版本的暂不显示"
BODY = re.compile(rb"<body[^>]*>")
# The page has no policy, as MkDocs puts a script of its own into it; so the style may stand here too.
BANNER = """
<section role="alert" lang="zh" style="box-sizing:border-box;max-height:45vh;overflow:auto;\
overflow-wrap:anywhere;padding:12px 16px;border-bottom:3px solid #b3261e;\
background:#fdecea;color:#410e0b;font:16px/1.6 sans-serif">
<strong>{heading}。改好保存以后，这一页自动更新。</strong>
{items}
</section>
"""

_log = logging.getLogger(__name__)


class Preview:
    """What a server of MkDocs shows of the register at `root`, while `build` makes it anew.

    A build goes into the folder `coming`, and leaves the errors that it has found of the records in `errors`;
    at first they are those of the site that is there.
    """

    def __init__(
        self, server: LiveReloadServer, build: Callable[[], object], root: Path, errors: Sequence[Finding]
    ) -> None:
        self.server = server
        self.build = build
        self.root = root
        self.place = TemporaryDirectory(prefix="registry-")
        self.coming = server.root
        self.errors = errors
        self.banner = b""
        server.builder = self.rebuild
        server.error_handler = self.read_error_page
        application = server.get_app()
        assert application
        server.set_app(self.add_banner(application))
        self._succeed()

    def rebuild(self) -> None:
        """Make the site anew; whatever goes wrong is shown, and the last site stays. Never raises."""
        self.coming, self.errors, said = tempfile.mkdtemp(dir=self.place.name), (), _Said()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            read_settings(self.root)  # what is wrong with it MkDocs would say in English
            self.build()
        except (*CAUSES, Refusal) as error:
            if isinstance(error, Abort):  # it has been said why
                self._fail(said.lines if self.errors else ["mkdocs.yml 或页面有误：", *said.lines])
            else:
                self._fail([describe_failure(error)])
        except Exception as error:  # a fault of the program: the preview goes on all the same
            if os.environ.get(TRACE):
                traceback.print_exc()
            self._fail([f"程序出错，请告诉维护人员：{type(error).__name__}: {error}"])
        else:
            before, self.server.root = self.server.root, self.coming
            shutil.rmtree(before, ignore_errors=True)
            self._succeed()
        finally:
            logging.getLogger("mkdocs").removeHandler(said)

    def _succeed(self) -> None:
        """Show what of the records is held back."""
        self.tell(f"现在的记录有 {len(self.errors)} 个错误：{HELD_BACK}" if self.errors else "")

    def _fail(self, why: Sequence[str]) -> None:
        """Show why a site could not be made, and stay with the one before."""
        shutil.rmtree(self.coming, ignore_errors=True)
        self.tell("按现在的文件生成不出网页，下面是上一次生成的", why)

    def tell(self, heading: str, why: Sequence[str] = ()) -> None:
        """Show on every page, and where the command runs, what is wrong; nothing without a heading."""
        lines = [*why, *map(describe_finding, self.errors[:MAX_SHOWN])]
        if len(self.errors) > MAX_SHOWN:
            lines.append(f"另有 {len(self.errors) - MAX_SHOWN} 个，运行 registry check 查看")
        if heading:
            _log.warning("%s", "\n  ".join([f"registry：{heading}", *lines]))
        self.banner = render_banner(heading, lines) if heading else b""

    def close(self) -> None:
        """Take away what was made."""
        self.place.cleanup()

    def read_error_page(self, code: int) -> bytes | None:
        """The site's own page for what is not there."""
        page = Path(self.server.root, "404.html")
        return page.read_bytes() if code == 404 and page.exists() else None

    def add_banner(self, application: WSGIApplication) -> WSGIApplication:
        """What a server answers, with the banner at the top of each page."""

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            begun: list[tuple[str, list[tuple[str, str]]]] = []

            def begin(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
                begun.append((status, headers))
                return lambda _: None

            # No name of a file has a NUL: MkDocs would fail at it.
            path = str(environ["PATH_INFO"]).replace("\0", "?")
            body = application({**environ, "PATH_INFO": path}, begin)
            status, headers = begun[-1]
            if self.banner and dict(headers).get("Content-Type", "").startswith("text/html"):
                content = BODY.sub(lambda tag: tag[0] + self.banner, b"".join(body), count=1)
                # Whoever does not pass a body on closes it, by WSGI.
                getattr(body, "close", lambda: None)()
                headers = [*filter(lambda item: item[0] != "Content-Length", headers)]
                headers.append(("Content-Length", str(len(content))))
                body = [content]
            start_response(status, headers)
            return body

        return answer


def watch(server: LiveReloadServer, config: MkDocsConfig) -> None:
    """Have a server build anew whenever a record, schema, page, template or setting of a register changes."""
    root = Path(config.config_file_path).parent
    for path in (config.docs_dir, config.config_file_path):  # by MkDocs; what is watched twice is built twice
        with suppress(KeyError):
            server.unwatch(path)
    site, pages = root / "site", find_own_pages(root)
    places = [root / "records", root / "schemas", site, *([] if pages.is_relative_to(site) else [pages])]
    for place in filter(Path.exists, places):
        server.watch(str(place))
    # Not the file of settings: once it is gone, if only while an editor writes it, it is watched no more.
    server.watch(str(root), recursive=False)


class _Said(logging.Handler):
    """What MkDocs says of errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what an error says, for the page of the preview."""
        self.lines.append(record.getMessage())


def describe_finding(finding: Finding) -> str:
    """A finding: place, what is wrong, and in a second line how to mend it."""
    mend = f"\n    改法：{finding.advice}" if finding.advice else ""
    return f"{finding.location} {finding.message}{mend}"


def render_banner(heading: str, lines: Sequence[str]) -> bytes:
    """What stands above a page."""
    items = "".join(
        f'<p style="margin:8px 0 0;white-space:pre-line">{html.escape(line)}</p>' for line in lines
    )
    return BANNER.format(heading=html.escape(heading), items=items).encode()
