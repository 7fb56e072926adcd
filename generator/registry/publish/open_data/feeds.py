"""What happened as Atom feeds (RFC 4287), and what is due as calendars (RFC 5545).

Ids are made from the register's own names, so they stay when the site moves. An entry comes on the day on
which the register came to know of it: an act of long ago that is recorded today is news today.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from ...clock import BEIJING
from ...display import format_day
from ...finding import format_article
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.endings import Ending, list_endings
from ...lifecycle.publication_period import get_public_status, list_public_duties
from ...model.batches import get_publication_days
from ...model.dossier import Dossier
from . import ical
from .documents import Documents
from .news import News, NewsItem, select_latest
from .publication import VERSION

ATOM = "http://www.w3.org/2005/Atom"
# The namespace of what a feed says beyond Atom: the version of the data. It never changes.
EXTENSION = "urn:uuid:a4fa3376-34d6-522d-a453-33b85fe98518"
FIRST_DAY = dt.date(1970, 1, 1)  # told of a register without entries whose regulation has no day yet
ElementTree.register_namespace("", ATOM)
ElementTree.register_namespace("register", EXTENSION)


class Feeds:
    """Builds the feeds and calendars of one register for one publication."""

    def __init__(self, documents: Documents, news: News) -> None:
        self.documents = documents
        self.news = news
        self.publication = documents.publication
        self.tables = documents.register.tables
        self.space = uuid.uuid5(uuid.NAMESPACE_OID, f"registry:{self.tables.regulations[0].id}")

    def build_id(self, name: str) -> str:
        """A name within the register as an id for the whole world."""
        return uuid.uuid5(self.space, name).urn

    # -- Atom -----------------------------------------------------------------------------------------------

    def build_register_feed(self, latest: Iterable[NewsItem]) -> bytes:
        """The register's feed: published lists, and the latest of institutions, whose names they have."""
        title = self.publication.title or "登记册"
        found = select_latest([*self.news.list_lists(), *latest])
        return self.build_feed("feed", title, "", found, "../../")

    def build_institution_feed(self, dossier: Dossier) -> bytes:
        """An institution's feed: all of its news, the lists that name it included."""
        page = f"institutions/{dossier.id}/"
        found = self.news.list_entries(dossier)
        return self.build_feed(page, self.get_name(dossier), page, found, "../../../")

    def get_name(self, dossier: Dossier) -> str:
        return str(self.documents.public(dossier.institution.path).get("name", dossier.id))

    def build_feed(
        self,
        name: str,
        title: str,
        page: str,
        found: Iterable[NewsItem],
        root: str,
    ) -> bytes:
        """An Atom document, the latest entry first."""
        latest = sorted(found, key=NewsItem.order, reverse=True)
        since = max(self.tables.begun, FIRST_DAY)
        feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": "zh-CN"})
        _add(feed, "id", self.build_id(name))
        _add(feed, "title", title)
        _add(feed, "updated", _moment(latest[0].day if latest else since))
        _add(_add(feed, "author"), "name", self.publication.title or "登记册")
        ElementTree.SubElement(feed, f"{{{EXTENSION}}}version").text = VERSION
        _add(feed, "link", rel="alternate", type="text/html", href=self.publication.build_link(page, root))
        for each in latest:
            entry = _add(feed, "entry")
            _add(entry, "id", self.build_id(each.name))
            _add(entry, "title", each.format_dated())
            _add(entry, "updated", _moment(each.day))
            _add(
                entry,
                "link",
                rel="alternate",
                type="text/html",
                href=self.publication.build_link(each.page, root),
            )
            _add(entry, "summary", each.text or each.title)
        ElementTree.indent(feed)
        made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
        return made + b"\n"

    # -- iCalendar ------------------------------------------------------------------------------------------

    def build_calendar(self, dossier: Dossier) -> bytes:
        """What is due of an institution or about it, and what ends, each on its last day.

        What has no date is not in it. Calendars remind of what ends on the days on which it is told.
        """
        name = self.get_name(dossier)
        days = [act.date for act in dossier.acts] + get_publication_days(dossier.batches)
        day = max(each for each in days if each <= self.documents.day)
        moment = dt.datetime.combine(day, dt.time(), BEIJING).astimezone(dt.UTC)
        return ical.build_component(
            "VCALENDAR",
            [
                ("VERSION", "2.0"),
                ("PRODID", ical.escape_text(f"-//{self.publication.title or '登记册'}//registry//ZH")),
                ("X-WR-CALNAME", ical.escape_text(f"{name}：待办")),
                ("X-REGISTER-VERSION", VERSION),
            ],
            [
                BEIJING_TIME,  # a calendar must hold something; there may be nothing due
                *(
                    ical.build_component("VEVENT", self.build_event(dossier, name, duty, duty.due, moment))
                    for duty in list_public_duties(dossier, self.documents.day)
                    if duty.due
                ),
                *(self.build_ending(dossier, name, each, moment) for each in self.list_endings(dossier)),
            ],
        )

    def build_event(
        self, dossier: Dossier, name: str, duty: Duty, due: dt.date, moment: dt.datetime
    ) -> Iterator[ical.Property]:
        """What is due as an event on its last day, as of a moment."""
        who = "本机构" if duty.by == INSTITUTION else self.tables.get_name(duty.by)
        to = "、".join(self.tables.get_name(each) for each in duty.to)
        words = [
            f"由{who}办理",
            f"报{to}" if to else "",
            format_article(duty.article) if duty.article else "",
            duty.note,
            "目标日期" if duty.target else "",
        ]
        yield "SUMMARY", ical.escape_text(f"{duty.label}（{name}）")
        yield "DTSTART;VALUE=DATE", f"{due:%Y%m%d}"
        yield "DTSTAMP", f"{moment:%Y%m%dT%H%M%SZ}"
        yield "UID", self.build_id(f"institutions/{dossier.id}/{duty.code}/{duty.source}/{duty.label}")
        yield "DESCRIPTION", ical.escape_text("；".join(filter(None, words)))
        yield "TRANSP", "TRANSPARENT"
        if self.publication.address:  # a calendar has no address of its own to start from
            yield "URL", self.publication.build_link(f"institutions/{dossier.id}/")

    def list_endings(self, dossier: Dossier) -> list[Ending]:
        """What of an institution is known to end, as the public is told."""
        day = self.documents.day
        return list_endings(dossier, get_public_status(dossier, day), day)

    def build_ending(self, dossier: Dossier, name: str, ending: Ending, moment: dt.datetime) -> bytes:
        """What ends as an event on its last day, with a reminder for each day on which it is told."""
        known = ending.code, ending.label, ending.by, (), ending.last, ending.article, ending.source
        duty = Duty(*known, note=ending.advice)
        reminders = [
            ical.build_component(
                "VALARM",
                [
                    ("ACTION", "DISPLAY"),
                    ("DESCRIPTION", ical.escape_text(f"{ending.label}：{format_day(ending.last)}（{name}）")),
                    ("TRIGGER", f"-P{days}D"),
                ],
            )
            for days in ending.days
        ]
        event = self.build_event(dossier, name, duty, ending.last, moment)
        return ical.build_component("VEVENT", event, reminders)


BEIJING_TIME = ical.build_component(
    "VTIMEZONE",
    [("TZID", "Asia/Shanghai")],
    [
        ical.build_component(
            "STANDARD",
            [
                ("DTSTART", "19910915T000000"),  # without summer time since
                ("TZOFFSETFROM", "+0800"),
                ("TZOFFSETTO", "+0800"),
            ],
        )
    ],
)


def _moment(day: dt.date) -> str:
    """The start of a day in Beijing (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), BEIJING).isoformat()


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    found.text = text or None
    return found
