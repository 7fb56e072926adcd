"""Article 7: the conditions that an institution meets, at its application and year by year."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from ...display import format_number
from ...lifecycle.duties import is_full_year, list_joined_years
from ...lifecycle.plans import collect_courses
from ...model.dossier import Dossier
from ...model.kinds import (
    Application,
    Course,
    Institution,
    ManagementSystemKind,
    Parameters,
    PersonsUnit,
    Plan,
    Summary,
    Teachers,
)
from ...model.measures import Measure, measure_courses, measure_runs
from ...model.register import Register
from ...model.summaries import list_runs
from ..course_rows import has_remote, list_rows
from ..rule import Fault, fault, rule

# What was held cannot be made good afterwards: whether it matters is for whoever assesses the year.
AS_IT_WAS = "如实记录即可；是否影响考核由考核机关判断"


def count_teachers(teachers: Teachers) -> int:
    """How many teachers of all levels there are, full-time or part-time."""
    both = teachers.full_time, teachers.part_time
    return sum(each.senior + each.associate + each.intermediate + each.other for each in both)


@rule("7(1)", "有师资", condition=True)
def has_teachers(institution: Institution) -> Iterator[Fault]:
    """机构有专职或兼职教师。师资水平由评审组判断。"""
    # Where they are not stated at all, institution-is-complete says so.
    if institution.teachers and not count_teachers(institution.teachers):
        message = "专职、兼职教师人数都是 0，应有教师"
        yield fault(institution, "/teachers", message, "填写各职称层级的实际人数")


@rule("7(2)", "有管理人员", condition=True)
def has_administrators(institution: Institution) -> Iterator[Fault]:
    """机构有专职或兼职的继续教育管理人员。"""
    number = institution.administrators
    if number and not number.full_time + number.part_time:
        message = "专职、兼职管理人员人数都是 0，应有管理人员"
        yield fault(institution, "/administrators", message, "填写实际人数")


@rule("7(2)", "八项管理制度", condition=True, after=("institution-is-complete",))
def eight_management_systems(institution: Institution) -> Iterator[Fault]:
    """办法点名的八项管理制度齐全。

    八项为教学组织、学员考核、教学科研、培训登记、培训经费、后勤保障、效果评估、跟踪反馈；办法的列举没有穷尽，别的制度可以另加。
    """
    declared = {each.kind for each in institution.management_systems}
    missing = [each for each in ManagementSystemKind if each not in declared]
    if missing:
        message = f"办法点名的八项管理制度缺少 {len(missing)} 项：{'、'.join(missing)}"
        yield fault(institution, "/management_systems", message, "逐项补上制度名称和日期", on_key=True)


@rule("7(3)", "有固定教室", condition=True, after=("institution-is-complete",))
def has_classrooms(institution: Institution) -> Iterator[Fault]:
    """机构有固定教室。逐间填写，或者只填合计。"""
    total = institution.classroom_total
    if not institution.classrooms and not (total and total.rooms):
        message = "没有填写固定教室，应至少有一间"
        mend = "逐间填写 classrooms 的名称、面积和座位；只知道总数的填 classroom_total"
        place = "/classroom_total/rooms" if total else "/classrooms"
        yield fault(institution, place, message, mend, on_key=True)


@rule("7(3)", "实训场所", condition=True)
def practice_site_where_needed(institution: Institution) -> Iterator[Fault]:
    """领域标明需要实训的，有实训场所或合作单位。"""
    needing = [each.name for each in institution.fields if each.practice]
    if needing and not institution.practice_sites:
        message = f"{'、'.join(needing)}需要实训，应有实训场所或合作单位，没有填写"
        mend = "填写 practice_sites，或核对 practice 是否应为 false"
        yield fault(institution, "/fields", message, mend, on_key=True)


@rule("7(5)", "远程平台", condition=True)
def remote_platform(institution: Institution) -> Iterator[Fault]:
    """开展远程或混合教学的，有能够网上培训和互动交流的平台。"""
    if not has_remote(institution.modes):
        return
    if institution.platform is None:
        message = "教学方式含远程或混合，应有远程平台，没有填写"
        yield fault(institution, "/modes", message, "填写 platform 一项", on_key=True)
    elif not institution.platform.interactive:
        message = "远程平台应支持网上互动交流，填写的是不支持"
        yield fault(institution, "/platform/interactive", message, "核对平台功能后填写")


@rule("7(4)", "申报课时和人数", condition=True, reads=("min_hours", "min_persons"))
def declared_capacity(application: Application, register: Register) -> Iterator[Fault]:
    """申报的每年课时和人数不低于规定的下限。"""
    parameters = register.tables.find_regulation(application.date).parameters
    for name, number, wanted, unit in (
        ("hours", application.declared.hours, parameters.min_hours, "课时"),
        ("persons", application.declared.persons, parameters.min_persons, "人"),
    ):
        # None: this city's regulation names no such number, and none is put in its place.
        if wanted is not None and number < wanted:
            message = f"申报每年 {format_number(number)} {unit}，应不少于 {format_number(wanted)} {unit}"
            yield fault(application, f"/declared/{name}", message, "与申请表核对；确实不足的，评审不能通过")


@rule("7(5)", "申报新增远程课时", condition=True, reads=("min_new_remote_hours",))
def declared_remote_hours(application: Application, register: Register) -> Iterator[Fault]:
    """开展远程教育的，申报的每年新增远程课时不低于规定的下限。"""
    wanted = register.tables.find_regulation(application.date).parameters.min_new_remote_hours
    # By what it applies for: what it teaches by now may be something else.
    hours = application.declared.new_remote_hours
    if wanted is not None and has_remote(application.filing.modes) and hours < wanted:
        message = f"申报每年新增远程课时 {format_number(hours)}，应不少于 {format_number(wanted)}"
        yield fault(
            application, "/declared/new_remote_hours", message, "与申请表核对；确实不足的，评审不能通过"
        )


@rule("7(4)", "年度计划课时", "warning", waivable=True, reads=("min_hours",))
def plan_hours(dossier: Dossier) -> Iterator[Fault]:
    """年度计划（含通过的调整）的课程课时合计不低于规定的下限。

    每门课程计一次，办几期也只计一次；总结也这样计。列入当年不满一年，不适用。
    """
    for plan, planned, parameters in _list_full_year_plans(dossier):
        hours = measure_courses(planned).course_hours
        yield from _compare_total(plan, "课程课时", hours, parameters.min_hours)


@rule("7(4)", "年度计划人数", "warning", waivable=True, reads=("min_persons",))
def plan_persons(dossier: Dossier) -> Iterator[Fault]:
    """年度计划（含通过的调整）的人数合计不低于规定的下限。

    各门课程相加，是人次；人次都不到下限的，人数也不到。列入当年不满一年，不适用。
    """
    for plan, planned, parameters in _list_full_year_plans(dossier):
        persons = measure_courses(planned).attendances
        yield from _compare_total(plan, "人次", persons, parameters.min_persons, " 人")


@rule("7(5)", "年度计划新增远程课时", "warning", waivable=True, reads=("min_new_remote_hours",))
def plan_remote_hours(dossier: Dossier) -> Iterator[Fault]:
    """开展远程教育的，年度计划的新增远程课时合计不低于规定的下限。

    计划中有远程或混合课程的年度，才算开展。列入当年不满一年，不适用。
    """
    for plan, planned, parameters in _list_full_year_plans(dossier):
        if has_remote(course.mode for course in planned):
            hours = measure_courses(planned).new_remote_hours
            yield from _compare_total(plan, "新增远程课时", hours, parameters.min_new_remote_hours)


def _list_full_year_plans(dossier: Dossier) -> Iterator[tuple[Plan, list[Course], Parameters]]:
    """The plans of years after the one of listing, whatever type they state."""
    joined = list_joined_years(dossier)
    for plan in dossier.plans:
        if plan.year not in joined and any(year < plan.year for year in joined):
            planned = [each.course for each in collect_courses(dossier, plan.year).values()]
            yield plan, planned, dossier.tables.find_regulation(plan.steps[0].date).parameters


def _compare_total(
    plan: Plan, what: str, number: float, wanted: float | None, unit: str = ""
) -> Iterator[Fault]:
    # At the plan, though an amendment may have lowered it: a waiver is of the year, and so is this.
    if wanted is not None and number < wanted:
        limit = f"{format_number(wanted)}{unit}"
        message = f"{plan.year} 年度计划的{what}合计 {format_number(number)}，应不少于 {limit}"
        yield fault(plan, "/courses", message, "补充课程后重报，或另报计划调整（amendment）", on_key=True)


@rule("7(4)", "总结课时和人数", "info", reads=("min_hours", "min_persons"))
def summary_totals(dossier: Dossier) -> Iterator[Fault]:
    """完整年度的总结，课程课时和人数低于下限的，供考核时参考。

    每门课程计一次，按课时最多的一期，同计划一样；各期课时之和是办班课时，不同下限比较。
    """
    for summary, parameters in _list_full_year_summaries(dossier):
        held = measure_runs(list_runs(summary))
        persons, unit = summary.persons.count, summary.persons.unit
        hours, wanted = parameters.min_hours, parameters.min_persons
        if hours is not None and held.course_hours < hours:
            message = f"{summary.year} 年度总结的课程课时合计 {_describe_classes(held)}，"
            message += f"下限为 {format_number(hours)}"
            yield fault(summary, "/runs", message, AS_IT_WAS, on_key=True)
        if wanted is not None and persons < wanted:
            message = f"{summary.year} 年度总结的人数合计 {persons} {unit}，下限为 {wanted} 人"
            yield fault(summary, "/persons/count", message, AS_IT_WAS)


def _describe_classes(held: Measure) -> str:
    """The hours of courses, with those of all classes where they are more."""
    hours, of_classes = held.course_hours, held.class_hours or 0
    beside = f"（办班课时 {format_number(of_classes)}）" if of_classes > hours else ""
    return format_number(hours) + beside


@rule("7(5)", "同一门课程再次新增", "info", basis="convention")
def remote_hours_new_once(dossier: Dossier) -> Iterator[Fault]:
    """一门课程的远程课时算作新增，只在第一年；以后各年的计划又写新增的，请核对是不是新做的内容。

    同名的算一门。办法要求的是每年新增的课程，怎样算新增没有写，这是登记册的理解。
    """
    first: dict[str, int] = {}
    for record in sorted(dossier.plans_and_amendments, key=attrgetter("year")):
        for place, course in [row for row in list_rows(record) if row[1].new_remote_hours]:
            year = first.setdefault(course.title, record.year)
            if year != record.year:
                message = (
                    f"课程 {course.id}“{course.title}”在 {year} 年度计划中已经新增过，这里又写了新增远程课时"
                )
                mend = "照旧举办的，new_remote_hours 填 0；有新做的内容的，填新做的课时，如实保留"
                yield fault(record, f"{place}/new_remote_hours", message, mend)


@rule("7(5)", "总结新增远程课时", "info", reads=("min_new_remote_hours",))
def summary_remote_hours(dossier: Dossier) -> Iterator[Fault]:
    """计划中有远程或混合课程的完整年度，总结的新增远程课时低于下限的，供考核时参考。

    每门课程计一次，同计划一样。
    """
    for summary, parameters in _list_full_year_summaries(dossier):
        planned = collect_courses(dossier, summary.year).values()
        hours = measure_runs(list_runs(summary)).new_remote_hours
        wanted = parameters.min_new_remote_hours
        if has_remote(each.course.mode for each in planned) and wanted is not None and hours < wanted:
            limit = format_number(wanted)
            message = f"{summary.year} 年度总结的新增远程课时合计 {format_number(hours)}，下限为 {limit}"
            yield fault(summary, "/runs", message, AS_IT_WAS, on_key=True)


def _list_full_year_summaries(dossier: Dossier) -> Iterator[tuple[Summary, Parameters]]:
    for summary in dossier.summaries:
        if is_full_year(dossier, summary.year):
            yield summary, dossier.tables.find_regulation(summary.as_of).parameters


@rule("7(4)", "人数按人计", "warning", basis="convention")
def summary_counts_persons(dossier: Dossier) -> Iterator[Fault]:
    """总结的培训总人数按人计；只有人次的，请核实去重。"""
    for summary in dossier.summaries:
        if summary.persons.unit == PersonsUnit.ATTENDANCES:
            message = "培训总人数按“人次”填写；办法写的是多少名，登记册的理解是按“人”计"
            yield fault(summary, "/persons/unit", message, "能去重的改填人数；确实只有人次的可以保留")
