"""Conditions: what holds of an institution beside its filing value, by acts in force and a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..model.dossier import Dossier
from ..model.kinds import (
    Act,
    FilingEnded,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Regulation,
    Suspension,
    SuspensionLifted,
    SuspensionMeasure,
)
from .bars import compute_bars, select_running
from .calendar import add_day
from .effect import derive_effect
from .force import find_stays, get_effective_day, is_over, list_effective_decisions, select_in_force
from .state import BY_DECISION, State, StateCode, StatusValue, make_state, tabulate

CONDITIONS = tabulate(
    StatusValue("rectifying", "限期整改中", "20", "已责令限期整改，期限未到。"),
    StatusValue(
        "rectification-overdue", "整改期限已满，待认定", "20", "整改期限已满，登记册中还没有认定结果。"
    ),
    StatusValue("suspended", "暂停开班", "", "市人社局已决定暂停开班。", BY_DECISION),
    StatusValue(
        "partly-suspended", "部分暂停开班", "", "市人社局已决定暂停一部分培训，其余照常。", BY_DECISION
    ),
    StatusValue(
        "no-enrolment", "停止招生", "", "市人社局已决定停止招收新学员，已经开的班可以办完。", BY_DECISION
    ),
    StatusValue("decided", "决定尚未生效", "", "已经作出决定，还没有到生效的日子。", BY_DECISION),
    StatusValue(
        "stayed", "决定停止执行", "", "有权的机关已决定停止执行，停止期间按没有它显示。", BY_DECISION
    ),
    StatusValue(
        "barred",
        "不得再次报备",
        "20",
        "认定未达到整改要求的，在规定的年限内不得再次报备，只限制新的报备。",
    ),
)
# The acts that turn the status until they are stayed, and what each decides.
TURNING: dict[type[Act], str] = {
    Suspension: "暂停开班",
    FilingEnded: "终止报备",
    RectificationOrder: "责令整改",
    RectificationOutcome: "整改结果认定",
}


def list_conditions(dossier: Dossier, day: dt.date) -> Iterator[State]:
    """The conditions at the end of `day`."""
    if not any(type(act) in TURNING for act in dossier.acts):
        return  # as most dossiers have it: a bar, a stay and a lifting are of such an act too
    yield from _list_rectification(dossier, day)
    yield from list_suspended(dossier, day)
    yield from _list_barred(dossier, day)
    yield from _list_waiting(dossier, day)


def _list_rectification(dossier: Dossier, day: dt.date) -> Iterator[State]:
    """The orders that are open on the day: within their term, or past it and not determined."""
    for order, due in list_open_orders(dossier, day):
        if day <= due:
            # An order that is not open is not shown, not even its grounds.
            what = "责令限期整改" if order.open is False else describe_grounds(order)
            reason = f"{what}，整改期限至 {due}。"
            yield make_state(CONDITIONS, "rectifying", order.date, reason, order.path)._replace(until=due)
        else:
            reason = f"整改期限至 {due}，登记册中未见认定结果。"
            yield make_state(CONDITIONS, "rectification-overdue", add_day(due), reason, order.path)


def describe_grounds(order: RectificationOrder, between: str = "、") -> str:
    """The one or two grounds of Article 20 on which an order rests, in words."""
    return order.ground if isinstance(order.ground, str) else between.join(order.ground)


def list_open_orders(dossier: Dossier, day: dt.date) -> Iterator[tuple[RectificationOrder, dt.date]]:
    """The orders in force on `day` without an outcome, each with its last day to rectify."""
    if not dossier.get_acts(RectificationOrder):
        return  # as most dossiers have it
    acts = select_in_force(dossier.acts, day)
    # Those of acts in force: where the outcome was withdrawn, the order is open again.
    decided = {act.order for act in acts if isinstance(act, RectificationOutcome)}
    for order in acts:
        if isinstance(order, RectificationOrder) and order.stem not in decided:
            yield order, compute_due_date(order, acts)


def compute_due_date(order: RectificationOrder, acts: Iterable[Act]) -> dt.date:
    """The last day to rectify, with the extensions among `acts`; one made after that day counts too."""
    extensions = (act for act in acts if isinstance(act, RectificationExtension))
    # The latest, not the last: an extension may be recorded after a longer one.
    return max([order.due, *(act.due for act in extensions if act.order == order.stem)])


def list_suspended(dossier: Dossier, day: dt.date) -> Iterator[State]:
    """What is suspended at the end of `day`."""
    for act in list_open_suspensions(dossier, day):
        measure = act.measure or SuspensionMeasure.NO_CLASSES
        code: StateCode = "partly-suspended" if act.part else "suspended"
        if measure == SuspensionMeasure.NO_ENROLMENT:
            code = "no-enrolment"
        part = f"，涉及：{act.part.rstrip('。')}" if act.part and act.open is not False else ""
        end = f"，至 {act.until}（含）" if act.until else ""
        reason = f"市人社局决定{measure}{end}{part}。"
        state = make_state(CONDITIONS, code, get_effective_day(act), reason, act.path)
        yield state._replace(until=act.until)


def find_suspended(conditions: Iterable[State]) -> State | None:
    """The condition by which no classes may be held, or not all of them; enrolment is another matter."""
    suspensions = [each for each in conditions if each.code in ("suspended", "partly-suspended")]
    return min(suspensions, key=lambda condition: condition.code != "suspended", default=None)


def list_open_suspensions(dossier: Dossier, day: dt.date) -> Iterator[Suspension]:
    """The suspensions that have effect on `day`: neither over nor lifted."""
    for act in _list_not_lifted(dossier, day):
        if isinstance(act, Suspension) and get_effective_day(act) <= day and not is_over(act, day):
            yield act


def _list_not_lifted(dossier: Dossier, day: dt.date) -> list[Suspension | FilingEnded]:
    """The suspensions that have not been lifted, and the ends of filing, in force on `day`."""
    if not any(isinstance(act, (Suspension, FilingEnded)) for act in dossier.acts):
        return []  # as most dossiers have it
    acts = select_in_force(dossier.acts, day)
    lifted = {act.suspension for act in acts if isinstance(act, SuspensionLifted)}
    return [act for act in acts if isinstance(act, (Suspension, FilingEnded)) and act.stem not in lifted]


def _list_barred(dossier: Dossier, day: dt.date) -> Iterator[State]:
    for span in select_running(compute_bars(dossier, day), day):
        reason = f"{span.start} 认定未达到整改要求，至 {span.end}（含）不得再次报备。"
        state = make_state(CONDITIONS, "barred", span.start, reason, span.outcome.path)
        note = describe_bar_start(dossier.tables.find_regulation(span.start))
        yield state._replace(until=span.end, note=note)


def describe_bar_start(regulation: Regulation) -> str:
    """Say that the day from which a bar counts is a reading; empty where the regulation names it."""
    stated = regulation.parameters.bar_start_stated
    return "" if stated else "自认定之日起算，是登记册的理解，办法没有写明起算日。"


def _list_waiting(dossier: Dossier, day: dt.date) -> Iterator[State]:
    """What has been decided and has no effect on `day`: not yet, or because it is stayed."""
    for suspension in _list_not_lifted(dossier, day):
        if (effective := get_effective_day(suspension)) > day:
            reason = f"{suspension.date} 决定{_name(suspension)}，自 {effective} 起生效。"
            yield make_state(CONDITIONS, "decided", suspension.date, reason, suspension.path)
    stays = find_stays(list_effective_decisions(dossier.acts, day), day)
    for act in dossier.acts if stays else ():
        if act.stem in stays and type(act) in TURNING and not _is_gone(dossier, act, day):
            stay = stays[act.stem]
            reason = f"{act.date} 的{_name(act)}停止执行。"
            state = make_state(CONDITIONS, "stayed", get_effective_day(stay), reason, stay.path)
            yield state._replace(until=stay.until)


def _is_gone(dossier: Dossier, act: Act, day: dt.date) -> bool:
    """Whether nothing is left of an act that could be stayed."""
    # A stay of what no longer has effect would be shown as if there were something to stay.
    effect = derive_effect(dossier, act, day)
    return effect is not None and effect.code in ("withdrawn", "ended")


def _name(act: Act) -> str:
    """What an act that turns the status decides, in a word."""
    if isinstance(act, Suspension):
        return act.measure or SuspensionMeasure.NO_CLASSES
    return TURNING[type(act)]
