"""Who may do what: offices that follow each other, what counts, and who undoes whose act."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from registry.lifecycle.acts import find_moment, list_authorities
from registry.lifecycle.duties import derive_duties, find_receivers
from registry.lifecycle.offices import does_count, list_in_roles
from registry.lifecycle.status import derive_status
from registry.lifecycle.undoing import may_conclude, may_undo
from registry.model.kinds import ACTS, Authority, AuthorityKind, RectificationOrder
from registry.model.tables import Tables
from tests.lifecycle.building import BUREAU, COUNTY, HEALTH, act, applied, batch, day, dossier, tables

ELSEWHERE, COURT, RECONSIDERATION, MARKET, SOCIETY, CITY_HEALTH = (
    "xuxian-hrss",
    "court",
    "reconsideration",
    "market",
    "society",
    "city-health",
)
LISTED = (applied("2019-03-08"), act("recommendation", "2019-04-08"), batch("2019-06-10"))


def with_organs(*more: Authority) -> Tables:
    """The tables with a court, a reconsideration organ, another organ and an association."""
    shared = tables()
    organs = (
        Authority(id=COURT, name="虚构县人民法院", kind=AuthorityKind.COURT),
        Authority(id=RECONSIDERATION, name="演示复议机关", kind=AuthorityKind.RECONSIDERATION_ORGAN),
        Authority(id=MARKET, name="样例区市场监管部门", kind=AuthorityKind.OTHER_ORGAN),
        Authority(id=SOCIETY, name="护理学会", kind=AuthorityKind.ASSOCIATION, system="health"),
        Authority(
            id=CITY_HEALTH, name="市卫健委（演示）", kind=AuthorityKind.COMPETENT_DEPARTMENT, system="health"
        ),
        *more,
    )
    return replace(shared, authorities={**shared.authorities, **{each.id: each for each in organs}})


ALL = (BUREAU, COUNTY, HEALTH, ELSEWHERE, COURT, RECONSIDERATION, MARKET, SOCIETY, CITY_HEALTH)
ABOVE = {COURT, RECONSIDERATION}
MADE = {
    # by whom what was made: who may undo it, and who may with a word
    ("filing-ended", BUREAU): ({BUREAU} | ABOVE, set()),
    ("bar", BUREAU): ({BUREAU} | ABOVE, set()),
    ("suspension", BUREAU): ({BUREAU} | ABOVE, set()),
    ("transfer", BUREAU): ({BUREAU} | ABOVE, set()),
    ("dissolution", BUREAU): ({BUREAU} | ABOVE, set()),
    ("review", BUREAU): ({BUREAU} | ABOVE, set()),
    ("rectification-order", COUNTY): ({BUREAU, COUNTY} | ABOVE, {HEALTH, CITY_HEALTH}),
    ("rectification-order", HEALTH): ({HEALTH} | ABOVE, {BUREAU, COUNTY, CITY_HEALTH}),
    ("rectification-order", BUREAU): ({BUREAU} | ABOVE, set()),
    ("rectification-order", CITY_HEALTH): ({CITY_HEALTH} | ABOVE, {BUREAU}),
    ("recommendation", COUNTY): ({BUREAU, COUNTY} | ABOVE, {HEALTH, CITY_HEALTH}),
    ("recommendation", SOCIETY): ({SOCIETY} | ABOVE, {BUREAU, COUNTY, HEALTH, CITY_HEALTH}),
    ("application", COUNTY): ({BUREAU, COUNTY} | ABOVE, {HEALTH, CITY_HEALTH}),
    ("inspection", HEALTH): ({HEALTH} | ABOVE, {BUREAU, COUNTY, CITY_HEALTH}),
    ("decision", COUNTY): ({BUREAU, COUNTY} | ABOVE, set()),
    ("decision", HEALTH): ({HEALTH} | ABOVE, {BUREAU}),
    ("decision", MARKET): ({MARKET} | ABOVE, set()),
    ("decision", RECONSIDERATION): (ABOVE, set()),
    ("decision", COURT): ({COURT}, set()),
}


@pytest.mark.parametrize(("kind", "maker"), MADE)
def test_who_may_undo(kind: str, maker: str) -> None:
    fields: dict[str, Any] = {"bar": {"outcome": "x"}, "rectification-order": {"due": day("2021-06-01")}}
    target = act(kind, "2021-03-01", authority=maker, **fields.get(kind, {}))
    subject = dossier(*LISTED, target, shared=with_organs())
    by_office = {each: may_undo(subject, target, each, day("2021-04-01")) for each in ALL}
    lawful, doubtful = MADE[kind, maker]
    assert {each for each, answer in by_office.items() if answer == "lawful"} == lawful
    assert {each for each, answer in by_office.items() if answer == "doubtful"} == doubtful


@pytest.mark.parametrize("by", ["own", "city"])
@pytest.mark.parametrize("kind", ["rectification-extension", "rectification-outcome"])
def test_what_concludes_an_order_is_undone_by_who_ordered_or_the_city(kind: str, by: str) -> None:
    order = act("rectification-order", "2021-03-01", authority=COUNTY, due=day("2021-06-01"))
    maker = COUNTY if by == "own" else BUREAU
    fields = {"due": day("2021-07-01")} if kind.endswith("extension") else {"result": "达到"}
    target = act(kind, "2021-05-01", authority=maker, order=order.stem, **fields)
    subject = dossier(*LISTED, order, target, shared=with_organs())
    by_office = {each: may_undo(subject, target, each, day("2021-06-02")) for each in ALL}
    unlawful = {HEALTH, ELSEWHERE, MARKET, SOCIETY, CITY_HEALTH} | (set() if by == "own" else {COUNTY})
    assert {each for each, answer in by_office.items() if answer == "unlawful"} == unlawful
    assert {by_office[BUREAU], *(by_office[each] for each in ABOVE)} == {"lawful"}


@pytest.mark.parametrize(
    ("ordered_by", "lawful", "doubtful"),
    [(COUNTY, {COUNTY, BUREAU}, set()), (HEALTH, {HEALTH}, {BUREAU}), (BUREAU, {BUREAU}, set())],
)
def test_who_may_extend_and_determine(ordered_by: str, lawful: set[str], doubtful: set[str]) -> None:
    order = act("rectification-order", "2021-03-01", authority=ordered_by, due=day("2021-06-01"))
    assert isinstance(order, RectificationOrder)
    subject = dossier(*LISTED, order, shared=with_organs())
    by_office = {each: may_conclude(subject, order, each, day("2021-05-01")) for each in ALL}
    assert {each for each, answer in by_office.items() if answer == "lawful"} == lawful
    assert {each for each, answer in by_office.items() if answer == "doubtful"} == doubtful


# -- offices that follow each other -------------------------------------------------------------------------

SECOND = Authority(
    id="second",
    name="样例区组织人事部",
    kind=AuthorityKind.PERSONNEL,
    valid_from=day("2021-07-01"),
    succeeded_by="third",
)
THIRD = Authority(id="third", name="样例区组织部", kind=AuthorityKind.PERSONNEL, valid_from=day("2024-01-01"))


def followed() -> Tables:
    """The county's office is followed by a second, and that by a third."""
    shared = with_organs(replace_term(SECOND, "2023-12-31"), THIRD)
    county = replace_term(shared.authorities[COUNTY], "2021-06-30", "second")
    return replace(shared, authorities={**shared.authorities, COUNTY: county})


