"""The way from an institution's page to the forge, for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ...forge.links import Forge
from ...lifecycle.acts import TABLE, find_moment, list_lawful_kinds
from ...lifecycle.next_records import list_next_yearly
from ...lifecycle.older_lists import has_only_lists
from ...lifecycle.publication_period import list_expired
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import KIND_NAMES, Plan, Summary
from ...records.form import write_short_form
from ...records.record_path import get_name
from ...records.schemas import Kind, Schemas


class StaffLink(NamedTuple):
    """A page of the forge where a record of a kind is edited or added."""

    title: str
    kind: str
    href: str


class StaffPages(NamedTuple):
    """Where the latest records and new ones are edited.

    `institution` is the page of its file where that is filled in by hand: of one on older lists that never
    applied; else it is written as its acts say, and there is none.
    """

    institution: str
    steps: list[StaffLink]
    new: list[StaffLink]


class StaffLinks:
    """Leads from institutions' pages to the forge, where staff edit records and add new ones."""

    def __init__(self, schemas: Schemas, day: dt.date, forge: Forge) -> None:
        self.schemas = schemas
        self.day = day
        self.forge = forge
        self.forms: dict[str, str] = {}

    def list_links(self, dossier: Dossier) -> StaffPages:
        """The forge's pages for what is changed or recorded next; nothing of the record stands in them."""
        edit, new = self.forge.build_edit_link, self.forge.build_new_link
        latest: list[Plan | Summary] = [*dossier.plans[-1:], *dossier.summaries[-1:]]
        kinds = [self.schemas.kinds[get_kind_name(each)] for each in latest]
        return StaffPages(
            edit(dossier.institution.path) if has_only_lists(dossier) else "",
            [
                StaffLink(format_year_title(each.year, kind), kind.name, edit(each.path))
                for each, kind in zip(latest, kinds, strict=True)
            ],
            [
                StaffLink(title, kind.name, new(path, self.write_form(kind)))
                for title, kind, path in self.list_next_records(dossier)
            ],
        )

    def list_next_records(self, dossier: Dossier) -> Iterator[tuple[str, Kind, str]]:
        """What may be recorded next: its title, its kind, and its path with the date left to the writer."""
        moment, hidden = find_moment(dossier, self.day), list_expired(dossier, self.day)
        for act in list_lawful_kinds(moment):
            # An act that may only name what is no longer public is not offered: it would tell what that said.
            if set(TABLE[act].among(moment)) - hidden:
                kind = self.schemas.kinds[KIND_NAMES[act]]
                yield kind.title, kind, f"{dossier.folder}/acts/日期-{kind.name}.yml"
        for kind, path in list_next_yearly(dossier, self.schemas, self.day):
            yield format_year_title(get_name(path)[:4], kind), kind, path

    def write_form(self, kind: Kind) -> str:
        """The short form of a kind."""
        if kind.name not in self.forms:
            self.forms[kind.name] = write_short_form(self.schemas, kind).text
        return self.forms[kind.name]


def format_year_title(year: int | str, kind: Kind) -> str:
    """2026年度计划, 2026年度计划调整."""
    return f"{year}年度{kind.title.removeprefix('年度')}"
