"""Markdown for a forge to show. What comes from records is shown as it is written: it can be no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Whatever Markdown or HTML may take for markup, and what makes a mention or a reference of a text.
MARKUP = re.compile(r"[&<>\\`*_{}\[\]()#!|~@$:]")
# The most that GitHub takes of a job summary is 1 MiB; the rest is for what comes before and after.
LIMIT = 900_000


def escaped(text: object) -> str:
    """A text in one line without any markup."""
    return MARKUP.sub(lambda found: f"&#{ord(found[0])};", " ".join(str(text).split()))


def link(text: str, address: str) -> str:
    """A link, or the text alone where there is no address."""
    return f"[{escaped(text)}](<{address}>)" if address else escaped(text)


def row(cells: Iterable[str]) -> str:
    """A row of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def head(headings: Sequence[str]) -> list[str]:
    """The head of a table."""
    return [row(headings), row("---" for _ in headings)]


def folded(title: str, lines: Iterable[str]) -> list[str]:
    """Lines that are shown on demand."""
    return ["<details>", f"<summary>{escaped(title)}</summary>", "", *lines, "", "</details>"]


def limited(lines: Iterable[str], note: str) -> list[str]:
    """The lines as far as a job summary takes them; `note` says where those are that are left out."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        if size > LIMIT:
            return [*kept, "", note]
        kept.append(line)
    return kept
