"""Article 17 (with 6): yearly plans and summaries, their steps and when they are handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from ...lifecycle.calendar import subtract_day
from ...lifecycle.duties import (
    derive_duties,
    get_year_end,
    is_listed_within,
    is_without_plan,
    list_joined_years,
)
from ...lifecycle.plans import (
    find_going_on,
    find_passing_day,
    find_sides,
    list_activities,
)
from ...lifecycle.reports import judge_receipt
from ...lifecycle.status import derive_filing_state, is_listed
from ...lifecycle.transfers import is_caused_by_transfer, is_unpassed_by_transfer
from ...model.batches import get_publication_days
from ...model.dossier import Dossier
from ...model.kinds import Amendment, Plan, PlanType, Receipt, Step, StepAction, Summary
from ...model.register import Register
from ...model.repairs import list_ways
from ...records.record_path import get_stem
from ..course_rows import list_rows, name_courses
from ..places import suggest_repair
from ..rule import Fault, either, fault, rule

# Which step may follow which, for one authority; "" is the beginning. No article asks for a receipt: it has a
# rule of its own.
NEXT: dict[str, set[str]] = {
    "": {StepAction.SENT},
    StepAction.SENT: {StepAction.PASSED, StepAction.RETURNED},
    StepAction.RETURNED: {StepAction.SENT},
    StepAction.PASSED: set(),
}


@rule("", "报备环节的先后", basis="form")
def plan_steps_in_order(record: Plan | Amendment | Summary, register: Register) -> Iterator[Fault]:
    """报送、通过或退回按先后进行，日期不倒退。

    对同一机关：先报送，再通过或退回；退回后重新报送；通过后不再有环节。受理可以有，也可以没有。
    """
    steps: Sequence[Step | Receipt] = record.steps
    for i, previous in _list_out_of_order(register, steps):
        message = _explain_disorder(register.tables.get_name(steps[i].authority), previous, steps[i].action)
        mend = _advise_order(register, record, i, previous)
        mend += f"；{suggest_repair(record.path, f'/steps/{i}')}"
        yield fault(record, f"/steps/{i}/action", message, mend)
    for i, (before, step) in enumerate(pairwise(steps), 1):
        if step.date < before.date:
            message = f"日期 {step.date} 早于上一个环节的日期 {before.date}"
            yield fault(record, f"/steps/{i}/date", message, "环节按发生先后排列；核对日期")


def _list_out_of_order(register: Register, steps: Sequence[Step | Receipt]) -> Iterator[tuple[int, str]]:
    """The numbers of steps that may not follow what their office did before, each with that."""
    last: dict[str, str] = {}
    for i, step in enumerate(steps):
        previous = last.get(step.authority, "")
        if step.action == StepAction.RECEIVED:
            continue
        if step.action not in NEXT[previous] and not _is_misnamed(register, steps, i, previous):
            yield i, previous
        last[step.authority] = step.action


def _is_misnamed(register: Register, steps: Sequence[Step | Receipt], number: int, previous: str) -> bool:
    """Whether a step may only seem out of order, as it or one before it bears an id that does not exist."""
    there = register.tables.authorities
    unknown = [i for i, each in enumerate(steps) if each.authority not in there]
    return number in unknown or (not previous and any(i < number for i in unknown))


def _advise_order(register: Register, record: Plan | Amendment | Summary, number: int, previous: str) -> str:
    """How a step out of order is mended: of an office to which nothing was sent, who it was sent to."""
    steps: Sequence[Step | Receipt] = record.steps
    sent = dict.fromkeys(each.authority for each in steps if each.action == StepAction.SENT)
    if previous == steps[number].action:
        return "重复录入的删去一个；不是重复的，补上缺少的环节（steps），或核对机关和先后"
    if previous or not sent:
        return "补上缺少的环节（steps），或核对机关和先后"
    names = "、".join(map(register.tables.get_name, sent))
    dossier = register.find_dossier(record.path)
    if dossier and not _is_in_charge(dossier, steps[number]):
        name = register.tables.get_name(steps[number].authority)
        return f"核对机关：{name}不是本机构的人社部门或业务主管部门，记录中报送给的是{names}"
    return f"核对机关：记录中报送给的是{names}；确实另外报送过的，补上报送的环节（steps）"


def _is_in_charge(dossier: Dossier, step: Step | Receipt) -> bool:
    """Whether the office of a step is of one of the institution's two sides on its day."""
    sides = find_sides(dossier, step.date)
    return step.authority in sides.hrss | sides.departments


