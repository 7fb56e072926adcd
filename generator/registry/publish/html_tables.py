"""Tables and facts as HTML: most of a page is these, and a template takes several times as long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup
from markupsafe import escape as _escape

from ..display import (
    WIDE,
    Fact,
    Facts,
    FactValue,
    Grid,
    Group,
    Text,
    format_day,
    format_number,
    join_items,
)
from ..finding import format_article
from ..records.record_path import RecordPath, get_stem
from .states import build_article_anchor, choose_tone, find_state_value, format_days_in

ROW_END = "</td></tr>"
TABLE_END = "\n</tbody>\n</table>\n</div>"
LEAD = "lead"  # the class of the cells that name their rows
NUMBER = "number"
MONTHS = "months"
MAX_INLINE = 12  # signs of a text: several with a longer one stand below each other
MAX_ROWS = 50  # of a table in sight
MAX_COLUMNS = 5  # a table with more columns is shown as a list on a narrow screen
# What breaks at a hyphen where a line is short, though it is one number.
TELEPHONE = re.compile(r"(?<![\w-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3}-\d{4})(?![\d-])(?:转\d+)?", re.ASCII)
SITE_NAME = re.compile(r"^https?://[^/]+/(?=.)")  # at the beginning of an address that goes on
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*(?![^<>]*>)")  # of a command, and in no tag


class HtmlColumn(NamedTuple):
    """A column: its heading, its kind ("", LEAD, NUMBER or MONTHS), and the cells as HTML, one for each row.

    On a narrow screen a cell is labelled by a class of its table (see list_label_classes); of one below the
    heading of a `group` with that before.
    """

    heading: str
    style: str
    cells: Sequence[str]
    group: str = ""


def render_columns(columns: Sequence[HtmlColumn], caption: str, classes: str, unit: str) -> Markup:
    """Columns as tables, each fifty rows after the first in a fold of their own; `unit` counts them."""
    parts, end = [], 0
    for some in split_rows(columns):
        begin, end = end, end + len(some[0].cells)
        table = _render_columns(some, caption, classes)
        fold = f'<details class="year"><summary>第 {begin + 1} 至 {end} {escape(unit)}</summary>'
        parts.append(f"{fold}{table}</details>" if begin else table)
    return Markup("".join(parts))


def _render_columns(columns: Sequence[HtmlColumn], caption: str, classes: str) -> str:
    """Columns as one table."""
    heads = _render_grouped_heads(columns) if any(each.group for each in columns) else _render_heads(columns)
    return f"""\
<div class="scroll">
<table class="grid stack {classes}{list_label_classes(columns)}">
<caption>{escape(caption)}</caption>
<thead>{heads}</thead>
<tbody>
{render_body(columns)}
</tbody>
</table>
</div>
"""


def _render_heads(columns: Sequence[HtmlColumn]) -> str:
    """The headings of a table, of which the first is that of the rows' names."""
    first, *others = [_render_head(each.heading, each.style) for each in columns]
    return f"<tr>{first}\n{''.join(others)}</tr>"


def _render_grouped_heads(columns: Sequence[HtmlColumn]) -> str:
    """The headings of a table in two rows: those of groups above those of their columns."""
    above, below = "", ""
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = [*members]
        if group:
            above += f'<th scope="colgroup" colspan="{len(inside)}">{escape(group)}</th>'
            below += "".join([_render_head(each.heading, each.style) for each in inside])
        else:
            above += "".join([_render_head(each.heading, each.style, ' rowspan="2"') for each in inside])
    return f"<tr>{above}</tr>\n      <tr>{below}</tr>"


@lru_cache(4096)
def _render_head(heading: str, style: str, span: str = "") -> str:
    shown = f' class="{style}"' if style == NUMBER else ""
    return f'<th scope="col"{span}{shown}>{escape(heading)}</th>'


def render_body(columns: Sequence[HtmlColumn]) -> str:
    """The rows of a table."""
    return join_rows(list_cell_starts(len(columns)), [each.cells for each in columns])


