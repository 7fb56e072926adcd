"""Which texts of a numbered list hold a word, in small files: a query downloads the few that its words need.

A text is filed under its *terms*: each character of its title, each pair of neighbours in it, each pair in
what else is said of it, and what it is filtered by. The first characters tell which:

    护理    in the title                   @护理   in its field, subject, audience or mode
    $护理   at the beginning of the title   ~huli   two syllables of the title, in pinyin
    ^hlk   three initials of the title     #a:ID   an area; so #f: a fee, #i: an institution, #m: a month …

All terms of one pair lie in one file, by the hash of the pair. A term held by so many texts that its
numbers take more than BIG characters has a file of its own, or two; the index names it with how many texts
hold it, so that the script asks for rarer ones first. site/pages/assets/postings.js reads what this writes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ...json_data import JsonObject
from ..folding import fold, spell
from .packing import encode_compact, list_hashed_files, round_to_power

FILE_BYTES = 4_000  # about the size of a file of terms, before it is packed for the way
BIG = 3_000  # the longest list of numbers that lies in a file with others
BLOCK = 16  # rows in a file of rows
# Digits of numbers: the first half end a number, the others go on. No " and no \, which JSON would double.
DIGITS = "".join(chr(i) for i in range(35, 127) if chr(i) != "\\")[:90]
HALF = 45


class Unit(NamedTuple):
    """A text to be found: its title, what else is said of it, what it is filtered by, and its row as JSON."""

    title: str
    others: tuple[str, ...]
    marks: tuple[str, ...]
    row: str


def build_postings(
    units: Sequence[Unit], folder: str, first: int | None = None
) -> tuple[JsonObject, list[tuple[str, str]]]:
    """What the index says of the lists of numbers, and the files: address and JSON.

    The numbers from `first` on stand in files of their own where a list is big: they are seldom asked for.
    """
    lists: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for term in (*list_title_terms(unit.title), *list_other_terms(unit.others), *unit.marks):
            lists[term].append(number)
    big: dict[str, int] = {}
    files: list[tuple[str, str]] = []
    small: dict[str, str] = {}
    # In order, so that the same register gives the same files, and a big list keeps its number.
    for term in sorted(lists):
        text = encode_numbers(lists[term])
        if len(text) > BIG:
            files += list_big_files(lists[term], f"{folder}/big-{len(big)}", first)
            big[term] = len(lists[term])
        else:
            small[term] = text
    index: JsonObject = {"units": len(units), "block": BLOCK, "big": big}
    if first is not None:
        index["first"] = first
    term_files = [*list_term_files(small, folder)]
    row_files = list_row_files([unit.row for unit in units], folder)
    return {**index, "files": len(term_files)}, [*files, *term_files, *row_files]


def list_big_files(numbers: list[int], path: str, first: int | None) -> Iterator[tuple[str, str]]:
    """The file of a big list, or two: its numbers below `first`, and the others."""
    at = len(numbers) if first is None else bisect_left(numbers, first)
    yield f"{path}.json", encode_compact(encode_numbers(numbers[:at])) + "\n"
    if first is not None:
        yield f"{path}-rest.json", encode_compact(encode_numbers(numbers[at:])) + "\n"


def list_term_files(lists: dict[str, str], folder: str) -> Iterator[tuple[str, str]]:
    """The files of terms that are not big, each by the hash of what the term is of."""
    size = sum(len(term) + len(text) + 6 for term, text in lists.items())
    # Without the sign: what is in a title and what is said of it lie together, and a query loads one file.
    entries = ((term.lstrip("@$"), term, text) for term, text in lists.items())
    return list_hashed_files(folder, round_to_power(size // FILE_BYTES), entries)


def list_row_files(rows: Sequence[str], folder: str) -> Iterator[tuple[str, str]]:
    """The files of rows, so many in each."""
    for start in range(0, len(rows), BLOCK):
        listed = ",\n".join(rows[start : start + BLOCK])
        yield f"{folder}/rows-{start // BLOCK}.json", f"[{listed}]\n"


@lru_cache(400_000)
def list_title_terms(title: str) -> tuple[str, ...]:
    """The terms of a title."""
    text = fold(title)
    syllables = spell(text)
    initials = "".join(each[:1] for each in syllables)
    return tuple(
        dict.fromkeys(
            (
                *text,
                *list_pairs(text),
                f"${text[:2]}",
                *(f"~{a}{b}" for a, b in pairwise(syllables)),
                *(f"^{initials[i : i + 3]}" for i in range(len(initials) - 2)),
            )
        )
    )


@lru_cache(50_000)
def list_other_terms(others: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of what else is said of a text: no pair goes from one of these to the next."""
    return tuple(dict.fromkeys(f"@{pair}" for each in others for pair in list_pairs(fold(each))))


def list_pairs(text: str) -> Iterator[str]:
    """Each two neighbours in a folded text."""
    for a, b in pairwise(text):
        yield a + b


def encode_numbers(numbers: Iterable[int]) -> str:
    """Growing numbers as the gaps between them, each in digits, the lowest first."""
    parts = []
    before = -1
    for number in numbers:
        # Gaps are small where a term is frequent, and so those lists pack best that are longest.
        parts.append(encode_gap(number - before - 1))
        before = number
    return "".join(parts)


@lru_cache(100_000)
def encode_gap(gap: int) -> str:
    """A gap in digits."""
    digits = ""
    while gap >= HALF:
        digits += DIGITS[HALF + gap % HALF]
        gap //= HALF
    return digits + DIGITS[gap]
