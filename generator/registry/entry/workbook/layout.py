"""What stands where in a workbook: the form of a record's own values, and a table for each list of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...json_data import Fields, JsonValue
from ...records.schemas import NULLABLE, Schema, Schemas
from ..headings import Field, list_fields, make_text_field
from .cells import CellWriter
from .choices import NO_CHOICES, Choices, find_choices
from .content import FormContent, InstitutionName

# An amendment's courses stand in one table, with what is to be done with each; the lists by what is done.
AMENDED = ("add", "replace", "drop")
ACTION_TITLE = "调整类型"
# What the office that receives a form says of it: the import asks for it, the form does not.
OF_THE_OFFICE = {
    "application": ("/date", "/authority"),
    "change": ("/reported_on", "/authority", "/office", "/published_on"),
}
# What the register gives, and whoever fills in the form leaves.
GIVEN = ("/id", "/filing/id", "/year", "/number")
SECTION = 3  # lines that belong together have a heading of their own from here on
MAX_TITLE = 31  # characters of a sheet's name that a spreadsheet program takes


class FormColumn(NamedTuple):
    """A column of a table, or a line of the form: its field, and how it is to be filled in.

    What is only shown (`is_shown`) belongs to another record, and is not to be changed.
    """

    field: Field
    is_required: bool
    choices: Choices = NO_CHOICES
    is_shown: bool = False

    @property
    def heading(self) -> str:
        """What is written above it: the heading, and the unit where the heading does not end with it."""
        heading, unit = self.field.heading, self.field.unit
        return f"{heading}（{unit}）" if unit and not heading.endswith(unit) else heading


class Entry(NamedTuple):
    """A line of the form; one that is locked is not to be changed. `section` is what it belongs to."""

    column: FormColumn
    value: JsonValue
    is_locked: bool
    section: str


class FormTable(NamedTuple):
    """A list of rows. The cells of `locked` (row and column) are not to be changed."""

    title: str
    columns: tuple[FormColumn, ...]
    rows: tuple[tuple[JsonValue, ...], ...]
    locked: frozenset[tuple[int, int]]


class FormLayout(NamedTuple):
    """The form, and the tables; the first one stands below the form where that is short."""

    form: tuple[Entry, ...]
    tables: tuple[FormTable, ...]


def lay_out(schemas: Schemas, kind: str, content: FormContent) -> FormLayout:
    """What a workbook of a kind shows: what is commonly filled in, and whatever is known."""
    fields = [each for each in list_fields(schemas, kind) if _is_shown(schemas, kind, each, content)]
    drawer = _Drawer(schemas, kind, content)
    own = [each for each in fields if not each.row_list]
    lists = list(dict.fromkeys(each.row_list for each in fields if each.row_list))
    if kind == "amendment":
        own = [each for each in own if each.pointer != "/drop"]
        lists = [each for each in lists if each not in ("/add", "/replace")]
        tables = [drawer.draw_amended(fields), *(drawer.draw_table(each, fields) for each in lists)]
    else:
        tables = [drawer.draw_table(each, fields) for each in lists]
    form = [*drawer.draw_identity(), *map(drawer.draw_entry, own)]
    lines = Counter(each.section for each in form)
    form = [each if lines[each.section] >= SECTION else each._replace(section="") for each in form]
    return FormLayout(tuple(form), _name_apart(tables))


def _is_shown(schemas: Schemas, kind: str, field: Field, content: FormContent) -> bool:
    """Whether a field is asked for: it is there, or it is the public's and comes with the record."""
    if not content.is_record and field.pointer in OF_THE_OFFICE.get(kind, ()):
        return False
    if next(find_values(content.record, field.pointer), None) is not None:
        return True
    parts = [0 if each == "*" else each for each in field.pointer.split("/")[1:]]
    chain = schemas.resolve_path(kind, parts)[1:]
    named = [each for each, part in zip(chain, parts, strict=True) if part != 0]
    is_public = all(each.get("x-public") for each in named)
    is_own_id = not field.row_list and parts[-1] == "id"  # which only the register gives
    return is_public and not field.is_rare and not is_own_id and chain[0].get("x-later") != "append"


def find_values(value: JsonValue, pointer: str) -> Iterator[JsonValue]:
    """The values at a pointer, of every row where it has a `*`; nothing where there is none."""
    head, _, rest = pointer.removeprefix("/").partition("/")
    if not head:
        if value is not None:
            yield value
    elif head == "*":
        for item in value if isinstance(value, list) else ():
            yield from find_values(item, rest)
    elif isinstance(value, dict):
        yield from find_values(value.get(head), rest)