def _explain_disorder(authority: str, previous: str, action: str) -> str:
    after = f"“{previous}”之后" if previous else "第一个环节"
    wanted = f"应为{either(NEXT[previous])}" if NEXT[previous] else "之后不应再有环节"
    return f"{authority}：{after}是“{action}”，{wanted}"


@rule("17", "受理的先后", "warning", basis="convention")
def receipt_in_order(record: Plan | Amendment | Summary, register: Register) -> Iterator[Fault]:
    """写了受理的，写在对同一机关的报送之后、通过或退回之前。

    不写受理也可以。
    """
    steps: Sequence[Step | Receipt] = record.steps
    dossier = register.find_dossier(record.path)
    last: dict[str, str] = {}
    for i, step in enumerate(steps):
        previous = last.get(step.authority, "")
        is_late = step.action == StepAction.RECEIVED and previous != StepAction.SENT
        # Of an office that is not the institution's, that alone is told.
        is_theirs = dossier is None or not is_late or _is_in_charge(dossier, step)
        if is_late and is_theirs and not _is_misnamed(register, steps, i, previous):
            after = f"“{previous}”之后" if previous else "第一个环节"
            message = f"{register.tables.get_name(step.authority)}：{after}是“受理”，通常在“报送”之后"
            yield fault(record, f"/steps/{i}/action", message, "核对机关和先后；确实如此的可以保留")
        last[step.authority] = step.action


@rule("5", "报备机关", "warning")
def plan_steps_by_supervisors(dossier: Dossier, register: Register) -> Iterator[Fault]:
    """计划、调整和总结由机构所在地区的人社部门和所属系统的业务主管部门办理。

    市人社局总可以办理。别的机关办理的环节，登记册不计入报送和通过；一份记录中同一机关只提醒一次，
    监督关系调整之后原机关还在办理的，在调整处提醒一次。
    """
    for record in dossier.handed_in_records:
        steps: Sequence[Step | Receipt] = record.steps
        # An office to which nothing was sent is told with the order of the steps, in place of twice.
        reported = {steps[i].authority for i, previous in _list_out_of_order(register, steps) if not previous}
        for i, step in enumerate(steps):
            if step.authority in reported or is_caused_by_transfer(
                dossier, step.authority, step.date, record.path
            ):
                continue
            if step.authority in dossier.tables.authorities and not _is_in_charge(dossier, step):
                reported.add(step.authority)
                sides = find_sides(dossier, step.date)
                supervisors = sides.hrss | sides.departments
                names = either(dossier.tables.get_name(each) for each in supervisors)
                name = dossier.tables.get_name(step.authority)
                message = f"{name}不是本机构的人社部门或业务主管部门，应为{names}"
                yield fault(
                    record,
                    f"/steps/{i}/authority",
                    message,
                    "核对机关编号，或先录入监督关系的调整（transfer）",
                )


@rule("17", "有业务主管部门", "warning", basis="convention")
def system_has_department(dossier: Dossier) -> Iterator[Fault]:
    """填写了主管系统的机构，登记册中有该系统的业务主管部门，否则计划无从通过。"""
    place = dossier.institution
    # The day of the last act, not the clock's: what a proposal is told must not depend on the hour.
    today = max((act.date for act in dossier.acts), default=dt.date.min)
    if place.system and not dossier.tables.list_departments(place.area, place.system, today):
        system = dossier.tables.name_system(place.system)
        message = f"登记册中没有{system}系统在本地区或市级的业务主管部门"
        yield fault(
            place,
            "/system",
            message,
            "先登记业务主管部门（authority）；确实没有的，system 填 null 并写明原因",
        )


