"""Every rule has cases that show what it finds and what it lets pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.finding import Finding
from registry.rules.cases import BASE, CASES, DAY, Case, list_cases, list_changed
from registry.rules.checking import examine
from registry.rules.engine import CheckOptions
from registry.rules.site_settings import SETTINGS_RULES
from registry.rules.table import RULES
from tests.rules import expect
from tests.rules.cases import (
    EVERY_SCOPE,
    compare_in_memory,
    find_in_folder,
    find_in_memory,
    is_committed,
    list_scopes,
    write_case,
    write_json,
)

# What no text file in a case folder can show; tests/rules/test_form.py, tests/history/test_raw.py and
# test_site_settings.py do.
SHOWN_ELSEWHERE = {"file-link", "yaml-size", "yaml-line-ends", "record-form", *SETTINGS_RULES}
IN_MEMORY = [each for each in list_cases() if not is_committed(each)]
COMMITTED = [each for each in list_cases() if is_committed(each)]


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in IN_MEMORY])
def test_case(case: Case) -> None:
    assert_expected(case, find_in_memory(case))


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in COMMITTED])
def test_case_of_states_that_are_committed(case: Case, tmp_path: Path) -> None:
    """Committed is only what Git alone tells: the rest of a change is told by what both states hold."""
    findings = compare_in_memory(case) if RULES[case.rule].scope == "change" else None
    assert_expected(case, find_in_folder(case, tmp_path) if findings is None else findings)


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in COMMITTED])
@pytest.mark.long
def test_a_case_is_committed_as_it_is_compared(case: Case, tmp_path: Path) -> None:
    assert_expected(case, find_in_folder(case, tmp_path))


def assert_expected(case: Case, findings: list[Finding]) -> None:
    if case.is_bad:
        assert write_json(findings) == case.expected.read_text("utf-8")
    else:
        assert [each for each in findings if each.rule == case.rule or each.severity == "error"] == []


def test_every_expectation_shows_its_rule() -> None:
    silent = []
    for case in list_cases():
        if case.is_bad:
            rules = [row["rule"] for row in json.loads(case.expected.read_text("utf-8"))]
            if case.rule not in rules:
                silent.append(case.name)
    assert silent == []


@pytest.mark.parametrize("case", [pytest.param(each, id=each.name) for each in IN_MEMORY[::50]])
def test_a_case_that_lies_in_a_folder_is_found_the_same(case: Case, tmp_path: Path) -> None:
    write_case(case.folder, tmp_path)
    findings = examine(tmp_path, case.day, CheckOptions(list_scopes(case))).findings
    assert findings == find_in_memory(case)


def test_base_is_lawful() -> None:
    assert examine(BASE.parent, DAY, CheckOptions(EVERY_SCOPE)).findings == []


@pytest.mark.parametrize("code", sorted(set(RULES) - SHOWN_ELSEWHERE))
def test_rule_has_a_bad_and_a_good_case(code: str) -> None:
    kinds = {each.folder.name.partition("-")[0] for each in list_cases(code)}
    assert kinds == {"bad", "good"}


def test_no_case_of_an_unknown_rule() -> None:
    assert {each.rule for each in list_cases()} <= set(RULES)


@pytest.mark.parametrize("old", ["nirgends", "authority"])
def test_an_edit_of_what_stands_not_exactly_once_is_refused(old: str, tmp_path: Path) -> None:
    edit = f"institutions/yangqu/base-one/plans/2020.yml:\n  replace:\n    - old: {old}\n      new: x\n"
    (tmp_path / "edits.yml").write_text(edit, "utf-8")
    with pytest.raises(ValueError, match=f"{old}' occurs [0-9]+ times"):
        list_changed(tmp_path)


def test_no_stray_folder() -> None:
    names = {folder.name for folder in CASES.iterdir() if folder.is_dir()}
    assert names - {"_base"} == {each.rule for each in list_cases()}


def test_good_cases_expect_nothing() -> None:
    assert [each.name for each in list_cases() if not each.is_bad and each.expected.exists()] == []


def test_every_case_differs_from_the_base() -> None:
    """Only the day may make a case differ where no file does."""
    own = ("records", "edits.yml", "day.txt")
    same = [case.name for case in list_cases() if not any((case.folder / name).exists() for name in own)]
    assert same == []


def test_a_rule_of_form_cites_an_article_only_of_what_it_names() -> None:
    cited = {
        each.pointer: each.article
        for code in ("institution-equals-its-acts", "new-application-states-current-filing")
        for case in list_cases(code)
        for each in find_in_memory(case)
        if case.is_bad and each.rule == code
    }
    pointers = {"/phone", "/name", "/legal_representative", "/filing/legal_representative"}
    assert {pointer for pointer, article in cited.items() if article == "27"} == pointers
    assert {cited[pointer] for pointer in ("/library_volumes", "/website", "/filing/area")} == {""}


def test_expectations_of_a_rule_without_cases_are_not_passed_over() -> None:
    with pytest.raises(SystemExit, match=r"case in .*/plan_hours"):
        expect.main(["plan_hours"])
