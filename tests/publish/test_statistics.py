"""The statistics agree with the records, with one another, and with what the charts say."""

import datetime as dt
import re

import pytest

from registry.lifecycle.plans import collect_courses, find_passing_day
from registry.lifecycle.status import is_listed
from registry.model.summaries import list_runs
from registry.publish.assemble.site import Site
from registry.publish.pages.statistics import Sums, SumsTable, describe_hours
from registry.rules.checking import examine
from tests.conftest import CITY, DAY, EMPTY, FRAME, SECOND, TEMPLATES, examined, list_parts


@pytest.fixture(scope="module", params=[CITY, SECOND], ids=["city", "second"])
def site(request: pytest.FixtureRequest) -> Site:
    site = Site(examine(request.param, DAY), DAY, TEMPLATES)
    assert len(list_parts(site, FRAME)) == len(site.public)
    return site


def total(group: SumsTable, name: str) -> float:
    return sum(float(getattr(sums, name)) for _, sums in group.rows)


def test_each_year_is_what_plans_and_summaries_say(site: Site) -> None:
    rows = {label[:4]: sums for label, sums in site.statistics_page.years.rows}
    assert len(rows) > 2
    for year, row in rows.items():
        planned = [
            each.course
            for dossier in site.public
            for each in collect_courses(dossier, int(year), DAY).values()
            if each.since
        ]
        runs = [
            (dossier.id, run)
            for dossier in site.public
            for summary in dossier.summaries
            if summary.year == int(year)
            for run in list_runs(summary)
        ]
        end = min(dt.date(int(year), 12, 31), DAY)
        assert row.institutions == sum(is_listed(dossier, end) for dossier in site.public)
        assert row.courses == len(planned)
        assert row.planned_hours == sum(each.hours for each in planned)
        assert row.planned_persons == sum(each.persons for each in planned)
        assert row.runs == len(runs)
        longest: dict[tuple[str, str], float] = {}
        for key, run in runs:
            longest[key, run.course] = max(run.hours, longest.get((key, run.course), 0))
        assert row.held_hours == sum(longest.values())
        assert row.class_hours == sum(run.hours for _, run in runs) >= row.held_hours
        assert row.held_persons == sum(run.persons for _, run in runs)


def test_every_group_adds_up_to_its_year(site: Site) -> None:
    page = site.statistics_page
    year = next(sums for label, sums in page.years.rows if label.startswith(f"{page.year}年"))
    assert [group.name for group in page.groups] == ["area", "field", "mode"]
    for group in page.groups:
        for name in Sums._fields[1:]:
            assert total(group, name) == float(getattr(year, name))
    assert total(page.groups[0], "institutions") == year.institutions


def test_a_plan_that_has_not_passed_is_not_counted() -> None:
    second = examined(SECOND)
    dossier, plan, day = next(
        (dossier, plan, day)
        for dossier in second.register.list_public(DAY)
        for plan in dossier.plans
        if (day := find_passing_day(dossier, plan.steps, DAY)) and not dossier.get_amendments(plan.year)
    )

    def count(on: dt.date) -> int:
        rows = Site(second, on, TEMPLATES).data.tables.build_rows(dossier)["courses"]
        own = [row for row in rows if row["year"] == plan.year]
        return sum(row["passed_on"] is not None for row in own)

    assert count(day) == len(plan.courses)
    assert count(day - dt.timedelta(days=1)) == 0


def test_every_chart_has_a_name_and_says_what_the_table_says(site: Site) -> None:
    page = site.render_section("statistics", "../")
    charts = re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL)
    section = site.statistics_page
    all_charts = [
        chart
        for group in (section.years, *section.groups, section.procedures.lists, section.procedures.changes)
        for chart in (group.charts if group else ())
    ]
    assert len(charts) == len(all_charts) >= 10
    cells = set(re.findall(r"<td[^>]*>([^<]*)</td>", page))
    for html, chart in zip(charts, all_charts, strict=True):
        assert 'role="img"' in html
        for label in re.findall(r'aria-(?:labelledby|describedby)="([^"]*)"', html):
            assert f'id="{label}"' in html
        assert chart.about in html
        texts = re.findall(r'class="bars__number">([^<]*)<', html)
        assert texts == [bar.text for row in chart.rows for bar in row.bars if bar.text]
        assert {number for text in texts for number in re.findall("[0-9.]+", text)} <= cells
        assert "style=" not in html
        assert all(0 <= bar.share <= 100 for row in chart.rows for bar in row.bars)


def test_planned_persons_and_persons_held_never_share_a_chart(site: Site) -> None:
    page = site.statistics_page
    for chart in (chart for group in (page.years, *page.groups) for chart in group.charts):
        units = {bar.text.rpartition(" ")[2] for row in chart.rows for bar in row.bars}
        assert len(units & {"人", "人次"}) <= 1, chart.title


def test_every_table_of_the_statistics_is_a_file(site: Site) -> None:
    files = dict(site.list_files())
    page = site.render_section("statistics", "../")
    for sheet in site.statistics_page.sheets:
        assert f'href="../{sheet.url}"' in page
        lines = files[sheet.url].decode("utf-8-sig").split("\r\n")
        assert lines[0] == ",".join(sheet.headings)
        assert len(lines) == len(sheet.rows) + 2


