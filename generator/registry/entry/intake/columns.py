"""Columns of a table whose heading alone does not say what they are: their values do."""

from __future__ import annotations

from collections import defaultdict

from ...typed import NotUnderstood, narrow
from ..headings import Field
from ..written.values import find_choice
from .matching import MONTH, Headings
from .tables import IntakeColumn, IntakeTable

LOOKED_AT = 200  # rows
Values = dict[tuple[str, str], dict[str, None]]  # by list and heading, each once


def settle_columns(tables: list[IntakeTable], headings: Headings) -> list[IntakeTable]:
    """The tables without two columns of the same field; those with the same headings are settled alike.

    培训形式 is how is taught in one sheet and the form of service in another: a column goes to the field of
    which it has the values, where its own has none of them, or another column is that one already.
    """
    values: Values = defaultdict(dict)
    for table in tables:
        for column in table.columns:
            values[table.row_list, column.heading] |= dict.fromkeys(_list_values(table, column))
    alike = {_name_head(each): each for each in tables}
    settled = {head: _settle(table, values, headings) for head, table in alike.items()}
    return [
        table._replace(
            columns=tuple(
                column._replace(field=field)
                for column, field in zip(table.columns, settled[_name_head(table)], strict=True)
            )
        )
        for table in tables
    ]


def _name_head(table: IntakeTable) -> tuple[str, ...]:
    return (table.row_list, *(each.heading for each in table.columns))


def _settle(table: IntakeTable, values: Values, headings: Headings) -> list[Field | None]:
    """The field of each column of a table, by the values that columns of this heading have in all tables."""
    columns = table.columns
    fields = [each.field for each in columns]
    for i, field in enumerate(fields):
        if field and "enum" in field.schema:
            others = {each.pointer for j, each in enumerate(fields) if each and j != i}
            own = [*values[table.row_list, columns[i].heading]]
            fields[i] = _choose(field, others, own, headings)
    taken: set[str] = set()
    for i in sorted(range(len(fields)), key=lambda i: _rank(columns[i], fields[i])):
        field = fields[i]
        # An institution may stand there by its id and by its name.
        if field and field.row_list and field.schema.get("x-ref") != "institution" and not _is_month(field):
            fields[i] = None if field.pointer in taken else field
            taken.add(field.pointer)
    return fields


def _is_month(field: Field) -> bool:
    return field.pointer.endswith(MONTH)


def _choose(own: Field, others: set[str], values: list[str], headings: Headings) -> Field:
    """The field of a column by its values: its own, or another with more of them that no column is."""
    count = sum(_fits(each, own) for each in values)
    if count and own.pointer not in others:
        return own
    free = [
        field
        for field in headings.fields
        if field.row_list == own.row_list and "enum" in field.schema and field.pointer not in others
    ]
    best = max(free, key=lambda item: sum(_fits(value, item) for value in values), default=own)
    has = sum(_fits(value, best) for value in values)
    return best if has > count or (has and own.pointer in others) else own


def _list_values(table: IntakeTable, column: IntakeColumn) -> list[str]:
    """The values of a column, as far as they are looked at."""
    texts = (narrow(table.cells.get_text(row.row, column.column)) for row in table.rows[:LOOKED_AT])
    return [each for each in texts if each]


def list_doubles(table: IntakeTable, headings: Headings) -> list[tuple[IntakeColumn, IntakeColumn]]:
    """The columns that are left out since another one has their field, each behind that one.

    Notes may be several, and what a choice is called in one sheet is another field in the next.
    """
    taken = {each.field.pointer: each for each in table.columns if each.field}
    return [
        (taken[field.pointer], column)
        for column in table.columns
        if not column.field
        and (field := headings.find_in(column.heading, table.row_list))
        and field.pointer in taken
        and "enum" not in field.schema
        and not field.pointer.endswith("/remarks")
    ]


def _fits(value: str, field: Field) -> bool:
    try:
        find_choice(value, field.schema)
    except NotUnderstood:
        return False
    return True


def _rank(column: IntakeColumn, field: Field | None) -> int:
    """How far down among its field's headings a heading stands: the nearest column keeps the field."""
    names = field.headings if field else ()
    return names.index(column.heading) if column.heading in names else len(names)
