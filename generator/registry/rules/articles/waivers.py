"""Waivers: what may be excused in writing, what was needed, what has run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping

from ...model.dossier import Dossier
from ...model.kinds import Waiver
from ...suggest import ask_whether
from ..rule import Fault, fault, rule


@rule("", "例外说明有效", basis="form")
def waiver_names_rule(waiver: Waiver, waivable: Mapping[str, str]) -> Iterator[Fault]:
    """例外说明针对可以书面例外的规则，起止日期先起后止。"""
    if waiver.rule not in waivable:
        may = "、".join(f"{code}（{title}）" for code, title in sorted(waivable.items()))
        message = f"规则 {waiver.rule} 不能例外，可以例外的有：{may}"
        near = ask_whether(waiver.rule, waivable, likeness=0.7)
        yield fault(waiver, "/rule", message, near or "核对规则代码，或删去这份说明")
    if waiver.until < waiver.from_:
        message = f"止于 {waiver.until}，早于起始日期 {waiver.from_}"
        yield fault(waiver, "/until", message, "核对起止日期")


@rule("", "例外说明有用", "warning", basis="form", after=("waiver-names-rule",))
def waiver_needed(dossier: Dossier, used: Collection[str], waivable: Mapping[str, str]) -> Iterator[Fault]:
    """例外说明所涉年度的计划确有需要例外的地方；不再需要的可以删去。

    所涉年度还没有计划的，暂不判断。
    """
    # All other rules have shown by now what waivers let pass: the engine asks this one last.
    years = {plan.year for plan in dossier.plans}
    for waiver in dossier.waivers:
        covered = years & set(range(waiver.from_.year, waiver.until.year + 1))
        # In a year without a plan nothing could have been excused yet.
        if covered and waiver.path not in used:
            when, title = "、".join(map(str, sorted(covered))), waivable.get(waiver.rule, waiver.rule)
            message = f"{when} 年度没有“{title}”指出的问题，不需要例外"
            mend = "核对规则代码和起止日期；不再需要的可以删去这份说明，也可以保留"
            yield fault(waiver, "/rule", message, mend)


@rule("", "例外到期", "warning", basis="form", scope="clock")
def waiver_run_out(dossier: Dossier, day: dt.date, waivable: Mapping[str, str]) -> Iterator[Fault]:
    """例外说明已经到期，其后年度的计划还没有录入，不再有例外。

    其后年度的计划录入之后，就按没有例外核对，不再提醒。
    """
    for waiver in dossier.waivers:
        if waiver.until < day and not any(plan.year > waiver.until.year for plan in dossier.plans):
            title = waivable.get(waiver.rule, waiver.rule)
            message = f"对“{title}”（{waiver.rule}）的例外到 {waiver.until} 为止"
            yield fault(waiver, "/until", message, "需要继续例外的，取得文书后另添一份；不需要的不用处理")
