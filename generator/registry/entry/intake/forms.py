"""Forms in a sheet: a label at the left or above, its value at the right or below, or both in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from ...typed import narrow
from ..headings import Field
from ..sheets.grid import CellPlace, CellValue
from ..written.folding import fold_heading, strip_seal
from .cells import Cells
from .matching import Headings, Match

IN_CELL = re.compile(r"([^\s:：、，。；]{2,20})[:：]\s*(.*?)(?=\s{2,}[^\s:：]{2,20}[:：]|$)", re.DOTALL)

# The new value ends with the sentence, or where the next one begins.
SENTENCE = re.compile(
    r"(?:[0-9]{1,2}[.、．])?([^\s:：，,；;。、由]{2,12})由([^；;。\n]+?)(?:变更|更改|调整|改)(?:为|成|至)"
    r"([^，,；;。\n]+)(?=$|[；;。\n]|[，,][^，,]+由)"
)
COUNT = re.compile("([^0-9,、;:，；：]+?):?([0-9]+)[人名位]?(?=[,、;，；]|$)")
COUNTS = re.compile("(?:[^0-9,、;:，；：]+?:?[0-9]+[人名位]?[,、;，；]?)+")
MAX_LABEL = 40  # characters of a label
NUMBER = re.compile("[0-9][0-9.,]*[人名]?")


class Pair(NamedTuple):
    """A field of the record itself with its value, where that stands."""

    field: Field
    place: CellPlace
    value: CellValue


class Unknown(NamedTuple):
    """Something in a sheet that was not understood, and for a heading with a slip what it may mean."""

    place: CellPlace
    text: str
    meant: str = ""


class FormReading(NamedTuple):
    """What a form says, and what of it was not understood."""

    pairs: tuple[Pair, ...]
    unknown: tuple[Unknown, ...]


def read_form(cells: Cells, headings: Headings, rows: Iterable[int]) -> FormReading:
    """What the rows of a sheet that belong to no table say."""
    reader = _FormReader(cells, headings)
    for row, column in list(cells.list_origins(list(rows))):
        reader.read_cell(row, column)
    return FormReading(tuple(reader.pairs), tuple(reader.list_unknown()))


class _FormReader:
    """Reads the cells of a form one after the other."""

    def __init__(self, cells: Cells, headings: Headings) -> None:
        self.cells = cells
        self.headings = headings
        self.pairs: list[Pair] = []
        self.used: set[tuple[int, int]] = set()
        self.left: list[tuple[int, int]] = []
        self.crossed: set[str] = set()  # the words that together were a label

    def read_cell(self, row: int, column: int) -> None:
        """Take a cell for a label, for a label with its value, or for a value at a crossing of labels."""
        if (row, column) in self.used:
            return
        text = self.cells.get_text(row, column)
        if field := self._find(text):
            self._add(field, row, column)
        elif pairs := self._split(text):
            place = self.cells.get_place(row, column)
            self.pairs += [Pair(each, place, value) for each, value in pairs]
            self.used.add((row, column))
        elif not (self._read_counts(row, column) or self._read_crossing(row, column)):
            self.left.append((row, column))

    def list_unknown(self) -> list[Unknown]:
        """The cells that are neither label nor value."""
        return [
            self._make_unknown(*item)
            for item in self.left
            if item not in self.used and self.cells.get_text(*item) not in self.crossed
        ]

    def _make_unknown(self, row: int, column: int) -> Unknown:
        text = self.cells.get_text(row, column)
        match = self.headings.find(text) if len(text) <= MAX_LABEL else Match()
        is_label = any(not each.row_list and "@" not in each.pointer for each in match.fields)
        return Unknown(self.cells.get_place(row, column), text, match.meant if is_label else "")

    def _find(self, text: str) -> Field | None:
        return self.headings.find_in(text, "") if len(text) <= MAX_LABEL else None

    def _split(self, text: str) -> list[tuple[Field, str]]:
        """The labels and values of a cell that holds both: 填报单位：演示中心   年度：2027."""
        parts = [*self._split_sentence(text)]
        for label, value in () if parts else IN_CELL.findall(text):
            value = strip_seal(_drop_closing(value.strip()))
            if (field := self._find(label.lstrip("(（"))) and value:
                parts.append((field, value))
        return parts

    def _split_sentence(self, text: str) -> Iterator[tuple[Field, str]]:
        """What sentences say that something was and is: 办公电话由…变更为…; all of them, or nothing."""
        parts = [(each[1], each[2].strip(), each[3].strip()) for each in SENTENCE.finditer(text)]
        sides = [(self._find(f"原{what}"), self._find(f"现{what}")) for what, _, _ in parts]
        rest = SENTENCE.sub("", text).strip("，,；;。 \n")
        if not rest and all(before and after for before, after in sides):
            for fields, (_, *values) in zip(sides, parts, strict=True):
                yield from ((field, value) for field, value in zip(fields, values, strict=True) if field)

    def _add(self, field: Field, row: int, column: int) -> None:
        """A label with its value: the next cell to the right, else the one below."""
        self.used.add((row, column))
        last_row, last_column = self.cells.get_end(row, column)
        right, below = (row, last_column + 1), (last_row + 1, column)
        places = [right, below] if self._is_headed(field, right, below) else [right]
        for place in places:
            if self._is_value(field, place):
                origin = self.cells.get_origin(*place)
                self.used.add(origin)
                value = self.cells.get_value(*origin)
                self.pairs.append(Pair(field, self.cells.get_place(*origin), value))
                return
        self.pairs.append(Pair(field, self.cells.get_place(*right), None))

    def _is_value(self, field: Field, place: tuple[int, int]) -> bool:
        """Whether a cell beside a label says something that is no label itself."""
        text = self.cells.get_text(*place)
        if not text or self.cells.get_origin(*place) in self.used:
            return False
        return text in field.schema.get("enum", ()) or not self._find(text)

    def _is_headed(self, field: Field, right: tuple[int, int], below: tuple[int, int]) -> bool:
        """Whether a label may stand above its value: labels side by side do, and the one of a paragraph."""
        if self.cells.get_text(*right):
            return True
        alone = len(self.cells.list_row(below[0])) == 1 if below[0] < self.cells.height else False
        section = fold_heading(self.cells.get_text(*below)) in self.headings.sections
        return field.schema.get("pattern") == r"\S" and alone and not section

    def _read_counts(self, row: int, column: int) -> bool:
        """Numbers each behind its word, which goes on what stands at the left: 专职 and 正高2人，副高5人."""
        text = narrow(self.cells.get_text(row, column))
        if not COUNTS.fullmatch(text):
            return False
        left = _list_words(self.cells.get_text(row, each) for each in range(column - 1, -1, -1))
        counts = []
        for word, number in COUNT.findall(text):
            labels = (f"{one}{word}" for one in left)
            field = next((each for label in labels if (each := self._find(label))), None)
            if field is None:
                return False
            counts.append((field, number))
        place = self.cells.get_place(row, column)
        self.pairs += [Pair(field, place, number) for field, number in counts]
        self.used.add((row, column))
        self.crossed |= set(left)
        return True

    def _read_crossing(self, row: int, column: int) -> bool:
        """A number whose label is at the left and, of its column, above: 专职 and 正高级."""
        if not NUMBER.fullmatch(narrow(self.cells.get_text(row, column))):
            return False
        left = [self.cells.get_text(row, each) for each in range(column - 1, -1, -1)]
        # A head is near: further up stands something else.
        above = [self.cells.get_text(each, column) for each in range(row - 1, max(row - 6, -1), -1)]
        for one, other in product(_list_words(left), _list_words(above)):
            if field := self._find(one + other) or self._find(other + one):
                value = self.cells.get_value(row, column)
                self.pairs.append(Pair(field, self.cells.get_place(row, column), value))
                self.used.add((row, column))
                self.crossed |= {one, other}
                return True
        return False


def _drop_closing(value: str) -> str:
    """A value without the bracket that closes one opened before its label: （填报单位：某某中心）."""
    opened, closed = (sum(value.count(each) for each in pair) for pair in ("(（", ")）"))
    return value[:-1].rstrip() if closed > opened and value.endswith((")", "）")) else value


def _list_words(texts: Iterable[str]) -> list[str]:
    """The texts that are words, the nearest first."""
    return [each for each in dict.fromkeys(texts) if each and not NUMBER.fullmatch(narrow(each))]
