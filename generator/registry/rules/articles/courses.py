"""Articles 7(5), 12 and 13: what the rows of a plan state, and whom they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...display import format_number
from ...lifecycle.fold import fold_filing
from ...lifecycle.plans import collect_wordings
from ...model.dossier import Dossier
from ...model.kinds import (
    Amendment,
    Course,
    CourseSubject,
    GeneralTeaching,
    Mode,
    Plan,
    ServiceForm,
    Summary,
)
from ...model.summaries import list_placed_runs
from ..course_rows import find_last_class_day, get_courses, has_remote, list_rows
from ..rule import Fault, fault, rule

REMOTE_FIRST = "机构开展远程教学的，先录入变更（change，项目 modes）或再次申请"
COMMISSIONED = frozenset(
    {ServiceForm.COMMISSIONED_TRAINING, ServiceForm.COMMISSIONED_SEMINAR, ServiceForm.COMMISSIONED_STUDY}
)


@rule("", "远程课时的填写", basis="form")
def remote_hours_fit(record: Plan | Amendment | Summary) -> Iterator[Fault]:
    """新增远程课时不多于该课程的课时；面授课程没有远程课时。"""
    if isinstance(record, Summary):
        # It tells no mode: against the plan's it is held by face-to-face-runs-have-no-remote-hours.
        rows = [(place, run.hours, run.new_remote_hours, "") for place, run, _ in list_placed_runs(record)]
    else:
        rows = [(place, each.hours, each.new_remote_hours, each.mode) for place, each in list_rows(record)]
    for place, hours, remote, mode in rows:
        if remote > hours:
            message = f"新增远程课时 {format_number(remote)} 多于课时 {format_number(hours)}"
            yield fault(
                record, f"{place}/new_remote_hours", message, "新增远程课时是课时的一部分，核对两个数"
            )
        elif remote and mode == Mode.FACE_TO_FACE:
            message = f"教学方式是面授，新增远程课时写的是 {format_number(remote)}，应为 0"
            yield fault(record, f"{place}/new_remote_hours", message, "核对教学方式和远程课时")


@rule("7(4)", "一门课程写一次", "warning", basis="convention")
def course_written_once(record: Plan | Amendment) -> Iterator[Fault]:
    """一门课程在计划中写一次，办几期写期数：名称、领域、教学方式、对象、课时、委托方全都相同的，是同一门。

    计划的课时每门课程计一次，写成几门就计了几次。办法没有写怎样计，这是登记册的理解。
    """
    courses = get_courses(record)
    # In most plans no two courses have one title.
    if len({course.title for course in courses}) == len(courses):
        return
    first: dict[tuple[object, ...], str] = {}
    for place, course in list_rows(record):
        key = course.title, course.field, course.mode, course.audience, course.hours, course.commission
        if (same := first.setdefault(key, course.id)) != course.id:
            hours = format_number(course.hours)
            message = f"课程 {course.id}“{course.title}”与 {same} 名称、对象和课时（{hours}）都相同"
            mend = (
                "同一门课程办几期的合为一门，期数写在 class_count；确实是两门课的，名称写得不同，或如实保留"
            )
            yield fault(record, f"{place}/title", message, mend)


@rule("7(5)", "远程课程与教学方式", "warning", basis="convention")
def remote_courses_within_modes(dossier: Dossier) -> Iterator[Fault]:
    """计划中有远程或混合课程的，不在计划中的课程有远程课时的，机构登记的教学方式含远程或混合。

    看报送之日（没有计划的看开班之日）和年度终了时的教学方式，有一天含就可以。办法没有写明要先登记的，这是登记册的理解。
    """
    for record in dossier.plans_and_amendments:
        rows = [(place, course) for place, course in list_rows(record) if course.mode != Mode.FACE_TO_FACE]
        # Remote teaching that was filed within the year is in time: the plan may have come before.
        days = record.steps[0].date, dt.date(record.year, 12, 31)
        if not rows or any(_teaches_remotely(dossier, day) for day in days):
            continue
        place = rows[0][0]
        ids = "、".join(course.id for _, course in rows)
        message = f"课程 {ids} 是远程或混合教学，机构登记的教学方式只有面授"
        yield fault(record, f"{place}/mode", message, f"{REMOTE_FIRST}；写错的核对课程的教学方式")
    for summary in dossier.summaries:
        planned = collect_wordings(dossier, summary.year)
        for place, run, _ in list_placed_runs(summary):
            days = run.from_, dt.date(summary.year, 12, 31)
            if (
                run.new_remote_hours
                and run.course not in planned
                and not any(_teaches_remotely(dossier, day) for day in days)
            ):
                hours = format_number(run.new_remote_hours)
                message = f"课程 {run.course} 有新增远程课时 {hours}，机构登记的教学方式只有面授"
                yield fault(summary, f"{place}/new_remote_hours", message, f"{REMOTE_FIRST}；写错的核对课时")


def _teaches_remotely(dossier: Dossier, day: dt.date) -> bool:
    """Whether an institution's filing has remote teaching on a day, or does not say; before it, as now."""
    filing = fold_filing(dossier, day)
    modes = filing["modes"] if filing else dossier.institution.modes
    return not modes or has_remote(modes)


