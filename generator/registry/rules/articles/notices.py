"""How long what burdens an institution is shown in public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...lifecycle.bars import compute_bars
from ...lifecycle.calendar import add_years
from ...lifecycle.undone import find_undone, is_burdening
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import Act
from ...records.schemas import Schemas
from ..rule import Fault, fault, rule

MAX_YEARS = 3  # years without a stated reason


@rule("", "不利事项公开到哪一天", "warning", basis="convention", reads=("bar_years",))
def notice_end_stated(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """责令整改、未达到的认定、不得再次报备、暂停、终止和处理决定写明公开到哪一天，没有理由的不超过三年。

    据以不得再次报备的责令，可以公开到限制的最后一天。办法没有规定公开多久的，这是登记册的理解。截止以后网站只留一句中性的说明。已经撤销或者变更的，原文不再公布，不核对。
    """
    fallen = find_undone(dossier, dt.date.max)
    for act in dossier.acts:
        # What has fallen is no longer shown, whatever end of its publication is written.
        if not is_burdening(act) or act.stem in fallen:
            continue
        longest = _compute_longest(dossier, act)
        until: dt.date | None = getattr(act, "notice_until", None)
        if until is None:
            title = schemas.kinds[get_kind_name(act)].title
            message = f"{title}没有写明公开到哪一天；不写就一直公开（登记册的理解）"
            yield fault(act, "", message, f"填写 notice_until，没有特别理由的最晚写 {longest}")
        elif until > longest:
            message = f"公开到 {until}，超过三年，没有理由的最晚到 {longest}（登记册的理解）"
            yield fault(act, "/notice_until", message, "核对日期；确有理由的如实保留，理由写在文书中")


def _compute_longest(dossier: Dossier, act: Act) -> dt.date:
    """The last day to which an act may be shown without a reason of its own.

    An order is shown as long as the bar that comes of it: without it nobody would understand the bar.
    """
    ends = (span.end for span in compute_bars(dossier, dt.date.max) if span.outcome.order == act.stem)
    return max([add_years(act.date, MAX_YEARS), *ends])
