"""What a reviewer would look at twice in the texts of a record: what was pasted along, what says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ..json_data import JsonValue

# Tags and entities of a page of the web, and the stars of a chat, as they are pasted along.
MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]{0,60}>|&(?:nbsp|amp|lt|gt|quot|#[0-9]+);|\*\*")
EMPTY = frozenset({"同上", "同前", "见附件", "详见附件", "附后", "待定", "待补", "待填", "略"})
EMPTY |= {"暂缺", "不详", "/", "—", "——", "XX", "XXX", "××", "×××"}
MAX_NAMED = 3  # signs of markup that are named
PASTED = "文字里有网页或聊天的代码{}，会照样显示：对照原件看"
SAYING_NOTHING = "有的地方写的是{}：看原件写的是什么"


def list_odd_texts(data: JsonValue) -> Iterator[str]:
    """What is odd in the texts of a record, each kind of it once."""
    texts = [*_list_texts(data)]
    if signs := dict.fromkeys(match[0] for text in texts for match in MARKUP.finditer(text)):
        yield PASTED.format(f"（{' '.join([*signs][:MAX_NAMED])}）")
    if words := dict.fromkeys(text for text in texts if text.strip("。 ") in EMPTY):
        yield SAYING_NOTHING.format("".join(f"“{each}”" for each in words))


def _list_texts(data: JsonValue) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        parts = data.values() if isinstance(data, dict) else data
        yield from chain.from_iterable(map(_list_texts, parts))
