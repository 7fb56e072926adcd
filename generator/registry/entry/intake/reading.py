"""The values of a recognised workbook, read into the draft of a record."""

from __future__ import annotations

import re

from ...json_data import Fields, JsonValue
from ...model.kinds import ServiceForm
from ...records.schemas import NULLABLE
from ...typed import NotUnderstood, narrow
from ..headings import Field
from ..sheets.grid import CellPlace, CellValue
from ..written.dates import SPAN_HINT, read_span
from ..written.folding import is_nothing, tidy_text, write_cell
from ..written.values import Context, find_named_id, is_mobile, is_zero, read_list, read_value
from .by_item import find_course_row, settle_item
from .columns import list_doubles
from .draft import NO_STEPS, Draft, describe_example
from .matching import COURSE, ENVELOPE, FIELDS, MONTH, PERIOD
from .recognise import Recognised, get_headings
from .record_cells import Cell, collect_around, has_run, list_row_cells, list_sides, list_single
from .short_words import (
    OTHER_FORM,
    YEAR,
    describe_reading,
    find_money_unit,
    has_total_hours,
    list_ticked,
    read_section,
    split_practice,
)
from .sides import SIDES, Side, add_sides, read_side
from .tables import DITTO, IntakeColumn, IntakeRow, IntakeTable, find_subject, is_sample

BELOW_A_NOTE = "{} 是夹在中间的一行注，下面的各行也读了"
NO_SAMPLE = "{} 这一行是示例，没有录入"
MAX_DOUBLES = 2  # columns that mean the same as others
DOUBLE = "“{}”和“{}”两列写得不一样：{}、{}"
REASON = "/reason"  # of an adjustment: a column may give one for each course
TOO_NARROW = re.compile("#{2,}")  # what a spreadsheet program shows, and others copy
ERROR_VALUE = re.compile(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!)")


def read_draft(recognised: Recognised, context: Context) -> Draft:
    """The record that a recognised workbook tells."""
    reader = DraftReader(recognised, context)
    reader.read_pairs()
    for table in recognised.tables:
        reader.read_table(table)
    add_sides(reader.draft, reader.sides, context.schemas)
    return reader.draft


