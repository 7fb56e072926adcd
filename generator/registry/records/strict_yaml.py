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
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import yaml

from ..finding import Severity
from ..finding import build_pointer as json_pointer
from ..json_data import Fields, JsonValue
from ..json_pointer import resolve_pointer
from ..typed import CJK
from .layout import (
    AT_AN_END,
    INSIDE,
    EventReader,
    describe_quotes,
    find_false_blank,
    find_layout_faults,
    is_paired,
    list_comments,
)
from .look_alikes import HAN, find_forbidden
from .scalars import YAML_TAG, is_ambiguous, resolve_scalar
from .syntax import explain_syntax, find_full_width_colons
from .text import (
    INVISIBLE,
    MAX_FAULTS,
    Place,
    Places,
    SyntaxFault,
    decode,
    describe_invisible,
    find_personal_parts,
    make_faults,
)

MAX_DEPTH = 16
MAX_VALUES = 50_000  # many times what the longest lawful record holds

# What ends the reading before it has begun: the text is not what was written.
UNREADABLE = frozenset({"yaml-size", "yaml-encoding", "yaml-tab", "yaml-invisible"})
# What matters where one searches: in values.
SEEMING = frozenset({"yaml-look-alike", "yaml-variant", "yaml-mixed-script"})
# What a false blank may bring about further down.
FOLLOWING = frozenset({"yaml-syntax", "yaml-folded", "yaml-key", "yaml-duplicate", "yaml-ambiguous"})


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


def parse(raw: bytes) -> ParsedFile:
    """Read one file. Never raises: what is outside the subset becomes a fault."""
    text, faults = decode(raw)
    if any(each.rule in UNREADABLE for each in faults):
        return ParsedFile(None, faults, {})
    builder = _Builder(text)
    data, broken = None, []
    try:
        data = builder.read_document()
        if isinstance(data, str):
            broken = find_full_width_colons(text, 0, text.count("\n"))
    except yaml.YAMLError as error:
        broken = explain_syntax(text, error)
    except _ReadingError:
        pass
    # What is broken may look folded; what a false blank brings about is not reported again.
    odd = list(make_faults(find_layout_faults(builder.events), Places(text)))
    blanks = [each.line for each in odd if each.rule == "yaml-blank"]
    places = {each[:3] for each in odd}
    written = [
        fault
        for fault in (*builder.faults, *broken)
        if not (broken and fault.rule == "yaml-folded")
        and not (blanks and fault.rule in FOLLOWING and fault.line >= min(blanks))
        and fault[:3] not in places
    ]
    comments = [*list_comments(builder.events)]
    seeming = _select_faults(faults, builder, data, comments)
    private = [each for part in comments for each in find_personal_parts(text, *part)]
    return ParsedFile(data, [*seeming, *written, *odd, *private], builder.marks)


def _select_faults(
    faults: list[SyntaxFault], builder: _Builder, data: JsonValue, comments: list[tuple[int, int]]
) -> Iterator[SyntaxFault]:
    """Look-alike characters are faults in values, not in comments; in a person's name less is refused."""
    if not any(each.rule in SEEMING for each in faults):
        yield from faults
        return
    text = builder.events.text
    place = Places(text)
    ranges = [(place(start), place(end)) for start, end in comments]
    lines = text.split("\n")
    for fault in faults:
        at = fault.line, fault.column
        if fault.rule in SEEMING and any(start <= at < end for start, end in ranges):
            continue
        after_han = fault.column > 1 and re.match(HAN, lines[fault.line - 1][fault.column - 2])
        if fault.rule == "yaml-variant" and after_han and _is_in_a_name(at, builder.marks, data):
            hint = "姓名确需用异体字形的可以保留，否则删去"
            fault = fault._replace(hint=hint, severity="warning")
        yield fault


