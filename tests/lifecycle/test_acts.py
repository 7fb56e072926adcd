"""The legal table of acts: which act a moment allows, what it may name, and who may record it."""

from __future__ import annotations

import datetime as dt
from typing import get_args, get_type_hints

import pytest
from hypothesis import given

from registry.lifecycle.acts import (
    STAGES,
    TABLE,
    find_moment,
    list_authorities,
    list_lawful_kinds,
    list_moments,
)
from registry.lifecycle.openness import SILENT
from registry.lifecycle.publication import TITLES
from registry.lifecycle.subjects import NAMES_ACT
from registry.lifecycle.undone import is_burdening
from registry.model.dossier import Dossier
from registry.model.kinds import (
    ACTS,
    KIND_NAMES,
    Act,
    Change,
    DecisionEffect,
    OutcomeResult,
    PublicNotice,
    Record,
    Review,
    ReviewStage,
    ReviewStep,
    Waiver,
)
from registry.publish.open_data.decisions import DECISIONS
from registry.records.schemas import Schemas
from registry.rules.articles.procedure import decided_by_city_bureau
from registry.settings import HOME
from tests.lifecycle.building import BUREAU, COUNTY, HEALTH, act, applied, batch, day, dossier
from tests.lifecycle.strategies import DAYS, dossiers
from tests.lifecycle.test_properties import some

SCHEMAS = Schemas.read(HOME / "schemas")
# The kinds of which kind and date are told even where an act is not open: something turns on it.
TOLD_IN_ANY_CASE = {
    "application",
    "recommendation",
    "review",
    "change",
    "transfer",
    "succession",
    "rectification-order",
    "rectification-extension",
    "rectification-outcome",
    "suspension",
    "suspension-lifted",
    "decision",
    "filing-ended",
    "withdrawal",
    "dissolution",
    "correction",
}
# The kinds that take nothing from the institution, whatever they say.
TAKES_NOTHING = {
    "application",
    "recommendation",
    "review",
    "public-notice",
    "change",
    "transfer",
    "succession",
    "inspection",
    "rectification-extension",
    "suspension-lifted",
    "withdrawal",
    "dissolution",
    "correction",
}
ALWAYS = {"correction", "succession"}
LIVING = ALWAYS | {"change", "transfer", "decision", "dissolution"}
WHILE_LISTED = LIVING | {
    "application",
    "inspection",
    "rectification-order",
    "suspension",
    "filing-ended",
    "withdrawal",
}
APPLIED = applied("2019-03-08")
RECOMMENDED = act("recommendation", "2019-04-08")
STEPS = (ReviewStep(step=ReviewStage.EXAMINATION, date=day("2019-05-06")),)
PASSED = act("review", "2019-05-17", steps=STEPS)
LISTED = (APPLIED, RECOMMENDED, PASSED, batch("2019-06-10"))
ORDER = act("rectification-order", "2022-09-01", due=day("2022-12-15"))
FAILED = act("rectification-outcome", "2023-03-15", order=ORDER.stem, result="未达到")
BAR = act("bar", "2023-03-20", outcome=FAILED.stem)
SUSPENDED = act("suspension", "2021-03-01")