@rule("", "课程编号不重复", basis="form")
def course_ids_unique(record: Plan | Amendment) -> Iterator[Fault]:
    """一份计划或调整中，课程和活动的编号不重复。"""
    places = [(f"{place}/id", course.id) for place, course in list_rows(record)]
    if isinstance(record, Plan):
        places += [(f"/activities/{i}/id", each.id) for i, each in enumerate(record.activities)]
    else:
        places += [(f"/drop/{i}", id_) for i, id_ in enumerate(record.drop)]
    ids: set[str] = set()
    for place, id_ in places:
        if id_ in ids:
            yield fault(record, place, f"编号 {id_} 在本文件中已经用过", "换一个没有用过的编号")
        ids.add(id_)


@rule("", "调整与原计划相符", basis="form")
def amendment_fits_plan(dossier: Dossier) -> Iterator[Fault]:
    """计划调整针对档案中的计划，编号相符。

    增加的课程编号是新的，修改和取消的课程编号在计划中；取消的也可以是计划中的活动。至少调整一门课程或一项活动。
    """
    for amendment in dossier.amendments:
        if not (amendment.add or amendment.replace or amendment.drop):
            yield fault(
                amendment,
                "",
                "没有增加、修改或取消任何课程",
                "填写“增加”“修改”或“取消”；没有要调整的不录入",
            )
        if dossier.get_plan(amendment.year) is None:
            yield fault(
                amendment,
                "/year",
                f"档案中没有 {amendment.year} 年度计划",
                "先录入年度计划（plan），或核对年度",
            )
            continue
        activities = list_activities(dossier, amendment.year)
        yield from _find_misfit_rows(amendment, _list_rows_before(dossier, amendment), activities)


@rule("", "调整依次编号", "warning", basis="convention", after=("amendment-fits-plan",))
def amendments_numbered_in_turn(dossier: Dossier, register: Register) -> Iterator[Fault]:
    """一个年度的计划调整从 1 起依次编号，网站照序号写是第几次调整。

    作废了的，序号照算。以前的调整只有纸质的，可以保留。
    """
    contents = register.read_folder(dossier.folder)
    repaired = [way.source for way in list_ways(dossier.repairs)]
    there = {get_stem(each) for each in (*contents.filed, *contents.invalid, *repaired)}
    last: dict[int, int] = {}
    for amendment in sorted(dossier.amendments, key=attrgetter("year", "number")):
        year, number = amendment.year, amendment.number
        between = range(last.get(year, 0) + 1, number)
        last[year] = number
        if lacking := [str(each) for each in between if f"{year}-amendment-{each}" not in there]:
            message = f"这是第 {number} 次调整，登记册中没有 {year} 年度的第 {'、'.join(lacking)} 次"
            mend = (
                f"漏录的先录入（amendment）；序号写错的，改这里和文件名（{year}-amendment-{lacking[0]}.yml）；"
                "以前的只有纸质的可以保留"
            )
            yield fault(amendment, "/number", message, mend)


