"""Feeds tell what the register came to know, on the day on which it came to know it."""

import datetime as dt
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest

from registry.model.presenter import Presenter
from registry.publish.open_data.files import OpenData
from registry.publish.open_data.publication import Publication
from registry.publish.public_view import PublicRecords
from registry.records.recorded import RecordingHistory
from registry.rules.checking import Examined
from tests.conftest import CITY, DAY, examined

ATOM = "{http://www.w3.org/2005/Atom}"
OLD = "records/institutions/tinghu/demo-001/acts/2022-09-07-inspection.yml"


@pytest.fixture(scope="module")
def city() -> Examined:
    return examined(CITY)


def open_data(city: Examined, recorded: Mapping[str, dt.date], day: dt.date = DAY) -> OpenData:
    presenter = Presenter(city.schemas, city.register, day)
    records = PublicRecords(city.schemas, city.register)
    histories = {path: RecordingHistory(first, first, "") for path, first in recorded.items()}
    return OpenData(presenter, records, Publication(day, ""), histories)


def entries(feed: bytes) -> list[tuple[str, str]]:
    """The titles of a feed's entries and the days on which they are news."""
    elements = ElementTree.fromstring(feed).iter(f"{ATOM}entry")
    return [
        (each.findtext(f"{ATOM}title", ""), each.findtext(f"{ATOM}updated", "")[:10]) for each in elements
    ]


def whole(data: OpenData) -> list[tuple[str, str]]:
    public = data.documents.presenter.public
    latest = [
        each._replace(title=f"{data.documents.get_name(dossier)}：{each.title}")
        for dossier in public
        for each in data.news.list_latest(dossier)
    ]
    return entries(data.feeds.build_register_feed(latest))


def own(data: OpenData) -> list[tuple[str, str]]:
    return entries(data.feeds.build_institution_feed(data.documents.register.dossiers["demo-001"]))


def test_an_act_of_long_ago_that_is_recorded_late_is_the_latest_news(city: Examined) -> None:
    assert not any("2022年9月7日" in title for title, _ in whole(open_data(city, {})))
    data = open_data(city, {OLD: DAY})
    assert whole(data)[0] == ("演示青松护理培训中心：平时考核（2022年9月7日）", DAY.isoformat())
    assert own(data)[0] == ("平时考核（2022年9月7日）", DAY.isoformat())


def test_where_nothing_is_known_of_the_recording_the_act_counts(city: Examined) -> None:
    assert ("平时考核", "2022-09-07") in own(open_data(city, {}))


@pytest.mark.parametrize("first", [dt.date(2022, 9, 7), dt.date(2022, 9, 6)])
def test_what_was_recorded_in_time_keeps_its_day(city: Examined, first: dt.date) -> None:
    assert ("平时考核", "2022-09-07") in own(open_data(city, {OLD: first}))


def test_a_site_of_an_earlier_day_does_not_tell_of_later_recording(city: Examined) -> None:
    data = open_data(city, {OLD: DAY}, DAY - dt.timedelta(days=1))
    assert ("平时考核", "2022-09-07") in own(data)


def test_what_is_recorded_on_one_day_goes_by_the_days_of_the_acts(city: Examined) -> None:
    recorded = dict.fromkeys(city.register.by_path, DAY)
    items = [(title, day) for title, day in own(open_data(city, recorded)) if "到期" not in title]
    assert {day for _, day in items} == {DAY.isoformat()}
    assert items[-1][0].endswith("（2019年3月8日）")


def test_a_list_that_is_recorded_late_is_news_too(city: Examined) -> None:
    batch = city.register.batches["2019-1"]
    data = open_data(city, {batch.path: DAY})
    assert whole(data)[0] == ("2019年第一批：公布名单（2019年6月10日）", DAY.isoformat())


def test_the_ids_of_entries_do_not_change_with_their_recording(city: Examined) -> None:
    def ids(data: OpenData) -> set[str]:
        feed = ElementTree.fromstring(
            data.feeds.build_institution_feed(data.documents.register.dossiers["demo-001"])
        )
        return {each.text or "" for each in feed.iter(f"{ATOM}id")}

    assert ids(open_data(city, {})) == ids(open_data(city, {OLD: DAY}))


def test_a_reader_of_feeds_can_choose_by_kind(city: Examined) -> None:
    data = open_data(city, {})
    feed = data.feeds.build_institution_feed(city.register.dossiers["demo-001"])
    terms = [each.get("term") for each in ElementTree.fromstring(feed).iter(f"{ATOM}category")]
    assert len(terms) == len(entries(feed))
    assert {"公布名单", "年度计划", "年度总结"} <= {*terms}
