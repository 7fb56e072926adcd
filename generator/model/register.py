"""The register: tables, batches and dossiers, immutable, with the indexes that rules and pages ask for."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeVar

import msgspec

from ..records.load import RECORDS, Document, Loaded
from ..records.schemas import Schemas
from .corrections import AppliedCorrection, correct
from .kinds import (
    ACTS,
    KIND_NAMES,
    KINDS,
    Act,
    Amendment,
    Application,
    Area,
    Areas,
    Assessment,
    Authority,
    Batch,
    Institution,
    Plan,
    Record,
    Regulation,
    Succession,
    Summary,
    System,
    Systems,
    Waiver,
)

ACT_ORDER = {cls: rank for rank, cls in enumerate(ACTS.values())}
# The kinds that every dossier rests on.
TABLES = ("areas", "systems", "authority", "regulation")
A = TypeVar("A", bound=Act)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Tables:
    """What all dossiers share: areas, systems, authorities and regulations by id."""

    areas: Mapping[str, Area]
    systems: Mapping[str, System]
    authorities: Mapping[str, Authority]
    regulations: tuple[Regulation, ...]

    @property
    def complete(self) -> bool:
        """Whether there is something of what dossiers rest on; a register may do without systems."""
        return bool(self.regulations and self.areas)

    def regulation_on(self, day: dt.date) -> Regulation:
        """The regulation in force on `day`; before the first one, the first.

        A register without one has no dossiers, so there is always an answer where it is asked.
        """
        in_force = [each for each in self.regulations if each.in_force_from <= day]
        return in_force[-1] if in_force else self.regulations[0]

    def cite(self, basis: str, day: dt.date) -> str:
        """The article of the regulation in force on `day` for a basis, as rules and states name theirs.

        A basis is an article of 盐人社发〔2018〕223号 ("8(3)"). A regulation that numbers otherwise says how
        in its citations; what it does not name there is not cited (empty).
        """
        table = self.regulation_on(day).citations if self.regulations else ()
        if not table:
            return basis
        cited = {each.basis: each.article for each in table}
        return cited.get(basis) or cited.get(basis.partition("(")[0], "")

    def hrss_side(self, area: str, day: dt.date) -> frozenset[str]:
        """The authorities that act for the HRSS side of an area (Article 5).

        They are its own, and the city bureau, which always may.
        """
        own = {self.areas[area].hrss} if area in self.areas else set()
        return frozenset(own | {self.regulation_on(day).city_authority})

    def departments(self, area: str, system: str | None, day: dt.date) -> frozenset[str]:
        """The competent departments of a system for an area: those of its level, and the city's."""
        places = {area, self.regulation_on(day).city_area}
        candidates = self._departments.get(system, ()) if system else ()
        return frozenset(each.id for each in candidates if not each.areas or places & set(each.areas))

    def department_at_level(self, area: str, system: str | None, day: dt.date) -> str | None:
        """The competent department that an institution reports to: its own level's, else the city's."""
        found = {
            each for each in self.departments(area, system, day) if self.authorities[each].in_office(day)
        }
        own = {each for each in found if area in self.authorities[each].areas}
        return min(own or found, default=None)

    def associations(self, system: str | None) -> frozenset[str]:
        """The associations of a system's field."""
        return frozenset(each.id for each in self._associations.get(system, ())) if system else frozenset()

    @cached_property
    def _departments(self) -> Mapping[str | None, tuple[Authority, ...]]:
        return self._by_system("业务主管部门")

    @cached_property
    def _associations(self) -> Mapping[str | None, tuple[Authority, ...]]:
        return self._by_system("行业协会")

    def _by_system(self, kind: str) -> Mapping[str | None, tuple[Authority, ...]]:
        found: dict[str | None, tuple[Authority, ...]] = {}
        for each in self.authorities.values():
            if each.kind == kind:
                found[each.system] = (*found.get(each.system, ()), each)
        return found

    def name_of(self, authority: str) -> str:
        """An authority's name, or its id where there is no such authority."""
        found = self.authorities.get(authority)
        return found.name if found else authority


class Predecessor(NamedTuple):
    """An institution that another follows, directly or through others, since when, and its acts."""

    id: str
    since: dt.date
    acts: tuple[Act, ...]


