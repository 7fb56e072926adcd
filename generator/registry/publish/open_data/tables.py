"""The register as flat tables: institutions, courses, runs, acts with listings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import cast

from ...json_data import JsonObject, get_object, get_text
from ...lifecycle.as_of import view_as_of
from ...lifecycle.duties import DUTIES, INSTITUTION, get_year_end
from ...lifecycle.filing import find_place
from ...lifecycle.older_lists import precedes_regulation
from ...lifecycle.plans import collect_courses
from ...lifecycle.publication_period import get_public_status
from ...model.batches import is_published
from ...model.dossier import Dossier
from ...model.kinds import Batch
from ...records.schemas import Schema
from ..public_view import find_main_text, list_public_runs
from ..unstated import list_unstated
from .columns import (
    ACT,
    ADDED,
    AREA,
    AREA_NAME,
    COURSE_TITLE,
    DUTY,
    ID,
    JOINED,
    NAME,
    NUMBER,
    OF,
    PASSED,
    PASSED_ON,
    STAMP,
    STATUS,
    YEAR,
    CellPlan,
    DataTable,
    Row,
    add_cells,
    list_columns,
    plan_cells,
)
from .documents import Documents, PublishedAct
from .duties import list_owed_duties


class DataTables:
    """Builds the tables of one register for one publication, an institution's rows at a time."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.presenter = documents.presenter
        self.schemas = documents.schemas
        self.day = documents.day

    @cached_property
    def all(self) -> tuple[DataTable, ...]:
        """Every table, institutions first."""
        columns = list_columns(self.schemas, self.get_schema("institution"))
        own = (column for column in columns if column.name != "id")
        course = list_columns(self.schemas, self.get_schema("course"), required=("id",))
        run = list_columns(self.schemas, self.get_schema("run"))
        return (
            DataTable("institutions", "机构", (ID, *own, *STATUS, *STAMP), ("id",), "id"),
            DataTable(
                "courses",
                "课程",
                (OF, NAME, AREA, AREA_NAME, YEAR, PASSED, *course, PASSED_ON, *STAMP),
                ("institution", "year", "id"),
            ),
            DataTable(
                "runs",
                "开班",
                (OF, NAME, AREA, AREA_NAME, YEAR, NUMBER, COURSE_TITLE, *run, ADDED, *STAMP),
                ("institution", "year", "number"),
            ),
            DataTable("acts", "事项", (*ACT, *STAMP), ("institution", "id")),
            DataTable("duties", "待办", (*DUTY, *STAMP), ("institution", "duty", "label", "source")),
        )

    def get_schema(self, name: str) -> Schema:
        """The schema of a kind of record, or of what a record has many of."""
        kind = self.schemas.kinds.get(name)
        return kind.schema if kind else self.schemas.documents["defs.json"]["$defs"][name]

    def build_rows(self, dossier: Dossier) -> dict[str, list[Row]]:
        """The rows of an institution by table, without the stamp."""
        dossier = view_as_of(dossier, self.day)
        return {
            "institutions": [self.build_institution(dossier)],
            "courses": [*self.build_courses(dossier)],
            "runs": [*self.build_runs(dossier)],
            "acts": self.build_acts(dossier),
            "duties": [*self.build_duties(dossier)],
        }

    def build_institution(self, dossier: Dossier) -> Row:
        data = self.documents.public(dossier.institution.path)
        status = get_public_status(dossier, self.day)
        return {
            **self.build_row("institution", data),
            "id": dossier.id,
            "status": status.filing.code,
            "status_label": status.filing.label,
            "status_since": status.filing.since.isoformat() if status.filing.since else None,
            "status_until": status.filing.until.isoformat() if status.filing.until else None,
            "status_reason": status.filing.reason,
            "status_article": status.filing.article,
            "conditions": JOINED.join(each.label for each in status.conditions),
            "batches": JOINED.join(each.id for each in dossier.batches if is_published(each, self.day)),
            "unstated": JOINED.join(list_unstated(self.schemas, data, dossier.institution)),
            "area_name": self.build_reference("area", get_text(data, "area")),
            "system_name": self.build_reference("system", get_text(data, "system")),
        }

    def build_row(self, name: str, data: JsonObject, others: Row | None = None) -> Row:
        """The cells of a record, or of what a record has many of, by the names of their columns, and others.

        Most values are cells as they are: only groups and lists are looked at.
        """
        row = cast(Row, {**(others or {}), **data})
        for part, plan in self.parts[name]:
            if part in data:
                del row[part]
                add_cells(row, plan, data[part])
        return row

    @cached_property
    def parts(self) -> dict[str, list[tuple[str, CellPlan]]]:
        """The properties that are groups or lists, of all that `build_row` may be asked for."""
        return {
            name: [
                (part, plan_cells(self.schemas, part, schema))
                for part, schema in self.schemas.get_properties(self.get_schema(name))
                if "properties" in schema or "items" in schema
            ]
            for name in ("institution", "course", "run")
        }

    def build_reference(self, kind: str, value: str) -> str | None:
        return self.presenter.reference(kind, value).text if value else None

    def build_head(self, dossier: Dossier, year: int) -> Row:
        """The columns that say whose row it is, of which year, and the area of then."""
        area, name = find_area_of_year(dossier, year)
        return {
            "institution": dossier.id,
            "institution_name": self.documents.get_name(dossier),
            "area": area,
            "area_name": name,
            "year": year,
        }

    def build_courses(self, dossier: Dossier) -> Iterator[Row]:
        """A row for each course that stands in a year's plan, amendments included, passed or not."""
        for plan in dossier.plans:
            head = self.build_head(dossier, plan.year)
            for row in collect_courses(dossier, plan.year, self.day).values():
                data = self.documents.records.select_course(row)
                since = row.since.isoformat() if row.since else None
                yield self.build_row("course", data, {**head, "passed": bool(since), "passed_on": since})

    def build_runs(self, dossier: Dossier) -> Iterator[Row]:
        """A row for each time a course was held, as the summaries say."""
        for summary in dossier.summaries:
            head = self.build_head(dossier, summary.year)
            titles = self.documents.records.collect_titles(dossier, summary.year)
            runs = list_public_runs(self.documents.public(summary.path))
            for number, (run, added) in enumerate(runs, start=1):
                title = titles.get(get_text(run, "course"))
                more: Row = {**head, "number": number, "course_title": title, "added_on": added or None}
                yield self.build_row("run", run, more)

    def build_acts(self, dossier: Dossier) -> list[Row]:
        """A row for each act and each published list that names the institution, by date."""
        head: Row = {"institution": dossier.id, "institution_name": self.documents.get_name(dossier)}
        acts = (self.build_act(each) for each in self.documents.list_acts(dossier))
        published = (batch for batch in dossier.batches if is_published(batch, self.day))
        rows = [*acts, *(self.build_listing(dossier, batch) for batch in published)]
        return [{**head, **row} for row in sorted(rows, key=lambda row: str(row["date"]))]

    def build_act(self, act: PublishedAct) -> Row:
        return {
            "id": act.act.stem,
            "act": act.kind.name,
            "title": act.kind.title,
            "article": act.article,
            "in_force": act.in_force,
            "withheld": act.withheld,
            "date": act.act.date.isoformat(),
            "effect": act.effect.code if act.effect else None,
            "effect_since": act.effect.since.isoformat() if act.effect else None,
            "undone_by": act.undone.by.stem if act.undone else None,
            "undone_on": act.undone.by.date.isoformat() if act.undone else None,
            "outcome": describe_outcome(act.record),
            "text": find_main_text(act.record),
            **self.build_signed(act.record),
        }

    def build_listing(self, dossier: Dossier, batch: Batch) -> Row:
        """A published list that names the institution, as an act."""
        basis = "" if precedes_regulation(dossier, batch) else "8(4)"
        listing = get_object(self.documents.build_batch(batch), "announcement")
        return {
            "id": f"listing-{batch.id}",
            "act": "listing",
            "title": "列入名单",
            "article": dossier.tables.cite(basis, self.day),
            "in_force": True,
            "date": get_text(listing, "published_on") or None,
            "text": batch.title,
            **self.build_signed(listing),
        }

    def build_duties(self, dossier: Dossier) -> Iterator[Row]:
        name, authority = self.documents.get_name(dossier), self.presenter.register.tables.get_name
        for duty, area, phone, _ in list_owed_duties(self.documents, dossier):
            yield {
                "institution": dossier.id,
                "institution_name": name,
                "area": area,
                "area_name": self.build_reference("area", area),
                "duty": duty.code,
                "title": DUTIES[duty.code],
                "label": duty.label,
                "by": duty.by,
                "by_name": name if duty.by == INSTITUTION else authority(duty.by),
                "to": JOINED.join(duty.to) or None,
                "to_name": JOINED.join(map(authority, duty.to)) or None,
                "due": duty.due.isoformat() if duty.due else None,
                "target": duty.target,
                "overdue": duty.overdue,
                "since": duty.since.isoformat() if duty.since else None,
                "article": duty.article or None,
                "note": duty.note or None,
                "phone": phone or None,
                "source": duty.source,
            }

    def build_signed(self, record: JsonObject) -> Row:
        """By whom and by which document."""
        authority, document = get_text(record, "authority"), get_object(record, "document")
        return {
            "authority": authority or None,
            "authority_name": self.build_reference("authority", authority),
            "document_number": get_text(document, "number") or None,
            "document_date": get_text(document, "date") or None,
        }


def find_area_of_year(dossier: Dossier, year: int) -> tuple[str, str]:
    """The area of a dossier at the end of a year as far as its acts tell: its id, and its name of then."""
    then = get_year_end(year)
    area, _ = find_place(dossier, then)
    return area, dossier.tables.name_area(area, then)


def describe_outcome(record: JsonObject) -> str:
    """The outcome of an act in a word; empty where its kind has none."""
    return next((get_text(record, name) for name in ("effect", "result", "opinion") if name in record), "")
