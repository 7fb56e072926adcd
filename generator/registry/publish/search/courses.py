"""Courses in small files, so that a query downloads one or two of them however large the register is.

A *gram* is a run of characters. A title is filed under each of its characters; a character that more than
COMMON titles hold is named in the index file, and only its newest COMMON titles are filed. So it goes on with
runs of two, of three and more, as long as both shorter runs in them are common. Hence what is typed either
holds a gram that is not common, whose file has every title that fits, or is itself common: then the file has
the newest, and the index says how many there are. The initials of a title's pinyin are filed like the title.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..card import CourseOffer
from ..folding import find_initials, fold
from .packing import encode_compact, hash_text, round_to_power

INDEX = "search/courses/index.json"
VERSION = 2
COMMON = 400  # more titles than this make a gram common
FILE_BYTES = 32_000  # about the size of a file, before it is packed for the way
OFFERS = 60  # the most offers that a title names, the newest


class CourseTitle(NamedTuple):
    """A title with one field and mode, in how many plans it stands, and the newest of them (see Offer)."""

    title: str
    field: str
    mode: str
    plans: int
    offers: tuple[str, ...]


def list_titles(offers: Iterable[CourseOffer]) -> list[CourseTitle]:
    """The distinct titles, the newest first."""
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for offer in offers:
        grouped[offer.title, offer.field, offer.mode].append(offer.plans)
    dated = []
    for key, group in grouped.items():
        # The newest year first, then by id, so that the same plans come in the same order in every build.
        plans = sorted((-int(each.split("/")[1]), each) for each in " ".join(group).split())
        dated.append((plans[0][0], CourseTitle(*key, len(plans), tuple(each for _, each in plans[:OFFERS]))))
    return [title for _, title in sorted(dated)]


def build_course_files(titles: Sequence[CourseTitle]) -> Iterator[tuple[str, str]]:
    """The index file and the numbered files: address and JSON.

    The index says how many files there are and which grams are common, with how many titles hold them. The
    hash of a gram gives the number of its file. A file lists titles, each once, in the order given, with the
    initials at the end.
    """
    texts = [(fold(each.title), find_initials(each.title)) for each in titles]
    rows = [encode_compact((*title, spelled)) for title, (_, spelled) in zip(titles, texts, strict=True)]
    filed, common = _filed(texts)
    sizes = [len(row.encode()) for row in rows]
    # By what is filed, not by what there is: a title is filed under each of its grams.
    count = round_to_power(sum(sizes[i] for held in filed.values() for i in held) // FILE_BYTES)
    files: list[set[int]] = [set() for _ in range(count)]
    for gram, held in filed.items():
        # The script has the same hash: which file to ask for it computes, and needs no list of all grams.
        files[hash_text(gram) % count].update(held)
    yield (
        INDEX,
        encode_compact({"version": VERSION, "files": count, "titles": len(titles), "common": common}) + "\n",
    )
    for number, members in enumerate(files):
        listed = ",\n".join(rows[i] for i in sorted(members))
        yield f"search/courses/{number}.json", f"[{listed}]\n"


def _filed(texts: Sequence[tuple[str, ...]]) -> tuple[dict[str, list[int]], dict[str, int]]:
    """The titles filed under each gram (of a common one the first), and how many hold the common ones."""
    filed: dict[str, list[int]] = {}
    common: dict[str, int] = {}
    length = 1
    level: set[str] | None = None  # the common grams of the length before; None: every gram counts
    while level is None or level:
        counts: Counter[str] = Counter()
        for i, forms in enumerate(texts):
            grams = (text[at : at + length] for text in forms for at in range(len(text) - length + 1))
            # Each gram once a title, in order of place: a set would make another order in each process.
            for gram in dict.fromkeys(grams):
                # A longer run is asked for only where both shorter ones are common: else their file tells it
                # already.
                if level is None or (gram[:-1] in level and gram[1:] in level):
                    counts[gram] += 1
                    if counts[gram] <= COMMON:
                        filed.setdefault(gram, []).append(i)
        level = {gram for gram, number in counts.items() if number > COMMON}
        common |= {gram: counts[gram] for gram in sorted(level)}
        length += 1
    return filed, common
