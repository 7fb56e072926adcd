"""Rows that a workbook has twice, to the letter: a sheet that was copied, a row that was pasted once more."""

from __future__ import annotations

from ...json_data import Fields
from .completion import keep_rows
from .draft import Draft
from .questions import Question, Questions

LISTS = {"courses": "课程", "runs": "办班"}
ONCE, TWICE = "重复的", "不是"
WHAT = "{place}等 {count} 行{title}与前面的一模一样，是不是重复的（重复的只录一次；不是的，都录）"


def settle_repeated(draft: Draft, questions: Questions) -> bool:
    """Ask whether rows that are there twice are meant twice; whether that is known, or there are none."""
    for name, title in LISTS.items():
        rows: list[Fields] = draft.get(f"/{name}") or []
        again = [
            number for number, row in enumerate(rows) if row and _strip(row) in map(_strip, rows[:number])
        ]
        if not again or draft.missing:
            continue
        place = draft.places.get(f"/{name}/{again[0]}")
        what = WHAT.format(place=f"{place} " if place else "", count=len(again), title=title)
        answer = questions.choose(Question(what, {ONCE: "", TWICE: ""}))
        if answer is None:
            return False
        if answer == ONCE:
            _keep_first(draft, name)
            draft.remark(f"重复的 {len(again)} 行{title}只录了一次")
    return True


def _strip(row: Fields) -> Fields:
    """A row without its id, which is given here."""
    return {name: value for name, value in row.items() if name != "id"}


def _keep_first(draft: Draft, name: str) -> None:
    """Leave out the rows of a list whose content another row before has."""
    contents: list[Fields] = []

    def is_first(row: Fields) -> bool:
        contents.append(_strip(row))
        return contents.count(contents[-1]) == 1

    keep_rows(draft, name, is_first)
