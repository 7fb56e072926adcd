"""The page of an institution, its printed sheet, and what is made of all: lists, overview, calendar."""

import dataclasses
import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zxingcpp

from registry.lifecycle.publication_period import list_expired
from registry.model.kinds import BatchCorrection, Decision
from registry.model.register import FolderContents
from registry.publish import html_tables
from registry.publish.assemble.site import Site
from registry.publish.html_tables import render_body
from registry.publish.pages import batches, courses, home
from registry.publish.pages.certificate import draw_qr_code
from registry.publish.pages.courses import CourseCalendar, Month
from registry.publish.pages.years import YearRow
from registry.publish.register_view import Provenance
from registry.publish.structured import describe_address, repeat_trail
from registry.records.recorded import RecordingHistory
from registry.rules.checking import Examined, examine
from tests import conftest
from tests.conftest import CITY, DAY, EMPTY, TEMPLATES, build, configure, list_record_pages

ADDRESS = "https://example.org/册/"


@pytest.fixture(scope="module")
def examined() -> Examined:
    return conftest.examined(CITY)


@pytest.fixture(scope="module")
def plain(examined: Examined) -> Site:
    """The site as it is outside Git and without an address."""
    return Site(examined, DAY, TEMPLATES)


def page(site: Site, url: str) -> str:
    return next(each for each in list_record_pages(site) if each.url == url).body


def year(site: Site, id_: str, year: int) -> YearRow:
    rows = site.dossiers.build_data(site.register.dossiers[id_]).years
    [row] = [each for each in rows if each.year == year]
    return row


def test_a_page_says_whether_this_years_plan_has_passed(examined: Examined, plain: Site) -> None:
    assert "<p>2026年度计划2025年12月23日通过。</p>" in page(plain, "institutions/demo-013/")
    later = Site(examined, dt.date(2027, 1, 5), TEMPLATES)
    assert "2027年度计划未见通过的记录；没有通过的计划不得实施（" in page(later, "institutions/demo-013/")
    # Of one that is no more on a list, and of one from whom the register asks none yet, nothing is said.
    dossiers = (plain.register.dossiers[each] for each in ("demo-023", "demo-056"))
    plans = [plain.dossiers.build_data(each).plan for each in dossiers]
    assert plans == [None, None]


def test_an_inspection_stands_in_its_year_and_leads_to_what_was_found(plain: Site) -> None:
    body = page(plain, "institutions/demo-001/")
    row = "<td>—</td>" * 4
    link = '<td><a href="#2022-09-07-inspection">9月7日</a> </td>'
    assert f'<tr><th scope="row">平时考核</th>{link}{row}</tr>' in body
    assert '<li id="2022-09-07-inspection">' in body
    # Where there was none in these years there is no row, which would look as if one were owed.
    assert "平时考核</th>" not in page(plain, "institutions/demo-021/")


# -- both dates ----------------------------------------------------------------------------------------------


def test_an_act_tells_when_it_happened_and_when_it_was_recorded(examined: Examined) -> None:
    path = examined.register.dossiers["demo-008"].acts[0].path
    first, last = dt.date(2026, 3, 4), dt.date(2026, 3, 9)
    recorded = {path: RecordingHistory(first, last, "0123456789ab")}
    site = Site(examined, DAY, TEMPLATES, Provenance(recorded=recorded))
    body = page(site, "institutions/demo-008/")
    assert body.count("2026年3月4日录入") == 3  # in the timeline, in the details of the act, among the files
    assert "2026年3月9日最近改动，版本 <code>0123456789ab</code>" in body


def test_outside_git_nothing_is_said_of_when_a_record_came(plain: Site) -> None:
    body = page(plain, "institutions/demo-008/")
    assert "录入" not in body
    assert "版本" not in body


# -- plan and summary ----------------------------------------------------------------------------------------


BAR_READING = "“不得再次报备”从哪天算起是登记册的理解。"


def test_where_the_law_names_the_start_of_a_bar_it_is_no_reading(tmp_path: Path, plain: Site) -> None:
    assert BAR_READING in page(plain, "institutions/demo-025/")
    shutil.copytree(CITY / "records", tmp_path / "records")
    (file,) = (tmp_path / "records/regulations").iterdir()
    stated = re.sub("(?m)^  bar_start_stated: .*\n", "", file.read_text("utf-8"))
    file.write_text(stated.replace("parameters:\n", "parameters:\n  bar_start_stated: true\n", 1), "utf-8")
    body = page(Site(examine(tmp_path, DAY), DAY, TEMPLATES), "institutions/demo-025/")
    assert "不得再次报备" in body
    assert "算起是登记册的理解" not in body
    assert "自认定之日起算，是登记册的理解" not in body


