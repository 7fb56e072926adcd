"""What a workbook is: its kind of record, its tables and forms, and what of it was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ...json_data import Fields
from ...records.schemas import Schemas
from ...typed import narrow
from ..sheets.grid import CellPlace, Sheet, Workbook
from ..workbook.content import ORIGIN, ORIGIN_KIND
from ..written.folding import fold_heading
from .cells import Cells
from .columns import settle_columns
from .forms import FormReading, Pair, Unknown, read_form
from .matching import ACTION, AFTER_ITEM, IGNORED, ITEM, Headings
from .sides import AFTER
from .tables import IntakeTable, find_subject, find_tables, list_sideways

# The kinds that come as sheets, with the words in a title by which they are told from others, in this order:
# 年度计划调整申请表 is no plan, and 年度培训计划申报表 no application.
TITLES = {
    "amendment": "计划调整|调整申请|调整报备|计划变更|调整表",
    "summary": "总结|执行情况|完成情况|开班情况|办班情况",
    "plan": "计划",
    "assessment": "年度考核|考核表|考核情况",
    "change": "变更",
    "application": "申请|申报|报备",
    "batch": "名单",
}
KINDS = tuple(TITLES)
TOGETHER = ("plan", "summary", "amendment")  # what institutions send in one file, each in a sheet
IN_TITLE, IN_NAME = 8, 2  # what a word is worth beside a field, in a sheet and in the name of a file
MIN_FIELDS = 2  # fields that a sheet of a kind has
TITLE_ROWS = 6
CAPTION = re.compile("月|季度|半年|^[(（]?[一二三四五六七八九十]+[)）]?[、.．]?")
MAX_CAPTION = 3  # cells that a row of a title or of a note has
MAX_HEADINGS = 3  # headings that a message names
EXPLAINING = re.compile("说明|字典|选项|填写指南|示例|样例|登记册")
SHEET_OF_MONTH = re.compile(r"(?:(?:20[0-9]{2})年?)?(1[0-2]|[1-9])月份?")
# Not the year of a day, as in 填报日期：2026年11月20日.
YEAR = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?![0-9]|年[0-9]{1,2}月[0-9]{1,2}日|[-./](?!20[0-9]{2}(?![0-9]))[0-9])"
)
FORM = "请对方填 registry export --template 的表"
NO_KIND = f"认不出是哪一种表：找不到“课程名称、学时、人数”这样的标题；用 --kind 写明种类，或者{FORM}"
NO_CONTENT = (
    "看标题像是“{title}”，但找不到填了内容的表格；是信函的，照它的内容录入（{new}），是表格的，" + FORM
)
SIDEWAYS = (
    "工作表“{sheet}”横竖放反了：{headings}等标题上下排成一列；改成标题排一行、一门课程一行再导入"
    "（全选、复制，到新工作表里“选择性粘贴”，勾“转置”）"
)


class Recognised(NamedTuple):
    """What was found in a workbook of one kind.

    `titles` are the lines above its tables, `months` those that the names of sheets say, by sheet; `origin`
    is what a form of ours says of itself, `record` the content of a file that a web form has made.
    """

    kind: str
    tables: tuple[IntakeTable, ...]
    pairs: tuple[Pair, ...]
    unknown: tuple[Unknown, ...]
    titles: tuple[str, ...]
    months: dict[str, int]
    origin: dict[str, str]
    score: int = 0
    record: Fields | None = None


def recognise_workbook(workbook: Workbook, schemas: Schemas, kind: str = "") -> list[Recognised]:
    """How a workbook can be read: as the kind that is named, else as the likeliest.

    Nothing where it is none of the kinds; several where they are equally likely.
    """
    origin = read_origin(workbook).get(ORIGIN_KIND, "")
    kind = kind or (origin if origin in KINDS else "")
    sheets = [Cells(each) for each in workbook.sheets if is_read(each)]
    readings = [_read_as(each, sheets, workbook, schemas) for each in ((kind,) if kind else KINDS)]
    likely = sorted(
        (item for item in readings if kind or item.score >= MIN_FIELDS), key=lambda item: -item.score
    )
    return [each for each in likely if each.score == likely[0].score]


def name_kind(cells: Cells) -> str:
    """The kind that a sheet's name or the title above it says; nothing where they say none."""
    return _find_kind(" ".join([cells.sheet.name, *cells.list_alone(range(2))]))


