"""How the cells of a workbook look."""

from __future__ import annotations

from enum import StrEnum, auto

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ...records.schemas import Schema
from .cells import is_date, is_number, is_paragraph

Options = dict[str, str | int]  # of a format, as XlsxWriter has them
FONT: Options = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
LINE: Options = {"border": 1, "border_color": "#C9CED6"}
DARK, PALE, GREY, WANTED = "#1F4E79", "#DCE6F1", "#F2F2F2", "#FFF4CC"


class Look(StrEnum):
    """What a cell is, and so how it looks."""

    TITLE = auto()
    NOTE = auto()
    REQUIRED = auto()  # headings
    OPTIONAL = auto()
    SECTION = auto()
    PLAIN = auto()  # cells of tables
    FIXED = auto()
    VALUE = auto()  # values of the form
    FIXED_VALUE = auto()
    FREE = auto()  # whatever lies outside
    TEXT = auto()
    MISSING = auto()


_HEADING: Options = {**FONT, **LINE, "bold": True, "text_wrap": True, "align": "center"}
_PLAIN: Options = {**FONT, **LINE, "text_wrap": True, "indent": 1, "locked": False}
_FIXED: Options = {**FONT, **LINE, "text_wrap": True, "indent": 1, "bg_color": GREY, "font_color": "#595959"}
LOOKS: dict[Look, Options] = {
    Look.TITLE: {**FONT, "bold": True, "font_size": 16, "font_color": DARK},
    Look.NOTE: {**FONT, "font_color": "#595959"},
    Look.REQUIRED: {**_HEADING, "font_color": "#FFFFFF", "bg_color": DARK},
    Look.OPTIONAL: {**_HEADING, "font_color": DARK, "bg_color": PALE},
    Look.SECTION: {**FONT, "bold": True, "font_color": DARK, "bottom": 2, "bottom_color": DARK},
    Look.PLAIN: _PLAIN,
    Look.FIXED: _FIXED,
    Look.VALUE: {**_PLAIN, "align": "left"},
    Look.FIXED_VALUE: {**_FIXED, "align": "left"},
    Look.FREE: {**FONT, "locked": False},
    Look.TEXT: {**FONT, **LINE, "text_wrap": True, "valign": "top"},
    Look.MISSING: {"bg_color": WANTED},
}


class Formats:
    """The formats of one workbook, each made when it is first used."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[Look, str, bool], Format] = {}

    def get(self, look: Look, schema: Schema | None = None) -> Format:
        """The format of a cell; of one with a value of a schema with what that is: text, number or day."""
        number_format, is_centred = _describe_cell(schema) if schema is not None else ("", False)
        key = (look, number_format, is_centred)
        if key not in self._formats:
            options = dict(LOOKS[look])
            if number_format:
                options["num_format"] = number_format
            if is_centred:
                options.setdefault("align", "center")
                if options["align"] == "center":  # what is indented stands at the left
                    options.pop("indent", None)
            self._formats[key] = self._book.add_format(options)
        return self._formats[key]


def _describe_cell(schema: Schema) -> tuple[str, bool]:
    """The number format of a value, and whether it stands in the middle."""
    if is_date(schema):
        return "yyyy-mm-dd", True
    if is_number(schema):
        return "", True
    return "@", not is_paragraph(schema) and ("enum" in schema or schema.get("type") in ("array", "boolean"))
