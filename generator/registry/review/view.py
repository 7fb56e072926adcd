"""The page of a reviewer as data, for whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from ..changes.sections import Item
from ..finding import SEVERITIES, Finding, Severity

# By how grave the gravest finding is.
VERDICTS: dict[Severity | None, str] = {
    "error": "有错误，不能合并",
    "warning": "没有错误，有提醒要人看",
    "info": "没有错误，有提示",
    None: "没有发现问题",
}
WAITING = "等待"  # nobody has approved yet
LATER = "改正以后"  # nobody has, and it has errors
Action = Literal["added", "edited", "removed", "moved", "unreadable"]
ACTIONS: dict[Action, str] = {
    "added": "新增",
    "edited": "修改",
    "removed": "删去",
    "moved": "移动",
    "unreadable": "读不出",
}


class Line(msgspec.Struct, frozen=True):
    """A line of what has become of a record, with what the check finds there."""

    text: str
    findings: list[Finding] = []


class FactLine(msgspec.Struct, frozen=True):
    """A property of a new record with its value, and what the check finds there."""

    label: str
    text: str
    findings: list[Finding] = []


class ReviewRow(msgspec.Struct, frozen=True):
    """A row of a table: its cells, what is odd in it, and what the check finds there."""

    cells: list[str]
    remarks: list[str] = []
    findings: list[Finding] = []


class ReviewTable(msgspec.Struct, frozen=True):
    """Rows of a record under their headings; `common` are the columns that say the same in every row."""

    title: str
    headings: list[str]
    rows: list[ReviewRow]
    common: list[str] = []

    @property
    def has_remarks(self) -> bool:
        """Whether anything is said of a row."""
        return any(each.remarks or each.findings for each in self.rows)


class ReviewedRecord(msgspec.Struct, frozen=True):
    """A record of a proposal.

    `former` is its path at the base where that is another one; `standing` what it was there to the law, as
    that it had passed; `findings` those that belong to no line, fact or row; `approval` who has approved;
    `remarks` what is odd.
    """

    path: str
    title: str
    action: Action
    former: str
    standing: str
    lines: list[Line]
    facts: list[FactLine]
    tables: list[ReviewTable]
    documents: list[str]
    findings: list[Finding]
    approvers: str
    approval: str
    note: str = ""
    remarks: list[str] = []

    @property
    def has_only_moved(self) -> bool:
        """Whether nothing is reported of it but its new place."""
        return self.action == "moved" and not (self.lines or self.all_findings)

    @property
    def all_findings(self) -> list[Finding]:
        """The findings of the record, at its lines, rows and facts or of it as a whole, in their order."""
        placed = [each for line in self.lines for each in line.findings]
        placed += [each for fact in self.facts for each in fact.findings]
        placed += [each for table in self.tables for row in table.rows for each in row.findings]
        return sorted([*placed, *self.findings], key=Finding.order)


class Subject(msgspec.Struct, frozen=True):
    """A dossier, or a file beside the dossiers: its records, and what the proposal means for it.

    `states` is what an institution's status is besides plainly listed.
    """

    id: str
    title: str
    lines: list[str]
    records: list[ReviewedRecord]
    items: list[Item]
    pages: list[str]
    findings: list[Finding]
    states: list[str] = []

    @property
    def all_findings(self) -> list[Finding]:
        """The findings of the subject and of its records."""
        return [*self.findings, *(each for record in self.records for each in record.all_findings)]

    @property
    def remarks(self) -> int:
        """How often something is odd in its records."""
        tables = [table for record in self.records for table in record.tables]
        in_rows = sum(len(row.remarks) for table in tables for row in table.rows)
        return in_rows + sum(len(each.remarks) for each in self.records)


class BriefSubject(msgspec.Struct, frozen=True):
    """A subject of a large proposal, in a line."""

    id: str
    title: str
    words: str


class GivenApproval(msgspec.Struct, frozen=True):
    """That somebody approves for an authority; `objection` says why it does not count ("": it does).

    `caution` says what to look at where it does.
    """

    authority: str
    name: str
    who: str
    day: str
    objection: str = ""
    caution: str = ""


class Requirement(msgspec.Struct, frozen=True):
    """Files, and the authorities of which one has to approve their change."""

    authorities: list[str]
    names: list[str]
    reason: str
    files: list[str]
    given: list[GivenApproval]

    @property
    def approval(self) -> GivenApproval | None:
        """The first approval that counts."""
        return next((each for each in self.given if not each.objection), None)


class Revision(msgspec.Struct, frozen=True):
    """A commit, its day and its subject; `note` says what the working tree has besides."""

    commit: str
    day: str
    subject: str
    note: str = ""


class ProposalReview(msgspec.Struct, frozen=True):
    """All that a reviewer is told of a proposal on a day.

    `outside` is what it does beside the records, with the findings there; `actions` how often it does what
    with a record; `others` are the findings that belong to no subject, `before` those that it has not
    caused, `ended` those of the base that are no more; `unchanged` are the files whose content is the same,
    `unjudged` those of faulty form, of which no rule could be asked; `brief` are the subjects of a large
    proposal that are not reported in full, `left` how many more.
    """

    program: str
    base: Revision
    head: Revision
    day: str
    site: str
    committers: list[str]
    commits: int
    outside: list[Item]
    outside_findings: list[Finding]
    actions: dict[Action, int]
    subjects: list[Subject]
    brief: list[BriefSubject]
    left: int
    unchanged: list[str]
    findings: list[Finding]
    others: list[Finding]
    before: list[Finding]
    requirements: list[Requirement]
    surplus: list[GivenApproval]
    files: int
    has_approvals: bool
    ended: list[Finding] = []
    commit_subjects: list[str] = []
    unjudged: list[str] = []

    @property
    def severity(self) -> Severity | None:
        """How grave the gravest finding is; None where there is none."""
        return find_gravest(self.findings)


def find_gravest(findings: Iterable[Finding]) -> Severity | None:
    """The severity of the gravest finding; None where there is none."""
    there = {each.severity for each in findings}
    return next((each for each in SEVERITIES if each in there), None)
