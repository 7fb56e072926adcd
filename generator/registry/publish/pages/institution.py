"""What the page of one institution shows, as plain data for its template."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ...display import Fact, format_day
from ...forge.links import Forge
from ...lifecycle.as_of import list_records, view_as_of
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.force import select_in_force
from ...lifecycle.publication_period import get_public_status, list_public_bars, list_public_duties
from ...model.dossier import Dossier
from ...model.kinds import Assessment, Repair, Succession
from ...model.repairs import list_repaired
from ...rules.table import RULES
from ..addresses import build_institution_address
from ..public_view import PublicRecords
from ..register_view import RegisterView
from ..rows import list_former_name_rows
from ..states import cite_article, show_state
from .staff_links import StaffLinks
from .timeline import Timeline
from .years import YearTables

# What the page says elsewhere and so leaves out of the table of facts.
SAID_ELSEWHERE = frozenset({"id", "name"})
# Facts of these forms take a table each: they are folded, but for those that most readers come for.
WIDE = ("group", "table")
ALWAYS_SHOWN = ("fields", "sites")


class DossierPage:
    """Builds the data of institutions' pages for one register on one day."""

    def __init__(
        self, view: RegisterView, records: PublicRecords, site_url: str, forge: Forge | None = None
    ) -> None:
        self.presenter = view.presenter
        self.schemas = view.schemas
        self.public = records.of
        self.day = view.day
        self.recording = view.recording
        self.site_url = site_url
        self.held = view.held
        self.timeline = Timeline(view.presenter, records, view.day)
        self.years = YearTables(view.presenter, records, view.day, view.recording)
        self.staff = StaffLinks(view.schemas, view.day, forge) if forge else None
        self.successors = self._successors()

    def _successors(self) -> dict[str, list[str]]:
        """The public institutions that succeed another, by the other's id."""
        found: dict[str, list[str]] = defaultdict(list)
        for dossier in self.presenter.register.list_successors():
            if dossier.id not in self.presenter.public_ids:
                continue
            for act in select_in_force(dossier.acts, self.day):
                if isinstance(act, Succession):
                    found[act.predecessor].append(dossier.id)
        return found

    def build_data(self, dossier: Dossier) -> dict[str, Any]:
        """Everything the template of an institution's page needs."""
        dossier = view_as_of(dossier, self.day)
        found = get_public_status(dossier, self.day)
        facts = self.list_facts(dossier)
        records = list_records(dossier)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "area_id": dossier.institution.area,
            "held": dossier.id in self.held,
            "bar_article": cite_article(self.presenter.cite_basis("20")),
            "area": self.presenter.reference("area", dossier.institution.area).text,
            "status": show_state(found.filing),
            "conditions": [show_state(each) for each in found.conditions],
            "past_bars": [
                {"start": format_day(each.start), "end": format_day(each.end)}
                for each in list_public_bars(dossier, self.day)
                if each.end < self.day
            ],
            "former_names": list_former_name_rows(dossier, self.day),
            "successors": [
                self.presenter.reference("institution", id_) for id_ in self.successors[dossier.id]
            ],
            "facts": [fact for fact in facts if fact.form not in WIDE or fact.name in ALWAYS_SHOWN],
            "facilities": [fact for fact in facts if fact.form in WIDE and fact.name not in ALWAYS_SHOWN],
            "duties": [self.show_duty(dossier, each) for each in list_public_duties(dossier, self.day)],
            "timeline": self.timeline.list_entries(dossier),
            "years": self.years.list_rows(dossier),
            "assessments": self.show_assessments(dossier),
            "waivers": [
                self.show_record(dossier, each.path) | {"rule": each.rule, "title": get_rule_title(each.rule)}
                for each in dossier.waivers
            ],
            "repairs": [self.show_repair(dossier, each) for each in dossier.repairs if each.date <= self.day],
            "staff": self.staff.list_links(dossier) if self.staff else None,
            "files": [self.describe_file(each.path) for each in records],
            "recorded": self.map_recording_words(dossier),
            "structured": self.build_structured_data(dossier),
        }

    def list_facts(self, dossier: Dossier) -> list[Fact]:
        schema = self.schemas.kinds["institution"].schema
        return self.presenter.list_facts(schema, self.public(dossier.institution.path), SAID_ELSEWHERE)

    def show_record(
        self, dossier: Dossier, path: str, leave: frozenset[str] = frozenset({"year"})
    ) -> dict[str, Any]:
        """Any record as facts, with its file."""
        kind = self.presenter.schemas.kinds[self.presenter.register.documents[path].kind]
        return {"facts": self.presenter.list_facts(kind.schema, self.public(path), leave), "path": path}

    def show_repair(self, dossier: Dossier, repair: Repair) -> dict[str, Any]:
        """A repair: who, when and why, and what it has made of the institution's records."""
        found = self.show_record(dossier, repair.path, frozenset({"date"}))
        rows = [each._asdict() for each in list_repaired(repair, dossier.id)]
        return {**found, "day": format_day(repair.date), "rows": rows}

    def describe_file(self, path: str) -> dict[str, Any]:
        """A record's file: when it first came and when it last changed, where Git tells."""
        return {"path": path, **self.recording.describe_file(path)}

    def map_recording_words(self, dossier: Dossier) -> dict[str, str]:
        """When the records of a dossier, and the lists that name it, were recorded, by path, in words."""
        records = [*list_records(dossier), *dossier.batches, *dossier.repairs]
        return {each.path: words for each in records if (words := self.recording.describe_recording(each))}

    def build_structured_data(self, dossier: Dossier) -> dict[str, Any]:
        """The institution in the terms of schema.org, of what is public."""
        data = self.public(dossier.institution.path)
        found: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "name": data.get("name"),
            "alternateName": [each["name"] for each in list_former_name_rows(dossier, self.day)],
            "url": data.get("website"),
            "telephone": data.get("phone"),
            "email": data.get("email"),
            "knowsAbout": [each["name"] for each in data.get("fields", []) if "name" in each],
        }
        if "credit_code" in data:
            label = dict(self.schemas.get_properties(self.schemas.kinds["institution"].schema))["credit_code"]
            found["identifier"] = {
                "@type": "PropertyValue",
                "propertyID": label["title"],
                "value": data["credit_code"],
            }
        if "address" in data:
            found["address"] = {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "streetAddress": data["address"],
            }
        if self.site_url:
            found["mainEntityOfPage"] = build_institution_address(self.site_url, dossier.id)
        return {name: value for name, value in found.items() if value}

    def show_duty(self, dossier: Dossier, duty: Duty) -> dict[str, Any]:
        name = dossier.tables.get_name
        return {
            "label": duty.label,
            "by": "本机构" if duty.by == INSTITUTION else name(duty.by),
            "to": "、".join(name(each) for each in duty.to),
            "due": format_day(duty.due) if duty.due else "",
            "overdue": duty.overdue,
            "target": duty.target,
            "article": cite_article(duty.article),
            "note": duty.note,
        }

    def show_assessments(self, dossier: Dossier) -> dict[str, Any]:
        """The yearly assessments: their heads as rows with a finding for each year, then each by itself."""
        found = [each for each in dossier.assessments if each.date <= self.day]
        found.sort(key=lambda each: -each.year)
        findings = [self.list_findings(each) for each in found]
        return {
            "years": [each.year for each in found],
            "heads": [
                {"head": head, "findings": [each.get(head, "") for each in findings]}
                for head in dict.fromkeys(head for each in findings for head in each)
            ],
            "records": [self.show_record(dossier, each.path) | {"year": each.year} for each in found],
        }

    def list_findings(self, assessment: Assessment) -> dict[str, str]:
        """What an assessment finds under each head."""
        heads = self.public(assessment.path).get("heads", [])
        return {each["head"]: each.get("finding", "") for each in heads if "head" in each}


def get_rule_title(code: str) -> str:
    """A rule's short name; its code where there is no such rule."""
    return RULES[code].title if code in RULES else code
