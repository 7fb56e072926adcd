"""The staff's page of an institution: what is to do, what may come next, what may be added to its records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ...entry.web_forms.dossier_data import DossierData, NextRecord
from ...forge.links import Forge
from ...json_data import get_text
from ...lifecycle.means import HANDED_IN, Means, build_means, build_query
from ...lifecycle.status import derive_status
from ...model.dossier import Dossier
from ...records.record_path import get_name
from ...records.schemas import Schemas
from .desk import StaffAbout, TaskPart, build_area_url, list_parts
from .tasks import TaskRow

DATED = re.compile("[0-9]{4}(-[0-9]{2}-[0-9]{2})?")


class FiledRecord(NamedTuple):
    """A record that is there, what may be added to it, each with its form, and where it is edited."""

    title: str
    path: str
    additions: list[tuple[str, str]]
    edit: str


class DeskDossierData(NamedTuple):
    """The page of an institution.

    `next` are the records that may come next: the kind in words, the means to it. `is_public` says whether it
    is on the public site, `public` its address there, empty where unknown.
    """

    about: StaffAbout
    title: str
    id: str
    area: str
    area_page: str
    states: list[str]
    code: str
    phone: str
    is_public: bool
    public: str
    parts: list[TaskPart]
    next: list[tuple[str, Means]]
    refused: list[tuple[str, str]]
    records: list[FiledRecord]


class DossierPages:
    """The pages of the institutions of one register."""

    def __init__(
        self, schemas: Schemas, about: StaffAbout, areas: Mapping[str, str], forge: Forge | None
    ) -> None:
        self.schemas = schemas
        self.about = about
        self.areas = areas
        self.forge = forge

    def show(
        self, dossier: Dossier, data: DossierData, tasks: list[TaskRow], is_public: bool
    ) -> DeskDossierData:
        """The page of an institution."""
        status = derive_status(dossier, self.about.day)
        address = f"institutions/{dossier.id}/"
        return DeskDossierData(
            about=self.about,
            title=data.name,
            id=data.id,
            area=self.areas.get(data.area, data.area),
            area_page=build_area_url(data.area),
            states=[each.label for each in (status.filing, *status.conditions)],
            code=get_text(data.present, "credit_code"),
            phone=get_text(data.present, "phone"),
            is_public=is_public,
            public=self.about.address + address if is_public and self.about.address else "",
            parts=list_parts(tasks, self.about.day),
            next=[
                (item.title, build_means(item.kind, data.id))
                for item in sorted(data.next, key=_rank)
                if item.lawful
            ],
            refused=[(each.title, each.reason) for each in data.next if not each.lawful],
            records=self._list_records(data),
        )

    def _list_records(self, data: DossierData) -> list[FiledRecord]:
        """The records that are there, the latest first; what may be added to several rows is said once."""
        additions: dict[str, dict[str, str]] = {}
        for addition in data.additions:
            of_record = additions.setdefault(addition.path, {})
            # Many rows of a plan may take the same step: one form is for all of them.
            if addition.title not in of_record:
                query = build_query(data.id, f"{data.folder}/{addition.path}", addition.title)
                of_record[addition.title] = Means(addition.kind, query=query).form
        return [
            FiledRecord(
                self._name_record(f"{data.folder}/{path}"),
                path,
                [*additions.get(path, {}).items()],
                self.forge.build_edit_link(f"{data.folder}/{path}") if self.forge else "",
            )
            for path in sorted((*data.texts, *data.files), key=get_name, reverse=True)
        ]

    def _name_record(self, path: str) -> str:
        """A record by the year or the day in its name, and its kind."""
        placed, dated = self.schemas.find_kind(path.partition("/")[2]), DATED.match(get_name(path))
        return " ".join(filter(None, (dated[0] if dated else "", placed[0].title if placed else path)))


def _rank(record: NextRecord) -> int:
    """What institutions hand in comes first, in that order: it is recorded most."""
    return HANDED_IN.index(record.kind) if record.kind in HANDED_IN else len(HANDED_IN)
