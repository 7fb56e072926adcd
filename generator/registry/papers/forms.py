"""Application, plan and summary as papers: filled from a record, or blank to be filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..display import Grid, Group, Text, format_number
from ..entry.workbook.content import FormContent
from ..json_data import Fields, JsonValue
from ..model.measures import Measure
from ..records.schemas import Schema
from .drafting import Drafter
from .paper import Annex, Block, FactTable, Heading, PaperTable

BLANK_ROWS = 3
BLANK_COURSES = 10
OTHERS = "其他"  # the column of what few rows have
# Characters that are written by hand: of a number, a day, a text.
SHORT_ROOM, DAY_ROOM, TEXT_ROOM = 4, 5, 12


class FormData(NamedTuple):
    """What a form shows: who and which record; `is_blank`: it is to be filled in by hand."""

    content: FormContent
    is_blank: bool

    @property
    def record(self) -> Fields:
        return dict(self.content.record)

    @property
    def identity(self) -> tuple[tuple[str, str], ...]:
        """The institution's name and code, where the record does not say them itself."""
        name, code = self.content.institution
        return ("机构名称", name), ("统一社会信用代码", code)


def fill_line(drafter: Drafter, form: FormData, label: str, value: str) -> tuple[str, str]:
    """A line of a form: an empty cell in a blank form, a blank that is noted in one of a record."""
    return label, value if form.is_blank else drafter.fill(value, label)


def draw_facts(drafter: Drafter, form: FormData, schema: Schema, data: Fields) -> list[Block]:
    """What an object says: its values as one form, then a table for each list of rows.

    Left out is what is not the public's. What is absent is left out of a blank form where few records have
    it, and of a filled one where a record need not have it.
    """
    required = drafter.schemas.resolve(schema).get("required", ())
    lines: list[tuple[str, str]] = []
    tables: list[Block] = []
    for name, below in drafter.schemas.get_properties(schema):
        value = data.get(name)
        absent = value is None or value == []
        is_asked = not below.get("x-rare") if form.is_blank else name in required
        if not below.get("x-public") or (absent and not is_asked):
            continue
        if absent:
            lines += _draw_absent(drafter, form, below, tables)
        else:
            lines += _draw_fact(drafter, below, name, select_public(drafter, below, value), tables)
    return [FactTable(tuple(lines)), *tables] if lines else tables


def select_public(drafter: Drafter, schema: Schema, value: JsonValue) -> JsonValue:
    """A value without what is not the public's in its parts, such as the digest of a file."""
    schemas = drafter.schemas
    if isinstance(value, list):
        return [select_public(drafter, schemas.resolve(schema.get("items", {})), each) for each in value]
    if isinstance(value, dict):
        parts = {name: below for name, below in schemas.get_properties(schema) if below.get("x-public")}
        return {
            name: select_public(drafter, parts[name], item) for name, item in value.items() if name in parts
        }
    return value


def _draw_fact(
    drafter: Drafter, schema: Schema, name: str, value: JsonValue, tables: list[Block]
) -> Iterator[tuple[str, str]]:
    """The lines of a value; what is a table goes to the tables behind its title."""
    fact = drafter.presenter.make_fact(name, schema, value)
    match fact.value:
        case Grid():
            tables += [Heading(fact.label, 2), draw_grid(fact.value)]
        case Group():
            for part in fact.value.facts:
                text = part.value.text if isinstance(part.value, Text) else ""
                yield f"{fact.label}：{part.label}", text
        case Text():
            yield fact.label, fact.value.text
        case _:
            yield fact.label, "、".join(each.text for each in fact.value)


def _draw_absent(
    drafter: Drafter, form: FormData, schema: Schema, tables: list[Block]
) -> Iterator[tuple[str, str]]:
    """What stands for a value that is absent: a table to be filled in, or a line."""
    items = drafter.schemas.resolve(schema.get("items", {}))
    rows = items if "properties" in items else None
    parts = [below for _, below in drafter.schemas.get_properties(schema) if below.get("x-public")]
    if form.is_blank and rows is not None:
        tables += [Heading(schema["title"], 2), _draw_empty(drafter, rows)]
    elif form.is_blank and parts and "properties" in drafter.schemas.resolve(parts[0]):
        inner = [below["title"] for _, below in drafter.schemas.get_properties(parts[0])]
        rows_ = tuple((each["title"], *("",) * len(inner)) for each in parts)
        tables += [Heading(schema["title"], 2), PaperTable((schema["title"], *inner), rows_)]
    elif form.is_blank and parts:
        yield from ((f"{schema['title']}：{each['title']}", "") for each in parts)
    else:
        yield fill_line(drafter, form, schema["title"], "")


