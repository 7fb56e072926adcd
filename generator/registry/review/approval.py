"""Who approves a proposal: which authority what, by the rules for code owners, and who has.

Nobody approves what they have entered: an approval by whoever made a commit of the proposal does not count,
nor does one from before its last commit.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..display import format_path
from ..forge.code_owners import OwnedFiles, find_owners, is_city_alone, list_owned_files
from ..history.commits import Commit, Person
from ..model.register import Register
from ..personal import mask_personal
from ..records.record_path import RecordPath
from ..refusal import Refusal
from ..typed import DAY_IN_TEXT, NotUnderstood, read_written_day
from .view import GivenApproval, Requirement

# A time behind the day, as forges export it, is read over: approvals are held against days.
LINE = re.compile(rf"(\S+)\s+(.*?)\s*(?:<([^<>\s]+)>)?\s+({DAY_IN_TEXT.pattern})(?:[T ][0-9:.+Zz-]+)?")
FORM = "一行一个：机关编号 姓名 日期，姓名后面可以写 <邮箱>，日期写成 2026-11-30"
BY_CITY = "由市级人社部门批准"
BY_CITY_ALONE = "只由市级人社部门办理的事项，由它批准"
BY_AREA = "由本地区人社部门或者市级人社部门批准"
NOTHING_KNOWN = "办法或者机关有错误，改正以前说不出由谁批准"
SELF = "是这份提案的提交人，不能自己批准"
EARLY = "在最后一次提交（{}）以前，改动更新后要重新批准"
SAME_DAY = "最后一次提交也在这一天：看批准是不是在它以后"
FUTURE = "日期在 {} 以后，还没有到"


class ApprovalLine(NamedTuple):
    """An approval as it was written down."""

    authority: str
    person: Person
    day: dt.date


class Approvers:
    """Tells which authorities approve a file, by the register before the change: it changes no owner."""

    def __init__(self, register: Register) -> None:
        self.tables = register.tables
        self.owned: Sequence[OwnedFiles] = list_owned_files(register) if self.tables.regulations else ()

    def find_authorities(self, path: str) -> tuple[str, ...]:
        """The authorities of which one approves the change of a file."""
        return find_owners(self.owned, path)

    def format_names(self, authorities: Iterable[str]) -> str:
        """The names of authorities, of which one is enough."""
        return "或".join(map(self.tables.get_name, authorities)) or NOTHING_KNOWN

    def explain(self, path: str, authorities: Sequence[str]) -> str:
        """Why these approve it, by role."""
        if not authorities:
            return NOTHING_KNOWN
        if authorities != self.find_authorities(""):  # the city's, as of all that is no one else's
            return BY_AREA
        place = RecordPath.parse(path)
        # Where the city supervises by itself, its bureau approves what in another area the county's does.
        return BY_CITY_ALONE if is_city_alone(place.below) else BY_CITY


def read_approvals(text: str, register: Register) -> list[ApprovalLine]:
    """The approvals in a file, an authority a line with who and when. Raises Refusal, with all faults.

    Full-width signs are read as the others, and an id in capitals as the same one.
    """
    lines, faults = [], []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = unicodedata.normalize("NFKC", line).strip()
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if not match or not (match[2] or match[3]):
            faults.append(f"第 {number} 行看不懂")
        elif (authority := match[1].lower()) not in register.tables.authorities:
            faults.append(f"第 {number} 行：机关表中没有 {match[1]}")
        else:
            try:
                day = read_written_day(match[4])
                lines.append(ApprovalLine(authority, Person(match[2], match[3] or ""), day))
            except NotUnderstood:
                faults.append(f"第 {number} 行：没有 {match[4]} 这一天")
    if faults:
        raise Refusal(f"--approvals：{'；'.join(faults)}；{FORM}")
    return lines


def collect_requirements(
    approvers: Approvers, paths: Iterable[str], given: Mapping[str, list[GivenApproval]]
) -> list[Requirement]:
    """Who must approve which of the files, those together that the same authorities approve."""
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for path in sorted(set(paths)):
        authorities, shown = approvers.find_authorities(path), mask_personal(format_path(path))
        # By the reason too: the same offices approve some files for another one.
        groups.setdefault((authorities, approvers.explain(path, authorities)), []).append(shown)
    return [
        Requirement(
            [*authorities],
            [*map(approvers.tables.get_name, authorities)],
            reason,
            files,
            [each for authority in authorities for each in given.get(authority, ())],
        )
        for (authorities, reason), files in groups.items()
    ]


def judge_approvals(
    lines: Iterable[ApprovalLine], commits: Sequence[Commit], register: Register, day: dt.date
) -> dict[str, list[GivenApproval]]:
    """The approvals by authority, each with what speaks against it."""
    people = [person for commit in commits for person in commit.people]
    last = max((each.day for each in commits if each.day), default=None)
    given: dict[str, list[GivenApproval]] = {}
    for line in lines:
        objection, caution = "", ""
        # Asked first: whoever has committed approves it on no day.
        if any(is_same_person(line.person, person) for person in people):
            objection = SELF
        elif line.day > day:
            objection = FUTURE.format(day)
        elif last and line.day < last:
            objection = EARLY.format(last)
        elif last == line.day:
            caution = SAME_DAY
        name, who = register.tables.get_name(line.authority), line.person.name or line.person.mail
        given.setdefault(line.authority, []).append(
            GivenApproval(line.authority, name, who, str(line.day), objection, caution)
        )
    return given


def is_same_person(one: Person, other: Person) -> bool:
    """Whether two are one person, by name or by address, whatever the width and case of their letters.

    In a name blanks, dots and signs that are not seen make no difference, in an address blanks.
    """
    names = [_fold(each.name) for each in (one, other)]
    names = ["".join(filter(str.isalnum, each)) for each in names]
    mails = [_fold(each.mail) for each in (one, other)]
    # What both lack, a name or an address, makes nobody the same.
    return any(left and left == right for left, right in (names, mails))


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
