"""What every room says when something is to be mended: a finding, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from .json_pointer import unescape_pointer
from .personal import mask_personal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SEVERITY_LABELS: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "提示"}
Parts = tuple[str | int, ...]  # of a JSON Pointer: names and the numbers of rows


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault, doubt or note about one place in one file.

    `path` is relative to the register's root, with forward slashes. `pointer` is a JSON Pointer (RFC 6901)
    to the value meant; with `on_key` its key is meant. `line` and `column` count from 1; 0: not yet located.
    `article` cites the regulation ("8(2)" is 第八条（二）) and is empty for faults of form. `registry fix`
    mends what is `mendable`; `meant` is the text that then stands at the pointer, where the file alone does
    not tell.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    article: str = ""
    pointer: str = ""
    hint: str = ""
    line: int = 0
    column: int = 0
    on_key: bool = False
    mendable: bool = False
    meant: str = ""

    @property
    def advice(self) -> str:
        """How to mend it, with the command that does; empty where nothing can be said."""
        command = "registry fix 可以改正" if self.mendable else ""
        return "；".join(filter(None, (self.hint, command))).replace("？；", "？")

    @property
    def shown_path(self) -> str:
        """The path of the file as it may be shown, what is personal in it masked."""
        return mask_personal(self.path)

    @property
    def location(self) -> str:
        """Where it stands, as it may be shown: path, line, column."""
        return f"{self.shown_path}:{self.line}:{self.column}"

    @property
    def url(self) -> str:
        """How it is mended, on the page of its rule, from the site's root."""
        return build_mend_address(self.rule)

    def identify(self, moved: Mapping[str, str] = {}) -> tuple[str, str, str, str]:
        """What makes it the same finding, wherever its line is; `moved` are paths, old → new."""
        return self.rule, moved.get(self.path, self.path), self.pointer, self.message

    def order(self) -> tuple[str, int, int, int, str, str]:
        """Sort key: by file, then place, then gravity."""
        return (self.path, self.line, self.column, SEVERITIES.index(self.severity), self.rule, self.message)


def list_new(findings: Iterable[Finding], before: Iterable[Finding]) -> list[Finding]:
    """The findings that were not there before: by rule, place and message, wherever the line is now."""
    old = {each.identify() for each in before}
    return [each for each in findings if each.identify() not in old]


def build_rule_address(code: str) -> str:
    """The page of a rule, from the site's root."""
    return f"rules/{code}/"


def build_mend_address(code: str) -> str:
    """Where the page of a rule says how what it finds is mended, from the site's root."""
    return f"{build_rule_address(code)}#mend"


DIGITS = "〇一二三四五六七八九"


def format_chinese_number(number: int) -> str:
    """1…99 in Chinese numerals, as articles are numbered."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


CHINESE_NUMBERS = {format_chinese_number(number): number for number in range(1, 100)}


def format_article(article: str) -> str:
    """The words for an article: 第八条（二） for "8(2)", 第十七条 for "17"; a comma separates several."""
    if not article:
        return ""
    labels = []
    for part in article.split(","):
        number, _, item = part.partition("(")
        label = f"第{format_chinese_number(int(number))}条"
        labels.append(label + (f"（{format_chinese_number(int(item.rstrip(')')))}）" if item else ""))
    return "、".join(labels)


def build_pointer(*parts: str | int) -> str:
    """A JSON Pointer (RFC 6901) from unescaped parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def split_pointer(pointer: str) -> Parts:
    """The unescaped parts of a JSON Pointer; digits are indexes."""
    return tuple(int(part) if part.isdecimal() else part for part in unescape_pointer(pointer))
