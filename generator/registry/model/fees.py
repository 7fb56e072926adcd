"""What a course costs: in words, and whether anything is taken for it (Article 25)."""

from __future__ import annotations

from ..display import format_number
from ..json_data import JsonObject, get_number, get_objects, get_text
from .kinds import Fee

FREE = "不收费"


def is_charged(fee: Fee) -> bool:
    """Whether a fee is more than nothing."""
    return bool(fee.amount or any(each.amount for each in fee.parts))


def format_fee(fee: JsonObject) -> str:
    """A fee in words, without its basis; empty where none is recorded, which is not that none is taken."""
    amount, cap = get_number(fee, "amount"), get_number(fee, "cap")
    parts = "，".join(map(format_fee_part, get_objects(fee, "parts")))
    if amount is None:
        words = parts
    elif amount:
        words = f"每人{format_number(amount)}元" + (f"（{parts}）" if parts else "")
    else:
        words = parts or FREE
    return words + (f"，每人合计不超过{format_number(cap)}元" if words and cap is not None else "")


def format_fee_part(part: JsonObject) -> str:
    """A part of a fee in words: 培训费（面授）每人115元."""
    whom = f"（{get_text(part, 'applies_to')}）" if "applies_to" in part else ""
    limit = "不超过" if part.get("at_most") else ""
    amount = format_number(get_number(part, "amount") or 0)
    return f"{get_text(part, 'name')}{whom}{get_text(part, 'unit')}{limit}{amount}元"
