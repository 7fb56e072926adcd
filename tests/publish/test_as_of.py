"""What the site shows of an institution is as of its day: neither what comes later, nor what is of now."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.json_data import get_objects
from registry.lifecycle.as_of import collect_later_changes, cut_to_day, view_as_of, view_institution
from registry.lifecycle.calendar import subtract_day
from registry.lifecycle.fold import make_plain
from registry.model.dossier import Dossier
from registry.model.kinds import Change, ChangeField, FieldChange
from registry.publish.assemble.site import Site
from registry.rules.checking import Examined, examine
from tests.conftest import CITY, TEMPLATES, examined, registry
from tests.lifecycle.building import (
    act,
    applied,
    batch,
    day,
    dossier,
    institution,
    plan,
    receipt,
    step,
    summary,
)
from tests.repository import commit, git

PHONES = "0515-00000001", "0515-00000002"
LISTED = (
    applied("2019-03-08"),
    act("recommendation", "2019-04-08"),
    act("review", "2019-05-17"),
    batch("2019-06-10"),
)


def change(on: str, field: str, before: Any, after: Any) -> Change:
    record = act("change", on, changes=(FieldChange(field=ChangeField(field), before=before, after=after),))
    assert isinstance(record, Change)
    return record


# -- the dossier ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "phone"),
    [
        ("2019-12-31", PHONES[0]),
        ("2021-05-05", PHONES[0]),
        ("2021-05-06", PHONES[1]),
        ("2062-01-01", PHONES[1]),
    ],
)
def test_a_change_holds_from_its_day(on: str, phone: str) -> None:
    subject = dossier(*LISTED, change("2021-05-06", "phone", *PHONES), now=institution(phone=PHONES[1]))
    assert view_institution(subject, day(on)).phone == phone
    assert view_as_of(subject, day(on)).institution.phone == phone


def test_what_no_act_tells_stays_as_it_is_now() -> None:
    subject = dossier(
        *LISTED,
        change("2062-11-27", "phone", *PHONES),
        now=institution(phone=PHONES[1], equipment="新设备。"),
    )
    page_data = view_institution(subject, day("2026-11-28"))
    assert (page_data.phone, page_data.equipment) == (PHONES[0], "新设备。")


def test_what_was_absent_before_a_change_is_absent() -> None:
    site = "https://example.org/"
    subject = dossier(*LISTED, change("2062-11-27", "website", None, site), now=institution(website=site))
    assert collect_later_changes(subject, day("2026-11-28")) == {"website": None}
    assert view_institution(subject, day("2026-11-28")).website is None


def test_having_no_system_is_a_value_too() -> None:
    transfer = act("transfer", "2021-05-06", from_system=None, to_system="health", to_area="yangqu")
    alone = applied("2019-03-08", system=None)
    subject = dossier(alone, *LISTED[1:], transfer, now=institution(system="health"))
    assert view_institution(subject, day("2021-05-05")).system is None
    assert view_institution(subject, day("2021-05-06")).system == "health"


def test_a_transfer_and_a_later_application_count_too() -> None:
    transfer = act("transfer", "2021-05-06")
    again = applied("2022-03-01", area="xuxian", equipment="新设备。")
    subject = dossier(*LISTED, transfer, again, now=institution(area="xuxian", equipment="新设备。"))
    before, between = (view_institution(subject, day(each)) for each in ("2021-05-05", "2021-05-06"))
    assert (before.area, before.equipment) == ("yangqu", "投影设备一套。")
    assert (between.area, between.equipment) == ("xuxian", "投影设备一套。")


def test_nothing_later_is_in_the_dossier_of_a_day() -> None:
    records = (
        plan(2025, step("报送", "2024-12-01"), step("通过", "2025-01-10")),
        plan(2026, step("报送", "2025-12-01")),
        summary(2024, receipt("2024-12-20")),
        summary(2025, receipt("2025-12-20")),
        act("inspection", "2025-06-01"),
    )
    view = view_as_of(dossier(*LISTED, *records), day("2024-12-31"))
    assert [(each.year, len(each.steps)) for each in view.plans] == [(2025, 1)]
    assert [each.year for each in view.summaries] == [2024]
    assert all(each.date <= day("2024-12-31") for each in view.acts)


def test_a_dossier_in_which_nothing_is_later_is_the_same() -> None:
    subject = dossier(*LISTED)
    assert view_as_of(subject, day("2026-11-28")) is subject
    assert view_as_of(view_as_of(subject, day("2019-04-01")), day("2019-04-01")) is view_as_of(
        subject, day("2019-04-01")
    )


def test_rows_and_days_of_publication_that_come_later_are_left_out() -> None:
    data = {
        "published_on": "2025-01-02",
        "steps": [{"date": "2024-12-31"}, {"date": "2025-01-01"}],
        "supplements": [{"date": "2025-02-01"}],
        "text": "甲",
    }
    assert cut_to_day(data, day("2024-12-31")) == {
        "steps": [{"date": "2024-12-31"}],
        "supplements": [],
        "text": "甲",
    }
    assert cut_to_day(data, day("2025-02-01")) is data


# -- the site ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city() -> Examined:
    return examined(CITY)


def changes(city: Examined) -> Iterator[tuple[Dossier, Change, FieldChange]]:
    for subject in city.register.dossiers.values():
        for each in subject.get_acts(Change):
            for one in each.changes:
                yield subject, each, one


def test_the_day_before_each_change_all_of_the_site_shows_what_was_before(city: Examined) -> None:
    """Of those that no other act of theirs sets as well."""
    count = 0
    for subject, each, one in changes(city):
        on = subtract_day(each.date)
        site = Site(city, on, TEMPLATES)
        if subject.id not in site.presenter.public_ids:
            continue
        count += 1
        assert site.view.public(subject.institution.path).get(one.field) == make_plain(one.before)
        if one.field in ("name", "legal_representative"):
            sheet = json.dumps(site.certificates.build_data(subject), ensure_ascii=False, default=str)
            page = json.dumps(site.dossiers.build_data(subject), ensure_ascii=False, default=str)
            parts = [content.decode() for _, content in site.data.build_files(subject)]
            text = "".join([sheet, page, *parts, repr(site.view.maker.make_card(subject))])
            assert str(one.before) in text
            assert str(one.after) not in text
    assert count > 5


def test_a_site_of_a_past_day_shows_no_later_plan_or_summary(city: Examined) -> None:
    on = dt.date(2024, 6, 30)
    site = Site(city, on, TEMPLATES)
    for subject in site.public:
        plans = {each.year for each in subject.plans if each.steps[0].date <= on}
        summaries = {each.year for each in subject.summaries if each.steps[0].date <= on}
        years = site.dossiers.build_data(subject).years
        assert all(not each.plan or each.year in plans for each in years)
        assert all(not each.summary or each.year in summaries for each in years)
        document = site.data.documents.build_institution(view_as_of(subject, on))
        assert all(each["year"] in plans for each in get_objects(document, "plans"))
        assert all(row["year"] in summaries for row in site.data.tables.build_rows(subject)["runs"])


# -- the command, on a real repository -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city, in which someone has typed 2062 for 2026 in a change of mailbox."""
    root = tmp_path_factory.mktemp("typed") / "register"
    shutil.copytree(CITY / "records", root / "records")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-01-05")
    [file] = root.glob("records/institutions/*/demo-008/institution.yml")
    text = file.read_text("utf-8")
    [before] = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("email: ")]
    file.write_text(text.replace(before, "new-office@example.org"), "utf-8")
    (file.parent / "acts/2062-11-27-change.yml").write_text(
        "date: 2062-11-27\nchanges:\n  - field: email\n"
        f"    before: {before}\n    after: new-office@example.org\n"
        "reason: 更换邮箱。\nreported_on: 2062-11-28\nauthority: city-hrss\noffice: 专业技术人员管理处\n",
        "utf-8",
    )
    return root


