"""What the YAML parser stopped at, told where the fault is and in Chinese."""

from __future__ import annotations

import re

import yaml

from .copied import advise_on_line, find_copied
from .text import Places, SyntaxFault

# The one of full width, and those that look like it: of small form, of ratios.
COLONS = frozenset("：﹕∶︰")
FULL_WIDTH_COLON = re.compile(rf"(?P<indent>[ \-]*)[A-Za-z_][A-Za-z0-9_-]*[{''.join(sorted(COLONS))}]")
NO_BLANK = re.compile(r"[ \-]*(?P<name>[A-Za-z_][A-Za-z0-9_-]*):(?P<value>[^\s/:].*)")
COLON_IN_VALUE = re.compile(r"[ \-]*(?P<name>[A-Za-z_][A-Za-z0-9_-]*): (?P<value>[^\"'\[{|>&*!#]*: [^\"]*)")
TWO_FIELDS = re.compile(
    r"[ \-]*(?P<name>[a-z_]{2,}): +[^\"'\[{|>&*!#:][^:]*? +(?P<other>[a-z][a-z_]+):(?: |$)"
)
LOOK = "对照同类文件检查这一行和上一行的缩进、冒号、引号"
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


def explain_syntax(text: str, error: yaml.YAMLError) -> list[SyntaxFault]:
    """What the parser stopped at, told where the fault is rather than where it was noticed."""
    if brought := _find_conflicts(text) or find_copied(text):
        return brought
    problem = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', '')}"
    noticed = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None) or noticed
    colons: list[SyntaxFault] = []
    if "expected ':'" in problem and begun:
        colons = find_full_width_colons(text, begun.line, begun.line)
    elif noticed and ("mapping values" in problem or "<document start>" in problem):
        colons = find_full_width_colons(text, *_find_lines_before(text, noticed))
    if not colons and begun and noticed:
        colons = _find_faulty_colon(text, begun.line, noticed.line)
    if colons:
        return colons
    unknown = ("这里不符合 YAML 的写法", False)
    said, at_beginning = next((said for key, said in PROBLEMS.items() if key in problem), unknown)
    mark = begun if at_beginning else noticed
    body = text.rstrip()
    place = Places(body)(min(mark.index, len(body)) if mark else 0)
    return [SyntaxFault("yaml-syntax", *place, said, advise_on_line(text.split("\n"), place[0] - 1) or LOOK)]


def _find_faulty_colon(text: str, first: int, last: int) -> list[SyntaxFault]:
    """The colon on or near these lines (from 0) with no blank behind it, or in a value without quotes."""
    lines = text.split("\n")
    last = min(last, len(lines) - 1)
    for number in range(max(0, min(first, last - 1)), last + 1):
        if match := NO_BLANK.fullmatch(lines[number]):
            name, value = match["name"], match["value"]
            mend = f"冒号后加一个空格，写成 {name}: {value}"
            return [
                SyntaxFault(
                    "yaml-syntax", number + 1, match.end("name") + 1, "字段名后的冒号之后少了空格", mend
                )
            ]
        if number == last and (match := TWO_FIELDS.match(lines[number])):
            mend = f"从 {match['other']}: 起另起一行，缩进与 {match['name']} 相同"
            return [
                SyntaxFault("yaml-syntax", number + 1, match.start("other") + 1, "一行里写了两个字段", mend)
            ]
        if number == last and (match := COLON_IN_VALUE.fullmatch(lines[number])):
            said = "值里有英文冒号加空格，后面的被当作另一个字段"
            mend = f'整个值加英文双引号：{match["name"]}: "{match["value"]}"，或者里面改用中文冒号“：”'
            return [SyntaxFault("yaml-syntax", number + 1, match.start("value") + 1, said, mend)]
    return []


def _find_lines_before(text: str, mark: yaml.Mark) -> tuple[int, int]:
    """The lines on which a text may have begun that a colon at `mark` ends."""
    lines = text.split("\n")[: mark.line + 1]
    if ": " in lines[-1][: mark.column]:
        return mark.line, mark.line
    above = mark.line - 1
    while above > 0 and not lines[above].partition("#")[0].strip():
        above -= 1
    return max(above, 0), mark.line


def _find_conflicts(text: str) -> list[SyntaxFault]:
    """The places where Git has left two versions, from <<<<<<< to >>>>>>>, for someone to choose."""
    conflicts, begun = [], 0
    mend = "留下正确的一种写法，删去另一种，再删去 <<<<<<<、=======、>>>>>>> 三行"
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("<<<<<<<"):
            begun = number
        elif line.startswith(">>>>>>>") and begun:
            said = f"两处改动冲突，没有取舍（第 {begun} 至 {number} 行）"
            conflicts.append(SyntaxFault("yaml-syntax", begun, 1, said, mend))
            begun = 0
        elif line.startswith(">>>>>>> "):
            said = f"两处改动冲突，没有取舍（到第 {number} 行）"
            conflicts.append(SyntaxFault("yaml-syntax", number, 1, said, mend))
    if begun:
        said = f"两处改动冲突，没有取舍（从第 {begun} 行起）"
        conflicts.append(SyntaxFault("yaml-syntax", begun, 1, said, mend))
    return conflicts


def find_full_width_colons(text: str, first: int, last: int) -> list[SyntaxFault]:
    """The full-width colons after field names, from the last one on these lines (from 0) on.

    Those further down count where they stand under it with the same indent.
    """
    lines = text.split("\n")
    colons = [
        (i, match) for i, line in enumerate(lines) if i >= first and (match := FULL_WIDTH_COLON.match(line))
    ]
    indent = next((match["indent"] for i, match in reversed(colons) if i <= last), None)
    mend = "改成英文冒号加一个空格“: ”"
    return [
        SyntaxFault("yaml-syntax", i + 1, match.end(), f"字段名后用了全角冒号“{match[0][-1]}”", mend)
        for i, match in colons
        if match["indent"] == indent
    ]
