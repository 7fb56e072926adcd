"""What has come of a workbook that was to become a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from ..sheets.grid import CellFault
from .draft import Draft
from .forms import Unknown
from .questions import Question

# How it went with a workbook, as it is printed.
WRITTEN, SAME, FAULTY = "已录入", "已有，内容相同", "要补正"
REFUSED, OPEN, UNREAD = "不能录入", "要回答", "没有读"


class Result(NamedTuple):
    """What has come of a workbook: how it went, the record's path and what is to be reported of it."""

    file: Path
    state: str
    kind: str = ""
    said: str = ""
    path: str = ""
    draft: Draft | None = None
    faults: tuple[CellFault, ...] = ()
    warnings: tuple[CellFault, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    questions: tuple[Question, ...] = ()
    received: dt.date | None = None
    year: int | None = None
    institution: str = ""
    remarks: tuple[str, ...] = ()
