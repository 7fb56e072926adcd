"""What a review says whatever it is written in: the decision in a few lines, a finding, an approval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..display import join_first
from ..finding import SEVERITIES, SEVERITY_LABELS, Finding, Severity
from ..history.git import COMMIT_LENGTH
from ..personal import mask_personal
from ..records.record_path import RECORDS
from ..review.view import (
    ACTIONS,
    LATER,
    VERDICTS,
    WAITING,
    GivenApproval,
    ProposalReview,
    Requirement,
    ReviewedRecord,
    ReviewTable,
    Revision,
    find_gravest,
)
from ..rules.table import RULES
from .check_report import cite_finding, describe_counts, describe_unjudged

MAX_NAMES = 5  # files of an approval, and persons, that are named
HEADING = "提案的核对"
OTHERS = "不在这些记录上的问题"
UNCHANGED = "内容没有变，只改了注释或者写法的文件"
APPROVAL = "由谁批准"
APPROVAL_COLUMNS = ("谁批准", "为什么", "文件", "现在")
REMARK = "看一看"  # the heading of the column for what is said of a row
APPROVAL_HINT = "提交的人不批准自己的提案；每一行有一个机关批准就够。“等待”不是错误，核对照样通过。"
MAX_FINDINGS = 20  # findings of one place that are reported
MAX_ROWS = 200  # old findings, findings that belong to no record, and unchanged files, that are reported
MAX_AT_TOP = 3  # of those who are waited for, that are named at the top; findings that need no count by rule
MIN_OVERVIEW = (
    4  # subjects from which on each has a row in a table of its own, before all that is reported of it
)
OVERVIEW_COLUMNS = ("机构或者文件", "状态", "改动", "核对", REMARK)
FOLLOWING = "自己没有改动，状态、待办随之改变"  # what is done with an institution of which no file is touched
OUTSIDE_HINT = "这里只有文件名、增减的行数和设置；改了哪些内容，在代码托管网站这份提案的文件改动里看。"
ENDED = "改动以后不再有的问题"
DRAFT = "有错误：下面的状态和待办只是照现在写的推算，改正以后再看。"
APPROVAL_LATER = "有错误的提案不能合并，先退回改正；改正以前不用批准。"


class FindingWords(NamedTuple):
    """A finding in words: 错误 第十七条, what was found, how it is mended, its rule."""

    lead: str
    message: str
    advice: str
    rule: str


def describe_finding(finding: Finding) -> FindingWords:
    """A finding in words."""
    lead = " ".join(filter(None, (SEVERITY_LABELS[finding.severity], cite_finding(finding) or "记录格式")))
    rule = f"{RULES[finding.rule].title} {finding.rule}"
    return FindingWords(lead, mask_personal(finding.message), mask_personal(finding.advice), rule)


def cut_findings(
    findings: Sequence[Finding], most: int = MAX_FINDINGS
) -> tuple[Sequence[Finding], list[str]]:
    """The findings of a place that are reported, the gravest first, and how many more there are."""
    left = len(findings) - most
    # Before the cut: of what is too much the gravest must be reported.
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return ranked[:most], [f"另有 {left} 处没有列出，registry check 查看全部"] if left > 0 else []


def list_before(review: ProposalReview) -> list[str]:
    """The findings that were there before, a line each, of many the first and how many more."""
    lines = []
    for finding in review.before[:MAX_ROWS]:
        description = describe_finding(finding)
        lines.append(f"{finding.location} {description.lead}：{description.message}")
    return [*lines, *_count_left(len(review.before), MAX_ROWS, "处")]


def list_unchanged(review: ProposalReview) -> list[str]:
    """The files whose content is the same, of many the first and how many more."""
    return [*review.unchanged[:MAX_ROWS], *_count_left(len(review.unchanged), MAX_ROWS, "份")]


def list_brief(review: ProposalReview) -> list[str]:
    """The subjects that are reported in a line each, and how many more there are."""
    return [*(f"{each.title}：{each.words}" for each in review.brief), *_count_left(review.left, 0, "个")]


def _count_left(number: int, most: int, unit: str) -> list[str]:
    return [f"另有 {number - most} {unit}没有列出"] if number > most else []


def format_record(record: ReviewedRecord) -> str:
    """What is done with which record: 新增 2026-11-20 变更（第二十七条）."""
    return f"{ACTIONS[record.action]} {record.title}"


def format_path(record: ReviewedRecord) -> str:
    """The path of a record, and its former one where that is another."""
    return record.path + (f"，原为 {record.former}" if record.former else "")


def list_columns(table: ReviewTable) -> list[str]:
    """The headings of a table, with one for what is said of its rows where anything is."""
    return [*table.headings, *([REMARK] if table.has_remarks else [])]


def judge_record(record: ReviewedRecord) -> str:
    """Whether a record is lawful, in words."""
    return VERDICTS[find_gravest(record.all_findings)]


def summarise_verdict(review: ProposalReview) -> str:
    """Whether the proposal is lawful, in words; of what is no record only people can say."""
    verdict = VERDICTS[review.severity]
    if not review.outside:
        return verdict
    return (
        f"记录{verdict}，记录以外的改动要人看"
        if review.severity is None
        else f"{verdict}；记录以外的改动也要人看"
    )


def find_tone(review: ProposalReview) -> Severity | None:
    """What the verdict looks like: never as if all were well where only people can say so."""
    return "warning" if review.outside and review.severity != "error" else review.severity


def list_summary(review: ProposalReview) -> Iterator[tuple[str, str]]:
    """What is to be decided, on what: a label and a line each."""
    counts = describe_counts(review.findings)
    if len(review.findings) > MAX_AT_TOP:
        counts += f"（{count_rules(review.findings)}）"
    odd = sum(each.remarks for each in review.subjects)
    remarks = f"{REMARK} {odd} 处（不是问题，由人判断）" if odd else ""
    ended = f"{ENDED} {len(review.ended)} 处" if review.ended else ""
    old = f"原有的问题 {len(review.before)} 处，不是这次改动造成的" if review.before else ""
    read = f"已检查 {review.files} 个文件"
    yield "结论", "；".join(filter(None, (summarise_verdict(review), counts, remarks, ended, old, read)))
    if review.unjudged:
        yield "未核对", describe_unjudged(review.unjudged)
    yield "改动", describe_extent(review)
    yield "批准", describe_waiting(review)
    yield "提交", describe_committers(review)
    ends = f"{format_revision(review.base)} → {format_revision(review.head)}"
    yield "版本", f"{ends}；按 {review.day} 推算；程序 {review.program}"


def count_rules(findings: Sequence[Finding]) -> str:
    """How often each rule has found something, the most frequent first."""
    counts = Counter(RULES[each.rule].title for each in findings).most_common()
    return join_first([f"{title} {number}" for title, number in counts], MAX_NAMES, "种")


def list_overview(review: ProposalReview) -> list[tuple[str, ...]]:
    """A row a subject, of many: what it is, in what state, what is done, the verdict, how much is odd."""
    if len(review.subjects) < MIN_OVERVIEW:
        return []
    return [
        (
            subject.title,
            "、".join(subject.states),
            join_first([*map(format_record, subject.records)], MAX_AT_TOP, "份") or FOLLOWING,
            VERDICTS[find_gravest(subject.all_findings)] if subject.records or subject.all_findings else "",
            f"{subject.remarks} 处" if subject.remarks else "",
        )
        for subject in review.subjects
    ]


def list_ended(review: ProposalReview) -> list[str]:
    """The findings of the base that are no more, a line each; a deletion mends nothing, and is told apart."""
    removed = {
        record.path for subject in review.subjects for record in subject.records if record.action == "removed"
    }
    lines = []
    for finding in review.ended[:MAX_ROWS]:
        description = describe_finding(finding)
        why = "（记录删去了，不是改正了）" if finding.path in removed else ""
        lines.append(f"{finding.shown_path} {description.lead}：{description.message}{why}")
    return [*lines, *_count_left(len(review.ended), MAX_ROWS, "处")]


def explain_approval(review: ProposalReview) -> str:
    """How approvals work, and who may give them all; of what has errors that none is wanted yet."""
    if review.severity == "error":
        return APPROVAL_LATER
    common = find_common_name(review)
    return APPROVAL_HINT + (f"各行都可以由{common}一家批准。" if common else "")


def find_common_name(review: ProposalReview) -> str:
    """The authority that alone may give all that is waited for, where that is more than one approval."""
    waiting = [each for each in review.requirements if not each.approval]
    # Where one approval alone is needed, its own row says so.
    common = set.intersection(*(set(each.authorities) for each in waiting)) if len(waiting) > 1 else ()
    return next((name for id_, name in _list_authorities(review) if id_ in common), "")


def _list_authorities(review: ProposalReview) -> Iterator[tuple[str, str]]:
    for requirement in review.requirements:
        yield from zip(requirement.authorities, requirement.names, strict=True)


def describe_extent(review: ProposalReview) -> str:
    """How much of what a proposal changes."""
    ids = [*(each.id for each in review.subjects), *(each.id for each in review.brief)]
    # A dossier is a subject by its id, a file beside the dossiers by its path.
    shared = sum("/" in each or each == RECORDS for each in ids)
    counts = (len(ids) - shared + review.left, "家机构"), (shared, "份各机构共用的文件")
    words = ["、".join(f"{number} {what}" for number, what in counts if number) or "没有改变登记册的内容"]
    if review.brief:
        words.append(f"太多，下面写全 {len(review.subjects)} 个，其余每个一行")
    files = "、".join(f"{ACTIONS[action]} {number} 份" for action, number in review.actions.items())
    words += [files] if files else []
    if review.outside:
        words.append(f"不只改了记录：{'、'.join(each.heading for each in review.outside)}")
    return "；".join(words)


def describe_rest(review: ProposalReview) -> str:
    """What the subjects are that are reported in a line each."""
    return (
        f"其余 {len(review.brief) + review.left} 个，每个一行（问题最重的 {len(review.subjects)} 个写在上面）"
    )


def describe_waiting(review: ProposalReview) -> str:
    """Who has approved, and for whom is waited; without a file of approvals who must approve."""
    waiting = [each for each in review.requirements if not each.approval]
    words = "；".join(f"{format_names(each)}（{len(each.files)} 份文件）" for each in waiting[:MAX_AT_TOP])
    words += f"等 {len(waiting)} 行" if len(waiting) > MAX_AT_TOP else ""
    if not review.requirements:
        return "没有要批准的文件"
    if not waiting:
        doubtful = any(each.approval.caution for each in review.requirements if each.approval)
        return "要批准的都已批准" + ("；有的要看先后，见“由谁批准”" if doubtful else "")
    if review.severity == "error":
        return APPROVAL_LATER.rstrip("。")
    common = find_common_name(review)
    either = f"；也可以由{common}一家全部批准" if common else ""
    return f"{'等待' if review.has_approvals else '要由'}{words}批准{either}"


def describe_committers(review: ProposalReview) -> str:
    """Who made the commits."""
    if not review.commits:
        return "还没有提交"
    committed = f"{join_first(review.committers, MAX_NAMES, '人')}，{review.commits} 次提交"
    if review.commits > 1:
        subjects = "；".join(review.commit_subjects[:MAX_NAMES])
        committed += f"（依次是：{subjects}{'……' if review.commits > MAX_NAMES else ''}）"
    return f"{committed}；提交的人不批准自己的提案"


def format_revision(revision: Revision) -> str:
    """A commit as people cite it: the beginning of its id, its day, its subject."""
    about = "，".join(filter(None, (revision.day, revision.subject)))
    note = f"，{revision.note}" if revision.note else ""
    return f"{revision.commit[:COMMIT_LENGTH]}" + (f"（{about}）" if about else "") + note


def format_names(requirement: Requirement) -> str:
    """The authorities of which one is enough."""
    return "或".join(requirement.names) or requirement.reason


def format_approval(given: GivenApproval) -> str:
    """Who has approved for whom and when, and why it does not count."""
    words = f"{given.name} {given.who} {given.day}"
    if given.objection:
        return f"{words}：不算，{given.objection}"
    return f"{words} 已批准" + (f"（{given.caution}）" if given.caution else "")


def format_files(requirement: Requirement) -> str:
    """The files of an approval, of many the first."""
    return join_first(requirement.files, MAX_NAMES, "份")


def list_states(review: ProposalReview, requirement: Requirement) -> list[str]:
    """What has come of an approval: all that was given, and whether it is waited for."""
    given = [format_approval(each) for each in requirement.given]
    waiting = LATER if review.severity == "error" else WAITING
    return given if requirement.approval else [*given, waiting]


def list_surplus(review: ProposalReview) -> list[str]:
    """The approvals that nothing here needs."""
    return [f"{format_approval(each)}：这份提案没有要它批准的" for each in review.surplus]
