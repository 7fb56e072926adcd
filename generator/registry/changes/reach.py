"""Which pages of the site a change may reach: addresses from the site's root, or words for many pages.

They are the pages of records and the lists of them; what is computed from many records is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from ..lifecycle.publication_period import told_status
from ..model.dossier import Dossier
from ..model.kinds import Succession
from ..model.register import Register
from ..records.loader import Document
from ..records.schemas import Kind

EVERY = "各机构页面"
CITING = "引用它的各机构页面"


def of_dossier(
    old: Dossier | None, new: Dossier | None, day: dt.date, kinds: Collection[str], passed: bool
) -> list[str]:
    """The pages of a dossier and those that list it; None where the public does not see it.

    `kinds` are the kinds of its records that change; `passed` says that plans have passed, or no more.
    """
    sides = [each for each in (old, new) if each]
    if not sides:
        return []
    before, after = (_shown(each, day) if each else () for each in (old, new))
    batches = [each.id for side in sides for each in side.batches if each.published_by(day)]
    return [
        f"/institutions/{sides[0].id}/",
        *(["/institutions/"] if before != after else []),
        *(dict.fromkeys(map(batch, batches)) if before[:4] != after[:4] else ()),
        *(["/"] if before[:2] != after[:2] or passed else []),
        *(["/rules/"] if "waiver" in kinds else []),
    ]


def _shown(dossier: Dossier, day: dt.date) -> tuple[Any, ...]:
    """What lists show of a dossier: the home page counts the first two, batches show the first four."""
    one, found = dossier.institution, told_status(dossier, day)
    codes = tuple(each.code for each in (found.filing, *found.conditions))
    last = max(each.published_on for each in dossier.batches if each.published_on and each.published_by(day))
    return one.area, codes, one.name, one.credit_code, one.system, one.fields, one.modes, last


def kin(registers: Iterable[Register], id_: str, public: Collection[str]) -> list[str]:
    """The pages of the public institutions that an institution follows, or that follow it."""
    found = set()
    for register in registers:
        for dossier in register.successors():
            for act in dossier.acts_of(Succession):
                pair = {dossier.id, act.predecessor}
                found |= pair - {id_} if id_ in pair else set()
    return [f"/institutions/{each}/" for each in sorted(found & set(public))]


def batch(id_: str) -> str:
    """The page of a batch."""
    return f"/batches/{id_}/"


def of_file(kind: Kind, old: Document | None, new: Document | None) -> list[str]:
    """The pages of a file beside the dossiers."""
    if kind.name == "batch":
        sides = [each.data for each in (old, new) if each]
        published = [bool(each.data.get("announcement")) if each else False for each in (old, new)]
        return [
            *dict.fromkeys(batch(each["id"]) for each in sides),
            "/batches/",
            *(["/"] if any(published) else []),
            *([CITING] if published[0] else []),
        ]
    own = {"regulation": ["/regulation/", "/rules/"], "authority": ["/publication/"]}
    return [*own.get(kind.name, ["/", "/institutions/"]), CITING]


def of_schema(kind: Kind | None) -> list[str]:
    """The pages of a schema: its own in the dictionary, and wherever its records are shown."""
    return [f"/dictionary/{kind.name}/" if kind else "/dictionary/", EVERY]