@rule("17", "先通过计划，后报调整", "warning", basis="convention", after=("amendment-fits-plan",))
def amendment_follows_passed_plan(dossier: Dossier) -> Iterator[Fault]:
    """计划调整的报送不早于计划通过。

    办法没有写年中怎样调整计划的，另报调整、另外通过是登记册的理解。
    """
    for amendment in dossier.amendments:
        plan = dossier.get_plan(amendment.year)
        if plan is None:
            continue
        since = find_passing_day(dossier, plan.steps)
        late = since is None or amendment.steps[0].date < since
        if late and not is_unpassed_by_transfer(dossier, plan.year):
            passed = f"于 {since} 通过" if since else "未见通过记录"
            message = f"计划{passed}，调整于 {amendment.steps[0].date} 报送；应先通过计划，后报调整"
            sent = amendment.steps[0].date
            # Once a side has passed the plan its rows stay: then an amendment is the only way to change one.
            is_fixed = any(each.action == StepAction.PASSED and each.date <= sent for each in plan.steps)
            mend = "计划通过之前直接修改计划，不作调整"
            if is_fixed:
                mend = "另一方退回、要改课程的可以这样报，别的等计划通过以后再报"
            yield fault(amendment, "/steps/0/date", message, f"{mend}；确实如此的可以保留")


@rule("17", "年度终了以后的调整", "warning", basis="convention", after=("amendment-fits-plan",))
def amendment_within_its_year(dossier: Dossier) -> Iterator[Fault]:
    """计划调整在计划的年度之内报送；修改、取消那时还在办的跨年班，可以在下一年报送。

    年度过去以后才报的调整，没有课程还能照它举办，只改变那一年的合计和交代。办法没有写的，这是登记册的理解。
    """
    for amendment in dossier.amendments:
        sent = amendment.steps[0].date
        if sent.year <= amendment.year:
            continue
        going_on = find_going_on(dossier, amendment.year, sent)
        rows = {
            "增加": [each.id for each in amendment.add],
            "修改": [each.id for each in amendment.replace if each.id not in going_on],
            "取消": [id_ for id_ in amendment.drop if id_ not in going_on],
        }
        if what := "，".join(f"{word} {'、'.join(ids)}" for word, ids in rows.items() if ids):
            message = f"调整于 {sent} 报送，{amendment.year} 年度已经过去；{what}"
            mend = "核对年度和报送日期；没有举办的课程在总结的 not_run 中写明原因；确实如此的如实保留"
            yield fault(amendment, "/steps/0/date", message, mend)


def _list_rows_before(dossier: Dossier, amendment: Amendment) -> set[str]:
    plan = dossier.get_plan(amendment.year)
    rows = {each.id for each in plan.courses} if plan else set()
    # Only those that have passed: of the others no row has become another.
    for earlier in dossier.get_amendments(amendment.year):
        if earlier.number < amendment.number and find_passing_day(dossier, earlier.steps):
            rows = (rows | {each.id for each in earlier.add}) - set(earlier.drop)
    return rows


def _find_misfit_rows(amendment: Amendment, rows: set[str], activities: Collection[str]) -> Iterator[Fault]:
    """Rows of an amendment that add what the plan has, or change and drop what it has not."""
    for i, course in enumerate(amendment.add):
        if course.id in rows or course.id in activities:
            message = f"增加的课程编号 {course.id} 已在计划中"
            yield fault(amendment, f"/add/{i}/id", message, "换新编号；修改原课程的写在“修改”中")
    named = [(f"/replace/{i}/id", course.id) for i, course in enumerate(amendment.replace)]
    named += [(f"/drop/{i}", id_) for i, id_ in enumerate(amendment.drop) if id_ not in activities]
    for place, id_ in named:
        if id_ not in rows:
            yield fault(amendment, place, f"计划中没有编号为 {id_} 的课程", name_courses(rows))


@rule("17", "首次计划", "warning", basis="convention", after=("plan-of-listed-years",))
def initial_plan_type(dossier: Dossier) -> Iterator[Fault]:
    """列入名单当年的计划为首次计划，以后各年为年度计划。"""
    joined = list_joined_years(dossier)
    for plan in dossier.plans:
        wanted = PlanType.FIRST if plan.year in joined else PlanType.YEARLY
        if plan.type != wanted and dossier.batches:
            when = "是" if plan.year in joined else "不是"
            message = f"{plan.year} 年{when}列入当年，计划类型应为“{wanted}”，写的是“{plan.type}”"
            yield fault(plan, "/type", message, "核对类型和年度")


