"""A review as text for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from ..changes.outside import TITLE
from ..finding import Finding
from ..review.view import ProposalReview, ReviewedRecord, ReviewRow, ReviewTable, Subject
from . import review_words as words
from .changes_report import NOTHING, name_pages
from .check_report import describe_before, suggest_explaining
from .json_report import describe_finding, format_json
from .text_report import COLOURS, make_visible

STYLES = {"error": "bold red", "warning": "yellow", "info": "blue", None: "green"}
StyledLine = tuple[str, str]  # a line and its style


def write_json(review: ProposalReview) -> str:
    """The review; findings as the check writes them."""
    return format_json(_make_plain(review)) + "\n"


def _make_plain(value: object) -> object:
    if isinstance(value, Finding):
        return describe_finding(value)
    if isinstance(value, msgspec.Struct):
        return {name: _make_plain(getattr(value, name)) for name in value.__struct_fields__}
    return [*map(_make_plain, value)] if isinstance(value, list) else value


def print_review(console: Console, review: ProposalReview) -> None:
    """Print the review, most important first."""
    for line, style in _write(review):
        console.print(Text(make_visible(line), style=style))


def _write(review: ProposalReview) -> Iterator[StyledLine]:
    for i, (label, text) in enumerate(words.list_summary(review)):
        yield f"{label}  {text}", "" if i else STYLES[words.find_tone(review)]
    yield "", ""
    if review.outside:
        yield TITLE, "bold underline"
        yield f"  {words.OUTSIDE_HINT}", ""
        for item in review.outside:
            yield from ((f"  {item.heading}  {line}", "") for line in item.lines)
        yield from _write_findings(review.outside_findings, "  ")
        yield "", ""
    if not (review.subjects or review.outside):
        yield NOTHING, ""
    if review.severity == "error":
        yield words.DRAFT, ""
    for subject in review.subjects:
        yield from _write_subject(subject)
    if review.brief:
        yield words.describe_rest(review), "bold underline"
        yield from ((f"  {each}", "") for each in words.list_brief(review))
    if review.unchanged:
        yield f"{words.UNCHANGED}：{'、'.join(words.list_unchanged(review))}", ""
    if review.others:
        yield words.OTHERS, "bold underline"
        yield from _write_findings(review.others, "  ", placed=True)
    if review.findings:
        yield from ((each, "dim") for each in (suggest_explaining(review.findings), ""))
    # Not before all else, as in a page: of a long output the end stays in sight.
    yield from _write_approvals(review)
    if review.ended:
        yield f"{words.ENDED}：", "bold underline"
        yield from ((f"  {each}", "") for each in words.list_ended(review))
    if review.before:
        yield f"{describe_before(len(review.before))}：registry check 查看", "dim"


def _write_subject(subject: Subject) -> Iterator[StyledLine]:
    yield subject.title, "bold underline"
    yield from ((f"  {line}", "") for line in subject.lines)
    for item in subject.items:
        yield from ((f"  {item.heading}  {line}", "") for line in item.lines)
    if subject.pages:
        yield f"  页面  {name_pages(subject.pages)}", ""
    yield from _write_findings(subject.findings, "  ", placed=True)
    for record in subject.records:
        yield from _write_record(record)
    yield "", ""


def _write_record(record: ReviewedRecord) -> Iterator[StyledLine]:
    yield f"  {words.format_record(record)}：{words.judge_record(record)}", "bold"
    yield f"    {words.format_path(record)}", "dim"
    if record.standing:
        yield f"    {record.standing}", "bold"
    yield from _write_findings(record.findings, "    ")
    yield from ((f"    ← {each}", "yellow") for each in record.remarks)
    for line in record.lines:
        yield f"    {line.text}", ""
        yield from _write_findings(line.findings, "      ")
    for fact in record.facts:
        yield f"    {fact.label}  {fact.text}", ""
        yield from _write_findings(fact.findings, "      ")
    for table in record.tables:
        yield from _write_table(table)
    yield from ((f"    依据  {each}", "") for each in record.documents)
    yield f"    批准  {record.approvers}：{record.approval}", ""
    if record.note:
        yield f"          {record.note}", ""


def _write_table(table: ReviewTable) -> Iterator[StyledLine]:
    """A row a line: a terminal is too narrow for columns."""
    yield f"    {table.title}", "bold"
    if table.common:
        yield f"      各项都是：{'；'.join(table.common)}", ""
    for row in table.rows:
        yield f"      {_join_cells(table, row)}", ""
        yield from ((f"        ← {each}", "yellow") for each in row.remarks)
        yield from _write_findings(row.findings, "        ")


def _join_cells(table: ReviewTable, row: ReviewRow) -> str:
    pairs = zip(table.headings, row.cells, strict=True)
    return "；".join(f"{heading} {cell}" for heading, cell in pairs if cell)


def _write_findings(findings: Sequence[Finding], indent: str, placed: bool = False) -> Iterator[StyledLine]:
    shown, rest = words.cut_findings(findings)
    for finding in shown:
        description = words.describe_finding(finding)
        place = f"{finding.location} " if placed else ""
        yield (
            f"{indent}{place}{description.lead}：{description.message}（{description.rule}）",
            COLOURS[finding.severity],
        )
        if description.advice:
            yield f"{indent}  改法：{description.advice}", ""
    yield from ((f"{indent}{each}", "") for each in rest)


def _write_approvals(review: ProposalReview) -> Iterator[StyledLine]:
    if not review.requirements:
        return
    yield words.APPROVAL, "bold underline"
    for requirement in review.requirements:
        yield f"  {words.format_names(requirement)}：{'；'.join(words.list_states(review, requirement))}", ""
        yield f"    {requirement.reason}：{words.format_files(requirement)}", "dim"
    yield from ((f"  {each}", "") for each in words.list_surplus(review))
    yield "", ""
