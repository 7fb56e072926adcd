"""The legal table of acts: which act may follow which, what it must name, and who may record it.

A moment is a dossier just before an act; the table says of each kind of act whether that moment allows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..model.batches import get_publication_day, is_published
from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import (
    ACTS,
    Act,
    Application,
    Bar,
    Change,
    Correction,
    Decision,
    Dissolution,
    FilingEnded,
    Inspection,
    Opinion,
    PublicNotice,
    Recommendation,
    RectificationExtension,
    RectificationOrder,
    RectificationOutcome,
    Review,
    ReviewResult,
    Succession,
    Suspension,
    SuspensionLifted,
    Transfer,
    Withdrawal,
)
from .bars import compute_bars, list_determinations, select_running
from .calendar import subtract_day
from .conditions import list_open_orders, list_open_suspensions, list_suspended
from .force import select_in_force
from .offices import RECOMMENDERS, SUPERVISORS, Role, does_count, list_in_roles
from .state import State, StateCode
from .status import derive_filing_state

# The kinds that Article 8 puts in order itself; in what order other acts come is a matter of form.
PROCEDURE = (Recommendation, Review)
# What a batch's procedure has come to, in words.
STAGES = {
    "": "没有申请",
    "applied": "已申请，未获推荐",
    "recommended": "已获推荐，没有评审结果",
    "supplement": "评审要求补正",
    "passed": "评审通过，没有公布",
    "not-passed": "评审未通过",
    "withdrawn": "申请已撤回",
    "listed": "名单已公布",
}
OPEN = frozenset({"applied", "recommended", "supplement"})
GONE: frozenset[StateCode] = frozenset({"dissolved", "identified"})  # what no application follows
REVIEWED = {
    ReviewResult.PASSED: "passed",
    ReviewResult.NOT_PASSED: "not-passed",
    ReviewResult.SUPPLEMENT: "supplement",
}


class ProcedureState(NamedTuple):
    """Where a dossier stands just before an act: its filing value, whether it is barred, and what is open.

    `stages` tells each batch's procedure (see STAGES), `suspended` whether no classes may be held at all; the
    others are the acts that one may name.
    """

    filing: State
    barred: bool
    stages: Mapping[str, str]
    orders: frozenset[str]
    failed: frozenset[str]
    suspensions: frozenset[str]
    suspended: bool

    @property
    def applied(self) -> bool:
        """Whether there is an application or an older list, and the legal person still exists."""
        return bool(self.stages) and self.filing.code not in GONE

    @property
    def listed(self) -> bool:
        return self.filing.code == "listed"

    def select_batches(self, *stages: str) -> frozenset[str]:
        """The batches whose procedure stands at one of these stages."""
        return frozenset(batch for batch, stage in self.stages.items() if stage in stages)


class ActRule(NamedTuple):
    """When an act may be recorded, and by whom.

    `names` is the property that names what the act is about ("" where there is none), `among` tells what it
    may name at a moment ("": it need name nothing); nothing means that the act is not lawful then. `needs`
    says this in words.
    """

    by: tuple[Role, ...]
    needs: str
    among: Callable[[ProcedureState], Collection[str]]
    names: str = ""

    def get_named(self, act: Act) -> str:
        """What an act is about, by the property that names it; empty where it names nothing."""
        return str(getattr(act, self.names) or "") if self.names else ""

    def allows(self, act: Act, moments: Iterable[ProcedureState]) -> bool:
        """Whether an act is lawful at one of these moments at least."""
        return any(self.get_named(act) in self.among(moment) for moment in moments)


def _if(condition: Callable[[ProcedureState], bool]) -> Callable[[ProcedureState], Collection[str]]:
    return lambda moment: ("",) if condition(moment) else ()


def _list_withdrawable(moment: ProcedureState) -> Collection[str]:
    """The batches from which an application may be withdrawn, and "" where the list, or all, may be left."""
    pending = moment.select_batches(*OPEN, "passed")
    return pending | {""} if pending or moment.listed else pending


ALIVE = _if(lambda moment: moment.applied)
LISTED = _if(lambda moment: moment.listed)

TABLE: dict[type[Act], ActRule] = {
    Application: ActRule(
        SUPERVISORS,
        "前一次申请有结果或者撤回之后才能再申请；不得再次报备的期间不能申请，已注销的不能申请",
        _if(lambda now: now.filing.code not in GONE and not now.barred and not now.select_batches(*OPEN)),
    ),
    Recommendation: ActRule(
        RECOMMENDERS,
        "本批次已经申请、评审还没有结果时才能推荐；有了结果才收回推荐的，以处理决定撤销",
        lambda moment: moment.select_batches(*OPEN),
        "batch",
    ),
    Review: ActRule(
        ("city",),
        "本批次已经申请并获推荐之后才能评审，一次申请只有一个最终结果",
        lambda now: frozenset() if now.barred else now.select_batches("recommended", "supplement"),
        "batch",
    ),
    PublicNotice: ActRule(
        ("city",),
        "本批次评审通过、名单公布之前才能公示",
        lambda moment: moment.select_batches("passed"),
        "batch",
    ),
    Change: ActRule(("city",), "申请之后、注销之前才有变更", ALIVE),
    Transfer: ActRule(("city",), "申请之后、注销之前才有监督关系的调整", ALIVE),
    Succession: ActRule(
        ("city",), "已注销的机构不能再承继别的机构", _if(lambda moment: moment.filing.code != "dissolved")
    ),
    Inspection: ActRule(SUPERVISORS, "平时考核针对名单中的机构", LISTED),
    RectificationOrder: ActRule(SUPERVISORS, "责令整改针对名单中的机构", LISTED),
    # By who ordered it, and the city bureau; see undoing.py.
    RectificationExtension: ActRule(
        (), "只能延长还没有认定结果的整改决定的期限", lambda moment: moment.orders, "order"
    ),
    RectificationOutcome: ActRule(
        (),
        "只能认定还没有认定结果的整改决定；要改已有的认定，先以处理决定撤销",
        lambda moment: moment.orders,
        "order",
    ),
    Bar: ActRule(
        ("city",),
        "以未达到整改要求的认定为据，一个认定只有一次限制",
        lambda moment: moment.failed,
        "outcome",
    ),
    Suspension: ActRule(
        ("city",),
        "暂停针对名单中没有暂停开班的机构",
        _if(lambda moment: moment.listed and not moment.suspended),
    ),
    SuspensionLifted: ActRule(
        ("city",), "只能恢复尚未恢复的暂停", lambda moment: moment.suspensions, "suspension"
    ),
    Decision: ActRule(
        (*SUPERVISORS, "organ"), "申请之后才有处理决定", _if(lambda moment: bool(moment.stages))
    ),
    FilingEnded: ActRule(("city",), "终止报备针对名单中的机构", LISTED),
    Withdrawal: ActRule(
        ("city",),
        "申请正在办理的才能撤回，在名单中的才能退出",
        _list_withdrawable,
        "batch",
    ),
    Dissolution: ActRule(("city",), "申请之后才登记注销，注销只有一次", ALIVE),
    Correction: ActRule((), "更正不受状态限制", _if(lambda _: True)),
}

if lacking := [name for name, kind in ACTS.items() if kind not in TABLE]:
    raise RuntimeError(f"lifecycle/acts.py: TABLE has no row for {', '.join(lacking)}")


@dossier_cache
def list_moments(dossier: Dossier) -> tuple[tuple[Act, list[ProcedureState]], ...]:
    """Every act of a dossier, with where the dossier stood just before it.

    Of an act and a list of one day, either may have come first: then there are two moments.
    """
    return tuple(
        (act, list_moments_before(dossier, dossier.acts[:i], act)) for i, act in enumerate(dossier.acts)
    )


def list_moments_before(dossier: Dossier, acts: tuple[Act, ...], act: Act) -> list[ProcedureState]:
    """Where the dossier stands just before an act that follows these acts."""
    published = any(get_publication_day(each) == act.date for each in dossier.batches)
    days = (subtract_day(act.date), act.date) if published else (act.date,)
    return [_build_moment(dossier, acts, act.date, listed_by=day) for day in days]


@dossier_cache
def find_moment(dossier: Dossier, day: dt.date) -> ProcedureState:
    """Where the dossier stands at the end of `day`, when the next act is to be recorded."""
    return _build_moment(dossier, tuple(act for act in dossier.acts if act.date <= day), day, listed_by=day)


def list_lawful_kinds(moment: ProcedureState) -> list[type[Act]]:
    """The kinds of act that may be recorded at a moment, in the order of the kinds."""
    return [kind for kind in ACTS.values() if TABLE[kind].among(moment)]


def list_authorities(dossier: Dossier, kind: type[Act], day: dt.date) -> frozenset[str]:
    """The authorities that may record an act of this kind on `day`; none where the table leaves it open."""
    return list_in_roles(dossier, TABLE[kind].by, day)


def _build_moment(
    dossier: Dossier, acts: tuple[Act, ...], day: dt.date, listed_by: dt.date
) -> ProcedureState:
    """Where the dossier stands on `day` after these acts and the lists published by `listed_by`."""
    batches = tuple(each for each in dossier.batches if is_published(each, listed_by))
    # Mostly it is the dossier as it stands, of which much is derived already.
    is_whole = (acts, batches) == (dossier.acts, dossier.batches)
    then = dossier if is_whole else replace(dossier, acts=acts, batches=batches)
    standing = select_in_force(acts, day)
    named = {act.outcome for act in standing if isinstance(act, Bar)}
    counted = [act for act in standing if does_count(dossier, act)]
    return ProcedureState(
        filing=derive_filing_state(then, day),
        barred=bool(select_running(compute_bars(then, day), day)),
        stages=_find_stages(then, counted),
        orders=frozenset(order.stem for order, _ in list_open_orders(then, day)),
        failed=frozenset(each.outcome.stem for each in list_determinations(standing) if each.failed) - named,
        suspensions=frozenset(act.stem for act in list_open_suspensions(then, day)),
        suspended=any(each.code == "suspended" for each in list_suspended(then, day)),
    )


def _find_stages(dossier: Dossier, acts: Iterable[Act]) -> dict[str, str]:
    """What the procedure of each batch has come to; a list without a passed review is a fault of its own."""
    stages: dict[str, str] = {}
    recommenders: dict[str, set[str]] = {}
    for act in acts:
        match act:
            # A second one while the first is open takes nothing back.
            case Application() if stages.get(act.batch) not in OPEN:
                stages[act.batch], recommenders[act.batch] = "applied", set()
            case Recommendation() if stages.get(act.batch) in ("applied", "recommended"):
                given = recommenders[act.batch]
                # What an office says last is what it says.
                (given.add if act.opinion == Opinion.RECOMMENDED else given.discard)(act.authority)
                stages[act.batch] = "recommended" if given else "applied"
            case Review() if act.batch in stages:
                stages[act.batch] = REVIEWED[act.result]
            case Withdrawal():
                gone = {act.batch} if act.batch else set(stages)
                stages = {
                    batch: "withdrawn" if batch in gone and stage in (*OPEN, "passed") else stage
                    for batch, stage in stages.items()
                }
    listed = (each for each in dossier.batches if each.carried_over or stages.get(each.id) == "passed")
    return stages | {each.id: "listed" for each in listed}
