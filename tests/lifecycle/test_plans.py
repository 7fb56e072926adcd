"""Plans: when one has passed, and which courses it holds."""

from __future__ import annotations

import msgspec
import pytest

from registry.lifecycle.filing import find_name, find_place, list_former_names
from registry.lifecycle.fold import fold_filing
from registry.lifecycle.plans import (
    CourseHistory,
    collect_courses,
    find_passing_day,
    find_receipt_day,
    trace_courses,
)
from registry.model.kinds import Amendment, ChangeField, FieldChange, Step
from tests.lifecycle.building import (
    BUREAU,
    COUNTY,
    FOLDER,
    HEALTH,
    act,
    applied,
    day,
    dossier,
    institution,
    plan,
    step,
)
from tests.lifecycle.strategies import course

LISTED = (applied("2019-03-08"),)
PASSED = (step("通过", "2019-12-20"), step("通过", "2019-12-25", HEALTH))


def amendment(number: int, *steps: Step, **given: object) -> Amendment:
    change = Amendment(
        path=f"{FOLDER}one/plans/2020-amendment-{number}.yml",
        year=2020,
        number=number,
        reason="演示。",
        steps=steps,
    )
    return msgspec.structs.replace(change, **given)


@pytest.mark.parametrize(
    ("steps", "passed"),
    [
        (PASSED, "2019-12-25"),
        ((PASSED[1], PASSED[0]), "2019-12-25"),
        (PASSED[:1], None),
        (PASSED[1:], None),
        ((step("通过", "2019-12-20", BUREAU), PASSED[1]), "2019-12-25"),
        ((step("通过", "2019-12-20", "xuxian-hrss"), PASSED[1]), None),
        ((*PASSED, step("退回", "2019-12-26")), None),
        ((*PASSED, step("退回", "2019-12-26"), step("通过", "2019-12-30")), "2019-12-30"),
        ((step("报送", "2019-12-01"), step("受理", "2019-12-02"), step("受理", "2019-12-02", HEALTH)), None),
        ((*PASSED, step("通过", "2019-12-28")), "2019-12-25"),
        ((), None),
    ],
)
def test_passed_on_the_later_of_both_sides(steps: tuple[Step, ...], passed: str | None) -> None:
    assert find_passing_day(dossier(*LISTED), steps) == (passed and day(passed))


def test_passed_as_of_a_day() -> None:
    subject = dossier(*LISTED)
    assert find_passing_day(subject, PASSED, day("2019-12-24")) is None
    assert find_passing_day(subject, PASSED, day("2019-12-25")) == day("2019-12-25")


def test_a_later_step_written_first_does_not_hide_an_earlier_one() -> None:
    alone = dossier(applied("2019-03-08", system=None), now=institution(system=None))
    steps = (step("通过", "2020-01-20", BUREAU), step("通过", "2020-01-10", COUNTY))
    assert find_passing_day(alone, steps, day("2020-01-15")) == day("2020-01-10")


def test_who_is_of_a_side_is_asked_of_the_day_of_the_step() -> None:
    transfer = act("transfer", "2019-12-22", to_area="xuxian", to_system="health")
    steps = (step("通过", "2019-12-20"), step("通过", "2019-12-21", HEALTH))
    assert find_passing_day(dossier(*LISTED, transfer), steps) == day("2019-12-21")
    late = (step("通过", "2019-12-23"), step("通过", "2019-12-21", HEALTH))
    assert find_passing_day(dossier(*LISTED, transfer), late) is None
    new = (step("通过", "2019-12-23", "xuxian-hrss"), step("通过", "2019-12-21", HEALTH))
    assert find_passing_day(dossier(*LISTED, transfer), new) == day("2019-12-23")


def test_received_on_both_sides() -> None:
    subject = dossier(*LISTED)
    sending = (
        step("报送", "2019-12-09"),
        step("报送", "2019-12-11", HEALTH),
        step("报送", "2019-12-30", HEALTH),
    )
    assert find_receipt_day(subject, sending) == day("2019-12-11")
    assert find_receipt_day(subject, sending[:1]) is None