@pytest.mark.parametrize(
    ("records", "on", "kinds"),
    [
        ((), "2019-03-07", ALWAYS | {"application"}),
        ((APPLIED,), "2019-03-08", LIVING | {"recommendation", "withdrawal"}),
        ((APPLIED, RECOMMENDED), "2019-04-08", LIVING | {"recommendation", "review", "withdrawal"}),
        (
            (APPLIED, act("recommendation", "2019-04-08", opinion="不推荐")),
            "2019-04-08",
            LIVING | {"recommendation", "withdrawal"},
        ),
        (
            (APPLIED, RECOMMENDED, act("review", "2019-05-17", steps=STEPS, result="补正")),
            "2019-05-17",
            LIVING | {"recommendation", "review", "withdrawal"},
        ),
        (
            (APPLIED, RECOMMENDED, act("review", "2019-05-17", steps=STEPS, result="不通过")),
            "2019-05-17",
            LIVING | {"application"},
        ),
        (
            (APPLIED, RECOMMENDED, PASSED),
            "2019-05-17",
            LIVING | {"application", "public-notice", "withdrawal"},
        ),
        (LISTED, "2019-06-09", LIVING | {"application", "public-notice", "withdrawal"}),
        (LISTED, "2019-06-10", WHILE_LISTED),
        ((*LISTED, SUSPENDED), "2021-03-01", WHILE_LISTED - {"suspension"} | {"suspension-lifted"}),
        (
            (*LISTED, ORDER),
            "2022-12-16",
            WHILE_LISTED | {"rectification-extension", "rectification-outcome"},
        ),
        ((*LISTED, ORDER, FAILED), "2023-03-15", WHILE_LISTED - {"application"} | {"bar"}),
        ((*LISTED, ORDER, FAILED, BAR), "2023-03-20", WHILE_LISTED - {"application"}),
        ((*LISTED, ORDER, FAILED, BAR), "2026-03-15", WHILE_LISTED - {"application"}),
        ((*LISTED, ORDER, FAILED, BAR), "2026-03-16", WHILE_LISTED),
        ((*LISTED, act("filing-ended", "2021-02-01")), "2021-02-01", LIVING | {"application"}),
        ((*LISTED, act("withdrawal", "2021-02-01")), "2021-02-01", LIVING | {"application"}),
        ((APPLIED, act("withdrawal", "2019-03-20")), "2019-03-20", LIVING | {"application"}),
        ((*LISTED, act("dissolution", "2021-02-01")), "2021-02-01", {"correction", "decision"}),
    ],
)
def test_what_is_lawful(records: tuple[Record, ...], on: str, kinds: set[str]) -> None:
    lawful = list_lawful_kinds(find_moment(dossier(*records), day(on)))
    assert {KIND_NAMES[each] for each in lawful} == kinds


def test_every_kind_of_act_is_in_the_table() -> None:
    assert set(TABLE) == set(ACTS.values())
    for kind, entry in TABLE.items():
        assert entry.needs
        assert not entry.names or entry.names in get_type_hints(kind)


def test_of_every_kind_it_is_said_whether_something_turns_on_it() -> None:
    """A new kind on which nothing turns goes into SILENT, one that turns something into the list above."""
    assert {name for name, kind in ACTS.items() if kind not in SILENT} == TOLD_IN_ANY_CASE


def test_of_every_kind_it_is_said_whether_it_may_take_something_from_the_institution() -> None:
    """A new kind goes into the list above, or into is_burdening and TITLES: by when it is to be public."""
    worst = {"result": OutcomeResult.NOT_MET, "effect": DecisionEffect.MADE}
    acts = {
        name: kind(**{each: worst.get(each) for each in kind.__struct_fields__})  # type: ignore[arg-type]
        for name, kind in ACTS.items()
    }
    burdening = {name for name, each in acts.items() if is_burdening(each)}
    assert set(ACTS) - burdening == TAKES_NOTHING
    assert {ACTS[name] for name in burdening} == set(TITLES)


def test_an_act_that_is_shown_until_a_day_is_among_the_decisions_that_are_to_be_made_public() -> None:
    shown = {kind for name, kind in ACTS.items() if "notice_until" in SCHEMAS.kinds[name].properties}
    assert set(TITLES) == shown
    assert shown <= set(DECISIONS)


def test_every_property_that_names_an_earlier_act_is_followed() -> None:
    properties = (each for name in ACTS for each in SCHEMAS.resolve_properties(name).items())
    assert {*NAMES_ACT} == {name for name, below in properties if below.get("x-ref") == "act"}


