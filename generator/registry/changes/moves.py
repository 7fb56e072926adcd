"""Which files of a change are the same record at another path, and which only have the same text.

Git pairs what was deleted with what was added by likeness alone. A record is recognised by more: an act, a
plan or an assessment belongs to its institution, whatever folder of an area that lies in, and is of its
kind. So what has moved into a dossier of another id is a deletion there and an addition here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ..model.repairs import RepairWay
from ..records.record_path import RecordPath
from ..records.schemas import Schemas


def find_moves(
    paths: Iterable[str],
    before: Collection[str],
    now: Collection[str],
    alike: Mapping[str, str],
    schemas: Schemas,
    ways: Iterable[RepairWay] = (),
) -> tuple[dict[str, str], dict[str, str]]:
    """What has moved among the `paths` that are other `before` than `now`; `alike` are Git's pairs.

    Returned are old paths → new ones: of records that are the same, and of texts found in another record.
    What a repair has moved is the same, and so is, whatever Git makes of it, a file that is in its dossier
    what it was, in another area's folder.
    """
    paths, ways = sorted(paths), [way for way in ways if way.target]
    # What a repair names is certain, Git's pairs are guesses: so repairs and places come first.
    repaired = {path: way.find_target(path) for path in paths for way in ways if way.holds(path)}
    gone = [path for path in paths if path in before and path not in now]
    new = {
        _place(path): path
        for path in paths
        if path in now and path not in before and RecordPath.parse(path).id
    }
    moved = {path: new[_place(path)] for path in gone if RecordPath.parse(path).id and _place(path) in new}
    moved |= {path: to for path, to in repaired.items() if path in gone and to in now and to not in before}
    # Two old files cannot have become one: the second of Git's pairs to the same place is no move.
    taken = {*moved.values()}
    elsewhere = {}
    for old, path in alike.items():
        if old in moved or path in taken:
            continue
        if may_be_same_record(old, path, schemas):
            moved[old] = path
        else:
            elsewhere[old] = path
    return moved, elsewhere


def may_be_same_record(old: str, new: str, schemas: Schemas) -> bool:
    """Whether files at two paths may be one record: in one dossier, or in none, and of one kind."""
    kinds = {kind.name for kind in map(schemas.get_kind_at, (old, new)) if kind}
    return RecordPath.parse(old).id == RecordPath.parse(new).id and len(kinds) <= 1


def _place(path: str) -> tuple[str, str]:
    """The id of a file's dossier, and its place there."""
    _, id_, below = RecordPath.parse(path)
    return id_, below
