"""The sheet that explains: how the form is filled in, to whom it goes and by when, and every field of it."""

from __future__ import annotations

import re

from ...finding import format_article
from ...records.record_path import RECORDS
from ...records.schemas import Schemas
from ..headings import Field
from .cells import CellWriter
from .content import FormContent
from .layout import FormColumn, FormLayout

FORM = "填写"  # the first sheet
HEADINGS = ("在哪里", "项目", "必填", "怎样填", "例", "依据")
HOW = (
    "有下拉的从中选；日期写成 2026-03-15；数字只填数，不写单位；一格写几项的用顿号隔开；行不够的接着往下填，"
    "列可以换次序，标题的字不要改。不填个人手机号码、身份证号和学员名单。"
)


# What the descriptions say for whoever writes YAML, and what it is in a cell.
IN_CELLS = (
    ("，加引号", ""),
    ("，与文件名相同", ""),
    ("填 true", "填“是”"),
    ("填 false", "填“否”"),
    ("填 null", "空着"),
    ("为 null", "空着"),
    ("填 []", "空着"),
)
NAME = re.compile(r" ?(?<![\w/.-])([a-z]+(?:_[a-z]+)*)(?![\w/.-]) ?", re.ASCII)


def describe_field(schemas: Schemas, field: Field) -> str:
    """How a field is filled in, in words for whoever fills in a cell."""
    words = str(field.schema.get("description", ""))
    if "x-fields" in field.schema:  # they are listed in the drop-down
        return f"{words.partition('：')[0]}，从下拉中选一项。"
    if "x-ref" in field.schema and RECORDS in words:
        return "写编号；不知道编号的写名称。"
    for before, after in IN_CELLS:
        words = re.sub(f"{re.escape(before)} ?", after, words)
    titles = {name: title for name, title in _list_titles(schemas).items() if name in words}
    return NAME.sub(lambda match: f"“{titles[match[1]]}”" if match[1] in titles else match[0], words)


def _list_titles(schemas: Schemas) -> dict[str, str]:
    """The titles of the properties of courses and their fees, which descriptions name."""
    course = schemas.get_target("defs.json#/$defs/course")
    titles: dict[str, str] = {}
    for name, below in schemas.get_properties(course):
        titles |= {
            name: below["title"],
            **{each: inner["title"] for each, inner in schemas.get_properties(below)},
        }
    return titles


def explain(schemas: Schemas, kind: str, content: FormContent) -> list[tuple[str, str]]:
    """What is said of the whole: what it is, how it is filled in, to whom it goes and by when."""
    about = schemas.kinds[kind]
    basis = f"（{format_article(content.article)}）" if content.article else ""
    return [
        ("是什么", f"{about.title}{basis}：{about.schema['description']}"),
        ("怎样填", HOW),
        *content.notes,
    ]


def list_explained(schemas: Schemas, layout: FormLayout, content: FormContent) -> list[tuple[str, ...]]:
    """The table of all fields: where, title, whether it must be filled in, how, an example, the article."""
    writer = CellWriter(schemas, content)
    places: list[tuple[str, FormColumn]] = [(FORM, each.column) for each in layout.form]
    places += [(table.title, each) for table in layout.tables for each in table.columns]
    return [HEADINGS, *(_explain_column(place, column, writer) for place, column in places)]


def _explain_column(place: str, column: FormColumn, writer: CellWriter) -> tuple[str, ...]:
    schema = column.field.schema
    if column.is_shown:
        return (place, column.heading, "", "登记册已填，供核对。", "", "")
    examples = [*column.choices.words[:1], *schema.get("examples", ())]
    example = writer.write(examples[0], schema) if examples else ""
    must = "必填" if column.is_required else ""
    words, article = describe_field(writer.schemas, column.field), format_article(schema.get("x-article", ""))
    return (place, column.heading, must, words, str(example), article)
