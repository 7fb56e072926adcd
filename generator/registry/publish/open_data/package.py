"""What describes the downloads: a Frictionless data package (the data dictionary) and an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...json_data import JsonObject
from .columns import JOINED, DataTable, TableColumn
from .csv_lines import FORMULA
from .publication import FOLDER, Publication

MEDIA_TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/atom+xml",
    "ics": "text/calendar",
}
CSV_WORDS = (
    "UTF-8（带 BOM），逗号分隔。以 "
    + " ".join(repr(each)[1:-1] if each.isspace() else each for each in FORMULA)
    + " 开头的文字前面加一个英文撇号（'），以免被表格软件当作公式；程序读取时去掉一个即可。"
    + f"一格多项的以“{JOINED}”隔开。"
)


class FileDigest(NamedTuple):
    """A file: how many bytes it has, and their SHA-256."""

    bytes: int
    sha256: str


def build_data_package(tables: list[tuple[DataTable, FileDigest]], publication: Publication) -> JsonObject:
    """A Frictionless data package of tables, each with its CSV; the Table Schemas are the dictionary."""
    package: JsonObject = {
        "profile": "data-package",
        "name": "training-institutions",
        "title": publication.title,
        "description": f"登记册的公开部分，截至 {publication.day}。{CSV_WORDS}",
        **publication.stamp,
    }
    if publication.address:
        package["homepage"] = publication.build_link("data/")
    if publication.licence:
        package["licenses"] = [dict(publication.licence)]
    return {**package, "resources": [_build_resource(table, written) for table, written in tables]}


def describe_dataset(publication: Publication, downloads: Iterable[ApiPath]) -> JsonObject:
    """The downloads of the whole register as a Dataset, in the terms of schema.org."""
    dataset: JsonObject = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": publication.title,
        "description": "继续教育培训机构登记册的公开部分：机构、状态、年度计划、总结、考核和批次。",
        "inLanguage": "zh-CN",
        "version": publication.stamp["version"],
        "dateModified": publication.day.isoformat(),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": download.title,
                "encodingFormat": MEDIA_TYPES[download.path.rpartition(".")[2]],
                "contentUrl": publication.build_link(f"{FOLDER}{download.path}", "../"),
            }
            for download in downloads
            if download.path.rpartition(".")[2] in MEDIA_TYPES
        ],
    }
    if publication.licence:
        dataset["license"] = publication.licence["path"]
    return dataset


def _build_resource(table: DataTable, written: FileDigest) -> JsonObject:
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": MEDIA_TYPES["csv"],
        "encoding": "utf-8",
        "bytes": written.bytes,
        "hash": f"sha256:{written.sha256}",
        "schema": build_table_schema(table),
    }


def build_table_schema(table: DataTable) -> JsonObject:
    """A Table Schema; titles and descriptions are those of the records' schemas."""
    schema: JsonObject = {
        "fields": [build_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    # Every row of the other tables is of an institution that has its own row there.
    if table.name != "institutions":
        reference = {"resource": "institutions", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": [table.institution], "reference": reference}]
    return schema


def build_field(column: TableColumn) -> JsonObject:
    """A column as a field of a Table Schema."""
    field: JsonObject = {
        "name": column.name,
        "title": column.title,
        "description": column.description,
        "type": column.type,
    }
    constraints: JsonObject = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return {**field, "constraints": constraints} if constraints else field


class ApiPath(NamedTuple):
    """A static path: its operation's name, what it is, what is in it, and by which schema (or none)."""

    path: str
    operation: str
    title: str
    words: str
    schema: str = ""


# What stands in braces in a path, and what there is where nothing is of that name.
PARAMETERS = {
    "id": ("机构编号，见目录。", "没有这个机构，或者从未列入名单。"),
    "area": ("地区编号，见目录。", "没有这个地区。"),
}
FILES = (
    ApiPath("institutions.csv", "getInstitutionsTable", "机构（CSV）", "每行一个机构：情况和状态。"),
    ApiPath("courses.csv", "getCoursesTable", "课程（CSV）", "每行一门计划中的课程，写明哪天通过。"),
    ApiPath("runs.csv", "getRunsTable", "开班（CSV）", "每行一期总结中的班。"),
    ApiPath("acts.csv", "getActsTable", "事项（CSV）", "每行一件事项，或者一次列入名单。"),
    ApiPath(
        "duties.csv",
        "getDutiesTable",
        "待办（CSV）",
        "每行一项到期和待办：由谁办理，期限，电话；还有几天由期限和截至日期算出。",
    ),
    ApiPath("register.xlsx", "getWorkbook", "工作簿（XLSX）", "以上五张表，列名是中文，另有说明。"),
    ApiPath(
        "register.json",
        "getRegister",
        "全部机构（JSON）",
        "全部公开记录，和依据记录得出的状态、待办。",
        "register",
    ),
    ApiPath(
        "register.ndjson",
        "getRegisterLines",
        "全部机构（NDJSON）",
        "第一行是时间、版本和各种表，以后每行一个机构。",
    ),
    ApiPath("index.json", "getIndex", "目录（JSON）", "时间、版本和各种表，每个机构的文件在哪里。", "index"),
    ApiPath(
        "feed.atom.xml",
        "getFeed",
        "登记册的订阅（Atom）",
        "最近公开的名单、事项、计划、总结、考核和状态的变化。",
    ),
    ApiPath(
        "due.ics", "getDueCalendar", "到期和待办（ICS）", "全部地区有期限的待办，同一天的同一件事合为一项。"
    ),
    ApiPath("due/area-{area}.ics", "getAreaDueCalendar", "一个地区的到期和待办（ICS）", "一个地区的。"),
    ApiPath("datapackage.json", "getDataPackage", "数据包（Frictionless）", "各表的数据字典和校验值。"),
    ApiPath("schema.json", "getSchema", "JSON 的格式（JSON Schema）", "JSON 文件的字段。"),
    ApiPath(
        "institutions/{id}.json",
        "getInstitution",
        "一个机构（JSON）",
        "一个机构的全部公开记录。",
        "institution",
    ),
    ApiPath(
        "institutions/{id}.atom.xml",
        "getInstitutionFeed",
        "一个机构的订阅（Atom）",
        "机构的名单、事项、计划、总结、考核和状态的变化。",
    ),
    ApiPath("institutions/{id}.ics", "getInstitutionCalendar", "一个机构的待办（ICS）", "有期限的待办。"),
)
OPENAPI = ApiPath("openapi.json", "", "接口说明（OpenAPI）", "以上各个文件的地址。")


def build_open_api(publication: Publication) -> JsonObject:
    """An OpenAPI 3.1 document of the static paths."""
    info: JsonObject = {
        "title": f"{publication.title}：公开数据",
        "version": publication.stamp["version"],
        "description": "全部是静态文件，只有 GET；没有的机构返回 404。",
    }
    if publication.licence:
        info["license"] = {"name": publication.licence["title"], "url": publication.licence["path"]}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": ".", "description": "本文件所在的文件夹"}],
        "paths": {f"/{each.path}": {"get": _build_operation(each)} for each in FILES},
    }


def _build_operation(file: ApiPath) -> JsonObject:
    media = MEDIA_TYPES[file.path.rpartition(".")[2]]
    content = {media: {"schema": {"$ref": f"schema.json#/$defs/{file.schema}"}} if file.schema else {}}
    operation: JsonObject = {
        "operationId": file.operation,
        "summary": file.title,
        "description": f"{file.words}{CSV_WORDS}" if media == "text/csv" else file.words,
    }
    answers: JsonObject = {"200": {"description": file.title, "content": content}}
    name = next((each for each in PARAMETERS if f"{{{each}}}" in file.path), "")
    if not name:
        return {**operation, "responses": answers}
    description, missing = PARAMETERS[name]
    answers["404"] = {"description": missing}
    parameter: JsonObject = {"name": name, "in": "path", "required": True, "description": description}
    parameter["schema"] = {"type": "string"}
    return {**operation, "responses": answers, "parameters": [parameter]}
