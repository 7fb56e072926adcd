"""The text of a file from its bytes, and what is wrong with its encoding and its characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ..finding import Severity
from ..personal import describe_personal, find_personal
from .look_alikes import LookAlike, find_look_alikes

MAX_BYTES = 1024 * 1024
MAX_FAULTS = 100

# Control characters, zero-width and filling characters, direction controls, separators, tag characters. A
# carriage return is one where no line feed follows.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]|\r(?!\n|\\Z)")
# First looks at a whole text: what is other than nearly all are made of, and what is wrong with that. `re`
# compiles them when a file is read: most commands read none.
UNUSUAL = "[^\n -~·—‘-”…、-〟一-\u9fff！-～]"
SUSPECT = f"[\t\r{_INVISIBLE}]"
TABS = re.compile("\t+")

# By their first bytes, in small letters.
OTHERS = {
    b"pk\x03\x04": "表格、Word 文档或压缩包",
    b"\xd0\xcf\x11\xe0": "旧格式的表格或 Word 文档",
    b"{\\rtf": " Word 的 RTF 文档",
    b"%pdf": " PDF 文件",
    b"<!doctype html": "网页",
    b"<html": "网页",
}
MAX_SIGNATURE = max(map(len, OTHERS))

Place = tuple[int, int]  # line and column, from 1


class SyntaxFault(NamedTuple):
    """A fault of form in a file: `line` and `column` count from 1."""

    rule: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = "error"


class Places:
    """Line and column, from 1, of an index into a text."""

    def __init__(self, text: str) -> None:
        self.ends = [match.start() for match in re.finditer("\n", text)]

    def __call__(self, index: int) -> Place:
        line = bisect_left(self.ends, index)
        return line + 1, index - (self.ends[line - 1] if line else -1)


def decode(raw: bytes) -> tuple[str, list[SyntaxFault]]:
    """The text of a file's bytes, and what is wrong with its encoding, size or characters."""
    if len(raw) > MAX_BYTES:
        size = f"{-(-len(raw) // 1024)} KiB，上限 {MAX_BYTES // 1024} KiB"
        return "", [SyntaxFault("yaml-size", 1, 1, f"文件过大：{size}", "拆成几份记录，或核对是否放错了文件")]
    begins = raw[:MAX_SIGNATURE].lower()  # not all of it: every file of a register comes here
    if what := next((what for signature, what in OTHERS.items() if begins.startswith(signature)), ""):
        hint = "记录是纯文本：照原件录入，不要改扩展名；表格用 registry import 文件 录成记录"
        return _refuse_encoding((1, 1), f"这是{what}，不是记录", hint)
    if raw and not raw.strip(b"\0"):
        hint = "多半是存盘时出了错：重新录入；已经录入过的 registry discard 文件 恢复"
        return _refuse_encoding((1, 1), "文件里全是空字节，内容没有了", hint)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _measure_zeros(raw) > 1 / 4:
        wide = raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) or _measure_zeros(raw) > 1 / 2
        hint = "用编辑器另存为“UTF-8（无 BOM）”" + ("" if wide else "；PowerShell 的 > 写出的就是 UTF-16")
        return _refuse_encoding((1, 1), f"文件是 UTF-{32 if wide else 16} 编码，应为 UTF-8", hint)
    if raw.startswith(b"\xef\xbb\xbf"):
        return _refuse_encoding((1, 1), "文件以 BOM 开头", "用编辑器另存为“UTF-8（无 BOM）”")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return _refuse_encoding(place, "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8，原编码多半是 GBK")
    return text, list(_find_characters(text))


def _refuse_encoding(place: Place, message: str, hint: str) -> tuple[str, list[SyntaxFault]]:
    return "", [SyntaxFault("yaml-encoding", *place, message, hint)]


def _measure_zeros(raw: bytes) -> float:
    """The share of zero bytes at the beginning: a quarter and more in UTF-16, a half and more in UTF-32."""
    return raw[:200].count(0) / len(raw[:200]) if len(raw) > 3 else 0


def _find_characters(text: str) -> Iterator[SyntaxFault]:
    """The faults of characters in a text: those that seem another, are not seen, or may not stand there."""
    # Nearly all files end here: one look costs less than the closer ones below.
    if not re.search(UNUSUAL, text):
        return
    if odd := list(find_look_alikes(text)):
        yield from make_faults(odd, Places(text))
    if not re.search(SUSPECT, text):
        return
    place = Places(text)
    if tabs := [place(match.start()) for match in TABS.finditer(text)]:
        lines = list(dict.fromkeys(line for line, _ in tabs))
        shown = "、".join(map(str, lines[:10])) + (f" 等 {len(lines)}" if len(lines) > 10 else "")
        message = f"出现制表符（Tab），在第 {shown} 行"
        yield SyntaxFault("yaml-tab", *tabs[0], message, "改用空格，每级缩进两个空格")
    if "\n" not in text and text.count("\r") > 1:
        message = "整个文件用单独的回车符（U+000D）换行"
        yield SyntaxFault("yaml-invisible", *place(text.index("\r")), message, "用编辑器把换行改为 LF 后另存")
        # Reported once for the file; below, each would be reported again.
        text = text.replace("\r", " ")
    for count, match in enumerate(INVISIBLE.finditer(text)):
        if count == MAX_FAULTS:
            message = f"看不见的字符超过 {MAX_FAULTS} 处，其余没有列出"
            yield SyntaxFault("yaml-invisible", *place(match.start()), message, "核对是否放错了文件")
            return
        yield SyntaxFault("yaml-invisible", *place(match.start()), *describe_invisible(match.group()))


def make_faults(odd: Iterable[LookAlike], place: Places) -> Iterator[SyntaxFault]:
    """What is odd, the first MAX_FAULTS of it, as faults."""
    for sign in islice(odd, MAX_FAULTS):
        yield SyntaxFault(sign.rule, *place(sign.at), sign.message, sign.hint, sign.severity)


def describe_invisible(character: str) -> tuple[str, str]:
    """What is said of an invisible character, and how to mend it."""
    return f"出现看不见的字符 U+{ord(character):04X}", "删去这个字符后重新输入"


def find_personal_parts(text: str, start: int = 0, end: int | None = None) -> Iterator[SyntaxFault]:
    """What is personal in a part of a text that no rule sees: a comment, or a file that is no record."""
    place = None
    for match in find_personal(text[start:end].replace("#", " ")):
        place = place or Places(text)
        at = place(start + match.start)
        if match.kind == "old-identity":
            yield SyntaxFault("no-old-identity-numbers", *at, *describe_personal(match), "warning")
        else:
            yield SyntaxFault("no-personal-numbers", *at, *describe_personal(match))


def examine_text(raw: bytes) -> Iterator[SyntaxFault]:
    """What is personal in a file that is no record, or why it cannot be looked at."""
    text, faults = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    reasons = {"yaml-size", "yaml-encoding", "yaml-invisible" if b"\0" in raw else ""}
    if unread := [each for each in faults if each.rule in reasons]:
        yield unread[0]
    else:
        yield from find_personal_parts(text)
