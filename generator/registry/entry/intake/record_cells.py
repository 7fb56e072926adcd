"""The cells of a recognised workbook that say something of the record itself, or stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from ..headings import Field
from ..sheets.grid import CellPlace, CellValue
from ..written.folding import is_nothing, write_cell
from .matching import COURSE
from .recognise import Recognised
from .short_words import write_unit
from .sides import AFTER, BEFORE, Side, read_side
from .tables import IntakeColumn, IntakeRow, IntakeTable

CHANGED = re.compile(rf"/changes/\*/(?:{BEFORE}|{AFTER})")
# A cell's value, with its field and place.
Cell = tuple[Field, CellPlace, CellValue]


def collect_around(recognised: Recognised) -> dict[str, tuple[str, CellPlace]]:
    """What a workbook says beside its record: its institution, the code, the area; the first of each."""
    around: dict[str, tuple[str, CellPlace]] = {}
    for field, place, value in list_single(recognised):
        if field.pointer.startswith("@") and not is_nothing(value):
            around.setdefault(field.pointer, (write_cell(value).strip(), place))
    return around


def find_written(recognised: Recognised, pointer: str) -> CellValue:
    """What the workbook says of a field of the record itself; None where it says nothing."""
    values = (value for field, _, value in list_single(recognised) if field.pointer == pointer)
    return next((each for each in values if not is_nothing(each)), None)


def list_single(recognised: Recognised) -> Iterator[Cell]:
    """The values of the record itself: those in forms, and those that a column has in every row."""
    yield from recognised.pairs
    for table in recognised.tables:
        for column in table.columns:
            if column.field and not column.field.row_list:
                for row in table.rows:
                    place = table.find_place(row.row, column.column)
                    yield column.field, place, table.cells.get_value(row.row, column.column)


def list_row_cells(
    table: IntakeTable, row: IntakeRow, columns: Iterable[IntakeColumn], money: str
) -> list[Cell]:
    """The cells of a row in some columns that are understood; `money` is the unit that the sheet names."""
    return [
        (
            column.field,
            table.find_place(row.row, column.column),
            write_unit(column.field, column.heading, table.get_value(row.row, column.column), money),
        )
        for column in columns
        if column.field
    ]


def list_sides(table: IntakeTable) -> Iterator[Side]:
    """What the cells of a table say of properties before and after their change."""
    for row, column in product(table.rows, table.columns):
        place = table.find_place(row.row, column.column)
        if column.field and (side := read_side(column.field, place, table.get_value(row.row, column.column))):
            yield side


def list_changed(recognised: Recognised) -> Iterator[CellValue]:
    """What a report of changes says that something was, or is from now on."""
    yield from (value for field, place, value in recognised.pairs if read_side(field, place, value))
    for table in recognised.tables:
        yield from (each.value for each in list_sides(table))
        for row, column in product(table.rows, table.columns):
            if column.field and CHANGED.fullmatch(column.field.pointer):
                yield table.get_value(row.row, column.column)
    for change in (recognised.record or {}).get("changes", ()):
        yield from (change.get(each) for each in (BEFORE, AFTER) if isinstance(change.get(each), str))


def has_run(cells: list[Cell]) -> bool:
    """Whether a row says more of a course than which it is, and what a form has filled in of it."""
    return any(
        not is_nothing(value)
        and not field.pointer.endswith(("/course", COURSE, "/remarks"))
        and not _is_known(field, value)
        for field, _, value in cells
    )


def _is_known(field: Field, value: CellValue) -> bool:
    """Whether it follows from the plan: what is taught face to face has no remote hours."""
    return field.pointer.endswith("/new_remote_hours") and str(value) in ("0", "0.0")
