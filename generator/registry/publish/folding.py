"""What search compares: texts folded to letters and digits, and the first letters of pinyin.

The same folding stands in site/pages/assets/lookup.js; a browser test holds the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin, slug


def fold(text: str) -> str:
    """A text in the form that is compared: NFKC, lower case, letters and digits only."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return "".join(each for each in normal if unicodedata.category(each)[0] in "LN")


def find_initials(text: str) -> str:
    """The first letters of a folded text's pinyin, read in words (银行 → yh); other letters stay."""
    return "".join(lazy_pinyin(fold(text), style=Style.FIRST_LETTER, errors=lambda others: others))


def build_initial_table(texts: Iterable[str]) -> dict[str, str]:
    """The characters of these texts by the first letter of their usual reading: {"h": "护行…"}."""
    characters: dict[str, list[str]] = {}
    for character in sorted({character for text in texts for character in fold(text)}):
        letter = find_initials(character)
        if letter != character:
            characters.setdefault(letter, []).append(character)
    return {letter: "".join(characters[letter]) for letter in sorted(characters)}


def build_address_part(text: str) -> str:
    """A text as part of an address, in pinyin: 计算机软件 → ji-suan-ji-ruan-jian."""
    return slug(fold(text))
