"""The register: tables, batches and dossiers, immutable, with the indexes that rules and pages ask for."""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from ..finding import Finding
from ..records.cache import Kept, digest_of, version
from ..records.files import RECORDS, folder_of
from ..records.loader import Checked, Document, Loaded, Names
from ..records.schemas import Kind, Schemas
from .corrections import AppliedCorrection, correct
from .kinds import (
    ACTS,
    KIND_NAMES,
    Act,
    Amendment,
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
from .lazy import RECENT, Lazy
from .outline import Outline, Outliner
from .typed import typed

ACT_ORDER = {cls: rank for rank, cls in enumerate(ACTS.values())}
# The kinds that every dossier rests on.
TABLES = ("areas", "systems", "authority", "regulation")
DOSSIER = re.compile(rf"{RECORDS}/institutions/[^/]+/[^/]+")
A = TypeVar("A", bound=Act)
R = TypeVar("R", bound=Record)
V = TypeVar("V")


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


@dataclass(frozen=True)
class Contents:
    """What a folder holds.

    The valid files as filed and corrected, the invalid ones with their kind and the values in their path,
    and the corrections made, by dossier.
    """

    filed: Mapping[str, Document]
    documents: Mapping[str, Document]
    invalid: Mapping[str, tuple[Kind, Names]]
    corrections: Mapping[str, tuple[AppliedCorrection, ...]]

    @classmethod
    def of(cls, checked: Checked, schemas: Schemas) -> Contents:
        """What a folder holds that was read so."""
        documents, corrections = correct(checked.documents, schemas)
        return cls(checked.documents, documents, checked.invalid, corrections)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The valid files as their types, by path."""
        return {path: typed(document) for path, document in self.documents.items()}


EMPTY = Contents({}, {}, {}, {})


class ByPath(Mapping[str, V]):
    """Something of each valid file of a register, by path: first of those that no dossier holds."""

    def __init__(self, register: Register, of: Callable[[Contents], Mapping[str, V]]) -> None:
        self._register = register
        self._of = of

    def __getitem__(self, path: str) -> V:
        return self._of(self._register.holding(path))[path]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path in self._of(self._register.holding(path))

    def __iter__(self) -> Iterator[str]:
        yield from self._register.contents("").filed
        for outline in self._register.folders.values():
            yield from outline.valid

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Reach(NamedTuple):
    """All that is looked at of a dossier: its folder and those of the dossiers it succeeds, and batches."""

    folders: list[str]
    batches: list[str]


@dataclass(frozen=True, eq=False)
class Register:
    """The whole register; dossiers and their files are read and typed when they are asked for.

    `folders` are the dossiers' folders, in order, with their outlines; `digests` what tells their contents
    apart; `known` the ids that exist, valid or not, by kind of reference; `listing` the batches that list an
    institution; `form` what was found in the files themselves. `contents` gives what a folder holds; of ""
    what lies in none: tables and batches.
    """

    tables: Tables
    batches: Mapping[str, Batch]
    dossiers: Mapping[str, Dossier]
    folders: Mapping[str, Outline]
    contents: Callable[[str], Contents]
    known: Mapping[str, frozenset[str]]
    listing: Mapping[str, Collection[str]]
    digests: Mapping[str, bytes] = field(default_factory=dict)
    form: tuple[Finding, ...] = ()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The valid files as plain data, corrected."""
        return ByPath(self, lambda contents: contents.documents)

    @property
    def filed(self) -> Mapping[str, Document]:
        """The valid files as plain data, as they were filed."""
        return ByPath(self, lambda contents: contents.filed)

    @property
    def by_path(self) -> Mapping[str, Record]:
        """The valid records by their file."""
        return ByPath(self, lambda contents: contents.records)

    @cached_property
    def invalid(self) -> frozenset[str]:
        """The files of a known kind that could not be read."""
        below = (path for outline in self.folders.values() for path in outline.invalid)
        return frozenset((*self.contents("").invalid, *below))

    def public_on(self, day: dt.date) -> Iterator[Dossier]:
        """The dossiers that were ever listed by the end of `day`, by id: only they have a page."""
        return (self.dossiers[id_] for id_ in self.public_ids(day))

    def public_ids(self, day: dt.date) -> list[str]:
        """The ids of the same."""
        published = {id_ for id_, batch in self.batches.items() if batch.published_by(day)}
        return [id_ for id_ in self.dossiers if not published.isdisjoint(self.listing.get(id_, ()))]

    def holding(self, path: str) -> Contents:
        """What the folder holds in which a file lies."""
        folder = folder_of(path)
        return self.contents(folder if folder in self.folders else "")

    def dossier_of(self, path: str) -> Dossier | None:
        """The dossier that a file belongs to; None where it belongs to none, or to one that was left out."""
        folder = folder_of(path)
        found = self.dossiers.get(folder.rpartition("/")[2]) if folder in self.folders else None
        return found if found and found.folder == folder else None

    def digest(self, folder: str) -> bytes:
        """What tells the contents of a dossier's folder apart."""
        known = self.digests.get(folder)
        if known:
            return known
        contents = self.contents(folder)
        filed = (part for path, each in contents.filed.items() for part in (path.encode(), each.packed))
        return digest_of(*filed, b"invalid", *(path.encode() for path in sorted(contents.invalid)))

    def reach(self, folder: str) -> Reach:
        """What the findings in a folder follow from, besides the tables."""
        folders, waiting = [folder], [folder]
        batches: set[str] = set()
        while waiting:
            outline = self.folders[waiting.pop()]
            for id_ in outline.named.get("institution", ()):
                if id_ in self.folder_by_id and self.folder_by_id[id_] not in folders:
                    folders.append(self.folder_by_id[id_])
                    waiting.append(self.folder_by_id[id_])
        for each in folders:
            batches.update(self.folders[each].named.get("batch", ()))
            batches.update(self.listing.get(each.rpartition("/")[2], ()))
        return Reach(folders, sorted(batches))

    def predecessors(self, id_: str) -> list[str]:
        """The ids of the dossiers that one succeeds, directly or through others."""
        return [each.rpartition("/")[2] for each in self.reach(self.folder_by_id[id_]).folders[1:]]

    def within(self, folder: str) -> Register:
        """What the rules of one dossier look at, and so all that its findings follow from.

        It holds what is in the folder, the tables, the batches that the dossier names or that list it, and
        the dossiers it succeeds.
        """
        reach = self.reach(folder)
        ids = [id_ for each in reach.folders if (id_ := each.rpartition("/")[2]) in self.dossiers]
        own = self.contents(folder)
        return Register(
            tables=self.tables,
            batches={id_: self.batches[id_] for id_ in reach.batches if id_ in self.batches},
            dossiers={id_: self.dossiers[id_] for id_ in ids},
            folders={folder: self.folders[folder]},
            contents=lambda name: own if name == folder else EMPTY,
            known=self.known,
            listing=self.listing,
        )

    def successors(self) -> Iterator[Dossier]:
        """The dossiers that may succeed another: those that name one."""
        return (
            self.dossiers[id_]
            for id_ in self.dossiers
            if "institution" in self.folders[self.folder_by_id[id_]].named
        )

    @cached_property
    def folder_by_id(self) -> Mapping[str, str]:
        """The folder of each id; of one that has several the last."""
        return {folder.rpartition("/")[2]: folder for folder in self.folders}

    @cached_property
    def by_credit_code(self) -> Mapping[str, list[str]]:
        """The ids of the dossiers by their institution's code; more than one is a fault."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_ in self.dossiers:
            found[self.folders[self.folder_by_id[id_]].credit_code].append(id_)
        return found


def build(
    loaded: Loaded,
    schemas: Schemas,
    without: frozenset[str] = frozenset(),
    outlines: Kept[Outline] | None = None,
) -> Register:
    """The typed register of what was read.

    A dossier is left out where a file that it rests on is not valid: what is said of it would not be true. So
    are those of the folders in `without`. What is known of folders is taken from `outlines`, and left there.
    """
    names = [name for name in loaded.folders if DOSSIER.fullmatch(name)]
    beside = loaded.together([name for name in loaded.folders if not DOSSIER.fullmatch(name)])
    shared = Contents.of(beside, schemas)
    outlined = dict(sorted(_outlined(loaded, schemas, names, outlines)))
    folders = {name: each for name, each in outlined.items() if each.valid or each.invalid}
    tables = _tables(shared)
    batches = {each.id: each for each in _of(shared.records.values(), Batch)}
    listing: dict[str, list[str]] = defaultdict(list)
    for id_, batch in batches.items():
        for listed in batch.listed:
            listing[listed].append(id_)
    by_id = {folder.rpartition("/")[2]: folder for folder in folders}
    left_out = _broken(shared, folders) | without
    if not tables.complete or _invalid(shared, TABLES):
        left_out |= {*folders}
    ids = sorted(id_ for id_, each in by_id.items() if folders[each].credit_code and each not in left_out)

    @lru_cache(RECENT)
    def contents(name: str) -> Contents:
        return Contents.of(loaded.folder(name), schemas) if name else shared

    def alone(id_: str) -> Dossier:
        folder = by_id[id_]
        found = contents(folder)
        listed = (batches[each] for each in listing.get(id_, ()))
        institution = found.records[f"{folder}/institution.yml"]
        assert isinstance(institution, Institution)
        records = found.records.values()
        return assemble(id_, folder, institution, records, listed, found.corrections, tables)

    dossiers = Lazy(ids, alone)
    return Register(
        tables=tables,
        batches=dict(sorted(batches.items(), key=lambda item: batch_order(item[0]))),
        dossiers=Lazy(ids, lambda id_: with_predecessors(dossiers[id_], dossiers)),
        folders=folders,
        contents=contents,
        known=_known(tables, shared, folders),
        listing=listing,
        digests={name: folder.digest for name, folder in loaded.folders.items()},
        form=(*beside.findings, *(finding for each in outlined.values() for finding in each.findings)),
    )


def outlines(folder: Path, schemas: Schemas) -> Kept[Outline]:
    """The outlines of dossiers by their digests, as a folder of the cache has them."""
    return Kept(folder / "outlines", version(("records", "model"), schemas), Outline)


def _outlined(
    loaded: Loaded, schemas: Schemas, names: Iterable[str], outlines: Kept[Outline] | None
) -> Iterator[tuple[str, Outline]]:
    """The folders with their outlines, not in their order."""
    unknown = []
    for name in names:
        found = outlines.get(loaded.folders[name].digest) if outlines else None
        if found is None:
            unknown.append(name)
        else:
            yield name, found
    outliner = Outliner(schemas)
    for name, checked in loaded.each(unknown):
        found = outliner.outline(name, checked, correct(checked.documents, schemas)[0])
        if outlines:
            outlines.put(loaded.folders[name].digest, found)
        yield name, found


def _invalid(shared: Contents, kinds: Collection[str]) -> list[str]:
    """The paths of files of these kinds that could not be read."""
    return [path for path, (kind, _) in shared.invalid.items() if kind.name in kinds]


def _broken(shared: Contents, folders: Mapping[str, Outline]) -> set[str]:
    """The folders of dossiers that cannot be told.

    One of their files is not valid, or a batch that their acts name, or another folder has the same id.
    """
    batches = {shared.invalid[path][1]["id"] for path in _invalid(shared, ("batch",))}
    seen = Counter(folder.rpartition("/")[2] for folder in folders)
    return {
        folder
        for folder, outline in folders.items()
        if outline.invalid
        or not batches.isdisjoint(outline.named.get("batch", ()))
        or seen[folder.rpartition("/")[2]] > 1
    }


def batch_order(batch: str) -> tuple[int, int]:
    """Sort key of a batch id: 2019-2 before 2019-10."""
    year, _, number = batch.partition("-")
    return int(year), int(number)


def _of(records: Iterable[Record], kind: type[R]) -> list[R]:
    return [each for each in records if isinstance(each, kind)]


def _tables(shared: Contents) -> Tables:
    """The tables; no regulation where one could not be read, as it is not known which is in force."""
    records = shared.records.values()
    regulations = [] if _invalid(shared, ("regulation",)) else _of(records, Regulation)
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
    records: Collection[Record],
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


def _known(tables: Tables, shared: Contents, folders: Iterable[str]) -> dict[str, frozenset[str]]:
    """The ids that exist by kind of reference.

    A kind whose table could not be read is left out: nothing can be said of references to it.
    """
    found: dict[str, set[str]] = {"institution": {each.rpartition("/")[2] for each in folders}}
    for name in ("authority", "batch"):
        valid = {doc.names["id"] for doc in shared.filed.values() if doc.kind.name == name}
        invalid = {names["id"] for kind, names in shared.invalid.values() if kind.name == name}
        found[name] = valid | invalid
    if tables.areas or f"{RECORDS}/areas.yml" not in shared.invalid:
        found["area"] = set(tables.areas)
    if tables.systems or f"{RECORDS}/systems.yml" not in shared.invalid:
        found["system"] = set(tables.systems)
    return {name: frozenset(ids) for name, ids in found.items()}


def kind_name(record: Record) -> str:
    """The name of a record's kind, as its schema is called."""
    return KIND_NAMES[type(record)]
