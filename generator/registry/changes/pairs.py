"""The files of a change, each as it was and as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ..model.difference import Difference
from ..records.loader import Document
from ..records.record_path import RecordPath
from ..records.schemas import Kind, Schemas


class FilePair(NamedTuple):
    """A file before and after; None where it is not there, or cannot be read, as `faulty` then says."""

    path: str
    kind: Kind
    old: Document | None
    new: Document | None
    was_faulty: bool = False
    is_faulty: bool = False


class PairedFiles:
    """Pairs the files of a difference; `former` has old ids by the new ones that repairs gave."""

    def __init__(
        self, difference: Difference, schemas: Schemas, touched: Collection[str], former: Mapping[str, str]
    ) -> None:
        self.difference = difference
        self.schemas = schemas
        self.touched = touched
        self.former = former

    def list_pairs(self) -> list[FilePair]:
        """All of them by path, those that cannot be read among them."""
        return sorted([*self.pair_files(), *self.find_unreadable()], key=lambda pair: pair.path)

    def pair_files(self) -> Iterator[FilePair]:
        """The files that can be read now or could be, where they differ or have moved."""
        difference, kinds = self.difference, self.schemas.kinds
        for new in difference.list_now():
            path, old = new.path, difference.find_before(new.path)
            was_faulty = old is None and difference.came_from.get(path, path) in difference.base.invalid
            if old is None or old.data != new.data or old.path != new.path:
                yield FilePair(path, kinds[new.kind], old, new, was_faulty=was_faulty)
                if old and self.has_left(old.path, path):
                    yield FilePair(old.path, kinds[old.kind], old, None)
        for old in difference.list_gone():
            yield FilePair(old.path, kinds[old.kind], old, None)

    def has_left(self, old: str, new: str) -> bool:
        """Whether a repair has moved a record into another dossier."""
        was, is_ = RecordPath.of(old).id, RecordPath.of(new).id
        return was != is_ and was != self.former.get(is_)

    def find_unreadable(self) -> Iterator[FilePair]:
        """The files that the change has touched, or whose schema it has, and that cannot be read."""
        base, head = self.difference.base, self.difference.head
        for path in head.invalid:
            old, kind = self.difference.find_before(path), find_kind(self.schemas, path)
            if kind and (old or path in self.touched):
                yield FilePair(path, kind, old, None, is_faulty=True)
        for path in base.invalid:
            kind, now = find_kind(self.schemas, path), self.difference.moved.get(path, path)
            if kind and now not in head.filed and now not in head.invalid:
                yield FilePair(path, kind, None, None, was_faulty=True)


def find_kind(schemas: Schemas, path: str) -> Kind | None:
    """The kind of a record by its path; None where there is none."""
    placed = schemas.find_kind_at(path)
    return placed[0] if placed else None
