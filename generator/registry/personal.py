"""Numbers and names that belong to a person: where they stand in a text, and the same text masked."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .personal_looks import is_doubtful

if TYPE_CHECKING:
    from .personal_search import Kind, PersonalMatch

LABELS: dict[Kind, str] = {
    "identity": "身份证号码",
    "old-identity": "15 位旧身份证号码",
    "mobile": "个人手机号码",
    "card": "银行卡号",
    "mail": "个人邮箱",
    "chat": "个人聊天账号",
    "paper": "个人证件号码",
    "home": "家庭住址",
}
# How many letters and digits at the beginning and the end are shown.
VISIBLE_ENDS = {"mail": (1, 0), "chat": (1, 0), "home": (2, 0), "identity": (3, 1), "old-identity": (3, 1)}
# The name and the password in an address, as the settings of a site may have one by mistake.
CREDENTIALS = re.compile(r"(?<=://)[^/\s]+(?=@)")
# Signs as they are written in double quotes in YAML; a line break that is escaped is nothing.
ESCAPES = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|[^\n])")


def find_personal(text: str) -> list[PersonalMatch]:
    """What is personal in a text, in order; nothing is found twice."""
    if not is_doubtful(text):
        return []
    # Only now: its patterns take long to compile, and in most runs nothing is doubtful.
    from .personal_search import search_text

    return search_text(text)


def describe_personal(match: PersonalMatch) -> tuple[str, str]:
    """What is wrong with it, and how to mend it."""
    message = f"出现{LABELS[match.kind]} {match.shown}，登记册不收个人信息"
    mend = "删去；已经提交的，请联系管理员从历史中清除"
    if match.kind == "old-identity":
        message = f"{match.shown} 像是 15 位旧身份证号码"
        mend = "是身份证号码的，删去；是旧的登记证号或其他编号的，在前面写明是什么号"
    elif match.kind == "mobile":
        mend += "；联系方式填单位座机"
    elif match.kind in ("mail", "chat"):
        mend += "；联系方式填单位的邮箱或公众号"
    return message, mend


def mask_personal(text: str) -> str:
    """A text of the same length with a sign for all but the ends of what is personal in it.

    Of an address with a name and a password nothing of these is shown.
    """
    if "://" in text:
        text = CREDENTIALS.sub(lambda match: "*" * len(match[0]), text)
    return _mask_matches(text, find_personal(text))


def clean(text: str) -> str:
    """A text of somebody else's as it may be shown: nothing personal in it, nothing that a terminal obeys."""
    return mask_personal("".join(each if each.isprintable() else " " for each in text))


def mask_source(text: str) -> str:
    """The text of a file masked, where what is personal may be written with escapes."""
    text = mask_personal(text)
    if "\\" not in text:
        return text
    plain: list[str] = []
    places: list[int] = []
    last = 0
    for match in ESCAPES.finditer(text):
        sign = _unescape(match[0])
        plain += text[last : match.start()], sign
        places += *range(last, match.start()), *[match.start()] * len(sign)
        last = match.end()
    plain.append(text[last:])
    places += range(last, len(text) + 1)
    matches = find_personal("".join(plain))
    return _mask_matches(
        text, [each._replace(start=places[each.start], end=places[each.end]) for each in matches]
    )


def map_masked_pieces(text: str) -> dict[str, str]:
    """What is personal in a text, each piece of it as it stands there and masked."""
    matches = find_personal(text)
    hidden = _mask_matches(text, matches)
    return {text[each.start : each.end]: hidden[each.start : each.end] for each in matches}


def _mask_matches(text: str, matches: Iterable[PersonalMatch]) -> str:
    signs = list(text)
    for match in matches:
        inside = [i for i in range(match.start, match.end) if text[i].isalnum()]
        shown = VISIBLE_ENDS.get(match.kind, (3, 2))
        for i in inside[shown[0] : len(inside) - shown[1]]:
            signs[i] = "*"
    return "".join(signs)


def _unescape(written: str) -> str:
    """A sign as it stands in double quotes, as what it is."""
    if len(written) > 2 and written[1] in "xuU":
        # \U may be followed by the number of no sign; that is a fault of its own, told by the reader of YAML.
        return chr(min(int(written[2:], 16), sys.maxunicode))
    return "" if written[1] in "\r\n" else " " if written[1] in "tN_LPnr e0abfv" else written[1]
