"""What is open in a batch: whether it takes applications, and who may be put on its list."""

from __future__ import annotations

import datetime as dt

from ..lifecycle.acts import find_moment
from ..model.kinds import Batch, Period
from ..model.register import Register
from ..records.record_path import get_dossier_id

BATCH, PASSED = "batch", "passed"


def list_open_batches(register: Register, day: dt.date) -> list[tuple[Batch, Period]]:
    """The batches that take applications on a day, each with its window."""
    windows = ((batch, batch.window) for batch in register.batches.values())
    return [(batch, window) for batch, window in windows if window and window.from_ <= day <= window.to]


def list_passed(register: Register, batch: str, day: dt.date) -> list[str]:
    """The institutions that have passed a batch's review and are on no list yet: ids, as the folders stand.

    Only the dossiers that name the batch are read.
    """
    naming = (path for path, each in register.folders.items() if batch in each.named.get(BATCH, ()))
    ids = dict.fromkeys(get_dossier_id(path) for path in naming)
    dossiers = ((id_, register.dossiers[id_]) for id_ in ids if id_ in register.dossiers)
    return [id_ for id_, each in dossiers if find_moment(each, day).stages.get(batch) == PASSED]
