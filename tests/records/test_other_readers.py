"""What readers of YAML 1.2 refuse or read otherwise is refused here, and its lawful neighbour is not.

The facts are those of the cases in the public yaml-test-suite that are named; the texts are our own.
"""

from __future__ import annotations

from typing import Any

import pytest

from registry.records import fast_yaml
from registry.records.strict_yaml import parse
from tests.records.conftest import is_usable

# Case → a text, how one has to write it, and what it means then.
CASES: list[tuple[str, str, str, Any]] = [
    ("9C9N", "月份: [三,\n四,\n五]\n", "月份: [三,\n  四,\n  五]\n", {"月份": ["三", "四", "五"]}),
    ("9C9N", "a:\n  b: [1,\n  2]\n", "a:\n  b: [1,\n    2]\n", {"a": {"b": [1, 2]}}),
    ("9C9N", "a: {b: 1,\nc: 2}\n", "a: {b: 1,\n c: 2}\n", {"a": {"b": 1, "c": 2}}),
    ("9C9N", "- [1,\n2]\n", "- [1,\n  2]\n", [[1, 2]]),
    ("9JBA", "a: [1, 2]#注\n", "# 注\na: [1, 2]\n", {"a": [1, 2]}),
    ("CVW2", "a: [1,#注\n  2]\n", "a: [1,\n  # 注\n  2]\n", {"a": [1, 2]}),
    ("G5U8", "a: [-, -]\n", 'a: ["-", "-"]\n', {"a": ["-", "-"]}),
    ("YJV2", "[-]\n", "[-1]\n", [-1]),
    ("QB6E", 'a: "one\ntwo\nthree"\n', 'a: "one\n  two\n  three"\n', {"a": "one two three"}),
    ("QB6E", "a:\n  b: 'one\n  two'\n", "a:\n  b: 'one\n    two'\n", {"a": {"b": "one two"}}),
    ("S98Z", "a: >\n \n  \n    \n  # x\n", "a: >\n\n\n  # x\n", {"a": "\n\n# x\n"}),
    ("S98Z", "a: |\n    \n  甲\n", "a: |\n  \n  甲\n", {"a": "\n甲\n"}),
    ("SU5Z", 'a: "一"# 注\n', 'a: "一# 注"\n', {"a": "一# 注"}),
    ("X4QW", "a: ># 注\n  one\n", "# 注\na: >\n  one\n", {"a": "one\n"}),
    ("652Z", "{ ?foo: 1,\n bar: 2 }\n", '{ "?foo": 1,\n bar: 2 }\n', {"?foo": 1, "bar": 2}),
    ("HM87", "[?x]\n", '["?x"]\n', ["?x"]),
    ("HM87", "[:x]\n", '[":x"]\n', [":x"]),
    ("JEF9", "- |+\n\n\n", "- |+\n\n  甲\n\n", ["\n甲\n\n"]),
    ("JEF9", "- |+\n   \n", '- "\\n"\n', ["\n"]),
    ("JEF9", "- |+\n   ", "- |\n", [""]),
    ("L24T", "a: |\n  甲\n   \n", "a: |\n  甲\n  \n", {"a": "甲\n"}),
    ("L24T", "a: |\n  甲\n   ", "a: |\n  甲\n", {"a": "甲\n"}),
]


@pytest.mark.parametrize(("case", "text", "mended", "data"), CASES)
def test_what_is_read_in_several_ways_is_refused(case: str, text: str, mended: str, data: Any) -> None:
    parsed = parse(text.encode())
    assert not is_usable(parsed), parsed.data
    assert {each.rule for each in parsed.faults} <= {"yaml-syntax", "yaml-comment"}
    assert all(each.hint for each in parsed.faults)
    other = parse(mended.encode())
    assert is_usable(other), (case, other.faults)
    assert other.data == data


@pytest.mark.parametrize(
    "text",
    [
        'a: {"b":1, "c": 2}\n',
        "a: [b, c]\n",
        "a: [\n  b,\n  c,\n  ]\n",
        "[\na,\nb\n]\n",
        "a: {b: 1,\n\n    c: 2}\n",
        "a: [-1, -x, a-b]\n",
        "a: [x?, a:b]\n",
        "a: |\n  一\n\n  二\n",
        "a: |\n  一\n \n  二\n",
        "a: |-\n  一\n",
        "a: |\n",
        "a: |2\n    一\n",
        'a: "x # y"\n',
        "a: x#y\n",
        "a: |\n  东楼 #201\n  # 不是注释\n",
        "a: '#1'\n# 结束\n",
        "# 开头\n\n# 再一行\na: 1\n  # 缩进的注释\nb:\n  # 注释\n  - 1\n",
        "a: |\n  一\n# 注释\nb: 1\n",
    ],
)
def test_what_all_read_alike_is_let_be(text: str) -> None:
    parsed = parse(text.encode())
    assert parsed.faults == []
    assert fast_yaml.read(text.encode()) == (parsed.data, parsed.faults)
