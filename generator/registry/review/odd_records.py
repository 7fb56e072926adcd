"""What a reviewer would look at twice in a record: no fault by the regulation, and no finding."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..changes.pairs import FilePair
from ..display import WEEKDAYS, format_number
from ..finding import Finding
from ..lifecycle.conditions import compute_due_date
from ..lifecycle.plans import collect_courses, find_passing_day
from ..lifecycle.recommendations import list_lacking_sides, list_recommendations
from ..lifecycle.status import derive_filing_state, is_listed
from ..lifecycle.undone import is_burdening
from ..model.difference import Difference
from ..model.dossier import Dossier, get_authority, get_kind_name
from ..model.kinds import (
    KIND_TITLES,
    Act,
    Amendment,
    Change,
    ChangeField,
    Correction,
    Course,
    Decision,
    DecisionEffect,
    FilingEnded,
    Opinion,
    OrderGround,
    Plan,
    Recommendation,
    RectificationOrder,
    RectificationOutcome,
    Review,
    ReviewResult,
    StepAction,
    Suspension,
)
from ..model.summaries import list_runs
from ..records.record_path import find_folder
from ..rules.articles.plans import reported_while_listed
from ..rules.table import RULES
from .approval import Approvers
from .odd_courses import AGAIN
from .odd_texts import list_odd_texts

DECIDED = (StepAction.PASSED, StepAction.RETURNED)
BY_OTHERS = "{}由{}作出，批准这份文件的机关里没有它，这里也没有写文书：凭它的文书或者意见核对"
IDLE = "{} {}（星期{}）不是工作日"
NOT_LISTED = "机构现在是“{}”，不在名单中：看它还报不报 {} 年度计划"
UNSOUND = "它针对的 {} 有错误：那里改正以前，这份也不能算数"
TARGETS = ("order", "outcome", "target")  # by what an act names the act that it follows or changes
LACKING = "对机构不利，没有写{}：看文书里有没有"
STATED = {"document": "文书", "served_on": "送达日期", "remedy": "救济途径"}  # of a decision against somebody
# Of one for which no article of the regulation is cited, or which rests on another law, that law too.
BASED = {"basis": "法律依据", **STATED}
ONE_SIDED = "还没有{}的推荐；评审开始以前缺哪一方，核对提醒哪一方（登记册的理解）"
CORRECTED = (
    "更正的计划已于 {} 通过：更正只改录入与通过的原件不同的，对照原件看；通过以后计划变了的，另报计划调整"
)
PAPER_CORRECTED = (
    "更正的是对机构不利的事项：更正只改录入与文书{}不同的，对照文书看；决定本身变了的，另录入处理决定（变更）"
)
LOAD_CORRECTED = "更正以前这份计划是 {}，更正以后是 {}"
ORDERED = "责令的整改要求：{}；期限至 {}；{}"
COMPLETION = "登记册中，{}：与写明的事实对照看"
REFUSED = "评审没有通过；登记册能核对的条件{}：看评审意见写明了哪一条没有达到"
UNDOING = (DecisionEffect.WITHDRAWN, DecisionEffect.VARIED, DecisionEffect.STAYED)
RESTING = "针对的决定以后的 {}，不随这份决定改变：看要不要一并处理"
PANEL = "评审组{}；其中有没有人在申报单位任职、任教，登记册不记名，凭评审的材料核对（专家的回避，办法没有写）"
YEAR_OF_NUMBER = re.compile("[〔（(［\\[]([12][0-9]{3})[〕）)］\\]]")
OTHER_YEAR = "文号“{}”的年份与成文日期 {} 不同：对照文书看"
MAX_TERM = 1  # years between the order and the end of its term
LONG_TERM = "整改期限到 {}，责令在 {}：看年份有没有录错"
LEFT_BEHIND = "{}的地址还是原来的办公地址：看是不是一并搬了，搬了的在这份变更里一并写"
AS_BEFORE = "每门课程的名称、课时、人数和月份都与 {} 年度计划的一样（{}）"


class Deed(NamedTuple):
    """What a record says that an office did: what, when, who, and whether a document is named for it.

    `dated` is what its day is called.
    """

    what: str
    dated: str
    day: dt.date
    authority: str
    has_document: bool


class Load(NamedTuple):
    """What the courses of a year come to."""

    courses: int
    hours: float
    persons: int

    def __str__(self) -> str:
        return f"{self.courses} 项课程，课程课时 {format_number(self.hours)}，{self.persons} 人次"

    def differs_widely(self, other: Load) -> bool:
        """Whether any of it is so many times the other's, or so small a part."""
        pairs = zip(self, other, strict=True)
        return any(one >= AGAIN * two or one * AGAIN <= two for one, two in pairs)


