"""The regulation: its articles in our words, their rules, its parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...display import day_text
from ...finding import article_label
from ...records.schemas import Schema
from ..rows import rules_of
from ..shows import Shows

if TYPE_CHECKING:
    from ..register_view import RegisterView


SHOWS = Shows("/regulation/", kinds=frozenset({"regulation"}))
# More institutions than this are not listed on one page, but by area.
ON_ONE_PAGE = 300
# A list by field or status with more rows than this is a page for each area.
LIST_ROWS = 1000
DAY_OF_YEAR = re.compile("[0-9]{2}-[0-9]{2}")


def regulation(view: RegisterView) -> dict[str, Any]:
    """The regulation in force on the day: its articles in our words, their rules, its parameters."""
    regulation = view.register.tables.regulation_on(view.day)
    kind = view.schemas.kinds["regulation"]
    data = view.record(regulation.path)
    parameters = dict(view.schemas.properties(kind.schema))["parameters"]
    return {
        "number": regulation.number,
        "title": regulation.title,
        "jurisdiction": regulation.jurisdiction,
        "official_url": data.get("official_url", ""),
        "in_force_from": day_text(regulation.in_force_from),
        "articles": [
            {
                **each,
                "label": article_label(str(each["number"])),
                "anchor": f"article-{each['number']}",
                "rules": rules_of(view, each["number"]),
            }
            for each in data["articles"]
        ],
        "parameters": [
            {
                "label": schema["title"],
                "value": parameter_words(view, schema, data["parameters"].get(name)),
            }
            for name, schema in view.schemas.properties(parameters)
        ],
        "path": regulation.path,
    }


def parameter_words(view: RegisterView, schema: Schema, value: Any) -> str:
    """A parameter in words; null means that the regulation has none."""
    if value is None:
        return "没有规定"
    if DAY_OF_YEAR.fullmatch(str(value)):
        month, day = str(value).split("-")
        return f"{int(month)}月{int(day)}日"
    if "x-fields" in schema.get("items", {}):
        titles = {
            name: each["title"]
            for name, each in view.schemas.properties(view.schemas.kinds["institution"].schema)
        }
        return "、".join(titles[each] for each in value)
    return "、".join(value) if isinstance(value, list) else view.presenter.text(schema, value).text
