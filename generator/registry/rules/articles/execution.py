"""Articles 18 and 24: classes as they were held, what follows them, and whether all was listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ...display import format_number
from ...lifecycle.plans import collect_courses, collect_wordings
from ...lifecycle.status import find_interruption
from ...model.dossier import Dossier
from ...model.kinds import Amendment, Course, Mode, PersonsUnit, Plan, Run, Summary
from ...model.measures import find_class_count
from ...model.register import Register
from ...model.summaries import list_placed_runs, list_runs
from ..course_rows import get_courses, list_rows
from ..places import suggest_repair
from ..rule import Fault, fault, rule

DAY = 24 * 60  # minutes


@rule("18", "培训结束后的日期")
def follow_up_dates(summary: Summary) -> Iterator[Fault]:
    """建档和效果评估不早于培训结束，结果载入不早于开班。"""
    for placed in list_placed_runs(summary):
        place, run, _ = placed
        # Results may be entered while a long class goes on; its evaluation and archive need its end. Where
        # that is a slip, it is reported once, and not again of each day before it.
        end, ended = placed.likely_end, "培训结束" if placed.likely_end == run.to else "开班"
        for name, what, done, earliest, when in (
            ("evaluated_on", "效果评估", run.evaluated_on, end, ended),
            ("archived_on", "建档", run.archived_on, end, ended),
            ("results_entered_on", "结果载入", run.results_entered_on, run.from_, "开班"),
        ):
            if done and done < earliest:
                message = f"{what}日期 {done} 早于{when}日期 {earliest}"
                yield fault(summary, f"{place}/{name}", message, "核对两个日期")


@rule("18", "建档、评估、载入齐全", "info")
def follow_up_recorded(summary: Summary) -> Iterator[Fault]:
    """每次开班都有效果评估、建档和结果载入的日期。没有的供考核时参考。"""
    for place, run, _ in list_placed_runs(summary):
        titles = {"evaluated_on": "效果评估", "archived_on": "建档", "results_entered_on": "结果载入"}
        missing = [name for name in titles if getattr(run, name) is None]
        if missing:
            words = "、".join(titles[name] for name in missing)
            message = f"课程 {run.course}（{run.from_} 开班）没有{words}的日期"
            mend = f"已经完成的补填 {'、'.join(missing)}；没有完成的可以空着"
            yield fault(summary, place, message, mend)


@rule("18", "及时载入结果", "info", basis="target", reads=("results_target_days",))
def results_entered_in_time(summary: Summary, register: Register) -> Iterator[Fault]:
    """学习和考核结果在培训结束后的目标天数内载入。办法没有写明天数（如只说“及时”）的，天数是目标。"""
    target = register.tables.find_regulation(summary.as_of).parameters.results_target_days
    for place, run, _ in list_placed_runs(summary):
        days = (run.results_entered_on - run.to).days if run.results_entered_on else 0
        if target and days > target:
            message = f"培训结束后 {days} 天载入结果，目标为 {target} 天内"
            yield fault(summary, f"{place}/results_entered_on", message, "如实记录即可")


@rule("", "课时与天数", "warning", basis="form", reads=("hour_minutes",))
def hours_fit_days(record: Plan | Amendment | Summary, register: Register) -> Iterator[Fault]:
    """一期的课时，在它的天数之内排得下：每天不多于二十四小时。逐期写了日期的计划也一样。"""
    # More than one day holds: of most records no class has so many hours, and no day need be looked at.
    longest = max((each.hours for each in _list_with_hours(record)), default=0)
    day = record.as_of if isinstance(record, Summary) else record.steps[0].date
    minutes = register.tables.find_regulation(day).parameters.hour_minutes or 0
    for place, course, first, last, hours in _list_classes(record) if longest * minutes > DAY else ():
        days = (last - first).days + 1
        # That it ends before it begins is said by others.
        if days > 0 and hours * minutes > days * DAY:
            whole = format_number(round(hours * minutes / 60, 1))
            message = f"课程 {course}（{first} 至 {last}，{days} 天）写的是 {format_number(hours)} 课时，"
            message += f"每课时 {minutes} 分钟，合 {whole} 小时，{days} 天排不下"
            yield fault(record, place, message, "核对起止日期和课时；课时填一期的，不填各期之和")


def _list_with_hours(record: Plan | Amendment | Summary) -> Sequence[Course | Run]:
    """What a record states hours of: the courses that it dates, or the classes."""
    if isinstance(record, Summary):
        return list_runs(record) if record.supplements else record.runs
    return [course for course in get_courses(record) if course.classes]


def _list_classes(
    record: Plan | Amendment | Summary,
) -> Iterator[tuple[str, str, dt.date, dt.date, float]]:
    """The classes that a record dates: where their hours stand, the course, the days, the hours."""
    if isinstance(record, Summary):
        for place, run, _ in list_placed_runs(record):
            yield f"{place}/hours", run.course, run.from_, run.to, run.hours
        return
    for place, course in list_rows(record):
        for class_ in course.classes:
            yield f"{place}/hours", course.id, class_.from_, class_.to, course.hours


@rule("24", "在名单中开班", "warning")
def runs_while_listed(dossier: Dossier) -> Iterator[Fault]:
    """开班的每一天，机构都在公布的名单中，没有暂停开班。

    暂停开班依据该决定。登记册如实记录已经发生的事，所以只作提醒；学时是否有效由人社部门审核确认。
    一份总结的各期都因为同一个状态的，只提醒一次。
    """
    mend = "核对开班日期和名单、暂停、终止的记录；确实如此的如实保留"
    for summary in dossier.summaries:
        runs = [*list_placed_runs(summary)]
        interrupted_runs = [
            (placed.place, placed.run, *interruption)
            for placed in runs
            if (interruption := find_interruption(dossier, placed.run.from_, placed.likely_end))
        ]
        states = {state for _, _, _, state in interrupted_runs}
        # Forty classes of an institution that was not listed have one cause, and are mended in one place.
        is_told_once = len(interrupted_runs) == len(runs) > 1 and len(states) == 1
        more = f"，这份总结的其余 {len(runs) - 1} 期也是这样" if is_told_once else ""
        for place, run, day, state in interrupted_runs[:1] if is_told_once else interrupted_runs:
            held = f"课程 {run.course} 于 {run.from_} 至 {run.to} 举办"
            message = f"{held}，{day} 机构的状态是“{state}”{more}"
            yield fault(summary, f"{place}/from", message, mend)


@rule("", "同一期班不重复", basis="form")
def runs_not_repeated(summary: Summary) -> Iterator[Fault]:
    """总结和补充中，同一期班只记一次。

    课程、期次、起止日期、地点、人数和课时全都相同的是同一期；同时举办的几个班，只要有一项不同就各记各的。
    """
    places: dict[tuple[object, ...], str] = {}
    for place, run, _ in list_placed_runs(summary):
        key = _make_run_key(run)
        if key in places:
            what = f"{run.from_} 至 {run.to}，{run.persons} 人，{format_number(run.hours)} 课时"
            message = f"课程 {run.course}（{what}）已经记在{_describe_place(places[key])}"
            mend = "还没有合并的删去一项；确实是同时举办的几个班，在各项写明地点（place），或核对人数和课时；"
            mend += suggest_repair(summary.path, _find_row(summary, place))
            yield fault(summary, place, message, mend)
        places.setdefault(key, place)


def _find_row(summary: Summary, place: str) -> str:
    """What is to be taken out with a run: a supplement with it where it holds no other."""
    supplement, _, _ = place.rpartition("/runs/")
    alone = supplement and len(summary.supplements[int(supplement.rpartition("/")[2])].runs) == 1
    return supplement if alone else place


def _describe_place(place: str) -> str:
    """A run's place in its summary, in words."""
    *supplement, run = (int(each) + 1 for each in place.split("/") if each.isdecimal())
    return f"第 {supplement[0]} 次补充的第 {run} 项" if supplement else f"开班情况的第 {run} 项"


