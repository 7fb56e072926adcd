"""What stands between the values of a YAML text and around them: comments, blanks, line breaks.

The parser says where values begin and end; what it passes over is looked at here. Refused is what reads
differently from what it looks like, or differently from one reader of YAML to the next.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from .look_alikes import LookAlike

# What looks like a blank and is no blank to YAML.
FALSE_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000"
AT_AN_END = re.compile(f"^[{FALSE_BLANKS}]|[{FALSE_BLANKS}]$")
INSIDE = re.compile(f"[{FALSE_BLANKS[:-1]}]")  # the last, of full width, is lawful between ideographs
INDENT = re.compile(f"^ *(?:- +)*([{FALSE_BLANKS}])", re.MULTILINE)
AFTER_SIGN = re.compile(f"^ *(?:- +)*(?:[A-Za-z_][A-Za-z0-9_-]*:|-) *([{FALSE_BLANKS}])", re.MULTILINE)
HEADER = re.compile(r"[|>][-+0-9]*")
OPENING, CLOSING = "“‘「『«„", "”’」』»"
QUOTES = frozenset(f"{OPENING}{CLOSING}‟‚‛＂＇\"'")
OTHERWISE = "各种软件对这里的读法不同"


class TextSpan(NamedTuple):
    """Where a value stands in a text, and its style: "", quotes, | or >."""

    start: int
    end: int
    style: str


class EventReader:
    """The parser's events one by one; what is passed over on the way is noted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.odd: list[LookAlike] = []
        self.last = 0  # where what has been read ends
        self.done = False
        self._place = 0, 0
        self._parser: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._spans = array("q")
        self._open: list[tuple[bool, int]] = []  # of each open list or mapping: in brackets? which column?
        self._bracket = 0  # where the outermost bracket begins

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        event = next(self._parser)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            self._spans.extend((start, end, ord(event.style or "\0")))
            self._take_scalar(event, start, end)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, start)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(end)
        elif isinstance(event, yaml.StreamEndEvent):
            self.done = True
        self.last = max(self.last, end)
        self._place = start, end
        return event

    @property
    def written(self) -> str:
        """The last event as it is written."""
        return self.text[slice(*self._place)]

    @property
    def spans(self) -> Iterator[TextSpan]:
        """The values that have been read, in order."""
        numbers = iter(self._spans)
        for start, end, style in zip(numbers, numbers, numbers, strict=True):
            yield TextSpan(start, end, chr(style) if style else "")

    @property
    def in_brackets(self) -> bool:
        return bool(self._open) and self._open[-1][0]

    def _begin(self, event: Any, start: int) -> None:
        flow = bool(event.flow_style)
        if flow and self.text[start] == "?" and self.text[start + 1 : start + 2].strip():
            self._note(start, "方括号、花括号中的问号后没有空格")
        if flow and not self.in_brackets:
            self._bracket = start
        self._open.append((flow, event.start_mark.column))

    def _end(self, end: int) -> None:
        flow, _ = self._open.pop()
        if flow and not self.in_brackets:
            self._check_continued(self._bracket, end)

    def _take_scalar(self, event: Any, start: int, end: int) -> None:
        """Note of a value what readers of YAML take in several ways."""
        if event.style in ("'", '"') and not self.in_brackets:
            self._check_continued(start, end)
        if event.style or not self.in_brackets:
            return
        gap = self.text[self.last : start]
        if event.value == "-":
            self._note(start, "方括号、花括号中单独的短横")
        elif gap.endswith("?") or (gap.endswith(":") and gap != ":"):
            self._note(start - 1, f"方括号、花括号中以“{gap[-1]}”开头的文字")

    def _note(self, index: int, what: str) -> None:
        hint = "给文字加英文双引号；列表也可以分行写，每行以短横开头"
        self.odd.append(LookAlike(index, "yaml-syntax", f"{what}：{OTHERWISE}", hint))

    def _check_continued(self, start: int, end: int) -> None:
        """Lines that carry on what is quoted or in brackets stand further in than what it belongs to."""
        # In brackets columns mean nothing: what counts is the block around them.
        parent = next((column for flow, column in reversed(self._open) if not flow), -1)
        at = self.text.find("\n", start, end)
        while at >= 0:
            line_end = self.text.find("\n", at + 1)
            line = self.text[at + 1 : line_end if line_end >= 0 else len(self.text)]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= parent:
                message = f"接着写的一行没有比所属的字段缩进得更多：{OTHERWISE}"
                self.odd.append(LookAlike(at + 1, "yaml-syntax", message, "缩进两格，或写在一行里"))
                return
            at = self.text.find("\n", at + 1, end)


def find_layout_faults(events: EventReader) -> Iterator[LookAlike]:
    """What is wrong with what stands between values, and with how the lines of long texts are set in."""
    spans = list(events.spans)
    yield from events.odd
    yield from _find_block_blanks(events.text, spans)
    yield from _find_false_blanks(events.text, spans)
    if "#" in events.text:
        for index, before in _list_comments(events, spans):
            if before is not None:
                yield _describe_comment(events.text, index, before)


