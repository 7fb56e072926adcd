"""Tables of papers as WordprocessingML: a thousand cells are written at once, not found one by one."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from .package import TABLE, W, count_twips
from .paper import FactTable, PaperTable
from .styles import CELL, HEAD, LABEL, SMALL_CELL, SMALL_HEAD

LABEL_WIDTH = 36  # millimetres of a label in a form
SPAN = '<w:gridSpan w:val="3"/>'
SHORT = 9  # characters of a value that leaves room for another one beside it
MIN_SMALL = 6  # columns from which on the letters are small
# Millimetres of a Chinese character, of a small one, and of what stands around the text of a cell; and up to
# how many characters a column is given the room that its longest text asks for.
CHARACTER, SMALL_CHARACTER, PADDING, ONE_LINE = 4.3, 3.3, 2.4, 12
WESTERN = 0.75  # of a Chinese character that a digit takes at most, with the room beside it
BLANK_WIDTH = 6  # characters of an empty column
NARROW = 9  # characters of a column that is not made narrower: a day stands in one line
MIN_SHARE = 0.15  # of the width, that is left for the other columns


def write_table(table: PaperTable, width: float) -> str:
    """A table with a head that is repeated; no row is broken over two pages."""
    small = len(table.headings) >= MIN_SMALL
    cell, head = (SMALL_CELL, SMALL_HEAD) if small else (CELL, HEAD)
    widths = [count_twips(each) for each in share_width(table, width)]
    rows = [_write_row(list(zip(table.headings, widths, strict=True)), [head] * len(widths), is_head=True)]
    for row in table.rows:
        rows.append(_write_row(list(zip(row, widths, strict=True)), [cell] * len(widths)))
    return _write(widths, rows)


def share_width(table: PaperTable, width: float) -> list[float]:
    """The width of each column: short texts in one line, and the rest shared out by what the others ask for.

    Where there is room, headings stand in one line too.
    """
    small = len(table.headings) >= MIN_SMALL
    character = SMALL_CHARACTER if small else CHARACTER
    columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.headings)
    longest = [max((_measure(each) for each in texts), default=0) for texts in columns]
    lines = 3 if small else 1
    room = table.room or (BLANK_WIDTH,) * len(table.headings)
    needs = [
        max(_temper(text or asked), _measure(heading) / lines, 2)
        for heading, text, asked in zip(table.headings, longest, room, strict=True)
    ]
    fixed = [each * character + PADDING if each <= NARROW else 0 for each in needs]
    free = sum(each for each in needs if each > NARROW)
    left = width - sum(fixed)
    # Nothing to share out, or no room for it: then all columns shrink alike.
    if not free or left < MIN_SHARE * width:
        wanted = [each * character + PADDING for each in needs]
        return [each * width / sum(wanted) for each in wanted]
    return [own or each * left / free for own, each in zip(fixed, needs, strict=True)]


def _temper(text: float) -> float:
    """What a column asks for by its longest text: a long one stands in several lines."""
    return text if text <= ONE_LINE else min(2 * ONE_LINE, ONE_LINE + (text - ONE_LINE) / 5)


def _measure(text: str) -> float:
    """How many Chinese characters wide the longest line of a text is."""
    return max(
        (sum(1 if ord(each) > 255 else WESTERN for each in line) for line in text.split("\n")), default=0
    )


def write_facts(table: FactTable, width: float) -> str:
    """A table of facts: labels and values, two beside each other where both are short."""
    value = (width - 2 * LABEL_WIDTH) / 2
    widths = [count_twips(each) for each in (LABEL_WIDTH, value, LABEL_WIDTH, value)]
    rows = []
    for line in pair_lines(table.lines):
        texts = [text for pair in line for text in pair]
        spans = [widths[0], sum(widths[1:])] if len(line) == 1 else widths
        rows.append(_write_row(list(zip(texts, spans, strict=True)), [LABEL, CELL] * len(line)))
    return _write(widths, rows)


def pair_lines(lines: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The lines of a table of facts in pairs where two short ones follow each other."""
    rows: list[list[tuple[str, str]]] = []
    for line in lines:
        before = rows[-1] if rows else []
        if len(before) == 1 and _is_short(before[0]) and _is_short(line):
            before.append(line)
        else:
            rows.append([line])
    return rows


def _is_short(line: tuple[str, str]) -> bool:
    return _measure(line[1]) <= SHORT and "\n" not in line[1]


def _write(widths: Sequence[int], rows: Sequence[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="{TABLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _write_row(cells: Sequence[tuple[str, int]], styles: Sequence[str], is_head: bool = False) -> str:
    """A row; a form's line of two cells spans four columns."""
    head = "<w:tblHeader/>" if is_head else ""
    spans = ("", SPAN) if list(styles) == [LABEL, CELL] else ("",) * len(cells)
    written = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_write_text(text, style)}</w:tc>"
        for (text, width), style, span in zip(cells, styles, spans, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(written)}</w:tr>"


def _write_text(text: str, style: str) -> str:
    """The paragraphs of a cell, one for each line."""
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
