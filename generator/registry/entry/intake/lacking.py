"""What a sheet that is otherwise in order does not say of the record itself: the clerk may know it."""

from __future__ import annotations

from functools import partial

from ...records.schemas import Schema, Schemas
from ..written.values import Context, read_value
from .draft import Draft
from .questions import Question, Questions
from .recognise import get_headings

MAX_LACKING = 3  # a sheet that lacks more goes back
SEND_BACK = "不写，请机构补正"


def answer_lacking(draft: Draft, schemas: Schemas, context: Context, questions: Questions) -> None:
    """Ask for the few things that are lacking, where nothing else is in the way; what is not said stays."""
    fields = [
        item
        for item in get_headings(schemas, draft.kind).fields
        if not item.row_list and item.pointer in draft.lacking
    ]
    others = [each for each in draft.faults if each not in draft.lacking.values()]
    if not questions.answer or others or len(fields) < len(draft.lacking) or len(fields) > MAX_LACKING:
        return
    for field in fields:
        choices = dict.fromkeys(field.schema.get("enum", ()), "")
        question = Question(f"表中没有写“{field.heading}”", choices, "", SEND_BACK)
        answer = questions.ask(question, partial(_check_answer, schema=field.schema, context=context))
        if answer and answer != SEND_BACK:
            draft.supply(field.pointer, read_value(answer, field.schema, context))
    questions.take_open()


def _check_answer(line: str, schema: Schema, context: Context) -> str:
    """The answer, if it can be read. Raises ValueError with the reason."""
    if line != SEND_BACK:
        read_value(line, schema, context)
    return line