def compared(site: Site, id_: str, of: int) -> list[dict[str, str]]:
    """The courses of a year as planned and as held: the text of each cell by its column."""
    columns = year(site, id_, of).compared
    names = [each.group + each.heading for each in columns]
    rows = render_body(columns).splitlines()
    return [dict(zip(names, re.findall("<td>(?:<[^>]*>)?([^<]*)", row), strict=True)) for row in rows]


def test_a_course_to_come_tells_how_one_is_taught_for_how_long_and_what_it_costs(plain: Site) -> None:
    section = page(plain, "institutions/demo-003/").split('class="coming"')[1].split("</section>")[0]
    abouts = re.findall(r"<small>(.+?)</small>", section)
    assert abouts
    assert all(re.fullmatch(r"(面授|远程|混合)，[\d.]+ 课时(，.+)?", each) for each in abouts)


def test_a_course_that_was_held_twice_stands_once_beside_its_plan(plain: Site) -> None:
    [row] = [each for each in compared(plain, "demo-008", 2025) if each["课程"] == "数字素养与技能提升"]
    assert row == {
        "课程": "数字素养与技能提升",
        "计划月份": "10月、11月",
        "计划课时": "14",
        "计划人数": "160",
        "举办时间": "10月13日至14日；11月5日至6日",
        "举办课时": "14",
        "举办人次": "156",
        "说明": "2 期，办班课时 28。",
    }


def test_a_course_that_was_not_held_tells_why(plain: Site) -> None:
    summary = plain.register.dossiers["demo-031"].get_summary(2025)
    assert summary
    assert summary.not_run
    remarks = [each["说明"] for each in compared(plain, "demo-031", 2025) if not each["举办时间"]]
    assert remarks == [f"未举办：{each.reason}" for each in summary.not_run]


def test_a_course_that_an_amendment_dropped_says_when(plain: Site) -> None:
    dropped = [each for each in compared(plain, "demo-017", 2023) if "经调整取消" in each["说明"]]
    assert dropped
    assert not any(each["计划课时"] or each["举办时间"] for each in dropped)


def test_the_sums_stand_beside_the_numbers_of_the_regulation(plain: Site) -> None:
    totals = year(plain, "demo-008", 2025).totals
    assert [(each.label, each.limit, each.planned, each.held) for each in totals] == [
        ("课程课时", "100", "144", "144"),
        ("办班课时", "", "未载明", "158"),
        ("人数", "100", "525 人次", "449 人"),
    ]


def test_new_remote_hours_are_summed_where_teaching_is_remote(plain: Site) -> None:
    remote = next(
        each for each in plain.public for plan in each.plans if any(c.new_remote_hours for c in plan.courses)
    )
    rows = plain.dossiers.build_data(remote).years
    assert any(total.label == "新增远程课时" for row in rows for total in row.totals)


def test_a_run_in_one_day_and_one_across_months_are_told_in_short(plain: Site) -> None:
    times = {
        time
        for each in plain.public
        for summary in each.summaries
        for row in compared(plain, each.id, summary.year)
        for time in row["举办时间"].split("；")
    }
    assert any(re.fullmatch("[0-9]+月[0-9]+日", each) for each in times)
    assert any(re.fullmatch("[0-9]+月[0-9]+日至[0-9]+日", each) for each in times)
    assert any(re.fullmatch("[0-9]+月[0-9]+日至[0-9]+月[0-9]+日", each) for each in times)


# -- assessments ---------------------------------------------------------------------------------------------


def test_every_assessment_is_a_column_of_one_table(plain: Site) -> None:
    subject = max(plain.public, key=lambda each: len(each.assessments))
    assessments = plain.dossiers.build_data(subject).assessments
    assert len(assessments.years) == len(subject.assessments) > 3
    latest = max(subject.assessments, key=lambda each: each.year)
    assert {head: findings[0] for head, findings in assessments.heads} == {
        each.head: each.finding for each in latest.heads
    }


