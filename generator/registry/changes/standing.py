"""How the status, the plans and the duties of a dossier differ before and after a change, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ..lifecycle.bars import compute_bars
from ..lifecycle.duties import Duty, derive_duties, describe_duty
from ..lifecycle.plans import find_passing_day
from ..lifecycle.state import State, StateCode
from ..lifecycle.status import derive_status, describe_basis
from ..model.dossier import Dossier

FAULTY = "有错误，先改正，见核对结果"
UNREADABLE = f"档案{FAULTY}"
ABSENT = "登记册中没有"
STATUS = "状态"  # what heads the lines of a dossier's status


class StateMark(NamedTuple):
    """A condition or an ended bar in words, and its reason, led by a colon."""

    words: str
    reason: str = ""


class StandingComparison:
    """Compares dossiers before and after a change on one day; `moved` tells where a file of either is."""

    def __init__(self, day: dt.date, moved: Mapping[str, str]) -> None:
        self.day = day
        self.moved = moved

    def describe_plans(self, old: Dossier | None, new: Dossier) -> list[str]:
        """The plans that have passed, or have passed no more."""
        before, after = (_list_passed(each, self.day) if each else {} for each in (old, new))
        return [
            f"{what}：{before.get(what) or '未通过'} → {after.get(what) or '未通过'}"
            for what in dict.fromkeys((*before, *after))
            if before.get(what) != after.get(what)
        ]

    def describe_states(self, old: Dossier | None, new: Dossier | None, faulty: list[bool]) -> list[str]:
        """The filing value before and after, and the conditions that have come, changed and gone."""
        if old is None or new is None:
            was, is_ = (
                UNREADABLE if bad else self.read_standing(dossier) if dossier else ABSENT
                for dossier, bad in zip((old, new), faulty, strict=True)
            )
            return [f"{was} → {is_}"] if was != is_ else [UNREADABLE] if all(faulty) else []
        then, now = (derive_status(each, self.day).filing for each in (old, new))
        has_turned = self.has_turned(old, new)
        lines = [f"{_state_words(then)} → {_state_words(now)}：{now.reason}"] if has_turned else []
        before, after = self.collect_marks(old), self.collect_marks(new)
        lines += [f"新增：{mark.words}{mark.reason}" for key, mark in after.items() if key not in before]
        lines += [
            f"{before[key].words} → {mark.words}{mark.reason}"
            for key, mark in after.items()
            if key in before and before[key] != mark
        ]
        return lines + [f"不再有：{mark.words}" for key, mark in before.items() if key not in after]

    def has_turned(self, old: Dossier | None, new: Dossier | None) -> bool:
        """Whether the filing value differs before and after, or one of them has none."""
        # By the words: a reason may be worded otherwise although nothing has turned.
        words = (each and _state_words(derive_status(each, self.day).filing) for each in (old, new))
        return len({*words}) > 1

    def read_standing(self, dossier: Dossier) -> str:
        """The filing value and the conditions."""
        filing = _state_words(derive_status(dossier, self.day).filing)
        return "；".join([filing, *(mark.words for mark in self.collect_marks(dossier).values())])

    def collect_marks(self, dossier: Dossier) -> dict[tuple[StateCode, str], StateMark]:
        """The conditions, and the bars that have ended, by what and whence."""
        marks = {
            # By where the file is now: moved by a repair it is still the same condition.
            (condition.code, self.find_path_now(condition.source)): StateMark(
                _state_words(condition), f"：{condition.reason}{condition.note}"
            )
            for condition in derive_status(dossier, self.day).conditions
        }
        # A bar that is over is no condition any more, but a change may make or unmake one in the past.
        for bar in compute_bars(dossier, self.day):
            if bar.end < self.day:
                words = f"曾不得再次报备（自 {bar.start} 至 {bar.end}，已期满）"
                marks["ended", self.find_path_now(bar.outcome.path)] = StateMark(words)
        return marks

    def describe_duties(self, old: Dossier | None, new: Dossier) -> list[str]:
        """The duties that have come, changed and gone."""
        before, after = (self.collect_duties(each) if each else {} for each in (old, new))
        lines = [f"新增：{describe_duty(new, duty)}" for key, duty in after.items() if key not in before]
        if old is None:
            return lines
        # By what a duty is and whence: one whose day has moved has changed, and has not come and gone.
        for key, duty in after.items():
            if key in before and before[key] != duty:
                was = describe_duty(old, before[key]).removeprefix(f"{duty.label}：")
                lines.append(f"改为：{describe_duty(new, duty)}；原为：{was}")
        return lines + [
            f"不再有：{describe_duty(old, duty)}" for key, duty in before.items() if key not in after
        ]

    def collect_duties(self, dossier: Dossier) -> dict[tuple[str, str, str], Duty]:
        """The duties by what and whence."""
        duties = (
            duty._replace(source=self.find_path_now(duty.source)) for duty in derive_duties(dossier, self.day)
        )
        return {(each.code, each.label, each.source): each for each in duties}

    def find_path_now(self, path: str) -> str:
        """Where a file of either side is now."""
        return self.moved.get(path, path)


def _list_passed(dossier: Dossier, day: dt.date) -> dict[str, str]:
    """The plans and amendments of a dossier, each with the day on which it had passed by `day`."""
    days = {f"{each.year} 年度计划": find_passing_day(dossier, each.steps, day) for each in dossier.plans}
    for amendment in dossier.amendments:
        days[f"{amendment.year} 年度计划调整 {amendment.number}"] = find_passing_day(
            dossier, amendment.steps, day
        )
    return {what: f"{on} 通过" for what, on in days.items() if on}


def _state_words(state: State) -> str:
    since = f"自 {state.since}" if state.since else ""
    until = f"至 {state.until}" if state.until else ""
    basis = describe_basis(state)
    words = "，".join(filter(None, (" ".join(filter(None, (since, until))), basis)))
    return f"{state.label}（{words}）" if words else state.label
