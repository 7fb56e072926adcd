"""The register as flat tables: institutions, courses, runs, acts with listings; and a table as CSV.

Columns come from the schemas: a property that is added and marked public is a column by itself. What does not
fit a cell (lists of groups without a name) is in the JSON alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from ...lifecycle.as_of import view_as_of
from ...lifecycle.plans import collect_courses
from ...lifecycle.publication_period import get_public_status
from ...model.batches import is_published
from ...model.dossier import Dossier
from ...model.presenter import Presenter
from ...records.schemas import Schema, Schemas
from ..public_view import TEXTS
from .documents import Documents
from .publication import Publication

Cell = str | int | float | bool | None
Row = dict[str, Cell]

JOINED = "；"
# A cell that begins with one of these is a formula to a spreadsheet, or hides one: an apostrophe is put
# before it, and before an apostrophe, so that taking one off gives the text again.
FORMULA = "=+-@\t\r\n＝＋－＠'"
BOOLEANS: dict[Cell, Cell] = {True: "true", False: "false"}


class TableColumn(NamedTuple):
    """A column: its name (it never changes within a version), its heading, what it says, its type.

    `type` is one of a Table Schema's: string, integer, number, boolean, date.
    """

    name: str
    title: str
    description: str
    type: str = "string"
    values: tuple[str, ...] = ()
    required: bool = False


class DataTable(NamedTuple):
    """A table; `key` are the columns that tell its rows apart, `institution` names the row's institution."""

    name: str
    title: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    institution: str = "institution"


ID = TableColumn("id", "机构编号", "不变，也不重复使用；机构页面是 institutions/<编号>/。", required=True)
OF = ID._replace(name="institution")
NAME = TableColumn("institution_name", "机构", "机构现在的名称。")
YEAR = TableColumn("year", "年度", "计划年度。", "integer", required=True)
STATUS = (
    TableColumn("status", "状态代码", "报备状态的代码，不变。", required=True),
    TableColumn("status_label", "状态", "报备状态。"),
    TableColumn("status_since", "状态起日", "状态从这一天起（含）。", "date"),
    TableColumn("status_reason", "状态原因", "为什么是这个状态。"),
    TableColumn("status_article", "依据条款", "现行办法的条、项，如 8(4) 是第八条第四项。"),
    TableColumn("conditions", "附加情况", "同时有的其他情况，以“；”隔开。"),
    TableColumn("batches", "列入批次", "列入过的批次编号，以“；”隔开。"),
    TableColumn("area_name", "监督地区名称", "监督地区的名称。"),
    TableColumn("system_name", "主管系统名称", "主管系统的名称，没有的为空。"),
)
PASSED = TableColumn("passed_on", "通过日期", "课程从这一天起通过；没有通过的为空。", "date")
COURSE_TITLE = TableColumn("course_title", "课程名称", "计划中的课程名称。")
ADDED = TableColumn("added_on", "补报日期", "总结以后补报的日期；随总结报送的为空。", "date")
NUMBER = TableColumn("number", "期次", "一年总结中的第几期，按报送的先后。", "integer", required=True)
ACT = (
    OF,
    NAME,
    TableColumn("id", "事项编号", "机构之内不变；公布名单的是 listing- 加批次编号。", required=True),
    TableColumn("date", "日期", "事项生效的日期；公布名单的是公布日期。", "date", required=True),
    TableColumn("act", "种类代码", "事项的种类；公布名单的是 listing。", required=True),
    TableColumn("title", "种类", "事项种类的名称。"),
    TableColumn("outcome", "结果", "推荐、评审、认定的结果，或者决定的类别。"),
    TableColumn("text", "内容", "事项的主要文字；公开期已满、不公开或者不再有效的为空。"),
    TableColumn("article", "依据条款", "现行办法的条、项。"),
    TableColumn("authority", "机关编号", "办理的机关。"),
    TableColumn("authority_name", "机关", "机关的名称。"),
    TableColumn("document_number", "发文字号", "文书的发文字号。"),
    TableColumn("document_date", "成文日期", "文书的成文日期。", "date"),
    TableColumn("in_force", "有效", "没有被以后的决定撤销。", "boolean", required=True),
    TableColumn(
        "withheld",
        "不展示的原因",
        "notice-ended 公开期已满，not-public 涉及的内容不公开，withdrawn 已撤销，varied 已变更；展示的为空。",
        values=("notice-ended", "not-public", "withdrawn", "varied"),
    ),
    TableColumn(
        "undone_by", "撤销或变更的决定", "使原文不再展示的决定的事项编号，理由见那个决定；没有的为空。"
    ),
    TableColumn("undone_on", "撤销或变更日期", "那个决定的日期；没有的为空。", "date"),
)
STAMP = (
    TableColumn("version", "数据版本", "数据格式的版本，见更新记录。", required=True),
    TableColumn("as_of", "截至日期", "状态按这一天推算，北京时间。", "date", required=True),
    TableColumn("commit", "版本号", "依据的登记册版本；不在 Git 中生成的为空。"),
)
# Where the stamp goes: a character that no record holds.
STAMP_MARK = "\x1f"


