"""What the register shows of a day: spans of status, and days on which a course stood in a passed plan."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from registry.lifecycle.credit import TitledCourse, list_planned, list_spans
from registry.lifecycle.plans import collect_courses
from registry.lifecycle.status import derive_status, find_interruption
from registry.model.dossier import Dossier
from registry.model.kinds import (
    Amendment,
    Course,
    PlannedClass,
    Receipt,
    ReceiptAction,
    Run,
    Summary,
    Supplement,
)
from tests.depth import DEPTH
from tests.lifecycle.answering import answer
from tests.lifecycle.building import (
    COUNTY,
    FOLDER,
    HEALTH,
    LISTED,
    UNTIL,
    act,
    day,
    dossier,
    plan,
    receipt,
    step,
    summary,
)
from tests.lifecycle.strategies import DAYS, course, dossiers

PASSED = (step("通过", "2019-12-20"), step("通过", "2019-12-25", HEALTH))
LATE = day("2020-11-23")


def titled(id_: str, title: str) -> Course:
    row = course(id_)
    return type(row)(**{name: getattr(row, name) for name in row.__struct_fields__} | {"title": title})


def amendment(on: str, number: int = 1, **given: Any) -> Amendment:
    path = f"{FOLDER}one/plans/2020-amendment-{number}.yml"
    steps = (step("通过", on), step("通过", on, HEALTH))
    return Amendment(path=path, year=2020, number=number, reason="演示。", steps=steps, **given)


def days_of(rows: list[TitledCourse]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (
            each.row.course.id,
            each.row.course.title,
            [(span.first.isoformat(), span.last.isoformat()) for span in each.days],
        )
        for each in rows
    ]


def shown(subject: Dossier, on: str = "2026-11-23") -> list[tuple[str, str, bool]]:
    return [
        (
            each.first.isoformat() if each.first else "",
            each.last.isoformat() if each.last else "",
            each.shown,
        )
        for each in list_spans(subject, day(on))
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
    assert list_spans(subject, day("2026-11-23"))[-1].filing.source == ended.path


def test_what_happens_after_the_day_is_not_told() -> None:
    subject = dossier(*LISTED, act("filing-ended", "2023-03-15"))
    assert shown(subject, "2023-03-14")[-1] == ("2019-06-10", "", True)
    assert shown(subject, "2023-03-15")[-1] == ("2023-03-15", "", False)


def test_a_suspension_interrupts_until_it_is_lifted() -> None:
    suspended = act("suspension", "2020-05-06")
    lifted = act("suspension-lifted", "2020-09-01", suspension=suspended.stem)
    spans = list_spans(dossier(*LISTED, suspended, lifted), day("2026-11-23"))
    assert [(each.first, each.shown) for each in spans[2:]] == [
        (day("2019-06-10"), True),
        (day("2020-05-06"), False),
        (day("2020-09-01"), True),
    ]
    assert spans[3].suspended
    assert spans[3].suspended.source == suspended.path
    assert spans[3].filing.code == "listed"


def test_an_order_to_rectify_does_not_interrupt() -> None:
    order = act("rectification-order", "2020-05-06", due=day("2020-09-01"))
    assert shown(dossier(*LISTED, order))[-1] == ("2019-06-10", "", True)


@settings(max_examples=50 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossiers(), DAYS, DAYS)
def test_spans_agree_with_the_status_of_every_day(subject: Dossier, on: dt.date, until: dt.date) -> None:
    spans = list_spans(subject, until)
    assert spans[0].first is None
    assert spans[-1].last is None
    for before, after in pairwise(spans):
        assert before.last
        assert after.first == before.last + dt.timedelta(days=1)
    if on <= until:
        (span,) = [each for each in spans if (each.first or dt.date.min) <= on <= (each.last or dt.date.max)]
        # A part is suspended: the register shows that, and no program can tell whom it keeps from teaching.
        in_part = bool(span.suspended and span.suspended.code == "partly-suspended")
        assert span.shown == (find_interruption(subject, on, on) is None and not in_part)
        assert span.filing.code == derive_status(subject, on).filing.code


def test_a_course_stands_in_its_year_from_the_later_pass() -> None:
    rows = (titled("c01", "护理"),)
    early = dossier(*LISTED, plan(2020, *PASSED, courses=rows))
    assert days_of(list_planned(early, 2020, LATE)) == [("c01", "护理", [("2020-01-01", "2020-12-31")])]
    late = dossier(
        *LISTED, plan(2020, step("通过", "2020-02-03"), step("通过", "2020-02-05", HEALTH), courses=rows)
    )
    courses = list_planned(late, 2020, LATE)
    assert days_of(courses) == [("c01", "护理", [("2020-02-05", "2020-12-31")])]
    assert courses[0].days[0].since == day("2020-02-05")


def test_a_plan_that_passed_on_the_last_day_of_its_year_shows_that_day() -> None:
    for on, days in (("2020-12-31", [("2020-12-31", "2020-12-31")]), ("2021-01-01", [])):
        whole = plan(2020, step("通过", on), step("通过", on, HEALTH), courses=(titled("c01", "护理"),))
        assert days_of(list_planned(dossier(*LISTED, whole), 2020, day("2026-11-23"))) == [
            ("c01", "护理", days)
        ]


def test_a_plan_that_one_side_passed_shows_no_day() -> None:
    subject = dossier(*LISTED, plan(2020, PASSED[0], courses=(titled("c01", "护理"),)))
    assert days_of(list_planned(subject, 2020, LATE)) == [("c01", "护理", [])]


def test_a_pass_that_was_undone_and_given_again_leaves_a_gap() -> None:
    steps = (*PASSED, step("退回", "2020-03-02"), step("通过", "2020-03-20"))
    subject = dossier(*LISTED, plan(2020, *steps, courses=(titled("c01", "护理"),)))
    assert days_of(list_planned(subject, 2020, LATE)) == [
        ("c01", "护理", [("2020-01-01", "2020-03-01"), ("2020-03-20", "2020-12-31")])
    ]


def test_amendments_drop_add_and_rename_from_their_pass_on() -> None:
    rows = (titled("c01", "甲"), titled("c02", "乙"))
    changed = amendment(
        "2020-06-30", drop=("c01",), replace=(titled("c02", "丙"),), add=(titled("c03", "丁"),)
    )
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=rows), changed)
    courses = list_planned(subject, 2020, LATE)
    assert days_of(courses) == [
        ("c01", "甲", [("2020-01-01", "2020-06-29")]),
        ("c02", "乙", [("2020-01-01", "2020-06-29")]),
        ("c02", "丙", [("2020-06-30", "2020-12-31")]),
        ("c03", "丁", [("2020-06-30", "2020-12-31")]),
    ]
    assert courses[3].days[0].path == changed.path
    assert days_of(list_planned(subject, 2020, day("2020-06-29")))[0] == (
        "c01",
        "甲",
        [("2020-01-01", "2020-12-31")],
    )
    assert days_of(list_planned(subject, 2020, day("2020-06-30"))) == days_of(courses)


def test_a_course_that_another_amendment_leaves_alone_goes_on_in_one_piece() -> None:
    subject = dossier(
        *LISTED,
        plan(2020, *PASSED, courses=(titled("c01", "甲"),)),
        amendment("2020-06-30", add=(course("c02"),)),
    )
    assert days_of(list_planned(subject, 2020, LATE))[0] == ("c01", "甲", [("2020-01-01", "2020-12-31")])


def ran(year: int, *runs: tuple[str, str, str], as_of: str = "2021-02-20") -> Summary:
    classes = tuple(
        Run(course=id_, from_=day(first), to=day(last), persons=20, hours=20, new_remote_hours=0)
        for id_, first, last in runs
    )
    return msgspec.structs.replace(summary(year, receipt("2021-02-22")), as_of=day(as_of), runs=classes)


def ending(id_: str, until: str) -> Course:
    return msgspec.structs.replace(titled(id_, id_), until=day(until))


def test_days_of_the_next_year_count_inside_a_recorded_run_only() -> None:
    subject = dossier(
        *LISTED,
        plan(2020, *PASSED, courses=(titled("c01", "甲"), titled("c02", "乙"))),
        ran(2020, ("c01", "2020-10-12", "2021-01-15"), ("c02", "2020-05-11", "2020-05-15")),
    )
    assert days_of(list_planned(subject, 2020, day("2026-11-23"))) == [
        ("c01", "甲", [("2020-01-01", "2021-01-15")]),
        ("c02", "乙", [("2020-01-01", "2020-12-31")]),
    ]
    before = day("2021-02-19")  # the summary tells up to the day after
    assert days_of(list_planned(subject, 2020, before))[0] == ("c01", "甲", [("2020-01-01", "2020-12-31")])


def test_a_run_that_a_supplement_tells_counts_from_the_day_of_the_supplement() -> None:
    run = ran(2020, ("c01", "2020-10-12", "2021-01-15")).runs
    reported = msgspec.structs.replace(
        summary(2020, receipt("2020-12-14")),
        supplements=(Supplement(date=day("2021-01-20"), runs=run),),
    )
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=(titled("c01", "甲"),)), reported)
    for on, last in (("2021-01-19", "2020-12-31"), ("2021-01-20", "2021-01-15")):
        assert days_of(list_planned(subject, 2020, day(on))) == [("c01", "甲", [("2020-01-01", last)])]


def test_days_of_the_next_year_count_up_to_the_end_that_the_plan_states() -> None:
    rows = (ending("c01", "2021-03-12"), ending("c02", "2020-06-30"))
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=rows))
    assert days_of(list_planned(subject, 2020, LATE)) == [
        ("c01", "c01", [("2020-01-01", "2021-03-12")]),
        ("c02", "c02", [("2020-01-01", "2020-12-31")]),
    ]


def test_classes_with_their_days_state_the_end_as_well() -> None:
    def dated(id_: str, last: str, until: str = "") -> Course:
        classes = (PlannedClass(class_number=1, from_=day("2020-10-12"), to=day(last)),)
        row = ending(id_, until) if until else titled(id_, id_)
        return msgspec.structs.replace(row, classes=classes)

    rows = (dated("c01", "2021-01-15"), dated("c02", "2020-10-16"), dated("c03", "2021-01-15", "2021-03-12"))
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=rows))
    courses = list_planned(subject, 2020, LATE)
    assert days_of(courses) == [
        ("c01", "c01", [("2020-01-01", "2021-01-15")]),
        ("c02", "c02", [("2020-01-01", "2020-12-31")]),
        ("c03", "c03", [("2020-01-01", "2021-03-12")]),
    ]
    assert [each.days[0].until for each in courses] == [day("2021-01-15"), None, day("2021-03-12")]


def test_what_ends_in_the_next_year_ends_where_the_course_is_dropped() -> None:
    dropped = amendment("2021-02-01", drop=("c01",))
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=(ending("c01", "2021-03-12"),)), dropped)
    assert days_of(list_planned(subject, 2020, day("2026-11-23"))) == [
        ("c01", "c01", [("2020-01-01", "2021-01-31")])
    ]


@pytest.mark.parametrize("run", [("c01", "2021-01-04", "2021-01-15"), ("c01", "2020-11-02", "2021-01-15")])
def test_what_did_not_begin_under_the_passed_plan_does_not_prolong_it(run: tuple[str, str, str]) -> None:
    """One began in the next year, the other before the plan had passed."""
    late = (step("通过", "2020-12-01"), step("通过", "2020-12-02", HEALTH))
    subject = dossier(*LISTED, plan(2020, *late, courses=(titled("c01", "甲"),)), ran(2020, run))
    assert days_of(list_planned(subject, 2020, day("2026-11-23"))) == [
        ("c01", "甲", [("2020-12-02", "2020-12-31")])
    ]


def test_a_plan_that_passed_after_its_year_shows_no_day_whatever_end_it_states() -> None:
    passing = (step("通过", "2021-01-05"), step("通过", "2021-01-05", HEALTH))
    subject = dossier(*LISTED, plan(2020, *passing, courses=(ending("c01", "2021-03-12"),)))
    assert days_of(list_planned(subject, 2020, day("2026-11-23"))) == [("c01", "c01", [])]


@settings(max_examples=50 * DEPTH, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossiers(), DAYS)
def test_planned_days_agree_with_the_plan_of_every_day(subject: Dossier, on: dt.date) -> None:
    then = {
        id_
        for id_, row in collect_courses(subject, on.year, on).items()
        if row.since is not None and row.since <= on
    }
    ids = {
        each.row.course.id
        for each in list_planned(subject, on.year, on)
        if any(span.first <= on <= span.last for span in each.days)
    }
    assert ids == then


# -- the answer ---------------------------------------------------------------------------------------------


def held(first: str, last: str, id_: str = "c01") -> Run:
    return Run(course=id_, from_=day(first), to=day(last), persons=40, hours=16, new_remote_hours=0)


def make_summary(as_of: str, *runs: Run, supplements: tuple[Supplement, ...] = ()) -> Summary:
    sending = (Receipt(action=ReceiptAction.SENT, date=day(as_of), authority=COUNTY),)
    report = summary(int(as_of[:4]), *sending)
    return msgspec.structs.replace(report, as_of=day(as_of), runs=runs, supplements=supplements)


def planned_for(*months: int, more: tuple[Any, ...] = ()) -> Dossier:
    row = msgspec.structs.replace(titled("c01", "护理"), months=months)
    return dossier(*LISTED, plan(2020, *PASSED, courses=(row,)), *more)


def ask(subject: Dossier, first: str, last: str = "", on: str = "2021-06-01") -> str:
    rows = list_planned(subject, 2020, day(on))
    return answer(subject, rows, day(first), day(last or first), day(on)).code


def test_until_the_summary_is_there_the_planned_months_are_what_is_known() -> None:
    subject = planned_for(3, 5)
    assert ask(subject, "2020-03-01", "2020-03-31") == "shown"
    assert ask(subject, "2020-03-31", "2020-04-01") == "outside"
    assert ask(subject, "2020-03-01", "2020-05-31") == "outside"
    assert ask(subject, "2020-04-10") == "outside"


def test_with_the_summary_only_its_classes_are() -> None:
    subject = planned_for(3, more=(make_summary("2020-12-31", held("2020-03-09", "2020-03-11")),))
    assert ask(subject, "2020-03-09", "2020-03-11") == "shown"
    assert ask(subject, "2020-03-10") == "shown"
    assert ask(subject, "2020-03-11", "2020-03-12") == "outside"
    assert ask(subject, "2020-03-20") == "outside"
    assert ask(subject, "2020-03-20", on="2020-12-30") == "shown"  # it is not there yet


def test_two_classes_do_not_make_one() -> None:
    runs = held("2020-03-09", "2020-03-11"), held("2020-03-12", "2020-03-14")
    subject = planned_for(3, more=(make_summary("2020-12-31", *runs),))
    assert ask(subject, "2020-03-11") == "shown"
    assert ask(subject, "2020-03-11", "2020-03-12") == "outside"


def test_an_early_summary_leaves_the_rest_of_its_year_to_the_planned_months() -> None:
    subject = planned_for(3, 12, more=(make_summary("2020-12-05", held("2020-03-09", "2020-03-11")),))
    assert ask(subject, "2020-12-05", on="2020-12-20") == "outside"
    assert ask(subject, "2020-12-06", on="2020-12-20") == "shown"
    assert ask(subject, "2020-12-03", "2020-12-08", on="2020-12-20") == "shown"
    assert ask(subject, "2020-12-06", on="2021-01-01") == "outside"  # the year is over: it tells of the whole


def test_a_supplement_counts_from_its_day_on() -> None:
    added = Supplement(date=day("2021-01-08"), runs=(held("2020-12-14", "2020-12-16"),))
    subject = planned_for(12, more=(make_summary("2020-12-05", supplements=(added,)),))
    assert ask(subject, "2020-12-14", "2020-12-16", on="2021-01-07") == "outside"
    assert ask(subject, "2020-12-14", "2020-12-16", on="2021-01-08") == "shown"
    assert ask(subject, "2020-12-13", "2020-12-16", on="2021-01-08") == "outside"


def test_a_class_over_new_year_belongs_to_the_plan_under_which_it_began() -> None:
    added = Supplement(date=day("2021-01-20"), runs=(held("2020-12-28", "2021-01-15"),))
    subject = planned_for(12, more=(make_summary("2020-12-20", supplements=(added,)),))
    assert ask(subject, "2020-12-28", "2021-01-15") == "shown"
    assert ask(subject, "2021-01-10") == "shown"
    assert ask(subject, "2021-01-10", "2021-01-16") == "not-shown"  # no plan holds the 16th
    assert ask(subject, "2021-01-10", on="2021-01-19") == "not-shown"
    assert ask(subject, "2020-12-27", "2021-01-15") == "outside"


def test_the_planned_months_do_not_reach_into_the_next_year() -> None:
    subject = planned_for(1, 12)
    assert ask(subject, "2020-12-31") == "shown"
    assert ask(subject, "2020-12-31", "2021-01-01") == "not-shown"


def test_the_end_that_the_plan_states_holds_the_days_from_its_last_month_on() -> None:
    row = msgspec.structs.replace(ending("c01", "2021-01-08"), months=(3, 12))
    subject = dossier(*LISTED, plan(2020, *PASSED, courses=(row,)))
    answers = [ask(subject, first, last, on="2021-01-12") for first, last in UNTIL]
    assert answers == ["shown"] * 4 + ["outside"] * 3 + ["not-shown"] * 2
    whole = plan(2020, *PASSED, courses=(row,))
    summed_up = dossier(*LISTED, whole, make_summary("2020-12-31", held("2020-12-28", "2020-12-31")))
    assert ask(summed_up, "2020-12-10", on="2021-01-12") == "outside"
    assert ask(summed_up, "2021-01-05", on="2021-01-12") == "shown"


def test_the_months_are_those_of_the_plan_on_the_days_asked() -> None:
    row = msgspec.structs.replace(titled("c01", "护理"), months=(9,))
    subject = planned_for(3, more=(amendment("2020-06-30", replace=(row,)),))
    assert ask(subject, "2020-03-09") == "shown"
    assert ask(subject, "2020-09-09") == "shown"
    subject = planned_for(9, more=(amendment("2020-06-30", replace=(titled("c01", "护理"),)),))
    assert ask(subject, "2020-09-09") == "outside"


def test_days_to_come_are_no_yes_and_no_no() -> None:
    subject = planned_for(3, 4)
    assert ask(subject, "2020-03-09", on="2020-03-08") == "to-come"
    assert ask(subject, "2020-03-09", "2020-03-10", on="2020-03-09") == "to-come"
    assert ask(subject, "2020-03-09", on="2020-03-09") == "shown"
    assert ask(subject, "2020-08-09", on="2020-03-09") == "to-come"


def test_what_the_days_that_are_over_have_settled_the_coming_ones_do_not_mend() -> None:
    suspended = act("suspension", "2020-03-09")
    assert ask(planned_for(3), "2020-03-09", "2020-03-20", on="2020-03-10") == "to-come"
    subject = planned_for(3, more=(suspended,))
    assert ask(subject, "2020-03-09", "2020-03-20", on="2020-03-10") == "not-shown"
    assert ask(subject, "2020-03-11", "2020-03-20", on="2020-03-10") == "to-come"


def test_a_suspended_or_unlisted_institution_is_no_yes_whatever_was_held() -> None:
    run = make_summary("2020-12-31", held("2020-03-09", "2020-03-11"))
    row = titled("c01", "护理")
    base = (*LISTED, plan(2020, *PASSED, courses=(row,)), run)
    assert ask(dossier(*base), "2020-03-09", "2020-03-11") == "shown"
    assert ask(dossier(*base, act("suspension", "2020-03-11")), "2020-03-09", "2020-03-11") == "not-shown"
    assert ask(dossier(*base, act("suspension", "2020-03-12")), "2020-03-09", "2020-03-11") == "shown"
    assert ask(dossier(*base, act("filing-ended", "2020-03-10")), "2020-03-09", "2020-03-11") == "not-shown"


def test_a_course_that_never_passed_is_no_yes_though_it_was_held() -> None:
    run = make_summary("2020-12-31", held("2020-03-09", "2020-03-11"))
    subject = dossier(*LISTED, plan(2020, PASSED[0], courses=(titled("c01", "护理"),)), run)
    assert ask(subject, "2020-03-09", "2020-03-11") == "not-shown"
    assert answer(subject, [], day("2020-03-09"), day("2020-03-09"), LATE).code == "not-shown"
