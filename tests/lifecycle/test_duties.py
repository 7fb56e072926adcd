"""Duties by example: what is owed, by whom, to whom, by when."""

from __future__ import annotations

import pytest

from registry.lifecycle.duties import Duty, derive_duties, is_full_year, list_joined_years, list_listed_years
from registry.model.dossier import Dossier
from registry.model.kinds import Assessment, Plan, Summary
from tests.lifecycle.building import (
    BOTH,
    BUREAU,
    COUNTY,
    FOLDER,
    HEALTH,
    LISTED,
    act,
    applied,
    batch,
    day,
    dossier,
    institution,
    plan,
    receipt,
    regulation,
    step,
    summary,
    tables,
)


def owed(subject: Dossier, on: str) -> list[tuple[str, str | None, bool]]:
    return [
        (each.code, str(each.due) if each.due else None, each.overdue)
        for each in derive_duties(subject, day(on))
    ]


def one(subject: Dossier, on: str, code: str) -> Duty:
    [duty] = [each for each in derive_duties(subject, day(on)) if each.code == code]
    return duty


def handed_in(year: int, on: str) -> tuple[Summary, Plan]:
    """The summary of a year and the plan of the next, handed in on both sides."""
    steps = [step("报送", on, who) for who in BOTH]
    return summary(year, *(receipt(on, who) for who in BOTH)), plan(year + 1, *steps)


def test_nothing_before_publication() -> None:
    assert derive_duties(dossier(*LISTED), day("2019-06-09")) == []


def test_nothing_without_an_application() -> None:
    assert derive_duties(dossier(), day("2030-01-01")) == []


def test_newcomer() -> None:
    subject = dossier(*LISTED)
    assert owed(subject, "2019-06-10") == [
        ("plan", "2019-12-31", False),
        ("summary", "2019-12-31", False),
        ("initial-plan", None, False),
    ]
    duty = one(subject, "2019-06-10", "summary")
    assert (duty.by, duty.to, duty.article) == ("institution", BOTH, "17")
    assert duty.source == f"{FOLDER}one/institution.yml"
    initial = one(subject, "2019-06-10", "initial-plan")
    assert (initial.to, initial.source) == (BOTH, "records/batches/2019-1.yml")


def test_initial_plan_is_owed_until_both_sides_have_passed_it() -> None:
    initial = plan(2019, step("通过", "2019-07-01"), step("通过", "2019-07-08", HEALTH), kind="首次")
    subject = dossier(*LISTED, initial)
    assert one(subject, "2019-07-07", "initial-plan").due is None
    assert "initial-plan" not in [each.code for each in derive_duties(subject, day("2019-07-08"))]


def test_initial_plan_is_no_duty_of_the_second_year() -> None:
    assert "initial-plan" not in [each.code for each in derive_duties(dossier(*LISTED), day("2020-01-01"))]


def test_listed_again_without_a_break_is_no_newcomer() -> None:
    subject = dossier(*LISTED, applied("2021-03-08"), batch("2021-06-10", "2021-1"))
    assert list_joined_years(subject) == {2019}
    assert "initial-plan" not in [each.code for each in derive_duties(subject, day("2021-06-10"))]


@pytest.mark.parametrize("published", ["2021-01-01", "2021-01-31", "2021-12-31"])
def test_one_is_a_newcomer_in_the_year_of_the_list(published: str) -> None:
    assert list_joined_years(dossier(applied("2020-10-08"), batch(published))) == {2021}


def test_listed_again_after_a_break_is_a_newcomer() -> None:
    subject = dossier(
        *LISTED, act("withdrawal", "2020-07-01"), applied("2021-03-08"), batch("2021-06-10", "2021-1")
    )
    assert list_joined_years(subject) == {2019, 2021}
    assert one(subject, "2021-06-10", "initial-plan").source == "records/batches/2021-1.yml"


