"""What is due as mails: to whom, on which days, what they say, and that they open as drafts."""

from __future__ import annotations

import datetime as dt
import email
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from msgspec import structs

from registry.lifecycle.due import list_due
from registry.lifecycle.owners import OwnerDues, has_news, list_owner_dues
from registry.model.kinds import StepAction
from registry.publish.open_data.publication import Publication
from registry.report.due_mail import DueMail, MailSource, build_mail, write_draft, write_plain
from tests.conftest import CITY, DAY, SECOND, examined, registry
from tests.lifecycle.building import (
    BUREAU,
    COUNTY,
    HEALTH,
    LISTED,
    day,
    dossier,
    institution,
    plan,
    register_of,
    regulation,
    step,
    tables,
)
from tests.lifecycle.test_status import ORDER

ADDRESS, NAME = "https://example.org/", institution().name


def owners(*records: Any, on: str, **more: Any) -> dict[str, OwnerDues]:
    subject = dossier(*LISTED, *records, **more)
    return {each.id: each for each in list_owner_dues(register_of(subject), ["yangqu"], day(on))}


def draft(owner: OwnerDues, on: str, site: str = ADDRESS) -> DueMail:
    return build_mail(MailSource(tables(), Publication(day(on), "", "演示登记册", site), ["one"]), owner)


def read(mail: DueMail) -> tuple[EmailMessage, Any]:
    """The draft as a mail program reads it, and its calendar."""
    message = email.message_from_bytes(write_draft(mail), policy=default)
    assert isinstance(message, EmailMessage)
    (calendar,) = message.iter_attachments()
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "待办.ics")
    return message, Calendar.from_ical(calendar.get_content())


@pytest.mark.parametrize(
    ("on", "since", "is_told"),
    [
        ("2019-10-02", "2019-10-01", True),  # 90 days before 31 December
        ("2019-10-03", "2019-10-02", False),
        ("2019-10-03", "2019-10-01", True),  # the night before nobody ran it
        ("2019-12-01", "2019-11-30", True),
        ("2019-12-24", "2019-12-23", True),
        ("2019-12-31", "2019-12-30", False),
        ("2020-01-01", "2019-12-31", True),  # over
        ("2020-01-02", "2020-01-01", False),
    ],
)
def test_an_owner_is_told_on_the_days_of_notice_and_when_it_is_over(
    on: str, since: str, is_told: bool
) -> None:
    assert has_news(owners(on=on)["one"].dues, day(since), day(on)) == is_told


def test_the_days_are_the_one_parameter_of_the_register() -> None:
    shared = tables(regulation(notice_days=(10,)))
    assert owners(on="2019-12-21", shared=shared)["one"].dues.soon
    assert not owners(on="2019-12-20", shared=shared)["one"].dues.soon


def test_a_mail_opens_as_a_draft_with_what_it_takes_and_a_calendar() -> None:
    mail = draft(owners(on="2019-12-01")["one"], "2019-12-01")
    message, calendar = read(mail)
    assert {**message}.keys() == {"X-Unsent", "Subject", "To", "MIME-Version", "Content-Type"}
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].addr_spec == institution().email
    counts = "将要到期 2 项，没有规定期限 1 项"
    assert message["Subject"] == f"{NAME}待办：{counts}（截至 2019-12-01，演示登记册）"
    body = message.get_body()
    assert body
    text = body.get_content()
    for line in (
        "1. 报送 2019 年度总结",
        "   期限：2019年12月31日，还有 30 天",
        "   依据：第十七条",
        "   说明：登记册里没有 2019 年度的计划，先报送计划",
        f"   在网页上填写：{ADDRESS}forms/plan/?id=one&year=2019",
        f"   空白表格：{ADDRESS}how/files/plan.xlsx",
        f"登记册网站上的待办：{ADDRESS}institutions/one/",
    ):
        assert line in text.splitlines()
    assert "registry " not in text  # the institution has no program
    assert write_plain(mail).decode().endswith(text.replace("\r\n", "\n"))
    assert [str(each["summary"]) for each in calendar.events] == [
        f"报送 2019 年度总结（{NAME}，one）",
        f"报送 2020 年度计划（{NAME}，one）",
    ]
    assert all("forms/" in each["description"] for each in calendar.events)
    assert [-each["trigger"].dt.days for each in calendar.walk("VALARM")] == [90, 30, 7] * 2
    assert write_draft(mail) == write_draft(draft(owners(on="2019-12-01")["one"], "2019-12-01"))


