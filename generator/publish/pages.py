"""The data of every page but the dossiers': home, lists, batches, regulation, dictionary, publication."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

from ..finding import SEVERITY_LABELS, article_label
from ..lifecycle.filing import name_on
from ..lifecycle.plans import courses, passed_on
from ..lifecycle.status import CONDITIONS, FILING, status
from ..model.kinds import Authority, Batch
from ..model.present import Presenter, day_text, number_text
from ..model.register import Dossier
from ..records.schemas import LATER, Kind, Schema, Schemas
from ..rules.cases import bad_example, cases, good_example
from ..rules.explain import why
from ..rules.rule import BASIS_LABELS, SCOPE_LABELS, Rule, severity_words
from ..rules.table import RULES
from .dossier_page import article, state_data
from .public_view import public

TYPE_LABELS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是否",
    "array": "列表",
    "object": "一组字段",
}


DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


class Pages:
    """Builds the data of pages for one register on one day."""

    def __init__(self, presenter: Presenter, schemas: Schemas, day: dt.date, commit: str = "") -> None:
        self.presenter = presenter
        self.commit = commit
        self.register = presenter.register
        self.schemas = schemas
        self.day = day
        self.rows = [self.row(dossier) for dossier in self.presenter.public]

    def row(self, dossier: Dossier) -> dict[str, Any]:
        """An institution in a list."""
        found = status(dossier, self.day)
        latest = next(batch for batch in reversed(dossier.batches) if batch.published_by(self.day))
        data = public(self.schemas, self.register.documents[dossier.institution.path])
        cells = self.presenter.cells(self.schemas.kinds["institution"].schema, data)
        return {
            "id": dossier.id,
            "name": dossier.institution.name,
            "area_id": dossier.institution.area,
            "cells": cells,
            "fields": [each["name"] for each in data.get("fields", []) if "name" in each],
            "status": state_data(found.filing),
            "conditions": [state_data(each) for each in found.conditions],
            "batch": self.presenter.reference("batch", latest.id),
        }

    def home(self) -> dict[str, Any]:
        """The state of the register at a glance."""
        listed = [row for row in self.rows if row["status"]["code"] == "listed"]
        passed = [
            (dossier, plan)
            for dossier in self.presenter.public
            for plan in dossier.plans
            if passed_on(dossier, plan.steps, self.day)
        ]
        by_area = Counter(row["area_id"] for row in listed)
        published = [batch for batch in self.register.batches.values() if batch.published_by(self.day)]
        return {
            "listed": len(listed),
            "states": _counted(self.rows, lambda row: [row["status"]], FILING),
            "conditions": _counted(self.rows, lambda row: row["conditions"], CONDITIONS),
            "areas": [
                {"id": area.id, "name": area.name, "count": by_area[area.id]}
                for area in self.register.tables.areas.values()
                if by_area[area.id]
            ],
            "latest": [self.batch_row(batch) for batch in reversed(published[-5:])],
            "day": day_text(self.day),
            "plans": len(passed),
            "courses": sum(len(courses(dossier, plan.year, self.day)) for dossier, plan in passed),
        }

    def institutions(self) -> dict[str, Any]:
        """The register's list, by area: listed first, then by name."""
        areas = []
        for area in self.register.tables.areas.values():
            rows = [row for row in self.rows if row["area_id"] == area.id]
            rows.sort(key=lambda row: (row["status"]["code"] != "listed", row["name"]))
            if rows:
                areas.append({"id": area.id, "name": area.name, "rows": rows})
        return {"areas": areas, "total": len(self.rows), "day": day_text(self.day)}

    def batch_row(self, batch: Batch) -> dict[str, Any]:
        """A batch in a list."""
        announced = batch.announcement if batch.published_by(self.day) else None
        return {
            "id": batch.id,
            "title": batch.title,
            "window": f"{day_text(batch.window.from_)}至{day_text(batch.window.to)}",
            "number": announced.document.number if announced else "",
            "published": day_text(announced.published_on) if announced else "",
            "count": len(announced.listed) if announced else None,
        }

    def batches(self) -> dict[str, Any]:
        """All batches, the latest first."""
        return {"batches": [self.batch_row(each) for each in reversed(list(self.register.batches.values()))]}

    def batch(self, batch: Batch) -> dict[str, Any]:
        """One batch with its published list, names as on the day of publication."""
        kind = self.schemas.kinds["batch"]
        data = public(self.schemas, self.register.documents[batch.path])
        announced = data.pop("announcement", None)
        facts = self.presenter.facts(kind.schema, data, frozenset({"id", "title"}))
        listed: tuple[str, ...] = ()
        if announced and batch.announcement and batch.published_by(self.day):
            listed = batch.announcement.listed
            schema = dict(self.schemas.properties(kind.schema))["announcement"]
            facts += self.presenter.facts(schema, announced, frozenset({"listed"}))
        rows = {row["id"]: row for row in self.rows}
        then = batch.published_on or self.day
        return {
            **self.batch_row(batch),
            "facts": facts,
            "rows": [
                {**rows[id_], "name_then": name_on(self.register.dossiers[id_], then)}
                for id_ in listed
                if id_ in rows
            ],
            "path": batch.path,
        }

    def regulation(self) -> dict[str, Any]:
        """The regulation in force on the day: its articles in our words, their rules, its parameters."""
        regulation = self.register.tables.regulation_on(self.day)
        kind = self.schemas.kinds["regulation"]
        data = public(self.schemas, self.register.documents[regulation.path])
        parameters = dict(self.schemas.properties(kind.schema))["parameters"]
        return {
            "number": regulation.number,
            "title": regulation.title,
            "jurisdiction": regulation.jurisdiction,
            "official_url": data.get("official_url", ""),
            "in_force_from": day_text(regulation.in_force_from),
            "articles": [
                {
                    **each,
                    "label": article_label(str(each["number"])),
                    "anchor": f"article-{each['number']}",
                    "rules": self.rules_of(each["number"]),
                }
                for each in data["articles"]
            ],
            "parameters": [
                {
                    "label": schema["title"],
                    "value": self.parameter(schema, data["parameters"].get(name)),
                }
                for name, schema in self.schemas.properties(parameters)
            ],
            "path": regulation.path,
        }

    def parameter(self, schema: Schema, value: Any) -> str:
        """A parameter in words; null means that the regulation has none."""
        if value is None:
            return "没有规定"
        if DAY_OF_YEAR.fullmatch(str(value)):
            month, day = str(value).split("-")
            return f"{int(month)}月{int(day)}日"
        if schema["title"] == "须报备的变更项目":
            titles = {name: each["title"] for name, each in self.schemas.properties(self.institution_schema)}
            return "、".join(titles[each] for each in value)
        return "、".join(value) if isinstance(value, list) else self.presenter.text(schema, value).text

    @property
    def institution_schema(self) -> Schema:
        return self.schemas.kinds["institution"].schema

    def label(self, basis: str) -> str:
        """A basis as an article of the regulation in force on the day, in words."""
        return article_label(self.register.tables.cite(basis, self.day))

    def rules_of(self, number: int) -> list[dict[str, Any]]:
        """The rules that check an article of the regulation in force on the day."""
        cited = [(rule, self.register.tables.cite(rule.article, self.day)) for rule in RULES.values()]
        return [
            self.rule_row(rule, cite)
            for rule, cite in cited
            if cite and int(cite.partition("(")[0]) == number
        ]

    def rules(self) -> dict[str, Any]:
        """The matrix: each article of the regulation with its rules and cases; then the rules of form."""
        regulation = self.register.tables.regulation_on(self.day)
        return {
            "articles": [
                {
                    "label": article_label(str(each.number)),
                    "anchor": f"article-{each.number}",
                    "title": each.title,
                    "rules": self.rules_of(each.number),
                    "judgement": each.judgement or "",
                }
                for each in regulation.articles
            ],
            "form": [self.rule_row(rule, "") for rule in RULES.values() if not rule.article],
            "codes": list(RULES),
            "total": len(RULES),
            "cases": len(cases()),
            "waivers": self.waivers(),
        }

    def waivers(self) -> list[dict[str, Any]]:
        """The waivers of public institutions, by rule: whom they excuse, for how long, by whose document."""
        found = []
        for dossier in self.presenter.public:
            for each in dossier.waivers:
                data = public(self.schemas, self.register.documents[each.path])
                cells = self.presenter.cells(self.schemas.kinds["waiver"].schema, data)
                link = self.presenter.reference("institution", dossier.id)
                found.append({**cells, "rule": each.rule, "title": RULES[each.rule].title, "link": link})
        return sorted(found, key=lambda row: (row["rule"], row["link"].href))

    def rule(self, rule: Rule) -> dict[str, Any]:
        """One rule with an example of what it finds and one of what it lets pass."""
        cited = self.register.tables.cite(rule.article, self.day)
        regulation = self.register.tables.regulation_on(self.day)
        return {
            **self.rule_row(rule, cited),
            "detail": rule.detail,
            "why": why(rule, regulation, cited),
            "scope": SCOPE_LABELS[rule.scope],
            "severity": severity_words(rule),
            "bad": bad_example(rule.code),
            "good": good_example(rule.code),
        }

    @staticmethod
    def rule_row(rule: Rule, cited: str) -> dict[str, Any]:
        """A rule in a list; `cited` is its article in the regulation in force."""
        return {
            "code": rule.code,
            "title": rule.title,
            "statement": rule.statement,
            "article": article(cited),
            "severity": SEVERITY_LABELS[rule.severity],
            "waivable": rule.waivable,
            "basis": BASIS_LABELS[rule.basis],
            "cases": len(cases(rule.code)),
        }

    def dictionary(self) -> dict[str, Any]:
        """All kinds of record."""
        return {"kinds": [self.kind_row(kind) for kind in self.schemas.kinds.values()]}

    def kind_row(self, kind: Kind) -> dict[str, Any]:
        """A kind of record in a list."""
        return {
            "name": kind.name,
            "title": kind.title,
            "description": kind.schema["description"],
            "path": f"records/{kind.path}",
            "article": self.label(kind.article),
            "is_act": kind.is_act,
        }

    def kind(self, kind: Kind) -> dict[str, Any]:
        """One kind of record with all its properties, nested ones after the one that holds them."""
        return {**self.kind_row(kind), "rows": list(self.properties(kind.schema, ""))}

    def properties(self, schema: Schema, prefix: str) -> list[dict[str, Any]]:
        """The properties of an object schema as rows."""
        rows: list[dict[str, Any]] = []
        required = self.schemas.resolve(schema).get("required", [])
        for name, below in self.schemas.properties(schema):
            items = self.schemas.resolve(below.get("items", {}))
            rows.append(
                {
                    "name": name,
                    "path": f"{prefix}{name}",
                    "depth": prefix.count("."),
                    "title": below["title"],
                    "type": self.type_words(below, items),
                    "required": name in required,
                    "public": bool(below.get("x-public")),
                    "description": below["description"],
                    "later": LATER.get(below.get("x-later", ""), ""),
                    "example": _example(below),
                }
            )
            inner = items if "properties" in items else below
            if "properties" in inner and below.get("title") != "申请时的情况":
                rows += self.properties(inner, f"{prefix}{name}.")
        return rows

    @staticmethod
    def type_words(schema: Schema, items: Schema) -> str:
        """What a property may hold, in words."""
        values = schema.get("enum") or items.get("enum")
        if values:
            words = "可填：" + "、".join(str(each) for each in values)
            return f"列表，{words}" if "items" in schema else words
        kinds = schema.get("type", "")
        words = "或".join(
            TYPE_LABELS.get(each, "空") for each in ([kinds] if isinstance(kinds, str) else kinds)
        )
        return "日期" if schema.get("format") == "date" else words

    def authority(self, authority: Authority) -> dict[str, Any]:
        """An authority's public values by name."""
        data = public(self.schemas, self.register.documents[authority.path])
        return self.presenter.cells(self.schemas.kinds["authority"].schema, data)

    def publication(self) -> dict[str, Any]:
        """When the site was made and of what."""
        return {
            "day": day_text(self.day),
            "commit": self.commit,
            "records": len(self.register.documents),
            "institutions": len(self.presenter.public),
            "authorities": [self.authority(each) for each in self.register.tables.authorities.values()],
            "statuses": [
                value._asdict() | {"article": self.label(value.article)}
                for value in (*FILING.values(), *CONDITIONS.values())
            ],
        }


def _counted(rows: list[dict[str, Any]], states: Any, table: dict[str, Any]) -> list[dict[str, Any]]:
    """How many rows have each value of a table, without the values that none has."""
    found = Counter(state["code"] for row in rows for state in states(row))
    return [{"label": value.label, "count": found[code]} for code, value in table.items() if found[code]]


def _example(schema: Schema) -> str:
    value = schema["examples"][0]
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return ""
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return (
        number_text(value) if isinstance(value, int | float) else str(value) if value is not None else "null"
    )