def test_an_assessment_of_a_later_day_is_not_shown(examined: Examined) -> None:
    subject = examined.register.dossiers["demo-008"]
    last = max(each.date for each in subject.assessments)
    eve = Site(examined, last - dt.timedelta(days=1), TEMPLATES)
    assert len(eve.dossiers.build_data(subject).assessments.years) == len(subject.assessments) - 1


def test_a_decision_tells_how_it_is_being_looked_at_again(plain: Site) -> None:
    reviewed = [
        (each, act.review)
        for each in plain.public
        for act in each.get_acts(Decision)
        if act.review and act.stem not in list_expired(each, DAY)
    ]
    assert reviewed
    for subject, review in reviewed:
        body = plain.render("institution", "../../", plain.dossiers.build_data(subject))
        assert f"复查：{review.kind}，{review.state}" in body


# -- structured data -----------------------------------------------------------------------------------------


def structured(body: str) -> dict[str, Any]:
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    data: dict[str, Any] = json.loads(script)
    return data


def test_structured_data_tell_what_the_page_tells(examined: Examined) -> None:
    site = Site(examined, DAY, TEMPLATES, about={"address": ADDRESS})
    data = structured(page(site, "institutions/demo-008/"))
    now = examined.register.dossiers["demo-008"].institution
    about, trail, *courses = data["@graph"]
    assert about["@type"] == "EducationalOrganization"
    assert (about["name"], about["identifier"]["value"]) == (now.name, now.credit_code)
    assert about["mainEntityOfPage"] == f"{ADDRESS}institutions/demo-008/"
    area = examined.register.tables.areas[now.area]
    assert about["address"]["streetAddress"] == now.address
    assert [each["name"] for each in trail["itemListElement"]] == ["机构名册", area.name, now.name]
    assert 0 < len(courses) <= 3
    for each in courses:
        assert each["@type"] == "Course"
        assert f'id="{each["url"][1:]}"' in page(site, "institutions/demo-008/")
        assert each["provider"]["@id"] == about["@id"]


@pytest.mark.parametrize(
    ("street", "place"),
    [
        ("响水县演示路18号", {"addressLocality": "响水县", "addressRegion": "江苏省"}),
        ("演示路18号", {}),  # the area that supervises is no place of it
        ("经开区演示路114号", {}),
    ],
)
def test_an_address_is_in_the_county_that_it_names_itself(
    examined: Examined, street: str, place: dict[str, str]
) -> None:
    address = describe_address(street, examined.register.tables.areas.values())
    assert address == {"@type": "PostalAddress", "addressCountry": "CN", **place, "streetAddress": street}


def test_the_way_to_a_page_is_told_to_programs_as_to_people() -> None:
    body = '<p class="trail"><a href="../../rules/">核对规则</a> › <code>x</code></p>\n<p>…</p>\n'
    steps = structured(repeat_trail(body, "甲</script>"))["itemListElement"]
    assert [(each["name"], each.get("item")) for each in steps] == [
        ("核对规则", "../../rules/"),
        ("甲</script>", None),
    ]
    assert repeat_trail("<p>…</p>", "甲") == "<p>…</p>"


def test_more_than_fifty_rows_are_folded() -> None:
    column = html_tables.HtmlColumn("课程", html_tables.LEAD, [str(i) for i in range(120)])
    parts = html_tables.split_rows([column])
    assert [len(columns[0].cells) for columns in parts] == [50, 50, 20]
    assert html_tables.split_rows([column._replace(cells=column.cells[:50])]) == [
        [column._replace(cells=column.cells[:50])]
    ]
    table = html_tables.render_columns([column], "课程", "", "门")
    assert re.findall("<summary>(.*?)</summary>", table) == ["第 51 至 100 门", "第 101 至 120 门"]
    assert table.count("<tr><td>") == 120


def test_a_name_cannot_end_the_script_that_holds_it(examined: Examined) -> None:
    name = "演示</script><img src=x onerror=alert(1)>&中心"
    path = examined.register.dossiers["demo-008"].institution.path

    def renamed(folder: str) -> FolderContents:
        contents = examined.register.read_folder(folder)
        documents = dict(contents.documents)
        if path in documents:
            documents[path] = documents[path].replace_data({**documents[path].data, "name": name})
        return dataclasses.replace(contents, corrected=documents)

    register = dataclasses.replace(examined.register, read_folder=renamed)
    body = page(Site(examined._replace(register=register), DAY, TEMPLATES), "institutions/demo-008/")
    assert structured(body)["@graph"][0]["name"] == name
    assert "<img" not in body


