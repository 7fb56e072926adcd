"""What several rules share: where things stand in records, who did what and when, and common advice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ..model.batches import get_organs, list_listed
from ..model.dossier import Dossier, dossier_cache, get_authority
from ..model.kinds import Batch, Record, Repair
from ..model.register import Register
from ..records.record_path import RECORDS, get_stem
from ..records.schemas import Kind, Schemas

# How what two proposals, each without fault, have made together is reported, and the advice for it.
MERGED = "两份提案先后合并"
REPAIR = f"{MERGED}造成的，由市人社局添一份修复记录，把一份移开或者作废"
OF_REPAIR = re.compile(f"；?{REPAIR}（registry new [^）]+ repair）")


# Five rules ask for them, and a list may hold thousands.
@dossier_cache
def list_places(dossier: Dossier) -> tuple[tuple[Batch, str], ...]:
    """The batches that list an institution, each with its place there."""
    return tuple(
        (batch, place) for batch in dossier.batches for place, id_ in list_listed(batch) if id_ == dossier.id
    )


def list_done(dossier: Dossier) -> Iterator[tuple[Record, str, dt.date]]:
    """What authorities have done in a dossier: the record, who, and when."""
    for act in dossier.acts:
        yield act, get_authority(act), act.date
    for handed in dossier.handed_in_records:
        for step in handed.steps:
            yield handed, step.authority, step.date
    for assessment in dossier.assessments:
        yield assessment, assessment.authority, assessment.date
    for waiver in dossier.waivers:
        yield waiver, waiver.authority, waiver.document.date


def list_done_by_city(register: Register) -> Iterator[tuple[Record, str, dt.date]]:
    """What is done beside dossiers: lists that are published, and repairs; who, and when."""
    for batch in register.batches.values():
        if batch.announcement:
            for organ in get_organs(batch):
                yield batch, organ, batch.announcement.published_on
    for record in register.shared.records.values():
        if isinstance(record, Repair):
            yield record, record.authority, record.date


def list_act_days(register: Register) -> list[str]:
    """The day of each act, by its file's name, the first first."""
    # By name, as the summaries have it: no dossier is typed for it, and ISO days are in order as texts.
    paths = (path for outline in register.folders.values() for path in outline.valid)
    return sorted(get_stem(path)[:10] for path in paths if "/acts/" in path)


def find_day_of_last_deed(register: Register) -> dt.date:
    """The last day on which anything was done that the register tells of: what has come by then is past.

    A change is judged by this and not by the clock, so that what it is told never depends on the hour.
    """
    days = [day for _, _, day in list_done_by_city(register)]
    days += (day for dossier in register.dossiers.values() for _, _, day in list_done(dossier))
    return max(days, default=dt.date.min)


def suggest_repair(meant: str, place: str = "") -> str:
    """How to mend what two proposals, each without fault, have made together.

    `meant` is an id, or the path of a record or a dossier; `place` the pointer to a row in the record.
    """
    named = meant.removeprefix(f"{RECORDS}/") + (f"#{place}" if place else "")
    return f"{REPAIR}（registry new {named} repair）"


def suggest_change(schemas: Schemas, id_: str, name: str) -> str:
    """How a change of a property of an institution is recorded, as the command that writes it."""
    title = schemas.kinds["institution"].properties[name]["title"]
    field = name if "（" in title else title  # which would stand in brackets twice
    return f"录入变更（registry new {id_} change --field {field}）"


def suggest_correction(schemas: Schemas, kind: Kind) -> str:
    """How a wrong value is put right once it is merged: in place, where no act of correction reaches."""
    if kind.path.startswith("institutions/"):
        return "以更正（correction）改正"
    own = "，同时写进这份文件的更正（corrections）" if has_corrections(schemas, kind) else ""
    return f"在原处改正{own}"


def has_corrections(schemas: Schemas, kind: Kind) -> bool:
    """Whether records of a kind tell of their own corrections."""
    rows = (schemas.resolve(each.get("items", {})) for each in kind.properties.values())
    below = (row.get("properties", {}) for row in rows)
    return any("corrections" in each for each in (kind.properties, *below))


def drop_repair(hint: str) -> str:
    """A hint without the advice of a repair: what is not written yet was not made by two proposals."""
    return OF_REPAIR.sub("", hint)
