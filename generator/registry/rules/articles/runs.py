"""Article 17 (with 6): what was held follows a passed plan, and the summary tells of each of its courses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.plans import (
    CourseHistory,
    collect_courses,
    list_activities,
    list_course_ids,
    trace_courses,
)
from ...lifecycle.transfers import is_unpassed_by_transfer
from ...model.dossier import Dossier
from ...model.kinds import Run, Summary
from ...model.summaries import list_placed_runs
from ..course_rows import find_last_class_day, name_courses
from ..rule import Fault, fault, rule


@rule("17", "总结与计划相符", "warning", basis="convention")
def summary_names_planned_courses(dossier: Dossier) -> Iterator[Fault]:
    """总结中的课程都在该年度计划或通过的调整中；没有举办的，也可以是计划中的活动。

    登记册如实记录已经发生的事，所以只作提醒；是否处理由主管机关决定。
    """
    for summary in dossier.summaries:
        if not any(plan.year == summary.year for plan in dossier.plans):
            yield from _tell_no_plan(summary)
            continue
        courses = trace_courses(dossier, summary.year)
        activities = list_activities(dossier, summary.year)
        for place, id_ in _list_named(summary):
            # An activity may be listed as not held; it never has a class.
            if id_ in courses or (id_ in activities and place.startswith("/not_run/")):
                continue
            is_written = id_ in list_course_ids(dossier, summary.year)
            if is_written and is_unpassed_by_transfer(dossier, summary.year):
                continue  # reported once, of the transfer
            if id_ in activities:
                message = f"{id_} 是 {summary.year} 年度计划中的活动，不是课程，没有开班情况"
                mend = "活动的开展情况写在总结（text）中；办成了课程的先录入计划调整（amendment）"
            else:
                message = f"{summary.year} 年度计划和通过的调整中没有课程 {id_}"
                mend = f"{name_courses(courses)}；或先录入计划调整（amendment）；确实办在计划之外的如实保留"
            yield fault(summary, place, message, mend)


def _tell_no_plan(summary: Summary) -> Iterator[Fault]:
    """That the courses of a summary are in no plan, since there is none of its year: reported once."""
    if places := [*_list_named(summary)]:
        count = len({id_ for _, id_ in places})
        message = f"档案中没有 {summary.year} 年度计划，总结中的 {count} 门课程都不在计划中"
        mend = "核对机构和年度；计划还没有录入的先录入（plan）；确实没有计划的如实保留"
        yield fault(summary, places[0][0], message, mend)


def _list_named(summary: Summary) -> Iterator[tuple[str, str]]:
    """Where a summary names courses, with their ids."""
    for place, run, _ in list_placed_runs(summary):
        yield f"{place}/course", run.course
    for i, course in enumerate(summary.not_run):
        yield f"/not_run/{i}/course", course.course


@rule("17", "通过之后开班", "warning")
def runs_after_pass(dossier: Dossier) -> Iterator[Fault]:
    """开班期间的每一天，课程都在通过的计划（或调整）中：通过之后开班，取消之前结束。没有通过报备的计划不得实施。

    查验也这样看。跨年的班看开班那一年的计划。计划整个没有通过的，一份总结只提醒一次。
    登记册如实记录已经发生的事，所以只作提醒；是否处理由主管机关决定。
    """
    mend = "核对日期和计划的环节；确实如此的如实保留"
    for summary in dossier.summaries:
        if is_unpassed_by_transfer(dossier, summary.year):
            continue  # reported once, of the transfer
        courses = trace_courses(dossier, summary.year)
        unpassed = []
        for place, run, _ in list_placed_runs(summary):
            # Another finding says that a run of another year stands here: no plan of this year is its own.
            if run.course not in courses or run.from_.year != summary.year:
                continue
            if courses[run.course].passed is None:
                unpassed.append((place, run))
            elif problem := _explain_not_in_plan(courses[run.course], run):
                message = f"课程 {run.course} 于 {run.from_} 开班，{problem}"
                yield fault(summary, f"{place}/from", message, mend)
        for place, run in unpassed[:1]:
            more = f"，其后还有 {len(unpassed) - 1} 期也是这样" if len(unpassed) > 1 else ""
            message = f"课程 {run.course} 于 {run.from_} 开班，未见该计划的通过记录{more}"
            yield fault(summary, f"{place}/from", message, mend)


def _explain_not_in_plan(standing: CourseHistory, run: Run) -> str:
    if standing.passed and run.from_ < standing.passed:
        return f"早于计划通过日期 {standing.passed}"
    if standing.dropped and run.from_ >= standing.dropped:
        return f"该课程已于 {standing.dropped} 取消"
    if standing.dropped and run.to >= standing.dropped:
        return f"办到 {run.to}，该课程已于 {standing.dropped} 取消"
    return ""


@rule("", "开班日期", basis="form")
def run_dates(summary: Summary) -> Iterator[Fault]:
    """开班日期在总结的年度之内，结束不早于开班，最迟到下一年，不晚于统计截至。

    跨年的班算在开班那一年，整班记一次，不拆开；总结报送时还没有结束的，结束后作为补充录入。
    补充的开班不晚于补充日期。
    """
    for place, run, day in list_placed_runs(summary):
        until = "补充日期" if place.startswith("/supplements/") else "统计截至日期"
        if run.to < run.from_:
            yield fault(summary, f"{place}/to", f"结束日期 {run.to} 早于开班日期 {run.from_}", "核对两个日期")
        elif run.from_.year != summary.year:
            message = f"开班日期 {run.from_} 不在 {summary.year} 年度之内"
            mend = f"班记在开班那一年的总结中：录入 {run.from_.year} 年度总结（或它的补充），或核对日期"
            yield fault(summary, f"{place}/from", message, mend)
        elif run.to > find_last_class_day(summary.year):
            message = f"{run.from_} 开班，{run.to} 才结束；跨年的班最迟到下一年"
            yield fault(summary, f"{place}/to", message, "核对结束日期，多半是年份写错；分期办的按期记录")
        elif run.to > day:
            message = f"结束日期 {run.to} 晚于{until} {day}"
            mend = "尚未结束的班在结束后作为补充（supplements）整班录入，跨年的也记在开班那一年"
            yield fault(summary, f"{place}/to", message, mend)


@rule("", "总结的日期", basis="form")
def summary_dates(summary: Summary) -> Iterator[Fault]:
    """统计截至在年度开始之后、报送之前，补充不早于统计截至。"""
    begun, handed_in = dt.date(summary.year, 1, 1), summary.steps[0].date
    if summary.as_of < begun:
        yield fault(summary, "/as_of", f"统计截至 {summary.as_of} 早于 {summary.year} 年度", "核对日期和年度")
    elif summary.as_of > handed_in:
        message = f"统计截至 {summary.as_of} 晚于报送日期 {handed_in}"
        yield fault(summary, "/as_of", message, "统计截至填报送时的日期；其后的班作为补充（supplements）录入")
    for i, supplement in enumerate(summary.supplements):
        if supplement.date < summary.as_of:
            message = f"补充日期 {supplement.date} 早于统计截至 {summary.as_of}"
            yield fault(summary, f"/supplements/{i}/date", message, "核对两个日期")


@rule("17", "课程都有交代", "warning", basis="convention")
def every_course_accounted_for(dossier: Dossier) -> Iterator[Fault]:
    """通过的计划中的每门课程，在总结中或有开班情况，或写明没有举办的原因。"""
    for summary in dossier.summaries:
        named = {id_ for _, id_ in _list_named(summary)}
        planned = collect_courses(dossier, summary.year)
        # What has not passed must not be held (Article 17): nothing need be said of it.
        missing = [id_ for id_, row in planned.items() if row.since and id_ not in named]
        if missing:
            message = f"计划中的课程 {'、'.join(missing)} 没有开班情况，也没有写明未举办的原因"
            yield fault(summary, "/runs", message, "补上开班情况，或在 not_run 中写明原因", on_key=True)
