"""The register as plain data for JSON: a document for each institution, and the head of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...json_data import JsonObject, get_object, get_objects, get_text
from ...lifecycle.effect import ActEffect, derive_effect
from ...lifecycle.filing import find_act_article
from ...lifecycle.force import get_effective_day, select_in_force
from ...lifecycle.openness import list_closed
from ...lifecycle.plans import collect_courses, find_passing_day
from ...lifecycle.publication_period import get_public_status, list_expired, list_public_duties
from ...lifecycle.state import State
from ...lifecycle.status import derive_status
from ...lifecycle.undone import UndoneAct, find_undone
from ...model.batches import is_published
from ...model.dossier import Dossier, dossier_cache, get_kind_name
from ...model.kinds import (
    Act,
    Amendment,
    Batch,
    Correction,
    DecisionEffect,
    Plan,
    Receipt,
    Record,
    Repair,
    Step,
    Summary,
)
from ...model.presenter import Presenter
from ...model.repairs import list_repaired
from ...records.record_path import RECORDS
from ...records.schemas import Kind
from ..public_view import PublicRecords
from ..unstated import list_unstated
from .publication import OWN_ROOT, VERSION, Publication, build_id, make_id_space

# Why an act's content is not given.
NOTICE_ENDED, NOT_PUBLIC = "notice-ended", "not-public"
UNDONE = {DecisionEffect.WITHDRAWN: "withdrawn", DecisionEffect.VARIED: "varied"}


class PublishedAct(NamedTuple):
    """An act in the open data; `withheld` says why its record is not given, `undone` how it fell.

    `effect` is that of a burdening act, unless its publication has ended.
    """

    act: Act
    kind: Kind
    article: str
    in_force: bool
    withheld: str | None
    undone: UndoneAct | None
    record: JsonObject
    effect: ActEffect | None = None


class Documents:
    """Builds the documents of one register for one publication; envelope.json says what they hold."""

    def __init__(self, presenter: Presenter, records: PublicRecords, publication: Publication) -> None:
        self.presenter = presenter
        self.register = presenter.register
        self.schemas = records.schemas
        self.records = records
        self.public = records.read
        self.publication = publication
        self.day = publication.day
        self.space = make_id_space(self.register.tables)

    def build_id(self, name: str) -> str:
        """A name within the register as an id for the whole world."""
        return build_id(self.space, name)

    def get_name(self, dossier: Dossier) -> str:
        """An institution's public name."""
        return get_text(self.public(dossier.institution.path), "name")

    # -- the whole ------------------------------------------------------------------------------------------

    def build_head(self) -> JsonObject:
        """What the whole register has beside its institutions: the stamp, the tables and the batches."""
        tables = self.register.tables
        regulation = self.public(tables.find_regulation(self.day).path)
        shown = ("number", "title", "general_teaching")
        return {
            "kind": "register",
            **self.publication.stamp,
            "title": self.publication.title,
            "licence": dict(self.publication.licence) or None,
            "regulation": {name: regulation[name] for name in shown if name in regulation},
            "areas": self.build_table("areas"),
            "systems": self.build_table("systems"),
            "authorities": [self.public(each.path) for each in tables.authorities.values()],
            "batches": [self.build_batch(each) for each in self.register.batches.values()],
        }

    def build_table(self, kind: str) -> list[JsonObject]:
        """The rows of the table of areas or systems; none where the register has no such table."""
        path = f"{RECORDS}/{kind}.yml"
        return get_objects(self.public(path), kind) if path in self.register.shared.documents else []

    def build_index(self, entries: list[dict[str, str]]) -> JsonObject:
        """The head, and of each institution where its files are."""
        return {**self.build_head(), "kind": "index", "institutions": entries}

    def build_entry(self, dossier: Dossier) -> dict[str, str]:
        """An institution in the index; its files are named from the index on."""
        return {
            "id": dossier.id,
            "name": self.get_name(dossier),
            "status": derive_status(dossier, self.day).filing.code,
            "page": self.publication.build_link(f"institutions/{dossier.id}/"),
            "json": f"institutions/{dossier.id}.json",
            "atom": f"institutions/{dossier.id}.atom.xml",
            "ics": f"institutions/{dossier.id}.ics",
        }

    def build_batch(self, batch: Batch) -> JsonObject:
        """A batch; its list only once it is published."""
        document = self.public(batch.path)
        hidden = "" if is_published(batch, self.day) else "announcement"
        return {name: value for name, value in document.items() if name != hidden}

    # -- an institution -------------------------------------------------------------------------------------

    def build_institution(self, dossier: Dossier) -> JsonObject:
        """All that is public of an institution, with what is derived from it."""
        status = get_public_status(dossier, self.day)
        institution = dossier.institution
        unstated = list_unstated(self.schemas, self.public(institution.path), institution)
        return {
            "kind": "institution",
            "version": VERSION,
            "id": dossier.id,
            "page": self.publication.build_link(f"institutions/{dossier.id}/", OWN_ROOT),
            "status": {
                "filing": build_state(status.filing),
                "conditions": [build_state(each) for each in status.conditions],
            },
            "duties": [
                {name: value for name, value in duty._asdict().items() if name not in ("source", "year")}
                for duty in list_public_duties(dossier, self.day)
            ],
            "batches": [self.build_listing(each) for each in dossier.batches if is_published(each, self.day)],
            "institution": self.build_file(dossier.institution),
            **({"unstated": list(unstated)} if unstated else {}),
            "acts": [self.build_act(each) for each in self.list_acts(dossier)],
            "plans": [self.build_plan(dossier, each) for each in dossier.plans],
            "summaries": [self.build_reported(each) for each in dossier.summaries],
            "assessments": [self.build_file(each) for each in dossier.assessments if each.date <= self.day],
            "waivers": [self.build_file(each) for each in dossier.waivers],
            "repairs": [
                self.build_repair(dossier, repair) for repair in dossier.repairs if repair.date <= self.day
            ],
        }

    def build_file(self, record: Record) -> JsonObject:
        """A record with its file."""
        return {"file": record.path, "record": self.public(record.path)}

    def build_reported(self, record: Plan | Amendment | Summary) -> JsonObject:
        """A record that is handed in, with the steps that had been taken by the day."""
        document = self.public(record.path)
        steps: tuple[Step | Receipt, ...] = record.steps
        rows = zip(get_objects(document, "steps"), steps, strict=False)
        taken = [row for row, step in rows if step.date <= self.day]
        return {"file": record.path, "record": {**document, "steps": taken}}

    def build_repair(self, dossier: Dossier, repair: Repair) -> JsonObject:
        """A repair, and what it has made of the institution's records; nothing of other institutions."""
        rows = [
            {"file": item.file or None, "pointer": item.place or None, "became": item.became}
            for item in list_repaired(repair, dossier.id)
        ]
        return {**self.build_file(repair), "rows": rows}

    def build_listing(self, batch: Batch) -> JsonObject:
        """A batch that lists the institution."""
        document = self.build_batch(batch)
        announced = get_object(document, "announcement")
        return {
            **{name: document[name] for name in ("id", "title") if name in document},
            **{name: announced[name] for name in ("published_on", "document", "url") if name in announced},
        }

    def list_acts(self, dossier: Dossier) -> tuple[PublishedAct, ...]:
        """The acts up to the day, in order of date; without content where it may not be shown."""
        return _list_acts(dossier, self)

    def describe_acts(self, dossier: Dossier) -> Iterator[PublishedAct]:
        """What `list_acts` gives, worked out anew."""
        ended = list_expired(dossier, self.day)
        effective = {act.stem for act in select_in_force(dossier.acts, self.day)}
        fallen, closed = find_undone(dossier, self.day), list_closed(dossier)
        for act in dossier.acts:
            if act.date <= self.day:
                undone, record = fallen.get(act.stem), self.public(act.path)
                # What changes nothing that is public has no changes left.
                hidden = record.get("changes") == [] or act.stem in closed
                if isinstance(act, Correction):
                    hidden = hidden or not self.records.is_public_value(dossier, act)
                withheld = NOTICE_ENDED if act.stem in ended else UNDONE[undone.effect] if undone else None
                withheld = withheld or (NOT_PUBLIC if hidden else None)
                kind = self.schemas.kinds[get_kind_name(act)]
                article = dossier.tables.cite(find_act_article(dossier, act, kind.article), self.day)
                in_force = act.stem in effective and get_effective_day(act) <= self.day
                effect = None if act.stem in ended else derive_effect(dossier, act, self.day)
                yield PublishedAct(
                    act, kind, article, in_force, withheld, undone, {} if withheld else record, effect
                )

    def build_act(self, published: PublishedAct) -> JsonObject:
        act, kind, undone = published.act, published.kind, published.undone
        return {
            "id": act.stem,
            "act": kind.name,
            "title": kind.title,
            "date": act.date,
            "article": published.article,
            "file": act.path,
            "withheld": published.withheld,
            "undone": {"by": undone.by.stem, "effect": undone.effect, "date": undone.by.date}
            if undone
            else None,
            "record": None if published.withheld else published.record,
            "in_force": published.in_force,
            "effect": build_effect(published.effect) if published.effect else None,
        }

    def build_plan(self, dossier: Dossier, plan: Plan) -> JsonObject:
        """A year's plan and its amendments as filed, when they passed, and which courses stand."""
        amendments = [
            {
                "passed_on": find_passing_day(dossier, amendment.steps, self.day),
                **self.build_reported(amendment),
            }
            for amendment in dossier.get_amendments(plan.year)
        ]
        return {
            "year": plan.year,
            "passed_on": find_passing_day(dossier, plan.steps, self.day),
            **self.build_reported(plan),
            "amendments": amendments,
            "standing": [
                {"course": id_, "passed_on": row.since, "file": row.path, "pointer": row.pointer}
                for id_, row in collect_courses(dossier, plan.year, self.day).items()
            ],
        }


@dossier_cache
def _list_acts(dossier: Dossier, documents: Documents) -> tuple[PublishedAct, ...]:
    """The acts in some documents: files, tables and news of a dossier ask for them one after the other."""
    return tuple(documents.describe_acts(dossier))


def build_effect(effect: ActEffect) -> JsonObject:
    """The effect of a burdening act, since when, and by which act."""
    by = effect.by.stem if effect.by else None
    return {"code": effect.code, "label": effect.label, "since": effect.since, "by": by}


def build_state(state: State) -> JsonObject:
    """A value of status."""
    return {
        "code": state.code,
        "label": state.label,
        "since": state.since,
        "until": state.until,
        "reason": state.reason,
        "article": state.article,
        "file": state.source,
    }
