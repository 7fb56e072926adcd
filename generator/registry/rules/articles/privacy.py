"""What must not stand in a public register: numbers and names that belong to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...finding import pointer
from ...personal import SUSPECT, Found, find, said
from ...records.loader import Document
from ..rule import Fault, rule

LONG = 10**10  # a number from here on may be somebody's


@rule("", "不含个人号码", basis="form")
def no_personal_numbers(document: Document) -> Iterator[Fault]:
    """记录中没有居民身份证号码、个人手机号码、银行卡号、个人邮箱和聊天账号。

    身份证号码按 18 位、真实日期和 GB 11643 校验码认定，写明是身份证号码的，校验码不对也算；银行卡号按位数和
    校验位认定；邮箱、聊天账号和其他证件号码按前面写明的是什么认定。公开的联系方式用单位的座机和邮箱。注释、
    文件名，records/ 中的 README.md 和 LICENSE 也一样。
    """
    for place, found in _personal(document):
        if found.kind != "old-identity":
            yield Fault(document.path, place, *said(found))


@rule("", "15 位旧身份证号码", "warning", basis="form")
def no_old_identity_numbers(document: Document) -> Iterator[Fault]:
    """记录中没有 15 位的旧居民身份证号码；旧的登记证号也是 15 位，所以只作提醒。"""
    for place, found in _personal(document):
        if found.kind == "old-identity":
            yield Fault(document.path, place, *said(found))


def _personal(document: Document) -> Iterator[tuple[str, Found]]:
    """What is personal in a record and its name, with a pointer."""
    for found in find(document.names.get("id", "")):
        yield "", found
    if SUSPECT.search(document.packed.decode()):
        for place, value in _texts(document.data, ()):
            for found in find(value):
                yield place, found


def _texts(value: Any, parts: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    """Every text and long number of a record but its credit code, with its pointer."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _texts(below, (*parts, name))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from _texts(below, (*parts, i))
    elif parts and parts[-1] == "credit_code":
        return
    elif isinstance(value, str):
        yield pointer(*parts), value
    elif isinstance(value, int | float) and value >= LONG:
        yield pointer(*parts), str(value)