def test_what_waits_at_an_authority_is_told_to_it_and_again_while_it_waits() -> None:
    sending = plan(2020, *(step(StepAction.SENT, "2019-11-20", each) for each in (COUNTY, HEALTH)))
    text = draft(owners(sending, on="2019-11-27")[COUNTY], "2019-11-27").text
    for line in (
        "一、等待办理（2 项）",  # the other is the application, of which only the list is recorded here
        f"2. 受理：2020 年度计划（{NAME}，one）",
        "   已等：7 天，自2019年11月20日起",
        f"   录入：registry step one plan 2020 受理 --authority {COUNTY}",
        "   文书：registry paper receipt plan one --year 2020",
    ):
        assert line in text.splitlines()
    # The public site knows no plan that has not passed.
    assert "   在网页上填写：经办人员的网站的 forms/plan/?id=one&path=plans%2F2020.yml&add=" in text
    for on, is_told in (
        ("11-20", True),
        ("11-21", False),
        ("11-27", True),
        ("12-20", True),
        ("12-21", False),
    ):
        now = day(f"2019-{on}")
        owner = owners(sending, on=f"2019-{on}")[COUNTY]
        assert has_news(owner.dues, now - dt.timedelta(1), now) == is_told, on
    passing = plan(2020, *(step(StepAction.PASSED, "2019-11-21", each) for each in (COUNTY, HEALTH)))
    assert "受理" not in str(owners(passing, on="2019-11-27")[COUNTY].dues.waiting)


def test_an_applicant_that_is_not_listed_is_given_no_page_that_the_site_has_not() -> None:
    register = examined(CITY).register
    (owner,) = (each for each in list_owner_dues(register, ["dongtai"], DAY) if each.id == "demo-048")
    publication = Publication(DAY, "", "登记册", ADDRESS)
    mail = build_mail(MailSource(register.tables, publication, register.list_public_ids(DAY)), owner)
    assert "1. 补正：2026-2 批次" in mail.text.splitlines()
    assert f"{ADDRESS}institutions/" not in mail.text + mail.calendar.decode()


def test_an_authority_gets_commands_and_its_receiver_is_left_blank_and_told() -> None:
    owner_dues = owners(ORDER, on="2022-12-16")
    mail = draft(owner_dues[BUREAU], "2022-12-16", site="")
    message, calendar = read(mail)
    assert message["To"] is None
    assert "登记册没有它的单位邮箱" in mail.lacks
    assert write_plain(mail).decode().startswith(f"收件人：（{mail.receiver}：登记册没有它的单位邮箱")
    for line in (
        f"1. 认定整改结果（{NAME}，one）",
        "   录入：registry new one rectification-outcome",
        "   在网页上填写：登记册网站的 forms/rectification-outcome/?id=one",
        f"   文书：registry paper rectification-order one --act {ORDER.stem}",
    ):
        assert line in mail.text.splitlines()
    assert calendar.events == []
    assert has_news(
        owner_dues[BUREAU].dues, day("2022-12-15"), day("2022-12-16")
    )  # from the day after the last
    assert not has_news(owner_dues[BUREAU].dues, day("2022-12-16"), day("2022-12-17"))


def test_an_authority_whose_mail_is_recorded_is_the_receiver() -> None:
    shared = tables()
    offices = {
        each.id: structs.replace(each, email="office@example.org") for each in shared.authorities.values()
    }
    owner = owners(ORDER, on="2022-12-16", shared=replace(shared, authorities=offices))[BUREAU]
    message, _ = read(draft(owner, "2022-12-16"))
    assert message["To"].addresses[0].addr_spec == "office@example.org"


@pytest.mark.parametrize("address", ["13912345678@163.com", "a@b@c", "office@例子.cn", "", None])
def test_no_mail_goes_to_a_person_or_to_what_is_no_address(address: str | None) -> None:
    owner = owners(on="2019-12-01")["one"]
    assert owner.dossier
    message, _ = read(draft(owner._replace(mail=address or ""), "2019-12-01"))
    assert message["To"] is None


def test_what_is_due_of_a_register_reaches_one_owner_each() -> None:
    """In the second city: each item of the issues stands in one mail, and in no other."""
    register, on = examined(SECOND).register, dt.date(2027, 3, 1)
    areas = [*register.tables.areas]
    items = [each for area in areas for part in list_due(register, area, on) for each in part]
    listed_items = [
        each for owner in list_owner_dues(register, areas, on) for part in owner.dues for each in part
    ]
    assert len(listed_items) == len(items) > 0
    assert {id(each.dossier) for each in listed_items} == {id(each.dossier) for each in items}


def test_drafts_are_written_into_an_empty_folder(tmp_path: Path) -> None:
    def duties(*arguments: str) -> Any:
        return registry("duties", "--root", SECOND, "--on", "2026-11-15", "--no-cache", *arguments)

    folder = tmp_path / "mail"
    result = duties("--mail", str(folder))
    names = sorted(each.name for each in folder.iterdir())
    assert (result.returncode, result.stderr) == (0, "")
    assert len(names) == 2 * result.stdout.count(".eml  ") > 0
    assert "封，没有发送" in result.stdout
    again = duties("--mail", str(folder))
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"registry：--mail 写一个空的或者还没有的文件夹，{folder} 不是\n"
    assert duties("--all").stderr == "registry：--all 和 --since 说邮件写给谁，和 --mail 文件夹 一起写\n"
