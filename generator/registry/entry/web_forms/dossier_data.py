"""What a form is given of one institution: what it is, its records, what may come next, what may be added.

Of staff's forms all of it; what of it the public's forms are given, publish/assemble/form_data.py says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...finding import build_pointer
from ...json_data import Fields, JsonValue
from ...lifecycle.filing import find_name, find_place
from ...lifecycle.next_records import parse_path_values
from ...model.dossier import Dossier
from ...model.register import Register
from ...records.file_names import list_file_paths
from ...records.form import Blank
from ...records.loader import Document
from ...records.record_path import RECORDS, RecordPath
from ...records.schemas import Kind, Schemas
from ...rules.checking import Examined
from ..next_record import RecordMaker
from ..request import NotLawful, RecordRequest, UnknownNameError
from ..steps.later import LaterPlace, list_later
from ..steps.targets import walk_rows

# What stands in a path where its writer has still to say it.
LEFT_OPEN = {"date": "{date}", "rule": "{rule}"}
END = "-"  # in a JSON Pointer: behind the last item of a list


class NextRecord(NamedTuple):
    """A record of a kind that comes next, with what is known of it; `reason` says why it may not be now.

    `path` is from the dossier's folder; `today` are the pointers of the days that are the day on which the
    form is filled in, which are in no `values`. Of what is not lawful now there is neither.
    """

    kind: str
    title: str
    path: str
    values: Fields
    today: list[str]
    lawful: bool
    reason: str = ""


class AdditionPlace(NamedTuple):
    """A place of a record to which something may still come.

    `path` is the record's, from the dossier's folder; `pointer` where the value comes, with END for the end
    of a list; `schema` where its schema stands in the kind's; `values` are what is known of it.
    """

    path: str
    kind: str
    title: str
    pointer: str
    schema: str
    values: Fields


class DossierData(NamedTuple):
    """What a form is given of an institution; `present` is what it is now, by paths from its folder."""

    id: str
    name: str
    area: str
    folder: str
    present: Fields
    records: Mapping[str, Fields]
    texts: Mapping[str, str]
    next: list[NextRecord]
    additions: list[AdditionPlace]

    def write(self) -> Fields:
        """As plain data; what is empty is there all the same."""
        next_, additions = ([each._asdict() for each in some] for some in (self.next, self.additions))
        return {**self._asdict(), "next": next_, "additions": additions}


def build_staff_data(examined: Examined, dossier: Dossier, day: dt.date) -> DossierData:
    """All that there is of an institution, as staff see it: its files as they are filed."""
    register, schemas = examined.register, examined.schemas
    filed = register.contents(dossier.folder).filed
    return DossierData(
        dossier.id,
        find_name(dossier, day),
        find_place(dossier, day)[0],
        dossier.folder,
        register.documents[dossier.institution.path].data,
        {RecordPath.of(path).below: each.data for path, each in filed.items()},
        {RecordPath.of(path).below: examined.loaded.files.read(path).decode("utf-8") for path in filed},
        [*list_next(register, schemas, dossier, day)],
        [each for document in filed.values() for each in list_additions(schemas, document)],
    )


def build_shared_data(examined: Examined) -> Fields:
    """The records that lie in no dossier (tables, batches), as staff see them, by paths from the root."""
    filed = examined.register.contents("").filed
    additions = (each for document in filed.values() for each in list_additions(examined.schemas, document))
    return {
        "records": {path: each.data for path, each in filed.items()},
        "texts": {path: examined.loaded.files.read(path).decode("utf-8") for path in filed},
        "additions": [each._asdict() for each in additions],
    }


def list_next(register: Register, schemas: Schemas, dossier: Dossier, day: dt.date) -> Iterator[NextRecord]:
    """The next record of each kind that a dossier holds, lawful now or not."""
    for kind in schemas.kinds.values():
        if kind.path.startswith("institutions/") and kind.name != "institution":
            yield _make_next(register, schemas, dossier, kind, day)


def _make_next(
    register: Register, schemas: Schemas, dossier: Dossier, kind: Kind, day: dt.date
) -> NextRecord:
    maker = RecordMaker(dossier, register, schemas, kind, RecordRequest(dossier.id, kind.name, day))
    known, reason = {}, ""
    try:
        known = maker.fill_known().values
    except UnknownNameError:
        pass  # of an exception the rule has to be said first
    except NotLawful as error:
        reason = str(error).partition("\n")[0]
    if reason:
        return NextRecord(kind.name, kind.title, "", {}, [], False, reason)
    today: list[str] = []
    values = {
        name: _keep_known(each, str(day), today, build_pointer(name))
        for name, each in known.items()
        if not _is_open(each, str(day), today, build_pointer(name))
    }
    named = {name: values[name] for name in ("year", "number") if name in values}
    names = {**parse_path_values(dossier, day, **named), **LEFT_OPEN}
    path = f"{RECORDS}/{next(list_file_paths(kind.path, names))}".removeprefix(f"{dossier.folder}/")
    return NextRecord(kind.name, kind.title, path, values, today, True)


def _keep_known(value: JsonValue, day: str, today: list[str], place: str) -> JsonValue:
    """A value without blanks and without what is said of today, whose places are added to `today`."""
    if isinstance(value, dict):
        return {
            name: _keep_known(each, day, today, place + build_pointer(name))
            for name, each in value.items()
            if not _is_open(each, day, today, place + build_pointer(name))
        }
    if isinstance(value, list):
        return [_keep_known(each, day, today, f"{place}/{i}") for i, each in enumerate(value)]
    return value


def _is_open(value: JsonValue, day: str, today: list[str], place: str) -> bool:
    """Whether a value is left to who fills in the form."""
    if value == day:
        today.append(place)
    return value == day or isinstance(value, Blank)


def list_additions(schemas: Schemas, document: Document) -> Iterator[AdditionPlace]:
    """The places of a record to which something may come, as `registry step` knows them."""
    kind, data = schemas.kinds[document.kind], document.data
    for place in list_later(schemas, kind):
        for above, row in walk_rows(data, place.parts[:-1]):
            name = place.parts[-1]
            if place.at_end or name not in row:
                yield _make_addition(document, place, build_pointer(*above, name))


def _make_addition(document: Document, place: LaterPlace, pointer: str) -> AdditionPlace:
    schema = "".join("/items" if each == "*" else f"/properties/{each}" for each in place.parts)
    return AdditionPlace(
        RecordPath.of(document.path).below,
        document.kind,
        "：".join((*place.titles[:-1], place.title)),
        f"{pointer}/{END}" if place.at_end else pointer,
        f"{schema}/items" if place.at_end else schema,
        {"action": place.action} if place.action else {},
    )
