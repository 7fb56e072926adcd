"""How the look-ups are written: short, and filed by hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec


def encode_compact(value: object) -> str:
    """JSON without spaces, Chinese as it is."""
    return msgspec.json.encode(value).decode()


def hash_text(text: str) -> int:
    """FNV-1a with 32 bits over the code points: it gives the number of the file that a text is filed in."""
    state = 2166136261
    for character in text:
        # Over code points, as JavaScript's for…of goes: over UTF-16 it would give other files for rare
        # characters.
        state = (state ^ ord(character)) * 16777619 & 0xFFFFFFFF
    return state


def list_hashed_files(
    folder: str, number: int, entries: Iterable[tuple[str, str, object]]
) -> Iterator[tuple[str, str]]:
    """So many files of JSON, with their addresses; a script finds an entry by the hash of a text.

    Of each entry are given that text, its key in the file, and its value.
    """
    files: list[dict[str, object]] = [{} for _ in range(number)]
    for text, key, value in entries:
        files[hash_text(text) % number][key] = value
    for place, content in enumerate(files):
        yield f"{folder}/{place}.json", encode_compact(content) + "\n"


def round_to_power(number: int) -> int:
    """The smallest power of two that is no less: so a growing register seldom files everything anew."""
    return 1 << max(0, number - 1).bit_length()