class DataTables:
    """Builds the tables of one register for one publication, an institution's rows at a time."""

    def __init__(
        self, presenter: Presenter, schemas: Schemas, documents: Documents, publication: Publication
    ) -> None:
        self.presenter = presenter
        self.schemas = schemas
        self.documents = documents
        self.day = publication.day

    @cached_property
    def all(self) -> tuple[DataTable, ...]:
        """Every table, institutions first."""
        own = (
            each for each in list_columns(self.schemas, self.get_schema("institution")) if each.name != "id"
        )
        course = list_columns(self.schemas, self.get_schema("course"), required=("id",))
        run = list_columns(self.schemas, self.get_schema("run"))
        return (
            DataTable("institutions", "机构", (ID, *own, *STATUS, *STAMP), ("id",), "id"),
            DataTable(
                "courses", "课程", (OF, NAME, YEAR, *course, PASSED, *STAMP), ("institution", "year", "id")
            ),
            DataTable(
                "runs",
                "开班",
                (OF, NAME, YEAR, NUMBER, COURSE_TITLE, *run, ADDED, *STAMP),
                ("institution", "year", "number"),
            ),
            DataTable("acts", "事项", (*ACT, *STAMP), ("institution", "id")),
        )

    def get_schema(self, name: str) -> Schema:
        """The schema of a kind of record, or of what a record has many of."""
        kind = self.schemas.kinds.get(name)
        return kind.schema if kind else self.schemas.documents["defs.json"]["$defs"][name]

    def build_rows(self, dossier: Dossier) -> dict[str, list[Row]]:
        """The rows of an institution by table."""
        dossier = view_as_of(dossier, self.day)
        return {table.name: list(self.build_rows_in(table, dossier)) for table in self.all}

    def build_rows_in(self, table: DataTable, dossier: Dossier) -> Iterator[Row]:
        """The rows of an institution in a table, without the stamp.

        There is one for the institution, one for each course that stands in a year's plan, amendments
        included, passed or not, one for each time a course was held, as the summaries say, and one for each
        act and each published list that names the institution.
        """
        makers: dict[str, Callable[[Dossier], Iterable[Row]]] = {
            "institutions": lambda dossier: [self.build_institution(dossier)],
            "courses": self.build_courses,
            "runs": self.build_runs,
            "acts": self.build_acts,
        }
        yield from makers[table.name](dossier)

    def build_institution(self, dossier: Dossier) -> Row:
        data = self.documents.public(dossier.institution.path)
        found = get_public_status(dossier, self.day)
        return {
            **self.build_cells("institution", data),
            "id": dossier.id,
            "status": found.filing.code,
            "status_label": found.filing.label,
            "status_since": found.filing.since.isoformat() if found.filing.since else None,
            "status_reason": found.filing.reason,
            "status_article": found.filing.article,
            "conditions": JOINED.join(each.label for each in found.conditions),
            "batches": JOINED.join(each.id for each in dossier.batches if is_published(each, self.day)),
            "area_name": self.build_reference("area", data.get("area")),
            "system_name": self.build_reference("system", data.get("system")),
        }

    def build_cells(self, name: str, data: Mapping[str, Any]) -> Row:
        """The cells of a record, or of what a record has many of, by the names of their columns.

        Most values are cells as they are: only groups and lists are looked at.
        """
        row: Row = dict(data)
        for part, schema in self.parts[name]:
            if part in row:
                del row[part]
                row |= split_cells(self.schemas, part, schema, data[part])
        return row

    @cached_property
    def parts(self) -> dict[str, list[tuple[str, Schema]]]:
        """The properties that are groups or lists, of all that `cells` may be asked for."""
        return {
            name: [
                (part, schema)
                for part, schema in self.schemas.get_properties(self.get_schema(name))
                if "properties" in schema or "items" in schema
            ]
            for name in ("institution", "course", "run")
        }

    def build_reference(self, kind: str, value: str | None) -> str | None:
        return self.presenter.reference(kind, value).text if value else None

    def get_name(self, dossier: Dossier) -> str:
        """The institution's public name."""
        return str(self.documents.public(dossier.institution.path).get("name", ""))

    def build_courses(self, dossier: Dossier) -> Iterator[Row]:
        head: Row = {"institution": dossier.id, "institution_name": self.get_name(dossier)}
        for plan in dossier.plans:
            for row in collect_courses(dossier, plan.year, self.day).values():
                yield {
                    **head,
                    "year": plan.year,
                    **self.build_cells("course", self.documents.course(row)),
                    "passed_on": row.since.isoformat() if row.since else None,
                }

    def build_runs(self, dossier: Dossier) -> Iterator[Row]:
        head: Row = {"institution": dossier.id, "institution_name": self.get_name(dossier)}
        for summary in dossier.summaries:
            titles = self.collect_course_titles(dossier, summary.year)
            data = self.documents.public(summary.path)
            runs = [(run, None) for run in data.get("runs", [])]
            for each in data.get("supplements", []):
                runs += [(run, each.get("date")) for run in each.get("runs", [])]
            for number, (run, added) in enumerate(runs, start=1):
                yield {
                    **head,
                    "year": summary.year,
                    "number": number,
                    "course_title": titles.get(run.get("course")),
                    **self.build_cells("run", run),
                    "added_on": added,
                }

    def collect_course_titles(self, dossier: Dossier, year: int) -> dict[Any, str]:
        """The public titles of all courses ever planned for a year, the dropped ones too."""
        records = [each for each in (dossier.get_plan(year), *dossier.get_amendments(year)) if each]
        data = [self.documents.public(each.path) for each in records]
        rows = [row for each in data for name in ("courses", "add", "replace") for row in each.get(name, [])]
        return {row["id"]: row["title"] for row in rows if "title" in row}

    def build_acts(self, dossier: Dossier) -> list[Row]:
        head: Row = {"institution": dossier.id, "institution_name": self.get_name(dossier)}
        found: list[Row] = []
        for act in self.documents.build_acts(dossier):
            record, undone = act["record"] or {}, act["undone"] or {}
            found.append(
                {
                    **head,
                    **{name: act[name] for name in ("id", "act", "title", "article", "in_force", "withheld")},
                    "date": act["date"].isoformat(),
                    "undone_by": undone.get("by"),
                    "undone_on": undone["date"].isoformat() if undone else None,
                    "outcome": describe_outcome(record),
                    "text": find_main_text(record),
                    **self.build_signed(record),
                }
            )
        for batch in dossier.batches:
            if is_published(batch, self.day):
                listing = self.documents.build_batch(batch)["announcement"]
                found.append(
                    {
                        **head,
                        "id": f"listing-{batch.id}",
                        "act": "listing",
                        "title": "公布列入名单",
                        "article": dossier.tables.cite("8(4)", self.day),
                        "in_force": True,
                        "date": listing.get("published_on"),
                        "text": batch.title,
                        **self.build_signed(listing),
                    }
                )
        return sorted(found, key=lambda row: str(row["date"]))

    def build_signed(self, record: Mapping[str, Any]) -> Row:
        """By whom and by which document."""
        document = record.get("document", {})
        return {
            "authority": record.get("authority"),
            "authority_name": self.build_reference("authority", record.get("authority")),
            "document_number": document.get("number"),
            "document_date": document.get("date"),
        }


