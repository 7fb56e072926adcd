"""What the verification page looks up: a file for each institution, with days, reasons and articles.

Everything is derived here; the script on the page compares days and texts only. A file says nothing of the
day on which it was made: the page does.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ...display import day_text
from ...lifecycle.credit import Planned, Span, planned, spans
from ...lifecycle.filing import former_names
from ...lifecycle.publication_period import withheld
from ...model.dossier import Dossier
from ..register_view import RegisterView
from ..states import state_data

VERSION = 1


def verify_file(view: RegisterView, dossier: Dossier) -> tuple[str, bytes]:
    """The address and the JSON of one institution."""
    data = view.record(dossier.institution.path)
    hidden = withheld(dossier, view.day)
    found = {
        "version": VERSION,
        "id": dossier.id,
        "name": data.get("name", dossier.id),
        "code": data.get("credit_code", ""),
        "former": [{"name": name, "changed": changed} for name, changed in former_names(dossier, view.day)],
        "spans": [_span(each, hidden) for each in spans(dossier, view.day)],
        "courses": [
            _course(view, plan.year, each)
            for plan in dossier.plans
            for each in planned(dossier, plan.year, view.day)
        ],
    }
    return f"verify/{dossier.id}.json", msgspec.json.encode(found) + b"\n"


def _span(span: Span, hidden: frozenset[str]) -> dict[str, Any]:
    """A span; of a suspension whose notice is told no longer only that there was one."""
    suspended = span.suspended
    if suspended and suspended.source in hidden:
        suspended = suspended._replace(reason="公开期已满，不再展示内容。", source="")
    states = [state_data(each) for each in (span.filing, suspended) if each]
    return {
        "first": span.first or "",
        "last": span.last or "",
        "shown": span.shown,
        "states": [
            {name: each[name] for name in ("label", "since", "reason", "article", "source") if each[name]}
            for each in states
        ],
    }


def _course(view: RegisterView, year: int, planned: Planned) -> dict[str, Any]:
    return {
        "year": year,
        "id": planned.row.course.id,
        "title": view.course(planned.row).get("title", ""),
        "days": [
            {
                "first": each.first,
                "last": each.last,
                "since": day_text(each.since),
                "source": each.path,
            }
            for each in planned.days
        ],
        "source": planned.row.path,
    }
