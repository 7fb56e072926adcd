"""What the page of one institution shows, as plain data for its template."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import segno
from markupsafe import Markup

from ...display import ISO_DATE, Fact, Text, Told, day_text, number_text
from ...finding import article_label
from ...forge.links import Forge
from ...history.git import Recorded
from ...lifecycle.acts import TABLE, lawful, moment_on
from ...lifecycle.duties import INSTITUTION, Duty
from ...lifecycle.filing import former_names, name_on
from ...lifecycle.next_records import next_yearly
from ...lifecycle.plans import InPlan, courses, passed_on, standings
from ...lifecycle.publication_period import expired, told_bars, told_duties, told_status
from ...lifecycle.status import CONDITIONS, ENDED, FILING, State, due_date, in_force
from ...model.dossier import Dossier, kind_name
from ...model.kinds import (
    KIND_NAMES,
    Act,
    Amendment,
    Assessment,
    Change,
    Correction,
    Decision,
    Plan,
    Receipt,
    RectificationOrder,
    Run,
    Step,
    Succession,
    Summary,
)
from ...model.presenter import Presenter
from ...records.form import short_form
from ...records.schemas import Kind, Schema
from ...rules.table import RULES
from .. import html_tables
from ..public_view import PublicRecords, is_public_value

# From a record page to the site's root.
BASE = "../../"
# What the page says elsewhere and so leaves out of the table of facts.
SAID_ELSEWHERE = frozenset({"id", "name"})
# Facts of these forms take a table each: they are folded, but for those that most readers come for.
WIDE = ("group", "table")
ALWAYS_SHOWN = ("fields", "sites")
# What the printed sheet tells besides the status and the lists.
ON_CERTIFICATE = (
    "credit_code",
    "legal_form",
    "area",
    "system",
    "legal_representative",
    "phone",
    "address",
    "modes",
    "fields",
)
# The properties of an act that the timeline itself tells, of the texts the first; the others follow as facts.
TEXTS = ("text", "conclusion", "facts", "reason")
TOLD = frozenset({"date", "authority", "review", *TEXTS})

# The properties of a course below its title, and of a run with it; the others are columns of their own.
COURSE_NOTES = ("form_note", "commission", "public_benefit", "fee", "teachers")
COURSE_HEAD = frozenset({"id", "title", *COURSE_NOTES})
RUN_HEAD = frozenset({"course"})
STEP = ("date", "action", "authority")
NUMBERS = ("persons", "hours", "new_remote_hours")
COURSE = "课程", "lead"
COMPARED = (
    COURSE,
    ("计划月份", ""),
    ("计划课时", "number"),
    ("计划人数", "number"),
    ("执行时间", ""),
    ("执行课时", "number"),
    ("执行人数", "number"),
    ("说明", ""),
)


class Taken(NamedTuple):
    """A step that was taken: when, what, by or to whom, and what else is noted of it."""

    date: str
    action: str
    authority: str
    notes: list[str]


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
    ) -> None:
        self.presenter = presenter
        self.schemas = records.schemas
        self.public = records.of
        self.course = records.course
        self.day = day
        self.forge = forge
        self.forms: dict[str, str] = {}
        self.recorded = recorded
        self.site_url = site_url
        self.successors = self._successors()

    def _successors(self) -> dict[str, list[str]]:
        """The public institutions that succeed another, by the other's id."""
        found: dict[str, list[str]] = defaultdict(list)
        for dossier in self.presenter.register.successors():
            if dossier.id not in self.presenter.public_ids:
                continue
            for act in dossier.acts_of(Succession):
                if act.date <= self.day:
                    found[act.predecessor].append(dossier.id)
        return found

    def data(self, dossier: Dossier) -> dict[str, Any]:
        """Everything the template of an institution's page needs."""
        found = told_status(dossier, self.day)
        facts = self.facts(dossier)
        paths = sorted(self.presenter.register.contents(dossier.folder).documents)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "area_id": dossier.institution.area,
            "bar_article": self.article("20"),
            "area": self.presenter.reference("area", dossier.institution.area).text,
            "status": state_data(found.filing),
            "conditions": [state_data(each) for each in found.conditions],
            "past_bars": [
                {"start": day_text(each.start), "end": day_text(each.end)}
                for each in told_bars(dossier, self.day)
                if each.end < self.day
            ],
            "former_names": self.former_names(dossier),
            "successors": [
                self.presenter.reference("institution", id_) for id_ in self.successors[dossier.id]
            ],
            "facts": [fact for fact in facts if fact.form not in WIDE or fact.name in ALWAYS_SHOWN],
            "facilities": [fact for fact in facts if fact.form in WIDE and fact.name not in ALWAYS_SHOWN],
            "duties": [self.duty(dossier, each) for each in told_duties(dossier, self.day)],
            "timeline": self.timeline(dossier),
            "years": self.years(dossier),
            "assessments": self.assessments(dossier),
            "waivers": [
                self.record(dossier, each.path) | {"rule": each.rule, "title": rule_title(each.rule)}
                for each in dossier.waivers
            ],
            "staff": self.staff(dossier, self.forge) if self.forge else None,
            "files": [self.file(path) for path in paths],
            "recorded": {
                path: day_text(self.recorded[path].first)
                for path in (*paths, *(each.path for each in dossier.batches))
                if path in self.recorded
            },
            "structured": self.structured(dossier),
        }

    def certificate(self, dossier: Dossier) -> dict[str, Any]:
        """What the printed sheet of an institution holds: what it is, and where to verify that.

        The day is not in it: it would change every sheet every day. The sheet's script reads it from STAMP.
        """
        found = told_status(dossier, self.day)
        address = self.address(dossier)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "facts": self.certificate_facts(dossier),
            "status": state_data(found.filing),
            "conditions": [state_data(each) for each in found.conditions],
            "former_names": self.former_names(dossier),
            "listings": [
                {
                    "title": each.title,
                    "number": each.announcement.document.number,
                    "published": day_text(each.announcement.published_on),
                    "name": name_on(dossier, each.announcement.published_on),
                }
                for each in dossier.batches
                if each.announcement and each.published_by(self.day)
            ],
            "regulation": dossier.tables.regulation_on(self.day),
            "address": address,
            "qr": qr_code(address) if address else "",
        }

    def certificate_facts(self, dossier: Dossier) -> list[Fact]:
        """What the printed sheet tells of the institution, each in one piece of text."""
        data = self.public(dossier.institution.path)
        fields = "、".join(each["name"] for each in data.get("fields", []) if "name" in each)
        cells = self.presenter.cells(self.schemas.kinds["institution"].schema, data)
        found = [cells[name] for name in ON_CERTIFICATE if name in cells]
        return [each._replace(value=Text(fields)) if each.name == "fields" else each for each in found]

    # -- parts ----------------------------------------------------------------------------------------------

    def article(self, basis: str) -> dict[str, str] | None:
        """A basis as an article of the regulation in force on the day."""
        return article(self.presenter.register.tables.cite(basis, self.day))

    def facts(self, dossier: Dossier) -> list[Fact]:
        schema = self.schemas.kinds["institution"].schema
        return self.presenter.facts(schema, self.public(dossier.institution.path), SAID_ELSEWHERE)

    def record(
        self, dossier: Dossier, path: str, leave: frozenset[str] = frozenset({"year"})
    ) -> dict[str, Any]:
        """Any record as facts, with its file."""
        kind = self.presenter.register.documents[path].kind
        return {"facts": self.presenter.facts(kind.schema, self.public(path), leave), "path": path}

    def file(self, path: str) -> dict[str, Any]:
        """A record's file: when it first came and when it last changed, where Git tells."""
        found = self.recorded.get(path)
        if found is None:
            return {"path": path}
        return {
            "path": path,
            "first": day_text(found.first),
            "last": day_text(found.last) if found.last != found.first else "",
            "commit": found.commit,
        }

    def structured(self, dossier: Dossier) -> dict[str, Any]:
        """The institution in the terms of schema.org, of what is public."""
        data = self.public(dossier.institution.path)
        found: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "name": data.get("name"),
            "alternateName": [each["name"] for each in self.former_names(dossier)],
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
            found["mainEntityOfPage"] = self.address(dossier)
        return {name: value for name, value in found.items() if value}

    def address(self, dossier: Dossier) -> str:
        """The whole address of an institution's page; empty where the site's is not configured."""
        return f"{self.site_url}institutions/{dossier.id}/" if self.site_url else ""

    def former_names(self, dossier: Dossier) -> list[dict[str, str]]:
        return [
            {"name": name, "until": day_text(changed)} for name, changed in former_names(dossier, self.day)
        ]

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

    def timeline(self, dossier: Dossier) -> list[dict[str, Any]]:
        """Acts and listings, the latest first."""
        effective = {act.path for act in in_force(dossier.acts, self.day)}
        ended = expired(dossier, self.day)
        entries = [
            (act.date, 1, self.entry(dossier, act, act.path in effective, act.stem in ended))
            for act in dossier.acts
        ]
        for batch in dossier.batches:
            if batch.announcement:
                entries.append((batch.announcement.published_on, 2, self.listing(batch.id)))
        entries = [entry for entry in entries if entry[0] <= self.day]
        return [entry for _, _, entry in sorted(entries, key=lambda each: each[:2], reverse=True)]

    def listing(self, batch_id: str) -> dict[str, Any]:
        batch = self.presenter.register.batches[batch_id]
        assert batch.announcement
        return {
            "date": day_text(batch.announcement.published_on),
            "title": "公布列入名单",
            "article": self.article("8(4)"),
            "text": f"{batch.announcement.document.number}",
            "link": Text(batch.title, f"batches/{batch.id}/"),
            "path": batch.path,
        }

    def entry(self, dossier: Dossier, act: Act, effective: bool, ended: bool) -> dict[str, Any]:
        """An act in the timeline; of one whose publication has ended only a neutral line."""
        kind = self.schemas.kinds[kind_name(act)]
        entry: dict[str, Any] = {
            "date": day_text(act.date),
            "title": kind.title,
            "article": self.article(kind.article),
            "path": act.path,
            "withdrawn": not effective,
        }
        if ended:
            return entry | {"text": "公开期已满，不再展示内容。"}
        data = self.public(act.path)
        entry["facts"] = self.presenter.facts(kind.schema, data, TOLD | {"filing", "changes"})
        entry["text"] = next((data[name] for name in TEXTS if name in data), "")
        entry["by"] = dossier.tables.name_of(data["authority"]) if "authority" in data else ""
        entry["headline"] = self.headline(act, data)
        if "review" in data:
            entry["review"] = self.presenter.text(
                dict(self.schemas.properties(kind.schema))["review"], data["review"]
            )
        if not effective:
            entry["withdrawn_by"] = self.withdrawn_by(dossier, act)
        if isinstance(act, Correction):
            entry["facts"] = []
            entry["changes"] = self.corrected(dossier, act)
        if isinstance(act, Change) and "changes" in data:
            entry["changes"] = [self.change(**each) for each in data["changes"]]
        if "filing" in data:
            schema = self.schemas.kinds["institution"].schema
            entry["filing"] = self.presenter.facts(schema, data["filing"], frozenset({"id"}))
        if isinstance(act, RectificationOrder):
            due = due_date(act, in_force(dossier.acts, self.day))
            entry["headline"] = f"{act.ground}，期限至{day_text(due)}"
        return entry

    def headline(self, act: Act, data: dict[str, Any]) -> str:
        """The outcome of an act in a word, of a decision on an earlier act with that act."""
        outcome = next((str(data[name]) for name in ("result", "opinion", "effect") if name in data), "")
        if not outcome or not isinstance(act, Decision):
            return outcome
        if act.target:
            return f"{outcome}{self.presenter.reference('act', act.target).text}"
        return f"{outcome}（{act.matter}）"

    def withdrawn_by(self, dossier: Dossier, act: Act) -> str:
        """The day on which a decision withdrew an act."""
        decisions = [each for each in dossier.acts_of(Decision) if each.effect == "撤销"]
        days = [each.date for each in decisions if each.target == act.stem and each.date <= self.day]
        return f"{day_text(max(days))}" if days else ""

    def corrected(self, dossier: Dossier, act: Correction) -> list[dict[str, Any]]:
        """What a correction mends, record and property in words, both values; of what is public only."""
        document = self.presenter.register.documents.get(f"{dossier.folder}/{act.file}")
        if document is None or not is_public_value(self.schemas, self.presenter.register, dossier, act):
            return []
        name = act.file.rpartition("/")[2].removesuffix(".yml")
        record = self.presenter.reference("act", name).text if document.kind.is_act else ""
        what = record or f"{document.data['year']}年{document.kind.title}"
        found = self.presenter.corrected(document.kind.name, act.pointer, act.old, act.new)
        return [{**found, "label": f"{what}的{found['label']}"}]

    def change(self, field: str, before: Any, after: Any) -> dict[str, Any]:
        """One changed property, with both values in words."""
        schema = dict(self.schemas.properties(self.schemas.kinds["institution"].schema))[field]

        def words(value: Any) -> list[str]:
            if isinstance(value, list) and "items" in schema:
                items = self.schemas.resolve(schema["items"])
                return [self.presenter.text(items, each).text for each in value]
            return [self.presenter.text(schema, value).text] if value is not None else []

        return {"label": schema["title"], "before": words(before), "after": words(after)}

    # -- for staff ------------------------------------------------------------------------------------------

    def staff(self, dossier: Dossier, forge: Forge) -> dict[str, Any]:
        """The forge's pages for what is changed or recorded next; nothing of the record stands in them."""
        latest: list[Plan | Summary] = [*dossier.plans[-1:], *dossier.summaries[-1:]]
        return {
            "institution": forge.edit_link(dossier.institution.path),
            "steps": [
                {
                    "title": year_title(each.year, self.schemas.kinds[kind_name(each)]),
                    "href": forge.edit_link(each.path),
                }
                for each in latest
            ],
            "new": [
                {"title": title, "kind": kind.name, "href": forge.new_link(path, self.form_text(kind))}
                for title, kind, path in self.next_records(dossier)
            ],
        }

    def next_records(self, dossier: Dossier) -> Iterator[tuple[str, Kind, str]]:
        """What may be recorded next: its title, its kind, and its path with the date left to the writer."""
        moment, hidden = moment_on(dossier, self.day), expired(dossier, self.day)
        for act in lawful(moment):
            # An act that may only name what is no longer public is not offered: it would tell what that said.
            if set(TABLE[act].among(moment)) - hidden:
                kind = self.schemas.kinds[KIND_NAMES[act]]
                yield kind.title, kind, f"{dossier.folder}/acts/日期-{kind.name}.yml"
        for kind, path in next_yearly(dossier, self.schemas, self.day):
            yield year_title(path.rpartition("/")[2][:4], kind), kind, path

    def form_text(self, kind: Kind) -> str:
        """The short form of a kind."""
        if kind.name not in self.forms:
            self.forms[kind.name] = short_form(self.schemas, kind).text
        return self.forms[kind.name]

    # -- plans, summaries and assessments --------------------------------------------------------------------

    def years(self, dossier: Dossier) -> list[dict[str, Any]]:
        """Every year with a plan or a summary, the latest first: the plan, what came of it, and the sums."""
        found = []
        known = {each.year for each in dossier.plans} | {each.year for each in dossier.summaries}
        for year in sorted(known, reverse=True):
            plan, summary = dossier.plan(year), dossier.summary(year)
            row = {
                "year": year,
                "plan": self.plan(dossier, plan) if plan else None,
                "summary": self.summary(dossier, summary) if summary else None,
                "totals": self.totals(dossier, plan, summary),
                "compared": self.compared(dossier, summary) if summary else [],
            }
            found.append(row)
        return found

    def totals(self, dossier: Dossier, plan: Plan | None, summary: Summary | None) -> list[dict[str, Any]]:
        """The sums of a year beside the numbers of the regulation, which hold for a full year (Article 7)."""
        first = plan.steps[0].date if plan else summary.as_of if summary else self.day
        parameters = dossier.tables.regulation_on(first).parameters
        planned = list(courses(dossier, plan.year, self.day).values()) if plan else []
        runs = summary.all_runs if summary else ()
        persons = summary.persons if summary else None
        rows: list[tuple[str, str, str, float, float, str]] = [
            ("课时", "7(4)", number_text(parameters.min_hours), *sums("hours", planned, runs), ""),
            (
                "人数",
                "7(4)",
                number_text(parameters.min_persons),
                sums("persons", planned, runs)[0],
                persons.count if persons else 0,
                persons.unit if persons else "",
            ),
        ]
        new = sums("new_remote_hours", planned, runs)
        if any(new) or any(each.course.mode != "面授" for each in planned):
            rows.append(("新增远程课时", "7(5)", number_text(parameters.min_new_remote_hours), *new, ""))
        return [
            {
                "label": label,
                "article": self.article(basis),
                "limit": limit,
                "planned": number_text(before) if plan else "",
                "held": f"{number_text(after)} {unit}".rstrip() if summary else "",
            }
            for label, basis, limit, before, after, unit in rows
        ]

    def compared(self, dossier: Dossier, summary: Summary) -> list[html_tables.Column]:
        """Each course of a year as planned and as held, or why it was not; of what is public."""
        data = self.public(summary.path)
        reasons = {
            each["course"]: each.get("reason", "") for each in data.get("not_run", []) if "course" in each
        }
        held: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for part in (data, *data.get("supplements", [])):
            for run in part.get("runs", []):
                held[run.get("course", "")].append(run)
        planned = courses(dossier, summary.year, self.day)
        titles = self.course_titles(dossier, summary.year)
        dropped = {
            id_: each.dropped
            for id_, each in standings(dossier, summary.year).items()
            if each.dropped and each.dropped <= self.day
        }
        rows = []
        for id_ in dict.fromkeys((*planned, *dropped, *held, *reasons)):
            row = self.course(planned[id_]) if id_ in planned else {}
            runs = held.get(id_, [])
            times = [period(run) for run in runs]
            dropped_on = day_text(dropped[id_]) if id_ in dropped and id_ not in planned else ""
            cells = (
                titles.get(id_, id_),
                "、".join(f"{each}月" for each in row.get("months", [])),
                numbers([row], "hours"),
                numbers([row], "persons"),
                "；".join(times),
                numbers(runs, "hours"),
                numbers(runs, "persons"),
                remark(times, dropped_on, reasons.get(id_, "")),
            )
            rows.append([html_tables.escape(each) for each in cells])
        return (
            [
                html_tables.Column(heading, style, cells)
                for (heading, style), cells in zip(COMPARED, zip(*rows, strict=True), strict=True)
            ]
            if rows
            else []
        )

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

    def plan(self, dossier: Dossier, plan: Plan) -> dict[str, Any]:
        """A year's plan as it stands on the day, amendments included."""
        rows = courses(dossier, plan.year, self.day)
        passed = passed_on(dossier, plan.steps, self.day)
        kind = self.schemas.kinds["plan"]
        data = self.public(plan.path)
        schema = self.items(kind.schema, "courses")
        told = self.presenter.columns(schema, [self.course(row) for row in rows.values()])
        heads = list(self.course_heads(list(rows.values()), told, passed))
        return {
            "type": plan.type,
            "passed": day_text(passed) if passed else "",
            "steps": self.steps(plan),
            "courses": len(rows),
            "columns": [html_tables.Column(*COURSE, heads), *columns(told, COURSE_HEAD)],
            "activities": self.presenter.facts(kind.schema, {"activities": data.get("activities")}),
            "amendments": [self.amendment(dossier, each) for each in dossier.amendments_of(plan.year)],
            "hours": number_text(sum(row.course.hours for row in rows.values())),
            "persons": number_text(sum(row.course.persons for row in rows.values())),
            "path": plan.path,
        }

    def course_heads(
        self, rows: Sequence[InPlan], told: Mapping[str, Told], passed: dt.date | None
    ) -> Iterator[str]:
        """The courses' titles with what is noted of them, as HTML."""
        absent = Told("", [None] * len(rows))
        titles, fees = (told.get(name, absent).texts for name in ("title", "fee"))
        noted = [told[name] for name in COURSE_NOTES if name in told]
        for i, (row, title, fee) in enumerate(zip(rows, titles, fees, strict=True)):
            notes = [f"{each.title}：{text.text}" for each in noted if (text := each.texts[i])]
            if not fee:
                notes.append("不收费")
            if row.since and row.since != passed:
                notes.append(f"{day_text(row.since)}经调整通过")
            name = html_tables.escape(title.text) if title else ""
            yield f"<strong>{name}</strong>{''.join(map(small, notes))}"

    def items(self, schema: Schema, name: str) -> Schema:
        """The schema of the items of a list property."""
        return self.schemas.resolve(dict(self.schemas.properties(schema))[name]["items"])

    def steps(self, record: Plan | Amendment | Summary) -> list[Taken]:
        """The steps that had been taken by the day."""
        schema = self.items(self.schemas.kinds[kind_name(record)].schema, "steps")
        rows = self.public(record.path).get("steps", [])
        steps: tuple[Step | Receipt, ...] = record.steps
        taken = [row for row, step in zip(rows, steps, strict=False) if step.date <= self.day]
        return [taken_step(self.presenter.cells(schema, row)) for row in taken]

    def amendment(self, dossier: Dossier, amendment: Amendment) -> dict[str, Any]:
        """An amendment: its steps and what it adds, changes and drops."""
        passed = passed_on(dossier, amendment.steps, self.day)
        data = self.public(amendment.path)
        titles = self.course_titles(dossier, amendment.year)
        return {
            "number": amendment.number,
            "reason": data.get("reason", ""),
            "passed": day_text(passed) if passed else "",
            "steps": self.steps(amendment),
            "changes": [
                (label, [titles.get(id_, id_) for id_ in ids])
                for label, ids in (
                    ("增加", [row["id"] for row in data.get("add", [])]),
                    ("修改", [row["id"] for row in data.get("replace", [])]),
                    ("取消", data.get("drop", [])),
                )
                if ids
            ],
            "path": amendment.path,
        }

    def summary(self, dossier: Dossier, summary: Summary) -> dict[str, Any]:
        """A year's summary with the runs of its supplements."""
        titles = self.course_titles(dossier, summary.year)
        data = self.public(summary.path)
        kind = self.schemas.kinds["summary"]
        schema = self.items(kind.schema, "runs")
        runs = [(run, "") for run in data.get("runs", [])]
        for each in data.get("supplements", []):
            runs += [(run, day_text(each["date"]) if "date" in each else "") for run in each.get("runs", [])]
        heads = [
            run_head(titles.get(course, course), added)
            for run, added in runs
            for course in (run.get("course", ""),)
        ]
        told = self.presenter.columns(schema, [run for run, _ in runs])
        return {
            "facts": self.presenter.facts(
                kind.schema, data, frozenset(kind.properties) - {"as_of", "persons"}
            ),
            "hours": number_text(sum(run.hours for run in summary.all_runs)),
            "text": data.get("text", ""),
            "runs": len(runs),
            "columns": [html_tables.Column(*COURSE, heads), *columns(told, RUN_HEAD, absent="未见记录")],
            "steps": self.steps(summary),
            "path": summary.path,
        }

    def course_titles(self, dossier: Dossier, year: int) -> dict[str, str]:
        """The public titles of all courses ever planned for a year, the dropped ones too."""
        records = [each for each in (dossier.plan(year), *dossier.amendments_of(year)) if each]
        rows = []
        for record in records:
            data = self.public(record.path)
            rows += [row for name in ("courses", "add", "replace") for row in data.get(name, [])]
        return {row["id"]: row["title"] for row in rows if "title" in row}


