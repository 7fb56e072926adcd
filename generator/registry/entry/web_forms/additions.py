"""Where something may still come to a record, as `registry step` knows it, for the forms in the browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...finding import build_pointer
from ...json_data import Fields
from ...records.loader import Document
from ...records.record_path import RecordPath
from ...records.schemas import Kind, Schemas
from ..steps.later import LaterPlace, list_later
from ..steps.targets import walk_rows

END = "-"  # in a JSON Pointer: behind the last item of a list


class AdditionPlace(NamedTuple):
    """A place of a record to which something may still come.

    `path` is the record's, from the dossier's folder; `number` which it is of the places of its kind (see
    `describe_places`); `pointer` where the value comes, with END for the end of a list.
    """

    path: str
    kind: str
    title: str
    number: int
    pointer: str


class AdditionFinder:
    """Finds the places of the records of one register; what a kind says is read once."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.places: dict[str, tuple[LaterPlace, ...]] = {}

    def list_places(self, document: Document, with_steps: bool = True) -> Iterator[AdditionPlace]:
        """The places of a record to which something may come; `with_steps` says whether a step may."""
        places = self.places.get(document.kind)
        if places is None:
            places = self.places[document.kind] = list_later(self.schemas, self.schemas.kinds[document.kind])
        path, data = RecordPath.parse(document.path).below, document.data if places else {}
        for number, place in enumerate(places):
            if place.action and not with_steps:
                continue
            for above, row in walk_rows(data, place.parts[:-1]):
                name = place.parts[-1]
                if place.at_end or name not in row:
                    pointer = build_pointer(*above, name, *((END,) if place.at_end else ()))
                    yield AdditionPlace(path, document.kind, _name_place(place), number, pointer)


def describe_places(schemas: Schemas, kind: Kind) -> list[Fields]:
    """All places of a kind: what each is called, where its schema stands, what is known of what comes."""
    return [
        {
            "title": _name_place(place),
            "schema": "".join("/items" if each == "*" else f"/properties/{each}" for each in place.parts)
            + ("/items" if place.at_end else ""),
            "values": {"action": place.action} if place.action else {},
        }
        for place in list_later(schemas, kind)
    ]


def write_additions(places: Iterable[AdditionPlace]) -> Fields:
    """The places by record: its kind, and of each place the number and the pointer."""
    additions: dict[str, tuple[str, list[tuple[int, str]]]] = {}
    for place in places:
        additions.setdefault(place.path, (place.kind, []))[1].append((place.number, place.pointer))
    return {**additions}


def _name_place(place: LaterPlace) -> str:
    return "：".join((*place.titles[:-1], place.title))
