"""What the verification page says that no institution's file does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...display import day_text
from ...lifecycle.credit import ANSWERS
from ..states import article

if TYPE_CHECKING:
    from ..register_view import RegisterView


def verify(view: RegisterView) -> dict[str, Any]:
    """What the verification page says that no institution's file does."""
    return {
        "iso": view.day.isoformat(),
        "day": day_text(view.day),
        "articles": [article(view.presenter.cite(basis)) for basis in ("24", "17")],
        "answers": [each._asdict() for each in ANSWERS],
        "left_out": [*view.stubs],
    }
