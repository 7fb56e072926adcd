"""A review as one page of HTML that stands alone: for the reviewer's file, on a screen and on paper.

It has no script and asks for nothing: its policy allows its own style sheet alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from ..changes.outside import TITLE
from ..changes.sections import Item
from ..finding import Finding
from ..review.view import ProposalReview, ReviewedRecord, ReviewRow, ReviewTable, Subject, find_gravest
from . import review_words as words
from .changes_report import COMPUTED, MEANING, NOTHING, name_pages
from .check_report import describe_before

STYLE = Path(__file__).with_name("review.css").read_text("utf-8")
POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
WIDE = 10  # columns, from which on headings break


def write_page(review: ProposalReview) -> str:
    """The whole page; ends with a line feed."""
    # The style stands in the page itself, where a policy allows it by its digest alone.
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    title = f"{words.HEADING}：{words.summarise_verdict(review)}"
    head = [
        "<!doctype html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(digest)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
    ]
    return "\n".join([*head, *_Writer(review).write(), "</main>", "</body>", "</html>"]) + "\n"


class _Writer:
    """Writes the body of one page."""

    def __init__(self, review: ProposalReview) -> None:
        self.review = review

    def write(self) -> Iterator[str]:
        review = self.review
        yield f"<h1>{words.HEADING}</h1>"
        yield f'<dl class="decision {words.find_tone(review) or "fine"}">'
        for label, text in words.list_summary(review):
            yield f"<div><dt>{label}</dt><dd>{escape(text)}</dd></div>"
        yield "</dl>"
        yield from self.write_outside()
        yield from self.write_approvals()
        yield f"<h2>{MEANING}</h2>"
        if review.severity == "error":
            yield f"<p>{words.DRAFT}</p>"
        yield from self.write_overview()
        if not (review.subjects or review.outside):
            yield f"<p>{NOTHING}</p>"
        for number, subject in enumerate(review.subjects, 1):
            yield from self.write_subject(subject, number)
        yield from self.write_rest()
        if review.others:
            yield f"<h2>{words.OTHERS}</h2>"
            yield from self.write_findings(review.others, placed=True)
        if review.ended:
            yield from _write_folded(f"{words.ENDED}（{len(review.ended)} 处）", words.list_ended(review))
        if review.before:
            yield from _write_folded(describe_before(len(review.before)), words.list_before(review))

    def write_overview(self) -> Iterator[str]:
        if rows := words.list_overview(self.review):
            yield _open_table(words.OVERVIEW_COLUMNS)
            for number, (title, *rest) in enumerate(rows, 1):
                cells = [f'<a href="#s{number}">{escape(title)}</a>', *map(escape, rest)]
                gravest = find_gravest(self.review.subjects[number - 1].all_findings)
                yield _write_row(words.OVERVIEW_COLUMNS, cells, gravest or "")
            yield "</tbody></table>"

    def write_outside(self) -> Iterator[str]:
        if self.review.outside:
            yield f'<section class="outside"><h2>{TITLE}</h2><p>{words.OUTSIDE_HINT}</p>'
            yield from _write_items(self.review.outside)
            yield from self.write_findings(self.review.outside_findings)
            yield "</section>"

    def write_subject(self, subject: Subject, number: int) -> Iterator[str]:
        yield f'<section id="s{number}"><h3>{escape(subject.title)}</h3>'
        yield from (f"<p>{escape(line)}</p>" for line in subject.lines)
        pages = [Item("页面", [name_pages(subject.pages)])] if subject.pages else []
        yield from _write_items([*subject.items, *pages])
        yield from self.write_findings(subject.findings, placed=True)
        for record in subject.records:
            yield from self.write_record(record)
        yield "</section>"

    def write_record(self, record: ReviewedRecord) -> Iterator[str]:
        gravest = find_gravest(record.all_findings)
        yield f'<article class="{gravest or "fine"}">'
        yield f"<h4>{escape(words.format_record(record))} <b>{words.judge_record(record)}</b></h4>"
        yield f'<p class="path">{escape(words.format_path(record))}</p>'
        if record.standing:
            yield f"<p><strong>{escape(record.standing)}</strong></p>"
        yield from self.write_findings(record.findings)
        for remark in record.remarks:
            yield f'<p class="odd">{words.REMARK}：{escape(remark)}</p>'
        for line in record.lines:
            yield f"<p>{escape(line.text)}</p>"
            yield from self.write_findings(line.findings)
        yield from self.write_facts(record)
        for table in record.tables:
            yield from self.write_table(table)
        note = f"<br>{escape(record.note)}" if record.note else ""
        documents = "<br>".join(map(escape, record.documents))
        yield "<dl>"
        if documents:
            yield f"<div><dt>依据</dt><dd>{documents}</dd></div>"
        approval = escape(f"{record.approvers}：{record.approval}")
        yield f"<div><dt>批准</dt><dd>{approval}{note}</dd></div></dl></article>"

    def write_facts(self, record: ReviewedRecord) -> Iterator[str]:
        if record.facts:
            yield "<dl>"
            for fact in record.facts:
                findings = "".join(self.write_findings(fact.findings))
                yield f"<div><dt>{escape(fact.label)}</dt><dd>{escape(fact.text)}{findings}</dd></div>"
            yield "</dl>"

    def write_table(self, table: ReviewTable) -> Iterator[str]:
        yield f"<h5>{escape(table.title)}</h5>"
        if table.common:
            yield f"<p>各项都是：{escape('；'.join(table.common))}</p>"
        headings = words.list_columns(table)
        yield _open_table(headings, "wide" if len(headings) > WIDE else "")
        for row in table.rows:
            cells = [*map(escape, row.cells), *([self.write_notes(row)] if table.has_remarks else [])]
            yield _write_row(headings, cells, find_gravest(row.findings) or ("odd" if row.remarks else ""))
        yield "</tbody></table>"

    def write_notes(self, row: ReviewRow) -> str:
        findings = "".join(self.write_findings(row.findings))
        return findings + "<br>".join(map(escape, row.remarks))

    def write_findings(self, findings: Sequence[Finding], placed: bool = False) -> Iterator[str]:
        """Each finding in a box of its own, with the place where the page does not say it."""
        shown, rest = words.cut_findings(findings)
        for finding in shown:
            description = words.describe_finding(finding)
            place = f'<span class="path">{escape(finding.location)}</span> ' if placed else ""
            rule = escape(description.rule)
            if self.review.site:
                rule = f'<a href="{escape(self.review.site + finding.url)}">{rule}</a>'
            advice = f"<br>改法：{escape(description.advice)}" if description.advice else ""
            lead = f"<strong>{escape(description.lead)}</strong>"
            message = f"{place}{lead} {escape(description.message)}（{rule}）{advice}"
            yield f'<div class="finding {finding.severity}">{message}</div>'
        yield from (f"<p>{each}</p>" for each in rest)

    def write_rest(self) -> Iterator[str]:
        review = self.review
        if review.brief:
            yield f"<section><h3>{words.describe_rest(review)}</h3><ul>"
            yield from (f"<li>{escape(each)}</li>" for each in words.list_brief(review))
            yield "</ul></section>"
        if review.unchanged:
            title = f"{words.UNCHANGED}（{len(review.unchanged)} 份）"
            yield from _write_folded(title, words.list_unchanged(review))
        if any(each.pages for each in review.subjects):
            yield f"<p>{COMPUTED}</p>"

    def write_approvals(self) -> Iterator[str]:
        if not self.review.requirements:
            return
        headings = words.APPROVAL_COLUMNS
        yield f"<section><h2>{words.APPROVAL}</h2><p>{escape(words.explain_approval(self.review))}</p>"
        yield _open_table(headings)
        for requirement in self.review.requirements:
            texts = (words.format_names(requirement), requirement.reason, words.format_files(requirement))
            states = "<br>".join(map(escape, words.list_states(self.review, requirement)))
            yield _write_row(headings, [*map(escape, texts), states])
        yield "</tbody></table>"
        yield from (f"<p>{escape(each)}</p>" for each in words.list_surplus(self.review))
        yield "</section>"


def _open_table(headings: Iterable[str], kind: str = "") -> str:
    heads = "".join(f"<th>{escape(each)}</th>" for each in headings)
    opening = f'<table class="{kind}">' if kind else "<table>"
    return f"{opening}<thead><tr>{heads}</tr></thead><tbody>"


def _write_row(headings: Sequence[str], cells: Sequence[str], kind: str = "") -> str:
    """A row of cells that are escaped already, each with its heading for where there is no head."""
    pairs = zip(headings, cells, strict=True)
    inner = "".join(f'<td data-label="{escape(label)}">{cell}</td>' for label, cell in pairs)
    return f'<tr class="{kind}">{inner}</tr>' if kind else f"<tr>{inner}</tr>"


def _write_items(items: Sequence[Item]) -> Iterator[str]:
    if items:
        yield "<dl>"
        for item in items:
            lines = "".join(f"<p>{escape(line)}</p>" for line in item.lines)
            yield f"<div><dt>{escape(item.heading)}</dt><dd>{lines}</dd></div>"
        yield "</dl>"


def _write_folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{escape(title)}</summary><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in lines)
    yield "</ul></details>"
