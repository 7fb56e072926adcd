"""A strict subset of YAML 1.2, read with PyYAML's parser, so that a record means what its writer meant.

The subset: one UTF-8 document of mappings, sequences and scalars. A plain scalar is null (`null`, `~` or
nothing), a boolean (`true`, `false`), an integer without leading zero, a decimal with a point, and in every
other case the text as written: `no`, `012`, `12:30`, `1e3` and `2024-03-15` are texts. What is in quotes is
always text. Refused: duplicate keys, anchors, aliases, tags, directives, tabs, invisible characters, a second
document, a comment behind a value, characters and blanks that are not what they look like, and what readers
of YAML 1.2 read in several ways. All faults of a file come in one go; only what the parser cannot read past,
too deep a nesting, more than MAX_VALUES values and MAX_FAULTS errors end the reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, NoReturn

import yaml

from ..finding import Severity
from ..finding import build_pointer as json_pointer
from ..personal import describe_personal, find_personal
from .layout import (
    AT_AN_END,
    INSIDE,
    EventReader,
    find_false_blank,
    find_layout_faults,
    is_paired,
    list_comments,
    quotes_around,
)
from .look_alikes import HAN, LookAlike, find_forbidden, find_look_alikes

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16
MAX_VALUES = 50_000  # many times what the longest lawful record holds
MAX_FAULTS = 100

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}", re.ASCII)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# What common readers take for a number or a boolean although PyYAML's YAML 1.1 resolver, asked below, does
# not.
OTHER_READERS = re.compile(
    r"[-+]?(?:0o[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)|[yYnN]", re.ASCII
)
# Control characters, zero-width and filling characters, direction controls, separators, tag characters. A
# carriage return is one where no line feed follows.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]|\r(?!\n|\\Z)")
# First looks at a whole text: what is other than nearly all are made of, and what is wrong with that.
UNUSUAL = re.compile("[^\n -~·—‘-”…、-〟一-\u9fff！-～]")
SUSPECT = re.compile(f"[\t\r{_INVISIBLE}]")
TABS = re.compile("\t+")
FULL_WIDTH_COLON = re.compile(r"(?P<indent>[ \-]*)[A-Za-z_][A-Za-z0-9_-]*：")
CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

# What ends the reading before it has begun: the text is not what was written.
UNREADABLE = frozenset({"yaml-size", "yaml-encoding", "yaml-tab", "yaml-invisible"})
# What matters where one searches: in values.
SEEMING = frozenset({"yaml-look-alike", "yaml-variant", "yaml-mixed-script"})
# What a false blank may bring about further down.
FOLLOWING = frozenset({"yaml-syntax", "yaml-folded", "yaml-key", "yaml-duplicate", "yaml-ambiguous"})

# What the parser says → what is wrong, and whether the place meant is where the faulty piece begins.
PROBLEMS: dict[str, tuple[str, bool]] = {
    "could not find expected ':'": ("这里缺少英文冒号和空格", True),
    "mapping values are not allowed": ("这里多了一个冒号，或上一行的缩进、引号不对", False),
    "did not find expected key": ("这里应是一个字段名；缩进没有对齐，或前面的引号没有闭合", False),
    "did not find expected '-' indicator": ("列表的短横没有对齐", False),
    "block sequence entries are not allowed": ("这里不能写列表的短横，列表应另起一行", False),
    "found unexpected end of stream": ("引号没有闭合", True),
    "found unexpected document indicator": ("引号没有闭合", True),
    "did not find expected ',' or ']'": ("方括号中缺少逗号或右括号", False),
    "did not find expected ',' or '}'": ("花括号中缺少逗号或右括号", False),
    "found unknown escape character": ("双引号中的反斜杠写法不被认识", False),
    "found invalid Unicode character escape code": ("双引号中的反斜杠写法不被认识", False),
    "did not find expected hexdecimal number": ("双引号中的反斜杠写法不被认识", False),
    "cannot start any token": ("这个字符不能出现在值的开头，请给值加英文双引号", False),
    "did not find expected <document start>": ("文件中多出了不属于任何字段的内容", False),
    "did not find expected node content": ("这里缺少内容", False),
    "did not find expected comment or line break": ("| 或 > 之后要换行", False),
    "did not find expected alphabetic or numeric character": ("以 * 或 & 开头的文字须加英文双引号", True),
    "directive": ("出现以 % 开头的指令", True),
    "incompatible YAML document": ("出现以 % 开头的指令", True),
    "tag": ("感叹号开头的内容须加英文双引号", True),
}


Place = tuple[int, int]  # line and column, from 1
YAML_TAG = "tag:yaml.org,2002:"


class SyntaxFault(NamedTuple):
    """A fault of form in a file: `line` and `column` count from 1."""

    rule: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = "error"


class Positions(NamedTuple):
    """Where a value and its key begin.

    Without a key of its own (a list item, the whole document) `key` equals `value`.
    """

    key: Place
    value: Place


class ParsedFile(NamedTuple):
    """The data of one file, the faults found and, by JSON Pointer, the place of each value."""

    data: Any
    faults: list[SyntaxFault]
    marks: dict[str, Positions]


def decode(raw: bytes) -> tuple[str, list[SyntaxFault]]:
    """The text of a file's bytes, and what is wrong with its encoding, size or characters."""
    if len(raw) > MAX_BYTES:
        size = f"{-(-len(raw) // 1024)} KiB，上限 {MAX_BYTES // 1024} KiB"
        return "", [SyntaxFault("yaml-size", 1, 1, f"文件过大：{size}", "拆成几份记录，或核对是否放错了文件")]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or _zeros(raw) > 1 / 4:
        wide = raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) or _zeros(raw) > 1 / 2
        hint = "用编辑器另存为“UTF-8（无 BOM）”" + ("" if wide else "；PowerShell 的 > 写出的就是 UTF-16")
        return "", [
            SyntaxFault("yaml-encoding", 1, 1, f"文件是 UTF-{32 if wide else 16} 编码，应为 UTF-8", hint)
        ]
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", [SyntaxFault("yaml-encoding", 1, 1, "文件以 BOM 开头", "用编辑器另存为“UTF-8（无 BOM）”")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return "", [
            SyntaxFault(
                "yaml-encoding", *place, "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8，原编码多半是 GBK"
            )
        ]
    return text, list(_characters(text))


