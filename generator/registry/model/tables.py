"""What all dossiers share: areas, systems, authorities, regulations and calendars."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .kinds import (
    Area,
    Article,
    ArticleItem,
    Authority,
    AuthorityKind,
    Calendar,
    PaperKind,
    Regulation,
    System,
)
from .working_days import WorkingDays

# The kinds that every dossier rests on.
TABLES = ("areas", "systems", "authority", "regulation", "calendar")


def is_valid_on(row: Area | Authority, day: dt.date) -> bool:
    """Whether there is an area on `day`, or an authority holds its office."""
    return (row.valid_from or dt.date.min) <= day <= (row.valid_to or dt.date.max)


def get_start(regulation: Regulation) -> dt.date:
    """The first day of a regulation; the first there is where its file does not say yet."""
    return regulation.in_force_from or dt.date.min


def name_regulation(regulation: Regulation) -> str:
    """What a regulation is called in a sentence: its number, else its title, else just what it is."""
    return regulation.number or regulation.title or "办法"


def find_cited(regulation: Regulation | None, basis: str) -> str:
    """The article of a regulation for a basis, as rules and states name theirs.

    A basis is an article of the regulation for which the program was written ("8(3)"). One that numbers
    otherwise says how in its citations; what it does not name there is not cited (empty).
    """
    if regulation is None or not regulation.citations:
        return basis
    cited = {each.basis: each.article for each in regulation.citations}
    return cited.get(basis) or cited.get(basis.partition("(")[0]) or ""


def find_part(regulation: Regulation, cited: str) -> tuple[Article | ArticleItem | None, str]:
    """The item of a regulation that is cited ("8(2)"), or else its article, with the pointer to it.

    None, and an empty pointer, where its file has no such article. Where several are cited, the first counts.
    """
    number, _, item = cited.split(",")[0].rstrip(")").partition("(")
    for i, article in enumerate(regulation.articles):
        if str(article.number) == number:
            items = (j for j, each in enumerate(article.items) if str(each.number) == item)
            if (j := next(items, None)) is not None:
                return article.items[j], f"/articles/{i}/items/{j}"
            return article, f"/articles/{i}"
    return None, ""


@dataclass(frozen=True)
class Tables:
    """What all dossiers share: areas, systems and authorities by id, regulations, calendars of years."""

    areas: Mapping[str, Area]
    systems: Mapping[str, System]
    authorities: Mapping[str, Authority]
    regulations: tuple[Regulation, ...]
    calendars: tuple[Calendar, ...] = ()

    @cached_property
    def working_days(self) -> WorkingDays:
        """Which days are working days."""
        return WorkingDays(self.calendars)

    @cached_property
    def area_names(self) -> Mapping[str, str]:
        """What areas are called, by id, in their order."""
        return {id_: area.name for id_, area in self.areas.items()}

    @cached_property
    def system_names(self) -> Mapping[str, str]:
        """What systems are called, by id, in their order."""
        return {id_: system.name for id_, system in self.systems.items()}

    @cached_property
    def authority_names(self) -> Mapping[str, str]:
        """What authorities are called, by id, in their order."""
        return {id_: authority.name for id_, authority in self.authorities.items()}

    @property
    def complete(self) -> bool:
        """Whether there is something of what dossiers rest on; a register may do without systems."""
        return bool(self.regulations and self.areas)

    @property
    def begun(self) -> dt.date:
        """The first day of the first regulation."""
        return get_start(self.regulations[0])

    def find_regulation(self, day: dt.date) -> Regulation:
        """The regulation in force on `day`; before the first one, the first.

        A register without one has no dossiers, so there is always an answer where it is asked.
        """
        # They are in order of their starts: the last that has begun takes the place of the others.
        begun = bisect_right(self._starts, day)
        return self.regulations[max(begun - 1, 0)]

    @cached_property
    def _starts(self) -> list[dt.date]:
        """The first days of the regulations."""
        return [get_start(each) for each in self.regulations]

    def find_city_bureau(self, day: dt.date) -> str:
        """The city bureau of `day`: the authority that the regulation names, or who followed it."""
        return self.find_holder(self.find_regulation(day).city_authority, day)

    def cite(self, basis: str, day: dt.date) -> str:
        """The article of the regulation in force on `day` for a basis, as rules and states name theirs."""
        return find_cited(self.find_regulation(day) if self.regulations else None, basis)

    def has_form(self, paper: PaperKind, day: dt.date) -> bool:
        """Whether the regulation in force on `day` attaches a form of a paper."""
        return bool(self.regulations) and paper in self.find_regulation(day).attached_forms

    def list_hrss_side(self, area: str, day: dt.date) -> frozenset[str]:
        """The authorities that act for the HRSS side of an area (Article 5).

        They are its own, and the city bureau, which always may.
        """
        city, own = self.find_city_bureau(day), self.find_hrss(area, day)
        return frozenset({city, own} if own else {city})

    def find_hrss(self, area: str, day: dt.date) -> str | None:
        """The office that is an area's own HRSS side on `day`; None where there is no such area."""
        return self.find_holder(self.areas[area].hrss, day) if area in self.areas else None

    def list_departments(self, area: str, system: str | None, day: dt.date) -> frozenset[str]:
        """The competent departments of a system for an area: those of its level, and the city's."""
        places = {area, self.find_regulation(day).city_area}
        candidates = self._list_of_system(AuthorityKind.COMPETENT_DEPARTMENT, system)
        # One that names no areas is for the whole city.
        return frozenset(
            self.find_holder(office.id, day)
            for office in candidates
            if not office.areas or places & set(office.areas)
        )

    def find_holder(self, authority: str, day: dt.date) -> str:
        """Who holds an authority's office on `day`: it, or who succeeded it, or whom it succeeded.

        Where nobody does, itself: that it is not in office is a fault of its own.
        """
        own = self.authorities.get(authority)
        if own is None or is_valid_on(own, day):
            return authority
        late = bool(own.valid_to and day > own.valid_to)
        # Out of office is too late or too early: a paper of last year may name who came this year.
        line = self.list_successors(authority) if late else self._list_predecessors(authority)
        return next((each for each in line if is_valid_on(self.authorities[each], day)), authority)

    def is_in_office(self, authority: str | None, day: dt.date) -> bool:
        """Whether there is such an authority, in office on `day`."""
        record = self.authorities.get(authority or "")
        return record is not None and is_valid_on(record, day)

    def list_successors(self, authority: str) -> list[str]:
        """The authorities that followed one in its office, in turn; a circle is walked once."""
        line: list[str] = []
        successor = self.authorities.get(authority)
        # A circle is a fault that a rule tells of; until it is mended nothing may hang.
        while successor and successor.succeeded_by and successor.succeeded_by not in (authority, *line):
            successor = self.authorities.get(successor.succeeded_by)
            if successor:
                line.append(successor.id)
        return line

    def _list_predecessors(self, authority: str) -> list[str]:
        """The authorities that one followed in its office."""
        return [each for each in self.authorities if authority in self.list_successors(each)]

    def find_department(self, area: str, system: str | None, day: dt.date) -> str | None:
        """The competent department that an institution reports to: its own level's, else the city's."""
        competent = self.list_departments(area, system, day)
        departments = {each for each in competent if self.is_in_office(each, day)}
        own = {each for each in departments if area in self.authorities[each].areas}
        # By id where several would do, so that every run names the same one.
        return min(own or departments, default=None)

    def list_associations(self, system: str | None) -> frozenset[str]:
        """The associations of a system's field."""
        return frozenset(each.id for each in self._list_of_system(AuthorityKind.ASSOCIATION, system))

    def get_kind(self, authority: str) -> str:
        """An authority's kind; empty where there is no such authority."""
        return self.authorities[authority].kind if authority in self.authorities else ""

    @cached_property
    def document_prefixes(self) -> Mapping[str, str]:
        """What the numbers of authorities' own documents begin with, each with its authority."""
        return {prefix: each.id for each in self.authorities.values() for prefix in each.document_prefixes}

    def _list_of_system(self, kind: AuthorityKind, system: str | None) -> list[Authority]:
        """The authorities of a kind that a system has; none where there is no system."""
        return self._by_system.get((kind, system), []) if system else []

    @cached_property
    def _by_system(self) -> Mapping[tuple[AuthorityKind, str | None], list[Authority]]:
        """The authorities of each kind and system."""
        by_system: dict[tuple[AuthorityKind, str | None], list[Authority]] = {}
        for authority in self.authorities.values():
            by_system.setdefault((authority.kind, authority.system), []).append(authority)
        return by_system

    def name_area(self, area: str, day: dt.date) -> str:
        """What an area was called on `day`; its id where there is no such area."""
        record = self.areas.get(area)
        if record is None:
            return area
        former = (each for each in record.former_names if each.until >= day)
        earliest = min(former, key=lambda place: place.until, default=None)
        return earliest.name if earliest else record.name

    def name_system(self, system: str) -> str:
        """A system's name, or its id where there is no such system."""
        return self.systems[system].name if system in self.systems else system

    def get_name(self, authority: str) -> str:
        """An authority's name, or its id where there is no such authority."""
        record = self.authorities.get(authority)
        return record.name if record else authority
