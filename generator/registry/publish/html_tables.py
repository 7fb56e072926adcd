"""Tables as HTML: most of a page is their cells, and a template takes several times as long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

from ..display import Grid, Text

ROW_END = "</td></tr>"
STACKED = 5  # a table with more columns is shown as a list on a narrow screen


class HtmlColumn(NamedTuple):
    """A column: its heading, the class of its cells, and the cells as HTML, one for each row.

    Cells name their column again, for narrow screens.
    """

    heading: str
    style: str
    cells: Sequence[str]


def render_body(columns: Sequence[HtmlColumn]) -> Markup:
    """The rows of a table."""
    starts = list_cell_starts(tuple([(heading, style) for heading, style, _ in columns]))
    return Markup(join_rows(starts, [cells for _, _, cells in columns]))


def join_rows(starts: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    """Rows of cells, all joined at once: each cell after what starts it. Columns are of one length."""
    if not columns or not columns[0]:
        return ""
    number, width = len(columns[0]), 2 * len(columns)
    pieces = [""] * (number * width)
    for i, (start, cells) in enumerate(zip(starts, columns, strict=True)):
        pieces[2 * i :: width] = [start] * number
        pieces[2 * i + 1 :: width] = cells
    pieces[0] = pieces[0].removeprefix(f"{ROW_END}\n")
    return f"{''.join(pieces)}{ROW_END}"


@lru_cache(4096)
def list_cell_starts(columns: Sequence[tuple[str, str]]) -> list[str]:
    """What starts a cell of each column, told by its heading and style: the end of the last cell is in it."""
    found: list[str] = []
    for heading, style in columns:
        named = f' class="{style}"' if style else ""
        before = "</td>" if found else f"{ROW_END}\n<tr>"
        found.append(f'{before}<td data-label="{escape(heading)}"{named}>')
    return found


@lru_cache(4096)
def escape(text: str) -> str:
    """A text as HTML."""
    return str(_escape(text))


@lru_cache(4096)
def render_anchor(piece: Text, base: str) -> Markup:
    """A piece of text as HTML, with its link; `base` leads from the page to the site's root."""
    text, href = piece
    if not href:
        return Markup(escape(text))
    if href.startswith(("http", "mailto:")):
        return Markup(f'<a href="{escape(href)}" rel="nofollow">{escape(text)}</a>')
    return Markup(f'<a href="{base}{escape(href)}">{escape(text)}</a>')


def render_anchors(pieces: Iterable[Text], base: str) -> Markup:
    """Pieces of text with their links, one after the other."""
    return Markup("、".join([render_anchor(each, base) for each in pieces]))


def measure_longest(pieces: Iterable[Text]) -> int:
    """How long the longest of some texts is."""
    return max(len(each.text) for each in pieces)


def render_article(found: Mapping[str, str] | None, base: str) -> Markup:
    """An article of the regulation as a link; nothing where there is none."""
    return _article(found["label"], found["anchor"], base) if found else Markup("")


@lru_cache(256)
def _article(label: str, anchor: str, base: str) -> Markup:
    address = f"{base}regulation/#{escape(anchor)}"
    return Markup(f'<a class="article" href="{address}">{escape(label)}</a>')


def render_table(grid: Grid, caption: str, base: str) -> Markup:
    """A grid as a table; what a row is about is its first cell."""
    start, starts = render_table_start(caption, tuple([title for title, _ in grid.columns]))
    cells = [[_cell(each, base) if each else "" for each in texts] for _, texts in grid.columns]
    return Markup(f"{start}{join_rows(starts, cells)}{TABLE_END}")


@lru_cache(4096)
def render_table_start(caption: str, headings: Sequence[str]) -> tuple[str, list[str]]:
    """All of a table that stands before its rows, and what starts its cells."""
    heads = "".join([f'<th scope="col">{escape(each)}</th>' for each in headings])
    start = f"""\
<div class="scroll">
<table class="grid{" stack" if len(headings) > STACKED else ""}">
  <caption>{escape(caption)}</caption>
  <thead><tr>{heads}</tr></thead>
  <tbody>
  """
    return start, list_cell_starts(tuple([(each, "" if i else "lead") for i, each in enumerate(headings)]))


def _cell(piece: Text, base: str) -> str:
    return render_anchor(piece, base) if piece.href else escape(piece.text)


TABLE_END = """
  </tbody>
</table>
</div>
"""


# What templates call them.
FILTERS = {
    "anchor": render_anchor,
    "anchors": render_anchors,
    "article": render_article,
    "body": render_body,
    "longest": measure_longest,
    "table": render_table,
}