def _find_kind(text: str) -> str:
    """The first kind of which a text has a word; nothing where it has none."""
    return next((kind for kind, words in TITLES.items() if re.search(words, text)), "")


def read_origin(workbook: Workbook) -> dict[str, str]:
    """What a form of ours says of itself: 种类, 编号, 年度 …; nothing in others."""
    sheet = next((each for each in workbook.sheets if each.hidden and each.name == ORIGIN), None)
    rows = [[str(each).strip() for each in row if each is not None] for row in sheet.rows] if sheet else []
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _list_explained(workbook: Workbook) -> Iterator[str]:
    """The texts of the sheets that explain: they may say whose and of which year the others are."""
    for sheet in workbook.sheets:
        if EXPLAINING.search(sheet.name) and not sheet.hidden:
            yield from (str(each) for row in sheet.rows for each in row if each is not None)


def is_read(sheet: Sheet) -> bool:
    """Whether a sheet may hold a record: it is neither hidden nor empty, and explains nothing."""
    return bool(sheet.rows) and not sheet.hidden and not EXPLAINING.search(sheet.name)


def _read_as(kind: str, sheets: list[Cells], workbook: Workbook, schemas: Schemas) -> Recognised:
    """A workbook read as a kind."""
    headings = get_headings(schemas, kind)
    tables: list[IntakeTable] = []
    pairs: list[Pair] = []
    unknown: list[Unknown] = []
    origin = read_origin(workbook)
    titles = [] if origin else list(_list_explained(workbook))
    for cells in sheets:
        own = find_tables(cells, headings)
        form = read_form(cells, headings, _list_free_rows(cells, own))
        tables += own
        pairs += form.pairs
        first = min((each.head for each in own), default=TITLE_ROWS)
        titles += [cells.sheet.name, *_list_titles(cells, form, first)]
        outside = _list_outside(cells, own, form, first)
        unknown += [each for each in outside if fold_heading(each.text) not in headings.sections]
    tables = settle_columns(tables, headings)
    # In a table of changes, a property of which nothing is said stands alone in its row.
    captions = [each for each in _list_captions(tables) if fold_heading(each.text) not in headings.changed]
    unknown = [*_list_columns(tables), *captions, *unknown]
    months = {
        sheet.sheet.name: int(m[1])
        for sheet in sheets
        if (m := SHEET_OF_MONTH.fullmatch(narrow(sheet.sheet.name)))
    }
    reading = Recognised(kind, tuple(tables), tuple(pairs), tuple(unknown), tuple(titles), months, origin)
    return reading._replace(score=_score(reading, workbook.path.stem))


def describe_unread(workbook: Workbook, schemas: Schemas) -> str:
    """Say that a workbook holds no record of a kind that is known, and what its title says."""
    named = {name_kind(Cells(each)) for each in workbook.sheets if is_read(each)} - {""}
    if len(named) != 1:
        return NO_KIND
    (kind,) = named
    new = f"registry new {'批次' if kind == 'batch' else '机构'}编号 {kind}"
    return NO_CONTENT.format(title=schemas.kinds[kind].title, new=new)


def describe_sideways(workbook: Workbook, schemas: Schemas, likely: str) -> str:
    """Say that a sheet of courses lies on its side; nothing where none does, or it is of another kind."""
    kinds = [each for each in TOGETHER if likely in ("", each)]
    for sheet, kind in product(filter(is_read, workbook.sheets), kinds):
        if listed := list_sideways(Cells(sheet), get_headings(schemas, kind)):
            return SIDEWAYS.format(sheet=sheet.name, headings="、".join(listed[:MAX_HEADINGS]))
    return ""


