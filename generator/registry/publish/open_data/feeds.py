"""What happened as Atom feeds (RFC 4287).

Ids are made from the register's own names, so they stay when the site moves. An entry comes on the day on
which the register came to know of it: an act of long ago that is recorded today is news today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree

from ...clock import BEIJING
from ...model.dossier import Dossier
from .documents import Documents
from .news import News, NewsItem, select_latest
from .publication import OWN_ROOT, ROOT, VERSION

DECLARATION = "<?xml version='1.0' encoding='utf-8'?>"
ATOM = "http://www.w3.org/2005/Atom"
# The namespace of what a feed says beyond Atom: the version of the data. It never changes.
EXTENSION = "urn:uuid:a4fa3376-34d6-522d-a453-33b85fe98518"
FIRST_DAY = dt.date(1970, 1, 1)  # told of a register without entries whose regulation has no day yet
ElementTree.register_namespace("", ATOM)
ElementTree.register_namespace("register", EXTENSION)


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
        feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": "zh-CN"})
        _add(feed, "id", self.documents.build_id(name))
        _add(feed, "title", title)
        _add(feed, "updated", _format_moment(latest[0].day if latest else since))
        _add(_add(feed, "author"), "name", self.publication.name)
        ElementTree.SubElement(feed, f"{{{EXTENSION}}}version").text = VERSION
        _add_link(feed, self.publication.build_link(page, root))
        for item in latest:
            entry = _add(feed, "entry")
            _add(entry, "id", self.documents.build_id(item.name))
            _add(entry, "title", item.format_dated())
            _add(entry, "updated", _format_moment(item.day))
            _add(entry, "category", term=item.kind)
            _add_link(entry, self.publication.build_link(item.page, root))
            _add(entry, "summary", item.text or item.title)
        ElementTree.indent(feed)
        # As text, encoded at once: written as bytes, each piece of it would be encoded by itself.
        content: str = ElementTree.tostring(feed, encoding="unicode")
        return f"{DECLARATION}\n{content}\n".encode()


def _format_moment(day: dt.date) -> str:
    """The start of a day in Beijing (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), BEIJING).isoformat()


def _add_link(parent: ElementTree.Element, address: str) -> None:
    _add(parent, "link", rel="alternate", type="text/html", href=address)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element