class RecordRemarks:
    """Remarks on the records of a difference on a day; `findings` are all of its head."""

    def __init__(
        self,
        difference: Difference,
        approvers: Approvers,
        caused: Iterable[Finding],
        findings: Iterable[Finding],
        day: dt.date,
    ) -> None:
        self.difference = difference
        self.approvers = approvers
        self.faulty = {each.path for each in caused if each.severity == "error"}
        self.unmet = [each for each in findings if RULES[each.rule].condition]
        # Where the check has said it, a remark would say it again.
        self.unlisted = {each.path for each in caused if each.rule == reported_while_listed.code}
        self.day = day

    def list_remarks(self, pair: FilePair) -> list[str]:
        """What is odd in a record; nothing where it cannot be read, or is gone."""
        head = self.difference.head
        record = head.by_path.get(pair.new.path) if pair.new and not pair.is_faulty else None
        dossier = head.find_dossier(pair.path)
        if dossier is None or not isinstance(record, Act | Plan | Amendment):
            return []
        deeds = self.list_deeds(pair, record)
        remarks = [*self.judge_offices(pair.path, deeds), *self.judge_days(dossier, record, deeds, pair)]
        if isinstance(record, Plan):
            remarks = [*self.describe_plan(dossier, record, pair.old is None, deeds), *remarks]
        elif isinstance(record, Recommendation) and pair.old is None:
            remarks += self.find_lacking_side(dossier, record)
        elif isinstance(record, Act) and pair.old is None and is_burdening(record):
            stated = BASED if isinstance(record, Decision | FilingEnded | Suspension) else STATED
            missing = [title for name, title in stated.items() if not getattr(record, name, True)]
            remarks += [LACKING.format("、".join(missing))] if missing else []
            remarks += [*self.describe_completion(dossier, record), *self.recall_order(dossier, record)]
        elif isinstance(record, Review) and pair.old is None and record.result == ReviewResult.NOT_PASSED:
            remarks.append(self.recall_conditions(dossier))
        elif isinstance(record, Review) and pair.old is None and record.result == ReviewResult.PASSED:
            remarks.append(self.recall_panel(record))
        elif isinstance(record, Correction) and pair.old is None:
            remarks += self.judge_correction(dossier, record)
        elif isinstance(record, Change) and pair.old is None:
            remarks += _find_places_left(dossier, record)
        elif isinstance(record, Decision) and pair.old is None:
            remarks += self.find_resting(dossier, record)
        if pair.old is None:
            remarks += [*list_odd_texts(head.documents[pair.path].data), *_judge_document(record)]
        return [*self.find_unsound(record), *remarks]

    def find_unsound(self, record: Act | Plan | Amendment) -> Iterator[str]:
        """The act that a record rests on, where the same proposal has errors in it."""
        for name in filter(None, (getattr(record, each, None) for each in TARGETS)):
            path = f"acts/{name}.yml"
            if f"{find_folder(record.path)}/{path}" in self.faulty:
                yield UNSOUND.format(path)

    def judge_correction(self, dossier: Dossier, record: Correction) -> Iterator[str]:
        """Say to what a burdening act is to be held, or that a plan had passed, and what it comes to."""
        path = f"{find_folder(record.path)}/{record.file}"
        before, after = (each.by_path.get(path) for each in (self.difference.base, self.difference.head))
        if isinstance(before, Act) and is_burdening(before):
            document = getattr(before, "document", None)
            yield PAPER_CORRECTED.format(f"（{document.number}）" if document else "（记录中没有写）")
        if not isinstance(before, Plan | Amendment):
            return
        if passed := find_passing_day(dossier, before.steps, self.day):
            yield CORRECTED.format(passed)
        if isinstance(before, Plan) and isinstance(after, Plan):
            loads = _add_up(before.courses), _add_up(after.courses)
            if loads[0] != loads[1]:
                yield LOAD_CORRECTED.format(*loads)

    def find_resting(self, dossier: Dossier, record: Decision) -> Iterator[str]:
        """The acts that rest on the one that a decision undoes."""
        target = next((each for each in dossier.acts if each.stem == record.target), None)
        if target is None or record.effect not in UNDOING:
            return
        resting = [
            f"{act.date} {KIND_TITLES[get_kind_name(act)]}"
            for act in dossier.acts
            if act.path != record.path and _rests_on(act, target)
        ]
        if resting:
            yield RESTING.format("、".join(resting))

    def describe_completion(self, dossier: Dossier, record: Act) -> Iterator[str]:
        """What the register tells of the plans where an order says that one was not completed."""
        if not isinstance(record, RectificationOrder) or OrderGround.PLAN_NOT_COMPLETED not in record.ground:
            return
        # The year before as well: an order of its first months is mostly about that one.
        years = [each for each in (record.date.year - 1, record.date.year) if dossier.get_plan(each)]
        plans = [_describe_completion(dossier, each, self.day) for each in years]
        yield COMPLETION.format("；".join(plans) or "没有这一年和上一年的计划")

    def recall_order(self, dossier: Dossier, record: Act) -> Iterator[str]:
        """What was ordered, until when, and whether it was served, where it is found that it was not met."""
        order = None
        if isinstance(record, RectificationOutcome):
            order = dossier.get_act(record.order, RectificationOrder)
        if order:
            due = compute_due_date(order, [act for act in dossier.acts if act.date <= record.date])
            served = f"{order.served_on} 送达" if order.served_on else "没有写送达日期"
            wanted = "；".join(each.rstrip("。") for each in order.requirements)
            yield ORDERED.format(wanted, due, served)

    def recall_conditions(self, dossier: Dossier) -> str:
        """What the check has found of the conditions where a review has not been passed."""
        unmet = [each for each in self.unmet if find_folder(each.path) == dossier.folder]
        titles = "、".join(dict.fromkeys(RULES[each.rule].title for each in unmet))
        return REFUSED.format(f"，核对提醒过：{titles}" if titles else "没有发现问题")

    def recall_panel(self, record: Review) -> str:
        """How many have reviewed, and that the register does not know whether one of them belongs to whom."""
        batch = self.difference.head.batches.get(record.batch)
        size = batch.panel_size if batch else None
        return PANEL.format(f" {size} 人（写在批次中）" if size else "的人数没有写在批次中")

    def find_lacking_side(self, dossier: Dossier, record: Recommendation) -> Iterator[str]:
        """The side that has not recommended yet; after a review has begun the check tells it."""
        if record.opinion != Opinion.RECOMMENDED:
            return
        if any(each.batch == record.batch for each in dossier.get_acts(Review)):
            return
        same_batch = [each for each in dossier.get_acts(Recommendation) if each.batch == record.batch]
        # By the last one: list_recommendations has those that stand up to its day.
        last = max(same_batch, key=lambda item: item.date)
        if lacking := list_lacking_sides(dossier, list_recommendations(dossier, last), self.day):
            yield ONE_SIDED.format("、".join(lacking))

    def list_deeds(self, pair: FilePair, record: Act | Plan | Amendment) -> list[Deed]:
        """What a new act did, or by what new steps a record was passed or returned."""
        if not isinstance(record, Act):
            old = self.difference.base.by_path.get(pair.old.path) if pair.old else None
            before = old.steps if isinstance(old, Plan | Amendment) else ()
            new = [each for each in record.steps if each.action in DECIDED and each not in before]
            return [
                Deed(f"“{item.action}”", f"“{item.action}”", item.date, item.authority, bool(item.document))
                for item in new
            ]
        office = get_authority(record)
        if pair.old or not office:
            return []
        return [Deed("这件事", "事项日期", record.date, office, bool(getattr(record, "document", None)))]

    def judge_offices(self, path: str, deeds: Iterable[Deed]) -> Iterator[str]:
        """The deeds of offices that do not approve the file, and for which it names no document."""
        owners = self.approvers.find_authorities(path)
        for deed in deeds:
            # Where nobody owns the file, the regulation has errors: then nobody is missing among them.
            if owners and deed.authority not in owners and not deed.has_document:
                yield BY_OTHERS.format(deed.what, self.approvers.tables.get_name(deed.authority))

    def judge_days(
        self, dossier: Dossier, record: object, deeds: Iterable[Deed], pair: FilePair
    ) -> Iterator[str]:
        """The days of deeds, and a new order's due date, on which no office works."""
        days = {(each.dated, each.day) for each in deeds}
        if isinstance(record, RectificationOrder) and pair.old is None:
            days.add(("整改期限的最后一天", record.due))
        for what, day in sorted(days):
            if dossier.tables.working_days.is_working_day(day) is False:
                yield IDLE.format(what, day, WEEKDAYS[day.weekday()])

    def describe_plan(
        self, dossier: Dossier, plan: Plan, is_new: bool, deeds: Iterable[Deed]
    ) -> Iterator[str]:
        """Whose plan it is, what it comes to where nothing says so, and how it is beside the year before."""
        if plan.path not in self.unlisted and not is_listed(dossier, self.day):
            yield NOT_LISTED.format(derive_filing_state(dossier, self.day).label, plan.year)
        load = _add_up(plan.courses)
        # A new plan shows its courses in a table; one that is passed later is decided on without them.
        if not is_new and any(deeds):
            yield f"这份计划是 {load}；课程没有列在这里，看计划原文"
        former = [each.course for each in collect_courses(dossier, plan.year - 1).values()]
        if is_new and former:
            before = _add_up(former)
            if sorted(map(_tell_apart, former)) == sorted(map(_tell_apart, plan.courses)):
                yield AS_BEFORE.format(plan.year - 1, load)
            elif load.differs_widely(before):
                yield f"{plan.year - 1} 年度计划是 {before}"


