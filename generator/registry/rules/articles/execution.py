"""Articles 18 and 24: what follows a course that was held, and whether the institution was listed then."""

from __future__ import annotations

from collections.abc import Iterator

from ...lifecycle.status import not_teaching
from ...model.dossier import Dossier
from ...model.kinds import Summary
from ...model.register import Register
from ..places import runs_of
from ..rule import Fault, fault, rule


@rule("18", "办班后的日期")
def follow_up_dates(summary: Summary) -> Iterator[Fault]:
    """建档和效果评估不早于培训结束，结果载入不早于开班。"""
    for place, run, _ in runs_of(summary):
        for name, what, done, earliest, when in (
            ("evaluated_on", "效果评估", run.evaluated_on, run.to, "培训结束"),
            ("archived_on", "建档", run.archived_on, run.to, "培训结束"),
            ("results_entered_on", "结果载入", run.results_entered_on, run.from_, "开班"),
        ):
            if done and done < earliest:
                message = f"{what}日期 {done} 早于{when}日期 {earliest}"
                yield fault(summary, f"{place}/{name}", message, "核对两个日期")


@rule("18", "建档、评估、载入齐全", "info")
def follow_up_recorded(summary: Summary) -> Iterator[Fault]:
    """每次开班都有效果评估、建档和结果载入的日期。没有的供考核时参考。"""
    for place, run, _ in runs_of(summary):
        dates = {"效果评估": run.evaluated_on, "建档": run.archived_on, "结果载入": run.results_entered_on}
        missing = [name for name, date in dates.items() if date is None]
        if missing:
            message = f"课程 {run.course}（{run.from_} 开班）没有{'、'.join(missing)}的日期"
            yield fault(summary, place, message, "已经完成的补上日期；没有完成的可以空着")


@rule("18", "及时载入结果", "info", basis="target")
def results_entered_in_time(summary: Summary, register: Register) -> Iterator[Fault]:
    """学习和考核结果在培训结束后的目标天数内载入。办法只说“及时”，天数是目标。"""
    target = register.tables.regulation_on(summary.as_of).parameters.results_target_days
    for place, run, _ in runs_of(summary):
        days = (run.results_entered_on - run.to).days if run.results_entered_on else 0
        if target and days > target:
            message = f"培训结束后 {days} 天载入结果，目标为 {target} 天内"
            yield fault(summary, f"{place}/results_entered_on", message, "如实记录即可")


@rule("24", "在名单中开班", "warning")
def runs_while_listed(dossier: Dossier) -> Iterator[Fault]:
    """开班的每一天，机构都在公布的名单中，没有暂停开班。

    登记册如实记录已经发生的事，所以只作提醒；学时是否有效由人社部门审核确认。
    """
    for summary in dossier.summaries:
        for place, run, _ in runs_of(summary):
            if found := not_teaching(dossier, run.from_, run.to):
                day, state = found
                message = f"课程 {run.course} 于 {run.from_} 至 {run.to} 举办，{day} 机构的状态是“{state}”"
                mend = "核对开班日期和名单、暂停、终止的记录；确实如此的如实保留"
                yield fault(summary, f"{place}/from", message, mend)
