"""The published list of a batch that the register has: it goes into the batch's own file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...finding import format_chinese_number
from ...json_data import Fields
from ...model.register import Register
from ...records.form import Prefill, write_record
from ...records.schemas import Schemas
from ...typed import narrow
from .draft import Draft
from .questions import Question, Questions

ANNOUNCEMENT, LISTED = "announcement", "/announcement/listed"
# The fields that stand behind the announcement in the order of the schema.
LATER = re.compile(r"^(?:identified|corrections|remarks):", re.MULTILINE)
BLOCK = re.compile(rf"^{ANNOUNCEMENT}:\n(?:[ ].*\n)*", re.MULTILINE)


def find_batch(draft: Draft, titles: Iterable[str], register: Register, questions: Questions) -> None:
    """Which batch a list is of: as it says itself, or its title; else asked, with those that have no list."""
    if "id" in draft.data or "/id" in draft.missing:
        return
    stated = narrow(" ".join(titles))
    named = [each.id for each in register.batches.values() if narrow(each.title) in stated]
    if len(named) == 1:
        draft.put("/id", named[0])
        draft.remark(f"照标题归入 {register.batches[named[0]].title}（{named[0]}）")
        return
    open_ = {each.id: each.title for each in register.batches.values() if each.announcement is None}
    if answer := questions.choose(Question("是哪一批的名单", open_)):
        draft.put("/id", answer)


def name_batch(draft: Draft) -> None:
    """Give a batch that has no name the one that new ones get: 2026年第三批."""
    year, _, number = str(draft.data.get("id", "")).partition("-")
    if "title" not in draft.data and number.isdecimal():
        draft.put("/title", f"{year}年第{format_chinese_number(int(number))}批")


def note_empty_list(draft: Draft, is_form: bool) -> bool:
    """Note it as a fault where a list names no institution; returns whether it is so.

    A form of ours (`is_form`) may be of a batch that has no list yet.
    """
    if draft.get(LISTED) or LISTED in draft.missing or (is_form and ANNOUNCEMENT not in draft.data):
        return False
    if any(each.startswith(f"{LISTED}/") for each in draft.missing):
        return False
    note = "名单里一家机构也没有"
    draft.add_fault(LISTED, draft.places.get(LISTED), note, "一行写一家机构的名称或编号")
    return True


def join_announcement(draft: Draft, there: Fields) -> bool:
    """Add to a draft with a list what the batch's record says; returns False where that has a list, too."""
    if ANNOUNCEMENT in there or ANNOUNCEMENT not in draft.data:
        return False
    draft.data = {**there, ANNOUNCEMENT: draft.data[ANNOUNCEMENT]}
    return True


def insert_announcement(text: str, draft: Draft, schemas: Schemas) -> str:
    """The text of a batch's file with the list in it, its comments as they were."""
    whole = write_record(schemas, schemas.kinds[draft.kind], Prefill(draft.data))
    block = BLOCK.search(whole)
    assert block
    later = LATER.search(text)
    at = later.start() if later else len(text)
    before = text[:at]
    end = "\n" if before and not before.endswith("\n") else ""
    return f"{before}{end}{block[0]}{text[at:]}"
