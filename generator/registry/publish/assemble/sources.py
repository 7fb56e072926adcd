"""The pages of a site in one plain folder, composed before whatever makes the frame looks for them.

MkDocs takes the folder, and so does Zensical, which runs no plugins; the theme is found by its name.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from ...settings import SETTINGS, SITE, SettingsError, read_defaults, read_settings, read_site_settings
from .links import refuse_links


def compose(root: Path, folder: Path) -> None:
    """Put the pages of the program into a folder, and a register's own over them. Raises SettingsError."""
    for pages in (SITE / "pages", find_own_pages(root)):
        if pages.is_dir():
            refuse_links(pages)
            shutil.copytree(pages, folder, ignore_dangling_symlinks=True, dirs_exist_ok=True)


def find_own_pages(root: Path) -> Path:
    """The folder of a register's own pages, which need not be there. Raises SettingsError."""
    name = read_site_settings(root)["docs_dir"]
    pages = root.resolve() / name if isinstance(name, str) else None
    if pages is None or root.resolve().is_relative_to(pages.resolve()):  # all in it would be published
        raise SettingsError(f"mkdocs.yml 有误：docs_dir 应是一个只放网页的文件夹，现为“{name}”")
    return pages


def load(root: Path, pages: Path) -> MkDocsConfig:
    """What MkDocs goes by: the register's file with our defaults, and pages composed in a folder.

    MkDocs reads the file itself, as some tags in it mean nothing to us. Raises SettingsError.
    """
    compose(root, pages)
    theme = read_site_settings(root).get("theme")
    if isinstance(theme, dict) and isinstance(theme.get("custom_dir"), str):
        refuse_links(root / theme["custom_dir"])
    settings = {name: read_site_settings(root)[name] for name in list_lacking(root)}
    return load_config(str(root / SETTINGS), **settings | {"docs_dir": str(pages)})


def complete(config: MkDocsConfig, root: Path, pages: Path) -> None:
    """Give MkDocs, which has read the register's file by itself, what it lacks there. Raises SettingsError.

    The plugins stay those that it has started, and where the site is put and served is its matter.
    """
    whole, settled = load(root, pages), {"plugins", "site_dir", *(["site_url"] if config.site_url else [])}
    for name in {*list_lacking(root), "docs_dir", "mdx_configs"} - settled:
        config[name] = whole[name]


def list_lacking(root: Path) -> list[str]:
    """The settings that the file of a register leaves to our defaults, or of which it may say a part."""
    own = read_settings(root)
    return [name for name, value in read_defaults().items() if name not in own or isinstance(value, dict)]
