"""Rows that a workbook has twice, to the letter: a sheet that was copied, a row that was pasted once more."""

from __future__ import annotations

from ...json_data import Fields, JsonValue
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
            noted_rows: list[JsonValue] = []
            keep_rows(draft, name, lambda row, noted_rows=noted_rows: _note(row, noted_rows))  # type: ignore[misc]
            draft.remark(f"重复的 {len(again)} 行{title}只录了一次")
    return True


def _strip(row: Fields) -> Fields:
    """A row without its id, which is given here."""
    return {name: value for name, value in row.items() if name != "id"}


def _note(row: Fields, rows: list[JsonValue]) -> bool:
    """Whether a row is the first of its content."""
    content = _strip(row)
    if content in rows:
        return False
    rows.append(content)
    return True
