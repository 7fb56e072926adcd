"""What a rule says of the parameters by which it judges, held against its cases."""

from __future__ import annotations

from collections.abc import Collection

import pytest
import yaml

from registry.finding import Finding
from registry.model.kinds import Parameters
from registry.rules.cases import BASE, Case, list_cases
from registry.rules.engine import CheckOptions
from registry.rules.table import RULES
from tests.rules.cases import examine_replaced, is_committed, list_replaced, list_scopes

REGULATIONS = "records/regulations/"
NAMES = Parameters.__struct_fields__
# These judge the parameters themselves, or what another rule would find by one.
OF_ALL = {"regulation-filled-in", "summaries-fit-parameters", "table-correction-matches", "waiver-needed"}
# Where they are absent, which is so in the register that all cases begin with, others hold in their place.
WITHOUT_CASE = {
    "assessment-grade-in-scale": {"assessment_scheme"},
    "assessment-names-scheme": {"assessment_scheme"},
    "decision-not-published": {"decision_publication_days", "penalty_publication_days"},
    "decision-published-in-time": {"penalty_publication_days"},
}


def find_without(case: Case, names: Collection[str]) -> list[Finding]:
    """What the rule of a case finds where its regulations have not some of their parameters."""
    replaced = list_replaced(case.folder)
    base = {f"{REGULATIONS}{each.name}": each.read_bytes() for each in (BASE / "regulations").iterdir()}
    for path, content in {**base, **replaced}.items():
        if names and content and path.startswith(REGULATIONS):
            data = yaml.load(content, Loader=yaml.CSafeLoader)
            for name in names:
                data["parameters"].pop(name, None)
            replaced[path] = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    options = CheckOptions(list_scopes(case))
    findings = examine_replaced(replaced, case.day, options).findings
    return [each for each in findings if each.rule == case.rule]


def list_bad(code: str) -> list[Case]:
    """The cases that a rule refuses and that need no history."""
    return [each for each in list_cases(code) if each.is_bad and not is_committed(each)]


def judge(findings: list[Finding]) -> list[tuple[str, ...]]:
    """What makes findings another verdict: an article is cited where the city's law asks for it alone."""
    return sorted((each.path, each.pointer, each.message, each.article) for each in findings)


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.reads))
def test_by_each_parameter_that_a_rule_names_it_judges_a_case(code: str) -> None:
    cases = list_bad(code)
    before = [judge(find_without(each, ())) for each in cases]
    read = {
        name for name in RULES[code].reads if [judge(find_without(each, [name])) for each in cases] != before
    }
    wanted = {*RULES[code].reads} - WITHOUT_CASE.get(code, set())
    assert read == (wanted if cases else set())


@pytest.mark.parametrize("code", sorted(set(RULES) - OF_ALL))
@pytest.mark.long
def test_by_no_other_a_rule_judges_its_cases(code: str) -> None:
    others = [each for each in NAMES if each not in RULES[code].reads]
    for case in list_bad(code):
        assert judge(find_without(case, others)) == judge(find_without(case, ())), case.name