def split_rows(columns: Sequence[HtmlColumn]) -> list[list[HtmlColumn]]:
    """The columns of a table once for each fifty of its rows: no list is longer without a fold."""
    number = len(columns[0].cells) if columns else 0
    if number <= MAX_ROWS:
        return [list(columns)]
    starts = range(0, number, MAX_ROWS)
    return [[each._replace(cells=each.cells[at : at + MAX_ROWS]) for each in columns] for at in starts]


def list_label_classes(columns: Sequence[HtmlColumn]) -> str:
    """The classes of a table that say how its columns are called and aligned: the style sheet has the words.

    Said once for a table, not in each of its cells, of which most of a page consists.
    """
    labels = [name_label(place, each.group + each.heading) for place, each in enumerate(columns, 1)]
    kinds = [
        f"{column.style[0]}{place}"
        for place, column in enumerate(columns, 1)
        if column.style in (NUMBER, MONTHS)
    ]
    return " ".join(["labelled", *labels, *kinds])


@lru_cache(4096)
def name_label(place: int, heading: str) -> str:
    """The class of tables whose column at a place (from 1) has this heading."""
    return f"c{place}-{blake2b(heading.encode(), digest_size=3).hexdigest()}"


def join_rows(starts: Sequence[str], columns: Sequence[Sequence[str]]) -> str:
    """Rows of cells, all joined at once: each cell after what starts it. Columns are of one length."""
    if not columns or not columns[0]:
        return ""
    number, width = len(columns[0]), 2 * len(columns)
    # Filled column by column: a slice takes a whole column at once, where a loop over rows visits every cell.
    pieces = [""] * (number * width)
    for i, (start, cells) in enumerate(zip(starts, columns, strict=True)):
        pieces[2 * i :: width] = [start] * number
        pieces[2 * i + 1 :: width] = cells
    pieces[0] = pieces[0].removeprefix(f"{ROW_END}\n")
    return f"{''.join(pieces)}{ROW_END}"


@lru_cache(64)
def list_cell_starts(number: int) -> list[str]:
    """What starts a cell of each of a number of columns: the end of the last cell is in it."""
    return [f"{ROW_END}\n<tr><td>", *["</td><td>"] * (number - 1)][:number]


@lru_cache(4096)
def list_labelled_starts(headings: Sequence[str]) -> list[str]:
    """What starts a cell of each column, the first of which names its row, with its heading as label."""
    starts = [
        before.replace("<td>", f'<td data-label="{escape(heading)}">')
        for before, heading in zip(list_cell_starts(len(headings)), headings, strict=True)
    ]
    return [start.replace("<td ", f'<td class="{LEAD}" ') for start in starts[:1]] + starts[1:]


@lru_cache(4096)
def escape(text: str) -> str:
    """A text as HTML."""
    return str(_escape(text))


@lru_cache(4096)
def render_unbroken(text: str) -> Markup:
    """A text as HTML, in which no telephone number is broken at its hyphen."""
    shown = escape(text)
    return Markup(TELEPHONE.sub(r'<span class="unbroken">\g<0></span>', shown) if "-" in shown else shown)


def render_options(words: Markup) -> Markup:
    """HTML in which no option of a command is broken at its hyphens: what is read off is typed."""
    # As plain text: within Markup the replacement would be escaped.
    return Markup(OPTION.sub(r'<span class="unbroken">\g<0></span>', str(words)))


@lru_cache(4096)
def render_anchor(piece: Text, base: str) -> Markup:
    """A piece of text as HTML, with its link; `base` leads from the page to the site's root."""
    text, href = piece
    if not href:
        number = TELEPHONE.fullmatch(text)
        return Markup(f'<a href="tel:{dial_number(text)}">{text}</a>') if number else render_unbroken(text)
    if href.startswith(("http", "mailto:")):
        # An address that is too long for its line ends there after the name of the site.
        shown = SITE_NAME.sub(r"\g<0><wbr>", escape(text))
        return Markup(f'<a href="{escape(href)}" rel="nofollow">{shown}</a>')
    return Markup(f'<a href="{base}{escape(href)}">{escape(text)}</a>')