@lru_cache(1 << 5)
def get_headings(schemas: Schemas, kind: str) -> Headings:
    """The headings of a kind, put together once."""
    return Headings(schemas, kind)


def _list_free_rows(cells: Cells, tables: list[IntakeTable]) -> list[int]:
    taken = {row for each in tables for row in range(each.head, each.end)}
    return [row for row in range(cells.height) if row not in taken]


def _list_titles(cells: Cells, form: FormReading, first: int) -> list[str]:
    """The lines above a table that are no label, a label with its value among them."""
    places = [*(each.place for each in form.unknown), *(each.place for each in form.pairs)]
    return [cells.get_text(each.row, each.column) for each in places if each.row < max(first, 2)]


def _list_columns(tables: list[IntakeTable]) -> list[Unknown]:
    """The columns that were not understood; the name of a block, merged along its rows, is none."""
    return [
        Unknown(table.find_place(table.head, column.column), column.heading, column.meant)
        for table in tables
        for column in table.columns
        if not column.field
        and not (table.rows and table.cells.get_end(table.head, column.column)[0] >= table.rows[0].row)
    ]


def _list_captions(tables: list[IntakeTable]) -> list[Unknown]:
    """The lines within tables that say nothing of the rows below: each may be a row of one cell."""
    return [
        Unknown(table.find_place(row, column), text)
        for table in tables
        for row in table.captions
        for column, text in table.cells.list_row(row)[:1]
        if not (find_subject(text) or CAPTION.search(text))
    ]


def _list_outside(cells: Cells, tables: list[IntakeTable], form: FormReading, first: int) -> list[Unknown]:
    """The cells that were not understood; titles above and notes beneath a table are none of them.

    A row of many cells is neither: a table, perhaps, of which no heading is known.
    """
    last = max((each.end for each in tables), default=None)
    first = first if tables else 2  # without a table, two lines are taken for titles
    full = {
        row for row in {each.place.row for each in form.unknown} if len(cells.list_row(row)) > MAX_CAPTION
    }
    return [
        item
        for item in form.unknown
        if (
            item.place.row in full
            or (item.place.row >= max(first, 2) and (last is None or item.place.row < last))
        )
        and not find_subject(item.text)
    ]


def _score(reading: Recognised, name: str) -> int:
    """How much speaks for a kind: its fields that were found, its word in a title and in the file's name."""
    columns = {each.field.pointer for table in reading.tables for each in table.columns if each.field}
    labels = {each.field.pointer for each in reading.pairs}
    fields = {each for each in columns | labels if not each.startswith("@")} - {IGNORED}
    if not fields:
        return 0
    titles = "\n".join(reading.titles)
    names = {each.rpartition("/")[2] for each in columns}
    # A plan has all fields that an amendment has: its title or a column has to say that it is one.
    stated = f"{titles}\n{name}"
    has_sides = "title" in names and any(each.startswith(f"@{AFTER}.") for each in names)
    has_items = "title" in names and {ITEM, AFTER_ITEM} <= names
    is_amended = has_sides or has_items or ACTION in names
    if reading.kind == "amendment" and not (re.search(TITLES["amendment"], stated) or is_amended):
        return 0
    in_title, in_name = (_find_kind(each) == reading.kind for each in (titles, name))
    return len(fields) + IN_TITLE * in_title + IN_NAME * in_name


def find_years(texts: Iterable[str]) -> tuple[int, ...]:
    """The years that are named in the titles of a workbook, or in the name of its file."""
    return tuple(sorted({int(year) for each in texts for year in YEAR.findall(narrow(each))}))


def mend_headings(workbook: Workbook, mended: dict[CellPlace, str]) -> Workbook:
    """A workbook with other words in some cells."""
    sheets = []
    for sheet in workbook.sheets:
        rows = [list(row) for row in sheet.rows]
        for place, words in mended.items():
            if place.sheet == sheet.name:
                rows[place.row][place.column] = words
        sheets.append(sheet._replace(rows=tuple(map(tuple, rows))))
    return workbook._replace(sheets=tuple(sheets))
