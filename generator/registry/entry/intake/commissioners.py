"""The kind of whoever commissions a course, where a sheet has only the name."""

from __future__ import annotations

from ...model.kinds import AuthorityKind, CommissionerKind
from ...model.register import Register
from ...typed import narrow
from .draft import Draft
from .matching import COURSES
from .questions import Question, Questions


def complete_commissioners(draft: Draft, register: Register, questions: Questions) -> None:
    """Fill in the kind: of an authority of the register as recorded, of others as a person answers.

    What nobody answers stays a fault of the sheet, which those who sent it can mend.
    """
    for row_list in COURSES:
        for number, row in enumerate(draft.get(row_list) or []):
            party = row.get("commission")
            lacks = isinstance(party, dict) and party.get("name") and "kind" not in party
            if lacks and f"{row_list}/{number}/commission/kind" not in draft.missing:
                kind = _find_kind(party["name"], register) or _ask_kind(party["name"], questions)
                if kind:
                    party["kind"] = kind
                    draft.remark(f"委托方“{party['name']}”的类别填“{kind}”")


def _find_kind(name: str, register: Register) -> str:
    kinds = {narrow(each.name): each.kind for each in register.tables.authorities.values()}
    kind = kinds.get(narrow(name))
    if kind is None:
        return ""
    is_association = kind == AuthorityKind.ASSOCIATION
    return str(CommissionerKind.ASSOCIATION if is_association else CommissionerKind.GOVERNMENT)


def _ask_kind(name: str, questions: Questions) -> str:
    if not questions.answer:
        return ""
    kinds = dict.fromkeys(map(str, CommissionerKind), "")
    return questions.choose(Question(f"委托方“{name}”属于哪一类", kinds), shared=True) or ""
