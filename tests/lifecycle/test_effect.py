"""What burdens an institution takes effect, is stayed, resumed, ended in part or whole, by acts alone."""

from __future__ import annotations

from typing import Any

import pytest

from registry.lifecycle.as_of import view_as_of
from registry.lifecycle.bars import compute_bars, select_running
from registry.lifecycle.conditions import find_suspended
from registry.lifecycle.credit import list_spans
from registry.lifecycle.duties import derive_duties, describe_duty
from registry.lifecycle.effect import derive_effect
from registry.lifecycle.openness import list_closed, list_hidden
from registry.lifecycle.publication import list_publications
from registry.lifecycle.status import derive_status, find_interruption
from registry.lifecycle.undone import find_undone
from registry.model.dossier import Dossier
from registry.model.kinds import Act, Period
from registry.model.tables import Tables
from tests.lifecycle.building import BUREAU, act, batch, day, dossier, regulation, tables

ORDER = act("rectification-order", "2022-09-01", due=day("2022-12-15"))
FAILED = act("rectification-outcome", "2022-12-16", order=ORDER.stem, result="未达到")
ENDED = act("filing-ended", "2022-09-01")
SUSPENDED = act("suspension", "2022-09-01")


def listed(*acts: Act, shared: Tables | None = None) -> Dossier:
    """The dossier of an institution that was listed long before these acts."""
    return dossier(batch("2019-06-10"), *acts, shared=shared)


def decide(on: str, effect: str, target: Act, **values: Any) -> Act:
    return act("decision", on, effect=effect, target=target.stem, **values)


def codes(subject: Dossier, on: str) -> list[str]:
    status = derive_status(subject, day(on))
    return [status.filing.code, *(each.code for each in status.conditions)]


def effect(subject: Dossier, of: Act, on: str) -> tuple[str, str] | None:
    state = derive_effect(subject, of, day(on))
    return (state.code, str(state.since)) if state else None


def label(subject: Dossier, of: Act, on: str) -> str:
    state = derive_effect(subject, of, day(on))
    return state.label if state else ""


def test_a_stayed_end_of_filing_leaves_the_institution_listed_until_it_is_resumed() -> None:
    stay = decide("2022-10-10", "停止执行", ENDED)
    resumed = decide("2022-11-10", "恢复执行", ENDED)
    subject = listed(ENDED, stay, resumed)
    assert codes(subject, "2022-10-09") == ["ended"]
    assert codes(subject, "2022-10-10") == codes(subject, "2022-11-09") == ["listed", "stayed"]
    assert codes(subject, "2022-11-10") == ["ended"]
    [stayed] = derive_status(subject, day("2022-10-10")).conditions
    assert (stayed.since, stayed.source) == (day("2022-10-10"), stay.path)
    assert stayed.reason == "2022-09-01 的终止报备停止执行。"


def test_a_stay_ends_with_its_last_day_or_when_it_is_withdrawn() -> None:
    for after in (
        [decide("2022-10-10", "停止执行", SUSPENDED, until=day("2022-11-09"))],
        [
            stay := decide("2022-10-10", "停止执行", SUSPENDED),
            act("decision", "2022-11-10", effect="撤销", target=stay.stem),
        ],
    ):
        subject = listed(SUSPENDED, *after)
        assert codes(subject, "2022-11-09") == ["listed", "stayed"]
        assert codes(subject, "2022-11-10") == ["listed", "suspended"]
        assert effect(subject, SUSPENDED, "2022-11-09") == ("stayed", "2022-10-10")
        assert effect(subject, SUSPENDED, "2022-11-10") == ("in-force", "2022-09-01")


def test_a_stay_is_told_no_more_once_its_act_is_withdrawn_or_over() -> None:
    stay = decide("2022-10-10", "停止执行", SUSPENDED)
    withdrawn = decide("2022-11-10", "撤销", SUSPENDED)
    lifted = act("suspension-lifted", "2022-11-10", suspension=SUSPENDED.stem)
    for after in (withdrawn, lifted):
        subject = listed(SUSPENDED, stay, after)
        assert codes(subject, "2022-11-09") == ["listed", "stayed"]
        assert codes(subject, "2022-11-10") == ["listed"]
    until = act("suspension", "2022-09-01", until=day("2022-11-09"))
    subject = listed(until, decide("2022-10-10", "停止执行", until))
    assert codes(subject, "2022-11-09") == ["listed", "stayed"]
    assert codes(subject, "2022-11-10") == ["listed"]
    subject = listed(SUSPENDED, stay, decide("2022-11-10", "变更", SUSPENDED))
    assert codes(subject, "2022-11-10") == ["listed", "stayed"]  # as varied it would still suspend


