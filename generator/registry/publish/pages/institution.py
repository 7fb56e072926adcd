"""What the page of one institution shows, as plain data for its template."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ...display import Fact, day_text
from ...forge.links import Forge
from ...lifecycle.as_of import as_of, records_of
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.publication_period import told_bars, told_duties, told_status
from ...lifecycle.status import in_force
from ...model.dossier import Dossier
from ...model.kinds import Assessment, Repair, Succession
from ...model.presenter import Presenter
from ...model.repairs import repaired
from ...records.recorded import Recorded
from ...rules.table import RULES
from ..addresses import institution_address
from ..public_view import PublicRecords
from ..recording import Recording
from ..rows import former_name_rows
from ..states import article, state_data
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
        self,
        presenter: Presenter,
        records: PublicRecords,
        day: dt.date,
        recorded: Mapping[str, Recorded],
        site_url: str,
        forge: Forge | None = None,
        held: frozenset[str] = frozenset(),
    ) -> None:
        self.presenter = presenter
        self.schemas = records.schemas
        self.public = records.of
        self.day = day
        self.recording = Recording(presenter.register.tables, recorded)
        self.site_url = site_url
        self.held = held
        self.timeline = Timeline(presenter, records, day)
        self.years = YearTables(presenter, records, day, self.recording)
        self.staff = StaffLinks(records.schemas, day, forge) if forge else None
        self.successors = self._successors()

    def _successors(self) -> dict[str, list[str]]:
        """The public institutions that succeed another, by the other's id."""
        found: dict[str, list[str]] = defaultdict(list)
        for dossier in self.presenter.register.successors():
            if dossier.id not in self.presenter.public_ids:
                continue
            for act in in_force(dossier.acts, self.day):
                if isinstance(act, Succession):
                    found[act.predecessor].append(dossier.id)
        return found

    def data(self, dossier: Dossier) -> dict[str, Any]:
        """Everything the template of an institution's page needs."""
        dossier = as_of(dossier, self.day)
        found = told_status(dossier, self.day)
        facts = self.facts(dossier)
        records = records_of(dossier)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "area_id": dossier.institution.area,
            "held": dossier.id in self.held,
            "bar_article": article(self.presenter.cite("20")),
            "area": self.presenter.reference("area", dossier.institution.area).text,
            "status": state_data(found.filing),
            "conditions": [state_data(each) for each in found.conditions],
            "past_bars": [
                {"start": day_text(each.start), "end": day_text(each.end)}
                for each in told_bars(dossier, self.day)
                if each.end < self.day
            ],
            "former_names": former_name_rows(dossier, self.day),
            "successors": [
                self.presenter.reference("institution", id_) for id_ in self.successors[dossier.id]
            ],
            "facts": [fact for fact in facts if fact.form not in WIDE or fact.name in ALWAYS_SHOWN],
            "facilities": [fact for fact in facts if fact.form in WIDE and fact.name not in ALWAYS_SHOWN],
            "duties": [self.duty(dossier, each) for each in told_duties(dossier, self.day)],
            "timeline": self.timeline.entries(dossier),
            "years": self.years.rows(dossier),
            "assessments": self.assessments(dossier),
            "waivers": [
                self.record(dossier, each.path) | {"rule": each.rule, "title": rule_title(each.rule)}
                for each in dossier.waivers
            ],
            "repairs": [self.repair(dossier, each) for each in dossier.repairs if each.date <= self.day],
            "staff": self.staff.links(dossier) if self.staff else None,
            "files": [self.file(each.path) for each in records],
            "recorded": self.recorded(dossier),
            "structured": self.structured(dossier),
        }

    def facts(self, dossier: Dossier) -> list[Fact]:
        schema = self.schemas.kinds["institution"].schema
        return self.presenter.facts(schema, self.public(dossier.institution.path), SAID_ELSEWHERE)

    def record(
        self, dossier: Dossier, path: str, leave: frozenset[str] = frozenset({"year"})
    ) -> dict[str, Any]:
        """Any record as facts, with its file."""
        kind = self.presenter.register.documents[path].kind
        return {"facts": self.presenter.facts(kind.schema, self.public(path), leave), "path": path}

    def repair(self, dossier: Dossier, repair: Repair) -> dict[str, Any]:
        """A repair: who, when and why, and what it has made of the institution's records."""
        found = self.record(dossier, repair.path, frozenset({"date"}))
        rows = [each._asdict() for each in repaired(repair, dossier.id)]
        return {**found, "day": day_text(repair.date), "rows": rows}

    def file(self, path: str) -> dict[str, Any]:
        """A record's file: when it first came and when it last changed, where Git tells."""
        return {"path": path, **self.recording.file(path)}

    def recorded(self, dossier: Dossier) -> dict[str, str]:
        """When the records of a dossier, and the lists that name it, were recorded, by path, in words."""
        records = [*records_of(dossier), *dossier.batches, *dossier.repairs]
        return {each.path: words for each in records if (words := self.recording.words(each))}

    def structured(self, dossier: Dossier) -> dict[str, Any]:
        """The institution in the terms of schema.org, of what is public."""
        data = self.public(dossier.institution.path)
        found: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "name": data.get("name"),
            "alternateName": [each["name"] for each in former_name_rows(dossier, self.day)],
            "url": data.get("website"),
            "telephone": data.get("phone"),
            "email": data.get("email"),
            "knowsAbout": [each["name"] for each in data.get("fields", []) if "name" in each],
        }
        if "credit_code" in data:
            label = dict(self.schemas.properties(self.schemas.kinds["institution"].schema))["credit_code"]
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
            found["mainEntityOfPage"] = institution_address(self.site_url, dossier.id)
        return {name: value for name, value in found.items() if value}

    def duty(self, dossier: Dossier, duty: Duty) -> dict[str, Any]:
        name = dossier.tables.name_of
        return {
            "label": duty.label,
            "by": "本机构" if duty.by == INSTITUTION else name(duty.by),
            "to": "、".join(name(each) for each in duty.to),
            "due": day_text(duty.due) if duty.due else "",
            "overdue": duty.overdue,
            "target": duty.target,
            "article": article(duty.article),
            "note": duty.note,
        }

    def assessments(self, dossier: Dossier) -> dict[str, Any]:
        """The yearly assessments: their heads as rows with a finding for each year, then each by itself."""
        found = [each for each in dossier.assessments if each.date <= self.day]
        found.sort(key=lambda each: -each.year)
        findings = [self.findings(each) for each in found]
        return {
            "years": [each.year for each in found],
            "heads": [
                {"head": head, "findings": [each.get(head, "") for each in findings]}
                for head in dict.fromkeys(head for each in findings for head in each)
            ],
            "records": [self.record(dossier, each.path) | {"year": each.year} for each in found],
        }

    def findings(self, assessment: Assessment) -> dict[str, str]:
        """What an assessment finds under each head."""
        heads = self.public(assessment.path).get("heads", [])
        return {each["head"]: each.get("finding", "") for each in heads if "head" in each}


def rule_title(code: str) -> str:
    """A rule's short name; its code where there is no such rule."""
    return RULES[code].title if code in RULES else code
