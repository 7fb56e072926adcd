"""Article 17 (with 6): yearly plans and summaries, their steps, and runs that follow a passed plan."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from ..lifecycle.calendar import annual_deadline
from ..lifecycle.duties import duties
from ..lifecycle.plans import courses, passed_on, received_on, sides_on
from ..model.kinds import Amendment, Plan, Receipt, Step, Summary
from ..model.register import Dossier, Register
from .rule import Fault, fault, rule

# Which step may follow which, for one authority; "" is the beginning.
NEXT = {"": {"报送"}, "报送": {"受理", "退回"}, "受理": {"通过", "退回"}, "退回": {"报送"}, "通过": set()}


@rule("17", "报备环节的先后")
def plan_steps_in_order(record: Plan | Amendment | Summary) -> Iterator[Fault]:
    """报送、受理、通过或退回按先后进行，日期不倒退。

    对同一机关：先报送，再受理，受理后通过或退回；退回后重新报送；通过后不再有环节。
    """
    last: dict[str, str] = {}
    before: dt.date | None = None
    for i, step in enumerate(record.steps):
        previous = last.get(step.authority, "")
        if step.action not in NEXT[previous]:
            allowed = "、".join(sorted(NEXT[previous])) or "没有别的环节"
            message = f"{step.authority} 的“{previous or '开始'}”之后是“{step.action}”，应为{allowed}"
            yield fault(record, f"/steps/{i}/action", message, "补上缺少的环节，或核对机关和先后")
        if before and step.date < before:
            message = f"日期 {step.date} 早于上一个环节的日期 {before}"
            yield fault(record, f"/steps/{i}/date", message, "环节按发生先后排列")
        last[step.authority] = step.action
        before = step.date


@rule("17", "报备机关")
def plan_steps_by_supervisors(dossier: Dossier) -> Iterator[Fault]:
    """计划、调整和总结报送给机构所在地区的人社部门和所属系统的业务主管部门，由它们受理、通过或退回。市人社局总可以办理。"""
    records: list[Plan | Amendment | Summary] = [*dossier.plans, *dossier.amendments, *dossier.summaries]
    for record in records:
        steps: tuple[Step | Receipt, ...] = record.steps
        for i, step in enumerate(steps):
            sides = sides_on(dossier, step.date)
            if step.authority not in sides.hrss | sides.departments:
                names = "、".join(dossier.tables.name_of(each) for each in sorted(sides.hrss | sides.departments))
                message = f"{dossier.tables.name_of(step.authority)}不是本机构的人社部门或业务主管部门，应为{names}"
                yield fault(record, f"/steps/{i}/authority", message, "核对机关编号，或先录入监督关系的调整")


@rule("17", "课程编号不重复")
def course_ids_unique(plan: Plan) -> Iterator[Fault]:
    """一年计划中课程和活动的编号不重复。"""
    places = [("courses", i, each.id) for i, each in enumerate(plan.courses)]
    places += [("activities", i, each.id) for i, each in enumerate(plan.activities)]
    seen: Counter[str] = Counter()
    for name, i, id_ in places:
        seen[id_] += 1
        if seen[id_] == 2:
            yield fault(plan, f"/{name}/{i}/id", f"编号 {id_} 已经用过", "换一个没有用过的编号")


@rule("17", "调整与原计划相符")
def amendment_fits_plan(dossier: Dossier) -> Iterator[Fault]:
    """计划调整针对已通过的计划：增加的编号是新的，修改和取消的编号在计划中，报送不早于计划通过。"""
    for amendment in dossier.amendments:
        plan = dossier.plan(amendment.year)
        if plan is None:
            yield fault(amendment, "/year", f"档案中没有 {amendment.year} 年度计划", "先录入计划，或核对年度")
            continue
        since = passed_on(dossier, plan.steps)
        if since is None or amendment.steps[0].date < since:
            message = f"计划{f'于 {since} 通过' if since else '未见通过记录'}，调整于 {amendment.steps[0].date} 报送"
            yield fault(amendment, "/steps/0/date", message, "计划通过之前直接修改计划，不作调整")
        yield from _rows_fit(amendment, _rows_before(dossier, amendment))


def _rows_before(dossier: Dossier, amendment: Amendment) -> set[str]:
    plan = dossier.plan(amendment.year)
    rows = {each.id for each in plan.courses} if plan else set()
    for earlier in dossier.amendments_of(amendment.year):
        if earlier.number < amendment.number and passed_on(dossier, earlier.steps):
            rows = (rows | {each.id for each in earlier.add}) - set(earlier.drop)
    return rows


def _rows_fit(amendment: Amendment, rows: set[str]) -> Iterator[Fault]:
    for i, course in enumerate(amendment.add):
        if course.id in rows:
            message = f"增加的课程编号 {course.id} 已在计划中"
            yield fault(amendment, f"/add/{i}/id", message, "换新编号；修改原课程用 replace")
    named = [(f"/replace/{i}/id", course.id) for i, course in enumerate(amendment.replace)]
    named += [(f"/drop/{i}", id_) for i, id_ in enumerate(amendment.drop)]
    for place, id_ in named:
        if id_ not in rows:
            yield fault(amendment, place, f"计划中没有编号为 {id_} 的课程", "核对课程编号")


@rule("17", "首次计划", "warning", basis="convention")
def initial_plan_type(dossier: Dossier) -> Iterator[Fault]:
    """列入名单当年的计划为首次计划，以后各年为年度计划。"""
    first = {each.announcement.published_on.year for each in dossier.batches if each.announcement}
    for plan in dossier.plans:
        if (plan.type == "首次") != (plan.year in first):
            message = f"{plan.year} 年{'不' if plan.type == '首次' else ''}是列入当年，计划类型写的是“{plan.type}”"
            yield fault(plan, "/type", message, "核对类型和年度")


@rule("17", "列入之前没有计划", "warning", basis="convention")
def plan_of_listed_years(dossier: Dossier) -> Iterator[Fault]:
    """计划和总结的年度不早于列入名单之年。"""
    first = min((each.announcement.published_on.year for each in dossier.batches if each.announcement), default=None)
    records: list[Plan | Summary] = [*dossier.plans, *dossier.summaries]
    for record in records:
        if first is None or record.year < first:
            when = f"{first} 年列入" if first else "没有列入过名单"
            yield fault(record, "/year", f"年度为 {record.year}，机构{when}", "核对年度")


@rule("17", "总结与计划相符")
def summary_names_planned_courses(dossier: Dossier) -> Iterator[Fault]:
    """总结中的课程都在该年度计划或通过的调整中。"""
    for summary in dossier.summaries:
        plan = dossier.plan(summary.year)
        known = set(courses(dossier, summary.year)) | ({each.id for each in plan.courses} if plan else set())
        for place, id_ in _named(summary):
            if id_ not in known:
                message = f"{summary.year}年度计划和通过的调整中没有课程 {id_}"
                yield fault(summary, place, message, "核对课程编号，或先录入计划调整")


def _named(summary: Summary) -> Iterator[tuple[str, str]]:
    """Where a summary names courses, with their ids."""
    for i, run in enumerate(summary.runs):
        yield f"/runs/{i}/course", run.course
    for i, supplement in enumerate(summary.supplements):
        for j, run in enumerate(supplement.runs):
            yield f"/supplements/{i}/runs/{j}/course", run.course
    for i, each in enumerate(summary.not_run):
        yield f"/not_run/{i}/course", each.course


@rule("17", "通过之后开班", "warning")
def runs_after_pass(dossier: Dossier) -> Iterator[Fault]:
    """课程在计划（或调整）通过之后开班。没有通过报备的计划不得实施。

    登记册如实记录已经发生的事，所以只作提醒；是否处理由主管机关决定。
    """
    for summary in dossier.summaries:
        planned = courses(dossier, summary.year)
        runs = [(f"/runs/{i}/from", run) for i, run in enumerate(summary.runs)]
        for i, supplement in enumerate(summary.supplements):
            runs += [(f"/supplements/{i}/runs/{j}/from", run) for j, run in enumerate(supplement.runs)]
        for place, run in runs:
            row = planned.get(run.course)
            if row is None:
                continue
            if row.since is None:
                message = f"课程 {run.course} 于 {run.from_} 开班，未见该计划的通过记录"
                yield fault(summary, place, message, "核对计划的环节是否录全")
            elif run.from_ < row.since:
                message = f"课程 {run.course} 于 {run.from_} 开班，早于通过日期 {row.since}"
                yield fault(summary, place, message, "核对两个日期；确实如此的如实保留")


@rule("17", "开班日期")
def run_dates(summary: Summary) -> Iterator[Fault]:
    """开班的起止日期在总结的年度之内，先起后止，不晚于统计截至（补充的不晚于补充日期）。"""
    runs = [(f"/runs/{i}", run, summary.as_of) for i, run in enumerate(summary.runs)]
    for i, supplement in enumerate(summary.supplements):
        runs += [(f"/supplements/{i}/runs/{j}", run, supplement.date) for j, run in enumerate(supplement.runs)]
    for place, run, known in runs:
        if run.to < run.from_:
            yield fault(summary, f"{place}/to", f"结束日期 {run.to} 早于开班日期 {run.from_}", "核对两个日期")
        elif run.from_.year != summary.year or run.to.year != summary.year:
            message = f"{run.from_} 至 {run.to} 不在 {summary.year} 年度之内"
            yield fault(summary, f"{place}/from", message, "跨年的班按年度分开记录，或核对日期")
        elif run.to > known:
            message = f"结束日期 {run.to} 晚于统计截至日期 {known}"
            yield fault(summary, f"{place}/to", message, "尚未结束的班在结束后作为补充录入")


@rule("17", "课程都有交代", "warning", basis="convention")
def every_course_accounted_for(dossier: Dossier) -> Iterator[Fault]:
    """通过的计划中的每门课程，在总结中或有开班情况，或写明没有举办的原因。"""
    for summary in dossier.summaries:
        named = {id_ for _, id_ in _named(summary)}
        missing = [id_ for id_, row in courses(dossier, summary.year).items() if row.since and id_ not in named]
        if missing:
            message = f"计划中的课程 {'、'.join(missing)} 没有开班情况，也没有写明未举办的原因"
            yield fault(summary, "/runs", message, "补上开班情况，或在 not_run 中写明原因", on_key=True)


@rule("17", "按期报送", "info")
def received_in_time(dossier: Dossier) -> Iterator[Fault]:
    """本年度总结和下一年度计划在期限内报送。晚于期限的如实记录，供考核时参考。首次计划没有期限。"""
    records: list[tuple[Plan | Summary, int]] = [(each, each.year) for each in dossier.summaries]
    records += [(each, each.year - 1) for each in dossier.plans if each.type == "年度"]
    for record, year in records:
        received = received_on(dossier, record.steps)
        deadline = annual_deadline(dossier.tables.regulation_on(dt.date(year, 12, 31)), year)
        if received and received > deadline.day:
            yield fault(record, "/steps", f"{received} 报送齐全，期限为 {deadline.day}", "如实记录即可", on_key=True)


@rule("17", "到期未见报送", "warning", scope="clock")
def yearly_reports_due(dossier: Dossier, register: Register, day: dt.date) -> Iterator[Fault]:
    """期限已过，登记册中还没有本年度总结或下一年度计划的报送记录。"""
    for duty in duties(dossier, day):
        if duty.overdue and duty.code in ("summary", "plan"):
            to = "、".join(register.tables.name_of(each) for each in duty.to)
            message = f"{duty.label}：期限 {duty.due}，未见报送{to}的记录"
            yield fault(dossier.institution, "", message, "已经报送的请录入；没有报送的请提醒机构")