def test_what_only_the_city_may_record_is_what_the_rules_say() -> None:
    city = {kind for kind, entry in TABLE.items() if entry.by == ("city",)}
    assert city - {Review, Change} == set(decided_by_city_bureau.subjects) - {Waiver}
    assert PublicNotice in get_args(get_type_hints(decided_by_city_bureau.body)["act"])


@pytest.mark.parametrize(
    ("kind", "authorities"),
    [
        ("review", {BUREAU}),
        ("inspection", {BUREAU, COUNTY, HEALTH}),
        ("recommendation", {BUREAU, COUNTY, HEALTH}),
        ("decision", {BUREAU, COUNTY, HEALTH}),
        ("transfer", {BUREAU}),
        ("succession", {BUREAU}),
        ("withdrawal", {BUREAU}),
        ("dissolution", {BUREAU}),
        ("rectification-extension", set()),
    ],
)
def test_who_may_record(kind: str, authorities: set[str]) -> None:
    assert list_authorities(dossier(*LISTED), ACTS[kind], day("2021-01-01")) == authorities


def test_an_order_is_named_until_it_is_decided() -> None:
    second = act("rectification-order", "2022-09-02", due=day("2022-12-15"))
    among = TABLE[type(FAILED)].among
    subject = dossier(*LISTED, ORDER, second, FAILED)
    assert set(among(find_moment(subject, day("2023-03-14")))) == {ORDER.stem, second.stem}
    assert set(among(find_moment(subject, day("2023-03-15")))) == {second.stem}


@pytest.mark.parametrize(
    ("on", "barred"), [("2023-03-15", True), ("2026-03-15", True), ("2026-03-16", False)]
)
def test_no_application_from_the_first_to_the_last_day_of_a_bar(on: str, barred: bool) -> None:
    same_day = act("bar", "2023-03-15", outcome=FAILED.stem)
    moment = find_moment(dossier(*LISTED, ORDER, FAILED, same_day), day(on))
    assert moment.barred is barred
    assert (ACTS["application"] in list_lawful_kinds(moment)) is not barred


def test_an_application_is_withdrawn_from_its_batch() -> None:
    among = TABLE[ACTS["withdrawal"]].among
    again = act("application", "2021-04-10", batch="2021-1")
    recalled = act("withdrawal", "2021-05-06", batch="2021-1")
    subject = dossier(*LISTED, again, recalled)
    assert set(among(find_moment(subject, day("2021-04-09")))) == {""}
    assert set(among(find_moment(subject, day("2021-05-05")))) == {"", "2021-1"}
    after = find_moment(subject, day("2021-05-06"))
    assert set(among(after)) == {""}
    assert after.stages == {"2019-1": "listed", "2021-1": "withdrawn"}
    alone = dossier(APPLIED, act("withdrawal", "2019-03-20", batch="2019-1"))
    assert set(among(find_moment(alone, day("2019-03-20")))) == set()


def test_a_withdrawn_outcome_opens_its_order_again() -> None:
    withdrawn = act("decision", "2023-03-16", effect="撤销", target=FAILED.stem)
    subject = dossier(*LISTED, ORDER, FAILED, withdrawn)
    assert find_moment(subject, day("2023-03-16")).orders == {ORDER.stem}


def test_on_the_day_of_a_list_there_are_two_moments() -> None:
    inspection = act("inspection", "2019-06-10")
    before = {each.stem: state for each, state in list_moments(dossier(*LISTED, inspection))}
    assert [each.filing.code for each in before[inspection.stem]] == ["passed", "listed"]
    assert len(before[PASSED.stem]) == 1


@some
@given(dossiers(), DAYS)
def test_the_table_is_total(subject: Dossier, on: dt.date) -> None:
    moment = find_moment(subject, on)
    assert set(moment.stages.values()) <= set(STAGES)
    assert set(map(type, _acts(subject))) <= set(ACTS.values())
    for kind in list_lawful_kinds(moment):
        list_authorities(subject, kind, on)


def _acts(subject: Dossier) -> list[Act]:
    return [each for each, state in list_moments(subject) if state]