def _zeros(raw: bytes) -> float:
    """The share of zero bytes at the beginning: a quarter and more in UTF-16, a half and more in UTF-32."""
    return raw[:200].count(0) / len(raw[:200]) if len(raw) > 3 else 0


def _characters(text: str) -> Iterator[SyntaxFault]:
    if not UNUSUAL.search(text):
        return
    if odd := list(find_look_alikes(text)):
        yield from _told(odd, _Places(text))
    if not SUSPECT.search(text):
        return
    place = _Places(text)
    if tabs := [place(match.start()) for match in TABS.finditer(text)]:
        lines = list(dict.fromkeys(line for line, _ in tabs))
        shown = "、".join(map(str, lines[:10])) + (f" 等 {len(lines)}" if len(lines) > 10 else "")
        message = f"出现制表符（Tab），在第 {shown} 行"
        yield SyntaxFault("yaml-tab", *tabs[0], message, "改用空格，每级缩进两个空格")
    if "\n" not in text and text.count("\r") > 1:
        message = "整个文件用单独的回车符（U+000D）换行"
        yield SyntaxFault("yaml-invisible", *place(text.index("\r")), message, "用编辑器把换行改为 LF 后另存")
        text = text.replace("\r", " ")
    for count, match in enumerate(INVISIBLE.finditer(text)):
        if count == MAX_FAULTS:
            message = f"看不见的字符超过 {MAX_FAULTS} 处，其余没有列出"
            yield SyntaxFault("yaml-invisible", *place(match.start()), message, "核对是否放错了文件")
            return
        yield SyntaxFault("yaml-invisible", *place(match.start()), *_invisible(match.group()))