# -- the printed sheet ---------------------------------------------------------------------------------------


def decoded(svg: str) -> str:
    """What a reader of QR codes makes of the drawing: its lines are painted into pixels."""
    [size] = {int(each) for each in re.findall(r"viewBox=\"0 0 (\d+) \d+\"", svg)}
    [path] = re.findall(r'stroke="#000"[^>]* d="([^"]+)"|d="([^"]+)"[^>]*stroke="#000"', svg)
    pixels = [bytearray(b"\xff" * size * 4) for _ in range(size)]
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", "".join(path)):
        values = [float(each) for each in numbers.split()]
        if command == "h":
            for column in range(int(x), int(x + values[0])):
                pixels[int(y)][column * 4 : column * 4 + 4] = bytes(4)
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    image = b"".join(bytes(row) * 4 for row in pixels)
    [code] = zxingcpp.read_barcodes(memoryview(image).cast("B", (size * 4, size * 4)))
    return str(code.text)


@pytest.mark.parametrize("id_", ["a", "demo-008", "x" * 60])
def test_the_code_on_the_sheet_leads_to_the_page(id_: str) -> None:
    address = f"https://jxjy.example.gov.cn/register/institutions/{id_}/"
    assert decoded(draw_qr_code(address)) == address


def test_the_sheet_of_every_institution_has_its_own_code(examined: Examined) -> None:
    site = Site(examined, DAY, TEMPLATES, about={"address": "https://example.org/a/"})
    for subject in site.public[:5]:
        body = site.render("certificate", "../../", site.certificates.build_data(subject))
        assert decoded(body) == f"https://example.org/a/institutions/{subject.id}/"
        assert "style=" not in body


def test_without_an_address_the_sheet_has_no_code_and_says_where_to_look(plain: Site) -> None:
    sheet = page(plain, "certificates/demo-008/")
    assert "<svg" not in sheet
    assert "请在登记册网站上查找本机构核对" in sheet
    assert "site_url" not in sheet


def test_the_sheet_says_what_it_is_and_is_not(plain: Site) -> None:
    for subject in plain.public:
        sheet = plain.render("certificate", "../../", plain.certificates.build_data(subject))
        assert "列入不等于推荐" in sheet
        assert plain.dossiers.build_data(subject).states[0].label in sheet


# -- batches -------------------------------------------------------------------------------------------------


def test_a_list_names_institutions_as_on_the_day_of_publication(plain: Site) -> None:
    rows = [
        row for each in plain.register.batches.values() for row in batches.show_batch(plain.view, each).rows
    ]
    assert any(name != row.name for row, name, _ in rows)
    assert any(area != row.area for row, _, area in rows)


# -- overview ------------------------------------------------------------------------------------------------


def test_each_number_of_the_overview_leads_to_as_many_institutions(plain: Site) -> None:
    body = plain.render_section("overview", "../")
    links = re.findall(r'href="\.\./(overview/[^"#]+)#([^"]+)">(\d+)</a>', body)
    assert len(links) > 50
    pages = {each.url: each.body for each in list_record_pages(plain) if each.url.startswith("overview/")}
    for url, code, count in links:
        section = pages[url].partition(f'id="{code}"><summary><h2>')[2].partition("<h2")[0]
        assert section.count("<li>") == int(count) > 0


def test_areas_and_systems_add_up_to_the_same(plain: Site) -> None:
    areas, systems = plain.overview.show_index().kinds
    assert areas.totals == systems.totals
    assert areas.totals["listed"] == home.show_home(plain.view, []).listed


def test_an_empty_register_has_an_overview_and_a_calendar_that_say_so() -> None:
    site = Site(conftest.examined(EMPTY), DAY, TEMPLATES)
    assert "没有可以汇总的情况" in site.render_section("overview", "../")
    assert "还没有通过的2026年计划" in site.render_section("courses", "../")


# -- calendar ------------------------------------------------------------------------------------------------


