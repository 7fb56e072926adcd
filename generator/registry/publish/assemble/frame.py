"""The stamping: page bodies put into a frame. It knows no MkDocs: a frame is a page with marks.

Every record page lies two folders deep (institutions/<id>/, batches/<id>/, rules/<code>/ …), and so does
the frame (record/frame/): the relative addresses in the frame are right for all of them as they are.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from ..addresses import build_file_path

FRAME_PATH = "record/frame/"
TITLE, DESCRIPTION, BODY = "REGISTER-TITLE", "REGISTER-DESCRIPTION", "REGISTER-BODY"
MARK = re.compile(f"<p>{BODY}</p>|{TITLE}|{DESCRIPTION}|{FRAME_PATH}")


class RecordPage(NamedTuple):
    """A record page: its address from the site's root (ends with a slash), title, description and body."""

    url: str
    title: str
    description: str
    body: str

    @property
    def file(self) -> str:
        """The path of its file from the site's root."""
        return build_file_path(self.url)


class Frame:
    """A page of the theme with marks for title, description and body; cut once, joined for each record."""

    def __init__(self, output: str) -> None:
        # Cut and encoded once: the frame is the same for each of ten thousand pages.
        self.parts = [part.encode() for part in MARK.split(output)]
        self.marks = MARK.findall(output)
        if f"<p>{BODY}</p>" not in self.marks:
            raise ValueError(f"the frame page holds no {BODY}")

    def stamp(self, page: RecordPage) -> bytes:
        """The whole page."""
        values = {
            f"<p>{BODY}</p>": page.body.encode(),
            TITLE: html.escape(page.title).encode(),
            DESCRIPTION: html.escape(page.description).encode(),
            FRAME_PATH: page.url.encode(),
        }
        # Joined, not replaced mark by mark: a body may hold the name of a mark, and must not be filled in.
        stamped = [self.parts[0]]
        for mark, part in zip(self.marks, self.parts[1:], strict=True):
            stamped += (values[mark], part)
        return b"".join(stamped)


def build_sitemap(site_url: str, addresses: list[str]) -> str:
    """A sitemap of these addresses (sitemaps.org 0.9)."""
    rows = "".join(
        f"<url><loc>{html.escape(site_url + each)}</loc></url>\n" for each in sorted(set(addresses))
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n"