def _told(odd: Iterable[LookAlike], place: _Places) -> Iterator[SyntaxFault]:
    """What is odd, the first MAX_FAULTS of it, as faults."""
    for each in islice(odd, MAX_FAULTS):
        yield SyntaxFault(each.rule, *place(each.at), each.message, each.hint, each.severity)


def find_personal_parts(text: str, start: int = 0, end: int | None = None) -> Iterator[SyntaxFault]:
    """What is personal in a part of a text that no rule sees: a comment, or a file that is no record."""
    place = None
    for each in find_personal(text[start:end].replace("#", " ")):
        place = place or _Places(text)
        at = place(start + each.start)
        if each.kind == "old-identity":
            yield SyntaxFault("no-old-identity-numbers", *at, *describe_personal(each), "warning")
        else:
            yield SyntaxFault("no-personal-numbers", *at, *describe_personal(each))


def of_text(raw: bytes) -> Iterator[SyntaxFault]:
    """What is personal in a file that is no record, or why it cannot be looked at."""
    text, faults = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    reasons = {"yaml-size", "yaml-encoding", "yaml-invisible" if b"\0" in raw else ""}
    if unread := [each for each in faults if each.rule in reasons]:
        yield unread[0]
    else:
        yield from find_personal_parts(text)


def _invisible(character: str) -> tuple[str, str]:
    return f"出现看不见的字符 U+{ord(character):04X}", "删去这个字符后重新输入"


class _Places:
    """Line and column, from 1, of an index into a text."""

    def __init__(self, text: str) -> None:
        self.ends = [match.start() for match in re.finditer("\n", text)]

    def __call__(self, index: int) -> Place:
        line = bisect_left(self.ends, index)
        return line + 1, index - (self.ends[line - 1] if line else -1)


def parse(raw: bytes) -> ParsedFile:
    """Read one file. Never raises: what is outside the subset becomes a fault."""
    text, faults = decode(raw)
    if any(each.rule in UNREADABLE for each in faults):
        return ParsedFile(None, faults, {})
    builder = _Builder(text)
    data, broken = None, []
    try:
        data = builder.document()
        if isinstance(data, str):
            broken = _full_width_colons(text, 0, text.count("\n"))
    except yaml.YAMLError as error:
        broken = _syntax_faults(text, error)
    except _ReadingError:
        pass
    # What is broken may look folded; what a false blank brings about is not told again.
    odd = list(_told(find_layout_faults(builder.events), _Places(text)))
    blanks = [each.line for each in odd if each.rule == "yaml-blank"]
    places = {each[:3] for each in odd}
    told = [
        fault
        for fault in (*builder.faults, *broken)
        if not (broken and fault.rule == "yaml-folded")
        and not (blanks and fault.rule in FOLLOWING and fault.line >= min(blanks))
        and fault[:3] not in places
    ]
    comments = [*list_comments(builder.events)]
    seeming = _where_they_stand(faults, builder, data, comments)
    private = [each for part in comments for each in find_personal_parts(text, *part)]
    return ParsedFile(data, [*seeming, *told, *odd, *private], builder.marks)


def _where_they_stand(
    faults: list[SyntaxFault], builder: _Builder, data: Any, comments: list[tuple[int, int]]
) -> Iterator[SyntaxFault]:
    """What characters seem to be is told of values, not of comments; in a person's name less is refused."""
    if not any(each.rule in SEEMING for each in faults):
        yield from faults
        return
    text = builder.events.text
    place = _Places(text)
    ranges = [(place(start), place(end)) for start, end in comments]
    lines = text.split("\n")
    for each in faults:
        at = each.line, each.column
        if each.rule in SEEMING and any(start <= at < end for start, end in ranges):
            continue
        after_han = each.column > 1 and HAN.match(lines[each.line - 1][each.column - 2])
        if each.rule == "yaml-variant" and after_han and _is_in_a_name(at, builder.marks, data):
            hint = "姓名确需用异体字形的可以保留，否则删去"
            each = each._replace(hint=hint, severity="warning")
        yield each


