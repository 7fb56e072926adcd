"""Building and previewing the site with MkDocs. It is built aside, and put in place when it is whole."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from ...history.main_line import Came
from ...refusal import Refusal, told
from ...rules.checking import Examined, uncollected
from ...settings import SettingsError, settings
from ...workers import HERE, Workers
from ..output_folder import Place, folder_beside
from ..output_mark import others, refuse_others
from .last_lawful import HeldBack
from .plugin import RegistryPlugin
from .site import STAMP

# What a site is made of lies here, from the register's root: no site is put inside.
SOURCES = ("records", "schemas", ".git", ".github")


class NotBuilt(Refusal):
    """The site could not be built; the message says why."""


class Built(NamedTuple):
    """How many pages and where; what was not published as it is; the commits whose day was corrected."""

    pages: int
    folder: Path
    held: Sequence[HeldBack]
    corrected: Sequence[Came]


def build(
    root: Path,
    examined: Examined,
    day: dt.date,
    out: Path | None = None,
    *,
    cache: Path | None = None,
    workers: Workers = HERE,
) -> Built:
    """Build the site of a checked register into `out` (default: the `site_dir` of mkdocs.yml).

    What is made of an institution is kept in the folder `cache`. Raises NotBuilt, and NothingLawfulError
    where what all dossiers rest on has errors; then what was there before is untouched.
    """
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    config_file = _config_file(root)
    try:
        config = load_config(str(config_file))
        folder = (out or Path(config.site_dir)).resolve()  # a link to a folder stays
        may_replace(folder, root)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(folder) as aside:
            place = Place(folder, aside / "site", STAMP, cache)
            config.site_dir = str(place.aside)
            plugin = _plugin(config)
            plugin.place = place
            plugin.examined = examined
            plugin.cache = cache
            plugin.workers = workers
            plugin.config.on = day.isoformat()
            with uncollected():
                mkdocs_build(config)
            place.finish()
    except TemplateError as error:
        raise NotBuilt(f"没有生成网站：模板有误，{_where(error)}{error}") from error
    except ConfigurationError as error:
        raise NotBuilt(f"没有生成网站：mkdocs.yml 有误：{error}") from error
    except Abort as error:
        raise NotBuilt("没有生成网站：mkdocs.yml 或页面有误，见上面的说明") from error
    except OSError as error:
        raise NotBuilt(f"没有生成网站：{told(error)}") from error
    except MkDocsException as error:
        raise NotBuilt(f"没有生成网站：{error}") from error
    return Built(plugin.pages, folder, plugin.held, plugin.corrected)


def _plugin(config: MkDocsConfig) -> RegistryPlugin:
    plugin = config.plugins.get("registry")
    if not isinstance(plugin, RegistryPlugin):
        raise NotBuilt("没有生成网站：mkdocs.yml 的 plugins 中没有 registry")
    return plugin


def _where(error: TemplateError) -> str:
    """The file and line of a template's fault, where it has them."""
    if isinstance(error, TemplateSyntaxError):
        return f"{Path(error.filename or error.name or '').name}:{error.lineno}："
    return ""


def serve(root: Path, address: str) -> None:
    """Preview the site until interrupted, built anew when records, schemas or the site's sources change."""
    watched = [str(root / name) for name in ("records", "schemas", "site") if (root / name).is_dir()]
    try:
        mkdocs_serve(str(_config_file(root)), dev_addr=address, livereload=True, watch=watched)
    except OSError as error:
        raise NotBuilt(f"不能预览：{told(error)}") from error
    except MkDocsException as error:
        raise NotBuilt(f"不能预览：{error}") from error


def _config_file(root: Path) -> Path:
    file = root / "mkdocs.yml"
    if not file.is_file():
        raise NotBuilt(f"找不到 {file}；网站的名称和栏目写在其中")
    try:
        settings(root)  # MkDocs reads without bounds
    except SettingsError as error:
        raise NotBuilt(f"没有生成网站：{error}") from error
    return file


def may_replace(folder: Path, root: Path) -> None:
    """Refuse a folder that holds anything but a site of ours: replacing it would lose it."""
    place, home = folder.resolve(), root.resolve()
    sources = [home / name for name in SOURCES]
    if home.is_relative_to(place) or any(place.is_relative_to(each) for each in sources):
        raise NotBuilt(f"{folder} 不能作为输出文件夹")
    if folder.exists() and not folder.is_dir():
        raise NotBuilt(f"{folder} 不能作为输出文件夹：它是一个文件")
    refuse_others(folder, others(folder, STAMP))
