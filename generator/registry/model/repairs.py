"""Repairs: what a record of repair moves or takes out, row by row, and what that makes of the files.

A row names a record, a whole dossier by its folder, or a row in a record (`…/summaries/2025.yml#/runs/1`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..json_data import Fields, JsonValue
from ..json_pointer import INDEX, resolve_pointer
from ..records.loader import Document
from ..records.record_path import RECORDS, RecordPath, find_folder, get_dossier_id
from .kinds import Repair
from .outline import has_institution
from .register import Register

VOID = "作废"
REPAIRS = f"{RECORDS}/repairs/"  # where they lie


class RepairWay(NamedTuple):
    """A row of a repair: what lies at `source` is moved to `target`, or taken out where that is empty.

    `repair` is the record's path and `number` the row's place there; paths are from the root. `place` is the
    pointer to a row in the file at `source`, empty where all of it is meant.
    """

    repair: str
    number: int
    source: str
    place: str
    target: str

    @property
    def pointer(self) -> str:
        """Where the repair says it."""
        return f"/rows/{self.number}"

    @property
    def is_folder(self) -> bool:
        """Whether a whole dossier is meant."""
        return not self.source.endswith(".yml")

    @property
    def former(self) -> str:
        """The id of the institution whose dossier, or record, it was."""
        return _get_id(self.source)

    @property
    def given(self) -> str:
        """The other id that a whole dossier is given; empty where it is given none."""
        id_ = _get_id(self.target)
        return id_ if self.is_folder and id_ != self.former else ""

    def holds(self, path: str) -> bool:
        """Whether a file is what is moved or taken out, or lies in it."""
        return not self.place and (
            path == self.source or (self.is_folder and find_folder(path) == self.source)
        )

    def find_target(self, path: str) -> str:
        """Where a file that is moved is now; empty where it is taken out."""
        return self.target + path[len(self.source) :] if self.target else ""


def list_ways(repairs: Iterable[Repair]) -> Iterator[RepairWay]:
    """The rows of repairs."""
    for repair in repairs:
        for number, row in enumerate(repair.rows):
            source, _, place = row.from_.partition("#")
            target = "" if row.to == VOID else f"{RECORDS}/{row.to}"
            yield RepairWay(repair.path, number, f"{RECORDS}/{source}", place, target)


def remove_rows(document: Document, ways: Collection[RepairWay]) -> Fields:
    """The data of a document without the rows in it that are taken out."""
    data = document.data
    places = [way.place for way in ways if way.place and way.source == document.path]
    for place in sorted(places, key=_make_sort_key, reverse=True):  # the last row of a list first
        if rows := find_rows(data, place):
            del rows[int(place.rpartition("/")[2])]
    return data


def find_rows(data: JsonValue, place: str) -> list[JsonValue]:
    """The list in which a pointer leads to a row; empty where it leads to none."""
    holder, _, number = place.rpartition("/")
    rows = resolve_pointer(data, holder)
    return rows if isinstance(rows, list) and INDEX.fullmatch(number) and int(number) < len(rows) else []


def keeps_its_dossier(register: Register, folder: str, others: Collection[str] = ()) -> bool:
    """Whether a dossier is the only one of an institution on a published list, and so is never taken out.

    Another is of the same institution where it has the same id, or has or had the same credit code and is on
    a published list itself. The dossiers in `others` are taken out as well.
    """
    id_ = get_dossier_id(folder)
    codes = register.folders[folder].codes
    # A list that was published stays as it was: somebody's dossier must go on standing for it.
    return is_on_published_list(register, id_) and not any(
        get_dossier_id(other) == id_
        or (not {*codes}.isdisjoint(outline.codes) and is_on_published_list(register, get_dossier_id(other)))
        for other, outline in register.folders.items()
        if other != folder and other not in others and has_institution(other, outline)
    )


def is_on_published_list(register: Register, id_: str) -> bool:
    """Whether an institution stands on a published list, whether its day has come or not."""
    batches = (register.batches.get(name) for name in register.listing.get(id_, ()))
    return any(batch and batch.announcement for batch in batches)


class RepairEffect(NamedTuple):
    """What a repair has made of something of a dossier: a file of it, with a pointer where a row is meant."""

    file: str
    place: str
    became: str


def list_repaired(repair: Repair, id_: str) -> Iterator[RepairEffect]:
    """What a repair has made of the dossier of an id; nothing of other dossiers."""
    for way in list_ways([repair]):
        to = _get_id(way.target)
        if way.is_folder:
            if way.given == id_:
                yield RepairEffect("", "", "改用现在的编号")
        elif way.former == id_:
            became = (
                VOID if not way.target else f"移到 {_get_inner_path(way.target)}" if to == id_ else "移出"
            )
            yield RepairEffect(_get_inner_path(way.source), way.place, became)
        elif to == id_:
            yield RepairEffect(_get_inner_path(way.target), "", "移入")


def collect_repaired_ids(repair: Repair) -> set[str]:
    """The institutions of whose records a repair makes something."""
    return {id_ for way in list_ways([repair]) for id_ in (way.former, _get_id(way.target)) if id_}


def map_by_dossier(repairs: Iterable[Repair]) -> dict[str, list[str]]:
    """The files of repairs that tell of a dossier, by its id."""
    paths: dict[str, list[str]] = {}
    for repair in repairs:
        for id_ in sorted(collect_repaired_ids(repair)):
            if any(list_repaired(repair, id_)):
                paths.setdefault(id_, []).append(repair.path)
    return paths


def _get_inner_path(path: str) -> str:
    """A file's path in its dossier."""
    return RecordPath.parse(path).below


def _make_sort_key(place: str) -> list[tuple[int, str]]:
    """Sort key of pointers: numbers by their value, what lies in a row after the row."""
    return [(int(part), "") if INDEX.fullmatch(part) else (-1, part) for part in place.split("/")]


def _get_id(path: str) -> str:
    """The id of the institution in whose dossier a file lies, or whose folder it is."""
    return (RecordPath.parse(path) if path.endswith(".yml") else RecordPath.parse_folder(path)).id
