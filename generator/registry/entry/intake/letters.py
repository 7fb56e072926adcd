"""Letters to an institution about the workbook that it sent: what is to be put right, and that it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...display import format_day
from ...finding import format_article, format_chinese_number
from ...lifecycle.calendar import compute_annual_due
from ...model.register import Register
from ...model.tables import Tables
from ...personal import mask_personal
from ...records.schemas import Schemas
from ..sheets.grid import CellFault, CellPlace, name_column
from .importing import Result

# What becomes of a record that has come, and the article that says so.
NEXT = {
    "plan": ("由业务主管部门和人社部门审核，两方都通过的才算通过，没有通过的不得实施", "17"),
    "amendment": ("由业务主管部门和人社部门审核，两方都通过以后才能照调整后的计划实施", "17"),
    "summary": ("由业务主管部门和人社部门备案", "17"),
    "application": (
        "由人社部门和业务主管部门、行业协会（学会）审核推荐，市人社局组织专家评审，通过的列入名单公布",
        "8",
    ),
    "change": ("备案后向社会公布", "27"),
}
JUDGED = ("plan", "amendment", "application")  # what is not done with being received
SHOWN_PLACES = 6
SIGNATURE = "　" * 20


class Letter(NamedTuple):
    """A letter's addressee, what it is about, and who writes on which day."""

    institution: str
    file: str
    what: str
    received: dt.date | None
    senders: tuple[str, ...]
    article: str
    due: dt.date | None
    day: dt.date


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
        result.institution or "报送单位",
        result.file.name,
        year + kind.title.removeprefix("年度"),
        result.received,
        tuple(tables.get_name(each) for each in authorities if each),
        _name_article(tables, NEXT.get(result.kind, ("", kind.article))[1], day),
        due,
        day,
    )


def _name_article(tables: Tables, basis: str, day: dt.date) -> str:
    """The article with its regulation: 《盐城市……办法》第十七条; nothing where the regulation has none."""
    article = format_article(tables.cite(basis, day))
    return f"《{tables.find_regulation(day).title}》{article}" if article else ""


def write_notice(letter: Letter, faults: Sequence[CellFault]) -> str:
    """The letter that says what is to be put right, where, how and by when."""
    came = f"{format_day(letter.received)}" if letter.received else ""
    points = [
        f"{format_chinese_number(number) if number < 100 else number}、{_describe(*group)}"
        for number, group in enumerate(group_faults(faults), 1)
    ]
    return "\n".join(
        [
            "补正通知",
            "",
            f"{letter.institution}：",
            f"　　你单位{came}报送的{letter.what}（文件“{letter.file}”）收悉。"
            f"经核对，有下列{len(points)}处需要补正，补正以前不能登记。所附表格已逐处标出，改法见批注。",
            "",
            *(f"　　{each}" for each in points),
            "",
            f"　　{_ask_back(letter)}",
            "",
            *_sign(letter),
        ]
    )


def _ask_back(letter: Letter) -> str:
    """By when and to whom the workbook is to be returned."""
    to = "、".join(letter.senders) or "收件机关"
    if letter.due is None:
        return f"办法没有规定补正的期限，请尽快改好，将整个文件重新报送{to}。"
    day, basis = format_day(letter.due), f"（{letter.article}）" if letter.article else ""
    if letter.due < letter.day:
        return f"报送的截止日{day}{basis}已过，请立即改好，将整个文件重新报送{to}。"
    return f"请在{day}以前{basis}改好，将整个文件重新报送{to}。"


def write_receipt(letter: Letter, result: Result) -> str:
    """The letter that says what has come, from whom, when, and what is next."""
    next_, _ = NEXT[result.kind]
    basis = f"按照{letter.article}，" if letter.article else "下一步，"
    still = "，不表示审核通过" if result.kind in JUDGED else ""
    return "\n".join(
        [
            "收件回执",
            "",
            f"{letter.institution}：",
            f"　　你单位报送的{letter.what}（文件“{letter.file}”{_count(result)}），"
            f"已于{format_day(letter.received or letter.day)}收到。",
            f"　　{basis}{letter.what}{next_}。本回执只说明材料已经收到{still}。",
            "",
            *_sign(letter),
        ]
    )


def _count(result: Result) -> str:
    data = result.draft.data if result.draft else {}
    for name, words in (("courses", "门课程"), ("runs", "期培训"), ("changes", "项变更")):
        if name in data:
            return f"，{len(data[name])}{words}"
    return ""


def _sign(letter: Letter) -> list[str]:
    # One of several does not sign for the others: which of them writes, the clerk knows.
    sender = letter.senders[0] if len(letter.senders) == 1 else "（收件机关）"
    return [f"{SIGNATURE}{sender}", f"{SIGNATURE}{format_day(letter.day)}", ""]


def group_faults(faults: Iterable[CellFault]) -> list[tuple[CellFault, list[CellPlace]]]:
    """Faults with the same words told once, with all their places, in the order of the sheet."""
    groups: dict[tuple[str, str], tuple[CellFault, list[CellPlace]]] = {}
    for each in faults:
        _, places = groups.setdefault((each.message, each.hint), (each, []))
        if each.place:
            places.append(each.place)
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
    for each in places[:SHOWN_PLACES]:
        sheets.setdefault(each.sheet, []).append(f"{name_column(each.column)}{each.row + 1}")
    listed = "；".join(f"“{sheet}”表 {'、'.join(cells)}" for sheet, cells in sheets.items())
    more = f" 等 {len(places)} 处" if len(places) > SHOWN_PLACES else ""
    return f"{listed}{more}{end}"
