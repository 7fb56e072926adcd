"""What waits for somebody's step: from when on, by whom, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec
import pytest

from registry.lifecycle.waiting import find_batch_waiting, list_waiting
from registry.model.dossier import Dossier
from registry.model.kinds import Batch, ListNotice, Period, Step, StepAction
from registry.model.tables import Tables
from tests.conftest import CITY, DAY, SECOND, examined


def find(id_: str) -> Dossier:
    return examined(CITY).register.dossiers[id_]


def wait(dossier: Dossier, day: dt.date) -> list[tuple[str, str, str]]:
    """What waits: code, by whom, since when."""
    return [(each.code, each.by, each.since.isoformat()) for each in list_waiting(dossier, day)]


# The plan of demo-001 for 2027 was sent to both sides on the 16th, received on the 17th and on the 18th.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (15, []),
        (16, [("receive", "tinghu-health", "2026-11-16"), ("receive", "tinghu-hrss", "2026-11-16")]),
        (17, [("receive", "tinghu-hrss", "2026-11-16"), ("pass", "tinghu-health", "2026-11-17")]),
        (18, [("pass", "tinghu-health", "2026-11-17"), ("pass", "tinghu-hrss", "2026-11-18")]),
    ],
)
def test_a_plan_waits_at_each_side_from_step_to_step(day: int, expected: list[tuple[str, str, str]]) -> None:
    assert wait(find("demo-001"), dt.date(2026, 11, day)) == expected


def add_step(dossier: Dossier, action: StepAction, authority: str) -> Dossier:
    """The dossier with one more step of its last plan, on DAY."""
    *others, plan = dossier.plans
    step = Step(action=action, date=DAY, authority=authority)
    return replace(dossier, plans=(*others, msgspec.structs.replace(plan, steps=(*plan.steps, step))))


def test_what_one_side_has_passed_waits_at_the_other_alone_and_then_no_more() -> None:
    once = add_step(find("demo-001"), StepAction.PASSED, "tinghu-health")
    assert wait(once, DAY) == [("pass", "tinghu-hrss", "2026-11-18")]
    # The city bureau may act for the HRSS side: then its own office need not.
    for authority in ("tinghu-hrss", "city-hrss"):
        assert wait(add_step(once, StepAction.PASSED, authority), DAY) == []


def test_what_was_returned_waits_for_the_institution() -> None:
    (first, second) = wait(find("demo-037"), DAY)
    assert {first, second} == {
        ("pass", "tinghu-hrss", "2026-11-05"),
        ("resubmit", "institution", "2026-11-13"),
    }


def test_a_plan_waits_no_more_once_its_year_is_over_or_the_institution_is_off_the_list() -> None:
    assert wait(find("demo-001"), dt.date(2027, 12, 31)) != []
    assert wait(find("demo-001"), dt.date(2028, 1, 1)) == []
    # Its filing was ended on 2026-03-20.
    assert {code for code, _, _ in wait(find("demo-025"), dt.date(2026, 3, 19))} == {"pass", "resubmit"}
    assert wait(find("demo-025"), dt.date(2026, 3, 20)) == []


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("demo-046", ("recommend", "dafeng-hrss", "2026-09-28")),
        ("demo-047", ("review", "city-hrss", "2026-10-21")),
        ("demo-048", ("supplement", "institution", "2026-11-10")),
    ],
)
def test_an_application_waits_for_its_next_stage(id_: str, expected: tuple[str, str, str]) -> None:
    assert wait(find(id_), DAY) == [expected]
    assert wait(find(id_), dt.date(2026, 9, 1)) == []


def find_code(tables: Tables, batch: Batch, day: dt.date) -> str:
    waiting_then = find_batch_waiting(tables, batch, [dt.date(2026, 11, 18)], day)
    return waiting_then.code if waiting_then else ""


def test_a_list_waits_for_its_notice_then_for_what_came_of_it_then_for_its_publication() -> None:
    register = examined(SECOND).register
    batch = next(each for each in register.batches.values() if not each.carried_over)
    waiting = msgspec.structs.replace(batch, notice=None, announcement=None)
    period = Period(from_=dt.date(2026, 11, 19), to=dt.date(2026, 11, 25))
    in_notice = msgspec.structs.replace(waiting, notice=ListNotice(period=period, place="门户网站"))
    after_notice = msgspec.structs.replace(
        in_notice, notice=ListNotice(period=period, place="门户网站", objections=0)
    )
    last, after = dt.date(2026, 11, 25), dt.date(2026, 11, 26)
    assert find_code(register.tables, waiting, last) == "notice"
    assert find_code(register.tables, in_notice, last) == ""
    assert find_code(register.tables, in_notice, after) == "objections"
    assert find_code(register.tables, after_notice, after) == "list"
    assert find_batch_waiting(register.tables, after_notice, [], after) is None
    # A city whose law asks for no notice goes on to the list.
    assert find_code(examined(CITY).register.tables, waiting, last) == "list"


def test_a_bar_waits_for_its_record_where_the_law_wants_one() -> None:
    barred = find("demo-025")
    day = dt.date(2026, 3, 19)  # the determination is of the 16th, the record of the 20th
    assert "bar" not in {code for code, _, _ in wait(barred, day)}
    (regulation,) = barred.tables.regulations
    parameters = msgspec.structs.replace(regulation.parameters, bar_record_expected=True)
    asking = msgspec.structs.replace(regulation, parameters=parameters)
    there = replace(barred, tables=replace(barred.tables, regulations=(asking,)))
    assert ("bar", "city-hrss", "2026-03-16") in wait(there, day)
    assert "bar" not in {code for code, _, _ in wait(there, dt.date(2026, 3, 20))}
