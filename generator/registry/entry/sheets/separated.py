"""Texts with a row a line (CSV, TSV, what was pasted), in the encodings that Windows programs use."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from .bounds import MAX_COLUMNS, UnreadableSheet, check_grid
from .building import make_sheet
from .grid import Sheet

DELIMITERS = (",", "\t", ";", "，", "|")
SAMPLE = 100  # rows by which the delimiter is found
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
DECLARED = re.compile("sep=(.)\r?\n", re.IGNORECASE)  # Excel's own line for it
GUARDED = re.compile('="([^"]*)"')  # how systems keep Excel from making a number of a code


def decode_text(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 or GB18030, or None where it is no text."""
    marked = next((name for mark, name in MARKS if content.startswith(mark)), "")
    for encoding in (marked,) if marked else (*_guess_wide(content), "utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if NO_TEXT.search(text) else text
    return None


def _guess_wide(content: bytes) -> list[str]:
    """UTF-16 without a mark is found by its NULs, which no other text has."""
    sample = content[:2000]
    if b"\0" not in sample:
        return []
    return ["utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"]


def read_separated(text: str, name: str) -> Sheet:
    """The one sheet of a text; all values are texts."""
    declared = DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else find_delimiter(text)
    rows = _split(text, delimiter, strict=True) or _split(text, delimiter, strict=False)
    if rows is None:
        raise UnreadableSheet("分不出行和列（引号也许不成对）。请在 Excel 或 WPS 中打开，另存为 .xlsx")
    return make_sheet(name, [[GUARDED.sub(r"\1", each) for each in row] for row in rows])


def find_delimiter(text: str) -> str:
    """What stands between the columns: that by which most rows have equally many."""
    return max(DELIMITERS, key=lambda item: _weigh_delimiter(text, item))


def _weigh_delimiter(text: str, delimiter: str) -> tuple[int, int]:
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), SAMPLE))
    except csv.Error:
        rows = [line.split(delimiter) for line in text.splitlines()[:SAMPLE]]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
    return count, width


def _split(text: str, delimiter: str, strict: bool) -> list[list[str]] | None:
    """The rows, or None where the quotes do not pair; without `strict` quotes are characters as any."""
    source = io.StringIO(text, newline="" if strict else None)
    quoted = csv.reader(source, delimiter=delimiter, strict=True)
    plain = csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    rows: list[list[str]] = []
    blank = width = 0
    try:
        for row in quoted if strict else plain:
            if not any(row):
                blank += 1
                continue
            rows += [[]] * blank
            rows.append(row)
            blank = 0
            width = max(width, len(row) if any(row[MAX_COLUMNS:]) else min(len(row), MAX_COLUMNS))
            check_grid(len(rows), width)
    except csv.Error:
        return None
    return rows
