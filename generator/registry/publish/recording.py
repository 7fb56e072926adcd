"""Words for when a record reached the register: 2026年3月9日录入."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ..display import format_day
from ..lifecycle.recording import find_missed_target, find_recording_day, list_events
from ..model.kinds import Record
from ..model.tables import Tables
from ..records.recorded import RecordingHistory

LATE = "补录"
CORRECTED = "提交自记的日期不合先后或者还没有到，按上一次提交的日期"


class FileRecording(NamedTuple):
    """When a file first came and when it last changed, in words, and the commit of that."""

    first: str
    last: str
    commit: str


class RecordingWords:
    """Tells of one register's records when they were recorded, from what history knows of the files."""

    def __init__(self, tables: Tables, recorded: Mapping[str, RecordingHistory]) -> None:
        self.tables = tables
        self.recorded = recorded

    def describe_recording(self, record: Record) -> str:
        """When a record was recorded, and whether that was late; of one with steps the first counts."""
        history = self.recorded.get(record.path)
        if history is None:
            return ""
        first = next(list_events(record), None)
        on = find_recording_day(history, first) if first else history.first
        late = bool(first and find_missed_target(self.tables, first, on) is not None)
        return describe_recorded(on, late, history.first_corrected and on == history.first)

    def describe_late_steps(self, record: Record) -> dict[str, str]:
        """The steps that came late to a record that was there already, by their pointer, in words."""
        history = self.recorded.get(record.path)
        if history is None or not history.later:
            return {}
        days = [(each, find_recording_day(history, each)) for each in list_events(record)]
        return {
            day.pointer: describe_recorded(on, late=True)
            for day, on in days
            # What came with the file itself is shown of the record as a whole.
            if on != history.first and find_missed_target(self.tables, day, on) is not None
        }

    def describe_file(self, path: str) -> FileRecording | None:
        """When a file came and last changed; None where Git does not tell."""
        history = self.recorded.get(path)
        if history is None:
            return None
        last = format_day(history.last) if history.last != history.first else ""
        return FileRecording(
            describe_recorded(history.first, corrected=history.first_corrected),
            f"{last}最近改动{_describe_corrected(history.last_corrected)}" if last else "",
            history.commit,
        )


def describe_recorded(day: dt.date, late: bool = False, corrected: bool = False) -> str:
    """A day on which something was recorded; whether late, and whether it is put in another's place."""
    return f"{format_day(day)}录入{f'（{LATE}）' if late else ''}{_describe_corrected(corrected)}"


def _describe_corrected(corrected: bool) -> str:
    return f"（{CORRECTED}）" if corrected else ""
