"""What a check has to tell, whatever the format: findings, counts, and what was there before."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..display import join_first
from ..finding import SEVERITIES, SEVERITY_LABELS, Finding, Severity, format_article
from ..personal import mask_personal
from ..rules.rule import BASIS_LABELS
from ..rules.table import RULES

if TYPE_CHECKING:  # what mends files needs a second reader of YAML, which few commands want
    from ..entry.mended_files import MendedFile
    from ..rules.checking import Examined

MAX_UNJUDGED = 3  # files of faulty form that are named
UNITS: dict[Severity, str] = {"error": "个错误", "warning": "个提醒", "info": "个提示"}


class CheckReport(NamedTuple):
    """The findings of a check, in order, and how many files were read.

    With a base, `before` holds what the change did not cause (it is in no count) and `touched` the files
    that the change adds, edits, moves or deletes. `site` is the address of the published site ("": unknown).
    `clock`: it was asked what is overdue, not what is unlawful. `mended` are touched files as `registry fix`
    would write them. `unjudged` are the files of faulty form, of which no rule could be asked.
    """

    findings: list[Finding]
    files: int
    before: list[Finding] | None = None
    touched: frozenset[str] = frozenset()
    site: str = ""
    clock: bool = False
    mended: Sequence[MendedFile] = ()
    unjudged: Sequence[str] = ()

    @classmethod
    def from_examined(cls, examined: Examined) -> CheckReport:
        """All that was found in a register."""
        return cls(examined.findings, examined.files, unjudged=sorted(examined.register.invalid))

    def build_rule_address(self, finding: Finding) -> str:
        """The whole address of how a finding is mended; empty where the site's is not known."""
        return self.site + finding.url if self.site else ""


def cite_finding(finding: Finding) -> str:
    """The article of a finding, and whether more is read into it than it says; empty for faults of form."""
    basis = RULES[finding.rule].basis
    # What we read into an article is reported as ours; a fault of form that cites none needs no such word.
    ours = "" if basis == "regulation" or (basis == "form" and not finding.article) else BASIS_LABELS[basis]
    return "·".join(filter(None, (format_article(finding.article), ours)))


def describe_findings(findings: Iterable[Finding]) -> Iterator[str]:
    """Each finding in a few lines: severity, article, what was found, how it is mended."""
    for finding in findings:
        cited = (SEVERITY_LABELS[finding.severity], finding.rule, cite_finding(finding))
        yield f"  {'  '.join(filter(None, cited))}"
        yield f"    {finding.message}"
        if finding.hint:
            yield f"    改法：{finding.hint}"


def compute_fingerprint(finding: Finding) -> str:
    """What a finding is known by: it holds while rule, file, pointer and message do, whatever the line is."""
    what = "\0".join((finding.rule, finding.path, finding.pointer, finding.message))
    return hashlib.sha256(what.encode()).hexdigest()


def format_rule(finding: Finding) -> str:
    """The rule of a finding: title, code, article (年度计划课时 plan-hours（第七条（四））)."""
    cited = cite_finding(finding)
    return f"{RULES[finding.rule].title} {finding.rule}" + (f"（{cited}）" if cited else "")


def suggest_explaining(findings: Sequence[Finding]) -> str:
    """Where it is said how findings are mended, where no site says it; empty without findings."""
    if not findings:
        return ""
    return f"每条规则怎样改正：registry rules 规则代码，如 registry rules {findings[0].rule}"


def describe_before(number: int) -> str:
    """What heads the findings that were there before a change."""
    return f"原有的问题（{number} 处，不是本次改动造成的，不影响结果）"


def describe_unjudged(paths: Sequence[str]) -> str:
    """That no rule was asked of files of faulty form, nor of what rests on them; empty without any."""
    if not paths:
        return ""
    files = join_first([mask_personal(each) for each in paths], MAX_UNJUDGED, "份")
    return f"内容和有关的档案还没有核对（格式有错误）：{files}；改好以后再核对一次"


def count_severities(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings of each severity."""
    counts = Counter(each.severity for each in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def describe_counts(findings: Iterable[Finding]) -> str:
    """The counts in words: 2 个错误，1 个提示; empty where there is nothing."""
    counts = count_severities(findings)
    return "，".join(f"{counts[severity]} {UNITS[severity]}" for severity in SEVERITIES if counts[severity])


def summarise(report: CheckReport) -> str:
    """The outcome in one line."""
    old = f"原有的问题 {len(report.before)} 处；" if report.before else ""
    if not report.findings:
        none = "没有到期的事项" if report.clock else "没有发现问题"
        lead = "本次改动没有造成问题" if report.before is not None else none
        return f"{lead}；{old}已检查 {report.files} 个文件。"
    paths = len({each.path for each in report.findings})
    lead = "" if count_severities(report.findings)["error"] else "没有错误；"
    said = f"{describe_counts(report.findings)}，涉及 {paths} 个文件"
    return f"{lead}{said}；{old}已检查 {report.files} 个文件。"
