"""Rows that a workbook has twice, to the letter: a sheet that was copied, a row that was pasted once more."""

from __future__ import annotations

import json

from ...json_data import Fields
from .completion import keep_rows
from .draft import Draft
from .questions import Question, Questions

LISTS = {"courses": "课程", "runs": "办班"}
ONCE, TWICE = "重复的", "不是"
WHAT = "{place}等 {count} 行{title}与前面的一模一样，是不是重复的（重复的只录一次；不是的，都录）"


def settle_repeated(draft: Draft, questions: Questions) -> bool:
    """Ask whether rows that are there twice are meant; returns False where nobody has answered."""
    for name, title in LISTS.items():
        rows: list[Fields] = draft.get(f"/{name}") or []
        again = _find_repeated(rows)
        if not again or draft.missing:
            continue
        place = draft.places.get(f"/{name}/{again[0]}")
        what = WHAT.format(place=f"{place} " if place else "", count=len(again), title=title)
        answer = questions.choose(Question(what, {ONCE: "", TWICE: ""}))
        if answer is None:
            return False
        if answer == ONCE:
            _leave_out(draft, name, [rows[number] for number in again])
            draft.remark(f"重复的 {len(again)} 行{title}只录了一次")
    return True


def _find_repeated(rows: list[Fields]) -> list[int]:
    """The numbers of the rows that say what one before says, whatever id was given here."""
    numbers: list[int] = []
    contents: set[str] = set()
    for number, row in enumerate(rows):
        content = json.dumps({**row, "id": ""}, sort_keys=True, default=str)
        if row and content in contents:
            numbers.append(number)
        contents.add(content)
    return numbers


def _leave_out(draft: Draft, name: str, repeated: list[Fields]) -> None:
    objects = {id(row) for row in repeated}  # equal rows: of each, the first stays
    keep_rows(draft, name, lambda row: id(row) not in objects)
