"""The stamping: page bodies put into a frame. It knows no MkDocs: a frame is a page with marks.

Every record page lies two folders deep (institutions/<id>/, batches/<id>/, rules/<code>/ …), and so does
the frame (record/frame/): the relative addresses in the frame are right for all of them as they are.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import NamedTuple

from ..addresses import BASE, build_file_path

FRAME_PATH = "record/frame/"
TITLE, DESCRIPTION, BODY = "REGISTER-TITLE", "REGISTER-DESCRIPTION", "REGISTER-BODY"
# A link to a column of the site, with the column's title and the addresses of its pages; and the title alone.
COLUMN = re.compile(r" ?REGISTER-COLUMN\[(\S+) ([^\]]+)\]")
COLUMN_TITLE = "REGISTER-COLUMN-TITLE"
CHANGED = "REGISTER-CHANGED"
DATED = f'<meta name="PubDate" content="{CHANGED}">'
FEED = '<meta name="REGISTER-FEED">'
MARK = re.compile(
    f"<p>{BODY}</p>|{TITLE}|{DESCRIPTION}|{COLUMN_TITLE}|{DATED}|{FEED}|{FRAME_PATH}|{COLUMN.pattern}"
)
# Pages that stand in the column of others.
SAME_COLUMN = {"certificates/": "institutions/"}


# The foot of a page, which holds no division.
FOOTER = re.compile('<div class="md-copyright">.*?</div>', re.DOTALL)

INDENTED = re.compile(r"\n\s+")


def squeeze(output: str) -> str:
    """A page of the theme without empty lines and indentation, which each record page would carry.

    It is for the frame alone, which holds nothing in which blanks matter (`pre`, `textarea`).
    """
    return INDENTED.sub("\n", output)


class RecordPage(NamedTuple):
    """A record page: its address from the site's root (ends with a slash), title, description and body.

    `changed` is the day on which the last of what it shows was recorded, where that is known; `feed` the path
    of the feed that tells of its changes, where it has one.
    """

    url: str
    title: str
    description: str
    body: str
    changed: dt.date | None = None
    feed: str = ""

    @property
    def file(self) -> str:
        """The path of its file from the site's root."""
        return build_file_path(self.url)


class Frame:
    """A page of the theme with marks for what record pages have of their own; cut once, joined for each."""

    def __init__(self, output: str) -> None:
        # Cut and encoded once: the frame is the same for each of ten thousand pages.
        self.parts: list[bytes] = []
        self.marks: list[str] = []
        end = 0
        for mark in MARK.finditer(output):
            self.parts.append(output[end : mark.start()].encode())
            self.marks.append(mark[0])
            end = mark.end()
        self.parts.append(output[end:].encode())
        if f"<p>{BODY}</p>" not in self.marks:
            raise ValueError(f"the frame page holds no {BODY}")
        links = [COLUMN.fullmatch(mark) for mark in self.marks]
        self.linked = [link[1] if link else None for link in links]  # the column of each mark that is a link
        self.columns = {page: link[1] for link in links if link for page in link[2].split()}

    def stamp(self, page: RecordPage) -> bytes:
        """The whole page with a body, a title and an address in the place of the marks."""
        folder = page.url.partition("/")[0] + "/"
        column = self.columns.get(SAME_COLUMN.get(folder, folder), "")
        values = {
            f"<p>{BODY}</p>": page.body.encode(),
            TITLE: html.escape(page.title).encode(),
            DESCRIPTION: html.escape(page.description).encode(),
            COLUMN_TITLE: column.encode(),
            DATED: DATED.replace(CHANGED, page.changed.isoformat()).encode() if page.changed else b"",
            FEED: link_feed(page).encode(),
            FRAME_PATH: page.url.encode(),
        }
        # Joined, not replaced mark by mark: a body may hold the name of a mark, and must not be filled in.
        stamped = [self.parts[0]]
        for mark, linked, part in zip(self.marks, self.linked, self.parts[1:], strict=True):
            if linked is None:
                stamped.append(values[mark])
            elif linked == column:
                stamped.append(b' aria-current="true"')
            stamped.append(part)
        return b"".join(stamped)

    def cut_footer(self, url: str) -> str:
        """The foot of the page at an address, for one in a frame of its own; empty where there is none."""
        foot = FOOTER.search(self.stamp(RecordPage(url, "", "", "")).decode())
        return foot[0] if foot else ""


def link_feed(page: RecordPage) -> str:
    """The link to a page's own feed, for its head; nothing where it has none."""
    title = html.escape(page.title)
    link = f'<link rel="alternate feed" type="application/atom+xml" title="{title}" href="{BASE}{page.feed}">'
    return link if page.feed else ""
