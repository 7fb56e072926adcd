"""The columns of the tables: their names, headings and types, and the cells of a value by its schema.

The columns of the institution, of courses and of runs come from the schemas: a property that is added and
marked public is a column by itself. What does not fit a cell (lists of groups without a name or number) is in
the JSON alone, and so is what a single kind of act has, unless a column of it is added to ACT, which all acts
share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...json_data import JsonObject, JsonValue, get_text
from ...lifecycle.duties import DUTIES
from ...lifecycle.effect import LABELS
from ...records.schemas import Schema, Schemas

Cell = str | int | float | bool | None
Row = dict[str, Cell]

JOINED = "；"
# What stands for a group in a cell that lists several: a name, or a telephone's number.
STANDS_FOR = ("name", "number")


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
AREA = TableColumn(
    "area", "监督地区", "那一年年底监督机构的地区的编号；年度还没有过完的，按截至日期。", required=True
)
AREA_NAME = TableColumn("area_name", "监督地区名称", "那一年的监督地区当时的名称。")
PASSED = TableColumn(
    "passed",
    "已通过",
    "课程在已通过的计划或者调整中。统计只计为 true 的；每行一门课，不筛选就会把没有通过的也数进去。",
    "boolean",
    required=True,
)
STATUS = (
    TableColumn("status", "状态代码", "报备状态的代码，不变。", required=True),
    TableColumn("status_label", "状态", "报备状态。"),
    TableColumn("status_since", "状态起日", "状态从这一天起（含）。", "date"),
    TableColumn(
        "status_until", "状态止日", "到这一天为止（含），如有效期的最后一天；没有期限的为空。", "date"
    ),
    TableColumn("status_reason", "状态原因", "为什么是这个状态。"),
    TableColumn("status_article", "依据条款", "现行办法的条、项，如 8(4) 是第八条第四项。"),
    TableColumn("conditions", "附加情况", "同时有的其他情况，以“；”隔开。"),
    TableColumn("batches", "列入批次", "列入过的批次编号，以“；”隔开。"),
    TableColumn("unstated", "未载明", "旧名单没有载明的项目的列名，以“；”隔开；其他项目空着的是没有。"),
    TableColumn("area_name", "监督地区名称", "监督地区的名称。"),
    TableColumn("system_name", "主管系统名称", "主管系统的名称，没有的为空。"),
)
PASSED_ON = TableColumn("passed_on", "通过日期", "课程从这一天起通过；没有通过的为空。", "date")
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
    TableColumn("document_number", "文号", "文书的文号，照文书；没有文号的是“无文号”。"),
    TableColumn("document_date", "成文日期", "文书的成文日期。", "date"),
    TableColumn(
        "in_force", "有效", "已经生效，没有被以后的决定撤销，也没有停止执行。", "boolean", required=True
    ),
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
    TableColumn(
        "effect",
        "效力",
        "不利的事项现在的效力：not-yet 尚未生效，in-force 有效，stayed 停止执行，partly 部分有效，"
        "ended 已经结束，varied 已变更，withdrawn 已撤销；别的事项和公开期已满的为空。",
        values=tuple(LABELS),
    ),
    TableColumn("effect_since", "效力起日", "从哪一天起是这样；没有的为空。", "date"),
)
DUTY = (
    OF,
    NAME,
    TableColumn("area", "监督地区", "监督地区的编号。", required=True),
    TableColumn("area_name", "监督地区名称", "监督地区的名称。"),
    TableColumn("duty", "种类代码", "待办的种类。", values=tuple(DUTIES), required=True),
    TableColumn("title", "种类", "待办种类的名称。"),
    TableColumn("label", "待办", "要办的是什么。", required=True),
    TableColumn("by", "办理主体编号", "机构自己办的是 institution，机关办的是机关编号。", required=True),
    TableColumn("by_name", "办理主体", "办理的机构或者机关的名称。"),
    TableColumn("to", "报送对象编号", "向哪些机关报送，机关编号以“；”隔开；没有的为空。"),
    TableColumn("to_name", "报送对象", "向哪些机关报送，以“；”隔开。"),
    TableColumn(
        "due", "期限", "最后一天（含）；未规定期限的为空。与截至日期相减是还有几天、过了几天。", "date"
    ),
    TableColumn("target", "是目标", "期限一栏是目标日期，不是期限。", "boolean", required=True),
    TableColumn("overdue", "期限已过", "过了期限（或者目标日期），未见记录。", "boolean", required=True),
    TableColumn("since", "应办起日", "整改期限已满、等待认定的，从哪一天起等待认定；其余为空。", "date"),
    TableColumn("article", "依据条款", "现行办法的条、项；依据别的规定的为空，见说明。"),
    TableColumn("note", "说明", "依据、算法和登记册的理解。"),
    TableColumn("phone", "电话", "办理主体公开的电话。"),
    TableColumn("source", "依据的记录", "待办由登记册的哪一份记录得出。", required=True),
)
STAMP = (
    TableColumn("version", "数据版本", "数据格式的版本，见更新记录。", required=True),
    TableColumn("as_of", "截至日期", "状态是这一天的，按北京时间。", "date", required=True),
    TableColumn("commit", "版本号", "依据的登记册版本；不在 Git 中生成的为空。"),
)


def list_columns(
    schemas: Schemas, schema: Schema, prefix: str = "", title: str = "", required: tuple[str, ...] = ()
) -> list[TableColumn]:
    """The columns of an object's public properties; a group inside it has a column for each of its own."""
    columns: list[TableColumn] = []
    for name, below in schemas.get_properties(schema):
        if not below.get("x-public"):
            continue
        heading = f"{title}{below['title']}"
        if "properties" in below:
            columns += list_columns(schemas, below, f"{prefix}{name}_", f"{heading}：")
        elif type_ := _find_type(schemas, below):
            words = f"{below['description']}以“{JOINED}”隔开。" if "items" in below else below["description"]
            values = tuple(below["enum"]) if type_ == "string" and "enum" in below else ()
            columns.append(TableColumn(f"{prefix}{name}", heading, words, type_, values, name in required))
    return columns


