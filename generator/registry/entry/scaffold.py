"""The next lawful record of a dossier as a form: where it goes, what the register knows of it, what is left.

What is lawful now stands in lifecycle/: in the legal table of acts, and in next_records for the rest.
"""

from __future__ import annotations

from collections.abc import Callable

from ..lifecycle.next_records import parse_path_values
from ..model.register import Register
from ..records.schemas import Schemas
from .first_records import make_batch, make_calendar, make_institution, make_listed_institution
from .named import find_dossier, find_id
from .new_files import NewFile, NewFiles, NewRecord
from .next_record import RecordMaker
from .repair_form import make_repair
from .request import OPTIONS, RecordRequest, UnknownNameError, find_kind, find_rare, refuse_far_year
from .set_fields import NOT_SET, write_new
from .table_records import make_area, make_authority, make_regulation, make_system

# What makes the records that lie in no dossier, and the only file of an institution on an older list.
BESIDE_DOSSIERS = {
    "areas": make_area,
    "authority": make_authority,
    "batch": make_batch,
    "calendar": make_calendar,
    "institution": make_listed_institution,
    "regulation": make_regulation,
    "repair": make_repair,
    "systems": make_system,
}


def make_files(
    asked: RecordRequest, register: Register, schemas: Schemas, is_taken: Callable[[str], bool]
) -> NewFiles:
    """The files of the record that is asked for; `is_taken` tells whether there is a file at a path.

    Raises UnknownNameError or NotLawful.
    """
    kind = find_kind(schemas, asked.kind)
    refuse_far_year(asked.year, asked.day)
    # An option that would do nothing is refused: whoever types it means something by it.
    for name, (option, kinds) in OPTIONS.items():
        if getattr(asked, name) and kind.name not in kinds:
            titles = "、".join(schemas.kinds[each].title for each in kinds)
            raise UnknownNameError(f"{option} 只用于{titles}")
    if asked.stated and kind.name in NOT_SET:
        raise UnknownNameError(f"--set 不用于{kind.title}；不写 --set，在表中填")
    asked = asked._replace(rare=find_rare(schemas, kind, asked.rare))
    # With an area it is a new institution, whose id nobody has; so it is with a row of a table.
    if not asked.area and kind.name not in BESIDE_DOSSIERS:
        asked = asked._replace(id=find_id(asked.id, register, asked.day))
    new = NewRecord(asked, kind, register, schemas, is_taken)
    if make := BESIDE_DOSSIERS.get(kind.name):
        return make(new)
    if asked.area:
        return make_institution(new)
    dossier = find_dossier(asked.id, register)
    maker = RecordMaker(dossier, register, schemas, kind, asked)
    prefill = maker.fill_known()
    maker.explain_references(prefill)
    # Only now: year and number may not have been asked for, but found.
    stated = {name: prefill.values[name] for name in ("year", "number", "rule") if name in prefill.values}
    path = new.find_path(**parse_path_values(dossier, asked.day, **stated))
    return NewFiles([NewFile(path, *write_new(new, prefill, dossier))], maker.then)