def describe_outcome(record: Mapping[str, Any]) -> str:
    """The outcome of an act in a word; empty where its kind has none."""
    return next((str(record[name]) for name in ("effect", "result", "opinion") if name in record), "")


def find_main_text(record: Mapping[str, Any]) -> str:
    """The first of an act's texts."""
    return next((str(record[name]) for name in TEXTS if name in record), "")


# -- from a schema to cells ---------------------------------------------------------------------------------


def list_columns(
    schemas: Schemas, schema: Schema, prefix: str = "", title: str = "", required: tuple[str, ...] = ()
) -> list[TableColumn]:
    """The columns of an object's public properties; a group inside it has a column for each of its own."""
    found: list[TableColumn] = []
    for name, below in schemas.get_properties(schema):
        if not below.get("x-public"):
            continue
        heading = f"{title}{below['title']}"
        if "properties" in below:
            found += list_columns(schemas, below, f"{prefix}{name}_", f"{heading}：")
        elif type_ := _type(schemas, below):
            words = f"{below['description']}以“{JOINED}”隔开。" if "items" in below else below["description"]
            values = tuple(below["enum"]) if type_ == "string" and "enum" in below else ()
            found.append(TableColumn(f"{prefix}{name}", heading, words, type_, values, name in required))
    return found


