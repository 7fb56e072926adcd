"""Tables in a sheet: a head of one or two rows, the rows below it, and where they end."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from ...typed import NotUnderstood, narrow
from ..headings import Field
from ..sheets.grid import CellPlace, CellValue
from ..written.folding import fold_heading
from ..written.values import find_choice
from .cells import Cells
from .matching import ACTION, ACTION_CHOICES, IGNORED, MONTH, Headings

TOTAL = re.compile(
    r"(?:本页|本月|本季度|上半年|下半年|全年|以上|[一二三四1-4]季度|第[一二三四1-4]季度|1?[0-9]月)?"
    r"(?:合计|小计|总计|共计|累计|汇总)(?:[:：(（].*)?"
)
NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|填写说明|填表人|填报人|制表人?|审核人?|审批人?|负责人|单位负责人|"
    r"联系人|经办人|签字|盖章|单位盖章|填报日期|填表日期|年月日)(?:[:：1一（(]|$)"
)
SAMPLE = re.compile("[示样范举]例|例[如:：]")
SAMPLE_ROW = re.compile(r"(?:示例|样例|举例|范例|例)(?:[:：].*)?|[(【\[](?:示例|样例|举例|范例|例)[)】\]].*")
NUMBERS_ONLY = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[)）]?[、.]?$")
NUMERAL = re.compile("[(]?[一二三四五六七八九十]{1,3}[)]?[、.]?")
AMOUNT = re.compile("[0-9.,]+(?:人次|人|学时|课时|期|个|门|元)?")
# What a line above rows has to be to tell their subject: not every line with the word 专业 in it.
SUBJECT = re.compile("(公需|专业)(?:科目|课程|课目|课|类|类课程|科目课程|科目培训|课程培训|类培训)?")
DITTO = frozenset({"同上", "〃", "″", "′′", '"', "''", "“", "”"})  # as half width writes them
LABELLED = re.compile(r"([^\s:：、，。；]{2,20})[:：]\s*\S")
MAX_HEADS = 3  # rows of a head
MIN_HEADINGS = 3  # headings that make a head whatever else is in the row
TOP = 40  # rows in which the headings of a sheet on its side stand


class IntakeColumn(NamedTuple):
    """A column of a table: its number, its field (None: not understood) and its heading."""

    column: int
    field: Field | None
    heading: str
    meant: str = ""  # the heading that a slip was made in


class IntakeRow(NamedTuple):
    """A row of a table, and the words that stood above it alone: 一、公需科目."""

    row: int
    section: str


class IntakeTable(NamedTuple):
    """A table: which list of the record it holds, its columns, its rows, and the row after it.

    `notes` are the rows of notes with rows of the table below them, `captions` those that head rows.
    """

    cells: Cells
    row_list: str
    columns: tuple[IntakeColumn, ...]
    head: int
    rows: tuple[IntakeRow, ...]
    end: int
    notes: tuple[int, ...] = ()
    captions: tuple[int, ...] = ()

    def find_place(self, row: int, column: int) -> CellPlace:
        """The place of one of its cells."""
        return self.cells.get_place(row, column)

    def get_value(self, row: int, column: int) -> CellValue:
        """What a cell of a row says; where that is 同上, what the row above says; nothing in the first."""
        value = self.cells.get_own_value(row, column)
        if not (isinstance(value, str) and narrow(value) in DITTO):
            return value
        above = [each.row for each in self.rows if each.row < row]
        return self.get_value(above[-1], column) if above else None


class _Head(NamedTuple):
    row_list: str
    columns: tuple[IntakeColumn, ...]
    depth: int

    @property
    def score(self) -> int:
        return len({each.field.pointer for each in self.columns if each.field and each.field.row_list})

    @property
    def is_whole(self) -> bool:
        """Whether it is sure to be a head though there are no rows below it."""
        return self.score > MIN_HEADINGS or (
            self.score == MIN_HEADINGS and all(each.field for each in self.columns)
        )


def find_tables(cells: Cells, headings: Headings) -> list[IntakeTable]:
    """The tables of a sheet, from above."""
    tables: list[IntakeTable] = []
    row = 0
    while row < cells.height:
        head = _find_head(cells, headings, row)
        table = _read_rows(cells, headings, head, row) if head else None
        if head and table and (table.rows or head.is_whole):
            tables.append(table)
            row = table.end
        else:
            row += 1
    return tables


def list_sideways(cells: Cells, headings: Headings) -> list[str]:
    """The headings of rows that stand one below the other, where fewer stand side by side; else nothing."""
    columns: dict[int, dict[str, None]] = defaultdict(dict)
    most = MIN_HEADINGS
    for row in range(min(cells.height, TOP)):
        own = {
            text: column
            for column, text in cells.list_row(row)
            if any(each.row_list for each in headings.find(text).fields) and not headings.find_in(text, "")
        }
        most = max(most, len(own))
        for text, column in own.items():
            columns[column][text] = None
    # Below 调整项目 stand the names of properties, one a row.
    upright = (each for each in columns.values() if not any(headings.is_item(text) for text in each))
    longest = max(upright, key=len, default={})
    return [*longest] if len(longest) > most else []


def _find_head(cells: Cells, headings: Headings, row: int) -> _Head | None:
    """The best reading of a row, or of it and those below it, as the head of a table."""
    texts = cells.list_row(row)
    if not any(each.row_list for _, text in texts for each in headings.find(text).fields):
        return None
    best: _Head | None = None
    alone: _Head | None = None  # the row by itself, where that is sure to be a head
    # Words of several rows together may mean more than the first ones alone.
    for depth in range(1, MAX_HEADS + 1):
        if depth > 1 and not _goes_on(cells, row):
            upper = [each for each in texts if headings.find_in(each[1], "")]
            if upper:  # a line of the form above the table
                break
        for row_list in headings.row_lists:
            head = _read_head(cells, headings, row, depth, row_list)
            if head and alone and not head.row_list.startswith(alone.row_list):
                continue  # of another table, which begins below
            if head and _ends_with(cells, head, row) and (best is None or head.score > best.score):
                best = head
        if depth == 1 and best and best.is_whole:
            alone = best
    return best


def _goes_on(cells: Cells, row: int) -> bool:
    """Whether a cell of a row is merged with one of the next row."""
    return any(cells.get_end(row, column)[0] > row for column in range(cells.width))


def _ends_with(cells: Cells, head: _Head, row: int) -> bool:
    """Whether the headings that were understood end with the rows of the head, and none goes on below."""
    last = row + head.depth - 1
    return all(cells.get_end(last, each.column)[0] <= last for each in head.columns if each.field)


def _read_head(cells: Cells, headings: Headings, row: int, depth: int, row_list: str) -> _Head | None:
    """A head of some rows for one list; None where too little of it is understood."""
    columns = []
    for column in range(cells.width):
        words = list(dict.fromkeys(filter(None, (cells.get_text(row + i, column) for i in range(depth)))))
        if words and cells.get_origin(row + depth - 1, column)[1] == column:
            columns.append(_read_column(headings, column, words, row_list))
            if len(words) > 1 and columns[-1].field and columns[-1].heading == words[0]:
                return None  # the head is complete above, and this is a row of values
    pointers = {each.field.pointer for each in columns if each.field and each.field.row_list == row_list}
    key = headings.find_key(row_list)
    if key and key not in [each.field for each in columns]:
        return None
    size = len({each.pointer for each in headings.fields if each.row_list == row_list})
    others = sum(1 for each in columns if not each.field)
    # Two headings that are known make a head, and one where the list has no more fields, if fewer are not;
    # many make one whatever else stands beside them.
    enough = len(pointers) >= min(2, size) and len(pointers) > others
    if not (enough or len(pointers) > MIN_HEADINGS):
        return None
    return _Head(row_list, tuple(columns), depth)


def _read_column(headings: Headings, column: int, words: list[str], row_list: str) -> IntakeColumn:
    """A column by its words from above; both together go before the last alone."""
    heading = "".join(words)
    # A month heads a column of its own, whatever stands above it.
    month = headings.find_in(words[-1], row_list)
    own = (words[-1],) if month and month.pointer.endswith(MONTH) else ()
    for text in dict.fromkeys((*own, heading, words[-1], words[0])):
        field = headings.find_in(text, row_list)
        if field and not field.pointer.startswith("@"):
            return IntakeColumn(column, field, text)
    if key := headings.find_key(row_list):  # by which a row finds the one that it is part of
        for text in (heading, words[-1]):
            if headings.find_in(text, key.row_list) == key:
                return IntakeColumn(column, key, text)
    if field := headings.find_in(words[-1], ""):  # what is the same in every row, or says nothing
        return IntakeColumn(column, field, heading)
    match = headings.find(words[-1])
    fields = [each for each in match.fields if each.row_list == row_list]
    return IntakeColumn(column, None, heading, match.meant if match.meant and fields else "")


def _read_rows(cells: Cells, headings: Headings, head: _Head, row: int) -> IntakeTable:
    """A table below its head: up to a note, another head or the end of the sheet."""
    first = row + head.depth
    used = [each.column for each in head.columns if not _is_ignored(each)]
    actions = [each.column for each in head.columns if each.field and each.field.pointer.endswith(ACTION)]
    rows: list[IntakeRow] = []
    notes: list[int] = []
    captions: list[int] = []
    section = _find_caption(cells, row)
    at = first
    while at < cells.height:
        texts = cells.list_row(at)
        if texts and _is_note(texts) and _goes_on_below(cells, headings, head, at, actions):
            notes.append(at)
            at += 1
            continue
        if texts and (_is_note(texts) or _starts_other(cells, headings, at, actions)):
            break
        filled = [text for column, text in texts if column in used]
        # In a table of two columns, a row of one cell is a row in which something is lacking.
        if len(used) > 2 and (words := _find_section(texts)):
            section = words
            captions.append(at)
        elif filled and not _is_total(texts) and not _counts_columns(texts):
            rows.append(IntakeRow(at, section))
        at += 1
    return IntakeTable(
        cells, head.row_list, head.columns, row, tuple(rows), at, tuple(notes), tuple(captions)
    )


def _goes_on_below(cells: Cells, headings: Headings, head: _Head, note: int, actions: list[int]) -> bool:
    """Whether rows of a table stand below a note in it: more than half of their cells are filled in."""
    fields = [each.column for each in head.columns if each.field and not _is_ignored(each)]
    if any(SAMPLE.search(text) for _, text in cells.list_row(note)):
        return False
    for row in range(note + 1, cells.height):
        texts = cells.list_row(row)
        if texts and not _is_note(texts) and _starts_other(cells, headings, row, actions):
            return False
        if sum(column in fields for column, _ in texts) * 2 > len(fields) and not _is_total(texts):
            return True
    return False


def find_subject(text: str) -> str:
    """The subject that a line tells for the rows below it: 公需 of 一、公需科目（3门）; else nothing."""
    match = SUBJECT.fullmatch(fold_heading(text))
    return match[1] if match else ""


def _find_section(texts: list[tuple[int, str]]) -> str:
    """The words of a row that heads those below it: alone, behind a numeral, or before numbers alone."""
    words = [text for _, text in texts]
    if len(words) == 2 and NUMERAL.fullmatch(narrow(words[0])) and find_subject(words[1]):
        return words[1]
    are_amounts = len(words) > 1 and all(AMOUNT.fullmatch(narrow(each)) for each in words[1:])
    if are_amounts and find_subject(words[0]):
        return words[0]
    return words[0] if len(words) == 1 and not NUMBERS_ONLY.match(words[0]) else ""


def _find_caption(cells: Cells, row: int) -> str:
    """What the line above a head tells of the subject of its rows; else nothing."""
    above = [texts for each in range(max(row - 2, 0), row) if (texts := cells.list_row(each))]
    if above and len(above[-1]) == 1 and find_subject(above[-1][0][1]):
        return above[-1][0][1]
    return ""


def _is_ignored(column: IntakeColumn) -> bool:
    return bool(column.field and column.field.pointer == IGNORED)


def _starts_other(cells: Cells, headings: Headings, row: int, actions: list[int]) -> bool:
    """Whether another table, or a form, begins in a row; what becomes of a course (取消) is no label."""
    texts = [text for column, text in cells.list_row(row) if column not in actions or not _is_action(text)]
    if not texts:
        return False
    labelled = LABELLED.match(texts[0])  # 总结：全年计划……
    label = headings.find_in(labelled[1] if labelled else texts[0], "")
    if label and not label.pointer.startswith("@") and (labelled or len(texts) > 1):
        return True
    if sum(1 for each in texts if headings.find(each).fields) < 2:
        return False
    return _find_head(cells, headings, row) is not None


def _is_action(text: str) -> bool:
    try:
        return bool(find_choice(narrow(text), ACTION_CHOICES))
    except NotUnderstood:
        return False


def _is_total(texts: list[tuple[int, str]]) -> bool:
    return any(TOTAL.fullmatch(narrow(text)) for _, text in texts[:2])


def _is_note(texts: list[tuple[int, str]]) -> bool:
    return NOTE.match(narrow(texts[0][1])) is not None and len(texts) <= 6


def is_sample(texts: list[tuple[int, str]]) -> bool:
    """Whether a row shows how others are filled in: 例 is its number, or （示例） stands before it."""
    return any(SAMPLE_ROW.fullmatch(narrow(text)) for _, text in texts[:2])


def _counts_columns(texts: list[tuple[int, str]]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 … or (1) (2) (3)."""
    words = [narrow(text).strip("()（）") for _, text in texts]
    return len(words) > 2 and words == [str(i) for i in range(1, len(words) + 1)]
