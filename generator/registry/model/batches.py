"""What a batch says of its published list; before the list is out, it says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .kinds import Batch


def get_publication_day(batch: Batch) -> dt.date | None:
    """The day on which the list was published; None where it has not been."""
    return batch.announcement.published_on if batch.announcement else None


def get_listed(batch: Batch) -> tuple[str, ...]:
    """The ids of the institutions on the published list."""
    return batch.announcement.listed if batch.announcement else ()


def is_published(batch: Batch, day: dt.date) -> bool:
    """Whether the list was public at the end of `day`; one that is prepared for later is not."""
    published = get_publication_day(batch)
    return published is not None and published <= day


def get_publication_days(batches: Iterable[Batch]) -> list[dt.date]:
    """The days on which the lists of batches were published, in the order of the batches."""
    return [batch.announcement.published_on for batch in batches if batch.announcement]