def _is_in_a_name(at: Place, marks: dict[str, Positions], data: Any) -> bool:
    """Whether the value at a place is the name of a person: one of the field, or of a change to it."""
    before = [(mark.value, pointer) for pointer, mark in marks.items() if mark.value <= at]
    *way, name = max(before, default=(at, ""))[1].split("/")
    for part in way[1:]:
        data = (
            data[int(part)] if isinstance(data, list) else data.get(part) if isinstance(data, dict) else None
        )
    if not isinstance(data, dict):
        return False
    changed = str(data.get("field") or data.get("pointer")).rpartition("/")[2]
    is_name = changed in ("legal_representative", "before", "after")
    return name == "legal_representative" or (name in ("before", "after", "old", "new") and is_name)


def _full_width_colons(text: str, first: int, last: int) -> list[SyntaxFault]:
    """The full-width colons after field names, from the last one on these lines (from 0) on.

    Those further down count where they stand under it with the same indent.
    """
    lines = text.split("\n")
    found = [
        (i, match) for i, line in enumerate(lines) if i >= first and (match := FULL_WIDTH_COLON.match(line))
    ]
    indent = next((match["indent"] for i, match in reversed(found) if i <= last), None)
    said = "字段名后用了全角冒号“：”", "改成英文冒号加一个空格“: ”"
    return [
        SyntaxFault("yaml-syntax", i + 1, match.end(), *said)
        for i, match in found
        if match["indent"] == indent
    ]


def _conflicts(text: str) -> list[SyntaxFault]:
    """The places where Git has left two versions, from <<<<<<< to >>>>>>>, for someone to choose."""
    found, begun = [], 0
    mend = "留下正确的一种写法，删去另一种，再删去 <<<<<<<、=======、>>>>>>> 三行"
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("<<<<<<<"):
            begun = number
        elif line.startswith(">>>>>>>") and begun:
            said = f"两处改动冲突，没有取舍（第 {begun} 至 {number} 行）"
            found.append(SyntaxFault("yaml-syntax", begun, 1, said, mend))
            begun = 0
        elif line.startswith(">>>>>>> "):
            found.append(
                SyntaxFault("yaml-syntax", number, 1, f"两处改动冲突，没有取舍（到第 {number} 行）", mend)
            )
    if begun:
        found.append(
            SyntaxFault("yaml-syntax", begun, 1, f"两处改动冲突，没有取舍（从第 {begun} 行起）", mend)
        )
    return found


def _syntax_faults(text: str, error: yaml.YAMLError) -> list[SyntaxFault]:
    """What the parser stopped at, told where the fault is rather than where it was noticed."""
    if conflicts := _conflicts(text):
        return conflicts
    problem = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '')}"
    noticed = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None) or noticed
    colons: list[SyntaxFault] = []
    if "expected ':'" in problem and begun:
        colons = _full_width_colons(text, begun.line, begun.line)
    elif noticed and ("mapping values" in problem or "<document start>" in problem):
        colons = _full_width_colons(text, *_lines_before(text, noticed))
    if colons:
        return colons
    unknown = ("这里不符合 YAML 的写法", False)
    said, at_beginning = next((said for key, said in PROBLEMS.items() if key in problem), unknown)
    mark = begun if at_beginning else noticed
    body = text.rstrip()
    place = _Places(body)(min(mark.index, len(body)) if mark else 0)
    return [SyntaxFault("yaml-syntax", *place, said, "对照同类文件检查这一行和上一行的缩进、冒号、引号")]


def _lines_before(text: str, mark: yaml.Mark) -> tuple[int, int]:
    """The lines on which a text may have begun that a colon at `mark` ends."""
    lines = text.split("\n")[: mark.line + 1]
    if ": " in lines[-1][: mark.column]:
        return mark.line, mark.line
    above = mark.line - 1
    while above > 0 and not lines[above].partition("#")[0].strip():
        above -= 1
    return max(above, 0), mark.line


