"""What it takes to do what is due: commands that the program takes, forms and sheets that the site has."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from registry.cli.main import build_parser
from registry.cli.new import build_request
from registry.entry.scaffold import make_files
from registry.entry.steps.words import understand_words
from registry.entry.workbook.gathering import Source
from registry.lifecycle.due import DueItem, list_due
from registry.lifecycle.duties import derive_duties
from registry.lifecycle.means import find_means, list_ways
from registry.lifecycle.papers import describe_paper_after
from registry.model.kinds import Citation, Step, StepAction
from registry.papers.requests import PaperRequest, draft_paper, read_words
from registry.records.schemas import Schemas
from registry.settings import HOME
from tests.conftest import CITY, DAY, SECOND, examined
from tests.lifecycle.building import (
    BOTH,
    COUNTY,
    HEALTH,
    LISTED,
    day,
    dossier,
    plan,
    regulation,
    step,
    tables,
)
from tests.lifecycle.test_duties import one

SCHEMAS = Schemas.read(HOME / "schemas")
LATER = dt.date(2027, 3, 1)  # when a year's reports are overdue, and assessments are owed


def list_kinds_of_due(root: Path, on: dt.date) -> Iterator[DueItem]:
    """What is due in a register, one of each that is done alike."""
    register, kinds = examined(root).register, set()
    for area in register.tables.areas:
        for part in list_due(register, area, on):
            for item in part:
                alike = item.code, item.means.command.split()[:2], bool(item.means.paper)
                if str(alike) not in kinds:
                    kinds.add(str(alike))
                    yield item


@pytest.mark.parametrize(("root", "on"), [(CITY, LATER), (SECOND, DAY)])
def test_each_command_is_one_that_the_program_takes_on_that_day(root: Path, on: dt.date) -> None:
    register = examined(root).register
    source, tried = Source(register, SCHEMAS, "登记册", "1", on), set()
    for item in list_kinds_of_due(root, on):
        means = item.means
        for command in filter(None, (means.command, means.template, means.paper)):
            words = shlex.split(command)
            typed = words[1:] if words[1] == "step" else [*words[1:], "--on", str(on)]
            arguments = build_parser().parse_args(typed)
            tried.add(words[1])
            match words[1]:
                case "new":
                    files = make_files(build_request(arguments), register, SCHEMAS, lambda _: False)
                    kind_of = SCHEMAS.find_kind(files.files[-1].path.removeprefix("records/"))
                    assert kind_of
                    assert kind_of[0].name == means.kind
                case "step":
                    assert understand_words(SCHEMAS, arguments.words).kind.name == means.kind
                case "paper":
                    kind, of, id_ = read_words(arguments.words, SCHEMAS)
                    request = PaperRequest(kind, id_, of, arguments.year, arguments.act, "", arguments.blank)
                    assert draft_paper(source, request).body
        assert not means.kind or means.kind in SCHEMAS.kinds
    assert tried >= {"new", "export", "paper"}


SENT, RECEIVED, PASSED, BACK = (
    StepAction.SENT,
    StepAction.RECEIVED,
    StepAction.PASSED,
    StepAction.RETURNED,
)


@pytest.mark.parametrize(
    ("steps", "lacks"),
    [
        ([step(SENT, "2019-12-01")], f"报送 --authority {HEALTH}"),
        ([step(SENT, "2019-06-12", each) for each in BOTH], f"通过 --authority {COUNTY}"),
        (
            [step(act, "2019-06-12", each) for each in BOTH for act in (SENT, PASSED)][:3],
            f"通过 --authority {HEALTH}",
        ),
        (
            [
                *(step(SENT, "2019-06-12", each) for each in BOTH),
                step(PASSED, "2019-06-13"),
                step(BACK, "2019-06-14"),
            ],
            f"通过 --authority {COUNTY}",
        ),
    ],
)
def test_a_plan_that_stands_lacks_a_step_and_is_not_filled_in_again(steps: list[Step], lacks: str) -> None:
    subject, on = dossier(*LISTED, plan(2019, *steps)), day("2019-12-02")
    duty = next(each for each in derive_duties(subject, on) if each.code == "initial-plan")
    means = find_means(subject, duty, on)
    assert means.command == f"registry step one plan 2019 {lacks}"
    assert means.query["path"] == "plans/2019.yml"
    assert (means.blank, means.template, means.paper) == ("", "", "registry paper plan one --year 2019")
    assert list_ways(means, "https://example.org/", for_staff=False) == []


def test_the_institution_is_told_what_it_can_fill_in_and_staff_what_they_can_run() -> None:
    subject, on = dossier(*LISTED, plan(2019)), day("2019-12-02")
    means = find_means(subject, one(subject, "2019-12-02", "summary"), on)
    form = "forms/summary/?id=one&year=2019"
    assert [tuple(each) for each in list_ways(means, "https://example.org/", for_staff=False)] == [
        ("在网页上填写", f"https://example.org/{form}", False),
        ("空白表格", "https://example.org/how/files/summary.xlsx", False),
    ]
    assert [each.text for each in list_ways(means, "", for_staff=True)] == [
        "registry new one summary --year 2019",
        f"登记册网站的 {form}",
        "registry export one summary --year 2019 --template",
        "registry paper summary one --year 2019 --blank",
    ]


def test_a_summary_of_a_year_without_a_plan_takes_that_plan_first() -> None:
    subject, on = dossier(*LISTED), day("2019-12-02")
    duty = one(subject, "2019-12-02", "summary")
    assert find_means(subject, duty, on).command == "registry new one plan --year 2019"
    assert duty.note == "登记册里没有 2019 年度的计划，先报送计划"
    # Where the deadline has a note of its own, both are said.
    unknown = derive_duties(dossier(*LISTED), day("2028-12-02"))
    (note,) = (each.note for each in unknown if (each.code, each.year) == ("summary", 2028))
    assert note == "该年工作日历未知，按原日期计算；登记册里没有 2028 年度的计划，先报送计划"


def test_what_the_law_does_not_know_has_no_paper() -> None:
    order = "records/institutions/yangqu/one/acts/2022-11-15-rectification-order.yml"
    silent = structs.replace(regulation(), citations=(Citation(basis="20", article=None),))
    words = describe_paper_after(tables(), order, "rectification-order", DAY)
    assert words == (
        "责令限期整改通知书 registry paper rectification-order one --act 2022-11-15-rectification-order"
    )
    assert describe_paper_after(tables(silent), order, "rectification-order", DAY) == ""


RECEIPT = "收件回执 registry paper receipt plan one --year 2027"


@pytest.mark.parametrize(
    ("path", "kind", "came", "words"),
    [
        (
            "institutions/a/one/plans/2027.yml",
            "plan",
            "",
            "收件回执 registry paper receipt plan one --year 2027",
        ),
        (
            "institutions/a/one/plans/2027.yml",
            "plan",
            "报送",
            "收件回执 registry paper receipt plan one --year 2027",
        ),
        ("institutions/a/one/plans/2027.yml", "plan", "受理", ""),
        (
            "institutions/a/one/summaries/2026.yml",
            "summary",
            "退回",
            "补正通知 registry paper supplement-notice summary one --year 2026",
        ),
        (
            "institutions/a/one/acts/2026-03-01-review.yml",
            "review",
            "",
            "补正通知（评审结果是补正的） registry paper supplement-notice one --act 2026-03-01-review",
        ),
        ("batches/2026-1.yml", "batch", "announcement", "公布名单 registry paper list 2026-1"),
        ("batches/2026-1.yml", "batch", "", ""),
        ("institutions/a/one/acts/2026-03-01-inspection.yml", "inspection", "", ""),
    ],
)
def test_the_paper_of_what_was_written_is_named(path: str, kind: str, came: str, words: str) -> None:
    assert describe_paper_after(tables(), f"records/{path}", kind, DAY, came) == words


@pytest.mark.parametrize(
    ("result", "title"),
    [("", "补正通知（评审结果是补正的）"), ("补正", "补正通知"), ("通过", ""), ("不通过", "")],
)
def test_a_review_has_a_notice_only_where_something_is_to_be_put_right(result: str, title: str) -> None:
    path = "records/institutions/a/one/acts/2026-03-01-review.yml"
    paper = describe_paper_after(tables(), path, "review", DAY, result=result)
    assert paper.partition(" ")[0] == title


def test_a_duty_of_which_nobody_said_how_it_is_done_gets_no_means_of_another() -> None:
    register = examined(CITY).register
    subject = register.dossiers[register.list_public_ids(DAY)[0]]
    duty = derive_duties(subject, LATER)[0]._replace(code="new-duty")
    with pytest.raises(RuntimeError, match="no case for new-duty"):
        find_means(subject, duty, LATER)
