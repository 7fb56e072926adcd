"""What came along when a record was copied, and how a line is meant that the parser cannot read."""

from __future__ import annotations

import json
import re

from .text import SyntaxFault

FENCE = "```"
# What mails, differences and editors put before each line that is copied from them.
PREFIXES = {
    "“>”": re.compile("> ?"),
    "“+”": re.compile(r"\+"),
    "行号": re.compile("[0-9]+[ \t:.│|]"),
    "“│”": re.compile("[│|]"),
}
MIN_ALIKE = 3  # lines that begin alike, from which on that is no chance
FIELD = re.compile(r"(?P<lead>(?: |- )*)(?P<name>[a-z_]{2,}): *(?P<value>.*)")
# Values that need quotes: YAML's signs at their beginning, or brackets that are not all of them.
SIGNED = re.compile(
    r"(?P<lead>(?: |- )*(?:[a-z_]{2,}: +)?)(?P<value>(?:[`@%*&!]|\[[^\]]*\]\S|\{[^}]*\}\S).*)"
)
NO_COLON = re.compile(r" *(?:- )?(?P<name>[a-z_]{2,})(?: *=+ *| +)(?P<value>\S.*)")


def find_copied(text: str) -> list[SyntaxFault]:
    """What stands before all lines of a file, or round them, because they were copied from elsewhere."""
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and lines[0].startswith(FENCE):
        said = f"“{FENCE}”不是记录的内容，是从说明或聊天中复制时带来的"
        number = text.split("\n").index(lines[0]) + 1
        return [SyntaxFault("yaml-syntax", number, 1, said, f"删去开头和末尾写着 {FENCE} 的行")]
    for what, prefix in PREFIXES.items():
        if len(lines) >= MIN_ALIKE and all(map(prefix.match, lines)):
            said = f"每一行的开头都多了{what}，是从邮件、网页或编辑器中复制时带来的"
            return [SyntaxFault("yaml-syntax", 1, 1, said, f"删去每一行开头的{what}，其余照原样")]
    return []


def advise_on_line(lines: list[str], number: int) -> str:
    """How a line (from 0) is mended at which the parser stopped; empty where nothing can be said of it."""
    line = lines[number]
    above = next((i for i in range(number - 1, -1, -1) if lines[i].strip()), -1)
    before = lines[above] if above >= 0 else ""
    if match := SIGNED.fullmatch(line):
        return f"整个值加英文双引号：{match['lead'].lstrip()}{json.dumps(match['value'], ensure_ascii=False)}"
    if before.startswith(" ") and not line.startswith(" ") and number == above + 1 == 1:
        return f"各个字段的开头要对齐：第 {above + 1} 行开头多了空格，删去"
    if match := NO_COLON.fullmatch(line):
        return f"字段名后面写英文冒号和一个空格：{match['name']}: {match['value']}"
    if re.fullmatch(" *(?:- )?[a-z_]+", line) and not "".join(lines[number + 1 :]).strip():
        return f"写到“{line.strip()}”就断了，多半是没有粘贴完：补上后面的，或删去这一行"
    if FIELD.fullmatch(line) and ":" not in before and re.match("[\u4e00-\u9fff《（]", before):
        return f"第 {above + 1} 行“{before[:20]}”不是字段：删去，或在开头加 # 和一个空格作为注释"
    return _join_paragraph(lines, number)


def _join_paragraph(lines: list[str], number: int) -> str:
    """How a text of several lines is written whose later lines are not set in."""
    if FIELD.match(lines[number]) or not re.search("[\u4e00-\u9fff]", lines[number]):
        return ""
    for i in range(number - 1, -1, -1):
        if match := FIELD.fullmatch(lines[i]):
            name, written = match["name"], match["value"].startswith(("|", ">"))
            head = "" if written else f"第 {i + 1} 行只写 {name}: |，文字从下一行起，"
            return f"是“{name}”接着写的文字的，{head}每行都比 {name} 多缩进两格"
    return ""
