"""What an authority counts: each institution once a figure, and never otherwise than its duties say."""

from __future__ import annotations

import pytest

from registry.lifecycle.duties import derive_duties
from registry.lifecycle.overview import count_figures, list_figures_of
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, SECOND
from tests.lifecycle.building import (
    BOTH,
    COUNTY,
    HEALTH,
    LISTED,
    act,
    day,
    dossier,
    plan,
    receipt,
    step,
    summary,
    tables,
)


def test_an_institution_counts_from_the_day_on_which_its_list_is_published() -> None:
    subject = dossier(*LISTED)
    assert list_figures_of(subject, day("2019-06-09")) == frozenset()
    assert list_figures_of(subject, day("2019-06-10")) == {
        "listed",
        "plan-2019-unseen",
        "plan-2020-unseen",
        "summary-2019-unseen",
    }


def test_a_plan_is_received_when_both_sides_have_it_and_passed_when_both_have_passed_it() -> None:
    steps = [step("报送", "2019-12-01", COUNTY), step("报送", "2019-12-03", HEALTH)]
    passes = [step("通过", "2019-12-20", COUNTY), step("通过", "2019-12-22", HEALTH)]
    subject = dossier(*LISTED, plan(2020, *steps, *passes))
    codes = {
        on: {code for code in list_figures_of(subject, day(on)) if code.startswith("plan-2020")}
        for on in ("2019-12-02", "2019-12-03", "2019-12-21", "2019-12-22")
    }
    assert list(codes.values()) == [
        {"plan-2020-unseen"},
        {"plan-2020-received"},
        {"plan-2020-received"},
        {"plan-2020-received", "plan-2020-passed"},
    ]


def test_a_summary_is_asked_of_the_years_in_which_the_institution_was_listed() -> None:
    subject = dossier(*LISTED, summary(2019, *(receipt("2019-12-01", who) for who in BOTH)))
    later = list_figures_of(subject, day("2020-02-01"))
    assert {"summary-2019-received", "summary-2020-unseen"} <= later
    assert not {code for code in list_figures_of(subject, day("2019-06-30")) if "summary-2018" in code}


def test_an_order_turns_overdue_on_the_day_after_its_limit() -> None:
    order = act("rectification-order", "2019-08-01", due=day("2019-09-30"))
    subject = dossier(*LISTED, order)
    assert "rectifying" in list_figures_of(subject, day("2019-09-30"))
    after = list_figures_of(subject, day("2019-10-01"))
    assert "overdue" in after
    assert "rectifying" not in after


def test_what_is_due_when_follows_the_calendar_of_the_year_before() -> None:
    due = {each.code: each.due for each in count_figures(tables(), day("2023-05-01"))}
    assert due["plan-2023-unseen"] == due["summary-2022-unseen"] == day("2023-01-03")
    assert due["plan-2024-unseen"] == due["summary-2023-unseen"] == day("2024-01-02")
    assert due["listed"] is None


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_what_is_not_seen_is_what_the_dossiers_owe(root: object) -> None:
    register = examine(root, DAY).register  # type: ignore[arg-type]
    count = 0
    for subject in register.dossiers.values():
        owed = {(each.code, each.label[3:7]) for each in derive_duties(subject, DAY)}
        codes = list_figures_of(subject, DAY)
        for kind, years in (("plan", (DAY.year, DAY.year + 1)), ("summary", (DAY.year - 1, DAY.year))):
            for year in years:
                unseen = f"{kind}-{year}-unseen" in codes
                newcomer = kind == "plan" and any(
                    each.code == "initial-plan" for each in derive_duties(subject, DAY)
                )
                assert unseen == ((kind, str(year)) in owed) or newcomer
                count += unseen
    assert count
