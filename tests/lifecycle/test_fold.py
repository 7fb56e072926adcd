"""The filing as one state: applications, changes, conversions, and what counts only from its list."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from registry.lifecycle.bars import compute_bars
from registry.lifecycle.duties import derive_duties
from registry.lifecycle.filing import find_act_article, is_reported_by_reading, list_former_codes
from registry.lifecycle.fold import fold_before, fold_filing
from registry.lifecycle.status import derive_status
from registry.model.kinds import Act, Change, ChangeField, FieldChange, ReportedField, SubjectField
from tests.lifecycle.building import (
    LISTED,
    act,
    applied,
    batch,
    day,
    dossier,
    institution,
    regulation,
    tables,
)

OLD, NEW = "12320900000000019G", "91320900000000019B"
NURSING, PHARMACY = SubjectField(name="护理", practice=True), SubjectField(name="药学", practice=False)


def changed(on: str, *rows: tuple[str, Any, Any], **given: Any) -> Change:
    """A change act that carries some fields."""
    moves = tuple(FieldChange(field=ChangeField(name), before=old, after=new) for name, old, new in rows)
    change = act("change", on, changes=moves, **given)
    assert isinstance(change, Change)
    return change


def test_a_change_act_carries_any_field() -> None:
    teachers = {"full_time": {"senior": 9}, "part_time": {"senior": 0}}
    change = changed(
        "2020-05-06", ("teachers", {}, teachers), ("library_volumes", 0, 7), ("email", "a@b.c", None)
    )
    before, after = (fold_filing(dossier(*LISTED, change), day(on)) for on in ("2020-05-05", "2020-05-06"))
    assert before
    assert after
    assert (after["teachers"], after["library_volumes"], after["email"]) == (teachers, 7, None)
    assert {name for name in after if after[name] != before[name]} == {"teachers", "library_volumes", "email"}


def test_an_empty_list_is_as_one_that_is_absent() -> None:
    change = changed("2020-05-06", ("practice_sites", [{"name": "甲"}], []), ("management_systems", [{}], []))
    fold = fold_filing(dossier(*LISTED, change))
    assert fold
    assert (fold["practice_sites"], fold["management_systems"]) == (None, None)


def test_a_transfer_out_of_a_system_says_why_and_one_into_a_system_ends_that() -> None:
    out = act("transfer", "2020-05-06", to_area="yangqu", to_system=None, no_system_reason="不再归口。")
    back = act("transfer", "2021-05-06", from_system=None, to_area="yangqu", to_system="health")
    folds = [fold_filing(dossier(*LISTED, *acts)) for acts in ((out,), (out, back))]
    assert [each and each["no_system_reason"] for each in folds] == ["不再归口。", None]


def test_a_conversion_leaves_the_former_code_and_the_bar() -> None:
    order = act("rectification-order", "2020-01-10", due=day("2020-03-31"))
    failed = act("rectification-outcome", "2020-04-01", order=order.stem, result="未达到")
    acts = (*LISTED, order, failed, changed("2020-09-01", ("credit_code", OLD, NEW)))
    subject = dossier(*acts, now=institution(credit_code=NEW))
    assert [list_former_codes(subject, day(on)) for on in ("2020-08-31", "2020-09-01")] == [
        [],
        [(OLD, day("2020-09-01"))],
    ]
    (bar,) = compute_bars(subject, day("2021-01-01"))
    assert bar.end == day("2023-04-01")
    assert "barred" in {each.code for each in derive_status(subject, day("2021-01-01")).conditions}


@pytest.mark.parametrize(
    ("field", "article", "by_reading", "owed"),
    [
        ("name", "27", False, True),
        ("other_phones", "27", False, True),
        ("website", "27", True, True),
        ("library_volumes", "", False, False),
        ("teachers", "", False, False),
    ],
)
def test_only_what_is_to_be_reported_names_the_article_and_owes_a_publication(
    field: str, article: str, by_reading: bool, owed: bool
) -> None:
    change = changed("2020-05-06", (field, None, "甲"), published_on=None)
    city = tables(regulation(change_fields=(ReportedField.WEBSITE,)))
    subject = dossier(*LISTED, change, shared=city)
    assert find_act_article(subject, change, "27") == article
    assert is_reported_by_reading(subject, change) is by_reading
    codes = {each.code for each in derive_duties(subject, day("2020-06-01")) if each.source == change.path}
    assert bool(codes) is owed


@pytest.mark.parametrize(
    ("stated", "article"),
    [
        ({"effect": "作出", "matter": "收费"}, "21"),
        ({"effect": "作出", "matter": "其他"}, ""),
        ({"effect": "撤销", "matter": "收费", "target": "2019-03-08-application"}, ""),
    ],
)
def test_a_decision_rests_on_the_article_only_where_it_names_what_was_decided(
    stated: dict[str, Any], article: str
) -> None:
    decision = act("decision", "2020-05-06", **stated)
    assert find_act_article(dossier(*LISTED, decision), decision, "21") == article


AGAIN = act("application", "2020-03-09", batch="2020-1", filing=institution(fields=(NURSING, PHARMACY)))


def test_what_a_listed_institution_applies_for_counts_from_its_list() -> None:
    first = applied("2019-03-08", fields=(NURSING,))
    acts = (first, LISTED[1], AGAIN, batch("2020-06-10", "2020-1"))
    for on, names in (
        ("2020-03-09", ["护理"]),
        ("2020-06-09", ["护理"]),
        ("2020-06-10", ["护理", "药学"]),
    ):
        filing = fold_filing(dossier(*acts), day(on))
        assert filing
        assert [each["name"] for each in filing["fields"]] == names, on


def test_without_a_list_it_never_counts_and_a_change_in_between_stays() -> None:
    first = applied("2019-03-08", fields=(NURSING,))
    moving = changed("2020-04-01", ("phone", "0515-00000001", "0515-00000009"))
    subject = dossier(first, LISTED[1], AGAIN, moving)
    never = fold_filing(subject)
    assert never
    assert ([each["name"] for each in never["fields"]], never["phone"]) == (["护理"], "0515-00000009")
    fold = fold_filing(dossier(first, LISTED[1], AGAIN, moving, batch("2020-06-10", "2020-1")))
    assert fold
    assert ([each["name"] for each in fold["fields"]], fold["phone"]) == (
        ["护理", "药学"],
        "0515-00000009",
    )
    before = fold_before(subject, AGAIN)
    assert before
    assert [each["name"] for each in before["fields"]] == ["护理"]


def test_one_that_has_left_begins_anew_with_its_application() -> None:
    first = applied("2019-03-08", fields=(NURSING,))
    ending: Act = act("filing-ended", "2020-01-06")
    filing = fold_filing(dossier(first, LISTED[1], ending, AGAIN), day("2020-03-09"))
    assert filing
    assert [each["name"] for each in filing["fields"]] == ["护理", "药学"]


def test_before_its_application_nothing_is_known_of_one_that_is_on_no_older_list() -> None:
    assert fold_filing(dossier(*LISTED), day("2019-03-07")) is None


def test_one_on_an_older_list_was_always_as_its_first_application_found_it() -> None:
    paper = msgspec.structs.replace(batch("2016-06-06", "2016-9"), carried_over=True)
    application = applied("2019-03-08", phone="0515-00000001")
    moving = changed("2020-04-01", ("phone", "0515-00000001", "0515-00000009"))
    subject = dossier(paper, application, moving, now=institution(phone="0515-00000009"))
    folds = [fold_filing(subject, day(on)) for on in ("2019-03-07", "2020-04-01")]
    assert [each and each["phone"] for each in folds] == ["0515-00000001", "0515-00000009"]


def test_what_came_on_the_day_of_a_list_came_before_it() -> None:
    first = applied("2019-03-08", fields=(NURSING,))
    moving = changed("2020-06-10", ("phone", "0515-00000001", "0515-00000009"))
    before = fold_before(dossier(first, LISTED[1], AGAIN, batch("2020-06-10", "2020-1"), moving), moving)
    assert before
    assert [each["name"] for each in before["fields"]] == ["护理"]


def test_a_transfer_that_names_no_reason_leaves_the_one_that_there_was() -> None:
    out = act("transfer", "2020-05-06", to_area="yangqu", to_system=None, no_system_reason="不再归口。")
    on = act("transfer", "2021-05-06", from_system=None, to_area="xuxian", to_system=None)
    fold = fold_filing(dossier(*LISTED, out, on))
    assert fold
    assert (fold["area"], fold["no_system_reason"]) == ("xuxian", "不再归口。")
