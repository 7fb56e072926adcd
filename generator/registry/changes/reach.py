"""Which pages of the site a change may reach: addresses from the site's root, or words for many pages.

They are the pages of records and the lists of them, which say what they show; what is computed from many
records (search, courses, statistics) is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from ..lifecycle.as_of import view_institution
from ..lifecycle.publication_period import get_public_status
from ..model.batches import get_publication_days, is_published
from ..model.dossier import Dossier
from ..model.kinds import Succession
from ..model.register import Register
from ..publish import shows
from ..records.loader import Document
from ..records.schemas import Kind

EVERY = "各机构页面"
CITING = "引用它的各机构页面"


def list_dossier_pages(
    old: Dossier | None, new: Dossier | None, day: dt.date, kinds: Collection[str], passed: bool
) -> list[str]:
    """The pages of a dossier and those that list it; None where the public does not see it.

    `kinds` are the kinds of its records that change; `passed` says that plans have passed, or no more.
    """
    sides = [each for each in (old, new) if each]
    if not sides:
        return []
    before = _collect_facts(old, day) if old else {}
    after = _collect_facts(new, day) if new else {}
    changed: set[shows.ListFact] = {name for name in before | after if before.get(name) != after.get(name)}
    if passed:
        changed.add("plans")
    if "waiver" in kinds:
        changed.add("waivers")
    lists = [each.id for side in sides for each in side.batches if is_published(each, day)]
    pages = [f"/institutions/{sides[0].id}/"]
    for page in shows.PAGES:
        if not page.facts.isdisjoint(changed):
            pages += dict.fromkeys(page.address.format(id=id_) for id_ in lists)
    return pages


def _collect_facts(dossier: Dossier, day: dt.date) -> dict[shows.ListFact, object]:
    """What lists show of a dossier."""
    one, status = view_institution(dossier, day), get_public_status(dossier, day)
    return {
        "area": one.area,
        "filing": status.filing.code,
        "conditions": tuple(each.code for each in status.conditions),
        "name": one.name,
        "credit_code": one.credit_code,
        "system": one.system,
        "fields": one.fields,
        "modes": one.modes,
        "listing": max(each for each in get_publication_days(dossier.batches) if each <= day),
    }


def list_kin_pages(registers: Iterable[Register], id_: str, public: Collection[str]) -> list[str]:
    """The pages of the public institutions that an institution follows, or that follow it."""
    kin = set()
    for register in registers:
        for dossier in register.list_successors():
            for act in dossier.get_acts(Succession):
                pair = {dossier.id, act.predecessor}
                kin |= pair - {id_} if id_ in pair else set()
    return [f"/institutions/{each}/" for each in sorted(kin & set(public))]


def list_file_pages(kind: Kind, old: Document | None, new: Document | None) -> list[str]:
    """The pages of a file beside the dossiers."""
    pages = sorted(each.address for each in shows.PAGES if kind.name in each.kinds)
    if kind.name != "batch":
        return [*pages, CITING]
    sides = [each.data for each in (old, new) if each]
    published = [bool(each.data.get("announcement")) if each else False for each in (old, new)]
    return [
        *dict.fromkeys(shows.BATCH.address.format(id=each["id"]) for each in sides),
        "/batches/",
        shows.HOW.address,
        *([shows.HOME.address] if any(published) else []),
        *([CITING] if published[0] else []),
    ]


def list_schema_pages(kind: Kind | None) -> list[str]:
    """The pages of a schema: its own in the dictionary, and wherever its records are shown."""
    return [f"/dictionary/{kind.name}/" if kind else "/dictionary/", EVERY]
