"""What ends on a day, whom that is told, and how long before."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from registry.lifecycle.due import list_due
from registry.lifecycle.endings import (
    Ending,
    find_pending_batch,
    find_regulation_ending,
    list_announced,
    list_endings,
)
from registry.lifecycle.status import derive_status
from registry.lifecycle.turning import PeriodFinder
from registry.model.dossier import Dossier
from registry.model.kinds import Act, Batch, Regulation
from registry.report.status_report import build_data
from tests.lifecycle.building import (
    BUREAU,
    act,
    applied,
    batch,
    day,
    dossier,
    register_of,
    regulation,
    tables,
)
from tests.lifecycle.test_status import BARRED, LISTED, PROCEDURE, filing


def with_term(published: str, last: str | None, id_: str = "2019-1") -> Batch:
    whole = batch(published, id_)
    assert whole.announcement
    announced = msgspec.structs.replace(whole.announcement, valid_to=last and day(last))
    return msgspec.structs.replace(whole, announcement=announced)


def endings(subject: Dossier, on: str) -> list[Ending]:
    return list_endings(subject, derive_status(subject, day(on)), day(on))


def announced(subject: Dossier, on: str) -> list[tuple[str, int | None]]:
    near = list_announced(subject, derive_status(subject, day(on)), day(on))
    return [(each.code, each.count_notice(day(on))) for each in near]


def ruled(**changed: Any) -> Regulation:
    return msgspec.structs.replace(regulation(), **changed)


def test_a_list_has_a_term_of_its_own() -> None:
    subject = dossier(*PROCEDURE, with_term("2019-06-10", "2021-06-30"))
    assert (filing(subject, "2021-06-30").code, filing(subject, "2021-06-30").until) == (
        "listed",
        day("2021-06-30"),
    )
    state = filing(subject, "2021-07-01")
    assert (state.code, state.since, state.until) == ("expired", day("2021-07-01"), None)
    assert "2021-06-30" in state.reason


def test_the_term_of_a_list_goes_before_the_years_of_the_regulation() -> None:
    shared = tables(regulation(validity_years=5))
    by_years = dossier(*LISTED, shared=shared)
    assert filing(by_years, "2020-01-01").until == day("2024-06-10")
    own = dossier(*PROCEDURE, with_term("2019-06-10", "2021-06-30"), shared=shared)
    assert filing(own, "2020-01-01").until == day("2021-06-30")
    assert filing(dossier(*LISTED), "2020-01-01").until is None


def test_listed_again_the_later_term_counts() -> None:
    first, again = with_term("2019-06-10", "2021-06-30"), with_term("2021-06-01", "2023-06-30", "2021-1")
    subject = dossier(*PROCEDURE, first, again)
    assert filing(subject, "2021-05-31").until == day("2021-06-30")
    assert filing(subject, "2021-06-01").until == day("2023-06-30")
    assert filing(subject, "2021-07-01").code == "listed"
    unlimited = dossier(*PROCEDURE, first, with_term("2021-06-01", None, "2021-1"))
    assert (filing(unlimited, "2021-07-01").code, filing(unlimited, "2021-07-01").until) == ("listed", None)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-04-01", []),
        ("2021-04-02", [("listed", 90)]),
        ("2021-05-31", [("listed", 90)]),
        ("2021-06-01", [("listed", 30)]),
        ("2021-06-23", [("listed", 30)]),
        ("2021-06-24", [("listed", 7)]),
        ("2021-07-01", [("listed", 7)]),
        ("2021-07-02", []),
    ],
)
def test_a_term_is_told_90_30_and_7_days_before(on: str, expected: list[tuple[str, int]]) -> None:
    subject = dossier(*PROCEDURE, with_term("2019-06-10", "2021-07-01"))
    assert announced(subject, on) == expected
    assert [each.on for each in list_due(register_of(subject), "yangqu", day(on)).ending] == [
        day("2021-07-01") for _ in expected
    ]


def test_how_long_before_is_a_parameter() -> None:
    shared = tables(regulation(notice_days=(60, 10)))
    subject = dossier(*PROCEDURE, with_term("2019-06-10", "2021-07-01"), shared=shared)
    assert [announced(subject, on) for on in ("2021-05-01", "2021-05-02", "2021-06-20", "2021-06-21")] == [
        [],
        [("listed", 60)],
        [("listed", 60)],
        [("listed", 10)],
    ]


def test_who_has_applied_again_is_told_so() -> None:
    ends = with_term("2019-06-10", "2021-07-01")
    again = msgspec.structs.replace(applied("2021-05-10"), batch="2021-1")
    (ending,) = endings(dossier(*PROCEDURE, ends, again), "2021-06-01")
    assert ending.advice.startswith("已再次申请（2021-1 批次）")
    withdrawn = act("withdrawal", "2021-05-20", batch="2021-1")
    (ending,) = endings(dossier(*PROCEDURE, ends, again, withdrawn), "2021-06-01")
    assert "再次申请，推荐、评审" in ending.advice
    assert (ending.by, ending.article) == ("institution", "8(1)")


@pytest.mark.parametrize(
    ("more", "pending"),
    [
        ([act("withdrawal", "2021-05-20", batch="2020-1")], "2021-1"),
        ([act("withdrawal", "2021-05-20", batch=None)], ""),
        ([act("review", "2021-05-20", batch="2021-1", result="不通过")], ""),
        ([act("review", "2021-05-20", batch="2021-1", result="通过")], "2021-1"),
        ([act("review", "2021-05-20", batch="2020-1", result="不通过")], "2021-1"),
        ([batch("2021-05-20", "2021-1")], ""),
    ],
)
def test_an_application_is_pending_until_it_has_a_result(more: list[Act | Batch], pending: str) -> None:
    again = msgspec.structs.replace(applied("2021-05-10"), batch="2021-1")
    subject = dossier(*PROCEDURE, batch("2019-06-10"), again, *more)
    assert find_pending_batch(subject, day("2021-06-01")) == pending


def test_an_ended_filing_has_no_term_to_come() -> None:
    ended = act("filing-ended", "2021-06-01")
    assert endings(dossier(*PROCEDURE, with_term("2019-06-10", "2021-07-01"), ended), "2021-06-02") == []


def test_a_bar_and_a_term_are_told_in_the_order_of_their_ends() -> None:
    subject = dossier(*PROCEDURE, with_term("2019-06-10", "2026-02-28"), *BARRED)
    assert [(each.code, each.last) for each in endings(subject, "2026-01-01")] == [
        ("listed", day("2026-02-28")),
        ("barred", day("2026-03-15")),
    ]
    listed_endings: Any = build_data(subject, day("2026-01-01"))["endings"]
    assert [each["code"] for each in listed_endings] == ["listed", "barred"]
    later = dossier(*PROCEDURE, with_term("2019-06-10", "2026-04-30"), *BARRED)
    assert [each.code for each in endings(later, "2026-01-01")] == ["barred", "listed"]


def test_a_decision_for_a_time_tells_what_follows() -> None:
    suspended = act("suspension", "2021-06-01", until=day("2021-07-01"))
    (ending,) = endings(dossier(*LISTED, suspended), "2021-06-02")
    assert (ending.code, ending.by, ending.last) == ("suspended", BUREAU, day("2021-07-01"))
    assert (ending.label, ending.advice, ending.article) == ("暂停开班期满", "次日起可以开班", "")


def test_what_is_told_turns_on_listed_days() -> None:
    subject = dossier(*PROCEDURE, with_term("2019-06-10", "2021-11-30"))
    register = register_of(subject)
    turns = {
        PeriodFinder(register, {}, day(on)).find([subject.folder]).first
        for on in ("2021-08-31", "2021-09-01", "2021-09-02", "2021-10-31", "2021-11-23", "2021-12-01")
    }
    assert {day("2021-09-01"), day("2021-10-31"), day("2021-11-23"), day("2021-12-01")} <= turns


def test_a_regulation_that_ends_is_told_to_the_city_bureau() -> None:
    shared = tables(ruled(in_force_to=day("2023-09-11")))
    register = register_of(dossier(*LISTED, shared=shared))
    for on, is_told in (
        ("2023-06-12", False),
        ("2023-06-13", True),
        ("2023-09-11", True),
        ("2023-09-12", False),
    ):
        assert bool(list_due(register, "yangcheng", day(on)).ending) == is_told, on
    assert list_due(register, "yangqu", day("2023-09-01")).ending == []
    (due,) = list_due(register, "yangcheng", day("2023-09-01")).ending
    assert (due.dossier, due.by, due.on) == (None, "市人社局（演示）", day("2023-09-11"))


@pytest.mark.parametrize(
    ("follows", "ends"), [("2023-09-12", False), ("2022-01-01", False), ("2023-09-13", True)]
)
def test_a_newer_regulation_takes_over(follows: str, ends: bool) -> None:
    shared = tables(ruled(in_force_to=day("2023-09-11")), regulation(follows))
    assert bool(find_regulation_ending(shared, day("2021-06-01"))) == ends
    assert find_regulation_ending(shared, day("2024-01-01")) is None
