"""How far a plan, an amendment or a summary has come, in one sentence."""

from __future__ import annotations

from ...lifecycle.duties import find_receivers
from ...lifecycle.plans import find_passing_day, find_receipt_day, find_sides
from ...model.dossier import Dossier
from ...model.kinds import Amendment, Plan, ReceiptAction, Record, StepAction, Summary


def describe_standing(dossier: Dossier, record: Record) -> str:
    """What holds of the record now, and who has still to act; nothing for what has no steps."""
    match record:
        case Plan() | Amendment():
            since = find_passing_day(dossier, record.steps)
            return f"已经通过，自 {since} 起可以实施" if since else _describe_open(dossier, record)
        case Summary():
            last = {step.authority: step.action for step in record.steps}
            returned = [who for who, action in last.items() if action == ReceiptAction.RETURNED]
            if returned:
                who = "、".join(map(dossier.tables.get_name, returned))
                return f"由{who}退回，可以修改，改好以后重新报送"
            received = find_receipt_day(dossier, record.steps)
            return f"已经报送齐全（{received}）" if received else "还有一方没有收到"
    return ""


def _describe_open(dossier: Dossier, record: Plan | Amendment) -> str:
    """Which side has not passed it yet, and whether that one has returned it or never got it."""
    last = {step.authority: step.action for step in record.steps if step.action != StepAction.RECEIVED}
    day = record.steps[-1].date
    sides = find_sides(dossier, day)
    waiting = []
    for side, office in zip((sides.hrss, sides.departments), find_receivers(dossier, day), strict=False):
        states = {who: action for who, action in last.items() if who in side}
        if StepAction.PASSED not in states.values():
            who, action = next(iter(states.items()), (office, None))
            waiting.append(f"{dossier.tables.get_name(who)}（{_WORDS[action]}）")
    return f"还要通过：{'、'.join(waiting)}" if waiting else "还没有通过"


_WORDS = {StepAction.SENT: "已报送", StepAction.RETURNED: "已退回", None: "没有报送"}
