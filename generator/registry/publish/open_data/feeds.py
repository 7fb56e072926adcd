"""What happened as Atom feeds (RFC 4287).

Ids are made from the register's own names, so they stay when the site moves. An entry comes on the day on
which the register came to know of it: an act of long ago that is recorded today is news today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape

from ...clock import BEIJING
from ...model.dossier import Dossier
from .documents import Documents
from .news import News, NewsItem, select_latest
from .publication import OWN_ROOT, ROOT, VERSION

ATOM = "http://www.w3.org/2005/Atom"
# The namespace of what a feed says beyond Atom: the version of the data. It never changes.
EXTENSION = "urn:uuid:a4fa3376-34d6-522d-a453-33b85fe98518"
FIRST_DAY = dt.date(1970, 1, 1)  # told of a register without entries whose regulation has no day yet
HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>",
    f'<feed xmlns="{ATOM}" xmlns:register="{EXTENSION}" xml:lang="zh-CN">',
)
# What an attribute may not hold as it is, besides what a text may not.
IN_ATTRIBUTE = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


class Feeds:
    """Builds the feeds of one register for one publication."""

    def __init__(self, documents: Documents, news: News) -> None:
        self.documents = documents
        self.news = news
        self.publication = documents.publication
        self.tables = documents.register.tables

    def build_register_feed(self, latest: Iterable[NewsItem]) -> bytes:
        """The register's feed: published lists, and the latest of institutions, whose names they have."""
        entries = select_latest([*self.news.list_lists(), *latest])
        return self.build_feed("feed", self.publication.name, "", entries, ROOT)

    def build_institution_feed(self, dossier: Dossier) -> bytes:
        """An institution's feed: all of its news, the lists that name it included."""
        page = f"institutions/{dossier.id}/"
        entries = self.news.list_entries(dossier)
        return self.build_feed(page, self.documents.get_name(dossier), page, entries, OWN_ROOT)

    def build_feed(self, name: str, title: str, page: str, entries: Iterable[NewsItem], root: str) -> bytes:
        """An Atom document, the latest entry first; `root` leads from its file to the site's root."""
        latest = sorted(entries, key=NewsItem.order, reverse=True)
        since = max(self.tables.begun, FIRST_DAY)
        # Written as text: to build elements and to indent them takes four times as long.
        lines = [
            *HEAD,
            f"  {_write('id', self.documents.build_id(name))}",
            f"  {_write('title', title)}",
            f"  {_write('updated', _format_moment(latest[0].day if latest else since))}",
            "  <author>",
            f"    {_write('name', self.publication.name)}",
            "  </author>",
            f"  {_write('register:version', VERSION)}",
            f"  {_write_link(self.publication.build_link(page, root))}",
        ]
        for item in latest:
            lines += self.write_entry(item, root)
        return "\n".join([*lines, "</feed>\n"]).encode()

    def write_entry(self, item: NewsItem, root: str) -> list[str]:
        """The lines of an entry."""
        return [
            "  <entry>",
            f"    {_write('id', self.documents.build_id(item.name))}",
            f"    {_write('title', item.format_dated())}",
            f"    {_write('updated', _format_moment(item.day))}",
            f'    <category term="{escape(item.kind, IN_ATTRIBUTE)}" />',
            f"    {_write_link(self.publication.build_link(item.page, root))}",
            f"    {_write('summary', item.text or item.title)}",
            "  </entry>",
        ]


@lru_cache(4096)
def _format_moment(day: dt.date) -> str:
    """The start of a day in Beijing (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), BEIJING).isoformat()


def _write(name: str, text: str) -> str:
    """An element with a text."""
    return f"<{name}>{escape(text)}</{name}>" if text else f"<{name} />"


def _write_link(address: str) -> str:
    return f'<link rel="alternate" type="text/html" href="{escape(address, IN_ATTRIBUTE)}" />'
