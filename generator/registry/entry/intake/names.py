"""By which names the things that a record refers to are known in the register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ...lifecycle.filing import find_name, list_former_names
from ...lifecycle.plans import collect_courses
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.schemas import Schemas
from ...typed import narrow
from ..written.values import Context

Names = dict[str, str]


def make_context(
    schemas: Schemas,
    register: Register,
    day: dt.date,
    dossier: Dossier | None = None,
    year: int | None = None,
) -> Context:
    """Make the names by which a workbook's values are read: of the tables, and of a year's courses."""
    tables = register.tables
    names: dict[str, Mapping[str, str]] = {
        "area": _index_names((each.id, each.name) for each in tables.areas.values()),
        "authority": _index_names((each.id, each.name) for each in tables.authorities.values()),
        "batch": _index_names((each.id, each.title) for each in register.batches.values()),
        "institution": list_institutions(register, day),
    }
    systems = [(each.id, each.name) for each in tables.systems.values()]
    # Forms ask for the competent department, which has one system.
    systems += [(each.system, each.name) for each in tables.authorities.values() if each.system]
    names["system"] = _index_names(systems)
    if dossier and year:
        names["course"] = list_courses(dossier, year)
    return Context(schemas, year, names)


def list_institutions(register: Register, day: dt.date) -> Names:
    """The id of each institution by its id and by every name that it has or had; a name of two is none."""
    pairs = []
    for id_, dossier in register.dossiers.items():
        former = [name for name, _ in list_former_names(dossier, day)]
        pairs += [(id_, name) for name in {find_name(dossier, day), dossier.institution.name, *former}]
    return _index_names(pairs)


def fold_institutions(register: Register, day: dt.date) -> Names:
    """The ids of institutions by their names as these are compared: in half width, without blanks."""
    return {narrow(each): id_ for each, id_ in list_institutions(register, day).items()}


def list_held(names: Names, texts: Iterable[str]) -> set[str]:
    """The ids whose names occur in some folded texts; one within a longer one that occurs does not count."""
    folded = list(texts)
    held = {each for each in names if not each.isascii() and any(each in text for text in folded)}
    return {names[each] for each in held if not any(each != other and each in other for other in held)}


def list_courses(dossier: Dossier, year: int) -> Names:
    """The id of each course and activity of a year's plan by its title, as it has passed so far."""
    pairs = [(id_, each.course.title) for id_, each in collect_courses(dossier, year).items()]
    plan = dossier.get_plan(year)
    pairs += [(each.id, each.title) for each in plan.activities] if plan else []
    return _index_names(pairs)


def _index_names(pairs: Iterable[tuple[str, str]]) -> Names:
    """The id that each name and each id means; a name of several things means none."""
    ids_by_name: dict[str, set[str]] = defaultdict(set)
    for id_, name in pairs:
        ids_by_name[name].add(id_)
        ids_by_name[id_].add(id_)
    return {name: next(iter(ids)) for name, ids in ids_by_name.items() if len(ids) == 1}
