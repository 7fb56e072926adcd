"""Rows that more than one page lists."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ..display import format_day
from ..finding import SEVERITY_LABELS
from ..lifecycle.filing import list_former_names
from ..model.batches import is_published
from ..model.dossier import Dossier
from ..model.kinds import Batch
from ..rules.cases import list_cases
from ..rules.rule import BASIS_LABELS, Rule
from ..rules.table import RULES
from .states import cite_article

if TYPE_CHECKING:
    from .card import ListRow
    from .register_view import RegisterView


def sort_listed_first(rows: list[ListRow]) -> list[ListRow]:
    """The rows of a list: listed institutions first, then by name."""
    return sorted(rows, key=lambda row: (row.status["code"] != "listed", row.name))


def build_batch_row(view: RegisterView, batch: Batch) -> dict[str, Any]:
    """A batch in a list."""
    announced = batch.announcement if is_published(batch, view.day) else None
    return {
        "id": batch.id,
        "title": batch.title,
        "window": f"{format_day(batch.window.from_)}至{format_day(batch.window.to)}",
        "number": announced.document.number if announced else "",
        "published": format_day(announced.published_on) if announced else "",
        "count": len(announced.listed) if announced else None,
    }


def list_rules_of(view: RegisterView, number: int) -> list[dict[str, Any]]:
    """The rules that check an article of the regulation in force on the day."""
    cited = [(rule, view.presenter.cite_basis(rule.article)) for rule in RULES.values()]
    return [
        build_rule_row(rule, cite) for rule, cite in cited if cite and int(cite.partition("(")[0]) == number
    ]


def build_rule_row(rule: Rule, cited: str) -> dict[str, Any]:
    """A rule in a list; `cited` is its article in the regulation in force."""
    return {
        "code": rule.code,
        "title": rule.title,
        "statement": rule.statement,
        "article": cite_article(cited),
        "severity": SEVERITY_LABELS[rule.severity],
        "waivable": rule.waivable,
        "basis": BASIS_LABELS[rule.basis],
        "cases": len(list_cases(rule.code)),
    }


def list_former_name_rows(dossier: Dossier, day: dt.date) -> list[dict[str, str]]:
    """The former names of an institution, each with the day on which it was changed."""
    return [{"name": name, "until": format_day(changed)} for name, changed in list_former_names(dossier, day)]