def test_a_stayed_determination_bars_nobody_while_it_is_stayed() -> None:
    subject = listed(
        ORDER, FAILED, decide("2023-02-01", "停止执行", FAILED), decide("2023-05-01", "恢复执行", FAILED)
    )
    running = [
        bool(select_running(compute_bars(subject, day(on)), day(on)))
        for on in ("2023-01-31", "2023-02-01", "2023-04-30", "2023-05-01")
    ]
    assert running == [True, False, False, True]


def test_an_act_has_no_effect_before_its_day() -> None:
    for kind, code in (("filing-ended", "ended"), ("suspension", "suspended")):
        later = act(kind, "2022-09-01", effective_on=day("2022-10-01"))
        subject = listed(later)
        assert codes(subject, "2022-09-01") == codes(subject, "2022-09-30") == ["listed", "decided"]
        assert effect(subject, later, "2022-09-30") == ("not-yet", "2022-10-01")
        assert code in codes(subject, "2022-10-01")
        assert effect(subject, later, "2022-10-01") == ("in-force", "2022-10-01")


def test_a_decision_undoes_nothing_before_its_day() -> None:
    undone = decide("2022-10-10", "撤销", SUSPENDED, effective_on=day("2022-10-20"))
    subject = listed(SUSPENDED, undone)
    assert codes(subject, "2022-10-19") == ["listed", "suspended"]
    assert codes(subject, "2022-10-20") == ["listed"]
    assert effect(subject, SUSPENDED, "2022-10-20") == ("withdrawn", "2022-10-20")


def test_a_suspension_ends_with_its_last_day() -> None:
    until = act("suspension", "2022-09-01", until=day("2022-12-31"))
    subject = listed(until)
    [suspended] = derive_status(subject, day("2022-12-31")).conditions
    assert (suspended.code, suspended.until) == ("suspended", day("2022-12-31"))
    assert suspended.reason == "市人社局决定暂停开班，至 2022-12-31（含）。"
    assert codes(subject, "2023-01-01") == ["listed"]
    assert effect(subject, until, "2022-12-31") == ("in-force", "2022-09-01")
    assert effect(subject, until, "2023-01-01") == ("ended", "2023-01-01")


@pytest.mark.parametrize(
    ("values", "code", "shown", "interrupts"),
    [
        ({}, "suspended", False, True),
        ({"measure": "停止招生"}, "no-enrolment", True, False),
        ({"part": "仅限护理领域。"}, "partly-suspended", False, False),
    ],
)
def test_no_enrolment_and_a_part_are_other_than_no_classes(
    values: dict[str, Any], code: str, shown: bool, interrupts: bool
) -> None:
    subject = listed(act("suspension", "2022-09-01", **values))
    assert codes(subject, "2022-09-01") == ["listed", code]
    assert list_spans(subject, day("2022-09-01"))[-1].shown == shown
    interruption = find_interruption(subject, day("2022-08-01"), day("2022-10-01"))
    assert bool(interruption) == interrupts


def test_what_is_withdrawn_or_stayed_in_part_holds_and_is_told_so() -> None:
    in_part = decide("2022-10-10", "撤销", SUSPENDED, part="面授班部分。")
    subject = listed(SUSPENDED, in_part)
    assert codes(subject, "2022-10-10") == ["listed", "suspended"]
    assert effect(subject, SUSPENDED, "2022-10-10") == ("partly", "2022-10-10")
    assert label(subject, SUSPENDED, "2022-10-10") == "部分撤销"
    assert find_undone(subject, day("2022-10-10"))[SUSPENDED.stem].word == "部分撤销"
    stayed = listed(SUSPENDED, decide("2022-10-10", "停止执行", SUSPENDED, part="面授班部分。"))
    assert codes(stayed, "2022-10-10") == ["listed", "suspended"]
    assert effect(stayed, SUSPENDED, "2022-10-10") == ("partly", "2022-10-10")
    assert label(stayed, SUSPENDED, "2022-10-10") == "部分停止执行"


