"""A built site, served as a web server would serve it."""

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page


class Handler(http.server.SimpleHTTPRequestHandler):
    # As web servers do: what belongs to a page comes by one connection, and no part waits for the last.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(root: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    handler = functools.partial(Handler, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def turn_to(page: Page, address: str, script: str) -> None:
    """Give the page at `address` another question: its script runs on it anew, all else of the page stays.

    To load the page takes a quarter of a second. It is loaded where the visitor is elsewhere, and by every
    test that is about more than what one address is told.
    """
    place = address.partition("?")[0]
    if page.url.partition("?")[0] != place:
        page.goto(address)
        return
    again = """async ([address, script]) => {
        history.replaceState(null, "", address);
        for (const each of document.forms) each.reset();
        window.turns = (window.turns || 0) + 1;
        await import(`${script}?${window.turns}`);
    }"""
    page.evaluate(again, [address, urljoin(place, f"../assets/{script}.js")])
