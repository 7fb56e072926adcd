"""Build the typed register from the records that were read."""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

import msgspec

from ..json_data import Fields, JsonValue
from ..memo import SmallValues
from ..records.loader import Document, LoadedRecords, place_document
from ..records.record_path import AREAS, RECORDS, SYSTEMS, RecordPath, get_dossier_id
from ..records.schemas import Schemas
from .batches import get_publication_day, list_concerned
from .corrections import AppliedCorrection
from .dossier import Dossier, Predecessor, build_act_key
from .kinds import (
    Act,
    Amendment,
    Application,
    Areas,
    Assessment,
    Authority,
    Batch,
    Calendar,
    Institution,
    Plan,
    Record,
    Regulation,
    Repair,
    Succession,
    Summary,
    Systems,
    Waiver,
)
from .lazy import MAX_RECENT, LazyMapping
from .marked_texts import list_marked_texts
from .outline import (
    DossierOutline,
    FolderIndex,
    PackedOutline,
    index_folders,
    is_institution_valid,
)
from .register import FolderContents, Register
from .repairs import map_by_dossier
from .tables import TABLES, Tables, get_start

# Kinds that state the credit code or the area of their institution.
STATING = frozenset({"institution", "application", "change", "transfer"})
R = TypeVar("R", bound=Record)
Outlines = SmallValues[PackedOutline]
DOSSIER = re.compile(rf"{RECORDS}/institutions/[^/]+/[^/]+")


def build_register(
    loaded: LoadedRecords,
    without: frozenset[str] = frozenset(),
    outlines: Mapping[str, DossierOutline] | None = None,
    arrange: Callable[[Dossier], Dossier] = lambda dossier: dossier,
) -> Register:
    """The typed register of what was read; `arrange` puts the acts of a dossier in order.

    A dossier is left out where a file that it rests on is not valid: what is said of it would not be true; so
    is one whose folder is in `without`. `outlines` are given where they are known.
    """
    shared = _read_shared(loaded)
    outlines = outline_folders(loaded) if outlines is None else outlines
    folders = {name: each for name, each in outlines.items() if each.is_dossier}
    tables, index = _build_tables(shared), index_folders(folders)
    batches = {each.id: each for each in _select_kind(shared.records.values(), Batch)}
    listing = _map_listing(batches.values())
    repairs = map_by_dossier(_select_kind(shared.records.values(), Repair))

    def assemble_alone(id_: str) -> Dossier:
        own, listed = read_folder(by_id[id_]), (batches[each] for each in listing.get(id_, ()))
        records = [*own.written.values(), *(shared.records[path] for path in repairs.get(id_, ()))]
        return arrange(assemble_dossier(by_id[id_], records, listed, own.corrections, tables))

    by_id = _select_sound(shared, folders, index, tables, without)
    single = LazyMapping(by_id, assemble_alone)  # without predecessors: theirs may lead back here
    read_folder = _open_folders(loaded, shared, lambda folder: _read_fold(folder, by_id, single))
    return Register(
        tables=tables,
        batches=dict(sorted(batches.items(), key=lambda item: parse_batch_order(item[0]))),
        dossiers=LazyMapping(by_id, lambda id_: add_predecessors(single[id_], single)),
        folders=folders,
        read_folder=read_folder,
        known_ids=_collect_ids(tables, shared, folders),
        listing=listing,
        index=index,
        repairs=repairs,
        digests={name: folder.digest for name, folder in loaded.folders.items()},
        form=(*shared.findings, *(finding for each in outlines.values() for finding in each.findings)),
    )


def _read_fold(folder: str, by_id: Mapping[str, str], dossiers: Mapping[str, Dossier]) -> Fields | None:
    """What the acts of a folder fold to; None where another folder or none is the dossier of its id."""
    id_ = get_dossier_id(folder)
    return dossiers[id_].fold if by_id.get(id_) == folder else None


def _read_shared(loaded: LoadedRecords) -> FolderContents:
    """The tables, batches and repairs: which dossiers can be put together depends on them."""
    beside = loaded.read_folders([name for name in loaded.folders if not DOSSIER.fullmatch(name)])
    documents = sorted(chain.from_iterable(read for _, read in beside), key=lambda document: document.path)
    return FolderContents.from_documents(documents, loaded.schemas)


def _open_folders(
    loaded: LoadedRecords, shared: FolderContents, fold: Callable[[str], Fields | None]
) -> Callable[[str], FolderContents]:
    """A function from a folder to its contents, `shared` for ""; it keeps the last results.

    `fold` gives the institution of a folder, where its file does not say the same.
    """

    @lru_cache(MAX_RECENT)
    def read_folder(name: str) -> FolderContents:
        if not name:
            return shared
        own = FolderContents.from_documents(loaded.read_folder(name), loaded.schemas)
        # Asked for only when the documents are: to send a folder to another process none need be typed.
        return replace(own, fold=lambda: place_fold(f"{name}/institution.yml", fold(name)))

    def place_fold(path: str, data: Fields | None) -> Document | None:
        return place_document(path, msgspec.json.encode(data), loaded.schemas) if data is not None else None

    return read_folder


