"""What must not stand in a public register: numbers that belong to a person."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from ...finding import pointer
from ...records.loader import Document
from ..rule import Fault, rule

IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])")
# Either, in any script's digits, wherever it stands: a first look at a whole record.
SUSPECT = re.compile(r"\d(?:\d{16}[\dXxＸｘ]|(?<=[1１])[3-9３-９]\d[\s\-－]?\d{4}[\s\-－]?\d{4})")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


@rule("", "不含个人号码", basis="form")
def no_personal_numbers(document: Document) -> Iterator[Fault]:
    """记录中没有居民身份证号码和个人手机号码。

    身份证号码按 18 位、真实日期和 GB 11643 校验码认定。公开的联系方式用单位座机。
    """
    if SUSPECT.search(document.packed.decode()):
        for place, value in _texts(document.data, ()):
            yield from _numbers(document.path, place, value)


def _texts(value: Any, parts: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    """Every text of a record but its credit code, with its pointer."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _texts(below, (*parts, name))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from _texts(below, (*parts, i))
    elif isinstance(value, str) and parts[-1] != "credit_code":
        yield pointer(*parts), unicodedata.normalize("NFKC", value)


def _numbers(path: str, place: str, value: str) -> Iterator[Fault]:
    mend = "删去这个号码；它已经进入历史的，请联系管理员处理"
    for match in IDENTITY.finditer(value):
        if is_identity_number(match.group()):
            yield Fault(
                path,
                place,
                f"出现身份证号码 {match.group()[:3]}…{match.group()[-1]}，登记册不收个人信息",
                mend,
            )
    for match in MOBILE.finditer(value):
        shown = f"{match.group()[:3]}…{match.group()[-2:]}"
        yield Fault(
            path, place, f"出现个人手机号码 {shown}，登记册不收个人信息", f"{mend}；联系方式填单位座机"
        )


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident's identity number: a real date and the check digit of GB 11643."""
    try:
        dt.datetime.strptime(number[6:14], "%Y%m%d")
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11] == number[17].upper()
