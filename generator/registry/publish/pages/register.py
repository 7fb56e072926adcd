"""The data of every page but the dossiers': home, lists, batches, regulation, dictionary, publication."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ...display import day_text, number_text
from ...finding import SEVERITY_LABELS, article_label
from ...lifecycle.overview import Figure, figures
from ...lifecycle.status import CONDITIONS, FILING
from ...model.kinds import Authority, Batch
from ...model.presenter import Presenter
from ...records.schemas import LATER, Kind, Schema
from ...rules.cases import bad_example, cases, good_example
from ...rules.explain import why
from ...rules.rule import BASIS_LABELS, SCOPE_LABELS, Rule, severity_words
from ...rules.table import RULES
from ..card import NO_SYSTEM, Card, Cards, ListRow, Waived
from ..public_view import PublicRecords
from ..search.folding import address_part
from .courses import CourseCalendar
from .institution import article

TYPE_LABELS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是否",
    "array": "列表",
    "object": "一组字段",
}

# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 300
# A list by field or status with more rows than this is a page for each area.
LIST_ROWS = 1000
DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


class Place(NamedTuple):
    """An area or a system in the overview; `counted` holds the rows of institutions by the figure's code."""

    kind: str
    id: str
    name: str
    counted: dict[str, list[ListRow]]

    @property
    def url(self) -> str:
        """The page of its institutions, from the site's root."""
        return f"overview/{self.kind}-{self.id}/"


