"""What the matcher knows of words, whatever is looked for: synonyms, pinyin, traditional characters.

The synonyms stand in synonyms.yml; a register adds its own in `extra.synonyms` of its mkdocs.yml, and in
`extra.elsewhere` what people look for there that no register of this kind holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any, NamedTuple

import yaml

from ...settings import is_web_address
from ..folding import build_readings, build_traditional, fold, list_common_characters
from .packing import encode_compact

WORDS, READINGS = "search/words.json", "search/readings.json"
VERSION = 1


class Elsewhere(NamedTuple):
    """What people look for and no such register holds: what it is, its names (folded), where one asks."""

    title: str
    names: tuple[str, ...]
    text: str = ""
    link: str = ""


class Synonyms(NamedTuple):
    """Words of records by what else they are called, and words that say little, all folded.

    `pages` are the words by which a page of the site is asked for: by its address and title.
    """

    meanings: Mapping[str, tuple[str, ...]]
    free: frozenset[str]
    generic: frozenset[str]
    pages: Mapping[str, tuple[str, ...]]
    elsewhere: tuple[Elsewhere, ...]


def read_synonyms(extra: Mapping[str, object], site_name: str = "") -> Synonyms:
    """The program's synonyms and those that mkdocs.yml adds. Raises ValueError.

    The city that the site is named after says little: X市会计 is 会计, as all of them are in X市.
    """
    own = extra.get("synonyms") or {}
    if not isinstance(own, Mapping) or not all(isinstance(each, str) for row in own.items() for each in row):
        raise ValueError("extra.synonyms 应当是一张表：左边写记录中的词，右边写别的说法，用空格隔开")
    data = _read_packaged()
    synonyms: dict[str, list[str]] = defaultdict(list)
    for table in (data["synonyms"], own):
        for word, names in table.items():
            for name in split_names(names):
                synonyms[name].append(fold(word))
    meanings = {name: tuple(dict.fromkeys(words)) for name, words in sorted(synonyms.items())}
    pages = {page: tuple(dict.fromkeys(split_names(names))) for page, names in data["pages"].items()}
    free, generic = (frozenset(split_names(data[each])) for each in ("free", "generic"))
    elsewhere = tuple(_list_elsewhere(data["elsewhere"], extra.get("elsewhere") or {}))
    return Synonyms(meanings, free, generic | find_city(site_name), pages, elsewhere)


def _list_elsewhere(packaged: Mapping[str, str], own: object) -> Iterator[Elsewhere]:
    """The program's entries with what a register adds to them, then its own. Raises ValueError."""
    wrong = (
        "extra.elsewhere 应当是一张表：左边写登记册里没有的事，"
        "右边写 words（说法，用空格隔开）、text（一句话）和 link（网址）"
    )
    if not isinstance(own, Mapping) or not all(map(_is_entry, own.items())):
        raise ValueError(wrong)
    for title in dict.fromkeys((*packaged, *own)):
        added = own.get(title) or {}
        names = tuple(dict.fromkeys(split_names(f"{packaged.get(title, '')} {added.get('words', '')}")))
        if not names:
            raise ValueError(f"{wrong}；“{title}”没有 words")
        yield Elsewhere(title, names, added.get("text", ""), added.get("link", ""))


def _is_entry(entry: tuple[object, object]) -> bool:
    """Whether settings name something with words, a text and an address, and an address only with a text."""
    title, values = entry
    if not isinstance(title, str) or not isinstance(values, Mapping):
        return False
    is_text = all(isinstance(each, str) for row in values.items() for each in row)
    is_known = is_text and {*values} <= {"words", "text", "link"}
    return is_known and ("link" not in values or ("text" in values and is_web_address(values["link"])))


def find_city(site_name: str) -> frozenset[str]:
    """The city that a site's name begins with, whole and short: with 市 and without."""
    match = re.match(r"([\u4e00-\u9fff]{2,5}?)(市|地区|自治州|盟)", site_name)
    return frozenset({match[0], match[1]} if match else ())


def split_names(names: str) -> Iterator[str]:
    """The names in a line, folded; a phrase has _ between its words."""
    return filter(None, map(fold, names.split()))


@cache
def _read_packaged() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(
        resources.files(__package__).joinpath("synonyms.yml").read_text("utf-8")
    )
    return data


def build_word_files(texts: Iterable[str], synonyms: Synonyms) -> Iterator[tuple[str, str]]:
    """The file of words for the characters of these texts, and the readings of others that people type."""
    # Set first: of a field, a title or an audience there are thousands.
    used = {character for text in set(texts) for character in fold(text)}
    asked = chain(synonyms.meanings, *synonyms.pages.values(), *(each.names for each in synonyms.elsewhere))
    said = {character for name in asked for character in name}
    words = {
        "version": VERSION,
        "synonyms": synonyms.meanings,
        "free": sorted(synonyms.free),
        "generic": sorted(synonyms.generic),
        "pages": synonyms.pages,
        "elsewhere": synonyms.elsewhere,
        "readings": build_readings(used),
        "traditional": build_traditional(used | said),
    }
    yield WORDS, encode_compact(words) + "\n"
    yield READINGS, encode_compact(build_readings(list_common_characters() - used)) + "\n"
