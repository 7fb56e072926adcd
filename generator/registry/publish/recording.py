"""Words for when a record reached the register: 2026年3月9日录入."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ..display import day_text
from ..lifecycle.recording import happened, recorded_on, target_missed
from ..model.kinds import Record
from ..model.tables import Tables
from ..records.recorded import Recorded

LATE = "补录"
CORRECTED = "提交自记的日期不合先后或者还没有到，按上一次提交的日期"


class Recording:
    """Tells of one register's records when they were recorded, from what history knows of the files."""

    def __init__(self, tables: Tables, recorded: Mapping[str, Recorded]) -> None:
        self.tables = tables
        self.recorded = recorded

    def words(self, record: Record) -> str:
        """When a record was recorded, and whether that was late; of one with steps the first counts."""
        found = self.recorded.get(record.path)
        if found is None:
            return ""
        first = next(happened(record), None)
        on = recorded_on(found, first) if first else found.first
        late = bool(first and target_missed(self.tables, first, on) is not None)
        return recorded_words(on, late, found.first_corrected and on == found.first)

    def late_steps(self, record: Record) -> dict[str, str]:
        """The steps that came late to a record that was there already, by their pointer, in words."""
        found = self.recorded.get(record.path)
        if found is None or not found.later:
            return {}
        days = [(each, recorded_on(found, each)) for each in happened(record)]
        return {
            each.pointer: recorded_words(on, late=True)
            for each, on in days
            if on != found.first and target_missed(self.tables, each, on) is not None
        }

    def file(self, path: str) -> dict[str, str]:
        """When a file first came and when it last changed; empty where Git does not tell."""
        found = self.recorded.get(path)
        if found is None:
            return {}
        last = day_text(found.last) if found.last != found.first else ""
        return {
            "first": recorded_words(found.first, corrected=found.first_corrected),
            "last": f"{last}最近改动{_note(found.last_corrected)}" if last else "",
            "commit": found.commit,
        }


def recorded_words(day: dt.date, late: bool = False, corrected: bool = False) -> str:
    """A day on which something was recorded; whether late, and whether it is put in another's place."""
    return f"{day_text(day)}录入{f'（{LATE}）' if late else ''}{_note(corrected)}"


def _note(corrected: bool) -> str:
    return f"（{CORRECTED}）" if corrected else ""
