"""The pages of a site in one plain folder, composed before whatever makes the frame looks for them.

MkDocs takes the folder, and so does Zensical, which runs no plugins; the theme is found by its name.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from ...settings import SITE, SettingsError, site_settings


def compose(root: Path, folder: Path) -> None:
    """Put the pages of the program into a folder, and a register's own over them. Raises SettingsError."""
    for pages in (SITE / "pages", own_pages(root)):
        if pages.is_dir():
            shutil.copytree(pages, folder, ignore_dangling_symlinks=True, dirs_exist_ok=True)


def own_pages(root: Path) -> Path:
    """The folder of a register's own pages, which need not be there. Raises SettingsError."""
    name = site_settings(root)["docs_dir"]
    pages = root.resolve() / name if isinstance(name, str) else None
    if pages is None or root.resolve().is_relative_to(pages.resolve()):  # all in it would be published
        raise SettingsError(f"mkdocs.yml 有误：docs_dir 应是一个只放网页的文件夹，现为“{name}”")
    return pages