class Pages:
    """Builds the data of pages for one register on one day."""

    def __init__(self, presenter: Presenter, records: PublicRecords, day: dt.date, commit: str = "") -> None:
        self.presenter = presenter
        self.commit = commit
        self.register = presenter.register
        self.schemas = records.schemas
        self.day = day
        self.maker = Cards(presenter, records, day)
        self.record = records.of
        self.course = records.course

    @cached_property
    def cards(self) -> list[Card]:
        """The cards of the public institutions, by id; made here where nobody has set them."""
        return [self.maker.card(dossier) for dossier in self.presenter.public]

    @cached_property
    def rows(self) -> list[ListRow]:
        """The public institutions as lists show them, by id."""
        return [card.row for card in self.cards]

    @cached_property
    def by_id(self) -> dict[str, Card]:
        """The cards by id."""
        return {card.row.id: card for card in self.cards}

    @cached_property
    def calendar(self) -> CourseCalendar:
        """The calendar of courses."""
        areas = {each.id: each.name for each in self.register.tables.areas.values()}
        return CourseCalendar(self.cards, areas, self.day)

    def home(self) -> dict[str, Any]:
        """The state of the register at a glance."""
        listed = [row for row in self.rows if row.status["code"] == "listed"]
        by_area = Counter(row.area_id for row in listed)
        published = [batch for batch in self.register.batches.values() if batch.published_by(self.day)]
        return {
            "listed": len(listed),
            "states": _counted(([row.status] for row in self.rows), FILING),
            "conditions": _counted((row.conditions for row in self.rows), CONDITIONS),
            "areas": [
                {"id": area.id, "name": area.name, "count": by_area[area.id]}
                for area in self.register.tables.areas.values()
                if by_area[area.id]
            ],
            "latest": [self.batch_row(batch) for batch in reversed(published[-5:])],
            "day": day_text(self.day),
            "plans": sum(card.plans for card in self.cards),
            "courses": sum(card.courses for card in self.cards),
        }

    def institutions(self) -> dict[str, Any]:
        """The register's list, by area: listed first, then by name; of a large one the areas only."""
        areas = []
        for area in self.register.tables.areas.values():
            rows = [row for row in self.rows if row.area_id == area.id]
            if rows:
                areas.append({"id": area.id, "name": area.name, "rows": listed_first(rows)})
        long = len(self.rows) > ON_ONE_PAGE
        return {"areas": areas, "total": len(self.rows), "day": day_text(self.day), "long": long}

    def search(self) -> dict[str, Any]:
        """What the search page filters by."""
        return {"choices": self.choices, "total": len(self.rows)}

    @cached_property
    def choices(self) -> list[dict[str, Any]]:
        """The filters: each a name in addresses, a label, and its values with the page that lists them."""
        fields = self.fields()
        slugs = dict(zip(fields, distinct([address_part(each) for each in fields]), strict=True))
        modes = list(dict.fromkeys(each for row in self.rows for each in row.modes))
        batches = [batch for batch in self.register.batches.values() if batch.published_by(self.day)]
        return [
            self.choice(
                "area",
                "监督地区",
                [(a.id, a.name, f"area-{a.id}") for a in self.register.tables.areas.values()],
                lambda row: [row.area_id],
            ),
            self.choice(
                "field",
                "领域",
                [(field, field, f"field-{slugs[field]}") for field in sorted(fields)],
                lambda row: row.fields,
            ),
            self.choice("mode", "教学方式", [(each, each, "") for each in modes], lambda row: row.modes),
            self.choice(
                "status",
                "状态",
                [(code, value.label, f"status-{code}") for code, value in (FILING | CONDITIONS).items()],
                lambda row: [each["code"] for each in row.states],
            ),
            self.choice(
                "batch", "批次", [(b.id, b.title, "") for b in reversed(batches)], lambda row: row.batches
            ),
        ]

    def choice(
        self,
        name: str,
        label: str,
        values: list[tuple[str, str, str]],
        has: Callable[[ListRow], Iterable[str]],
    ) -> dict[str, Any]:
        """A filter with its values and the institutions that have each.

        A value comes with its label and the last part of its list's address, empty where there is no list.
        """
        held = [(row, set(has(row))) for row in self.rows]
        found = []
        for value, text, address in values:
            rows = [row for row, its in held if value in its]
            url = f"search/{address}/" if address else ""
            found.append({"value": value, "label": text, "url": url, "rows": rows})
        return {"name": name, "label": label, "values": found}

    def fields(self) -> list[str]:
        """The fields of all institutions, now or when they applied, the oldest first.

        So of two that sound alike the older keeps its address.
        """
        filed = sorted(each for card in self.cards for each in card.filed)
        now = sorted({each for row in self.rows for each in row.fields})
        return list(dict.fromkeys([*(name for _, name in filed), *now]))

    @cached_property
    def lists(self) -> list[dict[str, Any]]:
        """The plain pages that list the institutions of an area, a field or a status, be there none now."""
        return list(self._lists())

    def _lists(self) -> Iterator[dict[str, Any]]:
        for choice in self.choices:
            for value in choice["values"]:
                if value["url"]:
                    found = {**value, "rows": listed_first(value["rows"]), "kind": choice["label"]}
                    if choice["name"] == "area" or len(found["rows"]) <= LIST_ROWS:
                        yield found
                    else:
                        yield from self.by_area(found)

    def by_area(self, found: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A long list as a page that leads to one for each area."""
        parts = []
        for area in self.register.tables.areas.values():
            rows = [row for row in found["rows"] if row.area_id == area.id]
            if rows:
                url = f"{found['url'].removesuffix('/')}-{area.id}/"
                label = f"{found['label']}（{area.name}）"
                parts.append({**found, "url": url, "label": label, "area": area.name, "rows": rows})
        yield {**found, "parts": parts}
        yield from parts

    def verify(self) -> dict[str, Any]:
        """What the verification page says that no institution's file does."""
        cite = self.register.tables.cite
        return {
            "iso": self.day.isoformat(),
            "day": day_text(self.day),
            "articles": [article(cite(basis, self.day)) for basis in ("24", "17")],
        }

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
        data = self.record(batch.path)
        announced = data.get("announcement")
        facts = self.presenter.facts(
            kind.schema, data, frozenset({"id", "title", "announcement", "corrections"})
        )
        listed: tuple[str, ...] = ()
        if announced and batch.announcement and batch.published_by(self.day):
            listed = batch.announcement.listed
            schema = dict(self.schemas.properties(kind.schema))["announcement"]
            facts += self.presenter.facts(schema, announced, frozenset({"listed"}))
        return {
            **self.batch_row(batch),
            "facts": facts,
            "authority": self.register.tables.name_of(batch.announcement.authority)
            if listed and batch.announcement
            else "",
            "rows": [
                (card.row, *card.then[batch.id])
                for card in (self.by_id[id_] for id_ in listed if id_ in self.by_id)
            ],
            "corrections": [
                {
                    **self.presenter.corrected("batch", each.pointer, each.old, each.new),
                    "date": day_text(each.date),
                    "reason": each.reason,
                }
                for each in batch.corrections
                if each.date <= self.day
            ],
            "path": batch.path,
        }

    def courses(self) -> dict[str, Any]:
        """The calendar of courses."""
        return self.calendar.index()

    # -- the overview for authorities -----------------------------------------------------------------------

    @cached_property
    def places(self) -> list[Place]:
        """The areas and systems, each with the institutions that its figures count, be there none."""
        areas = {each.id: each.name for each in self.register.tables.areas.values()}
        systems = {each.id: each.name for each in self.register.tables.systems.values()}
        found = [Place("area", id_, name, defaultdict(list)) for id_, name in areas.items()]
        found += [Place("system", id_, name, defaultdict(list)) for id_, name in systems.items()]
        found.append(Place("system", NO_SYSTEM, "没有主管系统", defaultdict(list)))
        by_key = {(each.kind, each.id): each for each in found}
        for card in self.cards:
            for key in zip(("area", "system"), card.place, strict=True):
                for code in card.figures if key in by_key else ():
                    by_key[key].counted[code].append(card.row)
        return found

    @cached_property
    def figures(self) -> list[Figure]:
        """What the overview counts."""
        return figures(self.register.tables.regulation_on(self.day), self.day)

    def overview(self) -> dict[str, Any]:
        """What the register shows, by area and by system; each number leads to the institutions behind it."""
        groups: dict[str, list[Figure]] = defaultdict(list)
        for each in self.figures:
            groups[each.group].append(each)
        return {
            "day": day_text(self.day),
            "kinds": [
                self.places_of(kind, title) for kind, title in (("area", "地区"), ("system", "主管系统"))
            ],
            "groups": [self.group(name, found) for name, found in groups.items()],
        }

    def places_of(self, kind: str, title: str) -> dict[str, Any]:
        """The areas, or the systems, with the sums of their figures."""
        places = [each for each in self.places if each.kind == kind and each.counted]
        totals = {
            each.code: sum(len(place.counted.get(each.code, ())) for place in places) for each in self.figures
        }
        return {"id": kind, "title": title, "places": places, "totals": totals}

    def group(self, name: str, found: list[Figure]) -> dict[str, Any]:
        """Figures that belong together, with their article and the day on which what they count is due."""
        due = found[0].due
        return {
            "name": name,
            "figures": found,
            "article": article(self.register.tables.cite(found[0].article, self.day)),
            "due": f"{day_text(due)}{'到期' if self.day <= due else '已到期'}" if due else "",
        }

    def place(self, place: Place) -> dict[str, Any]:
        """The institutions of an area or a system, by figure."""
        return {
            "title": f"{place.name}：机构和报送情况",
            "name": place.name,
            "figures": [
                {
                    "code": each.code,
                    "label": each.title,
                    "rows": sorted(place.counted[each.code], key=lambda row: row.name),
                }
                for each in self.figures
                if place.counted.get(each.code)
            ],
        }

    def regulation(self) -> dict[str, Any]:
        """The regulation in force on the day: its articles in our words, their rules, its parameters."""
        regulation = self.register.tables.regulation_on(self.day)
        kind = self.schemas.kinds["regulation"]
        data = self.record(regulation.path)
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

    def waivers(self) -> list[Waived]:
        """The waivers of public institutions, by rule."""
        found = (each for card in self.cards for each in card.waivers)
        return sorted(found, key=lambda each: (each.rule, each.link.href))

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
        data = self.record(authority.path)
        return self.presenter.cells(self.schemas.kinds["authority"].schema, data)

    def publication(self) -> dict[str, Any]:
        """When the site was made and of what."""
        return {
            "day": day_text(self.day),
            "commit": self.commit,
            "records": len(self.register.documents),
            "institutions": len(self.presenter.public_ids),
            "authorities": [self.authority(each) for each in self.register.tables.authorities.values()],
            "statuses": [
                value._asdict() | {"article": self.label(value.article)}
                for value in (*FILING.values(), *CONDITIONS.values())
            ],
        }


def _counted(states: Iterable[list[dict[str, Any]]], table: dict[str, Any]) -> list[dict[str, Any]]:
    """How many institutions have each value of a table, without the values that none has."""
    found = Counter(state["code"] for each in states for state in each)
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


def listed_first(rows: list[ListRow]) -> list[ListRow]:
    """The rows of a list: listed institutions first, then by name."""
    return sorted(rows, key=lambda row: (row.status["code"] != "listed", row.name))


def distinct(names: list[str]) -> list[str]:
    """Names in order, of equal ones the later with a number: a, a → a, a-2."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found
