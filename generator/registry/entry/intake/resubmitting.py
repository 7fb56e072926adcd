"""A plan or summary that is handed in again (第十七条): the sheet's content, all earlier steps kept."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping

from ...finding import Finding, format_article
from ...json_data import Fields
from ...model.difference import Difference
from ...model.kinds import StepAction
from ...model.register import Register
from ...rules import engine
from ...rules.checking import Examined
from .draft import Draft

KINDS = ("plan", "summary")
RESTORE_HINT = "改回登记册中的内容；要改的，通过以后另报计划调整"


def may_come_anew(kind: str, steps: Iterable[Fields]) -> bool:
    """Whether a record may be handed in anew: an office has returned it, or nobody has passed the plan."""
    last = _list_last(steps).values()
    return StepAction.RETURNED in last or (kind == "plan" and StepAction.PASSED not in last)


def list_returned(steps: Iterable[Fields]) -> Mapping[str, dt.date]:
    """The authorities that have returned a record and not got it again, and when they did."""
    steps = list(steps)
    days = {each["authority"]: dt.date.fromisoformat(str(each["date"])) for each in steps}
    return {who: days[who] for who, action in _list_last(steps).items() if action == StepAction.RETURNED}


def resubmit(draft: Draft, recorded: Fields, received: dt.date) -> None:
    """Give a draft what the record has besides, and a new step to each who has returned it."""
    data = copy.deepcopy(recorded)
    again = [
        {"action": str(StepAction.SENT), "date": received.isoformat(), "authority": authority}
        for authority in list_returned(data["steps"])
    ]
    # Steps are what offices did: they are added to, whatever the sheet says.
    draft.data = {**data, **draft.data, "steps": [*data["steps"], *again]}


def find_rewritten(before: Examined, after: Examined, path: str, today: dt.date) -> list[Finding]:
    """What a record that is handed in anew rewrites of what an office has passed: that stays as it is."""
    difference = Difference(before.register, after.register, frozenset({path}))
    findings = engine.run_change_rules(difference, after.schemas, today)
    errors = [each for each in findings if each.severity == "error"]
    passed = _describe_passed(before.register, path, today)
    return [
        Finding(
            rule=error.rule,
            severity=error.severity,
            path=path,
            pointer=error.pointer,
            message=f"{error.message}；{passed}" if passed else error.message,
            hint=RESTORE_HINT if passed else error.hint,
        )
        for error in errors
    ]


def _describe_passed(register: Register, path: str, today: dt.date) -> str:
    """Who has passed a plan and when, with the article; nothing where nobody has."""
    steps = register.documents[path].data["steps"]
    names = [
        f"{register.tables.get_name(step['authority'])}已于 {step['date']} 通过"
        for step in steps
        if step["action"] == StepAction.PASSED
    ]
    article = format_article(register.tables.cite("17", today))
    return f"{'、'.join(names)}（{article}），通过了的不改写" if names else ""


def _list_last(steps: Iterable[Fields]) -> dict[str, str]:
    return {each["authority"]: each["action"] for each in steps}