@dataclass(frozen=True, eq=False)
class Dossier:
    """One institution's file (一机构一档), with what batches, corrections and predecessors add to it.

    Two are the same only if they are one object, so that what is derived from one can be kept for a while.
    """

    id: str
    folder: str
    institution: Institution
    acts: tuple[Act, ...]
    plans: tuple[Plan, ...]
    amendments: tuple[Amendment, ...]
    summaries: tuple[Summary, ...]
    assessments: tuple[Assessment, ...]
    waivers: tuple[Waiver, ...]
    batches: tuple[Batch, ...]
    corrections: tuple[AppliedCorrection, ...]
    tables: Tables
    predecessors: tuple[Predecessor, ...] = ()

    def acts_of(self, kind: type[A]) -> tuple[A, ...]:
        """The acts of one kind, in order of date."""
        return tuple(act for act in self.acts if isinstance(act, kind))

    def act(self, stem: str, kind: type[A]) -> A | None:
        """The act of that file name and kind, if there is one."""
        return next((act for act in self.acts_of(kind) if act.stem == stem), None)

    def plan(self, year: int) -> Plan | None:
        return next((each for each in self.plans if each.year == year), None)

    def summary(self, year: int) -> Summary | None:
        return next((each for each in self.summaries if each.year == year), None)

    def amendments_of(self, year: int) -> tuple[Amendment, ...]:
        return tuple(each for each in self.amendments if each.year == year)


class Contents(NamedTuple):
    """What a folder holds: records, documents corrected and as filed, the paths of invalid files."""

    records: list[Record]
    documents: dict[str, Document]
    filed: dict[str, Document]
    invalid: list[str]


@dataclass(frozen=True)
class Register:
    """The whole register.

    `documents` are the valid files as plain data, corrected, and `filed` the same as they were filed;
    `invalid` the files of a known kind that could not be read; `known` the ids that exist, valid or not, by
    kind of reference.
    """

    tables: Tables
    batches: Mapping[str, Batch]
    dossiers: Mapping[str, Dossier]
    records: tuple[Record, ...]
    documents: Mapping[str, Document]
    filed: Mapping[str, Document]
    invalid: frozenset[str]
    folders: tuple[str, ...]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def public_on(self, day: dt.date) -> tuple[Dossier, ...]:
        """The dossiers that were ever listed by the end of `day`, by id: only they have a page."""
        return tuple(
            dossier
            for _, dossier in sorted(self.dossiers.items())
            if any(batch.published_by(day) for batch in dossier.batches)
        )

    def dossier_of(self, path: str) -> Dossier | None:
        """The dossier that a file belongs to; None where it belongs to none, or to one that was left out."""
        folder = folder_of(path)
        found = self.dossiers.get(folder.rpartition("/")[2])
        return found if found and found.folder == folder else None

    def within(self, folder: str) -> Register:
        """What the rules of one dossier look at, and so all that its findings follow from.

        It holds what is in the folder, the tables, the batches that the dossier names or that list it, and
        the dossiers it succeeds.
        """
        records, documents, filed, invalid = self.contents(folder)
        dossier = self.dossiers.get(folder.rpartition("/")[2])
        dossiers, batches = {}, {getattr(each, "batch", None) or "" for each in records}
        if dossier and dossier.folder == folder:
            seen = (dossier.id, *(each.id for each in dossier.predecessors))
            dossiers = {id_: self.dossiers[id_] for id_ in seen if id_ in self.dossiers}
            batches |= {each.id for each in dossier.batches}
        return Register(
            tables=self.tables,
            batches={id_: self.batches[id_] for id_ in sorted(batches) if id_ in self.batches},
            dossiers=dossiers,
            records=tuple(records),
            documents=documents,
            filed=filed,
            invalid=frozenset(invalid),
            folders=(folder,),
        )

    def contents(self, folder: str) -> Contents:
        """What lies in a dossier's folder; of "" what lies in none: tables and batches."""
        return self._contents[folder]

    @cached_property
    def _contents(self) -> defaultdict[str, Contents]:
        """What lies in each dossier's folder; under "" what lies in none."""
        found: defaultdict[str, Contents] = defaultdict(lambda: Contents([], {}, {}, []))
        folders = frozenset(self.folders)

        def of(path: str) -> Contents:
            folder = folder_of(path)
            return found[folder if folder in folders else ""]

        for record in self.records:
            of(record.path).records.append(record)
        for path, document in self.documents.items():
            of(path).documents[path] = document
        for path, document in self.filed.items():
            of(path).filed[path] = document
        for path in self.invalid:
            of(path).invalid.append(path)
        return found

    @cached_property
    def by_path(self) -> Mapping[str, Record]:
        """The valid records by their file."""
        return {each.path: each for each in self.records}

    @cached_property
    def by_credit_code(self) -> Mapping[str, tuple[Dossier, ...]]:
        """The dossiers by their institution's code; more than one is a fault."""
        found: dict[str, list[Dossier]] = defaultdict(list)
        for dossier in self.dossiers.values():
            found[dossier.institution.credit_code].append(dossier)
        return {code: tuple(each) for code, each in found.items()}


