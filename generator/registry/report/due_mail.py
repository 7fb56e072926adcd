"""What is due of an owner as a mail to be sent by people: a draft with its text, and a calendar beside it.

Nothing is sent and no account is asked for. Same register, same day: same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import NamedTuple

from ..display import format_day
from ..finding import format_article
from ..lifecycle.due import HEADINGS, DueItem
from ..lifecycle.means import list_ways
from ..lifecycle.owners import OwnerDues
from ..model.dossier import Dossier
from ..model.tables import Tables, name_regulation
from ..personal import mask_personal
from ..publish.open_data.events import CalendarWriter, DueEvent
from ..publish.open_data.publication import Publication, make_id_space
from .due_text import DueSource, name_receivers, name_subject, write_item, write_parts

CALENDAR = "待办.ics"
INSTITUTION, AUTHORITY = "institution-", "authority-"  # how the names of the files begin


class MailSource(NamedTuple):
    """What a mail rests on: the register's tables, its site, and the ids of those with a page there."""

    tables: Tables
    publication: Publication
    public: Collection[str]

    def get_page(self, dossier: Dossier | None) -> str:
        """Where the site tells of what an institution has to do; without its own page, of what all have."""
        return f"institutions/{dossier.id}/" if dossier and dossier.id in self.public else "due/"


class DueMail(NamedTuple):
    """A mail: the names of its files without an ending, to whom, the subject, the text and the calendar.

    `lacks` says why nobody stands as its receiver, empty where somebody does.
    """

    name: str
    receiver: str
    address: str
    subject: str
    text: str
    calendar: bytes
    lacks: str


def build_mail(source: MailSource, owner: OwnerDues) -> DueMail:
    """The mail to an owner, with all that is due of it."""
    name, about = mask_personal(owner.name), source.publication
    # One that has somebody's number in it is a person's: then none stands there.
    address = owner.mail if owner.mail == mask_personal(owner.mail) and _is_address(owner.mail) else ""
    phone = f"，办公电话 {mask_personal(owner.phone)}" if owner.phone else ""
    return DueMail(
        name=f"{INSTITUTION if owner.dossier else AUTHORITY}{owner.id}",
        receiver=name,
        address=address,
        subject=f"{name}待办：{_count_items(owner)}（截至 {about.day}，{about.title}）",
        text="\n".join(_write_text(source, owner, name)) + "\n",
        calendar=_build_calendar(source, owner),
        lacks="" if address else f"登记册没有它的单位邮箱{phone}",
    )


def write_draft(mail: DueMail) -> bytes:
    """The mail as a file that a mail program opens as a draft (X-Unsent): no sender, no day."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Subject"] = mail.subject
    if mail.address:
        message["To"] = Address(mail.receiver, addr_spec=mail.address)
    # Base64: lines of any length, and no server that is behind the times changes a letter.
    message.set_content(mail.text, cte="base64")
    message.add_attachment(mail.calendar.decode(), subtype="calendar", charset="utf-8", filename=CALENDAR)
    message.set_boundary(sha256(mail.text.encode()).hexdigest()[:32])  # else one by chance
    return message.as_bytes()


def write_plain(mail: DueMail) -> bytes:
    """Write a mail as plain text, for another system than mail."""
    to = f"{mail.receiver} <{mail.address}>" if mail.address else f"（{mail.receiver}：{mail.lacks}）"
    return f"收件人：{to}\n主题：{mail.subject}\n\n{mail.text}".encode()


def describe_mails(mails: Sequence[DueMail]) -> list[str]:
    """Which mails were written, to whom, and what is to be done with them."""
    if not mails:
        return ["没有到了提醒日期的待办，没有写邮件；有待办的全部都写，加 --all"]
    lines = [f"{each.name}.eml  {each.subject.partition('（截至')[0]}" for each in mails]
    if lacking := [f"{each.receiver}（{each.lacks}）" for each in mails if each.lacks]:
        lines.append(f"收件人留空的 {len(lacking)} 封：{'；'.join(lacking)}")
    if any(each.lacks and each.name.startswith(AUTHORITY) for each in mails):
        lines.append("机关的单位邮箱写在 records/authorities/ 中它的 email，不公开；下次就填好收件人")
    lines.append(f"一共 {len(mails)} 封，没有发送：.eml 双击在邮件程序中打开，改好再发；.txt 内容相同")
    return lines


def _is_address(text: str) -> bool:
    """Whether it can stand in the head of a mail."""
    try:
        return bool(text) and text.isascii() and Address(addr_spec=text).addr_spec == text
    except (MessageError, ValueError, IndexError):
        return False


def _count_items(owner: OwnerDues) -> str:
    """How many there are, for the subject."""
    counts = [(heading, len(part)) for heading, part in zip(HEADINGS.values(), owner.dues, strict=True)]
    return "，".join(f"{heading.partition('，')[0]} {number} 项" for heading, number in counts if number)


def _write_text(source: MailSource, owner: OwnerDues, name: str) -> Iterator[str]:
    yield f"{name}："
    yield ""
    about = source.publication
    whom, done = ("你单位", "请与受理的机关核对") if owner.dossier else ("贵机关", "请补录")
    yield f"截至{format_day(about.day)}，按{about.title}中的记录，{whom}有下列事项。"
    yield f"未见记录不等于没有办理：已经办理的，{done}。"
    text = DueSource(source.tables, about.day, about.address)
    for line in write_parts(owner.dues):
        if isinstance(line, str):
            yield line
        else:
            yield from write_item(text, line, name_receivers(source.tables, line[1]), not owner.dossier)
    yield ""
    yield from _write_end(source, owner)


def _write_end(source: MailSource, owner: OwnerDues) -> Iterator[str]:
    regulation = source.tables.find_regulation(source.publication.day)
    yield f"所列条款出自{name_regulation(regulation)}。"
    page, site = source.get_page(owner.dossier), source.publication.address
    # An institution that is on no list yet has no page of its own, and is sent to none.
    if site and (page != "due/" or not owner.dossier):
        yield f"登记册网站上的待办：{site}{page}"
    if not owner.dossier:
        yield "“录入”“表格”“文书”后面是在登记册文件夹中运行的命令。"
    yield ""
    yield "这份文字由登记册的程序写出，由人发送；附件是同样内容的日历。"


def _build_calendar(source: MailSource, owner: OwnerDues) -> bytes:
    """What of it has a day, each as the event that the calendars of the site have."""
    writer = CalendarWriter(source.publication, make_id_space(source.tables))
    dated = [(each, each.on) for part in owner.dues for each in part if each.on]
    events = [_build_event(source, owner, writer, *each) for each in dated]
    return writer.build_calendar(f"{mask_personal(owner.name)}：待办", source.get_page(owner.dossier), events)


def _build_event(
    source: MailSource, owner: OwnerDues, writer: CalendarWriter, item: DueItem, on: dt.date
) -> bytes:
    page, day = source.get_page(item.dossier), source.publication.day
    title = mask_personal(f"{item.what}{name_subject(item, day)}")
    ways = list_ways(item.means, source.publication.address, for_staff=not owner.dossier)
    words = [format_article(item.article), item.note, *(f"{each.label} {each.text}" for each in ways)]
    # The same each time: a calendar that is taken in again replaces its events.
    unique = f"{page}{item.code}/{item.source}/{item.what}"
    event = DueEvent(title, [*map(mask_personal, words)], on, day, unique, page)
    # An alarm goes off before its event: the notice on the day after is left to the next mail.
    days = [(on - each).days for each in item.notices if each < on]
    return writer.build_event(event, f"{title}：{format_day(on)}", days)
