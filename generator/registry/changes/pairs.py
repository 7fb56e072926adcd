"""The files of a change, each as it was and as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..model.difference import Difference
from ..records.loader import Document
from ..records.schemas import Kind, Schemas


class FilePair(NamedTuple):
    """A file before and after; None where it is not there, or cannot be read, as `faulty` then says."""

    path: str
    kind: Kind
    old: Document | None
    new: Document | None
    was_faulty: bool = False
    is_faulty: bool = False


def list_pairs(difference: Difference, schemas: Schemas, touched: Collection[str]) -> list[FilePair]:
    """The files of a change by path, with those among the `touched` ones that cannot be read."""
    pairs = [*_pair_files(difference, schemas), *_find_unreadable(difference, schemas, touched)]
    return sorted(pairs, key=lambda pair: pair.path)


def _pair_files(difference: Difference, schemas: Schemas) -> Iterator[FilePair]:
    """The files that can be read now or could be, where they differ or have moved."""
    kinds = schemas.kinds
    for new in difference.list_now():
        path, old = new.path, difference.find_before(new.path)
        was_faulty = old is None and difference.came_from.get(path, path) in difference.base.invalid
        if old is None or old.data != new.data or old.path != new.path:
            yield FilePair(path, kinds[new.kind], old, new, was_faulty=was_faulty)
            # Told of both dossiers: what came into one has left the other.
            if old and difference.has_left(old.path, path):
                yield FilePair(old.path, kinds[old.kind], old, None)
    for old in difference.list_gone():
        yield FilePair(old.path, kinds[old.kind], old, None)


def _find_unreadable(
    difference: Difference, schemas: Schemas, touched: Collection[str]
) -> Iterator[FilePair]:
    """The files that the change has touched, or whose schema it has, and that cannot be read."""
    for path in difference.head.invalid:
        old, kind = difference.find_before(path), schemas.get_kind_at(path)
        if kind and (old or path in touched):
            yield FilePair(path, kind, old, None, is_faulty=True)
    for path in difference.base.invalid:
        kind, now = schemas.get_kind_at(path), difference.moved.get(path, path)
        if kind and now not in difference.head.filed and now not in difference.head.invalid:
            yield FilePair(path, kind, None, None, was_faulty=True)
