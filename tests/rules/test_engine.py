"""The table of rules and the engine: who is asked what, how severe it is, and what a waiver lets pass."""

from __future__ import annotations

import datetime as dt
import pkgutil
import re
import shutil
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from registry.display import format_number as number
from registry.finding import format_article
from registry.model.difference import Difference
from registry.model.dossier import Dossier
from registry.model.kinds import ACTS, KINDS, Act, Institution, Record
from registry.model.register import Register
from registry.personal_patterns import WEIGHTS
from registry.personal_search import is_identity_number
from registry.records.loader import Document
from registry.records.schemas import Schemas
from registry.rules import articles, engine
from registry.rules.cases import BASE, DAY
from registry.rules.checking import examine
from registry.rules.credit_code import (
    ALPHABET,
    compute_check_character,
    compute_organisation_check_character,
)
from registry.rules.engine import CheckOptions
from registry.rules.rule import Fault, Rule, collect_rules, either
from registry.rules.table import CHECKED, MODULES, RULES
from registry.settings import HOME
from tests.rules.cases import EVERY_SCOPE

GIVEN = {"register", "schemas", "day", "recorded", "waivable", "used"}
SCHEMAS = Schemas.read(HOME / "schemas")


def test_codes_are_unique() -> None:
    assert len(RULES) == len({each.title for each in RULES.values()})
    assert len({each.code for each in CHECKED}) == len(CHECKED)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_rule_says_what_it_is(rule: Rule) -> None:
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.code)
    assert rule.title
    assert rule.statement.endswith("。")
    assert not rule.detail or rule.detail.endswith("。")
    assert not re.search(r"[A-Za-z]{12}|\n", rule.statement + rule.detail)
    assert not (rule.article and rule.basis == "form")
    assert rule.article or rule.basis != "regulation"
    assert not rule.article or format_article(rule.article).startswith("第")


@pytest.mark.parametrize("rule", CHECKED, ids=[each.code for each in CHECKED])
def test_rule_asks_for_what_there_is(rule: Rule) -> None:
    assert set(rule.wants) <= GIVEN
    assert rule.subjects
    for kind in rule.subjects:
        assert kind in (Difference, Register, Dossier, Document, Act) or kind in KINDS.values()


def test_rules_give_way_to_rules_that_there_are() -> None:
    assert {code for each in CHECKED for code in (*each.after, *each.yields_to)} <= {*RULES}


def test_conventions_and_targets_are_no_errors() -> None:
    severities = {(each.basis, each.severity) for each in RULES.values()}
    assert ("convention", "error") not in severities
    assert {severity for basis, severity in severities if basis == "target"} == {"info"}


def test_every_module_with_rules_is_in_the_table() -> None:
    names = [name for _, name, _ in pkgutil.iter_modules(articles.__path__)]
    modules = {name: import_module(f"{articles.__name__}.{name}") for name in names}
    assert {*MODULES} == {name for name, module in modules.items() if any(collect_rules(module))} - {"form"}


def test_rules_are_in_the_order_of_the_articles() -> None:
    numbers = [int(re.findall(r"\d+", each.article)[0]) for each in CHECKED if each.article]
    assert numbers == sorted(numbers)
    assert [each.article for each in CHECKED[:3]] == ["", "", ""]


def test_clock_is_asked_for_by_clock_rules_only() -> None:
    assert {each.code for each in CHECKED if "day" in each.wants} == {
        each.code for each in CHECKED if each.scope == "clock"
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "records")
    return tmp_path


def test_findings_do_not_depend_on_the_day(root: Path) -> None:
    file = root / "records/institutions/yangqu/base-one/plans/2020.yml"
    file.write_text(file.read_text("utf-8").replace("hours: 60", "hours: 59.5"), "utf-8")
    results = [examine(root, day).findings for day in (dt.date.min, DAY, dt.date.max)]
    assert results[0] == results[1] == results[2] != []


def test_clock_findings_of_any_day(root: Path) -> None:
    order = root / "records/institutions/yangqu/base-one/acts/2021-03-01-rectification-order.yml"
    order.write_text(
        "date: 2021-03-01\nauthority: yangqu-hrss\nground: 未完成教学培训计划\nfacts: 没有举办。\n"
        "requirements: [补办]\ndue: 9999-12-31\nnotice_until: 2024-02-28\n",
        "utf-8",
    )
    early = examine(root, dt.date.min, CheckOptions(EVERY_SCOPE)).findings
    assert {each.rule for each in early} == {"dates-have-come"}
    assert {each.rule for each in examine(root, dt.date(2200, 1, 1), CheckOptions(EVERY_SCOPE)).findings} == {
        "calendar-recorded",
        "yearly-reports-due",
    }