class DraftReader:
    """Fills a draft from what was recognised."""

    def __init__(self, recognised: Recognised, context: Context) -> None:
        self.recognised = recognised
        self.context = context
        self.draft = Draft(recognised.kind)
        self.draft.around = collect_around(recognised)
        self.sides: list[Side] = []
        self.doubles: list[tuple[IntakeColumn, IntakeColumn]] = []
        self.money = find_money_unit(recognised.titles)
        self.pointers = {each.pointer for each in get_headings(context.schemas, recognised.kind).fields}
        self.unsaved = {
            CellPlace(table.cells.sheet.name, row, column)
            for table in recognised.tables
            for row, column in table.cells.sheet.unsaved
        }

    def read_pairs(self) -> None:
        """The fields of the record itself."""
        raw: dict[str, CellValue] = {}
        cells = list(list_single(self.recognised))
        # A form may ask for the same thing twice: an empty cell says nothing where another one is filled in.
        filled = {field.pointer for field, _, value in cells if not is_nothing(value)}
        for field, place, value in cells:
            pointer = field.pointer
            if pointer == FIELDS and not is_nothing(value):
                self._read_fields(field, place, value)
            if side := read_side(field, place, value):
                self.sides.append(side)
            if pointer.startswith("@") or side:
                continue
            if is_nothing(value) and (pointer in raw or pointer in filled):
                continue
            if is_nothing(raw.get(pointer)):
                raw[pointer] = value
                self.read_cell(pointer, field, place, value)
            elif pointer == REASON:
                self.draft.join_text(pointer, tidy_text(write_cell(value)))
            elif not self._says_same(field, raw[pointer], value):
                note = f"“{field.heading}”写了两次，不一样：{write_cell(raw[pointer])}、{write_cell(value)}"
                self.draft.add_fault(pointer, place, note, "只留一个")

    def _says_same(self, field: Field, one: CellValue, other: CellValue) -> bool:
        """Whether two cells say the same of a field, be it in other words."""
        try:
            values = [read_value(each, field.schema, self.context) for each in (one, other)]
        except NotUnderstood:
            return write_cell(one) == write_cell(other)
        return values[0] == values[1]

    def _read_fields(self, field: Field, place: CellPlace, value: CellValue) -> None:
        """Fields of training in one cell, each a row of its own."""
        schema = {"items": {"type": "string"}}
        for words in read_list(value, schema, self.context):  # type: ignore[union-attr]
            name, practice = split_practice(str(words))
            number = len(self.draft.get("/filing/fields") or [])
            self.draft.put(f"/filing/fields/{number}/name", name, place)
            self.draft.places[f"/filing/fields/{number}"] = place
            if practice is not None:
                self.draft.put(f"/filing/fields/{number}/practice", practice, place)
                continue
            note = f"没有写“{name}”需不需要实训"
            hint = "每个领域写一行，旁边填 是 或 否"
            self.draft.add_fault(f"/filing/fields/{number}/practice", place, note, hint)

    def read_table(self, table: IntakeTable) -> None:
        """The rows of a table, behind those that there are."""
        if table.row_list == "/steps":
            self.draft.remark(NO_STEPS)
            return
        if table.row_list == SIDES:
            self.sides += list_sides(table)
            return
        self.draft.places.setdefault(table.row_list, table.find_place(table.head, table.columns[0].column))
        self._note_doubles(table)
        for note in table.notes:
            self.draft.remark(BELOW_A_NOTE.format(table.find_place(note, table.cells.list_row(note)[0][0])))
        for row in table.rows:
            if is_sample(table.cells.list_row(row.row)):
                self.draft.remark(NO_SAMPLE.format(table.find_place(row.row, table.columns[0].column)))
                continue
            row_list = self._find_list(table, row)
            if row_list is None:
                continue
            begun = find_course_row(self.draft, table, row)
            here = begun or f"{row_list}/{len(self.draft.get(row_list) or [])}"
            columns = [each for each in table.columns if each.field and each.field.row_list == table.row_list]
            first = next((each for each in columns if table.cells.get_text(row.row, each.column)), columns[0])
            if not begun:
                self.draft.places[here] = table.find_place(row.row, first.column)
            self._read_row(table, row, columns, here)
            self._keep_row(here, columns)

    def _keep_row(self, here: str, columns: list[IntakeColumn]) -> None:
        """Keep the place of a row of which nothing could be read, so that the next one does not take it."""
        is_group = any(each.field and not each.field.pointer.endswith("*") for each in columns)
        is_faulty = any(each.startswith(f"{here}/") for each in self.draft.missing)
        if is_group and is_faulty and self.draft.get(here) is None:
            self.draft.put(here, {})

    def _find_list(self, table: IntakeTable, row: IntakeRow) -> str | None:
        """The list to which a row belongs; one within another row is found by that row's own value."""
        outer, _, inner = table.row_list.rpartition("/*/")
        if not outer:
            return table.row_list
        column = next(each for each in table.columns if each.field and each.field.row_list == outer)
        assert column.field
        place = table.find_place(row.row, column.column)
        name = column.field.pointer.removeprefix(f"{outer}/*/")
        written = table.cells.get_value(row.row, column.column)
        value = None if is_nothing(written) else self._try_read(column.field, written)
        rows: list[Fields] = self.draft.get(outer) or []
        for number, item in enumerate(rows):
            if value is not None and item.get(name) == value:
                return f"{outer}/{number}/{inner}"
        note = f"没有“{column.heading}”是“{write_cell(written)}”的一行"
        self.draft.add_fault("", place, note, f"照前面表中的“{column.heading}”写")
        return None

    def _try_read(self, field: Field, value: CellValue) -> JsonValue:
        try:
            return read_value(value, field.schema, self._get_context(field))
        except NotUnderstood:
            return None

    def _get_context(self, field: Field) -> Context:
        """By what a field's values are read: the id of a new course is none of those that there are."""
        if not field.pointer.endswith("/id"):
            return self.context
        names = {name: each for name, each in self.context.names.items() if name != "course"}
        return self.context._replace(names=names)

    def _read_row(self, table: IntakeTable, row: IntakeRow, columns: list[IntakeColumn], here: str) -> None:
        cells = list_row_cells(table, row, columns, self.money)
        cells = settle_item(self.draft, here, cells, get_headings(self.context.schemas, self.recognised.kind))
        if self.recognised.kind == "change":
            self._note_row(cells, here)
        elif table.row_list == "/runs" and not has_run(cells):
            note, hint = "这一行只有课程，没有开班的情况", "没有举办的删去这一行，写进“未举办”并写明原因"
            self.draft.add_fault("", self.draft.places[here], note, hint)
        else:
            for cell in cells:
                self._read_row_cell(table, here, cell, cells)
            self._check_doubles(table, row, here)
            self._check_total(table, here)
            self._add_month(table, row, here)
            self._add_subject(table, row, here)

    def _read_row_cell(self, table: IntakeTable, here: str, cell: Cell, cells: list[Cell]) -> None:
        field, place, value = cell
        name = field.pointer.rpartition("/")[2]
        if name == PERIOD:
            self._read_period(here, place, value, cells)
        elif name == COURSE:
            self._read_course(here, place, value)
        elif name == MONTH:
            return  # with the others of the row
        elif name.startswith("@"):
            self.draft.around[f"{here}/{name}"] = (write_cell(value).strip(), place)
        elif name == "*" and self._is_in_list(here, field, place, value):
            return
        elif not self._is_known(name, here, value, cells):
            self.read_cell(here + field.pointer.removeprefix(f"{table.row_list}/*"), field, place, value)

    def _is_in_list(self, here: str, field: Field, place: CellPlace, value: CellValue) -> bool:
        """Whether another cell of the row has said the item of a list, or will; two must say the same."""
        there = self.draft.get(here)
        if there and not is_nothing(value) and self._try_read(field, value) not in (there, None):
            self.draft.add_fault(
                here, place, f"编号和名称不是同一家：{there}、{write_cell(value)}", "核对编号和名称"
            )
        return bool(there) or is_nothing(value)

    def _is_known(self, name: str, here: str, value: CellValue, cells: list[Cell]) -> bool:
        """Whether a blank cell is none to be filled in: another cell of the row has said it, or says it."""
        if name == "course":
            other = any(field.pointer.endswith(COURSE) and not is_nothing(each) for field, _, each in cells)
            return bool(self.draft.get(f"{here}/course")) or (is_nothing(value) and other)
        return is_nothing(value) and (name == "id" or (name == "to" and bool(self.draft.get(f"{here}/to"))))

    def _note_row(self, cells: list[Cell], here: str) -> None:
        """A row whose values are read by what its field says, later."""
        for field, place, value in cells:
            pointer = f"{here}/{field.pointer.rpartition('/')[2]}"
            self.draft.places[pointer] = place
            self.draft.put(pointer, value if not is_nothing(value) else None)  # type: ignore[arg-type]

    def read_cell(self, pointer: str, field: Field, place: CellPlace, value: CellValue) -> None:
        """One value of the record, or what is wrong with it."""
        self.draft.places.setdefault(pointer, place)
        # From what is no value at all to what may be read: the first that fits decides.
        if place in self.unsaved and is_nothing(value):
            note = "是公式，文件里没有保存它的结果"
            self.draft.add_fault(pointer, place, note, "用表格程序打开、存一次再导入，或者直接填上数")
        elif isinstance(value, str) and ERROR_VALUE.match(value.strip()):
            self.draft.add_fault(pointer, place, f"公式出错（{value.strip()}）", "改好公式，或者直接填上数")
        elif isinstance(value, str) and TOO_NARROW.fullmatch(narrow(value)):
            note = f"“{value.strip()}”是列太窄、显示不下的内容"
            self.draft.add_fault(pointer, place, note, "在原来的表格里把这一列拉宽，再复制或填上")
        elif isinstance(value, str) and narrow(value) in DITTO:
            note = f"“{field.heading}”写的是“{value.strip()}”，看不出同哪一格"
            self.draft.add_fault(pointer, place, note, describe_example(field.schema))
        elif is_zero(value, field.schema):
            self.draft.put(pointer, 0, place)
        # 无 or a dash says that there is none; a cell that is empty says nothing.
        elif is_nothing(value) and value is not None and field.schema.get(NULLABLE):
            self.draft.put(pointer, None, place)
        elif is_nothing(value):
            if field.is_required and pointer not in ENVELOPE:
                note = f"“{field.heading}”没有填写"
                self.draft.add_lack(pointer, place, note, describe_example(field.schema))
        else:
            self._read_value(pointer, field, place, value)

    def _read_value(self, pointer: str, field: Field, place: CellPlace, value: CellValue) -> None:
        """Read a cell into the record by the field's schema, or note why it cannot be read."""
        here = pointer.rpartition("/")[0]
        try:
            read = read_value(value, field.schema, self._get_context(field))
        except NotUnderstood as error:
            # People write the whole span where the first day belongs.
            if pointer.endswith("/from") and self._try_span(here, place, value):
                return
            has_note = f"{field.pointer}_note" in self.pointers
            if pointer.endswith("/form") and has_note and self._try_other_form(here, place, value):
                return
            # A mobile number is a person's: it is left out, and that is said.
            if pointer.endswith("/contact_phone") and is_mobile(value):
                self.draft.remark(f"“{field.heading}”中的手机号码没有录入")
                return
            self.draft.add_fault(pointer, place, f"“{field.heading}”：{error.message}", error.hint)
            return
        self.draft.put(pointer, read, place)
        if words := describe_reading(value, read):
            self.draft.understood[write_cell(value).strip()] = words
        if pointer.endswith("/remarks"):
            self.draft.noted.append((place, str(read)))
        unit = re.search("人次?$", write_cell(value).strip())
        if unit and pointer == "/persons/count" and self.draft.get("/persons/unit") is None:
            self.draft.put("/persons/unit", unit[0], place)

    def _try_other_form(self, here: str, place: CellPlace, value: CellValue) -> bool:
        """A form of service that the regulation does not list: 其他（赛前集训）, 自办培训班."""
        text = tidy_text(write_cell(value))
        match = OTHER_FORM.fullmatch(text)
        if match is None:
            return False
        self.draft.put(f"{here}/form", ServiceForm.OTHER.value, place)
        if self.draft.get(f"{here}/form_note") is None:
            self.draft.put(f"{here}/form_note", match["note"] or text, place)
        if not match["note"]:
            self.draft.remark(f"“{text}”不是办法列出的服务形式，按“其他”录入，原话写在“其他形式说明”中")
        return True

    def _try_span(self, here: str, place: CellPlace, value: CellValue) -> bool:
        try:
            span = read_span(value, self.context.year)
        except NotUnderstood:
            return False
        self.draft.put(f"{here}/from", span.first.isoformat(), place)
        self.draft.put(f"{here}/to", span.last.isoformat(), place)
        return True

    def _read_period(self, here: str, place: CellPlace, value: CellValue, cells: list[Cell]) -> None:
        """The days from … to …, of which a column of its own may say the last."""
        self.draft.places.setdefault(f"{here}/from", place)
        if is_nothing(value):
            for name in ("from", "to"):
                self.draft.add_fault(f"{here}/{name}", place, "没有写培训的日期", SPAN_HINT)
            return
        try:
            span = read_span(value, self.context.year)
        except NotUnderstood as error:
            self.draft.add_fault(f"{here}/from", place, error.message, error.hint)
            return
        self.draft.put(f"{here}/from", span.first.isoformat(), place)
        if not YEAR.search(narrow(write_cell(value))):
            self.draft.understood[write_cell(value).strip()] = f"{span.first} 至 {span.last}"
        own = any(field.pointer.endswith("/to") and not is_nothing(each) for field, _, each in cells)
        if not own:
            self.draft.put(f"{here}/to", span.last.isoformat(), place)

    def _read_course(self, here: str, place: CellPlace, value: CellValue) -> None:
        """A course by its title; its id in a column of its own must be the same one's."""
        self.draft.places.setdefault(f"{here}/course", place)
        if is_nothing(value):
            return
        try:
            id_ = find_named_id(write_cell(value).strip(), "course", self.context)
        except NotUnderstood as error:
            if not self.draft.get(f"{here}/course"):
                note = error.message.replace("登记册里", f"{self.context.year or ''}年度的计划里")
                self.draft.add_fault(f"{here}/course", place, note, "课程名称照计划里的写")
            return
        if (stated := self.draft.get(f"{here}/course")) and stated != id_:
            note = f"课程编号 {stated} 与课程名称（计划里的 {id_}）不是同一门"
            self.draft.add_fault(f"{here}/course", place, note, "核对编号和名称")
        elif not stated:
            self.draft.put(f"{here}/course", id_, place)

    def _add_month(self, table: IntakeTable, row: IntakeRow, here: str) -> None:
        """The month that a sheet's name, or a line above the row, says for all its rows."""
        if table.row_list not in ("/courses", "/add", "/activities") or self.draft.get(f"{here}/months"):
            return
        if any(each.field and each.field.pointer.endswith("/months") for each in table.columns):
            return
        months = list_ticked(table, row)  # goes over what the sheet, or a line above, says of all
        if months is None:
            month = self.recognised.months.get(table.cells.sheet.name)
            months = [month] if month else read_section(row.section, self.context.year)
        if months:
            self.draft.put(f"{here}/months", list(months), self.draft.places[here])
            self.draft.join_months(table.row_list, here)

    def _note_doubles(self, table: IntakeTable) -> None:
        """Find the columns that mean the same; where many do, another table stands beside."""
        self.doubles = list_doubles(table, get_headings(self.context.schemas, self.recognised.kind))
        if len(self.doubles) > MAX_DOUBLES:
            place = table.find_place(table.head, self.doubles[0][1].column)
            self.draft.add_fault("", place, "右边还有一张同样的表，看不出报的是哪一张", "只留要报的一张")
            self.doubles = []

    def _check_doubles(self, table: IntakeTable, row: IntakeRow, here: str) -> None:
        """Two columns that mean the same have to say the same: neither is taken unasked."""
        for own, other in self.doubles:
            one, two = (table.get_value(row.row, each.column) for each in (own, other))
            if own.field and not is_nothing(two) and not self._says_same(own.field, one, two):
                pointer = f"{here}{own.field.pointer.rpartition('*')[2]}"
                note = DOUBLE.format(own.heading, other.heading, write_cell(one), write_cell(two))
                self.draft.add_fault(pointer, table.find_place(row.row, own.column), note, "只留一列")

    def _check_total(self, table: IntakeTable, here: str) -> None:
        """Hours of all classes together are not those of one, which the plan asks for."""
        classes, pointer = self.draft.get(f"{here}/class_count"), f"{here}/hours"
        if has_total_hours(table) and classes and classes > 1 and self.draft.get(pointer):
            note = f"写的是各期合计的课时，办 {classes} 期，看不出一期多少"
            self.draft.add_fault(pointer, self.draft.find_place(pointer), note, "填一期的课时")

    def _add_subject(self, table: IntakeTable, row: IntakeRow, here: str) -> None:
        """The subject that a line above the row says: 一、公需科目."""
        subject = find_subject(row.section)
        there = self.draft.get(here)
        is_open = there and "subject" not in there and f"{here}/subject" not in self.draft.missing
        if subject and is_open and table.row_list in ("/courses", "/add"):
            there["subject"] = subject
            self.draft.remark(f"科目照小标题“{row.section}”填写")
