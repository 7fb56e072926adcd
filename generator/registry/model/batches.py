"""What a batch says of its published list; before the list is out, it says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from .kinds import Batch


def get_publication_day(batch: Batch) -> dt.date | None:
    """The day on which the list was published; None where it has not been."""
    return batch.announcement.published_on if batch.announcement else None


def list_listed(batch: Batch) -> Iterator[tuple[str, str]]:
    """The institutions on the published list, those in no group first: where each stands, and its id."""
    if batch.announcement is None:
        return
    for i, id_ in enumerate(batch.announcement.listed):
        yield f"/announcement/listed/{i}", id_
    for number, group in enumerate(batch.announcement.groups):
        for i, id_ in enumerate(group.listed):
            yield f"/announcement/groups/{number}/listed/{i}", id_


def get_listed(batch: Batch) -> tuple[str, ...]:
    """The ids of the institutions on the published list."""
    return tuple(id_ for _, id_ in list_listed(batch))


def map_identified(batch: Batch) -> dict[str, str]:
    """The ids on a list that stand for a dossier of another id, with that id; the last word counts."""
    identified = {each.listed: each.institution for each in batch.identified}
    return {listed: id_ for listed, id_ in identified.items() if listed != id_}


def list_kin(batches: Iterable[Batch], id_: str) -> list[str]:
    """The ids of the dossiers that a dossier was found to be, or that were found to be it, by these lists."""
    pairs = (pair for batch in batches for pair in map_identified(batch).items())
    return [other for pair in pairs for one, other in (pair, pair[::-1]) if one == id_]


def list_concerned(batch: Batch) -> list[str]:
    """The ids of the dossiers of which a list tells: those on it, and those that they were found to be."""
    return list(dict.fromkeys((*get_listed(batch), *map_identified(batch).values())))


def is_published(batch: Batch, day: dt.date) -> bool:
    """Whether the list was public at the end of `day`; one that is prepared for later is not."""
    published = get_publication_day(batch)
    return published is not None and published <= day


def get_publication_days(batches: Iterable[Batch]) -> list[dt.date]:
    """The days on which the lists of batches were published, in the order of the batches."""
    return [batch.announcement.published_on for batch in batches if batch.announcement]


def get_organs(batch: Batch) -> tuple[str, ...]:
    """The authorities that published the list, in their order; none before it is out."""
    announcement = batch.announcement
    return (announcement.authority, *announcement.jointly_with) if announcement else ()