def test_the_calendar_holds_passed_plans_of_listed_institutions_only(plain: Site) -> None:
    planned = {(row.institution, row.year) for rows in plain.calendar.months.values() for row in rows}
    assert {year for _, year in planned} == {2026, 2027}
    for subject in plain.public:
        state = plain.dossiers.build_data(subject).states[0].code
        years_passed = {
            each.year for each in plain.dossiers.build_data(subject).years if each.plan and each.plan.passed
        }
        years = {year for id_, year in planned if id_ == subject.id}
        assert years <= (years_passed if state == "listed" else set())
        assert state != "listed" or years >= years_passed & {2026, 2027}


def test_a_course_of_two_months_stands_in_both(plain: Site) -> None:
    months = plain.calendar.months
    assert sum(map(len, months.values())) == sum(
        len(row.months) for row in {id(row): row for rows in months.values() for row in rows}.values()
    )
    assert any(len(row.months) > 1 for rows in months.values() for row in rows)


def test_a_month_with_many_courses_has_a_page_for_each_area(
    plain: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courses, "PAGE_ROWS", 20)
    calendar = CourseCalendar(plain.view.cards, plain.calendar.areas, DAY)
    month = Month(2026, 10)
    assert calendar.show_page(month).split
    parts = [each for each in calendar.pages if each[:2] == month[:2] and each.area]
    assert sum(calendar.show_page(each).courses for each in parts) == len(calendar.months[month])
    body = plain.render("month", "../../", calendar.show_page(month))
    assert all(f'href="../../{each.url}"' in body for each in parts)
    assert "<table" not in body
    assert "2026年10月" in calendar.format_title(parts[0])
    few = next(each for each, rows in calendar.months.items() if len(rows) <= 20)
    assert not calendar.show_page(few).split


# -- the frame -----------------------------------------------------------------------------------------------


def configured(tmp_path: Path, footer: str) -> Path:
    root = tmp_path / "register"
    shutil.copytree(EMPTY / "records", root / "records")
    configure(root, footer)
    return build(root, tmp_path / "public")


def test_the_footer_has_what_is_configured_on_every_page(tmp_path: Path) -> None:
    folder = configured(
        tmp_path,
        "extra:\n  footer:\n    sponsor: 演示局\n    site_code: '0000000000'\n    icp: 演示备0号\n"
        "    contact: 0515-00000000\n    contact_link: tel:0515-00000000\n",
    )
    for file in folder.rglob("*.html"):
        page_text = file.read_text("utf-8")
        assert "主办：演示局 · 网站标识码：0000000000" in page_text
        assert '<a href="tel:0515-00000000">0515-00000000</a>' in page_text


def test_the_footer_invents_nothing(tmp_path: Path) -> None:
    folder = configured(tmp_path, "")
    for file in folder.rglob("*.html"):
        foot = file.read_text("utf-8").rpartition('class="md-copyright"')[2]
        assert not re.search("主办：|承办：|标识码：|beian|tel:", foot)
        assert "列入不等于推荐" in foot
        assert re.search('href="[^"]*#corrections"', foot)


def test_bodies_hold_no_style_no_script_of_their_own_and_no_handler(examined: Examined) -> None:
    site = Site(examined, DAY, TEMPLATES, about={"address": ADDRESS})
    for each in list_record_pages(site):
        assert not re.search(r"<[^>]* (style|on[a-z]+)=", each.body), each.url
        scripts = re.findall("<script([^>]*)>", each.body)
        assert all("src=" in script or "application/ld+json" in script for script in scripts), each.url


def test_a_slip_put_right_in_a_published_list_is_told_in_words_from_its_day_on(examined: Examined) -> None:
    batch = next(each for each in examined.register.batches.values() if each.announcement)
    slip = BatchCorrection(
        date=DAY, pointer="/announcement/document/number", old="演〔1〕", new="演〔2〕", reason="录入时看错。"
    )
    batches = {**examined.register.batches, batch.id: msgspec.structs.replace(batch, corrections=(slip,))}
    register = dataclasses.replace(examined.register, batches=batches)

    def render_on(day: dt.date) -> str:
        return page(Site(examined._replace(register=register), day, TEMPLATES), f"batches/{batch.id}/")

    assert "<dt>“公布”的“公布文件”的“文号”</dt>" in render_on(DAY)
    assert "<del>演〔1〕</del>" in render_on(DAY)
    assert "（2026年11月23日更正：录入时看错。）" in render_on(DAY)
    assert "更正" not in render_on(DAY - dt.timedelta(days=1))
