"""When things were recorded, and whether they have happened at all: what only the clock and history tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...finding import build_pointer
from ...lifecycle.as_of import list_records
from ...lifecycle.recording import (
    DatedEvent,
    find_coming_dates,
    find_missed_target,
    find_recording_day,
    list_events,
)
from ...model.dossier import Dossier
from ...model.kinds import Batch, Record
from ...model.register import Register
from ...model.tables import Tables
from ...records.loader import Document
from ...records.messages import describe_place
from ...records.recorded import RecordingHistory
from ...records.schemas import Schemas
from ..places import suggest_correction
from ..rule import Fault, fault, rule


class LateEntry(NamedTuple):
    """Something that was recorded late: where it stands, when it was recorded, and the target in days."""

    record: Record
    happened: DatedEvent
    recorded: dt.date
    target: int


@rule("", "及时录入", "info", scope="clock", basis="form", reads=("recording_target_days",))
def recorded_in_time(
    subject: Dossier | Batch, register: Register, day: dt.date, recorded: Mapping[str, RecordingHistory]
) -> Iterator[Fault]:
    """事项、计划和总结的环节、公布的名单，在发生或收到之后的目标天数内录入；晚录的如实显示。

    天数由办法的参数规定，没有规定的不核对。录入之日是进入主线（main）的日期（北京时间），不是起草的日期；
    同一天录入的合为一条。登记册建立时一并录入的以往事项不算晚，照原样录入的旧名单不核对。
    """
    if isinstance(subject, Batch) and subject.carried_over:
        return
    records: list[Record] = [subject] if isinstance(subject, Batch) else list_records(subject)
    by_day: dict[dt.date, list[LateEntry]] = {}
    for record in records:
        for late in _find_late(record, register.tables, recorded):
            by_day.setdefault(late.recorded, []).append(late)
    for on, events in sorted(by_day.items()):
        if on > day:  # not recorded yet on the day that is asked for
            continue
        first = min(events, key=lambda item: (item.happened.day, item.record.path))
        days = (on - first.happened.day).days
        more = f"；同一天晚录的另有 {len(events) - 1} 处" if len(events) > 1 else ""
        fact = f"{first.happened.day} 的记录于 {on} 录入，相隔 {days} 天"
        message = f"{fact}，目标为 {first.target} 天内{more}"
        mend = "如实记录即可；网站会同时显示发生和录入的日期"
        yield fault(first.record, first.happened.pointer, message, mend)


def _find_late(
    record: Record, tables: Tables, recorded: Mapping[str, RecordingHistory]
) -> Iterator[LateEntry]:
    """The days of a record that were recorded later than the target asks."""
    history = recorded.get(record.path)
    for event in list_events(record) if history else ():
        assert history
        on = find_recording_day(history, event)
        # What was there when the register began could not have been recorded in time.
        if history.began and on == history.first:
            continue
        target = find_missed_target(tables, event, on)
        if target is not None:
            yield LateEntry(record, event, on, target)


@rule("", "日期在核对之日以后", "warning", scope="clock", basis="form")
def dates_have_come(document: Document, schemas: Schemas, day: dt.date) -> Iterator[Fault]:
    """记录的日期不在核对之日以后：还没有到的，网站到那一天才显示。

    期限、公开截止日、申请时段、公示起止、例外的起止和计划的各期本来就可以在以后，不核对。
    """
    dates = find_coming_dates(schemas, document, day)
    if dates:
        parts, written = dates[0]
        what = describe_place(schemas, document.kind, parts)
        more = f"（本文件中这样的日期另有 {len(dates) - 1} 处）" if len(dates) > 1 else ""
        message = f"{what}是 {written}，在核对之日 {day} 以后，还没有发生{more}；网站到那一天才按它显示"
        kind = schemas.kinds[document.kind]
        # The day of a repair stands in its file's name as well, which no correction changes.
        merged = "文件名和日期一并改正" if kind.name == "repair" else suggest_correction(schemas, kind)
        mend = f"多半是录错了年月：还没有合并的直接改，已经录入的{merged}；确实在以后生效的不用改"
        yield Fault(document.path, build_pointer(*parts), message, mend)