def outline_folders(
    loaded: LoadedRecords,
    memo: Outlines | None = None,
    unchanged: Mapping[str, DossierOutline] = MappingProxyType({}),
) -> dict[str, DossierOutline]:
    """The outlines of the dossiers' folders, in order; they are taken from `memo`, and put there.

    `unchanged` are outlines of the same content, which stay.
    """
    outlines, unknown = {**unchanged}, []
    for name, folder in loaded.folders.items():
        if name in unchanged or not DOSSIER.fullmatch(name):
            continue
        # With the outlines a warm check opens no file: what it asks of the other dossiers is in them.
        if packed := memo.get(name, folder.digest) if memo else None:
            outlines[name] = packed.unpack(folder.paths)
        else:
            unknown.append(name)
    for name, documents in loaded.read_folders(unknown):
        outline = outline_folder(
            name, FolderContents.from_documents(documents, loaded.schemas), loaded.schemas
        )
        outlines[name], folder = outline, loaded.folders[name]
        if memo:
            memo.put(name, folder.digest, PackedOutline.pack(outline, folder.paths))
    return dict(sorted(outlines.items()))


def outline_folder(folder: str, contents: FolderContents, schemas: Schemas) -> DossierOutline:
    """The outline of a folder, of its files as they are corrected."""
    named: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, None] = {}
    own = f"{folder}/institution.yml"
    area, is_home = RecordPath.parse_folder(folder).area, own in contents.documents or own in contents.invalid
    for document in contents.documents.values():
        for marked in list_marked_texts(schemas, "x-ref", document):
            named[marked.schema["x-ref"]].add(marked.text)
        if document.kind in STATING:
            data = document.data
            codes |= dict.fromkeys(_list_codes(document.kind, data))
            # Where the file is missing: an application of this area, or a transfer to it, tells as well.
            is_home |= area in (data.get("filing", {}).get("area"), data.get("to_area"))
    named.pop("act", None)
    refers_to = {kind: sorted(ids) for kind, ids in sorted(named.items())}
    files = [*contents.findings], [*contents.documents], [*contents.invalid]
    return DossierOutline(*files, sorted(codes), refers_to, is_home)


def _list_codes(kind: str, data: Fields) -> Iterator[str]:
    """The credit codes of an institution that a record states, those before and after a conversion."""
    stated: list[JsonValue] = [data.get("credit_code")] if kind == "institution" else []
    if kind == "application":
        stated.append(data["filing"]["credit_code"])
    elif kind == "change":
        rows = [each for each in data["changes"] if each["field"] == "credit_code"]
        stated += [each[side] for each in rows for side in ("before", "after")]
    return (each for each in stated if isinstance(each, str))


def _map_listing(batches: Iterable[Batch]) -> dict[str, list[str]]:
    """The ids of the batches whose lists tell of an institution, by its id."""
    listing: dict[str, list[str]] = defaultdict(list)
    for batch in batches:
        for id_ in list_concerned(batch):
            listing[id_].append(batch.id)
    return listing


def _select_sound(
    shared: FolderContents,
    folders: Mapping[str, DossierOutline],
    index: FolderIndex,
    tables: Tables,
    without: frozenset[str],
) -> dict[str, str]:
    """The ids of the dossiers that can be put together, in order, with their folders."""
    # Without areas, systems and a regulation nothing of a dossier can be derived: no status, no deadline.
    if not tables.complete or _list_invalid(shared, TABLES):
        return {}
    left_out = _find_broken(shared, folders, index.home_folders) | without
    return {
        id_: folder
        for id_, folder in sorted(index.by_id.items())
        if is_institution_valid(folder, folders[folder]) and folder not in left_out
    }


def _list_invalid(shared: FolderContents, kinds: Collection[str]) -> list[str]:
    """The paths of files of these kinds that could not be read."""
    return [path for path, each in shared.invalid.items() if each.kind in kinds]


def _find_broken(
    shared: FolderContents, folders: Mapping[str, DossierOutline], home_folders: Mapping[str, list[str]]
) -> set[str]:
    """The folders of dossiers that cannot be put together.

    One of their files is not valid, or a batch that their acts name, or another folder has the same id.
    """
    batches = {shared.invalid[path].names["id"] for path in _list_invalid(shared, ("batch",))}
    return {
        folder
        for folder, outline in folders.items()
        if outline.invalid
        # A list that cannot be read may hold the institution: to show it as never listed would be untrue.
        or not batches.isdisjoint(outline.named.get("batch", ()))
        or len(home_folders.get(get_dossier_id(folder), ())) > 1
    }


