"""Characters that are not what they look like, by Unicode's own tables (unicode/).

Radicals and compatibility ideographs come with text from a PDF, private use with rare characters of another
system, letters of another script with an input method. Whoever searches for the name finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..finding import Severity

TABLES = Path(__file__).parent / "unicode"
RADICALS = "\u2e80-\u2fdf\u31c0-\u31e3"
COMPATIBLE = "\uf900-\ufaff\U0002f800-\U0002fa1f"
PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f"
# Letters that make up words, but A to Z; and what stands one by one: kana, Bopomofo, the letters of Hangul,
# numerals of Hangzhou.
ALPHABETS = "\u00c0-\u10ff\u1200-\u1fff\u2100-\u214f\u2c00-\u2dff\ua4d0-\uabff\U00010000-\U0001ffff"
UNNAMED = "\u1100-\u11ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
SIGNS = f"{UNNAMED}\u3038-\u303a\u3041-\u30ff\uac00-\ud7a3"
# Patterns that few commands look for, as texts: `re` compiles them when they are first looked for, which
# takes long. A first look at a whole text, and what no escape may bring in:
SUSPECT = f"[{RADICALS}{COMPATIBLE}{PRIVATE}{VARIANTS}{ALPHABETS}{SIGNS}]"
# Closer looks; Mongolian is written with variation selectors.
WRONG = f"[{RADICALS}{COMPATIBLE}{PRIVATE}]|(?<![\u1820-\u18aa])[{VARIANTS}]+"
WORD = f"[A-Za-z{ALPHABETS}]+"
ALONE = f"(?<![{SIGNS}])[{SIGNS}](?![{SIGNS}])"
AROUND = 16  # characters of a word that are shown before and behind such a letter
HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
# The first word of a letter's name in Unicode → what it is.
SCRIPTS = {
    "GREEK": "希腊字母",
    "CYRILLIC": "西里尔字母",
    "LATIN": "英文以外的拉丁字母",
    "ARMENIAN": "亚美尼亚字母",
    "CHEROKEE": "切罗基字母",
    "KATAKANA": "片假名",
    "HIRAGANA": "平假名",
    "BOPOMOFO": "注音符号",
    "HANGUL": "谚文字母",
    "HANGZHOU": "苏州码子",
}
MATHEMATICAL = "数学符号用的字母"
ROW = re.compile(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))? +?;\s*([0-9A-F]+)\b")


class LookAlike(NamedTuple):
    """A character that is not what it looks like: where it stands, the rule, what is said, how to mend it."""

    at: int
    rule: str
    message: str
    hint: str
    severity: Severity = "error"


@cache
def _read_table(name: str) -> dict[str, str]:
    """Character → what it looks like."""
    table = {}
    for line in (TABLES / name).read_text("utf-8").splitlines():
        if match := ROW.match(line):
            first, last, meant = int(match[1], 16), int(match[2] or match[1], 16), chr(int(match[3], 16))
            table.update({chr(code): meant for code in range(first, last + 1)})
    return table


@cache
def _collect_letters() -> dict[str, str]:
    """Letters of another script → the ones that they look like; ー stands for 一, which it looks like."""
    table = _read_table("confusables.txt")
    letters = {sign: "一" if meant == "ー" else meant for sign, meant in table.items() if sign != "一"}
    letters["ー"] = "一"
    for sign in map(chr, (*range(0x250, 0x2B0), *range(0x1D00, 0x1D30))):
        name = unicodedata.name(sign, "").removeprefix("LATIN LETTER SMALL CAPITAL ")
        if len(name) == 1:
            letters.setdefault(sign, name)
    for sign in map(chr, (*range(0x2100, 0x2150), *range(0x1D400, 0x1D800))):
        plain = unicodedata.normalize("NFKC", sign)
        if len(plain) == 1 and plain.isascii() and plain.isalpha() and sign != "ℓ":  # as in mℓ
            letters[sign] = plain
    return letters


def find_look_alikes(text: str) -> Iterator[LookAlike]:
    """The characters of a text that are not what they look like, in order."""
    if re.search(SUSPECT, text):
        yield from sorted([*_find_wrong(text), *_find_foreign(text), *_find_alone(text)])


def find_forbidden(text: str) -> LookAlike | None:
    """The first character of a value that may stand in none."""
    return next((each for each in _find_wrong(text) if each.severity == "error"), None)


def _find_wrong(text: str) -> Iterator[LookAlike]:
    for match in re.finditer(WRONG, text):
        sign, at = match[0][0], match.start()
        meant = _read_table("EquivalentUnifiedIdeograph.txt").get(sign) or unicodedata.normalize("NFKC", sign)
        code = f"U+{ord(sign):04X}"
        if re.match(f"[{PRIVATE}]", sign):
            message = f"出现私用区字符 {code}，换一台电脑就显示成别的字或方框"
            hint = "换成正式编码的字；生僻字可用 GB 18030 输入法重新输入，没有编码的写拼音并在备注说明"
            yield LookAlike(at, "yaml-private-use", message, hint)
        elif re.match(f"[{VARIANTS}]", sign):
            message = f"出现看不见的异体字选择符 {code}，同一个名字有了两种写法，检索不到"
            yield LookAlike(at, "yaml-variant", message, "删去这个字符后重新输入前面的字")
        elif re.match(f"[{RADICALS}]", sign) or meant != sign:
            name = "偏旁部首" if re.match(f"[{RADICALS}]", sign) else "兼容字"
            message = f"“{sign}”（{code}）是{name}，不是正文用的字，看上去一样，检索不到"
            hint = f"改成“{meant}”（U+{ord(meant):04X}）" if meant != sign else "换成正文用的字"
            yield LookAlike(at, "yaml-look-alike", message, f"{hint}；多半是从 PDF 复制来的，请检查上下文")


def _find_foreign(text: str) -> Iterator[LookAlike]:
    """Letters of another script, or of another kind, that look like A to Z, inside a word of such."""
    letters = _collect_letters()
    for match in re.finditer(WORD, text):
        word = match[0]
        if word.isascii():
            continue
        latin = any(sign < "\u0250" and sign not in letters for sign in word)
        alike = all(sign in letters or not sign.isalpha() for sign in word)
        doubtful = [
            i for i, sign in enumerate(word) if sign in letters and _is_doubtful(word, i, latin, alike)
        ]
        if doubtful:
            at = doubtful[0]
            shown = word[max(0, at - AROUND) : at + AROUND]
            yield _describe_foreign(match.start() + at, word[at], shown, len(doubtful) - 1)


def _is_doubtful(word: str, at: int, latin: bool, alike: bool) -> bool:
    """Whether a letter that looks like another one is foreign to its word, which has `latin` ones or none.

    Greek letters, and Latin ones like them, stand in words of science. Scripts without capitals have words of
    letters that are all `alike`, and letters of mathematics stand alone.
    """
    sign = word[at]
    if "\u0370" <= sign < "\u0400" or sign in "ɑɣɩ":
        inside = 0 < at < len(word) - 1 and word[at - 1] < "\u0250" and word[at + 1] < "\u0250"
        return latin and (sign.isupper() or inside)
    if latin or not alike or _name_script(sign) == SCRIPTS["LATIN"]:
        return latin
    return len(word) > 1 if _name_script(sign) == MATHEMATICAL else sign.lower() != sign.upper()


def _find_alone(text: str) -> Iterator[LookAlike]:
    """Single signs of kana, Hangul and the like among ideographs that look like one of them.

    Of Bopomofo and the letters of Hangul Unicode's table tells few; they are no part of a Chinese word.
    """
    for match in re.finditer(ALONE, text):
        sign = match[0]
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if any(re.match(HAN, each) for each in around) and (
            sign in _collect_letters() or re.match(f"[{UNNAMED}]", sign)
        ):
            yield _describe_foreign(match.start(), sign, "".join((around[0], sign, around[1])))


def _describe_foreign(index: int, sign: str, word: str, more: int = 0) -> LookAlike:
    """A letter that is foreign to its word, in which there are `more` such letters."""
    code = f"U+{ord(sign):04X}"
    message = f"“{word.strip()}”中的“{sign}”（{code}）是{_name_script(sign)}"
    others = f"；这个词中另有 {more} 个这样的字母" if more else ""
    meant = _collect_letters().get(sign)
    if meant is None:
        message, hint = f"{message}，检索不到", "要写的若是看上去一样的汉字，请重新输入"
    else:
        message = f"{message}，看上去像“{meant}”，检索不到{others}"
        hint = f"要写的若是“{meant}”（U+{ord(meant):04X}），请重新输入"
    return LookAlike(index, "yaml-mixed-script", message, hint, "warning")


def _name_script(sign: str) -> str:
    """What a letter is, in Chinese."""
    named = SCRIPTS.get(re.split("[ -]", unicodedata.name(sign))[0])
    return named or (MATHEMATICAL if unicodedata.normalize("NFKC", sign).isascii() else "别种文字的字母")
