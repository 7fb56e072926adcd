"""The regulation: its articles in our words, their rules, its parameters."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...display import format_day
from ...json_data import JsonValue, get_object
from ...model.kinds import Regulation
from ...records.schemas import Schema
from ..register_view import RegisterView
from ..rows import ArticleRow, list_article_rows

DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


class RegulationData(NamedTuple):
    """The page of the regulation; `parameters` are their titles and values in words."""

    regulation: Regulation
    in_force_from: str
    articles: list[ArticleRow]
    parameters: list[tuple[str, str]]


def show_regulation(view: RegisterView) -> RegulationData:
    """The regulation in force on the day: its articles in our words, their rules, its parameters."""
    regulation = view.register.tables.find_regulation(view.day)
    data = get_object(view.record(regulation.path), "parameters")
    schema = dict(view.schemas.get_properties(view.schemas.kinds["regulation"].schema))["parameters"]
    parameters = [
        (below["title"], describe_parameter(view, below, data.get(name)))
        for name, below in view.schemas.get_properties(schema)
    ]
    in_force_from = format_day(regulation.in_force_from)
    return RegulationData(regulation, in_force_from, list_article_rows(view), parameters)


def describe_parameter(view: RegisterView, schema: Schema, value: JsonValue) -> str:
    """A parameter in words; null means that the regulation has none."""
    if value is None:
        return "没有规定"
    if DAY_OF_YEAR.fullmatch(str(value)):
        month, day = str(value).split("-")
        return f"{int(month)}月{int(day)}日"
    if not isinstance(value, list):
        return view.presenter.format_text(schema, value).text
    properties = view.schemas.kinds["institution"].properties if "x-fields" in schema["items"] else {}
    return "、".join(properties[each]["title"] if properties else each for each in map(str, value))