def _draw_empty(drafter: Drafter, schema: Schema) -> PaperTable:
    """A table to be filled in by hand, for rows of a schema; where the law names rows, with their names."""
    columns = [
        below
        for _, below in drafter.schemas.get_properties(schema)
        if below.get("x-public") and not below.get("x-rare")
    ]
    titles, room = tuple(each["title"] for each in columns), tuple(map(_find_room, columns))
    named = columns[0].get("x-names", {}) if "enum" not in columns[0] else {}
    rows: list[tuple[str, ...]] = [(each, *("",) * (len(titles) - 1)) for each in named]
    return PaperTable(titles, tuple(rows) or (("",) * len(titles),) * BLANK_ROWS, room)


def _find_room(schema: Schema) -> int:
    """How many characters a value that is written by hand needs."""
    if "enum" in schema:
        return max(map(len, schema["enum"]))
    if schema.get("format") == "date":
        return DAY_ROOM
    # Codes have a pattern and no length of their own; what people write has a length.
    is_text = schema["type"] == "object" or (schema["type"] == "string" and "pattern" not in schema)
    is_text |= "maxLength" in schema or "x-ref" in schema  # by hand, a name is written for an id
    return TEXT_ROOM if is_text else SHORT_ROOM


def draw_grid(grid: Grid) -> PaperTable:
    """A table as pages show it."""
    return PaperTable(tuple(grid.headings), tuple(tuple(each.text for each in row) for row in grid.rows))


class RowTable(NamedTuple):
    """A table of many rows: the schema of a row, the columns that it always has, and its rows.

    `first` are columns of the paper's own before them: titles, and a text for each row.
    """

    schema: Schema
    main: Sequence[str]
    rows: Sequence[Fields]
    first: Mapping[str, Sequence[str]] = {}


def draw_rows(drafter: Drafter, form: FormData, table: RowTable) -> PaperTable:
    """The rows with their main columns; whatever else a row says stands in the last one.

    Nothing that a record says is lost, and what many rows do not have takes no room.
    """
    properties = dict(drafter.schemas.get_properties(table.schema))
    headings = (*table.first, *(properties[each]["title"] for each in table.main), OTHERS)
    if not table.rows:
        rooms = (_find_room(properties[each]) for each in table.main)
        room = (*(TEXT_ROOM for _ in table.first), *rooms, TEXT_ROOM)
        return PaperTable(headings, (("",) * len(headings),) * BLANK_COURSES, room)
    rows = []
    for number, row in enumerate(table.rows):
        cells = drafter.presenter.format_cells(table.schema, dict(row))
        own = [each[number] for each in table.first.values()]
        texts = {
            name: _shorten(cell.value.text) if properties[name].get("format") == "date" else cell.value.text
            for name, cell in cells.items()
        }
        main = [
            fill_line(drafter, form, properties[name]["title"], texts.get(name, ""))[1] for name in table.main
        ]
        others = [
            f"{cell.label}：{cell.value.text}"
            for name, cell in cells.items()
            if name not in table.main and properties[name].get("x-public")
        ]
        rows.append((*own, *main, "\n".join(others)))
    # A column in which nobody has anything takes its width from the others.
    if not any(row[-1] for row in rows):
        return PaperTable(headings[:-1], tuple(row[:-1] for row in rows))
    return PaperTable(headings, tuple(rows))


def _shorten(day: str) -> str:
    """A day as tables of many columns have it, in one line: 2026.3.15."""
    return day.replace("年", ".").replace("月", ".").removesuffix("日")


def draw_steps(drafter: Drafter, form: FormData, kind: str, title: str) -> list[Block]:
    """What offices did with a plan or a summary; in a blank form room for it."""
    schema = drafter.schemas.resolve_path(kind, ("steps", 0))[-1]
    steps = form.record.get("steps", [])
    if steps:
        columns = drafter.presenter.list_columns(schema, steps)
        return [Heading(title), draw_grid(Grid(list(columns.values())))]
    return [Heading(title), _draw_empty(drafter, schema)]


def list_measures(measure: Measure) -> list[tuple[str, str]]:
    """What courses come to, as the register counts it everywhere."""
    lines = [("课程课时合计", format_number(measure.course_hours))]
    if measure.class_hours is not None:
        lines.append(("办班课时合计", format_number(measure.class_hours)))
    lines.append(("新增远程课时合计", format_number(measure.new_remote_hours)))
    lines.append(("人次合计", format_number(measure.attendances)))
    return lines


def make_sheet(title: str, table: PaperTable) -> Annex:
    """A table as an annex that lies across."""
    return Annex(title, (table,), is_wide=True)
