"""Burdening acts: their days, what stays and resumes them, whether they are open, when they are published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from ...lifecycle.effect import EffectCode, derive_effect
from ...lifecycle.force import find_stays, get_effective_day, list_effective_decisions
from ...lifecycle.publication import ActPublication, list_publications
from ...lifecycle.undone import is_burdening
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import Act, Decision, DecisionEffect, FilingEnded, Suspension
from ...records.schemas import Schemas
from ..rule import Fault, fault, rule

# What may be stayed: what has effect, or part of it, or is still to have it.
PENALTY = "处罚"
STAYABLE: frozenset[EffectCode] = frozenset({"in-force", "not-yet", "partly"})
STAYING = (DecisionEffect.STAYED, DecisionEffect.RESUMED)


@rule("", "决定的生效和截止", basis="form")
def effect_in_order(act: Decision | Suspension | FilingEnded) -> Iterator[Fault]:
    """决定不早于作出之日生效，截止不早于生效之日。同一天的可以。"""
    effective, until = get_effective_day(act), getattr(act, "until", None)
    if effective < act.date:
        message = f"生效日期 {effective} 早于作出之日 {act.date}"
        yield fault(act, "/effective_on", message, "核对两个日期；作出之日就是文件名中的日期")
    if until and until < effective:
        yield fault(act, "/until", f"截止日期 {until} 早于生效之日 {effective}", "核对两个日期")


@rule("", "停止执行和恢复执行", basis="form", after=("references-exist", "named-act-comes-first"))
def stay_fits_act(dossier: Dossier, schemas: Schemas) -> Iterator[Fault]:
    """停止执行针对还有效的不利事项，恢复执行针对正在停止执行的事项。

    不利的事项是责令整改、未达到的认定、不得再次报备的记录、暂停、终止，以及作出或变更的处理决定。
    """
    acts = {act.stem: act for act in dossier.acts}
    for decision in dossier.get_acts(Decision):
        target = acts.get(decision.target or "")
        if target is None or decision.effect not in STAYING:
            continue
        # By the acts before it: what the target came to afterwards does not make the stay unlawful.
        before = replace(dossier, acts=dossier.acts[: dossier.acts.index(decision)])
        title = f"{schemas.kinds[get_kind_name(target)].title} {target.stem}"
        if decision.effect == DecisionEffect.RESUMED:
            if not _is_stayed(before, target, get_effective_day(decision)):
                message = f"{title} 在 {decision.date} 没有停止执行"
                yield fault(decision, "/target", message, "填写停止执行的决定所针对的那个事项")
        elif problem := _explain_not_stayed(before, target, decision.date):
            message = f"{title} {problem}，不能停止执行"
            yield fault(decision, "/target", message, "核对所针对的事项；已经撤销或者结束的，不必停止执行")


def _explain_not_stayed(before: Dossier, target: Act, day: dt.date) -> str:
    """Why an act cannot be stayed after those before; empty where it can."""
    if not is_burdening(target):
        return "不是不利的事项"
    # None: made later than that day, of which named-act-comes-first tells.
    effect = derive_effect(before, target, day)
    return "" if effect is None or effect.code in STAYABLE else f"在 {day} 的效力是“{effect.label}”"


def _is_stayed(before: Dossier, target: Act, day: dt.date) -> bool:
    """Whether an act, or a part of it, is stayed by the acts before."""
    decisions = list_effective_decisions(before.acts, day)
    return any(target.stem in find_stays(decisions, day, part) for part in (False, True))


@rule("", "不公开的写明理由", basis="form")
def closed_with_ground(act: Act) -> Iterator[Fault]:
    """依法不公开的事项，“是否公开”填 false，并写明不公开的理由；写了理由的，“是否公开”也填 false。"""
    # A record that does not say is open: only what is closed needs a ground.
    closed, ground = getattr(act, "open", None) is False, getattr(act, "not_open_ground", None)
    if closed and not ground:
        yield fault(act, "/open", "写明不公开，没有写明理由", "填写 not_open_ground，写明依据的法律条款")
    if ground and not closed:
        message = "写了不公开的理由，“是否公开”没有填 false"
        yield fault(act, "/not_open_ground", message, "不公开的填 open: false；公开的删去理由")


@rule("", "写明是否行政处罚", "info", basis="convention")
def penalty_stated(act: Decision) -> Iterator[Fault]:
    """文书的标题或文号写着“处罚”的，写明是不是行政处罚，因为行政处罚公开的期限更短。这是登记册的理解。"""
    if act.document is None or act.effect != DecisionEffect.MADE or act.penalty is not None:
        return
    first, others = act.document, act.document.others
    texts = [first.title, first.number, *(text for each in others for text in (each.title, each.number))]
    if word := next((text for text in texts if text and PENALTY in text), ""):
        mend = "是行政处罚的填 penalty: true，不是的填 penalty: false"
        yield fault(act, "/document", f"文书写的是“{word}”，没有写明是不是行政处罚", mend)


@rule(
    "",
    "按期公开决定",
    "info",
    basis="target",
    reads=("decision_publication_from", "decision_publication_days", "penalty_publication_days"),
)
def decision_published_in_time(dossier: Dossier) -> Iterator[Fault]:
    """不利的决定自作出之日起二十个工作日内公开，行政处罚七个工作日。

    前者见《政府信息公开条例》第二十六条，后者见国办发〔2018〕118号。城市可以在办法参数中写明别的天数，
    和从哪一天作出的决定起核对。
    """
    for publication in list_publications(dossier, dt.date.max):
        if publication.published_on and publication.published_on > publication.due.day:
            message = f"{publication.title}于 {publication.published_on} 公开，{_describe_limit(publication)}"
            yield fault(publication.act, "/published_on", message, "如实记录即可")


@rule(
    "",
    "到期没有公开的决定",
    "info",
    scope="clock",
    basis="target",
    reads=("decision_publication_from", "decision_publication_days", "penalty_publication_days"),
)
def decision_not_published(dossier: Dossier, day: dt.date) -> Iterator[Fault]:
    """不利的决定到期还没有公开的记录，提示作出决定的机关。期限见“按期公开决定”。"""
    for publication in list_publications(dossier, day):
        if day > publication.due.day and (publication.published_on is None or publication.published_on > day):
            message = f"未见{publication.title}公开的记录，{_describe_limit(publication)}"
            mend = "已经公开的填写 published_on；依法不公开的填 open: false 和理由"
            yield fault(publication.act, "", message, mend)


def _describe_limit(publication: ActPublication) -> str:
    """By when an act was to be published, and by which law."""
    return f"应不晚于 {publication.due.day}（{publication.basis}）"
