"""Hours and persons of a year are counted in one way, whoever tells them."""

import datetime as dt

import msgspec

from registry.lifecycle.plans import collect_courses
from registry.model.kinds import Course, PlannedClass, Run
from registry.model.measures import find_class_count, measure_courses, measure_runs
from registry.model.summaries import list_runs
from registry.publish.assemble.site import Site
from tests.conftest import DAY, SECOND, TEMPLATES, examined
from tests.lifecycle.strategies import course


def planned(id_: str, hours: float, persons: int, count: int | None = None) -> Course:
    return msgspec.structs.replace(course(id_), hours=hours, persons=persons, class_count=count)


def held(id_: str, hours: float, persons: int = 20, new: float = 0) -> Run:
    day = dt.date(2020, 3, 9)
    return Run(course=id_, from_=day, to=day, persons=persons, hours=hours, new_remote_hours=new)


def test_a_course_counts_once_however_often_it_is_held() -> None:
    measure = measure_runs([held("c01", 30), held("c01", 30), held("c01", 30), held("c01", 30)])
    assert measure == (30, 120, 0, 80)
    assert measure_courses([planned("c01", 30, 80, 4)]) == measure


def test_the_hours_of_a_course_are_those_of_its_longest_class() -> None:
    measure = measure_runs([held("c01", 20, new=20), held("c02", 8), held("c01", 30.5, new=4)])
    assert (measure.course_hours, measure.class_hours, measure.new_remote_hours) == (38.5, 58.5, 20)


def test_hours_of_classes_are_unknown_where_a_plan_does_not_say_how_many() -> None:
    assert measure_courses([planned("c01", 30, 80, 4), planned("c02", 10, 20)]).class_hours is None
    assert measure_courses([planned("c01", 30, 80, 4), planned("c02", 10, 20, 1)]).class_hours == 130
    assert measure_courses([]) == measure_runs([]) == (0, 0, 0, 0)


def test_classes_with_their_days_need_no_number_beside() -> None:
    days = tuple(
        PlannedClass(class_number=number, from_=dt.date(2020, month, 9), to=dt.date(2020, month, 13))
        for number, month in ((1, 3), (2, 9))
    )
    dated = msgspec.structs.replace(planned("c01", 30, 80), classes=days)
    assert find_class_count(dated) == 2
    assert find_class_count(msgspec.structs.replace(dated, class_count=5)) == 5
    assert find_class_count(planned("c01", 30, 80)) is None


def test_the_pages_of_institutions_tell_the_same() -> None:
    site = Site(examined(SECOND), DAY, TEMPLATES)
    count = 0
    for dossier in site.public:
        for year in site.dossiers.build_data(dossier).years:
            hours = next(each for each in year.totals if each.label == "课程课时")
            if year.plan:
                courses = [each.course for each in collect_courses(dossier, year.year, DAY).values()]
                assert year.plan.load == measure_courses(courses)
                assert float(hours.planned) == year.plan.load.course_hours
            summary = dossier.get_summary(year.year)
            if summary and year.summary:
                assert year.summary.load == measure_runs(list_runs(summary))
                assert float(hours.held) == year.summary.load.course_hours
                count += year.summary.load.course_hours != year.summary.load.class_hours
    assert count  # and some held a course more than once
