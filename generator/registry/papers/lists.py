"""The list of a batch: as it was published, or as it is to be, of those who have passed the review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..display import format_day
from ..entry.listing import list_passed
from ..lifecycle.filing import find_name, list_former_codes
from ..model.batches import get_organs
from ..model.dossier import Dossier
from ..model.kinds import Announcement, Batch
from .drafting import Drafter, cite_all
from .paper import Block, Heading, Paper, PaperTable, Paragraph

HEADINGS = ("序号", "机构名称", "统一社会信用代码")
ROOM = (3, 20, 14)  # characters of a column that is to be filled in by hand
WHAT = "专业技术人员继续教育培训机构"
# An older list often has no codes: what it does not say is shown as that.
UNSTATED = "未载明"
BLANK_ROWS = 10
UNPUBLISHED = "名单还没有公布：列出的是评审通过、还没有列入的机构"


def draft_list(drafter: Drafter, batch: Batch | None) -> Paper:
    """The list with names and codes, in its groups, with its annexes; blank without a batch.

    Names are those of the day of publication.
    """
    announcement = batch.announcement if batch else None
    document = announcement.document if announcement else None
    organs = get_organs(batch) if batch else ()
    bureau = drafter.tables.find_city_bureau(drafter.day)
    signers = tuple(drafter.fill_authority(each) for each in organs or (bureau,))
    number = drafter.fill_number(document)
    body = tuple(_write_list(drafter, batch))
    return Paper(
        title=(document.title if document else None) or _name_list(drafter, batch),
        body=body,
        number=number,
        signers=signers,
        date=drafter.fill_day(document.date if document else None, "成文日期"),
        annexes=announcement.annexes if announcement else (),
        notes=(UNPUBLISHED,) if batch and not announcement else (),
    )


def _name_list(drafter: Drafter, batch: Batch | None) -> str:
    """What a list is called after its batch: 2026年第一批专业技术人员继续教育培训机构名单."""
    title = drafter.fill(batch.title if batch else None, "批次").removesuffix("名单")
    return f"{title}{'' if title.endswith('机构') else WHAT}名单"


def _write_list(drafter: Drafter, batch: Batch | None) -> Iterator[Block]:
    announcement = batch.announcement if batch else None
    if batch is None or not batch.carried_over:
        yield Paragraph(f"依据{drafter.cite('8(4)')}，现将{_name_list(drafter, batch)}予以公布。")
    if announcement:
        yield from _tell_days(announcement)
    if batch and batch.notice:
        period = batch.notice.period
        days = f"{format_day(period.from_)}至{format_day(period.to)}"
        yield Paragraph(f"名单已于{days}在{batch.notice.place}公示。{batch.notice.text or ''}")
    yield from _write_tables(drafter, batch)


def _tell_days(announcement: Announcement) -> Iterator[Paragraph]:
    others = cite_all(announcement.document)[1:]
    if others:
        yield Paragraph(f"相关文书：{'；'.join(others)}。")
    if announcement.document.date != announcement.published_on:
        yield Paragraph(f"公布日期：{format_day(announcement.published_on)}。")
    if announcement.valid_to:
        yield Paragraph(f"名单有效期至{format_day(announcement.valid_to)}（含当日）。")


def _write_tables(drafter: Drafter, batch: Batch | None) -> Iterator[Block]:
    """The table of those in no group, and a table a group behind its title."""
    announcement = batch.announcement if batch else None
    if announcement is None:
        day = drafter.source.day
        passed = list_passed(drafter.source.register, batch.id, day) if batch else []
        rows = list_rows(drafter, sorted(passed), day)
        yield PaperTable(HEADINGS, tuple(rows) or (("", "", ""),) * BLANK_ROWS, ROOM)
        return
    day = announcement.published_on
    if announcement.listed or not announcement.groups:
        yield PaperTable(HEADINGS, tuple(list_rows(drafter, announcement.listed, day)))
    for group in announcement.groups:
        yield Heading(group.title)
        yield PaperTable(HEADINGS, tuple(list_rows(drafter, group.listed, day)))


def list_rows(drafter: Drafter, ids: Iterable[str], day: dt.date) -> Iterator[tuple[str, ...]]:
    """The numbered rows of institutions, each with its name on the day and its code."""
    dossiers = drafter.source.register.dossiers
    for number, id_ in enumerate(ids, 1):
        dossier = dossiers.get(id_)
        name = find_name(dossier, day) if dossier else id_
        code = find_code(dossier, day) if dossier else ""
        yield (str(number), name, code or UNSTATED)


def find_code(dossier: Dossier, day: dt.date) -> str:
    """The credit code on a day: a conversion after it has replaced one; empty where none is known."""
    later = [code for code, changed in list_former_codes(dossier, dt.date.max) if changed > day]
    return later[-1] if later else dossier.institution.credit_code or ""
