"""Of what was copied or typed by hand and cannot be read, the hint says how this line is mended."""

from __future__ import annotations

import pytest

from registry.records.strict_yaml import parse

RECORD = """\
date: 2024-03-15
facts: 三门课程没有举办。
requirements:
  - 补办三门课程。
due: 2024-06-14
"""


def prefix(sign: str) -> str:
    return "".join(f"{sign}{line}" for line in RECORD.splitlines(keepends=True))


def number(sign: str) -> str:
    return "".join(f"{i}{sign}{line}" for i, line in enumerate(RECORD.splitlines(keepends=True), 1))


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (f"```yaml\n{RECORD}```\n", (1, 1), "“```”不是记录的内容", "删去开头和末尾写着 ``` 的行"),
        (f"\n```\n{RECORD}", (2, 1), "“```”不是记录的内容", "删去开头和末尾写着 ``` 的行"),
        (prefix("> "), (1, 1), "每一行的开头都多了“>”", "删去每一行开头的“>”"),
        (prefix("+"), (1, 1), "每一行的开头都多了“+”", "删去每一行开头的“+”"),
        (prefix("│ "), (1, 1), "每一行的开头都多了“│”", "删去每一行开头的“│”"),
        (number(" "), (1, 1), "每一行的开头都多了行号", "删去每一行开头的行号"),
        (f"关于责令整改的决定\n{RECORD}", (2, 5), "多了一个冒号", "第 1 行“关于责令整改的决定”不是字段"),
        (f" {RECORD}", (2, 1), "不属于任何字段", "第 1 行开头多了空格，删去"),
        (f"{RECORD}remarks\n", (6, 1), "缺少英文冒号", "写到“remarks”就断了"),
    ],
)
def test_what_came_along_is_to_be_taken_out(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    (fault,) = parse(text.encode()).faults
    assert (fault.rule, fault.line, fault.column) == ("yaml-syntax", *place)
    assert (message in fault.message, hint in fault.hint) == (True, True), fault


@pytest.mark.parametrize(
    ("written", "hint", "meant"),
    [
        ("due = 2024-06-14", "写英文冒号和一个空格：due: 2024-06-14", "due: 2024-06-14"),
        ("due 2024-06-14", "写英文冒号和一个空格：due: 2024-06-14", "due: 2024-06-14"),
        ("due∶ 2024-06-14", "改成英文冒号加一个空格“: ”", "due: 2024-06-14"),
        ("remarks: @甲\ndue: 1", '加英文双引号：remarks: "@甲"', 'remarks: "@甲"\ndue: 1'),
        ('remarks: *甲"乙', '加英文双引号：remarks: "*甲\\"乙"', 'remarks: "*甲\\"乙"'),
        ("remarks: [甲]乙", '加英文双引号：remarks: "[甲]乙"', 'remarks: "[甲]乙"'),
        ("others:\n  - %甲", '加英文双引号：- "%甲"', 'others:\n  - "%甲"'),
        ("due: 2024-06-14 remarks: 甲", "从 remarks: 起另起一行", "due: 2024-06-14\nremarks: 甲"),
        ("remarks: 甲。\n乙。", "第 6 行只写 remarks: |，文字从下一行起", "remarks: |\n  甲。\n  乙。"),
        ("remarks: |\n甲。\n乙。", "每行都比 remarks 多缩进两格", "remarks: |\n  甲。\n  乙。"),
    ],
)
def test_the_hint_followed_to_the_letter_is_read(written: str, hint: str, meant: str) -> None:
    text = RECORD.replace("due: 2024-06-14\n", "note: 一\n")
    (fault, *others) = parse(f"{text}{written}\n".encode()).faults
    assert (hint in fault.hint, others) == (True, []), fault
    assert parse(f"{text}{meant}\n".encode()).faults == []
