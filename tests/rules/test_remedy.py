"""How what a rule finds is mended: for every rule by commands that are there, and as its cases say."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

import pytest

from registry.cli.main import build_parser
from registry.entry.request import find_kind
from registry.entry.steps.later import find_later
from registry.entry.workbook.gathering import find_sheet_kind
from registry.json_data import JsonValue
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.rules.cases import BASE, Case, list_case_findings, list_cases
from registry.rules.engine import CheckOptions
from registry.rules.remedy import PERSONAL, Remedy, find_remedy
from registry.rules.table import RULES
from registry.settings import HOME
from tests.rules.cases import Replaced, examine_replaced, list_replaced, list_scopes

ONE = "records/institutions/yangqu/base-one/"

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
    codes = {code for code, remedy in REMEDIES.items() if remedy.advice}
    assert codes == {code for code in RULES if any(each["hint"] for each in list_case_findings(code))}


def test_every_command_that_is_told_is_there() -> None:
    commands, wrong = list_known(), []
    for command in sorted({each for remedy in REMEDIES.values() for each in list_commands(remedy)}):
        _, name, *words = command.split()
        options = {option for action in commands[name]._actions for option in action.option_strings}
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


CORRECTED = (
    "references-exist",
    "credit-code-digits",
    "plan-steps-in-order",
    "run-dates",
    "legal-person",
    "declared-capacity",
    "public-benefit-open-to-all",
    "follow-up-dates",
)


@pytest.mark.parametrize("code", CORRECTED)
def test_a_correction_mends_what_it_is_told_for(code: str) -> None:
    """Of a case in which a value is another than in the lawful register."""
    assert "registry new 机构编号 correction" in list_commands(REMEDIES[code])
    case, corrected = next((case, records) for case in list_cases(code) if (records := correct(case)))
    findings = examine_replaced(corrected, case.day, CheckOptions(list_scopes(case))).findings
    assert [each for each in findings if each.rule == code or each.severity == "error"] == []


def correct(case: Case) -> Replaced:
    """What a case replaces with a correction of each value; nothing where it does more than alter values."""
    replaced = list_replaced(case.folder)
    corrections: Replaced = {}
    for path, content in replaced.items():
        base, file = BASE.parent / path, path.removeprefix(ONE)
        if file == path or not content or not base.is_file() or not case.is_bad:
            continue
        old, now = (dict(list_values(parse(raw).data)) for raw in (base.read_bytes(), content))
        for place in old if old.keys() == now.keys() else ():
            if old[place] != now[place]:
                values = {"file": file, "pointer": place, "old": now[place], "new": old[place]}
                rows = [f"{name}: {json.dumps(value)}" for name, value in values.items()]
                number = f"-{len(corrections) + 1:02}" if corrections else ""
                name = f"{ONE}acts/2031-01-01-correction{number}.yml"
                text = ["date: 2031-01-01", "authority: city-hrss", *rows, "reason: 演示录错。", ""]
                corrections[name] = "\n".join(text).encode()
    return {**replaced, **corrections} if corrections else {}


def list_values(data: JsonValue, pointer: str = "") -> Iterator[tuple[str, JsonValue]]:
    """The values in plain data that are no groups, each with its pointer."""
    if isinstance(data, dict):
        for name, each in data.items():
            yield from list_values(each, f"{pointer}/{name}")
    elif isinstance(data, list):
        for i, each in enumerate(data):
            yield from list_values(each, f"{pointer}/{i}")
    else:
        yield pointer, data


def test_a_correction_is_not_told_where_it_mends_nothing() -> None:
    """A file that lies astray is no value, and what a correction did is corrected by none."""
    for code in ("institution-file-present", "correction-applies"):
        assert "correction" not in [way.form for way in REMEDIES[code].ways]


def test_a_change_that_is_told_is_of_what_is_lacking() -> None:
    commands = [way.command for way in REMEDIES["practice-site-where-needed"].ways if way.form == "change"]
    assert commands == ["registry new 机构编号 change --field 实训场所或合作单位"]


def test_advice_that_differs_in_its_example_alone_is_told_once() -> None:
    advice = REMEDIES["change-fits-field"].advice
    assert [each for each in advice if each.startswith("补上这些字段")] == [
        "补上这些字段，如 address: 演示市样例路2号"
    ]


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