@rule("17", "列入之前没有计划", "warning", basis="convention")
def plan_of_listed_years(dossier: Dossier) -> Iterator[Fault]:
    """计划和总结的年度不早于列入名单之年。"""
    first = min((day.year for day in get_publication_days(dossier.batches)), default=None)
    records: list[Plan | Summary] = [*dossier.plans, *dossier.summaries]
    for record in records:
        if first is None or record.year < first:
            when = f" {first} 年才列入名单" if first else "没有列入过名单"
            yield fault(record, "/year", f"年度为 {record.year}，机构{when}", "核对年度")


@rule("17", "名单中的机构报送", "warning", basis="convention", after=("plan-of-listed-years",))
def reported_while_listed(dossier: Dossier) -> Iterator[Fault]:
    """计划和调整在机构列入名单期间报送，总结的年度中有列入名单的日子。

    暂停开班、不得再次报备的期间，机构还在名单中的，照常报送。登记册如实记录已经发生的事，所以只作提醒。
    """
    mend = "核对{}和名单、终止、退出的记录；确实如此的如实保留"
    for record in dossier.plans_and_amendments:
        sent = record.steps[0].date
        # What is done on one day is taken in whichever order is lawful: on the day of the end, before it.
        if not is_listed(dossier, sent) and not is_listed(dossier, subtract_day(sent)):
            label = derive_filing_state(dossier, sent).label
            message = f"{sent} 报送，当天机构的状态是“{label}”，应在名单中"
            yield fault(record, "/steps/0/date", message, mend.format("报送日期"))
    for summary in dossier.summaries:
        if not is_listed_within(dossier, summary.year):
            label = derive_filing_state(dossier, get_year_end(summary.year)).label
            message = f"{summary.year} 年机构的状态是“{label}”，全年都不在名单中"
            yield fault(summary, "/year", message, mend.format("年度"))


@rule("17", "按期报送", "info", reads=("annual_deadline", "deadline_rolls"))
def received_in_time(dossier: Dossier) -> Iterator[Fault]:
    """本年度总结和下一年度计划在期限内报送。

    晚于期限的如实记录，供考核时参考。列入当年的计划没有期限。报送齐全指人社部门和业务主管部门都已收到。
    """
    joined = list_joined_years(dossier)
    records: list[tuple[Plan | Summary, int]] = [(each, each.year) for each in dossier.summaries]
    records += [(each, each.year - 1) for each in dossier.plans if each.year not in joined]
    for record, year in records:
        # As on the last of all days: whether it came late is the same whenever one asks.
        report = judge_receipt(dossier, record, year, dt.date.max)
        if report and report.code == "late":
            message = f"{report.received} 才报送齐全，期限为 {report.due}"
            yield fault(record, "/steps", message, "如实记录即可", on_key=True)


@rule("17", "到期未见报送", "warning", scope="clock", reads=("annual_deadline", "deadline_rolls"))
def yearly_reports_due(dossier: Dossier, register: Register, day: dt.date) -> Iterator[Fault]:
    """期限已过，登记册中还没有本年度总结或下一年度计划的报送记录。"""
    for duty in derive_duties(dossier, day):
        if duty.overdue and duty.code in ("summary", "plan"):
            to = "、".join(register.tables.get_name(each) for each in duty.to)
            message = f"{duty.label}的期限是 {duty.due}，未见报送{to}的记录"
            mend = f"已经报送的请录入（{duty.code}）；没有报送的请提醒机构"
            if duty.year and is_without_plan(dossier, duty.code, duty.year):
                why = f"登记册里没有 {duty.year} 年度的计划，总结对照计划"
                mend = f"{why}：已经报送的先录入计划（plan），再录入总结（summary）；没有报送的请提醒机构"
            yield fault(dossier.institution, "", message, mend)