def test_courses_with_amendments_that_passed() -> None:
    added = amendment(1, *PASSED, add=(course("c02"),))
    waiting = amendment(2, *PASSED[:1], drop=("c01",))
    changed = course("c02")
    replaced = amendment(
        3, step("通过", "2020-03-01"), step("通过", "2020-03-02", HEALTH), replace=(changed,)
    )
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=(course("c01"),)), replaced, waiting, added)
    courses = collect_courses(subject, 2020)
    assert {name: (row.since, row.pointer) for name, row in courses.items()} == {
        "c01": (day("2019-12-25"), "/courses/0"),
        "c02": (day("2020-03-02"), "/replace/0"),
    }
    assert courses["c02"].path == replaced.path
    assert collect_courses(subject, 2020, day("2020-03-01"))["c02"].path == added.path
    assert collect_courses(subject, 2020, day("2019-12-24"))["c01"].since is None
    assert collect_courses(subject, 2021) == {}


def test_standing_of_a_course() -> None:
    dropped = amendment(1, step("通过", "2020-03-01"), step("通过", "2020-03-02", HEALTH), drop=("c01",))
    again = amendment(2, step("通过", "2020-06-01"), step("通过", "2020-06-02", HEALTH), add=(course("c01"),))
    first = plan(2020, *PASSED, courses=(course("c01"),))
    assert trace_courses(dossier(*LISTED, first), 2020) == {"c01": CourseHistory(day("2019-12-25"))}
    with_drop = dossier(*LISTED, first, dropped)
    assert trace_courses(with_drop, 2020) == {"c01": CourseHistory(day("2019-12-25"), day("2020-03-02"))}
    assert trace_courses(dossier(*LISTED, first, dropped, again), 2020) == {
        "c01": CourseHistory(day("2020-06-02"))
    }


def test_an_amendment_that_waits_does_not_hide_a_later_one() -> None:
    waiting = amendment(1, *PASSED[:1], drop=("c01",))
    change = amendment(2, *PASSED, add=(course("c02"),))
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=(course("c01"),)), waiting, change)
    assert trace_courses(subject, 2020) == {
        "c01": CourseHistory(day("2019-12-25")),
        "c02": CourseHistory(day("2019-12-25")),
    }


def test_filing_is_the_latest_application_with_the_changes_since() -> None:
    change = act(
        "change",
        "2020-05-06",
        changes=(FieldChange(field=ChangeField.NAME, before="演示甲", after="演示乙"),),
    )
    transfer = act("transfer", "2021-01-01", to_area="xuxian", to_system=None)
    again = applied("2022-03-08", name="演示丙")
    subject = dossier(applied("2019-03-08", name="演示甲"), change, transfer, again)
    names = [find_name(subject, day(on)) for on in ("2020-05-05", "2020-05-06", "2022-03-08")]
    assert names == ["演示甲", "演示乙", "演示丙"]
    assert find_place(subject, day("2020-12-31")) == ("yangqu", "health")
    assert find_place(subject, day("2021-01-01")) == ("xuxian", None)
    assert fold_filing(subject, day("2019-03-07")) is None


def test_former_names_begin_with_the_day_of_their_change() -> None:
    changes = [
        act("change", on, changes=(FieldChange(field=ChangeField(field), before=before, after=after),))
        for on, field, before, after in (
            ("2020-05-06", "name", "演示甲", "演示乙"),
            ("2020-06-06", "address", "甲路1号", "乙路1号"),
            ("2021-05-06", "name", "演示乙", "演示丙"),
        )
    ]
    undone = act("decision", "2021-06-01", effect="撤销", target=changes[2].stem)
    subject = dossier(applied("2019-03-08", name="演示甲"), *changes, undone)
    former = {
        on: [name for name, _ in list_former_names(subject, day(on))] for on in ("2020-05-05", "2020-05-06")
    }
    assert former == {"2020-05-05": [], "2020-05-06": ["演示甲"]}
    assert list_former_names(subject, day("2021-05-31")) == [
        ("演示乙", day("2021-05-06")),
        ("演示甲", day("2020-05-06")),
    ]
    assert list_former_names(subject, day("2021-06-01")) == [("演示甲", day("2020-05-06"))]


def test_withdrawn_transfer_does_not_move() -> None:
    transfer = act("transfer", "2021-01-01", to_area="xuxian", to_system=None)
    withdrawn = act("decision", "2021-02-01", effect="撤销", target=transfer.stem)
    subject = dossier(*LISTED, transfer, withdrawn)
    assert find_place(subject, day("2021-01-31")) == ("xuxian", None)
    assert find_place(subject, day("2021-02-01")) == ("yangqu", "health")


def test_county_passes_for_its_own_area_only() -> None:
    assert find_passing_day(dossier(applied("2019-03-08", area="xuxian", system=None)), PASSED[:1]) is None
    assert find_passing_day(dossier(applied("2019-03-08", system=None)), PASSED[:1]) == day("2019-12-20")
    assert PASSED[0].authority == COUNTY