def test_a_date_that_has_not_come_is_told_to_the_reviewer(typed: Path) -> None:
    result = registry("changes", "main", "--root", typed, "--on", "2026-11-28")
    assert "注意：“日期”是 2062-11-27，在 2026-11-28 以后，还没有发生" in result.stdout
    assert "注意" not in registry("changes", "main", "--root", typed, "--on", "2062-11-28").stdout


def test_a_date_that_has_not_come_is_told_by_the_clock(typed: Path) -> None:
    result = registry("check", "--root", typed, "--on", "2026-11-28", "--scope", "clock", "--format", "json")
    late = [each for each in json.loads(result.stdout)["findings"] if each["rule"] == "dates-have-come"]
    assert any(each["path"].endswith("demo-008/acts/2062-11-27-change.yml") for each in late)
    assert registry("check", "--root", typed, "--on", "2026-11-28", "--base", "main").returncode == 0


def test_what_has_not_come_is_published_nowhere(typed: Path) -> None:
    after = examine(typed, dt.date(2026, 11, 28))
    for on, is_shown in ((dt.date(2026, 11, 28), False), (dt.date(2062, 11, 27), True)):
        site = Site(after, on, TEMPLATES)
        subject = after.register.dossiers["demo-008"]
        page = site.render_institution(subject, site.dossiers.build_data(subject)).body
        texts = [page, *(content.decode() for _, content in site.data.build_files(subject))]
        assert all(("new-office@example.org" in each) == is_shown for each in texts[:2])
        assert ("2062-11-27" in page) == is_shown
