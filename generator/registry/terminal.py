"""Whether somebody sits at the terminal, so that a question can be asked."""

from __future__ import annotations

import sys


def can_ask() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin is not None and sys.stdin.isatty()
