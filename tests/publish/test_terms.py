"""The end of a term, and the validity of the regulation, on pages, in data and in calendars."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from icalendar import Calendar

from registry.lifecycle.status import derive_status, find_term_end
from registry.model.kinds import Regulation
from registry.publish.assemble.site import Site
from registry.publish.open_data.publication import Publication
from registry.publish.pages import batches
from registry.publish.pages.regulation import describe_end, describe_validity, show_regulation
from registry.rules.checking import Examined
from tests import conftest
from tests.conftest import DAY, EMPTY, SECOND, TEMPLATES, build_files
from tests.lifecycle.building import day, regulation, tables
from tests.publish.test_open_data import make_data

TERM = dt.date(2027, 6, 20)  # by the regulation's three years; yx-a7 was listed on 20 June 2024


@pytest.fixture(scope="module")
def examined() -> Examined:
    return conftest.examined(SECOND)


def site(examined: Examined, on: dt.date = DAY) -> Site:
    return Site(examined, on, TEMPLATES)


def test_the_end_stands_on_page_certificate_and_list(examined: Examined) -> None:
    plain = site(examined)
    dossier = examined.register.dossiers["yx-a7"]
    for page in plain.list_dossier_pages(dossier):
        assert "，有效期至2027年6月20日（含）" in re.sub(r"\s+", "", page.body), page.url
    for id_, last in (
        ("2024-1", "2027年6月20日"),
        ("2025-1", "2027年12月31日"),
    ):  # the second is the list's own
        data = batches.show_batch(plain.view, examined.register.batches[id_])
        assert f"公布，有效期至{last}，共" in plain.render("batch", "", data)


def test_how_to_apply_anew_stands_on_the_page_once_the_end_is_near(examined: Examined) -> None:
    notices = examined.register.tables.find_regulation(DAY).parameters.notice_days
    dossier = examined.register.dossiers["yx-a7"]
    first = TERM - dt.timedelta(max(notices))
    one = dt.timedelta(1)
    for on, is_told in ((first - one, False), (first, True), (TERM, True), (TERM + one, False)):
        site_then = site(examined, on)
        body = next(iter(site_then.list_dossier_pages(dossier))).body
        assert ("<strong>2027年6月20日有效期届满。</strong>届满次日起不再列入" in body) == is_told, on
        assert ("在届满以前的申请时段内再次申请" in body) == is_told, on


def test_the_end_stands_in_the_data_of_all_who_are_listed(examined: Examined) -> None:
    data = make_data(examined)
    register = examined.register
    for id_ in register.list_public_ids(DAY):
        dossier = register.dossiers[id_]
        state = derive_status(dossier, DAY).filing
        (row,) = data.tables.build_rows(dossier)["institutions"]
        assert row["status_until"] == (state.until and state.until.isoformat())
        if state.code == "listed":
            ends = {
                find_term_end(register.tables, each.announcement)
                for each in dossier.batches
                if each.announcement
            }
            assert state.until in ends
            assert state.until or all(each.carried_over for each in dossier.batches)
            status: Any = data.documents.build_institution(dossier)["status"]
            assert status["filing"]["until"] == state.until


def test_a_calendar_reminds_of_each_end_on_the_days_of_the_regulation(examined: Examined) -> None:
    files = build_files(make_data(examined, Publication(DAY)))
    (content,) = (each for path, each in files.items() if path.endswith("institutions/yx-a7.ics"))
    calendar: Any = Calendar.from_ical(content)
    (event,) = (each for each in calendar.walk("VEVENT") if each["SUMMARY"].startswith("有效期届满"))
    assert event["DTSTART"].dt == TERM
    assert "再次申请" in event["DESCRIPTION"]
    notices = examined.register.tables.find_regulation(DAY).parameters.notice_days
    assert [-each["TRIGGER"].dt.days for each in event.walk("VALARM")] == list(notices) == [120, 60, 15]


def test_the_regulation_page_tells_its_validity_and_the_calendars(examined: Examined) -> None:
    text = site(examined).render_section("regulation", "")
    assert "2021年2月5日签发，2021年2月9日发布，自2021年3月1日起施行，施行到2027年2月28日为止" in text
    assert "规定写明有效期六年" in text
    assert 'href="https://example.org/regulations/xgrsf-2021-9"' in text
    assert "120、60、15" in text
    assert "虚构办发明电〔2026〕3号、虚构办发明电〔2026〕5号" in text
    assert "春节2月5日至2月13日" in text


def test_of_what_a_city_leaves_unsaid_the_page_tells_what_holds() -> None:
    shown = dict(show_regulation(site(conftest.examined(EMPTY)).view).parameters)
    assert (shown["公开决定的工作日"], shown["公开处罚的工作日"]) == ("20", "7")
    assert shown["到期前的提醒天数"] == "90、30、7"


def ruled(**changed: object) -> Regulation:
    return msgspec.structs.replace(regulation(), **changed)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "自2018年9月12日起施行"),
        (
            {"signed_on": day("2018-09-12")},
            "2018年9月12日签发，自2018年9月12日起施行（按签发日期，发布日期没有载明）",
        ),
        (
            {"signed_on": day("2018-09-10"), "published_on": day("2018-09-12")},
            "2018年9月10日签发，2018年9月12日发布，自2018年9月12日起施行",
        ),
        ({"signed_on": day("2018-09-10")}, "2018年9月10日签发，自2018年9月12日起施行"),
    ],
)
def test_since_when_a_regulation_is_in_force_in_words(changed: dict[str, object], words: str) -> None:
    assert describe_validity(tables(ruled(**changed)), day("2020-01-01")) == words


def test_its_end_in_words() -> None:
    ending = tables(ruled(in_force_to=day("2023-09-11")))
    assert describe_end(ending, day("2023-09-11")) == "施行到2023年9月11日为止"
    assert describe_end(ending, day("2023-09-12")) == "已于2023年9月11日期满，登记册中没有接着施行的办法"
    assert describe_end(tables(), day("2030-01-01")) == ""


def test_the_home_page_says_that_the_regulation_has_ended(examined: Examined) -> None:
    last = examined.register.tables.regulations[-1].in_force_to
    assert last
    unlimited = msgspec.structs.replace(examined.register.tables.regulations[-1], in_force_to=None)
    shared = replace(examined.register.tables, regulations=(unlimited,))
    changed = examined._replace(register=replace(examined.register, tables=shared))
    for subject, on, words in (
        (examined, DAY, "，施行到2027年2月28日为止。"),
        (examined, last + dt.timedelta(1), "，已于2027年2月28日期满，登记册中没有接着施行的办法。"),
        (changed, DAY, "9号）。"),
    ):
        assert words in site(subject, on).render_section("home", "")