@rule("", "公需科目施教机构", "warning", basis="convention")
def general_subject_by_designated(dossier: Dossier) -> Iterator[Fault]:
    """有文书指定公需科目施教机构的年度，计划中有公需科目的机构在指定之列。

    指定的文书和机构写在办法参数的“公需科目施教机构”中，一年之内有一天指定就可以；没有这样的文书的年度，不核对。
    指定是另外的文书，不是办法，所以只作提醒。
    """
    for record in dossier.plans_and_amendments:
        rows = [
            (place, course) for place, course in list_rows(record) if course.subject == CourseSubject.GENERAL
        ]
        lists = _list_designations(dossier, record.year) if rows else []
        if lists and not any(dossier.id in each.institutions for each in lists):
            # Once for a record, at its first such course: who was designated is the same for all of them.
            ids = "、".join(course.id for _, course in rows)
            documents = "、".join(each.document.number for each in lists)
            message = f"课程 {ids} 是公需科目，{record.year} 年度指定的施教机构（{documents}）中没有本机构"
            mend = "核对科目；另有文书指定的，在办法参数中填写 general_teaching；确实如此的如实保留"
            yield fault(record, f"{rows[0][0]}/subject", message, mend)


def _list_designations(dossier: Dossier, year: int) -> list[GeneralTeaching]:
    """Who was designated to teach general subjects on some day of a year, by the regulation at its end."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    lists = dossier.tables.find_regulation(last).general_teaching
    return [each for each in lists if each.from_ <= last and (each.to is None or each.to >= first)]


@rule("13", "委托方", "warning", basis="convention")
def commissioner_named(record: Plan | Amendment) -> Iterator[Fault]:
    """受委托举办的课程写明委托方。"""
    for place, course in list_rows(record):
        if course.form in COMMISSIONED and course.commission is None:
            message = f"课程 {course.id} 的服务形式是“{course.form}”，没有写明委托方"
            yield fault(
                record, f"{place}/form", message, "填写 commission（委托方类别和名称），或核对服务形式"
            )


@rule("13", "公益培训平等开放", "warning", basis="convention")
def public_benefit_open_to_all(record: Plan | Amendment) -> Iterator[Fault]:
    """公益性课程写明在什么地区或行业内平等开放；不限地区和行业的，填写平等开放。

    办法要求向本地区、本行业平等开放，所以只面向一个行业、一个县的公益培训班是可以的；
    要求在计划中写明范围，是登记册的理解。
    """
    for place, course in list_rows(record):
        benefit = course.public_benefit
        if benefit and not benefit.open_to_all and not benefit.scope:
            message = f"公益性课程 {course.id} 没有写明在什么地区或行业内平等开放"
            mend = (
                "填写 scope，如“面向本县各类医疗机构的护理人员”；不限地区和行业的，open_to_all 填 true；"
                "不是公益性课程的删去 public_benefit"
            )
            yield fault(record, f"{place}/public_benefit", message, mend, on_key=True)


@rule("", "跨年班的结束日期", basis="form")
def planned_end_fits_year(record: Plan | Amendment) -> Iterator[Fault]:
    """课程写了计划结束日期的，在计划的年度或下一年之内，不早于开课的第一个月。"""
    for place, course in list_rows(record):
        first = dt.date(record.year, min(course.months), 1)
        last = find_last_class_day(record.year)
        if course.until and not first <= course.until <= last:
            message = f"课程 {course.id} 的计划结束日期 {course.until} 应在 {first} 至 {last} 之间"
            mend = "核对年份和开课月份；班算在开班那一年的计划中，最迟办到下一年"
            yield fault(record, f"{place}/until", message, mend)


@rule("", "各期的日期", basis="form")
def planned_classes_fit(record: Plan | Amendment) -> Iterator[Fault]:
    """计划中逐期写了日期的，期次不重复、不多于期数；开班在计划的年度和开课月份之内，最迟办到下一年。

    另写了计划结束日期的，各期不晚于它结束。
    """
    for place, course in list_rows(record):
        if course.classes:
            yield from _find_misfits(record, place, course)


def _find_misfits(record: Plan | Amendment, place: str, course: Course) -> Iterator[Fault]:
    """What does not fit of the classes of a course."""
    numbers: set[int] = set()
    for i, class_ in enumerate(course.classes):
        at, what = f"{place}/classes/{i}", f"课程 {course.id} 第 {class_.class_number} 期"
        if class_.class_number in numbers:
            yield fault(record, f"{at}/class_number", f"{what}写了两次", "核对是第几期")
        elif course.class_count and class_.class_number > course.class_count:
            message = f"写了{what}，期数写的是 {course.class_count}"
            yield fault(record, f"{at}/class_number", message, "核对期数（class_count）和第几期")
        numbers.add(class_.class_number)
        if class_.to < class_.from_:
            message = f"{what}的结束日期 {class_.to} 早于开班日期 {class_.from_}"
            yield fault(record, f"{at}/to", message, "核对两个日期")
        elif class_.from_.year != record.year:
            message = f"{what}于 {class_.from_} 开班，不在 {record.year} 年度之内"
            yield fault(record, f"{at}/from", message, "班写在开班那一年的计划中；核对日期")
        elif class_.from_.month not in course.months:
            months = "、".join(f"{month}月" for month in course.months)
            message = f"{what}于 {class_.from_} 开班，开课月份写的是{months}"
            yield fault(record, f"{at}/from", message, "核对日期和开课月份（months）")
        elif class_.to > (last := course.until or find_last_class_day(record.year)):
            why = "计划结束日期" if course.until else "下一年年底"
            yield fault(record, f"{at}/to", f"{what}到 {class_.to} 结束，晚于{why} {last}", "核对日期")
