"""What cells say in short: units by their headings, days in few words, a form in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...json_data import JsonValue
from ...records.units import MONEY, accepts_unit
from ...typed import NotUnderstood, narrow
from ..headings import Field
from ..sheets.grid import CellValue
from ..written.dates import MONTH, read_months
from ..written.folding import fold_heading, is_nothing, write_cell
from ..written.synonyms import NO
from ..written.values import AMOUNT
from .matching import MONTH as MONTH_COLUMN
from .tables import IntakeRow, IntakeTable

# A unit in the brackets of a heading, as far as it can be another than the field's own; above a table.
HEAD_UNIT = re.compile(
    r"\((?:单位:?)?((?:[万千百]?(?:元|人次|人|学时|课时|天|日|小时|周)|分钟)(?:[/每].+)?)\)"
)
HEAD_MONTH = re.compile("[0-9]{1,2}(?=[^0-9]*月)")
MONEY_UNIT = re.compile("单位[:：]?(?:人民币)?([万千百]元)")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile("20[0-9]{2}")
_MONTH = "[0-9]{1,2}(?:月份?|月[上中下]旬|月[初中底末])?"
# Months that are written as they are read.
PLAIN_MONTHS = re.compile(f"(?:20[0-9]{{2}}[-./年])?{_MONTH}(?:[、,;和及]{_MONTH})*")
TOTAL_HOURS = frozenset({"总学时", "总课时"})
ITEM_NUMBER = re.compile(r"^[(（]?[0-9]{1,2}[)）.、．]\s*")
PRACTICE = re.compile("[(（](?:(?P<no>不需要?|无需|没有|无|不含|不用)|需要?|有|含)实训[)）]$")
# A form that is none of those listed, and which, in brackets or behind a mark; or in words of its own.
OTHER_FORM = re.compile("其[他它]?\\s*[（(:：—-]+\\s*(?P<note>.+?)\\s*[)）]?|(?:自办|自主|自行|本单位自).*")


def find_money_unit(titles: Iterable[str]) -> str:
    """The unit of money that a line above the tables names: 单位：万元; nothing where there is none."""
    lines = (MONEY_UNIT.search(narrow(each)) for each in titles)
    return next((each[1] for each in lines if each), "")


def write_unit(field: Field | None, heading: str, value: CellValue, money: str) -> CellValue:
    """A bare number with the unit of its heading, or that of money, where that is not the field's own."""
    if field is None or is_nothing(value):
        return value
    match = HEAD_UNIT.search(narrow(heading))
    unit = match[1] if match else money if accepts_unit(MONEY, field.schema) else ""
    amount = AMOUNT.match(narrow(write_cell(value)))
    if not unit or amount is None or amount["unit"] or accepts_unit(unit, field.schema):
        return value
    return f"{write_cell(value)}{unit}"


def describe_reading(value: CellValue, read: JsonValue) -> str:
    """How a day or months in few words were read; nothing where they are written as they are read."""
    text = narrow(write_cell(value))
    if isinstance(read, list) and read and all(isinstance(each, int) for each in read):
        return "" if PLAIN_MONTHS.fullmatch(text) else f"{'、'.join(map(str, read))}月"
    is_short = isinstance(read, str) and DAY.fullmatch(read) and not YEAR.search(text)
    return str(read) if is_short else ""


def split_practice(words: str) -> tuple[str, bool | None]:
    """A field of training without its number, and whether it needs practice: 1.护理（需要实训）."""
    words = ITEM_NUMBER.sub("", words)
    match = PRACTICE.search(words)
    return (words[: match.start()], not match["no"]) if match else (words, None)


def list_ticked(table: IntakeTable, row: IntakeRow) -> list[int] | None:
    """The months that are ticked in columns of their own; None where a table has none."""
    columns = [each for each in table.columns if each.field and each.field.pointer.endswith(MONTH_COLUMN)]
    values = [(each, table.get_value(row.row, each.column)) for each in columns]
    ticked = [
        item
        for item, value in values
        if not is_nothing(value) and narrow(write_cell(value)) not in (*NO, "0")
    ]
    return [_read_month(each.heading) for each in ticked] if columns else None


def _read_month(heading: str) -> int:
    """The month that heads a column of its own, whatever stands beside it: 3月（期）, 3（月）."""
    match = HEAD_MONTH.search(narrow(heading))
    assert match  # or it would head no such column
    return int(match[0])


def read_section(section: str, year: int | None) -> list[int]:
    """The months that a line above rows names; none where it names something else."""
    try:
        return read_months(section, year) if MONTH in section else []
    except NotUnderstood:
        return []


def has_total_hours(table: IntakeTable) -> bool:
    """Whether a table has the hours of all classes together."""
    return any(fold_heading(each.heading) in TOTAL_HOURS for each in table.columns)
