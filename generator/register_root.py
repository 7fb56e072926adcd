"""Where things are: the register's root, and what the program brings along."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def schemas_folder(root: Path) -> Path:
    """The schemas of the register at `root`, or the program's own where it has none."""
    own = root / "schemas"
    return own if own.is_dir() else HOME / "schemas"


def site_folder(root: Path) -> Path:
    """The site's sources (pages, templates, assets) for the register at `root`, or the program's own."""
    own = root / "site"
    return own if own.is_dir() else HOME / "site"