def test_a_day_is_in_words_on_the_page_and_in_figures_in_the_file(site: Site) -> None:
    page = site.render_section("statistics", "../")
    [sheet] = [each for each in site.statistics_page.sheets if each.name == "lists"]
    day = next(cell for row in sheet.rows for cell in row if isinstance(cell, dt.date))
    assert f'<td data-label="公布日期" class="number">{day.year}年{day.month}月{day.day}日</td>' in page
    assert not re.search(r">\d{4}-\d{2}-\d{2}<", page)
    assert f",{day.isoformat()}," in sheet.write_csv()


def test_the_tables_of_all_years_are_one_file_to_add_up(site: Site) -> None:
    page = site.statistics_page
    whole = {label[:4]: sums for label, sums in page.years.rows}
    rows = [dict(zip(page.each_year.headings, row, strict=True)) for row in page.each_year.rows]
    assert {str(row["年度"]) for row in rows} == {*whole}
    for year, sums in whole.items():
        for group in ("监督地区", "领域", "教学方式"):
            own = [row for row in rows if (str(row["年度"]), row["分组"]) == (year, group)]
            added = {name: sum(row[name] or 0 for row in own) for name in page.each_year.headings[4:]}  # type: ignore[misc]
            number = added.pop("年末或现在在名单")
            assert number == (sums.institutions if group == "监督地区" else 0)
            assert [*added.values()] == [*sums[1:]]


def test_what_no_summary_tells_is_no_zero_in_a_file() -> None:
    """Nobody who draws the numbers of a year of which no summary is there yet shall see them fall to 0."""
    coming = ("2026年", Sums(2, 3, 40, 100))
    whole = ("2025年", Sums(2, 3, 40, 100, 1, 0, 0, 9))
    lines = SumsTable("year", "年度", [coming, whole], []).sheet.write_csv().split("\r\n")
    assert lines[1:3] == ["2026年,2,3,40,100,,,,", "2025年,2,3,40,100,1,0,0,9"]


def test_a_year_that_is_not_over_is_not_compared_as_if_all_had_reported() -> None:
    whole, begun = Sums(planned_hours=50, runs=2, held_hours=40), Sums(planned_hours=50, runs=1, held_hours=5)
    years = [("2025年", whole), ("2026年（至今）", begun)]
    assert (
        describe_hours(years, is_year=True, running="2026年（至今）")
        == "2025年计划 50 课时，举办 40 课时，是计划的 80%。"
    )
    assert (
        describe_hours(years[1:], is_year=True, running="2026年（至今）")
        == "2026年（至今）计划 50 课时，举办 5 课时。"
    )


def test_a_year_leads_to_the_others_and_tells_its_total(site: Site) -> None:
    assert site.statistics_page.year == 2025  # though in one of the cities a summary of 2026 has come
    page = site.statistics.show_year(2025)
    years = dict(site.statistics_page.years.rows)
    assert [group.total[1:] for group in page.groups] == [years["2025年"][1:]] * 3
    assert page.beside == [*reversed(site.years)]


def test_an_empty_register_says_that_there_is_nothing_to_count() -> None:
    site = Site(examined(EMPTY), DAY, TEMPLATES)
    assert list_parts(site, FRAME) == []
    page = site.render_section("statistics", "../")
    assert "没有可统计的内容" in page
    assert "<svg" not in page


def test_a_year_counts_by_its_own_areas_as_the_downloads_do(site: Site) -> None:
    """Each figure by area is a count of the rows of the tables, without a join with the institutions."""
    rows = [site.data.tables.build_rows(each) for each in site.public]
    courses, runs = ([row for each in rows for row in each[name]] for name in ("courses", "runs"))
    years = {label[:4]: sums for label, sums in site.statistics_page.years.rows}
    for year in site.years:
        area = site.statistics.show_year(year).groups[0]
        assert total(area, "institutions") == years[str(year)].institutions
        for label, sums in area.rows:
            own = [row for row in courses if (row["year"], row["area_name"]) == (year, label)]
            assert sums.courses == sum(row["passed"] is True for row in own)
            of_area = [row for row in runs if (row["year"], row["area_name"]) == (year, label)]
            assert sums.runs == len(of_area)
    assert all(row["passed"] is (row["passed_on"] is not None) for row in courses)


def test_an_institution_that_moved_counts_where_it_was() -> None:
    """It went over to another area on 1 January 2023, when that got its present name."""
    second = examined(SECOND)
    tables = Site(second, DAY, TEMPLATES).data.tables
    rows = tables.build_rows(second.register.dossiers["yx-c9"])
    for name in ("courses", "runs"):
        areas = {row["year"]: row["area_name"] for row in rows[name]}
        assert {2022: areas[2022], 2023: areas[2023]} == {2022: "荻浦片区（虚构）", 2023: "云泽新区（虚构）"}
    name_area = second.register.tables.name_area
    assert name_area("yunze", dt.date(2022, 12, 31)) == "云泽开发区（虚构）"
    assert name_area("yunze", dt.date(2023, 1, 1)) == "云泽新区（虚构）"