def test_an_order_ends_with_its_outcome_and_a_varied_act_is_varied() -> None:
    met = act("rectification-outcome", "2022-12-01", order=ORDER.stem, result="达到")
    assert effect(listed(ORDER, met), ORDER, "2022-11-30") == ("in-force", "2022-09-01")
    assert effect(listed(ORDER, met), ORDER, "2022-12-01") == ("ended", "2022-12-01")
    subject = listed(ORDER, FAILED, decide("2023-01-10", "变更", FAILED, result="达到"))
    assert effect(subject, FAILED, "2023-01-09") == ("in-force", "2022-12-16")
    assert effect(subject, FAILED, "2023-01-10") == ("varied", "2023-01-10")
    assert effect(subject, met, "2023-01-10") is None  # it burdens nobody


def test_an_act_has_an_effect_from_the_day_on_which_it_was_made() -> None:
    effects = [effect(listed(SUSPENDED), SUSPENDED, on) for on in ("2022-08-31", "2022-09-01")]
    assert effects == [None, ("in-force", "2022-09-01")]


def test_what_undoes_an_act_counts_while_it_stands_itself() -> None:
    undone, varied = (decide("2022-10-10", word, SUSPENDED) for word in ("撤销", "变更"))
    until = decide("2022-11-10", "停止执行", varied, until=day("2022-12-09"))
    for first, code, after in (
        (undone, "withdrawn", decide("2022-11-10", "撤销", undone)),
        (varied, "varied", decide("2022-11-10", "停止执行", varied)),
        (varied, "varied", until),
    ):
        subject = listed(SUSPENDED, first, after)
        assert effect(subject, SUSPENDED, "2022-11-09") == (code, "2022-10-10")
        assert effect(subject, SUSPENDED, "2022-11-10") == ("in-force", "2022-09-01")
    assert effect(listed(SUSPENDED, varied, until), SUSPENDED, "2022-12-10") == ("varied", "2022-10-10")


def test_an_act_is_over_by_what_is_in_force_and_names_it() -> None:
    for word in ("撤销", "停止执行"):
        subject = listed(ORDER, FAILED, decide("2023-02-01", word, FAILED))
        assert effect(subject, ORDER, "2023-01-31") == ("ended", "2022-12-16")
        assert effect(subject, ORDER, "2023-02-01") == ("in-force", "2022-09-01")
        assert codes(subject, "2023-02-01")[1] == "rectification-overdue"
    other = act("rectification-order", "2022-09-02", due=day("2022-12-15"))
    again = act("suspension", "2022-09-02")
    lifted = act("suspension-lifted", "2022-10-10", suspension=SUSPENDED.stem)
    subject = listed(ORDER, SUSPENDED, other, again, lifted, FAILED)
    effects = [effect(subject, each, "2023-01-01") for each in (ORDER, other, SUSPENDED, again)]
    assert [each and each[0] for each in effects] == ["ended", "in-force", "ended", "in-force"]


def test_a_record_of_a_bar_is_over_with_the_bar_that_it_tells_of() -> None:
    barred = act("bar", "2022-12-20", outcome=FAILED.stem)
    again = act("rectification-order", "2024-01-10", due=day("2024-03-31"))
    failed = act("rectification-outcome", "2024-04-01", order=again.stem, result="未达到")
    later = act("bar", "2024-04-02", outcome=failed.stem)
    subject = listed(ORDER, FAILED, barred, again, failed, later)
    assert effect(subject, barred, "2025-12-16") == ("in-force", "2022-12-20")
    assert effect(subject, barred, "2025-12-17") == ("ended", "2025-12-17")
    assert effect(subject, later, "2025-12-17") == ("in-force", "2024-04-02")


