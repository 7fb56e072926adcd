"""The YAML subset: what is read, as what, and what is refused where."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry.finding import build_pointer
from registry.records.fast_yaml import read
from registry.records.layout import AT_AN_END
from registry.records.look_alikes import WRONG
from registry.records.scalars import resolve_scalar
from registry.records.strict_yaml import MAX_DEPTH, MAX_VALUES, ParsedFile, Positions, parse
from registry.records.text import INVISIBLE, MAX_BYTES, MAX_FAULTS
from tests.depth import DEPTH
from tests.records.conftest import is_usable

# What stands unquoted after "a: " → its value, and whether the writer is told to quote it.
PLAIN: list[tuple[str, Any, bool]] = [
    ("", None, False),
    ("null", None, False),
    ("~", None, False),
    ("true", True, False),
    ("false", False, False),
    ("0", 0, False),
    ("24", 24, False),
    ("-3", -3, False),
    ("7.5", 7.5, False),
    ("-0.25", -0.25, False),
    ("999999999999999", 999_999_999_999_999, False),
    ("2024-03-15", "2024-03-15", False),
    ("2024-02-31", "2024-02-31", False),
    ("demo-001", "demo-001", False),
    ("盐人社发〔2018〕223号", "盐人社发〔2018〕223号", False),
    ("1,000", "1,000", False),
    *(
        (text, text, True)
        for text in (
            *("no", "No", "yes", "on", "OFF", "y", "N", "Null", "NULL", "True", "FALSE"),
            *("012", "0571", "-012", "+1", "00", "1_000", "0x1F", "0o17", "0b11"),
            *("1000000000000000", "123501004881002734", "123501004881002E34"),
            *(".5", "5.", "1e3", "1.5e3", "-1E-9", "+7.5", ".inf", "-.INF", ".NaN", "7.12345678901234567"),
            *("12:30", "1:20:30", "2024-03-15T10:00:00Z", "2024-03-15 10:00:00", "=", "<<"),
        )
    ),
]


@pytest.mark.parametrize(("text", "value", "warned"), PLAIN)
def test_a_plain_scalar_has_one_meaning_and_a_doubtful_one_is_reported(
    text: str, value: Any, warned: bool
) -> None:
    parsed = parse(f"a: {text}\n".encode())
    assert is_usable(parsed)
    assert parsed.data == {"a": value}
    assert type(parsed.data["a"]) is type(value)
    place = "yaml-ambiguous", 1, 4, f'加英文双引号："{text}"', "warning"
    assert [(f.rule, f.line, f.column, f.hint, f.severity) for f in parsed.faults] == [place] * warned


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", [text for text, _, _ in PLAIN])
def test_what_is_quoted_is_text_without_warning(text: str, quote: str) -> None:
    assert parse(f"a: {quote}{text}{quote}\n".encode()) == ParsedFile(
        {"a": text}, [], {"": Positions((1, 1), (1, 1)), "/a": Positions((1, 1), (1, 4))}
    )


@pytest.mark.parametrize("text", [text for text, _, warned in PLAIN if not warned])
def test_what_is_not_warned_of_pyyaml_reads_alike_but_for_dates(text: str) -> None:
    theirs = yaml.safe_load(f"a: {text}")["a"] if text != "2024-02-31" else text
    assert resolve_scalar(text) == (theirs.isoformat() if hasattr(theirs, "isoformat") else theirs)


def test_keys_are_never_typed() -> None:
    assert parse(b"no: 1\n12: 2\nnull: 3\n<<: {a: 4}\n").data == {"no": 1, "12": 2, "null": 3, "<<": {"a": 4}}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\r\nb:\r\n  - x\r\n", {"a": 1, "b": ["x"]}),
        ("a: |\r\n  甲\r\n  乙\r\n", {"a": "甲\n乙\n"}),
        ("a: 1", {"a": 1}),
        ("---\na: 1\n...\n", {"a": 1}),
        ("# 注\na: 1\n  # 注\nb: 1#注\n", {"a": 1, "b": "1#注"}),
        ('a: "\\u4e2d\\t"\n', {"a": "中\t"}),
        ("a: {b: [1, x], c: {}}\n", {"a": {"b": [1, "x"], "c": {}}}),
        ("a: QQ：1\nb: |\n  QQ：1\n", {"a": "QQ：1", "b": "QQ：1\n"}),
    ],
)
def test_the_rest_of_the_subset_is_read_without_fault(text: str, data: Any) -> None:
    parsed = parse(text.encode())
    assert (parsed.data, parsed.faults) == (data, [])


# A file → its faults, each as rule, place and message.
REFUSED: list[tuple[str, str]] = [
    ("", "yaml-empty 1:1 文件没有内容"),
    ("# 只有注释\n", "yaml-empty 1:1 文件没有内容"),
    ("---\n", "yaml-empty 1:1 文件没有内容"),
    (
        "a: 1\nb:\n  c: 1\n  c: 2\na: [*x]\na: 3\n",
        "yaml-duplicate 4:3 字段 c 重复，第 3 行已经写过\n"
        "yaml-duplicate 5:1 字段 a 重复，第 1 行已经写过\n"
        "yaml-duplicate 6:1 字段 a 重复，第 1 行已经写过",
    ),
    (
        "甲: &x 1\nb: *x\nc: !!str 2\nd: !own 3\n&k e: 4\n!!str f: 5\n",
        "yaml-anchor 1:4 出现锚点 &x\n"
        "yaml-anchor 2:4 出现引用 *x\n"
        "yaml-tag 3:4 出现标签 !!str\n"
        "yaml-tag 4:4 出现标签 !own\n"
        "yaml-anchor 5:1 字段名前有锚点或标签\n"
        "yaml-tag 6:1 字段名前有锚点或标签",
    ),
    ("*x", "yaml-anchor 1:1 出现引用 *x"),
    ("%YAML 1.1\n---\na: 1\n", "yaml-tag 1:1 出现以 % 开头的指令"),
    ("%TAG ! x\n---\na: 1\n", "yaml-tag 1:1 出现以 % 开头的指令"),
    ("a: 1\n%OWN x\n---\na: 1\n", "yaml-syntax 2:1 出现以 % 开头的指令"),
    (
        "a: 1\n---\nb: 1\n---\nc: 1\n",
        "yaml-documents 2:1 一个文件中有多份内容（以 --- 分隔）\n"
        "yaml-documents 4:1 一个文件中有多份内容（以 --- 分隔）",
    ),
    (
        "? [甲, 乙]\n: 1\n? {c: 1}\n'': 2\n\u3000\u3000d: 3\ne: 4\n",
        "yaml-key 1:3 字段名不是一个词\n"
        "yaml-key 3:3 字段名不是一个词\n"
        "yaml-key 4:1 字段名不是一个词\n"
        "yaml-blank 5:1 行首的缩进有全角空格（U+3000），看上去像空格，程序不当作空格",
    ),
    ("a:\t1\nb: 2\n\tc: 3\n", "yaml-tab 1:3 出现制表符（Tab），在第 1、3 行"),
    ("\t\n" * 12, "yaml-tab 1:1 出现制表符（Tab），在第 1、2、3、4、5、6、7、8、9、10 等 12 行"),
    (
        "a: x\x07\n乙: 人\u200b物\u202e\n",
        "yaml-invisible 1:5 出现看不见的字符 U+0007\n"
        "yaml-invisible 2:5 出现看不见的字符 U+200B\n"
        "yaml-invisible 2:7 出现看不见的字符 U+202E",
    ),
    *(
        (f"a: {character}\n", f"yaml-invisible 1:4 出现看不见的字符 U+{ord(character):04X}")
        for character in "\x00\x1b\x7f\x85\xad\u061c\u2028\u2066\u3164\ufeff\U000e0041"
    ),
    ("a: 1\rb: 2\n", "yaml-invisible 1:5 出现看不见的字符 U+000D"),
    ('a: 1\nb: "x\\0"\n', "yaml-invisible 2:4 出现看不见的字符 U+0000"),
    ('a: 1\nb: "x\\e"\n', "yaml-invisible 2:4 出现看不见的字符 U+001B"),
    ('a: 1\nb: "x\\r"\n', "yaml-invisible 2:4 出现看不见的字符 U+000D"),
    ('a: 1\nb: "x\\N"\n', "yaml-invisible 2:4 出现看不见的字符 U+0085"),
    ('a: 1\nb: "x\\u200b"\n', "yaml-invisible 2:4 出现看不见的字符 U+200B"),
    ('a: 1\nb: "x\\U000e0041"\n', "yaml-invisible 2:4 出现看不见的字符 U+E0041"),
    ('"a\\u200b": 1\n', "yaml-invisible 1:1 出现看不见的字符 U+200B"),
    (
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n"
        "c: 3\n<<<<<<< HEAD\n=======\nd: 2\n>>>>>>> main\n",
        "yaml-syntax 2:1 两处改动冲突，没有取舍（第 2 至 6 行）\n"
        "yaml-syntax 8:1 两处改动冲突，没有取舍（第 8 至 11 行）",
    ),
    ("甲: 甲\nb：2\nc: 3\n", "yaml-syntax 2:2 字段名后用了全角冒号“：”"),
    (
        "a: 1\nb：2\nx: |\n  QQ：1\nc：3\n",
        "yaml-syntax 2:2 字段名后用了全角冒号“：”\nyaml-syntax 5:2 字段名后用了全角冒号“：”",
    ),
    ("a：1\nb：2\n", "yaml-syntax 1:2 字段名后用了全角冒号“：”\nyaml-syntax 2:2 字段名后用了全角冒号“：”"),
    ("a：\n\n  # 注\n  b: 2\n", "yaml-syntax 1:2 字段名后用了全角冒号“：”"),
    ("a:\n  - b：2\n    c: 3\n", "yaml-syntax 2:6 字段名后用了全角冒号“：”"),
    ("x: |\n  QQ：1\na: b: c\n", "yaml-syntax 3:4 值里有英文冒号加空格，后面的被当作另一个字段"),
    ("a:1\nb: 2\n", "yaml-syntax 1:2 字段名后的冒号之后少了空格"),
    ("c:\n  a: 1\n  b:2\nd: 3\n", "yaml-syntax 3:4 字段名后的冒号之后少了空格"),
    ("a: 1\n    b: 2\n", "yaml-syntax 2:6 这里多了一个冒号，或上一行的缩进、引号不对"),
    ('x: |\n  QQ：1\na: "乙\nb: 1\n', "yaml-syntax 3:4 引号没有闭合"),
    ("a: '甲\n---\n'\n", "yaml-syntax 1:4 引号没有闭合"),
    ("a: 1\nb: [", "yaml-syntax 2:5 这里缺少内容"),
    ("a: [1, 2\nb: 3\n", "yaml-syntax 2:2 方括号中缺少逗号或右括号"),
    ("a: {x: 1\nb: 3\n", "yaml-syntax 2:2 花括号中缺少逗号或右括号"),
    ("a:\n  - 1\n - 2\n", "yaml-syntax 3:2 这里应是一个字段名；缩进没有对齐，或前面的引号没有闭合"),
    ("- 1\nb: 2\n", "yaml-syntax 2:1 列表的短横没有对齐"),
    ("a: - 1\n", "yaml-syntax 1:4 这里不能写列表的短横，列表应另起一行"),
    ("a: 1\n乙\nc: 3\n", "yaml-syntax 2:1 这里缺少英文冒号和空格"),
    ('a: "\\q"\n', "yaml-syntax 1:5 双引号中的反斜杠写法不被认识"),
    ('a: "\\ud800"\n', "yaml-syntax 1:7 双引号中的反斜杠写法不被认识"),
    ("a: @x\n", "yaml-syntax 1:4 这个字符不能出现在值的开头，请给值加英文双引号"),
    ("a: *注\n", "yaml-syntax 1:4 以 * 或 & 开头的文字须加英文双引号"),
    ("a: !注\n", "yaml-syntax 1:4 感叹号开头的内容须加英文双引号"),
    ("a: | x\n", "yaml-syntax 1:6 | 或 > 之后要换行"),
    (" a: 1\nb: 2\n", "yaml-syntax 2:1 文件中多出了不属于任何字段的内容"),
    ("a: 1\na: *x\nb: [\n", "yaml-duplicate 2:1 字段 a 重复，第 1 行已经写过\nyaml-syntax 3:5 这里缺少内容"),
]


@pytest.mark.parametrize(("text", "faults"), REFUSED)
def test_what_is_outside_the_subset_is_refused_with_its_place_all_in_one_go(text: str, faults: str) -> None:
    parsed = parse(text.encode())
    assert not is_usable(parsed)
    assert "\n".join(f"{f.rule} {f.line}:{f.column} {f.message}" for f in parsed.faults) == faults
    assert all(f.hint and f.severity == "error" for f in parsed.faults)


def test_a_key_told_twice_may_belong_to_the_empty_group_above() -> None:
    (fault,) = parse(b"date: 1\nnumber: 2\ndate: 3\n").faults
    assert fault.hint == "只保留一处"
    (fault,) = parse(b"date: 1\ndocument:\nnumber: 2\ndate: 3\n").faults
    assert fault.hint == "只保留一处；属于 document 的，前面加两个空格"


@pytest.mark.parametrize(
    ("raw", "place", "message"),
    [
        (b"\xef\xbb\xbfa: 1\n", (1, 1), "文件以 BOM 开头"),
        ("a: 1\n名称: 机构\n".encode("gbk"), (2, 1), "文件不是 UTF-8 编码"),
        ("a: 1\n名称: ".encode() + "机".encode("gbk"), (2, 5), "文件不是 UTF-8 编码"),
        ("a: 1\n".encode("utf-16"), (1, 1), "文件是 UTF-16 编码，应为 UTF-8"),
        (b"PK\x03\x04\x14\0\x06\0", (1, 1), "这是表格、Word 文档或压缩包，不是记录"),
        (b"{\\rtf1\\ansi year: 2027}", (1, 1), "这是 Word 的 RTF 文档，不是记录"),
        (b"<!DOCTYPE html>\n<html>", (1, 1), "这是网页，不是记录"),
        (b"\0" * 300, (1, 1), "文件里全是空字节，内容没有了"),
    ],
)
def test_another_encoding_is_refused(raw: bytes, place: tuple[int, int], message: str) -> None:
    (fault,) = parse(raw).faults
    assert (fault.rule, (fault.line, fault.column), fault.message) == ("yaml-encoding", place, message)


def test_a_file_may_be_as_large_as_the_limit_but_not_larger() -> None:
    comment = b"a: 1\n#"
    assert parse(comment + b"x" * (MAX_BYTES - len(comment))).faults == []
    (fault,) = parse(comment + b"x" * (MAX_BYTES + 1 - len(comment))).faults
    assert (fault.rule, fault.message) == ("yaml-size", "文件过大：1025 KiB，上限 1024 KiB")


FOLDED = ["a: >\n  甲\n  乙\n", "a: 甲\n  乙\n", 'a: "甲\n  乙"\n', "a: [甲\n  乙]\n"]
NOT_FOLDED = [
    "a: |\n  甲\n  乙\n",
    "a: >\n  abc\n  def\n",
    "a: 甲\n# 注\n\n\nb: 1\n",
    "a:\n  甲\n",
    "a: [甲,\n  乙]\n",
]


@pytest.mark.parametrize(("text", "warned"), [(t, True) for t in FOLDED] + [(t, False) for t in NOT_FOLDED])
def test_chinese_text_that_would_be_folded_is_reported(text: str, warned: bool) -> None:
    parsed = parse(text.encode())
    assert is_usable(parsed)
    assert [f.rule for f in parsed.faults] == ["yaml-folded"] * warned


@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "[a,", "{a: ", "[[a]:", "{? ", "[{a: ", "a:\n"])
def test_too_deep_a_nesting_ends_the_reading(unit: str) -> None:
    """The parser needs minutes for a megabyte of brackets, if it is let."""
    text = "".join(" " * i + unit for i in range(1000)) if unit == "a:\n" else unit * (MAX_BYTES // len(unit))
    last = parse(text.encode()).faults[-1]
    assert (last.rule, last.line + last.column < 100) == ("yaml-depth", True)


def test_the_deepest_lawful_nesting_is_read() -> None:
    depth = MAX_DEPTH
    assert parse(b"[" * depth + b"]" * depth).faults == []
    (fault,) = parse(b"[" * (depth + 1) + b"]" * (depth + 1)).faults
    assert (fault.rule, fault.line, fault.column) == ("yaml-depth", 1, depth + 1)


@pytest.mark.parametrize(("unit", "rule"), [("- *x\n", "yaml-anchor"), ("\u200b\n", "yaml-invisible")])
def test_a_file_of_faults_is_not_told_to_its_end(unit: str, rule: str) -> None:
    faults = parse((unit * (MAX_BYTES // len(unit.encode()))).encode()).faults
    assert {fault.rule for fault in faults} == {rule}
    assert len(faults) == MAX_FAULTS + 1


# -- properties ------------------------------------------------------------------------------------

CHARACTERS = st.characters(exclude_categories=["Cs"]).filter(
    lambda c: c != "\r" and not INVISIBLE.match(c) and not re.match(WRONG, c) and not AT_AN_END.match(c)
)
TEXTS = st.text(CHARACTERS, max_size=12) | st.sampled_from([text for text, _, _ in PLAIN])
KEYS = TEXTS.filter(lambda key: bool(key) and key == key.strip() and len(key) < 100)
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**6), 10**6, places=3).map(float).filter(
    lambda number: resolve_scalar(repr(number)) == number
)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


STRINGS = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@given(data=DATA, flow=st.booleans())
@example(data={"a": "2024-03-15", "b": ["no", "012", "甲：乙", None, True, 1]}, flow=False)
def test_what_pyyaml_writes_comes_back(data: Any, flow: bool) -> None:
    text = yaml.safe_dump({"data": data}, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    assert yaml.safe_load(text) == {"data": data}
    parsed = parse(text.encode())
    assert is_usable(parsed), parsed.faults
    assert repr(parsed.data) == repr({"data": data})


@given(STRINGS)
def test_what_pyyaml_writes_in_quotes_comes_back(data: Any) -> None:
    text = yaml.safe_dump({"data": data}, allow_unicode=True, default_style='"')
    assert parse(text.encode()).data == {"data": data}


@given(data=DATA, indent=st.sampled_from([None, 2]))
def test_each_mark_is_where_the_value_and_its_key_begin(data: Any, indent: int | None) -> None:
    """JSON is in the subset, and can be read from any index."""
    text = json.dumps({"data": data}, ensure_ascii=False, indent=indent)
    lines = text.split("\n")

    def at(place: tuple[int, int]) -> Any:
        line, column = place
        rest = "\n".join(lines[line - 1 :])
        return json.JSONDecoder().raw_decode(rest, column - 1)[0]

    def walk(value: Any, *parts: str | int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
        yield parts, value
        inside = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        )
        for part, below in inside:
            yield from walk(below, *parts, part)

    marks = parse(text.encode()).marks
    expected = {build_pointer(*parts): (parts, value) for parts, value in walk({"data": data})}
    assert marks.keys() == expected.keys()
    for place, (parts, value) in expected.items():
        assert repr(at(marks[place].value)) == repr(value)
        is_named = parts and isinstance(parts[-1], str)
        assert at(marks[place].key) == (parts[-1] if is_named else value)


def check_invariants(raw: bytes) -> None:
    """What holds for any file: faults are in Chinese and stand inside it; without an error there is data."""
    parsed = parse(raw)
    lines = raw.decode("utf-8", "replace").split("\n")
    for fault in parsed.faults:
        assert re.search("[\u4e00-\u9fff]", fault.message)
        assert re.search("[\u4e00-\u9fff]", fault.hint)
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    assert parsed.faults or parsed.data is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    check_invariants(raw)


WORDS = st.sampled_from(
    [*"[]{}:,-?&*!|>'\"%@`#~ \n\t\r：", ": ", "- ", "\n  ", "---\n", "<<: ", "!!str ", "a", "甲", "1", "\\"]
)


@settings(max_examples=200 * DEPTH)
@given(st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=60))
@example("a: 'x\n\n\n")
@example("\r")
def test_any_text_is_read_or_refused(text: str) -> None:
    check_invariants(text.encode("utf-8", "surrogatepass"))


def test_the_signs_of_a_conflict_inside_a_text_are_text() -> None:
    parsed = parse(b"a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> main\n")
    assert (parsed.data, parsed.faults) == ({"a": "<<<<<<< HEAD\n=======\n>>>>>>> main\n"}, [])


@pytest.mark.parametrize(
    "unit",
    ["- a\n"]
    + [
        pytest.param(unit, marks=pytest.mark.long)
        for unit in ("{},", "- &a b\n", "a,", "- no\n", "- {}\n", "- - a\n", "- a: 1\n", "? a\n")
    ],
)
def test_a_file_of_more_values_than_a_record_has_is_not_read_on(unit: str) -> None:
    flow = "[" if unit.endswith(",") else ""
    raw = f"{flow}{unit * (MAX_BYTES // len(unit) - 1)}".encode()
    parsed = parse(raw)
    assert len(parsed.marks) <= MAX_VALUES + 1
    assert not is_usable(parsed)
    assert read(raw) == (parsed.data, parsed.faults)


def test_a_file_may_have_as_many_values_as_the_limit_but_not_more() -> None:
    def faults(items: int) -> list[str]:
        raw = ("a:\n" + "  - b\n" * items).encode()
        parsed = parse(raw)
        assert read(raw) == (parsed.data, parsed.faults)
        return [f"{each.rule} {each.message}" for each in parsed.faults]

    assert faults(MAX_VALUES - 2) == []
    assert faults(MAX_VALUES - 1) == ["yaml-size 文件中的内容超过 50000 项，其余没有读"]
    assert parse(b"a: 1\n---\n" + b"- b\n" * MAX_VALUES).faults[-1].rule == "yaml-size"
