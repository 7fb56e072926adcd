"""What the verification page says that no institution's file does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import format_day
from ...lifecycle.credit import ANSWERS
from ..states import cite_article

if TYPE_CHECKING:
    from ..register_view import RegisterView


def show_verification(view: RegisterView) -> dict[str, Any]:
    """What the verification page says that no institution's file does."""
    return {
        "iso": view.day.isoformat(),
        "day": format_day(view.day),
        "articles": [cite_article(view.presenter.cite_basis(basis)) for basis in ("24", "17")],
        "answers": [each._asdict() for each in ANSWERS],
        "left_out": [*view.stubs],
    }
