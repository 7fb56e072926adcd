"""An adjustment with a row for each property of a course: 调整项目 beside 原 and 现.

Each row is read as a cell of the course's own row, as 原学时 and 现学时 beside the course are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...typed import NotUnderstood, narrow
from ..headings import Field, make_text_field
from ..sheets.grid import CellPlace
from ..written.folding import is_nothing, tidy_text, write_cell
from ..written.values import find_choice
from .draft import Draft
from .matching import ACTION, ACTION_CHOICES, AFTER_ITEM, BEFORE_ITEM, ITEM, Headings
from .record_cells import Cell
from .sides import ADDED, AFTER, BEFORE
from .tables import IntakeRow, IntakeTable

SIDES_OF = {f"{ADDED}/*/{BEFORE_ITEM}": BEFORE, f"{ADDED}/*/{AFTER_ITEM}": AFTER}
OF_COURSE = (f"{ADDED}/*/id", f"{ADDED}/*/title")  # by which a row says whose it is
NO_ITEM = "没有写调整的是哪一项"
UNKNOWN_ITEM = "课程没有“{}”这一项"
ITEM_HINT = "填课程的一项，如 计划课时、计划人数、开课月份、培训地点；取消的填 取消"


def find_course_row(draft: Draft, table: IntakeTable, row: IntakeRow) -> str:
    """The row of the draft that a row of such a table goes on with; empty where a course begins."""
    if not any(each.field and each.field.pointer == f"{ADDED}/*/{ITEM}" for each in table.columns):
        return ""
    values = [
        write_cell(table.get_value(row.row, column.column))
        for column in table.columns
        if column.field and column.field.pointer in OF_COURSE
    ]
    named = [text for text in map(tidy_text, values) if text]
    rows = draft.get(ADDED) or []
    if not named:  # the course stands in the row above
        return f"{ADDED}/{len(rows) - 1}" if rows else ""
    same = (n for n, course in enumerate(rows) if {*named} & {course.get("id"), course.get("title")})
    number = next(same, None)
    return "" if number is None else f"{ADDED}/{number}"


def settle_item(draft: Draft, here: str, cells: Sequence[Cell], headings: Headings) -> list[Cell]:
    """The cells of a row as cells of its course; those of any other table as they are."""
    item = next((cell for cell in cells if cell[0].pointer == f"{ADDED}/*/{ITEM}"), None)
    if item is None:
        return [*cells]
    _, place, value = item
    # What a course is called has been read with its first row.
    own = [] if draft.get(here) is not None else [cell for cell in cells if not _is_of_item(cell)]
    sides = [cell for cell in cells if cell[0].pointer in SIDES_OF]
    words = write_cell(value).strip()
    if is_nothing(value):
        if any(not is_nothing(cell[2]) for cell in sides):
            draft.add_fault("", place, NO_ITEM, ITEM_HINT)
        return own
    if _is_action(words):
        return [*own, (make_text_field(f"{ADDED}/*/{ACTION}", ADDED, [words]), place, value)]
    name = _find_property(words, headings)
    if not name:
        draft.add_fault("", place, UNKNOWN_ITEM.format(words), ITEM_HINT)
        if own:  # nothing else is known of what is done with the course
            draft.around[f"{here}/{ACTION}"] = ("", place)
        return own
    return [*own, *_place_sides(sides, name)]


def _place_sides(sides: Sequence[Cell], name: str) -> Iterator[Cell]:
    """The cells of both sides under the name of their property."""
    for field, place, value in sides:
        pointer = f"{ADDED}/*/@{SIDES_OF[field.pointer]}.{name}"
        yield make_text_field(pointer, ADDED, [field.heading]), place, value


def _is_of_item(cell: tuple[Field, CellPlace, object]) -> bool:
    return cell[0].pointer in (f"{ADDED}/*/{ITEM}", *SIDES_OF)


def _is_action(words: str) -> bool:
    try:
        return bool(find_choice(narrow(words), ACTION_CHOICES))
    except NotUnderstood:
        return False


def _find_property(words: str, headings: Headings) -> str:
    """The property of a course that words mean, its parts with a dot between; empty where none is meant."""
    for field in headings.find(words).fields:
        name = field.pointer.removeprefix(f"{ADDED}/*/")
        if field.row_list == ADDED and not name.startswith("@") and name != "id":
            return name.replace("/", ".")
    return ""