def _make_run_key(run: Run) -> tuple[object, ...]:
    """What two records of one run have in common."""
    return run.course, run.class_number, run.from_, run.to, run.place, run.persons, run.hours


@rule("", "期次与计划相符", "warning", basis="form")
def class_numbers_fit(dossier: Dossier) -> Iterator[Fault]:
    """开班情况写了是计划中的第几期的，一门课程的期次不重复，不多于计划的期数。

    期数看计划和通过的调整；计划没有写期数的，只看重复。确实多办了几期的如实保留。
    """
    for summary in dossier.summaries:
        planned = collect_courses(dossier, summary.year)
        numbers: set[tuple[str, int]] = set()
        for place, run, _ in list_placed_runs(summary):
            if run.class_number is None:
                continue
            count = find_class_count(planned[run.course].course) if run.course in planned else None
            what = f"课程 {run.course}（{run.from_} 开班）写的是第 {run.class_number} 期"
            if (run.course, run.class_number) in numbers:
                yield fault(summary, f"{place}/class_number", f"{what}，这一期已经记过", "核对是第几期")
            elif count and run.class_number > count:
                message = f"{what}，计划只有 {count} 期"
                mend = "核对是第几期；确实多办了的如实保留，或先录入通过的计划调整（amendment）"
                yield fault(summary, f"{place}/class_number", message, mend)
            numbers.add((run.course, run.class_number))


