"""Who may be put on the list of a batch."""

from __future__ import annotations

import datetime as dt

from ..lifecycle.acts import find_moment
from ..model.register import Register
from ..records.record_path import RecordPath

BATCH, PASSED = "batch", "passed"


def list_passed(register: Register, batch: str, day: dt.date) -> list[str]:
    """The institutions that have passed a batch's review and are on no list yet: ids, as the folders stand.

    Only the dossiers that name the batch are read.
    """
    naming = (path for path, each in register.folders.items() if batch in each.named.get(BATCH, ()))
    ids = dict.fromkeys(RecordPath.of_folder(path).id for path in naming)
    dossiers = ((id_, register.dossiers[id_]) for id_ in ids if id_ in register.dossiers)
    return [id_ for id_, each in dossiers if find_moment(each, day).stages.get(batch) == PASSED]