def _find_type(schemas: Schemas, schema: Schema) -> str:
    """The type of a property's cell; empty where it fits none."""
    if "items" in schema:
        items = schemas.resolve(schema["items"])
        below = items.get("properties", {"name": {"x-public": True}})
        return "string" if any(below.get(name, {}).get("x-public") for name in STANDS_FOR) else ""
    kind = schema.get("type")
    if kind == "string" and schema.get("format") == "date":
        return "date"
    return str(kind) if kind in ("string", "integer", "number", "boolean") else "string"


def find_label(row: JsonObject) -> str:
    """What stands for a group in a cell that lists several."""
    return next(filter(None, (get_text(row, name) for name in STANDS_FOR)), "")


class CellPlan(NamedTuple):
    """Which cells a property has: its own by `name`, of a group those of its properties.

    `fits` says whether a list fits a cell.
    """

    name: str
    fits: bool
    below: Mapping[str, CellPlan]


def plan_cells(schemas: Schemas, name: str, schema: Schema) -> CellPlan:
    """Find once for all rows which cells a property has."""
    parts = schemas.get_properties(schema)
    below = {part: plan_cells(schemas, f"{name}_{part}", inner) for part, inner in parts}
    return CellPlan(name, bool(_find_type(schemas, schema)), below)


def add_cells(row: Row, plan: CellPlan, value: JsonValue) -> None:
    """Add the cells of a property's public part to a row, by the names of their columns."""
    if isinstance(value, dict):
        for part, below in plan.below.items():
            if part in value:
                add_cells(row, below, value[part])
    elif isinstance(value, list):
        if plan.fits:
            words = [find_label(each) if isinstance(each, dict) else str(each) for each in value]
            row[plan.name] = JOINED.join(words)
    elif isinstance(value, str | int | float):
        row[plan.name] = value
