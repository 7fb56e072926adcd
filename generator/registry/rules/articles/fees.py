"""Article 25: what courses cost, and on what basis."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from ...display import format_number
from ...lifecycle.fold import fold_filing
from ...model.dossier import Dossier
from ...model.fees import is_charged
from ...model.kinds import Amendment, Fee, FeeUnit, LegalForm, Plan
from ...model.register import Register
from ..course_rows import list_rows
from ..rule import Fault, fault, rule

PUBLIC_INSTITUTIONS = frozenset({LegalForm.STATE_ORGAN, LegalForm.PUBLIC_INSTITUTION})
# What names a document or a notice: its title, its number, that it has none, or its year.
PAPER = re.compile(
    r"《[^》]+》|\d\s*号(?![楼门厅窗室])|无文号|(?:19|20)\d\d\s*(?:年|[-./－．／]\s*\d)|(?:19|20)\d{6}(?!\d)"
    r"|[〇零一二三四五六七八九]{4}年"
)
APPROVAL = "批准收费标准的文件的名称或文号，或者收费公示和日期"
PROVINCIAL = re.compile("省.*(规定|办法|标准|通知|文件)")


@rule("25", "收费依据", "warning", basis="convention", reads=("fee_basis_required",))
def fee_basis_stated(record: Plan | Amendment, register: Register) -> Iterator[Fault]:
    """收费的课程写明收费依据，写出是哪份文件、哪次公示；只写“按规定”的不算。

    写文件的名称（加书名号）或文号，公示的写日期。机关和事业单位执行省里的规定，总要写明是省里的什么规定；
    其他机构，办法的参数写明无须报批的不核对。办法要求的是收费标准履行报批手续，在计划中写明依据，是登记册的理解。
    """
    charged = [(place, each) for place, each in list_rows(record) if each.fee and is_charged(each.fee)]
    unnamed = [(place, each) for place, each in charged if each.fee and not _names_paper(each.fee.basis)]
    dossier = register.find_dossier(record.path) if unnamed else None
    if dossier is None:
        return
    sent = record.steps[0].date
    public = _is_public(dossier, sent)
    # Article 25 binds organs and public institutions to the province's rules; whether others need an approval
    # is for the city's regulation to say.
    if not (public or register.tables.find_regulation(sent).parameters.fee_basis_required):
        return
    what = "所执行的省有关规定的名称或文号" if public else APPROVAL
    for place, course in unnamed:
        basis = course.fee.basis if course.fee else None
        if not basis:
            message = f"课程 {course.id} 收费，没有写明收费依据"
            yield fault(record, f"{place}/fee", message, f"填写 basis：{what}", on_key=True)
        elif not (public and PROVINCIAL.search(basis)):
            message = f"课程 {course.id} 的收费依据写的是“{basis}”，没有写出是哪份文件"
            yield fault(record, f"{place}/fee/basis", message, f"写出{what}")


@cache  # many courses cite one document
def _names_paper(basis: str | None) -> bool:
    """Whether the basis of a fee names a document or a notice."""
    return bool(basis and PAPER.search(basis))


def _is_public(dossier: Dossier, day: dt.date) -> bool:
    """Whether an institution is one of the state on a day; before it has filed, as it is now."""
    filing = fold_filing(dossier, day)
    return (filing["legal_form"] if filing else dossier.institution.legal_form) in PUBLIC_INSTITUTIONS


@rule("", "分项和合计相符", "warning", basis="form")
def fee_parts_fit(record: Plan | Amendment) -> Iterator[Fault]:
    """收费分项写的，各项和合计、上限相符。

    各项都按每人收、不分对象的，相加等于每人收费；有一项收费的，每人收费不写 0。每人收费不超过写明的上限。
    """
    for place, course in list_rows(record):
        fee = course.fee
        if fee is None or not (fee.parts or fee.cap is not None):
            continue
        total = _add_up(fee)
        amount = total if fee.amount is None else fee.amount
        if fee.amount == 0 and is_charged(fee):
            message = f"课程 {course.id} 的每人收费写的是 0，分项中有收费"
            yield fault(record, f"{place}/fee/amount", message, "核对金额；没有一个合计的不填 amount")
        elif fee.amount is not None and total is not None and total != fee.amount:
            message = f"课程 {course.id} 的各项相加是每人 {format_number(total)} 元，"
            message += f"每人收费写的是 {format_number(fee.amount)} 元"
            yield fault(record, f"{place}/fee/amount", message, "核对各项和合计")
        elif fee.cap is not None and amount is not None and amount > fee.cap:
            message = f"课程 {course.id} 每人收费 {format_number(amount)} 元，"
            message += f"超过写明的上限 {format_number(fee.cap)} 元"
            yield fault(record, f"{place}/fee/cap", message, "核对金额和上限")


def _add_up(fee: Fee) -> float | None:
    """What the parts of a fee come to for each person; None where that depends on more than they say."""
    simple = all(
        part.unit == FeeUnit.PERSON and not part.applies_to and not part.at_most for part in fee.parts
    )
    return sum(each.amount for each in fee.parts) if fee.parts and simple else None
