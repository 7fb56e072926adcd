"""The register: dossiers, batches and tables, immutable, with the indexes that rules and pages ask for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..finding import Finding
from ..memo import compute_digest
from ..records.loader import Document
from ..records.record_path import find_folder, get_dossier_id
from ..records.schemas import Schemas
from .batches import is_published
from .corrections import AppliedCorrection, apply_corrections
from .dossier import Dossier
from .kinds import Batch, Record
from .outline import DossierOutline, FolderIndex
from .tables import Tables
from .typed import convert_document

V = TypeVar("V")


@dataclass(frozen=True)
class FolderContents:
    """What a folder holds, by path: the valid files as filed and corrected, and the invalid ones.

    `corrections` are those that were made, by dossier, `findings` those of the form of all its files. `fold`
    gives the institution as its acts say, where institution.yml does not say the same.
    """

    filed: Mapping[str, Document]
    corrected: Mapping[str, Document]
    invalid: Mapping[str, Document]
    corrections: Mapping[str, tuple[AppliedCorrection, ...]]
    findings: tuple[Finding, ...] = ()
    fold: Callable[[], Document | None] = lambda: None

    @classmethod
    def from_documents(cls, read: Iterable[Document], schemas: Schemas) -> FolderContents:
        """What a folder holds whose files are read, in order."""
        filed: dict[str, Document] = {}
        invalid: dict[str, Document] = {}
        findings: list[Finding] = []
        for document in read:
            findings += document.findings
            if document.kind:
                # By kind and by content: what could not be read is remembered by path, so that others'
                # references to it are not called wrong.
                (filed if document.packed else invalid)[document.path] = document
        corrected, corrections = apply_corrections(filed, schemas)
        return cls(filed, corrected, invalid, corrections, tuple(findings))

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The valid files as the register reads them: corrected, the institution as its acts say."""
        folded = self.fold()
        return {**self.corrected, folded.path: folded} if folded else self.corrected

    @cached_property
    def written(self) -> Mapping[str, Record]:
        """The valid files, corrected, as their types, by path."""
        return {path: convert_document(document) for path, document in self.corrected.items()}

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """What `documents` holds as types, by path."""
        folded = self.fold()
        return {**self.written, folded.path: convert_document(folded)} if folded else self.written


EMPTY = FolderContents({}, {}, {}, {})


class RecordsByPath(Mapping[str, V]):
    """Something of each valid file of a register, by path: first of those that no dossier holds."""

    def __init__(self, register: Register, of: Callable[[FolderContents], Mapping[str, V]]) -> None:
        self._register = register
        self._of = of

    def __getitem__(self, path: str) -> V:
        return self._of(self._register.read_folder_of(path))[path]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path in self._of(self._register.read_folder_of(path))

    def __iter__(self) -> Iterator[str]:
        # From the summaries, not from the folders: to list all paths must not read ten thousand dossiers.
        yield from self._register.shared.filed
        for outline in self._register.folders.values():
            yield from outline.valid

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Dependencies(NamedTuple):
    """What a dossier depends on: its folder, those of the dossiers that it succeeds, and batches."""

    folders: list[str]
    batches: list[str]


