"""The regulation: its validity, its articles in our words, their rules, its parameters; working days."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ...display import Text, format_day
from ...json_data import JsonObject, JsonValue, get_object, get_objects, get_texts
from ...lifecycle.endings import find_regulation_ending
from ...model.kinds import Calendar, Regulation
from ...model.open_points import may_be_open
from ...model.presenter import Presenter
from ...model.tables import Tables
from ...records.schemas import Schema
from ...rules.explain import format_parameter
from ..register_view import RegisterView
from ..rows import ArticleRow, list_article_rows
from .receivers import OfficeRow, find_bureau

ABSENT = "absent"  # the value of a parameter that the file does not have


class CalendarRow(NamedTuple):
    """A year's working days: the record, its days off and its working days in words."""

    calendar: Calendar
    days_off: list[str]
    working_days: list[str]


class DesignationRow(NamedTuple):
    """Who may teach general subjects by a document: the document, its days, and the institutions."""

    document: str
    days: str
    institutions: list[Text]


class RegulationData(NamedTuple):
    """The page of the regulation; `parameters` are their titles and values in words.

    `bureau` is asked for its text where the register has no address of it.
    """

    regulation: Regulation
    validity: str
    articles: list[ArticleRow]
    parameters: list[tuple[str, str]]
    calendars: list[CalendarRow]
    general_teaching: list[DesignationRow]
    bureau: OfficeRow


def show_regulation(view: RegisterView) -> RegulationData:
    """The regulation in force on the day: its articles in our words, their rules, its parameters."""
    tables = view.register.tables
    regulation = tables.find_regulation(view.day)
    data = get_object(view.public(regulation.path), "parameters")
    schema = view.schemas.resolve_properties("regulation")["parameters"]
    parameters = [
        # Of what the file does not say the page tells what holds then.
        (below["title"], describe_parameter(view, below, data.get(name, below.get("default", ABSENT))))
        for name, below in view.schemas.get_properties(schema)
    ]
    return RegulationData(
        regulation=regulation,
        validity=describe_validity(tables, view.day),
        articles=list_article_rows(view),
        parameters=parameters,
        calendars=[build_calendar_row(each) for each in tables.calendars],
        general_teaching=list_designations(view, regulation),
        bureau=find_bureau(view),
    )


def describe_validity(tables: Tables, day: dt.date) -> str:
    """Since when the regulation in force on `day` is, on what ground, and to when, in one line."""
    regulation = tables.find_regulation(day)
    signed, published, start = regulation.signed_on, regulation.published_on, regulation.in_force_from
    words = [f"{format_day(each)}{what}" for each, what in ((signed, "签发"), (published, "发布")) if each]
    by = "（按签发日期，发布日期没有载明）" if signed == start and not published else ""
    words.append(f"自{format_day(start)}起施行{by}" if start else "施行日期还没有填")
    return "，".join(filter(None, (*words, describe_end(tables, day))))


def describe_end(tables: Tables, day: dt.date) -> str:
    """When the regulation in force on `day` ends, in words; empty where it does not, or one takes over."""
    ending = find_regulation_ending(tables, day)
    if ending is None:
        return ""
    last = format_day(ending.last)
    return f"施行到{last}为止" if day <= ending.last else f"已于{last}期满，登记册中没有接着施行的办法"


def build_calendar_row(calendar: Calendar) -> CalendarRow:
    """The working days of a year by its notices; of its own days the year is left out."""

    def name_day(day: dt.date) -> str:
        return f"{day.month}月{day.day}日" if day.year == calendar.year else format_day(day)

    # By dict.fromkeys a single day off is named once.
    spans = [
        f"{day_off.name}{'至'.join(dict.fromkeys(map(name_day, (day_off.from_, day_off.to))))}"
        for day_off in calendar.days_off
    ]
    return CalendarRow(calendar, spans, [name_day(each) for each in calendar.working_days])


def list_designations(view: RegisterView, regulation: Regulation) -> list[DesignationRow]:
    """Who may teach general subjects, by each document that a regulation's file names."""
    return [
        DesignationRow(
            *describe_designation(view.presenter, row),
            [view.presenter.reference("institution", each) for each in get_texts(row, "institutions")],
        )
        for row in get_objects(view.public(regulation.path), "general_teaching")
    ]


def describe_designation(presenter: Presenter, row: JsonObject) -> tuple[str, str]:
    """The document by which institutions may teach general subjects, and its days, in words."""
    items = presenter.schemas.resolve_path("regulation", ["general_teaching", 0])[-1]
    texts = {name: fact.value.text for name, fact in presenter.format_cells(items, row).items()}
    return texts["document"], texts["from"] + (f"至{texts['to']}" if "to" in texts else "起")


def describe_parameter(view: RegisterView, schema: Schema, value: JsonValue) -> str:
    """A parameter in words; null: the regulation has none; ABSENT: its file says nothing yet."""
    if value == ABSENT and may_be_open(schema):
        return "还没有填"
    if value in (None, ABSENT):
        return "没有规定"
    own = format_parameter(view.schemas, schema, value)
    return own or view.presenter.format_text(schema, value).text
