"""A rule explained: why it is there, and an example of what it finds and of what it lets pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry.finding import format_article
from registry.model.kinds import Regulation
from registry.model.tables import find_cited
from registry.records.schemas import Schemas
from registry.report.rules_report import build_data, collect_account
from registry.rules import cases
from registry.rules.cases import (
    BASE,
    Case,
    Example,
    find_bad_example,
    find_good_example,
    list_cases,
    list_changed,
)
from registry.rules.explain import BASIS_MEANS, explain_rule, list_parameters, read_latest_regulation
from registry.rules.table import RULES
from registry.settings import HOME
from tests.conftest import CITY, SECOND, registry

SHOWN = sorted({each.rule for each in list_cases()})
AROUND = 4
SCHEMAS = Schemas.read(HOME / "schemas")


@pytest.fixture(scope="module")
def regulation() -> Regulation:
    latest = read_latest_regulation(CITY)
    assert latest
    return latest


def test_a_rule_of_the_regulation_says_what_its_item_asks(regulation: Regulation) -> None:
    (article,) = [each for each in regulation.articles if each.number == 7]
    (item,) = [each for each in article.items if each.number == 4]
    demand, reading = explain_rule(RULES["plan-hours"], regulation, "7(4)")
    assert (demand, reading) == (f"第七条（四）：{item.summary}", f"登记册的理解：{item.reading}")


def test_of_an_article_without_items_and_of_an_unknown_item_the_whole_is_said(regulation: Regulation) -> None:
    (article,) = [each for each in regulation.articles if each.number == 20]
    for cited in ("20", "20(9)"):
        demand, reading = explain_rule(RULES["order-leaves-time"], regulation, cited)
        assert (demand, reading) == (
            f"{format_article(cited)}：{article.summary}",
            f"登记册的理解：{article.reading}",
        )
    demand, _ = explain_rule(RULES["order-leaves-time"], regulation, "20,21")
    assert demand.endswith(f"：{article.summary}")


def test_what_is_no_rule_of_the_regulation_says_so(regulation: Regulation) -> None:
    first, reading, last = explain_rule(RULES["area-valid"], regulation, "3")
    assert (first.partition("：")[0], last) == ("第三条", BASIS_MEANS["convention"])
    assert reading.startswith("登记册的理解：")
    assert explain_rule(RULES["yaml-tab"], regulation, "") == [BASIS_MEANS["form"]]


@pytest.mark.parametrize("cited", ["", "99"])
def test_without_an_article_nothing_is_said_of_one(regulation: Regulation, cited: str) -> None:
    assert explain_rule(RULES["plan-hours"], regulation, cited) == []
    assert explain_rule(RULES["plan-hours"], None, "7(4)") == []


def test_a_regulation_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "records/regulations"
    folder.mkdir(parents=True)
    for name, content in (("a", b"[" * 9999), ("b", b"\xff\0"), ("c", b"id: x\n"), ("d", b"")):
        (folder / f"{name}.yml").write_bytes(content)
    (folder / "e.yml").symlink_to("/dev/zero")
    (folder / "f.yml").mkdir()
    assert read_latest_regulation(tmp_path) is None


def test_the_regulation_is_that_of_the_register_beside(tmp_path: Path) -> None:
    city, second, without = (read_latest_regulation(root) for root in (CITY, SECOND, tmp_path))
    assert city
    assert second
    assert (city.id, second.id, without) == ("ycrsf-2018-223", "xgrsf-2021-9", None)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("plan-hours", [("min_hours", "每年最低课时", 100, "100")]),
        (
            "received-in-time",
            [
                ("annual_deadline", "年度报送截止", "12-31", "12月31日"),
                ("deadline_rolls", "截止日顺延", True, "是"),
            ],
        ),
        ("public-notice-held", [("public_notice_days", "公示天数", None, "办法没有规定，或者还没有填")]),
        (
            # The city states the first alone; by the others it judges as the schema says.
            "decision-published-in-time",
            [
                ("decision_publication_from", "核对公开决定的起日", "2026-11-01", "2026年11月1日"),
                ("decision_publication_days", "公开决定的工作日", 20, "20"),
                ("penalty_publication_days", "公开处罚的工作日", 7, "7"),
            ],
        ),
        ("yaml-tab", []),
    ],
)
def test_a_rule_tells_its_parameters_as_the_register_has_them(
    regulation: Regulation, code: str, said: list[tuple[object, ...]]
) -> None:
    assert [*map(tuple, list_parameters(RULES[code], regulation, SCHEMAS))] == said
    assert list_parameters(RULES[code], None, SCHEMAS) == []


def test_the_command_names_the_parameters_and_their_file() -> None:
    said = registry("rules", "change-unpublished", cwd=CITY).stdout
    assert "参数：公布目标工作日（publication_target_days）：20\n" in said
    assert "参数：须报备的变更项目（change_fields）：名称、法定代表人、" in said
    assert "records/regulations/ycrsf-2018-223.yml（盐人社发〔2018〕223号，自2018年9月12日起施行）" in said
    (row,) = json.loads(registry("rules", "plan-hours", "--format", "json", cwd=CITY).stdout)
    assert row["parameters"] == [{"name": "min_hours", "title": "每年最低课时", "value": 100}]


def shown(example: Example) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in example.lines]


def base_lines(path: str) -> list[str]:
    """The lines of a file of the base; none of one that is not there."""
    file = BASE.parent / path
    return file.read_text("utf-8").splitlines() if file.is_file() else []


def lines_of(case: Case, path: str) -> list[str]:
    """The lines of a file in the register of a case; what a change has deleted is shown as it was."""
    content = list_changed(case.folder).get(path.removeprefix("records/"))
    return base_lines(path) if content is None else content.decode("utf-8", "replace").splitlines()


def around(text: list[str], line: int) -> list[tuple[int, str]]:
    """The lines around one, as they are to be shown."""
    return [(i, each) for i, each in enumerate(text, 1) if abs(i - line) <= AROUND]


@pytest.mark.parametrize("code", SHOWN)
def test_a_bad_example_marks_what_is_found_in_the_first_case(code: str) -> None:
    case = next(each for each in list_cases(code) if each.is_bad)
    finding = next(each for each in json.loads(case.expected.read_text("utf-8")) if each["rule"] == code)
    example = find_bad_example(code)
    assert example
    assert (example.case, example.path) == (case.name, finding["path"])
    assert (example.message, example.hint) == (finding["message"], finding["hint"])
    near = around(lines_of(case, example.path), finding["line"])
    assert set(near) <= set(shown(example))
    old = list(enumerate(base_lines(example.path), 1))
    beyond = [each for each in shown(example) if each not in near]
    assert all(each not in old for each in beyond)  # else only what makes the fault
    assert [line.number for line in example.lines if line.marked] == (
        [finding["line"]] if example.lines else []
    )


def test_of_a_sum_that_is_too_low_an_example_shows_a_number() -> None:
    """The fault is told at the list, whose first lines hold none."""
    numbers = {"plan-hours": "hours: 59.5", "plan-persons": "persons: 60", "run-dates": "as_of: 2020-09-10"}
    for code, line in numbers.items():
        example = find_bad_example(code)
        assert example
        assert line in [each.text.strip() for each in example.lines]


def test_a_rule_whose_bad_case_finds_nothing_yet_has_no_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a rule is written: the site is built all the same."""
    monkeypatch.setattr(cases, "CASES", tmp_path)
    (tmp_path / "half-written" / "bad-it").mkdir(parents=True)
    (tmp_path / "half-written" / "bad-it" / "expected.json").write_text("[]\n", "utf-8")
    assert find_bad_example("half-written") is None


@pytest.mark.parametrize("code", SHOWN)
def test_a_good_example_marks_where_it_first_differs(code: str) -> None:
    example = find_good_example(code)
    assert example
    case = next(each for each in list_cases(code) if each.name == example.case)
    assert (case.is_bad, example.message, example.hint) == (False, "", "")
    new, old = lines_of(case, example.path), base_lines(example.path)
    (line,) = [each.number for each in example.lines if each.marked]
    assert shown(example) == around(new, line)
    assert new != old
    if old:
        assert new[: line - 1] == old[: line - 1]
        assert new[line - 1 : line] != old[line - 1 : line] or line == 1
    else:
        assert line == 1


@pytest.mark.parametrize(
    ("code", "article"), [("plan-hours", "3(4)"), ("runs-while-listed", None), ("yaml-tab", None)]
)
def test_in_another_city_a_rule_cites_that_city_s_article(code: str, article: str | None) -> None:
    second = read_latest_regulation(SECOND)
    account = collect_account(RULES[code], second, SCHEMAS)
    assert build_data(RULES[code], account)["article"] == article
    assert find_cited(second, RULES[code].article) == (article or "")