def test_of_several_decisions_the_last_tells_the_effect() -> None:
    varied = [decide(on, "变更", SUSPENDED, part="演示。") for on in ("2022-10-10", "2022-11-11")]
    assert effect(listed(SUSPENDED, *varied), SUSPENDED, "2022-12-01") == ("varied", "2022-11-11")
    parts = [decide(on, "撤销", SUSPENDED, part=f"{on}。") for on in ("2022-10-10", "2022-11-11")]
    taken_back = decide("2022-12-12", "撤销", parts[1])
    subject = listed(SUSPENDED, *parts, taken_back)
    effects = [derive_effect(subject, SUSPENDED, day(on)) for on in ("2022-12-01", "2022-12-12")]
    assert [each and (each.code, each.part) for each in effects] == [
        ("partly", "2022-11-11。"),
        ("partly", "2022-10-10。"),
    ]
    assert effect(listed(ENDED, SUSPENDED, *parts), ENDED, "2022-12-01") == ("in-force", "2022-09-01")


def reasons(subject: Dossier, on: str) -> list[str]:
    return [each.reason for each in derive_status(subject, day(on)).conditions]


def test_a_condition_says_what_was_decided_and_only_what_is_open() -> None:
    closed: dict[str, Any] = {"open": False, "not_open_ground": "演示。"}
    order = act("rectification-order", "2022-09-01", due=day("2022-12-15"), ground="未达到教学管理要求")
    hidden = act(
        "rectification-order", "2022-09-01", due=day("2022-12-15"), ground="未达到教学管理要求", **closed
    )
    grounds = [reasons(listed(each), "2022-10-01") for each in (order, hidden)]
    until = "，整改期限至 2022-12-15。"
    assert grounds == [[f"未达到教学管理要求{until}"], [f"责令限期整改{until}"]]
    part = act("suspension", "2022-09-01", part="仅限护理领域。")
    assert reasons(listed(part), "2022-10-01") == ["市人社局决定暂停开班，涉及：仅限护理领域。"]


def test_a_stay_names_the_measure_and_only_of_what_turns_the_status() -> None:
    suspended = [act("suspension", "2022-09-01"), act("suspension", "2022-09-01", measure="停止招生")]
    grounds = [
        reasons(listed(each, decide("2022-10-10", "停止执行", each)), "2022-10-10") for each in suspended
    ]
    assert grounds == [["2022-09-01 的暂停开班停止执行。"], ["2022-09-01 的停止招生停止执行。"]]
    decided = act("decision", "2022-09-01")
    assert codes(listed(decided, decide("2022-10-10", "停止执行", decided)), "2022-10-10") == ["listed"]
    met = act("rectification-outcome", "2022-12-01", order=ORDER.stem, result="达到")
    subject = listed(ORDER, met, decide("2022-12-10", "停止执行", met))
    assert codes(subject, "2022-12-10") == ["listed", "rectifying", "stayed"]


def test_of_a_suspension_as_a_whole_and_of_a_part_the_whole_counts() -> None:
    part, whole = act("suspension", "2022-09-01", part="仅限护理领域。"), act("suspension", "2022-09-02")
    state = find_suspended(derive_status(listed(part, whole), day("2022-10-01")).conditions)
    assert state
    assert (state.code, state.source) == ("suspended", whole.path)


# -- openness ----------------------------------------------------------------------------------------------


def test_what_is_not_open_and_turns_nothing_leaves_no_trace() -> None:
    inspected = act("inspection", "2022-05-05", open=False, not_open_ground="演示。")
    decided = act("decision", "2022-06-06", open=False, not_open_ground="演示。")
    upheld = decide("2022-07-07", "维持", decided)
    mended = act("correction", "2022-08-08", file=f"acts/{inspected.stem}.yml")
    subject = listed(inspected, decided, upheld, mended)
    assert list_hidden(subject) == {each.stem for each in (inspected, decided, upheld, mended)}
    assert view_as_of(subject, day("2023-01-01")).acts == ()


