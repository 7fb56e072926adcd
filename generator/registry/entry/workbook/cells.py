"""Values of records as cells of a workbook, and what a cell of a field takes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from ...display import ISO_DATE, measure_width
from ...json_data import JsonObject, JsonValue
from ...records.schemas import Schema, Schemas
from .choices import NO, YES, list_field_titles
from .content import FormContent

Cell = str | float | dt.date | None
SEPARATOR = "、"
# Widths of columns in digits, of which a Chinese character takes two; and the height of a line in points.
WIDE, PLAIN, NARROW = 28, 20, 13
LINE_HEIGHT = 16.5
LEAST_HEIGHT = 22
MAX_LINE = 100  # characters; what may be longer is a paragraph


class CellWriter:
    """Writes values as people read them in a table."""

    def __init__(self, schemas: Schemas, content: FormContent) -> None:
        self.schemas = schemas
        self.content = content

    def write(self, value: JsonValue, schema: Schema) -> Cell:
        """What stands in the cell of a value; None where there is nothing."""
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, list):
            items = self.schemas.resolve(schema.get("items", {}))
            words = [str(self.write(each, items)) for each in value]
            return ("\n" if any(SEPARATOR in each for each in words) else SEPARATOR).join(words)
        text = str(value)
        if schema.get("format") == "date" and ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
        if "x-fields" in schema:
            return list_field_titles(self.schemas, schema["enum"]).get(text, text)
        return self.content.names.get(schema.get("x-ref", ""), {}).get(text, text)

    def describe(self, value: JsonValue, schema: Schema) -> str:
        """A value with parts as a text, a line for each item of a list, each part behind its title."""
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            return "\n".join(self.describe(each, self.schemas.resolve(schema["items"])) for each in value)
        if isinstance(value, dict):
            parts = [
                (value[name], below) for name, below in self.schemas.get_properties(schema) if name in value
            ]
            return "，".join(f"{below['title']}：{self.describe(each, below)}" for each, below in parts)
        return str(self.write(value, schema))


def find_width(schema: Schema) -> int:
    """How wide the column of a field is."""
    if is_date(schema) or is_number(schema) or schema.get("type") in ("array", "boolean"):
        return NARROW
    if "enum" in schema:
        return min(PLAIN, max(NARROW, 2 * max(map(len, schema["enum"])) + 3))
    return WIDE if is_paragraph(schema) or isinstance(schema.get("type"), list) else PLAIN


def find_height(cells: Iterable[tuple[Cell, int]]) -> float:
    """How high a row must be for its cells, each with the width of its column."""
    lines = (
        sum(max(1, math.ceil(measure_width(line) / (width - 1))) for line in str(cell).split("\n"))
        for cell, width in cells
        if cell
    )
    return max(LEAST_HEIGHT, LINE_HEIGHT * max(lines, default=1) + 5)


def is_date(schema: Schema) -> bool:
    """Whether a field holds a day."""
    return schema.get("format") == "date"


def is_number(schema: Schema) -> bool:
    """Whether a field holds a number."""
    return schema.get("type") in ("integer", "number")


def is_paragraph(schema: Schema) -> bool:
    """Whether a field may hold several lines."""
    return bool(schema.get("maxLength", 0) > MAX_LINE)


def build_validation(schema: Schema, cell: str) -> JsonObject:
    """What a cell takes of a day, a number or a code, as XlsxWriter has it; empty where it takes anything."""
    if is_date(schema):
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(2000, 1, 1),
            "maximum": dt.date(2099, 12, 31),
            "error_message": "填日期，如 2026-03-15",
        }
    if is_number(schema):
        least, most, step = schema.get("minimum", 0), schema.get("maximum", 1e9), schema.get("multipleOf")
        words = f"填 {least:g} 到 {most:g} 之间的"
        if step:
            formula = f"=AND(ISNUMBER({cell}),{cell}>={least:g},{cell}<={most:g},MOD({cell},{step:g})=0)"
            rule = f"{words}数，以 {step:g} 为最小单位"
            return {"validate": "custom", "value": formula, "error_message": rule}
        kind, number = ("integer", "整数") if schema["type"] == "integer" else ("decimal", "数")
        between = {"criteria": "between", "minimum": least, "maximum": most}
        return {"validate": kind, **between, "error_message": f"{words}{number}"}
    return {}