def columns(
    told: Mapping[str, Told], leave: frozenset[str], absent: str = ""
) -> Iterator[html_tables.Column]:
    """The columns in which any row says something; `absent` stands where a row does not."""
    for name, (title, texts) in told.items():
        if name not in leave and any(each and each.text not in ("", "0") for each in texts):
            cells = [html_tables.anchor(each, BASE) if each else absent for each in texts]
            yield html_tables.Column(title, "number" if name in NUMBERS else "", cells)


def taken_step(facts: dict[str, Fact]) -> Taken:
    """A step from its facts by name."""
    words = {name: fact.value.text for name, fact in facts.items()}
    date, action, authority = (words.get(name, "") for name in STEP)
    notes = [f"{fact.label}：{words[name]}" for name, fact in facts.items() if name not in STEP]
    return Taken(date, action, authority, notes)


def run_head(title: str, added: str) -> str:
    """The title of the course that a run held, and when it was reported late, as HTML."""
    return html_tables.escape(title) + (small(f"{added}补报") if added else "")


def small(note: str) -> str:
    """A note in a line of its own, as HTML."""
    return f"<br><small>{html_tables.escape(note)}</small>"


def remark(times: list[str], dropped: str, reason: str) -> str:
    """What is to be said of a course beside the numbers."""
    found = f"{len(times)} 期。" if len(times) > 1 else ""
    if dropped:
        found += f"{dropped}经调整取消。"
    if reason:
        return f"{found}未举办：{reason}"
    return found if times or dropped else f"{found}未见开班记录"


