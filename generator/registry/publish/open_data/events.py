"""Calendars (RFC 5545) of what is due on a day: the events, their reminders, where the page is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ...clock import BEIJING
from .publication import VERSION, Publication, build_id

Property = tuple[str, str]  # its name, with parameters if it has any, and its value, escaped if it is a text

ROOM = 74  # bytes in a line, of the 75 that are allowed: one is for the space before what was folded


def build_component(name: str, properties: Iterable[Property], inside: Iterable[bytes] = ()) -> bytes:
    """A component with its properties and the components in it."""
    begin, end = (fold_line(f"{word}:{name}".encode()) for word in ("BEGIN", "END"))
    lines = (fold_line(f"{each}:{value}".encode()) for each, value in properties)
    return b"".join((begin, *lines, *inside, end))


def escape_text(text: str) -> str:
    """A text as a value."""
    # The backslash before the other signs, or those that are put in would be escaped once more.
    text = text.replace("\\N", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold_line(line: bytes) -> bytes:
    """A line with its end, folded where it is long; not within a character or an escaped sign."""
    if len(line) <= ROOM:  # as most are
        return line + b"\r\n"
    parts = []
    while len(line) > ROOM:
        end = ROOM
        while line[end] & 0b1100_0000 == 0b1000_0000:  # UTF-8: the character began before
            end -= 1
        # Either makes one sign together with what follows it.
        if line[end - 1] in b"\\^":
            end -= 1
        parts.append(line[:end])
        line = line[end:]
    return b"\r\n ".join((*parts, line)) + b"\r\n"


class DueEvent(NamedTuple):
    """What is due on a day as of another, in words; `name` tells it from all others of the register.

    `page` is the address of what says the same, from the site's root.
    """

    summary: str
    words: Iterable[str]
    due: dt.date
    as_of: dt.date
    name: str
    page: str


class CalendarWriter:
    """Writes the calendars of one register for one publication."""

    def __init__(self, publication: Publication, space: uuid.UUID) -> None:
        self.publication = publication
        self.space = space
        self.day = publication.day

    def build_calendar(self, title: str, page: str, events: Iterable[bytes]) -> bytes:
        """A calendar of events; `page` is the address of what says the same, from the site's root."""
        name = escape_text(title)
        return build_component(
            "VCALENDAR",
            [
                ("VERSION", "2.0"),
                ("PRODID", escape_text(f"-//{self.publication.name}//registry//ZH")),
                ("NAME", name),
                ("X-WR-CALNAME", name),
                ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
                *self.list_links(page),
                # What REFRESH-INTERVAL (RFC 7986) was before it had a standard, as X-WR-CALNAME was NAME.
                ("X-PUBLISHED-TTL", "P1D"),
                ("X-REGISTER-VERSION", VERSION),
            ],
            [BEIJING_TIME, *events],  # a calendar must hold something; there may be nothing due
        )

    def build_event(self, event: DueEvent, reminder: str, days: Iterable[int]) -> bytes:
        """An event on its last day, with a reminder so many days before."""
        properties = [
            ("SUMMARY", escape_text(event.summary)),
            ("DTSTART;VALUE=DATE", event.due.isoformat().replace("-", "")),
            ("DTSTAMP", format_moment(event.as_of)),
            ("UID", build_id(self.space, event.name)),
            ("DESCRIPTION", escape_text("；".join(filter(None, event.words)))),
            ("TRANSP", "TRANSPARENT"),
            *self.list_links(event.page),
        ]
        return build_component("VEVENT", properties, self.build_alarms(reminder, event.due, days))

    def build_alarms(self, text: str, due: dt.date, days: Iterable[int]) -> list[bytes]:
        """A reminder with a text for each number of days before a day, unless that is over."""
        if due < self.day:
            return []
        shown = ("ACTION", "DISPLAY"), ("DESCRIPTION", escape_text(text))
        return [build_component("VALARM", [*shown, ("TRIGGER", f"-P{each}D")]) for each in days]

    def list_links(self, page: str) -> list[Property]:
        """The address of a page; none where the site's is not known: a calendar has none to start from."""
        return [("URL", self.publication.build_link(page))] if self.publication.address else []


@lru_cache(1024)
def format_moment(day: dt.date) -> str:
    """The start of a day in Beijing, as calendars write it."""
    moment = dt.datetime.combine(day, dt.time(), BEIJING).astimezone(dt.UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}"


BEIJING_TIME = build_component(
    "VTIMEZONE",
    [("TZID", "Asia/Shanghai")],
    [
        build_component(
            "STANDARD",
            [
                ("DTSTART", "19910915T000000"),  # without summer time since
                ("TZOFFSETFROM", "+0800"),
                ("TZOFFSETTO", "+0800"),
            ],
        )
    ],
)
