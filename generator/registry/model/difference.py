"""What a change makes of a register: the register before and after, and what Git tells of the files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..finding import Finding, Parts
from ..json_data import JsonValue
from ..records.loader import Document
from ..records.record_path import OF_INSTITUTIONS, RecordPath
from .dossier import Dossier
from .register import Register
from .repairs import RepairWay


class Alteration(NamedTuple):
    """A value before and after, and where it stands; None where there is none."""

    parts: Parts
    old: JsonValue
    new: JsonValue


@dataclass(frozen=True)
class Difference:
    """A base and a head, and the way of the files from one to the other.

    `touched` are the files that differ between the two, `moved` those that are the same
    record at another path, old → new (both are touched); `elsewhere` those of which Git finds the text again
    where it is another record: in another dossier, or as another kind. `former` are the ids of institutions
    that an earlier commit had and the base has no more, with their credit codes. `ways` are the rows of the
    repairs that the change brings, `ended` the errors that stand again without each, where together they end
    one of the base. The documents are looked at as they were filed, without corrections. `is_example` says
    that the base's data are an example by its settings.
    """

    base: Register
    head: Register
    touched: Collection[str]
    moved: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    ways: Collection[RepairWay] = ()
    ended: Mapping[RepairWay, Collection[Finding]] = field(default_factory=dict)
    is_example: bool = False

    @cached_property
    def came_from(self) -> Mapping[str, str]:
        """The old paths of moved files by their new ones."""
        return {new: old for old, new in self.moved.items()}

    @cached_property
    def paths(self) -> list[str]:
        """The files that may be other, or valid in one alone: a schema may have changed."""
        return sorted({*self.touched, *self.base.invalid, *self.head.invalid})

    def find_repair(self, path: str) -> RepairWay | None:
        """The row of a repair that moves or takes out a file of the base, if one does."""
        return next((way for way in self.ways if way.holds(path)), None)

    @cached_property
    def given_up_ids(self) -> Mapping[str, str]:
        """The ids that repairs have given up for others."""
        return {way.former: way.given for way in self.ways if way.given}

    @cached_property
    def ids_before(self) -> Mapping[str, str]:
        """The ids that repairs have given up, by those that they have given."""
        return {given: former for former, given in self.given_up_ids.items()}

    def has_left(self, old: str, new: str) -> bool:
        """Whether a repair has moved a record, now at `new`, into another dossier."""
        was, is_ = RecordPath.parse(old).id, RecordPath.parse(new).id
        return was != is_ and was != self.ids_before.get(is_)

    @property
    def is_emptied(self) -> bool:
        """Whether the base had institutions or batches, and the head has no record of any institution."""
        return holds_institutions(self.base) and not holds_institutions(self.head)

    def list_now(self) -> Iterator[Document]:
        """The valid documents of the head that may be other than in the base."""
        for path in self.paths:
            if path in self.head.filed:
                yield self.head.filed[path]

    def find_before(self, path: str) -> Document | None:
        """What the base has of the head's file at `path`."""
        return self.base.filed.get(self.came_from.get(path, path))

    def pair_kept(self) -> Iterator[tuple[Document, Document]]:
        """The valid documents that both have, as they were and as they are, where they differ."""
        for now in self.list_now():
            old = self.find_before(now.path)
            # The bytes first, which need no decoding; other bytes may still be equal data, such as 1 and 1.0.
            if old and old.packed != now.packed and old.data != now.data:
                yield old, now

    def list_gone(self) -> Iterator[Document]:
        """The documents of the base that the head has no more, whether valid or not."""
        for path in self.paths:
            document, now = self.base.filed.get(path), self.moved.get(path, path)
            if document and now not in self.head.filed and now not in self.head.invalid:
                yield document

    def list_new_dossiers(self) -> Iterator[Dossier]:
        """The dossiers that the base has not."""
        for id_ in self.head.dossiers:
            if id_ not in self.base.known_ids["institution"]:
                yield self.head.dossiers[id_]


def holds_institutions(register: Register) -> bool:
    """Whether a register has a dossier, a batch or a repair, readable or not."""
    shared = register.shared
    paths = (*shared.filed, *shared.invalid)
    return bool(register.folders) or any(path.startswith(OF_INSTITUTIONS) for path in paths)
