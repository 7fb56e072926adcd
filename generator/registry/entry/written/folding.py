"""Texts of cells in one form, so that what is meant alike reads alike."""

from __future__ import annotations

import datetime as dt
import re

from ...finding import CHINESE_NUMBERS
from ...typed import CJK, ZERO_WIDTH, narrow
from ..sheets.grid import CellValue

# Digits, letters and blanks of full width; Chinese punctuation stays as it is written.
HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
HALF_WIDTH |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)} | {0x3000: 0x20, 0xA0: 0x20}
BESIDE_CHINESE = re.compile(rf"(?<={CJK})\s*\n\s*|\s*\n\s*(?={CJK})")
NUMBERING = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}(?:[)）]|[、.．])|[①-⑳])(?=\D)")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
MARKS = re.compile(r"[\s:;,.。，、；：*★☆·_/\\\"'“”《》<>!?-]+")
# Where a form leaves room for a seal or a signature behind what is written.
SEAL = re.compile(r"\s*[(（]\s*(?:单位|加盖)?\s*(?:盖章|公章|签章|印章|签字|签名|章)\s*[)）]$")
# Numbers as words, as far as months and classes go; one that ends with another stands before it.
CLASS_NUMBERS = {words: number for words, number in reversed(CHINESE_NUMBERS.items()) if number < 60}
# What stands in a cell of which nothing is to be said.
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "没有", "N/A", "n/a", "NA", "空"})


def write_cell(value: CellValue) -> str:
    """A cell's value as a text, as a spreadsheet program would show it; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return ZERO_WIDTH.sub("", str(value))


def tidy_text(text: str) -> str:
    """A text as a record has it: half-width digits and letters, and no blank that a line break has made."""
    joined = BESIDE_CHINESE.sub("", text.translate(HALF_WIDTH).strip())
    return re.sub(r"\s+", " ", joined)


def fold_heading(text: str, keep_brackets: bool = False) -> str:
    """A heading without numbering, blanks and punctuation; what is in brackets goes unless it is kept."""
    folded = NUMBERING.sub("", narrow(text))
    if not keep_brackets:
        folded = BRACKETS.sub("", folded)
    return MARKS.sub("", folded.replace("(", "").replace(")", "")).lower()


def is_nothing(value: CellValue) -> bool:
    """Whether a cell says nothing: it is empty, or holds a dash or 无."""
    return value is None or (isinstance(value, str) and narrow(value) in NOTHING)


def strip_seal(text: str) -> str:
    """A text without the words that leave room for a seal behind it: 某某中心（盖章）."""
    return SEAL.sub("", text.strip())
