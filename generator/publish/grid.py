"""The body of a long table: most of a page is such cells, and a template takes several times as long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

from ..model.present import Grid, Text


class Column(NamedTuple):
    """A column: the property it tells, its heading, and the class of its cells.

    Cells name their column again, for narrow screens.
    """

    name: str
    heading: str
    style: str = ""

    @property
    def opening(self) -> str:
        """The start tag of its cells."""
        style = f' class="{self.style}"' if self.style else ""
        return f'<td data-label="{escape(self.heading)}"{style}>'


def body(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Markup:
    """The rows of a table; each cell is given as HTML."""
    openings = [column.opening for column in columns]
    lines = []
    for row in rows:
        cells = [f"{opening}{cell}</td>" for opening, cell in zip(openings, row, strict=True)]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return Markup("\n".join(lines))


@lru_cache(4096)
def escape(text: str) -> str:
    """A text as HTML."""
    return str(_escape(text))


def anchor(base: str, piece: Text) -> Markup:
    """A piece of text as HTML, with its link; `base` leads from the page to the site's root."""
    if not piece.href:
        return Markup(escape(piece.text))
    if piece.href.startswith(("http", "mailto:")):
        return Markup(f'<a href="{escape(piece.href)}" rel="nofollow">{escape(piece.text)}</a>')
    return Markup(f'<a href="{base}{escape(piece.href)}">{escape(piece.text)}</a>')


def cells(base: str, grid: Grid) -> Markup:
    """The rows of a grid; what a row is about is its first cell."""
    columns = [Column("", each, "" if i else "lead") for i, each in enumerate(grid.headings)]
    return body(columns, ([anchor(base, each) for each in row] for row in grid.rows))
