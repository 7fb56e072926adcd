"""Tables as HTML: most of a page is their cells, and a template takes several times as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

from ..model.present import Grid, Text

STACKED = 5  # a table with more columns is shown as a list on a narrow screen


class Column(NamedTuple):
    """A column: its heading, the class of its cells, and the cells as HTML, one for each row.

    Cells name their column again, for narrow screens.
    """

    heading: str
    style: str
    cells: Sequence[str]

    @property
    def form(self) -> str:
        """What its cells are put into, by %."""
        style = f' class="{self.style}"' if self.style else ""
        start = f'<td data-label="{escape(self.heading)}"{style}>'
        return f"{start.replace('%', '%%')}%s</td>"


def body(columns: Sequence[Column]) -> Markup:
    """The rows of a table."""
    form = f"<tr>{''.join(column.form for column in columns)}</tr>"
    rows = zip(*(column.cells for column in columns), strict=True)
    return Markup("\n".join([form % row for row in rows]))


@lru_cache(4096)
def escape(text: str) -> str:
    """A text as HTML."""
    return str(_escape(text))


def shown(value: Any) -> str:
    """Any value as HTML; what is HTML already as it is."""
    if type(value) is str:
        return escape(value)
    return value if type(value) is Markup else str(_escape(value))


@lru_cache(4096)
def anchor(piece: Text, base: str) -> Markup:
    """A piece of text as HTML, with its link; `base` leads from the page to the site's root."""
    text, href = piece
    if not href:
        return Markup(escape(text))
    if href.startswith(("http", "mailto:")):
        return Markup(f'<a href="{escape(href)}" rel="nofollow">{escape(text)}</a>')
    return Markup(f'<a href="{base}{escape(href)}">{escape(text)}</a>')


def anchors(pieces: Iterable[Text], base: str) -> Markup:
    """Pieces of text with their links, one after the other."""
    return Markup("、".join([anchor(each, base) for each in pieces]))


def longest(pieces: Iterable[Text]) -> int:
    """How long the longest of some texts is."""
    return max(len(each.text) for each in pieces)


def article(found: Mapping[str, str] | None, base: str) -> Markup:
    """An article of the regulation as a link; nothing where there is none."""
    if not found:
        return Markup("")
    address = f"{base}regulation/#{escape(found['anchor'])}"
    return Markup(f'<a class="article" href="{address}">{escape(found["label"])}</a>')


def table(grid: Grid, caption: str, base: str) -> Markup:
    """A grid as a table; what a row is about is its first cell."""
    columns = [
        Column(title, "" if i else "lead", [anchor(each, base) if each else "" for each in texts])
        for i, (title, texts) in enumerate(grid.columns)
    ]
    heads = "".join([f'<th scope="col">{escape(column.heading)}</th>' for column in columns])
    return Markup(
        f"""\
<div class="scroll">
<table class="grid{" stack" if len(columns) > STACKED else ""}">
  <caption>{escape(caption)}</caption>
  <thead><tr>{heads}</tr></thead>
  <tbody>
  {body(columns)}
  </tbody>
</table>
</div>
"""
    )


# What templates call by name.
FILTERS = (anchor, anchors, article, body, longest, table)