def _type(schemas: Schemas, schema: Schema) -> str:
    """The type of a property's cell; empty where it fits none."""
    if "items" in schema:
        items = schemas.resolve(schema["items"])
        named = items.get("properties", {"name": {"x-public": True}}).get("name", {})
        return "string" if named.get("x-public") else ""
    kind = schema.get("type")
    if kind == "string" and schema.get("format") == "date":
        return "date"
    return str(kind) if kind in ("string", "integer", "number", "boolean") else "string"


def split_cells(schemas: Schemas, name: str, schema: Schema, value: Any) -> Row:
    """The cells of a property's public part, by the names of its columns; none where it is absent."""
    if isinstance(value, dict):
        found: Row = {}
        for part, below in schemas.get_properties(schema):
            if part in value:
                found |= split_cells(schemas, f"{name}_{part}", below, value[part])
        return found
    if isinstance(value, list):
        words = [str(each.get("name", "") if isinstance(each, dict) else each) for each in value]
        return {name: JOINED.join(words)} if _type(schemas, schema) else {}
    return {} if value is None else {name: value}


# -- CSV ----------------------------------------------------------------------------------------------------


def write_csv_head(table: DataTable) -> bytes:
    """The first line of a table as CSV, after the byte order mark by which Excel knows that it is no GBK."""
    return b"\xef\xbb\xbf" + _lines([[column.name for column in table.columns]])


def write_csv_lines(table: DataTable, rows: Sequence[Row]) -> bytes:
    """Rows of a table as CSV (RFC 4180) in UTF-8; `stamped` puts in the stamp."""
    if not rows:
        return b""
    columns = [column for column in table.columns if column not in STAMP]
    empty: Row = {column.name: None for column in columns}
    values = itemgetter(*empty)
    found = zip(*(values(empty | row) for row in rows), strict=True)
    cells = (format_csv_cells(column, each) for column, each in zip(columns, found, strict=False))
    return _lines(zip(*cells, repeat(STAMP_MARK)))


def format_csv_cells(column: TableColumn, cells: Sequence[Cell]) -> Iterable[Cell]:
    """The cells of a column as CSV is to write them.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    if column.type == "boolean":
        return map(BOOLEANS.get, cells)
    if column.type == "string" and any(cells):
        return (f"'{cell}" if cell and str(cell)[0] in FORMULA else cell for cell in cells)
    return cells


def read_csv_rows(table: DataTable, lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a table from the lines of its CSV, its first line first; an empty cell is None."""
    read = {column.name: READ.get(column.type, _text) for column in table.columns}
    for row in csv.DictReader(lines):
        yield {name: read[name](cell) if cell else None for name, cell in row.items()}


def _text(cell: str) -> str:
    """A text without the apostrophe that keeps it from being a formula."""
    return cell.removeprefix("'")


def _number(cell: str) -> int | float:
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)


# How a cell of a type is read; others are texts.
READ: dict[str, Callable[[str], Cell]] = {
    "integer": int,
    "number": _number,
    "boolean": "true".__eq__,
    "date": str,
}


def add_stamp(lines: bytes, publication: Publication) -> bytes:
    """Lines with the stamp, as rows are sent around without their file."""
    return lines.replace(STAMP_MARK.encode(), ",".join(publication.stamp.values()).encode())


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