def _describe_completion(dossier: Dossier, year: int, day: dt.date) -> str:
    """How many courses of a year's plan a summary tells of as held."""
    plan, summary = dossier.get_plan(year), dossier.get_summary(year)
    if plan is None or find_passing_day(dossier, plan.steps, day) is None:
        return f"{year} 年度计划未见通过记录"
    courses = collect_courses(dossier, year, day)
    planned = f"{year} 年度计划 {len(courses)} 门课程"
    if summary is None:
        return f"{planned}，没有总结"
    held = {each.course for each in list_runs(summary)} & courses.keys()
    return f"{planned}，总结（截至 {summary.as_of}）写明举办的 {len(held)} 门"


def _judge_document(record: Act | Plan | Amendment) -> Iterator[str]:
    """The year of a document's number that is not that of its date, and an order's term of many years."""
    document = getattr(record, "document", None)
    year = YEAR_OF_NUMBER.search(document.number) if document else None
    if document and year and document.date and int(year[1]) != document.date.year:
        yield OTHER_YEAR.format(document.number, document.date)
    if isinstance(record, RectificationOrder) and record.due.year - record.date.year > MAX_TERM:
        yield LONG_TERM.format(record.due, record.date)


def _find_places_left(dossier: Dossier, record: Change) -> Iterator[str]:
    """The places of teaching and practice that stay where an office is no more."""
    left = {edit.before for edit in record.changes if edit.field == ChangeField.ADDRESS}
    now = dossier.institution
    places = [("培训地点", each) for each in now.sites] + [("实训场所", each) for each in now.practice_sites]
    if named := [f"{title}“{place.name}”" for title, place in places if place.address in left]:
        yield LEFT_BEHIND.format("、".join(named))


def _rests_on(act: Act, target: Act) -> bool:
    """Whether an act names another as its ground; an end of the filing names none, and may rest on it."""
    # Acts name their ground by different properties; few kinds have any of them.
    names = any(getattr(act, name, None) == target.stem for name in TARGETS)
    return names or (isinstance(act, FilingEnded) and act.date >= target.date)


def _add_up(courses: Iterable[Course]) -> Load:
    rows = [*courses]
    return Load(len(rows), sum(each.hours for each in rows), sum(each.persons for each in rows))


def _tell_apart(course: Course) -> tuple[str, float, int, tuple[int, ...]]:
    return course.title, course.hours, course.persons, tuple(course.months)
