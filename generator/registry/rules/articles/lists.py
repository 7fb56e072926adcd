"""Article 8(4): the shape of a published list, and the public notice before it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.batches import get_publication_day, list_listed
from ...model.dossier import Dossier
from ...model.kinds import Batch, PublicNotice
from ..places import list_places
from ..rule import Fault, fault, rule


@rule("", "名单中的机构只写一次", basis="form")
def listed_once(batch: Batch) -> Iterator[Fault]:
    """一份名单中，一个机构只写一次：写在一个分组中，或者不在分组中。"""
    seen: dict[str, str] = {}
    for place, id_ in list_listed(batch):
        if id_ in seen:
            yield fault(batch, place, f"{id_} 在名单中写了两次，前一次在 {seen[id_]}", "删去重复的一处")
        seen.setdefault(id_, place)


@rule("8(4)", "公布前公示")
def public_notice_held(dossier: Dossier) -> Iterator[Fault]:
    """办法规定了公示天数的，名单中的机构在公布前公示满规定的天数。没有规定的不核对。

    对整个名单的公示（记在批次中）和对一家机构的公示都算。照原样录入的旧名单不核对。
    """
    for batch, place in list_places(dossier):
        published = None if batch.carried_over else get_publication_day(batch)
        days = dossier.tables.find_regulation(published).parameters.public_notice_days if published else None
        if not published or not days:
            continue
        notices = [each for each in dossier.get_acts(PublicNotice) if each.batch == batch.id]
        held = [*(each.period for each in notices), *([batch.notice.period] if batch.notice else ())]
        periods = [each for each in held if each.to < published]
        longest = max(((each.to - each.from_).days + 1 for each in periods), default=0)
        if longest < days:
            found = f"公示 {longest} 天" if longest else "没有公示记录"
            message = f"{dossier.id} 在公布前{found}，应公示满 {days} 天"
            yield fault(batch, place, message, "先录入公示，或核对公示的起止日期")
