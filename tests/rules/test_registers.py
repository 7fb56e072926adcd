"""The registers of the tests are lawful, and their city holds whatever a register can hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.entry.request import list_rare
from registry.lifecycle.bars import compute_bars, compute_predecessor_bars
from registry.lifecycle.conditions import CONDITIONS
from registry.lifecycle.older_lists import has_only_lists
from registry.lifecycle.publication_period import list_expired
from registry.lifecycle.status import FILING, derive_status
from registry.model.kinds import Decision
from registry.records.record_path import find_folder
from registry.rules.checking import Examined, examine
from registry.rules.engine import PLAIN, CheckOptions
from tests.conftest import CITY, DAY, EMPTY, SECOND, examined, merge_all


@pytest.mark.parametrize("root", [CITY, EMPTY, SECOND], ids=["city", "empty", "second"])
def test_register_has_no_error(root: Path) -> None:
    assert examined(root).files > 0
    assert [each for each in examined(root).findings if each.severity == "error"] == []


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_register_holds_dossiers(root: Path) -> None:
    register = examined(root).register
    assert len(register.dossiers) == len(register.folders) > 0


@pytest.fixture(scope="module")
def city() -> Examined:
    return examined(CITY)


def test_the_city_has_a_record_of_every_kind(city: Examined) -> None:
    kinds = {document.kind for document in merge_all(city.loaded).documents.values()}
    assert kinds == {*city.schemas.kinds}


def test_every_value_of_status_occurs_in_the_city(city: Examined) -> None:
    """But that a validity is over, as the city's regulation sets none: that occurs in the second city."""
    states = [derive_status(each, DAY) for each in city.register.dossiers.values()]
    assert {each.filing.code for each in states} == {*FILING} - {"expired"}
    assert {state.code for each in states for state in each.conditions} == {*CONDITIONS}
    second = examined(SECOND).register.dossiers.values()
    assert "expired" in {derive_status(each, DAY).filing.code for each in second}


def test_bars_in_the_city_are_over_and_in_force_and_a_predecessors_and_withdrawn(city: Examined) -> None:
    subjects = city.register.dossiers.values()
    spans = [span for each in subjects for span in compute_bars(each, DAY)]
    assert {span.end < DAY for span in spans} == {True, False}
    assert any(compute_predecessor_bars(each, DAY) for each in subjects)
    recorded = {each.path for each in city.register.by_path.values() if each.path.endswith("-bar.yml")}
    assert recorded > {span.record.path for span in spans if span.record}


def test_decisions_in_the_city_are_of_every_effect_and_some_notices_are_over(city: Examined) -> None:
    subjects = city.register.dossiers.values()
    effects = {act.effect for each in subjects for act in each.get_acts(Decision)}
    assert effects == {*city.schemas.resolve_path("decision", ["effect"])[-1]["enum"]}
    notices = [(each, act) for each in subjects for act in each.acts if getattr(act, "notice_until", None)]
    assert {act.stem in list_expired(each, DAY) for each, act in notices} == {True, False}


def test_courses_in_the_city_are_of_every_mode_and_sums_are_supplemented(city: Examined) -> None:
    subjects = city.register.dossiers.values()
    modes = {course.mode for each in subjects for plan in each.plans for course in plan.courses}
    assert modes == {*city.schemas.resolve_path("plan", ["courses", 0, "mode"])[-1]["enum"]}
    assert any(each.institution.practice_sites for each in subjects)
    assert any(each.institution.platform for each in subjects)
    assert any(each.get_amendments(plan.year) for each in subjects for plan in each.plans)
    assert any(summary.supplements for each in subjects for summary in each.summaries)


def test_a_list_of_the_city_is_to_come(city: Examined) -> None:
    windows = [each.window for each in city.register.batches.values() if not each.announcement]
    assert {window.from_ > DAY for window in windows if window} == {True, False}


def test_the_second_city_has_every_rare_property() -> None:
    second = examined(SECOND)
    rare = {name for kind in second.schemas.kinds.values() for name in list_rare(second.schemas, kind)}
    names = {name for each in merge_all(second.loaded).documents.values() for name in list_names(each.data)}
    assert rare - names == set()


def list_names(value: Any) -> Iterator[str]:
    """The names of all properties in plain data."""
    for name, below in value.items() if isinstance(value, dict) else ():
        yield name
        yield from list_names(below)
    for below in value if isinstance(value, list) else ():
        yield from list_names(below)


@pytest.mark.parametrize("root", [CITY, SECOND], ids=["city", "second"])
def test_nothing_is_asked_of_whom_an_older_list_only_names(root: Path) -> None:
    examined = examine(root, DAY, CheckOptions(PLAIN | {"clock"}))
    dossiers = [
        each for each in examined.register.dossiers.values() if has_only_lists(each) and not each.acts
    ]
    assert len(dossiers) > 1
    bare = [each.folder for each in dossiers if each.institution.complete_from is None]
    assert bare
    assert [each for each in examined.findings if find_folder(each.path) in bare] == []
