"""Status by example: each filing value, each condition, and what turns them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from registry.lifecycle.bars import compute_bars, compute_predecessor_bars, list_predecessors
from registry.lifecycle.conditions import CONDITIONS, compute_due_date
from registry.lifecycle.force import select_in_force
from registry.lifecycle.state import State, StateCode
from registry.lifecycle.status import FILING, derive_status
from registry.model.dossier import Dossier
from registry.model.kinds import Act, OrderGround, Record, RectificationOrder, ReviewStage, ReviewStep
from tests.lifecycle.building import act, applied, batch, day, dossier, institution, regulation, tables

ORDER = act("rectification-order", "2022-09-01", due=day("2022-12-15"))
OUTCOME = act("rectification-outcome", "2023-03-15", order=ORDER.stem, result="未达到")
BAR = act("bar", "2023-03-20", outcome=OUTCOME.stem)
BARRED = (ORDER, OUTCOME, BAR)
STEPS = (ReviewStep(step=ReviewStage.EXAMINATION, date=day("2019-05-06")),)
REVIEWED = act("review", "2019-05-17", steps=STEPS)
PROCEDURE = (applied("2019-03-08"), act("recommendation", "2019-04-08"), REVIEWED)
LISTED = (*PROCEDURE, batch("2019-06-10"))


def filing(subject: Dossier, on: str) -> State:
    return derive_status(subject, day(on)).filing


def codes(subject: Dossier, on: str) -> set[str]:
    return {each.code for each in derive_status(subject, day(on)).conditions}


@pytest.mark.parametrize(
    ("on", "code", "since", "source", "article"),
    [
        ("2019-03-07", "none", None, "", ""),
        ("2019-03-08", "applying", "2019-03-08", "application.yml", "8(1)"),
        ("2019-04-07", "applying", "2019-03-08", "application.yml", "8(1)"),
        ("2019-04-08", "recommended", "2019-04-08", "recommendation.yml", "8(2)"),
        ("2019-05-05", "recommended", "2019-04-08", "recommendation.yml", "8(2)"),
        ("2019-05-06", "under-review", "2019-05-06", "review.yml", "8(3)"),
        ("2019-05-16", "under-review", "2019-05-06", "review.yml", "8(3)"),
        ("2019-05-17", "passed", "2019-05-17", "review.yml", "8(4)"),
        ("2019-06-09", "passed", "2019-05-17", "review.yml", "8(4)"),
        ("2019-06-10", "listed", "2019-06-10", "batches/2019-1.yml", "8(4)"),
        ("9999-12-31", "listed", "2019-06-10", "batches/2019-1.yml", "8(4)"),
    ],
)
def test_way_to_a_listing(on: str, code: StateCode, since: str | None, source: str, article: str) -> None:
    state = filing(dossier(*LISTED), on)
    assert (state.code, state.since, state.article) == (code, since and day(since), article)
    assert state.source.endswith(source)
    assert state.label == FILING[code].label
    assert state.reason


@pytest.mark.parametrize(
    ("records", "code", "reason"),
    [
        ([act("recommendation", "2019-05-17", opinion="不推荐")], "not-passed", "未获推荐"),
        ([PROCEDURE[1], act("review", "2019-05-17", result="不通过", steps=STEPS)], "not-passed", "未通过"),
        ([PROCEDURE[1], act("review", "2019-05-17", result="补正", steps=STEPS)], "under-review", "补正"),
        ([PROCEDURE[1], act("withdrawal", "2019-05-17")], "withdrawn", "自愿"),
        ([PROCEDURE[1], act("dissolution", "2019-05-17")], "dissolved", "注销"),
    ],
)
def test_how_a_procedure_ends_without_a_listing(records: list[Act], code: str, reason: str) -> None:
    state = filing(dossier(applied("2019-03-08"), *records), "2019-12-31")
    assert (state.code, state.since, state.source) == (code, day("2019-05-17"), records[-1].path)
    assert reason in state.reason


def test_an_application_withdrawn_leaves_the_listing() -> None:
    again = act("application", "2021-04-10", batch="2021-1")
    recalled, leaving = (act("withdrawal", "2021-05-06", batch=each) for each in ("2021-1", None))
    assert filing(dossier(*LISTED, again, recalled), "2021-05-06").code == "listed"
    assert filing(dossier(*LISTED, again, leaving), "2021-05-06").code == "withdrawn"
    state = filing(
        dossier(applied("2019-03-08"), act("withdrawal", "2019-04-08", batch="2019-1")), "2019-04-08"
    )
    assert (state.code, state.reason) == ("withdrawn", "机构撤回申请（2019-1 批次）。")


@pytest.mark.parametrize(
    ("kind", "code"),
    [("filing-ended", "ended"), ("withdrawal", "withdrawn"), ("dissolution", "dissolved")],
)
def test_how_a_listing_ends_and_that_no_article_says_so(kind: str, code: str) -> None:
    last = act(kind, "2021-07-01")
    subject = dossier(*LISTED, last)
    assert filing(subject, "2021-06-30").code == "listed"
    state = filing(subject, "2021-07-01")
    assert (state.code, state.since, state.article, state.source) == (
        code,
        day("2021-07-01"),
        "",
        last.path,
    )


def test_reapplying_after_a_refusal_is_free() -> None:
    refused = act("review", "2019-05-17", result="不通过", steps=STEPS)
    subject = dossier(*PROCEDURE[:2], refused, applied("2019-05-18"))
    assert filing(subject, "2019-05-17").code == "not-passed"
    assert filing(subject, "2019-05-18").code == "applying"


def test_a_review_of_one_day_ends_on_that_day() -> None:
    steps = (ReviewStep(step=ReviewStage.EXAMINATION, date=day("2019-05-17")),)
    subject = dossier(*PROCEDURE[:2], act("review", "2019-05-17", steps=steps))
    assert [filing(subject, on).code for on in ("2019-05-16", "2019-05-17")] == ["recommended", "passed"]


def test_a_second_body_may_recommend_after_the_first_did_not() -> None:
    refused = act("recommendation", "2019-04-08", opinion="不推荐")
    subject = dossier(PROCEDURE[0], refused, act("recommendation", "2019-04-09"), REVIEWED)
    assert [filing(subject, on).code for on in ("2019-04-08", "2019-04-09", "2019-05-17")] == [
        "not-passed",
        "recommended",
        "passed",
    ]


def test_a_new_procedure_does_not_touch_a_listing() -> None:
    refused = act("review", "2020-05-17", result="不通过", steps=STEPS)
    subject = dossier(*LISTED, applied("2020-03-08"), act("recommendation", "2020-04-08"), refused)
    for on in ("2020-03-08", "2020-04-08", "2020-05-17"):
        assert filing(subject, on).since == day("2019-06-10")


def test_a_listed_institution_that_left_may_come_back() -> None:
    subject = dossier(
        *LISTED, act("withdrawal", "2021-07-01"), applied("2022-03-08"), batch("2022-06-10", "2022-1")
    )
    assert [filing(subject, on).code for on in ("2021-07-01", "2022-03-08", "2022-06-10")] == [
        "withdrawn",
        "applying",
        "listed",
    ]
    assert filing(subject, "2022-06-10").source == "records/batches/2022-1.yml"


def test_what_is_dissolved_does_not_come_back() -> None:
    subject = dossier(
        *LISTED, act("dissolution", "2021-07-01"), applied("2022-03-08"), batch("2022-06-10", "2022-1")
    )
    assert filing(subject, "2030-01-01").code == "dissolved"


def test_term_of_validity_of_another_regulation() -> None:
    shared = tables(regulation(), regulation("2020-01-01", validity_years=3))
    early = dossier(*LISTED, shared=shared)
    assert filing(early, "2099-12-31").code == "listed"
    late = dossier(PROCEDURE[0], batch("2020-02-29", "2020-1"), shared=shared)
    assert filing(late, "2023-02-28").code == "listed"
    state = filing(late, "2023-03-01")
    assert (state.code, state.since) == ("expired", day("2023-03-01"))
    assert "至 2023-02-28，" in state.reason


def test_a_new_listing_outlives_the_term_of_the_old_one() -> None:
    shared = tables(regulation(validity_years=3))
    subject = dossier(*LISTED, batch("2022-06-10", "2022-1"), shared=shared)
    assert filing(subject, "2022-06-11").code == "listed"
    assert filing(subject, "2025-06-10").code == "listed"
    assert filing(subject, "2025-06-11").code == "expired"


def test_listed_again_while_listed_counts_from_the_first_list() -> None:
    subject = dossier(*LISTED, batch("2022-06-10", "2022-1"), batch("2024-06-10", "2024-1"))
    assert filing(subject, "2022-06-09").reason.endswith("列入2019-1批次名单（演示人社〔2019〕6号）。")
    state = filing(subject, "2024-06-10")
    assert (state.since, state.source) == (day("2019-06-10"), "records/batches/2019-1.yml")
    assert state.reason == (
        "列入2019-1批次名单（演示人社〔2019〕6号）；"
        "2022-06-10 又列入2022-1批次名单（演示人社〔2019〕6号）；"
        "2024-06-10 又列入2024-1批次名单（演示人社〔2019〕6号）。"
    )


@pytest.mark.parametrize(
    "ended", [act("filing-ended", "2021-06-10"), act("withdrawal", "2021-06-10", batch=None)]
)
def test_listed_again_after_a_break_counts_from_the_new_list(ended: Act) -> None:
    state = filing(dossier(*LISTED, ended, batch("2022-06-10", "2022-1")), "2023-01-01")
    assert (state.since, "又列入" in state.reason) == (day("2022-06-10"), False)


@pytest.mark.parametrize(
    ("again", "since"),
    [("2022-06-10", "2019-06-10"), ("2022-06-11", "2019-06-10"), ("2022-06-12", "2022-06-12")],
)
def test_a_term_renewed_to_the_day_leaves_no_break(again: str, since: str) -> None:
    """The term of the first list ends on 2022-06-10: one listed from the next day on was always listed."""
    shared = tables(regulation(validity_years=3))
    subject = dossier(*LISTED, batch(again, "2022-1"), shared=shared)
    assert filing(subject, "2023-01-01").since == day(since)
    assert filing(subject, "2025-06-10").code == "listed"
    assert filing(subject, "2025-06-13").code == "expired"


def test_a_second_recommendation_does_not_begin_anew() -> None:
    later = act("recommendation", "2019-04-20", 2)
    assert filing(dossier(*PROCEDURE[:2], later), "2019-04-30").since == day("2019-04-08")


def test_term_that_ends_with_the_calendar() -> None:
    subject = dossier(PROCEDURE[0], batch("9998-06-10"), shared=tables(regulation(validity_years=20)))
    assert filing(subject, "9999-12-30").code == "listed"


def test_a_batch_without_a_list_lists_nobody() -> None:
    assert filing(dossier(*PROCEDURE, batch(None)), "2030-01-01").code == "passed"


# -- conditions --------------------------------------------------------------------------------------------


def test_order_runs_through_its_due_date() -> None:
    subject = dossier(ORDER)
    assert codes(subject, "2022-08-31") == set()
    [running] = derive_status(subject, day("2022-12-15")).conditions
    assert (running.code, running.since, running.until) == (
        "rectifying",
        day("2022-09-01"),
        day("2022-12-15"),
    )
    assert (running.article, running.source) == ("20", ORDER.path)
    assert running.reason == "未完成教学培训计划，整改期限至 2022-12-15。"
    [overdue] = derive_status(subject, day("2022-12-16")).conditions
    assert (overdue.code, overdue.since, overdue.until) == ("rectification-overdue", day("2022-12-16"), None)
    assert (overdue.article, overdue.source) == ("20", ORDER.path)
    assert overdue.label == CONDITIONS["rectification-overdue"].label == "整改期限已满，待认定"


def test_both_grounds_of_an_order_are_told() -> None:
    both = msgspec.structs.replace(ORDER, ground=tuple(OrderGround))
    [running] = derive_status(dossier(both), day("2022-12-15")).conditions
    assert running.reason == "未完成教学培训计划、未达到教学管理要求，整改期限至 2022-12-15。"


def test_outcome_ends_the_order() -> None:
    met = act("rectification-outcome", "2022-12-01", order=ORDER.stem, result="达到")
    subject = dossier(ORDER, met)
    assert codes(subject, "2022-11-30") == {"rectifying"}
    assert codes(subject, "2022-12-01") == codes(subject, "2022-12-16") == set()


@pytest.mark.parametrize(
    ("extended_on", "the_day_before"),
    [
        ("2022-12-14", "rectifying"),
        ("2022-12-15", "rectifying"),
        ("2022-12-16", "rectifying"),
        ("2022-12-17", "rectification-overdue"),
    ],
    ids=["before the due date", "on the due date", "the day after", "after a day overdue"],
)
def test_extension(extended_on: str, the_day_before: str) -> None:
    extension = act("rectification-extension", extended_on, order=ORDER.stem, due=day("2023-01-31"))
    assert isinstance(ORDER, RectificationOrder)
    assert compute_due_date(ORDER, [ORDER, extension]) == day("2023-01-31")
    subject = dossier(ORDER, extension)
    assert codes(subject, str(day(extended_on) - dt.timedelta(days=1))) == {the_day_before}
    assert codes(subject, extended_on) == codes(subject, "2023-01-31") == {"rectifying"}
    assert codes(subject, "2023-02-01") == {"rectification-overdue"}


@pytest.mark.parametrize("shorter", ["2022-12-10", "2022-12-15"])
def test_an_extension_moves_nothing_to_an_earlier_day(shorter: str) -> None:
    extension = act("rectification-extension", "2022-12-01", order=ORDER.stem, due=day(shorter))
    assert isinstance(ORDER, RectificationOrder)
    assert compute_due_date(ORDER, [ORDER, extension]) == ORDER.due


@pytest.mark.parametrize("other", ["2022-08-31-rectification-order", "2022-09-02-rectification-order"])
def test_an_extension_of_another_order_moves_nothing(other: str) -> None:
    extension = act("rectification-extension", "2022-12-01", order=other, due=day("2023-01-31"))
    assert isinstance(ORDER, RectificationOrder)
    assert compute_due_date(ORDER, [ORDER, extension]) == ORDER.due


def test_extension_of_an_extension() -> None:
    first = act("rectification-extension", "2022-12-15", order=ORDER.stem, due=day("2022-12-31"))
    second = act("rectification-extension", "2022-12-31", order=ORDER.stem, due=day("2023-01-31"))
    subject = dossier(second, first, ORDER)
    assert codes(subject, "2023-01-31") == {"rectifying"}
    assert codes(subject, "2023-02-01") == {"rectification-overdue"}


def test_extension_withdrawn() -> None:
    extension = act("rectification-extension", "2022-12-01", order=ORDER.stem, due=day("2023-01-31"))
    withdrawn = act("decision", "2022-12-10", effect="撤销", target=extension.stem)
    assert codes(dossier(ORDER, extension, withdrawn), "2022-12-16") == {"rectification-overdue"}


def test_suspension_until_it_is_lifted() -> None:
    first, second = act("suspension", "2020-06-01"), act("suspension", "2020-06-01", 2)
    lifted = act("suspension-lifted", "2020-06-20", suspension=first.stem)
    subject = dossier(*LISTED, first, second, lifted)
    assert codes(subject, "2020-05-31") == set()
    [condition] = derive_status(subject, day("2020-06-20")).conditions
    assert (condition.code, condition.since, condition.source, condition.article) == (
        "suspended",
        day("2020-06-01"),
        second.path,
        "",
    )


def test_bar_counts_from_the_determination() -> None:
    subject = dossier(*BARRED)
    assert codes(subject, "2023-03-14") == {"rectification-overdue"}
    [state] = derive_status(subject, day("2023-03-15")).conditions
    assert (state.code, state.since, state.until) == ("barred", day("2023-03-15"), day("2026-03-15"))
    assert (state.article, state.source) == ("20", OUTCOME.path)
    assert state.reason == "2023-03-15 认定未达到整改要求，至 2026-03-15（含）不得再次报备。"
    assert codes(subject, "2026-03-15") == {"barred"}
    assert codes(subject, "2026-03-16") == set()
    [span] = compute_bars(subject, day("2026-03-16"))
    assert (span.start, span.end, span.record) == (day("2023-03-15"), day("2026-03-15"), BAR)


def test_the_start_of_a_bar_is_a_reading_unless_the_regulation_states_it() -> None:
    [ours] = derive_status(dossier(*BARRED), day("2023-03-15")).conditions
    assert ours.note == "自认定之日起算，是登记册的理解，办法没有写明起算日。"
    subject = dossier(*BARRED, shared=tables(regulation(bar_start_stated=True)))
    [condition] = derive_status(subject, day("2023-03-15")).conditions
    assert (condition.note, condition._replace(note=ours.note)) == ("", ours)


def test_bar_from_29_february() -> None:
    outcome = act("rectification-outcome", "2024-02-29", order=ORDER.stem, result="未达到")
    subject = dossier(ORDER, outcome, act("bar", "2024-02-29", outcome=outcome.stem))
    assert codes(subject, "2027-02-28") == {"barred"}
    assert codes(subject, "2027-03-01") == set()


def test_bar_does_not_roll_to_a_working_day() -> None:
    assert day("2026-03-15").weekday() == 6
    assert codes(dossier(*BARRED), "2026-03-16") == set()


def test_bar_years_of_the_regulation_on_the_day_of_the_determination() -> None:
    shared = tables(
        regulation(), regulation("2023-03-15", bar_years=1), regulation("2023-03-16", bar_years=0)
    )
    assert [span.end for span in compute_bars(dossier(*BARRED, shared=shared), dt.date.max)] == [
        day("2024-03-15")
    ]
    none = tables(regulation(), regulation("2023-03-15", bar_years=0))
    assert compute_bars(dossier(*BARRED, shared=none), dt.date.max) == []


def test_no_bar_without_a_failed_determination() -> None:
    met = act("rectification-outcome", "2023-03-15", order=ORDER.stem, result="达到")
    assert compute_bars(dossier(ORDER, met, BAR), dt.date.max) == []
    assert compute_bars(dossier(BAR), dt.date.max) == []


def test_a_bar_needs_no_record() -> None:
    subject = dossier(ORDER, OUTCOME)
    assert codes(subject, "2023-03-15") == codes(subject, "2026-03-15") == {"barred"}
    assert codes(subject, "2026-03-16") == set()
    assert [span.record for span in compute_bars(subject, dt.date.max)] == [None]


def test_withdrawing_only_the_record_changes_nothing() -> None:
    withdrawn = act("decision", "2024-01-08", effect="撤销", target=BAR.stem)
    subject = dossier(*BARRED, withdrawn)
    assert codes(subject, "2024-01-08") == {"barred"}
    assert [span.record for span in compute_bars(subject, dt.date.max)] == [None]


def test_bar_leaves_the_listing_alone() -> None:
    subject = dossier(*LISTED, *BARRED)
    assert filing(subject, "2023-03-20").code == "listed"
    assert codes(subject, "2023-03-20") == {"barred"}


# -- decisions that withdraw -------------------------------------------------------------------------------


def test_withdrawn_determination_restores() -> None:
    withdrawn = act("decision", "2024-01-08", effect="撤销", target=OUTCOME.stem)
    subject = dossier(*BARRED, withdrawn)
    assert codes(subject, "2024-01-07") == {"barred"}
    assert codes(subject, "2024-01-08") == {"rectification-overdue"}


def test_withdrawn_withdrawal_does_not_count() -> None:
    first = act("decision", "2024-01-08", effect="撤销", target=OUTCOME.stem)
    second = act("decision", "2024-02-08", effect="撤销", target=first.stem)
    subject = dossier(*BARRED, first, second)
    assert codes(subject, "2024-02-07") == {"rectification-overdue"}
    assert codes(subject, "2024-02-08") == {"barred"}


def test_withdrawn_end_restores_the_listing() -> None:
    ended = act("filing-ended", "2021-07-01")
    subject = dossier(*LISTED, ended, act("decision", "2021-09-01", effect="撤销", target=ended.stem))
    assert [filing(subject, on).code for on in ("2021-08-31", "2021-09-01")] == ["ended", "listed"]
    assert filing(subject, "2021-09-01").since == day("2019-06-10")


VARIED = [
    # what a decision states, and the bar that follows from it
    ({"result": "达到"}, None),
    ({"result": "未达到"}, ("2023-03-15", "2026-03-15")),
    ({"result": "未达到", "determined_on": day("2023-06-29")}, ("2023-06-29", "2026-06-29")),
    ({"result": "未达到", "determined_on": day("2022-12-16")}, ("2022-12-16", "2025-12-16")),
]


@pytest.mark.parametrize(("given", "span"), VARIED)
def test_the_bar_follows_a_varied_determination(given: dict[str, Any], span: tuple[str, str] | None) -> None:
    subject = dossier(*BARRED, varied("2024-01-08", OUTCOME.stem, **given))
    assert [(str(each.start), str(each.end)) for each in compute_bars(subject, day("2024-01-07"))] == [
        ("2023-03-15", "2026-03-15")
    ]
    spans = [(str(each.start), str(each.end)) for each in compute_bars(subject, day("2024-01-08"))]
    assert spans == ([span] if span else [])
    assert codes(subject, "2024-01-08") == ({"barred"} if span else set())


def test_a_determination_may_be_varied_to_failed_and_back() -> None:
    met = act("rectification-outcome", "2023-03-15", order=ORDER.stem, result="达到")
    first = varied("2023-06-01", met.stem, result="未达到")
    again = varied("2023-09-01", first.stem, result="达到")
    withdrawn = act("decision", "2023-12-01", effect="撤销", target=again.stem)
    subject = dossier(ORDER, met, first, again, withdrawn)
    by_day = {on: codes(subject, on) for on in ("2023-05-31", "2023-06-01", "2023-09-01", "2023-12-01")}
    assert list(by_day.values()) == [set(), {"barred"}, set(), {"barred"}]


def test_decisions_that_vary_each_other_end() -> None:
    first = varied("2023-06-01", "2023-06-01-decision-02", 1, result="达到")
    second = varied("2023-06-01", first.stem, 2, result="达到")
    assert codes(dossier(*BARRED, first, second), "2023-06-01") == {"barred"}


def varied(on: str, target: str, number: int = 0, **given: Any) -> Act:
    """A decision that varies an act."""
    return act("decision", on, number, effect="变更", target=target, **given)


@pytest.mark.parametrize("effect", ["作出", "变更", "维持"])
def test_other_decisions_withdraw_nothing(effect: str) -> None:
    other = act("decision", "2024-01-08", effect=effect, target=OUTCOME.stem)
    assert codes(dossier(*BARRED, other), "2024-01-08") == {"barred"}


def test_decisions_in_a_circle() -> None:
    first = act("decision", "2024-01-08", 1, effect="撤销", target="2024-01-08-decision-02")
    second = act("decision", "2024-01-08", 2, effect="撤销", target=first.stem)
    assert [each.stem for each in select_in_force((first, second), day("2024-01-08"))] == [second.stem]


# -- succession --------------------------------------------------------------------------------------------


def test_a_predecessors_bar_is_no_condition_of_the_successor() -> None:
    before = dossier(*(act_of_two(each) for each in BARRED), id_="two")
    subject = dossier(act("succession", "2024-01-08", predecessor="two"), others=[before])
    assert codes(subject, "2024-01-08") == set()
    assert compute_bars(subject, dt.date.max) == []
    days = ("2024-01-07", "2024-01-08", "2026-03-15", "2026-03-16")
    bars = [compute_predecessor_bars(subject, day(on)) for on in days]
    expected = [("two", "2026-03-15")]
    assert [[(id_, str(span.end)) for id_, span in each] for each in bars] == [[], expected, expected, []]


def test_a_successor_may_earn_a_bar_of_its_own() -> None:
    before = dossier(*(act_of_two(each) for each in BARRED), id_="two")
    subject = dossier(act("succession", "2022-01-10", predecessor="two"), *BARRED, others=[before])
    assert [state.source for state in derive_status(subject, day("2024-01-08")).conditions] == [OUTCOME.path]


@pytest.mark.parametrize("withdrawn", ["", "one", "two"])
def test_a_bar_is_told_through_successions_that_are_in_force(withdrawn: str) -> None:
    first = dossier(*(act_of_two(each, "three") for each in BARRED), id_="three", now=institution("three"))
    own: list[Act] = [act("succession", "2024-03-08", predecessor="two")]
    between: list[Act] = [act("succession", "2024-01-08", id_="two", predecessor="three")]
    if withdrawn:
        acts = own if withdrawn == "one" else between
        acts.append(act("decision", "2024-04-08", id_=withdrawn, effect="撤销", target=acts[0].stem))
    second = dossier(*between, id_="two", others=[first])
    subject = dossier(*own, others=[first, second])
    ids = [id_ for id_, _ in compute_predecessor_bars(subject, day("2024-05-08"))]
    assert ids == ([] if withdrawn else ["three"])


def test_a_withdrawn_succession_brings_no_bar_from_that_day_on() -> None:
    before = dossier(*(act_of_two(each) for each in BARRED), id_="two")
    succession = act("succession", "2024-01-08", predecessor="two")
    undone = act("decision", "2024-03-04", effect="撤销", target=succession.stem)
    subject = dossier(succession, undone, others=[before])
    assert [each.id for each in list_predecessors(subject, day("2024-03-03"))] == ["two"]
    assert [each.id for each in list_predecessors(subject, day("2024-03-04"))] == []


def test_a_withdrawn_succession_between_others_ends_the_way() -> None:
    first = dossier(id_="three", now=institution("three"))
    succession = act("succession", "2023-06-05", id_="two", predecessor="three")
    undone = act("decision", "2024-03-04", id_="two", effect="撤销", target=succession.stem)
    middle = dossier(succession, undone, id_="two", now=institution("two"), others=[first])
    subject = dossier(act("succession", "2024-01-08", predecessor="two"), others=[middle, first])
    for on, ids in (("2024-01-07", []), ("2024-01-08", ["two", "three"]), ("2024-03-04", ["two"])):
        assert [each.id for each in list_predecessors(subject, day(on))] == ids


def test_a_withdrawal_that_is_withdrawn_leaves_the_succession() -> None:
    succession = act("succession", "2024-01-08", predecessor="two")
    undone = act("decision", "2024-03-04", effect="撤销", target=succession.stem)
    again = act("decision", "2024-04-08", effect="撤销", target=undone.stem)
    subject = dossier(succession, undone, again, others=[dossier(id_="two", now=institution("two"))])
    assert [each.since for each in list_predecessors(subject, day("2024-04-08"))] == [day("2024-01-08")]


def act_of_two(record: Record, id_: str = "two") -> Record:
    """The same act in the dossier of another."""
    kind = record.stem[11:]
    fields = {
        name: getattr(record, name) for name in ("order", "outcome", "result", "due") if hasattr(record, name)
    }
    return act(kind, record.stem[:10], id_=id_, **fields)
