"""A plan that has not passed handed in again (第十七条): the sheet's courses, all earlier steps kept."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable

from ...json_data import Fields
from ...model.kinds import StepAction
from .draft import Draft


def is_open(steps: Iterable[Fields]) -> bool:
    """Whether nobody has passed a plan, as its steps stand."""
    return StepAction.PASSED not in _list_last(steps).values()


def resubmit(draft: Draft, recorded: Fields, received: dt.date) -> None:
    """Give a draft what the record has besides, and a new step to each who has returned the plan."""
    data = copy.deepcopy(recorded)
    last = _list_last(data["steps"])
    again = [
        {"action": str(StepAction.SENT), "date": received.isoformat(), "authority": authority}
        for authority, action in last.items()
        if action == StepAction.RETURNED
    ]
    draft.data = {**data, **draft.data, "steps": [*data["steps"], *again]}


def _list_last(steps: Iterable[Fields]) -> dict[str, str]:
    return {each["authority"]: each["action"] for each in steps}