def year_title(year: int | str, kind: Kind) -> str:
    """2026年度计划, 2026年度计划调整."""
    return f"{year}年度{kind.title.removeprefix('年度')}"


def sums(name: str, planned: Iterable[InPlan], runs: Iterable[Run]) -> tuple[float, float]:
    """A number of courses summed up, as planned and as held."""
    return sum(getattr(each.course, name) for each in planned), sum(getattr(each, name) for each in runs)


def numbers(rows: list[dict[str, Any]], name: str) -> str:
    """The sum of a number over rows; empty where none has it."""
    found = [row[name] for row in rows if name in row]
    return number_text(sum(found)) if found else ""


def period(run: dict[str, Any]) -> str:
    """From when to when a course was held, short, as its year is known: 4月7日至9日."""
    first, last = (dt.date.fromisoformat(run[name]) if name in run else None for name in ("from", "to"))
    if not first:
        return ""
    start = f"{first.month}月{first.day}日"
    if last in (None, first):
        return start
    assert last
    return f"{start}至{last.day}日" if last.month == first.month else f"{start}至{last.month}月{last.day}日"


def qr_code(address: str) -> Markup:
    """A QR code as inline SVG without style. One mask for all: choosing the best takes four times as long."""
    code = segno.make_qr(address, error="m", mask=3)
    return Markup(code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None))


def rule_title(code: str) -> str:
    """A rule's short name; its code where there is no such rule."""
    return RULES[code].title if code in RULES else code


@lru_cache(256)
def article(number: str) -> dict[str, str] | None:
    """An article as label and anchor on the regulation's page."""
    if not number:
        return None
    return {"label": article_label(number), "anchor": f"article-{number.split('(')[0]}"}


def state_data(state: State) -> dict[str, Any]:
    """A state of the status for a template."""
    return {
        "code": state.code,
        "label": state.label,
        "since": day_text(state.since) if state.since else "",
        "until": day_text(state.until) if state.until else "",
        "reason": ISO_DATE.sub(lambda day: day_text(day[0]), state.reason),
        "meaning": (FILING | CONDITIONS)[state.code].meaning,
        "article": article(state.article),
        "source": state.source,
        "tone": tone(state.code),
    }


def tone(code: str) -> str:
    """How a value of status looks; words always say it too."""
    if code == "listed":
        return "good"
    return (
        "past"
        if code in ENDED or code == "not-passed"
        else "open"
        if code in ("passed", "applying")
        else "note"
    )
