"""The validity of the regulation itself (Article 29), and the terms of lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from ...lifecycle.calendar import add_day, add_years, subtract_day
from ...model.batches import get_publication_days
from ...model.kinds import Batch, Regulation
from ...model.open_points import list_open_points
from ...model.register import Register
from ...model.tables import get_start, name_regulation
from ...records.schemas import Schemas
from ..places import list_act_days
from ..rule import Fault, fault, rule

DATES = ("signed_on", "published_on", "in_force_from", "in_force_to")  # in their order


@rule("", "办法的日期不矛盾", "warning", basis="form")
def regulation_dates_agree(regulation: Regulation, schemas: Schemas) -> Iterator[Fault]:
    """办法先签发，再发布，再施行；失效日期不早于施行日期。

    自发布之日起施行的，施行日期随发布日期；发布日期不知道的，随签发日期，网站写明这一点。
    """
    titles = schemas.kinds["regulation"].properties
    days = [(name, titles[name]["title"], day) for name in DATES if (day := getattr(regulation, name))]
    for (_, before, earlier), (name, what, day) in pairwise(days):
        if day < earlier:
            yield fault(regulation, f"/{name}", f"{what} {day} 早于{before} {earlier}", "照办法核对两个日期")


@rule("", "办法参数填写齐全", "info", basis="form")
def regulation_filled_in(regulation: Regulation, register: Register, schemas: Schemas) -> Iterator[Fault]:
    """办法的文号、施行日期、参数、逐条摘要和条号对应都已填写；没有填的合为一处提示。

    没有填的，用到它的规则不核对，限制、期限和条号不显示；不用别的城市的数字代替。
    办法没有规定的填 null，不算没有填。
    """
    points = list_open_points(schemas, register.filed[regulation.path].data)
    if points:
        message = f"还有 {len(points)} 项没有填：{'、'.join(points.values())}；用到它们的规则不核对"
        mend = "照办法原文补填，办法没有规定的参数填 null；每一项是什么，见文件中的说明，或网站的数据字典"
        yield fault(regulation, "", message, mend)


@rule("29", "办法施行期间的事项", "warning", basis="convention", scope="register")
def acts_while_regulation_in_force(register: Register) -> Iterator[Fault]:
    """办法失效以后、新的办法施行以前，没有新的事项和名单；有的，整个登记册合为一处提醒。

    办法没有写明失效以后怎样办理的，这是登记册的理解。另有新的办法接着施行的，不提醒。
    """
    ended = [each for each in register.tables.regulations if each.in_force_to]
    days = _list_days(register) if ended else []
    for regulation in ended:
        last = regulation.in_force_to or dt.date.max
        starts = [get_start(each) for each in register.tables.regulations]
        following = min((each for each in starts if each > get_start(regulation)), default=None)
        until = subtract_day(following) if following else dt.date.max
        # One finding for all acts since: they raise one question, whether the regulation was renewed.
        since = next((each for each in days if str(last) < each <= str(until)), None)
        if since:
            name = name_regulation(regulation)
            message = f"{name}施行到 {last} 为止，{since} 起仍有事项或名单，那时没有施行中的办法"
            mend = (
                "办法延续了的，改失效日期，并在效力说明（validity_note）中写明依据；有新的办法的，"
                f"在 regulations/ 另立一份自 {add_day(last)} 起施行的文件；都没有的，由市人社局决定怎样办理"
            )
            yield fault(regulation, "/in_force_to", message, mend)


def _list_days(register: Register) -> list[str]:
    """The days of all acts and of published lists, the first first."""
    return sorted({*list_act_days(register), *map(str, get_publication_days(register.batches.values()))})


@rule("", "名单的有效期", basis="form")
def term_after_publication(batch: Batch) -> Iterator[Fault]:
    """名单写明有效期的，最后一天不早于公布日期。"""
    announced = batch.announcement
    if announced and announced.valid_to and announced.valid_to < announced.published_on:
        message = f"有效期至 {announced.valid_to}，早于公布日期 {announced.published_on}"
        yield fault(batch, "/announcement/valid_to", message, "照公布的文件核对两个日期")


@rule("", "名单的有效期不超过办法的", "warning", basis="convention", reads=("validity_years",))
def term_within_regulation(batch: Batch, register: Register) -> Iterator[Fault]:
    """办法规定了有效期的，名单自己写明的有效期不比它长。这是登记册的理解；有效期按名单的计算。

    照原样录入的旧名单不依这个办法，期限照名单。
    """
    announced = batch.announcement
    if announced and announced.valid_to and not batch.carried_over:
        years = register.tables.find_regulation(announced.published_on).parameters.validity_years
        if years and announced.valid_to > (end := add_years(announced.published_on, years)):
            message = f"名单的有效期至 {announced.valid_to}，办法规定 {years} 年，即到 {end} 为止"
            mend = "照公布的文件核对；确实如此的可以保留"
            yield fault(batch, "/announcement/valid_to", message, mend)