def folder_of(path: str) -> str:
    """The dossier's folder that a file lies in: records/institutions/<area>/<id>."""
    return "/".join(path.split("/")[:4])


def build(loaded: Loaded, schemas: Schemas, without: frozenset[str] = frozenset()) -> Register:
    """The typed register of what was read.

    A dossier is left out where a file that it rests on is not valid: what is said of it would not be true. So
    are those of the folders in `without`.
    """
    documents, corrections = correct(loaded.documents, schemas)
    records = {path: typed(document) for path, document in documents.items()}
    tables = _tables(loaded, records.values())
    batches = {each.id: each for each in _of(records.values(), Batch)}
    paths = (path for path in (*documents, *loaded.invalid) if path.startswith(f"{RECORDS}/institutions/"))
    folders = sorted({folder_of(path) for path in paths})
    broken = _broken(loaded, records.values(), folders) | without
    listing: dict[str, list[Batch]] = defaultdict(list)
    for batch in batches.values():
        for listed in batch.listed:
            listing[listed].append(batch)
    grouped: dict[str, list[Record]] = defaultdict(list)
    for path, record in records.items():
        grouped[folder_of(path)].append(record)
    dossiers: dict[str, Dossier] = {}
    for folder in folders if tables.complete and not _invalid(loaded, TABLES) else ():
        institution = records.get(f"{folder}/institution.yml")
        if folder not in broken and isinstance(institution, Institution):
            id_ = folder.rpartition("/")[2]
            dossiers[id_] = assemble(
                id_, folder, institution, grouped[folder], listing[id_], corrections, tables
            )
    return Register(
        tables=tables,
        batches=dict(sorted(batches.items(), key=lambda item: batch_order(item[0]))),
        dossiers={id_: with_predecessors(dossier, dossiers) for id_, dossier in sorted(dossiers.items())},
        records=tuple(records.values()),
        documents=documents,
        filed=loaded.documents,
        invalid=frozenset(loaded.invalid),
        folders=tuple(folders),
        known=_known(tables, loaded, folders),
    )


def _invalid(loaded: Loaded, kinds: Collection[str]) -> list[str]:
    """The paths of files of these kinds that could not be read."""
    return [path for path, (kind, _) in loaded.invalid.items() if kind.name in kinds]


def _broken(loaded: Loaded, records: Iterable[Record], folders: Iterable[str]) -> set[str]:
    """The folders of dossiers that cannot be told.

    One of their files is not valid, or a batch that their acts name, or another folder has the same id.
    """
    broken = {folder_of(path) for path in loaded.invalid}
    batches = {loaded.invalid[path][1]["id"] for path in _invalid(loaded, ("batch",))}
    broken |= {folder_of(each.path) for each in records if getattr(each, "batch", None) in batches}
    seen = Counter(folder.rpartition("/")[2] for folder in folders)
    return broken | {folder for folder in folders if seen[folder.rpartition("/")[2]] > 1}


def batch_order(batch: str) -> tuple[int, int]:
    """Sort key of a batch id: 2019-2 before 2019-10."""
    year, _, number = batch.partition("-")
    return int(year), int(number)


class ModelDiffersError(Exception):
    """A schema allows what the model does not know; the message names the file, the field and kinds.py."""


def typed(document: Document) -> Record:
    """A valid document as its type. Raises ModelDiffersError."""
    try:
        record = _decoder(document.kind.name).decode(document.packed)
    except msgspec.ValidationError:  # JSON Schema takes 80.0 for an integer
        record = _typed_again(document)
    except KeyError as error:
        raise ModelDiffersError(
            f"{document.path}：generator/model/kinds.py 中没有 {error} 这种记录"
        ) from error
    if isinstance(record, Application):
        filing = msgspec.structs.replace(record.filing, path=document.path, at="/filing")
        return msgspec.structs.replace(record, path=document.path, filing=filing)
    return msgspec.structs.replace(record, path=document.path)


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(KINDS[kind])