@dataclass(frozen=True, eq=False)
class Register:
    """The whole register; dossiers and their files are read and typed when they are asked for.

    `folders` are the dossiers' folders, in order, with their outlines, `index` tells which are of an id;
    `digests` those of their contents; `known_ids` the ids that exist, valid or not, by kind of reference;
    `listing` the batches that list an institution; `repairs` the files of the repairs that tell of one;
    `form` the findings in the files themselves. `read_folder` gives what a folder holds; of "" what lies
    in none: tables, batches and repairs.
    """

    tables: Tables
    batches: Mapping[str, Batch]
    dossiers: Mapping[str, Dossier]
    folders: Mapping[str, DossierOutline]
    read_folder: Callable[[str], FolderContents]
    known_ids: Mapping[str, frozenset[str]]
    listing: Mapping[str, Collection[str]]
    index: FolderIndex
    repairs: Mapping[str, Collection[str]] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)
    form: tuple[Finding, ...] = ()

    @property
    def shared(self) -> FolderContents:
        """What lies in no dossier's folder: tables, batches and repairs."""
        return self.read_folder("")

    @property
    def home_folders(self) -> Mapping[str, list[str]]:
        """The folders of each id in which its dossier lies, if any; several are a fault."""
        return self.index.home_folders

    @property
    def folder_by_id(self) -> Mapping[str, str]:
        """The folder of each id; of one that has several the last in which its institution is."""
        return self.index.by_id

    @property
    def documents(self) -> Mapping[str, Document]:
        """The valid files as plain data, corrected."""
        return RecordsByPath(self, lambda contents: contents.documents)

    @property
    def filed(self) -> Mapping[str, Document]:
        """The valid files as plain data, as they were filed."""
        return RecordsByPath(self, lambda contents: contents.filed)

    @property
    def by_path(self) -> Mapping[str, Record]:
        """The valid records by their file."""
        return RecordsByPath(self, lambda contents: contents.records)

    @cached_property
    def invalid(self) -> frozenset[str]:
        """The files of a known kind that could not be read."""
        below = (path for outline in self.folders.values() for path in outline.invalid)
        return frozenset((*self.shared.invalid, *below))

    def list_public(self, day: dt.date) -> Iterator[Dossier]:
        """The dossiers that were ever listed by the end of `day`, by id: only they have a page."""
        return (self.dossiers[id_] for id_ in self.list_public_ids(day))

    def list_public_ids(self, day: dt.date) -> list[str]:
        """The ids of the institutions on a list that was published by the end of `day`, in order."""
        # From lists to institutions: no dossier is typed to learn whether it has a page.
        published = {id_ for id_, batch in self.batches.items() if is_published(batch, day)}
        return [id_ for id_ in self.dossiers if not published.isdisjoint(self.listing.get(id_, ()))]

    def read_folder_of(self, path: str) -> FolderContents:
        """What the folder holds in which a file lies."""
        folder = find_folder(path)
        return self.read_folder(folder if folder in self.folders else "")

    def find_dossier(self, path: str) -> Dossier | None:
        """The dossier that a file belongs to; None where it belongs to none, or to one that was left out."""
        folder = find_folder(path)
        dossier = self.dossiers.get(get_dossier_id(folder)) if folder in self.folders else None
        # Where two folders have one id, one has the dossier: what lies in the other belongs to none.
        return dossier if dossier and dossier.folder == folder else None

    def has_dossier(self, folder: str) -> bool:
        """Whether a folder's dossier was not left out; it is not typed for that."""
        id_ = get_dossier_id(folder)
        return id_ in self.dossiers and self.folder_by_id.get(id_) == folder

    def compute_digest(self, folder: str) -> bytes:
        """A digest of the contents of a dossier's folder."""
        # By the ids of files: known from Git, or from the bytes that were read, and so without typing
        # anything.
        if digest := self.digests.get(folder):
            return digest
        # Without a memo none was computed when the files were listed; then what they hold is asked.
        contents = self.read_folder(folder)
        filed = (part for path, each in contents.filed.items() for part in (path.encode(), each.packed))
        return compute_digest(*filed, b"invalid", *(path.encode() for path in sorted(contents.invalid)))

    def list_dependencies(self, folder: str) -> Dependencies:
        """What the findings in a folder depend on, besides the tables."""
        folders = [folder]
        batches: set[str] = set()
        # Those that are added on the way are gone through as well: a bar passes from one to the next. A
        # circle of successions is walked once.
        for name in folders:
            named = self.folders[name].named
            for id_ in named.get("institution", ()):
                other = self.folder_by_id.get(id_)
                if other is not None and other not in folders:
                    folders.append(other)
            batches.update(named.get("batch", ()))
            # Batches name institutions, not the other way round; `listing` is that index.
            batches.update(self.listing.get(get_dossier_id(name), ()))
        return Dependencies(folders, sorted(batches))

    def list_predecessors(self, id_: str) -> list[str]:
        """The ids of the dossiers that one succeeds, directly or through others."""
        _, *folders = self.list_dependencies(self.folder_by_id[id_]).folders
        return [get_dossier_id(each) for each in folders]

    def select_subset(self, folder: str) -> Register:
        """What the rules of one dossier look at, and so all that its findings follow from.

        It holds what is in the folder, the tables, the batches that the dossier names or that list it, and
        the dossiers it succeeds.
        """
        reach = self.list_dependencies(folder)
        ids = [id_ for each in reach.folders if (id_ := get_dossier_id(each)) in self.dossiers]
        own = self.read_folder(folder)
        return Register(
            tables=self.tables,
            batches={id_: self.batches[id_] for id_ in reach.batches if id_ in self.batches},
            dossiers={id_: self.dossiers[id_] for id_ in ids},
            folders={folder: self.folders[folder]},
            # Rules must not see further than the key.
            read_folder=lambda name: own if name == folder else EMPTY,
            known_ids=self.known_ids,
            listing=self.listing,
            index=FolderIndex(self.home_folders, {get_dossier_id(folder): folder}),
        )

    def list_successors(self) -> Iterator[Dossier]:
        """The dossiers that may succeed another: those that name one."""
        return (
            self.dossiers[id_]
            for id_ in self.dossiers
            if "institution" in self.folders[self.folder_by_id[id_]].named
        )

    @cached_property
    def by_credit_code(self) -> Mapping[str, list[str]]:
        """The ids of the dossiers by each code that their institution has or had; two of one are a fault."""
        ids_by_code: dict[str, list[str]] = defaultdict(list)
        folders, folder_by_id = self.folders, self.folder_by_id
        for id_ in self.dossiers:
            for code in folders[folder_by_id[id_]].codes:
                ids_by_code[code].append(id_)
        return ids_by_code
