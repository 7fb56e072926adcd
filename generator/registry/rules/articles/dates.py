"""Dates of one record that contradict each other, whatever the day is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...model.kinds import Act, Amendment, Assessment, Batch, Change, Plan, Waiver
from ..rule import Fault, fault, rule

MEND = "核对两个日期，多半是录错了年月；确实如此的如实保留"


@rule("", "日期不矛盾", "warning", basis="form")
def dates_agree(record: Act | Assessment | Plan | Amendment | Batch | Waiver) -> Iterator[Fault]:
    """文书的成文日期不晚于所记事项、环节或考核的日期，报备、送达、公布、补正期限和公开截止的日期不早于它。

    变更的公布不早于报备。例外的文书不晚于例外的第一天。征集通知不晚于申请时段的止日；名单的公示先起后止，在公布之前期满。
    这些先后是登记册的要求，不合的多半是录错了。
    """
    if isinstance(record, Act | Assessment):
        yield from _find_own_dates(record)
    elif isinstance(record, Plan | Amendment):
        for i, step in enumerate(record.steps):
            if step.document and step.document.date > step.date:
                message = f"文书 {step.document.date} 成文，晚于{step.action}日期 {step.date}"
                yield fault(record, f"/steps/{i}/document/date", message, MEND)
    elif isinstance(record, Batch):
        yield from _find_dates_of_list(record)
    elif record.document.date > record.from_:
        message = f"文书 {record.document.date} 成文，晚于例外的第一天 {record.from_}"
        yield fault(record, "/from", message, "核对两个日期；文书写明从前面的日子起的，如实保留")


def _find_own_dates(record: Act | Assessment) -> Iterator[Fault]:
    """Days of an act that stand against its own."""
    document = getattr(record, "document", None)
    if document and document.date > record.date:
        message = f"文书 {document.date} 成文，晚于本记录的日期 {record.date}"
        yield fault(record, "/document/date", message, MEND)
    base, what = record.date, "本记录的日期"
    for name, title in (
        ("reported_on", "报备日期"),
        ("served_on", "送达日期"),
        ("published_on", "公布日期"),
        ("supplement_due", "补正期限"),
        ("notice_until", "公开截止日"),
    ):
        written: dt.date | None = getattr(record, name, None)
        if written and written < base:
            message = f"{title} {written} 早于{what} {base}"
            yield fault(record, f"/{name}", message, MEND)
        if written and isinstance(record, Change):  # what is reported is published then
            base, what = written, title


def _find_dates_of_list(batch: Batch) -> Iterator[Fault]:
    """Days of a batch's papers that stand against those of what they announce."""
    if batch.call and batch.window and batch.call.document.date > batch.window.to:
        message = f"征集通知 {batch.call.document.date} 成文，晚于申请时段的止日 {batch.window.to}"
        yield fault(batch, "/call/document/date", message, MEND)
    if batch.notice is None:
        return
    period, given = batch.notice.period, batch.announcement
    if period.to < period.from_:
        message = f"公示止于 {period.to}，早于起始日期 {period.from_}"
        yield fault(batch, "/notice/period/to", message, MEND)
    # Held to its end before the list: how long it must be is asked by public-notice-held.
    if given and period.to >= given.published_on:
        message = f"公示到 {period.to} 为止，名单 {given.published_on} 公布；公示应在公布之前期满"
        yield fault(batch, "/notice/period/to", message, MEND)
