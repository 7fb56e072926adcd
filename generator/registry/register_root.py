"""Where things are: the register's root, and what the program brings along."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent


def schemas_folder(root: Path) -> Path:
    """The schemas of the register at `root`, or the program's own where it has none."""
    own = root / "schemas"
    return own if own.is_dir() else HOME / "schemas"


def templates_folder(root: Path) -> Path:
    """The templates of record pages of the register at `root`, or the program's own."""
    own = root / "site" / "templates"
    return own if own.is_dir() else HOME / "site" / "templates"
