"""What happened as Atom feeds (RFC 4287), and what is due as calendars (RFC 5545).

Ids are made from the register's own names, so they stay when the site moves. An entry comes on the day on
which the register came to know of it: an act of long ago that is recorded today is news today.
"""

from __future__ import annotations

import datetime as dt
import heapq
import uuid
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.etree import ElementTree

from ...clock import BEIJING
from ...display import format_day
from ...finding import format_article
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.endings import Ending, list_endings
from ...lifecycle.publication_period import get_public_status, list_public_duties
from ...model.batches import get_listed, get_publication_days, is_published
from ...model.dossier import Dossier
from ..public_view import find_main_text
from . import ical
from .documents import NOTICE_ENDED, Documents, PublishedAct
from .publication import VERSION
from .tables import describe_outcome

ATOM = "http://www.w3.org/2005/Atom"
# The namespace of what a feed says beyond Atom: the version of the data. It never changes.
EXTENSION = "urn:uuid:a4fa3376-34d6-522d-a453-33b85fe98518"
# The register's feed has the latest only: it does not grow with the register.
LATEST = 100
FIRST_DAY = dt.date(1970, 1, 1)  # told of a register without entries whose regulation has no day yet
ElementTree.register_namespace("", ATOM)
ElementTree.register_namespace("register", EXTENSION)


class FeedEntry(NamedTuple):
    """An entry of a feed: `name` tells it from all others of the register, for good.

    `day` is that on which it was recorded or, where that is not known or came before, on which it happened.
    """

    day: dt.date
    happened: dt.date
    name: str
    title: str
    text: str
    page: str

    def order(self) -> tuple[dt.date, dt.date, str]:
        """Sort key: the later is the greater."""
        return self.day, self.happened, self.name

    def format_dated(self) -> str:
        """The title; with the day on which it happened, where it was recorded later."""
        return self.title if self.day == self.happened else f"{self.title}（{format_day(self.happened)}）"


class Feeds:
    """Builds the feeds and calendars of one register for one publication.

    `recorded` are the days on which files were recorded, where that is known.
    """

    def __init__(self, documents: Documents, recorded: Mapping[str, dt.date] = MappingProxyType({})) -> None:
        self.documents = documents
        self.recorded = recorded
        self.publication = documents.publication
        self.tables = documents.register.tables
        self.space = uuid.uuid5(uuid.NAMESPACE_OID, f"registry:{self.tables.regulations[0].id}")

    def build_id(self, name: str) -> str:
        """A name within the register as an id for the whole world."""
        return uuid.uuid5(self.space, name).urn

    def find_known_day(self, path: str, happened: dt.date) -> dt.date:
        """The day on which what is in a file came to be known; its own where none later is known by now."""
        first = self.recorded.get(path)
        return first if first and happened < first and first <= self.documents.day else happened

    # -- Atom -----------------------------------------------------------------------------------------------

    def build_register_feed(self, acts: Iterable[FeedEntry]) -> bytes:
        """The register's feed: published lists, and acts of institutions, by their names."""
        found = [
            FeedEntry(
                self.find_known_day(batch.path, announced.published_on),
                announced.published_on,
                f"batches/{batch.id}",
                f"{batch.title}：公布名单",
                f"列入 {len(get_listed(batch))} 个机构。",
                f"batches/{batch.id}/",
            )
            for batch in self.documents.register.batches.values()
            if (announced := batch.announcement) and is_published(batch, self.documents.day)
        ]
        title = self.publication.title or "登记册"
        return self.build_feed("feed", title, "", self.select_latest([*found, *acts]), "../../")

    def list_named_acts(self, dossier: Dossier) -> list[FeedEntry]:
        """The acts of an institution, with its name."""
        name = self.get_name(dossier)
        return [each._replace(title=f"{name}：{each.title}") for each in self.list_acts(dossier)]

    @staticmethod
    def select_latest(found: Iterable[FeedEntry]) -> list[FeedEntry]:
        """As many as the register's feed has."""
        return heapq.nlargest(LATEST, found, key=FeedEntry.order)

    def build_institution_feed(self, dossier: Dossier) -> bytes:
        """An institution's feed: the lists that name it, and its acts."""
        page = f"institutions/{dossier.id}/"
        found = [
            FeedEntry(
                self.find_known_day(batch.path, announced.published_on),
                announced.published_on,
                f"{page}listing-{batch.id}",
                "公布列入名单",
                batch.title,
                page,
            )
            for batch in dossier.batches
            if (announced := batch.announcement) and is_published(batch, self.documents.day)
        ]
        return self.build_feed(
            page, self.get_name(dossier), page, [*found, *self.list_acts(dossier)], "../../../"
        )

    def get_name(self, dossier: Dossier) -> str:
        return str(self.documents.public(dossier.institution.path).get("name", dossier.id))

    def list_acts(self, dossier: Dossier) -> list[FeedEntry]:
        page = f"institutions/{dossier.id}/"
        found = []
        for each in self.documents.list_acts(dossier):
            act, result = each.act, describe_outcome(each.record)
            title = f"{each.kind.title}（{result}）" if result else each.kind.title
            text = describe_withheld(each) or find_main_text(each.record)
            day = self.find_known_day(act.path, act.date)
            found.append(FeedEntry(day, act.date, f"{page}{act.stem}", title, text, f"{page}#{act.stem}"))
        return found

    def build_feed(
        self,
        name: str,
        title: str,
        page: str,
        found: Iterable[FeedEntry],
        root: str,
    ) -> bytes:
        """An Atom document, the latest entry first."""
        latest = sorted(found, key=FeedEntry.order, reverse=True)
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


def describe_withheld(act: PublishedAct) -> str:
    """What stands in the place of an act's text that is told no more; empty where it may be told."""
    if act.withheld == NOTICE_ENDED:
        return "公开期已满，不再展示内容。"
    undone = act.undone
    return f"已由{format_day(undone.by.date)}的决定{undone.effect}，原文不再展示。" if undone else ""


def _moment(day: dt.date) -> str:
    """The start of a day in Beijing (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), BEIJING).isoformat()


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    found = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    found.text = text or None
    return found