@rule("17", "面授班没有远程课时", "warning", basis="convention", after=("remote-hours-fit",))
def face_to_face_runs_have_no_remote_hours(dossier: Dossier) -> Iterator[Fault]:
    """计划和通过的调整都写作面授的课程，开班情况中没有新增远程课时。

    改成远程或混合教学的，先报计划调整；调整通过之后，登记册不再指出。登记册如实记录已经发生的事，所以只作提醒。
    """
    for summary in dossier.summaries:
        modes = {
            id_: {each.mode for each in rows} for id_, rows in collect_wordings(dossier, summary.year).items()
        }
        for place, run, _ in list_placed_runs(summary):
            # In every wording: once a passed amendment has made it remote, its hours are as planned.
            if run.new_remote_hours and modes.get(run.course) == {Mode.FACE_TO_FACE}:
                hours = format_number(run.new_remote_hours)
                message = f"课程 {run.course} 在计划中是面授，这一期写了新增远程课时 {hours}"
                mend = (
                    "核对课程编号和课时；改成远程或混合的，先录入通过的计划调整（amendment）；"
                    "没有报调整的如实保留"
                )
                yield fault(summary, f"{place}/new_remote_hours", message, mend)


@rule("", "总人数与各期相符", "warning", basis="form")
def summary_total_fits_runs(summary: Summary) -> Iterator[Fault]:
    """按人计的总人数不多于各期人数之和，不少于人数最多的一期；按人次计的等于各期人数之和。

    一个人可以参加几期，所以按人计的可以少。报送之后有补充的，人次算到报送时或连同补充都可以。
    """
    count, unit = summary.persons.count, summary.persons.unit
    own, whole = (sum(each.persons for each in runs) for runs in (summary.runs, list_runs(summary)))
    # The largest of its own runs alone: the total may have been counted before the supplements came.
    largest = max((each.persons for each in summary.runs), default=0)
    if unit == PersonsUnit.PERSONS and count < largest:
        message = f"总人数 {count} 人，少于人数最多的一期（{largest} 人）"
        yield fault(summary, "/persons/count", message, "核对总人数和这一期的人数")
    elif unit == PersonsUnit.PERSONS and count > whole:
        message = f"总人数 {count} 人，多于各期人数之和 {whole}"
        yield fault(summary, "/persons/count", message, "核对总人数，或补上漏记的班")
    elif unit == PersonsUnit.ATTENDANCES and count not in (own, whole):
        sums = f"{own}（连同补充 {whole}）" if own != whole else f"{own}"
        message = f"总人数 {count} 人次，各期人数之和是 {sums}，应相等"
        yield fault(summary, "/persons/count", message, "核对总人数和各期人数；已经去重的，单位改为“人”")
