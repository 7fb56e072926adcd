"""The sheet that explains: how the form is filled in, to whom it goes and by when, and every field of it."""

from __future__ import annotations

from ...finding import format_article
from ...records.schemas import Schemas
from .cells import CellWriter
from .known import Known
from .layout import Column, Layout

HEADINGS = ("在哪里", "项目", "必填", "怎样填", "例", "依据")
HOW = (
    "有下拉的从中选；日期写成 2026-03-15；数字只填数，不写单位；一格写几项的用顿号隔开；行不够的接着往下填，"
    "列可以换次序，标题的字不要改。不填个人手机号码、身份证号和学员名单。"
)


def explain(schemas: Schemas, kind: str, known: Known) -> list[tuple[str, str]]:
    """What is said of the whole: what it is, how it is filled in, to whom it goes and by when."""
    about = schemas.kinds[kind]
    basis = f"（{format_article(known.article)}）" if known.article else ""
    return [("是什么", f"{about.title}{basis}：{about.schema['description']}"), ("怎样填", HOW), *known.notes]


def list_explained(schemas: Schemas, layout: Layout, known: Known) -> list[tuple[str, ...]]:
    """The table of all fields: where, title, whether it must be filled in, how, an example, the article."""
    writer = CellWriter(schemas, known)
    places: list[tuple[str, Column]] = [("最上面", each.column) for each in layout.form]
    places += [(table.title, each) for table in layout.tables for each in table.columns]
    return [HEADINGS, *(_explain_column(place, column, writer) for place, column in places)]


def _explain_column(place: str, column: Column, writer: CellWriter) -> tuple[str, ...]:
    schema = column.field.schema
    if column.is_shown:
        return (place, column.heading, "", "登记册已填，供核对。", "", "")
    examples = [*column.choices.words[:1], *schema.get("examples", ())]
    example = writer.write(examples[0], schema) if examples else ""
    must = "必填" if column.is_required else ""
    words, article = schema.get("description", ""), format_article(schema.get("x-article", ""))
    return (place, column.heading, must, words, str(example), article)