def test_progress_sees_every_dossier(root: Path) -> None:
    batches: list[Any] = []

    def watch(items: Iterable[Any], label: str, total: int) -> Iterable[Any]:
        if label == "核对规则":
            batch_items = list(items)
            assert total == len(batch_items)
            batches.extend(batch_items)
            return batch_items
        return items

    register = examine(root, DAY, CheckOptions(progress=watch)).register
    assert [folder for folder, _ in batches] == list(register.folders) != []


def test_every_record_is_asked_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filing in an application too; dossiers, documents and the register as well."""
    calls: list[Any] = []

    def note(record: Record | Dossier | Register | Document) -> Iterable[Fault]:
        calls.append(record)
        return ()

    subjects = (Record, Dossier, Register, Document)
    noting = RULES["run-dates"]._replace(body=note, subjects=subjects)
    monkeypatch.setattr(engine, "CHECKED", (noting,))
    register = examine(root, DAY).register
    records = [each for each in calls if isinstance(each, Record)]
    assert sum(isinstance(each, Institution) for each in records) == 2  # now, and in the application
    assert len(records) == len(register.by_path) + 1
    assert [each.id for each in calls if isinstance(each, Dossier)] == list(register.dossiers)
    assert [each for each in calls if isinstance(each, Register)] == [register]
    documents = [each.path for each in calls if isinstance(each, Document)]
    assert sorted(documents) == sorted(register.documents)


def test_every_kind_of_act_is_asked_of_the_general_rules() -> None:
    for rule in (RULES["authority-in-office"], RULES["nothing-before-in-force"]):
        assert all(issubclass(kind, rule.subjects) for kind in ACTS.values())


def test_without_a_regulation_only_that_is_said(root: Path) -> None:
    (root / "records/regulations/demo-2018.yml").unlink()
    assert [each.rule for each in examine(root, DAY, CheckOptions(EVERY_SCOPE)).findings] == [
        "tables-present"
    ]


def test_a_waiver_holds_for_its_rule_only(root: Path) -> None:
    folder = root / "records/institutions/yangqu/base-one"
    file = folder / "plans/2020.yml"
    text = file.read_text("utf-8").replace("hours: 60", "hours: 59.5").replace("persons: 61", "persons: 60")
    file.write_text(text, "utf-8")
    (folder / "waivers").mkdir()
    (folder / "waivers/plan-hours.yml").write_text(
        "rule: plan-hours\nreason: 承担专项任务。\nauthority: city-hrss\n"
        "document: {number: 演示人社〔2019〕30号, date: 2019-12-20}\nfrom: 2020-12-31\nuntil: 2020-12-31\n",
        "utf-8",
    )
    assert [each.rule for each in examine(root, DAY).findings] == ["plan-persons"]


# -- small parts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "12320900000000019G",
        "52320900000000019C",
        "51320900000000019F",
        "91320900000000019B",
        "91320981000000019M",
        "12320900MA00000T4X",
        "52320900MA00000T4R",
        "91320900MA00000T4Q",
        "91320981MA00000T43",
    ],
)
def test_credit_codes(code: str) -> None:
    assert compute_organisation_check_character(code[8:16]) == code[16]
    assert compute_check_character(code) == code[17]
    for place in range(17):
        for other in ALPHABET:
            if other != code[place]:
                changed = code[:place] + other + code[place + 1 :]
                assert compute_check_character(changed) != code[17]


@pytest.mark.parametrize("organisation", ["12345678", "99999999", "ZYXWUTRQ", "MA1K9T47"])
def test_organisation_codes_without_a_zero(organisation: str) -> None:
    """GB 11714: summed from the left and doubled at each place, the check character brings it to 0 mod 11."""
    rest = 0
    for each in organisation:
        rest = (rest + int(each, 36)) * 2 % 11
    check = compute_organisation_check_character(organisation)
    assert (rest + (10 if check == "X" else int(check))) % 11 == 0


def test_organisation_code_of_the_standard() -> None:
    assert compute_organisation_check_character("D2143569") == "X"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (24.0, "24"), (7.5, "7.5"), (1_000_000, "1000000"), (123456.5, "123456.5")]
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("names", "text"), [(["甲"], "甲"), (["乙", "甲"], "乙或甲"), (["3", "1", "2"], "1、2或3")]
)
def test_either(names: list[str], text: str) -> None:
    assert either(names) == text


@pytest.mark.parametrize(
    ("number", "yes"),
    [
        ("11010519491231002X", True),
        ("11010519491231002x", True),
        ("110105194912310021", False),
        ("110105194902310027", False),
        ("11010519491331002X", False),
    ],
)
def test_identity_number(number: str, yes: bool) -> None:
    assert is_identity_number(number) is yes


def test_weights_of_identity_numbers_are_powers_of_two() -> None:
    """GB 11643: the weight of a place is 2 to the power of the places behind it, mod 11."""
    assert [2 ** (17 - i) % 11 for i in range(17)] == list(WEIGHTS)


def test_engine_takes_its_own_scopes_by_default() -> None:
    assert {"record", "register"} == engine.PLAIN
