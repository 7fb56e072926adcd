"""A file that holds several records: a summary and a plan, two years, two institutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ...model.register import Register
from ...records.schemas import Schemas
from ...typed import narrow
from ..sheets.grid import Sheet, Workbook
from .cells import Cells
from .matching import INSTITUTION
from .names import fold_institutions, list_held
from .recognise import (
    TITLE_ROWS,
    TOGETHER,
    Recognised,
    find_years,
    get_headings,
    is_read,
    name_kind,
    read_origin,
    recognise_workbook,
)
from .tables import find_tables


class Wanted(NamedTuple):
    """Which parts are wanted, as the command line says; empty where it says nothing."""

    kind: str = ""
    id: str = ""
    year: int | None = None


class _Tag(NamedTuple):
    """What the title of a sheet says of it; empty where it says nothing, or several things."""

    kind: str
    institution: str
    year: int | None

    def follow(self, before: _Tag) -> _Tag:
        """The tag with what the sheet before says, where this one says nothing."""
        return _Tag(
            self.kind or before.kind, self.institution or before.institution, self.year or before.year
        )


class WorkbookPart(NamedTuple):
    """A part of a workbook that is one record, and how it can be read, as far as that was found already."""

    workbook: Workbook
    likely: list[Recognised] | None = None


def split_workbook(
    workbook: Workbook, register: Register, schemas: Schemas, day: dt.date, wanted: Wanted
) -> list[WorkbookPart]:
    """The parts of a workbook that are a record each; the workbook itself where it is one."""
    # What the register itself has written is one record, whatever its sheets are called.
    if read_origin(workbook):
        return [WorkbookPart(workbook)]
    names = fold_institutions(register, day)
    parts = list(_split_sheets(workbook, names, schemas, wanted))
    return [piece for part in parts for piece in _split_rows(part, names, schemas, wanted)]


def _split_sheets(
    workbook: Workbook, names: dict[str, str], schemas: Schemas, wanted: Wanted
) -> Iterator[Workbook]:
    """A workbook for each kind, institution and year that the titles of its sheets tell.

    A sheet without a title goes on with the one before; one without a table, a cover, belongs to all.
    """
    sheets = [each for each in workbook.sheets if is_read(each)]
    tags = {each.name: _read_tag(each, names) for each in sheets}
    # No two titles say different things of anything: then it is one record on several sheets.
    if all(len({*values} - {"", None}) < 2 for values in zip(*tags.values(), strict=True)):
        yield workbook
        return
    # A plan's headings will do: here it is asked only which sheets have a table, and which are covers.
    headings = get_headings(schemas, "plan")
    with_tables = {each.name for each in sheets if find_tables(Cells(each), headings)}
    last = _Tag("", "", None)
    for name in tags:
        last = tags[name].follow(last)
        if name in with_tables:
            tags[name] = last
    groups = list(dict.fromkeys(tags[name] for name in tags if name in with_tables)) or [last]
    several = len({each.institution for each in groups}) > 1
    for group in [each for each in groups if _fits(each, wanted)] or groups:
        own = tuple(
            sheet
            for sheet in workbook.sheets
            if sheet.name not in tags
            or (tags[sheet.name] == group if sheet.name in with_tables else _fits(tags[sheet.name], group))
        )
        yield workbook._replace(sheets=own, is_extract=several)


def _fits(tag: _Tag, other: tuple[str, str, int | None]) -> bool:
    """Whether two say nothing different."""
    return all(not one or not two or one == two for one, two in zip(tag, other, strict=True))


def _read_tag(sheet: Sheet, names: dict[str, str]) -> _Tag:
    """What a sheet's name and the first lines that stand alone in it say."""
    cells = Cells(sheet)
    kind = name_kind(cells)
    titles = [narrow(each) for each in (sheet.name, *cells.list_alone(range(TITLE_ROWS)))]
    held = list_held(names, titles)
    years = find_years(titles)
    return _Tag(
        kind if kind in TOGETHER else "",
        held.pop() if len(held) == 1 else "",
        years[0] if len(years) == 1 else None,
    )


def _split_rows(
    workbook: Workbook, names: dict[str, str], schemas: Schemas, wanted: Wanted
) -> Iterator[WorkbookPart]:
    """A workbook for each institution that a column names; the rows of the others are blank in it."""
    likely = recognise_workbook(workbook, schemas, wanted.kind)
    owners = _list_owners(likely[0], names) if likely else {}
    groups = dict.fromkeys(owners.values())
    if len(groups) < 2 or not any(each in names.values() for each in groups):
        yield WorkbookPart(workbook, likely)
        return
    for owner in [wanted.id] if wanted.id in groups else groups:
        others = {place for place, each in owners.items() if each != owner}
        sheets = tuple(_empty_rows(each, others) for each in workbook.sheets)
        yield WorkbookPart(workbook._replace(sheets=sheets, is_extract=True))


def _list_owners(recognised: Recognised, names: dict[str, str]) -> dict[tuple[str, int], str]:
    """Whose each row of the tables is, by sheet and row: the id, or the name where it has none."""
    owners: dict[tuple[str, int], str] = {}
    for table in recognised.tables:
        columns = [each.column for each in table.columns if each.field and each.field.pointer == INSTITUTION]
        owner = ""
        for row in table.rows if columns else ():
            written = narrow(table.cells.get_text(row.row, columns[0]))
            # Written once for several rows, as merged cells are: a blank one goes on with the one above.
            owner = names.get(written, written) or owner
            if owner:
                owners[table.cells.sheet.name, row.row] = owner
    return owners


def _empty_rows(sheet: Sheet, others: set[tuple[str, int]]) -> Sheet:
    rows = (
        tuple(None for _ in row) if (sheet.name, number) in others else row
        for number, row in enumerate(sheet.rows)
    )
    return sheet._replace(rows=tuple(rows))
