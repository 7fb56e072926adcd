"""A sheet as its reader sees it: a merged area is one cell, whose value every part of it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..sheets.grid import CellPlace, CellValue, Sheet
from ..written.folding import write_cell


class Cells:
    """The cells of a sheet; rows and columns count from 0."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.width = len(sheet.rows[0]) if sheet.rows else 0
        self._origins = {
            (row, column): (area.row, area.column)
            for area in sheet.merged
            for row in range(area.row, min(area.last_row + 1, self.height))
            for column in range(area.column, min(area.last_column + 1, self.width))
        }
        self._ends = {(area.row, area.column): area for area in sheet.merged}

    def get_origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged area that a cell belongs to; mostly itself."""
        return self._origins.get((row, column), (row, column))

    def get_value(self, row: int, column: int) -> CellValue:
        """What a cell holds; nothing outside the sheet."""
        row, column = self.get_origin(row, column)
        return self.sheet.rows[row][column] if row < self.height and column < self.width else None

    def get_own_value(self, row: int, column: int) -> CellValue:
        """The value of a cell itself; nothing where a cell of another column reaches over it."""
        return self.get_value(row, column) if self.get_origin(row, column)[1] == column else None

    def get_text(self, row: int, column: int) -> str:
        """The value of a cell as a text."""
        return write_cell(self.get_value(row, column)).strip()

    def get_end(self, row: int, column: int) -> tuple[int, int]:
        """The last row and column of the area that a cell belongs to."""
        origin = self.get_origin(row, column)
        area = self._ends.get(origin)
        return (area.last_row, area.last_column) if area else origin

    def get_place(self, row: int, column: int) -> CellPlace:
        """The place of a cell, or of the area that it belongs to."""
        return CellPlace(self.sheet.name, *self.get_origin(row, column))

    def list_row(self, row: int) -> list[tuple[int, str]]:
        """The columns of a row that say something, with their texts; a merged area counts once."""
        values = []
        for column in range(self.width):
            if self.get_origin(row, column)[1] == column and (text := self.get_text(row, column)):
                values.append((column, text))
        return values

    def list_alone(self, rows: Iterable[int]) -> list[str]:
        """The texts that stand alone in their rows, of some rows."""
        lines = (self.list_row(row) for row in rows)
        return [line[0][1] for line in lines if len(line) == 1]

    def list_origins(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The cells of some rows that say something, each merged area once."""
        for row in rows:
            for column in range(self.width):
                if self.get_origin(row, column) == (row, column) and self.get_text(row, column):
                    yield row, column
