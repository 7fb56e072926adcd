"""Markdown for a forge to show. What comes from records is shown as it is written: it can be no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

# Whatever Markdown or HTML may take for markup, the dot of an address without a scheme among it.
MARKUP = re.compile(r"[&<>\\`*_{}\[\]()#!|~@$:]|(?i:(?<=www))\.")
# A forge finds mentions (@office), references (#12) and mail addresses in what is shown: a gap breaks them.
GAP = "\u200b"
# The most that GitHub takes of a job summary is 1 MiB; the rest is for what comes before and after.
MAX_SUMMARY = 900_000


def escape_markdown(text: object) -> str:
    """A text in one line without any markup."""
    return MARKUP.sub(_write_reference, " ".join(str(text).split()))


def _write_reference(match: re.Match[str]) -> str:
    gap = f"&#{ord(GAP)};" if match[0] in "@#" else ""
    return f"&#{ord(match[0])};{gap}"


def write_link(text: str, address: str) -> str:
    """A link, or the text alone where there is no address."""
    return f"[{escape_markdown(text)}](<{address}>)" if address else escape_markdown(text)


def write_row(cells: Iterable[str]) -> str:
    """A row of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def write_table_head(headings: Iterable[str]) -> list[str]:
    """The head of a table."""
    cells = [escape_markdown(each) for each in headings]
    return [write_row(cells), write_row("---" for _ in cells)]


def write_folded(title: str, lines: Iterable[str]) -> list[str]:
    """Lines that are shown on demand."""
    return ["<details>", f"<summary>{escape_markdown(title)}</summary>", "", *lines, "", "</details>"]


def count_fitting(texts: Iterable[str]) -> int:
    """How many of the texts, a line feed after each, a job summary takes."""
    return sum(size <= MAX_SUMMARY for size in accumulate(len(each.encode()) + 1 for each in texts))


def fit_lines(lines: Iterable[str], note: str) -> list[str]:
    """The lines as far as a job summary takes them; `note` says where those are that are left out."""
    lines = list(lines)
    number = count_fitting(lines)
    return lines if number == len(lines) else [*lines[:number], "", note]