def list_comments(events: EventReader) -> Iterator[tuple[int, int]]:
    """Where comments on lines of their own begin and end; those with nothing between are one."""
    if "#" not in events.text:
        return
    text, begun, ended = events.text, -1, -1
    for index, before in _list_comments(events, list(events.spans)):
        if before is None:
            if begun < 0 or text[ended:index].strip():
                if begun >= 0:
                    yield begun, ended
                begun = index
            ended = _find_line_end(text, index)
    if begun >= 0:
        yield begun, ended


def _find_line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return end if end >= 0 else len(text)


def _list_comments(events: EventReader, spans: list[TextSpan]) -> Iterator[tuple[int, TextSpan | None]]:
    """Where comments begin, each with the last value before it on its line; None on a line of its own."""
    text = events.text
    nothing = TextSpan(0, 0, "")
    limit = len(text) if events.done else events.last
    for one, other in pairwise([nothing, *spans, TextSpan(limit, limit, "")]):
        start = one.end
        if one.style in ("|", ">"):
            yield from _list_in_gap(text, one.start, _find_line_end(text, one.start), one)
        yield from _list_in_gap(text, start, other.start, one)


def _list_in_gap(text: str, start: int, end: int, before: TextSpan) -> Iterator[tuple[int, TextSpan | None]]:
    at = text.find("#", start, end)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        yield at, before if text[line:at].strip(" \t") else None
        at = text.find("#", _find_line_end(text, at), end)


def _describe_comment(text: str, index: int, before: TextSpan) -> LookAlike:
    """A comment behind a value, or behind a field's name."""
    line = text.rfind("\n", 0, index) + 1
    cut = text[index : _find_line_end(text, index)].rstrip()
    message = f"井号和它后面的“{cut}”被当作注释，没有读进来"
    hint = "是注释的，另起一行写"
    if before.start >= line and not before.style and text[before.end : index].strip(" \t") == "":
        whole = f"{text[before.start : index]}{cut}".lstrip(" ")
        hint = f'井号属于内容的，给整个值加英文双引号："{whole}"；{hint}'
    return LookAlike(index, "yaml-comment", message, hint)


def _find_block_blanks(text: str, spans: list[TextSpan]) -> Iterator[LookAlike]:
    """Lines of blanks in a text after | or > that some take for content and some do not."""
    hint = "删去空行中的空格；没有文字的，删去这个字段"
    for span in spans:
        if span.style not in ("|", ">"):
            continue
        at = _find_line_end(text, span.start) + 1
        header = HEADER.match(text, span.start)
        lines = text[at : max(span.end, at)].split("\n")
        width = next((len(each) - len(each.lstrip(" ")) for each in lines if each.strip()), None)
        if width is None:  # nothing but blanks: how many of them are content is read in several ways
            rest = re.compile(r"[ \n]*").match(text, at)
            blanks = rest[0] if rest else ""
            body = blanks if at + len(blanks) == len(text) else blanks.rpartition("\n")[0]
            if " " in body or (body and header and "+" in header[0]):
                yield LookAlike(span.start, "yaml-syntax", f"“{span.style}”之后只有空行：{OTHERWISE}", hint)
        elif header and not re.search("[0-9]", header[0]):
            for line in lines:
                if not line.strip(" ") and len(line) > width:
                    yield LookAlike(
                        at + width, "yaml-syntax", f"空行中的空格比正文缩进得更多：{OTHERWISE}", hint
                    )
                at += len(line) + 1


def _find_false_blanks(text: str, spans: list[TextSpan]) -> Iterator[LookAlike]:
    """Blanks of another kind where YAML counts blanks: in an indent, after a colon or a dash."""
    for pattern, where in ((INDENT, "行首的缩进"), (AFTER_SIGN, "冒号或短横后面")):
        for match in pattern.finditer(text):
            line, at = match.start(), match.start(1)
            inside = any(each.start < line < each.end for each in spans if each.style)
            if not inside:
                yield find_false_blank(at, text[at], where)


def find_false_blank(index: int, sign: str, where: str) -> LookAlike:
    """A sign that looks like a blank and is no blank to YAML."""
    name = {"\u3000": "全角空格", "\u00a0": "不换行空格"}.get(sign, "特殊空格")
    message = f"{where}有{name}（U+{ord(sign):04X}），看上去像空格，程序不当作空格"
    return LookAlike(index, "yaml-blank", message, "删去，改用键盘上的英文空格；多半是从 Word 或网页粘贴来的")


def describe_quotes(text: str) -> str:
    """What is said of the quotation marks, not English ones, round the whole of a text; empty if none are.

    Of a pair one may be missing, or an English one. A text with such marks inside too is not reported.
    """
    first, last = text[:1], text[-1:]
    if len(text) > 2 and first in QUOTES and last in QUOTES and not (first + last).isascii():
        said = f"整个值写在{'引号' if {first, last} & {*'«»„'} else '中文引号'} {first} {last} 中"
    elif first in [*OPENING] and last not in QUOTES:
        said = f"值以引号 {first} 开头，没有另一半"
    elif last in [*CLOSING] and last != "’" and first not in QUOTES:  # ’ is an apostrophe too
        said = f"值以引号 {last} 结尾，没有另一半"
    else:
        return ""
    return "" if {*text[1:-1]} & QUOTES - {"’", "'"} else said


def is_paired(text: str) -> bool:
    """Whether the marks round a text are a pair."""
    return text[0] + text[-1] in {*map("".join, zip(OPENING, CLOSING, strict=False)), "＂＂", "＇＇", "„“"}