def _typed_again(document: Document) -> Record:
    try:
        return msgspec.convert(whole(document.data), KINDS[document.kind.name])
    except msgspec.ValidationError as error:
        raise ModelDiffersError(
            f"{document.path}：schemas/{document.kind.name}.json 允许的内容，generator/model/kinds.py 中的 "
            f"{KINDS[document.kind.name].__name__} 不接受（{error}）；请在 kinds.py 中补上这个字段"
        ) from error


def whole(value: Any) -> Any:
    """A value with 80 for 80.0, at every depth."""
    if isinstance(value, dict):
        return {name: whole(below) for name, below in value.items()}
    if isinstance(value, list):
        return [whole(below) for below in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _of(records: Iterable[Record], kind: type[R]) -> list[R]:
    return [each for each in records if isinstance(each, kind)]


def _tables(loaded: Loaded, records: Iterable[Record]) -> Tables:
    """The tables; no regulation where one could not be read, as it is not known which is in force."""
    records = list(records)
    regulations = [] if _invalid(loaded, ("regulation",)) else _of(records, Regulation)
    return Tables(
        areas={area.id: area for each in _of(records, Areas) for area in each.areas},
        systems={system.id: system for each in _of(records, Systems) for system in each.systems},
        authorities={each.id: each for each in sorted(_of(records, Authority), key=lambda each: each.id)},
        regulations=tuple(sorted(regulations, key=lambda each: each.in_force_from)),
    )


def assemble(
    id_: str,
    folder: str,
    institution: Institution,
    records: list[Record],
    listing: Iterable[Batch],
    corrections: Mapping[str, tuple[AppliedCorrection, ...]],
    tables: Tables,
) -> Dossier:
    """A dossier from its records, given in any order, and the batches that list it."""

    def by_path(kind: type[R]) -> tuple[R, ...]:
        return tuple(sorted(_of(records, kind), key=lambda each: each.path))

    return Dossier(
        id=id_,
        folder=folder,
        institution=institution,
        acts=tuple(sorted(_of(records, Act), key=act_order)),
        plans=by_path(Plan),
        amendments=tuple(sorted(by_path(Amendment), key=lambda each: (each.year, each.number))),
        summaries=by_path(Summary),
        assessments=by_path(Assessment),
        waivers=by_path(Waiver),
        batches=tuple(
            sorted(listing, key=lambda each: (each.published_on or dt.date.max, batch_order(each.id)))
        ),
        corrections=corrections.get(folder, ()),
        tables=tables,
    )


def act_order(act: Act) -> tuple[dt.date, int, str]:
    """Sort key of acts: by date, on one day by the order of kinds, then by file."""
    return act.date, ACT_ORDER[type(act)], act.path


def with_predecessors(dossier: Dossier, dossiers: Mapping[str, Dossier]) -> Dossier:
    """The dossier with the acts of all it succeeds, directly or through others; a circle is walked once."""
    found: dict[str, Predecessor] = {}
    waiting = [(each.date, each.predecessor) for each in dossier.acts_of(Succession)]
    heapq.heapify(waiting)
    while waiting:
        since, id_ = heapq.heappop(waiting)
        if id_ == dossier.id or id_ in found or id_ not in dossiers:
            continue
        found[id_] = Predecessor(id_, since, dossiers[id_].acts)
        for each in dossiers[id_].acts_of(Succession):
            heapq.heappush(waiting, (max(since, each.date), each.predecessor))
    return replace(dossier, predecessors=tuple(found.values())) if found else dossier


def _known(tables: Tables, loaded: Loaded, folders: Iterable[str]) -> dict[str, frozenset[str]]:
    """The ids that exist by kind of reference.

    A kind whose table could not be read is left out: nothing can be said of references to it.
    """
    found: dict[str, set[str]] = {"institution": {each.rpartition("/")[2] for each in folders}}
    for name in ("authority", "batch"):
        valid = {doc.names["id"] for doc in loaded.documents.values() if doc.kind.name == name}
        invalid = {names["id"] for kind, names in loaded.invalid.values() if kind.name == name}
        found[name] = valid | invalid
    if tables.areas or f"{RECORDS}/areas.yml" not in loaded.invalid:
        found["area"] = set(tables.areas)
    if tables.systems or f"{RECORDS}/systems.yml" not in loaded.invalid:
        found["system"] = set(tables.systems)
    return {name: frozenset(ids) for name, ids in found.items()}


def kind_name(record: Record) -> str:
    """The name of a record's kind, as its schema is called."""
    return KIND_NAMES[type(record)]