def test_reports_are_overdue_only_after_the_rolled_deadline() -> None:
    subject = dossier(applied("2022-03-08"), batch("2022-06-10", "2022-1"))
    assert ("summary", "2023-01-03", False) in owed(subject, "2023-01-03")
    assert ("summary", "2023-01-03", True) in owed(subject, "2023-01-04")


def test_reports_of_a_year_whose_calendar_is_unknown() -> None:
    subject = dossier(applied("2027-03-08"), batch("2027-06-10", "2027-1"))
    duty = one(subject, "2027-06-10", "plan")
    assert (str(duty.due), duty.note) == ("2027-12-31", "该年工作日历未知，按原日期计算")
    assert one(dossier(*LISTED), "2019-06-10", "plan").note == ""


def test_reports_are_done_when_both_sides_have_them() -> None:
    subject = dossier(*LISTED, *handed_in(2019, "2019-12-09"))
    assert one(subject, "2019-12-08", "summary").to == BOTH
    assert [each.code for each in derive_duties(subject, day("2019-12-09"))] == ["initial-plan"]


@pytest.mark.parametrize(
    ("sent_to", "missing"), [(COUNTY, (HEALTH,)), (HEALTH, (COUNTY,)), (BUREAU, (HEALTH,))]
)
def test_a_report_is_owed_to_the_side_that_lacks_it(sent_to: str, missing: tuple[str, ...]) -> None:
    subject = dossier(*LISTED, summary(2019, receipt("2019-12-09", sent_to)))
    assert one(subject, "2019-12-31", "summary").to == missing


def test_receipt_is_not_handing_in_and_handing_in_is_not_passing() -> None:
    sending = [step("报送", "2019-07-01", who) for who in BOTH]
    receiving = [step("受理", "2019-07-02", who) for who in BOTH]
    subject = dossier(*LISTED, plan(2019, *sending, *receiving, kind="首次"))
    assert one(subject, "2019-12-01", "initial-plan")
    assert one(dossier(*LISTED, plan(2020, *receiving)), "2019-12-01", "plan")


def test_institution_without_a_department() -> None:
    alone = institution(system=None, no_system_reason="没有对应的主管部门。")
    subject = dossier(applied("2019-03-08", system=None), batch("2019-06-10"), now=alone)
    assert one(subject, "2019-12-01", "summary").to == (COUNTY,)
    later = dossier(*subject.acts, batch("2019-06-10"), summary(2019, receipt("2019-12-01")), now=alone)
    assert "summary" not in [each.code for each in derive_duties(later, day("2019-12-01"))]
    initial = plan(2019, step("通过", "2019-07-01"), kind="首次")
    assert one(subject, "2019-12-01", "initial-plan")
    both = dossier(*subject.acts, batch("2019-06-10"), initial, now=alone)
    assert "initial-plan" not in [each.code for each in derive_duties(both, day("2019-12-01"))]


def test_reports_go_where_the_institution_belongs_on_the_day() -> None:
    transfer = act("transfer", "2019-09-01", to_area="xuxian", to_system=None)
    subject = dossier(*LISTED, transfer, now=institution(area="xuxian", system=None))
    assert one(subject, "2019-08-31", "summary").to == BOTH
    assert one(subject, "2019-09-01", "summary").to == ("xuxian-hrss",)


def test_nothing_yearly_after_the_end() -> None:
    subject = dossier(*LISTED, act("filing-ended", "2020-07-01"))
    assert owed(subject, "2020-06-30")
    assert owed(subject, "2020-07-01") == []
    assert owed(subject, "2030-01-01") == []


def test_assessment_of_full_years_only() -> None:
    subject = dossier(*LISTED)
    assert [
        each.label for each in derive_duties(subject, day("2020-12-31")) if each.code == "assessment"
    ] == []
    [duty] = [each for each in derive_duties(subject, day("2021-01-01")) if each.code == "assessment"]
    assert (duty.label, duty.by, duty.due, duty.article) == ("2020 年度考核", COUNTY, None, "19")
    path = f"{FOLDER}one/assessments/2020.yml"
    assessment = Assessment(
        path=path, year=2020, authority=COUNTY, date=day("2021-03-12"), heads=(), conclusion="正常。"
    )
    with_it = dossier(*LISTED, assessment)
    assert "assessment" in [each.code for each in derive_duties(with_it, day("2021-03-11"))]
    assert "assessment" not in [each.code for each in derive_duties(with_it, day("2021-03-12"))]