def render_anchors(pieces: Iterable[Text], base: str) -> Markup:
    """Pieces of text with their links, one after the other; whole sentences are numbered."""
    pieces = [*pieces]
    shown = [render_anchor(each, base) for each in pieces]
    if len(pieces) > 1 and any(each.text.endswith("。") for each in pieces):
        return Markup("".join(f"（{i}）{each}" for i, each in enumerate(shown, 1)))
    return Markup("、".join(shown))


def dial_number(number: str) -> str:
    """How a telephone number is dialled (RFC 3966): an extension after a pause."""
    return number.replace("转", ",")


@lru_cache(256)
def render_article(number: str, base: str) -> Markup:
    """An article of the regulation as a link; nothing where there is none."""
    address = f"{base}regulation/#{escape(build_article_anchor(number))}"
    return Markup(
        f'<a class="article" href="{address}">{escape(format_article(number))}</a>' if number else ""
    )


def render_table(grid: Grid, caption: str, base: str) -> Markup:
    """A grid as a table; what a row is about is its first cell."""
    start, starts = render_table_start(caption, tuple([title for title, _ in grid.columns]))
    cells = [[_render_cell(each, base) if each else "" for each in texts] for _, texts in grid.columns]
    return Markup(f"{start}{join_rows(starts, cells)}{TABLE_END}")


@lru_cache(4096)
def render_table_start(caption: str, headings: Sequence[str]) -> tuple[str, list[str]]:
    """All of a table that stands before its rows, and what starts its cells."""
    heads = "".join([f'<th scope="col">{escape(each)}</th>' for each in headings])
    stacked = len(headings) > MAX_COLUMNS
    start = f"""\
<div class="scroll">
<table class="grid{" stack" if stacked else ""}">
<caption>{escape(caption)}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
"""
    return start, list_labelled_starts(headings) if stacked else list_cell_starts(len(headings))


def _render_cell(piece: Text, base: str) -> str:
    return render_anchor(piece, base) if piece.href else render_unbroken(piece.text)


def render_facts(facts: Facts, base: str) -> Markup:
    """Facts as a list: what each is called, and its value."""
    return Markup(f'<dl class="facts">\n{"".join([_render_fact(each, base) for each in facts])}</dl>\n')


def _render_fact(fact: Fact[FactValue], base: str) -> str:
    style = ' class="wide"' if isinstance(fact.value, WIDE) else ""
    label, value = escape(fact.label), _render_value(fact, base)
    return f"<div{style}>\n<dt>{label}</dt><dd>{value}</dd>\n</div>\n"


def _render_value(fact: Fact[FactValue], base: str) -> str:
    """The value of a fact as HTML: a text, a group, a table, or several texts."""
    match fact.value:
        case Text() as text:
            return render_anchor(text, base)
        case Group(facts):
            return f"{render_facts(facts, base)}\n"
        case Grid() as grid:
            return render_table(grid, fact.label, base)
        case several if len(several) > 1 and max(len(each.text) for each in several) > MAX_INLINE:
            items = "".join([f"<li>{render_anchor(each, base)}</li>" for each in several])
            return f"<ul>{items}</ul>\n"
        case several:
            return render_anchors(several, base)


def build_record_anchor(path: str) -> str:
    """Where an institution's page names a file of its dossier: acts/2024-03-15-change.yml → f-acts-…."""
    return "f-" + RecordPath.parse(path).below.removesuffix(".yml").replace("/", "-")


# What templates call them.
FILTERS = {
    "anchor": render_anchor,
    "anchors": render_anchors,
    "article": render_article,
    "columns": render_columns,
    "day": format_day,
    "days_in": format_days_in,
    "dial": dial_number,
    "facts": render_facts,
    "items": join_items,
    "state_value": find_state_value,
    "number": format_number,
    "options": render_options,
    "record_anchor": build_record_anchor,
    "stem": get_stem,
    "tone": choose_tone,
    "unbroken": render_unbroken,
}