class _ReadingError(Exception):
    """To read on would help nobody; the faults tell why."""


class _Builder:
    """Builds plain data from the parser's events and notes where each value stands."""

    def __init__(self, text: str) -> None:
        self.events = EventReader(text)
        self.faults: list[SyntaxFault] = []
        self.errors = 0
        self.marks: dict[str, Positions] = {}
        self.values = 0

    def document(self) -> Any:
        data: Any = None
        documents = 0
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.fault(event, "yaml-tag", "出现以 % 开头的指令", "删去这一行")
            documents += 1
            content = next(self.events)
            if documents == 1:
                data = self.node(content, "", 0, None)
            else:
                message = "一个文件中有多份内容（以 --- 分隔）"
                self.fault(event, "yaml-documents", message, "每份记录单独存为一个文件")
                self.skip(content)
        if data is None and not self.faults:
            self.faults.append(SyntaxFault("yaml-empty", 1, 1, "文件没有内容", "补全记录，或删除这个文件"))
        return data

    def skip(self, event: yaml.Event) -> None:
        """Pass over a node without reading it."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            if depth > MAX_DEPTH:
                self.too_deep(event)
            self.count(event)
            event = next(self.events)

    def fault(
        self, where: yaml.Event | Place, rule: str, message: str, hint: str, severity: Severity = "error"
    ) -> None:
        place = where if isinstance(where, tuple) else _place(where)
        self.faults.append(SyntaxFault(rule, *place, message, hint, severity))
        self.errors += severity == "error"
        if self.errors > MAX_FAULTS:
            raise _ReadingError

    def count(self, event: yaml.Event) -> None:
        """Give up where a file holds more than any record does: to go on would take much time and memory."""
        self.values += 1
        if self.values > MAX_VALUES:
            message = f"文件中的内容超过 {MAX_VALUES} 项，其余没有读"
            self.fault(event, "yaml-size", message, "拆成几份记录，或核对是否放错了文件")
            raise _ReadingError

    def too_deep(self, event: yaml.Event) -> NoReturn:
        """Give up: the parser's time grows with the square of the depth."""
        self.fault(event, "yaml-depth", f"嵌套超过 {MAX_DEPTH} 层", "核对缩进和括号")
        raise _ReadingError

    def node(self, event: Any, pointer: str, depth: int, key: Place | None) -> Any:
        self.count(event)
        place = _place(event)
        self.marks[pointer] = Positions(key or place, place)
        if isinstance(event, yaml.AliasEvent):
            hint = "把内容写全；以 * 开头的文字须加英文双引号"
            self.fault(event, "yaml-anchor", f"出现引用 *{event.anchor}", hint)
            return None
        if event.anchor:
            hint = "删去锚点；以 & 开头的文字须加英文双引号"
            self.fault(event, "yaml-anchor", f"出现锚点 &{event.anchor}", hint)
        if event.tag:
            hint = "删去标签；以 ! 开头的文字须加英文双引号"
            self.fault(event, "yaml-tag", f"出现标签 {event.tag.replace(YAML_TAG, '!!')}", hint)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth >= MAX_DEPTH:
            self.too_deep(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(pointer, depth)
        return self.mapping(pointer, depth)

    def sequence(self, pointer: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, f"{pointer}/{len(items)}", depth + 1, None))
        return items

    def mapping(self, pointer: str, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self.key(event)
            below = pointer + json_pointer(name)
            if name in items:
                message = f"字段 {name} 重复，第 {self.marks[below].key[0]} 行已经写过"
                self.fault(event, "yaml-duplicate", message, "只保留一处")
                name = ""
            if name:
                items[name] = self.node(next(self.events), below, depth + 1, _place(event))
            else:
                self.skip(next(self.events))
        return items

    def key(self, event: Any) -> str:
        """The name of a field; empty where it is none."""
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        name = text[:-1].strip()
        if name and AT_AN_END.match(text[-1]):
            line, column = _place(event)
            odd = find_false_blank(0, text[-1], "字段名和冒号之间")
            self.fault((line, column + len(name)), odd.rule, odd.message, odd.hint)
            return name
        if not isinstance(event, yaml.ScalarEvent) or not event.value or event.value != event.value.strip():
            self.fault(event, "yaml-key", "字段名不是一个词", "字段名写成一个英文词，后加英文冒号和空格")
            self.skip(event)
            return ""
        if event.anchor or event.tag:
            rule = "yaml-anchor" if event.anchor else "yaml-tag"
            self.fault(event, rule, "字段名前有锚点或标签", "只留字段名")
        self.characters(event)
        return event.value

    def scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        text = event.value
        self.characters(event)
        if (event.style == ">" or (_lines(event) > 1 and event.style != "|")) and CJK.search(text):
            hint = "多行文字用 | 起头，或写在一行里"
            self.fault(event, "yaml-folded", "多行中文会被折成一行，行间多出空格", hint, "warning")
        if event.style not in ("|", ">") and (match := AT_AN_END.search(text)):
            odd = find_false_blank(0, match[0], "值的开头或末尾")
            self.fault(event, odd.rule, odd.message, odd.hint)
        elif blanks := INSIDE.findall(text):
            odd = find_false_blank(0, blanks[0], "文字中间")
            more = f"；这个值中这样的空格共 {len(blanks)} 个" if len(blanks) > 1 else ""
            self.fault(self.place_of(blanks[0], event), odd.rule, odd.message + more, odd.hint)
        in_block = event.style in ("|", ">")
        if (in_block or not event.style) and (around := quotes_around(text.strip("\n"))):
            own = "可以保留" if in_block else f'外面再加英文双引号："{text}"'
            hint = f"引号不属于内容的，删去；属于内容的，{own if is_paired(text.strip()) else '补全成一对'}"
            self.fault(event, "yaml-quotes", f"{around}，引号会成为内容的一部分", hint, "warning")
        if event.style or not event.implicit[0]:
            return text
        value = resolve_scalar(text)
        if isinstance(value, str) and is_ambiguous(value):
            message = f"“{text}”未加引号，别的软件可能读成数字、日期、时间或是否值"
            self.fault(event, "yaml-ambiguous", message, f'加英文双引号："{text}"', "warning")
        return value

    def place_of(self, sign: str, event: yaml.ScalarEvent) -> Place:
        """Where a character of a value stands; where the value begins if it is written with an escape."""
        at = self.events.written.find(sign)
        if at < 0:
            return _place(event)
        before = self.events.written[:at]
        line, column = _place(event)
        return line + before.count("\n"), at - before.rfind("\n") if "\n" in before else column + at

    def characters(self, event: yaml.ScalarEvent) -> None:
        """Refuse characters that an escape in double quotes brings in and that may not stand there."""
        if event.style != '"' or "\\" not in self.events.text:
            return
        if found := re.search(f"\r|{INVISIBLE.pattern}", event.value):
            self.fault(event, "yaml-invisible", *_invisible(found.group()))
        elif (odd := find_forbidden(event.value)) and find_forbidden(
            self.events.written
        ) is None:  # else told where it stands
            self.fault(event, odd.rule, odd.message, odd.hint)


def _place(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _lines(event: Any) -> int:
    lines: int = event.end_mark.line - event.start_mark.line + 1
    return lines


def resolve_scalar(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar in our subset."""
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return float(text)
    return text


_YAML11 = yaml.resolver.Resolver()


def is_ambiguous(text: str) -> bool:
    """Whether a common reader would take this text, unquoted, for something else. Dates are let pass."""
    if ISO_DATE.fullmatch(text):
        return False
    if OTHER_READERS.fullmatch(text):
        return True
    tag: str = _YAML11.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag != f"{YAML_TAG}str"
