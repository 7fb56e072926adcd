"""A strict subset of YAML 1.2, read with PyYAML's parser, so that a record means what its writer meant.

The subset: one UTF-8 document of mappings, sequences and scalars. A plain scalar is null (`null`, `~` or nothing),
a boolean (`true`, `false`), an integer without leading zero, a decimal with a point, and in every other case the
text as written: `no`, `012`, `12:30`, `1e3` and `2024-03-15` are texts. What is in quotes is always text.
Refused: duplicate keys, anchors, aliases, tags, directives, tabs, invisible characters, a second document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from ..finding import Severity
from ..finding import pointer as json_pointer

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}", re.ASCII)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
# What YAML 1.2 readers take for a number although YAML 1.1 (PyYAML's resolver, asked below) does not.
YAML12_NUMBER = re.compile(r"[-+]?(?:0o[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)", re.ASCII)
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
FULL_WIDTH_COLON = re.compile(r"^[ \-]*[A-Za-z_][A-Za-z0-9_-]*(?P<colon>：)", re.MULTILINE)
CJK = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

PROBLEMS = {
    "could not find expected ':'": "这一行之前缺少英文冒号和空格",
    "mapping values are not allowed": "这里多了一个冒号，或上一行的缩进、引号不对",
    "did not find expected key": "这里应是一个字段名，缩进可能没有对齐",
    "did not find expected '-' indicator": "列表的短横没有对齐",
    "block sequence entries are not allowed": "这里不能写列表的短横，列表应另起一行",
    "found unexpected end of stream": "引号或括号没有闭合",
    "did not find expected ',' or ']'": "方括号中缺少逗号或右括号",
    "did not find expected ',' or '}'": "花括号中缺少逗号或右括号",
    "found unknown escape character": "双引号中的反斜杠写法不被认识",
    "cannot start any token": "这个字符不能出现在值的开头，请给值加英文双引号",
    "did not find expected <document start>": "文件中多出了不属于任何字段的内容",
    "did not find expected node content": "这里缺少内容",
    "found undefined tag handle": "感叹号开头的内容须加英文双引号",
}


class Fault(NamedTuple):
    """A fault of form in a file: `line` and `column` count from 1."""

    rule: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = "error"


class Marks(NamedTuple):
    """Where a value and its key begin: (line, column) from 1. Without a key of its own (a list item, the whole
    document) `key` equals `value`."""

    key: tuple[int, int]
    value: tuple[int, int]


class Parsed(NamedTuple):
    """The data of one file, the faults found and, by JSON Pointer, the place of each value."""

    data: Any
    faults: list[Fault]
    marks: dict[str, Marks]

    @property
    def usable(self) -> bool:
        """Whether the data may be checked further."""
        return not any(fault.severity == "error" for fault in self.faults)


def decode(raw: bytes) -> tuple[str, list[Fault]]:
    """The text of a file's bytes, and what is wrong with its encoding, size or characters."""
    if len(raw) > MAX_BYTES:
        size = f"{len(raw) / 1024:.0f} KiB，上限 {MAX_BYTES // 1024} KiB"
        return "", [Fault("yaml-size", 1, 1, f"文件过大：{size}", "拆成几份记录，或核对是否放错了文件")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return "", [Fault("yaml-encoding", 1, 1, "文件以 BOM 开头", "用编辑器另存为“UTF-8（无 BOM）”")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return "", [Fault("yaml-encoding", *place, "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8，原编码多半是 GBK")]
    return text, list(_characters(text))


def _characters(text: str) -> Iterator[Fault]:
    if "\t" in text:
        places = [_place(text, match.start()) for match in re.finditer(r"\t+", text)]
        lines = "、".join(str(line) for line in dict.fromkeys(line for line, _ in places))
        yield Fault("yaml-tab", *places[0], f"出现制表符（Tab），在第 {lines} 行", "改用空格，每级缩进两个空格")
    for match in INVISIBLE.finditer(text):
        code = f"U+{ord(match.group()):04X}"
        yield Fault("yaml-invisible", *_place(text, match.start()), f"出现看不见的字符 {code}", "删去这个字符后重新输入")


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def parse(raw: bytes) -> Parsed:
    """Read one file. Never raises; what is outside the subset becomes a fault, all of a file's faults in one go."""
    text, faults = decode(raw)
    if faults:
        return Parsed(None, faults, {})
    builder = _Builder(text)
    try:
        data = builder.document()
    except yaml.YAMLError as error:
        return Parsed(None, [*builder.faults, _syntax_fault(text, error)], builder.marks)
    if isinstance(data, str) and (colon := _full_width_colon(text)):
        builder.faults.append(colon)
    return Parsed(data, builder.faults, builder.marks)


def _full_width_colon(text: str) -> Fault | None:
    match = FULL_WIDTH_COLON.search(text)
    if not match:
        return None
    place = _place(text, match.start("colon"))
    return Fault("yaml-syntax", *place, "字段名后用了全角冒号“：”", "改成英文冒号加一个空格“: ”")


def _syntax_fault(text: str, error: yaml.YAMLError) -> Fault:
    if colon := _full_width_colon(text):
        return colon
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(getattr(error, "problem", "") or "")
    said = next((chinese for english, chinese in PROBLEMS.items() if english in problem), "这里不符合 YAML 的写法")
    return Fault("yaml-syntax", *place, said, "对照同类文件检查这一行和上一行的缩进、冒号、引号")


class _Builder:
    """Builds plain data from the parser's events and notes where each value stands."""

    def __init__(self, text: str) -> None:
        self.events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.faults: list[Fault] = []
        self.marks: dict[str, Marks] = {}

    def document(self) -> Any:
        data: Any = None
        documents = 0
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.fault("yaml-tag", event, "出现以 % 开头的指令", "删去这一行")
            documents += 1
            content = next(self.events)
            if documents == 1:
                data = self.node(content, "", 0, None)
            else:
                self.fault("yaml-documents", event, "一个文件中有多份内容（以 --- 分隔）", "每份记录单独存为一个文件")
                self.skip(content)
        if not documents or data is None:
            self.faults.append(Fault("yaml-empty", 1, 1, "文件没有内容", "补全记录，或删除这个文件"))
        return data

    def skip(self, event: yaml.Event) -> None:
        """Pass over a node without reading it."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = next(self.events)

    def fault(self, rule: str, event: yaml.Event, message: str, hint: str, severity: Severity = "error") -> None:
        mark = event.start_mark
        self.faults.append(Fault(rule, mark.line + 1, mark.column + 1, message, hint, severity))

    def node(self, event: yaml.Event, pointer: str, depth: int, key: tuple[int, int] | None) -> Any:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.marks[pointer] = Marks(key or place, place)
        if isinstance(event, yaml.AliasEvent):
            self.fault("yaml-anchor", event, f"出现引用 *{event.anchor}", "把内容写全；以 * 开头的文字须加英文双引号")
            return None
        if event.anchor:
            self.fault("yaml-anchor", event, f"出现锚点 &{event.anchor}", "删去锚点；以 & 开头的文字须加英文双引号")
        if event.tag:
            self.fault("yaml-tag", event, f"出现标签 {event.tag}", "删去标签；以 ! 开头的文字须加英文双引号")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth >= MAX_DEPTH:
            self.fault("yaml-depth", event, f"嵌套超过 {MAX_DEPTH} 层", "核对缩进和括号")
            self.skip(event)
            return None
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
            if not isinstance(event, yaml.ScalarEvent):
                self.fault("yaml-key", event, "字段名不是一个词", "字段名写成一个英文词，后加英文冒号和空格")
                self.skip(event)
                self.skip(next(self.events))
                continue
            if event.anchor or event.tag:
                self.fault("yaml-anchor" if event.anchor else "yaml-tag", event, "字段名前有锚点或标签", "只留字段名")
            name = event.value
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            below = pointer + json_pointer(name)
            first = self.marks.get(below)
            if name in items and first:
                self.fault("yaml-duplicate", event, f"字段 {name} 重复，第 {first.key[0]} 行已经写过", "只保留一处")
                self.skip(next(self.events))
                continue
            items[name] = self.node(next(self.events), below, depth + 1, place)
        return items

    def scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        if (event.style == ">" or event.start_mark.line != event.end_mark.line and event.style != "|") and CJK.search(text):
            self.fault("yaml-folded", event, "多行中文会被折成一行，行间多出空格", "多行文字用 | 起头，或写在一行里", "warning")
        if event.style or not event.implicit[0]:
            return text
        value = resolve(text)
        if isinstance(value, str) and ambiguous(value):
            shown = f"“{text}”未加引号，别的软件可能读成数字、日期、时间或是否值"
            self.fault("yaml-ambiguous", event, shown, f'加英文双引号："{text}"', "warning")
        return value


def resolve(text: str) -> str | int | float | bool | None:
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


def ambiguous(text: str) -> bool:
    """Whether a YAML 1.1 or 1.2 reader would take this text, unquoted, for something else. Dates are let pass."""
    if ISO_DATE.fullmatch(text):
        return False
    if YAML12_NUMBER.fullmatch(text):
        return True
    return bool(_YAML11.resolve(yaml.ScalarNode, text, (True, False)) != "tag:yaml.org,2002:str")