def test_of_what_is_not_open_and_turns_the_status_kind_and_day_stay() -> None:
    closed = act("suspension", "2022-09-01", open=False, not_open_ground="演示。", part="秘密的部分。")
    lifted = decide("2022-10-10", "撤销", closed, open=False, not_open_ground="演示。")
    mended = act("correction", "2022-09-09", file=f"acts/{closed.stem}.yml")
    subject = listed(closed, mended, lifted)
    assert list_hidden(subject) == frozenset()
    assert list_closed(subject) == {closed.stem, mended.stem, lifted.stem}
    [condition] = derive_status(subject, day("2022-09-01")).conditions
    assert condition.reason == "市人社局决定暂停开班。"


def test_what_is_open_and_what_tells_of_the_status_only_are_told_apart() -> None:
    period = Period(from_=day("2022-05-05"), to=day("2022-05-09"))
    closed: dict[str, Any] = {"open": False, "not_open_ground": "演示。"}
    silent = (
        act("bar", "2022-12-20", outcome=FAILED.stem, **closed),
        act("public-notice", "2022-05-05", period=period, place="演示。", objections=0, **closed),
        decide("2022-10-10", "维持", SUSPENDED, **closed),
    )
    subject = listed(act("inspection", "2022-05-06"), SUSPENDED, ORDER, FAILED, *silent)
    assert list_hidden(subject) == {each.stem for each in silent}


def test_what_a_decision_or_a_correction_is_about_says_whether_it_turns_the_status() -> None:
    closed: dict[str, Any] = {"open": False, "not_open_ground": "演示。"}
    inspected = act("inspection", "2022-05-05")
    taken_back = decide("2022-06-06", "撤销", inspected, **closed)
    about = act("correction", "2022-06-07", file=f"acts/{inspected.stem}.yml", **closed)
    name = act("correction", "2022-06-08", file="institution.yml", **closed)
    mended = act("correction", "2022-09-09", file=f"acts/{SUSPENDED.stem}.yml", **closed)
    open_one = act("correction", "2022-09-10", file=f"acts/{SUSPENDED.stem}.yml")
    subject = listed(inspected, taken_back, about, name, SUSPENDED, mended, open_one)
    assert list_hidden(subject) == {taken_back.stem, about.stem}
    assert list_closed(subject) == {name.stem, mended.stem}


# -- publication -------------------------------------------------------------------------------------------


def publish_duties(subject: Dossier, on: str) -> list[str]:
    return [
        describe_duty(subject, each)
        for each in derive_duties(subject, day(on))
        if each.code == "publish-decision"
    ]


def test_who_made_a_decision_owes_its_publication_by_the_law_that_is_cited() -> None:
    from_2022 = tables(regulation(decision_publication_from=day("2022-01-01")))
    subject = listed(act("suspension", "2022-09-01"), shared=from_2022)
    name = from_2022.get_name(BUREAU)
    law = "《政府信息公开条例》第二十六条，自作出之日起 20 个工作日内"
    assert publish_duties(subject, "2022-09-01") == [
        f"公开2022年9月1日的暂停决定：{name}；目标 2022-09-30（{law}）"
    ]
    assert "未见记录" not in publish_duties(subject, "2022-09-30")[0]
    assert "未见记录" in publish_duties(subject, "2022-10-01")[0]
    published = listed(act("suspension", "2022-09-01", published_on=day("2022-09-30")), shared=from_2022)
    assert publish_duties(published, "2022-09-29")
    assert publish_duties(published, "2022-09-30") == []


def test_nothing_is_asked_where_the_city_names_no_day() -> None:
    assert publish_duties(listed(act("suspension", "2022-09-01")), "2022-12-31") == []


def test_only_what_stands_and_is_open_is_to_be_published_a_penalty_sooner() -> None:
    law = tables(regulation(decision_publication_from=day("2022-01-01")))
    plain, fined = act("decision", "2022-09-01"), act("decision", "2022-09-01", 2, penalty=True)
    hidden = act("suspension", "2022-09-01", open=False, not_open_ground="演示。")
    gone = act("filing-ended", "2022-09-01")
    subject = listed(plain, fined, hidden, gone, decide("2022-09-05", "撤销", gone), shared=law)
    assert list_publications(subject, day("2022-08-31")) == ()
    days = {each.act: str(each.due.day) for each in list_publications(subject, day("2022-09-05"))}
    assert days == {plain: "2022-09-30", fined: "2022-09-13"}
