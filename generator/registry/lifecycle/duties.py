"""Duties: what is owed on a day, by whom, to whom, by when. Only what the records do not show as done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..display import format_day
from ..finding import format_article
from ..model.batches import get_publication_day, get_publication_days
from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Change, Receipt, Step
from ..model.tables import Tables
from .calendar import (
    Deadline,
    add_day,
    compute_annual_deadline,
    compute_annual_due,
    subtract_day,
)
from .conditions import list_open_orders
from .filing import find_place, is_reported_by_reading, must_be_reported
from .force import list_standing
from .offices import does_count, is_reported
from .older_lists import find_first_owed_year, is_carried_over
from .plans import find_passing_day, has_reached
from .publication import compute_change_deadline, list_publications
from .status import collect_turning_days, is_listed

INSTITUTION = "institution"
# What is owed, in a word, by the code of a duty.
DUTIES = {
    "plan": "报送计划",
    "summary": "报送总结",
    "initial-plan": "首次计划",
    "rectification": "完成整改",
    "report-change": "报备变更",
    "determination": "认定整改结果",
    "assessment": "年度考核",
    "publish-change": "公布变更",
    "publish-decision": "公开决定",
}
# The text asks for assessments and says neither how many nor of which years.
YEARLY_BY_READING = "每年一次是登记册的理解"
# For how many years after the last that the register tells of each is told by itself.
MAX_SINGLE = 10


class Duty(NamedTuple):
    """What an institution or an office owes.

    `by` is "institution" or an authority's id; `to` are authority ids (empty: the public); `due` is the last
    day (inclusive), None where the text names none; `target` marks a due date that is a target, no limit;
    `overdue` means that the due date has passed without a record. `since` is the first day on which a
    determination without a due day is owed; `year` is that of a plan, summary or assessment.
    """

    code: str
    label: str
    by: str
    to: tuple[str, ...]
    due: dt.date | None
    article: str
    source: str
    overdue: bool = False
    target: bool = False
    note: str = ""
    since: dt.date | None = None
    year: int | None = None


def derive_duties(dossier: Dossier, day: dt.date) -> list[Duty]:
    """What is owed on `day`, the soonest first.

    Nothing is owed before the publication date, and nothing yearly after the listing ends.
    """
    duties = [
        *_list_rectification(dossier, day),
        *_list_changes(dossier, day),
        *_list_publications(dossier, day),
    ]
    if is_listed(dossier, day):
        years = list_owed_years(dossier, day)
        duties += [
            *_list_initial_plan(dossier, day),
            *_list_yearly(dossier, years, day),
            *_list_assessments(dossier, years, day),
        ]
    cited = [duty._replace(article=dossier.tables.cite(duty.article, day)) for duty in duties]
    return sorted(cited, key=lambda duty: (duty.due or dt.date.max, duty.code))


def list_owed_years(dossier: Dossier, day: dt.date) -> list[int]:
    """The years listed (see list_listed_years) for which yearly reports and assessments are asked."""
    first = find_first_owed_year(dossier)
    return [year for year in list_listed_years(dossier, day) if year >= first]


@dossier_cache
def list_listed_years(dossier: Dossier, day: dt.date) -> tuple[int, ...]:
    """The calendar years up to that of `day` at whose end, or on `day` itself, the institution is listed."""
    published = get_publication_days(dossier.batches)
    if not published:
        return ()
    # Behind the last turn one year is like another: the first of them is asked, and stands for all.
    last = min(day.year, max(turn.year for turn in collect_turning_days(dossier)) + 1)
    ends = [min(get_year_end(year), day) for year in range(min(published).year, last + 1)]
    years = [end.year for end in ends if is_listed(dossier, end)]
    if years and years[-1] == last:  # nothing turns any more
        years += range(last + 1, day.year + 1)
    return tuple(years)


def list_silent_years(dossier: Dossier, years: list[int], day: dt.date) -> list[int]:
    """The ones of `years` that lie long after anything that the register tells, but for the last two.

    One is like the other: they make one duty, so that it does not matter how far ahead `day` is.
    """
    reported = [each.year for each in dossier.plans]
    reported += [each.year for each in dossier.summaries]
    reported += [each.year for each in dossier.assessments]
    latest = max((*reported, *(turn.year for turn in collect_turning_days(dossier))), default=0)
    silent = [year for year in years if latest + MAX_SINGLE < year < day.year - 1]
    return silent if len(silent) > 1 else []


def list_joined_years(dossier: Dossier) -> set[int]:
    """The years in which a listing began: at the end of the year before, the institution was not listed.

    To the first list after those that were carried over it came as to its first.
    """
    own = get_publication_days(each for each in dossier.batches if not each.carried_over)
    first = {min(own).year} if own else set()
    years = {day.year for day in get_publication_days(dossier.batches)}
    return first | {year for year in years if not is_listed(dossier, subtract_day(dt.date(year, 1, 1)))}


def is_full_year(dossier: Dossier, year: int) -> bool:
    """Whether the institution is listed on every day of a year, the day of its publication included.

    The year of the first list after those that were carried over is no full one: it began with that list.
    """
    if is_carried_over(dossier) and year in list_joined_years(dossier):
        return False
    return all(_judge_year(dossier, year))


def is_listed_within(dossier: Dossier, year: int) -> bool:
    """Whether the institution is listed on any day of a year."""
    return any(_judge_year(dossier, year))


def _judge_year(dossier: Dossier, year: int) -> Iterator[bool]:
    """Whether the institution is listed on the first day of a year, and on each day that may change it."""
    turns = (day for day in collect_turning_days(dossier) if day.year == year)
    return (is_listed(dossier, day) for day in (dt.date(year, 1, 1), *turns))


def get_year_end(year: int) -> dt.date:
    """The last day of a year."""
    return dt.date(year, 12, 31)


@dossier_cache
def find_receivers(dossier: Dossier, day: dt.date) -> tuple[str, ...]:
    """To whom an institution hands in plans and summaries: its HRSS side and its competent department."""
    area, system = find_place(dossier, day)
    tables = dossier.tables
    hrss = tables.find_hrss(area, day) or tables.find_city_bureau(day)
    department = tables.find_department(area, system, day)
    return (hrss, department) if department else (hrss,)


def list_not_reached(dossier: Dossier, steps: Sequence[Step | Receipt], day: dt.date) -> tuple[str, ...]:
    """The receivers that a plan or summary with these steps had not reached by `day`."""
    # Without a department there is one receiver, and two answers all the same.
    sides = zip(find_receivers(dossier, day), has_reached(dossier, steps, day), strict=False)
    return tuple(who for who, has_it in sides if not has_it)


def _list_yearly(dossier: Dossier, years: list[int], day: dt.date) -> Iterator[Duty]:
    """What is owed of the yearly reports of some years and has not reached all offices."""
    silent = list_silent_years(dossier, years, day)
    if silent:
        yield from _join_yearly(dossier, silent, day)
    apart = set(silent)
    for year in years:
        if year in apart:
            continue
        deadline = compute_annual_deadline(dossier.tables, year)
        summary, plan = dossier.get_summary(year), dossier.get_plan(year + 1)
        # By the same day: the summary of a year, and the plan of the next.
        owed: list[tuple[str, int, str, Sequence[Step | Receipt]]] = [
            ("summary", year, "年度总结", summary.steps if summary else ()),
            ("plan", year + 1, "年度计划", plan.steps if plan else ()),
        ]
        for code, of, label, steps in owed:
            missing = list_not_reached(dossier, steps, day)
            if missing:
                yield Duty(
                    code=code,
                    label=f"报送 {of} {label}",
                    by=INSTITUTION,
                    to=missing,
                    due=deadline.day if deadline else None,
                    article="17",
                    source=dossier.institution.path,
                    overdue=bool(deadline and day > deadline.day),
                    note="；".join(filter(None, (_note_deadline(deadline), _note_order(dossier, code, of)))),
                    year=of,
                )


def _note_order(dossier: Dossier, code: str, year: int) -> str:
    """That the plan which a summary is of is not there yet."""
    comes_first = is_without_plan(dossier, code, year)
    return f"登记册里没有 {year} 年度的计划，先报送计划" if comes_first else ""


def is_without_plan(dossier: Dossier, code: str, year: int) -> bool:
    """Whether a duty is a summary that is not there, of a year that has no plan to sum up."""
    return code == "summary" and not dossier.get_summary(year) and not dossier.get_plan(year)


def _note_deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return "办法没有规定期限，或者登记册还没有填"
    return "" if deadline.is_certain else "该年工作日历未知，按原日期计算"


def _join_yearly(dossier: Dossier, years: list[int], day: dt.date) -> Iterator[Duty]:
    """What has not been handed in for years on end, as one duty that is due with the first."""
    first, last = years[0], years[-1]
    due = compute_annual_due(dossier.tables, first)
    for code, of, label in (
        ("summary", first, f"报送 {first} 至 {last} 年逐年的年度总结，其中最早一份"),
        ("plan", first + 1, f"报送 {first + 1} 至 {last + 1} 年逐年的年度计划，其中最早一份"),
    ):
        to, source = find_receivers(dossier, day), dossier.institution.path
        yield Duty(code, label, INSTITUTION, to, due, "17", source, overdue=bool(due), year=of)


def _list_initial_plan(dossier: Dossier, day: dt.date) -> Iterator[Duty]:
    """A mid-year newcomer needs an initial plan passed before it teaches; no date is set for it."""
    plan = dossier.get_plan(day.year)
    first = find_first_owed_year(dossier)
    if (
        day.year < first
        or day.year not in list_joined_years(dossier)
        or (plan and find_passing_day(dossier, plan.steps, day))
    ):
        return
    label = f"{day.year} 年度首次计划通过后方可开班"
    source = max(
        (on, batch.path) for batch in dossier.batches if (on := get_publication_day(batch)) and on <= day
    )[1]
    to = find_receivers(dossier, day)
    yield Duty("initial-plan", label, INSTITUTION, to, None, "17", source, year=day.year)


def _list_assessments(dossier: Dossier, years: list[int], day: dt.date) -> Iterator[Duty]:
    """One yearly assessment for each full calendar year listed; the text sets no date."""
    done = {each.year for each in dossier.assessments if each.date <= day and does_count(dossier, each)}
    silent = list_silent_years(dossier, years, day)
    owed = [(silent[0], f"{silent[0]} 至 {silent[-1]} 年逐年的年度考核")] if silent else []
    apart = done.union(silent)
    owed += (
        (year, f"{year} 年度考核")
        for year in years
        if year < day.year and year not in apart and is_full_year(dossier, year)
    )
    for year, label in owed:
        by, source = find_receivers(dossier, day)[0], dossier.institution.path
        yield Duty("assessment", label, by, (), None, "19", source, note=YEARLY_BY_READING, year=year)


def _list_rectification(dossier: Dossier, day: dt.date) -> Iterator[Duty]:
    for order, due in list_open_orders(dossier, day):
        if day <= due:
            label = "按整改决定完成整改"
            yield Duty("rectification", label, INSTITUTION, (order.authority,), due, "20", order.path)
        else:
            by, note = order.authority, "由谁、几天内认定，办法没有写的，这是登记册的理解"
            first = add_day(due)
            yield Duty(
                "determination", "认定整改结果", by, (), None, "20", order.path, note=note, since=first
            )


def _list_changes(dossier: Dossier, day: dt.date) -> Iterator[Duty]:
    """A change is to be reported to its office, and then to be published (Article 27)."""
    for act in list_standing(dossier, Change, day):
        if not must_be_reported(dossier, act):
            continue
        if not is_reported(dossier, act):
            to = (dossier.tables.find_city_bureau(day),)
            note = "须报备是登记册的理解" if is_reported_by_reading(dossier, act) else ""
            yield Duty("report-change", "报备变更", INSTITUTION, to, None, "27", act.path, note=note)
            continue
        if act.reported_on > day or (act.published_on and act.published_on <= day):
            continue
        deadline = compute_change_deadline(dossier.tables, act)
        yield Duty(
            code="publish-change",
            label="公布变更",
            by=act.authority,
            to=(),
            due=deadline.day if deadline else None,
            article="27",
            source=act.path,
            overdue=bool(deadline and day > deadline.day),
            target=True,
        )


def _list_publications(dossier: Dossier, day: dt.date) -> Iterator[Duty]:
    """A burdening act is to be made public by who made it, as other law than the regulation has it."""
    for publication in list_publications(dossier, day):
        if not publication.published_on or publication.published_on > day:
            yield Duty(
                code="publish-decision",
                label=f"公开{format_day(publication.act.date)}的{publication.title}",
                by=publication.authority,
                to=(),
                due=publication.due.day,
                article="",
                source=publication.act.path,
                overdue=day > publication.due.day,
                target=True,
                note=publication.basis
                + ("" if publication.due.is_certain else "；该年工作日历未知，按周一至周五计算"),
            )


def name_owner(tables: Tables, owner: str) -> str:
    """Who must act, in words, by the id of an authority or "institution"."""
    return "机构" if owner == INSTITUTION else tables.get_name(owner)


def describe_parties(tables: Tables, duty: Duty) -> str:
    """Who must act, and to whom."""
    to = f" → {'、'.join(map(tables.get_name, duty.to))}" if duty.to else ""
    return name_owner(tables, duty.by) + to


def describe_duty(dossier: Dossier, duty: Duty) -> str:
    """A duty in one line: what, who to whom, by when, by which article."""
    due = f"期限 {duty.due}" if duty.due else "未规定期限"
    if duty.target:
        due = f"目标 {duty.due}"
    if duty.overdue:
        due += "，未见记录"
    basis = "；".join(filter(None, (format_article(duty.article), duty.note)))
    who = describe_parties(dossier.tables, duty)
    return f"{duty.label}：{who}；{due}" + (f"（{basis}）" if basis else "")
