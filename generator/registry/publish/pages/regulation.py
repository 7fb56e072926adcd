"""The regulation: its articles in our words, their rules, its parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...display import format_day
from ...finding import format_article
from ...records.schemas import Schema
from ..rows import list_rules_of
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows("/regulation/", kinds=frozenset({"regulation"}))
# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 300
# A list by field or status with more rows than this is a page for each area.
LIST_ROWS = 1000
DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


def show_regulation(view: RegisterView) -> dict[str, Any]:
    """The regulation in force on the day: its articles in our words, their rules, its parameters."""
    regulation = view.register.tables.find_regulation(view.day)
    kind = view.schemas.kinds["regulation"]
    data = view.record(regulation.path)
    parameters = dict(view.schemas.get_properties(kind.schema))["parameters"]
    return {
        "number": regulation.number,
        "title": regulation.title,
        "jurisdiction": regulation.jurisdiction,
        "official_url": data.get("official_url", ""),
        "in_force_from": format_day(regulation.in_force_from),
        "articles": [
            {
                **each,
                "label": format_article(str(each["number"])),
                "anchor": f"article-{each['number']}",
                "rules": list_rules_of(view, each["number"]),
            }
            for each in data["articles"]
        ],
        "parameters": [
            {
                "label": schema["title"],
                "value": describe_parameter(view, schema, data["parameters"].get(name)),
            }
            for name, schema in view.schemas.get_properties(parameters)
        ],
        "path": regulation.path,
    }


def describe_parameter(view: RegisterView, schema: Schema, value: Any) -> str:
    """A parameter in words; null means that the regulation has none."""
    if value is None:
        return "没有规定"
    if DAY_OF_YEAR.fullmatch(str(value)):
        month, day = str(value).split("-")
        return f"{int(month)}月{int(day)}日"
    if "x-fields" in schema.get("items", {}):
        titles = {
            name: each["title"]
            for name, each in view.schemas.get_properties(view.schemas.kinds["institution"].schema)
        }
        return "、".join(titles[each] for each in value)
    return "、".join(value) if isinstance(value, list) else view.presenter.format_text(schema, value).text