def _find_value(value: JsonValue, pointer: str) -> JsonValue:
    return next(find_values(value, pointer), None)


class _Drawer:
    """Draws the parts of one workbook."""

    def __init__(self, schemas: Schemas, kind: str, content: FormContent) -> None:
        self.schemas = schemas
        self.kind = kind
        self.content = content
        self.cells = CellWriter(schemas, content)
        self.course_titles = {str(each["id"]): each["title"] for each in content.planned}

    def draw_column(self, field: Field) -> FormColumn:
        """The column or line of a field.

        The register itself numbers the rows of a new plan; of what may change, most does not.
        """
        is_numbered = self.kind in ("plan", "amendment") and field.pointer.endswith("/*/id")
        is_choice = field.pointer.startswith("/changes/") and not self.content.is_record
        choices = find_choices(self.schemas, field, self.content)
        if self.kind == "summary" and self._is_row_id(field):
            choices = Choices(tuple(self.course_titles), is_open=True)
        may_lack = is_numbered or is_choice or bool(field.schema.get(NULLABLE))
        return FormColumn(field, field.is_required and not may_lack, choices)

    def draw_identity(self) -> Iterator[Entry]:
        """Whose record it is, where the record does not say so itself."""
        if self.kind in ("application", "batch"):
            return
        for name, value in zip(("name", "credit_code"), self.content.institution, strict=True):
            column = FormColumn(self._find_field("application", f"/filing/{name}"), is_required=True)
            yield Entry(column, value or None, bool(self.content.id), "")

    def draw_entry(self, field: Field) -> Entry:
        """A line of the form; what the register gives is not to be changed."""
        value = _find_value(self.content.record, field.pointer)
        is_locked = value is not None and field.pointer in GIVEN
        top = self.schemas.resolve(self.schemas.kinds[self.kind].properties[field.pointer.split("/")[1]])
        section = top["title"] if "properties" in top else ""
        return Entry(self.draw_column(field), value, is_locked, section)

    def draw_table(self, row_list: str, fields: Sequence[Field]) -> FormTable:
        """A list of rows, each behind the id of the row in which the list stands, if there is one."""
        own = [each for each in fields if each.row_list == row_list]
        outer = self._list_outer(row_list)
        columns = [*map(self.draw_column, outer)]
        for item in own:
            columns += [self.draw_column(item), *self._draw_shown(item)]
        rows = [
            (*keys, *(value for each in own for value in self._fill(each, row)))
            for keys, row in self._list_rows(row_list, outer)
        ]
        return self._close(self._find_list(row_list)["title"], columns, rows)

    def draw_amended(self, fields: Sequence[Field]) -> FormTable:
        """The courses of an amendment, with what it does with each; a form has all of the plan."""
        own = [each for each in list_fields(self.schemas, self.kind) if each.row_list == "/add"]
        both = [each for each in fields if each.row_list in ("/add", "/replace")]
        shown = {each.pointer.removeprefix(each.row_list) for each in both}
        own = [each for each in own if each.pointer.removeprefix("/add") in shown]
        titles = {each: self._find_list(f"/{each}")["title"] for each in AMENDED}
        rows: list[tuple[JsonValue, ...]] = []
        for name in AMENDED:
            for row in find_values(self.content.record, f"/{name}/*"):
                values = row if isinstance(row, dict) else self._find_planned(str(row))
                rows.append(self._make_row(titles[name], own, values))
        if not self.content.is_record:
            rows += [self._make_row(None, own, row) for row in self.content.planned]
        action = make_text_field("", "/add", [ACTION_TITLE])
        action = action._replace(schema=self._describe_action(titles), is_required=True)
        id_, title, *others = map(self.draw_column, own)
        columns = [
            id_,
            title,
            FormColumn(action, self.content.is_record, Choices(tuple(titles.values()))),
            *others,
        ]
        return self._close(self._find_list("/add")["title"], columns, rows)

    def _describe_action(self, titles: Mapping[str, str]) -> Schema:
        words = f"这门课程怎样调整：{'、'.join(titles.values())}；不调整的空着。"
        return {
            "title": ACTION_TITLE,
            "description": words,
            "type": "string",
            "examples": [titles["replace"]],
        }

    def _make_row(self, action: str | None, own: Sequence[Field], row: JsonValue) -> tuple[JsonValue, ...]:
        """A row of an amendment: id and title of a course, what is done with it, all else."""
        id_, title, *others = (self._get(each, row) for each in own)
        return (id_, title, action, *others)

    def _find_planned(self, id_: str) -> Fields:
        return next((each for each in self.content.planned if each["id"] == id_), {"id": id_})

    def _close(self, title: str, columns: list[FormColumn], rows: list[tuple[JsonValue, ...]]) -> FormTable:
        """A table with the cells that are not to be changed: what is shown, and the ids of rows there are."""
        fixed = [i for i, each in enumerate(columns) if each.is_shown or self._is_fixed(each.field)]
        locked = {(y, x) for y, row in enumerate(rows) for x in fixed if row[x] is not None}
        return FormTable(title, tuple(columns), tuple(rows), frozenset(locked))

    def _is_fixed(self, field: Field) -> bool:
        """Whether a value of a field that is there is not to be changed: an id, and what held before."""
        is_before = field.pointer in ("/changes/*/field", "/changes/*/before") and not self.content.is_record
        return is_before or self._is_row_id(field)

    def _is_row_id(self, field: Field) -> bool:
        """Whether a field names a row of a plan that stands."""
        course_id = self.schemas.get_target("defs.json#/$defs/course_id")["pattern"]
        return self.kind in ("summary", "amendment") and field.schema.get("pattern") == course_id

    def _draw_shown(self, field: Field) -> Iterator[FormColumn]:
        """What is shown beside a field of another record: a course's title, an institution's names."""
        if self.kind == "summary" and self._is_row_id(field):
            yield FormColumn(self._find_field("plan", "/courses/*/title"), is_required=False, is_shown=True)
        if field.schema.get("x-ref") == "institution":
            for name in InstitutionName._fields:
                yield FormColumn(
                    self._find_field("application", f"/filing/{name}"), is_required=False, is_shown=True
                )

    def _fill(self, field: Field, row: JsonValue) -> Iterator[JsonValue]:
        """The value of a field in a row, and what is shown beside it."""
        value = self._get(field, row)
        yield value
        if self.kind == "summary" and self._is_row_id(field):
            yield self.course_titles.get(str(value))
        if field.schema.get("x-ref") == "institution":
            yield from self.content.institutions.get(str(value), (None, None))

    def _get(self, field: Field, row: JsonValue) -> JsonValue:
        value = _find_value(row, field.pointer.removeprefix(f"{field.row_list}/*"))
        if field.row_list == "/changes" and isinstance(value, dict | list) and isinstance(row, dict):
            schema = self.schemas.resolve_path("institution", [row["field"]])[-1]
            return self.cells.describe(value, schema)
        return value

    def _list_outer(self, row_list: str) -> list[Field]:
        """The fields that name the rows in which a list stands: of each list around it the first."""
        parts = row_list.split("/*/")
        around = ["/*/".join(parts[: i + 1]) for i in range(len(parts) - 1)]
        fields = list_fields(self.schemas, self.kind)
        return [next(each for each in fields if each.row_list == outer) for outer in around]

    def _list_rows(
        self, row_list: str, outer: Sequence[Field]
    ) -> Iterator[tuple[list[JsonValue], JsonValue]]:
        """The rows of a list, each with what names the rows around it."""
        around: list[tuple[list[JsonValue], JsonValue]] = [([], self.content.record)]
        for field, part in zip([*outer, None], row_list.split("/*/"), strict=True):
            rows = [(keys, row) for keys, each in around for row in find_values(each, f"{part}/*")]
            around = [([*keys, self._get(field, row)] if field else keys, row) for keys, row in rows]
        yield from around

    def _find_list(self, row_list: str) -> Schema:
        parts = [0 if each == "*" else each for each in row_list.split("/")[1:]]
        return self.schemas.resolve_path(self.kind, parts)[-1]

    def _find_field(self, kind: str, pointer: str) -> Field:
        return next(each for each in list_fields(self.schemas, kind) if each.pointer == pointer)


def _name_apart(tables: Sequence[FormTable]) -> tuple[FormTable, ...]:
    """The tables with titles that a sheet can have, none of them twice."""
    apart: list[FormTable] = []
    for table in tables:
        same = Counter(other.title for other in apart)[table.title]
        # Two characters are left for the number.
        apart.append(table._replace(title=f"{table.title[: MAX_TITLE - 2]}{same + 1 if same else ''}"))
    return tuple(apart)