def parse_batch_order(batch: str) -> tuple[int, int]:
    """Sort key of a batch id: 2019-2 before 2019-10."""
    year, _, number = batch.partition("-")
    return int(year), int(number)


def _select_kind(records: Iterable[Record], kind: type[R]) -> list[R]:
    return [each for each in records if isinstance(each, kind)]


def _build_tables(shared: FolderContents) -> Tables:
    """The tables; no regulation where one could not be read, as it is not known which is in force."""
    records = shared.records.values()
    # Which regulation is in force follows from all of them: with one missing, an older one would be cited.
    regulations = [] if _list_invalid(shared, ("regulation",)) else _select_kind(records, Regulation)
    return Tables(
        areas={area.id: area for each in _select_kind(records, Areas) for area in each.areas},
        systems={system.id: system for each in _select_kind(records, Systems) for system in each.systems},
        authorities={row.id: row for row in sorted(_select_kind(records, Authority), key=lambda row: row.id)},
        regulations=tuple(sorted(regulations, key=get_start)),
        calendars=tuple(sorted(_select_kind(records, Calendar), key=lambda calendar: calendar.year)),
    )


def assemble_dossier(
    folder: str,
    records: Collection[Record],
    listing: Iterable[Batch],
    corrections: Mapping[str, tuple[AppliedCorrection, ...]],
    tables: Tables,
) -> Dossier:
    """The dossier of a folder from its records, given in any order, and the batches that list it."""
    acts = tuple(sorted(_select_kind(records, Act), key=build_act_key))
    stated = next(iter(_select_kind(records, Institution)), None)
    # Without a file it is, until its acts are folded, as it applied at last.
    path = f"{folder}/institution.yml"
    applied = (each.filing for each in reversed(acts) if isinstance(each, Application))
    institution = stated or msgspec.structs.replace(next(applied), path=path, at="")

    def list_by_path(kind: type[R]) -> tuple[R, ...]:
        return tuple(sorted(_select_kind(records, kind), key=lambda record: record.path))

    return Dossier(
        id=get_dossier_id(folder),
        folder=folder,
        institution=institution,
        acts=acts,
        plans=list_by_path(Plan),
        amendments=tuple(sorted(list_by_path(Amendment), key=lambda plan: (plan.year, plan.number))),
        summaries=list_by_path(Summary),
        assessments=list_by_path(Assessment),
        waivers=list_by_path(Waiver),
        batches=tuple(
            sorted(
                listing,
                # A list that is only called has no day yet, and comes last.
                key=lambda batch: (get_publication_day(batch) or dt.date.max, parse_batch_order(batch.id)),
            )
        ),
        corrections=corrections.get(folder, ()),
        tables=tables,
        repairs=list_by_path(Repair),
        stated=stated,
    )


def add_predecessors(dossier: Dossier, dossiers: Mapping[str, Dossier]) -> Dossier:
    """The dossier with the acts of all it succeeds, directly or through others; a circle is walked once."""
    predecessors: dict[str, Predecessor] = {}
    # By date, so that of two ways to one predecessor the earlier counts; a heap, as further ones are found on
    # the way.
    waiting = [(each.date, each.predecessor) for each in dossier.get_acts(Succession)]
    heapq.heapify(waiting)
    while waiting:
        since, id_ = heapq.heappop(waiting)
        if id_ == dossier.id or id_ in predecessors or id_ not in dossiers:
            continue
        predecessors[id_] = Predecessor(id_, since, dossiers[id_].acts)
        for succession in dossiers[id_].get_acts(Succession):
            heapq.heappush(waiting, (max(since, succession.date), succession.predecessor))
    return replace(dossier, predecessors=tuple(predecessors.values())) if predecessors else dossier


def _collect_ids(tables: Tables, shared: FolderContents, folders: Iterable[str]) -> dict[str, frozenset[str]]:
    """The ids that exist by kind of reference.

    A kind whose table could not be read is left out: nothing can be said of references to it.
    """
    ids_by_kind: dict[str, set[str]] = {"institution": {get_dossier_id(each) for each in folders}}
    for name in ("authority", "batch"):
        there = chain(shared.filed.values(), shared.invalid.values())
        ids_by_kind[name] = {each.names["id"] for each in there if each.kind == name}
    # A table that is there but cannot be read: its ids are not known, so no reference to one is called wrong.
    if tables.areas or AREAS not in shared.invalid:
        ids_by_kind["area"] = set(tables.areas)
    if tables.systems or SYSTEMS not in shared.invalid:
        ids_by_kind["system"] = set(tables.systems)
    return {name: frozenset(ids) for name, ids in ids_by_kind.items()}
