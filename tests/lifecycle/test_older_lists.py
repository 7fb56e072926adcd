"""Institutions on lists that were carried over: what is known of them, what is owed, and from which year."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from registry.lifecycle.acts import find_moment
from registry.lifecycle.as_of import view_as_of
from registry.lifecycle.duties import derive_duties, is_full_year, list_joined_years
from registry.lifecycle.filing import find_name, find_place
from registry.lifecycle.fold import fold_filing
from registry.lifecycle.older_lists import find_first_owed_year, has_only_lists, precedes_regulation
from registry.lifecycle.overview import list_figures_of
from registry.lifecycle.status import derive_status
from registry.model.batches import get_listed, list_concerned, list_kin, map_identified
from registry.model.dossier import Dossier
from registry.model.kinds import Batch, ChangeField, FieldChange, Identification, Institution, ListGroup
from tests.lifecycle.building import act, applied, batch, day, dossier, regulation, tables


def named(**fields: Any) -> Institution:
    """An institution of which a list says the name, and what else is given."""
    path = "records/institutions/yangqu/one/institution.yml"
    return Institution(path=path, id="one", name="演示旧名单培训中心", area="yangqu", **fields)


def older(published: str = "2016-06-06", **given: Any) -> Batch:
    """A list that was carried over."""
    bare = {"window": None, "panel_size": None, "carried_over": True}
    return msgspec.structs.replace(batch(published, f"{published[:4]}-9"), **bare, **given)


def found_to_be(listed: str, institution: str, on: str = "2020-06-05") -> Identification:
    return Identification(date=day(on), listed=listed, institution=institution, reason="演示。")


def owed(subject: Dossier, on: str) -> set[str]:
    return {each.label for each in derive_duties(subject, day(on))}


def test_it_is_listed_from_the_day_of_the_list_and_no_article_is_cited() -> None:
    subject = dossier(older(), now=named())
    assert derive_status(subject, day("2016-06-05")).filing.code == "none"
    filing = derive_status(subject, day("2016-06-06")).filing
    assert (filing.code, filing.article) == ("listed", "")


def test_an_older_list_since_the_regulation_rests_on_it() -> None:
    subject = dossier(older("2018-09-12"), now=named())
    assert derive_status(subject, day("2018-09-12")).filing.article == "8(4)"
    assert derive_status(dossier(older("2018-09-11"), now=named()), day("2019-01-01")).filing.article == ""


def test_no_term_of_the_regulation_ends_a_list_from_before_it() -> None:
    shared = tables(regulation(validity_years=3))
    before = dossier(older("2018-09-11"), now=named(), shared=shared)
    since = dossier(older("2018-09-12"), now=named(), shared=shared)
    assert derive_status(before, day("2021-09-13")).filing.code == "listed"
    assert derive_status(since, day("2021-09-13")).filing.code == "expired"


@pytest.mark.parametrize(
    ("complete", "on", "years"),
    [
        (None, "2021-02-01", set()),
        (2020, "2020-06-01", {2020}),
        (2020, "2021-02-01", {2020, 2021}),
        (2021, "2021-02-01", {2021}),
        (2022, "2021-02-01", set()),
    ],
)
def test_duties_begin_with_the_first_complete_year(complete: int | None, on: str, years: set[int]) -> None:
    subject = dossier(older(), now=named(complete_from=complete))
    reports = {f"报送 {year} 年度总结" for year in years}
    reports |= {f"报送 {year + 1} 年度计划" for year in years}
    assessed = {f"{year} 年度考核" for year in years if year < day(on).year}
    assert owed(subject, on) == reports | assessed


def test_a_list_of_its_own_begins_the_duties() -> None:
    subject = dossier(older(), applied("2019-03-08"), batch("2019-06-10"))
    assert {"报送 2019 年度总结"} <= owed(subject, "2019-12-01")
    assert not any("2018" in each for each in owed(subject, "2019-12-01"))


def test_the_year_of_the_first_own_list_is_joined_and_not_full() -> None:
    subject = dossier(older(), applied("2019-03-08"), batch("2019-06-10"))
    assert derive_status(subject, day("2019-07-01")).filing.since == day("2016-06-06")
    assert list_joined_years(subject) == {2016, 2019}
    assert [year for year in (2016, 2018, 2019, 2020) if is_full_year(subject, year)] == [2018, 2020]


def test_what_is_not_owed_is_not_counted_as_unseen() -> None:
    subject = dossier(older(), now=named())
    assert list_figures_of(subject, day("2021-02-01")) == {"listed"}
    complete = dossier(older(), now=named(complete_from=2020))
    assert list_figures_of(complete, day("2021-02-01")) == {
        *("listed", "plan-2021-unseen", "plan-2022-unseen", "summary-2020-unseen", "summary-2021-unseen")
    }


def test_before_its_first_change_it_was_what_the_change_found() -> None:
    changed = act(
        "change",
        "2017-05-08",
        changes=(
            FieldChange(field=ChangeField.NAME, before="演示更早的培训中心", after="演示旧名单培训中心"),
        ),
    )
    subject = dossier(older(), changed, now=named(phone="0515-00000001"))
    names = [find_name(subject, day(on)) for on in ("2016-06-06", "2017-05-07", "2017-05-08")]
    assert names == ["演示更早的培训中心", "演示更早的培训中心", "演示旧名单培训中心"]
    assert view_as_of(subject, day("2017-05-07")).institution.name == "演示更早的培训中心"
    folded = fold_filing(subject)
    assert folded
    assert (folded["name"], folded["phone"], folded["credit_code"]) == (
        *("演示旧名单培训中心", "0515-00000001"),
        None,
    )


def test_before_a_transfer_it_stood_where_the_transfer_found_it() -> None:
    fields: dict[str, Any] = {
        "from_area": "yangcheng",
        "from_system": None,
        "to_area": "yangqu",
        "to_system": "health",
    }
    subject = dossier(older(), act("transfer", "2017-05-08", **fields), now=named(system="health"))
    assert find_place(subject, day("2017-05-07")) == ("yangcheng", None)
    assert find_place(subject, day("2017-05-08")) == ("yangqu", "health")


def test_an_application_states_anew_what_is_known() -> None:
    subject = dossier(older(), applied("2019-03-08"))
    folded = fold_filing(subject, day("2019-03-08"))
    assert folded
    assert folded["credit_code"] == "12320900000000019G"


def test_acts_may_follow_an_older_list() -> None:
    moment = find_moment(dossier(older(), now=named()), day("2020-01-01"))
    assert (moment.applied, moment.listed) == (True, True)


def test_who_was_found_to_be_another_is_told_there() -> None:
    one_list = older(identified=(found_to_be("one", "two"),))
    paper = dossier(one_list, now=named())
    filing = derive_status(paper, day("2020-01-01")).filing
    assert (filing.code, filing.since) == ("identified", day("2016-06-06"))
    assert owed(paper, "2020-01-01") == set()
    assert not find_moment(paper, day("2020-01-01")).applied
    assert map_identified(one_list) == {"one": "two"}
    assert list_concerned(one_list) == ["one", "two"]
    assert (list_kin([one_list], "one"), list_kin([one_list], "two"), list_kin([one_list], "x")) == (
        ["two"],
        ["one"],
        [],
    )


def test_the_last_word_on_who_an_institution_is_counts() -> None:
    taken_back = older(identified=(found_to_be("one", "two"), found_to_be("one", "one", "2020-07-06")))
    assert map_identified(taken_back) == {}
    assert derive_status(dossier(taken_back, now=named()), day("2020-01-01")).filing.code == "listed"


def test_a_list_tells_of_those_in_groups_after_the_others() -> None:
    list_found = batch("2019-06-10")
    assert list_found.announcement
    groups = tuple(ListGroup(title=each, listed=(each,)) for each in ("two", "three"))
    grouped = msgspec.structs.replace(
        list_found, announcement=msgspec.structs.replace(list_found.announcement, groups=groups)
    )
    assert get_listed(grouped) == ("one", "two", "three")


def test_what_is_asked_only_of_older_lists_is_not_of_others() -> None:
    assert has_only_lists(dossier(older()))
    assert not has_only_lists(dossier(older(), applied("2019-03-08")))
    assert not has_only_lists(dossier(batch("2019-06-10")))
    own = dossier(batch("2019-06-10"), now=named(complete_from=2018))
    assert find_first_owed_year(own) == 2019


def test_a_list_precedes_the_first_regulation_alone() -> None:
    shared = tables(regulation(), regulation("2020-01-01"))
    for published, before in (("2018-09-11", True), ("2018-09-12", False), ("2019-06-10", False)):
        paper = older(published)
        assert precedes_regulation(dossier(paper, shared=shared), paper) is before
    own = batch("2018-09-11")
    assert precedes_regulation(dossier(own, shared=shared), own) is False
