"""What is due as calendars (RFC 5545): of an institution, of an area and of the whole register.

A calendar says how often it is made anew and where the page is that says the same; what is due reminds of
itself on the days before on which the regulation has it told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter

from ...display import format_day
from ...finding import format_article
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.endings import Ending, get_notice_days, list_endings
from ...lifecycle.means import Means, find_ending_means, find_means, list_ways
from ...lifecycle.publication_period import get_public_status, list_public_duties
from ...model.batches import get_publication_days
from ...model.dossier import Dossier, dossier_cache
from .documents import Documents
from .duties import OwedDuty
from .events import CalendarWriter, DueEvent

# What a calendar of many institutions holds at most: so many events, of them those of so many days back.
MAX_EVENTS, DAYS_BACK = 600, 366
MAX_NAMED = 10  # institutions that an event of many names


class Calendars(CalendarWriter):
    """Builds the calendars of one register for one publication."""

    def __init__(self, documents: Documents) -> None:
        super().__init__(documents.publication, documents.space)
        self.documents = documents
        self.tables = documents.register.tables
        self.notice_days = get_notice_days(self.tables, self.day)

    # -- of an institution ----------------------------------------------------------------------------------

    def build_institution_calendar(self, dossier: Dossier) -> bytes:
        """What is due of an institution or about it, and what ends, each on its last day.

        What has no date is not in it.
        """
        name, day = self.documents.get_name(dossier), self.day
        events = [
            self.build_own_event(dossier, duty, duty.due, find_means(dossier, duty, day), self.notice_days)
            for duty in list_public_duties(dossier, day)
            if duty.due
        ]
        for ending in self.list_endings(dossier):
            facts = ending.code, ending.label, ending.by, (), ending.last, ending.article, ending.source
            duty = Duty(*facts, note=ending.advice)
            means = find_ending_means(self.tables, dossier, ending, day)
            events.append(self.build_own_event(dossier, duty, ending.last, means, ending.days))
        return self.build_calendar(f"{name}：待办", f"institutions/{dossier.id}/", events)

    def build_own_event(
        self, dossier: Dossier, duty: Duty, due: dt.date, means: Means, days: Iterable[int]
    ) -> bytes:
        """What is due of one institution as an event, with a reminder so many days before."""
        name, page = self.documents.get_name(dossier), f"institutions/{dossier.id}/"
        who = "本机构" if duty.by == INSTITUTION else self.tables.get_name(duty.by)
        to = "、".join(self.tables.get_name(each) for each in duty.to)
        words = [f"由{who}办理", f"报{to}" if to else "", *describe_basis(duty), *self.list_ways(means)]
        unique = f"{page}{duty.code}/{duty.source}/{duty.label}"
        last = find_last_day(dossier, self.day)
        event = DueEvent(f"{duty.label}（{name}）", words, due, last, unique, page)
        return self.build_event(event, f"{duty.label}：{format_day(due)}（{name}）", days)

    def list_ways(self, means: Means) -> list[str]:
        """What it takes, of that what can be had on the site."""
        ways = list_ways(means, self.publication.address, for_staff=False)
        return [f"{each.label} {each.text}" for each in ways]

    def list_endings(self, dossier: Dossier) -> list[Ending]:
        """What of an institution is known to end, as the public is told."""
        return list_endings(dossier, get_public_status(dossier, self.day), self.day)

    # -- of an area, of all ---------------------------------------------------------------------------------

    def build_due_calendars(self, owed: Iterable[tuple[str, OwedDuty]]) -> Iterator[tuple[str, bytes]]:
        """The calendars of the whole register and of each area, by path; duties come with who has them."""
        dated = [each for each in owed if each[1].duty.due]
        yield "due.ics", self.build_due_calendar("due/", "全部地区", dated)
        by_area: dict[str, list[tuple[str, OwedDuty]]] = defaultdict(list)
        for pair in dated:
            by_area[pair[1].area].append(pair)
        for area in self.tables.areas.values():
            address, duties = f"due/area-{area.id}", by_area[area.id]
            yield f"{address}.ics", self.build_due_calendar(f"{address}/", area.name, duties)

    def build_due_calendar(self, page: str, name: str, dated: Iterable[tuple[str, OwedDuty]]) -> bytes:
        """A calendar with one event for all that have the same to do by the same day."""
        groups: dict[tuple[bool, dt.date, str, str], list[tuple[str, OwedDuty]]] = defaultdict(list)
        first = self.day - dt.timedelta(DAYS_BACK) if self.day.toordinal() > DAYS_BACK else self.day
        for pair in dated:
            duty = pair[1].duty
            if duty.due and duty.due >= first:
                # What is still to come sorts first (False), so that MAX_EVENTS cuts off what is long past.
                groups[duty.due < self.day, duty.due, duty.label, duty.by].append(pair)
        soonest = sorted(groups.items(), key=itemgetter(0))[:MAX_EVENTS]
        events = (self.build_joint_event(page, due, duties) for (_, due, *_), duties in soonest)
        return self.build_calendar(f"到期和待办：{name}", page, events)

    def build_joint_event(self, page: str, due: dt.date, duties: list[tuple[str, OwedDuty]]) -> bytes:
        """What many have to do by a day as one event, with the names of the first."""
        duty, names = duties[0][1].duty, sorted(name for name, _ in duties)
        count = names[0] if len(names) == 1 else f"{len(names)} 个机构"
        who = "" if duty.by == INSTITUTION else f"，由{self.tables.get_name(duty.by)}办理"
        more = "等" if len(names) > MAX_NAMED else ""
        words = [f"{len(names)} 个机构：{'、'.join(names[:MAX_NAMED])}{more}{who}", *describe_basis(duty)]
        words += next(filter(None, (self.list_ways(owed.means._replace(query={})) for _, owed in duties)), [])
        summary = f"{duty.label}（{count}）"
        unique = f"{page}{duty.code}/{duty.label}/{due}/{duty.by}"
        event = DueEvent(summary, words, due, self.day, unique, page)
        return self.build_event(event, f"{summary}：{format_day(due)}", self.notice_days)


@dossier_cache
def find_last_day(dossier: Dossier, day: dt.date) -> dt.date:
    """The day of the last act or list by a day."""
    days = [act.date for act in dossier.acts] + get_publication_days(dossier.batches)
    # Not the day of the build, by which every calendar would be another one each night.
    return max(each for each in days if each <= day)


def describe_basis(duty: Duty) -> list[str]:
    """On what a duty rests, and that its day is a target where it is one."""
    article = format_article(duty.article) if duty.article else ""
    return [article, duty.note, "目标日期，不是期限" if duty.target else ""]
