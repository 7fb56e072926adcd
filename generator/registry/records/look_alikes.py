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
VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
FOREIGN = "\u0370-\u03ff\u0400-\u052f\u30a1-\u30fa\u30fc"
# A first look at a whole text, and what no escape may bring in.
SUSPECT = re.compile(f"[{RADICALS}{COMPATIBLE}{PRIVATE}{VARIANTS}{FOREIGN}]")
WRONG = re.compile(f"[{RADICALS}{COMPATIBLE}{PRIVATE}]|[{VARIANTS}]+")
# A word of letters that are no ideographs, and one sign of Katakana with what stands around it.
WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]+")
KANA = re.compile("(?<![\u3041-\u30ff])[\u30a1-\u30fa\u30fc](?![\u3041-\u30ff])")
HAN = re.compile("[\u3400-\u9fff]")
# On such a line may stand the name of a person, whose characters may be of a special form.
PERSON = re.compile(r" *(?:- )?(?:legal_representative|before|after|old|new):")
ROW = re.compile(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))? +?;\s*([0-9A-F]+)\b")


class Odd(NamedTuple):
    """A character that is not what it looks like: where it stands, the rule, what is said, how to mend it."""

    at: int
    rule: str
    message: str
    hint: str
    severity: Severity = "error"


@cache
def _table(name: str) -> dict[str, str]:
    """Character → what it looks like."""
    found = {}
    for line in (TABLES / name).read_text("utf-8").splitlines():
        if match := ROW.match(line):
            first, last, meant = int(match[1], 16), int(match[2] or match[1], 16), chr(int(match[3], 16))
            found.update({chr(code): meant for code in range(first, last + 1)})
    return found


@cache
def _letters() -> dict[str, str]:
    """Letters of another script → the ones that they look like; ー stands for 一, which it looks like."""
    found = _table("confusables.txt")
    return {sign: meant for sign, meant in found.items() if sign != "一"} | {found["一"]: "一"}


def look_alikes(text: str) -> Iterator[Odd]:
    """The characters of a text that are not what they look like, in order."""
    if SUSPECT.search(text):
        yield from sorted([*_wrong(text), *_foreign(text), *_kana(text)])


def wrong(text: str) -> Odd | None:
    """The first character of a value that may stand in none."""
    return next((each for each in _wrong(text) if each.severity == "error"), None)


def _wrong(text: str) -> Iterator[Odd]:
    for match in WRONG.finditer(text):
        sign, at = match[0][0], match.start()
        meant = _table("EquivalentUnifiedIdeograph.txt").get(sign) or unicodedata.normalize("NFKC", sign)
        code = f"U+{ord(sign):04X}"
        if re.match(f"[{PRIVATE}]", sign):
            message = f"出现私用区字符 {code}，换一台电脑就显示成别的字或方框"
            hint = "换成正式编码的字；生僻字可用 GB 18030 输入法重新输入，没有编码的写拼音并在备注说明"
            yield Odd(at, "yaml-private-use", message, hint)
        elif re.match(f"[{VARIANTS}]", sign):
            yield _variant(text, at, code)
        elif re.match(f"[{RADICALS}]", sign) or meant != sign:
            name = "偏旁部首" if re.match(f"[{RADICALS}]", sign) else "兼容字"
            message = f"“{sign}”（{code}）是{name}，不是正文用的字，看上去一样，检索不到"
            hint = f"改成“{meant}”（U+{ord(meant):04X}）" if meant != sign else "换成正文用的字"
            yield Odd(at, "yaml-look-alike", message, f"{hint}；多半是从 PDF 复制来的，请检查上下文")


def _variant(text: str, at: int, code: str) -> Odd:
    """A variation selector; in a person's name it may belong to the character before it."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    after_han = at > 0 and HAN.match(text[at - 1]) is not None
    message = f"出现看不见的异体字选择符 {code}，同一个名字有了两种写法，检索不到"
    if PERSON.match(line) and after_han:
        return Odd(at, "yaml-variant", message, "姓名确需用异体字形的可以保留，否则删去", "warning")
    return Odd(at, "yaml-variant", message, "删去这个字符后重新输入前面的字")


def _foreign(text: str) -> Iterator[Odd]:
    """Letters of Greek or Cyrillic that look like Latin ones, inside a word of such."""
    letters = _letters()
    for match in WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        latin = any(sign < "\u0250" for sign in word)
        alike = all(sign in letters for sign in word)
        for i, sign in enumerate(word):
            if sign not in letters:
                continue
            greek = sign < "\u0400"
            inside = 0 < i < len(word) - 1 and word[i - 1] < "\u0250" and word[i + 1] < "\u0250"
            if (greek and latin and (sign.isupper() or inside)) or (not greek and (latin or alike)):
                yield _other_script(match.start() + i, sign, "希腊" if greek else "西里尔", word)


def _kana(text: str) -> Iterator[Odd]:
    """Single signs of Katakana among ideographs that look like one of them."""
    for match in KANA.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if match[0] in _letters() and any(HAN.match(each) for each in around):
            yield _other_script(match.start(), match[0], "片假名", "".join((around[0], match[0], around[1])))


def _other_script(index: int, sign: str, script: str, word: str) -> Odd:
    meant = _letters()[sign]
    message = (
        f"“{word.strip()}”中的“{sign}”（U+{ord(sign):04X}）是{script}{'' if script == '片假名' else '字母'}"
    )
    hint = f"要写的若是“{meant}”（U+{ord(meant):04X}），请重新输入"
    return Odd(index, "yaml-mixed-script", f"{message}，看上去像“{meant}”，检索不到", hint, "warning")
