"""What must not stand in a public register: numbers and names that belong to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...finding import Parts, build_pointer
from ...personal import describe_personal, find_personal
from ...personal_looks import has_many_digits, leave_out_codes, may_be_personal
from ...records.loader import Document
from ..rule import Fault, rule

if TYPE_CHECKING:
    from ...personal_search import PersonalMatch

# Fifteen digits as such a number has them.
FIFTEEN = re.compile(r"(?<!\d)\d{6}[\s\-.]?\d{6}[\s\-.]?\d{3}(?!\d)")
MIN_LENGTH = 7  # of what is personal the shortest, with its label
LONG = 10**10  # a number from here on may be somebody's


@rule("", "不含个人号码", basis="form")
def no_personal_numbers(document: Document) -> Iterator[Fault]:
    """记录中没有居民身份证号码、个人手机号码、银行卡号、个人邮箱、聊天账号和家庭住址。

    身份证号码按 18 位、真实日期和 GB 11643 校验码认定，写明是身份证号码的，校验码不对也算；银行卡号按位数和
    校验位认定；邮箱、聊天账号、家庭住址和其他证件号码按前面写明的是什么认定。公开的联系方式用单位的座机和邮箱。注释、
    文件名，records/ 中的 README.md 和 LICENSE 也一样。
    """
    for place, match in _find_personal(document):
        if match.kind != "old-identity":
            yield Fault(document.path, place, *describe_personal(match))


@rule("", "15 位旧身份证号码", "warning", basis="form")
def no_old_identity_numbers(document: Document) -> Iterator[Fault]:
    """记录中没有 15 位的旧居民身份证号码；旧的登记证号也是 15 位，所以只作提醒。"""
    packed = document.packed
    if not has_many_digits(packed, 15) or not FIFTEEN.search(leave_out_codes(packed.decode())):
        return
    for place, match in _find_personal(document):
        if match.kind == "old-identity":
            yield Fault(document.path, place, *describe_personal(match))


def _find_personal(document: Document) -> Iterator[tuple[str, PersonalMatch]]:
    """What is personal in a record and its name, with a pointer."""
    for match in find_personal(document.names["id"]) if "id" in document.names else ():
        yield "", match
    # On the packed bytes, before anything is unpacked: most records have no eleven digits, and this rule is
    # asked of every one.
    if may_be_personal(document.packed):
        for parts, value in _list_texts(document.data):
            for match in find_personal(value):
                yield build_pointer(*parts), match


def _list_texts(data: Any) -> Iterator[tuple[Parts, str]]:
    """Every text and long number of a record that is long enough, but its credit code, with its place."""
    waiting: list[tuple[Parts, Any]] = [((), data)]
    while waiting:
        parts, value = waiting.pop()
        kind = type(value)  # not isinstance: every value of every doubtful record is asked
        if kind is str:
            if len(value) >= MIN_LENGTH:
                yield parts, value
        elif kind is dict:
            if value.get("field") != "credit_code":
                waiting.extend(
                    ((*parts, name), item) for name, item in value.items() if name != "credit_code"
                )
        elif kind is list:
            waiting.extend(((*parts, i), each) for i, each in enumerate(value))
        elif kind in (int, float) and value >= LONG:
            yield parts, str(value)
