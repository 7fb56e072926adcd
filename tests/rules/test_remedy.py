"""How what a rule finds is mended: for every rule by commands that are there, and as its cases say."""

from __future__ import annotations

import argparse

import pytest

from registry.cli.main import build_parser
from registry.entry.request import find_kind
from registry.entry.steps.later import find_later
from registry.entry.workbook.gathering import find_sheet_kind
from registry.records.schemas import Schemas
from registry.rules.cases import list_case_findings
from registry.rules.remedy import PERSONAL, Remedy, find_remedy
from registry.rules.table import RULES
from registry.settings import HOME

SCHEMAS = Schemas.read(HOME / "schemas")
REMEDIES = {code: find_remedy(rule, SCHEMAS) for code, rule in RULES.items()}


def list_commands(remedy: Remedy) -> list[str]:
    return [
        each
        for each in (*(way.command for way in remedy.ways), *(kind.command for kind in remedy.kinds))
        if each
    ]


def list_known() -> dict[str, argparse.ArgumentParser]:
    top = build_parser()
    (subcommands,) = (each for each in top._actions if isinstance(each, argparse._SubParsersAction))
    return dict(subcommands.choices)


def test_every_rule_says_how_it_is_mended() -> None:
    assert [code for code, remedy in REMEDIES.items() if not remedy.ways] == []
    told = {code for code, remedy in REMEDIES.items() if remedy.advice}
    assert told == {code for code in RULES if any(each["hint"] for each in list_case_findings(code))}


def test_every_command_that_is_told_is_there() -> None:
    known, wrong = list_known(), []
    for command in sorted({each for remedy in REMEDIES.values() for each in list_commands(remedy)}):
        _, name, *words = command.split()
        options = {option for action in known[name]._actions for option in action.option_strings}
        wrong += [command for word in words if word.startswith("--") and word not in options]
        if name == "new":
            find_kind(SCHEMAS, words[1])  # raises where there is no such kind
        if name == "step":
            kind = find_sheet_kind(SCHEMAS, words[1]) or find_kind(SCHEMAS, words[1])
            assert ("年度" in words[2:]) == ("{year}" in kind.path)
            wrong += [] if find_later(SCHEMAS, kind, words[-1]) else [command]
    assert wrong == []


def test_kinds_with_a_spreadsheet_are_those_that_export_writes() -> None:
    titles = {kind.title for remedy in REMEDIES.values() for kind in remedy.kinds if kind.has_sheet}
    assert all(find_sheet_kind(SCHEMAS, title) for title in titles)
    assert {kind.title for kind in REMEDIES["plan-hours"].kinds} <= titles


@pytest.mark.parametrize("code", sorted(PERSONAL))
def test_what_is_personal_is_never_mended_by_a_correction(code: str) -> None:
    assert not any("correction" in each for each in list_commands(REMEDIES[code]))


@pytest.mark.parametrize(
    ("code", "commands"),
    [
        ("record-form", ["registry fix"]),
        ("institution-file-follows-its-acts", ["registry fix"]),
        ("received-in-time", ["registry new 机构编号 correction"]),  # what was late stays; a slip does not
        ("demo-licence", []),
        (
            "passed-plans-stay",
            [
                "registry discard 文件",
                "registry new 机构编号 amendment",
                "registry new 机构编号 correction",
                "registry new 机构编号 repair",
            ],
        ),
        (
            "plan-hours",
            [
                "registry check --base origin/main",
                "registry new 机构编号 amendment",
                "registry new 机构编号 correction",
                "registry new 机构编号 waiver --rule plan-hours",
            ],
        ),
        ("decision-not-published", ["registry step 机构编号 暂停开班 公开日期"]),
        ("calendar-recorded", ["registry new 年份 calendar"]),
        (
            "has-teachers",
            [
                "registry check --base origin/main",
                "registry new 机构编号 correction",
                "registry new 机构编号 change --field 师资",
            ],
        ),
        ("table-corrections-stay", ["registry discard 文件"]),
    ],
)
def test_the_ways_to_mend(code: str, commands: list[str]) -> None:
    assert [way.command for way in REMEDIES[code].ways if way.command] == commands


def test_advice_that_differs_in_names_alone_is_told_once_and_the_most_frequent_first() -> None:
    advice = REMEDIES["undone-by-competent-organ"].advice
    assert (len(advice), len({each["hint"] for each in list_case_findings("undone-by-competent-organ")})) == (
        1,
        11,
    )
    assert REMEDIES["closed-with-ground"].advice == [
        "填写“不公开的理由”（not_open_ground），写明依据的法律条款",
        "不公开的填 open: false；公开的删去理由",
    ]


def test_what_the_program_mends_in_some_cases_is_said_to_be_so() -> None:
    first = REMEDIES["yaml-blank"].ways[0]
    assert (first.when, first.command) == ("意思明确的", "registry fix")
    assert {True, None} == {each.get("mendable") for each in list_case_findings("yaml-blank")}
