"""A review as Markdown, for the summary of a proposal's check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..changes.outside import TITLE
from ..finding import Finding
from ..review.view import ProposalReview, ReviewedRecord, ReviewRow, ReviewTable, Subject, find_gravest
from . import review_words as words
from .changes_report import COMPUTED, MEANING, NOTHING, write_items, write_pages
from .check_report import describe_before
from .fix_report import write_patch_block
from .markdown import escape_markdown, fit_lines, write_folded, write_link, write_row, write_table_head
from .markdown_report import SIGNS

if TYPE_CHECKING:
    from ..entry.mended_files import MendedFile

CUT = "**以下没有列出。** 在本地运行 `registry review` 查看全部。"
FINE = "✅"


def write_markdown(review: ProposalReview, mended: Sequence[MendedFile] = ()) -> str:
    """The review; ends with a line feed. `mended` are touched files as `registry fix` would write them."""
    lines = fit_lines(_Writer(review).write(), CUT)
    return "\n".join(lines) + "\n" + write_patch_block(mended)


class _Writer:
    """Writes one review."""

    def __init__(self, review: ProposalReview) -> None:
        self.review = review

    def write(self) -> Iterator[str]:
        review = self.review
        tone = words.find_tone(review)
        yield f"## {SIGNS[tone] if tone else FINE} {words.HEADING}：{words.summarise_verdict(review)}"
        yield ""
        for label, text in words.list_summary(review):
            yield f"- **{label}**：{escape_markdown(text)}"
        yield ""
        yield from self.write_outside()
        yield from self.write_approvals()  # before what may be cut
        yield from (f"## {MEANING}", "")
        if review.severity == "error":
            yield from (words.DRAFT, "")
        yield from self.write_overview()
        if not (review.subjects or review.outside):
            yield from (NOTHING, "")
        for subject in review.subjects:
            yield from self.write_subject(subject)
        yield from self.write_rest()
        yield from self.write_section(words.OTHERS, review.others)
        if review.ended:
            title = f"{words.ENDED}（{len(review.ended)} 处）"
            yield from ("", *write_folded(title, _write_list(words.list_ended(review))))
        if review.before:
            title, lines = describe_before(len(review.before)), _write_list(words.list_before(review))
            yield from ("", *write_folded(title, lines))

    def write_overview(self) -> Iterator[str]:
        if rows := words.list_overview(self.review):
            yield from write_table_head(words.OVERVIEW_COLUMNS)
            yield from (write_row([*map(escape_markdown, row)]) for row in rows)
            yield ""

    def write_outside(self) -> Iterator[str]:
        if self.review.outside:
            yield from (f"## {TITLE}", "", words.OUTSIDE_HINT, "")
            yield from write_items(self.review.outside)
            yield from self.write_findings(self.review.outside_findings)
            yield ""

    def write_subject(self, subject: Subject) -> Iterator[str]:
        yield from (f"### {escape_markdown(subject.title)}", "")
        yield from _write_list(subject.lines)
        yield from write_items(subject.items)
        yield from write_pages(subject.pages)
        yield from self.write_findings(subject.findings)
        yield ""
        for record in subject.records:
            yield from self.write_record(record)

    def write_record(self, record: ReviewedRecord) -> Iterator[str]:
        gravest = find_gravest(record.all_findings)
        sign = SIGNS[gravest] if gravest else FINE
        yield from (
            f"#### {sign} {escape_markdown(words.format_record(record))}：{words.judge_record(record)}",
            "",
        )
        yield f"- 文件：{escape_markdown(words.format_path(record))}"
        if record.standing:
            yield f"- **{escape_markdown(record.standing)}**"
        yield from self.write_findings(record.findings)
        yield from (f"- {words.REMARK}：{escape_markdown(each)}" for each in record.remarks)
        for line in record.lines:
            yield f"- {escape_markdown(line.text)}"
            yield from self.write_findings(line.findings, "  ")
        for fact in record.facts:
            yield f"- {escape_markdown(fact.label)}：{escape_markdown(fact.text)}"
            yield from self.write_findings(fact.findings, "  ")
        yield from (f"- **依据** {escape_markdown(each)}" for each in record.documents)
        note = f"；{record.note}" if record.note else ""
        yield f"- **批准** {escape_markdown(f'{record.approvers}：{record.approval}{note}')}"
        yield ""
        for table in record.tables:
            yield from self.write_table(table)

    def write_table(self, table: ReviewTable) -> Iterator[str]:
        yield from (f"**{escape_markdown(table.title)}**", "")
        if table.common:
            yield from (f"各项都是：{escape_markdown('；'.join(table.common))}", "")
        yield from write_table_head(words.list_columns(table))
        for row in table.rows:
            remarks = ["<br>".join(self.list_notes(row))] if table.has_remarks else []
            yield write_row([*map(escape_markdown, row.cells), *remarks])
        yield ""

    def list_notes(self, row: ReviewRow) -> Iterator[str]:
        for finding in row.findings:
            yield self.format_finding(finding)
        yield from map(escape_markdown, row.remarks)

    def write_findings(self, findings: Sequence[Finding], indent: str = "") -> Iterator[str]:
        shown, rest = words.cut_findings(findings)
        yield from (f"{indent}- {self.format_finding(each)}" for each in shown)
        yield from (f"{indent}- {each}" for each in rest)

    def format_finding(self, finding: Finding) -> str:
        description = words.describe_finding(finding)
        advice = f"；改法：{escape_markdown(description.advice)}" if description.advice else ""
        address = self.review.site + finding.url if self.review.site else ""
        rule = write_link(description.rule, address)
        lead = f"{SIGNS[finding.severity]} **{escape_markdown(description.lead)}**"
        return f"{lead}：{escape_markdown(description.message)}{advice}（{rule}）"

    def write_rest(self) -> Iterator[str]:
        review = self.review
        if review.brief:
            yield from (f"### {words.describe_rest(review)}", "")
            yield from _write_list(words.list_brief(review))
            yield ""
        if review.unchanged:
            title = f"{words.UNCHANGED}（{len(review.unchanged)} 份）"
            yield from write_folded(title, _write_list(words.list_unchanged(review)))
            yield ""
        if any(each.pages for each in review.subjects):
            yield from (COMPUTED, "")

    def write_section(self, title: str, findings: Sequence[Finding]) -> Iterator[str]:
        if findings:
            yield from (f"### {title}", "")
            shown, rest = words.cut_findings(findings, words.MAX_ROWS)
            for finding in shown:
                yield f"- {escape_markdown(finding.location)} {self.format_finding(finding)}"
            yield from (f"- {each}" for each in rest)
            yield ""

    def write_approvals(self) -> Iterator[str]:
        if not self.review.requirements:
            return
        yield from (f"## {words.APPROVAL}", "", words.explain_approval(self.review), "")
        yield from write_table_head(words.APPROVAL_COLUMNS)
        for requirement in self.review.requirements:
            states = "<br>".join(map(escape_markdown, words.list_states(self.review, requirement)))
            texts = (words.format_names(requirement), requirement.reason, words.format_files(requirement))
            yield write_row([*map(escape_markdown, texts), states])
        yield ""
        yield from _write_list(words.list_surplus(self.review))


def _write_list(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"- {escape_markdown(each)}" for each in lines)