def replace_term(authority: Authority, until: str, after: str | None = None) -> Authority:
    """The authority, ended on a day."""
    followed_by = after or authority.succeeded_by
    return msgspec.structs.replace(authority, valid_to=day(until), succeeded_by=followed_by)


@pytest.mark.parametrize(
    ("on", "holder"),
    [
        ("2021-06-30", COUNTY),
        ("2021-07-01", "second"),
        ("2023-12-31", "second"),
        ("2024-01-01", "third"),
        ("9999-12-31", "third"),
    ],
)
@pytest.mark.parametrize("area_names", [COUNTY, "second", "third"])
def test_the_office_of_a_day_whichever_of_them_the_area_names(on: str, holder: str, area_names: str) -> None:
    shared = followed()
    area = shared.areas["yangqu"]
    areas = {**shared.areas, "yangqu": msgspec.structs.replace(area, hrss=area_names)}
    subject = dossier(*LISTED, shared=replace(shared, areas=areas))
    assert list_in_roles(subject, ("hrss",), day(on)) == {BUREAU, holder}
    assert find_receivers(subject, day(on))[0] == holder


NEW_BUREAU = Authority(
    id="new-bureau", name="市人力资源局（演示）", kind=AuthorityKind.CITY_HRSS, valid_from=day("2021-07-01")
)


def bureau_followed(named: str = BUREAU) -> Tables:
    """The city bureau is followed by another; the regulation names one of them."""
    shared = with_organs(NEW_BUREAU)
    bureau = replace_term(shared.authorities[BUREAU], "2021-06-30", NEW_BUREAU.id)
    regulation = msgspec.structs.replace(shared.regulations[0], city_authority=named)
    return replace(shared, authorities={**shared.authorities, BUREAU: bureau}, regulations=(regulation,))


