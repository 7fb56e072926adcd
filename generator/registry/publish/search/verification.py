"""What the verification page looks up: a file for each institution, with days, reasons and articles.

Everything is derived here; the script on the page compares days and texts only, as `answer` of
lifecycle/credit.py does. A file says nothing of the day on which it was made: the page does.
"""

from __future__ import annotations

import msgspec

from ...display import format_day, format_number
from ...finding import format_article
from ...json_data import JsonObject, get_number, get_objects
from ...lifecycle.as_of import view_as_of
from ...lifecycle.credit import RecordedRun, StatusSpan, TitledCourse, list_planned, list_spans
from ...lifecycle.filing import list_former_codes, list_former_names
from ...lifecycle.publication_period import list_withheld
from ...lifecycle.state import State
from ...model.dossier import Dossier
from ..register_view import RegisterView
from ..states import build_article_anchor, find_state_value, format_days_in

VERSION = 2


def build_verify_file(view: RegisterView, dossier: Dossier) -> tuple[str, bytes]:
    """The address and the JSON of one institution."""
    dossier = view_as_of(dossier, view.day)
    data = view.public(dossier.institution.path)
    hidden = list_withheld(dossier, view.day)
    content = {
        "version": VERSION,
        "id": dossier.id,
        "name": data.get("name", dossier.id),
        "code": data.get("credit_code", ""),
        "former": [
            {"name": name, "changed": changed} for name, changed in list_former_names(dossier, view.day)
        ],
        "spans": [_describe_span(each, hidden) for each in list_spans(dossier, view.day)],
        "courses": [
            _describe_course(view, course)
            for plan in dossier.plans
            for course in list_planned(dossier, plan.year, view.day)
        ],
    }
    if former_codes := list_former_codes(dossier, view.day):
        content["former_codes"] = [{"code": code, "changed": changed} for code, changed in former_codes]
    # Absent, not false: files of ten thousand lawful institutions do not change with it.
    if dossier.id in view.held:
        content["held"] = True
    return f"verify/{dossier.id}.json", msgspec.json.encode(content) + b"\n"


def _describe_span(span: StatusSpan, hidden: frozenset[str]) -> JsonObject:
    """A span; of a suspension whose notice is no longer shown only that there was one."""
    suspended = span.suspended
    if suspended and suspended.source in hidden:
        suspended = suspended._replace(reason="公开期已满，不再展示内容。", source="")
    return {
        "first": span.first or "",
        "last": span.last or "",
        "shown": span.shown,
        "states": [_describe_state(each) for each in (span.filing, suspended) if each],
    }


def _describe_state(state: State) -> JsonObject:
    """A state, without what is empty."""
    number = state.article
    words: JsonObject = {
        "label": state.label,
        "since": format_day(state.since) if state.since else "",
        "reason": format_days_in(state.reason),
        "article": {"label": format_article(number), "anchor": build_article_anchor(number)}
        if number
        else None,
        "basis": find_state_value(state.code).basis,
        "source": state.source,
    }
    return {name: value for name, value in words.items() if value}


def _describe_course(view: RegisterView, planned: TitledCourse) -> JsonObject:
    """A course under a title: its days in a passed plan with their months, and its classes.

    `told` is the last day of which the year's summary tells; empty where there is none yet.
    """
    data = view.records.select_course(planned.row)
    has_months, has_end = "months" in data, "until" in data or "classes" in data
    return {
        "year": planned.year,
        "id": planned.row.course.id,
        "title": data.get("title", ""),
        "days": [
            {
                "first": days.first,
                "last": days.last,
                "since": format_day(days.since),
                "months": days.months if has_months else (),
                "until": days.until if days.until and has_end else "",
                "source": days.path,
            }
            for days in planned.days
        ],
        "told": planned.reported_until or "",
        "runs": [run for each in planned.held if (run := _describe_run(view, each))],
        "source": planned.row.path,
    }


def _describe_run(view: RegisterView, held: RecordedRun) -> JsonObject | None:
    """A class, of what is public; None where its days are not."""
    data = view.public(held.path)
    for name, number in zip(held.pointer[::2], held.pointer[1::2], strict=True):
        data = get_objects(data, str(name))[int(number)]
    if not {"from", "to"} <= data.keys():
        return None
    return {
        "first": data["from"],
        "last": data["to"],
        "hours": format_number(hours) if (hours := get_number(data, "hours")) is not None else "",
        "source": held.path,
    }