def test_full_years() -> None:
    subject = dossier(*LISTED, act("filing-ended", "2021-12-31"))
    assert [year for year in range(2018, 2024) if is_full_year(subject, year)] == [2020]
    assert list_listed_years(subject, day("2030-01-01")) == (2019, 2020)
    assert list_listed_years(subject, day("2021-12-30")) == (2019, 2020, 2021)


@pytest.mark.parametrize(
    ("published", "full"), [("2019-12-31", True), ("2020-01-01", True), ("2020-01-02", False)]
)
def test_a_year_is_full_from_its_first_day(published: str, full: bool) -> None:
    assert is_full_year(dossier(applied("2019-03-08"), batch(published)), 2020) is full


def test_a_year_with_a_gap_is_no_full_year() -> None:
    """Listed on 1 January and on 31 December, and not in between."""
    back = batch("2021-09-10", "2021-1")
    again = (
        act("filing-ended", "2021-03-01"),
        act("application", "2021-04-10", batch="2021-1"),
        act("recommendation", "2021-05-06", batch="2021-1"),
        act("review", "2021-06-17", batch="2021-1"),
    )
    subject = dossier(*LISTED, *again, back)
    assert [year for year in range(2019, 2024) if is_full_year(subject, year)] == [2020, 2022, 2023]
    labels = [each.label for each in derive_duties(subject, day("2023-01-01")) if each.code == "assessment"]
    assert labels == ["2020 年度考核", "2022 年度考核"]


def test_order_to_rectify_and_its_determination() -> None:
    order = act("rectification-order", "2022-09-01", due=day("2022-12-15"), authority=HEALTH)
    subject = dossier(order)
    mend = one(subject, "2022-12-15", "rectification")
    assert (mend.by, mend.to, str(mend.due), mend.overdue) == ("institution", (HEALTH,), "2022-12-15", False)
    decide = one(subject, "2022-12-16", "determination")
    assert (decide.by, decide.due, decide.source, decide.article) == (HEALTH, None, order.path, "20")
    decided = act("rectification-outcome", "2022-12-20", order=order.stem, result="达到")
    assert owed(dossier(order, decided), "2022-12-20") == []


def test_publication_of_a_change_is_a_target() -> None:
    change = act("change", "2020-05-06", reported_on=day("2020-05-20"), published_on=None)
    subject = dossier(change)
    assert owed(subject, "2020-05-19") == []
    assert owed(subject, "2020-05-20") == [("publish-change", "2020-06-17", False)]
    assert owed(subject, "2020-06-17") == [("publish-change", "2020-06-17", False)]
    assert owed(subject, "2020-06-18") == [("publish-change", "2020-06-17", True)]
    duty = one(subject, "2020-06-18", "publish-change")
    assert (duty.target, duty.by, duty.article) == (True, BUREAU, "27")
    without = dossier(change, shared=tables(regulation(publication_target_days=None)))
    assert owed(without, "2030-01-01") == [("publish-change", None, False)]
    published = act("change", "2020-05-06", reported_on=day("2020-05-20"), published_on=day("2020-05-25"))
    assert [len(owed(dossier(published), on)) for on in ("2020-05-24", "2020-05-25")] == [1, 0]


def test_duties_come_the_soonest_first() -> None:
    order = act("rectification-order", "2019-07-01", due=day("2019-08-15"))
    change = act("change", "2019-07-02", reported_on=day("2019-07-02"), published_on=None)
    codes = [code for code, _, _ in owed(dossier(*LISTED, order, change), "2019-07-03")]
    assert codes == ["publish-change", "rectification", "plan", "summary", "initial-plan"]