@pytest.mark.parametrize("named", [BUREAU, NEW_BUREAU.id])
@pytest.mark.parametrize(("on", "holder"), [("2021-06-30", BUREAU), ("2021-07-01", NEW_BUREAU.id)])
def test_the_city_bureau_of_a_day_whichever_the_regulation_names(on: str, holder: str, named: str) -> None:
    order = act("rectification-order", "2021-03-01", authority=COUNTY, due=day("2021-06-01"))
    assert isinstance(order, RectificationOrder)
    subject = dossier(*LISTED, order, shared=bureau_followed(named))
    bureaus = (BUREAU, NEW_BUREAU.id)
    assert (
        list_in_roles(subject, ("city",), day(on))
        == list_authorities(subject, ACTS["suspension"], day(on))
        == {holder}
    )
    assert list_in_roles(subject, ("hrss",), day(on)) == {COUNTY, holder}
    assert [each for each in bureaus if may_undo(subject, order, each, day(on)) == "lawful"] == [holder]
    assert [each for each in bureaus if may_conclude(subject, order, each, day(on)) == "lawful"] == [holder]


@pytest.mark.parametrize(
    ("authority", "code"), [(BUREAU, "report-change"), (NEW_BUREAU.id, "publish-change")]
)
def test_a_change_is_reported_to_the_city_bureau_of_its_day(authority: str, code: str) -> None:
    change = act("change", "2021-07-06", authority=authority, reported_on=day("2021-07-06"))
    duties = derive_duties(dossier(*LISTED, change, shared=bureau_followed()), day("2021-07-20"))
    assert [each.code for each in duties if each.source == change.path] == [code]


def test_who_follows_an_office_undoes_what_it_made() -> None:
    order = act("rectification-order", "2021-03-01", authority=COUNTY, due=day("2021-06-01"))
    subject = dossier(*LISTED, order, shared=followed())
    assert [may_undo(subject, order, each, day("2024-02-01")) for each in ("second", "third")] == [
        "lawful"
    ] * 2
    later = act("rectification-order", "2024-03-01", authority="third", due=day("2024-06-01"))
    assert may_undo(subject, later, COUNTY, day("2024-04-01")) == "unlawful"


def test_successors_in_a_circle_are_walked_once() -> None:
    shared = with_organs(
        Authority(id="round", name="演示", kind=AuthorityKind.PERSONNEL, succeeded_by=COUNTY)
    )
    county = replace_term(shared.authorities[COUNTY], "2021-06-30", "round")
    shared = replace(shared, authorities={**shared.authorities, COUNTY: county})
    assert (shared.list_successors(COUNTY), shared.list_successors("round")) == (["round"], [COUNTY])
    assert shared.list_successors("nobody") == []


# -- what counts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "code"),
    [
        (COUNTY, "recommended"),
        (BUREAU, "recommended"),
        (HEALTH, "recommended"),
        (SOCIETY, "recommended"),
        ("nobody", "recommended"),  # that there is no such authority is said elsewhere
        (ELSEWHERE, "applying"),
        (MARKET, "applying"),
    ],
)
@pytest.mark.parametrize("opinion", ["推荐", "不推荐"])
def test_a_recommendation_out_of_role_does_not_count(authority: str, code: str, opinion: str) -> None:
    recommendation = act("recommendation", "2019-04-08", authority=authority, opinion=opinion)
    subject = dossier(applied("2019-03-08"), recommendation, shared=with_organs())
    expected = "not-passed" if opinion == "不推荐" and code == "recommended" else code
    assert derive_status(subject, day("2019-04-08")).filing.code == expected
    stage = "recommended" if expected == "recommended" else "applied"
    assert find_moment(subject, day("2019-04-08")).stages == {"2019-1": stage}
    assert does_count(subject, recommendation) == (code == "recommended")


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"publish-change"}),
        ({"authority": COUNTY}, {"report-change"}),
        ({"office": "办公室"}, {"report-change"}),
    ],
)
def test_a_change_that_was_reported_elsewhere_is_still_to_be_reported(
    given: dict[str, Any], codes: set[str]
) -> None:
    change = act("change", "2020-05-06", **given)
    duties = derive_duties(dossier(*LISTED, change), day("2020-05-20"))
    assert {each.code for each in duties if each.source == change.path} == codes
