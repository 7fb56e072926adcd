"""The way from an institution's page to the forge and to the forms, for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ...forge.links import Forge
from ...lifecycle.acts import find_moment, list_lawful_kinds
from ...lifecycle.means import build_means
from ...lifecycle.next_records import list_next_yearly
from ...lifecycle.older_lists import has_only_lists
from ...lifecycle.publication_period import may_be_offered
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import KIND_NAMES, Plan, Summary
from ...records.record_path import get_name
from ...records.schemas import Kind, Schemas


class StaffLink(NamedTuple):
    """A page where a record of a kind is edited or filled in; a form's address is from the site's root."""

    title: str
    kind: str
    href: str


class StaffPages(NamedTuple):
    """Where the latest records are edited on the forge, and new ones filled in.

    `institution` is the page of its file where that is filled in by hand: of one on older lists that never
    applied; else it is written as its acts say, and there is none.
    """

    institution: str
    steps: list[StaffLink]
    new: list[StaffLink]


class StaffLinks:
    """Leads from institutions' pages to the forge, where staff edit records, and to the forms of new ones."""

    def __init__(self, schemas: Schemas, day: dt.date, forge: Forge) -> None:
        self.schemas = schemas
        self.day = day
        self.forge = forge

    def list_links(self, dossier: Dossier) -> StaffPages:
        """The pages for what is changed or recorded next."""
        edit = self.forge.build_edit_link
        latest: list[Plan | Summary] = [*dossier.plans[-1:], *dossier.summaries[-1:]]
        kinds = [self.schemas.kinds[get_kind_name(each)] for each in latest]
        return StaffPages(
            edit(dossier.institution.path) if has_only_lists(dossier) else "",
            [
                StaffLink(format_year_title(item.year, kind), kind.name, edit(item.path))
                for item, kind in zip(latest, kinds, strict=True)
            ],
            [
                StaffLink(title, kind.name, build_means(kind.name, dossier.id, year=year).form)
                for title, kind, year in self.list_next_records(dossier)
            ],
        )

    def list_next_records(self, dossier: Dossier) -> Iterator[tuple[str, Kind, int | None]]:
        """What may be recorded next: its title, its kind, and its year if it is of one."""
        for act in list_lawful_kinds(find_moment(dossier, self.day)):
            if may_be_offered(dossier, act, self.day):
                kind = self.schemas.kinds[KIND_NAMES[act]]
                yield kind.title, kind, None
        for kind, path in list_next_yearly(dossier, self.schemas, self.day):
            year = int(get_name(path)[:4])
            yield format_year_title(year, kind), kind, year


def format_year_title(year: int, kind: Kind) -> str:
    """2026年度计划, 2026年度计划调整."""
    return f"{year}年度{kind.title.removeprefix('年度')}"
