"""By what the web forms read a table that is pasted into them: the headings and words of the intake."""

from __future__ import annotations

import re

from ... import typed
from ...json_data import Fields
from ...records.schemas import Schemas, walk_schemas
from ...records.units import FREE, UNITS
from ..intake import matching, reading, recognise, short_words, tables
from ..intake.matching import ACTIONS, COURSES, list_all_fields
from ..intake.recognise import KINDS
from ..sheets import separated
from ..written import dates, folding, synonyms, values

# The patterns by which the intake reads, by their module.
_PATTERNS = {
    folding: ("NUMBERING", "BRACKETS", "MARKS", "BESIDE_CHINESE"),
    matching: ("ALTERNATIVES",),
    typed: ("DAY", "COMPACT", "TIME", "WEEKDAY", "IN_WORDS"),
    dates: (
        *("LAST_OF_SPAN", "SPAN", "DASHED_SPAN", "WITH_DASH", "DASHES"),
        *("EITHER", "DAYS", "QUARTERS"),
    ),
    values: (
        *("AMOUNT", "THOUSANDS", "ORDINAL", "BOXES", "EMPTY_BOXES", "LIST_MARKS", "MOBILE", "PHONE"),
        *("SERVICE", "EXTENSION", "EXPONENT", "CODE_LETTERS"),
    ),
    tables: ("TOTAL", "NOTE", "SAMPLE", "SAMPLE_ROW", "NUMBERS_ONLY", "NUMERAL", "SUBJECT", "LABELLED"),
    short_words: ("HEAD_UNIT", "HEAD_MONTH", "MONEY_UNIT", "OTHER_FORM", "PLAIN_MONTHS"),
    reading: ("ERROR_VALUE", "TOO_NARROW"),
    recognise: ("YEAR",),
    separated: ("GUARDED",),
}
_FORMATS = ("phone", "credit_code", "course_id")
# What offices enter themselves; what is read by the field that each row names.
NOT_PASTED = ("/steps", "/changes")
LETTERS = {"/courses": "c", "/activities": "a", "/add": "c"}  # with which the ids of their rows begin


def list_paste_fields(schemas: Schemas, kind: str) -> list[Fields]:
    """The fields of a kind as headings of a table mean them, with the list of whose rows each is one.

    `name` is the path within a row; one with @ is none of the record's. Nothing of what comes in no sheets.
    """
    fields = list_all_fields(schemas, kind)
    if kind not in KINDS or not any(each.row_list not in ("", *NOT_PASTED) for each in fields):
        return []
    lists = {each.row_list for each in fields}
    # A table of an amendment has all its courses, and says of each what becomes of it.
    around = [each for each in fields if each.row_list == "/add" and "/@" in each.pointer]
    others = [
        item._replace(row_list=row_list, pointer=item.pointer.replace("/add", row_list, 1))
        for row_list in COURSES[1:]
        if row_list in lists and row_list != "/add"
        for item in around
    ]
    return [
        {
            "list": field.row_list,
            "name": field.pointer.removeprefix(f"{field.row_list}/*").removeprefix("/"),
            "headings": list(field.headings),
            "required": field.is_required,
            "rare": field.is_rare,
        }
        for field in (*fields, *others)
    ]


def build_paste_words(schemas: Schemas) -> Fields:
    """The words and patterns by which the intake reads a cell; a pattern as its text and its flags."""
    return {
        "patterns": {
            # AMOUNT of tables is another than that of values.
            name if module is not tables else f"ROW_{name}": _write_pattern(getattr(module, name))
            for module, names in _PATTERNS.items()
            for name in names
        }
        | {"ROW_AMOUNT": _write_pattern(tables.AMOUNT)},
        "units": {name: _write_pattern(each) for name, each in UNITS.items()},
        "formats": {each: schemas.get_target(f"defs.json#/$defs/{each}")["pattern"] for each in _FORMATS},
        "synonyms": _collect_synonyms(schemas) | synonyms.ACTION_WORDS,
        "endings": list(synonyms.ENDINGS),
        "free": sorted(FREE),
        "yes": sorted(synonyms.YES),
        "no": sorted(synonyms.NO),
        "nothing": sorted(folding.NOTHING),
        "ditto": sorted(tables.DITTO),
        "allYear": sorted(dates.ALL_YEAR),
        "totalHours": sorted(short_words.TOTAL_HOURS),
        "numbers": folding.CLASS_NUMBERS,
        "ordinals": values.ORDINALS,
        "slips": values.LETTERS,
        "letters": LETTERS,
        "notPasted": list(NOT_PASTED),
        "actions": {f"/{name}": word for word, name in ACTIONS.items()},
    }


def _collect_synonyms(schemas: Schemas) -> dict[str, str]:
    """What one may say for the values of all enumerations; none says two things of one word."""
    every = (schema.get("x-synonyms", {}) for schema in walk_schemas(schemas.documents))
    return {word: value for own in every for word, value in own.items()}


def _write_pattern(pattern: re.Pattern[str]) -> list[str]:
    """A pattern as JavaScript has it."""
    return [pattern.pattern.replace("(?P<", "(?<"), "i" if pattern.flags & re.IGNORECASE else ""]
