"""Workbooks of Excel since 2007 (xlsx, xlsm): calamine reads the values, a scan before it the rest.

The scan finds how far the content reaches (calamine allocates all cells between), formulas without a saved
value, errors, hidden rows and columns: calamine tells none of these.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Container, Mapping, Sequence

from .bounds import MACROS, check_sheets, check_unpacked
from .grid import Sheet
from .markup import Attributes, parse_markup
from .package import read_parts, store_parts
from .values import Scan, read_sheets

# Cells and rows with a format and nothing in them: 100,000 of them are dropped before anything looks at them.
EMPTY_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')
EMPTY_ROW = re.compile(
    rb'<(?:\w+:)?row\s(?:[^<>]*?\s)?r="[0-9]{1,7}"(?:[^<>]*/>|[^<>]*(?<!/)>\s*</(?:\w+:)?row>)'
)
REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
SHARED = re.compile(rb"<(?:\w+:)?si[\s>/]")
# How many texts there are, which calamine believes.
COUNTS = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")
MAX_COLUMN = 16_384  # of Excel itself


def read_ooxml(archive: zipfile.ZipFile) -> tuple[list[Sheet], list[str]]:
    """The sheets, and what the clerk is told."""
    parts = read_parts(archive)
    paths = list_sheet_parts(parts)
    check_sheets(len(paths))
    if (strings := _find_strings(parts)) in parts:
        parts[strings] = COUNTS.sub(b"", parts[strings], count=2)
    shared = [len(each) for each in SHARED.split(parts.get(strings, b""))[1:]]
    scans, struck = [], _list_struck(parts)
    for path in paths:
        parts[path] = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", parts[path]))
        scanner = _Scanner(shared, struck)
        parse_markup(parts[path], scanner.start, scanner.end, scanner.take_text)
        check_unpacked(scanner.copied)
        scans.append(scanner.scan)
    sheets, notes = read_sheets(store_parts(parts), scans)
    macros = any(each.endswith("vbaProject.bin") for each in archive.namelist())
    return sheets, [MACROS, *notes] if macros else notes


def list_sheet_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts of the sheets, in the workbook's order."""
    ids: list[str] = []

    def note_sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            ids.extend(value for key, value in attributes.items() if key.endswith(":id"))

    parse_markup(parts["xl/workbook.xml"], note_sheet)
    targets = {each["Id"]: _find_part(each) for each in _list_relations(parts)}
    return [targets[each] for each in ids]


def _find_strings(parts: Mapping[str, bytes]) -> str:
    """The part of the texts that cells share."""
    shared = (each for each in _list_relations(parts) if each.get("Type", "").endswith("/sharedStrings"))
    return next(map(_find_part, shared), "")


def _list_relations(parts: Mapping[str, bytes]) -> list[Attributes]:
    """What the workbook refers to."""
    relations: list[Attributes] = []

    def note(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            relations.append(attributes)

    parse_markup(parts["xl/_rels/workbook.xml.rels"], note)
    return relations


def _find_part(relation: Attributes) -> str:
    return posixpath.normpath(posixpath.join("/xl", relation["Target"])).lstrip("/")


def _list_struck(parts: Mapping[str, bytes]) -> set[str]:
    """The formats of cells whose text is struck through: people cancel a row so, and it is still there."""
    fonts: list[bool] = []
    formats: list[int] = []
    inside: list[str] = []

    def end(_: str) -> None:
        inside.pop()

    def start(name: str, attributes: Attributes) -> None:
        inside.append(name)
        if name == "font" and inside[-2:-1] == ["fonts"]:
            fonts.append(False)
        elif name == "strike" and "fonts" in inside:
            fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif name == "xf" and inside[-2:-1] == ["cellXfs"]:
            formats.append(int(attributes.get("fontId", 0)))

    if styles := parts.get("xl/styles.xml"):
        parse_markup(styles, start, end)
    return {str(i) for i, font in enumerate(formats) if font < len(fonts) and fonts[font]}


class _Scanner:
    """Takes what stands in a sheet's part, and keeps all but the values in `scan`."""

    def __init__(self, shared: Sequence[int], struck: Container[str]) -> None:
        self.scan = Scan()
        self.copied = 0  # bytes of shared texts, as often as they stand in cells
        self._shared = shared
        self._struck = struck
        self._style = ""
        self._row = self._column = -1
        self._type = self._value = ""
        self._formula = self._saved = self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._inside = self._saved = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.scan.hidden_rows.append(self._row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            columns = range(int(attributes["min"]) - 1, min(int(attributes["max"]), MAX_COLUMN))
            self.scan.hidden_columns += columns

    def _start_cell(self, attributes: Attributes) -> None:
        self._column += 1
        if match := REFERENCE.fullmatch(attributes.get("r", "")):
            self._row, self._column = int(match[2]) - 1, count_column(match[1])
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value = ""
        self._formula = self._saved = False

    def take_text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "c" and (self._formula or self._value):
            self._end_cell()

    def _end_cell(self) -> None:
        """Note of a cell what calamine does not tell of it."""
        place = (self._row, self._column)
        self.scan.reach(*place)
        if self._style in self._struck and self._row not in self.scan.struck_rows[-1:]:
            self.scan.struck_rows.append(self._row)
        if not self._value:
            if not (self._saved and self._type == "str"):  # else the value is an empty text
                self.scan.unsaved.add(place)
        elif self._type == "e":
            self.scan.texts[place] = self._value
        elif self._type == "s":
            self.copied += self._shared[int(self._value)]


def count_column(letters: str) -> int:
    """The number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
