"""Letters to an institution about the workbook that it sent: what is to be put right, and that it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from ...display import format_day
from ...lifecycle.calendar import compute_annual_due
from ...lifecycle.papers import RECEIVED
from ...model.register import Register
from ...papers.letters import (
    OF_A_SHEET,
    Letter,
    Wording,
    compose_notice,
    compose_receipt,
    count_rows,
    name_article,
)
from ...papers.paper import Paper
from ...personal import mask_personal
from ...records.schemas import Schemas
from ..sheets.grid import CellFault, CellPlace
from .result import Result

MAX_PLACES = 6


def address_letter(result: Result, register: Register, schemas: Schemas, day: dt.date) -> Letter:
    """What letters about a workbook have in common."""
    kind = schemas.kinds[result.kind]
    year = f"{result.year}年度" if result.year else ""
    tables = register.tables
    data = result.draft.data if result.draft else {}
    authorities = [each["authority"] for each in data.get("steps", ())] or [data.get("authority")]
    due = None
    if result.year and result.kind in ("plan", "summary"):
        due = compute_annual_due(tables, result.year - 1 if result.kind == "plan" else result.year)
    return Letter(
        institution=result.institution or "报送单位",
        what=year + kind.title.removeprefix("年度"),
        senders=tuple(tables.get_name(each) for each in authorities if each),
        day=format_day(day),
        file=result.file.name,
        received=format_day(result.received) if result.received else "",
        article=name_article(tables, RECEIVED.get(result.kind, kind.article), day),
        due=format_day(due) if due else "",
        is_late=due is not None and due < day,
        window=_describe_window(register, str(data.get("batch")), day),
    )


def _describe_window(register: Register, batch: str, day: dt.date) -> str:
    """Until when one may apply in a batch; nothing where there is none, or the day is over."""
    window = register.batches[batch].window if batch in register.batches else None
    if window is None or window.to < day:
        return ""
    return f"{register.batches[batch].title}的申请时段到{format_day(window.to)}为止"


def draw_notice(letter: Letter, faults: Sequence[CellFault], wording: Wording = OF_A_SHEET) -> Paper:
    """The letter that says what is to be put right, where, how and by when."""
    return compose_notice(letter, [_describe(*group) for group in group_faults(faults)], wording)


def draw_receipt(letter: Letter, result: Result) -> Paper:
    """The letter that says what has come, from whom, when, and what is next."""
    return compose_receipt(letter, result.kind, count_rows(result.draft.data if result.draft else {}))


def group_faults(faults: Iterable[CellFault]) -> list[tuple[CellFault, list[CellPlace]]]:
    """Faults with the same words reported once, with all their places, in the order of the sheet."""
    groups: dict[tuple[str, str], tuple[CellFault, list[CellPlace]]] = {}
    for fault in faults:
        _, places = groups.setdefault((fault.message, fault.hint), (fault, []))
        if fault.place:
            places.append(fault.place)
    return list(groups.values())


def _describe(fault: CellFault, places: list[CellPlace]) -> str:
    where = describe_places(places, "，")
    hint = f"请{fault.hint}" if fault.hint and not fault.hint.startswith("请") else fault.hint
    end = "" if fault.message.endswith(("。", "？")) else "。"
    return f"{where}{mask_personal(fault.message)}{end}{hint}".rstrip("。") + "。"


def describe_places(places: Sequence[CellPlace], end: str = "：") -> str:
    """Where something is: 工作表“计划”的 C7、C8; nothing where it has no place."""
    if not places:
        return ""
    sheets: dict[str, list[str]] = {}
    for place in places[:MAX_PLACES]:
        sheets.setdefault(place.sheet, []).append(place.cell)
    listed = "；".join(f"“{sheet}”表 {'、'.join(cells)}" for sheet, cells in sheets.items())
    more = f" 等 {len(places)} 处" if len(places) > MAX_PLACES else ""
    return f"{listed}{more}{end}"
