"""What the register shows of a day: spans of status, and days on which a course stood in a passed plan."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings

from registry.lifecycle.credit import Planned, planned, spans
from registry.lifecycle.plans import courses
from registry.lifecycle.status import not_teaching, status
from registry.model.dossier import Dossier
from registry.model.kinds import Amendment, Course
from tests.lifecycle.building import FOLDER, HEALTH, act, applied, batch, day, dossier, plan, step
from tests.lifecycle.strategies import DAYS, course, dossiers

LISTED = (applied("2019-03-08"), batch("2019-06-10"))
PASSED = (step("通过", "2019-12-20"), step("通过", "2019-12-25", HEALTH))
LATE = day("2020-11-23")


def titled(id_: str, title: str) -> Course:
    found = course(id_)
    return type(found)(**{name: getattr(found, name) for name in found.__struct_fields__} | {"title": title})


def amendment(on: str, number: int = 1, **given: Any) -> Amendment:
    path = f"{FOLDER}one/plans/2020-amendment-{number}.yml"
    steps = (step("通过", on), step("通过", on, HEALTH))
    return Amendment(path=path, year=2020, number=number, reason="演示。", steps=steps, **given)


def days_of(found: list[Planned]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (
            each.row.course.id,
            each.row.course.title,
            [(span.first.isoformat(), span.last.isoformat()) for span in each.days],
        )
        for each in found
    ]


def shown(subject: Dossier, on: str = "2026-11-23") -> list[tuple[str, str, bool]]:
    return [
        (
            each.first.isoformat() if each.first else "",
            each.last.isoformat() if each.last else "",
            each.shown,
        )
        for each in spans(subject, day(on))
    ]


def test_a_listing_is_shown_from_its_publication_until_the_day_before_it_ends() -> None:
    ended = act("filing-ended", "2023-03-15")
    subject = dossier(*LISTED, ended)
    assert shown(subject) == [
        ("", "2019-03-07", False),
        ("2019-03-08", "2019-06-09", False),
        ("2019-06-10", "2023-03-14", True),
        ("2023-03-15", "", False),
    ]
    assert spans(subject, day("2026-11-23"))[-1].filing.source == ended.path


def test_what_happens_after_the_day_is_not_told() -> None:
    subject = dossier(*LISTED, act("filing-ended", "2023-03-15"))
    assert shown(subject, "2023-03-14")[-1] == ("2019-06-10", "", True)
    assert shown(subject, "2023-03-15")[-1] == ("2023-03-15", "", False)


def test_a_suspension_interrupts_until_it_is_lifted() -> None:
    suspended = act("suspension", "2020-05-06")
    lifted = act("suspension-lifted", "2020-09-01", suspension=suspended.stem)
    found = spans(dossier(*LISTED, suspended, lifted), day("2026-11-23"))
    assert [(each.first, each.shown) for each in found[2:]] == [
        (day("2019-06-10"), True),
        (day("2020-05-06"), False),
        (day("2020-09-01"), True),
    ]
    assert found[3].suspended
    assert found[3].suspended.source == suspended.path
    assert found[3].filing.code == "listed"


def test_an_order_to_rectify_does_not_interrupt() -> None:
    order = act("rectification-order", "2020-05-06", due=day("2020-09-01"))
    assert shown(dossier(*LISTED, order))[-1] == ("2019-06-10", "", True)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossiers(), DAYS, DAYS)
def test_spans_agree_with_the_status_of_every_day(subject: Dossier, on: dt.date, until: dt.date) -> None:
    found = spans(subject, until)
    assert found[0].first is None
    assert found[-1].last is None
    for before, after in pairwise(found):
        assert before.last
        assert after.first == before.last + dt.timedelta(days=1)
    if on <= until:
        (span,) = [each for each in found if (each.first or dt.date.min) <= on <= (each.last or dt.date.max)]
        assert span.shown == (not_teaching(subject, on, on) is None)
        assert span.filing.code == status(subject, on).filing.code


def test_a_course_stands_in_its_year_from_the_later_pass() -> None:
    rows = (titled("c01", "护理"),)
    early = dossier(*LISTED, plan(2020, *PASSED, courses=rows))
    assert days_of(planned(early, 2020, LATE)) == [("c01", "护理", [("2020-01-01", "2020-12-31")])]
    late = dossier(
        *LISTED, plan(2020, step("通过", "2020-02-03"), step("通过", "2020-02-05", HEALTH), courses=rows)
    )
    found = planned(late, 2020, LATE)
    assert days_of(found) == [("c01", "护理", [("2020-02-05", "2020-12-31")])]
    assert found[0].days[0].since == day("2020-02-05")


def test_a_plan_that_passed_on_the_last_day_of_its_year_shows_that_day() -> None:
    for on, days in (("2020-12-31", [("2020-12-31", "2020-12-31")]), ("2021-01-01", [])):
        passed = plan(2020, step("通过", on), step("通过", on, HEALTH), courses=(titled("c01", "护理"),))
        assert days_of(planned(dossier(*LISTED, passed), 2020, day("2026-11-23"))) == [("c01", "护理", days)]


def test_a_plan_that_one_side_passed_shows_no_day() -> None:
    subject = dossier(*LISTED, plan(2020, PASSED[0], courses=(titled("c01", "护理"),)))
    assert days_of(planned(subject, 2020, LATE)) == [("c01", "护理", [])]


def test_a_pass_that_was_undone_and_given_again_leaves_a_gap() -> None:
    steps = (*PASSED, step("退回", "2020-03-02"), step("通过", "2020-03-20"))
    subject = dossier(*LISTED, plan(2020, *steps, courses=(titled("c01", "护理"),)))
    assert days_of(planned(subject, 2020, LATE)) == [
        ("c01", "护理", [("2020-01-01", "2020-03-01"), ("2020-03-20", "2020-12-31")])
    ]


def test_amendments_drop_add_and_rename_from_their_pass_on() -> None:
    rows = (titled("c01", "甲"), titled("c02", "乙"))
    changed = amendment(
        "2020-06-30", drop=("c01",), replace=(titled("c02", "丙"),), add=(titled("c03", "丁"),)
    )
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=rows), changed)
    found = planned(subject, 2020, LATE)
    assert days_of(found) == [
        ("c01", "甲", [("2020-01-01", "2020-06-29")]),
        ("c02", "乙", [("2020-01-01", "2020-06-29")]),
        ("c02", "丙", [("2020-06-30", "2020-12-31")]),
        ("c03", "丁", [("2020-06-30", "2020-12-31")]),
    ]
    assert found[3].days[0].path == changed.path
    assert days_of(planned(subject, 2020, day("2020-06-29")))[0] == (
        "c01",
        "甲",
        [("2020-01-01", "2020-12-31")],
    )
    assert days_of(planned(subject, 2020, day("2020-06-30"))) == days_of(found)


def test_a_course_that_another_amendment_leaves_alone_goes_on_in_one_piece() -> None:
    subject = dossier(
        *LISTED,
        plan(2020, *PASSED, courses=(titled("c01", "甲"),)),
        amendment("2020-06-30", add=(course("c02"),)),
    )
    assert days_of(planned(subject, 2020, LATE))[0] == ("c01", "甲", [("2020-01-01", "2020-12-31")])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossiers(), DAYS)
def test_planned_days_agree_with_the_plan_of_every_day(subject: Dossier, on: dt.date) -> None:
    then = {
        id_ for id_, row in courses(subject, on.year, on).items() if row.since is not None and row.since <= on
    }
    told = {
        each.row.course.id
        for each in planned(subject, on.year, on)
        if any(span.first <= on <= span.last for span in each.days)
    }
    assert told == then
