"""The application of an institution that the register does not know: its id and its area."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ...model.register import Register
from ...records.messages import explain_property
from ...records.schemas import Schemas
from .draft import Draft
from .questions import Question, Questions

NUMBERED = re.compile(r"(.*?)([0-9]+)")


def complete_newcomer(
    draft: Draft, register: Register, schemas: Schemas, id_: str, questions: Questions
) -> None:
    """Fill in the id of a new institution, and the area where the sheet does not say it."""
    filing = draft.data.setdefault("filing", {})

    def parse(line: str) -> str:
        for fault in explain_property(schemas, "institution", "id", line, ""):
            raise ValueError(f"{fault.message}；{fault.hint}")
        if line in register.known_ids["institution"]:
            raise ValueError(f"编号 {line} 已经用过")
        return line

    if id_ and not list(explain_property(schemas, "institution", "id", id_, "")):
        filing["id"] = id_
    elif "id" not in filing:
        name = filing.get("name", "")
        what = f"登记册里没有“{name}”，是新机构的给它定一个编号（小写字母、数字、短横，如 qingsong-01）"
        free = find_free_id(register.known_ids["institution"])
        if answer := questions.ask(Question(what, {}, "--id", free), parse):
            filing["id"] = answer
    if "area" not in filing and "/filing/area" not in draft.missing:
        areas = register.tables.area_names
        if answer := questions.choose(Question("由哪个地区监督", areas)):
            filing["area"] = answer


def find_free_id(taken: Iterable[str]) -> str:
    """The id after the last one, as most are formed: a-056 → a-057; nothing where none has a number."""
    numbered = [match for match in map(NUMBERED.fullmatch, taken) if match]
    if not numbered:
        return ""
    head = Counter(match[1] for match in numbered).most_common(1)[0][0]
    last = max((match[2] for match in numbered if match[1] == head), key=int)
    return f"{head}{int(last) + 1:0{len(last)}}"
