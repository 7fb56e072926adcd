"""Words for when a record, a step and a list were recorded."""

from __future__ import annotations

import datetime as dt

import pytest

from registry.model.kinds import Record
from registry.publish.recording import RecordingWords
from registry.records.recorded import RecordingHistory
from tests.lifecycle.building import act, batch, day, plan, receipt, regulation, step, summary, tables

TABLES = tables(regulation(recording_target_days=30))
INSPECTED = act("inspection", "2024-03-15")
LIST = batch("2024-03-15")
STEPS = step("报送", "2024-12-01"), step("受理", "2024-12-20"), step("通过", "2024-12-20")
PLAN = plan(2025, *STEPS)
CORRECTED = "（提交自记的日期不合先后或者还没有到，按上一次提交的日期）"


def describe(record: Record, first: str, corrected: bool = False) -> str:
    recorded = RecordingHistory(day(first), day(first), "0123456789ab", corrected)
    return RecordingWords(TABLES, {record.path: recorded}).describe_recording(record)


@pytest.mark.parametrize(
    ("record", "first", "words"),
    [
        (INSPECTED, "2024-03-16", "2024年3月16日录入"),
        (INSPECTED, "2024-04-14", "2024年4月14日录入"),
        (INSPECTED, "2024-04-15", "2024年4月15日录入（补录）"),
        (INSPECTED, "2024-03-01", "2024年3月1日录入"),
        (LIST, "2024-04-15", "2024年4月15日录入（补录）"),
        (LIST, "2024-04-14", "2024年4月14日录入"),
        (PLAN, "2024-12-31", "2024年12月31日录入"),
        (PLAN, "2025-01-01", "2025年1月1日录入（补录）"),
        (summary(2024, receipt("2024-12-20")), "2025-03-01", "2025年3月1日录入（补录）"),
    ],
)
def test_a_record_says_when_it_was_recorded_and_whether_late(record: Record, first: str, words: str) -> None:
    assert describe(record, first) == words


def test_a_corrected_day_is_told() -> None:
    assert describe(INSPECTED, "2024-03-16", corrected=True) == f"2024年3月16日录入{CORRECTED}"


def test_a_list_that_came_into_its_file_later_was_recorded_then() -> None:
    later = (("2024-03-15", (day("2024-05-01"),)),)
    recorded = RecordingHistory(day("2024-01-10"), day("2024-05-01"), "0123456789ab", later=later)
    assert (
        RecordingWords(TABLES, {LIST.path: recorded}).describe_recording(LIST) == "2024年5月1日录入（补录）"
    )


def test_only_the_step_that_came_late_says_so() -> None:
    later = (("2024-12-20", (day("2024-12-21"), day("2025-06-01"))),)
    recorded = RecordingHistory(day("2024-12-02"), day("2025-06-01"), "0123456789ab", later=later)
    words = RecordingWords(TABLES, {PLAN.path: recorded}).describe_late_steps(PLAN)
    assert words == {"/steps/2/date": "2025年6月1日录入（补录）"}


def test_outside_git_nothing_is_said() -> None:
    words = RecordingWords(TABLES, {})
    assert (
        words.describe_recording(PLAN),
        words.describe_late_steps(PLAN),
        words.describe_file(PLAN.path),
    ) == ("", {}, None)


def test_where_the_regulation_has_no_target_nothing_is_late() -> None:
    recorded = RecordingHistory(dt.date(2030, 1, 1), dt.date(2030, 1, 1), "0123456789ab")
    assert (
        RecordingWords(tables(), {INSPECTED.path: recorded}).describe_recording(INSPECTED)
        == "2030年1月1日录入"
    )
