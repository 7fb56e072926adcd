"""Put a review together: a difference, its meaning, its findings, and who approves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .. import __version__
from ..changes.base import Base
from ..changes.meaning import read_changes
from ..changes.sections import Item, SectionDetail, mask_item, mask_section
from ..changes.standing import STATUS, StandingComparison
from ..display import format_path
from ..finding import SEVERITIES, Finding
from ..history.commits import Commit
from ..lifecycle.filing import find_name
from ..lifecycle.status import derive_status
from ..model.difference import Difference
from ..model.presenter import Presenter
from ..personal import clean, mask_personal
from ..records.record_path import RECORDS, RecordPath
from ..rules.checking import Examined
from .approval import ApprovalLine, Approvers, collect_requirements, judge_approvals
from .odd_records import RecordRemarks
from .records import RecordReviewer, find_action
from .view import (
    VERDICTS,
    BriefSubject,
    GivenApproval,
    ProposalReview,
    Requirement,
    Revision,
    Subject,
    find_gravest,
)

MAX_DETAILED = 60  # subjects reported in full
MAX_BRIEF = 2000  # subjects reported in a line


class ProposalSource(NamedTuple):
    """What a review is made of: the register before and after, what was found, and what else was touched.

    `commits` are those of the proposal, the newest first; `base_commit` and `head_commit` are its ends;
    `note` says what is not committed; `approvals` is None where nobody has told of any;
    `ended` are the findings of the base that are no more.
    """

    base: Base
    head: Examined
    difference: Difference
    caused: list[Finding]
    before: list[Finding]
    outside: list[Item]
    outside_paths: list[str]
    commits: Sequence[Commit]
    base_commit: Commit
    head_commit: Commit
    note: str = ""
    site: str = ""
    approvals: Sequence[ApprovalLine] | None = None
    ended: Sequence[Finding] = ()


def build_review(proposal: ProposalSource, day: dt.date) -> ProposalReview:
    """The review of a proposal on a day; the same for the same commits, whoever asks when."""
    return _Builder(proposal, day).build()


class _Builder:
    """Builds one review."""

    def __init__(self, proposal: ProposalSource, day: dt.date) -> None:
        self.proposal = proposal
        self.day = day
        self.register = proposal.base.examined.register
        self.approvers = Approvers(self.register)
        self.given = judge_approvals(proposal.approvals or (), proposal.commits, self.register, day)
        presenter = Presenter(proposal.head.schemas, proposal.difference.head, day, find_name)
        findings = proposal.head.findings
        remarks = RecordRemarks(proposal.difference, self.approvers, proposal.caused, findings, day)
        self.records = RecordReviewer(
            proposal.difference, presenter, self.approvers, self.given, remarks, day
        )

    def build(self) -> ProposalReview:
        """The review."""
        proposal = self.proposal
        details = read_changes(proposal.difference, proposal.head.schemas, self.day, proposal.base.touched)
        owned = self.assign_findings(details)
        detailed, rest = _split_detailed(details, owned)
        subjects = [self.build_subject(each, owned[i]) for i, each in detailed]
        brief = [self.build_brief(each, owned[i]) for i, each in rest]
        requirements, outside = self.list_requirements(), {*proposal.outside_paths}
        return ProposalReview(
            program=__version__,
            base=_make_revision(proposal.base_commit),
            head=_make_revision(proposal.head_commit, proposal.note),
            day=str(self.day),
            site=proposal.site,
            committers=self.list_committers(),
            commits=len(proposal.commits),
            outside=[*map(mask_item, proposal.outside)],
            actions=dict(Counter(find_action(record.pair) for each in details for record in each.records)),
            subjects=subjects,
            brief=brief[:MAX_BRIEF],
            left=len(brief[MAX_BRIEF:]),
            unchanged=[*self.list_unchanged(details)],
            findings=sorted(proposal.caused, key=Finding.order),
            outside_findings=sorted((each for each in owned[-1] if each.path in outside), key=Finding.order),
            others=sorted((each for each in owned[-1] if each.path not in outside), key=Finding.order),
            before=proposal.before,
            requirements=requirements,
            surplus=self.list_surplus(requirements),
            files=proposal.head.files,
            has_approvals=proposal.approvals is not None,
            ended=[*proposal.ended],
            unjudged=[mask_personal(format_path(each)) for each in sorted(proposal.head.register.invalid)],
            # In the order in which they were made; `commits` has the newest first.
            commit_subjects=[_join_words(each.subject) for each in reversed(proposal.commits)],
        )

    def assign_findings(self, details: Sequence[SectionDetail]) -> dict[int, list[Finding]]:
        """The findings by the number of the subject that they belong to; by -1 those that belong to none."""
        places = {}
        for i, detail in enumerate(details):
            places[detail.section.id] = i
            places |= {record.pair.path: i for record in detail.records}
        owned: dict[int, list[Finding]] = {i: [] for i in range(-1, len(details))}
        for finding in self.proposal.caused:
            # By its file, else by its dossier: the proposal may not touch the record that has become faulty.
            place = places.get(finding.path, places.get(RecordPath.parse(finding.path).id, -1))
            owned[place].append(finding)
        return owned

    def build_subject(self, detail: SectionDetail, findings: Sequence[Finding]) -> Subject:
        """A subject in full; each finding at the record that it concerns."""
        section, by_path = mask_section(detail.section), _group_by_path(findings)
        # Taken out of by_path: what no record claims stays for the subject itself.
        records = [self.records.build(each, by_path.pop(each.pair.path, [])) for each in detail.records]
        shown = [each for each in records if not each.has_only_moved]
        moved = len(records) - len(shown)
        lines = [*detail.lines, *([f"随之移动、内容没有变的记录 {moved} 份"] if moved else [])]
        return Subject(
            id=section.id,
            title=section.title,
            lines=[*map(mask_personal, lines)],
            records=shown,
            items=[*self.describe_standing(detail), *section.items],
            pages=section.pages,
            findings=sorted((each for left in by_path.values() for each in left), key=Finding.order),
            states=self.list_states(section.id),
        )

    def list_states(self, id_: str) -> list[str]:
        """What a dossier's status is besides plainly listed, in words."""
        dossier = self.proposal.difference.head.dossiers.get(id_)
        status = derive_status(dossier, self.day) if dossier else None
        if status is None:
            return []
        filing = [] if status.listed else [status.filing.label]
        return [*filing, *(each.label for each in status.conditions)]

    def describe_standing(self, detail: SectionDetail) -> Iterator[Item]:
        """The status of a dossier, unless its change tells it whole: what stays is not overlooked."""
        dossier = self.proposal.difference.head.dossiers.get(detail.section.id)
        if dossier and not detail.has_turned:
            standing = StandingComparison(self.day, {}).read_standing(dossier)
            has_changed = any(each.heading == STATUS for each in detail.section.items)
            yield mask_item(Item(f"{STATUS}（{'改动以后' if has_changed else '没有变'}）", [standing]))

    def build_brief(self, detail: SectionDetail, findings: Sequence[Finding]) -> BriefSubject:
        """A subject in a line: what becomes of which records, and the verdict."""
        records = "、".join(each.lead or each.pair.path for each in detail.records) or "状态、待办有变化"
        verdict = f"；{VERDICTS[find_gravest(findings)]}" if detail.records or findings else ""
        words = f"{records}{verdict}"
        section = mask_section(detail.section)
        return BriefSubject(section.id, section.title, mask_personal(words))

    def list_unchanged(self, details: Iterable[SectionDetail]) -> Iterator[str]:
        """The files of the records that the proposal touches without a change of what they record."""
        shown = {record.pair.path for each in details for record in each.records}
        difference = self.proposal.difference
        now = self.proposal.head.loaded.files.entries
        for path in sorted(self.proposal.base.touched - shown):
            # A record that is no longer there has gone with its dossier, or has moved, which is reported.
            if path.startswith(f"{RECORDS}/") and (path in now or path not in difference.base.filed):
                yield mask_personal(format_path(path))

    def list_requirements(self) -> list[Requirement]:
        """Who must approve what of the records, and of what else there is."""
        records = [each for each in self.proposal.base.touched if each.startswith(f"{RECORDS}/")]
        return collect_requirements(self.approvers, [*records, *self.proposal.outside_paths], self.given)

    def list_surplus(self, requirements: Iterable[Requirement]) -> list[GivenApproval]:
        """The approvals by authorities that have nothing to approve here."""
        needed = {authority for each in requirements for authority in each.authorities}
        return [each for authority, line in self.given.items() if authority not in needed for each in line]

    def list_committers(self) -> list[str]:
        """All that had a hand in the commits, by name."""
        people = (person for commit in self.proposal.commits for person in commit.people)
        return sorted({clean(person.name or person.mail) for person in people})


def _split_detailed(
    details: Sequence[SectionDetail], owned: dict[int, list[Finding]]
) -> tuple[list[tuple[int, SectionDetail]], list[tuple[int, SectionDetail]]]:
    """The subjects to report in full, and the rest: of too many, those with the gravest findings in full."""

    def weigh(number: int) -> int:
        gravest = find_gravest(owned[number])
        return SEVERITIES.index(gravest) if gravest else len(SEVERITIES)

    ranked = sorted(range(len(details)), key=lambda i: (weigh(i), i))
    full = {*ranked[:MAX_DETAILED]}
    # Gravity decides only which are reported in full: on the page both parts keep their own order.
    numbered = [*enumerate(details)]
    return [each for each in numbered if each[0] in full], [each for each in numbered if each[0] not in full]


def _group_by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.path, []).append(finding)
    return grouped


def _make_revision(commit: Commit, note: str = "") -> Revision:
    day = str(commit.day) if commit.day else ""
    return Revision(commit.commit, day, _join_words(commit.subject), note)


def _join_words(subject: str) -> str:
    """The subject of a commit as it may be shown, in one line."""
    return clean(" ".join(subject.split()))