def _is_in_a_name(at: Place, marks: dict[str, Positions], data: JsonValue) -> bool:
    """Whether the value at a place is the name of a person: one of the field, or of a change to it."""
    before = [(mark.value, pointer) for pointer, mark in marks.items() if mark.value <= at]
    above, _, name = max(before, default=(at, ""))[1].rpartition("/")
    holder = resolve_pointer(data, above)
    if not isinstance(holder, dict):
        return False
    changed = str(holder.get("field") or holder.get("pointer")).rpartition("/")[2]
    is_name = changed in ("legal_representative", "before", "after")
    return name == "legal_representative" or (name in ("before", "after", "old", "new") and is_name)


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

    def read_document(self) -> JsonValue:
        """The data of the one document of a file; another one is a fault."""
        data: JsonValue = None
        documents = 0
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if event.version or event.tags:
                self.add_fault(event, "yaml-tag", "出现以 % 开头的指令", "删去这一行")
            documents += 1
            content = next(self.events)
            if documents == 1:
                data = self.read_node(content, "", 0, None)
            else:
                message = "一个文件中有多份内容（以 --- 分隔）"
                self.add_fault(event, "yaml-documents", message, "每份记录单独存为一个文件")
                self.skip(content)
        if data is None and not self.faults:
            mend = "补全记录；刚添的可以删除，已经录入的 registry discard 文件 恢复"
            self.faults.append(SyntaxFault("yaml-empty", 1, 1, "文件没有内容", mend))
        return data

    def skip(self, event: yaml.Event) -> None:
        """Pass over a node without reading it."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            if depth > MAX_DEPTH:
                self.refuse_depth(event)
            self.count(event)
            event = next(self.events)

    def add_fault(
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
            self.add_fault(event, "yaml-size", message, "拆成几份记录，或核对是否放错了文件")
            raise _ReadingError

    def refuse_depth(self, event: yaml.Event) -> NoReturn:
        """Give up: the parser's time grows with the square of the depth."""
        self.add_fault(event, "yaml-depth", f"嵌套超过 {MAX_DEPTH} 层", "核对缩进和括号")
        raise _ReadingError

    def read_node(self, event: Any, pointer: str, depth: int, key: Place | None) -> JsonValue:
        """The data of the node that an event begins; `key` is where its key stands, if it has one."""
        self.count(event)
        place = _place(event)
        # Before anything is refused: a fault below has to find the place of what it lies in.
        self.marks[pointer] = Positions(key or place, place)
        if isinstance(event, yaml.AliasEvent):
            hint = "把内容写全；以 * 开头的文字须加英文双引号"
            self.add_fault(event, "yaml-anchor", f"出现引用 *{event.anchor}", hint)
            return None
        if event.anchor:
            hint = "删去锚点；以 & 开头的文字须加英文双引号"
            self.add_fault(event, "yaml-anchor", f"出现锚点 &{event.anchor}", hint)
        if event.tag:
            hint = "删去标签；以 ! 开头的文字须加英文双引号"
            self.add_fault(event, "yaml-tag", f"出现标签 {event.tag.replace(YAML_TAG, '!!')}", hint)
        if isinstance(event, yaml.ScalarEvent):
            return self.read_scalar(event)
        if depth >= MAX_DEPTH:
            self.refuse_depth(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.read_sequence(pointer, depth)
        return self.read_mapping(pointer, depth)

    def read_sequence(self, pointer: str, depth: int) -> list[JsonValue]:
        """The items of a list, whose beginning has been read."""
        items: list[JsonValue] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.read_node(event, f"{pointer}/{len(items)}", depth + 1, None))
        return items

    def read_mapping(self, pointer: str, depth: int) -> Fields:
        """The fields of a group, whose beginning has been read; of a key that comes twice the first."""
        items: Fields = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self.read_key(event)
            below = pointer + json_pointer(name)
            if name in items:
                message = f"字段 {name} 重复，第 {self.marks[below].key[0]} 行已经写过"
                group = next((each for each in reversed(items) if items[each] is None), "")
                mend = f"；属于 {group} 的，前面加两个空格" if group else ""
                self.add_fault(event, "yaml-duplicate", message, f"只保留一处{mend}")
                name = ""
            if name:
                items[name] = self.read_node(next(self.events), below, depth + 1, _place(event))
            else:
                self.skip(next(self.events))
        return items

    def read_key(self, event: yaml.Event) -> str:
        """The name of a field; empty where a node is no name."""
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        name = text[:-1].strip()
        # Python strips more than YAML does: a space of full width before the colon would be part of the name.
        if name and AT_AN_END.match(text[-1]):
            line, column = _place(event)
            odd = find_false_blank(0, text[-1], "字段名和冒号之间")
            self.add_fault((line, column + len(name)), odd.rule, odd.message, odd.hint)
            return name
        if not isinstance(event, yaml.ScalarEvent) or not event.value or event.value != event.value.strip():
            self.add_fault(event, "yaml-key", "字段名不是一个词", "字段名写成一个英文词，后加英文冒号和空格")
            self.skip(event)
            return ""
        if event.anchor or event.tag:
            rule = "yaml-anchor" if event.anchor else "yaml-tag"
            self.add_fault(event, rule, "字段名前有锚点或标签", "只留字段名")
        self.check_characters(event)
        return event.value

    def read_scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        """The value of a text as it is written, with what is doubtful in its writing as faults."""
        text = event.value
        self.check_characters(event)
        several = "\n" in self.events.written
        # A fold puts a blank where a line ends: between Chinese characters that changes the text.
        if (event.style == ">" or (several and event.style != "|")) and re.search(CJK, text):
            hint = "多行文字用 | 起头，或写在一行里"
            self.add_fault(event, "yaml-folded", "多行中文会被折成一行，行间多出空格", hint, "warning")
        if event.style not in ("|", ">") and (match := AT_AN_END.search(text)):
            odd = find_false_blank(0, match[0], "值的开头或末尾")
            self.add_fault(event, odd.rule, odd.message, odd.hint)
        # One fault for a value, at the first: a text that was pasted may have hundreds.
        elif blanks := INSIDE.findall(text):
            odd = find_false_blank(0, blanks[0], "文字中间")
            more = f"；这个值中这样的空格共 {len(blanks)} 个" if len(blanks) > 1 else ""
            self.add_fault(self.find_place(blanks[0], event), odd.rule, odd.message + more, odd.hint)
        in_block = event.style in ("|", ">")
        if (in_block or not event.style) and (around := describe_quotes(text.strip("\n"))):
            own = "可以保留" if in_block else f'外面再加英文双引号："{text}"'
            hint = f"引号不属于内容的，删去；属于内容的，{own if is_paired(text.strip()) else '补全成一对'}"
            self.add_fault(event, "yaml-quotes", f"{around}，引号会成为内容的一部分", hint, "warning")
        # Whatever is in quotes or in a block is a text.
        if event.style or not event.implicit[0]:
            return text
        value = resolve_scalar(text)
        if isinstance(value, str) and is_ambiguous(value):
            message = f"“{text}”未加引号，别的软件可能读成数字、日期、时间或是否值"
            self.add_fault(event, "yaml-ambiguous", message, f'加英文双引号："{text}"', "warning")
        return value

    def find_place(self, sign: str, event: yaml.ScalarEvent) -> Place:
        """Where a character of a value stands; where the value begins if it is written with an escape."""
        at = self.events.written.find(sign)
        if at < 0:
            return _place(event)
        before = self.events.written[:at]
        line, column = _place(event)
        return line + before.count("\n"), at - before.rfind("\n") if "\n" in before else column + at

    def check_characters(self, event: yaml.ScalarEvent) -> None:
        """Refuse characters that an escape in double quotes brings in and that may not stand there."""
        if event.style != '"' or "\\" not in self.events.text:
            return
        if match := re.search(f"\r|{INVISIBLE.pattern}", event.value):
            self.add_fault(event, "yaml-invisible", *describe_invisible(match.group()))
        elif (odd := find_forbidden(event.value)) and find_forbidden(
            self.events.written
        ) is None:  # else told where it stands
            self.add_fault(event, odd.rule, odd.message, odd.hint)


def _place(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
